"""One database for what readers choose to leave: SQLite in the data folder, or PostgreSQL when `ASSISTANT_DATABASE_URL` names one. By SQLAlchemy."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from assistant.errors import AssistantError, UsageError

logger = logging.getLogger("assistant.database")

METADATA = sa.MetaData()


class DatabaseError(AssistantError):
    """The database does not answer. Says nothing of its password."""

    def __init__(self, where: str) -> None:
        super().__init__(f"La base de données ({where}) ne répond pas : vérifiez qu'elle est démarrée et le réglage ASSISTANT_DATABASE_URL, puis réessayez.")


class Database:
    """Safe to share between threads; several processes may open the same one."""

    def __init__(self, url: str) -> None:
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

    def create(self, *tables: sa.Table) -> None:
        """Make the tables that are not there."""
        with self.transaction() as connection:
            METADATA.create_all(connection, tables=list(tables))

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """All or nothing; whatever the database says becomes one sentence."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise DatabaseError(self._where) from error

    def forget_erased(self) -> None:
        """What was erased does not stay in the free pages of an SQLite file; PostgreSQL sees to it by itself (autovacuum)."""
        if self._engine.dialect.name != "sqlite":
            return
        try:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM"))
        except SQLAlchemyError as error:
            raise DatabaseError(self._where) from error

    def close(self) -> None:
        self._engine.dispose()


def write(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> None:
    """Insert the row, or put it in the place of the one with the same key."""
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table).values(row)
    connection.execute(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=row))


def open_database(data_dir: Path, *, database_url: str = "") -> Database:
    """The database of the settings. An SQLite file is for its owner alone."""
    if database_url:
        return Database(database_url)
    path = data_dir / "readers.sqlite"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        from assistant.adapters.system_errors import french_reason

        raise AssistantError(f"Le fichier « {path} » ne peut pas être écrit ({french_reason(error)}) : changez --data ou ses droits.") from error
    return Database(str(sa.URL.create("sqlite", database=str(path))))


class Purged(Protocol):
    def purge(self) -> None:
        """What is older than its retention leaves."""


def purge_daily(stores: Sequence[Purged], *, every: float = 86_400.0) -> None:
    """Purge now, then every so many seconds for as long as this process lives. A database that does not answer is met again the next day."""

    def work() -> None:
        while True:
            for store in stores:
                try:
                    store.purge()
                except DatabaseError as error:
                    logger.warning("%s", error)
            sleep(every)

    threading.Thread(target=work, name="purge", daemon=True).start()


def storable(text: str) -> str:
    """The text without what PostgreSQL or UTF-8 refuse: NUL, half a character."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
