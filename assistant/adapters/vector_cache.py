"""Vectors already computed, by model and text: a rebuild of the index costs seconds, and a killed run resumes where it was."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.documents import content_hash
from assistant.embedding import EmbeddingModel

BATCH = 256


class VectorCache:
    """SQLite table (model signature, text hash) → float32 vector. Losing the file loses only time: damaged, it is made anew; not writable, done without."""

    def __init__(self, path: Path, model: EmbeddingModel) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._model = model
        self.computed = 0  # texts that went through the model
        self._connection = _opened_or_made_anew(path)

    def embed(self, texts: Sequence[str], *, as_queries: bool = False, on_progress: Callable[[int], None] | None = None) -> np.ndarray:
        """Vectors of the texts, as documents or as queries, float32 (n, d), normalised; only unknown texts go through the model."""
        keys = [content_hash("query", text) if as_queries else content_hash(text) for text in texts]
        run = self._model.embed_queries if as_queries else self._model.embed_documents
        times = Counter(keys)
        known = self._known(list(times))
        if on_progress:
            on_progress(sum(key in known for key in keys))
        missing = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if key not in known]
        missing.sort(key=lambda pair: (len(pair[1]), pair[0]))  # texts of one length together: the least padding
        for a in range(0, len(missing), BATCH):
            batch = missing[a : a + BATCH]
            vectors = run([text for _, text in batch])
            self.computed += len(batch)
            with contextlib.suppress(sqlite3.Error), self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                    [(self._model.signature, key, vector.astype(np.float32).tobytes()) for (key, _), vector in zip(batch, vectors, strict=True)],
                )
            known.update({key: vector for (key, _), vector in zip(batch, vectors, strict=True)})
            if on_progress:
                on_progress(sum(times[key] for key, _ in batch))
        if not texts:
            return np.zeros((0, self._model.dimension), dtype=np.float32)
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def _known(self, keys: Sequence[str]) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        with contextlib.suppress(sqlite3.Error):
            for a in range(0, len(keys), 500):
                part = keys[a : a + 500]
                rows = self._connection.execute(
                    f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({','.join('?' * len(part))})", (self._model.signature, *part)
                )
                found.update({key: np.frombuffer(blob, dtype=np.float32) for key, blob in rows if len(blob) == 4 * self._model.dimension})
        return found

    def close(self) -> None:
        self._connection.close()


def _opened_or_made_anew(path: Path) -> sqlite3.Connection:
    try:
        return _opened(path)
    except sqlite3.OperationalError:  # locked, no room, no right to write
        return _opened(":memory:")
    except sqlite3.DatabaseError:  # not a database any more
        with contextlib.suppress(OSError, sqlite3.Error):
            for suffix in ("", "-wal", "-shm"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)
            return _opened(path)
        return _opened(":memory:")


def _opened(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")  # what a power cut loses is computed again
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (model TEXT, text TEXT, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID")
        connection.execute("SELECT vector FROM vectors LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
