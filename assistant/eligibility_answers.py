"""« Ai-je droit à… ? » and « à quoi ai-je droit ? »: verdicts of the rules, said as an answer whose every sentence is checked against its record.

A record is the rule as it was applied (criteria, outcomes, values, addresses): a document like any other, so that a click shows why.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from assistant.answers import ANSWERED, CLARIFICATION, Answer, Citation, Sentence
from assistant.company_facts import FIELDS, CompanyFacts
from assistant.documents import Document
from assistant.eligibility import (
    CLOSED,
    LIKELY,
    MET,
    MISSING,
    NOT_ELIGIBLE,
    NOT_MET,
    TO_CHECK,
    TO_COMPLETE,
    CriterionOutcome,
    Rule,
    Verdict,
    evaluate,
    next_questions,
    search_schemes,
)
from assistant.phrases import phrase
from assistant.rendering import french_date
from assistant.rule_sheets import rule_document
from assistant.verifying import foreign_facts

SHOWN_OPEN, SHOWN_CLOSED, SHOWN_UNKNOWN = 3, 3, 2
_OUTCOMES = {MET: "rempli", NOT_MET: "non rempli", MISSING: "information manquante", TO_CHECK: "à vérifier"}
# Criteria that say that a scheme is about this very project, and not about companies at large; the rank of a scheme counts them.
_SPECIFIC = {"filiere": 3, "projet": 2, "phase_ti": 2, "territoire_industrie": 2, "branche": 2, "region": 2, "departement": 2, "zone_afr": 2, "zone_zfrr": 2, "zone_ftj": 2, "investissement_eur": 1, "naf": 1, "secteur": 1}  # fmt: skip
_VERDICTS = {LIKELY: "conditions semblent remplies", NOT_ELIGIBLE: "une condition n'est pas remplie", TO_COMPLETE: "à compléter", TO_CHECK: "à vérifier", CLOSED: "fermé"}

_RESULT = ("Résultat : ",)  # how the line of a record that gives the verdict begins


@dataclass(frozen=True)
class Assessment:
    """What was asked of the rules: the facts, the schemes named (none: all of them), the day; for a search, those that may be shown (none: all of
    them), those that the answer before showed, and the facts it had."""

    facts: CompanyFacts
    schemes: tuple[str, ...]
    on: date
    within: tuple[str, ...] = ()
    shown_before: tuple[str, ...] = ()
    facts_before: CompanyFacts | None = None


def record_of(verdict: Verdict) -> Document:
    """The rule as it was applied on the day, as a document that can be cited."""
    rule = verdict.rule
    lines = [
        f"Règle appliquée le {french_date(verdict.on.isoformat())} : {rule.name}.",
        f"Statut : {rule.status}{f', d’après une source du {french_date(rule.status_date)}' if rule.status_date else ''}. Opérateur : {rule.operator}.",
    ]
    if rule.opens or rule.closes:
        dates = [f"ouverture le {french_date(rule.opens.isoformat())}" if rule.opens else "", f"clôture le {french_date(rule.closes.isoformat())}" if rule.closes else ""]
        lines.append(f"Calendrier : {', '.join(part for part in dates if part)}.")
    lines.append(f"{_RESULT[0]}{_VERDICTS[verdict.verdict]}. {verdict.message}")
    addresses = {source.url for source in rule.sources}
    for criterion in sorted(verdict.criteria, key=lambda c: not c.required):  # what decides stands together, and is quoted together
        source = _site(criterion.source_url) if criterion.source_url in addresses else criterion.source_url  # the sources of the document give the whole address
        lines.append(f"{_opening(criterion)}{f' Attendu : {criterion.expected}.' if criterion.expected else ''} Source : {source or 'sans adresse'}.")
    lines += [line for line in (f"Démarche : {rule.next_step}" if rule.next_step else "", f"Contact : {rule.contact}" if rule.contact else "") if line]
    return rule_document(rule, id=f"regle-{rule.id}", title=f"{rule.name} : règle appliquée", text="\n".join(lines))


def _opening(criterion: CriterionOutcome) -> str:
    """How the line of a record about one criterion begins."""
    return f"Critère {_OUTCOMES[criterion.outcome]} : {criterion.explanation}"


def _site(url: str) -> str:
    """
    >>> _site("https://www.bpifrance.fr/catalogue-offres/pret-vert")
    'bpifrance.fr'
    """
    return urlsplit(url).netloc.removeprefix("www.")


class FactWriter:
    """Collects sentences, each verified against the lines of the record that it quotes; what is not proved is left out. One number a quote."""

    def __init__(self, base: Answer) -> None:
        self.sentences = list(base.sentences)
        self.citations = list(base.citations)
        self._number: dict[tuple[str, int, str], int] = {(c.document.id, c.start, c.quote): c.number for c in self.citations}

    def frame(self, name: str, language: str) -> None:
        self.sentences.append(Sentence(phrase(name, language), kind="frame", layout="lead_in"))

    def fact(self, text: str, record: Document, *, said_in: tuple[str, ...] = (), addresses: Collection[str] = (), layout: str = "text") -> None:
        """A sentence said from a record. `said_in`: how the lines that it is said from begin; none: the line that holds it word for word.

        `addresses`: of the official sources that stand behind it; none: all those of the record.
        """
        span = _proof(text, record.text, said_in) if text else None
        if span is None:
            return
        start, end = span
        key = (record.id, start, record.text[start:end])
        if key not in self._number:
            self._number[key] = len(self.citations) + 1
            sources = tuple(n for n, source in enumerate(record.metadata.sources, start=1) if source.url in addresses)
            self.citations.append(Citation(self._number[key], record, record.text[start:end], start, end, sources=sources))
        self.sentences.append(Sentence(text, "fact", (self._number[key],), layout))

    def quote(self, document: Document, start: int, end: int, *, sources: tuple[int, ...] = (), layout: str = "text", only_if_new: bool = True) -> None:
        """A sentence as a document says it; `only_if_new`: unless the sentences before already told its facts."""
        text = document.text[start:end]
        if not only_if_new or foreign_facts(text, [s.text for s in self.sentences if s.kind == "fact"]):
            number = len(self.citations) + 1
            self.citations.append(Citation(number, document, text, start, end, sources=sources))
            self.sentences.append(Sentence(text, "fact", (number,), layout))


def _proof(text: str, record: str, said_in: tuple[str, ...]) -> tuple[int, int] | None:
    """Start and end of the smallest run of whole lines that holds those the sentence is said from and proves it; None when the whole record does not.

    >>> record = "Statut : ouvert.\\nClôture : le 3 mars 2026.\\nDémarche : écrire à Bpifrance."
    >>> [_proof(text, record, ("Clôture",)) for text in ("Clôture le 3 mars 2026.", "Jusqu'au 3 mars 2026 chez Bpifrance.", "Clôture le 4 mars 2026.")]
    [(17, 42), (17, 73), None]
    """
    if foreign_facts(text, [record]):
        return None
    lines = [match.span() for match in re.finditer(r"[^\n]+", record)]
    held = [(start, end) for start, end in lines if (record.startswith(said_in, start) if said_in else text in record[start:end])]
    if not held:
        return 0, len(record)
    if not said_in:
        held = [min(held, key=lambda line: line[1] - line[0])]
    runs = [(start, end) for start, _ in lines if start <= held[0][0] for _, end in lines if end >= held[-1][1]]
    return next(run for run in sorted(runs, key=lambda run: run[1] - run[0]) if not foreign_facts(text, [record[slice(*run)]]))


def _reasons(verdict: Verdict) -> list[CriterionOutcome]:
    """The mandatory criteria, the decisive first: what is not met, what is missing, what is to be checked, what is met."""
    order = (NOT_MET, MISSING, TO_CHECK, MET)
    return sorted((c for c in verdict.criteria if c.required and c.field != "date"), key=lambda c: order.index(c.outcome))


def _addresses(verdict: Verdict) -> list[str]:
    """Of the sources that the verdict rests on: of the window alone when it is closed, else of each mandatory criterion."""
    return [c.source_url for c in verdict.criteria if c.required][: 1 if verdict.verdict == CLOSED else None]


def _line(verdict: Verdict) -> str:
    """One scheme in one sentence, without any promise: what seems met, what is missing."""
    name = verdict.rule.name
    if verdict.verdict == LIKELY:
        return f"{name} : le projet semble remplir les conditions connues, à confirmer par l'instructeur."
    met, missing, doubtful = (_labels(verdict, outcome) for outcome in (MET, MISSING, TO_CHECK))
    parts = [f"semble rempli : {met}" if met else "", f"à préciser : {missing}" if missing else "", f"à vérifier : {doubtful}" if doubtful else ""]
    return f"{name} — {' ; '.join(part for part in parts if part)}."


def _labels(verdict: Verdict, outcome: str) -> str:
    fields = [c.ask if outcome == MISSING and c.ask else c.field for c in verdict.criteria if c.required and c.field != "date" and c.outcome == outcome]
    return ", ".join(dict.fromkeys(FIELDS[name].label if name in FIELDS else name.replace("_", " ") for name in fields))


def relevance(verdict: Verdict) -> tuple[bool, int, int, float, str]:
    """Order of the schemes shown: not those of a region that may be another one, those made for such a project, those with the fewest open questions."""
    required = [c for c in verdict.criteria if c.required and c.field != "date"]
    elsewhere = any(c.field in ("region", "departement") and c.outcome == MISSING for c in required)
    specific = sum(_SPECIFIC.get(c.field, 0) for c in required if c.outcome == MET)
    still_open = sum(c.outcome in (MISSING, TO_CHECK) for c in required)
    return elsewhere, -specific, still_open, -verdict.fit, verdict.rule.id


def answer_eligibility(base: Answer, assessment: Assessment, rules: Mapping[str, Rule], *, understood: Sequence[str]) -> tuple[Answer, tuple[str, ...]]:
    """The answer, and the fields of the questions that it asks. `base` may already hold the territory's sentences."""
    named = [rules[scheme] for scheme in assessment.schemes if scheme in rules]
    answer, fields = _one_by_one(base, assessment, named) if named else _search(base, assessment, rules.values())
    return replace(answer, understood=tuple(understood)), fields


