"""What an answer may quote: lines that only say where a fact was read are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.corpus_files import list_files, read_document
from assistant.chunking import statements_of
from assistant.composing import says_where

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Sources de cette partie : n° 1, 4, 5 de la liste finale.", "Chiffres de la phase 2"),
        ("Bilan du programme, Régions de France, 2019-09-24, https://example.org/bilan", ""),
        ("Bilan du programme, Régions de France, septembre 2019, https://example.org/bilan.", ""),
        ("Page du ministère, sans date, sans adresse", ""),
        ("[12] Bilan du programme, https://example.org/bilan", ""),
        ("Un rapport du Sénat sur le fonds vert", "Sources officielles"),
        ("Un rapport du Sénat sur le fonds vert", "7. Références bibliographiques"),
    ],
)
def test_a_line_of_references_is_not_quotable(text: str, heading: str) -> None:
    assert says_where(text, (heading,))


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Déposez le dossier avant le 31 mars 2026, sur https://example.org/depot", "Comment demander ?"),
        ("Les sources divergent sur le montant : 1,3 ou 1,4 milliard d'euros.", "Quatre montants selon les sources"),
        ("Le rapport du Sénat date du 18 décembre 2024.", "Des dates qui varient selon les sources"),
        ("Écrivez à l'adresse c3iv@dgfip.finances.gouv.fr.", "Contact"),
    ],
)
def test_a_statement_of_fact_stays_quotable(text: str, heading: str) -> None:
    assert not says_where(text, (heading,))


def test_in_the_corpus_only_references_are_left_out() -> None:
    files, _ = list_files(CORPUS)
    left_out, kept = [], 0
    for file in files:
        if file.path.name in ("livret-chiffres-cles.pdf", "plan-vendee-centre.pdf"):
            document = read_document(file)
            for statement in statements_of(document):
                text = document.text[statement.start : statement.end]
                if says_where(text, statement.heading_path):
                    left_out.append(text)
                else:
                    kept += 1
                    assert not text.startswith("Sources de cette partie")
    assert len(left_out) > 10
    assert kept > 30
    assert all("http" in text or text.startswith("Source") or "sans adresse" in text for text in left_out)
