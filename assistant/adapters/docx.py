"""DOCX, by python-docx: heading styles, lists, tables in reading order."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from assistant.documents import TextBuilder, without_hidden_characters
from assistant.errors import DocumentError
from assistant.markdown_text import write_rows

MAX_UNPACKED = 300_000_000  # bytes: a DOCX is a zip, and a small one may hold gigabytes


def read_docx(path: Path, name: str, into: TextBuilder) -> str:
    """Add the blocks of a DOCX and return its title ("" when it has none)."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise DocumentError(name, "le fichier DOCX se déplie au-delà de la limite : il est refusé.")
        document = docx.Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise DocumentError(name, "le fichier DOCX est endommagé ou n'en est pas un : enregistrez-le de nouveau depuis votre traitement de texte.") from error
    list_id, in_list = 0, False
    content = list(document.iter_inner_content())
    for i, piece in enumerate(content):
        if isinstance(piece, Table):
            rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in piece.rows]
            list_id, in_list = list_id + 1, False
            if rows:
                write_rows(rows[0], rows[1:], into, list_id=list_id)
            continue
        text = " ".join(without_hidden_characters(_visible_text(piece))[0].split())
        style = (piece.style.name if piece.style is not None and piece.style.name else "").lower()
        if heading := re.match(r"(?:heading|titre)\s*(\d)", style):
            into.add("heading", text, level=int(heading[1]))
            in_list = False
        elif style in ("title", "titre"):
            into.add("heading", text, level=1)
            in_list = False
        elif _is_item(piece, style):
            if not in_list:
                list_id, in_list = list_id + 1, True
            into.add("item", text, list_id=list_id)
        else:
            following = content[i + 1] if i + 1 < len(content) else None
            opens = text.endswith(":") and isinstance(following, Paragraph) and _is_item(following, (following.style.name or "").lower() if following.style else "")
            if opens:
                list_id, in_list = list_id + 1, True
                into.add("lead_in", text, list_id=list_id)
            elif text:
                in_list = False
                into.add("paragraph", text)
    return " ".join((document.core_properties.title or "").split())


def _is_item(paragraph: Paragraph, style: str) -> bool:
    properties = paragraph._p.pPr
    return style.startswith(("list", "liste")) or (properties is not None and properties.numPr is not None)


def _visible_text(paragraph: Paragraph) -> str:
    """Text of a paragraph without the runs that are hidden or white."""
    parts = []
    for run in paragraph.runs:
        color = run.font.color.rgb if run.font.color is not None and run.font.color.type is not None else None
        if not run.font.hidden and str(color) != "FFFFFF":
            parts.append(run.text)
    return "".join(parts) if paragraph.runs else paragraph.text
