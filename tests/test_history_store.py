"""Conversations kept on the server: each owner reads its own and no other, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from assistant.adapters.database import Database
from assistant.adapters.history_store import CONVERSATIONS, CONVERSATIONS_AT_MOST, CapabilityError, HistoryStore

MINE, THEIRS = "a" * 32, "b" * 32
ONE, TWO = "1" * 32, "2" * 32
DAY = date(2026, 11, 23)


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., HistoryStore]]:
    databases: list[Database] = []

    def open_store(*, day: date = DAY, days: int = 90) -> HistoryStore:
        databases.append(Database(url))
        return HistoryStore(databases[-1], days=days, today=lambda: day)

    open_store()
    with databases[0].transaction() as connection:
        connection.execute(CONVERSATIONS.delete())
    yield open_store
    for database in databases:
        database.close()


def test_a_conversation_is_read_back_by_its_owner_alone(opened: Callable[..., HistoryStore]) -> None:
    opened().put(MINE, ONE, "« un » 😀")
    opened().put(THEIRS, ONE, "à eux")
    assert opened().all_of(MINE) == [(ONE, "« un » 😀")]
    assert opened().all_of(THEIRS) == [(ONE, "à eux")]
    assert opened().all_of("c" * 32) == []


def test_nobody_erases_nor_changes_what_is_of_another(opened: Callable[..., HistoryStore]) -> None:
    store = opened()
    store.put(MINE, ONE, "à moi")
    store.remove(THEIRS, ONE)
    store.remove_all(THEIRS)
    store.put(THEIRS, ONE, "écrasé ?")
    assert store.all_of(MINE) == [(ONE, "à moi")]


def test_the_newest_writing_comes_first_and_takes_the_place_of_the_one_before(opened: Callable[..., HistoryStore]) -> None:
    store = opened()
    for key, content in ((ONE, "un"), (TWO, "deux"), (ONE, "un bis")):
        store.put(MINE, key, content)
    assert store.all_of(MINE) == [(ONE, "un bis"), (TWO, "deux")]
    store.remove(MINE, ONE)
    assert store.all_of(MINE) == [(TWO, "deux")]
    store.remove_all(MINE)
    assert store.all_of(MINE) == []


def test_an_owner_keeps_so_many_and_the_oldest_leaves(opened: Callable[..., HistoryStore]) -> None:
    store = opened()
    store.put(THEIRS, ONE, "à eux")
    for number in range(CONVERSATIONS_AT_MOST + 2):
        store.put(MINE, f"{number:032x}", str(number))
    store.put(MINE, f"{10:032x}", "de nouveau")
    kept = [content for _, content in store.all_of(MINE)]
    assert len(kept) == CONVERSATIONS_AT_MOST
    assert kept[:2] == ["de nouveau", str(CONVERSATIONS_AT_MOST + 1)]
    assert kept[-1] == "2"
    assert len(store.all_of(THEIRS)) == 1


def test_a_conversation_leaves_when_its_time_is_over(opened: Callable[..., HistoryStore]) -> None:
    opened(day=date(2026, 8, 1)).put(MINE, ONE, "ancienne")
    opened(day=date(2026, 10, 1)).put(MINE, TWO, "récente")
    opened(day=DAY, days=30).purge()
    assert opened(day=date(2026, 8, 1)).all_of(MINE) == []
    opened(day=date(2026, 8, 1)).put(MINE, ONE, "ancienne")
    opened(day=date(2026, 10, 1)).put(MINE, TWO, "récente")
    assert opened(day=DAY).all_of(MINE) == [(TWO, "récente")]


def test_the_database_holds_no_capability(opened: Callable[..., HistoryStore], url: str) -> None:
    opened().put(MINE, ONE, "x")
    database = Database(url)
    with database.transaction() as connection:
        row = connection.execute(sa.select(CONVERSATIONS)).one()
    database.close()
    assert MINE not in str(row)
    assert len(row.owner) == 64


@pytest.mark.parametrize("capability", ["", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "' OR '1'='1" + "a" * 20, "a" * 32 + "\n"])
def test_what_is_no_capability_opens_nothing(opened: Callable[..., HistoryStore], capability: str) -> None:
    store = opened()
    for act in (lambda: store.all_of(capability), lambda: store.put(capability, ONE, "x"), lambda: store.remove(capability, ONE), lambda: store.remove_all(capability)):
        with pytest.raises(CapabilityError):
            act()


def test_two_tabs_that_write_the_same_conversation_leave_one(opened: Callable[..., HistoryStore]) -> None:
    store, other, failures = opened(), opened(), []

    def write(number: int) -> None:
        try:
            (store if number % 2 else other).put(MINE, ONE, str(number))
        except Exception as error:
            failures.append(error)

    tabs = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert failures == []
    assert len(store.all_of(MINE)) == 1
