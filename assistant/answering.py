"""The way of a question, top to bottom: understand → search → compose → verify → Answer. Read this module first.

Nothing here opens a file or loads a model: the parts come from `wiring`. The same question, on the same day and index, gives the
same answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from time import perf_counter

from assistant.abstention import CALIBRATION, Calibration, answerable, is_gibberish, signals
from assistant.answers import ABSTAINED, ANSWERED, PARTIAL, REFUSED, Answer, Citation, Sentence
from assistant.companies import CompanyLookup
from assistant.company_answers import find_company, is_only_about, with_company
from assistant.company_facts import CompanyFacts
from assistant.comparison_answers import answer_comparison
from assistant.completeness import missing, names_article, unknown_names
from assistant.composing import Candidate, Draft, compose, rank_statements
from assistant.conversing import Conversation, Turn, questions_in, resolve
from assistant.documents import Document, Metadata
from assistant.eligibility import Rule
from assistant.eligibility_answers import Assessment, answer_eligibility, schemes_shown
from assistant.embedding import EmbeddingModel, embed_question
from assistant.facts_in_text import read_facts
from assistant.french import terms
from assistant.glossary import Glossary
from assistant.in_english import in_english
from assistant.kinds_of_aid import aids_named
from assistant.learned_facts import FactsModel
from assistant.phrases import phrase
from assistant.places import find_places
from assistant.precedents import SILENCE
from assistant.premises import supposed_otherwise
from assistant.rendering import french_date
from assistant.schemes_in_text import SchemeNames, asks_for_eligibility, asks_what_schemes, find_schemes
from assistant.searching import Found, Searcher
from assistant.size_answers import answer_size
from assistant.small_talk import kind_of, speaks_of_ours
from assistant.status_answers import answer_status
from assistant.territories import NO_RIGHT, TerritoryIndex
from assistant.territory_answers import (
    answer_places,
    ask_which_place,
    asked_places,
    asks_without_naming,
    facts_of_place,
    leans_on_the_label,
    named_territories,
    only_tells_a_place,
    place_of_project,
)
from assistant.territory_areas import answer_area, asked_area
from assistant.understanding import Question, clean, detect_language, infer_audience, understand
from assistant.verifying import unsupported
from assistant.versions import amends, says_otherwise

SAME_SUBJECT = 0.5  # share, by idf, of the question's words that the best statement holds, from which it is on its subject
SURE = 0.85  # probability from which an unknown name in the question is taken for its setting, not for its subject


NEAR_THE_LEAD = 3  # statements among which an admission of ignorance counts
NEARBY = 1  # statements shown when the sources do not answer, as what they say of nearest
AS_GOOD = 0.9  # share of the best score from which a statement counts beside the best


@dataclass
class Clock:
    """Milliseconds spent in each step."""

    ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        finally:
            self.ms[name] = self.ms.get(name, 0.0) + (perf_counter() - started) * 1000


@dataclass(frozen=True)
class Parts:
    """What answering needs: an open index, the model that embeds the question, the glossary, and how prudent to be."""

    searcher: Searcher
    model: EmbeddingModel
    glossary: Glossary
    today: Callable[[], date] = date.today
    passages: int = 8
    max_question_length: int = 2000
    territories: TerritoryIndex | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    scheme_names: SchemeNames | None = None
    calibration: Calibration = CALIBRATION
    look_up_company: CompanyLookup | None = None
    facts_model: FactsModel | None = None


def answer_question(raw: str, parts: Parts, *, audience: str | None = None, on: date | None = None, conversation: Conversation | None = None) -> Answer:
    """One message: a question, a follow-up, or up to three questions. Raises QuestionError when it is empty or too long."""
    clock = Clock()
    with clock.step("understand"):
        text = clean(raw, max_length=parts.max_question_length)
        talk = _small_talk(raw, text, audience, conversation)
        conversation = conversation if conversation is not None else Conversation()
        resolved = resolve(text, conversation)
        language = resolved.language or detect_language(text if not resolved.inherits else resolved.text)
    if talk:
        return replace(talk, timings_ms=clock.ms, engine=_engine(parts))
    with clock.step("rules"):
        assessed = _assess(raw, text, resolved.text, parts, conversation, audience=audience, on=on, language=language)
    if assessed:
        return in_english(replace(assessed, timings_ms=clock.ms))
    several = questions_in(resolved.text)
    answers = []
    for part in several:
        if len(several) > 1:
            part = resolve(part, conversation).text
        answer = _answer_one(part, parts, clock, audience=audience, on=on, language=language)
        conversation.remember(_turn(part, answer))
        answers.append(answer)
    answer = answers[0] if len(answers) == 1 else merged(answers)
    standalone = answer.standalone_question if resolved.inherits or len(several) > 1 else text
    return in_english(replace(answer, question=raw, standalone_question=standalone, timings_ms=clock.ms))


def _assess(raw: str, text: str, standalone: str, parts: Parts, conversation: Conversation, *, audience: str | None, on: date | None, language: str) -> Answer | None:
    """An answer computed from the rules, when the person asks what a project is entitled to, or goes on telling about it; else None.

    What the message says of the project is remembered either way.
    """
    if not parts.rules or parts.scheme_names is None:
        return None
    read = read_facts(text, asked=conversation.asked[0] if conversation.asked else "", model=parts.facts_model)
    last = conversation.last
    tells_place = parts.territories is not None and only_tells_a_place(text, parts.territories)
    goes_on = last is not None and last.kind == "eligibility" and (bool(read) or tells_place)
    asks = asks_what_schemes(text, read) or asks_for_eligibility(text, named=bool(find_schemes(text, parts.scheme_names)))
    if last is not None and last.kind == "eligibility" and standalone != text and (asks_what_schemes(standalone, read_facts(standalone, model=parts.facts_model)) or asks_for_eligibility(standalone)):
        asks, text = True, standalone  # « en anglais », « et à Guéret ? »: the same question again
    day = on or parts.today()
    base = Answer(raw, standalone, language, audience or "entreprise", ANSWERED, engine=_engine(parts))
    conversation.facts = read.applied_to(conversation.facts)
    compared = answer_comparison(text, base, parts.rules, parts.scheme_names, conversation, on=day)
    if compared:
        conversation.schemes = tuple(_schemes_cited(compared))
        conversation.remember(Turn(text, standalone, compared.status, choices=tuple(parts.rules[s].name for s in conversation.schemes), language=language))
        return compared
    asked_status = text if find_schemes(text, parts.scheme_names) else standalone
    status = _status(asked_status, base, parts, on) if len(questions_in(asked_status)) == 1 else None
    if status:
        conversation.remember(_turn(asked_status, status))
        return status
    size = answer_size(text, base, read.facts) if not asks else None
    if size:
        conversation.facts = replace(conversation.facts, taille=None)  # « PME ou ETI ? » asks for it, and tells none
        conversation.remember(_turn(standalone, size))
        return replace(size, understood=read.shown)
    place = place_of_project(text, parts.territories, is_word=parts.searcher.is_word) if parts.territories else None
    company = find_company(read, parts.territories, parts.look_up_company, conversation.companies, said=place)
    if company:
        conversation.facts = company.facts.with_facts(conversation.facts)
        base = with_company(replace(base, understood=read.shown), company, today=parts.today())
        if not (asks or goes_on) and is_only_about(text):
            conversation.remember(Turn(text, standalone, base.status, kind="eligibility", language=language))
            return base
    if not (asks or goes_on):
        return None
    facts = conversation.facts
    if place and not company:
        base = answer_places(base, [place], today=parts.today())
        base = replace(base, sentences=base.sentences[: 2 if place.result.understood_as else 1])  # the territory and its phase; its history is another question
        facts = facts.with_facts(facts_of_place(place.result))
    if facts.type_demandeur is None and base.audience == "entreprise":
        facts = facts.with_facts(CompanyFacts(type_demandeur="entreprise"))
    schemes = find_schemes(text, parts.scheme_names) or (conversation.schemes if goes_on and not asks_what_schemes(text, read) else ())
    if leans_on_the_label(text):
        base = replace(base, notices=(*base.notices, NO_RIGHT))
    if not goes_on or asks:
        kept = aids_named(text, parts.rules)
        conversation.within = kept.schemes if kept else () if asks_what_schemes(text, read) else conversation.within
        if not goes_on:
            conversation.shown, conversation.facts_shown = (), None
        base = replace(base, notices=(*base.notices, f"{phrase('limited_to', language)} {', '.join(kept.read)}.")) if kept and not schemes else base
    assessment = Assessment(facts, tuple(schemes), day, conversation.within, conversation.shown, conversation.facts_shown)
    answer, asked = answer_eligibility(base, assessment, parts.rules, understood=read.shown)
    conversation.shown, conversation.facts_shown = () if schemes else schemes_shown(answer), facts
    conversation.facts, conversation.asked, conversation.schemes = facts, asked, tuple(schemes)
    conversation.remember(Turn(text, standalone, answer.status, kind="eligibility", choices=tuple(parts.rules[s].name for s in _schemes_cited(answer)), language=language))
    return answer


def _status(text: str, base: Answer, parts: Parts, on: date | None) -> Answer | None:
    return answer_status(text, base, parts.rules, parts.scheme_names, on=on, today=parts.today(), said_of=lambda scheme: parts.searcher.said_of_scheme(scheme, under="calendrier"))


def _schemes_cited(answer: Answer) -> list[str]:
    return list(dict.fromkeys(c.document.metadata.scheme for c in answer.citations if c.document.metadata.scheme))


def _answer_one(text: str, parts: Parts, clock: Clock, *, audience: str | None, on: date | None, language: str) -> Answer:
    """One stand-alone question: a look-up in the list of territories, or a search of the documents."""
    with clock.step("understand"):
        base = Answer(text, text, language, audience or infer_audience(text), ABSTAINED, engine=_engine(parts))
        if status := _status(text, base, parts, on):
            return status
        if parts.territories is not None:
            if area := asked_area(text, parts.territories):
                return answer_area(base, area)
            places = asked_places(text, parts.territories)
            if places:
                return answer_places(base, places, today=parts.today())
            if asks_without_naming(text, parts.territories):
                return ask_which_place(base)
        question = understand(
            text,
            glossary=parts.glossary,
            today=parts.today(),
            audience=audience,
            on=on,
            max_length=2 * parts.max_question_length,
            correct=parts.searcher.correct,
        )
        question = replace(question, language=language, territories=named_territories(question.text, parts.territories) if parts.territories else None)
    with clock.step("embed"):
        vectors = embed_question(question.embedded, parts.model)
    with clock.step("retrieve"):
        found = parts.searcher.search(question, vectors, k=parts.passages)
    with clock.step("compose"):
        draft = compose(question, found, parts.searcher)
        probability = answerable(signals(question, found, draft, parts.searcher), parts.calibration)
    with clock.step("verify"):
        answer = _decide(text, question, found, draft, probability, parts)
        answer = _with_other_versions(answer, question, found, parts)
    return replace(answer, standalone_question=text, engine={**_engine(parts), "answerable": round(probability, 3)})


def _turn(text: str, answer: Answer) -> Turn:
    """What the conversation keeps of an answer."""
    schemes = [c.document.metadata.title for c in answer.citations if c.document.metadata.scheme]
    territory = answer.territory or {}
    place = (territory.get("commune") or {}).get("name") or next((t["name"] for t in territory.get("territories", ())), "")
    titles = tuple(dict.fromkeys(_short(title) for title in schemes))
    return Turn(
        asked=text,
        standalone=text,
        status=answer.status,
        subject=place or (titles[0] if titles and _named_in(titles[0], text) else ""),
        kind="territory" if territory else "documentary",
        choices=titles,
        language=answer.language,
    )


def _short(title: str) -> str:
    """A scheme's title without its status: « Fonds chaleur (ouvert jusqu'au …) » → « Fonds chaleur »."""
    return re.split(r"\s*[(,:]", title)[0].strip()


def _named_in(title: str, text: str) -> bool:
    return bool(set(terms(title)) & set(terms(text)))


def merged(answers: Sequence[Answer]) -> Answer:
    """The answers to the questions of one message, one after the other, citations numbered through."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    notices: list[str] = []
    for answer in answers:
        shift = len(citations)
        sentences += [replace(s, citations=tuple(n + shift for n in s.citations)) for s in answer.sentences]
        citations += [replace(c, number=c.number + shift) for c in answer.citations]
        notices += [re.sub(r"\[(\d+)\]", lambda m: f"[{int(m[1]) + shift}]", notice) for notice in answer.notices]  # noqa: B023
    statuses = [answer.status for answer in answers]
    status = statuses[0] if len(set(statuses)) == 1 else PARTIAL
    return replace(
        answers[0],
        standalone_question=" ".join(answer.standalone_question for answer in answers),
        status=status,
        sentences=tuple(sentences),
        citations=tuple(citations),
        notices=tuple(dict.fromkeys(notices)),
        clarifications=tuple(c for answer in answers for c in answer.clarifications),
        territory=next((answer.territory for answer in answers if answer.territory), None),
    )


