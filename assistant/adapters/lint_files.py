"""The corpus folder → sheets to lint, with the front matter as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from assistant.adapters.corpus_files import list_files, read_corpus, sidecar
from assistant.corpus_lint import Fault, LintReport, Sheet, lint
from assistant.front_matter import split_front_matter


def lint_folder(corpus: Path, *, today: date | None = None) -> LintReport:
    """The faults of every document of the folder. Raises CorpusError when it is missing."""
    files, refused = list_files(corpus)
    documents, unread = read_corpus(files)
    paths = {file.name: file.path for file in files}
    faults = [Fault(error.path, error.line or 0, "refusé", error.reason) for error in [*refused, *unread]]
    sheets = []
    for document in documents:
        path = paths[document.path]
        beside = sidecar(path)
        text = "" if path.suffix.lower() in (".pdf", ".docx") else path.read_text(encoding="utf-8", errors="replace")
        head = yaml.safe_load(beside.read_text(encoding="utf-8") if beside else split_front_matter(text)[0])
        sheets.append(Sheet(document, head if isinstance(head, Mapping) else {}, text))
    return lint(sheets, today=today or date.today(), refused=faults)