def _one_by_one(base: Answer, assessment: Assessment, named: Sequence[Rule]) -> tuple[Answer, tuple[str, ...]]:
    writer = FactWriter(base)
    verdicts = [evaluate(rule, assessment.facts, on=assessment.on) for rule in named]
    verdicts.sort(key=lambda v: v.verdict == CLOSED)
    questions: list[str] = []
    for verdict in verdicts[:3]:
        record = record_of(verdict)
        writer.fact(verdict.message, record, addresses=_addresses(verdict))
        if verdict.verdict != CLOSED:
            for reason in _reasons(verdict):
                writer.fact(f"{_OUTCOMES[reason.outcome].capitalize()} — {reason.explanation}", record, said_in=(_opening(reason),), addresses=(reason.source_url,), layout="item")
            writer.fact(verdict.rule.next_step and f"Démarche : {verdict.rule.next_step}", record)
        questions += [question for question in verdict.questions if question not in questions]
    fields = tuple(dict.fromkeys(field for verdict in verdicts for field in verdict.missing_fields))[: len(questions[:2])]
    eligibility = verdicts[0].to_json() if len(verdicts) == 1 else {"verdicts": [verdict.to_json() for verdict in verdicts]}
    return _finished(base, writer, questions[:2], eligibility), fields


def _search(base: Answer, assessment: Assessment, rules: Iterable[Rule]) -> tuple[Answer, tuple[str, ...]]:
    rules = [rule for rule in rules if not assessment.within or rule.id in assessment.within]
    found = search_schemes(rules, assessment.facts, on=assessment.on)
    writer = FactWriter(base)
    fitting = sorted(([v for v in found.open if any(c.outcome == MET for c in _reasons(v))] or found.open), key=relevance)
    doubtful = [v for v in fitting if _project_in_doubt(v, assessment.facts)]
    fitting = [v for v in fitting if v not in doubtful][:SHOWN_OPEN]
    _tell_changes(writer, assessment, rules, shown=[v.rule.id for v in fitting])
    groups = (
        ("schemes_open", fitting),
        ("schemes_other_project", doubtful[: SHOWN_OPEN - len(fitting)]),
        ("schemes_unknown", sorted((v for v in found.unknown_status if v.fit > 0), key=lambda v: (_project_in_doubt(v, assessment.facts), relevance(v)))[:SHOWN_UNKNOWN]),
        ("schemes_closed", _near(found.closed, assessment.facts)[:SHOWN_CLOSED]),
    )
    for name, verdicts in groups:
        if not verdicts:
            continue
        writer.frame(name, base.language)
        for verdict in verdicts:
            if verdict.verdict == CLOSED:
                writer.fact(verdict.message, record_of(verdict), addresses=_addresses(verdict), layout="item")
            else:
                decisive = tuple(_opening(c) for c in verdict.criteria if c.required)  # with the one about the date, which says whether the scheme is open
                writer.fact(_line(verdict), record_of(verdict), said_in=decisive, addresses=_addresses(verdict), layout="item")
    asked = next_questions(rules, assessment.facts, on=assessment.on, limit=2)
    eligibility = {"on": assessment.on.isoformat(), "facts": assessment.facts.to_json(), **found.to_json()}
    return _finished(base, writer, [question.question for question in asked], eligibility), tuple(question.field for question in asked)