def _engine(parts: Parts) -> dict[str, str]:
    return {"composer": "extractive", "embedding": parts.model.signature, "index": parts.searcher.index.name}


def _small_talk(raw: str, text: str, audience: str | None, conversation: Conversation | None) -> Answer | None:
    kind = kind_of(text) or ("gibberish" if is_gibberish(text) else "")
    if not kind:
        return None
    if kind == "reset" and conversation is not None:
        conversation.reset()
    language = detect_language(text)
    name = {"order": "refused", "elsewhere": "out_of_scope"}.get(kind, kind)
    status = {"order": REFUSED, "personal": REFUSED, "gibberish": ABSTAINED, "opinion": ABSTAINED, "elsewhere": ABSTAINED}.get(kind, ANSWERED)
    return Answer(raw, text, language, audience or "agent", status, sentences=(Sentence(phrase(name, language), kind="frame"),))


def _decide(raw: str, question: Question, found: Found, draft: Draft, probability: float, parts: Parts) -> Answer:
    """Answer, answer in part, or abstain and say what is known nearby."""
    base = Answer(raw, question.text, question.language, question.audience, ABSTAINED)
    # An English question is judged on meaning alone, which is less sure: answered in part rather than refused.
    # So is one that names an article of law which the best statement names too, or takes for granted a value when the best statement gives another of the same thing.
    sure_of = question.law_references and draft.best is not None and all(names_article(reference, draft.best) for reference in question.law_references)
    premise = supposed_otherwise(question.text, draft.best.text, [c.text for c in draft.candidates]) if draft.best else ""
    usual = parts.calibration.threshold if parts.searcher.knows_questions else parts.calibration.threshold_of_titles
    threshold = usual / 2 if question.language != "fr" or sure_of or premise else usual
    if probability < threshold or draft.best is None:
        return _abstain(base, question, found, draft, probability, parts)
    elsewhere = [m.text for m in find_places(question.text, parts.territories)] if parts.territories else []
    lacking = [reason for reason in missing(question, draft, found, parts.searcher) if not premise or reason.split()[-1] not in premise]  # « rien sur 2021 » is what is corrected
    if probability < SURE:
        lacking += unknown_names(question, knows=parts.searcher.knows, said_elsewhere=elsewhere)
    if lacking and probability < parts.calibration.certain and not draft.best.admits_ignorance:
        return _abstain(base, question, found, draft, probability, parts, lacking=lacking)
    # A statement that says « the sources do not say » answers when it leads; when it is near the lead, the answer is partial and quotes it.
    admissions = [c for c in draft.candidates[:NEAR_THE_LEAD] if c.admits_ignorance and c.score >= AS_GOOD * draft.best.score]
    answers = [c for c in draft.chosen if not c.admits_ignorance and c.score >= AS_GOOD * draft.best.score]
    silent = bool(draft.best.admits_ignorance and not answers)
    chosen = draft.chosen[:3] if silent else [*draft.chosen, *(c for c in admissions[:1] if c not in draft.chosen)]
    unsure = bool(admissions) or bool(lacking) or probability < parts.calibration.sure
    sentences, citations, rejected = quote(chosen, question, parts)
    if not any(sentence.kind == "fact" for sentence in sentences):
        return _abstain(base, question, found, draft, 0.0, parts)
    notices = [*_lacking_notice(lacking), *_notices(question, citations, parts)]
    if rejected:
        notices.append("Une partie de la réponse a été retirée : elle n'était pas prouvée par sa source.")
    if unsure and not silent and not admissions:
        notices.append("Ces passages sont les plus proches que j'aie trouvés ; ils ne répondent peut-être qu'en partie à la question.")
    status = ABSTAINED if silent else PARTIAL if rejected or unsure else ANSWERED
    frames = [Sentence(phrase("abstained_silent", question.language), kind="frame")] if silent else []
    if question.language == "en" and not silent:
        frames = [Sentence(phrase("english_note", "en"), kind="frame")]
    if premise and not silent:
        frames = [Sentence(phrase("premise", question.language).format(premise), kind="frame")]
    after = [Sentence(phrase("ask", question.language), kind="frame")] if silent else []
    return replace(base, status=status, sentences=(*frames, *sentences, *after), citations=tuple(citations), notices=tuple(notices))


