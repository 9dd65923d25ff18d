"""What the rest of the product asks of an embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np


class EmbeddingModel(Protocol):
    @property
    def signature(self) -> str:
        """Names the weights, engine, prompts and length: vectors of two signatures are never compared."""

    @property
    def statements(self) -> EmbeddingModel:
        """The model by which statements are compared with a question: one tuned for that, or this very model."""

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """Longest text that is read whole, in tokens of this model."""

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """Normalised vectors, float32 (n, d)."""

    def embed_query(self, text: str) -> np.ndarray:
        """Normalised vector, float32 (d,)."""

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Normalised vectors, float32 (n, d), of texts compared with a question as one question with another."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def holds_word(self, word: str) -> bool:
        """True when its vocabulary holds the folded word whole: a common word of some language, which is no misspelling."""


@dataclass(frozen=True)
class QuestionVectors:
    """A question as each model sees it, float32 (d,), normalised: one vector is compared with passages, titles and known questions, the other with statements."""

    passages: np.ndarray
    statements: np.ndarray


def embed_question(text: str, model: EmbeddingModel) -> QuestionVectors:
    vector = model.embed_query(text)
    return QuestionVectors(vector, vector if model.statements is model else model.statements.embed_query(text))


def index_signature(model: EmbeddingModel) -> str:
    """Names every model whose vectors an index holds."""
    return " + ".join(dict.fromkeys((model.signature, model.statements.signature)))
