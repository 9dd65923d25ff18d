"""The corpus → a published index, top to bottom. Only what changed is read and embedded again."""

from __future__ import annotations

import gc
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from assistant.adapters import generations
from assistant.adapters.corpus_files import list_files, read_corpus
from assistant.adapters.index_files import (
    all_statements,
    open_store,
    read_chunks,
    read_documents,
    write_chunks,
    write_documents,
    write_precedents,
    write_vocabulary,
)
from assistant.adapters.lexical_index import Bm25Index
from assistant.adapters.store_copy import StoreCopy
from assistant.adapters.system_errors import DiskFullError, is_disk_full
from assistant.adapters.vector_cache import VectorCache
from assistant.adapters.vector_store import ChromaError, VectorStore, digest_of_rows, server_client
from assistant.chunking import MAX_PREFIX, Chunk, Key, chunks_of, context_line, embedded_text, short_statement_text, shortened, statement_text
from assistant.documents import Document, content_hash
from assistant.embedding import EmbeddingModel, index_signature
from assistant.errors import AssistantError, CorpusError, DocumentError, IndexDamagedError
from assistant.french import terms
from assistant.precedents import Precedent, still_standing

LONG_HEADING = 40  # characters
PARENT_SIZE = 8000  # characters: what the lexical side reads at once; most documents are one parent
COPIED_CHANGES = 0.1  # share of the passages that may have changed in a copied store
SCARCE = 50_000_000  # bytes free below which a store that fails is taken to have met a full disk
VECTORS = ("vectors.npy", "statements.npy", "keys.npy", "precedents.npy")
EMBEDDED = "embedded.json"  # the texts of which these are the vectors, row by row
Progress = Callable[[str, int, int], None]  # step, done, total


