"""Fits the weights of the statement ranking and of abstention on the « dev » half of the golden questions.

    python -m eval.calibrate statements     pairwise logistic regression, weights ≥ 0  → assistant/composing.py WEIGHTS
    python -m eval.calibrate abstention     logistic regression, weights ≥ 0           → assistant/abstention.py CALIBRATION

Both print what to write in the code, with the figures on held-out folds; nothing is changed by itself. The « test » half is never read.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

from assistant.abstention import Signals, signals
from assistant.completeness import missing
from assistant.composing import WEIGHTS, compose, rank_statements
from assistant.understanding import understand
from assistant.wiring import build_assistant, load_settings
from eval.metrics import facts_found
from eval.run import load_items

HERE = Path(__file__).resolve().parent
FOLDS = 5
PRIOR = 1.0  # strength of the pull towards the present weights
OFF_TOPIC = 120  # service-public.fr questions about other subjects, the first half of a fixed shuffle


def _fit(x: np.ndarray, y: np.ndarray, sample_weight: np.ndarray, prior: np.ndarray, *, bias: bool, strength: float) -> np.ndarray:
    """Weights ≥ 0 (the bias, last, is free) that minimise the log-loss plus strength × squared distance to the prior."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        value = -(sample_weight * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum() + strength * ((w - prior) ** 2).sum()
        return float(value), x.T @ (sample_weight * (p - y)) + 2 * strength * (w - prior)

    bounds = [(0.0, None)] * (x.shape[1] - bias) + ([(None, None)] if bias else [])
    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _understood(text: str, item: dict[str, Any], parts: Any) -> Any:
    on = date.fromisoformat(str(item["on"])) if item.get("on") else None
    return understand(text, glossary=parts.glossary, today=parts.today(), audience=item.get("audience"), on=on, correct=parts.searcher.correct)


