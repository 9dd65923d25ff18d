"""DOCX, by python-docx: heading styles, lists, tables in reading order; what Word hides or deletes is left out.

The XML is walked rather than python-docx's paragraphs, which leave out links, content controls and tracked insertions.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from assistant.documents import TextBuilder, without_hidden_characters
from assistant.errors import DocumentError
from assistant.plain_structure import MarkupWriter, law_heading

MAX_UNPACKED = 300_000_000  # bytes: a DOCX is a zip, and a small one may hold gigabytes
MAX_XML = 60_000_000  # bytes of its XML parts, which weigh ten times as much once parsed
SMALLEST_HALF_POINTS = 6
_HEADING_STYLE = re.compile(r"(?:heading|titre|überschrift)\s*(\d)$")
_TITLE_STYLES = ("title", "titre", "titre principal", "titre du document")
_SUBTITLE_STYLES = ("subtitle", "sous-titre")
_CONTENTS_STYLE = re.compile(r"(?:toc|tm|table des matières|table of)\b")
_LIST_STYLE = re.compile(r"(?:list|liste|paragraphe de liste|puce)")
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:txbxContent", "w:footnoteReference", "w:commentReference")))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True)
class _Numbering:
    """What a paragraph's numbering says: the list it belongs to, how deep, and whether it counts."""

    list_key: str
    depth: int
    counts: bool


def read_docx(path: Path, name: str, into: TextBuilder) -> str:
    """Add the blocks of a DOCX and return its title ("" when it has none)."""
    with path.open("rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise DocumentError(name, "le fichier est protégé par un mot de passe ou d'un ancien format (.doc) : enregistrez-en une copie .docx sans mot de passe.")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(e.file_size for e in entries) > MAX_UNPACKED or sum(e.file_size for e in entries if e.filename.endswith((".xml", ".rels"))) > MAX_XML:
                raise DocumentError(name, "le fichier DOCX se déplie au-delà de la limite : il est refusé. Découpez-le.")
        document = docx.Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, NotImplementedError, RuntimeError) as error:
        raise DocumentError(name, "le fichier DOCX est endommagé ou n'en est pas un : enregistrez-le de nouveau depuis votre traitement de texte.") from error
    _Reader(document, into).read()
    return " ".join((document.core_properties.title or "").split())


class _Reader:
    def __init__(self, document: Any, into: TextBuilder) -> None:
        self._document = document
        self._writer = MarkupWriter(into)
        self._styles: dict[str, Any] = {style.style_id: style for style in document.styles}
        self._formats = _number_formats(document)
        self._open: list[tuple[int, int]] = []  # lists we are in: (depth, list id)
        self._counters: dict[tuple[str, int], int] = {}

    def read(self) -> None:
        for element in _body_elements(self._document.element.body):
            if element.tag == qn("w:tbl"):
                self._open = []
                self._table(element)
            else:
                self._paragraph(element)
                for box in element.iter(qn("w:txbxContent")):
                    if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
                        for inner in _body_elements(box):
                            self._table(inner) if inner.tag == qn("w:tbl") else self._paragraph(inner)
        self._writer.flush()

    def _paragraph(self, element: Any) -> None:
        text = visible_text(element)
        if not text:
            return
        style_names = list(self._style_names(element))
        if any(_CONTENTS_STYLE.match(name) for name in style_names):
            return
        depth = self._heading_depth(element, style_names)
        if depth:
            self._open = []
            self._writer.heading(text, depth)
            return
        numbering = self._numbering(element)
        listed = any(_LIST_STYLE.match(name) for name in style_names) and law_heading(text) is None
        if numbering or listed:
            self._item(text, numbering or _Numbering("style", 0, False))
            return
        self._open = []
        bold = _all_bold(element)
        if bold and len(text) <= 100 and not re.search(r"[.!?:;,]$", text) and law_heading(text) is None:
            self._writer.heading(text, 6)  # a heading made by hand
        else:
            self._writer.paragraph(text, bold=bold)

    def _item(self, text: str, numbering: _Numbering) -> None:
        while self._open and self._open[-1][0] > numbering.depth:
            self._open.pop()
        if not self._open or self._open[-1][0] < numbering.depth:
            self._open.append((numbering.depth, self._writer.open_list()))
            self._counters = {key: value for key, value in self._counters.items() if key[0] != numbering.list_key or key[1] < numbering.depth}
        key = (numbering.list_key, numbering.depth)
        self._counters[key] = self._counters.get(key, 0) + 1
        self._writer.item(text, list_id=self._open[-1][1], ordinal=self._counters[key] if numbering.counts else 0)

    def _table(self, table: Any) -> None:
        rows: list[list[str]] = []
        above: list[str] = []
        for row in table.iterchildren(qn("w:tr")):
            cells: list[str] = []
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tr"))) is not row:
                    continue
                properties = cell.find(qn("w:tcPr"))
                span = properties.find(qn("w:gridSpan")) if properties is not None else None
                merge = properties.find(qn("w:vMerge")) if properties is not None else None
                text = " ".join(filter(None, (visible_text(paragraph) for paragraph in cell.iter(qn("w:p")))))
                if merge is not None and merge.get(qn("w:val")) != "restart" and len(cells) < len(above):
                    text = above[len(cells)]  # the cell above goes on down
                width = int(span.get(qn("w:val")) or 1) if span is not None else 1
                cells += [text] * min(max(width, 1), 50)
            if any(cells):
                rows.append(cells)
            above = cells
        if not rows:
            return
        width = max(map(len, rows))
        if width == 1:  # a frame around a text
            for (text,) in rows:
                self._writer.paragraph(text)
            return
        self._writer.table([[*row, *[""] * (width - len(row))] for row in rows], header=len(rows) > 1)

    def _style_names(self, element: Any) -> Iterator[str]:
        """Lower-case names of the paragraph's style and of those it rests on."""
        properties = element.find(qn("w:pPr"))
        found = properties.find(qn("w:pStyle")) if properties is not None else None
        style = self._styles.get(found.get(qn("w:val"))) if found is not None else None
        for _ in range(10):
            if style is None:
                return
            yield (style.name or "").strip().lower()
            style = style.base_style

    def _heading_depth(self, element: Any, style_names: list[str]) -> int:
        for name in style_names:
            if match := _HEADING_STYLE.match(name):
                return min(max(int(match[1]), 1), 6)
            if name in _TITLE_STYLES:
                return 1
            if name in _SUBTITLE_STYLES:
                return 2
        outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        level = outline.get(qn("w:val"), "9") if outline is not None else "9"
        return int(level) + 1 if level in "012345" else 0

    def _numbering(self, element: Any) -> _Numbering | None:
        """The list of the paragraph, by its own mark or that of its style; None for « no list »."""
        own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is None:
            found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            style = self._styles.get(found.get(qn("w:val"))) if found is not None else None
            own = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if style is not None else None
        number = own.find(qn("w:numId")) if own is not None else None
        if own is None or number is None or number.get(qn("w:val")) == "0":
            return None
        level = own.find(qn("w:ilvl"))
        depth = level.get(qn("w:val"), "0") if level is not None else "0"
        key = number.get(qn("w:val"), "")
        return _Numbering(key, int(depth) if depth.isdigit() else 0, self._formats.get((key, depth)) == "decimal")