@dataclass
class IndexReport:
    documents: int = 0
    chunks: int = 0
    statements: int = 0
    read: int = 0  # documents read from their files
    unchanged: int = 0
    removed: int = 0
    refused: list[DocumentError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    up_to_date: bool = False
    seconds: float = 0.0
    embedding_seconds: float = 0.0
    embedded: int = 0  # texts that went through the model


def build_index(
    corpus: Path,
    index_dir: Path,
    model: EmbeddingModel,
    *,
    fetched: Sequence[Path] = (),
    precedents: Sequence[Precedent] = (),
    as_embedded: Callable[[str], str] = str,
    cache_path: Path,
    chunk_size: int = 1000,
    rebuild: bool = False,
    chroma_host: str = "",
    max_statements: int = 20_000,
    on_progress: Progress | None = None,
) -> IndexReport:
    """Index the corpus, with the fetched copies of its sources, and publish the new generation; the old one serves until then, and stays when anything fails.

    `precedents` are kept with it as far as they still hold, `as_embedded` being what is embedded of a question. Up to `max_statements` sentences get a vector of their own here; in a larger corpus those of the few passages found are embedded when asked.
    Raises CorpusError when the folder is missing or no document of it can be read, IndexBusyError for a second writer, DiskFullError.
    """
    build = partial(
        _build_index, corpus, index_dir, model, fetched=fetched, precedents=precedents, as_embedded=as_embedded, cache_path=cache_path, chunk_size=chunk_size, rebuild=rebuild, chroma_host=chroma_host, max_statements=max_statements, on_progress=on_progress
    )  # fmt: skip
    with _collector_paused():
        try:
            return build(copying=True)
        except _UnfitCopyError:  # the store that serves was damaged perhaps: the new one owes it nothing
            return build(copying=False)


class _UnfitCopyError(Exception):
    """A store begun as a copy of the one that serves could not be changed, or did not pass its verification."""


def _build_index(
    corpus: Path,
    index_dir: Path,
    model: EmbeddingModel,
    *,
    fetched: Sequence[Path],
    precedents: Sequence[Precedent],
    as_embedded: Callable[[str], str],
    cache_path: Path,
    chunk_size: int,
    rebuild: bool,
    chroma_host: str,
    max_statements: int,
    on_progress: Progress | None,
    copying: bool,
) -> IndexReport:
    """`build_index`, with or without leave to begin from a copy of the store that serves. Raises _UnfitCopyError only with it."""
    started = perf_counter()
    tell = on_progress or (lambda step, done, total: None)
    report = IndexReport()
    with generations.only_writer(index_dir), _disk_full_in_french(index_dir):
        if chroma_host:
            server_client(chroma_host)  # one that is down is said before anything is read or removed
        copying = copying and not chroma_host and not generations.was_stopped(index_dir)  # what stopped the last run may be the store that it had copied
        _drop_collections(generations.remove_leftovers(index_dir), chroma_host)
        files, report.refused = list_files(corpus, fetched=fetched)
        unreadable = sorted(error.path for error in report.refused)
        signature = {
            "model": index_signature(model),
            "chunk_size": chunk_size,
            "chroma": chroma_host or "embedded",
            "format": generations.FORMAT,
            "precedents": content_hash(*(repr(precedent) for precedent in precedents)),
        }
        former = _Former()
        if not rebuild:
            former = _previous(index_dir)
            manifest = former.manifest
            same = all(manifest.get(key) == value for key, value in signature.items())
            recorded = {**manifest.get("files", {}), **{name: refusal["hash"] for name, refusal in manifest.get("refused", {}).items()}}
            if (
                same
                and _is_stored(index_dir, chroma_host)
                and recorded == {file.name: file.hash for file in files}
                and manifest.get("unreadable", []) == unreadable
            ):
                report.refused += [DocumentError(name, refusal["reason"], line=refusal["line"]) for name, refusal in manifest.get("refused", {}).items()]
                return _unchanged(report, manifest, started)
            former = former.with_chunks() if same else replace(former, manifest={})
        known = former.documents
        copy: StoreCopy | None = None
        copied = False
        verifier: generations.Verifier | None = None
        build: Path | None = None
        store: VectorStore | None = None
        published = False
        try:
            build = generations.new_build(index_dir)
            done = 0

            def one_read(name: str) -> None:
                nonlocal done
                done += 1
                tell("Lecture des documents", done, len(files))

            documents, refused = read_corpus(files, known=known, on_progress=one_read)
            report.refused += refused
            if not documents:
                reasons = " ".join(str(error) for error in report.refused[:3])
                raise CorpusError(f"Aucun document lisible dans « {corpus} » (.md, .txt, .html, .pdf, .docx). {reasons}".strip())
            documents.sort(key=lambda document: document.id)
            before = {document.id for document in known.values()}
            report.unchanged = sum(document.content_hash in known for document in documents)
            report.read = len(files) - sum(file.hash in known for file in files)
            report.removed = len(before - {document.id for document in documents})
            report.notices = [notice for document in documents for notice in document.notices]

            def count(text: str) -> int:
                return model.count_tokens([text])[0]

            by_id = {document.id: document for document in documents}
            chunks = [
                chunk
                for document in documents
                for chunk in former.chunks_of(document) or chunks_of(document, size=chunk_size, max_tokens=model.max_tokens - 8, count_tokens=count)
            ]
            if copying and former.is_close_to(chunks):
                copy = StoreCopy(former.folder / "chroma", build / "chroma")
                verifier = generations.Verifier()
            statements = all_statements(documents)
            texts = [embedded_text(by_id[chunk.document_id], chunk) for chunk in chunks]
            embedded = statements if len(statements) <= max_statements else []
            as_text = statement_text if model.statements is model else short_statement_text
            statement_texts = [as_text(by_id[document_id], statement) for document_id, statement in embedded]
            keys = keys_of(documents)
            standing = still_standing(precedents, ((document_id, by_id[document_id].text[s.start : s.end]) for document_id, s in statements))
            groups = (
                _Group(texts, model),
                _Group(statement_texts, model.statements),
                _Group([key.text for key in keys], model, as_queries=True),
                _Group([one.question for one in standing], model.statements, as_queries=True, form=as_embedded),
            )
            vectors, statement_vectors, key_vectors, precedent_vectors = _embed(groups, former.vectors, cache_path, tell, report)
            verifier = verifier or generations.Verifier()  # its imports run while we write, and not while every processor embeds a whole corpus

            parents = _parents(documents, chunks)
            titles = {document.id: terms(" ".join((document.metadata.title, *document.metadata.questions))) for document in documents}
            own_terms = [terms(chunk.text_in(by_id[chunk.document_id])) for chunk in chunks]
            parent_terms = [titles[chunks[group[0]].document_id] + [t for i in group for t in own_terms[i]] for group in parents]
            cards = {i for i, chunk in enumerate(chunks) if by_id[chunk.document_id].metadata.is_card}
            Bm25Index.build(parent_terms, apart={i for i, group in enumerate(parents) if group[0] in cards}).save(build / "lexical" / "parents")
            chunk_terms = [
                terms(text.removesuffix(chunk.text_in(document)) + "\n" + _known_questions(document, chunk.heading_path)) + own
                for chunk, text, own in zip(chunks, texts, own_terms, strict=True)
                for document in (by_id[chunk.document_id],)
            ]
            Bm25Index.build(chunk_terms, apart=cards).save(build / "lexical" / "chunks")

            rows = [(chunk.id, chunk.text_in(by_id[chunk.document_id]), _payload(by_id[chunk.document_id])) for chunk in chunks]
            copied = copy is not None and copy.succeeded()
            kept = former.rows_kept(documents, chunks, vectors) if copied else frozenset()
            added = [i for i, chunk in enumerate(chunks) if chunk.id not in kept]
            store = open_store(build, chroma_host or "embedded")
            gone = [key for key in former.ids if key not in kept] if copied else []
            store.remove(gone)
            stored = len(kept)

            def some_stored(count: int) -> None:
                nonlocal stored
                stored += count
                tell("Rangement des passages", stored, len(chunks))

            store.add([rows[i][0] for i in added], [rows[i][1] for i in added], vectors[added], [rows[i][2] for i in added], on_progress=some_stored)
            if store.count() != len(chunks):
                raise IndexDamagedError(f"Chroma a gardé {store.count()} passages sur {len(chunks)} ; l'ancien index continue de servir.")
            store.close()

            write_documents(build / "documents.jsonl", documents)
            write_vocabulary(build / "vocabulary.json", documents)
            (build / "keys.json").write_text(json.dumps([vars(key) for key in keys], ensure_ascii=False), encoding="utf-8")
            np.save(build / "keys.npy", key_vectors)
            write_precedents(build, standing, precedent_vectors)
            (build / EMBEDDED).write_text(json.dumps([group.texts for group in groups], ensure_ascii=False), encoding="utf-8")
            write_chunks(build / "chunks.jsonl", chunks)
            np.save(build / "vectors.npy", vectors)
            np.save(build / "statements.npy", statement_vectors)
            read = {document.path for document in documents}
            hashes = {file.name: file.hash for file in files}
            manifest = {
                **signature,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "corpus": str(corpus.resolve()),
                "documents": len(documents),
                "chunks": len(chunks),
                "statements": len(statements),
                "rows": digest_of_rows(rows),
                "added": added if copied else [],
                "worn": former.manifest["worn"] + len(gone) if copied else 0,
                "parents": parents,
                "lexical": {"parents": len(parents), "chunks": len(chunks)},
                "files": {file.name: file.hash for file in files if file.name in read},
                "refused": {e.path: {"hash": hashes[e.path], "reason": e.reason, "line": e.line} for e in report.refused if e.path in hashes},
                "unreadable": unreadable,
                "libraries": _libraries(),
            }
            (build / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
            tell("Vérification", 0, 1)
            verifier.verify(build)
            generations.publish(index_dir, build)
            published = True
            tell("Vérification", 1, 1)
            _drop_collections(generations.remove_unread(index_dir), chroma_host)
        except (ChromaError, IndexDamagedError, OSError, ValueError, KeyError) as error:
            if copied and not published:
                raise _UnfitCopyError from error
            raise
        finally:
            if verifier is not None:
                verifier.close()
            if copy is not None:
                copy.close()
            if build is not None and not published:
                if store is not None and chroma_host:
                    store.drop()
                shutil.rmtree(build, ignore_errors=True)
    report.documents, report.chunks, report.statements = len(documents), len(chunks), len(statements)
    report.seconds = perf_counter() - started
    return report


@contextmanager
def _collector_paused() -> Iterator[None]:
    """An indexing makes hundreds of thousands of objects and no cycles worth the name: walking them all again and again took a tenth of a small change."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _disk_full_in_french(index_dir: Path) -> Iterator[None]:
    """Whatever library met the full disk, the reader gets one sentence."""
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        store_failed = isinstance(error, ChromaError)  # it does not always say why
        if is_disk_full(error) or (store_failed and shutil.disk_usage(index_dir).free < SCARCE):
            raise DiskFullError(str(index_dir)) from error
        if store_failed:
            raise IndexDamagedError(f"Chroma n'a pas pu ranger les passages ({str(error)[:200]}) ; l'ancien index, s'il existe, continue de servir.") from error
        raise


@dataclass(frozen=True)
class _Former:
    """What a new generation may take from the one that serves; nothing of one that is missing, damaged, or made otherwise."""

    folder: Path = Path()
    manifest: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)  # by content hash
    ids: tuple[str, ...] = ()  # of its chunks, in the order of its vectors
    chunks: dict[str, list[Chunk]] = field(default_factory=dict)  # by document id
    vectors: tuple[dict[str, np.ndarray], ...] = ({}, {}, {}, {})  # of each text that it embedded: passages, statements, keys, precedents

    def with_chunks(self) -> _Former:
        """With its chunks too, for a new generation of the same signature: same model, same size, same format."""
        try:
            chunks = read_chunks(self.folder / "chunks.jsonl")
            texts = json.loads((self.folder / EMBEDDED).read_text(encoding="utf-8"))
            vectors = [np.load(self.folder / name) for name in VECTORS]
        except (OSError, ValueError, KeyError, TypeError):
            return self
        if not self.manifest or len(chunks) != self.manifest["chunks"]:
            return self
        by_document: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            by_document.setdefault(chunk.document_id, []).append(chunk)
        known = tuple(dict(zip(group, rows, strict=True)) if len(group) == len(rows) else {} for group, rows in zip(texts, vectors, strict=True))
        return replace(self, ids=tuple(chunk.id for chunk in chunks), chunks=by_document, vectors=known)

    def chunks_of(self, document: Document) -> list[Chunk]:
        """The chunks of a document that has not changed; none for another."""
        return self.chunks.get(document.id, []) if document.content_hash in self.documents else []

    def is_close_to(self, chunks: Sequence[Chunk]) -> bool:
        """True when its store, copied, is worth changing: little to take out and to put in, no more than COPIED_CHANGES since it was built from nothing.

        A search graph keeps a trace of each passage taken out of it.
        """
        if not self.ids or self.manifest["libraries"] != _libraries():
            return False
        before, after = set(self.ids), {chunk.id for chunk in chunks}
        return bool(self.manifest["worn"] + len(before - after) + len(after - before) <= COPIED_CHANGES * len(after))

    def rows_kept(self, documents: Sequence[Document], chunks: Sequence[Chunk], vectors: np.ndarray) -> frozenset[str]:
        """Ids of the passages that its store holds as they are now: of a document that has not changed, with the very same vector, bit for bit."""
        try:
            stored = np.load(self.folder / "vectors.npy")
        except (OSError, ValueError):
            return frozenset()
        if stored.shape != (len(self.ids), vectors.shape[1]):
            return frozenset()
        row = {key: i for i, key in enumerate(self.ids)}
        unchanged = {document.id for document in documents if self.chunks_of(document)}
        return frozenset(chunk.id for i, chunk in enumerate(chunks) if chunk.document_id in unchanged and np.array_equal(stored[row[chunk.id]], vectors[i]))


def _previous(index_dir: Path) -> _Former:
    """The serving generation, its manifest and its documents; empty when there is none that this version can read."""
    generation = generations.current_generation(index_dir)
    if generation is None:
        return _Former()
    try:
        manifest = generations.read_manifest(generation)
        if manifest.get("format") != generations.FORMAT:
            return _Former()
        return _Former(generation, manifest, {document.content_hash: document for document in read_documents(generation / "documents.jsonl")})
    except (IndexDamagedError, OSError, ValueError, KeyError, TypeError):  # damaged: everything is read again
        return _Former()


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in ("chromadb", "bm25s", "sentence-transformers", "pypdf")}


def _is_stored(index_dir: Path, chroma_host: str) -> bool:
    """False when the server has lost the vectors of the serving generation, which are then stored again."""
    generation = generations.current_generation(index_dir)
    if not chroma_host or generation is None:
        return True
    try:
        open_store(generation, chroma_host).check()
    except IndexDamagedError:
        return False
    return True


def _drop_collections(names: Sequence[str], chroma_host: str) -> None:
    """On a Chroma server, a generation that is gone leaves no collection behind."""
    if names and chroma_host:
        client = server_client(chroma_host)
        for name in names:
            VectorStore(client, collection=f"passages-{name}").drop()


def _unchanged(report: IndexReport, manifest: dict[str, Any], started: float) -> IndexReport:
    report.documents = report.unchanged = manifest["documents"]
    report.chunks, report.statements = manifest["chunks"], manifest["statements"]
    report.up_to_date, report.seconds = True, perf_counter() - started
    return report


def keys_of(documents: Sequence[Document]) -> list[Key]:
    """Titles, headings, and the questions people ask: what a question is compared with as one question with another."""
    keys: list[Key] = []
    for document in documents:
        metadata = document.metadata
        keys += [Key(document.id, "", text) for text in (metadata.title, *metadata.questions)]
        headings = dict.fromkeys(block.heading_path[-1] for block in document.blocks if block.heading_path)
        keys += [Key(document.id, heading, _named(document, heading), alone=False) for heading in headings]
        keys += [Key(document.id, heading, text) for heading, text in metadata.section_questions if heading in headings]
    return [replace(key, text=shortened(key.text, MAX_PREFIX)) for key in keys if key.text.strip()]


def _known_questions(document: Document, heading_path: tuple[str, ...]) -> str:
    """The questions known to be answered under the last heading, on one line."""
    return " ".join(text for heading, text in document.metadata.section_questions if heading_path and heading == heading_path[-1])


def _named(document: Document, heading: str) -> str:
    """A heading with the title of its document, unless it is long enough to name the subject itself."""
    return heading if len(heading) > LONG_HEADING else context_line(document, (heading,))


@dataclass(frozen=True)
class _Group:
    """Texts to embed by one model, as documents or as queries; `form` gives what is embedded of a text."""

    texts: list[str]
    model: EmbeddingModel
    as_queries: bool = False
    form: Callable[[str], str] = str


def _embed(groups: Sequence[_Group], former: Sequence[dict[str, np.ndarray]], cache_path: Path, tell: Progress, report: IndexReport) -> list[np.ndarray]:
    """The vectors of each group, float32 (n, d): those of the former generation, of the cache, or computed now."""
    started = perf_counter()
    total, done = sum(len(group.texts) for group in groups), 0

    def some_embedded(count: int) -> None:
        nonlocal done
        done += count
        tell("Calcul des vecteurs", min(done, total), total)

    found = []
    for group, known in zip(groups, former, strict=True):
        unknown = list(dict.fromkeys(text for text in group.texts if text not in known))
        some_embedded(len(group.texts) - len(unknown))
        cache = VectorCache(cache_path, group.model)
        try:
            fresh = cache.embed([group.form(text) for text in unknown], as_queries=group.as_queries, on_progress=some_embedded)
        finally:
            cache.close()
        report.embedded += cache.computed
        vector_of = known | dict(zip(unknown, fresh, strict=True))
        rows = [vector_of[text] for text in group.texts]
        found.append(np.array(rows, dtype=np.float32) if rows else np.zeros((0, group.model.dimension), dtype=np.float32))
    report.embedding_seconds = perf_counter() - started
    return found


def _parents(documents: Sequence[Document], chunks: Sequence[Chunk]) -> list[list[int]]:
    """Groups of consecutive chunks of one document, at most PARENT_SIZE characters each."""
    groups: list[list[int]] = []
    for i, chunk in enumerate(chunks):
        group = groups[-1] if groups else []
        if group and chunks[group[0]].document_id == chunk.document_id and chunk.end - chunks[group[0]].start <= PARENT_SIZE:
            group.append(i)
        else:
            groups.append([i])
    return groups


def _payload(document: Document) -> dict[str, str | int]:
    """What Chroma keeps beside a vector, flat: for whoever reads the store without us."""
    metadata = document.metadata
    return {
        "document_id": document.id,
        "title": metadata.title,
        "kind": metadata.kind,
        "phase": metadata.phase or 0,
        "valid_from": metadata.valid_from.isoformat() if metadata.valid_from else "",
        "valid_to": metadata.valid_to.isoformat() if metadata.valid_to else "",
    }
