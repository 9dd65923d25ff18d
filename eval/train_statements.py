"""Tunes the model that compares statements with a question: `python -m eval.train_statements [--rounds N] [--questions DIR] [--out FILE]`.

e5 tells subjects apart, not what is asked of them: « Quand ouvre le guichet ? » lies as near « Le guichet ferme le 31 mars » as near its answer. Here
low-rank changes (LoRA, Hu et al. 2021) of its upper layers are learned from eval/training: questions written from the documents alone, half of them
answered by the statements named, half answered by none, with those that a careless search would show. Each question must choose, among the
statements of its batch (one that answers it, one near that does not, those of the other questions) and « none », whose score is a constant that is
learned too (docs/adr/0012). Nothing of eval/questions, of the hold-out or of eval/unseen is read.

About 25 minutes a round on 2 quiet cores; the lower layers, which do not change, are computed once a text. Writes float16 tensors
`l<layer>.<part>.a` (rank, inputs) and `.b` (outputs, rank), which `bundled_model` adds to the weights when it unpacks them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from assistant.adapters import bundled_model
from assistant.chunking import short_statement_text
from assistant.understanding import understand
from assistant.wiring import TUNED_LAYERS, build_assistant, load_settings

TRAINING = Path(__file__).resolve().parent / "training"
FIRST_LAYER, RANK, STRENGTH = 6, 16, 2.0  # layers below FIRST_LAYER stay as they are; what the changes are multiplied by
BATCH, RATE = 24, 1.2e-3
NONE_AT_FIRST, SHARPNESS = 0.84, 50.0  # cosine of « none »; what cosines are multiplied by
QUESTION_TOKENS, STATEMENT_TOKENS = 40, 88
NEGATIVES, SAME = 6, 0.92  # near statements among which one is drawn; cosine with a right one from which a statement may be right too

Tokens = tuple[int, ...]


@dataclass
class Example:
    """A question, and positions of the statements that answer it (`answered`) or that are near without answering it."""

    question: Tokens
    statements: list[int]
    answered: bool
    near: list[int]


def load_examples(folder: Path, texts: Sequence[tuple[str, str, str]], encode: Callable[[str], Tokens], as_embedded: Callable[[str], str]) -> list[Example]:
    """The questions of a folder. `texts`: (document id, text) of each statement, then what is embedded of it; one that left the corpus is skipped."""
    by_document: dict[str, list[tuple[str, int]]] = {}
    for position, (document_id, text, _) in enumerate(texts):
        by_document.setdefault(document_id, []).append((" ".join(text.split()), position))
    examples = []
    for file in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            named = [next((p for text, p in by_document.get(document, ()) if text.startswith(start)), None) for document, start in row["statements"]]
            if positions := [p for p in named if p is not None]:
                examples.append(Example(encode(as_embedded(row["question"])), positions, row["answered"], []))
    return examples


class LowRank(nn.Module):  # type: ignore[misc]
    """A linear layer and what is learned to add to its weights."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.a = nn.Parameter(torch.randn(RANK, layer.in_features) / math.sqrt(layer.in_features))
        self.b = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        changed: Tensor = self.layer(x) + STRENGTH * (x @ self.a.T) @ self.b.T
        return changed


