"""The size of a company from the figures told, with the limits that decide. Nothing is searched."""

from __future__ import annotations

import pytest
from test_conversation_rules import Talk, words

from assistant.answers import ANSWERED, Answer
from assistant.company_facts import CompanyFacts
from assistant.facts_in_text import read_facts
from assistant.size_answers import answer_size
from assistant.verifying import foreign_facts

BASE = Answer("", "", "fr", "entreprise", ANSWERED)


def size_of(text: str) -> Answer | None:
    return answer_size(text, BASE, read_facts(text).facts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8 salariés et 900 000 € de chiffre d'affaires, TPE ou PME ?", "TPE (microentreprise)."),
        ("on est 180 salariés, CA 30 M€, on est une PME ?", "PME."),
        ("on est 700, PME ou ETI ?", "ETI ou grande entreprise."),
        ("7000 salariés et 3 milliards de chiffre d'affaires : ETI ou grande entreprise ?", "grande entreprise."),
        ("120 salariés et 80 M€ de CA, quelle taille d'entreprise ?", "PME ou ETI."),
    ],
)
def test_the_figures_give_the_size_or_those_that_remain_possible(text: str, found: str) -> None:
    answer = size_of(text)
    assert answer is not None
    assert f"l'entreprise semble être : {found}" in words(answer)
    for sentence in answer.sentences:
        assert not foreign_facts(sentence.text, [answer.citations[n - 1].quote for n in sentence.citations])


def test_what_would_decide_is_asked_for() -> None:
    answer = size_of("120 salariés et 80 M€ de CA, PME ou ETI ?")
    assert answer is not None
    assert "total du bilan" in answer.clarifications[0]


def test_the_official_texts_stand_behind_it() -> None:
    answer = size_of("on est 180 salariés, CA 30 M€, PME ou ETI ?")
    assert answer is not None
    assert [source.publisher for source in answer.citations[0].document.metadata.sources] == ["Commission européenne", "Légifrance"]


@pytest.mark.parametrize("text", ["PME ou ETI, quelle différence ?", "le prêt vert est pour 300 salariés au plus ?", "on est 300, on fabrique des vannes"])
def test_without_figures_or_without_asking_there_is_no_size(text: str) -> None:
    assert size_of(text) is None


def test_asking_for_the_size_declares_none_and_the_figures_are_kept() -> None:
    talk = Talk()
    talk.say("260 salariés, CA 60 M€, PME ou ETI ?")
    assert talk.facts == CompanyFacts(effectif=260, chiffre_affaires_eur=60e6).known()


def test_a_question_about_aids_is_not_one_about_size() -> None:
    assert "semble être" not in words(Talk().say("quelles aides pour une PME ou ETI de 260 salariés qui veut décarboner ?"))
