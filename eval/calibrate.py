"""Fits the weights of the statement ranking and of abstention on the golden questions that serve to tune: all of eval/questions, no hold-out.

    python -m eval.calibrate statements     softmax over the candidates of each question, weights ≥ 0  → assistant/composing.py TUNED_WEIGHTS
    python -m eval.calibrate abstention     logistic regression, weights ≥ 0                               → assistant/abstention.py TUNED

For the shipped corpus and its tuned layers. Both print what stands in the code and what the fit gives, with the figures on held-out folds; nothing is changed by itself.
eval/questions/holdout is never read here: `python -m eval.calibration_report` reads it once for a report, and shows totals.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

from assistant.abstention import TUNED as CALIBRATION
from assistant.abstention import Calibration, Signals, answerable, signals
from assistant.answering import Parts, answer_question
from assistant.completeness import missing
from assistant.composing import TUNED_WEIGHTS as WEIGHTS
from assistant.composing import compose, rank_statements
from assistant.conversing import questions_in
from assistant.embedding import embed_question
from assistant.territory_answers import named_territories
from assistant.understanding import Question, clean, detect_language, understand
from assistant.wiring import build_assistant, load_settings
from eval.metrics import facts_found, roc
from eval.run import Calendar, load_items

HERE = Path(__file__).resolve().parent
FOLDS = 10
SHARPNESS = 4.0  # of the softmax, for weights that sum to about 7
PRIOR = 1.0  # strength of the pull towards the present weights
OFF_TOPIC = 120  # service-public.fr questions about other subjects that calibrate, the first of a fixed shuffle
SERVICE_PUBLIC = "service-public"


def _fit(x: np.ndarray, y: np.ndarray, sample_weight: np.ndarray, *, strength: float) -> np.ndarray:
    """Weights ≥ 0 (the bias, last, is free) that minimise the log-loss plus strength × their squares."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        value = -(sample_weight * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum() + strength * (w**2).sum()
        return float(value), x.T @ (sample_weight * (p - y)) + 2 * strength * w

    bounds = [(0.0, None)] * (x.shape[1] - 1) + [(None, None)]
    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x)


def fit_softmax(groups: Sequence[tuple[np.ndarray, np.ndarray]], prior: np.ndarray) -> np.ndarray:
    """Weights ≥ 0 that give the wanted rows of each group most of its softmax: −Σ log Σ_wanted p, plus PRIOR × squared distance to the present weights."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = PRIOR * float(((w - prior) ** 2).sum()), 2 * PRIOR * (w - prior)
        for features, wanted in groups:
            p = np.exp(SHARPNESS * (features @ w - (features @ w).max()))
            p /= p.sum()
            share = float(p[wanted].sum()) + 1e-12
            value -= np.log(share)
            slope = slope + SHARPNESS * (p @ features - p[wanted] @ features[wanted] / share)
        return value, slope

    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(prior)).x)


def _understood(text: str, item: dict[str, Any], parts: Parts) -> Question:
    """The question as answering understands it, territories named included."""
    question = understand(text, glossary=parts.glossary, today=parts.today(), audience=item.get("audience"), max_length=2 * parts.max_question_length, correct=parts.searcher.correct)
    return replace(question, language=detect_language(text), territories=named_territories(question.text, parts.territories) if parts.territories else None)


def statements(items: list[dict[str, Any]]) -> None:
    """Candidates of each answerable question: those that state a wanted fact should have most of the softmax."""
    calendar = Calendar()
    assistant = build_assistant(load_settings(), today=calendar.today)
    names = list(WEIGHTS)
    groups: list[tuple[np.ndarray, np.ndarray]] = []
    with assistant.parts() as parts:
        for item in tqdm(items, file=sys.stderr, disable=None):
            if not item["answerable"] or not item.get("must_contain") or "question" not in item:
                continue
            calendar.set(item)
            question = _understood(str(item["question"]), item, parts)
            found = parts.searcher.search(question, embed_question(question.embedded, parts.model), k=parts.passages)
            candidates = rank_statements(question, found, parts.searcher)[:80]
            wanted = set(item.get("expected_sources") or [])
            labels = np.array([any(facts_found(c.text, item["must_contain"])) and (not wanted or c.document.id in wanted) for c in candidates])
            if labels.any() and not labels.all():
                groups.append((np.array([[getattr(c.features, name) for name in names] for c in candidates]), labels))
    print(f"{len(groups)} questions dont un énoncé porte un fait attendu")
    prior = np.array([WEIGHTS[name] for name in names])

    def success(chosen: list[tuple[np.ndarray, np.ndarray]], w: np.ndarray, k: int) -> float:
        return float(np.mean([labels[np.argsort(-(features @ w), kind="stable")[:k]].any() for features, labels in chosen]))

    random.Random(0).shuffle(groups)
    held: list[np.ndarray] = []
    for fold in range(FOLDS):
        train = [g for i, g in enumerate(groups) if i % FOLDS != fold]
        held.append(fit_softmax(train, prior))
    for k in (1, 3, 5):
        crossed = np.mean([success([g for i, g in enumerate(groups) if i % FOLDS == fold], held[fold], k) for fold in range(FOLDS)])
        print(f"un fait attendu parmi les {k} premiers : poids actuels {success(groups, prior, k):.3f}, ajustés (plis tenus à part) {crossed:.3f}")
    fitted = fit_softmax(groups, prior)
    print(f"dans le code {json.dumps(WEIGHTS)}")
    print(f"ajusté       {json.dumps({name: round(float(w), 2) for name, w in zip(names, fitted, strict=True)})}")


def off_topic_questions() -> tuple[list[str], list[str]]:
    """The real questions about other subjects: those that calibrate, and the others. Both empty when the set was not built."""
    path = HERE / "datasets" / "service-public" / "queries.jsonl"
    if not path.is_file():
        return [], []
    texts = [json.loads(row)["text"] for row in path.read_text(encoding="utf-8").splitlines()]
    random.Random(7).shuffle(texts)
    return texts[:OFF_TOPIC], texts[OFF_TOPIC:]


@dataclass(frozen=True)
class Observation:
    """A question that reached the abstention model. `teaches` is False when its draft is neither an answer to encourage nor one to refuse."""

    item: dict[str, Any]
    signals: Signals
    teaches: bool

    @property
    def row(self) -> list[float]:
        return [*asdict(self.signals).values(), 1.0]

    @property
    def answerable(self) -> bool:
        return bool(self.item["answerable"])

    @property
    def off_topic(self) -> bool:
        return self.item.get("kind") == SERVICE_PUBLIC


def as_items(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Questions of service-public.fr as golden items: not to be answered."""
    return [{"id": f"sp-{i}", "question": text, "answerable": False, "kind": SERVICE_PUBLIC} for i, text in enumerate(texts)]


