"""Tunes the model that reads what a message tells of a company and its project: `python -m eval.train_facts [--start FILE] [--average] [--passes N] [--out FILE]`.

« On jette 40 t de chutes », « le proprio vend les murs », « l'imprimante 3D nous fait de l'œil »: the ways to tell a project have no end, and regular
expressions know those that were thought of. Here low-rank changes (LoRA, Hu et al. 2021) of e5's layers are learned from `eval/facts`, messages
written and labelled from docs/labelling-facts.md, together with a head for each label: it looks for the words that tell it (attention over the tokens),
and judges what it found. `assistant/learned_facts.py` uses it beside the regular expressions. docs/adr/0014 says why and what was measured.

Some 10 minutes a pass over 15,500 messages on 2 quiet cores. Writes float16 tensors: `l<layer>.<part>.a` and `.b` as `eval.train_statements` does; `head.where` and
`head.what` (labels, hidden), `head.bias` (labels); the names of the labels in the metadata of the file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from tqdm import tqdm

from assistant.adapters import bundled_model
from assistant.learned_facts import DIVISIONS, LABELS, labels_of
from assistant.wiring import load_settings
from assistant.words import table
from eval.bench_facts import load_cases
from eval.train_statements import Encoder, Tokens

MESSAGES = Path(__file__).resolve().parent / "facts"
TRADES = MESSAGES / "trades.tsv"
DEVELOPMENT = Path(__file__).resolve().parent.parent / "tests" / "golden"
OUT = Path(__file__).resolve().parent.parent / "assistant" / "facts_layers.safetensors"
FIRST_LAYER = 0  # layers below stay as they are: with all twelve learned, one pass reads kinds of project .925 / .818 instead of .919 / .815
BATCH, RATE, HEAD_RATE = 16, 4e-4, 3e-3  # with twice the rate, all is forgotten and nothing learned
MOST_TOKENS = 160
TRADE_WEIGHT = 0.5  # of a trade by its name alone, beside a message
HURRIED, MISTYPED = 0.3, 0.08  # share of messages shown as typed in a hurry, and of their words of four letters or more that are mistyped
DROPPED = 0.1  # share of the features of tokens that are hidden while learning


class Reader(Encoder):
    """The encoder, and for each label where to look among the tokens and what to find there."""

    def __init__(self, folder: Path, labels: int) -> None:
        super().__init__(folder, first_layer=FIRST_LAYER)
        hidden = self.bert.config.hidden_size
        self.where, self.what = nn.Parameter(torch.randn(labels, hidden) * 0.02), nn.Parameter(torch.randn(labels, hidden) * 0.02)
        self.bias = nn.Parameter(torch.full((labels,), -3.0))

    def forward(self, texts: Sequence[Tokens]) -> Tensor:
        """Logits (texts, labels) of prepared texts."""
        x, mask = self.states(texts)
        x = nn.functional.dropout(x, DROPPED, self.training)
        places = torch.softmax(x @ self.where.T + (mask[..., None] - 1) * 1e9, dim=1)  # (texts, tokens, labels)
        found = torch.einsum("btl,bth->blh", places, x)
        logits: Tensor = (found * self.what).sum(-1) + self.bias
        return logits

    def start_from(self, file: Path) -> None:
        """The changes of a former training, and its heads of the labels that are still there."""
        super().start_from(file)
        with safe_open(file, framework="pt") as former:
            rows = {label: row for row, label in enumerate(former.metadata()["labels"].split("|"))}
            for name, parameter in (("where", self.where), ("what", self.what), ("bias", self.bias)):
                heads = former.get_tensor(f"head.{name}").float()
                for i, label in enumerate(LABELS):
                    if label in rows:
                        parameter.data[i] = heads[rows[label]]

    def learned(self) -> dict[str, Tensor]:
        head = {"head.where": self.where, "head.what": self.what, "head.bias": self.bias}
        return {**self.changes(), **{name: tensor.detach().half().contiguous() for name, tensor in head.items()}}


def read_messages() -> list[dict[str, Any]]:
    """Labelled messages, {"text", "expect"}: those of `eval/facts`, and the development sets, on which the expressions were tuned too."""
    told = [json.loads(line) for path in sorted(MESSAGES.glob("messages_*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return told + [case for path in sorted(DEVELOPMENT.glob("company_facts_dev*.yaml")) for case in load_cases(path)]


def named_trades() -> list[tuple[str, str]]:
    """(« fabrication de pompes », « naf=28 ») of each name of an activity that the expressions know, and of those of `eval/facts/trades.tsv`."""
    told = []
    for division, mark, names in table("activities.txt"):
        if division in DIVISIONS:
            told += [(name if mark == ":" else f"fabrication de {name}", f"naf={division}") for name in names]
    lines = TRADES.read_text(encoding="utf-8").splitlines()
    return told + [(name, f"naf={division}") for division, _, name in (line.partition("\t") for line in lines) if division in DIVISIONS]


def encoded(tokenizer: Any, text: str) -> Tokens:
    ids: list[int] = tokenizer.encode(bundled_model.QUERY_PROMPT + text).ids
    return tuple(ids if len(ids) <= MOST_TOKENS else [*ids[: MOST_TOKENS - 1], ids[-1]])


def hurried(text: str, rng: random.Random) -> str:
    """The message as typed in a hurry: accents, capitals and apostrophes lost, letters dropped, doubled or swapped in some words; figures are kept."""
    if rng.random() < 0.6:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if rng.random() < 0.5:
        text = text.lower()
    if rng.random() < 0.4:
        text = re.sub(r"['’]", rng.choice((" ", "")), text)

    def mistyped(word: re.Match[str]) -> str:
        w = word[0]
        if rng.random() > MISTYPED:
            return w
        at = rng.randrange(1, len(w) - 1)
        return rng.choice((w[:at] + w[at + 1 :], w[:at] + w[at] + w[at:], w[:at] + w[at + 1] + w[at] + w[at + 2 :]))

    return re.sub(r"[^\W\d_]{4,}", mistyped, text)


def targets(messages: Sequence[Mapping[str, Any]]) -> Tensor:
    wanted = torch.zeros(len(messages), len(LABELS))
    for i, message in enumerate(messages):
        for label in labels_of(message["expect"]) & set(LABELS):
            wanted[i, LABELS.index(label)] = 1
    return wanted


def examples(
    tokenizer: Any, messages: Sequence[Mapping[str, Any]], trades: Sequence[tuple[str, str]], rng: random.Random
) -> tuple[list[tuple[Tokens, ...]], Tensor, Tensor]:
    """Texts, in the ways they may be typed, what each tells (texts, labels), and which labels count: a trade by its name alone says nothing for the other fields."""
    wanted, counts = targets(messages), torch.ones(len(messages), len(LABELS))
    of_trades, only = torch.zeros(len(trades), len(LABELS)), torch.tensor([float(label.startswith("naf=")) for label in LABELS])
    for i, (_, label) in enumerate(trades):
        of_trades[i, LABELS.index(label)] = 1
    told = [*(m["text"] for m in messages), *(name for name, _ in trades)]
    texts = [(encoded(tokenizer, text), *(encoded(tokenizer, hurried(text, rng)) for _ in range(2))) for text in told]
    return texts, torch.cat([wanted, of_trades]), torch.cat([counts, TRADE_WEIGHT * only.expand(len(trades), -1)])


def train(reader: Reader, texts: list[tuple[Tokens, ...]], wanted: Tensor, counts: Tensor, *, passes: int, rng: random.Random) -> None:
    learned = [p for name, p in reader.named_parameters() if name.endswith((".a", ".b"))]
    groups = [(learned, RATE), ([reader.where, reader.what, reader.bias], HEAD_RATE)]
    optimizer = torch.optim.AdamW([{"params": params, "lr": rate, "base": rate} for params, rate in groups], weight_decay=0.01)
    batches: list[list[int]] = []
    whole = [i for i in range(len(texts)) if bool((counts[i] == 1).all())]
    alone = sorted(set(range(len(texts))) - set(whole))
    for _ in range(passes):
        drawn = [*whole, *rng.sample(alone, len(alone) // 3)]
        order = sorted(drawn, key=lambda i: len(texts[i][0]) + rng.random() * 6)  # alike in length, so that little is padded
        cut = [order[a : a + BATCH] for a in range(0, len(order), BATCH)]
        rng.shuffle(cut)
        batches += cut
    shown = tqdm(batches, desc="Réglage", file=sys.stderr, disable=None)
    reader.train()
    reader.bert.eval()  # its own dropout, in layers that are not learned, only slows
    for number, batch in enumerate(shown):
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * min(1.0, (number + 1) / 60) * max(0.02, 1 - number / len(batches))
        losses = nn.functional.binary_cross_entropy_with_logits(reader([rng.choice(texts[i][1:]) if rng.random() < HURRIED else texts[i][0] for i in batch]), wanted[batch], reduction="none")
        loss = (losses * counts[batch]).sum() / len(batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        shown.set_postfix(perte=f"{loss.item():.2f}")
        if (number + 1) % (len(batches) // passes) == 0:
            print(f"{number + 1} / {len(batches)} : perte {loss.item():.2f}", flush=True)
    reader.eval()


def averaged(first: Mapping[str, Tensor], second: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The mean of two trainings (Wortsman et al. 2022), at the rank of the second: it reads a little better than either.

    What is averaged is the change of each weight, b·a, whose best approximation of that rank is kept.
    """
    mean: dict[str, Tensor] = {}
    for name in second:
        if name.endswith(".a"):
            pair = [(tensors[name[:-1] + "b"].float(), tensors[name].float()) for tensors in (first, second)]
            left, sizes, right = torch.linalg.svd(sum(b @ a for b, a in pair) / 2, full_matrices=False)
            rank = len(second[name])
            root = sizes[:rank].sqrt()
            mean[name], mean[name[:-1] + "b"] = (root[:, None] * right[:rank]).half().contiguous(), (left[:, :rank] * root).half().contiguous()
        elif not name.endswith(".b"):
            mean[name] = ((first[name].float() + second[name].float()) / 2).half().contiguous()
    return mean


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.train_facts", description="Règle le modèle qui lit le projet et le porteur dans un message.")
    parser.add_argument("--start", type=Path, default=None, help="les couches d'un réglage précédent, à poursuivre")
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--average", action="store_true", help="écrit la moyenne de ce réglage et de celui de --start, pour les mêmes champs")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    if options.average and not options.start:
        parser.error("--average demande --start.")
    from tokenizers import Tokenizer

    torch.manual_seed(0)
    folder = bundled_model.bundled_model_folder(load_settings().data_dir)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    messages = read_messages()
    counted = Counter(label for message in messages for label in labels_of(message["expect"]))
    print(f"{len(messages)} messages ; {', '.join(f'{label} {n}' for label, n in counted.most_common())}")
    reader = Reader(folder, len(LABELS))
    texts, wanted, counts = examples(tokenizer, messages, named_trades(), random.Random(0))
    if options.start:
        reader.start_from(options.start)
    reader.prepare([way for ways in texts for way in ways])
    train(reader, texts, wanted, counts, passes=options.passes, rng=random.Random(0))
    learned = averaged(load_file(options.start), reader.learned()) if options.average else reader.learned()
    save_file(learned, options.out, metadata={"labels": "|".join(LABELS)})
    print(f"{options.out} : mesurez avec « python -m eval.bench_facts ».")
    return 0


if __name__ == "__main__":
    sys.exit(main())
