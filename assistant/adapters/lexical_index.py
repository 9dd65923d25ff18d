"""BM25 over French terms, by bm25s. Saved inside a generation, so that it never disagrees with the vectors beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import bm25s
import numpy as np


class Bm25Index:
    """Robertson's BM25 (k1 1.5, b 0.75) over texts already cut in terms by `assistant.french.terms`.

    Texts set apart (the cards of the tables) have statistics of their own: hundreds of texts from one mould would change what is rare, and how long a text is, for
    all the others.
    """

    def __init__(self, engine: bm25s.BM25 | None, size: int, apart: tuple[np.ndarray, Bm25Index] | None = None) -> None:
        self._engine, self.size = engine, size
        self._apart = apart  # positions of the texts set apart, and their index

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], *, apart: Collection[int] = ()) -> Bm25Index:
        """`apart` are positions in `texts`."""
        if apart and len(apart) < len(texts):
            positions = np.array(sorted(apart), dtype=np.int64)
            aside = set(apart)
            main = cls.build([text for i, text in enumerate(texts) if i not in aside])
            return cls(main._engine, len(texts), (positions, cls.build([texts[i] for i in positions])))
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
        if self._apart is not None:
            positions, index = self._apart
            index.save(folder / "apart")
            np.save(folder / "apart.npy", positions)

    @classmethod
    def load(cls, folder: Path) -> Bm25Index:
        size = int((folder / "size").read_text())
        saved = folder / "bm25"
        apart = (np.load(folder / "apart.npy"), cls.load(folder / "apart")) if (folder / "apart.npy").is_file() else None
        return cls(bm25s.BM25.load(str(saved)) if saved.is_dir() else None, size, apart)

    def scores(self, terms: Sequence[str]) -> np.ndarray:
        """BM25 score of every text, float32 (n,); terms that no text holds count for nothing."""
        known = [term for term in terms if self._engine is not None and term in self._engine.vocab_dict]
        size = self.size if self._apart is None else self.size - self._apart[1].size
        own = np.zeros(size, dtype=np.float32) if self._engine is None or not known else np.asarray(self._engine.get_scores(known), dtype=np.float32)
        if self._apart is None:
            return own
        positions, index = self._apart
        result = np.empty(self.size, dtype=np.float32)
        others = np.ones(self.size, dtype=bool)
        others[positions] = False
        result[positions], result[others] = index.scores(terms), own
        return result

    def knows(self, term: str) -> bool:
        return (self._engine is not None and term in self._engine.vocab_dict) or (self._apart is not None and self._apart[1].knows(term))
