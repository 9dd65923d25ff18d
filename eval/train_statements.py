"""Tunes the model that compares statements with a question: `python -m eval.train_statements [--start FILE] [--passes N] [--questions DIR] [--out FILE]`.

e5 tells subjects apart, not what is asked of them: « Quand ouvre le guichet ? » lies as near « Le guichet ferme le 31 mars » as near its answer. Here
low-rank changes (LoRA, Hu et al. 2021) of its upper layers are learned from corpus/precedents: questions written from the documents alone, half of them
answered by the statements named, half answered by none, with those that a careless search would show. Each question must choose, among all
statements and « none », whose score is a constant that is learned too, those that answer it (docs/adr/0012). The vectors of all statements are kept
from step to step; in each, only some of those that answer or come first wrongly are computed anew, so that both sides learn at the cost of one.
Nothing of eval/questions, of the hold-out or of eval/unseen is read.

About 20 minutes a pass over 17,000 questions on 2 quiet cores; the lower layers, which do not change, are computed once a text. Writes float16 tensors
`l<layer>.<part>.a` (rank, inputs) and `.b` (outputs, rank), which `bundled_model` adds to the weights when it unpacks them.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from assistant.adapters import bundled_model
from assistant.adapters.precedent_files import FOLDER, read_precedents
from assistant.chunking import short_statement_text
from assistant.precedents import still_standing
from assistant.understanding import embedded_form
from assistant.wiring import TUNED_LAYERS, build_assistant, load_settings

FIRST_LAYER, RANK, STRENGTH = 6, 32, 2.0  # layers below FIRST_LAYER stay as they are; what the changes are multiplied by
BATCH, RATE = 32, 6e-4
FRESH, FIRST_WRONG = 16, 4  # statements computed anew in a step; of how many that come first wrongly one is drawn
REFRESH = 180  # steps after which all statements are computed anew, and the changes written
NONE_AT_FIRST, SHARPNESS = 0.80, 62.0  # cosine of « none »; what cosines are multiplied by
QUESTION_TOKENS, STATEMENT_TOKENS = 40, 88
SAME = 0.92  # cosine with a right statement from which another may be right too
NEVER = -1e9

Tokens = tuple[int, ...]


@dataclass
class Example:
    """A question, and positions of the statements that answer it (`answered`) or that are near without answering it."""

    question: Tokens
    statements: list[int]
    answered: bool


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

    def __init__(self, folder: Path, *, first_layer: int = FIRST_LAYER) -> None:
        super().__init__()
        from transformers import BertModel

        self.first_layer = first_layer

        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa").eval()
        self.bert.requires_grad_(False)
        for layer in self.bert.encoder.layer[first_layer:]:
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
            x = self._through(self.bert.encoder.layer[: self.first_layer], self.bert.embeddings(input_ids=ids), mask)
            self._lower.update({text: x[i, : len(text)].half().clone() for i, text in enumerate(batch)})

    def states(self, texts: Sequence[Tokens]) -> tuple[Tensor, Tensor]:
        """States of the tokens (n, longest, hidden) of prepared texts, and 1 where there is one (n, longest)."""
        longest = max(map(len, texts))
        x, mask = torch.zeros(len(texts), longest, self.bert.config.hidden_size), torch.zeros(len(texts), longest)
        for i, text in enumerate(texts):
            x[i, : len(text)], mask[i, : len(text)] = self._lower[text], 1
        x = self._through(self.bert.encoder.layer[self.first_layer :], x, mask)
        return x, mask

    def forward(self, texts: Sequence[Tokens]) -> Tensor:
        """Normalised vectors (n, hidden) of prepared texts."""
        x, mask = self.states(texts)
        return nn.functional.normalize((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=1)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def vectors(self, texts: Sequence[Tokens]) -> np.ndarray:
        """The same, float32 (n, hidden), many at a time."""
        ordered = sorted(set(texts), key=len)
        found: dict[Tokens, np.ndarray] = {}
        for a in tqdm(range(0, len(ordered), 64), desc="Vecteurs", file=sys.stderr, disable=None):
            found.update(zip(ordered[a : a + 64], self(ordered[a : a + 64]).numpy(), strict=True))
        return np.stack([found[text] for text in texts])

    def start_from(self, file: Path) -> None:
        """The changes of a former training, of this rank or a smaller one."""
        from safetensors.torch import load_file

        tensors = load_file(file)
        for i, layer in enumerate(self.bert.encoder.layer):
            for part, path in bundled_model.LAYER_PARTS.items():
                if isinstance(module := layer.get_submodule(path), LowRank) and f"l{i}.{part}.a" in tensors:
                    a, b = tensors[f"l{i}.{part}.a"].float(), tensors[f"l{i}.{part}.b"].float() / STRENGTH
                    module.a.data[: len(a)], module.b.data[:, : len(a)] = a, b

    def changes(self) -> dict[str, Tensor]:
        """`l<layer>.<part>.a` and `.b`, float16, the strength within b."""
        tensors = {}
        for i, layer in enumerate(self.bert.encoder.layer):
            for part, path in bundled_model.LAYER_PARTS.items():
                if isinstance(module := layer.get_submodule(path), LowRank):
                    tensors[f"l{i}.{part}.a"] = module.a.detach().half().contiguous()
                    tensors[f"l{i}.{part}.b"] = (STRENGTH * module.b.detach()).half().contiguous()
        return tensors


def step(encoder: Encoder, batch: Sequence[Example], statements: Sequence[Tokens], vectors: Tensor, rng: random.Random) -> Tensor:
    """Cross-entropy of each question's choice among all statements and « none »; `vectors` (statements, hidden), those computed anew are written into it."""
    questions = encoder([example.question for example in batch])
    with torch.no_grad():
        cosines = questions @ vectors.T
        apart, right = torch.zeros_like(cosines), torch.full_like(cosines, NEVER)
        wanted: set[int] = set()
        for i, example in enumerate(batch):
            wrong = cosines[i].clone()
            if example.answered:
                apart[i, (vectors @ vectors[example.statements].T).amax(dim=1) >= SAME] = NEVER  # no wrong choice
                apart[i, example.statements] = right[i, example.statements] = 0.0
                wanted.add(example.statements[0] if rng.random() < 0.6 else rng.choice(example.statements))
                wrong += apart[i]
                wrong[example.statements] = NEVER
            wanted.add(rng.choice(wrong.topk(FIRST_WRONG).indices.tolist()))
    columns = sorted(rng.sample(sorted(wanted), min(FRESH, len(wanted))))
    fresh = encoder([statements[p] for p in columns])
    current = vectors.clone()
    current[columns] = fresh
    vectors[columns] = fresh.detach()
    scores = encoder.sharpness * (questions @ current.T)
    none = (encoder.sharpness * encoder.none).expand(len(batch), 1)
    chosen = torch.where(torch.tensor([e.answered for e in batch]), torch.logsumexp(scores + right, dim=1), none[:, 0])
    return (torch.logsumexp(torch.cat([scores + apart, none], dim=1), dim=1) - chosen).mean()