def _abstain(base: Answer, question: Question, found: Found, draft: Draft, probability: float, parts: Parts, *, lacking: Sequence[str] = ()) -> Answer:
    """Says that the sources do not answer, and whom to ask; near the subject, quotes the closest statements; far from it, says what the assistant is for."""
    best = draft.best
    same_words = best is not None and best.features is not None and len(question.terms) > 1 and best.features.words >= SAME_SUBJECT
    near = best is not None and probability >= parts.calibration.threshold * 0.5
    asked_before = float(found.precedents.max(initial=0.0)) >= SILENCE
    ours = near or same_words or asked_before or bool(question.spelled_out) or speaks_of_ours(question.text)
    frames = [Sentence(phrase("abstained" if ours else "out_of_scope", question.language), kind="frame")]
    citations: list[Citation] = []
    if near and best is not None:
        sentences, citations, _ = quote(_closest(draft.chosen), question, parts)
        if citations:
            frames += [Sentence(phrase("nearby", question.language), kind="frame"), *sentences]
    if ours:
        frames.append(Sentence(phrase("ask", question.language), kind="frame"))
    return replace(base, status=ABSTAINED, sentences=tuple(frames), citations=tuple(citations), notices=(*_lacking_notice(lacking), *_notices(question, citations, parts)))


