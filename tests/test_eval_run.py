"""The gate of the golden questions: what it lets through and what it says."""

from __future__ import annotations

from eval.run import gate

FIGURES = {"facts_found": 0.9, "false_answers": 0.05}
BOUNDS = {"facts_found": {"min": 0.88}, "false_answers": {"max": 0.06}}


def test_figures_within_their_bounds_pass() -> None:
    assert gate(FIGURES, BOUNDS) == []


def test_each_figure_out_of_its_bounds_is_said() -> None:
    assert gate({"facts_found": 0.8, "false_answers": 0.07}, BOUNDS) == ["facts_found = 0.8, attendu au moins 0.88", "false_answers = 0.07, attendu au plus 0.06"]


def test_a_family_has_bounds_of_its_own() -> None:
    bounds = {**BOUNDS, "families": {"programme": {"false_refusals": {"max": 0.08}}}}
    assert gate(FIGURES, bounds, {"programme": {"false_refusals": 0.08}}) == []
    assert gate(FIGURES, bounds, {"programme": {"false_refusals": 0.09}}) == ["programme : false_refusals = 0.09, attendu au plus 0.08"]


def test_a_family_without_a_question_fails() -> None:
    assert gate(FIGURES, {"families": {"programme": {"facts_found": {"min": 0.5}}}}, {}) == ["programme : aucune question"]
