"""What a question takes for granted is said back when the passages found give another value of the same thing, and never otherwise."""

from __future__ import annotations

import pytest

from assistant.phrases import PHRASES
from assistant.premises import supposed_otherwise

TERRITORIES = "La phase 2 (2023-2027) du programme réunit 183 territoires, d'après la liste de l'ANCT."
LAUNCH = "Le programme Territoires d'industrie a été lancé le 22 novembre 2018 à Lyon."
CEILING = "Les versements sur le livret vert sont plafonnés à 22 950 €."
RATE = "Le taux du crédit d'impôt Alpha est de 20 %, et de 40 % outre-mer."
MEMBERS = "Le comité régional compte douze membres, dont quatre industriels."


@pytest.mark.parametrize(
    ("question", "statement", "written"),
    [
        ("Le programme compte 250 territoires, c'est ça ?", TERRITORIES, "250 territoires"),
        ("Pourquoi la phase 2 a-t-elle 200 territoires ?", TERRITORIES, "200 territoires"),
        ("les 90 territoires de la phase 2 sont-ils tous ruraux", TERRITORIES, "90 territoires"),
        ("Territoires d'industrie a bien été lancé en 2015 ?", LAUNCH, "2015"),
        ("On m'a dit que le programme a été lancé en mars 2019, vous confirmez ?", LAUNCH, "mars 2019"),
        ("Le livret vert est plafonné à 50 000 €, n'est-ce pas ?", CEILING, "50 000 €"),
        ("Le taux du crédit d'impôt Alpha est de 35 %, non ?", RATE, "35 %"),
        ("Puisque le comité régional compte 30 membres, qui le préside ?", MEMBERS, "30 membres"),
    ],
)
def test_a_value_that_the_passages_deny_is_quoted_back_as_it_was_written(question: str, statement: str, written: str) -> None:
    assert supposed_otherwise(question, statement, [statement]) == written
    assert written in question


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Le programme compte 183 territoires, c'est ça ?", TERRITORIES),
        ("Territoires d'industrie a bien été lancé en 2018 ?", LAUNCH),
        ("Le programme a bien été lancé en novembre 2018 ?", LAUNCH),
        ("Le taux du crédit d'impôt Alpha est de 40 %, non ?", RATE),
        ("Le comité régional compte 12 membres, n'est-ce pas ?", MEMBERS),
    ],
)
def test_a_value_that_the_passages_give_is_not_contested(question: str, statement: str) -> None:
    assert supposed_otherwise(question, statement, [statement]) == ""


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Nous avons 250 territoires à suivre, c'est ça ?", TERRITORIES),  # their own figure
        ("Mon projet coûte 50 000 €, le livret vert est plafonné à combien ?", CEILING),
        ("On verse 50 000 € sur le livret vert, ok ?", CEILING),
        ("Combien de territoires en 2026 ?", TERRITORIES),  # asks, supposes nothing
        ("Le livret vert prévoit-il 50 000 € de plafond pour un couple", CEILING),
    ],
)
def test_the_reader_s_own_figures_and_open_questions_suppose_nothing(question: str, statement: str) -> None:
    assert supposed_otherwise(question, statement, [statement]) == ""


def test_a_value_of_another_thing_denies_nothing() -> None:
    assert supposed_otherwise("Le programme compte 250 communes, c'est ça ?", TERRITORIES, []) == ""
    assert supposed_otherwise("L'usine de Beauval emploie 300 personnes, non ?", MEMBERS, []) == ""
    assert supposed_otherwise("Le fonds Bêta dure bien 12 mois ?", "Le comité rend son avis sous 3 mois.", []) == ""


def test_a_value_found_in_another_passage_on_the_same_thing_is_not_contested() -> None:
    phase_1 = "La phase 1 du programme comptait 149 territoires."
    assert supposed_otherwise("Le programme compte 149 territoires, c'est ça ?", TERRITORIES, [TERRITORIES, phase_1]) == ""


def test_only_a_value_and_the_word_that_it_counts_are_quoted_back() -> None:
    question = "Le programme compte 250 territoires <script>alert(1)</script> [clic](http://mal.example), c'est ça ?"
    assert supposed_otherwise(question, TERRITORIES, []) == "250 territoires"


def test_the_phrase_has_one_place_for_the_value() -> None:
    for language in ("fr", "en"):
        assert PHRASES[language]["premise"].count("{}") == 1


@pytest.mark.parametrize("text", ["", "?", "1" * 2000, "250 " * 500, "les 3 " * 400, "€" * 500])
def test_odd_questions_suppose_nothing(text: str) -> None:
    assert supposed_otherwise(text, TERRITORIES, [TERRITORIES]) == ""
