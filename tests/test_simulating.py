"""The simulator without a page: what is typed, described, looked up, and what the rules say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from fakes import shipped_rules_and_territories
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.companies import QUESTION, RegisterAnswer, RegisteredCompany, remembering, switched_off
from assistant.company_facts import FIELDS, parse_facts
from assistant.eligibility import CLOSED, MET, NOT_ELIGIBLE, evaluate
from assistant.eligibility_table import expected, ranking_table, table, tally, verdict_table
from assistant.page.simulator import MAIN_FIELDS, MORE_FIELDS
from assistant.simulating import FROM_THE_PLACE, Form, Ranking, Simulation, count, fields_of, is_proved, rank, simulate

DAY = date(2026, 11, 23)
RULES, TERRITORIES = shipped_rules_and_territories()
SIRET = "73282932000082"
OYONNAX = RegisteredCompany("732829320", SIRET, "POMPES DU HAUT BUGEY", "OYONNAX", "01283", "01100", "28.25Z", "SAS", "entreprise", date(2012, 5, 23), "20 à 49 salariés", "2023", "PME", True, False)


def simulated(form: Form, **options: Any) -> Simulation:
    return simulate(form, RULES, TERRITORIES, **{"today": DAY, "look_up_company": switched_off, **options})


def groups(ranking: Ranking) -> list[str]:
    parts = (ranking.near, ranking.distant, ranking.unknown_status, ranking.not_eligible, ranking.closed, ranking.frameworks)
    return [verdict.rule.id for part in parts for verdict in part]


def test_a_description_fills_the_form_and_the_place_gives_the_territory() -> None:
    result = simulated(Form(described="On est 45, on fabrique des pompes à chaleur à Oyonnax et on veut investir 600 000 €"))
    assert result.values == {"effectif": "45", "naf": "28", "secteur": "industrie manufacturière", "filiere": "pompes à chaleur", "investissement_eur": "600 000"}
    assert result.place == "Oyonnax (01)"
    assert result.territory is not None
    assert (result.territory.status, result.territory.list_date) == ("member", "2024-07-04")
    facts = result.ranking.facts
    assert (facts.phase_ti, facts.territoire_industrie, facts.departement, facts.region) == (2, True, "01", "Auvergne-Rhône-Alpes")
    assert "c3iv" in [verdict.rule.id for verdict in result.ranking.near[:3]]


def test_what_the_form_shows_gives_the_same_facts_when_it_is_sent_again() -> None:
    first = simulated(Form(described="PME de 45 salariés à Oyonnax, 6 M€ de CA, décarbonation et formation, créée le 2 mars 2019, rien signé"))
    again = simulated(Form(first.values, first.place))
    assert again.ranking.facts == first.ranking.facts
    assert (again.values, again.place, again.problems) == (first.values, first.place, {})


def test_a_description_wins_over_what_was_typed_and_says_what_it_left_open() -> None:
    result = simulated(Form({"effectif": "60", "secteur": "énergie"}, described="non, on est 45, entre 2 et 3 M€ de chiffre d'affaires"))
    assert result.values["effectif"] == "45"
    assert result.values["secteur"] == "énergie"
    assert "chiffre_affaires_eur" not in result.values
    assert any("chiffre d'affaires" in said for said in result.unsettled)


def test_a_field_that_cannot_be_read_is_left_out_with_a_sentence_and_stays_in_the_form() -> None:
    result = simulated(Form({"effectif": "beaucoup", "investissement_eur": "-3", "part_rd_pct": "120", "chiffre_affaires_eur": "6 M€"}))
    assert result.ranking.facts.known() == {"chiffre_affaires_eur": 6e6}
    assert result.problems["effectif"].startswith("Un nombre est attendu")
    assert result.problems["investissement_eur"] == "Un nombre positif est attendu."
    assert result.problems["part_rd_pct"] == "Une part est de 100 % au plus."
    assert result.values["effectif"] == "beaucoup"
    assert all("champ=" not in why and "effectif=" not in why for why in result.problems.values())


def test_an_ambiguous_place_gives_candidates_and_no_fact() -> None:
    result = simulated(Form(place="Saint-Denis"))
    assert result.territory is not None
    assert result.territory.status == "ambiguous"
    assert len(result.territory.candidates) >= 2
    assert result.ranking.facts.known() == {}


def test_a_region_that_is_not_that_of_the_commune_gives_way_and_is_said() -> None:
    result = simulated(Form({"region": "Bretagne"}, place="Oyonnax"))
    assert result.ranking.facts.region == "Auvergne-Rhône-Alpes"
    assert "Auvergne-Rhône-Alpes" in result.problems["region"]


def test_a_siret_gives_the_commune_and_the_activity_but_never_a_head_count() -> None:
    asked: list[str] = []

    def register(number: str) -> RegisterAnswer:
        asked.append(number)
        return RegisterAnswer("found", "D'après le registre…", "", OYONNAX)

    memory: dict[str, RegisterAnswer] = {}
    for _ in range(2):
        result = simulated(Form({"naf": "25"}, place="732 829 320 00082"), look_up_company=remembering(register, memory))
    assert asked == [SIRET]
    assert result.territory is not None
    assert result.territory.commune is not None
    assert result.territory.commune.name == "Oyonnax"
    facts = result.ranking.facts
    assert (facts.naf, facts.forme_juridique, facts.effectif, facts.taille) == ("25", "SAS", None, None)  # what was typed wins


def test_the_head_office_of_a_siren_is_not_taken_for_the_site() -> None:
    head_office = replace(OYONNAX, head_office=True)
    result = simulated(Form(place="732829320"), look_up_company=lambda number: RegisterAnswer("found", "Siège…", QUESTION, head_office))
    assert result.territory is None
    assert result.company is not None
    assert result.company.question == QUESTION
    assert result.ranking.facts.region is None


def test_the_siren_of_an_intercommunality_is_a_place_and_not_a_company() -> None:
    result = simulated(Form(place="200042935"), look_up_company=lambda number: pytest.fail("le registre a été interrogé"))
    assert result.territory is not None
    assert result.territory.status == "member"


def test_a_register_that_does_not_answer_is_asked_again() -> None:
    answers = [switched_off(SIRET), RegisterAnswer("found", "trouvé", "", OYONNAX)]
    ask = remembering(lambda number: answers.pop(0), {})
    assert [ask(SIRET).status, ask(SIRET).status, ask(SIRET).status] == ["unavailable", "found", "found"]


def test_every_field_that_a_rule_uses_has_its_place_in_the_form() -> None:
    in_the_form = {*MAIN_FIELDS, *(name for names in MORE_FIELDS.values() for name in names)}
    used = fields_of(RULES.values()) - {"zone"}  # deduced from the region
    assert used - in_the_form - set(FROM_THE_PLACE) == set()
    assert in_the_form <= set(FIELDS)
    assert "region" in in_the_form


def test_every_scheme_stands_in_one_group_and_the_best_come_first() -> None:
    ranking = simulated(Form({"type_demandeur": "entreprise", "effectif": "45", "projet": "décarbonation", "investissement_eur": "600 000"}, "Oyonnax")).ranking
    assert sorted(groups(ranking)) == sorted(RULES)
    assert {verdict.verdict for verdict in ranking.closed} == {CLOSED}
    assert {verdict.verdict for verdict in ranking.not_eligible} == {NOT_ELIGIBLE}
    ranks = ["likely_eligible to_complete to_check".split().index(verdict.verdict) for verdict in ranking.near]
    assert ranks == sorted(ranks)
    assert all(count(verdict, MET) for verdict in ranking.near)


def test_a_question_passed_over_leaves_room_for_the_next() -> None:
    first = simulated(Form({"effectif": "45"})).ranking.questions
    after = simulated(Form({"effectif": "45"}, skipped=(first[0].field,))).ranking.questions
    assert after == first[1:]


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.one_of(st.sampled_from(["oui", "non", "45", "600 k€", "PME", "entreprise", "25", "2020-01-02"]), st.text(max_size=12)), max_size=5))
def test_whatever_is_typed_gives_every_scheme_a_verdict_or_a_sentence(values: dict[str, str]) -> None:
    result = simulated(Form(values))
    assert len(groups(result.ranking)) == len(RULES)
    assert set(result.problems) <= set(values)


def test_a_sentence_that_the_rule_does_not_hold_keeps_the_scheme_out() -> None:
    facts = simulated(Form({"effectif": "45"})).ranking.facts
    verdict = evaluate(RULES["pret-vert"], facts, on=DAY)
    assert is_proved(verdict, facts)
    assert not is_proved(replace(verdict, message=f"{verdict.message} Le montant est de 123 456 €."), facts)
    wrong = replace(verdict.criteria[2], explanation=verdict.criteria[2].explanation.replace("5 000", "6 000"))
    assert not is_proved(replace(verdict, criteria=(wrong,)), facts)


def test_the_terminal_shows_open_schemes_first_then_unknown_ones_then_closed_ones_in_one_line() -> None:
    ranking = rank(RULES, simulated(Form({"effectif": "45", "projet": "décarbonation"})).ranking.facts, on=DAY)
    shown = ranking_table(ranking, width=100)
    places = [shown.index(part) for part in ("Ouverts, proches", "Rien de récent", "ne semble pas remplie (" if "ne semble pas remplie (" in shown else "Fermés", "Fermés : ")]
    assert places == sorted(places)
    assert all(len(line) <= 100 for line in shown.splitlines())
    assert shown.count("Prêt Vert ADEME (Bpifrance)") == 1


def test_one_scheme_in_the_terminal_says_what_is_expected_in_words() -> None:
    facts = simulated(Form({"effectif": "45"})).ranking.facts
    verdict = evaluate(RULES["pret-vert"], facts, on=DAY)
    shown = verdict_table(verdict, width=140)
    assert "moins de 5 000 salariés" in shown
    assert "45 salariés" in shown
    assert "A (agriculture, sylviculture et pêche)" in " ".join(expected(c) for c in verdict.criteria)
    assert "à préciser" in tally(verdict)
    assert table(("a", "b"), [("mot " * 30, "x" * 40)], width=50).count("\n") > 3


@pytest.mark.parametrize("on", [DAY, date(2024, 3, 1), date(2025, 1, 15), date(2026, 6, 1), date(2028, 2, 2)])
def test_every_sentence_of_the_golden_cases_is_proved_by_the_rule_as_published(on: date) -> None:
    """What is shown of a scheme rests on the published rule and the given facts alone, for every rule on every twelfth golden project, on five days."""
    projects = yaml.safe_load((Path(__file__).parent / "golden" / "eligibility.yaml").read_text(encoding="utf-8"))
    for project in projects[::12]:
        facts = parse_facts(f"{name}={_typed(value)}" for name, value in (project.get("facts") or {}).items())
        for rule in RULES.values():
            assert is_proved(evaluate(rule, facts, on=on), facts), rule.id


def _typed(value: Any) -> str:
    return ("oui" if value else "non") if isinstance(value, bool) else ";".join(value) if isinstance(value, list) else str(value)
