"""What the rest of the product asks of an embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class EmbeddingModel(Protocol):
    @property
    def signature(self) -> str:
        """Names the weights, engine, prompts and length: vectors of two signatures are never compared."""

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
