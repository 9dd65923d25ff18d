"""Do the passages answer the question? A small monotone model over signals that are each between 0 and 1.

A cosine threshold cannot decide it: with e5, questions about other subjects score as high as ours. Each weight is ≥ 0 (a stronger
signal never makes an answer less likely); they were fitted by `python -m eval.calibrate` on the « dev » half of the golden
questions and on half of the service-public.fr questions about other subjects.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from assistant.composing import Draft
from assistant.french import fold, words
from assistant.searching import Found, Searcher
from assistant.understanding import Question


@dataclass(frozen=True)
class Signals:
    """All between 0 and 1; higher speaks for an answer."""

    coverage: float  # share, by idf, of the question's terms that the best document holds
    statement_coverage: float  # the same for the best statement with its headings
    lexical: float  # BM25 of the best document, from 0 to 14
    cosine: float  # of the best statement, from 0.80 (0) to 0.93 (1)
    margin: float  # how far its cosine stands above the mean of the candidates, 0 to 0.06
    key: float  # cosine of the nearest title or known question, from 0.80 (0) to 0.95 (1)
    own_key: float  # nearness of the best statement's own document among all titles and known questions
    agreement: float  # 1 when lexical and dense sides share their best document, ½ when among their three best


@dataclass(frozen=True)
class Calibration:
    """Weights of the signals and bias of the logistic model.

    Under the probability `threshold` nothing is answered; under `sure` the answer is given as partial, and says that it may miss the point.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    sure: float


CALIBRATION = Calibration(
    weights={"coverage": 0.55, "statement_coverage": 1.65, "lexical": 6.88, "cosine": 2.14, "margin": 1.66, "key": 2.63, "own_key": 2.47, "agreement": 0.19},
    bias=-9.42,
    threshold=0.35,
    sure=0.62,
)


def signals(question: Question, found: Found, draft: Draft, searcher: Searcher) -> Signals:
    """The signals of one question. All 0 when nothing was found."""
    if not found.passages or draft.best is None:
        return Signals(0, 0, 0, 0, 0, 0, 0, 0)
    best = max(c.cosine for c in draft.candidates[:5])
    documents = list(dict.fromkeys(passage.document.id for passage in found.passages[:4]))[:2]
    # What the document calls otherwise (an acronym written out, a synonym) is held too.
    coverages = [searcher.coverage(question.terms, searcher.document_terms(d) | _named_otherwise(question, searcher.document_terms(d))) for d in documents]
    # The words of an English question stand in no French document: its meaning alone speaks, and e5's cosines between languages are lower.
    foreign = question.language != "fr"
    cosine = _scaled(best, 0.77, 0.88) if foreign else _scaled(best, 0.80, 0.93)
    return Signals(
        coverage=cosine if foreign else max(coverages),
        statement_coverage=cosine if foreign else min(1.0, max(c.coverage for c in draft.candidates[:3])),
        lexical=cosine if foreign else _scaled(found.lexical_best, 0.0, 14.0),
        cosine=cosine,
        margin=_scaled(best - float(np.mean([c.cosine for c in draft.candidates])), 0.0, 0.06),
        key=_scaled(float(found.key_cosines.max(initial=0.0)), 0.80, 0.95),
        own_key=draft.best.features.key if draft.best.features else 0.0,
        agreement=_agreement(found),
    )


def _named_otherwise(question: Question, present: frozenset[str]) -> frozenset[str]:
    """The terms of the question that the document holds under another name of the glossary."""
    return frozenset(term for term, names in question.equivalents.items() if any(set(name) <= present for name in names))


def _agreement(found: Found) -> float:
    by_dense = sorted(found.passages, key=lambda p: -p.scores["dense"])[:3]
    by_words = sorted(found.passages, key=lambda p: -p.scores["lexical"])[:3]
    if by_dense[0].document.id == by_words[0].document.id:
        return 1.0
    return 0.5 if {p.document.id for p in by_dense} & {p.document.id for p in by_words} else 0.0


def _scaled(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


def answerable(values: Signals, calibration: Calibration = CALIBRATION) -> float:
    """Probability, 0 to 1, that the passages answer the question."""
    total = calibration.bias + sum(calibration.weights[name] * value for name, value in asdict(values).items())
    return 1.0 / (1.0 + math.exp(-total))


def is_gibberish(text: str) -> bool:
    """True for a text in which no word can be read: keyboard noise, punctuation, emoji alone.

    >>> is_gibberish("azertyqsdfgh wxcvbnhjk"), is_gibberish("C'est quoi le ZAN ?")
    (True, False)
    """
    letters = [word for word in words(text) if word.isalpha()]
    if not letters:
        return not any(c.isdigit() for c in text)
    readable = [w for w in letters if len(w) <= 3 or (any(c in "aeiouy" for c in w) and not _has_run(w))]
    return len(readable) < len(letters) / 2


def _has_run(word: str) -> bool:
    run = 0
    for c in fold(word):
        run = 0 if c in "aeiouy" else run + 1
        if run >= 5:
            return True
    return False
