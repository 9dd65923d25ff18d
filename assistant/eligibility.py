"""May this project have this aid? Rules are dated data (`corpus/rules/`, read by `adapters/rule_files.py`); this module applies them on a day.

Read `evaluate` first: the window, then each criterion, then the verdict. Three principles, each kept by a test:

- **unknown is never “no”**: a fact that is not given leaves its criterion `missing` (asked for) or `to_check`, never `not_met`; where an exception
  may still apply, the criterion waits for the fact that decides the exception;
- **doubt is kept**: a scheme whose status is not known, a value that only one source gives, or sources that differ give `to_check` at best;
- **monotone**: one more fact never turns `not_met`, or a `met` without reserve, into `missing`.

A verdict never promises: it says what « semble » to hold, and who confirms. Pure: standard library only.
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from assistant.company_facts import FIELDS, CompanyFacts, FactError, Reading, day_in_words, divisions, in_words, number_in_words, parse_facts, read

__all__ = ["CompanyFacts", "FactError", "Rule", "Verdict", "compare", "evaluate", "next_questions", "parse_facts", "search_schemes"]

MET, NOT_MET, MISSING, TO_CHECK = "met", "not_met", "missing", "to_check"
LIKELY, NOT_ELIGIBLE, TO_COMPLETE, CLOSED = "likely_eligible", "not_eligible", "to_complete", "closed"  # and TO_CHECK
OPEN, FINISHED, NOT_CERTAIN = "open", "finished", "not_certain"  # the window of a scheme on a day
NOT_CONCERNED = "sans objet"
STALE_AFTER = timedelta(days=365)  # an open scheme without a closing date is only vouched for during a year after its last check


# ------------------------------------------------------------------------------------------------------------- the data


@dataclass(frozen=True)
class RuleSource:
    title: str
    publisher: str
    url: str
    date: str = ""


@dataclass(frozen=True)
class DatedValue:
    """A value in force from `since`, until the next one. `alternatives` are the values that other sources give for the same day."""

    since: date
    value: Any
    source_url: str
    checked_on: date
    alternatives: tuple[tuple[Any, str], ...] = ()  # (value, source_url)
    unsure: tuple[Any, ...] = ()  # values on which the source does not decide


@dataclass(frozen=True)
class Test:
    """One comparison: a field, an operator and the value in force on the day."""

    field: str
    operator: str  # = >= > <= < in not_in overlaps naf_in naf_not_in
    values: tuple[DatedValue, ...]  # oldest first


@dataclass(frozen=True)
class RuleException:
    """When `condition` holds, the criterion is waived (`waive`), compared with other `values` (`replace`) or left to a person (`to_check`)."""

    condition: Test
    effect: str
    explanation: str
    values: tuple[DatedValue, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One condition or exclusion; several tests mean « one of them is enough ». A criterion that is not mandatory never decides the verdict."""

    id: str
    tests: tuple[Test, ...]
    explanation: str
    question: str
    mandatory: bool = True
    kind: str = "condition"  # condition, exclusion, bonus
    doubt: bool = False
    doubt_reason: str = ""
    if_unknown: str = MISSING
    mismatch: str = TO_CHECK  # what `overlaps` says when no project fits: the name of a project is rarely exact
    exceptions: tuple[RuleException, ...] = ()


@dataclass(frozen=True)
class PointToCheck:
    """A condition or exclusion that no fact decides: shown to the reader, left to the person who examines the file."""

    text: str
    source_url: str


@dataclass(frozen=True)
class Rule:
    """A scheme. Dates are inclusive; None means not known. `end_doubt`: the closing date itself is to be checked."""

    id: str
    name: str
    nature: str  # aide, appui, regle (a general framework: not an aid in itself)
    status: str  # ouvert, fermé, inconnu
    status_date: str
    status_source: str
    operator: str
    audience: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    territory: str
    projects: tuple[str, ...]
    opens: date | None
    closes: date | None
    end_doubt: bool
    window_note: str
    window_source: str
    checked_on: date
    amounts: Mapping[str, Any]
    criteria: tuple[Criterion, ...]
    points_to_check: tuple[PointToCheck, ...]
    next_step: str
    contact: str
    legal_basis: str
    see_also: tuple[str, ...]
    sources: tuple[RuleSource, ...]


