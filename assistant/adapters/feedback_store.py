"""Opinions on answers, in the database of what readers leave; same code and same table on SQLite and on PostgreSQL.

An opinion has a day and no hour, no address and no name. What has the shape of personal data is masked before it is written, and an opinion
older than the retention leaves when another one comes, and every day while the service runs.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import IO, Any

import sqlalchemy as sa

from assistant.adapters.batch_files import harmless
from assistant.adapters.database import METADATA, Database, storable, write
from assistant.keeping import Kept
from assistant.masking import masked

OPINIONS = sa.Table(
    "opinions",
    METADATA,
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


class FeedbackStore:
    """Safe to share between threads and processes."""

    def __init__(self, database: Database, *, days: int = 365, today: Callable[[], date] = date.today) -> None:
        self.days, self._database, self._today = days, database, today
        database.create(OPINIONS)

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
        with self._database.transaction() as connection:
            connection.execute(self._expired())
            write(connection, OPINIONS, row)

    def purge(self) -> None:
        """The opinions older than the retention leave."""
        with self._database.transaction() as connection:
            connection.execute(self._expired())

    def _expired(self) -> sa.Delete:
        return OPINIONS.delete().where(OPINIONS.c.day < self._today() - timedelta(days=self.days))

    def export(self, file: IO[str]) -> int:
        """All the opinions as CSV, oldest first; returns how many. No cell is a formula for a spreadsheet."""
        with self._database.transaction() as connection:
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
        with self._database.transaction() as connection:
            count = int(connection.execute(erased).rowcount)
        self._database.forget_erased()
        return count


def _clean(text: str) -> str:
    return storable(masked(text))


def _cell(value: Any) -> str:
    return harmless(("oui" if value else "non") if isinstance(value, bool) else str(value))
