"""Acronyms find what they stand for, both ways, and common words are never taken for acronyms."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.french import terms
from assistant.glossary import Entry, Glossary

FIELD = Glossary(
    [
        Entry("ZAN", "zéro artificialisation nette"),
        Entry("TI", "Territoires d'industrie", ("territoire industriel",)),
        Entry("EPCI", "établissement public de coopération intercommunale", ("intercommunalité",)),
        Entry("EST", "entreprise de service et de travaux"),
    ]
)


def test_an_acronym_brings_its_words() -> None:
    assert set(terms("zéro artificialisation nette")) <= set(FIELD.expansion_terms("C'est quoi le ZAN ?"))


def test_words_bring_their_acronym() -> None:
    assert "zan" in FIELD.expansion_terms("la zéro artificialisation nette")


def test_a_synonym_brings_both() -> None:
    found = FIELD.expansion_terms("notre intercommunalité")
    assert "epc" in found or "epci" in found
    assert "cooper" in found


def test_what_the_text_already_says_is_not_added() -> None:
    assert not set(FIELD.expansion_terms("ZAN, zéro artificialisation nette")) & set(terms("ZAN zéro artificialisation nette"))


@pytest.mark.parametrize("text", ["la partie nord", "l'ÉPCIE", "tissu industriel", "ZANE", "TIC"])
def test_a_form_inside_a_longer_word_does_not_count(text: str) -> None:
    assert FIELD.spelled_out(text) == []


def test_the_acronyms_of_a_text_are_written_out_in_the_order_of_the_glossary() -> None:
    assert FIELD.spelled_out("le TI et le ZAN") == ["zéro artificialisation nette", "Territoires d'industrie"]


def test_each_term_of_a_form_leads_to_the_other_forms() -> None:
    assert FIELD.equivalents("le ZAN ?") == {"zan": (tuple(terms("zéro artificialisation nette")),)}
    assert set(FIELD.equivalents("zéro artificialisation nette")) == set(terms("zéro artificialisation nette"))


def test_an_empty_glossary_adds_nothing() -> None:
    empty = Glossary()
    assert (empty.expansion_terms("ZAN"), empty.spelled_out("ZAN"), empty.equivalents("ZAN")) == ([], [], {})


def test_the_shipped_glossary_has_no_acronym_twice() -> None:
    rows = yaml.safe_load((Path(__file__).resolve().parent.parent / "corpus" / "glossary.yaml").read_text(encoding="utf-8"))
    acronyms = [row["acronym"] for row in rows if row["acronym"]]
    assert len(acronyms) == len(set(acronyms)) > 20