# ------------------------------------------------------------------------------------------------------------ the verdict


@dataclass(frozen=True)
class CriterionOutcome:
    """What one criterion gives, and why. `ask` is the field whose answer would settle a `missing`."""

    id: str
    field: str
    required: bool
    outcome: str
    value: Any
    expected: str
    explanation: str
    source_url: str
    ask: str = ""
    question: str = ""
    reserve: str = ""

    def to_json(self) -> dict[str, Any]:
        value = self.value
        return {
            "field": self.field,
            "required": self.required,
            "outcome": self.outcome,
            "value": value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value,
            "expected": self.expected,
            "explanation": self.explanation,
            "source_url": self.source_url,
            "id": self.id,
            "reserve": self.reserve,
        }


@dataclass(frozen=True)
class Verdict:
    """`window` is open, finished or not_certain on the day; `criteria` starts with the one about the date."""

    rule: Rule
    on: date
    verdict: str
    window: str
    criteria: tuple[CriterionOutcome, ...]
    message: str
    questions: tuple[str, ...] = ()

    @property
    def missing_fields(self) -> tuple[str, ...]:
        """Fields whose answers would settle the mandatory criteria still open, in the order of the rule."""
        return tuple(dict.fromkeys(c.ask for c in self.criteria if c.required and c.outcome == MISSING and c.ask))

    @property
    def fit(self) -> float:
        """Share of the mandatory criteria that are met, between 0 and 1; the date aside."""
        decisive = [c for c in self.criteria if c.required and c.field != "date"]
        return sum(c.outcome == MET for c in decisive) / len(decisive) if decisive else 0.0

    def to_json(self, alternatives: Sequence[str] | None = None) -> dict[str, Any]:
        rule = self.rule
        return {
            "scheme": rule.id,
            "on": self.on.isoformat(),
            "verdict": self.verdict,
            "criteria": [criterion.to_json() for criterion in self.criteria],
            "questions": list(self.questions),
            "alternatives": list(rule.see_also if alternatives is None else alternatives),
            "name": rule.name,
            "status": rule.status,
            "status_date": rule.status_date or None,
            "message": self.message,
            "reserves": list(dict.fromkeys(c.reserve for c in self.criteria if c.reserve)),
            "next_step": rule.next_step,
            "contact": rule.contact,
            "sources": [{"title": s.title, "publisher": s.publisher, "date": s.date, "url": s.url} for s in rule.sources],
        }


def evaluate(rule: Rule, facts: CompanyFacts, *, on: date) -> Verdict:
    """The verdict of one scheme for these facts on this day.

    In this order: `closed` outside the window; `not_eligible` when a mandatory criterion is not met; `to_check` when it is not certain that the scheme is
    open; `to_complete` when a mandatory fact is missing; `to_check` when a mandatory criterion needs a person, or when the sources give none; else
    `likely_eligible`.
    """
    window, opening = _opening(rule, on)
    criteria = tuple(_outcome(criterion, facts, on) for criterion in rule.criteria)
    mandatory = [c for c in criteria if c.required]
    if window == FINISHED:
        verdict = CLOSED
    elif any(c.outcome == NOT_MET for c in mandatory):
        verdict = NOT_ELIGIBLE
    elif window == NOT_CERTAIN:
        verdict = TO_CHECK
    elif any(c.outcome == MISSING for c in mandatory):
        verdict = TO_COMPLETE
    elif not mandatory or any(c.outcome == TO_CHECK for c in mandatory):
        verdict = TO_CHECK
    else:
        verdict = LIKELY
    points = tuple(
        CriterionOutcome(f"a-verifier-{n}", "autre", False, TO_CHECK, None, "", f"{point.text} Ce point est à confirmer par l'instructeur.", point.source_url)
        for n, point in enumerate(rule.points_to_check, start=1)
    )
    questions = _questions(mandatory) if verdict in (TO_COMPLETE, LIKELY) or (verdict == TO_CHECK and window == OPEN) else ()
    return Verdict(rule, on, verdict, window, (opening, *criteria, *points), _message(rule, verdict, opening, mandatory), questions)


