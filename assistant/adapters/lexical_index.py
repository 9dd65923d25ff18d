"""BM25 over French terms, by bm25s. Saved inside a generation, so that it never disagrees with the vectors beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np


class Bm25Index:
    """Robertson's BM25 (k1 1.5, b 0.75) over texts already cut in terms by `assistant.french.terms`."""

    def __init__(self, engine: bm25s.BM25 | None, size: int) -> None:
        self._engine, self.size = engine, size

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]]) -> Bm25Index:
        if not any(texts):  # bm25s fails on an empty vocabulary
            return cls(None, len(texts))
        engine = bm25s.BM25(k1=1.5, b=0.75)
        engine.index([list(text) for text in texts], show_progress=False)
        return cls(engine, len(texts))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "size").write_text(str(self.size))
        if self._engine is not None:
            self._engine.save(str(folder / "bm25"), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Bm25Index:
        size = int((folder / "size").read_text())
        saved = folder / "bm25"
        return cls(bm25s.BM25.load(str(saved)) if saved.is_dir() else None, size)

    def scores(self, terms: Sequence[str]) -> np.ndarray:
        """BM25 score of every text, float32 (n,); terms that no text holds count for nothing."""
        known = [term for term in terms if self._engine is not None and term in self._engine.vocab_dict]
        if self._engine is None or not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)

    def knows(self, term: str) -> bool:
        return self._engine is not None and term in self._engine.vocab_dict