def _closest(chosen: Sequence[Candidate]) -> Sequence[Candidate]:
    """The first statements, and the list that they announce: « Suivez ces étapes : » alone says nothing."""
    first, rest = chosen[:NEARBY], chosen[NEARBY:]
    opened = first[-1] if first and first[-1].statement.list_id >= 0 and first[-1].statement.kind == "sentence" else None
    return [*first, *takewhile(lambda c: opened is not None and (c.document.id, c.statement.list_id) == (opened.document.id, opened.statement.list_id), rest)]


def _lacking_notice(lacking: Sequence[str]) -> tuple[str, ...]:
    return (f"Dans les passages trouvés : {', '.join(lacking)}.",) if lacking else ()


def quote(chosen: Sequence[Candidate], question: Question, parts: Parts) -> tuple[list[Sentence], list[Citation], int]:
    """Sentences that quote the candidates, their citations, and how many failed verification.

    Statements of one list that follow each other share one citation, whose quote runs from the first to the last.
    """
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    rejected = 0
    run: list[Candidate] = []
    runs: list[list[Candidate]] = []
    for candidate in _with_status(chosen, parts):
        same_list = run and candidate.document.id == run[-1].document.id and candidate.statement.list_id >= 0 and candidate.statement.list_id == run[-1].statement.list_id
        if not same_list:
            run = []
            runs.append(run)
        run.append(candidate)
    for run in runs:
        run.sort(key=lambda c: c.statement.start)
        document = run[0].document
        start, end = run[0].statement.start, run[-1].statement.end
        number = len(citations) + 1
        kept = []
        for candidate in run:
            evidence = [document.text[candidate.statement.start : candidate.statement.end]]
            if unsupported(candidate.text, evidence):
                rejected += 1
                continue
            is_lead = candidate.statement.kind == "sentence" and len(run) > 1 and candidate.text.rstrip().endswith(":")
            layout = "lead_in" if is_lead else "item" if candidate.statement.kind == "item" else "text"
            kept.append(Sentence(candidate.text, "fact", (number,), layout, candidate.statement.ordinal))
        if kept:
            sources = tuple(dict.fromkeys(n for candidate in run for n in candidate.statement.sources))
            first = run[0].statement
            citations.append(Citation(number, document, document.text[start:end], start, end, first.heading_path, first.page, sources))
            sentences += kept
    return sentences, citations, rejected


