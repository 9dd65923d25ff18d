"""French text cut for the search: folding, terms, sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.french import fold, sentence_spans, squash, stem, terms, words


@pytest.mark.parametrize(("text", "folded"), [("Été", "ete"), ("cœur", "coeur"), ("L’État", "l'etat"), ("2018–2022", "2018-2022"), ("ÇA", "ca"), ("Œuvre", "oeuvre"), ("ægir", "aegir")])
def test_accents_ligatures_and_typography_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_two_layouts_of_a_sentence_are_one_when_squashed() -> None:
    assert squash("  L’aide\n est\u00a0ouverte ") == squash("l'aide est ouverte")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'article L. 181-10-1", ["article", "l181-10-1"]),
        ("art. R512-39-3 du code", ["art", "r512-39-3", "du", "code"]),
        ("100 000 €", ["100000"]),
        ("100\u202f000 euros", ["100000", "euros"]),
        ("aujourd'hui", ["aujourd", "hui"]),
        ("la R&D", ["la", "r&d"]),
        ("d'industrie", ["industrie"]),
        ("12,5 %", ["12,5"]),
        ("n° 2023-973", ["n", "2023-973"]),
    ],
)
def test_words_keep_law_references_and_amounts_whole(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(("one", "other"), [("territoires", "territoire"), ("industrielles", "industriel"), ("financement", "financements"), ("éligible", "éligibles"), ("décarboner", "décarbonés")])
def test_forms_of_a_word_share_their_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


def test_stop_words_are_no_terms_but_a_phase_number_is() -> None:
    assert terms("Quelles sont les aides de la phase 2 ?") == ["aid", "phas", "2"]
    assert terms("Est-ce que c'est pour nous ?") == []


def test_short_words_and_references_are_not_stemmed() -> None:
    assert [stem(word) for word in ("pme", "l181-10-1", "2024")] == ["pme", "l181-10-1", "2024"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Un fait. Un autre.", ["Un fait.", "Un autre."]),
        ("Selon M. Dupont, l'art. L. 511-1 s'applique. Fin.", ["Selon M. Dupont, l'art. L. 511-1 s'applique.", "Fin."]),
        ("D'après J.-C. Armand, la durée est de 5 ans. Fin.", ["D'après J.-C. Armand, la durée est de 5 ans.", "Fin."]),
        ("Est-ce ouvert ? Oui ! Bien…", ["Est-ce ouvert ?", "Oui !", "Bien…"]),
        ("Le site eau-grandsudouest.com est ouvert. Fin.", ["Le site eau-grandsudouest.com est ouvert.", "Fin."]),
        ("Il a dit « oui. » Puis rien.", ["Il a dit « oui. »", "Puis rien."]),
        ("Environ 1.5 million. 183 territoires.", ["Environ 1.5 million.", "183 territoires."]),
        ("sans point", ["sans point"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_a_paragraph_is_cut_into_its_sentences(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_sentences_are_in_order_and_lose_only_spaces(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_terms_that_are_already_folded(text: str) -> None:
    assert all(term == term.lower() and term for term in terms(text))


@given(st.text(max_size=200))
def test_folding_is_that_of_unicode_whatever_the_text(text: str) -> None:
    import unicodedata

    written_out = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae").replace("’", "'").replace("‑", "-").replace("–", "-")
    assert fold(text) == "".join(c for c in unicodedata.normalize("NFKD", written_out) if not unicodedata.combining(c)).lower()