# ------------------------------------------------------------------------------------------------------------- the window


def _day_of_status(text: str) -> date | None:
    """The last day that « 2026 », « 2026-02 » or « 2026-02-10 » may mean: we vouch for nothing before it."""
    parts = [int(part) for part in text.split("-")] if text else []
    match parts:
        case [year]:
            return date(year, 12, 31)
        case [year, month]:
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        case [year, month, day]:
            return date(year, month, day)
        case _:
            return None


def _opening(rule: Rule, on: date) -> tuple[str, CriterionOutcome]:
    """Whether the scheme takes applications on the day, as a first outcome whose field is « date »."""
    seen = _day_of_status(rule.status_date)
    name = _named(rule)
    if rule.closes and on > rule.closes:
        if rule.end_doubt:
            window, why = NOT_CERTAIN, f"La fin de {name} était annoncée pour le {day_in_words(rule.closes)} ; ce terme est à vérifier."
        else:
            window, why = FINISHED, f"{name} a fermé le {day_in_words(rule.closes)}."
    elif rule.opens and on < rule.opens:
        window, why = FINISHED, f"{name} n'ouvre que le {day_in_words(rule.opens)}."
    elif rule.status == "inconnu":
        window, why = NOT_CERTAIN, f"Aucune source récente ne confirme que {name} est ouvert."
    elif rule.status == "fermé" and rule.closes is None:
        window, why = FINISHED, f"{name} est fermé."
    elif rule.opens is None and (rule.status == "fermé" or seen is None or on < seen):
        window, why = NOT_CERTAIN, f"La date d'ouverture de {name} n'est pas connue."
    elif rule.closes is None and on > rule.checked_on + STALE_AFTER:
        window, why = NOT_CERTAIN, f"Les sources sur {name} ont été relues le {day_in_words(rule.checked_on)}, il y a plus d'un an."
    elif rule.closes:
        window, why = OPEN, f"{name} est donné comme ouvert jusqu'au {day_in_words(rule.closes)}."
    else:
        window, why = OPEN, f"{name} est donné comme ouvert, sans date de fin connue."
    if rule.window_note:
        why = f"{why} {rule.window_note}"
    bounds = (f"du {day_in_words(rule.opens)}" if rule.opens else "", f"jusqu'au {day_in_words(rule.closes)}" if rule.closes else "")
    outcome = {OPEN: MET, FINISHED: NOT_MET, NOT_CERTAIN: TO_CHECK}[window]
    source = rule.window_source or rule.status_source
    return window, CriterionOutcome("date", "date", True, outcome, on, " ".join(part for part in bounds if part) or "période d'ouverture", why, source)


# ------------------------------------------------------------------------------------------------------------ one criterion


@dataclass(frozen=True)
class _Result:
    """What a test gives, before it is put in words."""

    outcome: str
    test: Test
    expected: str = ""
    source_url: str = ""
    value: Any = None
    ask: str = ""
    reserve: str = ""
    note: str = ""


