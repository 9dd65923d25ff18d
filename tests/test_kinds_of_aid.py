"""The kind of aid and the operator that a question names, what a change of facts changes, and what leans on the label. Real rules, nothing searched."""

from __future__ import annotations

import pytest
from test_conversation_rules import RULES, Talk, words

from assistant.eligibility import NOT_ELIGIBLE, evaluate
from assistant.eligibility_answers import schemes_shown
from assistant.kinds_of_aid import aids_named
from assistant.schemes_in_text import asks_for_eligibility, asks_what_schemes
from assistant.territories import NO_RIGHT
from assistant.verifying import foreign_facts


@pytest.mark.parametrize(
    ("text", "read", "some", "none"),
    [
        ("quelles garanties pour une PME ?", ("garantie",), "garantie-developpement", "pret-vert"),
        ("quels prêts de Bpifrance pour innover ?", ("prêt", "Bpifrance"), "pret-nouvelle-industrie", "adi-innovation"),
        ("quelles aides régionales pour un atelier ?", ("région",), "pass-transitions-bretagne", "pret-vert"),
        ("quelles exonérations en zone rurale ?", ("exonération",), "frr-exoneration", "cir"),
        ("quelle subvention pour un four ?", ("subvention",), "decarb-flash-2025-2027", "pret-action-climat"),
        ("que propose la CCI, quel audit ?", ("diagnostic",), "visite-energie-cci", "breizh-fab"),
    ],
)
def test_a_kind_or_an_operator_keeps_its_schemes_only(text: str, read: tuple[str, ...], some: str, none: str) -> None:
    kept = aids_named(text, RULES)
    assert kept is not None
    assert kept.read == read
    assert some in kept.schemes
    assert none not in kept.schemes


@pytest.mark.parametrize("text", ["quelles aides pour un four ?", "le prêt est remboursé en combien de temps ?", "quels prêts de l'Opco ?"])
def test_nothing_is_kept_out_when_no_kind_is_asked_for_or_none_is_held(text: str) -> None:
    assert aids_named(text, RULES) is None


def test_only_the_kind_asked_for_is_listed_and_the_answer_says_so() -> None:
    answer = Talk().say("quels crédits d'impôt pour une PME de 60 salariés qui fait de la R&D ?")
    assert {RULES[scheme].name.split(" (")[0][:14] for scheme in schemes_shown(answer)} == {"Crédit d'impôt"}
    assert any("crédit d'impôt" in notice for notice in answer.notices)


def test_the_kind_holds_for_what_is_told_next() -> None:
    talk = Talk()
    talk.say("quels prêts Bpifrance pour acheter une machine ?")
    assert all("Prêt" in RULES[scheme].name for scheme in schemes_shown(talk.say("on est 80 salariés, en Bretagne")))


def test_a_scheme_of_an_unknown_region_comes_after_the_others() -> None:
    talk = Talk()
    shown = schemes_shown(talk.say("quelles aides pour acheter une machine dans une PME de 40 salariés ?"))
    regional = [any(c.field == "region" and c.required for c in evaluate(RULES[s], talk.conversation.facts, on=talk.parts.today()).criteria) for s in shown[:3]]
    assert regional == sorted(regional)


def test_a_scheme_whose_project_is_to_be_checked_is_not_among_those_that_seem_to_fit() -> None:
    answer = Talk().say("quels prêts Bpifrance pour acheter une machine ?")
    group = ""
    for sentence in answer.sentences:
        group = sentence.text if sentence.layout == "lead_in" else group
        if "à vérifier : type de projet" in sentence.text:
            assert "semblent convenir" not in group
    assert "dont le lien avec ce projet est à vérifier" in words(answer)


def test_what_a_new_head_count_excludes_is_said_with_its_reason() -> None:
    talk = Talk()
    before = schemes_shown(talk.say("quelles aides pour décarboner une fonderie de 60 salariés ?"))
    answer = talk.say("et si on est 6000 ?")
    lost = [s for s in before if evaluate(RULES[s], talk.conversation.facts, on=talk.parts.today()).verdict == NOT_ELIGIBLE]
    told = [s for s in answer.sentences if s.text.startswith("Ne semble plus convenir")]
    assert lost
    assert len(told) == len(lost)
    for sentence, scheme in zip(told, lost, strict=True):
        assert RULES[scheme].name in sentence.text
        assert not foreign_facts(sentence.text, [answer.citations[n - 1].quote for n in sentence.citations])


def test_what_only_the_former_facts_excluded_is_said_to_fit_now() -> None:
    talk = Talk()
    talk.say("quels prêts Bpifrance pour acheter une machine, on est 6000 salariés ?")
    assert "Semble désormais convenir : Prêt Vert (Bpifrance)" in words(talk.say("et si on est 300 ?"))


def test_another_search_is_not_compared_with_the_one_before() -> None:
    talk = Talk()
    talk.say("quelles aides pour décarboner une fonderie de 60 salariés ?")
    talk.say("oublie tout")
    answer = talk.say("quelles aides pour décarboner une fonderie de 6000 salariés ?")
    assert "convenir : " not in words(answer).replace("semblent convenir", "")


@pytest.mark.parametrize("text", ["peut-on encore candidater au label Territoires d'industrie ?", "est-ce qu'on peut postuler au programme en 2027 ?"])
def test_to_apply_for_what_is_no_scheme_is_for_the_documents(text: str) -> None:
    assert not asks_for_eligibility(text, named=False)
    assert not asks_what_schemes(text)


@pytest.mark.parametrize("text", ["on est 45, on veut acheter un robot, quelles aides ?", "quels prêts de la Banque des Territoires pour rénover un atelier ?", "quelles aides de l'ADEME pour remplacer un four à gaz ?"])
def test_a_project_told_beside_the_operator_is_for_the_rules(text: str) -> None:
    assert asks_what_schemes(text)


@pytest.mark.parametrize("text", ["quelles aides ?", "quelles aides de l'ADEME pour les territoires ?"])
def test_without_a_project_the_documents_answer(text: str) -> None:
    assert not asks_what_schemes(text)


def test_a_right_drawn_from_the_label_alone_is_denied() -> None:
    assert NO_RIGHT in Talk().say("on a droit d'office au VTE Vert puisqu'on est en Territoire d'industrie ?").notices
    assert NO_RIGHT not in Talk().say("suis-je éligible au prêt vert ?").notices
