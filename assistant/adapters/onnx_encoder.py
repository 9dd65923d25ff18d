"""The int8 model as a sentence-transformers module: onnxruntime runs the graph of `bundled_model`.

Imports torch; `embeddings.py` imports this module when a model is loaded, not before.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer


class OnnxEncoder(InputModule):  # type: ignore[misc]
    """Token ids → `sentence_embedding` (texts, dimension), one text a run, texts spread over the processors.

    Each text is run alone, without padding, by a single-threaded session. Measured on 2 cores, passages of 177 tokens:
    run in batches of 16 with their padding, the same passage moved by up to 0.004 of cosine with its neighbours
    (dynamic quantisation takes one scale for all that a run holds), and more slowly. Safe between threads.
    """

    def __init__(self, onnx_file: Path, tokenizer: Path | Tokenizer, *, max_seq_length: int, pad_token: str = "<pad>") -> None:
        """`tokenizer`: its file, or the one of another encoder that has the very same file (reading it takes half a second)."""
        super().__init__()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(onnx_file), options, providers=["CPUExecutionProvider"])
        self.dimension = int(self.session.get_outputs()[0].shape[1])
        self.max_seq_length = max_seq_length
        self.tokenizer = Tokenizer.from_file(str(tokenizer)) if isinstance(tokenizer, Path) else tokenizer
        # Set once and never changed, so threads may share it: padding is ours, and a text too long is refused, not cut.
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._pad_id = self.tokenizer.token_to_id(pad_token) or 0
        self._workers = ThreadPoolExecutor(_processors(), thread_name_prefix="onnx-encoder")

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, torch.Tensor | Any]:
        """Ids and mask, int64 (texts, longest). ValueError when a text has more than `max_seq_length` tokens."""
        rows = [encoding.ids for encoding in self.tokenizer.encode_batch_fast([(prompt or "") + text for text in inputs])]
        longest = max(map(len, rows))
        if longest > self.max_seq_length:
            raise ValueError(f"{longest} tokens, and this model reads {self.max_seq_length}: cut the text first.")
        ids = torch.full((len(rows), longest), self._pad_id, dtype=torch.int64)
        mask = torch.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def forward(self, features: dict[str, torch.Tensor | Any], **kwargs: Any) -> dict[str, torch.Tensor | Any]:
        lengths = features["attention_mask"].sum(dim=1).tolist()
        rows = [ids[:length] for ids, length in zip(features["input_ids"].numpy(), lengths, strict=True)]
        vectors = [self._run(rows[0])] if len(rows) == 1 else list(self._workers.map(self._run, rows))
        return {**features, "sentence_embedding": torch.from_numpy(np.stack(vectors))}

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.session.run(None, {"input_ids": ids[None, :]})[0][0]
        return vector

    def get_embedding_dimension(self) -> int:
        return self.dimension

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        raise NotImplementedError("The unpacked folder is already the saved form of this model.")


def _processors() -> int:
    """Processors that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
