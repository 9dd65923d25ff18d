"""Opinions on answers, by SQLAlchemy: SQLite in the data folder, or PostgreSQL when `ASSISTANT_DATABASE_URL` names one; same code, same table.

An opinion has a day and no hour, no address and no name. What has the shape of personal data is masked before it is written, and an opinion
older than the retention leaves whenever another one comes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from assistant.adapters.batch_files import harmless
from assistant.errors import AssistantError, UsageError
from assistant.keeping import Kept
from assistant.masking import masked

_METADATA = sa.MetaData()
OPINIONS = sa.Table(
    "opinions",
    _METADATA,
    sa.Column("id", sa.String(64), primary_key=True),  # of the sealed answer: a second opinion on it takes the place of the first
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("standalone_question", sa.Text, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("audience", sa.String(20), nullable=False),
    sa.Column("documents", sa.Text, nullable=False),  # ids of the documents cited, JSON
    sa.Column("composer", sa.String(100), nullable=False),  # extractive, rules, or the chat model
    sa.Column("index_name", sa.String(100), nullable=False),
)
COLUMNS = tuple(column.name for column in OPINIONS.columns)


class FeedbackError(AssistantError):
    """The database of opinions does not answer. Says nothing of its password."""

    def __init__(self, where: str) -> None:
        super().__init__(f"La base des avis ({where}) ne répond pas : vérifiez qu'elle est démarrée et le réglage ASSISTANT_DATABASE_URL, puis réessayez.")


class FeedbackStore:
    """Safe to share between threads and processes."""

    def __init__(self, url: str, *, days: int = 365, today: Callable[[], date] = date.today) -> None:
        self.days, self._today = days, today
        try:
            parsed = sa.make_url(url)
            if parsed.drivername in ("postgres", "postgresql"):
                parsed = parsed.set(drivername="postgresql+psycopg")
            if parsed.get_backend_name() not in ("sqlite", "postgresql"):
                raise UsageError("ASSISTANT_DATABASE_URL désigne une base PostgreSQL, par exemple postgresql://assistant:mot-de-passe@localhost/assistant.")
            self._where = parsed.database or "" if parsed.get_backend_name() == "sqlite" else f"{parsed.host or 'localhost'}/{parsed.database}"
            self._engine = sa.create_engine(parsed, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ValueError) as error:
            raise UsageError("ASSISTANT_DATABASE_URL est illisible : attendu postgresql://utilisateur:mot-de-passe@machine/base.") from error
        except ModuleNotFoundError as error:
            raise UsageError("Le pilote PostgreSQL manque : installez l'option « server » (pip install 'assistant-territoires-industrie[server]').") from error
        with self._connection() as connection:
            _METADATA.create_all(connection)

    def add(self, kept: Kept, *, seal: str, useful: bool, comment: str = "") -> None:
        """Store an opinion on the answer of this seal; those older than the retention leave."""
        answer = kept.answer
        row = {
            "id": hashlib.sha256(seal.encode()).hexdigest(),
            "day": self._today(),
            "useful": useful,
            "comment": _clean(comment),
            "question": _clean(answer.question),
            "standalone_question": _clean(answer.standalone_question),
            "status": answer.status,
            "language": answer.language[:8],
            "audience": answer.audience[:20],
            "documents": json.dumps(sorted({citation.document.id for citation in answer.citations}), ensure_ascii=False),
            "composer": str(answer.engine.get("chat_model") or answer.engine.get("composer") or "")[:100],
            "index_name": str(answer.engine.get("index") or "")[:100],
        }
        with self._connection() as connection:
            connection.execute(OPINIONS.delete().where(sa.or_(OPINIONS.c.id == row["id"], OPINIONS.c.day < self._today() - timedelta(days=self.days))))
            connection.execute(OPINIONS.insert().values(row))

    def export(self, file: IO[str]) -> int:
        """All the opinions as CSV, oldest first; returns how many. No cell is a formula for a spreadsheet."""
        with self._connection() as connection:
            rows = connection.execute(OPINIONS.select().order_by(OPINIONS.c.day, OPINIONS.c.id)).mappings().all()
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows({name: _cell(row[name]) for name in COLUMNS} for row in rows)
        return len(rows)

    def erase(self, *, older_than: int | None = None) -> int:
        """Erase the opinions older than so many days, or all of them; returns how many."""
        erased = OPINIONS.delete()
        if older_than is not None:
            erased = erased.where(OPINIONS.c.day < self._today() - timedelta(days=older_than))
        with self._connection() as connection:
            count = int(connection.execute(erased).rowcount)
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM"))  # what is erased does not stay in the free pages of the file
        return count

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _connection(self) -> Iterator[sa.Connection]:
        """One transaction; whatever the database says becomes one sentence."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise FeedbackError(self._where) from error


def open_feedback(data_dir: Path, *, database_url: str = "", days: int = 365) -> FeedbackStore:
    """The store of the settings. The SQLite file is for its owner alone."""
    if database_url:
        return FeedbackStore(database_url, days=days)
    path = data_dir / "feedback.sqlite"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        from assistant.adapters.system_errors import french_reason

        raise AssistantError(f"Le fichier des avis « {path} » ne peut pas être écrit ({french_reason(error)}) : changez --data ou ses droits.") from error
    return FeedbackStore(str(sa.URL.create("sqlite", database=str(path))), days=days)


def _clean(text: str) -> str:
    """Masked, and without what PostgreSQL or UTF-8 refuse (NUL, half a character)."""
    return masked(text).replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


def _cell(value: Any) -> str:
    return harmless(("oui" if value else "non") if isinstance(value, bool) else str(value))