def _with_status(chosen: Sequence[Candidate], parts: Parts) -> list[Candidate]:
    """A scheme that is closed, or not known to be open, is never quoted without the sentence that says so."""
    result: list[Candidate] = []
    told: set[str] = set()
    index = parts.searcher.index
    for candidate in chosen:
        document = candidate.document
        if document.metadata.status in ("fermé", "inconnu") and document.id not in told:
            told.add(document.id)
            first = index.statements_of_document[document.id][0]
            if all(first != other.position for other in chosen):
                result.append(Candidate(first, document, index.statements[first][1], 0.0, 0.0, candidate.rank))
        result.append(candidate)
    return result


def _notices(question: Question, citations: Sequence[Citation], parts: Parts) -> list[str]:
    """What the reader must know about time: closed, superseded, not checked lately, corrected words."""
    notices = []
    if question.corrections:
        notices.append("J'ai lu " + ", ".join(f"« {right} » pour « {wrong} »" for wrong, right in question.corrections.items()) + ".")
    seen: set[str] = set()
    for citation in citations:
        document: Document = citation.document
        if document.id in seen:
            continue
        seen.add(document.id)
        metadata = document.metadata
        if newer := _newer_version(document, question, parts):
            notices.append(f"[{citation.number}] « {metadata.title} » : version qui valait{_until(metadata)} ; {_titled(newer, document)} la remplace{_since(newer, parts)}.")
        elif metadata.status != "fermé" and parts.searcher.is_superseded(document, question.on):
            notices.append(f"[{citation.number}] « {metadata.title} » : version qui valait{_until(metadata)} ; elle n'est plus en vigueur à la date demandée.")
        elif metadata.valid_from and metadata.valid_from > question.on:
            notices.append(f"[{citation.number}] « {metadata.title} » ne vaut qu'à partir du {french_date(metadata.valid_from.isoformat())}.")
        for amending in parts.searcher.index.versions.amendments(document.id, question.on):
            named = parts.searcher.index.documents[amending]
            number = next((f" [{c.number}]" for c in citations if c.document.id == amending), "")
            notices.append(f"[{citation.number}] « {metadata.title} » a été modifié par « {named.metadata.title} »{number}{_since(named, parts)} : vérifiez ce que ce texte y change.")
    return notices


