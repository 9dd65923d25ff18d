"""Build the DOCX and PDF files of the unseen folder from the texts of `sources/`: `python eval/unseen/build.py`.

A text is a little Markdown (`#`, `##`, `-`, pipe tables, paragraphs). Word files use Word's own styles; one PDF is set in two justified
columns with a running header and page numbers, the other in one column. Same input, same words; only the container's bytes may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

HERE = Path(__file__).resolve().parent
TWO_COLUMNS = ("dechets-professionnels",)


def blocks_of(text: str) -> Iterator[tuple[str, str | list[list[str]]]]:
    """(kind, content): title, heading, item, paragraph, or table with its rows."""
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("|"):
            rows = [[cell.strip() for cell in row.strip("| ").split("|")] for row in part.splitlines()]
            yield "table", [row for row in rows if not set("".join(row)) <= set("- :")]
        elif part.startswith("- "):
            yield from (("item", row[2:]) for row in part.splitlines())
        elif part.startswith("#"):
            marks, title = part.split(" ", 1)
            yield ("title" if marks == "#" else "heading"), title
        else:
            yield from (("paragraph", row) for row in part.splitlines())


def build_docx(text: str, path: Path) -> None:
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)
    for kind, content in blocks_of(text):
        if isinstance(content, list):
            table = document.add_table(rows=0, cols=len(content[0]), style="Table Grid")
            for row in content:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = value
        else:
            styles = {"title": "Title", "heading": "Heading 1", "item": "List Bullet", "paragraph": None}
            document.add_paragraph(content, style=styles[kind])
    document.save(str(path))


def build_pdf(text: str, path: Path, *, columns: int) -> None:
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=11.5, alignment=TA_JUSTIFY, spaceAfter=5)
    styles = {
        "title": ParagraphStyle("title", parent=body, fontName="Helvetica-Bold", fontSize=15, leading=18, spaceAfter=8, alignment=0),
        "heading": ParagraphStyle("heading", parent=body, fontName="Helvetica-Bold", fontSize=10.5, leading=13, spaceBefore=6, alignment=0),
        "item": ParagraphStyle("item", parent=body, leftIndent=10, bulletIndent=2),
        "paragraph": body,
    }
    story: list[Flowable] = []
    title = path.stem
    for kind, content in blocks_of(text):
        if isinstance(content, list):
            story.append(Table(content, style=[("GRID", (0, 0), (-1, -1), 0.4, "black"), ("FONTSIZE", (0, 0), (-1, -1), 8.5)], spaceAfter=6))
            continue
        title = content if kind == "title" else title
        story.append(Paragraph(escape(content), styles[kind], bulletText="•" if kind == "item" else None))

    def frame_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(14 * mm, A5[1] - 9 * mm, f"Agence économique du Val d'Aubrac (exemple fictif) – {title}")
        canvas.drawRightString(A5[0] - 14 * mm, 7 * mm, f"Page {document.page}")

    gutter = 5 * mm
    width = (A5[0] - 28 * mm - gutter * (columns - 1)) / columns
    frames = [Frame(14 * mm + i * (width + gutter), 12 * mm, width, A5[1] - 26 * mm, leftPadding=0, rightPadding=0) for i in range(columns)]
    BaseDocTemplate(str(path), pagesize=A5, pageTemplates=[PageTemplate(frames=frames, onPage=frame_page)], title=title, invariant=1).build(story)


def main() -> None:
    for source in sorted((HERE / "sources").glob("*.md")):
        text, target = source.read_text(encoding="utf-8"), HERE / "documents" / source.stem
        if target.suffix == ".docx":
            build_docx(text, target)
        else:
            build_pdf(text, target, columns=2 if target.stem in TWO_COLUMNS else 1)
        print(target.name)


if __name__ == "__main__":
    main()
