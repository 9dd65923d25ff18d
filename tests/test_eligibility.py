"""The eligibility rules: golden cases, the three principles (unknown is never “no”, doubt is kept, monotone), the rule files and the facts as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.adapters.rule_files import read_rule, read_rules
from assistant.company_facts import FIELDS, CompanyFacts, FactError, parse_fact, parse_facts, possible_sizes, read
from assistant.eligibility import MET, MISSING, NOT_MET, TO_CHECK, Rule, compare, evaluate, next_questions, search_schemes
from assistant.errors import DocumentError

ROOT = Path(__file__).resolve().parent.parent
SHEETS = ROOT / "corpus" / "documents" / "dispositifs"
NOT_SCHEMES = {"contradictions-aides-et-dispositifs", "questions-aides-sans-source"}  # sheets about the catalogue itself
TODAY = date(2026, 11, 23)
RULES = read_rules(ROOT / "corpus" / "rules")


def facts_of(raw: dict[str, Any]) -> CompanyFacts:
    return parse_facts(f"{name}={value}" for name, value in raw.items() if value is not None)


# --------------------------------------------------------------------------------------------------------------- golden


def golden_cases() -> Iterator[Any]:
    groups = yaml.safe_load((ROOT / "tests" / "golden" / "eligibility.yaml").read_text(encoding="utf-8"))
    for group in groups:
        for case in group["cases"]:
            assert set(case) <= {"name", "change", "date", "expect", "criteria", "facts"}, case
            raw = {**case.get("facts", group["facts"]), **case.get("change", {})}
            day = case.get("date", group.get("date", TODAY))
            yield pytest.param(group["scheme"], raw, day, case["expect"], case.get("criteria", {}), id=f"{group['scheme']}: {case['name']}")


GOLDEN = list(golden_cases())


@pytest.mark.parametrize(("scheme", "raw", "day", "expected", "criteria"), GOLDEN)
def test_golden_case(scheme: str, raw: dict[str, Any], day: date, expected: str, criteria: dict[str, str]) -> None:
    verdict = evaluate(RULES[scheme], facts_of(raw), on=day)
    outcomes = {criterion.id: criterion.outcome for criterion in verdict.criteria}
    assert verdict.verdict == expected, verdict.message
    assert {name: outcomes.get(name) for name in criteria} == criteria


def test_golden_cases_are_many_and_cover_every_scheme() -> None:
    assert len(GOLDEN) >= 200
    assert {str(case.values[0]) for case in GOLDEN} == set(RULES)


# ----------------------------------------------------------------------------------------------------------- principles


def value_of(name: str) -> st.SearchStrategy[Any]:
    field = FIELDS[name]
    match field.kind:
        case "choix" | "region":
            return st.sampled_from(field.choices)
        case "choix_multiple":
            return st.lists(st.sampled_from(field.choices), min_size=1, max_size=3, unique=True).map(tuple)
        case "entier":
            return st.sampled_from((0, 3, 5, 6, 9, 10, 11, 19, 20, 45, 49, 50, 60, 80, 220, 249, 250, 251, 499, 500, 2000, 4999, 5000, 6000))
        case "montant":
            return st.sampled_from(
                (0.0, 25e3, 1e5, 2e5, 3e5, 3.5e5, 4e5, 6e5, 75e4, 1.5e6, 2e6, 3e6, 5e6, 6e6, 1e7, 2e7, 3e7, 43e6, 50e6, 60e6, 1.5e9, 2e9, 3e9)
            )
        case "nombre":
            return st.sampled_from((0.0, 0.5, 1.0, 2.0, 3.0, 8.0, 12.0, 13.0, 20.0, 22.0, 24.0, 25.0, 26.0, 48.0, 49.0, 999.0, 1000.0))
        case "bool":
            return st.booleans()
        case "date":
            return st.dates(date(2005, 1, 1), date(2030, 12, 31))
        case "naf":
            return st.sampled_from(("25.62B", "C", "35", "01", "64.19Z", "12", "41", "68", "10.51A", "38.21Z", "A", "62"))
        case "departement":
            return st.sampled_from(("35", "2A", "974", "34", "69", "13"))
        case _:
            return st.sampled_from((0, 1, 2))


all_facts = st.fixed_dictionaries({}, optional={name: value_of(name) for name in FIELDS}).map(lambda known: CompanyFacts(**known))
days = st.one_of(st.just(TODAY), st.dates(date(2019, 1, 1), date(2031, 12, 31)))
some_rules = st.sampled_from(list(RULES.values()))
thorough = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def consistent(facts: CompanyFacts, on: date) -> bool:
    return not any(read(facts, name, on=on).conflict for name in (*FIELDS, "zone"))


def without_some(facts: CompanyFacts, dropped: set[str]) -> CompanyFacts:
    return replace(facts, **dict.fromkeys(dropped))


@thorough
@given(rule=some_rules, facts=all_facts, dropped=st.sets(st.sampled_from(list(FIELDS)), max_size=6), on=days)
def test_one_more_fact_never_turns_a_decision_into_a_missing_fact(rule: Rule, facts: CompanyFacts, dropped: set[str], on: date) -> None:
    before = evaluate(rule, without_some(facts, dropped), on=on)
    after = evaluate(rule, facts, on=on)
    for old, new in zip(before.criteria, after.criteria, strict=True):
        if old.outcome == NOT_MET or (old.outcome == MET and not old.reserve):
            assert new.outcome != MISSING, (old, new)


@thorough
@given(rule=some_rules, facts=all_facts, dropped=st.sets(st.sampled_from(list(FIELDS)), max_size=6), on=days)
def test_unknown_is_never_no(rule: Rule, facts: CompanyFacts, dropped: set[str], on: date) -> None:
    """A « no » given on part of the facts stays a « no » whatever else is learnt, unless the new facts contradict the old ones."""
    assume(consistent(facts, on))
    part = evaluate(rule, without_some(facts, dropped), on=on)
    whole = evaluate(rule, facts, on=on)
    for old, new in zip(part.criteria, whole.criteria, strict=True):
        if old.outcome == NOT_MET:
            assert new.outcome != MET, (old, new)
    if part.verdict == "not_eligible":
        assert whole.verdict == "not_eligible"


@pytest.mark.parametrize("scheme", RULES)
def test_without_any_fact_nothing_but_the_date_says_no(scheme: str) -> None:
    verdict = evaluate(RULES[scheme], CompanyFacts(), on=TODAY)
    assert verdict.verdict in {"to_complete", "to_check", "closed"}
    assert not [c for c in verdict.criteria if c.outcome == NOT_MET and c.field != "date"]


@thorough
@given(rule=some_rules, facts=all_facts, on=days)
def test_a_doubtful_status_never_gives_better_than_to_check(rule: Rule, facts: CompanyFacts, on: date) -> None:
    verdict = evaluate(rule, facts, on=on)
    if rule.status == "inconnu":
        assert verdict.verdict in {"to_check", "not_eligible", "closed"}
    for criterion, outcome in zip(rule.criteria, verdict.criteria[1 : 1 + len(rule.criteria)], strict=True):
        if criterion.doubt:
            assert outcome.outcome in {TO_CHECK, MISSING}


@thorough
@given(rule=some_rules, facts=all_facts, on=days)
def test_every_outcome_is_explained_and_sourced_and_never_promises(rule: Rule, facts: CompanyFacts, on: date) -> None:
    verdict = evaluate(rule, facts, on=on)
    addresses = {source.url for source in rule.sources}
    for criterion in verdict.criteria:
        assert criterion.source_url in addresses
        assert criterion.explanation.endswith(".")
        assert criterion.outcome != MISSING or criterion.question.endswith(("?", "."))
    text = " ".join((verdict.message, *(c.explanation for c in verdict.criteria)))
    assert not re.search(r"avez droit|aurez|êtes éligible|est éligible|garanti[es]? |obtiendrez|\bNone\b|\{|\}", text), text
    if verdict.verdict == "likely_eligible":
        assert "semble" in verdict.message
        assert "À confirmer par l'instructeur" in verdict.message
    assert len(verdict.questions) <= 2
    assert verdict.to_json()["verdict"] == verdict.verdict


@pytest.mark.parametrize("scheme", [rule.id for rule in RULES.values() if rule.closes and not rule.end_doubt])
def test_a_scheme_is_closed_from_the_day_after_its_last_day(scheme: str) -> None:
    rule = RULES[scheme]
    assert rule.closes is not None
    after = evaluate(rule, CompanyFacts(), on=date.fromordinal(rule.closes.toordinal() + 1))
    assert after.verdict == "closed"
    assert str(rule.closes.year) in after.message
    assert evaluate(rule, CompanyFacts(), on=rule.closes).verdict != "closed"


# ----------------------------------------------------------------------------------------------------------------- size


@pytest.mark.parametrize(
    ("known", "sizes"),
    [
        ({"effectif": 9, "chiffre_affaires_eur": 2e6}, {"TPE"}),
        ({"effectif": 9, "chiffre_affaires_eur": 2.1e6}, {"TPE", "PME"}),
        ({"effectif": 10, "chiffre_affaires_eur": 1e6}, {"PME"}),
        ({"effectif": 249, "bilan_eur": 43e6}, {"PME"}),
        ({"effectif": 249, "chiffre_affaires_eur": 51e6, "bilan_eur": 44e6}, {"ETI"}),
        ({"effectif": 250}, {"ETI", "GE"}),
        ({"effectif": 5000}, {"GE"}),
        ({"chiffre_affaires_eur": 1e6}, {"TPE", "PME", "ETI", "GE"}),
        ({"chiffre_affaires_eur": 2e9, "bilan_eur": 3e9}, {"GE"}),
        ({}, {"TPE", "PME", "ETI", "GE"}),
    ],
)
def test_unknown_figures_exclude_no_size(known: dict[str, Any], sizes: set[str]) -> None:
    assert possible_sizes(CompanyFacts(**known)) == sizes


def test_a_head_count_alone_makes_a_pme_under_a_written_reserve_and_asks_for_the_turnover() -> None:
    facts = facts_of({"demandeur": "entreprise", "effectif": 45, "projet": "écoconception"})
    verdict = evaluate(RULES["diag-ecoconception"], facts, on=TODAY)
    assert verdict.verdict == "likely_eligible"
    assert "sous réserve du chiffre d'affaires" in verdict.message
    assert verdict.questions == (FIELDS["chiffre_affaires_eur"].question,)
    assert verdict.to_json()["reserves"]


# ------------------------------------------------------------------------------------------------------- several schemes


def test_next_questions_settle_the_most_open_schemes_and_stop_at_two() -> None:
    asked = next_questions(RULES.values(), CompanyFacts(), on=TODAY)
    assert [question.field for question in asked] == ["projet", "type_demandeur"]
    assert len(asked[0].schemes) > 25
    known = facts_of({"demandeur": "entreprise", "projet": "décarbonation"})
    assert {q.field for q in next_questions(RULES.values(), known, on=TODAY)}.isdisjoint({"projet", "type_demandeur"})
    assert next_questions([RULES["tremplin-pme"], RULES["premiere-usine"]], CompanyFacts(), on=TODAY) == ()


def test_a_search_ranks_open_schemes_by_fit_and_keeps_the_others_apart() -> None:
    facts = facts_of(
        {"demandeur": "entreprise", "effectif": 45, "chiffre_affaires_eur": "6 M€", "naf": "25.62B", "region": "Bretagne", "projet": "décarbonation"}
        | {"investissement_eur": "600 k€", "travaux_commences": "non", "phase_ti": 2}
    )
    found = search_schemes(RULES.values(), facts, on=TODAY)
    assert found.open[0].rule.id in {"cee", "decarb-flash-2025-2027", "pacte-industrie", "visite-energie-cci", "ademe-audit-energetique"}
    assert found.open[0].verdict == "likely_eligible"
    groups = [found.open, found.unknown_status, found.closed, found.not_eligible, found.frameworks]
    assert sorted(v.rule.id for group in groups for v in group) == sorted(RULES)
    assert {v.rule.status for v in found.open} == {"ouvert"}
    assert "fonds-vert-territoires-industrie-2025" in {v.rule.id for v in found.closed}
    assert "fonds-vert-territoires-industrie-2026" in {v.rule.id for v in found.unknown_status}
    assert {v.rule.id for v in found.frameworks} == {"de-minimis", "rgec", "zone-afr-2022-2027"}
    assert set(found.to_json()) == {"open", "unknown_status", "closed", "not_eligible", "frameworks"}


@settings(max_examples=25, deadline=None)
@given(facts=all_facts, on=days)
def test_a_search_never_offers_a_closed_scheme_as_open(facts: CompanyFacts, on: date) -> None:
    for verdict in search_schemes(RULES.values(), facts, on=on).open:
        assert verdict.rule.closes is None or on <= verdict.rule.closes
        assert verdict.rule.opens is None or on >= verdict.rule.opens
        assert verdict.rule.status != "inconnu"


def test_two_schemes_are_compared_line_by_line_with_their_sources() -> None:
    compared = compare(RULES["ibac-pme"], RULES["demibac"], on=TODAY)
    rows = {row.label: row for row in compared.rows}
    assert rows["condition : dépenses du projet"].left == "au moins 300 000 € et au plus 1 500 000 €"
    assert rows["condition : dépenses du projet"].right == "plus de 1 500 000 €"
    assert rows["condition : consortium"].left == "aucune condition relevée"
    assert rows["condition : consortium"].differs
    assert rows["taux"].left == "35 à 45 %"
    assert rows["taux"].left_source.startswith("https://")
    assert compared.to_json()["rows"][0]["label"] == "statut"


def test_a_verdict_has_the_shape_of_the_command_line() -> None:
    verdict = evaluate(RULES["decarb-flash-2025-2027"], facts_of({"investissement_eur": 600000}), on=TODAY).to_json()
    assert list(verdict)[:6] == ["scheme", "on", "verdict", "criteria", "questions", "alternatives"]
    assert list(verdict["criteria"][0])[:7] == ["field", "required", "outcome", "value", "expected", "explanation", "source_url"]
    assert verdict["verdict"] == "to_complete"
    assert len(verdict["questions"]) == 2
    assert verdict["alternatives"][0] == "decarb-ind-25"


# ----------------------------------------------------------------------------------------------------------- rule files


def test_every_scheme_sheet_has_a_rule_and_every_rule_a_sheet() -> None:
    sheets = {path.stem for path in SHEETS.glob("*.md")} - NOT_SCHEMES
    assert len(RULES) == 78
    assert sheets == set(RULES)


@pytest.mark.parametrize("scheme", RULES)
def test_a_rule_agrees_with_its_sheet(scheme: str) -> None:
    """Every address of the rule is among the sources of the sheet, and both give the same status."""
    rule = RULES[scheme]
    front = yaml.safe_load((SHEETS / f"{scheme}.md").read_text(encoding="utf-8").split("---", 2)[1])
    sheet = {source["url"] for source in front["sources"]}
    cited = {criterion.source_url for criterion in evaluate(rule, CompanyFacts(), on=TODAY).criteria}
    cited |= {dated.source_url for criterion in rule.criteria for test in criterion.tests for dated in test.values}
    cited |= {url for criterion in rule.criteria for test in criterion.tests for dated in test.values for _, url in dated.alternatives}
    assert cited <= {source.url for source in rule.sources}
    assert cited <= sheet, cited - sheet
    assert front.get("status") == rule.status


VALID = (ROOT / "corpus" / "rules" / "visite-energie-cci.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("status: ouvert", "status: peut-être"), "status"),
        (lambda text: text.replace("value: 500", "value: cinq cents"), "valeur"),
        (lambda text: text.replace("field: effectif", "field: salaries"), "criteria"),
        (lambda text: text.replace("id: visite-energie-cci", "id: autre"), "nom du fichier"),
        (lambda text: text.replace('operator: "<"', 'operator: "in"'), "opérateur"),
        (lambda text: text + "status: ouvert\n", "deux fois"),
        (lambda text: text + "inconnue: 1\n", "inconnue"),
        (lambda text: text.replace("checked_on: 2026-11-23", "checked_on: 2026-13-23", 1), "date"),
        (lambda text: re.sub(r'(source_url: )"[^"]+"', r'\1"https://ailleurs.example"', text), "sources"),
        (lambda text: "- [", "YAML"),
    ],
)
def test_a_bad_rule_is_refused_with_its_name_and_the_place(tmp_path: Path, change: Callable[[str], str], reason: str) -> None:
    path = tmp_path / "visite-energie-cci.yaml"
    path.write_text(change(VALID), encoding="utf-8")
    with pytest.raises(DocumentError) as refused:
        read_rule(path)
    assert "visite-energie-cci.yaml" in str(refused.value)
    assert reason in str(refused.value)


def test_a_value_changes_on_its_day_without_touching_the_code() -> None:
    facts = CompanyFacts(minimis_recus_eur=250_000)
    before, after = (evaluate(RULES["de-minimis"], facts, on=day).criteria[1] for day in (date(2023, 12, 31), date(2024, 1, 1)))
    assert (before.outcome, after.outcome) == (NOT_MET, MET)
    assert before.expected == "au plus 200 000 €"
    assert after.expected == "au plus 300 000 €"


# -------------------------------------------------------------------------------------------------------- facts as typed


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("investissement_eur=600000", "investissement_eur", 600000),
        ("investissement_eur=600 000 €", "investissement_eur", 600000),
        ("investissement_eur=600\u202f000\u00a0€", "investissement_eur", 600000),
        ("investissement_eur=600k€", "investissement_eur", 600000),
        ("investissement_eur=600000.5", "investissement_eur", 600000.5),
        ("CA=1,5 M€", "chiffre_affaires_eur", 1500000),
        ("chiffre d'affaires = 1.5M€", "chiffre_affaires_eur", 1500000),
        ("bilan=43 millions d'euros", "bilan_eur", 43000000),
        ("bilan=2 milliards d’euros", "bilan_eur", 2000000000),
        ("bilan=1.500.000", "bilan_eur", 1500000),
        ("effectif=45 salariés", "effectif", 45),
        ("effectif=1 200", "effectif", 1200),
        ("taille=pme", "taille", "PME"),
        ("taille=grande entreprise", "taille", "GE"),
        ("territoire_industrie=oui", "territoire_industrie", True),
        ("travaux_commences=NON", "travaux_commences", False),
        ("phase=phase 1", "phase_ti", 1),
        ("phase_ti=aucune", "phase_ti", 0),
        ("naf=2562b", "naf", "25.62B"),
        ("naf=c", "naf", "C"),
        ("region=paca", "region", "Provence-Alpes-Côte d'Azur"),
        ("département=1", "departement", "01"),
        ("date_creation=01/07/2024", "date_creation", date(2024, 7, 1)),
        ("projet=R&D; formation", "projet", ("recherche et développement", "formation ou compétences")),
        ("zfrr=oui", "zone_zfrr", "oui"),
        ("part_rd_pct=20 %", "part_rd_pct", 20),
        ("effectif=?", "effectif", None),
        ("effectif=je ne sais pas", "effectif", None),
    ],
)
def test_a_fact_is_read_as_people_write_it(text: str, name: str, value: Any) -> None:
    assert parse_fact(text) == (name, value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("investissement_eur", "champ=valeur"),
        ("couleur=bleu", "Champs connus : type_demandeur, taille, effectif"),
        ("taille=XL", "TPE, PME, ETI, GE"),
        ("effectif=45,5", "entier"),
        ("effectif=-3", "positif"),
        ("CA=1.500", "ambigu"),
        ("CA=1,234.5", "ambigu"),
        ("CA=12 34.56.78", "mal écrit"),
        ("CA=50 zlotys", "zlotys"),
        ("CA=beaucoup", "nombre"),
        ("CA=" + "9" * 40, "trop long"),
        ("travaux_commences=peut-être", "oui"),
        ("date_creation=2024-02-31", "date"),
        ("naf=ZZ", "NAF"),
        ("region=Atlantide", "Bretagne"),
        ("departement=99", "département"),
        ("phase_ti=3", "2023-2027"),
    ],
)
def test_a_fact_that_cannot_be_read_gets_one_clear_sentence(text: str, reason: str) -> None:
    with pytest.raises(FactError, match=re.escape(reason)) as refused:
        parse_fact(text)
    assert refused.value.exit_code == 2
    assert "\n" not in str(refused.value)


def test_a_field_given_twice_with_two_values_is_refused() -> None:
    with pytest.raises(FactError, match="deux fois"):
        parse_facts(["effectif=10", "salaries=12"])
    assert parse_facts(["effectif=10", "salaries=10", "ca=?"]) == CompanyFacts(effectif=10)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(list(FIELDS)))
def test_any_text_is_read_or_refused_and_never_crashes(text: str, name: str) -> None:
    for line in (text, f"{name}={text}"):
        assert _read_or_refusal(line)  # facts, or a sentence that is never empty


def _read_or_refusal(line: str) -> CompanyFacts | str:
    try:
        return parse_facts([line])
    except FactError as refusal:
        return str(refusal)


def test_every_field_of_the_facts_is_described_and_asked_for() -> None:
    assert set(FIELDS) == {field.name for field in fields(CompanyFacts)}
    assert all(field.question.endswith(("?", "vérifier.")) for field in FIELDS.values())


def test_facts_complete_each_other() -> None:
    assert CompanyFacts(effectif=10).with_facts(CompanyFacts(region="Bretagne")).known() == {"effectif": 10, "region": "Bretagne"}
    assert CompanyFacts(date_creation=date(2024, 7, 1), projet=("eau",)).to_json() == {"date_creation": "2024-07-01", "projet": ["eau"]}
