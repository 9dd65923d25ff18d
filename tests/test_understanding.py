"""What is read in the words of a question: language, audience, phase, day, references, kinds of answer."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import QuestionError
from assistant.glossary import Entry, Glossary
from assistant.understanding import Question, clean, detect_language, infer_audience, understand

TODAY = date(2026, 11, 23)


def read(text: str, **more: object) -> Question:
    return understand(text, glossary=Glossary([Entry("ZAN", "zéro artificialisation nette")]), today=TODAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "phase"),
    [("priorités de la phase 2", 2), ("la première phase", 1), ("territoires 2018-2022", 1), ("programme 2023-2027", 2), ("le programme actuel", 2), ("phase 1 et phase 2", None), ("le programme", None), ("avant 2023, combien ?", 1), ("l'ancienne génération", 1)],
)
def test_the_phase_asked_for_is_read(text: str, phase: int | None) -> None:
    assert read(text).phase == phase


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Que disait la loi au 1er mars 2024 ?", date(2024, 3, 1)),
        ("le délai au 15/09/2024", date(2024, 9, 15)),
        ("combien en 2019 ?", date(2019, 12, 31)),
        ("avant octobre 2024", date(2024, 9, 30)),
        ("la règle en mars 2025", date(2025, 3, 28)),
        ("au 31 février 2024", TODAY),
        ("combien de territoires ?", TODAY),
        ("ouvert en 2026 ?", TODAY),
    ],
)
def test_the_day_asked_for_is_read(text: str, day: date) -> None:
    assert read(text).on == day


def test_a_day_given_by_the_caller_wins() -> None:
    assert read("combien en 2019 ?", on=date(2022, 1, 1)).on == date(2022, 1, 1)


def test_a_question_about_an_earlier_day_is_about_the_past() -> None:
    assert read("combien en 2019 ?").past
    assert read("en phase 1").past
    assert not read("combien de territoires ?").past


@pytest.mark.parametrize(("text", "language"), [("What is the green fund and who can apply?", "en"), ("C'est quoi le fonds vert ?", "fr"), ("ZAN", "fr"), ("Is my company eligible for funding?", "en"), ("la loi « the law » est quoi", "fr")])
def test_the_language_is_that_of_the_function_words(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(("text", "audience"), [("Mon entreprise peut-elle avoir une aide ?", "entreprise"), ("Je suis maire d'une commune", "elu"), ("on est 45, on fabrique des vis", "entreprise"), ("une entreprise me demande ses droits", "agent"), ("C'est quoi le ZAN ?", "agent"), ("ma communauté de communes", "elu")])
def test_who_asks_is_inferred_from_what_they_say(text: str, audience: str) -> None:
    assert infer_audience(text) == audience


@pytest.mark.parametrize(
    ("text", "kind"),
    [("C'est quoi le ZAN ?", "definition"), ("Quel montant ?", "amount"), ("Combien de territoires ?", "count"), ("Jusqu'à quand ?", "date"), ("Combien de temps ?", "duration"), ("Qui décide ?", "who"), ("Comment déposer ?", "steps"), ("Quelles sont les priorités ?", "list"), ("Puis-je en bénéficier ?", "condition"), ("Pourquoi ?", "why"), ("Quelle différence ?", "comparison"), ("À qui s'adresser ?", "contact")],
)
def test_the_kind_of_answer_asked_for_is_read(text: str, kind: str) -> None:
    assert kind in read(text).answer_types


@pytest.mark.parametrize(("text", "references"), [("l'article L. 181-10-1", ("l181-10-1",)), ("art R512-39-3", ("r512-39-3",)), ("que dit l'article 12 ?", ("12",)), ("les aides", ())])
def test_law_references_are_read(text: str, references: tuple[str, ...]) -> None:
    assert read(text).law_references == references


def test_shorthand_is_written_out() -> None:
    assert read("c koi le ZAN svp").text == "qu'est-ce que le ZAN"


def test_acronyms_are_written_out_for_the_model_only() -> None:
    question = read("le ZAN ?")
    assert question.text == "le ZAN ?"
    assert question.embedded == "le ZAN ? (zéro artificialisation nette)"


def test_a_corrected_word_is_said() -> None:
    question = read("les teritoires", correct=lambda word: "territoires" if word == "teritoires" else None)
    assert question.text == "les territoires"
    assert question.corrections == {"teritoires": "territoires"}


def test_words_of_an_english_question_are_not_corrected() -> None:
    question = read("How many companies are in the programme?", correct=lambda word: "compares" if word == "companies" else None)
    assert "companies" in question.text
    assert not question.corrections


def test_hidden_characters_are_taken_out() -> None:
    assert clean("le fo\u200bnds\u00ad vert\u202e ?", max_length=100) == "le fonds vert ?"


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u200b", "\n\t"])
def test_an_empty_question_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(QuestionError, match="vide"):
        clean(text, max_length=100)


def test_a_question_that_is_too_long_is_refused_with_the_limit() -> None:
    assert clean("a" * 100, max_length=100) == "a" * 100
    with pytest.raises(QuestionError, match="100"):
        clean("a" * 101, max_length=100)


@pytest.mark.parametrize("text", ["?", "🙂", "1" * 50, "99/99/2024", "au 45 mars 2024", "L. R. D.", "phase", "%s {0} $x"])
def test_any_text_is_understood_without_error(text: str) -> None:
    assert read(text).on == TODAY


@pytest.mark.parametrize(
    ("text", "phase"),
    [("la première liste de 2018, combien d'intercos ?", 1), ("ce qui a changé entre 2021 et 2024", None), ("le budget de 2024", None), ("la loi n° 2019-1428", None), ("la nouvelle phase", 2)],
)
def test_a_question_whose_years_are_all_before_2023_is_about_phase_1(text: str, phase: int | None) -> None:
    assert read(text).phase == phase


def test_a_named_phase_is_searched_as_the_documents_write_it() -> None:
    assert read("combien de territoires dans la nouvelle phase ?").text == "combien de territoires dans la phase 2 ?"