def observe(item: dict[str, Any], parts: Parts) -> Observation | None:
    """The signals of a question asked alone; None when something else decides (small talk, a look-up, the rules) or several questions are asked at once."""
    text = clean(str(item.get("question", "")) or "?", max_length=parts.max_question_length)
    if "question" not in item or len(questions_in(text)) > 1 or "answerable" not in answer_question(text, parts, audience=item.get("audience")).engine:
        return None
    question = _understood(text, item, parts)
    found = parts.searcher.search(question, embed_question(question.embedded, parts.model), k=parts.passages)
    draft = compose(question, found, parts.searcher)
    values = signals(question, found, draft, parts.searcher)
    decided = draft.best is None or draft.best.admits_ignorance or (not item["answerable"] and bool(missing(question, draft, found, parts.searcher)))
    said = " ".join(c.text for c in draft.chosen)
    off_point = bool(item["answerable"] and item.get("must_contain") and not any(facts_found(said, item["must_contain"])))
    return Observation(item, values, teaches=not (decided or off_point))


def fit_abstention(observed: Sequence[Observation]) -> Calibration:
    """The weights (≥ 0) and bias that the observations which teach give; the thresholds stay those of the code."""
    taught = [o for o in observed if o.teaches]
    x, y = np.array([o.row for o in taught]), np.array([float(o.answerable) for o in taught])
    # Off-topic questions are many and easy: one weighs half of a near miss.
    weight = np.array([0.5 if o.off_topic else 1.0 for o in taught])
    w = _fit(x, y, weight, strength=0.02)
    return replace(CALIBRATION, weights={name: round(float(v), 2) for name, v in zip(Signals.__dataclass_fields__, w, strict=False)}, bias=round(float(w[-1]), 2))


def held_out(observed: Sequence[Observation], *, folds: int = FOLDS) -> tuple[list[int], list[Calibration]]:
    """The fold of each observation, after a fixed shuffle, and for each fold what is fitted on the others."""
    fold_of = [0] * len(observed)
    for rank, position in enumerate(np.random.default_rng(0).permutation(len(observed))):
        fold_of[position] = rank % folds
    return fold_of, [fit_abstention([o for o, f in zip(observed, fold_of, strict=True) if f != fold]) for fold in range(folds)]


def abstention(items: list[dict[str, Any]]) -> None:
    """Signals of each question against whether it can be answered."""
    calendar = Calendar()
    assistant = build_assistant(load_settings(), today=calendar.today)
    observed = []
    with assistant.parts() as parts:
        for item in tqdm([*items, *as_items(off_topic_questions()[0])], file=sys.stderr, disable=None):
            calendar.set(item)
            if seen := observe(item, parts):
                observed.append(seen)
    taught = [o for o in observed if o.teaches]
    print(f"{sum(o.answerable for o in taught)} questions à répondre, {sum(not o.answerable for o in taught)} à décliner dont {sum(o.off_topic for o in taught)} d'autres sujets")
    fold_of, fitted = held_out(taught)
    held = np.array([answerable(o.signals, fitted[fold]) for o, fold in zip(taught, fold_of, strict=True)])
    present = np.array([answerable(o.signals, CALIBRATION) for o in taught])
    right, off = np.array([o.answerable for o in taught]), np.array([o.off_topic for o in taught])
    near = ~right & ~off
    for label, p in ((f"{FOLDS} plis tenus à part", held), ("poids du code", present)):
        print(f"— {label} : aire sous la courbe {roc(list(p), list(right)).area:.3f}")
        for threshold in (0.3, 0.35, CALIBRATION.threshold, 0.5, 0.55, CALIBRATION.sure, 0.7, 0.8):
            others = f"{np.mean(p[off] >= threshold):.3f}" if off.any() else "–"
            print(f"seuil {threshold:.2f} : refus à tort {np.mean(p[right] < threshold):.3f}, réponses à tort {np.mean(p[near] >= threshold):.3f} (proches), {others} (autres sujets)")
    for label, calibration in (("dans le code", CALIBRATION), ("ajusté", fit_abstention(taught))):
        print(f"{label:12} {json.dumps({'weights': dict(calibration.weights), 'bias': calibration.bias})}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description="Ajuste les poids sur les questions de référence qui servent à régler.")
    parser.add_argument("what", choices=("statements", "abstention"))
    parser.add_argument("--questions", type=Path, default=HERE / "questions")
    options = parser.parse_args(arguments)
    items = load_items(options.questions)
    (statements if options.what == "statements" else abstention)(items)
    return 0


if __name__ == "__main__":
    sys.exit(main())