def _newer_version(document: Document, question: Question, parts: Parts) -> Document | None:
    """The version that holds on the day asked, or today when the question is about an earlier day; None when the document is that one."""
    index = parts.searcher.index
    newer = index.versions.current(document.id, max(question.on, parts.today()))
    return index.documents[newer] if newer != document.id else None


def _titled(newer: Document, older: Document) -> str:
    """The newer version by its title, which two editions may share."""
    return f"« {newer.metadata.title} »" if newer.metadata.title != older.metadata.title else "la version suivante"


def _until(metadata: Metadata) -> str:
    return f" jusqu'au {french_date(metadata.valid_to.isoformat())}" if metadata.valid_to else ""


def _since(newer: Document, parts: Parts) -> str:
    start = parts.searcher.index.versions.starts.get(newer.id)
    return f" depuis le {french_date(start.isoformat())}" if start else ""


def _with_other_versions(answer: Answer, question: Question, found: Found, parts: Parts) -> Answer:
    """The answer with what amends it, and a notice for another version that says otherwise on the same point: cited, never quoted as what holds."""
    if answer.status not in (ANSWERED, PARTIAL):
        return answer
    answer = _with_amendments(answer, question, parts)
    versions = parts.searcher.index.versions
    for candidate in rank_statements(question, replace(found, passages=list(found.set_aside), statements=()), parts.searcher)[:NEAR_THE_LEAD]:
        other = candidate.document
        held = next((c for c in answer.citations if c.document.id in versions.family(other.id)), None)
        said = [s.text for s in answer.sentences if s.kind == "fact" and held and any(c.document.id == held.document.id for c in answer.citations if c.number in s.citations)]
        if held is None or not says_otherwise(candidate.text, said):
            continue
        statement, number = candidate.statement, len(answer.citations) + 1
        citation = Citation(number, other, candidate.text, statement.start, statement.end, statement.heading_path, statement.page, statement.sources)
        start, kept = versions.starts.get(other.id), versions.starts.get(held.document.id)
        if start and kept and start > kept:
            notice = f"La version plus récente dit autre chose sur ce point : « {other.metadata.title} » [{number}], qui vaut à partir du {french_date(start.isoformat())}."
        else:
            notice = f"La version antérieure disait autre chose sur ce point : « {other.metadata.title} » [{number}], qui valait{_until(other.metadata)} et que remplace {_titled(held.document, other)} [{held.number}]."
        return replace(answer, citations=(*answer.citations, citation), notices=(*answer.notices, notice))
    return answer


