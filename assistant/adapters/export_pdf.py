"""Answers → PDF, by reportlab: an embedded font (so that text is text), bookmarks, links, the language and the title said.

reportlab writes no tags for screen readers: whoever needs them takes the DOCX, which has real headings and lists.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from assistant.page import texts
from assistant.page.export import Block

FRAME = 6  # points between a frame and its text, reportlab's own
_INK, _SOFT, _LINK = HexColor("#1b2530"), HexColor("#4a5866"), "#0b5a78"
_FAMILY = {"Vera": "Vera.ttf", "VeraBd": "VeraBd.ttf", "VeraIt": "VeraIt.ttf", "VeraBI": "VeraBI.ttf"}  # come with reportlab
_LOOKALIKES = {"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-", "\u2010": "-", "→": "->", "⇒": "=>", "✓": "x", "★": "*", "☐": "[ ]"}
_base = ParagraphStyle("text", fontName="Vera", bulletFontName="Vera", bulletFontSize=9.5, fontSize=9.5, leading=14, spaceAfter=5, textColor=_INK)
_STYLES = {
    "title": ParagraphStyle("title", _base, fontName="VeraBd", fontSize=15, leading=20, spaceAfter=8),
    "heading2": ParagraphStyle("heading2", _base, fontName="VeraBd", fontSize=12, leading=16, spaceBefore=12, spaceAfter=6, keepWithNext=1),
    "heading3": ParagraphStyle("heading3", _base, fontName="VeraBd", fontSize=10.5, leading=14, spaceBefore=8, spaceAfter=5, keepWithNext=1),
    "notice": ParagraphStyle("notice", _base, fontName="VeraBd", fontSize=9),
    "text": _base,
    "item": ParagraphStyle("item", _base, leftIndent=16, bulletIndent=4, spaceAfter=3),
    "note": ParagraphStyle("note", _base, fontName="VeraIt", fontSize=9),
    "source": ParagraphStyle("source", _base, fontName="VeraBd", spaceBefore=7, spaceAfter=3, keepWithNext=1),
    "quote": ParagraphStyle("quote", _base, leftIndent=12, textColor=_SOFT, spaceAfter=3),
    "detail": ParagraphStyle("detail", _base, fontSize=8.5, leading=12, leftIndent=12, spaceAfter=2),
}


def as_pdf(blocks: Sequence[Block], *, marking: Mapping[str, Any]) -> bytes:
    """The file. `marking` says whether a model wrote the sentences (AI Act, article 50(2))."""
    _register()
    out = io.BytesIO()
    keywords = f"ia: {'genere' if marking['genere'] else 'extrait'}" + (f"; modele: {marking['modele']}" if marking["modele"] else "")
    document = _Template(
        out, pagesize=A4, leftMargin=2.2 * cm, rightMargin=2.2 * cm, topMargin=2 * cm, bottomMargin=2 * cm, title=blocks[0].text, author=texts.TITLE,
        subject=texts.EXPORT_HEADER, keywords=keywords, lang="fr-FR", invariant=1,
    )  # fmt: skip
    document.build([_paragraph(block) for block in blocks], onFirstPage=_footer, onLaterPages=_footer)
    return out.getvalue()


class _Template(SimpleDocTemplate):  # type: ignore[misc]
    """Notes each heading in the outline that readers show beside the pages."""

    headings = 0

    def afterFlowable(self, flowable: Any) -> None:
        level = {"title": 0, "heading2": 1, "heading3": 2}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is not None:
            self.headings += 1
            key = f"heading-{self.headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level=level)


def _paragraph(block: Block) -> Paragraph:
    style = _STYLES[f"heading{block.level}" if block.kind == "heading" else block.kind]
    text = escape(shown(block.text))
    if block.kind == "source":
        text = f'<a name="{_anchor(block.answer, block.marks[0])}"/>[{block.marks[0]}] {text}'
    else:
        text += "".join(f'\u00a0<a href="#{_anchor(block.answer, number)}" color="{_LINK}">[{number}]</a>' for number in block.marks)
    if block.url:
        text += f' <a href={quoteattr(block.url)} color="{_LINK}">{escape(shown(block.url))}</a>'
    bullet = (f"{block.ordinal}." if block.ordinal else "•") if block.kind in ("item", "detail") else None
    return Paragraph(text, style, bulletText=bullet)


def shown(text: str) -> str:
    """The text in the letters that the font has: others become the nearest ones, or « ? ».

    >>> shown("CO₂ → 1\\u202f000 \\u2265 œuf")
    'CO2 -> 1\\xa0000 \\u2265 œuf'
    """
    held = _letters()

    def letter(sign: str) -> str:
        if ord(sign) in held:
            return sign
        near = _LOOKALIKES.get(sign) or unicodedata.normalize("NFKD", sign)
        kept = "".join(part for part in near if ord(part) in held)
        return kept or "?"

    return "".join(letter(sign) for sign in text)


@cache
def _letters() -> frozenset[int]:
    _register()
    return frozenset(pdfmetrics.getFont("Vera").face.charToGlyph)


@cache
def _register() -> None:
    for name, file in _FAMILY.items():
        pdfmetrics.registerFont(TTFont(name, str(Path(reportlab.__file__).parent / "fonts" / file)))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")


def _footer(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont("Vera", 7.5)
    canvas.setFillColor(_SOFT)
    canvas.drawString(document.leftMargin + FRAME, 1.1 * cm, texts.EXPORT_FOOTER)
    canvas.drawRightString(A4[0] - document.rightMargin - FRAME, 1.1 * cm, f"{canvas.getPageNumber()}")
    canvas.restoreState()


def _anchor(answer: int, number: int) -> str:
    return f"source-{answer}-{number}"
