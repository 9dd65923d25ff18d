"""A quoted answer → the same facts in a chat model's words, each sentence released only once it is proved by what it cites.

The model is never a source: it sees the quotes of the answer, and what it says is checked against them as it comes. Whatever it says, only
proved sentences are shown; when too many fail, when the essential is lost, or when the model fails, the quoted answer is shown as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Protocol

from assistant.answers import ANSWERED, PARTIAL, Answer, Citation, Sentence
from assistant.documents import without_hidden_characters
from assistant.english_facts import anchors, is_french, unproved_claims, with_french_facts
from assistant.errors import ChatModelError
from assistant.french import fold, sentence_spans, squash, terms, words
from assistant.masking import masked
from assistant.phrases import phrase
from assistant.prompting import Prompt
from assistant.small_talk import kind_of
from assistant.verifying import foreign_facts, unsupported


class ChatModel(Protocol):
    @property
    def name(self) -> str:
        """What an answer says of it."""

    def stream(self, system: str, user: str) -> Iterator[str]:
        """The text as it comes. Raises ChatModelError; a stream that ends without error is whole."""


@dataclass(frozen=True)
class Rewriter:
    """A model, its prompts and its limits."""

    model: ChatModel
    system: dict[str, Prompt]  # by language
    user: Prompt
    seconds: float = 30.0  # for a whole rewriting
    max_sentences: int = 12  # read, released or not; a longer quoted answer allows four more than its own
    max_rejected: float = 0.4  # share of the sentences read
    max_passage: int = 1600  # characters of one passage
    max_passages: int = 9000  # characters of all passages together
    max_output: int = 8000  # characters read from the model
    clock: Callable[[], float] = monotonic


_NOTICES = {
    "fr": {
        "shown": "Réponse reformulée par un modèle de langage ({model}) : chaque phrase a été vérifiée dans le passage qu'elle cite.",
        "dropped": "{count} phrase(s) du modèle de langage ont été écartées : leur source ne les prouve pas.",
        "fallback": "La reformulation par le modèle de langage n'est pas montrée ({reason}) : voici les phrases des sources.",
    },
    "en": {
        "shown": "My sources are in French. This English wording comes from a language model ({model}): its figures, dates, names and references were checked in the passages cited, the rest of the wording was not.",
        "dropped": "{count} sentence(s) of the language model were left out: their source does not prove them.",
        "fallback": "The English wording by the language model is not shown ({reason}): here are the sentences of the sources, in French.",
    },
}
_REASONS = {
    "rejected": ("trop de phrases n'étaient pas prouvées", "too many sentences were not proved"),
    "nothing": ("aucune phrase n'était prouvée", "no sentence was proved"),
    "essential": ("l'essentiel de la réponse y manquait", "the essential was missing"),
    "list": ("une liste y était incomplète", "a list was incomplete"),
    "late": ("il a pris trop de temps", "it took too long"),
    "cut": ("il s'est interrompu", "it stopped in the middle"),
    "down": ("il ne répond pas", "it does not answer"),
}


class _GiveUp(Exception):
    """The rewriting cannot be shown; `reason` is a key of _REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def rewritten(draft: Answer, rewriter: Rewriter) -> Answer:
    """The last answer of `rewriting`."""
    *_, last = rewriting(draft, rewriter)
    return last


def rewriting(draft: Answer, rewriter: Rewriter) -> Iterator[Answer]:
    """The answer as its sentences are proved; the last one is whole, and is the draft with a notice when the rewriting is not shown."""
    if not is_rewritable(draft):
        yield draft
        return
    started = rewriter.clock()
    passages = _passages(draft, rewriter)
    system = rewriter.system["en" if draft.language == "en" else "fr"]
    limit = max(rewriter.max_sentences, sum(sentence.kind == "fact" for sentence in draft.sentences) + 4)
    instructions = system.fill(max_sentences=str(limit))
    release = _Release(draft, passages, instructions)
    data = rewriter.user.fill(question=_as_data(masked(draft.standalone_question)), passages="\n\n".join(_shown(p) for p in passages.values()))
    engine: dict[str, Any] = {"chat_model": rewriter.model.name, "prompts": [system.label, rewriter.user.label]}
    try:
        for sentence in _read(rewriter, instructions, data, started):
            if release.offer(sentence):
                yield release.growing(engine)
            if release.rejected > rewriter.max_rejected * limit:
                raise _GiveUp("rejected")
            if release.read >= limit:
                break
        final = release.whole(engine, max_rejected=rewriter.max_rejected)
    except _GiveUp as given_up:
        final = _fallback(draft, given_up.reason, release)
    except ChatModelError as error:
        final = _fallback(draft, "cut" if release.read else "down", release, str(error))
    yield replace(final, timings_ms={**draft.timings_ms, "rewrite": (rewriter.clock() - started) * 1000})


