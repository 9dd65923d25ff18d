"""The cards of the territories: they say what the tables say, each under its phase, and they answer only who names their territory."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from assistant.adapters.corpus_files import list_files, read_document
from assistant.adapters.index_files import open_index
from assistant.adapters.lexical_index import Bm25Index
from assistant.adapters.territory_files import load_territories
from assistant.answering import Parts, search_passages
from assistant.glossary import Glossary
from assistant.indexing import build_index
from assistant.searching import Searcher
from assistant.territories import TerritoryIndex
from assistant.territory_answers import named_territories

if TYPE_CHECKING:
    from assistant.adapters.embeddings import SentenceTransformerEmbeddings

REPOSITORY = Path(__file__).resolve().parent.parent
SCRIPT = REPOSITORY / "corpus" / "build_territory_cards.py"


@cache
def _index() -> TerritoryIndex:
    return load_territories(REPOSITORY / "corpus" / "territories")


@cache
def _script() -> ModuleType:
    spec = spec_from_file_location("build_territory_cards", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_cards_on_disk_are_those_of_the_tables() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, cwd=REPOSITORY, env={"PYTHONPATH": str(REPOSITORY)}, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_there_is_one_card_for_each_territory_of_each_phase() -> None:
    files, _ = list_files(REPOSITORY / "corpus")
    cards = [read_document(file).metadata for file in files if "/cartes/" in file.name]
    assert all(metadata.is_card for metadata in cards)
    assert {(metadata.phase, metadata.territory) for metadata in cards} == set(_index().territories)
    assert len(cards) == len({metadata.id for metadata in cards}) == 183 + 149


@pytest.mark.parametrize("key", [(2, "ti-8413"), (2, "ti-7506"), (1, "ti-8413"), (2, "ti-0101"), (1, "ti-9303")])
def test_each_sentence_of_a_card_names_its_territory_and_its_phase(key: tuple[int, str]) -> None:
    territory = _index().territories[key]
    body = _script().card(territory, _index()).split("\n# ")[1]
    paragraphs = [row for row in body.split("\n")[1:] if row]
    assert len(paragraphs) >= 3
    for paragraph in paragraphs:
        assert territory.name in paragraph
        assert f"phase {territory.phase}" in paragraph
        assert paragraph.endswith("]")
    assert all(member.name in body for member in territory.members)


def test_a_phase_1_card_says_what_its_communes_became() -> None:
    index = _index()
    moved = _script().card(index.territories[1, "ti-8413"], index)
    assert "devient en phase 2 (2023-2027) : ses 186 communes relèvent toutes de « Lezoux – Thiers – Ambert – Montbrison » (ti-8408)" in moved
    gone = next(t for t in index.territories.values() if t.phase == 1 and t.name == "Pays Adour Landes océanes")
    assert "aucune de ses 75 communes ne relève" in _script().card(gone, index)


def test_an_id_given_to_another_territory_is_told_on_both_cards() -> None:
    for phase in (1, 2):
        text = _script().card(_index().territories[phase, "ti-8413"], _index())
        assert "Plastics Vallée – Oyonnax" in text
        assert "Lezoux - Thiers - Ambert - Montbrison" in text


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Quels sont les membres de Plastics Vallée – Oyonnax ?", {(2, "ti-8413")}),
        ("Combien de communes dans le territoire d'industrie d'Oyonnax ?", {(2, "ti-8413"), (1, "ti-8408")}),
        ("Quelles sont les quatre priorités de la nouvelle phase ?", set()),
    ],
)
def test_a_question_names_a_territory_by_its_name_or_by_a_place_in_it(question: str, named: set[tuple[int, str]]) -> None:
    assert named_territories(question, _index()) == named


def test_texts_set_apart_change_nothing_of_the_scores_of_the_others(tmp_path: Path) -> None:
    sheets = [["fonds", "vert", "projet"], ["projet", "usine"], ["fonds", "chaleur", "usine", "vert"]]
    cards = [["fonds", "oyonnax"], ["fonds", "vert", "ales"], ["fonds", "creuse"]]
    alone = Bm25Index.build(sheets)
    mixed = [cards[0], sheets[0], cards[1], *sheets[1:], cards[2]]
    Bm25Index.build(mixed, apart={0, 2, 5}).save(tmp_path)
    together = Bm25Index.load(tmp_path)
    for asked in (["fonds", "vert"], ["usine"], ["ales"], ["inconnu"]):
        scores = together.scores(asked)
        assert scores[[1, 3, 4]] == pytest.approx(alone.scores(asked))
        assert (scores[2] > 0) == ("vert" in asked or "ales" in asked)
    assert together.knows("creuse")


@pytest.mark.integration
def test_a_card_answers_who_names_its_territory_and_leaves_the_others_alone(
    tmp_path: Path, embeddings: SentenceTransformerEmbeddings, data_dir_with_model: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "priorites.md").write_text("---\nid: priorites\n---\n# Les priorités\n\nLe programme Territoires d'industrie a quatre priorités.\n", encoding="utf-8")
    for key in [(2, "ti-8413"), (2, "ti-7506"), (1, "ti-8413"), (1, "ti-8408")]:
        territory = _index().territories[key]
        (corpus / f"{_script().card_id(territory)}.md").write_text(_script().card(territory, _index()), encoding="utf-8")
    build_index(corpus, tmp_path / "index", embeddings, cache_path=tmp_path / "vectors.sqlite")
    index = open_index(tmp_path / "index")
    parts = Parts(Searcher(index, embeddings), embeddings, Glossary(), today=lambda: date(2026, 11, 29), territories=_index())

    def found(question: str) -> set[str]:
        return {passage.document.id for passage in search_passages(question, parts, k=10)[1].passages}

    assert found("Quelles sont les priorités du programme Territoires d'industrie ?") == {"priorites"}
    assert found("Quels sont les membres de Plastics Vallée – Oyonnax ?") == {"priorites", "carte-phase-2-ti-8413"}
    assert found("Que fait le programme à Oyonnax ?") == {"priorites", "carte-phase-2-ti-8413", "carte-phase-1-ti-8408"}
    assert parts.searcher.knows("programm")
    assert not parts.searcher.knows("oyonnax")
    index.close()
