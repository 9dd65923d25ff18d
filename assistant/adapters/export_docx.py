"""Answers → DOCX, by python-docx: real headings, lists and quotations, links that work, the language said. No date of making: same answers, same file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.page import texts
from assistant.page.export import Block

_FIXED_DAY = datetime(2000, 1, 1)  # python-docx would write the time of its template
_INK, _SOFT = RGBColor(0x1B, 0x25, 0x30), RGBColor(0x4A, 0x58, 0x66)


def as_docx(blocks: Sequence[Block], *, marking: Mapping[str, Any]) -> bytes:
    """The file. `marking` says whether a model wrote the sentences (AI Act, article 50(2))."""
    document = docx.Document()
    _prepare(document, blocks[0].text, marking)
    writer = _Writer(document)
    for block in blocks:
        writer.write(block)
    out = io.BytesIO()
    document.save(out)
    return _undated(out)


def _undated(archive: io.BytesIO) -> bytes:
    """The same DOCX, whose parts do not carry the time of their writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as dated, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as undated:
        for part in dated.infolist():
            undated.writestr(zipfile.ZipInfo(part.filename, _FIXED_DAY.timetuple()[:6]), dated.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _prepare(document: Any, title: str, marking: Mapping[str, Any]) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:250], texts.TITLE, "fr-FR"
    properties.subject, properties.comments = texts.EXPORT_HEADER, ""
    properties.keywords = f"ia: {'genere' if marking['genere'] else 'extrait'}" + (f"; modele: {marking['modele']}" if marking["modele"] else "")
    properties.created = properties.modified = _FIXED_DAY
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    styles = document.styles
    for name, size in (("Normal", 11), ("Title", 20), ("Heading 1", 15), ("Heading 2", 13)):
        font = styles[name].font
        font.name, font.size, font.color.rgb = "Calibri", Pt(size), _INK
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):  # the template's theme would win over the name
            fonts.attrib.pop(qn(slot), None)
        fonts.set(qn("w:hAnsi"), "Calibri")
    language = OxmlElement("w:lang")
    for slot in ("w:val", "w:eastAsia"):
        language.set(qn(slot), "fr-FR")
    run_properties = styles["Normal"].element.get_or_add_rPr()
    for old in run_properties.findall(qn("w:lang")):
        run_properties.remove(old)
    run_properties.append(language)
    for old in styles.element.iter(qn("w:lang")):
        old.set(qn("w:val"), "fr-FR")
    styles["Quote"].font.color.rgb = _SOFT
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x0B, 0x5A, 0x78), True


class _Writer:
    """Writes blocks one after the other; knows which numbered list and which bookmark it is at."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._numbering = 0  # the list being written
        self._bookmarks = 0

    def write(self, block: Block) -> None:
        if not (block.kind == "item" and block.ordinal):
            self._numbering = 0
        getattr(self, f"_{block.kind}")(block)

    def _title(self, block: Block) -> None:
        self._document.add_heading(block.text, level=0)

    def _heading(self, block: Block) -> None:
        self._document.add_heading(block.text, level=block.level - 1)

    def _notice(self, block: Block) -> None:
        self._document.add_paragraph().add_run(block.text).bold = True

    def _text(self, block: Block) -> None:
        self._marks(self._document.add_paragraph(block.text), block)

    def _item(self, block: Block) -> None:
        paragraph = self._document.add_paragraph(block.text, style="List Number" if block.ordinal else "List Bullet")
        if block.ordinal:
            self._numbering = self._numbering or self._new_list(block.ordinal)
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val, numbering.get_or_add_numId().val = 0, self._numbering
        self._marks(paragraph, block)

    def _note(self, block: Block) -> None:
        self._document.add_paragraph().add_run(block.text).italic = True

    def _source(self, block: Block) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), _anchor(block.answer, block.marks[0]))
        paragraph._p.append(start)
        paragraph.add_run(f"[{block.marks[0]}] ").bold = True
        paragraph._p.append(end)
        paragraph.add_run(block.text).bold = True

    def _quote(self, block: Block) -> None:
        self._document.add_paragraph(block.text, style="Quote")

    def _detail(self, block: Block) -> None:
        paragraph = self._document.add_paragraph(f"{block.text}{' ' if block.url else ''}", style="List Bullet")
        if block.url:
            self._hyperlink(paragraph, block.url, ("r:id", self._document.part.relate_to(block.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)))

    def _marks(self, paragraph: Any, block: Block) -> None:
        for number in block.marks:
            paragraph.add_run("\u00a0")
            self._hyperlink(paragraph, f"[{number}]", ("w:anchor", _anchor(block.answer, number)))

    def _hyperlink(self, paragraph: Any, text: str, target: tuple[str, str]) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn(target[0]), target[1])
        run = paragraph.add_run(text, style="Hyperlink")
        link.append(run._r)
        paragraph._p.append(link)

    def _new_list(self, start: int) -> int:
        """A numbering of its own, so that each list counts from its own first item."""
        part = self._document.part.numbering_part.element
        style = self._document.styles["List Number"].element.pPr.numPr.numId.val
        abstract = next(num for num in part.num_lst if num.numId == style).abstractNumId.val
        num = part.add_num(abstract)
        num.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(num.numId)


def _anchor(answer: int, number: int) -> str:
    return f"source_{answer}_{number}"