class Encoder(nn.Module):  # type: ignore[misc]
    """The fp32 model, its lower layers computed once for each text, its upper ones with what is learned."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import BertModel

        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa").eval()
        self.bert.requires_grad_(False)
        for layer in self.bert.encoder.layer[FIRST_LAYER:]:
            for path in bundled_model.LAYER_PARTS.values():
                parent, _, name = path.rpartition(".")
                if isinstance(layer.get_submodule(path), nn.Linear):
                    setattr(layer.get_submodule(parent), name, LowRank(layer.get_submodule(path)))
        self.sharpness, self.none = nn.Parameter(torch.tensor(SHARPNESS)), nn.Parameter(torch.tensor(NONE_AT_FIRST))
        self._lower: dict[Tokens, Tensor] = {}

    def _through(self, layers: Any, x: Tensor, mask: Tensor) -> Tensor:
        unseen = ((1 - mask) * -1e9)[:, None, None, :]
        for layer in layers:
            result = layer(x, unseen)
            x = result[0] if isinstance(result, tuple) else result
        return x

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def prepare(self, texts: Sequence[Tokens]) -> None:
        """Runs the lower layers, in float16 kept in memory."""
        todo = sorted({text for text in texts if text not in self._lower}, key=len)
        for a in tqdm(range(0, len(todo), 32), desc="Couches basses", file=sys.stderr, disable=None):
            batch = todo[a : a + 32]
            ids, mask = torch.ones(len(batch), len(batch[-1]), dtype=torch.int64), torch.zeros(len(batch), len(batch[-1]))
            for i, text in enumerate(batch):
                ids[i, : len(text)], mask[i, : len(text)] = torch.tensor(text), 1
            x = self._through(self.bert.encoder.layer[:FIRST_LAYER], self.bert.embeddings(input_ids=ids), mask)
            self._lower.update({text: x[i, : len(text)].half().clone() for i, text in enumerate(batch)})

    def forward(self, texts: Sequence[Tokens]) -> Tensor:
        """Normalised vectors (n, hidden) of prepared texts."""
        longest = max(map(len, texts))
        x, mask = torch.zeros(len(texts), longest, self.bert.config.hidden_size), torch.zeros(len(texts), longest)
        for i, text in enumerate(texts):
            x[i, : len(text)], mask[i, : len(text)] = self._lower[text], 1
        x = self._through(self.bert.encoder.layer[FIRST_LAYER:], x, mask)
        return nn.functional.normalize((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=1)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def vectors(self, texts: Sequence[Tokens]) -> np.ndarray:
        """The same, float32 (n, hidden), many at a time."""
        ordered = sorted(set(texts), key=len)
        found: dict[Tokens, np.ndarray] = {}
        for a in tqdm(range(0, len(ordered), 64), desc="Vecteurs", file=sys.stderr, disable=None):
            found.update(zip(ordered[a : a + 64], self(ordered[a : a + 64]).numpy(), strict=True))
        return np.stack([found[text] for text in texts])

    def changes(self) -> dict[str, Tensor]:
        """`l<layer>.<part>.a` and `.b`, float16, the strength within b."""
        tensors = {}
        for i, layer in enumerate(self.bert.encoder.layer):
            for part, path in bundled_model.LAYER_PARTS.items():
                if isinstance(module := layer.get_submodule(path), LowRank):
                    tensors[f"l{i}.{part}.a"] = module.a.detach().half().contiguous()
                    tensors[f"l{i}.{part}.b"] = (STRENGTH * module.b.detach()).half().contiguous()
        return tensors


def find_near(encoder: Encoder, examples: Sequence[Example], statements: Sequence[Tokens]) -> None:
    """For each question, the statements that the model of now finds near and that do not answer it."""
    vectors, questions = encoder.vectors(statements), encoder.vectors([example.question for example in examples])
    for example, question in zip(examples, questions, strict=True):
        nearest = np.argsort(-(vectors @ question))[:30]
        if example.answered:
            alike = (vectors[nearest] @ vectors[example.statements].T).max(axis=1)
            example.near = [int(i) for i, cosine in zip(nearest, alike, strict=True) if i not in example.statements and cosine < SAME][:NEGATIVES]
        else:
            example.near = [*(int(i) for i in nearest[: NEGATIVES - 1]), *example.statements[:2]]


def loss_of(encoder: Encoder, batch: Sequence[Example], statements: Sequence[Tokens], rng: random.Random) -> Tensor:
    """Cross-entropy of each question's choice among the statements of the batch and « none »."""
    right = [(e.statements[0] if rng.random() < 0.6 else rng.choice(e.statements)) if e.answered else None for e in batch]
    columns = sorted({p for p in right if p is not None} | {rng.choice(e.near) for e in batch if e.near})
    scores = encoder.sharpness * (encoder([e.question for e in batch]) @ encoder([statements[p] for p in columns]).T)
    scores = torch.cat([scores, (encoder.sharpness * encoder.none).expand(len(batch), 1)], dim=1)
    others = torch.zeros_like(scores)  # another statement that answers is no wrong choice
    for i, (example, chosen) in enumerate(zip(batch, right, strict=True)):
        if example.answered:
            others[i, [j for j, p in enumerate(columns) if p in example.statements and p != chosen]] = -1e4
    wanted = [columns.index(p) if p is not None else len(columns) for p in right]
    return nn.functional.cross_entropy(scores + others, torch.tensor(wanted))


