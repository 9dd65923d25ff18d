"""A follow-up becomes the question it stands for; a question that stands alone is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.conversing import MAX_TURNS, Conversation, Turn, questions_in, resolve, topic_of
from assistant.french import squash

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "golden" / "conversations.yaml").read_text(encoding="utf-8"))


def after(asked: str, *, subject: str = "", choices: tuple[str, ...] = (), kind: str = "documentary") -> Conversation:
    conversation = Conversation()
    conversation.remember(Turn(asked, asked, "answered", subject, kind, choices))
    return conversation


def is_understood(case: dict[str, Any]) -> bool:
    resolved = resolve(case["follow_up"], after(case["asked"], subject=case.get("subject", ""), choices=tuple(case.get("choices", ()))))
    text = squash(resolved.text)
    held = all(squash(word) in text for word in case["must"]) and not any(squash(word) in text for word in case.get("must_not", ()))
    return held and resolved.language == case.get("language", "")


def test_at_least_nine_follow_ups_in_ten_are_understood() -> None:
    assert len(CASES) >= 80
    missed = [(case["asked"], case["follow_up"]) for case in CASES if not is_understood(case)]
    assert len(missed) <= 0.1 * len(CASES), missed


def test_the_first_question_is_left_alone() -> None:
    assert resolve("et pour une ETI ?", Conversation()).text == "et pour une ETI ?"
    assert not resolve("et pour une ETI ?", Conversation()).inherits


@pytest.mark.parametrize("question", ["Combien de territoires compte la phase 2 du programme ?", "Qu'est-ce que la loi Industrie verte ?", "Comment fonctionne l'exonération AFR ?", "Thiers est-il Territoire d'industrie ?"])
def test_a_question_that_names_its_subject_comes_back_unchanged(question: str) -> None:
    resolved = resolve(question, after("C'est quoi le fonds vert ?", subject="Fonds vert"))
    assert resolved.text == question
    assert not resolved.inherits


def test_a_choice_that_was_not_shown_is_not_invented() -> None:
    assert "Prêt Vert" not in resolve("le troisième ?", after("Quelles aides ?", choices=("Prêt Vert", "Fonds chaleur"))).text


def test_resolving_twice_gives_the_same_text() -> None:
    for case in CASES:
        conversation = after(case["asked"], subject=case.get("subject", ""), choices=tuple(case.get("choices", ())))
        assert resolve(case["follow_up"], conversation) == resolve(case["follow_up"], conversation)


def test_small_talk_does_not_become_the_subject() -> None:
    conversation = after("C'est quoi le fonds vert ?", subject="Fonds vert")
    conversation.remember(Turn("merci", "merci", "answered", kind="talk"))
    assert "fonds vert" in squash(resolve("il est ouvert ?", conversation).text)


def test_only_the_last_turns_are_kept() -> None:
    conversation = Conversation()
    for number in range(3 * MAX_TURNS):
        conversation.remember(Turn(f"question {number}", f"question {number}", "answered"))
    assert len(conversation.turns) == MAX_TURNS
    assert conversation.turns[-1].asked == f"question {3 * MAX_TURNS - 1}"


def test_starting_afresh_forgets_everything() -> None:
    conversation = after("C'est quoi le fonds vert ?", subject="Fonds vert")
    conversation.language, conversation.asked, conversation.schemes = "en", ("effectif",), ("pret-vert",)
    conversation.reset()
    assert conversation == Conversation()
    assert resolve("il est ouvert ?", conversation).text == "il est ouvert ?"


def test_two_conversations_share_nothing() -> None:
    one, other = after("C'est quoi le fonds vert ?", subject="Fonds vert"), Conversation()
    assert other.turns == []
    assert resolve("combien ?", one).text != resolve("combien ?", other).text


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("C'est quoi le crédit d'impôt C3IV ? Et qui décide au fonds vert ?", 2),
        ("Qui pilote le programme national ? Combien de territoires labellisés ? Quelles priorités pour la phase 2 ?", 3),
        ("Le fonds vert ? Il est ouvert ?", 1),
        ("Un ? Deux ? Trois ? Quatre ?", 1),
        ("On est une PME de 45 salariés. Quelles aides ?", 1),
        ("Bonjour ? Quelles aides ?", 1),
        ("Quelles aides ?", 1),
    ],
)
def test_a_message_is_cut_into_its_questions(message: str, count: int) -> None:
    assert len(questions_in(message)) == count


@pytest.mark.parametrize(("question", "topic"), [("Qu'est-ce que le fonds vert ?", "le fonds vert"), ("Parlez-moi du C3IV", "C3IV"), ("le fonds vert", "le fonds vert"), ("Quand ?", "Quand")])
def test_the_topic_is_what_follows_the_interrogative(question: str, topic: str) -> None:
    assert topic_of(question) == topic


@pytest.mark.parametrize("text", ["", "?", "et", "le premier", "non", "🙂", "é" * 300, "œuvre et cœur ?"])
def test_any_follow_up_gives_some_text(text: str) -> None:
    assert isinstance(resolve(text, after("Qu'est-ce que le cœur de l'œuvre ?", choices=("A",))).text, str)


def test_a_follow_up_to_a_list_of_schemes_is_asked_of_the_first_ones() -> None:
    resolved = resolve("combien au maximum ?", after("on a droit à quoi ?", kind="eligibility", choices=("C3IV", "Prêt Vert (Bpifrance)", "Audit énergétique", "VTE")))
    assert resolved.text == "combien au maximum : C3IV ? combien au maximum : Prêt Vert (Bpifrance) ? combien au maximum : Audit énergétique ?"
    assert resolved.inherits


def test_a_second_follow_up_is_about_what_the_first_was_about() -> None:
    assert resolve("c'est dans quel article ?", after("qui décide : un PINM ?")).text == "c'est dans quel article : un PINM ?"


def test_an_amount_alone_is_no_subject() -> None:
    assert resolve("budget 2 M€ c'est assez ?", after("DECARB IND c'est pour qui ?", subject="DECARB IND 25")).text.endswith(": DECARB IND 25 ?")


def test_a_new_case_does_not_take_the_place_of_the_scheme() -> None:
    conversation = after("Le C3IV couvre les panneaux solaires ?", subject="C3IV", choices=("C3IV",))
    assert "C3IV" in resolve("et les électrolyseurs ?", conversation).text
    assert "C3IV" not in resolve("et le fonds vert ?", conversation).text


def test_after_a_place_who_and_what_there_is_are_asked_of_that_place() -> None:
    conversation = after("Firminy est-elle Territoire d'industrie ?", subject="Firminy", kind="territory")
    assert "Firminy" in resolve("qui est le chef de projet ?", conversation).text
    assert "Firminy" in resolve("quels projets ?", conversation).text
    assert "Firminy" not in resolve("quels projets sont éligibles au fonds vert ?", conversation).text
    assert resolve("quels sont les projets du programme ?", conversation).text == "quels sont les projets du programme ?"


def test_a_question_of_time_alone_goes_back_to_the_subject() -> None:
    assert "commande publique" in resolve("à partir de quand ?", after("Que change la loi dans la commande publique ?")).text


def test_another_place_takes_the_place_of_the_former() -> None:
    assert resolve("et à Guéret ?", after("On est 45 à Saint-Just-en-Chaussée, on a droit à quoi ?")).text == "On est 45 à Guéret, on a droit à quoi ?"