def _outcome(criterion: Criterion, facts: CompanyFacts, on: date) -> CriterionOutcome:
    result = _with_exceptions(criterion, facts, on)
    outcome, note = result.outcome, result.note
    if criterion.doubt and outcome in (MET, NOT_MET):
        outcome, note = TO_CHECK, criterion.doubt_reason or "cette condition n'est pas confirmée par les sources consultées"
    if outcome == MISSING:
        outcome = criterion.if_unknown
    ask = (result.ask or result.test.field) if outcome == MISSING or result.reserve else ""
    ask = "region" if ask == "zone" else ask
    question = ""
    if ask:
        question = criterion.question if ask in {test.field for test in criterion.tests} or ask not in FIELDS else FIELDS[ask].question
    given = "" if result.value is None else f" Indiqué : {in_words(result.test.field, result.value)}."
    if outcome == MET and result.expected == NOT_CONCERNED:
        verdict = f" Sans objet ici{f', {result.reserve}' if result.reserve else ''} : {note}."
    elif outcome == MET:
        verdict = f"{given} Cette condition semble remplie{f', {result.reserve}' if result.reserve else ''}{f' : {note}' if note else ''}."
    elif outcome == NOT_MET:
        verdict = f"{given} Cette condition ne semble pas remplie{f' : {note}' if note else ''}."
    elif outcome == MISSING:
        verdict = f"{given} Il manque cette information : {FIELDS[ask].label if ask in FIELDS else ask}{f' ({note})' if note else ''}."
    else:
        verdict = f"{given} À confirmer par l'instructeur{f' : {note}' if note else ''}."
    return CriterionOutcome(
        id=criterion.id,
        field=result.test.field,
        required=criterion.mandatory,
        outcome=outcome,
        value=result.value,
        expected=result.expected,
        explanation=f"{'Condition' if criterion.mandatory else 'Indication'} : {_lower_first(criterion.explanation)}{verdict}",
        source_url=result.source_url,
        ask=ask,
        question=question,
        reserve=result.reserve if outcome == MET else "",
    )


def _with_exceptions(criterion: Criterion, facts: CompanyFacts, on: date) -> _Result:
    """The criterion's own result, or that of an exception that holds. An exception that may hold, and would change the result, makes it `missing`."""
    base = _any_of([_try(test, facts, on, criterion.mismatch) for test in criterion.tests])
    undecided: _Result | None = None
    for exception in criterion.exceptions:
        if base.outcome == MET and exception.effect != "replace":
            continue  # nothing to relax
        condition = _try(exception.condition, facts, on, NOT_MET)
        if condition.outcome == NOT_MET:
            continue
        applied = _applied(exception, condition, base, facts, on, criterion.mismatch)
        if condition.outcome == MET:
            return applied
        if applied.outcome != base.outcome and undecided is None:
            waits = MISSING if condition.outcome == MISSING else TO_CHECK
            undecided = replace(base, outcome=waits, ask=condition.ask or exception.condition.field, note=exception.explanation, reserve="")
    if undecided is not None and base.outcome != MISSING:
        return undecided
    return base


def _applied(exception: RuleException, condition: _Result, base: _Result, facts: CompanyFacts, on: date, mismatch: str) -> _Result:
    if exception.effect == "waive":
        return replace(base, outcome=MET, note=exception.explanation, ask=condition.ask, reserve=condition.reserve, expected=NOT_CONCERNED)
    if exception.effect == "to_check":
        return replace(base, outcome=TO_CHECK, note=exception.explanation, reserve="")
    other = _try(replace(base.test, values=exception.values), facts, on, mismatch)
    return other if other.note else replace(other, note=exception.explanation)


def _any_of(results: Sequence[_Result]) -> _Result:
    """One test met is enough; all must fail for a « no »."""
    for wanted in (MET, MISSING, TO_CHECK):
        found = [result for result in results if result.outcome == wanted]
        if found:
            best = min(found, key=lambda result: bool(result.reserve))
            return best if len(results) == 1 else replace(best, expected=" ou ".join(result.expected for result in results))
    first = results[0]
    return first if len(results) == 1 else replace(first, expected=" ou ".join(result.expected for result in results))


def _in_force(values: Sequence[DatedValue], on: date) -> DatedValue | None:
    """The newest value that has taken effect on the day."""
    return next((value for value in reversed(values) if value.since <= on), None)


