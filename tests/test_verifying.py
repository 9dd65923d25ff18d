"""A displayed sentence is proved by what it cites, or it is refused: by hand, then by mutation of the corpus's own sentences."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml

from assistant.checkable import tokens_of
from assistant.verifying import foreign_facts, unsupported
from eval.mutation import Tally, cases, read_markdown_corpus, tally, truths

REPOSITORY = Path(__file__).resolve().parent.parent
GOLDEN = yaml.safe_load((REPOSITORY / "tests/golden/verification.yaml").read_text(encoding="utf-8"))
SAME = [(row, sentence) for row in GOLDEN for sentence in row["same"]]
OTHER = [(row, sentence) for row in GOLDEN for sentence in row["other"]]


@pytest.mark.parametrize(("row", "sentence"), SAME, ids=[sentence for _, sentence in SAME])
def test_the_same_said_otherwise_is_kept(row: dict[str, Any], sentence: str) -> None:
    assert unsupported(sentence, [row["evidence"]], context=row.get("context", ())) == []


@pytest.mark.parametrize(("row", "sentence"), OTHER, ids=[sentence for _, sentence in OTHER])
def test_what_the_source_does_not_say_is_refused(row: dict[str, Any], sentence: str) -> None:
    assert unsupported(sentence, [row["evidence"]], context=row.get("context", ())) != []


@pytest.fixture(scope="module")
def counts() -> dict[tuple[bool, str], Tally]:
    """Some of the sentences of the measure `python -m eval.mutation`."""
    folder = REPOSITORY / "corpus" / "documents"
    documents = read_markdown_corpus(folder / "programme") + read_markdown_corpus(folder / "dispositifs")
    return tally(cases(truths(documents, count=120)))


def test_at_least_98_mutants_in_100_are_refused(counts: dict[tuple[bool, str], Tally]) -> None:
    mutants = [count for (harmless, _), count in counts.items() if not harmless]
    refused, total = sum(c.refused for c in mutants), sum(c.total for c in mutants)
    assert total > 600
    assert refused / total >= 0.98


@pytest.mark.parametrize("kind", ["figure", "unit", "order of magnitude", "negation", "modality", "name or place", "date", "duration", "percentage", "phase", "citation of another passage"])
def test_each_kind_of_change_is_seen(counts: dict[tuple[bool, str], Tally], kind: str) -> None:
    count = counts[(False, kind)]
    assert count.total > 0
    assert count.share >= 0.95


def test_at_most_2_true_sentences_in_100_are_refused(counts: dict[tuple[bool, str], Tally]) -> None:
    kept = [count for (harmless, _), count in counts.items() if harmless]
    refused, total = sum(c.refused for c in kept), sum(c.total for c in kept)
    assert total > 600
    assert refused / total <= 0.02


def test_a_sentence_without_evidence_is_refused() -> None:
    assert unsupported("La phase 2 réunit 183 territoires.", []) == ["aucun passage cité"]
    assert unsupported("La phase 2 réunit 183 territoires.", [" \n "]) == ["aucun passage cité"]


def test_a_quote_itself_passes_in_less_than_a_fifth_of_a_millisecond() -> None:
    quote = "Le PACTE Industrie peut couvrir jusqu'à 80 % du coût de l'étude, selon la taille de l'entreprise (fiche du 19 janvier 2026). " * 3
    started = perf_counter()
    for _ in range(200):
        assert unsupported(quote, [quote]) == []
    assert (perf_counter() - started) / 200 < 0.0002


def test_the_reason_names_what_is_missing() -> None:
    (reason,) = foreign_facts("L'aide est de 5 M€ en 2024.", ["L'aide est de 4 M€ en 2024."])
    assert reason == "chiffre absent de la source : 5 000 000 €"


def test_headings_supply_names_but_never_figures() -> None:
    evidence, headings = ["L'aide finance les études."], ["Fonds vert 2025 de l'ADEME"]
    assert foreign_facts("L'aide de l'ADEME finance les études.", evidence, context=headings) == []
    assert foreign_facts("L'aide de 2025 finance les études.", evidence, context=headings) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cent millions d'euros", "100 M€"),
        ("9 novembre 2018", "09/11/2018"),
        ("1er janvier 2024", "2024-01-01"),
        ("50 %", "cinquante pour cent"),
        ("article L. 512-1", "article L512-1"),
        ("dix-huit mois", "18 mois"),
        ("250 k€", "250 000 euros"),
        ("deux mille cinq cents", "2 500"),
        ("+33 1 85 58 60 00", "01.85.58.60.00"),
        ("phase 2", "deuxième phase"),
    ],
)
def test_two_ways_to_write_one_fact_are_the_same_fact(one: str, other: str) -> None:
    facts = [[(t.kind, t.value, t.unit) for t in tokens_of(text) if t.kind not in ("word", "mark")] for text in (one, other)]
    assert facts[0] == facts[1] != []


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "🙂", "\u200b", "a" * 5000, "1" * 400, "(((((", "L. R. D.", "2023-2027-2030", "%€"])
def test_any_text_can_be_checked(text: str) -> None:
    assert isinstance(unsupported(text, ["La phase 2 réunit 183 territoires."]), list)
    assert isinstance(unsupported("La phase 2 réunit 183 territoires.", [text]), list)
