"""The corpus folder → sheets to lint, with the front matter as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from assistant.adapters.corpus_files import list_files, read_corpus, sidecar
from assistant.adapters.rule_files import read_rules
from assistant.corpus_lint import Fault, LintReport, Sheet, lint
from assistant.errors import DocumentError
from assistant.front_matter import split_front_matter
from assistant.scheme_lint import scheme_faults


def lint_folder(corpus: Path, *, today: date | None = None) -> LintReport:
    """The faults of every document of the folder, its eligibility rules read beside them. Raises CorpusError when it is missing."""
    today = today or date.today()
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
    try:
        rules = read_rules(corpus / "rules") if (corpus / "rules").is_dir() else {}
    except DocumentError as error:
        rules = {}
        faults.append(Fault(f"rules/{error.path}", error.line or 0, "refusé", error.reason))
    return lint(sheets, today=today, found=[*faults, *scheme_faults(sheets, rules, today=today)])