def _try(test: Test, facts: CompanyFacts, on: date, mismatch: str) -> _Result:
    reading = read(facts, test.field, on=on)
    dated = _in_force(test.values, on)
    if dated is None:
        first = test.values[0]
        note = f"la valeur applicable le {day_in_words(on)} n'est pas connue, la première connue date du {day_in_words(first.since)}"
        return _Result(TO_CHECK, test, "", first.source_url, reading.value, note=note)
    shown = expected_words(test, dated.value)
    result = _Result(TO_CHECK, test, shown, dated.source_url, reading.value)
    if reading.conflict:
        return replace(result, note=reading.conflict)
    outcome, reserve = _compare(test, dated.value, dated.unsure, reading, mismatch)
    if dated.alternatives:
        candidates = {outcome} | {_compare(test, value, dated.unsure, reading, mismatch)[0] for value, _ in dated.alternatives}
        if MISSING in candidates:
            return replace(result, outcome=MISSING, ask=reading.ask or test.field)
        if len(candidates) > 1:
            others = " ; ".join(expected_words(test, value) for value, _ in dated.alternatives)
            return replace(result, note=f"les sources divergent ({shown} ; {others})")
    if outcome == MET and test.field != "taille":
        reserve = reading.reserve
    note = "la source ne tranche pas ce cas" if outcome == TO_CHECK else ""
    return replace(result, outcome=outcome, ask=reading.ask or test.field, reserve=reserve, note=note)


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {">=": op.ge, ">": op.gt, "<=": op.le, "<": op.lt}
# A word that covers others: « collectivité » may or may not be the intercommunalité that a scheme wants; « oui » does not say which ZFRR.
_COVERS: Mapping[str, frozenset[str]] = {"collectivité": frozenset(("intercommunalité",)), "oui": frozenset(("ZFRR", "ZFRR+"))}


def _compare(test: Test, expected: Any, unsure: Sequence[Any], reading: Reading, mismatch: str) -> tuple[str, str]:
    """(outcome, reserve) of one comparison with one expected value."""
    value = reading.value
    match test.operator:
        case "naf_in" | "naf_not_in":
            if not reading.possible:
                return MISSING, ""
            listed = frozenset(n for code in expected for n in divisions(code))
            doubtful = frozenset(n for code in unsure for n in divisions(code))
            inside, outside = (MET, NOT_MET) if test.operator == "naf_in" else (NOT_MET, MET)
            if reading.possible <= listed:
                return inside, ""
            if not reading.possible & (listed | doubtful):
                return outside, ""
            return (TO_CHECK if reading.possible <= doubtful else MISSING), ""
        case "in" if test.field == "taille":
            return _compare_size(frozenset(expected), frozenset(unsure), reading)
        case "overlaps":
            if not value:
                return MISSING, ""
            return (MET if set(value) & set(expected) else mismatch), ""
        case "in" | "not_in" | "=":
            if value is None:
                return MISSING, ""
            listed_values = expected if isinstance(expected, list | tuple) else (expected,)
            if test.operator == "not_in":
                return (NOT_MET if value in listed_values else TO_CHECK if value in unsure else MET), ""
            if value in listed_values or any(value in _COVERS.get(str(item), ()) for item in listed_values):
                return MET, ""
            if value in unsure:
                return TO_CHECK, ""
            others = (_COVERS.get(value, frozenset()) if isinstance(value, str) else frozenset()) | (reading.possible or frozenset())
            return (MISSING if others & set(listed_values) else NOT_MET), ""
        case _:
            return _compare_order(test.operator, expected, reading), ""


def _compare_order(symbol: str, expected: Any, reading: Reading) -> str:
    holds = _ORDER[symbol]
    if reading.value is not None:
        return MET if holds(reading.value, expected) else NOT_MET
    if reading.possible:  # bounds, when a declared size bounds the head-count
        answers = {holds(bound, expected) for bound in reading.possible}
        if len(answers) == 1:
            return MET if answers.pop() else NOT_MET
    return MISSING


