"""What value a question asks for, and how far a text states it."""

from __future__ import annotations

import pytest

from assistant.asking import AskedValue, asked_value, near_share
from assistant.french import stem


def share(question: str, text: str) -> float:
    return near_share(asked_value(question), text, question=question, weight=lambda term: 1.0)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("combien de projets en cours ?", "count"),
        ("nb de lauréats", "count"),
        ("quel est le budget de la mesure ?", "money"),
        ("la machine a coûté combien", "money"),
        ("quelle part des dépenses ?", "share"),
        ("taux d'aide pour une PME", "share"),
        ("sous combien de jours la réponse ?", "duration"),
        ("quand ferme le guichet ?", "date"),
        ("Prêt X : date de clôture", "date"),
        ("quel cabinet fait les missions ?", "name"),
        ("Qui préside le comité ?", ""),
        ("comment déposer un dossier ?", ""),
    ],
)
def test_the_kind_of_value_is_read(question: str, kind: str) -> None:
    assert asked_value(question).kind == kind


@pytest.mark.parametrize("question", ["y a une enveloppe à part ?", "nos frais comptent-ils ?", "est-ce que l'enveloppe change ?"])
def test_a_yes_or_no_question_that_names_no_quantity_asks_for_no_value(question: str) -> None:
    assert asked_value(question).kind == ""


def test_what_is_counted_is_the_first_word_after_the_measure() -> None:
    asked = asked_value("combien de fiches actions en phase 2 ?")
    assert asked.head == stem("fiches")
    assert stem("phase") not in asked.of


def test_a_figure_beside_its_word_states_the_value() -> None:
    assert share("combien de lauréats ?", "La mesure compte 40 lauréats.") > 0.9


def test_a_figure_of_something_else_hardly_does() -> None:
    assert share("combien de lauréats ?", "La mesure compte 40 communes.") < 0.2


def test_a_sentence_without_a_figure_does_not() -> None:
    assert share("combien de lauréats ?", "La mesure compte des lauréats.") == 0.0


def test_the_date_of_a_source_is_no_answer_to_when() -> None:
    assert share("quand ferme le guichet ?", "Le guichet aide les usines (fiche du 3 décembre 2025).") == 0.0
    assert share("quand ferme le guichet ?", "Le guichet ferme le 3 décembre 2025.") > 0.5


def test_a_value_that_the_question_says_itself_is_no_answer() -> None:
    assert share("combien d'usines en 2024 ?", "En 2024, des usines ont fermé.") == 0.0


def test_a_name_is_stated_only_by_a_name_that_the_question_does_not_hold() -> None:
    question = "quelle entreprise pilote à Oyonnax ?"
    assert near_share(AskedValue("name"), "Le site de Oyonnax est piloté localement.", question=question, weight=lambda term: 1.0) == 0.0
    assert near_share(AskedValue("name"), "Le site est piloté par Holosolis.", question=question, weight=lambda term: 1.0) == 1.0
