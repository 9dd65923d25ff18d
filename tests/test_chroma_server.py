"""The same product over a real Chroma server (`chroma run`, the Rust one), on loopback: index, answer, index again, and what is said when it is down."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from assistant.adapters import generations, vector_store
from assistant.adapters.index_files import open_index
from assistant.adapters.vector_store import server_client
from assistant.errors import IndexDamagedError, StoreUnreachableError, UsageError
from assistant.indexing import IndexReport, build_index
from assistant.settings import Settings
from assistant.wiring import Assistant, index_dir

if TYPE_CHECKING:
    from assistant.adapters.embeddings import SentenceTransformerEmbeddings

REPOSITORY = Path(__file__).resolve().parent.parent
CHROMA = Path(sys.executable).parent / "chroma"
pytestmark = [pytest.mark.integration, pytest.mark.chroma_server, pytest.mark.skipif(not CHROMA.exists(), reason="le programme « chroma » n'est pas installé")]

FORGE = "La forge de Thiers emploie 212 personnes et fabrique des couteaux depuis 1904."
FONDERIE = "La fonderie de Saint-Dizier coule 38 000 tonnes de fonte par an pour l'automobile."


@dataclass
class Server:
    """A `chroma run` that can be stopped and started again on the same folder and port."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        command = [str(CHROMA), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "ANONYMIZED_TELEMETRY": "False"})
        for _ in range(200):
            try:
                httpx.get(f"http://{self.address}/api/v2/heartbeat", timeout=1).raise_for_status()
                return
            except httpx.HTTPError:
                assert self.process.poll() is None, "le serveur Chroma s'est arrêté"
                time.sleep(0.1)
        raise AssertionError("le serveur Chroma ne démarre pas")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=20)
            self.process = None

    def collections(self) -> list[str]:
        return sorted(collection.name for collection in server_client(self.address).list_collections())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "chroma")
    started.start()
    yield started
    started.stop()


@dataclass
class Place:
    """A corpus indexed on the server, with the session's model."""

    settings: Settings
    model: SentenceTransformerEmbeddings

    @property
    def folder(self) -> Path:
        return index_dir(self.settings)

    def write(self, name: str, title: str, sentence: str) -> None:
        (self.settings.corpus_dir / name).write_text(f"---\ntitle: {title}\n---\n# {title}\n\n{sentence}\n", encoding="utf-8")

    def index(self) -> IndexReport:
        return build_index(self.settings.corpus_dir, self.folder, self.model, cache_path=self.settings.data_dir / "vectors.sqlite", chroma_host=self.settings.chroma_host)

    def serving(self) -> str:
        generation = generations.current_generation(self.folder)
        assert generation is not None
        return f"passages-{generation.name}"