def _compare_size(allowed: frozenset[str], unsure: frozenset[str], reading: Reading) -> tuple[str, str]:
    possible = reading.possible or frozenset()
    if possible <= allowed:
        return MET, ""
    if reading.value in allowed:
        return MET, reading.reserve
    if not possible & (allowed | unsure):
        return NOT_MET, ""
    if reading.value in unsure or possible <= allowed | unsure:
        return TO_CHECK, ""
    return MISSING, ""


# ---------------------------------------------------------------------------------------------------------------- wording

_ORDER_WORDS = {">=": "au moins", ">": "plus de", "<=": "au plus", "<": "moins de"}
_DAY_WORDS = {">=": "à partir du", ">": "après le", "<=": "jusqu'au", "<": "avant le"}


def expected_words(test: Test, value: Any) -> str:
    """What a test asks for, in French: « au moins 100 000 € », « PME ou ETI », « hors SCI »."""
    if test.operator in _ORDER_WORDS:
        return f"{(_DAY_WORDS if isinstance(value, date) else _ORDER_WORDS)[test.operator]} {in_words(test.field, value)}"
    items = [in_words(test.field, item) for item in (value if isinstance(value, list | tuple) else (value,))]
    listed = items[0] if len(items) == 1 else f"{', '.join(items[:-1])} ou {items[-1]}"
    if test.operator in ("naf_in", "naf_not_in"):
        listed = f"NAF {listed}"
    return f"hors {listed}" if test.operator in ("not_in", "naf_not_in") else listed


def _named(rule: Rule) -> str:
    """The name in guillemets; those inside it become “ ”."""
    return f"« {rule.name.replace('« ', '“').replace(' »', '”')} »"


def _lower_first(sentence: str) -> str:
    """The sentence as it follows a colon; an acronym keeps its capitals."""
    return sentence[0].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] in ("'", " ") else sentence


def _questions(mandatory: Sequence[CriterionOutcome], *, limit: int = 2) -> tuple[str, ...]:
    """At most two questions: first what is missing, then what a reserve rests on."""
    asked = [c for c in mandatory if c.outcome == MISSING] or [c for c in mandatory if c.reserve]
    return tuple(dict.fromkeys(c.question for c in asked if c.question))[:limit]


def _message(rule: Rule, verdict: str, opening: CriterionOutcome, mandatory: Sequence[CriterionOutcome]) -> str:
    name = _named(rule)
    who = f" ({rule.operator})" if rule.operator else ""
    reserves = list(dict.fromkeys(c.reserve for c in mandatory if c.reserve))
    if verdict == CLOSED:
        return opening.explanation
    if verdict == NOT_ELIGIBLE:
        reasons = " ".join(c.explanation for c in mandatory if c.outcome == NOT_MET)
        closing = "" if opening.outcome == MET else f" {opening.explanation}"
        return (
            f"D'après les éléments indiqués, le projet ne semble pas remplir les conditions de {name}. {reasons}{closing} À confirmer par l'instructeur{who}."
        )
    if verdict == TO_COMPLETE:
        labels = list(dict.fromkeys(FIELDS[c.ask].label if c.ask in FIELDS else c.ask for c in mandatory if c.outcome == MISSING))
        return f"Il manque {'une information' if len(labels) == 1 else f'{number_in_words(len(labels))} informations'} pour {name} : {', '.join(labels)}."
    if verdict == TO_CHECK:
        doubtful = [c.explanation for c in (opening, *mandatory) if c.outcome == TO_CHECK]
        if not mandatory:
            doubtful.append("Les sources consultées ne donnent aucune condition que l'on puisse vérifier.")
        contact = rule.contact or rule.operator
        return f"{name} est à vérifier{f' auprès de : {contact}' if contact else ''}. {' '.join(doubtful)}"
    if rule.nature == "regle":
        opinion = f"La situation décrite semble entrer dans le cadre de {name}"
    else:
        opinion = f"D'après les éléments indiqués, le projet semble remplir les conditions vérifiées de {name}"
    return f"{opinion}{', ' + ' ; '.join(reserves) if reserves else ''}. À confirmer par l'instructeur{who} : ceci n'est pas une décision."


