"""Opinions on answers, and the database of what readers leave: the same tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import postgres_server
import pytest
import sqlalchemy as sa
from fakes import FakeAssistant

from assistant.adapters.database import Database, DatabaseError, open_database, purge_daily
from assistant.adapters.feedback_store import COLUMNS, OPINIONS, FeedbackStore
from assistant.adapters.seal_key import SIZE, read_or_draw
from assistant.cli import main
from assistant.errors import AssistantError, UsageError
from assistant.keeping import Kept

DAY = date(2026, 11, 23)
PERSONAL = "Je suis jean@example.fr, 06 12 34 56 78, FR76 3000 6000 0112 3456 7890 189, 1 85 05 78 006 084 36"


def kept(question: str = "priorités ?") -> Kept:
    return Kept(replace(FakeAssistant().ask("priorités"), question=question), DAY, {})


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., FeedbackStore]]:
    """An empty store; a second call opens the same database again."""
    databases: list[Database] = []

    def open_store(*, day: date = DAY, days: int = 365) -> FeedbackStore:
        databases.append(Database(url))
        return FeedbackStore(databases[-1], days=days, today=lambda: day)

    open_store().erase()
    yield open_store
    for database in databases:
        database.close()


def rows(store: FeedbackStore) -> list[dict[str, str]]:
    out = io.StringIO()
    count = store.export(out)
    found = list(csv.DictReader(io.StringIO(out.getvalue()), delimiter=";"))
    assert len(found) == count
    return found


# --- what is stored ----------------------------------------------------------------------------------------------------------------------------


def test_an_opinion_holds_what_helps_to_mend_an_answer_and_nothing_of_the_person(opened: Callable[..., FeedbackStore]) -> None:
    opened().add(kept(), seal="s1", useful=False, comment="Il manque le montant.")
    (row,) = rows(opened())
    assert tuple(row) == COLUMNS
    assert (row["day"], row["useful"], row["comment"], row["question"], row["status"]) == ("2026-11-23", "non", "Il manque le montant.", "priorités ?", "answered")
    assert json.loads(row["documents"]) == ["aide-ancienne", "plan-pdf", "programme-ti"]
    assert (row["composer"], row["index_name"]) == ("extractive", "faux")
    assert not {"ip", "hour", "time", "name", "session"} & set(COLUMNS)


def test_personal_data_is_masked_before_it_is_written(opened: Callable[..., FeedbackStore], url: str) -> None:
    opened().add(kept(PERSONAL), seal="s1", useful=True, comment=PERSONAL)
    (row,) = rows(opened())
    assert row["question"] == row["comment"] == "Je suis …, …, …, …"
    if url.startswith("sqlite"):
        assert b"example.fr" not in Path(url.removeprefix("sqlite:///")).read_bytes()


def test_a_second_opinion_on_the_same_answer_takes_the_place_of_the_first(opened: Callable[..., FeedbackStore]) -> None:
    store = opened()
    store.add(kept(), seal="s1", useful=True)
    store.add(kept(), seal="s1", useful=False)
    store.add(kept(), seal="s2", useful=True)
    assert sorted(row["useful"] for row in rows(store)) == ["non", "oui"]


def test_any_text_is_stored_and_no_cell_is_a_formula(opened: Callable[..., FeedbackStore]) -> None:
    opened().add(kept("=HYPERLINK(\"http://x\")"), seal="s1", useful=True, comment="a\x00b\ud83d; « œ »\n\"c\" 😀 ' OR 1=1; DROP TABLE opinions; --")
    (row,) = rows(opened())
    assert row["question"] == "'=HYPERLINK(\"http://x\")"
    assert row["comment"] == "a b?; « œ »\n\"c\" 😀 ' OR 1=1; DROP TABLE opinions; --"


def test_an_opinion_leaves_when_its_time_is_over(opened: Callable[..., FeedbackStore]) -> None:
    opened(day=date(2025, 11, 1)).add(kept("ancienne ?"), seal="s1", useful=True)
    opened(day=date(2025, 11, 30)).add(kept("moyenne ?"), seal="s2", useful=True)
    opened(day=DAY).add(kept("récente ?"), seal="s3", useful=True)
    assert [row["question"] for row in rows(opened())] == ["moyenne ?", "récente ?"]


def test_a_service_that_runs_purges_by_itself_even_when_no_opinion_comes(opened: Callable[..., FeedbackStore], caplog: pytest.LogCaptureFixture) -> None:
    opened(day=date(2025, 11, 1)).add(kept("ancienne ?"), seal="s1", useful=True)
    purged = threading.Event()

    class Down:
        def purge(self) -> None:
            raise DatabaseError("ailleurs")

    class Last:
        def purge(self) -> None:
            purged.set()

    purge_daily([Down(), opened(), Last()])
    assert purged.wait(10)
    assert rows(opened()) == []
    assert "ailleurs" in caplog.text


def test_opinions_are_erased_by_age_or_all_together(opened: Callable[..., FeedbackStore]) -> None:
    for number, day in enumerate((date(2026, 1, 1), date(2026, 11, 1), DAY)):
        opened(day=day).add(kept(), seal=str(number), useful=True)
    assert opened().erase(older_than=30) == 1
    assert opened().erase(older_than=22) == 0  # 1 November is 22 days old: not older
    assert opened().erase() == 2
    assert rows(opened()) == []


def test_what_is_erased_leaves_no_trace_in_the_file(opened: Callable[..., FeedbackStore], url: str) -> None:
    store = opened()
    store.add(kept("mot-canari-effacé ?"), seal="s1", useful=True)
    store.erase()
    if url.startswith("sqlite"):
        assert "mot-canari-effacé".encode() not in Path(url.removeprefix("sqlite:///")).read_bytes()
    else:
        assert rows(store) == []


def test_many_readers_give_their_opinion_at_once(opened: Callable[..., FeedbackStore]) -> None:
    store, other, failures = opened(), opened(), []

    def give(number: int) -> None:
        try:
            (store if number % 2 else other).add(kept(), seal=str(number), useful=True)
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=give, args=(number,)) for number in range(24)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(rows(store)) == 24


# --- when the database is not there ----------------------------------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_a_password_that_is_refused_is_a_sentence_without_the_password(postgres_url: str) -> None:
    wrong = postgres_url.replace(postgres_server.PASSWORD, "secret-faux")
    with pytest.raises(DatabaseError, match="ne répond pas") as failure:
        FeedbackStore(Database(wrong))
    assert "secret-faux" not in str(failure.value)


@pytest.mark.postgres
def test_a_database_that_comes_back_is_used_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    store = FeedbackStore(database)
    store.erase()
    with sa.create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:")).connect() as other:
        other.execute(sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"))
    store.add(kept(), seal="s1", useful=True)
    assert len(rows(store)) == 1
    database.close()


@pytest.mark.parametrize("address", ["nimporte quoi", "mysql://a:b@c/d", "oracle://a", "postgresql+inconnu://a:b@c/d", "://"])
def test_an_address_that_cannot_be_used_is_a_sentence(address: str) -> None:
    with pytest.raises(UsageError, match="ASSISTANT_DATABASE_URL"):
        Database(address)


def test_a_server_that_is_down_is_a_sentence_without_the_password() -> None:
    pytest.importorskip("psycopg", reason="psycopg est absent")
    with pytest.raises(DatabaseError, match=r"127\.0\.0\.1/b\) ne répond pas") as failure:
        FeedbackStore(Database("postgresql://a:secret-canari@127.0.0.1:9/b"))
    assert "secret-canari" not in str(failure.value)


def test_a_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "readers.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(DatabaseError):
        FeedbackStore(open_database(tmp_path))


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_database(tmp_path / "data").close()
    assert (tmp_path / "data" / "readers.sqlite").stat().st_mode & 0o077 == 0


# --- the commands ------------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def commands(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder whose store holds one old and one new opinion."""
    if not url.startswith("sqlite"):
        monkeypatch.setenv("ASSISTANT_DATABASE_URL", url)
    database = open_database(tmp_path, database_url="" if url.startswith("sqlite") else url)
    FeedbackStore(database).erase()
    for number, day in enumerate((date(2020, 1, 1), date.today())):
        FeedbackStore(database, days=36500, today=lambda day=day: day).add(kept(f"question {number} ?"), seal=str(number), useful=bool(number))  # type: ignore[misc]
    database.close()
    return tmp_path


