"""Chroma, through langchain-chroma: embedded in a generation's folder, or on a server (`ASSISTANT_CHROMA_HOST`).

The embedded store is written once, in a folder that nobody serves, then only read: two kills in a hundred during a write lose a
collection for good (see docs/adr/0002). Vectors always come from us; Chroma never embeds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from assistant.errors import IndexDamagedError

__all__ = ["ChromaError", "VectorStore", "embedded_client", "server_client"]

COLLECTION = "passages"
BATCH = 250  # Chroma's own advice; 5461 is where it breaks


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
    """One collection of passages by chunk id, cosine space: written through langchain-chroma, read from Chroma itself (ids and distances)."""

    def __init__(self, client: ClientAPI, *, collection: str = COLLECTION) -> None:
        self._client, self._name = client, collection
        self._opened: Collection | None = None

    def add(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: np.ndarray,
        metadatas: Sequence[dict[str, str | int]],
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Store passages with their vectors, float32 (n, d). The collection is made when it does not exist."""
        from langchain_chroma import Chroma  # a second of imports that readers do without
        from langchain_core.embeddings import Embeddings

        class Given(Embeddings):
            """Hands langchain-chroma the vectors that we already hold, in the order of the batch."""

            vectors: list[list[float]]

            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                return self.vectors

            def embed_query(self, text: str) -> list[float]:
                raise RuntimeError("queries are embedded by the assistant, never by the store")

        given = Given()
        store = Chroma(
            client=self._client,
            collection_name=self._name,
            embedding_function=given,  # Chroma gets it wrapped, and so never downloads a model of its own
            collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
        )
        for a in range(0, len(ids), BATCH):
            part = slice(a, a + BATCH)
            given.vectors = vectors[part].tolist()
            store.add_texts(list(texts[part]), metadatas=list(metadatas[part]), ids=list(ids[part]))
            if on_progress:
                on_progress(len(ids[part]))

    def nearest(self, vector: np.ndarray, *, k: int) -> list[tuple[str, float]]:
        """At most k (chunk id, cosine similarity), best first."""
        return self.nearest_of_each(vector[None, :], k=k)[0]

    def nearest_of_each(self, vectors: np.ndarray, *, k: int) -> list[list[tuple[str, float]]]:
        """The same for each row of `vectors`, float32 (n, d), in one call."""
        found = self._collection().query(query_embeddings=vectors.astype(np.float32), n_results=k, include=["distances"])
        distances = found["distances"] or []
        return [[(key, 1.0 - distance) for key, distance in zip(*row, strict=True)] for row in zip(found["ids"], distances, strict=True)]

    def count(self) -> int:
        return int(self._collection().count())

    def check(self) -> None:
        """Raises IndexDamagedError unless the collection is there, in cosine space."""
        try:
            space = (self._collection().configuration_json.get("hnsw") or {}).get("space")
        except (ChromaError, ValueError, KeyError) as error:
            raise IndexDamagedError("Le magasin de vecteurs de l'index est abîmé : relancez « assistant-ti index --rebuild ».") from error
        if space != "cosine":
            raise IndexDamagedError(f"Le magasin de vecteurs mesure en « {space} » et non en cosinus : relancez « assistant-ti index --rebuild ».")

    def drop(self) -> None:
        """Remove the collection, on a server that other generations share; nothing when it is not there."""
        with contextlib.suppress(ChromaError, ValueError):
            self._client.delete_collection(self._name)

    def _collection(self) -> Collection:
        if self._opened is None:
            self._opened = self._client.get_collection(self._name, embedding_function=None)  # Chroma never embeds
        return self._opened

    def close(self) -> None:
        close = getattr(self._client, "close", None)
        if close:
            close()