def statements(items: list[dict[str, Any]]) -> None:
    """Pairs (a statement that states a wanted fact, one that does not) of each answerable question."""
    assistant = build_assistant(load_settings())
    names = list(WEIGHTS)
    groups: list[tuple[np.ndarray, np.ndarray]] = []
    with assistant.parts() as parts:
        for item in tqdm(items, file=sys.stderr, disable=None):
            if not item["answerable"] or not item.get("must_contain") or "question" not in item:
                continue
            question = _understood(str(item["question"]), item, parts)
            found = parts.searcher.search(question, parts.model.embed_query(question.embedded), k=parts.passages)
            candidates = rank_statements(question, found, parts.searcher)[:80]
            wanted = set(item.get("expected_sources") or [])
            labels = np.array([any(facts_found(c.text, item["must_contain"])) and (not wanted or c.document.id in wanted) for c in candidates])
            if labels.any() and not labels.all():
                groups.append((np.array([[getattr(c.features, name) for name in names] for c in candidates]), labels))
    print(f"{len(groups)} questions dont un énoncé porte un fait attendu")
    prior = np.array([WEIGHTS[name] for name in names])

    def pairs(chosen: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
        rows, weights = [], []
        for features, labels in chosen:
            difference = (features[labels][:, None, :] - features[~labels][None, :, :]).reshape(-1, len(names))
            rows.append(difference)
            weights.append(np.full(len(difference), 1.0 / len(difference)))
        return np.concatenate(rows) * 4, np.concatenate(weights)

    def success(chosen: list[tuple[np.ndarray, np.ndarray]], w: np.ndarray, k: int) -> float:
        return float(np.mean([labels[np.argsort(-(features @ w), kind="stable")[:k]].any() for features, labels in chosen]))

    random.Random(0).shuffle(groups)
    held: list[np.ndarray] = []
    for fold in range(FOLDS):
        train = [g for i, g in enumerate(groups) if i % FOLDS != fold]
        x, weight = pairs(train)
        held.append(_fit(x, np.ones(len(x)), weight, prior, bias=False, strength=PRIOR))
    for k in (1, 3, 5):
        crossed = np.mean([success([g for i, g in enumerate(groups) if i % FOLDS == fold], held[fold], k) for fold in range(FOLDS)])
        print(f"un fait attendu parmi les {k} premiers : poids actuels {success(groups, prior, k):.3f}, ajustés (plis tenus à part) {crossed:.3f}")
    x, weight = pairs(groups)
    fitted = _fit(x, np.ones(len(x)), weight, prior, bias=False, strength=PRIOR)
    print(json.dumps({name: round(float(w), 2) for name, w in zip(names, fitted, strict=True)}))


def off_topic_questions() -> list[str]:
    """Half of the real questions about other subjects; empty when the set was not built."""
    path = HERE / "datasets" / "service-public" / "queries.jsonl"
    if not path.is_file():
        return []
    texts = [json.loads(row)["text"] for row in path.read_text(encoding="utf-8").splitlines()]
    random.Random(7).shuffle(texts)
    return texts[:OFF_TOPIC]


def abstention(items: list[dict[str, Any]]) -> None:
    """Signals of each question against whether it can be answered. An answerable question counts only when the draft holds a wanted fact."""
    assistant = build_assistant(load_settings())
    names = list(Signals.__dataclass_fields__)
    rows, labels, kinds = [], [], []
    with assistant.parts() as parts:
        todo = [(str(i["question"]), i) for i in items if "question" in i] + [(t, {"answerable": False, "kind": "service-public"}) for t in off_topic_questions()]
        for text, item in tqdm(todo, file=sys.stderr, disable=None):
            question = _understood(text, item, parts)
            found = parts.searcher.search(question, parts.model.embed_query(question.embedded), k=parts.passages)
            draft = compose(question, found, parts.searcher)
            values = signals(question, found, draft, parts.searcher)
            said = " ".join(c.text for c in draft.chosen)
            if draft.best is None or draft.best.admits_ignorance or (not item["answerable"] and missing(question, draft, found, parts.searcher)):
                continue  # decided elsewhere
            if item["answerable"] and item.get("must_contain") and not any(facts_found(said, item["must_contain"])):
                continue  # neither an answer to encourage nor a question to refuse
            rows.append([*asdict(values).values(), 1.0])
            labels.append(bool(item["answerable"]))
            kinds.append(str(item.get("kind")))
    x, y = np.array(rows), np.array(labels, dtype=float)
    kinds_array = np.array(kinds)
    # Off-topic questions are many and easy: together they weigh as much as the near misses.
    off = kinds_array == "service-public"
    weight = np.where(off, 0.5, 1.0)
    print(f"{int(y.sum())} questions à répondre, {int((1 - y).sum())} à décliner dont {int(off.sum())} d'autres sujets")
    prior = np.zeros(len(names) + 1)
    order = np.random.default_rng(0).permutation(len(y))
    held = np.zeros(len(y))
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        train = np.setdiff1d(order, test)
        w = _fit(x[train], y[train], weight[train], prior, bias=True, strength=0.02)
        held[test] = 1 / (1 + np.exp(-x[test] @ w))
    near = (y == 0) & ~off
    for threshold in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        print(
            f"seuil {threshold:.2f} : refus à tort {np.mean(held[y == 1] < threshold):.3f}, réponses à tort {np.mean(held[near] >= threshold):.3f} (proches), "
            f"{np.mean(held[off] >= threshold) if off.any() else 0:.3f} (autres sujets)"
        )
    w = _fit(x, y, weight, prior, bias=True, strength=0.02)
    print(json.dumps({"weights": {name: round(float(v), 2) for name, v in zip(names, w, strict=False)}, "bias": round(float(w[-1]), 2)}))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description="Ajuste les poids sur la moitié « dev » des questions de référence.")
    parser.add_argument("what", choices=("statements", "abstention"))
    parser.add_argument("--questions", type=Path, default=HERE / "questions")
    options = parser.parse_args(arguments)
    items = load_items(options.questions, split="dev")
    (statements if options.what == "statements" else abstention)(items)
    return 0


if __name__ == "__main__":
    sys.exit(main())
