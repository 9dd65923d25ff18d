"""Conversations kept on the server, for a service that chose so (`ASSISTANT_HISTORY=server`). The default keeps them in the reader's browser.

Whoever holds the capability (128 random bits, drawn by the browser) reads, writes and erases its own conversations and sees no other: every
statement names the owner. The database holds a hash of the capability, never the capability. A conversation leaves when it is older than the retention.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date, timedelta

import sqlalchemy as sa

from assistant.adapters.database import METADATA, Database, storable, write
from assistant.errors import QuestionError

CAPABILITY = re.compile(r"[0-9a-f]{32}")  # 128 bits
CONVERSATION_ID = re.compile(r"[0-9a-f]{32}")
CONVERSATIONS_AT_MOST = 50  # of one owner; the oldest leaves

CONVERSATIONS = sa.Table(
    "conversations",
    METADATA,
    sa.Column("owner", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("rank", sa.BigInteger, nullable=False),  # grows with each writing of this owner: the order of one day
    sa.Column("content", sa.Text, nullable=False),  # as the browser gives it: a title and sealed records
)


class CapabilityError(QuestionError):
    """What was given is no capability or no conversation id."""

    def __init__(self) -> None:
        super().__init__("La clé de vos conversations est mal formée : décochez puis recochez la case.")


class HistoryStore:
    def __init__(self, database: Database, *, days: int = 90, today: Callable[[], date] = date.today) -> None:
        self.days, self._database, self._today = days, database, today
        database.create(CONVERSATIONS)

    def all_of(self, capability: str) -> list[tuple[str, str]]:
        """(id, content) of each conversation of this owner, newest first."""
        rows = sa.select(CONVERSATIONS.c.id, CONVERSATIONS.c.content).where(self._owned(capability)).order_by(CONVERSATIONS.c.rank.desc())
        with self._database.transaction() as connection:
            connection.execute(self._expired())
            return [(row.id, row.content) for row in connection.execute(rows)]

    def put(self, capability: str, conversation_id: str, content: str) -> None:
        """Write a conversation, in place of the one of the same owner and id."""
        owned, key = self._owned(capability), self._id(conversation_id)
        with self._database.transaction() as connection:
            connection.execute(self._expired())
            kept = connection.execute(sa.select(CONVERSATIONS.c.id, CONVERSATIONS.c.rank).where(owned).order_by(CONVERSATIONS.c.rank.desc())).all()
            too_old = [row.id for row in [other for other in kept if other.id != key][CONVERSATIONS_AT_MOST - 1 :]]
            connection.execute(CONVERSATIONS.delete().where(owned, CONVERSATIONS.c.id.in_(too_old)))
            rank = kept[0].rank + 1 if kept else 1
            row = {"owner": _owner(capability), "id": key, "day": self._today(), "rank": rank, "content": storable(content)}
            write(connection, CONVERSATIONS, row)

    def remove(self, capability: str, conversation_id: str) -> None:
        """Erase one conversation of this owner; nothing when it has none of that id."""
        self._erase(CONVERSATIONS.delete().where(self._owned(capability), CONVERSATIONS.c.id == self._id(conversation_id)))

    def remove_all(self, capability: str) -> None:
        self._erase(CONVERSATIONS.delete().where(self._owned(capability)))

    def purge(self) -> None:
        """The conversations older than the retention leave."""
        self._erase(self._expired())

    def _erase(self, statement: sa.Delete) -> None:
        with self._database.transaction() as connection:
            connection.execute(statement)
        self._database.forget_erased()

    def _owned(self, capability: str) -> sa.ColumnElement[bool]:
        return CONVERSATIONS.c.owner == _owner(capability)

    def _expired(self) -> sa.Delete:
        return CONVERSATIONS.delete().where(CONVERSATIONS.c.day < self._today() - timedelta(days=self.days))

    @staticmethod
    def _id(conversation_id: str) -> str:
        if not CONVERSATION_ID.fullmatch(conversation_id):
            raise CapabilityError
        return conversation_id


def _owner(capability: str) -> str:
    """What stands for the capability in the database."""
    if not CAPABILITY.fullmatch(capability):
        raise CapabilityError
    return hashlib.sha256(f"conversations {capability}".encode()).hexdigest()
