"""Every choice, its unit and its default. Read once, in `wiring.py`; `ASSISTANT_*` variables and `.env` change them."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_data_dir() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "assistant-ti"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", frozen=True, extra="ignore")

    corpus_dir: Path = Field(default=Path(__file__).resolve().parent.parent / "corpus", description="folder of the documents")
    data_dir: Path = Field(default_factory=_default_data_dir, description="folder of the model, the indexes and what is fetched")

    embedding_model: str = Field(default="bundled", description="« bundled » (multilingual-e5-small), a hub name or a folder")
    embedding_engine: str = Field(default="onnx-int8", pattern="^(onnx-int8|torch)$", description="onnx-int8 or torch (fp32)")

    chunk_size: int = Field(default=1000, ge=200, le=4000, description="characters, at most, of a passage")
    passages: int = Field(default=12, ge=1, le=50, description="passages that an answer may draw on")
    max_question_length: int = Field(default=2000, ge=50, description="characters")

    chat_model: str = Field(default="", description="« fournisseur:modèle » of LangChain, empty: no chat model")
    chat_base_url: str = Field(default="", description="address of an OpenAI-compatible server")
    chat_api_key: str = Field(default="", description="key of that server", repr=False)
    chat_timeout: float = Field(default=30, gt=0, description="seconds allowed for a whole rewriting")

    sources_delay: float = Field(default=2, ge=0, le=60, description="seconds between two requests to one official site")
    sources_timeout: float = Field(default=120, gt=0, description="seconds allowed for one download")
    sources_max_megabytes: float = Field(default=60, gt=0, description="size of one download, at most")
    sources_attempts: int = Field(default=3, ge=1, le=10, description="attempts on a site that is down or busy")
    sources_allow_loopback: bool = Field(default=False, description="for tests only: sources.yaml may name this very machine (127.0.0.1)")

    company_register: str = Field(default="on", pattern="^(on|off)$", description="on: a SIREN or SIRET is looked up in the public register when there is a network; off: never")
    company_register_address: str = Field(default="https://recherche-entreprises.api.gouv.fr", description="address of the register")
    company_register_timeout: float = Field(default=3, gt=0, le=30, description="seconds allowed for a look-up")

    chroma_host: str = Field(default="", description="host:port of a Chroma server, empty: embedded")
    database_url: str = Field(default="", description="PostgreSQL address, empty: SQLite in the data folder", repr=False)

    feedback: bool = Field(default=True, description="store the opinions that readers choose to give")
    feedback_days: int = Field(default=365, ge=1, le=3650, description="days that an opinion is kept")
    history: str = Field(default="browser", pattern="^(browser|server)$", description="where a reader who agrees keeps conversations: browser, or server")
    history_days: int = Field(default=90, ge=1, le=3650, description="days that a conversation stays on the server")
    seal_key: str = Field(default="", description="secret that seals what readers keep, the same for all web processes; empty: a file of the data folder", repr=False)

    host: str = Field(default="127.0.0.1")
    port: int = Field(default=7860, ge=1, le=65535)
