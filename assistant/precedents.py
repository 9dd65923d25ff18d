"""Questions written from the documents beforehand: each with the statements that answer it, or with those near it that do not.

What is asked now is often what somebody thought of then. Near a question that no document answers, it is probably one more near miss; near one that
statements answer, these probably answer it too. A precedent holds only while its statements stand as they were: change a sheet, and those written from it are
forgotten until somebody writes them again (`corpus/precedents`, docs/adr/0013). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

VOTERS = 30  # nearest precedents that are heard
SHARPNESS = 80.0  # of their weight, exp(SHARPNESS × cosine)
SILENCE = 0.80  # cosine of the voter that is always there and has no opinion: far from every precedent, nothing is known
ANSWERING = 0.80  # cosine from which what answers a precedent may answer the question


@dataclass(frozen=True)
class Precedent:
    """A question; `statements` (document id, how the statement begins) answer it, or are near without answering it."""

    question: str
    answered: bool
    statements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Standing:
    """A precedent in an index: positions of its statements."""

    question: str
    answered: bool
    statements: tuple[int, ...]


def still_standing(precedents: Iterable[Precedent], statements: Iterable[tuple[str, str]]) -> list[Standing]:
    """The precedents that hold among statements (document id, text): answered by one of theirs at least, or near the first of those that were found near."""
    by_document: dict[str, list[tuple[str, int]]] = {}
    for position, (document_id, text) in enumerate(statements):
        by_document.setdefault(document_id, []).append((" ".join(text.split()), position))
    standing = []
    for precedent in precedents:
        found = [next((p for text, p in by_document.get(document_id, ()) if text.startswith(start)), None) for document_id, start in precedent.statements]
        positions = tuple(p for p in found if p is not None)
        if positions and (precedent.answered or found[0] is not None):
            standing.append(Standing(precedent.question, precedent.answered, positions))
    return standing


@dataclass(frozen=True)
class Precedents:
    """Those of an index: `vectors` float32 (n, d), normalised, by the model that compares statements with a question."""

    standing: Sequence[Standing] = ()
    vectors: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    answered: np.ndarray = field(init=False)  # bool (n,)
    told_of: frozenset[int] = field(init=False)  # positions of the statements that a precedent names

    def __post_init__(self) -> None:
        object.__setattr__(self, "answered", np.array([one.answered for one in self.standing], dtype=bool))
        object.__setattr__(self, "told_of", frozenset(position for one in self.standing for position in one.statements))

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        """Of a question's vector (d,) with each precedent, float32 (n,)."""
        if not self.standing:
            return np.zeros(0, dtype=np.float32)
        result: np.ndarray = self.vectors @ vector
        return result

    def vote(self, cosines: np.ndarray) -> float:
        """Share of answered ones among the nearest, the nearer the heavier, 0 to 1; ½ when none is near.

        >>> asked = Precedents([Standing("a", True, (0,)), Standing("b", False, (1,))], np.eye(2, dtype=np.float32))
        >>> round(asked.vote(np.array([0.95, 0.70])), 2), round(asked.vote(np.array([0.70, 0.95])), 2), round(asked.vote(np.array([0.2, 0.3])), 2)
        (1.0, 0.0, 0.5)
        """
        if not cosines.size:
            return 0.5
        heard = np.argpartition(-cosines, VOTERS)[:VOTERS] if cosines.size > VOTERS else np.arange(cosines.size)
        weights = np.exp(SHARPNESS * (cosines[heard].astype(np.float64) - SILENCE))
        return float((weights[self.answered[heard]].sum() + 0.5) / (weights.sum() + 1.0))

    def answering(self, cosines: np.ndarray) -> dict[int, float]:
        """Statements that answer the nearest answered precedents → cosine of the nearest of these, the best first."""
        near = np.flatnonzero(self.answered & (cosines >= ANSWERING)).tolist() if cosines.size else []
        best: dict[int, float] = {}
        for i in sorted(near, key=lambda i: -float(cosines[i]))[:VOTERS]:
            for position in self.standing[i].statements:
                best.setdefault(position, float(cosines[i]))
        return best
