"""The report on rules, territories and facts: it counts, and it sees what is wrong."""

from __future__ import annotations

from dataclasses import replace

from fakes import shipped_rules_and_territories

from eval.bench_facts import load_cases
from eval.bench_rules import _holds_a_name, facts_figures, golden_eligibility, golden_territories, random_strings

RULES, TERRITORIES = shipped_rules_and_territories()


def test_a_rule_that_changes_makes_its_golden_cases_fail() -> None:
    count, failed = golden_eligibility(RULES)
    assert count >= 200
    assert failed == []
    closed = replace(RULES["pret-vert"], status="fermé", closes=None)
    _, failed = golden_eligibility({**RULES, "pret-vert": closed})
    assert failed
    assert all(name.startswith("pret-vert : ") for name in failed)


def test_golden_territories_are_counted() -> None:
    count, failed = golden_territories(TERRITORIES)
    assert count >= 80
    assert failed == []


def test_a_text_without_any_name_is_not_said_to_hold_one() -> None:
    assert _holds_a_name("xx Oyonnax", TERRITORIES)
    assert not _holds_a_name("qzxw 99999", TERRITORIES)
    assert list(random_strings(5)) == list(random_strings(5))  # the same from one run to the next


def test_each_half_of_the_facts_has_its_table() -> None:
    lines = "\n".join(facts_figures([("vues", load_cases(half="seen")[:10])]))
    assert "### vues : 10 phrases" in lines
    assert "**ensemble**" in lines
