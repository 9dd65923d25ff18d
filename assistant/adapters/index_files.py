"""The files of a generation: documents, chunks, vectors, BM25 tables and manifest; and the index read back from them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

import numpy as np

from assistant.adapters.generations import FORMAT, open_for_reading, read_manifest, remove_if_replaced
from assistant.adapters.lexical_index import Bm25Index
from assistant.adapters.vector_store import ChromaError, VectorStore, embedded_client, server_client
from assistant.chunking import Chunk, Key, Statement, statements_of
from assistant.documents import Block, Document, Metadata, Source
from assistant.errors import AssistantError, IndexDamagedError
from assistant.french import fold, terms_of, words
from assistant.precedents import Precedents, Standing
from assistant.retrieval import DenseIndex
from assistant.versions import Versions, linked

NAME_SHARE = 0.8  # share of its occurrences inside sentences that a name has with a capital
_INSIDE_A_SENTENCE = re.compile(r"(?<=[a-zà-ÿ,] )(?:[ldLD]['’])?([^\W\d_]{3,})")
DAYS = ("published_on", "checked_on", "valid_from", "valid_to")


def document_to_json(document: Document) -> dict[str, Any]:
    metadata = {**vars(document.metadata), "sources": [vars(source) for source in document.metadata.sources]}  # `asdict` copies deep, and slowly
    for key in DAYS:
        metadata[key] = metadata[key].isoformat() if metadata[key] else None
    blocks = [[b.kind, b.start, b.end, list(b.heading_path), b.level, b.list_id, b.page, b.marks] for b in document.blocks]
    return {"metadata": metadata, "text": document.text, "blocks": blocks, "path": document.path, "hash": document.content_hash}


def document_from_json(raw: dict[str, Any]) -> Document:
    values = dict(raw["metadata"])
    for key in DAYS:
        values[key] = date.fromisoformat(values[key]) if values[key] else None
    values["sources"] = tuple(Source(**source) for source in values["sources"])
    for key in ("audience", "questions", "supersedes", "superseded_by", "amends", "amended_by"):
        values[key] = tuple(values[key])
    values["section_questions"] = tuple((heading, text) for heading, text in values["section_questions"])
    blocks = tuple(
        Block(kind, start, end, tuple(path), level, list_id, page, tuple((a, b, tuple(n)) for a, b, n in marks))
        for kind, start, end, path, level, list_id, page, marks in raw["blocks"]
    )
    return Document(Metadata(**values), raw["text"], blocks, raw["path"], raw["hash"])


def write_documents(path: Path, documents: Iterable[Document]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            file.write(json.dumps(document_to_json(document), ensure_ascii=False) + "\n")


def read_documents(path: Path) -> list[Document]:
    with path.open(encoding="utf-8") as file:
        return [document_from_json(json.loads(row)) for row in file]


def write_chunks(path: Path, chunks: Iterable[Chunk]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for chunk in chunks:
            file.write(json.dumps(vars(chunk), ensure_ascii=False) + "\n")


def read_chunks(path: Path) -> list[Chunk]:
    with path.open(encoding="utf-8") as file:
        return [Chunk(**{**raw, "heading_path": tuple(raw["heading_path"])}) for raw in map(json.loads, file)]


def write_precedents(folder: Path, standing: Sequence[Standing], vectors: np.ndarray) -> None:
    """Their questions' vectors, float32 (n, d), are kept as float16: a cosine changes by less than 0.001."""
    (folder / "precedents.json").write_text(json.dumps([vars(one) for one in standing], ensure_ascii=False), encoding="utf-8")
    np.save(folder / "precedents.npy", vectors.astype(np.float16))


