"""A table of questions → a table of answers, for a support desk: resumable, and the answers appear whole or not at all.

`answers.csv.part` is a journal: one JSON line an answer, written at once. A killed run loses the question it was at; the next run of the same
command reads the journal, goes on, and puts `answers.csv` in place by one rename. An answer of the journal serves again only for the same
question, audience, day and index.
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO

from assistant.adapters.system_errors import french_reason
from assistant.answers import Answer
from assistant.documents import AUDIENCES, content_hash
from assistant.errors import QuestionError, UsageError
from assistant.french import fold
from assistant.rendering import as_text, source_line

COLUMNS = ("id", "question", "status", "answer", "sources", "clarifications", "notices", "error")
ERROR = "error"  # status of a question that cannot be read
Ask = Callable[[str, str | None, date | None], Answer]


@dataclass(frozen=True)
class Row:
    """One question of the table; `id` is that of its column, else its rank from 1."""

    id: str
    question: str
    audience: str | None = None
    on: date | None = None


@dataclass
class BatchReport:
    rows: int = 0
    answered_now: int = 0
    resumed: int = 0
    errors: int = 0


def read_questions(path: Path, *, audience: str | None = None, on: date | None = None) -> tuple[list[Row], str]:
    """Rows of a CSV file and its delimiter. A header with « question » (and, if wanted, id, audience, on), or one column without a header."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"Le fichier de questions « {path} » ne peut pas être lu ({french_reason(error)}).") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    text = text.replace("\x00", "")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=lambda sign: (first.count(sign), sign == ";"))
    try:
        table = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UsageError(f"Le fichier « {path} » n'est pas un tableau CSV lisible ({error}).") from error
    names = [fold(cell).strip() for cell in table[0]] if table else []
    if "question" not in names:
        if delimiter in first and "?" not in first:  # a table of something else, and not a list of questions
            raise UsageError(f"Le fichier « {path} » doit avoir une colonne « question » (et, au besoin, « id », « audience », « on »).")
        lines = [line.strip().strip('"') for line in text.splitlines() if line.strip()]
        rows = [Row(str(i), line, audience, on) for i, line in enumerate(lines, start=1)]
    else:
        rows = [_row(dict(zip(names, cells, strict=False)), i, path, audience, on) for i, cells in enumerate(table[1:], start=1)]
    if not rows:
        raise UsageError(f"Le fichier « {path} » ne contient aucune question.")
    return rows, delimiter


def _row(cells: dict[str, str], rank: int, path: Path, audience: str | None, on: date | None) -> Row:
    own = cells.get("audience", "").strip() or audience
    if own is not None and own not in AUDIENCES:
        raise UsageError(f"« {path} », question {rank} : « {own} » n'est pas un public ({', '.join(AUDIENCES)}).")
    day = cells.get("on", "").strip()
    try:
        return Row(cells.get("id", "").strip() or str(rank), cells.get("question", ""), own, date.fromisoformat(day) if day else on)
    except ValueError as error:
        raise UsageError(f"« {path} », question {rank} : « {day} » n'est pas une date AAAA-MM-JJ.") from error


def answer_all(questions: Path, answers: Path, ask: Ask, *, index: str, audience: str | None = None, on: date | None = None, tell: Callable[[int, int], None] | None = None) -> BatchReport:
    """Answer every row of `questions` into `answers`. Raises UsageError when a file cannot be used, or is being written by another run."""
    rows, delimiter = read_questions(questions, audience=audience, on=on)
    if answers.resolve() == questions.resolve():
        raise UsageError("Le fichier de réponses est celui des questions : donnez-lui un autre nom.")
    report = BatchReport(rows=len(rows))
    today = date.today().isoformat()
    keys = [content_hash(row.question, row.audience or "", row.on.isoformat() if row.on else today, index) for row in rows]
    with _journal(answers.with_name(answers.name + ".part")) as journal:
        done = _answers_of(journal)
        report.resumed = sum(key in done for key in keys)
        for count, (row, key) in enumerate(zip(rows, keys, strict=True), start=1):
            if key not in done:
                done[key] = _cells(row, ask)
                journal.write(json.dumps({"key": key, "cells": done[key]}, ensure_ascii=False) + "\n")
                journal.flush()
                report.answered_now += 1
            if tell:
                tell(count, len(rows))
        report.errors = sum(done[key]["status"] == ERROR for key in keys)
        _write_table(answers, [{"id": row.id, "question": row.question, **done[key]} for row, key in zip(rows, keys, strict=True)], delimiter)
        Path(journal.name).unlink(missing_ok=True)
    return report


def _cells(row: Row, ask: Ask) -> dict[str, str]:
    try:
        answer = ask(row.question, row.audience, row.on)
    except QuestionError as error:
        return {"status": ERROR, "answer": "", "sources": "", "clarifications": "", "notices": "", "error": str(error)}
    return {
        "status": answer.status,
        "answer": as_text(replace(answer, understood=(), notices=(), citations=(), clarifications=())),
        "sources": "\n".join(source_line(citation) for citation in answer.citations),
        "clarifications": "\n".join(answer.clarifications),
        "notices": "\n".join(answer.notices),
        "error": "",
    }


@contextmanager
def _journal(path: Path) -> Iterator[IO[str]]:
    try:
        journal = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"Le fichier « {path} » ne peut pas être écrit ({french_reason(error)}).") from error
    with journal:
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"Une autre commande écrit déjà « {path} » : attendez qu'elle finisse.") from error
        yield journal


def _answers_of(journal: IO[str]) -> dict[str, dict[str, str]]:
    """What the journal holds; a last line cut by a kill is taken out of it."""
    journal.seek(0)
    done: dict[str, dict[str, str]] = {}
    whole = 0
    for line in iter(journal.readline, ""):
        try:
            entry = json.loads(line if line.endswith("\n") else "")
            done[entry["key"]] = entry["cells"]
        except (ValueError, TypeError, KeyError):
            break
        whole += len(line.encode("utf-8"))
    journal.seek(whole)
    journal.truncate()
    return done


def _write_table(path: Path, rows: Sequence[dict[str, str]], delimiter: str) -> None:
    """UTF-8 with a mark, so that spreadsheets read the accents; put in place by one rename."""
    aside = path.with_name(f".{path.name}.tmp")
    try:
        with aside.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
            writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
            writer.writeheader()
            writer.writerows({name: harmless(row[name]) for name in COLUMNS} for row in rows)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UsageError(f"Le fichier « {path} » ne peut pas être écrit ({french_reason(error)}).") from error


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=2+2"), harmless("2 M€")
    ("'=2+2", '2 M€')
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
