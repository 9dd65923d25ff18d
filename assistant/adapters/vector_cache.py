"""Vectors already computed, by model and text: a rebuild of the index costs seconds, and a killed run resumes where it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.documents import content_hash
from assistant.embedding import EmbeddingModel

BATCH = 256


class VectorCache:
    """SQLite table (model signature, text hash) → float32 vector. Losing the file loses only time."""

    def __init__(self, path: Path, model: EmbeddingModel) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._model = model
        self.computed = 0  # texts that went through the model
        self._connection = sqlite3.connect(path, timeout=30)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS vectors (model TEXT, text TEXT, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID")

    def embed(self, texts: Sequence[str], *, on_progress: Callable[[int], None] | None = None) -> np.ndarray:
        """Vectors of the texts, float32 (n, d), normalised; only unknown texts go through the model."""
        keys = [content_hash(text) for text in texts]
        known: dict[str, np.ndarray] = {}
        distinct = list(dict.fromkeys(keys))
        for a in range(0, len(distinct), 500):
            part = distinct[a : a + 500]
            rows = self._connection.execute(
                f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({','.join('?' * len(part))})", (self._model.signature, *part)
            )
            known.update({key: np.frombuffer(blob, dtype=np.float32) for key, blob in rows})
        if on_progress:
            on_progress(sum(key in known for key in keys))
        missing = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if key not in known]
        missing.sort(key=lambda pair: (len(pair[1]), pair[0]))  # texts of one length together: the least padding
        for a in range(0, len(missing), BATCH):
            batch = missing[a : a + BATCH]
            vectors = self._model.embed_documents([text for _, text in batch])
            self.computed += len(batch)
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                    [(self._model.signature, key, vector.astype(np.float32).tobytes()) for (key, _), vector in zip(batch, vectors, strict=True)],
                )
            known.update({key: vector for (key, _), vector in zip(batch, vectors, strict=True)})
            if on_progress:
                on_progress(sum(keys.count(key) for key, _ in batch) if len(keys) != len(distinct) else len(batch))
        if not texts:
            return np.zeros((0, self._model.dimension), dtype=np.float32)
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def forget_other_models(self) -> None:
        with self._connection:
            self._connection.execute("DELETE FROM vectors WHERE model <> ?", (self._model.signature,))

    def close(self) -> None:
        self._connection.close()
