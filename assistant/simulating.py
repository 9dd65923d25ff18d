"""What a person fills in → what the rules say of every scheme, and the question worth asking next. The simulator of the page, and `eligibility` in the terminal.

Read `simulate` first. What was typed wins over what the register says of the company; a description, when there is one, was written last and wins over
what was typed; the official list says whether the commune is in a territory. Nothing is kept: the form holds everything. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.companies import CompanyLookup, RegisterAnswer
from assistant.company_facts import FIELDS, SIZE_RESERVE, CompanyFacts, FactError, day_in_words, in_words, number_in_words, parse_fact, read
from assistant.eligibility import MET, MISSING, NOT_MET, TO_CHECK, NextQuestion, Rule, Verdict, next_questions, search_schemes
from assistant.eligibility_answers import relevance
from assistant.facts_in_text import left_open, read_facts
from assistant.learned_facts import FactsModel
from assistant.rule_sheets import sheet_of
from assistant.territories import LookupResult, TerritoryIndex
from assistant.territory_answers import facts_of_place, place_of_project
from assistant.verifying import foreign_facts

FROM_THE_PLACE = ("region", "departement", "territoire_industrie", "phase_ti")  # what the commune alone decides
# The figures of the fixed wording of verdicts, whatever the rule: the lists, « la première connue », « il y a plus d'un an ».
FIXED_WORDING = f"{SIZE_RESERVE}. Listes des Territoires d'industrie : 2018-2022 (phase 1), 2023-2027 (phase 2). La première valeur connue. Relues il y a plus d'un an."
_RANK = {"likely_eligible": 0, "to_complete": 1, "to_check": 2}


@dataclass(frozen=True)
class Form:
    """What was filled in: field → text as typed. `place` is a commune, a postal code, a SIREN or a SIRET; `skipped`, the questions passed over."""

    values: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    described: str = ""
    skipped: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True)
class Ranking:
    """Every scheme, in its group, the best fit first. `distant`: open, but nothing known of the project meets its conditions, or made for other projects."""

    on: date
    facts: CompanyFacts
    near: tuple[Verdict, ...] = ()
    distant: tuple[Verdict, ...] = ()
    unknown_status: tuple[Verdict, ...] = ()
    not_eligible: tuple[Verdict, ...] = ()
    closed: tuple[Verdict, ...] = ()
    frameworks: tuple[Verdict, ...] = ()
    questions: tuple[NextQuestion, ...] = ()

    def to_json(self) -> dict[str, Any]:
        groups = {"open": (*self.near, *self.distant), "unknown_status": self.unknown_status, "not_eligible": self.not_eligible, "closed": self.closed, "frameworks": self.frameworks}
        return {
            "on": self.on.isoformat(),
            "facts": self.facts.to_json(),
            **{name: [{**verdict.to_json(), "fit": round(verdict.fit, 3)} for verdict in verdicts] for name, verdicts in groups.items()},
            "questions": [{"field": asked.field, "question": asked.question, "schemes": list(asked.schemes)} for asked in self.questions],
        }


@dataclass(frozen=True)
class Simulation:
    """`values` and `place` are what the form now holds; `unsettled`, what the description says that is no fact yet; `problems`, field → why its text was left out."""

    ranking: Ranking
    values: Mapping[str, str]
    place: str = ""
    unsettled: tuple[str, ...] = ()
    described: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)
    territory: LookupResult | None = None
    company: RegisterAnswer | None = None


def rank(rules: Mapping[str, Rule], facts: CompanyFacts, *, on: date, skipped: Sequence[str] = ()) -> Ranking:
    """Every scheme for these facts, and the questions that settle most, those passed over left out."""
    found = search_schemes(rules.values(), facts, on=on)
    asked = next_questions(rules.values(), facts, on=on, limit=len(FIELDS))
    opened = sorted(found.open, key=lambda verdict: (_RANK[verdict.verdict], relevance(verdict)))

    def shown(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in verdicts if is_proved(verdict, facts))

    return Ranking(
        on,
        facts,
        near=shown(v for v in opened if _is_near(v)),
        distant=shown(v for v in opened if not _is_near(v)),
        unknown_status=shown(sorted(found.unknown_status, key=relevance)),
        not_eligible=shown(sorted(found.not_eligible, key=lambda verdict: (count(verdict, NOT_MET), relevance(verdict)))),
        closed=shown(sorted(found.closed, key=lambda verdict: verdict.rule.name)),
        frameworks=shown(found.frameworks),
        questions=tuple(question for question in (_askable(question, facts, skipped) for question in asked) if question.field not in skipped),
    )


def _askable(question: NextQuestion, facts: CompanyFacts, skipped: Sequence[str]) -> NextQuestion:
    """The sector of activity rather than the NAF code, which few know by heart; the code when the sector does not settle it."""
    if question.field == "naf" and facts.secteur is None and "secteur" not in skipped:
        return NextQuestion("secteur", FIELDS["secteur"].question, question.schemes)
    return question


def _is_near(verdict: Verdict) -> bool:
    """Something known of the project meets a condition, and the kind of project is not another one."""
    return bool(count(verdict, MET)) and not any(c.required and c.field == "projet" and c.outcome == TO_CHECK and c.value for c in verdict.criteria)


def is_proved(verdict: Verdict, facts: CompanyFacts) -> bool:
    """True when each sentence shown of a verdict states nothing that the rule as published, or the facts as given, do not hold."""
    implied = {name: value for name in FIELDS if (value := read(facts, name, on=verdict.on).value) is not None}  # « créée en 2019 » gives an age
    told = "\n".join(f"{FIELDS[name].label} : {in_words(name, value)}." for name, value in (*facts.known().items(), *implied.items()))
    evidence = [sheet_of(verdict.rule), f"{told}\nDate : {day_in_words(verdict.on)}. Informations manquantes : {len({c.ask for c in verdict.criteria if c.required and c.outcome == MISSING})}. {FIXED_WORDING}"]
    return not any(foreign_facts(text, evidence) for text in (verdict.message, *(criterion.explanation for criterion in verdict.criteria)))


def count(verdict: Verdict, outcome: str) -> int:
    """How many of the conditions that decide have this outcome; the date aside."""
    return sum(c.required and c.field != "date" and c.outcome == outcome for c in verdict.criteria)


def decisive(verdict: Verdict) -> tuple[int, int, int, int]:
    """(met, missing, to check, not met)."""
    return count(verdict, MET), count(verdict, MISSING), count(verdict, TO_CHECK), count(verdict, NOT_MET)


def simulate(
    form: Form,
    rules: Mapping[str, Rule],
    territories: TerritoryIndex,
    *,
    today: date,
    look_up_company: CompanyLookup,
    is_word: Callable[[str], bool] = lambda word: True,
    facts_model: FactsModel | None = None,
) -> Simulation:
    """The form read, the place and the company looked up, the rules applied."""
    facts, problems = _typed(form.values)
    place, unsettled = form.place.strip(), tuple[str, ...]()
    territory: LookupResult | None = None
    if form.described.strip():
        told = read_facts(form.described, model=facts_model)
        facts = told.applied_to(facts)
        problems = {name: why for name, why in problems.items() if name not in told.facts.known()}
        unsettled = left_open(told)
        if mention := place_of_project(form.described, territories, is_word=is_word):
            territory, place = mention.result, _named(mention.result) or mention.text
        elif told.siret or told.siren:
            place = told.siret or told.siren or ""
    company: RegisterAnswer | None = None
    if place and territory is None:
        territory, company = _located(place, territories, look_up_company)
    if company is not None and company.company is not None:
        facts = company.company.facts().with_facts(facts)
    values = {name: as_typed(value) for name, value in facts.known().items()} | {name: form.values[name] for name in problems if name in form.values}
    if territory is not None:
        located = facts_of_place(territory)
        if located.region and facts.region and located.region != facts.region:
            problems["region"] = f"La commune indiquée est en région {located.region} : c'est elle qui compte."
        facts = facts.with_facts(located)
    ranking = rank(rules, facts, on=form.on or today, skipped=form.skipped)
    return Simulation(ranking, values, place, unsettled, bool(form.described.strip()), problems, territory, company)


def _typed(values: Mapping[str, str]) -> tuple[CompanyFacts, dict[str, str]]:
    """The facts that can be read, and why the others cannot. A field that is empty or not known of us says nothing."""
    known: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, text in values.items():
        if name not in FIELDS or not text.strip():
            continue
        try:
            _, value = parse_fact(f"{name}={text}")
        except FactError as error:
            reason = str(error).rpartition("» : ")[2] if "» : " in str(error) else str(error)
            problems[name] = f"{reason[0].upper()}{reason[1:]}"
            continue
        if isinstance(value, int | float) and value < 0:
            problems[name] = "Un nombre positif est attendu."
        elif FIELDS[name].unit == "%" and isinstance(value, int | float) and value > 100:
            problems[name] = "Une part est de 100 % au plus."
        elif value not in (None, ()):
            known[name] = value
    return CompanyFacts(**known), problems


def _located(place: str, territories: TerritoryIndex, look_up_company: CompanyLookup) -> tuple[LookupResult | None, RegisterAnswer | None]:
    """What the list says of the place; for a SIRET, of the commune of the establishment. The head office of a SIREN is not the site of the project."""
    digits = re.sub(r"[\s.\u00a0\u202f-]", "", place)
    if not re.fullmatch(r"\d{9}|\d{14}", digits):
        return territories.look_up(place), None
    intercommunality = territories.look_up(digits) if len(digits) == 9 else None
    if intercommunality is not None and intercommunality.status != "unknown":
        return intercommunality, None
    company = look_up_company(digits)
    found = company.company
    if found is None or len(digits) == 9 or not found.commune_code:
        return None, company
    return territories.look_up(found.commune_code), company


def _named(result: LookupResult) -> str:
    """« Oyonnax (01) », as the form shows a commune."""
    if result.commune is None:
        return ""
    return f"{result.commune.name} ({result.commune_department.code})" if result.commune_department else result.commune.name


def as_typed(value: Any) -> str:
    """A fact as one would type it in the form.

    >>> as_typed(True), as_typed(("décarbonation", "eau")), as_typed(600000.0), as_typed(date(2025, 1, 2))
    ('oui', 'décarbonation;eau', '600 000', '2025-01-02')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, int | float):
        return number_in_words(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def fields_of(rules: Iterable[Rule]) -> frozenset[str]:
    """The fields that at least one rule looks at, in a condition or in an exception."""
    tests = [test for rule in rules for criterion in rule.criteria for test in (*criterion.tests, *(exception.condition for exception in criterion.exceptions))]
    return frozenset(test.field for test in tests)