def read_precedents(folder: Path) -> Precedents:
    rows = json.loads((folder / "precedents.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "precedents.npy").astype(np.float32)
    if len(vectors) != len(rows):
        raise ValueError("precedents and their vectors differ in number")
    return Precedents([Standing(row["question"], row["answered"], tuple(row["statements"])) for row in rows], vectors)


def write_vocabulary(path: Path, documents: Iterable[Document]) -> None:
    """In how many documents each term stands, how often each written word, and which words are names: what makes a word rare, known or misspelt.

    Cards of the tables do not count: they would make the words of the programme common and every place name a word.
    """
    frequency: Counter[str] = Counter()
    written: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for document in documents:
        if document.metadata.is_card:
            continue
        text = " ".join((document.metadata.title, *document.metadata.questions, document.text))
        spelled = words(text)
        frequency.update(set(terms_of(spelled)))
        written.update(spelled)
        for word in _INSIDE_A_SENTENCE.findall(document.text):
            inside[fold(word)] += 1
            capitals[fold(word)] += word[0].isupper()
    names = sorted(word for word, count in capitals.items() if count >= NAME_SHARE * inside[word])
    path.write_text(json.dumps({"documents": frequency, "words": written, "names": names}, ensure_ascii=False), encoding="utf-8")


@dataclass
class SearchIndex:
    """One generation, open for reading. Everything but Chroma is in memory."""

    name: str
    manifest: dict[str, Any]
    documents: dict[str, Document]
    chunks: list[Chunk]
    statements: list[tuple[str, Statement]]  # (document id, statement), in the order of `statement_vectors`
    statement_vectors: np.ndarray  # float32 (statements, d), or (0, d) in a corpus too large to embed each sentence
    parents: list[list[int]]  # chunk positions of each lexical parent
    keys: list[Key]  # titles, headings and known questions, in the order of `key_vectors`
    key_vectors: np.ndarray  # float32 (keys, d)
    document_frequency: dict[str, int]  # term → documents that hold it
    word_counts: dict[str, int]  # folded word → times it is written
    names: frozenset[str]  # folded words that the documents write with a capital inside their sentences
    lexical_parents: Bm25Index
    lexical_chunks: Bm25Index
    dense: DenseIndex
    versions: Versions = field(default_factory=Versions)
    precedents: Precedents = field(default_factory=Precedents)
    folder: Path | None = None
    reader_lock: IO[str] | None = None
    store: VectorStore | None = None

    def __post_init__(self) -> None:
        self.position = {chunk.id: i for i, chunk in enumerate(self.chunks)}
        self.statements_of_document: dict[str, list[int]] = {}
        for i, (document_id, _) in enumerate(self.statements):
            self.statements_of_document.setdefault(document_id, []).append(i)

    def statements_in(self, chunk: Chunk) -> list[int]:
        """Positions of the statements that begin inside the chunk."""
        return [i for i in self.statements_of_document.get(chunk.document_id, ()) if chunk.start <= self.statements[i][1].start < chunk.end]

    def close(self) -> None:
        if self.store:
            self.store.close()
        if self.reader_lock:
            self.reader_lock.close()
            if self.folder and self.manifest["chroma"] == "embedded":  # on a server, the writer also has a collection to drop
                remove_if_replaced(self.folder)


def all_statements(documents: Sequence[Document]) -> list[tuple[str, Statement]]:
    return [(document.id, statement) for document in documents for statement in statements_of(document)]


def open_store(generation: Path, chroma: str) -> VectorStore:
    """The vectors of a generation, published or being built: in its folder when `chroma` is « embedded », else on the server of that address."""
    if chroma == "embedded":
        return VectorStore(embedded_client(generation / "chroma"))
    return VectorStore(server_client(chroma), collection=f"passages-{generation.stem}", server=chroma)


def open_index(index_dir: Path, *, chroma_host: str = "") -> SearchIndex:
    """The serving generation. Raises IndexMissingError, or IndexDamagedError when its files do not agree or cannot be read."""
    generation, lock = open_for_reading(index_dir)
    try:
        return _opened(generation, lock, chroma_host)
    except AssistantError:
        lock.close()
        raise
    except (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, ChromaError) as error:
        lock.close()
        raise IndexDamagedError(f"L'index de {generation} est illisible ({type(error).__name__}) : relancez « assistant-ti index --rebuild ».") from error


def _opened(generation: Path, lock: IO[str], chroma_host: str) -> SearchIndex:
    manifest = read_manifest(generation)
    if manifest.get("format") != FORMAT:
        raise IndexDamagedError("L'index a été construit par une autre version du logiciel : relancez « assistant-ti index ».")
    documents, versions = linked(read_documents(generation / "documents.jsonl"))
    chunks = read_chunks(generation / "chunks.jsonl")
    statements = all_statements(list(documents.values()))
    vectors = np.load(generation / "statements.npy")
    if vectors.shape[0] not in (0, len(statements)):
        raise IndexDamagedError("L'index a été construit par une autre version du logiciel : relancez « assistant-ti index --rebuild ».")
    embedded = manifest["chroma"] == "embedded"
    store = open_store(generation, manifest["chroma"] if embedded or not chroma_host else chroma_host)
    store.check()
    vocabulary = json.loads((generation / "vocabulary.json").read_text(encoding="utf-8"))
    return SearchIndex(
        name=generation.name,
        manifest=manifest,
        documents=documents,
        chunks=chunks,
        statements=statements,
        statement_vectors=vectors,
        parents=manifest["parents"],
        keys=[Key(**raw) for raw in json.loads((generation / "keys.json").read_text(encoding="utf-8"))],
        key_vectors=np.load(generation / "keys.npy"),
        document_frequency=vocabulary["documents"],
        word_counts=vocabulary["words"],
        names=frozenset(vocabulary["names"]),
        lexical_parents=Bm25Index.load(generation / "lexical" / "parents"),
        lexical_chunks=Bm25Index.load(generation / "lexical" / "chunks"),
        dense=store,
        versions=versions,
        precedents=read_precedents(generation),
        folder=generation,
        reader_lock=lock,
        store=store,
    )
