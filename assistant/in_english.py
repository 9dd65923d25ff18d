"""An answer to a question in English: what the assistant writes itself is said in English, and what a source says stays in French, as published.

Answers are composed and proved in French; here each sentence of ours is read back by its French form (`english_words`) and said in the English one. It is
shown only when the record that it cites proves it too; else its French form, already proved, stays. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from assistant.answers import Answer, Citation, Sentence
from assistant.company_facts import FIELDS
from assistant.english_facts import MONTHS, unproved_claims, with_french_facts
from assistant.english_words import EXPECTED, FIELD_WORDS, NOTICE_WORDS, PLACES, RESERVES, ROWS, SENTENCES, UNDERSTOOD, UNITS, VALUES, VERDICTS, Pairs
from assistant.french import sentence_spans
from assistant.verifying import foreign_facts

_LABELS = {FIELDS[name].label: label for name, (label, _) in FIELD_WORDS.items()}
_QUESTIONS = {FIELDS[name].question: question for name, (_, question) in FIELD_WORDS.items()}
_MONTHS = {french: english.capitalize() for english, french in MONTHS.items()}
# What a blank may hold, by the first word of its name; anything for the others.
_BLANKS = {
    "day": rf"(?:(?:(?:1er|\d{{1,2}}) )?(?:{'|'.join(_MONTHS)}) )?\d{{4}}",
    "parts": r"(?:semble rempli|à préciser|à vérifier|ouverture|clôture) .+?",
    "count": r"[\d ]+", "phase": r"\d", "n": r"\d+", "id": r"\S+", "url": r"\S+", "who": ".*?", "until": ".*?", "since": ".*?",
}  # fmt: skip
_IN_EXPECTED = re.compile(rf"\([^)]*\)|(?<!\w)(?:{'|'.join(sorted(map(re.escape, VALUES), key=len, reverse=True))})(?!\w)| ou | et ")
_SEVERAL_SENTENCES = ("said", "quoted", "reserves")  # blanks that hold more than one sentence
_EXPLANATION = re.compile(
    rf"(?:Condition|Indication) : (?P<said>.+?)(?: Indiqué : (?P<given>.+?)\.)? (?P<verdict>{'|'.join(french for french, _ in VERDICTS)})(?:, (?P<reserve>.+?))?(?: : (?P<note>.+?))?\.(?= |$)"
)


def in_english(answer: Answer) -> Answer:
    """The answer with what the assistant says itself in English, when the question is; else the same answer."""
    if answer.language != "en":
        return answer
    cited = {citation.number: citation for citation in answer.citations}
    return replace(
        answer,
        sentences=tuple(_shown(sentence, [cited[n] for n in sentence.citations if n in cited]) for sentence in answer.sentences),
        clarifications=tuple(said_in_english(question) or question for question in answer.clarifications),
        understood=tuple(understood_in_english(phrase) for phrase in answer.understood),
        notices=tuple(said_in_english(notice) or notice for notice in answer.notices),
    )


def _shown(sentence: Sentence, cited: list[Citation]) -> Sentence:
    """The sentence in English when it is ours, that is, said from a record (a published document has blocks, a record none), and when the lines quoted prove it."""
    if sentence.kind != "fact" or any(c.document.blocks for c in cited):
        return sentence
    english = _row(sentence) if sentence.cells else replace(sentence, text=said_in_english(sentence.text) or sentence.text)
    evidence = [citation.quote for citation in cited]
    ours = re.sub(r"«.*?»", "", english.text)  # names and quoted words are French: they claim nothing in English
    if foreign_facts(with_french_facts(english.text), evidence) or unproved_claims(ours, evidence):
        return sentence
    return english


def _row(sentence: Sentence) -> Sentence:
    """A line of a comparison: its label in English, its sides as published."""
    label, *sides = sentence.cells
    if not label:
        return replace(sentence, text=said_in_english(sentence.text) or sentence.text)
    head, _, field = label.partition(" : ")
    ours = bool(field) or label in ("Statut", "Période")  # the other sides are words of the sheets
    cells = (f"{head}: {_LABELS.get(field, field)}" if field else ROWS.get(label, label), *(ROWS.get(side) or (_expected(side) if ours else side) for side in sides))
    text = f"{cells[0]}: {sentence.text.removeprefix(f'{label} : ')}"
    for french, english in zip(sides, cells[1:], strict=True):
        text = text.replace(f"{french} (", f"{english} (", 1)
    return replace(sentence, text=text.replace(") ; ", "); "), cells=cells)


def said_in_english(text: str) -> str | None:
    """What the assistant wrote in French, in English; None when it did not write any of it.

    >>> said_in_english("Prêt Vert — semble rempli : effectif ; à préciser : région.")
    'Prêt Vert — seems met: headcount; to be specified: region.'
    """
    if text in _QUESTIONS:
        return _QUESTIONS[text]
    return _filled(text, SENTENCES, several=True) or _one_by_one(text)


def understood_in_english(phrase: str) -> str:
    """
    >>> understood_in_english("investissement de 600 000 €"), understood_in_english("45 salariés"), understood_in_english("code NAF : 28")
    ('investment of €600,000', '45 employees', 'NAF activity code: 28')
    """
    label, _, value = phrase.partition(" : ")
    return _filled(phrase, UNDERSTOOD) or (f"{_LABELS[label]}: {_value(value)}" if label in _LABELS else _value(phrase))


def _one_by_one(text: str) -> str | None:
    """Each explanation of a criterion and each sentence in turn; those that nobody here wrote are quoted in French."""
    pieces: list[tuple[str, str | None]] = []
    for part in re.split(r" (?=(?:Condition|Indication) : )", text):
        explained = _EXPLANATION.match(part)
        rest = part[explained.end() :] if explained else part
        if explained:
            pieces.append((part, _explanation(explained)))
        pieces += [(rest[a:b], _filled(rest[a:b], SENTENCES)) for a, b in sentence_spans(rest)]
    if not any(english for _, english in pieces):
        return None
    said: list[str] = []
    foreign: list[str] = []
    for french, english in [*pieces, ("", "")]:
        if foreign and english is not None:
            said.append(f"In French: {_quoted(' '.join(foreign))}.")
            foreign = []
        if english:
            said.append(english)
        elif english is None:
            foreign.append(french)
    return " ".join(said)


def _explanation(match: re.Match[str]) -> str:
    """The condition as published, what was given, and the verdict."""
    given = f"; given: {_value(match['given'])}" if match["given"] else ""
    reserve = f", {_reserve(match['reserve'])}" if match["reserve"] else ""
    note = match["note"] or ""
    if note:
        label, _, because = note.partition(" (")
        note = f": {_LABELS[label]}{f' ({_reserve(because[:-1])})' if because else ''}" if label in _LABELS else f": {_reserve(note)}"
    kind = "condition" if match[0].startswith("Condition") else "indication"
    return f"{kind} (in French): {_quoted(match['said'])}{given}; {dict(VERDICTS)[match['verdict']]}{reserve}{note}."


@cache
def _patterns(pairs: Pairs, several: bool) -> list[tuple[re.Pattern[str], str]]:
    """The French forms as patterns: those that hold several sentences, or those that are one."""
    return [(re.compile(_pattern(french), re.DOTALL), english) for french, english in pairs if several == any(f"{{{blank}" in french for blank in _SEVERAL_SENTENCES)]


def _pattern(french: str) -> str:
    parts = re.split(r"\{(\w+)\}", french)
    return "".join(f"(?P<{part}>{_BLANKS.get(_kind(part), '.+?')})" if n % 2 else re.escape(part) for n, part in enumerate(parts))


def _kind(blank: str) -> str:
    return blank.rstrip("_12")


def _filled(text: str, pairs: Pairs, *, several: bool = False) -> str | None:
    """The English form of the first French one that the text is, with its blanks filled."""
    for pattern, english in _patterns(pairs, several):
        if match := pattern.fullmatch(text):
            return english.format(**{blank: _blank(_kind(blank), value) for blank, value in match.groupdict().items()})
    return None


def _blank(kind: str, value: str) -> str:
    match kind:
        case "day":
            return _dates(value)
        case "labels":
            return ", ".join(_LABELS.get(label, label) for label in value.split(", "))
        case "parts":
            return "; ".join(_filled(part, SENTENCES) or part for part in value.split(" ; "))
        case "given":
            return ", ".join(understood_in_english(part) for part in value.split(", "))
        case "sizes":
            return " or ".join(VALUES.get(size, size) for size in value.split(" ou "))
        case "value":
            return _value(value)
        case "places":
            return _replaced(value, PLACES)
        case "quoted":
            return _quoted(value)
        case "said":
            return said_in_english(value) or f"in French: {_quoted(value)}."
        case "reserves":
            return f"{', ' + '; '.join(_reserve(part) for part in value[2:-1].split(' ; ')) if value.startswith(', ') else ''}."
        case "until" | "since" | "newer" | "readings" | "lacking":
            return _dates(_replaced(value, NOTICE_WORDS))
        case "area":
            return value.replace("Région ", "Region ")
        case _:
            return value


def _value(text: str) -> str:
    """A value that somebody gave: « 600 000 € » → « €600,000 », « 12 mars 2025 » → « 12 March 2025 »; a list, each of its items."""
    if text in VALUES:
        return VALUES[text]
    if all(part in VALUES for part in text.split(", ")):
        return ", ".join(VALUES[part] for part in text.split(", "))
    text = re.sub(r"\d{1,3}(?: \d{3})+|\d+,\d+", lambda m: m[0].replace(",", ".").replace(" ", ","), text)
    return _dates(_replaced(re.sub(r"(\d[\d,.]*) €", r"€\1", text), UNITS))


def _expected(text: str) -> str:
    """What a rule asks for: « moins de 500 salariés », « PME ou ETI »."""
    joined = _IN_EXPECTED.sub(lambda m: {" ou ": " or ", " et ": " and "}.get(m[0]) or VALUES.get(m[0], m[0]), text)
    return _replaced(_value(joined), EXPECTED)


def _reserve(text: str) -> str:
    return _filled(text, RESERVES) or f"(in French) {_quoted(text)}"


def _quoted(text: str) -> str:
    """French words in guillemets; those inside them become “ ”."""
    return f"« {text.rstrip('.').replace('« ', '“').replace(' »', '”')} »"


def _dates(text: str) -> str:
    """
    >>> _dates("1er juillet 2024")
    '1 July 2024'
    """
    return re.sub(rf"(?:(1er|\d{{1,2}}) )?\b({'|'.join(_MONTHS)}) (\d{{4}})", lambda m: f"{m[1].replace('er', '') + ' ' if m[1] else ''}{_MONTHS[m[2]]} {m[3]}", text)


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for french, english in pairs:
        text = re.sub(french, english, text)
    return text