# -------------------------------------------------------------------------------------------------------- several schemes


@dataclass(frozen=True)
class NextQuestion:
    """A question worth asking, and the schemes that wait for its answer."""

    field: str
    question: str
    schemes: tuple[str, ...]


@dataclass(frozen=True)
class SchemeSearch:
    """Verdicts by group; `open` starts with the best fit. General frameworks (de minimis, RGEC, zonage) stand apart: they are not aids."""

    open: tuple[Verdict, ...] = ()
    unknown_status: tuple[Verdict, ...] = ()
    closed: tuple[Verdict, ...] = ()
    not_eligible: tuple[Verdict, ...] = ()
    frameworks: tuple[Verdict, ...] = ()

    def to_json(self) -> dict[str, Any]:
        groups = ("open", "unknown_status", "closed", "not_eligible", "frameworks")
        return {
            group: [
                {"scheme": v.rule.id, "name": v.rule.name, "verdict": v.verdict, "message": v.message, "fit": round(v.fit, 3)} for v in getattr(self, group)
            ]
            for group in groups
        }


_RANK = {LIKELY: 0, TO_COMPLETE: 1, TO_CHECK: 2}


def search_schemes(rules: Iterable[Rule], facts: CompanyFacts, *, on: date) -> SchemeSearch:
    """Every scheme, in its group; in a group: the verdict, the fewest doubtful conditions, the share met, how many are met, the id."""

    def order(verdict: Verdict) -> tuple[Any, ...]:
        met = sum(c.required and c.outcome == MET for c in verdict.criteria)
        doubtful = sum(c.required and c.outcome == TO_CHECK for c in verdict.criteria)
        return _RANK.get(verdict.verdict, 3), doubtful, -verdict.fit, -met, verdict.rule.id

    verdicts = sorted((evaluate(rule, facts, on=on) for rule in rules), key=order)
    aids = [v for v in verdicts if v.rule.nature != "regle"]
    return SchemeSearch(
        open=tuple(v for v in aids if v.window == OPEN and v.verdict in _RANK),
        unknown_status=tuple(v for v in aids if v.window == NOT_CERTAIN and v.verdict == TO_CHECK),
        closed=tuple(v for v in aids if v.verdict == CLOSED),
        not_eligible=tuple(v for v in aids if v.verdict == NOT_ELIGIBLE),
        frameworks=tuple(v for v in verdicts if v.rule.nature == "regle"),
    )


def next_questions(rules: Iterable[Rule], facts: CompanyFacts, *, on: date, limit: int = 2) -> tuple[NextQuestion, ...]:
    """The questions that settle most for most open schemes.

    Score of a field: Σ over the open schemes that wait for it of 1/(number of fields that the scheme waits for), so that a question asked by many
    schemes, or the last one that a scheme needs, comes first. No unit; higher is better. Ties: the order of the fields.
    """
    waiting: dict[str, list[str]] = {}
    score: dict[str, float] = {}
    wording: dict[str, str] = {}
    for rule in rules:
        verdict = evaluate(rule, facts, on=on)
        if rule.nature == "regle" or verdict.verdict != TO_COMPLETE:
            continue
        missing = verdict.missing_fields
        for name in missing:
            waiting.setdefault(name, []).append(rule.id)
            score[name] = score.get(name, 0.0) + 1 / len(missing)
        for criterion in verdict.criteria:
            if criterion.ask:
                wording.setdefault(criterion.ask, criterion.question)
    rank = {name: n for n, name in enumerate(FIELDS)}
    ordered = sorted(waiting, key=lambda name: (-round(score[name], 9), rank.get(name, len(rank))))
    return tuple(
        NextQuestion(name, FIELDS[name].question if name in FIELDS and len(waiting[name]) > 1 else wording[name], tuple(waiting[name]))
        for name in ordered[:limit]
    )


