"""The precedents of a corpus: `precedents/*.jsonl`, a line a question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from assistant.precedents import Precedent

FOLDER = "precedents"


def read_precedents(folder: Path) -> list[Precedent]:
    """Every line {"question", "answered", "statements": [[document id, how it begins], …]} of the files, in the order of their names; none without the folder.

    Raises CorpusError with the file and the line of one that is not of that form, or with the file that cannot be read.
    """
    precedents = []
    for file in sorted(folder.glob("*.jsonl")):
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(f"Les précédents de {file} ne se lisent pas (fichier illisible, ou qui n'est pas en UTF-8) : corrigez-le ou retirez-le.") from error
        for number, line in enumerate(lines, 1):
            try:
                precedents.append(_precedent(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                form = '{"question": …, "answered": true ou false, "statements": [[document, début], …]}'
                raise CorpusError(f"{file}, ligne {number} : un précédent s'écrit {form}.") from error
    return precedents


def _precedent(row: Any) -> Precedent:
    question, answered, statements = row["question"], row["answered"], tuple((document_id, start) for document_id, start in row["statements"])
    if not (isinstance(question, str) and isinstance(answered, bool) and statements and all(isinstance(part, str) for pair in statements for part in pair)):
        raise TypeError("a field of another type, or no statement")
    return Precedent(question, answered, statements)