def test_the_commands_export_and_erase(commands: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "export", "--data", str(commands)]) == 0
    assert "question 0 ?" in capsys.readouterr().out
    file = commands / "avis.csv"
    assert main(["feedback", "export", "--data", str(commands), "-o", str(file)]) == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid;day;useful")
    assert main(["feedback", "erase", "--data", str(commands), "--older-than", "365"]) == 0
    assert "1 avis" in capsys.readouterr().out
    assert main(["feedback", "erase", "--data", str(commands), "--all"]) == 0
    assert "1 avis" in capsys.readouterr().out
    assert main(["feedback", "export", "--data", str(commands)]) == 0
    assert capsys.readouterr().out.strip() == ";".join(COLUMNS)


@pytest.mark.parametrize("arguments", [["erase"], ["erase", "--older-than", "-3"], ["erase", "--older-than", "3", "--all"], []])
def test_an_erasure_that_does_not_say_what_is_refused(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["feedback", *arguments, *(["--data", str(tmp_path)] if arguments else [])])
    assert stop.value.code == 2
    assert "Commande mal formée" in capsys.readouterr().err


# --- the secret of the seals ---------------------------------------------------------------------------------------------------------------------------


def test_the_secret_is_drawn_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "seal.key"
    found: list[bytes] = []
    readers = [threading.Thread(target=lambda: found.append(read_or_draw(path))) for _ in range(12)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(set(found)) == 1
    assert len(found[0]) == SIZE
    assert path.stat().st_mode & 0o077 == 0
    assert [other.name for other in path.parent.iterdir()] == ["seal.key"]


def test_a_secret_that_is_cut_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seal.key").write_bytes(b"court")
    with pytest.raises(AssistantError, match="incomplet"):
        read_or_draw(tmp_path / "seal.key")


def test_the_table_is_the_one_that_the_page_on_personal_data_describes() -> None:
    assert {column.name for column in OPINIONS.columns} == {
        "id", "day", "useful", "comment", "question", "standalone_question", "status", "language", "audience", "documents", "composer", "index_name",
    }  # fmt: skip
