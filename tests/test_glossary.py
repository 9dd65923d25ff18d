"""Acronyms find what they stand for, both ways, and common words are never taken for acronyms."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from assistant.adapters.corpus_files import list_files, read_corpus
from assistant.french import fold, terms
from assistant.glossary import Entry, Glossary

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
ACRONYM = re.compile(r"(?<![\w.@/-])[A-ZÉÈÀ][A-Za-zé0-9]*[A-ZÉ][A-Za-z0-9é]*(?![\w@])")

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


@cache
def shipped() -> tuple[Entry, ...]:
    rows = yaml.safe_load((CORPUS / "glossary.yaml").read_text(encoding="utf-8"))
    return tuple(Entry(row["acronym"], row["expansion"], tuple(row.get("synonyms", ()))) for row in rows)


@cache
def proper_names() -> frozenset[str]:
    rows = yaml.safe_load((CORPUS / "proper_names.yaml").read_text(encoding="utf-8"))
    assert all(row["reason"].strip() for row in rows)
    return frozenset(name for row in rows for name in row["names"])


@cache
def sheets() -> dict[str, str]:
    """The texts we write, by path; not the cards of the territories, whose capitals are the names of the official tables."""
    documents, refused = read_corpus([file for file in list_files(CORPUS)[0] if "/cartes/" not in file.name])
    assert not refused
    return {document.path: document.text for document in documents}


def acronyms_of(text: str) -> set[str]:
    """Words with two capitals at least: « PINM », « DGFiP », « C3IV »; not « Bpifrance », nor a form's number (DSP000852), nor a text's NOR."""
    found = {match[0] for match in ACRONYM.finditer(text)}
    return {word for word in found if len(word) <= 12 and not re.search(r"\d{3}", word)}


def test_what_counts_as_an_acronym() -> None:
    text = "La DGFiP et l'ADEME (C3IV, formulaire DSP000852, contact@ADEME.fr), Bpifrance, l'INSEE et l'Île-de-France ; NOR TREP2405367D."
    assert acronyms_of(text) == {"DGFiP", "ADEME", "C3IV", "INSEE", "NOR"}


def test_every_acronym_of_the_sheets_is_in_the_glossary_or_is_a_proper_name() -> None:
    known = {fold(form) for entry in shipped() for form in (entry.acronym, *entry.synonyms)} | {fold(name) for name in proper_names()}
    unknown = {word: name for name, text in sheets().items() for word in acronyms_of(text) if fold(word) not in known}
    assert unknown == {}


def test_every_acronym_of_the_glossary_is_written_out_in_an_item_of_a_glossary_sheet() -> None:
    items = [line for name, text in sheets().items() if "guide-glossaire-" in name for line in text.splitlines() if " : " in line]
    for entry in shipped():
        if entry.acronym:
            heads = [line for line in items if re.search(rf"(?<!\w){re.escape(entry.acronym)}(?!\w)", line.split(" : ")[0])]
            assert any(set(terms(entry.expansion)) <= set(terms(line)) for line in heads), entry


def test_the_shipped_acronyms_and_their_words_lead_to_each_other() -> None:
    glossary = Glossary(shipped())
    for entry in shipped():
        if entry.acronym:
            assert set(terms(entry.expansion)) <= {*glossary.expansion_terms(entry.acronym), *terms(entry.acronym)}, entry.acronym
            assert set(terms(entry.acronym)) <= {*glossary.expansion_terms(entry.expansion), *terms(entry.expansion)}, entry.acronym


def test_no_acronym_reads_as_a_common_word_of_the_sheets() -> None:
    """« AURA » would make « qui aura droit » a question about a region."""
    common = {term for name, text in sheets().items() if name.endswith(".md") for word in re.findall(r"(?<![\w.@/'’-])[a-zà-ÿ]{2,}(?![\w@./-])", text) for term in terms(word)}
    clashing = [entry.acronym for entry in shipped() if entry.acronym and (not terms(entry.acronym) or set(terms(entry.acronym)) & common)]
    assert clashing == []


def test_the_shipped_glossary_has_no_acronym_twice() -> None:
    acronyms = [entry.acronym for entry in shipped() if entry.acronym]
    assert len(acronyms) == len(set(acronyms)) > 20


def test_the_initials_of_the_green_industry_law_lead_to_its_name() -> None:
    assert {"industr", "vert"} <= {term[:7] for term in Glossary(shipped()).expansion_terms("la LIV, que change-t-elle ?")}
