"""A question → passages: dense chunks, lexical documents, lexical chunks and the documents' own keys, fused.

The weights were chosen among eleven settings on the « dev » half of the golden questions (docs/adr/0003).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.chunking import Statement, short_statement_text, statement_text
from assistant.documents import Document
from assistant.embedding import EmbeddingModel, QuestionVectors
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
NEAREST_STATEMENTS = 12
REFERENCE_PARENTS = 300  # of the corpus on which abstention was calibrated
# What a passage keeps of its score when it does not fit what was asked (1: all of it).
OTHER_PHASE, NOT_IN_FORCE, NOT_FOR_AUDIENCE = 0.6, 0.72, 0.95
AMENDED = 0.9  # of a text that another one has amended: the newer one goes first


@dataclass(frozen=True)
class Found:
    """Passages best first, and what the rest of the way needs of the search."""

    passages: list[Passage]
    vectors: QuestionVectors
    key_cosines: np.ndarray  # float32, of each document's nearest key (title, heading, known question), in the order of the documents' ids
    cosines: np.ndarray  # float32, of every key, in the order of the index
    set_aside: tuple[Passage, ...] = ()  # as near as those, but of a version that does not hold on the day asked: never quoted as current
    statements: tuple[int, ...] = ()  # positions of the nearest statements of the whole index, whatever their passage
    precedents: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))  # float32, cosine with each precedent of the index


class Searcher:
    """An open index and how it is searched. Immutable: a new generation gets a new Searcher."""

    def __init__(self, index: SearchIndex, model: EmbeddingModel, *, weights: FusionWeights | None = None) -> None:
        self.index, self.weights = index, weights or FusionWeights()
        self.tuned = model.statements is not model  # statements are compared by a model tuned on them
        self._is_common = model.holds_word
        self._embed_statement = lru_cache(maxsize=20_000)(lambda position: model.statements.embed_documents([self._statement_text(position)])[0])
        n = len(index.chunks)
        self.knows_questions = any(d.metadata.questions or d.metadata.section_questions for d in index.documents.values())
        self.scale = bm25_scale(len(index.parents))
        self._parent_of = np.zeros(n, dtype=np.int64)
        for parent, group in enumerate(index.parents):
            self._parent_of[group] = parent
        self._document_ids = sorted(index.documents)
        place = {document_id: i for i, document_id in enumerate(self._document_ids)}
        self._document_place = place
        self._document_of = np.array([place[chunk.document_id] for chunk in index.chunks], dtype=np.int64)
        self._document_of_statement = np.array([place[document_id] for document_id, _ in index.statements], dtype=np.int64)
        self._document_of_parent = np.array([self._document_of[group[0]] for group in index.parents], dtype=np.int64)
        self._cards = [(place[d.id], (d.metadata.phase, d.metadata.territory)) for d in index.documents.values() if d.metadata.is_card]
        self._key_document = np.array([place[key.document_id] for key in index.keys], dtype=np.int64)
        self._alone = np.flatnonzero(np.array([key.alone for key in index.keys], dtype=bool))
        self._alone = self._alone[np.argsort(self._key_document[self._alone], kind="stable")]
        self._keyed_documents, self._first_of_document = np.unique(self._key_document[self._alone], return_index=True)
        self._sections: dict[tuple[str, str], list[int]] = {}  # (document id, heading) → rows of its keys
        for row, key in enumerate(index.keys):
            self._sections.setdefault((key.document_id, key.heading), []).append(row)
        self._correctable = [word for word in index.word_counts if len(word) >= 5 and word.isalpha()]
        self._fits = lru_cache(maxsize=32)(self._fits_of)  # most questions are of one day and of no phase
        self.idf = lru_cache(maxsize=50_000)(self._idf)
        self.statement_terms = lru_cache(maxsize=50_000)(self._statement_terms)
        self.section_terms = lru_cache(maxsize=20_000)(self._section_terms)
        self.context_terms = lru_cache(maxsize=20_000)(self._context_terms)

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
        return frozenset(terms(text[statement.start : statement.end])) | (
            frozenset(terms(text[slice(*statement.lead_in)])) if statement.lead_in else frozenset()
        )

    def _section_terms(self, document_id: str, heading: str) -> frozenset[str]:
        """Terms of the questions known to be answered under a heading."""
        return frozenset(terms(" ".join(text for owner, text in self.index.documents[document_id].metadata.section_questions if owner == heading)))

    def _context_terms(self, document_id: str, heading_path: tuple[str, ...]) -> frozenset[str]:
        """Terms of a document's title and of the headings above a statement."""
        return frozenset(terms(" ".join((self.index.documents[document_id].metadata.title, *heading_path))))

    def _statement_text(self, position: int) -> str:
        document_id, statement = self.index.statements[position]
        return (short_statement_text if self.tuned else statement_text)(self.index.documents[document_id], statement)

    def _idf(self, term: str) -> float:
        """ln(1 + (N − n + ½)/(n + ½)), n documents of N hold the term; a term that none holds weighs most."""
        n, total = self.index.document_frequency.get(term, 0), len(self._document_ids) - len(self._cards)
        return math.log(1 + (total - n + 0.5) / (n + 0.5))

    def said_of_scheme(self, scheme: str, *, under: str) -> list[tuple[Document, Statement]]:
        """What the sheet of a scheme says of it in its first sentence, then under the headings that hold a word."""
        sheets = [d for d in self.index.documents.values() if d.metadata.scheme == scheme and not d.metadata.is_card]
        said: list[tuple[Document, Statement]] = []
        for sheet in sorted(sheets, key=lambda d: d.id)[:1]:
            held = [self.index.statements[position][1] for position in self.index.statements_of_document.get(sheet.id, ())]
            said += [(sheet, statement) for n, statement in enumerate(held) if n == 0 or (statement.heading_path and under in fold(statement.heading_path[-1]))]
        return said

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
        if self._is_common(folded):
            return None  # « derrière » is no « dernière » written badly, though no document holds it
        allowed = 2 if len(folded) >= 9 else 1
        near = [
            (distance, -self.index.word_counts[candidate], candidate)
            for candidate, distance, _ in process.extract(folded, self._correctable, scorer=OSA.distance, score_cutoff=allowed, limit=20)
            if candidate[:2] == folded[:2] and self.index.word_counts[candidate] >= 2 and (len(folded) >= 8 or not _replaces_a_letter(folded, candidate))
        ]
        return min(near)[2] if near else None

    def search(self, question: Question, vectors: QuestionVectors, *, k: int) -> Found:
        """At most k passages, best first, no two the same; `vectors` are the question's embeddings."""
        index, weights = self.index, self.weights
        query_vector = vectors.passages
        n = len(index.chunks)
        closed = self._cards_of_others(question)
        closed_chunks = closed[self._document_of]
        dense = np.full(n, -1.0, dtype=np.float32)
        for chunk_id, cosine in index.dense.nearest(query_vector, k=min(DENSE_CANDIDATES + min(DENSE_CANDIDATES, int(closed_chunks.sum())), n)):
            if chunk_id in index.position:
                dense[index.position[chunk_id]] = cosine
        dense[closed_chunks] = -1.0
        parents = np.where(closed[self._document_of_parent], 0.0, self._lexical(index.lexical_parents.scores, question))
        chunks = np.where(closed_chunks, 0.0, self._lexical(index.lexical_chunks.scores, question))
        score = weights.dense * _rrf(dense, -1.0, weights.k)
        score += weights.lexical_parents * _rrf(parents, 0.0, weights.k)[self._parent_of]
        score += weights.lexical_chunks * _rrf(chunks, 0.0, weights.k)
        keys = np.full(len(self._document_ids), -1.0, dtype=np.float32)
        cosines = index.key_vectors @ query_vector
        if self._alone.size:
            cosines[closed[self._key_document]] = -1.0
            keys[self._keyed_documents] = np.maximum.reduceat(cosines[self._alone], self._first_of_document)
            score += weights.keys * _rrf(keys, -1.0, weights.k)[self._document_of]
        aside = index.versions.set_aside(question.text, question.on)
        fit = np.where(closed, np.float32(0.0), self._fits(question.phase, question.on, question.audience))
        score = score * fit[self._document_of]
        order = np.argsort(-score, kind="stable")
        order = order[score[order] > 0]
        apart = np.zeros(len(self._document_ids), dtype=bool)
        apart[[self._document_place[d] for d in aside if d in self._document_place]] = True
        set_aside = apart[self._document_of[order]]
        kept = order[~set_aside][:k].tolist()
        near = [i for i in order[set_aside].tolist() if score[i] >= 0.5 * score[kept[0]]][:k] if kept else []

        def passage(i: int) -> Passage:
            scores = {"lexical": float(parents[self._parent_of[i]]), "lexical_chunk": float(chunks[i]), "dense": max(0.0, float(dense[i]))}
            return Passage(index.documents[index.chunks[i].document_id], index.chunks[i], float(score[i]), scores)

        asked = index.precedents.cosines(vectors.statements)
        nearest = self._nearest_statements(vectors.statements, asked, closed | apart)
        return Found([passage(i) for i in kept], vectors, keys, cosines, tuple(passage(i) for i in near), nearest, asked)

    def _nearest_statements(self, vector: np.ndarray, asked: np.ndarray, out: np.ndarray) -> tuple[int, ...]:
        """Positions of the statements nearest to the question, best first, then of those that answer its precedents, but those of the documents left out (bool, by document)."""
        if not self.tuned or not self.index.statement_vectors.shape[0]:
            return ()
        cosines = np.where(out[self._document_of_statement], -1.0, self.index.statement_vectors @ vector)
        nearest = np.argpartition(-cosines, min(NEAREST_STATEMENTS, cosines.size - 1))[:NEAREST_STATEMENTS]
        ordered = [int(i) for i in nearest[np.argsort(-cosines[nearest], kind="stable")] if cosines[i] > 0]
        answering = [position for position in self.index.precedents.answering(asked) if cosines[position] > 0]
        return tuple(dict.fromkeys([*ordered, *answering[:NEAREST_STATEMENTS]]))

    def key_cosine(self, found: Found, document_id: str, heading: str | None = None) -> float:
        """Cosine of the question with the nearest key of a document, or of what stands under one of its headings; 0 when it has none."""
        if heading is None:
            return max(0.0, float(found.key_cosines[self._document_place[document_id]])) if found.key_cosines.size else 0.0
        nearest = self.nearest_key(found, document_id, heading)
        return 0.0 if nearest is None else float(found.cosines[nearest])

    def nearest_key(self, found: Found, document_id: str, heading: str) -> int | None:
        """Row of the section's key nearest to the question; None when the section has none."""
        return max(self._sections.get((document_id, heading), ()), key=lambda row: (found.cosines[row], -row), default=None)

    def _cards_of_others(self, question: Question) -> np.ndarray:
        """Which documents (bool) are cards of territories that the question does not name.

        A card (kind « donnees », with a territory) answers only who names its territory or a place in it. The 332 of them say the words of the programme in one
        mould: left in, they would take the ranks of the sheets that explain it.
        """
        closed = np.zeros(len(self._document_ids), dtype=bool)
        if question.territories is not None:
            closed[[position for position, key in self._cards if key not in question.territories]] = True
        return closed

    def _lexical(self, scores: object, question: Question) -> np.ndarray:
        """BM25 of the question's own terms, plus a part of that of the glossary's other forms."""
        base: np.ndarray = scores(list(question.terms))  # type: ignore[operator]
        if question.expansions:
            base = base + 0.35 * scores(list(question.expansions))  # type: ignore[operator]
        return base

    def _fits_of(self, phase: int | None, on: date, audience: str) -> np.ndarray:
        """`_fit` of every document, float32, in the order of their ids."""
        return np.array([self._fit(self.index.documents[d], phase, on, audience) for d in self._document_ids], dtype=np.float32)

    def _fit(self, document: Document, phase: int | None, on: date, audience: str) -> float:
        """Share of its score that a document keeps: less when it is of the other phase than the one asked, or not in force on the day asked.

        Of a chain of versions, only those that do not hold are set aside, so that none loses a share.
        """
        metadata, versions = document.metadata, self.index.versions
        share = 1.0
        if phase and metadata.phase and metadata.phase != phase:
            share *= OTHER_PHASE
        if (
            metadata.kind in ("loi", "decret", "circulaire", "guide", "faq", "programme", "donnees")
            and not versions.in_chain(document.id)
            and not metadata.in_force(on)
        ):
            share *= NOT_IN_FORCE
        if versions.amendments(document.id, on):
            share *= AMENDED
        if audience not in metadata.audience:
            share *= NOT_FOR_AUDIENCE
        return share

    def is_superseded(self, document: Document, on: date) -> bool:
        """True when another document replaces this one on that day, or this one has ended."""
        return bool(document.metadata.valid_to and document.metadata.valid_to < on) or self.index.versions.current(document.id, on) != document.id


def bm25_scale(parents: int) -> float:
    """What BM25 scores of a corpus of so many parents are multiplied by to be compared with those of a larger one, from 1 up.

    A rare word weighs ln(1 + (N − ½)/1.5), N parents: less in a folder of twenty documents than in a library. Beyond the reference nothing changes;
    in a folder of a few documents, where no word is rare, no more than 2.5.

    >>> round(bm25_scale(19), 2), bm25_scale(300), bm25_scale(5000), bm25_scale(1)
    (2.05, 1.0, 1.0, 2.5)
    """

    def rarest(total: int) -> float:
        return math.log(1 + (total - 0.5) / 1.5)

    return min(2.5, max(1.0, rarest(REFERENCE_PARENTS) / rarest(max(1, parents))))


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