@pytest.fixture
def place(tmp_path: Path, server: Server, embeddings: SentenceTransformerEmbeddings, data_dir_with_model: Path) -> Place:
    made = Place(Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data", chroma_host=server.address), embeddings)
    made.settings.corpus_dir.mkdir()
    made.settings.data_dir.mkdir()
    (made.settings.data_dir / "models").symlink_to(data_dir_with_model / "models", target_is_directory=True)
    made.write("forge.md", "Forge de Thiers", FORGE)
    return made


@pytest.fixture
def assistant(place: Place) -> Iterator[Assistant]:
    place.index()
    opened = Assistant(place.settings, today=lambda: date(2026, 11, 23))
    yield opened
    opened.close()


def passages(assistant: Assistant, question: str) -> list[str]:
    return [passage.text for passage in assistant.search(question, k=3)]


# --- when it is there ----------------------------------------------------------------------------------------------------------------------------


def test_a_corpus_is_indexed_on_the_server_and_answers_come_from_it(place: Place, server: Server) -> None:
    for sheet in sorted((REPOSITORY / "corpus" / "documents" / "dispositifs").glob("c*.md"))[:8]:
        shutil.copy(sheet, place.settings.corpus_dir)
    place.index()
    opened = Assistant(place.settings, today=lambda: date(2026, 11, 23))
    try:
        answer = opened.ask("Le crédit d'impôt C3IV est-il encore ouvert ?")
    finally:
        opened.close()
    assert answer.status in ("answered", "partial")
    assert "c3iv" in {citation.document.id for citation in answer.citations}
    assert all(citation.document.text[citation.start : citation.end] == citation.quote for citation in answer.citations)
    assert server.collections() == [place.serving()]
    assert not (place.folder / "current" / "chroma").exists()  # no vector is stored beside


def test_a_new_index_replaces_the_old_one_on_the_server_while_questions_go_on(place: Place, server: Server, assistant: Assistant) -> None:
    old = place.serving()
    place.write("fonderie.md", "Fonderie de Saint-Dizier", FONDERIE)
    report = place.index()
    assert (report.read, report.unchanged) == (1, 1)
    assert old in server.collections()  # a reader still has it open
    assert FONDERIE in passages(assistant, "Combien de fonte coule la fonderie ?")[0]  # and moves to the new one between two questions
    (place.settings.corpus_dir / "forge.md").unlink()
    place.index()
    assert FORGE not in " ".join(passages(assistant, "forge de Thiers"))
    place.index()  # the last reader of what came before has left
    assert server.collections() == [place.serving()]


def test_nothing_changed_is_said_and_a_server_that_lost_its_vectors_gets_them_again(place: Place, server: Server) -> None:
    place.index()
    assert place.index().up_to_date
    server_client(server.address).delete_collection(place.serving())
    with pytest.raises(IndexDamagedError, match="assistant-ti index"):
        open_index(place.folder, chroma_host=server.address)
    report = place.index()
    assert not report.up_to_date
    assert report.embedded == 0  # the vectors were kept
    assert server.collections() == [place.serving()]


def test_what_a_killed_indexing_left_on_the_server_is_removed_by_the_next_one(place: Place, server: Server) -> None:
    place.index()
    (place.folder / "builds" / "abcdef012345.tmp").mkdir()
    server_client(server.address).create_collection("passages-abcdef012345", embedding_function=None)
    server_client(server.address).create_collection("d-un-autre-index", embedding_function=None)
    place.write("fonderie.md", "Fonderie de Saint-Dizier", FONDERIE)
    place.index()
    assert server.collections() == sorted(["d-un-autre-index", place.serving()])


def test_vectors_that_the_server_gives_to_other_passages_are_not_published(place: Place, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    place.index()
    serving = place.serving()
    place.write("fonderie.md", "Fonderie de Saint-Dizier", FONDERIE)
    add = vector_store.VectorStore.add

    def twisted(self: vector_store.VectorStore, ids: list[str], texts: list[str], vectors: object, metadatas: list[dict[str, str | int]], **options: object) -> None:
        add(self, ids, texts, vectors[::-1], metadatas, **options)  # type: ignore[index, arg-type]

    monkeypatch.setattr(vector_store.VectorStore, "add", twisted)
    with pytest.raises(IndexDamagedError, match="ne se retrouve pas lui-même"):
        place.index()
    assert place.serving() == serving
    assert server.collections() == [serving]


def test_an_index_moves_from_the_folder_to_the_server(place: Place, server: Server) -> None:
    build_index(place.settings.corpus_dir, place.folder, place.model, cache_path=place.settings.data_dir / "vectors.sqlite")
    assert server.collections() == []
    assert not place.index().up_to_date
    assert server.collections() == [place.serving()]


# --- when it is not --------------------------------------------------------------------------------------------------------------------------------


def test_a_server_that_stops_is_said_and_serves_again_when_it_is_back(place: Place, server: Server, assistant: Assistant) -> None:
    question = "Combien de personnes emploie la forge de Thiers ?"
    assert FORGE in passages(assistant, question)[0]
    server.stop()
    for _ in range(2):
        with pytest.raises(StoreUnreachableError, match=f"Le serveur Chroma \\({server.address}\\) ne répond pas"):
            assistant.ask(question)
    place.write("fonderie.md", "Fonderie de Saint-Dizier", FONDERIE)
    with pytest.raises(StoreUnreachableError):
        place.index()
    with pytest.raises(StoreUnreachableError):
        open_index(place.folder, chroma_host=server.address)
    server.start()
    assert FORGE in passages(assistant, question)[0]


def test_the_command_says_in_one_sentence_that_the_server_is_down(place: Place, server: Server) -> None:
    place.index()
    server.stop()
    environment = {**os.environ, "ASSISTANT_CHROMA_HOST": server.address, "PYTHONPATH": str(REPOSITORY)}
    for verb in (["index"], ["ask", "Combien de personnes emploie la forge ?"]):
        command = [sys.executable, "-m", "assistant", *verb, "--corpus", str(place.settings.corpus_dir), "--data", str(place.settings.data_dir)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=REPOSITORY, timeout=300)
        assert done.returncode == 1, done.stderr
        assert done.stderr.strip() == str(StoreUnreachableError(server.address))


@pytest.mark.parametrize("address", ["127.0.0.1:port", ":8000", "http://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="ASSISTANT_CHROMA_HOST"):
        server_client(address)


def test_a_server_that_says_nothing_or_something_else_does_not_hold_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_store, "SECONDS_TO_CONNECT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(StoreUnreachableError):
            server_client(f"127.0.0.1:{silent.getsockname()[1]}")
        assert time.monotonic() - started < 5
    website = subprocess.Popen([sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", "/var/empty"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert website.stdout is not None
        port = website.stdout.readline().split(" port ")[1].split()[0]
        with pytest.raises(StoreUnreachableError):
            server_client(f"127.0.0.1:{port}")
    finally:
        website.kill()
        website.wait()


def test_the_copy_of_a_served_folder_is_enough_to_start_again(place: Place, server: Server, tmp_path: Path) -> None:
    """Backup: the server's folder, stopped, copied, and served from elsewhere."""
    place.index()
    server.stop()
    shutil.copytree(server.folder, tmp_path / "copie")
    server.folder = tmp_path / "copie"
    server.start()
    index = open_index(place.folder, chroma_host=server.address)
    assert index.dense.nearest(place.model.embed_query("forge de Thiers"), k=1)
    index.close()
