"""The precedents of a corpus: `precedents/*.jsonl`, a line a question."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.errors import CorpusError
from assistant.precedents import Precedent

FOLDER = "precedents"


def read_precedents(folder: Path) -> list[Precedent]:
    """Every line {"question", "answered", "statements": [[document id, how it begins], …]} of the files, in the order of their names; none without the folder.

    Raises CorpusError with the file and the line of one that is not of that form.
    """
    precedents = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                statements = tuple((str(document_id), str(start)) for document_id, start in row["statements"])
                precedents.append(Precedent(str(row["question"]), bool(row["answered"]), statements))
            except (ValueError, KeyError, TypeError) as error:
                form = '{"question": …, "answered": true ou false, "statements": [[document, début], …]}'
                raise CorpusError(f"{file}, ligne {number} : un précédent s'écrit {form}.") from error
    return precedents