def train(encoder: Encoder, examples: list[Example], statements: Sequence[Tokens], *, rounds: int, rng: random.Random) -> Iterator[None]:
    """Rounds of two passes over the questions; before each, the near statements are looked for anew. Yields after each round."""
    learned = [p for name, p in encoder.named_parameters() if name.endswith((".a", ".b"))]
    for _ in range(rounds):
        find_near(encoder, examples, statements)
        groups = [(learned, RATE), ([encoder.sharpness], 0.3), ([encoder.none], 1e-3)]
        optimizer = torch.optim.AdamW([{"params": params, "lr": rate, "base": rate} for params, rate in groups], weight_decay=0.0)
        batches = []
        for _ in range(2):
            rng.shuffle(examples)
            batches += [examples[a : a + BATCH] for a in range(0, len(examples), BATCH)]
        shown = tqdm(batches, desc="Réglage", file=sys.stderr, disable=None)
        for step, batch in enumerate(shown):
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * min(1.0, (step + 1) / 30) * max(0.05, 1 - step / len(batches))
            loss = loss_of(encoder, batch, statements, rng)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            shown.set_postfix(perte=f"{loss.item():.2f}", aucun=f"{encoder.none.item():.3f}")
        yield


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.train_statements", description="Règle le modèle qui compare les énoncés à une question.")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--questions", type=Path, default=TRAINING, help="dossier de fichiers .jsonl")
    parser.add_argument("--out", type=Path, default=None)
    options = parser.parse_args(arguments)
    from safetensors.torch import save_file
    from tokenizers import Tokenizer

    torch.manual_seed(0)
    rng = random.Random(0)
    settings = load_settings()
    out = options.out or settings.corpus_dir / TUNED_LAYERS
    folder = bundled_model.bundled_model_folder(settings.data_dir)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()

    def encode(text: str, limit: int) -> Tokens:
        ids = tokenizer.encode(text).ids
        return tuple(ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]])

    with build_assistant(settings).parts() as parts:
        index = parts.searcher.index
        texts = [
            (d, index.documents[d].text[s.start : s.end], short_statement_text(index.documents[d], s))
            for d, s in index.statements
            if not index.documents[d].metadata.is_card
        ]
        examples = load_examples(
            options.questions,
            texts,
            lambda text: encode(bundled_model.QUERY_PROMPT + text, QUESTION_TOKENS),
            lambda text: understand(text, glossary=parts.glossary, today=parts.today()).embedded,
        )
    statements = [encode(bundled_model.DOCUMENT_PROMPT + embedded, STATEMENT_TOKENS) for *_, embedded in texts]
    print(f"{len(examples)} questions, dont {sum(e.answered for e in examples)} qui ont une réponse ; {len(statements)} énoncés")
    encoder = Encoder(folder)
    encoder.prepare([*statements, *(e.question for e in examples)])
    for _ in train(encoder, examples, statements, rounds=options.rounds, rng=rng):
        save_file(encoder.changes(), out)
    print(f"{out} : relancez « assistant-ti index », puis les mesures (`python -m eval.calibrate`, `python -m eval.run`).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
