"""Chroma, through langchain-chroma: embedded in a generation's folder, or on a server (`ASSISTANT_CHROMA_HOST`).

The embedded store is written in a folder that nobody serves, from nothing or from a copy of the one that serves, then only read: two kills in a hundred during a write lose a
collection for good (see docs/adr/0002). Vectors always come from us; Chroma never embeds.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from assistant.documents import content_hash
from assistant.errors import IndexDamagedError, StoreUnreachableError, UsageError

__all__ = ["ChromaError", "VectorStore", "digest_of_rows", "embedded_client", "server_client"]

COLLECTION = "passages"
SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5.0, 60.0  # of a server
BATCH = 250  # Chroma's own advice; 5461 is where it breaks
PAGE = 1000  # rows read at once


def embedded_client(folder: Path) -> ClientAPI:
    return chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def server_client(address: str) -> ClientAPI:
    """`address` is host:port, with https:// in front when the server speaks TLS. Raises StoreUnreachableError when nothing answers there."""
    ssl = address.startswith("https://")
    host, _, port = address.removeprefix("https://").removeprefix("http://").rstrip("/").partition(":")
    if not host or not (port.isdigit() or not port):
        raise UsageError(f"ASSISTANT_CHROMA_HOST (« {address} ») est mal formé : attendu machine:port, par exemple 127.0.0.1:8000.")
    number = int(port or (443 if ssl else 8000))
    with _answers(address):  # Chroma's own client would wait for ever for a server that says nothing
        httpx.get(f"{'https' if ssl else 'http'}://{host}:{number}/api/v2/heartbeat", timeout=SECONDS_TO_CONNECT).raise_for_status().json()["nanosecond heartbeat"]
        client = chromadb.HttpClient(host=host, port=number, ssl=ssl, settings=ChromaSettings(anonymized_telemetry=False))
    session = getattr(getattr(client, "_server", None), "_session", None)
    if isinstance(session, httpx.Client):
        session.timeout = httpx.Timeout(SECONDS_TO_ANSWER, connect=SECONDS_TO_CONNECT)
    return client


@contextlib.contextmanager
def _answers(address: str) -> Iterator[None]:
    """Whatever the network says becomes one sentence."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        raise StoreUnreachableError(address) from error


Row = tuple[str, str, Mapping[str, Any]]  # id, text, metadata


def digest_of_rows(rows: Iterable[Row]) -> str:
    """SHA-256 of ids, texts and metadata, in the order of the ids: two stores of one digest hold the same passages, vectors aside."""
    parts: list[str] = []
    for key, text, metadata in sorted(rows, key=lambda row: row[0]):
        parts += (key, text, json.dumps(metadata, sort_keys=True, ensure_ascii=False))
    return content_hash(*parts)


class VectorStore:
    """One collection of passages by chunk id, cosine space: written through langchain-chroma, read from Chroma itself (ids and distances)."""

    def __init__(self, client: ClientAPI, *, collection: str = COLLECTION, server: str = "") -> None:
        """`server` is the address of the client's server, "" when it is embedded."""
        self._client, self._name, self._server = client, collection, server
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
        with self._reached():
            store = Chroma(
                client=self._client,
                collection_name=self._name,
                embedding_function=given,  # Chroma gets it wrapped, and so never downloads a model of its own
                collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
            )
        for a in range(0, len(ids), BATCH):
            part = slice(a, a + BATCH)
            given.vectors = vectors[part].tolist()
            with self._reached():
                store.add_texts(list(texts[part]), metadatas=list(metadatas[part]), ids=list(ids[part]))
            if on_progress:
                on_progress(len(ids[part]))

    def remove(self, ids: Sequence[str]) -> None:
        """Take passages out, with all that was stored of them."""
        for a in range(0, len(ids), BATCH):
            with self._reached():
                self._collection().delete(ids=list(ids[a : a + BATCH]))

    def rows_digest(self) -> str:
        """`digest_of_rows` of what the store holds."""
        rows: list[Row] = []
        total = self.count()
        for a in range(0, total, PAGE):
            with self._reached():
                page = self._collection().get(limit=PAGE, offset=a, include=["documents", "metadatas"])
            rows += [(key, text, dict(metadata)) for key, text, metadata in zip(page["ids"], page["documents"] or (), page["metadatas"] or (), strict=True)]
        return digest_of_rows(rows)

    def nearest(self, vector: np.ndarray, *, k: int) -> list[tuple[str, float]]:
        """At most k (chunk id, cosine similarity), best first."""
        return self.nearest_of_each(vector[None, :], k=k)[0]

    def nearest_of_each(self, vectors: np.ndarray, *, k: int) -> list[list[tuple[str, float]]]:
        """The same for each row of `vectors`, float32 (n, d), in one call."""
        try:
            with self._reached():
                found = self._collection().query(query_embeddings=vectors.astype(np.float32), n_results=k, include=["distances"])
        except ChromaError as error:
            if not self._server:
                raise
            raise IndexDamagedError(f"Le serveur Chroma ({self._server}) n'a plus l'index : relancez « assistant-ti index ».") from error
        distances = found["distances"] or []
        return [[(key, 1.0 - distance) for key, distance in zip(*row, strict=True)] for row in zip(found["ids"], distances, strict=True)]

    def count(self) -> int:
        with self._reached():
            return int(self._collection().count())

    def check(self) -> None:
        """Raises IndexDamagedError unless the collection is there, in cosine space."""
        try:
            with self._reached():
                space = (self._collection().configuration_json.get("hnsw") or {}).get("space")
        except (ChromaError, ValueError, KeyError) as error:
            raise IndexDamagedError("Le magasin de vecteurs de l'index est abîmé : relancez « assistant-ti index --rebuild ».") from error
        if space != "cosine":
            raise IndexDamagedError(f"Le magasin de vecteurs mesure en « {space} » et non en cosinus : relancez « assistant-ti index --rebuild ».")

    def drop(self) -> None:
        """Remove the collection, on a server that other generations share; nothing when it is not there."""
        with contextlib.suppress(ChromaError, ValueError, httpx.HTTPError):
            self._client.delete_collection(self._name)

    @contextlib.contextmanager
    def _reached(self) -> Iterator[None]:
        """A server that does not answer is said as such; an embedded store is never far."""
        try:
            yield
        except httpx.HTTPError as error:
            raise StoreUnreachableError(self._server) from error

    def _collection(self) -> Collection:
        if self._opened is None:
            self._opened = self._client.get_collection(self._name, embedding_function=None)  # Chroma never embeds
        return self._opened

    def close(self) -> None:
        close = getattr(self._client, "close", None)
        if close:
            close()
