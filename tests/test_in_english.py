"""What the assistant writes itself, said in English: every sentence that the modules compose has its English form, and the record that it cites proves it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from test_conversation_rules import DAY, RULES, TERRITORIES, Talk

from assistant.answers import ANSWERED, Answer
from assistant.company_facts import FIELDS, LEGAL_FORMS, REGIONS, ZFRR, parse_facts
from assistant.documents import Block
from assistant.eligibility_answers import Assessment, answer_eligibility
from assistant.english_facts import is_french, unproved_claims, with_french_facts
from assistant.english_words import FIELD_WORDS, SENTENCES, UNDERSTOOD, VALUES
from assistant.facts_in_text import read_facts
from assistant.french import sentence_spans
from assistant.in_english import in_english, said_in_english, understood_in_english
from assistant.verifying import foreign_facts

BASE = Answer("", "", "en", "entreprise", ANSWERED)
FACTS = parse_facts(["effectif=45", "type_demandeur=entreprise", "naf=28", "investissement_eur=600000", "region=Bretagne", "departement=01", "en_difficulte=non"])


def ours_in_french(answer: Answer) -> list[str]:
    """The frames, questions, facts understood and notices of an answer that are in French."""
    said = [s.text for s in answer.sentences if s.kind == "frame"] + [*answer.clarifications, *answer.understood, *answer.notices]
    return [text for text in said if is_french(text)]


def assert_proved(answer: Answer) -> None:
    for sentence in answer.sentences:
        if sentence.kind == "fact":
            evidence = [c.quote for c in answer.citations if c.number in sentence.citations]
            assert not foreign_facts(with_french_facts(sentence.text), evidence), sentence.text
            assert not unproved_claims(re.sub(r"«.*?»", "", sentence.text), evidence), sentence.text


# --- the words ----------------------------------------------------------------------------------------------------------------------------------


def test_every_fact_has_its_label_and_its_question_in_english() -> None:
    assert set(FIELD_WORDS) == set(FIELDS)
    assert [question for _, question in FIELD_WORDS.values() if is_french(question)] == []


def test_every_question_of_a_rule_has_its_english_form() -> None:
    questions = {criterion.question for rule in RULES.values() for criterion in rule.criteria if criterion.question}
    assert [question for question in questions if said_in_english(question) is None] == []


def test_every_value_of_a_fact_has_its_english_form() -> None:
    names = {*LEGAL_FORMS, *REGIONS, *ZFRR}
    assert [choice for field in FIELDS.values() for choice in field.choices if choice not in names and choice not in VALUES] == []


def test_both_forms_of_a_sentence_have_the_same_blanks_and_each_its_own_spacing() -> None:
    for french, english in (*SENTENCES, *UNDERSTOOD):
        assert sorted(re.findall(r"\{\w+\}", french)) == sorted(re.findall(r"\{\w+\}", english))
        assert not re.search(r"\s[?!:;]", english)


# --- the rules ----------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", sorted(RULES)[::5])
def test_a_verdict_is_told_in_english_and_proved_by_the_rule_that_it_cites(scheme: str) -> None:
    french, _ = answer_eligibility(replace(BASE, language="fr"), Assessment(FACTS, (scheme,), DAY), RULES, understood=())
    english = in_english(replace(french, language="en", notices=()))
    assert [one.text for one, other in zip(french.sentences, english.sentences, strict=True) if one.text == other.text] == []
    assert ours_in_french(english) == []
    assert_proved(english)


@pytest.mark.parametrize("on", [DAY, date(2024, 5, 1)])
def test_every_sentence_of_a_verdict_has_its_english_form(on: date) -> None:
    answers = [answer_eligibility(replace(BASE, language="fr"), Assessment(FACTS, (scheme,), on), RULES, understood=())[0] for scheme in sorted(RULES)[1::4]]
    assert [s.text for answer in answers for s in answer.sentences if s.kind == "fact" and said_in_english(s.text) is None] == []


def test_a_condition_stays_in_french_and_its_verdict_is_in_english() -> None:
    told = "Rempli — Condition : l'entreprise compte moins de 5 000 salariés. Indiqué : 45 salariés. Cette condition semble remplie."
    assert said_in_english(told) == "It seems met — condition (in French): « l'entreprise compte moins de 5 000 salariés »; given: 45 employees; this condition seems met."


def test_a_note_that_nobody_here_wrote_is_quoted_in_french() -> None:
    told = said_in_english("« X » est donné comme ouvert jusqu'au 1er juillet 2027. La dernière relève était en mai.")
    assert told == "« X » is given as open until 1 July 2027. In French: « La dernière relève était en mai »."


def test_an_english_form_that_the_record_does_not_prove_is_not_shown() -> None:
    answer, _ = answer_eligibility(replace(BASE, language="fr"), Assessment(FACTS, (sorted(RULES)[0],), DAY), RULES, understood=())
    told = ("« Fonds Zéphyr » est fermé.", "Contact : 12 mars 2019.")
    changed = in_english(replace(answer, language="en", sentences=tuple(replace(answer.sentences[0], text=text) for text in told)))
    assert all(said_in_english(text) for text in told)
    assert tuple(s.text for s in changed.sentences) == told


def test_a_sentence_of_a_source_is_left_as_published() -> None:
    answer, _ = answer_eligibility(replace(BASE, language="fr"), Assessment(FACTS, (sorted(RULES)[0],), DAY), RULES, understood=())
    quoted = replace(answer, language="en", citations=tuple(replace(c, document=replace(c.document, blocks=(Block("paragraph", 0, len(c.document.text)),))) for c in answer.citations))
    assert in_english(quoted).sentences == answer.sentences


def test_a_french_answer_is_untouched() -> None:
    answer = replace(BASE, language="fr", clarifications=("Laquelle ?",), understood=("45 salariés",))
    assert in_english(answer) is answer


# --- places -------------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["Oyonnax", "Guéret", "Paris", "Lyon", "Saint-Denis", "01100", "01999", "ti-8413", "ti-9999", "Ain", "Bretagne", "CC du Thouarsais", "Plastics Vallée – Oyonnax", "Vitry", "Xyzville", "123456789", "Vienne", "75056", "oyonax", "12345678901234"],
)
def test_every_sentence_on_a_place_has_its_english_form(query: str) -> None:
    message = TERRITORIES.look_up(query).message
    assert [message[a:b] for a, b in sentence_spans(message) if said_in_english(message[a:b]) is None] == []


def test_every_kind_of_commune_is_told_in_english() -> None:
    """Members through their group or by themselves, former members, communes to be checked, those that are in none."""
    kinds: dict[Any, str] = {}
    for commune in TERRITORIES.communes.values():
        kinds.setdefault((TERRITORIES.status_of(commune), bool(commune.phase_1), bool(commune.note), bool(commune.ept)), commune.insee)
    messages = [TERRITORIES.look_up(f"insee {code}").message for code in kinds.values()]
    assert len(messages) > 6
    assert [text[a:b] for text in messages for a, b in sentence_spans(text) if said_in_english(text[a:b]) is None] == []


# --- what was understood ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "on est 45, on investit 600 000 €, projet pas encore commencé, SAS créée le 12 mars 2019", "entre 40 et 50 salariés, PME, chiffre d'affaires de 6 M€, bilan de 3 M€", "environ 45 salariés, projet de décarbonation sur 18 mois en Bretagne",
        "auto-entrepreneur sans salarié dans le commerce", "grande entreprise en difficulté, à jour de ses impôts", "nous fabriquons des batteries dans le département 59, en Territoire d'industrie", "code NAF 28.25Z, 10 ans d'ancienneté, 300 000 € d'aide demandée",
    ],
)  # fmt: skip
def test_what_was_understood_is_told_in_english(text: str) -> None:
    shown = read_facts(text).shown
    assert shown
    assert [phrase for phrase in shown if is_french(understood_in_english(phrase)) or understood_in_english(phrase) == phrase] == []


# --- conversations ------------------------------------------------------------------------------------------------------------------------------

HEADLINE = "We are 45 people making heat pumps in Oyonnax and want to invest 600,000 euros, what can we get?"


def test_a_project_told_in_english_is_answered_in_english() -> None:
    answer = Talk().say(HEADLINE)
    assert (answer.language, answer.status) == ("en", ANSWERED)
    assert "45 employees" in answer.understood
    assert answer.sentences[0].text.startswith("Oyonnax (Ain, 01) is in the Territoire d'industrie « Plastics Vallée – Oyonnax »")
    assert any(" — seems met: " in sentence.text for sentence in answer.sentences)
    assert answer.clarifications
    assert ours_in_french(answer) == []
    assert [s.text for s in answer.sentences if is_french(re.sub(r"«.*?»|^[^—]*—", "", s.text))] == []
    assert_proved(answer)
    assert answer.markdown.count(" est ") == 0


def test_a_follow_up_in_english_stays_in_english_and_tells_what_changes() -> None:
    talk = Talk()
    talk.say(HEADLINE)
    changed = talk.say("What about a 300-person company?")
    assert changed.language == "en"
    assert any(s.text.startswith("No longer seems to fit: ") for s in changed.sentences)
    assert ours_in_french(changed) == []
    assert_proved(changed)


def test_a_french_answer_is_said_again_in_english_when_asked() -> None:
    talk = Talk()
    french = talk.say("On est 45 à Oyonnax, on fabrique des pompes à chaleur, à quoi a-t-on droit ?")
    english = talk.say("in English please")
    assert (french.language, english.language) == ("fr", "en")
    assert ours_in_french(english) == []
    assert [c.document.id for c in english.citations] == [c.document.id for c in french.citations]
    assert "is in the Territoire d'industrie" in english.sentences[0].text


@pytest.mark.parametrize("text", ["Is Guéret in Territoires d'industrie?", "Is my town in the Territoires d'industrie list? ma commune est-elle labellisée"])
def test_a_place_asked_in_english_is_answered_in_english(text: str) -> None:
    answer = Talk().say(text)
    assert answer.language == "en"
    assert ours_in_french(answer) == []
    assert_proved(answer)


def test_a_comparison_in_english_has_english_labels_and_the_sides_as_published() -> None:
    answer = Talk().say("what is the difference between the prêt vert and the diag décarbon'action?")
    assert [row.cells[0] for row in answer.sentences if row.cells][1:3] == ["Status", "Operator"]
    assert any("fewer than 5,000 employees" in cell for row in answer.sentences for cell in row.cells)
    assert ours_in_french(answer) == []


def test_a_size_in_english() -> None:
    answer = Talk().say("We have 260 employees and a turnover of €60 million: are we PME or ETI?")
    assert answer.sentences[0].text.startswith("From the figures given (headcount: 260 employees, turnover: €60,000,000), the company seems to be: ETI")
    assert ours_in_french(answer) == []