@dataclass(frozen=True)
class ComparedRow:
    """One line of a comparison: what it is about, then each scheme's side with its source."""

    label: str
    left: str
    right: str
    left_source: str = ""
    right_source: str = ""

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True)
class Comparison:
    left: Rule
    right: Rule
    rows: tuple[ComparedRow, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        rows = [
            {"label": r.label, "left": r.left, "right": r.right, "left_source": r.left_source, "right_source": r.right_source, "differs": r.differs}
            for r in self.rows
        ]
        return {"left": self.left.id, "right": self.right.id, "rows": rows}


NOT_GIVEN = "non précisé par les sources consultées"
NO_CONDITION = "aucune condition relevée"
_AMOUNT_LABELS = {
    "min_investment_eur": "dépenses minimales",
    "max_investment_eur": "dépenses maximales",
    "min_aid_eur": "montant minimal",
    "max_aid_eur": "montant maximal",
    "rate": "taux",
}


def compare(rule_a: Rule, rule_b: Rule, *, on: date | None = None) -> Comparison:
    """Two schemes side by side: status, window, public, amounts, then each field that one of them looks at. Without `on`, the newest values."""

    def described(rule: Rule) -> dict[str, tuple[str, str]]:
        window = " ".join(p for p in (f"du {day_in_words(rule.opens)}" if rule.opens else "", f"au {day_in_words(rule.closes)}" if rule.closes else "") if p)
        status = f"{rule.status}{f' (source du {rule.status_date})' if rule.status_date else ''}"
        general = rule.sources[0].url if rule.sources else ""
        rows = {
            "statut": (status, rule.status_source),
            "période": (f"{window}{' (fin à vérifier)' if rule.end_doubt else ''}" or NOT_GIVEN, rule.window_source or rule.status_source),
            "opérateur": (rule.operator or NOT_GIVEN, general),
            "bénéficiaires": (", ".join(rule.beneficiaries) or NOT_GIVEN, general),
            "territoire": (rule.territory or NOT_GIVEN, general),
            "projets": (", ".join(rule.projects) or NOT_GIVEN, general),
        }
        for key, label in _AMOUNT_LABELS.items():
            amount = rule.amounts.get(key)
            shown = NOT_GIVEN if amount is None else amount if isinstance(amount, str) else f"{number_in_words(amount)} €"
            rows[label] = (shown, str(rule.amounts.get("source_url") or "") if amount is not None else "")
        conditions: dict[str, list[tuple[str, str]]] = {}
        for criterion in rule.criteria:
            dated = [(t, (_in_force(t.values, on) if on else t.values[-1]) or t.values[0]) for t in criterion.tests]
            label = FIELDS[criterion.tests[0].field].label if criterion.tests[0].field in FIELDS else criterion.tests[0].field
            words = " ou ".join(expected_words(t, value.value) for t, value in dated)
            marks = [mark for mark, holds in (("à vérifier", criterion.doubt), ("indicatif", not criterion.mandatory)) if holds]
            mark = f" ({', '.join(marks)})" if marks else ""
            conditions.setdefault(label, []).append((words + mark, dated[0][1].source_url))
        rows.update({f"condition : {label}": (" et ".join(w for w, _ in found), found[0][1]) for label, found in conditions.items()})
        rows["contact"] = (rule.contact or NOT_GIVEN, general)
        return rows

    left, right = described(rule_a), described(rule_b)
    labels = [label for label in dict.fromkeys((*left, *right)) if label != "contact"] + ["contact"]
    absent = (NO_CONDITION, "")
    return Comparison(
        rule_a, rule_b, tuple(ComparedRow(n, left.get(n, absent)[0], right.get(n, absent)[0], left.get(n, absent)[1], right.get(n, absent)[1]) for n in labels)
    )
