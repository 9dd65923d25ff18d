"""Passages and how several rankings of them become one. Pure: the indexes themselves are adapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from assistant.chunking import Chunk
from assistant.documents import Document


@dataclass(frozen=True)
class Passage:
    """A chunk and why it was found. `score` orders one answer's passages (higher is closer); `scores` has each stage's own scale."""

    document: Document
    chunk: Chunk
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.chunk.text_in(self.document)


class LexicalIndex(Protocol):
    def scores(self, terms: Sequence[str]) -> np.ndarray:
        """BM25 score of every indexed text, float32 (n,), 0 where no term occurs."""


class DenseIndex(Protocol):
    def nearest(self, vector: np.ndarray, *, k: int) -> list[tuple[str, float]]:
        """At most k (chunk id, cosine similarity), best first."""


class Reranker(Protocol):
    def rerank(self, question: str, passages: Sequence[Passage]) -> list[Passage]:
        """The same passages, best first, with `rerank` among their scores."""


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]], *, k: int = 60, weights: Sequence[float] | None = None) -> dict[str, float]:
    """Σ weight/(k + rank), rank from 1 (Cormack et al., SIGIR 2009). No unit; higher is better.

    >>> reciprocal_rank_fusion([["a", "b"], ["b"]])["b"] == 1/62 + 1/61
    True
    """
    fused: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, key in enumerate(ranking, start=1):
            fused[key] = fused.get(key, 0.0) + weight / (k + rank)
    return fused


def best_first(scores: Mapping[str, float], *, k: int | None = None) -> list[str]:
    """Keys by score, ties by key, so that the same input gives the same order."""
    return sorted(scores, key=lambda key: (-scores[key], key))[:k]
