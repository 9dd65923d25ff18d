"""What several test modules share. The real model is unpacked once, in a folder kept between runs, and loaded once a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_runner import CommandRunner

if TYPE_CHECKING:
    from assistant.adapters.embeddings import SentenceTransformerEmbeddings

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_dir_with_model() -> Path:
    """A data folder that holds the bundled model: ASSISTANT_TEST_DATA_DIR, or `.cache/test-data` of the repository."""
    from assistant.adapters.bundled_model import bundled_model_folder

    data_dir = Path(os.environ.get("ASSISTANT_TEST_DATA_DIR") or REPOSITORY / ".cache" / "test-data").resolve()
    bundled_model_folder(data_dir)
    return data_dir


@pytest.fixture(scope="session")
def embeddings(data_dir_with_model: Path) -> SentenceTransformerEmbeddings:
    """The default model: multilingual-e5-small, int8."""
    from assistant.adapters.embeddings import load_embeddings

    return load_embeddings(data_dir=data_dir_with_model)


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandRunner]:
    opened = CommandRunner(tmp_path_factory.mktemp("runs"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of this run."""
    import postgres_server

    if reason := postgres_server.why_not():
        pytest.skip(reason)
    pytest.importorskip("psycopg", reason="psycopg est absent : pip install '.[server]'")
    with postgres_server.running() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database: the test runs on both kinds."""
    return f"sqlite:///{tmp_path}/readers.sqlite" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
