"""A question → passages: dense chunks, lexical documents, lexical chunks and the documents' own keys, fused.

The weights were chosen among eleven settings on the « dev » half of the golden questions (docs/adr/0003).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.chunking import statement_text
from assistant.documents import Document
from assistant.embedding import EmbeddingModel
from assistant.french import fold, stem, terms
from assistant.retrieval import Passage

if TYPE_CHECKING:
    from assistant.adapters.index_files import SearchIndex
    from assistant.understanding import Question


@dataclass(frozen=True)
class FusionWeights:
    """Weight of each ranking in the reciprocal rank fusion, and its constant k (ranks). No unit."""

    dense: float = 1.0
    lexical_parents: float = 0.8
    lexical_chunks: float = 0.8
    keys: float = 1.0
    k: float = 10.0


DENSE_CANDIDATES = 100
# What a passage keeps of its score when it does not fit what was asked (1: all of it).
OTHER_PHASE, NOT_IN_FORCE, NOT_FOR_AUDIENCE = 0.6, 0.72, 0.95


@dataclass(frozen=True)
class Found:
    """Passages best first, and what the rest of the way needs of the search."""

    passages: list[Passage]
    query_vector: np.ndarray
    lexical_best: float  # BM25 of the best parent
    best_cosine: float
    key_cosines: np.ndarray  # float32, of each document's nearest key (title, heading, known question), in the order of the documents' ids
    section_cosines: np.ndarray  # float32, of each section's nearest key


class Searcher:
    """An open index and how it is searched. Immutable: a new generation gets a new Searcher."""

    def __init__(self, index: SearchIndex, model: EmbeddingModel, *, weights: FusionWeights | None = None) -> None:
        self.index, self.weights = index, weights or FusionWeights()
        self._embed_statement = lru_cache(maxsize=20_000)(lambda position: model.embed_documents([self._statement_text(position)])[0])
        n = len(index.chunks)
        self._parent_of = np.zeros(n, dtype=np.int64)
        for parent, group in enumerate(index.parents):
            self._parent_of[group] = parent
        self._document_ids = sorted(index.documents)
        place = {document_id: i for i, document_id in enumerate(self._document_ids)}
        self._document_place = place
        self._document_of = np.array([place[chunk.document_id] for chunk in index.chunks], dtype=np.int64)
        self._key_document = np.array([place[owner] for owner, _ in index.key_owners], dtype=np.int64)
        sections = {section: i for i, section in enumerate(dict.fromkeys(index.key_owners))}
        self._key_section = np.array([sections[section] for section in index.key_owners], dtype=np.int64)
        self._sections = sections
        self._superseded = {d.metadata.replaces for d in index.documents.values() if d.metadata.replaces}
        self._correctable = [word for word in index.word_counts if len(word) >= 5 and word.isalpha()]
        self.idf = lru_cache(maxsize=50_000)(self._idf)
        self.statement_terms = lru_cache(maxsize=50_000)(self._statement_terms)
        self.document_terms = lru_cache(maxsize=5_000)(self._document_terms)

    def statement_vectors(self, positions: Sequence[int]) -> np.ndarray:
        """Vectors of the statements, float32 (n, d): from the index, or embedded now in a corpus too large for it to hold them."""
        if self.index.statement_vectors.shape[0]:
            vectors: np.ndarray = self.index.statement_vectors[list(positions)]
            return vectors
        return np.stack([self._embed_statement(position) for position in positions])

    def _statement_terms(self, position: int) -> frozenset[str]:
        """Terms of a statement with its lead-in."""
        document_id, statement = self.index.statements[position]
        text = self.index.documents[document_id].text
        return frozenset(terms(text[statement.start : statement.end])) | (frozenset(terms(text[slice(*statement.lead_in)])) if statement.lead_in else frozenset())

    def _document_terms(self, document_id: str) -> frozenset[str]:
        """Terms of a document, its title and the questions people ask for it."""
        document = self.index.documents[document_id]
        return frozenset(terms(" ".join((document.metadata.title, *document.metadata.questions, document.text))))

    def _statement_text(self, position: int) -> str:
        document_id, statement = self.index.statements[position]
        return statement_text(self.index.documents[document_id], statement)

    def _idf(self, term: str) -> float:
        """ln(1 + (N − n + ½)/(n + ½)), n documents of N hold the term; a term that none holds weighs most."""
        n, total = self.index.document_frequency.get(term, 0), len(self.index.documents)
        return math.log(1 + (total - n + 0.5) / (n + 0.5))

    def knows(self, term: str) -> bool:
        return term in self.index.document_frequency

    def is_word(self, word: str) -> bool:
        """True when the documents write this word, or another form of it."""
        folded = fold(word)
        return folded in self.index.word_counts or self.knows(stem(folded))

    def correct(self, word: str) -> str | None:
        """The word of the corpus that a misspelt one must be: one letter off (two from nine letters on), same start; else None.

        In a short word only a letter left out, added or swapped is mended: with one letter replaced, « pommes » would become « pompes ».
        """
        folded = fold(word)
        if folded in self.index.word_counts or self.knows(stem(folded)) or not self._correctable:
            return None
        allowed = 2 if len(folded) >= 9 else 1
        near = [
            (distance, -self.index.word_counts[candidate], candidate)
            for candidate, distance, _ in process.extract(folded, self._correctable, scorer=OSA.distance, score_cutoff=allowed, limit=20)
            if candidate[:2] == folded[:2] and self.index.word_counts[candidate] >= 2 and (len(folded) >= 8 or not _replaces_a_letter(folded, candidate))
        ]
        return min(near)[2] if near else None

    def search(self, question: Question, query_vector: np.ndarray, *, k: int) -> Found:
        """At most k passages, best first, no two the same; `query_vector` is the question's embedding."""
        index, weights = self.index, self.weights
        n = len(index.chunks)
        dense = np.full(n, -1.0, dtype=np.float32)
        for chunk_id, cosine in index.dense.nearest(query_vector, k=min(DENSE_CANDIDATES, n)):
            if chunk_id in index.position:
                dense[index.position[chunk_id]] = cosine
        parents = self._lexical(index.lexical_parents.scores, question)
        chunks = self._lexical(index.lexical_chunks.scores, question)
        score = weights.dense * _rrf(dense, -1.0, weights.k)
        score += weights.lexical_parents * _rrf(parents, 0.0, weights.k)[self._parent_of]
        score += weights.lexical_chunks * _rrf(chunks, 0.0, weights.k)
        keys = np.full(len(self._document_ids), -1.0, dtype=np.float32)
        sections = np.full(len(self._sections), -1.0, dtype=np.float32)
        if len(index.key_owners):
            cosines = index.key_vectors @ query_vector
            np.maximum.at(keys, self._key_document, cosines)
            np.maximum.at(sections, self._key_section, cosines)
            score += weights.keys * _rrf(keys, -1.0, weights.k)[self._document_of]
        fit = np.array([self.fit(index.documents[d], question) for d in self._document_ids], dtype=np.float32)
        score = score * fit[self._document_of]
        order = np.lexsort((np.arange(n), -score))[:k]
        passages = [
            Passage(
                index.documents[index.chunks[i].document_id],
                index.chunks[i],
                float(score[i]),
                {"lexical": float(parents[self._parent_of[i]]), "lexical_chunk": float(chunks[i]), "dense": float(dense[i]) if dense[i] > -1 else 0.0},
            )
            for i in order
            if score[i] > 0
        ]
        return Found(passages, query_vector, float(parents.max(initial=0.0)), float(dense.max(initial=0.0)), keys, sections)

    def key_cosine(self, found: Found, document_id: str, heading: str | None = None) -> float:
        """Cosine of the question with the nearest key of a document, or of what stands under one of its headings; 0 when it has none."""
        if heading is None:
            return max(0.0, float(found.key_cosines[self._document_place[document_id]])) if found.key_cosines.size else 0.0
        place = self._sections.get((document_id, heading))
        return 0.0 if place is None else float(found.section_cosines[place])

    def _lexical(self, scores: object, question: Question) -> np.ndarray:
        """BM25 of the question's own terms, plus a part of that of the glossary's other forms."""
        base: np.ndarray = scores(list(question.terms))  # type: ignore[operator]
        if question.expansions:
            base = base + 0.35 * scores(list(question.expansions))  # type: ignore[operator]
        return base

    def fit(self, document: Document, question: Question) -> float:
        """Share of its score that a document keeps: less when it is of the other phase, or not in force on the day asked."""
        metadata = document.metadata
        share = 1.0
        if question.phase and metadata.phase and metadata.phase != question.phase:
            share *= OTHER_PHASE
        if metadata.kind in ("loi", "decret", "circulaire", "guide", "faq", "programme") and not metadata.in_force(question.on):
            share *= NOT_IN_FORCE
        if document.id in self._superseded and metadata.in_force(question.on) is False:
            share *= NOT_IN_FORCE
        if question.audience not in metadata.audience:
            share *= NOT_FOR_AUDIENCE
        return share

    def is_superseded(self, document: Document, on: date) -> bool:
        """True when another document replaces this one and is in force on that day, or this one has ended."""
        if document.metadata.valid_to and document.metadata.valid_to < on:
            return True
        return any(d.metadata.replaces == document.id and d.metadata.in_force(on) for d in self.index.documents.values()) if document.id in self._superseded else False

    def coverage(self, question_terms: Sequence[str], present: frozenset[str]) -> float:
        """Share, by idf, of the question's distinct terms that are present, 0 to 1; 1 when the question has no content term."""
        wanted = set(question_terms)
        total = sum(self.idf(term) for term in wanted)
        return sum(self.idf(term) for term in wanted & present) / total if total else 1.0


def _replaces_a_letter(word: str, other: str) -> bool:
    return len(word) == len(other) and sorted(word) != sorted(other)


def _rrf(values: np.ndarray, floor: float, k: float) -> np.ndarray:
    """1/(k + rank) for the values above the floor, best rank 1, equal values sharing the best rank; 0 for the others."""
    result = np.zeros(values.shape[0], dtype=np.float64)
    kept = np.flatnonzero(values > floor)
    if kept.size:
        ordered = np.sort(values[kept])[::-1]
        ranks = np.searchsorted(-ordered, -values[kept], side="left") + 1
        result[kept] = 1.0 / (k + ranks)
    return result
