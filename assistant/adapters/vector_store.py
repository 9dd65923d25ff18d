"""Chroma, through langchain-chroma: embedded in a generation's folder, or on a server (`ASSISTANT_CHROMA_HOST`).

The embedded store is written once, in a folder that nobody serves, then only read: two kills in a hundred during a write lose a
collection for good (see docs/adr/0002). Vectors always come from us; Chroma never embeds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

COLLECTION = "passages"
BATCH = 250  # Chroma's own advice; 5461 is where it breaks


class _Given(Embeddings):
    """Hands langchain-chroma the vectors that we already hold."""

    def __init__(self) -> None:
        self.vectors: dict[str, list[float]] = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.vectors[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        raise RuntimeError("queries are embedded by the assistant, never by the store")


def embedded_client(folder: Path) -> ClientAPI:
    return chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def server_client(address: str) -> ClientAPI:
    """`address` is host:port, with https:// in front when the server speaks TLS."""
    host, _, port = address.removeprefix("https://").removeprefix("http://").partition(":")
    ssl = address.startswith("https://")
    return chromadb.HttpClient(
        host=host, port=int(port or (443 if ssl else 8000)), ssl=ssl, settings=ChromaSettings(anonymized_telemetry=False)
    )


class VectorStore:
    """One collection of passages by chunk id, cosine space."""

    def __init__(self, client: ClientAPI, *, collection: str = COLLECTION) -> None:
        self._given = _Given()
        self._client = client
        # langchain-chroma hands `embedding_function` to Chroma wrapped in itself: no model is ever downloaded.
        self._store = Chroma(
            client=client,
            collection_name=collection,
            embedding_function=self._given,
            collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
        )

    def add(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: np.ndarray,
        metadatas: Sequence[dict[str, str | int]],
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Store passages with their vectors, float32 (n, d)."""
        for a in range(0, len(ids), BATCH):
            part = slice(a, a + BATCH)
            self._given.vectors = dict(zip(texts[part], vectors[part].tolist(), strict=True))
            self._store.add_texts(list(texts[part]), metadatas=list(metadatas[part]), ids=list(ids[part]))
            if on_progress:
                on_progress(len(ids[part]))
        self._given.vectors = {}

    def nearest(self, vector: np.ndarray, *, k: int) -> list[tuple[str, float]]:
        """At most k (chunk id, cosine similarity), best first."""
        found = self._store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=k)
        return [(str(document.id), 1.0 - distance) for document, distance in found]

    def count(self) -> int:
        return int(self._client.get_collection(self._store._collection.name, embedding_function=None).count())

    def close(self) -> None:
        close = getattr(self._client, "close", None)
        if close:
            close()