def train(encoder: Encoder, examples: list[Example], statements: Sequence[Tokens], *, passes: int, rng: random.Random) -> Iterator[None]:
    """Passes over the questions; yields when the changes are worth writing."""
    learned = [p for name, p in encoder.named_parameters() if name.endswith((".a", ".b"))]
    groups = [(learned, RATE), ([encoder.sharpness], 0.1), ([encoder.none], 5e-4)]
    optimizer = torch.optim.AdamW([{"params": params, "lr": rate, "base": rate} for params, rate in groups], weight_decay=0.0)
    batches = []
    for _ in range(passes):
        rng.shuffle(examples)
        batches += [examples[a : a + BATCH] for a in range(0, len(examples), BATCH)]
    shown = tqdm(batches, desc="Réglage", file=sys.stderr, disable=None)
    for number, batch in enumerate(shown):
        if number % REFRESH == 0:
            vectors = torch.from_numpy(encoder.vectors(statements))
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * min(1.0, (number + 1) / 30) * max(0.05, 1 - number / len(batches))
        loss = step(encoder, batch, statements, vectors, rng)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        shown.set_postfix(perte=f"{loss.item():.2f}", aucun=f"{encoder.none.item():.3f}")
        if number % REFRESH == REFRESH - 1 or number == len(batches) - 1:
            yield


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.train_statements", description="Règle le modèle qui compare les énoncés à une question.")
    parser.add_argument("--start", type=Path, default=None, help="les couches d'un réglage précédent, à poursuivre")
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--questions", type=Path, default=None, help="dossier de fichiers .jsonl (les précédents du corpus)")
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
        standing = still_standing(read_precedents(options.questions or settings.corpus_dir / FOLDER), [(document_id, text) for document_id, text, _ in texts])
        asked = [embedded_form(one.question, parts.glossary) for one in standing]
    examples = [
        Example(encode(bundled_model.QUERY_PROMPT + text, QUESTION_TOKENS), list(one.statements), one.answered) for text, one in zip(asked, standing, strict=True)
    ]
    statements = [encode(bundled_model.DOCUMENT_PROMPT + embedded, STATEMENT_TOKENS) for *_, embedded in texts]
    print(f"{len(examples)} questions, dont {sum(e.answered for e in examples)} qui ont une réponse ; {len(statements)} énoncés")
    encoder = Encoder(folder)
    if options.start:
        encoder.start_from(options.start)
    encoder.prepare([*statements, *(e.question for e in examples)])
    for _ in train(encoder, examples, statements, passes=options.passes, rng=rng):
        save_file(encoder.changes(), out)
    print(f"{out} : relancez « assistant-ti index », puis les mesures (`python -m eval.calibrate`, `python -m eval.run`).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
