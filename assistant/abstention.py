"""Do the passages answer the question? A small monotone model over signals that are each between 0 and 1.

A cosine threshold cannot decide it: with e5, questions about other subjects score as high as ours. Each weight is ≥ 0 (a stronger
signal never makes an answer less likely). `python -m eval.calibrate abstention` fits them on the golden questions that serve to tune and on some of the
service-public.fr questions about other subjects; `python -m eval.calibration_report` measures what that gives on questions it never saw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

import numpy as np

from assistant.asking import asked_value
from assistant.composing import Draft, value_fit
from assistant.french import fold, terms, words
from assistant.searching import Found, Searcher
from assistant.understanding import Question

TITLES_ALONE = 0.04  # how much farther a question is from titles and headings alone than from questions that people ask
LEADING = 3  # candidates, best first, whose nearest to the question counts
EMPTY_WORDS = 5  # fewer, « c'est pour qui ? » is a question that lacks its subject
FIRST = 6  # candidates among which the signals look for the one that answers


@dataclass(frozen=True)
class Signals:
    """All between 0 and 1; higher speaks for an answer."""

    value: float  # how far one of the first candidates states the value asked for; 1 when none is asked
    lexical: float  # BM25 of the best passage's chunk, as a corpus of usual size would give it, from 0 to 14
    cosine: float  # of the nearest of the first statements, between the bounds of its model
    key: float  # cosine of the nearest title, heading or known question, from 0.84 (0) to 0.97 (1)
    key_gap: float  # how far it stands before the sixth, 0 to 0.06
    score: float  # of the best candidate, in the ranking of statements
    lead: float  # how far it stands before the sixth, 0 to 0.3
    agreement: float  # 1 when lexical and dense sides share their best document, ½ when among their three best
    precedent: float  # share of answered ones among the nearest precedents; ½ when none is near, or none was written from the document that leads


@dataclass(frozen=True)
class Calibration:
    """Weights of the signals and bias of the logistic model.

    Under the probability `threshold` nothing is answered; under `sure` the answer is given as partial, and says that it may miss the point.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    sure: float
    certain: float  # probability from which a year or a value that was not found in the answer is told in a note, and no longer closes it
    threshold_of_titles: float  # in a folder whose documents list no question that people ask: the signals of keys are then weaker


CALIBRATION = Calibration(  # for statements compared by a model that was not tuned on them
    weights={"value": 2.65, "lexical": 3.47, "cosine": 1.62, "key": 0.74, "key_gap": 0.92, "score": 1.66, "lead": 1.56, "agreement": 0.28, "precedent": 0.0},
    bias=-7.73,
    threshold=0.42,
    sure=0.62,
    certain=1.0,
    threshold_of_titles=0.24,
)
TUNED = Calibration(  # for a corpus that brings the layers tuned on its statements, and its precedents (docs/adr/0012, 0013)
    weights={"value": 0.0, "lexical": 3.03, "cosine": 7.29, "key": 0.0, "key_gap": 2.57, "score": 0.0, "lead": 1.08, "agreement": 0.38, "precedent": 4.27},
    bias=-7.71,
    threshold=0.46,
    sure=0.75,
    certain=0.95,
    threshold_of_titles=0.46,
)


def signals(question: Question, found: Found, draft: Draft, searcher: Searcher) -> Signals:
    """The signals of one question. All 0 when nothing was found."""
    if not found.passages or draft.best is None:
        return Signals(*[0.0] * len(fields(Signals)))
    first = draft.candidates[:FIRST]
    best = max(c.cosine for c in (draft.candidates[:LEADING] if searcher.tuned else first))
    asked = asked_value(question.text)
    value = max(value_fit(asked, c.position, question, found, searcher) for c in first) if asked.kind else 1.0
    # The words of an English question stand in no French document: its meaning alone speaks, and e5's cosines between languages are lower.
    foreign = question.language != "fr"
    cosine = _scaled(best, 0.74, 0.90) if searcher.tuned else _scaled(best, 0.77, 0.88) if foreign else _scaled(best, 0.80, 0.93)
    keys = np.sort(found.cosines)[::-1]
    return Signals(
        value=cosine if foreign else value,
        lexical=cosine if foreign else _scaled(searcher.scale * max(p.scores["lexical_chunk"] for p in found.passages[:4]), 0.0, 14.0),
        cosine=cosine,
        key=_scaled(float(keys[0]) + (0.0 if searcher.knows_questions else TITLES_ALONE), 0.84, 0.97) if keys.size else 0.0,
        key_gap=_scaled(float(keys[0] - keys[min(FIRST, keys.size) - 1]), 0.0, 0.06) if keys.size else 0.0,
        score=cosine if foreign else _scaled(draft.best.score, 0.0, 1.0),
        lead=_scaled(draft.best.score - draft.candidates[min(FIRST, len(draft.candidates)) - 1].score, 0.0, 0.3),
        agreement=_agreement(found),
        precedent=_precedent(found, draft, searcher),
    )


def _precedent(found: Found, draft: Draft, searcher: Searcher) -> float:
    """The vote of the precedents, on a document that some of them know: what another document brings, they cannot have looked for."""
    known = searcher.index.precedents.told_of
    leads = searcher.index.statements_of_document.get(draft.best.document.id, ()) if draft.best else ()
    return searcher.index.precedents.vote(found.precedents) if any(position in known for position in leads) else 0.5


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
    """True for a text in which no word can be read, or no word says anything: keyboard noise, punctuation, emoji alone, « le le de quand pour ».

    >>> is_gibberish("azertyqsdfgh wxcvbnhjk"), is_gibberish("le le de quand pour"), is_gibberish("C'est quoi le ZAN ?")
    (True, True, False)
    """
    if len(words(text)) >= EMPTY_WORDS and not terms(text):
        return True
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
