"""« Est-ce encore ouvert ? »: the window of a scheme that is named, from its rule, on the day asked. The rules are the real ones; nothing is searched."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from test_conversation_rules import DAY, NAMES, RULES, Talk, words

from assistant.answering import answer_question
from assistant.answers import ANSWERED, Answer
from assistant.chunking import Statement
from assistant.company_facts import day_in_words
from assistant.rendering import french_date
from assistant.rule_sheets import document_of
from assistant.schemes_in_text import SchemeNames
from assistant.small_talk import kind_of
from assistant.status_answers import answer_status, asks_about_window
from assistant.verifying import foreign_facts

BASE = Answer("", "", "fr", "entreprise", ANSWERED)


def status_of(text: str, *, on: date | None = None, rules: Any = RULES, base: Answer = BASE) -> Answer | None:
    return answer_status(text, base, rules, NAMES, on=on, today=DAY)


@pytest.mark.parametrize(
    "text",
    ["le Chèque Vert Grand Est est rouvert ?", "quand ferme le guichet Decarb Flash ?", "ETIncelles : date limite de candidature", "le CEDRE existe encore ?", "Diag Adaptation toujours valable ?", "is the green loan still open?", "peut-on encore déposer un dossier BCIAT ?"],
)
def test_a_scheme_and_its_opening_are_a_question_about_its_window(text: str) -> None:
    assert asks_about_window(text, NAMES)


@pytest.mark.parametrize(
    "text",
    ["le CEDRE est-il ouvert aux associations ?", "à partir de quel montant le prêt vert est-il ouvert ?", "quel est le taux du CIR ?", "suis-je éligible au prêt vert ?", "les candidatures sont-elles encore ouvertes ?", "on est 45, peut-on encore demander le prêt vert ?"],
)
def test_another_question_about_a_scheme_is_not_one_about_its_window(text: str) -> None:
    assert status_of(text) is None


@pytest.mark.parametrize("scheme", sorted(RULES))
def test_every_sentence_on_a_window_is_proved_by_the_rule_that_it_cites(scheme: str) -> None:
    name = re.sub(r" \(CGI[^)]*\)", "", RULES[scheme].name)  # « art. »: a full stop ends a name
    answer = answer_status(f"« {name} » : toujours ouvert ?", BASE, RULES, SchemeNames([RULES[scheme]]), on=None, today=DAY)
    assert answer is not None
    told = [s for s in answer.sentences if s.kind == "fact"]
    rule = RULES[scheme]
    assert all(day_in_words(day) in words(answer) for day in (rule.opens, rule.closes) if day)
    assert not rule.status_date or french_date(rule.status_date) in words(answer)
    for sentence in told:
        cited = [answer.citations[n - 1] for n in sentence.citations]
        assert cited
        assert not foreign_facts(sentence.text, [c.quote for c in cited])
        assert all(c.document.text[c.start : c.end] == c.quote for c in cited)


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.status == "inconnu" and not rule.closes], ids=lambda rule: rule.id)
def test_a_scheme_of_unknown_status_is_never_said_to_be_open(rule: Any) -> None:
    answer = status_of(f"{rule.name} : encore ouvert ?", rules={rule.id: rule})
    assert answer is not None
    assert "Aucune source récente ne confirme" in words(answer)
    assert "donné comme ouvert" not in words(answer)


def test_an_open_scheme_is_told_with_its_dates_its_source_and_what_to_do() -> None:
    rule = RULES["decarb-flash-2025-2027"]
    answer = status_of("jusqu'à quand le DECARB FLASH est-il ouvert ?")
    assert answer is not None
    assert all(day_in_words(day) in words(answer) for day in (rule.opens, rule.closes, rule.checked_on))
    assert "Démarche" in words(answer)
    assert rule.contact in words(answer)


def test_a_scheme_closed_today_may_have_been_open_on_the_day_asked() -> None:
    for text, on in (("le Tremplin PME est-il ouvert ?", date(2025, 3, 3)), ("le Tremplin PME était-il ouvert le 3 mars 2025 ?", None)):
        answer = status_of(text, on=on)
        assert answer is not None
        assert "Au 3 mars 2025" in words(answer)
        assert "était donné comme ouvert" in words(answer)
        assert "Aujourd'hui" in words(answer)
        assert "a fermé le 16 octobre 2025" in words(answer)


def test_a_closed_scheme_is_followed_by_one_near_to_it_that_is_open() -> None:
    answer = status_of("le Tremplin PME existe encore ?")
    assert answer is not None
    near = answer.citations[-1].document.metadata.scheme
    assert near in RULES["tremplin-pme"].see_also
    assert RULES[near].status == "ouvert"
    assert RULES[near].name in answer.sentences[-1].text


def test_the_editions_of_a_scheme_are_told_one_by_one_the_doubtful_before_the_closed() -> None:
    answer = status_of("fonds vert : toujours ouvert ?")
    assert answer is not None
    assert list(dict.fromkeys(c.document.metadata.scheme for c in answer.citations))[:3] == [f"fonds-vert-territoires-industrie-{year}" for year in (2026, 2025, 2024)]


def test_a_question_in_english_gets_an_english_frame() -> None:
    answer = status_of("is the green loan still open?", base=replace(BASE, language="en"))
    assert answer is not None
    assert answer.sentences[0].text.startswith("From what has been published")


def test_a_follow_up_asks_of_the_scheme_just_shown() -> None:
    talk = Talk()
    talk.say("le BCIAT est-il ouvert ?")
    assert "BCIAT" in talk.conversation.turns[-1].subject
    assert "17 juillet 2026" in words(talk.say("il ferme quand ?"))


def test_the_day_given_beside_the_question_counts() -> None:
    talk = Talk()
    answer = answer_question("le BCIAT est-il ouvert ?", talk.parts, on=date(2026, 5, 4))
    assert "Au 4 mai 2026" in words(answer)


@pytest.mark.parametrize("thanks", ["merci bcp", "mille mercis", "merci infiniment", "ok merci bcp !", "un grand merci", "thanks a lot"])
def test_thanks_are_thanks(thanks: str) -> None:
    assert kind_of(thanks) == "thanks"


def test_thanks_before_a_question_are_not_only_thanks() -> None:
    assert kind_of("merci bcp, et le prêt vert ?") == ""


def test_the_sheet_is_quoted_for_what_the_rule_does_not_say_while_it_still_holds() -> None:
    text = "L'appel BCIAT a été remplacé. Il a fermé le 17 juillet 2026. L'enveloppe de 2026 était de 150 M€."
    cuts = [0, text.index("Il a"), text.index("L'env"), len(text)]
    spans = [(replace(document_of(RULES["bciat-2026"]), text=text), Statement(a, b, "sentence")) for a, b in itertools.pairwise(cuts)]

    def told(on: date | None, **changed: Any) -> str:
        rules = {"bciat-2026": replace(RULES["bciat-2026"], **changed)}
        answer = answer_status("le BCIAT est-il ouvert ?", BASE, rules, NAMES, on=on, today=DAY, said_of=lambda scheme: spans)
        assert answer is not None
        return words(answer)

    assert "a été remplacé" in told(None)
    assert "150 M€" in told(None)
    assert "Il a fermé" not in told(None)
    assert "remplacé" not in told(date(2026, 5, 4))
    assert "150 M€" in told(date(2026, 5, 4))
    assert "remplacé" not in told(None, status="ouvert")


def test_each_sentence_on_a_window_quotes_its_own_lines() -> None:
    answer = status_of("jusqu'à quand le DECARB FLASH est-il ouvert ?")
    assert answer is not None
    quotes = {c.number: c.quote for c in answer.citations}
    openings = [quotes[s.citations[0]].partition(" :")[0] for s in answer.sentences if s.kind == "fact"]
    assert openings[0] == f"Au {day_in_words(DAY)}"
    assert {"Statut", "Démarche"} <= set(openings[1:])
    assert all(len(quote) < 400 for quote in quotes.values())


def test_a_day_asked_and_today_stand_in_one_record() -> None:
    answer = status_of("le Tremplin PME est-il ouvert ?", on=date(2025, 3, 3))
    assert answer is not None
    own = [c for c in answer.citations if c.document.metadata.scheme == "tremplin-pme"]
    assert len({c.document.text for c in own}) == 1
    assert [c.quote[:20] for c in own[:2]] == ["Au 3 mars 2025 : « T", f"Au {day_in_words(DAY)} :"[:20]]