def is_rewritable(draft: Answer) -> bool:
    """True for quoted answers from documents alone.

    Not for what a rule or a list computed (a verdict is not rephrased), nor when a fixed phrase says something of the answer (what is not
    known, whom to ask), nor when a passage holds what looks like an order to a program.
    """
    if draft.status not in (ANSWERED, PARTIAL) or draft.eligibility or draft.territory or draft.clarifications:
        return False
    frames = {sentence.text for sentence in draft.sentences if sentence.kind == "frame"}
    if frames - {phrase("english_note", "en")} or not any(sentence.kind == "fact" for sentence in draft.sentences):
        return False
    return not any(_gives_orders(text) for citation in draft.citations for text in (citation.document.metadata.title, *citation.heading_path, *citation.quote.splitlines()))


# What a document says to a program rather than to its reader. A false alarm costs nothing: the quoted answer is shown.
_ORDER = re.compile(
    r"\b(?:repond[sz]|repondez|ecri[sz]|ecrivez|dis|affirmez?|conclu(?:s|ez)|terminez?|commencez?|ajoutez?|inserez?|affichez?|repetez?|recopiez?|say|write|answer|reply|respond|print|include|append|output|tell)\b"
    r"[^.\n]{0,60}(?:«|\"|“|https?:|!\[)"
    r"|\b(?:assistant|modele de langage|llm|chatbot|gpt|system|prompt|ia)\b ?[:,>]|\b(?:instructions?|consignes?) (?:systeme|initiales?|precedentes?|du modele)"
    r"|\b(?:repeat|print|show|reveal|ignore|forget|disregard)\b.{0,40}\b(?:instructions?|prompt)\b"
)


def _gives_orders(text: str) -> bool:
    text, hidden = without_hidden_characters(text)
    return hidden > 0 or kind_of(text) == "order" or bool(_ORDER.search(fold(text)))


def _fallback(draft: Answer, reason: str, release: _Release, detail: str = "") -> Answer:
    language = "en" if draft.language == "en" else "fr"
    notice = _NOTICES[language]["fallback"].format(reason=_REASONS[reason][language == "en"])
    outcome = {"outcome": reason, "released": len(release.sentences), "rejected": release.rejected, **({"detail": detail} if detail else {})}
    return replace(draft, notices=(*draft.notices, notice), engine={**draft.engine, "rewriting": outcome})


# --- what the model is given -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Passage:
    """A citation of the draft, and what a sentence that cites it may draw on."""

    citation: Citation
    shown: str  # the quote, perhaps shortened
    lead_ins: tuple[str, ...]  # of the lists that the quote takes items from
    items: tuple[str, ...]
    context: tuple[str, ...]  # title, headings, and lead-ins that the quote leaves out


def _passages(draft: Answer, rewriter: Rewriter) -> dict[int, _Passage]:
    """By number in the draft, within the limits of characters; what does not fit is neither shown nor citable."""
    passages: dict[int, _Passage] = {}
    left = rewriter.max_passages
    for citation in draft.citations:
        shown = _shortened(citation.quote, min(left, rewriter.max_passage))
        if not shown:
            continue
        left -= len(shown)
        document = citation.document
        within = [b for b in document.blocks if b.kind == "item" and b.start < citation.end and citation.start < b.end]
        leads = [b for b in document.blocks if b.kind == "lead_in" and b.list_id in {item.list_id for item in within if item.list_id >= 0}]
        lead_ins = tuple(document.text[b.start : b.end] for b in leads)
        items = tuple(document.text[max(b.start, citation.start) : min(b.end, citation.end)] for b in within)
        left_out = tuple(text for text in lead_ins if text not in citation.quote)
        context = (document.metadata.title, *citation.heading_path, *left_out)
        passages[citation.number] = _Passage(citation, shown, lead_ins, items, context)
    return passages


def _shortened(text: str, size: int) -> str:
    """The text, cut after a whole sentence or line when it is longer; "" when not even one fits."""
    if len(text) <= size:
        return text
    ends = [end for _, end in sentence_spans(text) if end <= size] + [m.start() for m in re.finditer("\n", text) if m.start() <= size]
    return text[: max(ends, default=0)].rstrip()