def _with_amendments(answer: Answer, question: Question, parts: Parts) -> Answer:
    """The answer in which each sentence is followed by the statement that has since amended it, when that one names its article and the value it had."""
    index = parts.searcher.index
    sentences: list[Sentence] = []
    citations = list(answer.citations)
    cited = {citation.number: citation for citation in citations}
    for sentence in answer.sentences:
        sentences.append(sentence)
        for source in (cited[n] for n in sentence.citations if n in cited):
            for amending in index.versions.amendments(source.document.id, question.on):
                for position in index.statements_of_document.get(amending, ()):
                    statement, document = index.statements[position][1], index.documents[amending]
                    text = document.text[statement.start : statement.end]
                    if any(c.document.id == amending and c.start <= statement.start < c.end for c in citations) or not amends(text, sentence.text, source.heading_path):
                        continue
                    number = len(citations) + 1
                    citations.append(Citation(number, document, text, statement.start, statement.end, statement.heading_path, statement.page, statement.sources))
                    sentences.append(Sentence(text, "fact", (number,)))
    return replace(answer, sentences=tuple(sentences), citations=tuple(citations))


def search_passages(raw: str, parts: Parts, *, k: int, on: date | None = None) -> tuple[Question, Found]:
    """The passages alone, for `assistant-ti search`."""
    question = understand(raw, glossary=parts.glossary, today=parts.today(), on=on, max_length=parts.max_question_length, correct=parts.searcher.correct)
    if parts.territories is not None:
        question = replace(question, territories=named_territories(question.text, parts.territories))
    return question, parts.searcher.search(question, embed_question(question.embedded, parts.model), k=k)
