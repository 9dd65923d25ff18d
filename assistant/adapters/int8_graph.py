"""The bundled model, or some of its layers, as an int8 ONNX graph for onnxruntime.

One text a run, never padded: hence no attention mask, and a vector that cannot depend on a neighbour (the scale of the activations is taken over
all that a run holds). The word table stays in its 4 bits, exactly; the matrices become integers with one scale per output; activations are
quantised at run time. Written node by node with onnxruntime's fused operators: torch's exporter would need the 470 MB float graph first, then a
quantising pass.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.bundled_model import MODEL_NAME, Q4_BLOCK, PackedWeights, linear_shape

# 7 bits, not 8: an AVX2 processor without VNNI adds two u8 × s8 products in 16 bits, and 2 × 255 × 127 overflows. With
# 63 the integer products are exact, so the same on every processor; the measured loss of cosine is 0.0003.
WEIGHT_LIMIT = 63
FUSED = frozenset({"DynamicQuantizeMatMul", "GatherBlockQuantized", "Gelu", "MultiHeadAttention"})  # onnxruntime's own operators

ChangeWeights = Callable[[int, str, NDArray[np.float32]], NDArray[np.float32]]  # (layer, part, weights (outputs, inputs)) → weights


def _as_they_are(layer: int, part: str, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    return weights


def tuned_by(file: Path) -> ChangeWeights:
    """What low-rank tuning (LoRA, Hu et al. 2021) adds to the weights of each layer: b @ a, with a (rank, inputs) and b (outputs, rank), float16."""
    from safetensors.numpy import load_file

    tensors = load_file(file)

    def change(layer: int, part: str, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        name = f"l{layer}.{part}"
        if f"{name}.a" not in tensors:
            return weights
        changed: NDArray[np.float32] = weights + tensors[f"{name}.b"].astype(np.float32) @ tensors[f"{name}.a"].astype(np.float32)
        return changed

    return change


class Int8Graph:
    """A graph in the making. Each method adds nodes and gives the name of what they compute: float32 (texts, tokens, hidden)."""

    def __init__(self, packed: PackedWeights, *, change: ChangeWeights = _as_they_are, quantized: bool = True) -> None:
        """`quantized`: the matrices of the layers as integers; else as float32, for what must not lose a tenth of its decisions."""
        self.packed, self.architecture, self.quantized = packed, packed.architecture, quantized
        self._change = change
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(operator, inputs, [output], domain="com.microsoft" if operator in FUSED else "", **attributes))
        return output

    def embeddings(self, ids: str) -> str:
        """Words and positions of int64 ids (texts, tokens), normalised."""
        a, packed = self.architecture, self.packed
        nibbles, scales = packed.blocks("emb.word", rows=a.vocabulary)
        pairs = nibbles.reshape(a.vocabulary, a.hidden)
        word_table = self.constant("word.q4", pairs[:, 0::2] | (pairs[:, 1::2] << 4))
        word_scales = self.constant("word.scale", scales)
        layout = {"gather_axis": 0, "quantize_axis": 1, "block_size": Q4_BLOCK, "bits": 4}
        words = self.node("GatherBlockQuantized", [word_table, ids, word_scales], "words", **layout)
        # Every token is of type 0, so its vector is added to the positions once and for all.
        positions = packed.floats("emb.pos", a.positions, a.hidden) + packed.floats("emb.type", a.types, a.hidden)[0]
        zero, one, two = (self.constant(name, np.array([i], dtype=np.int64)) for i, name in enumerate(("zero", "one", "two")))
        length = self.node("Slice", [self.node("Shape", [ids], "shape"), one, two], "length")
        places = self.node("Slice", [self.constant("positions", positions), zero, length, zero], "places")
        return self._layer_norm(self.node("Add", [words, places], "embedded"), "emb.ln")

    def layer(self, x: str, i: int) -> str:
        """Layer i, from 0, of the encoder."""
        q, k, v = (self._linear(x, i, part) for part in "qkv")
        attention = self.node("MultiHeadAttention", [q, k, v], f"l{i}.attention", num_heads=self.architecture.heads)
        x = self._layer_norm(self.node("Add", [x, self._linear(attention, i, "ao")], f"l{i}.sum1"), f"l{i}.aln")
        inner = self.node("Gelu", [self._linear(x, i, "fi")], f"l{i}.gelu")
        return self._layer_norm(self.node("Add", [x, self._linear(inner, i, "fo")], f"l{i}.sum2"), f"l{i}.oln")

    def mean(self, x: str, output: str) -> str:
        """Mean over the tokens, (texts, hidden)."""
        return self.node("ReduceMean", [x], output, axes=[1], keepdims=0)

    def _layer_norm(self, x: str, name: str) -> str:
        a = self.architecture
        scale = self.constant(f"{name}.w", self.packed.floats(f"{name}.w", a.hidden))
        bias = self.constant(f"{name}.b", self.packed.floats(f"{name}.b", a.hidden))
        return self.node("LayerNormalization", [x, scale, bias], f"{name}.out", axis=-1, epsilon=a.epsilon)

    def _linear(self, x: str, layer: int, part: str) -> str:
        outputs, inputs = linear_shape(part, self.architecture)
        name = f"l{layer}.{part}"
        weights = self._change(layer, part, self.packed.floats(f"{name}.w", outputs, inputs)).T
        if not self.quantized:
            product = self.node("MatMul", [x, self.constant(f"{name}.w", weights.astype(np.float32))], f"{name}.product")
            return self.node("Add", [product, self.constant(f"{name}.b", self.packed.floats(f"{name}.b", outputs))], f"{name}.out")
        scales = np.abs(weights).max(axis=0) / WEIGHT_LIMIT
        scales[scales == 0] = 1
        operands = [
            x,
            self.constant(f"{name}.w", np.rint(weights / scales).astype(np.int8)),
            self.constant(f"{name}.scale", scales.astype(np.float32)),
            self.constant(f"{name}.zero", np.zeros(outputs, dtype=np.int8)),
            self.constant(f"{name}.b", self.packed.floats(f"{name}.b", outputs)),
        ]
        return self.node("DynamicQuantizeMatMul", operands, f"{name}.out")

    def serialized(self, inputs: dict[str, tuple[int, list[str | int]]], outputs: dict[str, list[str | int]]) -> bytes:
        """The model. Inputs: name → (ONNX element type, shape); outputs, float32: name → shape."""
        from onnx import TensorProto, helper

        graph = helper.make_graph(
            self._nodes,
            MODEL_NAME,
            [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            self._constants,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="assistant")
        return bytes(model.SerializeToString(deterministic=True))


def encoder_graph(packed: PackedWeights, *, change: ChangeWeights = _as_they_are, pooled: bool = True) -> bytes:
    """ONNX model: input_ids int64 (1, tokens) → sentence_embedding float32 (1, hidden), the mean over the tokens. `change` tunes its weights.

    Not pooled, it gives token_states float32 (1, tokens, hidden), and computes in float32: with integers a head of `facts_model` decided otherwise in one case of
    seven (38 of 276 labels above .9, on 150 messages), for 28 ms a message instead of 32.
    """
    from onnx import TensorProto

    graph, a = Int8Graph(packed, change=change, quantized=pooled), packed.architecture
    x = graph.embeddings("input_ids")
    for i in range(a.layers):
        x = graph.layer(x, i)
    if pooled:
        graph.mean(x, "sentence_embedding")
    else:
        graph.node("Identity", [x], "token_states")
    outputs: dict[str, list[str | int]] = {"sentence_embedding": ["texts", a.hidden]} if pooled else {"token_states": ["texts", "tokens", a.hidden]}
    return graph.serialized({"input_ids": (TensorProto.INT64, ["texts", "tokens"])}, outputs)