def _shown(passage: _Passage) -> str:
    metadata = passage.citation.document.metadata
    number = passage.citation.number
    title = " > ".join((metadata.title, *passage.citation.heading_path))
    phase = f" (phase {metadata.phase})" if metadata.phase else ""
    left_out = "".join(f"{text}\n" for text in passage.lead_ins if text not in passage.citation.quote)
    return f'<passage numero="{number}">\n{_as_data(title + phase)}\n\n{_as_data(left_out + passage.shown)}\n</passage>'


def _as_data(text: str) -> str:
    """Text that can neither close its delimiters nor bring marks of its own."""
    cleaned, _ = without_hidden_characters(text)
    return re.sub(r"\[(\d+)\]", r"(\1)", cleaned.replace("<", "‹").replace(">", "›"))


# --- what the model says, cut in sentences as it comes ---------------------------------------------------------------------------------------


def _read(rewriter: Rewriter, system: str, user: str, started: float) -> Iterator[str]:
    """Whole sentences. Raises _GiveUp when the time is over or the text stops in the middle of a sentence."""
    cutter = SentenceCutter()
    read = 0
    stream = rewriter.model.stream(system, user)
    try:
        for piece in _without_thinking(stream):
            if rewriter.clock() - started > rewriter.seconds:
                raise _GiveUp("late")
            read += len(piece)
            yield from cutter.feed(piece)
            if read > rewriter.max_output:
                raise _GiveUp("rejected")
    finally:
        close = getattr(stream, "close", None)
        if close is not None:
            close()  # a reader who leaves stops the model
    if rewriter.clock() - started > rewriter.seconds:
        raise _GiveUp("late")
    sentences, tail = cutter.end()
    yield from sentences
    if tail:
        raise _GiveUp("cut")


def _without_thinking(pieces: Iterator[str]) -> Iterator[str]:
    """What some models write between <think> and </think> is not their answer. An empty piece stands for it, so that time is watched."""
    held = ""
    thinking = False
    for piece in pieces:
        held += piece
        out = ""
        while True:
            tag = "</think>" if thinking else "<think>"
            at = held.find(tag)
            if at < 0:
                break
            out += "" if thinking else held[:at]
            held, thinking = held[at + len(tag) :], not thinking
        tag = "</think>" if thinking else "<think>"
        kept = next((n for n in range(min(len(tag) - 1, len(held)), 0, -1) if tag.startswith(held[-n:])), 0)  # the beginning of a tag waits
        out += "" if thinking else held[: len(held) - kept]
        held = held[len(held) - kept :]
        yield out
    if held and not thinking:
        yield held


_LONGEST = 600  # characters of a sentence
_MARKS = re.compile(r"\s*\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_MARKS_AFTER = re.compile(r"([.!?…])\s*((?:\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]\s*)+)")
_MARK_THEN_CAPITAL = re.compile(r"(?<=\])\s*(?=[«“\"]?\s*[A-ZÀ-ÖØ-Þ])")
_BULLET = re.compile(r"^\s*(?:[-*•–]|(\d{1,2})[.)])\s+")
_ENDED = re.compile(r"[.!?…:;»\])*]\s*$")