def _project_in_doubt(verdict: Verdict, facts: CompanyFacts) -> bool:
    """True when the project is known, and nothing says that the scheme is about such a project: that is to be checked, or nothing particular is met."""
    required = [c for c in verdict.criteria if c.required]
    if facts.projet is None or any(c.field == "projet" and c.outcome == MET for c in required):
        return False
    return any(c.field == "projet" for c in required) or not any(_SPECIFIC.get(c.field, 0) > 1 and c.outcome == MET for c in required)


def _tell_changes(writer: FactWriter, assessment: Assessment, rules: Sequence[Rule], *, shown: Sequence[str]) -> None:
    """What the new facts change to the schemes shown: those that they exclude, those that only the former facts excluded."""
    before = assessment.facts_before
    if before is None or before == assessment.facts:
        return
    held = {rule.id: rule for rule in rules}
    for scheme in [s for s in assessment.shown_before if s in held]:
        now = evaluate(held[scheme], assessment.facts, on=assessment.on)
        if now.verdict == NOT_ELIGIBLE and evaluate(held[scheme], before, on=assessment.on).verdict != NOT_ELIGIBLE:
            reason = next((c.explanation for c in _reasons(now) if c.outcome == NOT_MET), "")
            writer.fact(f"Ne semble plus convenir : {now.rule.name}. {reason}".strip(), record_of(now), said_in=_RESULT)
    for scheme in shown:
        if evaluate(held[scheme], before, on=assessment.on).verdict == NOT_ELIGIBLE:
            writer.fact(f"Semble désormais convenir : {held[scheme].name}.", record_of(evaluate(held[scheme], assessment.facts, on=assessment.on)), said_in=_RESULT)