def _number_formats(document: Any) -> dict[tuple[str, str], str]:
    """{(list number, depth): « decimal », « bullet », …}."""
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}
    abstract = {
        (each.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): level.find(qn("w:numFmt"))
        for each in numbering.iterchildren(qn("w:abstractNum"))
        for level in each.iterchildren(qn("w:lvl"))
    }
    formats: dict[tuple[str, str], str] = {}
    for number in numbering.iterchildren(qn("w:num")):
        link = number.find(qn("w:abstractNumId"))
        for (abstract_id, depth), form in abstract.items():
            if link is not None and abstract_id == link.get(qn("w:val")) and form is not None:
                formats[number.get(qn("w:numId")), depth] = form.get(qn("w:val"), "")
    return formats


def _body_elements(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those of content controls and tracked insertions included."""
    for child in parent.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")):
            yield from _body_elements(child)


def visible_text(paragraph: Any) -> str:
    """Text of a paragraph as Word shows it: links and insertions in, deletions, hidden, white and tiny runs out."""
    parts: list[str] = []
    _collect(paragraph, parts)
    return " ".join(without_hidden_characters("".join(parts))[0].split())


def _collect(element: Any, parts: list[str]) -> None:
    for child in element.iterchildren():
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == qn("w:r") and not _is_visible(child):
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in map(qn, ("w:tab", "w:br", "w:cr")):
            parts.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            _collect(child, parts)


def _is_visible(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return True
    if _is_on(properties.find(qn("w:vanish"))) or _is_on(properties.find(qn("w:webHidden"))):
        return False
    size = properties.find(qn("w:sz"))
    if size is not None and size.get(qn("w:val"), "99").isdigit() and int(size.get(qn("w:val"), "99")) < SMALLEST_HALF_POINTS:
        return False
    color = properties.find(qn("w:color"))
    white = color is not None and (color.get(qn("w:val")) or "").upper() == "FFFFFF"
    return not white or _is_shaded(run)


def _is_shaded(run: Any) -> bool:
    """The run, its paragraph, its cell or its row has a ground of its own."""
    for element in (run, *run.iterancestors(qn("w:p"), qn("w:tc"), qn("w:tr"), qn("w:tbl"))):
        for name in ("w:rPr", "w:pPr", "w:tcPr", "w:trPr", "w:tblPr"):
            properties = element.find(qn(name))
            ground = properties.find(qn("w:shd")) if properties is not None else None
            fill = (ground.get(qn("w:fill")) or "").upper() if ground is not None else ""
            if fill not in ("", "AUTO", "FFFFFF") or (properties is not None and properties.find(qn("w:highlight")) is not None):
                return True
        if element.tag == qn("w:tbl") and element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None:
            return True  # the style of a table often colours its first row
    return False


def _is_on(toggle: Any) -> bool:
    return toggle is not None and (toggle.get(qn("w:val")) or "true").lower() not in ("0", "false", "off")


def _all_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(t.text or "" for t in run.iter(qn("w:t"))).strip()]
    return bool(runs) and all(_is_on(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs)
