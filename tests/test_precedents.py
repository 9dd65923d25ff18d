"""Questions written beforehand: which still hold, what they say of a new question, and what they must not have seen."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.abstention import _precedent
from assistant.adapters.corpus_files import list_files, read_corpus
from assistant.adapters.index_files import all_statements
from assistant.adapters.precedent_files import read_precedents
from assistant.errors import CorpusError
from assistant.french import fold
from assistant.precedents import Precedent, Precedents, Standing, still_standing
from assistant.understanding import embedded_form, understand
from assistant.wiring import load_glossary, load_settings
from eval.run import load_items

ROOT = Path(__file__).resolve().parent.parent
PRECEDENTS = ROOT / "corpus" / "precedents"
STATEMENTS = [("pret", "Le prêt va de 50 000 € à 2 M€."), ("pret", "Il dure sept ans."), ("fonds", "Le fonds a fermé le 31 mars 2026.")]


def asked(*answered: bool) -> Precedents:
    """Precedents along the axes of a space: the cosine of a question with the i-th is its i-th coordinate."""
    return Precedents([Standing(str(i), kind, (i,)) for i, kind in enumerate(answered)], np.eye(len(answered), dtype=np.float32))


def test_a_precedent_whose_answer_was_rewritten_is_forgotten() -> None:
    precedents = [Precedent("combien ?", True, (("pret", "Le prêt va de 50 000"),)), Precedent("quelle durée ?", True, (("pret", "Le prêt dure dix ans"),))]
    assert still_standing(precedents, STATEMENTS) == [Standing("combien ?", True, (0,))]


def test_one_answer_that_stands_is_enough_for_an_answered_precedent() -> None:
    one = Precedent("combien ?", True, (("autre", "Disparu"), ("pret", "Le prêt va de")))
    assert still_standing([one], STATEMENTS) == [Standing("combien ?", True, (0,))]


def test_an_unanswered_precedent_holds_only_with_the_statement_nearest_to_it() -> None:
    gone = Precedent("quel taux ?", False, (("pret", "Le taux est de"), ("pret", "Il dure")))
    there = Precedent("quel taux ?", False, (("pret", "Il dure"), ("pret", "Le taux est de")))
    assert still_standing([gone, there], STATEMENTS) == [Standing("quel taux ?", False, (1,))]


def test_far_from_every_precedent_nothing_is_said() -> None:
    assert asked(True, False).vote(np.array([0.3, 0.1], dtype=np.float32)) == pytest.approx(0.5, abs=1e-6)
    assert Precedents().vote(Precedents().cosines(np.ones(4, dtype=np.float32))) == 0.5


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60), st.data())
def test_a_vote_is_a_share_and_a_nearer_answered_precedent_never_lowers_it(rows: list[tuple[bool, float]], data: st.DataObject) -> None:
    cosines = np.array([cosine for _, cosine in rows], dtype=np.float32)
    vote = asked(*(kind for kind, _ in rows)).vote(cosines)
    assert 0.0 <= vote <= 1.0
    if len(rows) <= 30 and any(kind for kind, _ in rows):  # beyond, a nearer one may push another out of those that are heard
        i = data.draw(st.sampled_from([i for i, (kind, _) in enumerate(rows) if kind]))
        nearer = cosines.copy()
        nearer[i] = min(1.0, nearer[i] + 0.05)
        assert asked(*(kind for kind, _ in rows)).vote(nearer) >= vote - 1e-9


def test_what_answers_near_precedents_is_named_the_nearest_first() -> None:
    three = Precedents([Standing("a", True, (7, 3)), Standing("b", True, (3,)), Standing("c", False, (9,))], np.eye(3, dtype=np.float32))
    assert list(three.answering(np.array([0.85, 0.95, 0.99], dtype=np.float32)).items()) == [(3, pytest.approx(0.95)), (7, pytest.approx(0.85))]
    assert three.answering(np.array([0.5, 0.5, 0.99], dtype=np.float32)) == {}


@pytest.mark.parametrize("line", ["{", '{"question": "a"}', '{"question": "a", "answered": true, "statements": [["x"]]}', "[]"])
def test_a_broken_line_is_named_by_its_file_and_number(tmp_path: Path, line: str) -> None:
    good = json.dumps({"question": "a", "answered": True, "statements": [["x", "y"]]})
    (tmp_path / "a.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.jsonl, ligne 2"):
        read_precedents(tmp_path)


@pytest.mark.parametrize("line", ['{"question": "a", "answered": "false", "statements": [["x", "y"]]}', '{"question": 1, "answered": true, "statements": [["x", "y"]]}', '{"question": "a", "answered": true, "statements": []}'])
def test_a_value_of_another_type_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.jsonl, ligne 1"):
        read_precedents(tmp_path)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes("é".encode("latin-1"))
    with pytest.raises(CorpusError, match="UTF-8"):
        read_precedents(tmp_path)


def test_the_vote_counts_only_on_a_document_that_precedents_know() -> None:
    index = SimpleNamespace(precedents=asked(False), statements_of_document={"connu": [0], "nouveau": [1]})
    found = SimpleNamespace(precedents=np.array([0.99], dtype=np.float32))

    def signal(document_id: str) -> float:
        draft = SimpleNamespace(best=SimpleNamespace(document=SimpleNamespace(id=document_id)))
        return _precedent(cast(Any, found), cast(Any, draft), cast(Any, SimpleNamespace(index=index)))

    assert signal("connu") < 0.01
    assert signal("nouveau") == 0.5


def test_without_the_folder_there_is_no_precedent(tmp_path: Path) -> None:
    assert read_precedents(tmp_path / "none") == []


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def test_no_precedent_is_a_question_that_measures_us() -> None:
    measured: set[str] = set()
    for source in (ROOT / "eval" / "questions", ROOT / "eval" / "questions" / "holdout", ROOT / "eval" / "unseen" / "questions.yaml"):
        for item in load_items(source):
            measured |= {plain(str(turn)) for turn in (item.get("turns") or [item["question"]])}
    assert len(measured) > 800
    assert not measured & {plain(one.question) for one in read_precedents(PRECEDENTS)}


def test_nearly_all_shipped_precedents_hold_and_half_of_them_are_unanswered() -> None:
    files = [file for file in list_files(ROOT / "corpus")[0] if file.name.endswith(".md")]
    documents, refused = read_corpus(files)
    assert not refused
    texts = {document.id: document.text for document in documents}
    written = [one for one in read_precedents(PRECEDENTS) if all(document_id in texts for document_id, _ in one.statements)]
    standing = still_standing(written, [(d, texts[d][s.start : s.end]) for d, s in all_statements(documents)])
    assert len(standing) > 0.98 * len(written)
    assert len(written) > 10_000
    assert 0.4 < sum(one.answered for one in standing) / len(standing) < 0.6


def test_a_precedent_is_embedded_as_the_same_question_would_be() -> None:
    glossary = load_glossary(load_settings())
    sample = [one.question for one in read_precedents(PRECEDENTS)][::90]
    assert [embedded_form(question, glossary) for question in sample] == [understand(question, glossary=glossary, today=date(2026, 11, 29)).embedded for question in sample]