def schemes_shown(answer: Answer) -> tuple[str, ...]:
    """The schemes of a search that were shown as open, or as not known to be closed, in order."""
    closed = {entry["scheme"] for entry in (answer.eligibility or {}).get("closed", ())}
    cited = [c.document.metadata.scheme for c in answer.citations if c.document.metadata.scheme]
    return tuple(scheme for scheme in dict.fromkeys(cited) if scheme not in closed)[: SHOWN_OPEN + SHOWN_UNKNOWN]


def _near(closed: Sequence[Verdict], facts: CompanyFacts) -> list[Verdict]:
    """The closed schemes that would have concerned the project: the best fitting first, then the last closed."""
    near = [v for v in closed if v.fit > 0 and not _project_in_doubt(v, facts) and not any(c.outcome == NOT_MET and c.required and c.field != "date" for c in v.criteria)]
    return sorted(near, key=lambda v: (relevance(v)[:2], -(v.rule.closes or date.min).toordinal(), v.rule.id))


def _finished(base: Answer, writer: FactWriter, questions: Sequence[str], eligibility: Mapping[str, object]) -> Answer:
    return replace(
        base,
        status=ANSWERED if any(s.kind == "fact" for s in writer.sentences) else CLARIFICATION,
        sentences=tuple(writer.sentences),
        citations=tuple(writer.citations),
        clarifications=(*base.clarifications, *questions)[:2],
        eligibility=eligibility,
        notices=(*base.notices, phrase("indicative", base.language)),
        engine={**base.engine, "composer": "rules"},
    )
