"""Tunes the model that reads what kind of project and of applicant a message tells: `python -m eval.train_facts [--passes N] [--held-out N] [--out FILE]`.

« On jette 40 t de chutes », « le proprio vend les murs », « l'imprimante 3D nous fait de l'œil »: the ways to tell a project have no end, and regular
expressions know those that were thought of. Here low-rank changes (LoRA, Hu et al. 2021) of e5's upper layers are learned from `eval/facts`, messages
written and labelled by hand from docs/labelling-facts.md, together with a head for each label: it looks for the words that tell it (attention over the tokens),
and judges what it found. `assistant/learned_facts.py` uses it beside the regular expressions. docs/adr/0014 says why and what was measured.

Writes float16 tensors: `l<layer>.<part>.a` and `.b` as `eval.train_statements` does; `head.where` and `head.what` (labels, hidden), `head.bias` (labels);
the names of the labels in the metadata of the file.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from assistant.adapters import bundled_model
from assistant.learned_facts import LABELS, labels_of
from assistant.wiring import load_settings
from eval.train_statements import FIRST_LAYER, Encoder, Tokens

MESSAGES = Path(__file__).resolve().parent / "facts"
OUT = Path(__file__).resolve().parent.parent / "assistant" / "facts_layers.safetensors"
BATCH, RATE, HEAD_RATE = 8, 1e-3, 3e-3
MOST_TOKENS = 160
DROPPED = 0.1  # share of the features of tokens that are hidden while learning


class Reader(Encoder):
    """The encoder, and for each label where to look among the tokens and what to find there."""

    def __init__(self, folder: Path, labels: int) -> None:
        super().__init__(folder)
        hidden = self.bert.config.hidden_size
        self.where, self.what = nn.Parameter(torch.randn(labels, hidden) * 0.02), nn.Parameter(torch.randn(labels, hidden) * 0.02)
        self.bias = nn.Parameter(torch.full((labels,), -3.0))

    def forward(self, texts: Sequence[Tokens]) -> Tensor:
        """Logits (texts, labels) of prepared texts."""
        longest = max(map(len, texts))
        x, mask = torch.zeros(len(texts), longest, self.bert.config.hidden_size), torch.zeros(len(texts), longest)
        for i, text in enumerate(texts):
            x[i, : len(text)], mask[i, : len(text)] = self._lower[text], 1
        x = self._through(self.bert.encoder.layer[FIRST_LAYER:], x, mask)
        x = nn.functional.dropout(x, DROPPED, self.training)
        places = torch.softmax(x @ self.where.T + (mask[..., None] - 1) * 1e9, dim=1)  # (texts, tokens, labels)
        found = torch.einsum("btl,bth->blh", places, x)
        logits: Tensor = (found * self.what).sum(-1) + self.bias
        return logits

    def learned(self) -> dict[str, Tensor]:
        head = {"head.where": self.where, "head.what": self.what, "head.bias": self.bias}
        return {**self.changes(), **{name: tensor.detach().half().contiguous() for name, tensor in head.items()}}


def read_messages(folder: Path = MESSAGES) -> list[dict[str, Any]]:
    """The messages of all files of a folder, in order: {"text", "expect"}."""
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def targets(messages: Sequence[Mapping[str, Any]]) -> Tensor:
    wanted = torch.zeros(len(messages), len(LABELS))
    for i, message in enumerate(messages):
        for label in labels_of(message["expect"]) & set(LABELS):
            wanted[i, LABELS.index(label)] = 1
    return wanted


def train(reader: Reader, texts: list[Tokens], wanted: Tensor, *, passes: int, rng: random.Random) -> None:
    learned = [p for name, p in reader.named_parameters() if name.endswith((".a", ".b"))]
    groups = [(learned, RATE), ([reader.where, reader.what, reader.bias], HEAD_RATE)]
    optimizer = torch.optim.AdamW([{"params": params, "lr": rate, "base": rate} for params, rate in groups], weight_decay=0.01)
    batches: list[list[int]] = []
    for _ in range(passes):
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]) + rng.random() * 6)  # alike in length, so that little is padded
        cut = [order[a : a + BATCH] for a in range(0, len(order), BATCH)]
        rng.shuffle(cut)
        batches += cut
    shown = tqdm(batches, desc="Réglage", file=sys.stderr, disable=None)
    reader.train()
    for number, batch in enumerate(shown):
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * min(1.0, (number + 1) / 40) * max(0.02, 1 - number / len(batches))
        loss = nn.functional.binary_cross_entropy_with_logits(reader([texts[i] for i in batch]), wanted[batch], reduction="sum") / len(batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        shown.set_postfix(perte=f"{loss.item():.2f}")
    reader.eval()


@torch.no_grad()
def probabilities(reader: Reader, texts: Sequence[Tokens]) -> np.ndarray:
    return np.concatenate([torch.sigmoid(reader(texts[a : a + 32])).numpy() for a in range(0, len(texts), 32)])