class SentenceCutter:
    """Pieces of text in, whole sentences out: cut at line ends, and where the next sentence begins. Marks stay with the sentence they follow."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> list[str]:
        *lines, last = (self._held + piece).split("\n")
        whole = [sentence for line in lines for sentence in _cut(line)]
        *done, self._held = _cut(last) or [last]
        if len(self._held) > _LONGEST:  # no sentence is that long: it is judged, and refused, without waiting for its end
            done, self._held = [*done, self._held], ""
        return whole + done

    def end(self) -> tuple[list[str], str]:
        """The last sentence, or (second) a text that was not finished."""
        last = self._held.strip()
        self._held = ""
        return ([last], "") if last and _ENDED.search(last) else ([], last)


def _cut(line: str) -> list[str]:
    """The sentences of a line; a mark before a capital ends one, even without a full stop."""
    line = _MARKS_AFTER.sub(lambda m: f" {m[2].strip()}{m[1]} ", line)
    *whole, line = _MARK_THEN_CAPITAL.split(line)
    return [sentence for part in whole for sentence in _cut_at_stops(part)] + _cut_at_stops(line)


def _cut_at_stops(line: str) -> list[str]:
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else 0
    spans = sentence_spans(line[start:])
    pieces = [line[start + a : start + b] for a, b in spans]
    if not pieces:
        return []
    pieces[-1] = line[start + spans[-1][0] :]  # a space at the end may separate it from what comes
    return [line[:start] + pieces[0], *pieces[1:]]


# --- what is released ------------------------------------------------------------------------------------------------------------------------


@dataclass
class _Release:
    """The sentences proved so far, numbered in the order of their first citation."""

    draft: Answer
    passages: dict[int, _Passage]
    instructions: str
    sentences: list[Sentence] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)  # in the draft → here
    read: int = 0
    rejected: int = 0
    _lead: frozenset[int] = frozenset()  # passages cited by the lead-in of the list being released

    def offer(self, raw: str) -> bool:
        """Release the sentence when it is proved; False otherwise. A sentence said twice is left out."""
        bullet = _BULLET.match(raw)
        text = raw[bullet.end() :] if bullet else raw
        cited = [int(n) for marks in _MARKS.findall(text) for n in re.split(r"\s*[,;]\s*", marks)]
        text = re.sub(r"\s+([.,)])", r"\1", re.sub(r"\s+", " ", _MARKS.sub("", text).replace("**", ""))).strip()
        if not text and not cited:
            return False
        self.read += 1
        proving = self._proving(text, cited, is_item=bool(bullet))
        if not proving:
            self.rejected += 1
            return False
        if any(_same_words(text, sentence.text) for sentence in self.sentences):
            return False
        self._tell_status(proving)
        layout = "item" if bullet and self._lead else "lead_in" if text.endswith(":") else "text"
        if layout != "item":
            self._lead = frozenset(proving) if layout == "lead_in" else frozenset()
        self._add(Sentence(text, "fact", tuple(proving), layout, int(bullet[1] or 0) if bullet and layout == "item" else 0))
        return True

    def _proving(self, text: str, cited: Sequence[int], *, is_item: bool) -> list[int]:
        """The passages, among those cited, that prove the sentence: each alone, else all together; none when it is not proved."""
        if not cited or any(number not in self.passages for number in cited):
            return []
        cited = list(dict.fromkeys(cited))
        own = [self.passages[number] for number in cited]
        if _has_markup(text) or self._leaks(text, own) or _unknown_addresses(text, own):
            return []
        proving = [p for p in own if self._is_proved(text, [p])]
        phases = {p.citation.document.metadata.phase for p in own} - {None}
        if not proving and len(own) > 1 and len(phases) <= 1 and self._is_proved(text, own):
            proving = own
        if any(self._needs_its_lead_in(text, p, is_item=is_item) for p in proving):
            return []
        return [p.citation.number for p in proving]

    def _is_proved(self, text: str, own: Sequence[_Passage]) -> bool:
        quotes = [p.citation.quote for p in own]
        context = [line for p in own for line in p.context]
        if self.draft.language != "en" or is_french(text):
            return not unsupported(text, quotes, context=context) and not _turns_round(text, quotes) and not _new_capitals(text, [*quotes, *context])
        evidence = [*quotes, *context]
        return anchors(text, evidence) >= 2 and not foreign_facts(with_french_facts(text), quotes, context=context) and not unproved_claims(text, evidence)

    def _leaks(self, text: str, own: Sequence[_Passage]) -> bool:
        """Six words of the instructions in a row, that no passage says."""
        said = words(text)
        runs = {" ".join(said[i : i + 6]) for i in range(len(said) - 5)}
        ours, theirs = " ".join(words(self.instructions)), " ".join(word for p in own for word in words(p.citation.quote))
        return any(run in ours and run not in theirs for run in runs)

    def _needs_its_lead_in(self, text: str, passage: _Passage, *, is_item: bool) -> bool:
        """True for a sentence that rests on an item of a list whose opening (« Sont exclus : ») neither stands above it nor in it."""
        if not passage.lead_ins:
            return False
        number = passage.citation.number
        if is_item and number in self._lead:
            return False
        cited = [s for s in self.draft.sentences if number in s.citations]
        if not any(s.layout == "lead_in" for s in cited) and any(_same_words(text, s.text) for s in cited):
            return False  # the draft itself shows the item alone
        if self.draft.language == "en":
            return not text.endswith(":")  # words cannot be compared: the items of a list stay a list
        said = set(terms(text))
        others = [line for line in passage.citation.quote.splitlines() if line not in passage.items]
        on_items = max((len(said & set(terms(item))) for item in passage.items), default=0)
        if on_items <= max((len(said & set(terms(line))) for line in others), default=0):
            return False
        return not any(_says(text, lead_in) for lead_in in passage.lead_ins)

    def _tell_status(self, cited: Sequence[int]) -> None:
        """Before the first sentence about a scheme that is closed, or not known to be open, the sentence of the draft that says so."""
        for number in cited:
            document = self.passages[number].citation.document
            shown = {self.passages[n].citation.document.id for sentence in self.sentences for n in sentence.citations if n in self.passages}
            if document.metadata.status not in ("fermé", "inconnu") or document.id in shown:
                continue
            first = min((c for c in self.draft.citations if c.document.id == document.id), key=lambda c: c.start)
            telling = next((s for s in self.draft.sentences if s.citations == (first.number,) and s.layout == "text"), None)
            if telling is not None:
                self._lead = frozenset()
                self._add(telling)

    def _add(self, sentence: Sentence) -> None:
        for number in sentence.citations:
            self.numbers.setdefault(number, len(self.numbers) + 1)
        self.sentences.append(sentence)

    def growing(self, engine: dict[str, Any]) -> Answer:
        """The answer with what is released so far."""
        sentences = tuple(replace(s, citations=tuple(self.numbers[n] for n in s.citations)) for s in self.sentences)
        by_number = {c.number: c for c in self.draft.citations}
        citations = tuple(replace(by_number[old], number=new) for old, new in self.numbers.items())
        return replace(self.draft, sentences=sentences, citations=citations, notices=(), engine={**self.draft.engine, "composer": "chat", **engine})

    def whole(self, engine: dict[str, Any], *, max_rejected: float) -> Answer:
        """The final answer. Raises _GiveUp when it would be worse than the draft."""
        if not self.sentences:
            raise _GiveUp("nothing")
        if self.rejected > max_rejected * self.read:
            raise _GiveUp("rejected")
        if self._incomplete_list():
            raise _GiveUp("list")
        if not self._holds_the_essential():
            raise _GiveUp("essential")
        for sentence in self.draft.sentences:  # what the sources say that they do not know is never left out
            if _admits_ignorance(sentence.text) and not any(_same_words(sentence.text, said.text) for said in self.sentences):
                self._add(sentence)
        language = "en" if self.draft.language == "en" else "fr"
        notices = [_renumbered(notice, self.numbers) for notice in self.draft.notices]
        notices.append(_NOTICES[language]["shown"].format(model=engine["chat_model"]))
        if self.rejected:
            notices.append(_NOTICES[language]["dropped"].format(count=self.rejected))
        outcome = {"outcome": "shown", "released": len(self.sentences), "rejected": self.rejected}
        return replace(self.growing({**engine, "rewriting": outcome}), notices=tuple(notice for notice in notices if notice))

    def _incomplete_list(self) -> bool:
        """A lead-in without as many items as the draft has under the same citation: the reader would take the list for whole."""
        for i, sentence in enumerate(self.sentences):
            if sentence.layout != "lead_in":
                continue
            following = self.sentences[i + 1 :]
            end = next((j for j, other in enumerate(following) if other.layout != "item"), len(following))
            expected = max(sum(s.layout == "item" and number in s.citations for s in self.draft.sentences) for number in sentence.citations)
            if end < max(1, expected):
                return True
        return False

    def _holds_the_essential(self) -> bool:
        """The first fact of the draft (with its items, when it opens a list) is there: its figures, dates and references, and half of its words."""
        facts = [s for s in self.draft.sentences if s.kind == "fact"]
        first, *rest = facts
        items = []
        if first.layout == "lead_in":
            end = next((j for j, other in enumerate(rest) if other.layout != "item"), len(rest))
            items = rest[:end]
        if first.citations and not set(first.citations) & set(self.numbers):
            return False
        said = [s.text for s in self.sentences]
        english = self.draft.language == "en"
        if english:
            said = [with_french_facts(text) for text in said]
        for sentence in (first, *items):
            lost = [reason for reason in foreign_facts(sentence.text, said) if not reason.startswith("nom absent")]
            wanted = set(terms(sentence.text))
            held = set(terms(" ".join(said)))
            if lost or (not english and len(wanted & held) < len(wanted) / 2):
                return False
        return True


def _same_words(one: str, other: str) -> bool:
    return squash(one).rstrip(" .;") == squash(other).rstrip(" .;")


def _has_markup(text: str) -> bool:
    """Signs that no sentence needs: mark-up, links, hidden characters. What a page would escape is not even shown."""
    return len(text) > _LONGEST or bool(re.search(r"[<>`{}|\\\[\]#]|!\(|://|\b(?:javascript|data):", text)) or without_hidden_characters(text)[1] > 0


def _unknown_addresses(text: str, own: Sequence[_Passage]) -> bool:
    """Something like « site.tld » or « nom@site » that none of the passages holds."""
    proof = squash(" ".join(p.citation.quote for p in own))
    return any(found.rstrip(".") not in proof for found in re.findall(r"[\w.+-]*\w(?:@|\.(?=[a-z]{2,}))[\w.-]+(?:/\S*)?", squash(text)))


# What turns an item of a list round when it is left out.
_POLAR = re.compile(r"^(?:n|ne|non|pas|plus|sans|sauf|hors|hormis|aucun\w*|jamais|exclu\w*|except\w*|interdi\w*|inelig\w*|ferm\w*|clos\w*|supprim\w*|refus\w*|peu(?:t|vent)|pourr\w+|doi(?:t|vent)|devr\w+|obligat\w*|facultat\w*)$")


def _says(text: str, lead_in: str) -> bool:
    """The text takes up the lead-in: all its words that may turn the sense round, and three fifths of the others."""
    said = words(text)
    polar = {word[:4] for word in words(lead_in) if _POLAR.match(word)}
    wanted = set(terms(lead_in))
    return polar <= {word[:4] for word in said} and len(wanted & set(terms(text))) >= 0.6 * len(wanted)


_TURNS = tuple(re.compile(rf"^(?:{forms})$") for forms in (r"ne|n|non|sans|ni|aucun\w*|jamais", "pas", "avant", "apres", r"ouv(?:ert|r)\w*", r"ferm\w*|clos\w*|clotur\w*", r"exclu\w*", r"interdi\w*"))
_TAKEN_UP = 0.7  # share of a sentence's terms above which a rewriting is held to take it up


def _turns_round(text: str, quotes: Sequence[str]) -> bool:
    """The text says « ne », « avant », « ouvert »… more often than the sentences of the passage that it takes up.

    The verification reads such words in their place; a rewriting, whose author is not known, may not even bring them from another sentence.
    """
    counts = [sum(bool(form.match(word)) for word in _every_word(text)) for form in _TURNS]
    if not any(counts) or any(squash(text).rstrip(" .;:") in squash(quote) for quote in quotes):
        return False
    own = set(terms(text))
    pieces = [line[a:b] for quote in quotes for line in quote.splitlines() for a, b in sentence_spans(line)]
    shares = [(len(own & set(terms(piece))), len(set(terms(piece)))) for piece in pieces]
    nearest = max((shared for shared, _ in shares), default=0)
    taken_up = [word for piece, (shared, size) in zip(pieces, shares, strict=True) if shared == nearest or shared > _TAKEN_UP * size for word in _every_word(piece)]
    return any(count > sum(bool(form.match(word)) for word in taken_up) for count, form in zip(counts, _TURNS, strict=True))


def _every_word(text: str) -> list[str]:
    """Folded words, the elided ones (« n' ») too."""
    return re.findall(r"\w+", fold(text))


def _new_capitals(text: str, proof: Sequence[str]) -> bool:
    """A word with a capital, elsewhere than at the start, that the passages do not hold."""
    held = {word for line in proof for word in _every_word(line)}
    return any(word not in held for found in re.findall(r"(?<=[\s'’(«-])[A-ZÀ-ÖØ-Þ][\w-]*", text) for word in _every_word(found))


_IGNORANCE = re.compile(
    r"\b(?:sources?|elements?|documents?|pages?)\b.{0,80}\b(?:ne|n')\b.{0,40}\b(?:pas|aucun\w*|rien)\b|\baucun\w* (?:source|element|document|page)|\bn'(?:est|a|ont|etait) pas (?:ete )?(?:etabli|trouve|donne|indique|precise|connu|confirme)"
)


def _admits_ignorance(text: str) -> bool:
    return bool(_IGNORANCE.search(fold(text)))


def _renumbered(notice: str, numbers: dict[int, int]) -> str:
    """« [3] … » with the number that the source has now; "" when it is no longer cited."""
    mark = re.match(r"\[(\d+)\]", notice)
    if not mark:
        return notice
    number = numbers.get(int(mark[1]))
    return f"[{number}]{notice[mark.end() :]}" if number else ""
