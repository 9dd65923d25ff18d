"""Measures, pure: rankings (recall@k, MRR, nDCG@k) and golden questions (facts, forbidden facts, abstention)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.french import fold


def recall_at_k(ranking: Sequence[str], relevant: Mapping[str, int], *, k: int) -> float:
    """Share of the relevant documents among the first k, 0 to 1.

    >>> recall_at_k(["a", "b", "c"], {"b": 1, "z": 1}, k=2)
    0.5
    """
    wanted = {key for key, gain in relevant.items() if gain > 0}
    return len(wanted & set(ranking[:k])) / len(wanted) if wanted else 0.0


def mrr_at_k(ranking: Sequence[str], relevant: Mapping[str, int], *, k: int) -> float:
    """1/rank (from 1) of the first relevant document, 0 when none is among the first k.

    >>> mrr_at_k(["a", "b"], {"b": 1}, k=10)
    0.5
    """
    return next((1 / rank for rank, key in enumerate(ranking[:k], start=1) if relevant.get(key, 0) > 0), 0.0)


def ndcg_at_k(ranking: Sequence[str], relevant: Mapping[str, int], *, k: int) -> float:
    """DCG/ideal DCG with gain 2^rel − 1 and discount log2(rank + 1), rank from 1 (Järvelin & Kekäläinen 2002), 0 to 1.

    >>> round(ndcg_at_k(["a", "b"], {"b": 1}, k=10), 4) == round(1 / math.log2(3), 4)
    True
    """
    gains = [2 ** relevant.get(key, 0) - 1 for key in ranking[:k]]
    ideal = sorted((2**gain - 1 for gain in relevant.values()), reverse=True)[:k]
    best = _dcg(ideal)
    return _dcg(gains) / best if best else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def percentile(values: Sequence[float], share: float) -> float:
    """Value under which `share` (0 to 1) of the values lie, nearest rank; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))] if ordered else 0.0


def comparable(text: str) -> str:
    """Lower case, accents removed, spaces (of any kind, inside figures too) squeezed.

    >>> comparable("100 millions d’euros")
    "100 millions d'euros"
    """
    return re.sub(r"[\s\u00a0\u202f\u2009]+", " ", fold(text)).replace("**", "").strip()


def states(answer: str, fact: str) -> bool:
    """True when the fact stands in the answer, not inside a longer number or word.

    >>> states("Il y en a 183.", "183"), states("1 183 emplois", "83"), states("100 000 €", "100 000")
    (True, False, True)
    """
    wanted = comparable(fact)
    if not wanted:
        return False
    left = r"(?<![\w])(?<!\d[.,])" if wanted[0].isalnum() else ""
    right = r"(?!\d)(?![.,]\d)" if wanted[-1].isdigit() else ""
    return re.search(left + re.escape(wanted) + right, comparable(answer)) is not None


def facts_found(answer: str, must_contain: Sequence[Sequence[str] | str]) -> list[bool]:
    """For each wanted fact, whether one of its alternatives stands in the answer."""
    return [any(states(answer, alternative) for alternative in ([fact] if isinstance(fact, str) else fact)) for fact in must_contain]


def wilson_interval(successes: int, total: int, *, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a proportion (Wilson 1927); (0, 1) when nothing was counted.

    >>> low, high = wilson_interval(0, 50); round(low, 3), round(high, 3)
    (0.0, 0.071)
    """
    if total == 0:
        return 0.0, 1.0
    share = successes / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (centre - spread) / (1 + z * z / total)), min(1.0, (centre + spread) / (1 + z * z / total))


@dataclass(frozen=True)
class Roc:
    """Points (share of negatives accepted, share of positives accepted), from (0, 0) to (1, 1), the thresholds that give them, and the area under them."""

    points: tuple[tuple[float, float], ...]
    thresholds: tuple[float, ...]
    area: float


def roc(scores: Sequence[float], positive: Sequence[bool]) -> Roc:
    """Receiver operating characteristic (Fawcett 2006): ties make one point; the area is the chance that a positive scores above a negative, a tie counting half.

    >>> roc([0.9, 0.6, 0.6, 0.1], [True, True, False, False]).area
    0.875
    >>> roc([0.9, 0.1], [True, False]).points
    ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0))
    """
    positives = sum(map(bool, positive))
    negatives = len(positive) - positives
    if not positives or not negatives:
        return Roc(((0.0, 0.0), (1.0, 1.0)), (math.inf, -math.inf), 0.5)
    points, thresholds, area = [(0.0, 0.0)], [math.inf], 0.0
    hits = misses = 0
    ordered = sorted(zip(scores, positive, strict=True), key=lambda pair: -pair[0])
    for i, (score, is_positive) in enumerate(ordered):
        hits, misses = hits + bool(is_positive), misses + (not is_positive)
        if i + 1 < len(ordered) and ordered[i + 1][0] == score:
            continue
        point = (misses / negatives, hits / positives)
        area += (point[0] - points[-1][0]) * (point[1] + points[-1][1]) / 2
        points.append(point)
        thresholds.append(score)
    return Roc(tuple(points), tuple(thresholds), area)
