"""PDF, by pypdf in a child process with limits: a small hostile file may burn a processor for minutes without an exception."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DocumentError
from assistant.plain_structure import Line


@dataclass(frozen=True)
class PdfContent:
    lines: tuple[Line, ...]
    title: str = ""
    notices: tuple[str, ...] = ()


def read_pdf(path: Path, name: str) -> PdfContent:
    raise DocumentError(name, "la lecture des PDF n'est pas encore disponible.")
