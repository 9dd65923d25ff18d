"""Build the PDF documents of the corpus from their Markdown texts.

    python corpus/build_pdfs.py            write the PDFs and their NAME.meta.yaml
    python corpus/build_pdfs.py --check    write nothing; exit 1 when a file on disk differs from its text

Each text of `corpus/pdf_sources/` (front matter, then Markdown) gives `NAME.pdf` and, from the same front matter, `NAME.meta.yaml` in the folder
of `corpus/documents/` that its layout names. Edit the text, never the PDF.

The layouts differ on purpose, so that the reader of PDFs meets what people bring: one column, two columns, tables, running headers and page
numbers, hyphenated words, and a scan (an image of each page under an invisible text layer, as an OCR tool leaves it).

What the Markdown may hold: one `#` title, `##` and `###` headings, paragraphs, `-` and `1.` lists, pipe tables, `[^n]` markers, and
`{{sources 3-7}}`, replaced by the sources 3 to 7 of the front matter. The markers are not printed sentence by sentence: they become one line
« Sources de cette partie » at the end of each section, so that the extracted text keeps clean sentences.

Same input, same bytes: reportlab's invariant mode fixes dates and identifiers, and only the standard Helvetica fonts are used. The bytes depend
on the library versions; the committed files were made with reportlab 5.1.0, pyphen 0.18.1 (French hyphenation), PyYAML 6.0.3 and, for the scan,
pypdfium2 5.15.2 and pillow 13.0.0:

    pip install reportlab==5.1.0 pyphen==0.18.1 pyyaml==6.0.3 pypdfium2==5.15.2 pillow==13.0.0
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import yaml
from PIL import Image, ImageFilter
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

CORPUS = Path(__file__).resolve().parent
TEXTS = CORPUS / "pdf_sources"
DOCUMENTS = CORPUS / "documents"

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 18 * mm
GUTTER = 8 * mm
TEXT_BOTTOM, TEXT_TOP = 20 * mm, PAGE_HEIGHT - 24 * mm
TITLE_HEIGHT = 13 * mm  # only on the first page of a two-column document
BLUE = colors.HexColor("#1b3a6b")
SCAN_DPI = 120
MARKER = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True)
class Layout:
    """How one text is laid out, and in which folder its PDF goes.

    `columns` is 1 or 2; `header` is repeated on every page above a footer and a page number ("" for none of the three); `margin` is that of
    both sides; `table_widths` are shares of the text width; `scan` replaces the page by its image, with the text under it, invisible.
    """

    columns: int
    header: str
    body_size: float
    hyphenate: bool = False
    table_widths: tuple[tuple[float, ...], ...] = ()
    folder: str = "programme"
    margin: float = MARGIN
    scan: bool = False

    @property
    def text_width(self) -> float:
        return PAGE_WIDTH - 2 * self.margin


LAYOUTS = {
    "livret-chiffres-cles": Layout(
        columns=1,
        header="Territoires d'industrie – livret des chiffres clés – synthèse du projet",
        body_size=9.6,
        table_widths=((0.29, 0.20, 0.17, 0.34), (0.29, 0.17, 0.18, 0.36), (0.22, 0.30, 0.48)),
    ),
    "guide-elu-methode": Layout(
        columns=2,
        header="Territoires d'industrie – guide pratique de l'élu – synthèse du projet",
        body_size=10.4,
        hyphenate=True,
    ),
    "plan-saint-nazaire-loire-estuaire": Layout(columns=1, header="", body_size=10.6, folder="territoires"),
    "plan-aurillac-figeac-rodez": Layout(columns=2, header="", body_size=9.8, folder="territoires"),
    "plan-grand-chalon": Layout(columns=1, header="", body_size=10.2, table_widths=((0.46, 0.22, 0.32), (0.50, 0.25, 0.25)), folder="territoires"),
    "plan-lacq-pau-tarbes": Layout(columns=1, header="Territoire d'industrie Lacq – Pau – Tarbes – synthèse du projet", body_size=11.2, folder="territoires"),
    "plan-vendee-centre": Layout(columns=1, header="", body_size=11.5, hyphenate=True, folder="territoires", margin=62 * mm),
    "plan-la-tour-du-pin-gresivaudan": Layout(columns=1, header="", body_size=11, folder="territoires", scan=True),
}


@dataclass(frozen=True)
class Text:
    """A text as read: its front matter, kept verbatim for the meta file, and its Markdown body."""

    name: str
    front_matter: str
    body: str

    @property
    def meta(self) -> dict:
        return yaml.safe_load(self.front_matter)


@dataclass(frozen=True)
class Block:
    """One piece of Markdown: `kind` is h1, h2, h3, paragraph, bullets, steps, table or sources."""

    kind: str
    lines: tuple[str, ...]


def read_text(name: str) -> Text:
    raw = (TEXTS / f"{name}.md").read_text(encoding="utf-8")
    match = re.fullmatch(r"---\n(.*?\n)---\n(.*)", raw, re.DOTALL)
    if not match:
        sys.exit(f"{name}.md : l'en-tête YAML entre deux lignes « --- » manque.")
    return Text(name=name, front_matter=match[1], body=match[2])


def kind_of(line: str) -> str:
    if heading := re.match(r"(#{1,3}) ", line):
        return f"h{len(heading[1])}"
    if line.startswith("- "):
        return "bullets"
    if re.match(r"\d+\. ", line):
        return "steps"
    if line.startswith("|"):
        return "table"
    return "sources" if line.startswith("{{sources ") else "paragraph"


def split_into_blocks(body: str) -> Iterator[Block]:
    for filled, group in groupby(body.splitlines(), key=lambda line: bool(line.strip())):
        if filled:
            for kind, lines in groupby(group, key=kind_of):
                yield Block(kind=kind, lines=tuple(lines))


def french(text: str) -> str:
    """The text without its source markers, safe for reportlab's markup, with the no-break spaces French asks for.

    >>> french("Combien : 4 000 € [^1][^2]") == "Combien\\xa0: 4\\xa0000\\xa0€"
    True
    """
    text = escape(MARKER.sub("", text).strip())
    text = re.sub(r" (?=[:;?!%»€])", "\xa0", text).replace("« ", "«\xa0")
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "\xa0", text)


def section_sources(numbers: set[int]) -> str:
    listed = ", ".join(str(number) for number in sorted(numbers))
    return f"Sources de cette partie : n° {listed} de la liste finale."


def styles_for(layout: Layout) -> dict[str, ParagraphStyle]:
    size = layout.body_size
    narrow = {"hyphenationLang": "fr_FR", "alignment": TA_JUSTIFY} if layout.hyphenate else {}
    base = ParagraphStyle("body", fontName="Helvetica", fontSize=size, leading=size * 1.32, spaceAfter=size * 0.45, **narrow)
    heading = {"fontName": "Helvetica-Bold", "textColor": BLUE, "keepWithNext": 1}
    return {
        "body": base,
        "item": ParagraphStyle("item", parent=base, spaceAfter=size * 0.25),
        "h1": ParagraphStyle("h1", fontSize=16.5, leading=20, spaceAfter=3 * mm, **heading),
        "h2": ParagraphStyle("h2", fontSize=12.5, leading=15.5, spaceBefore=size * 0.8, spaceAfter=size * 0.4, **heading),
        "h3": ParagraphStyle("h3", fontSize=10.2, leading=13, spaceBefore=size * 0.4, spaceAfter=size * 0.25, **heading),
        "note": ParagraphStyle("note", fontName="Helvetica-Oblique", fontSize=7.6, leading=9.6, spaceAfter=size * 0.5, textColor=colors.dimgray),
        "cell": ParagraphStyle("cell", fontName="Helvetica", fontSize=8.6, leading=10.6),
        "head": ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=8.6, leading=10.6, textColor=colors.white),
        "source": ParagraphStyle("source", fontName="Helvetica", fontSize=7.2, leading=8.8, spaceAfter=2, leftIndent=14, firstLineIndent=-14, rightIndent=14),
    }


def as_table(block: Block, *, widths: Sequence[float], styles: dict[str, ParagraphStyle]) -> Table:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.lines]
    header, cells = rows[0], rows[2:]  # rows[1] is the |---| line
    data = [[Paragraph(french(cell), styles["head"]) for cell in header]]
    data += [[Paragraph(french(cell), styles["cell"]) for cell in row] for row in cells]
    table = Table(data, colWidths=list(widths), repeatRows=1, spaceBefore=2, spaceAfter=6)
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), BLUE),
                ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.HexColor("#eef2f8")]),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2.2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
            ]
        )
    )
    return table


def as_list(block: Block, styles: dict[str, ParagraphStyle]) -> ListFlowable:
    items = [ListItem(Paragraph(french(re.sub(r"^(-|\d+\.) ", "", line)), styles["item"])) for line in block.lines]
    look = {"bulletType": "1", "bulletFormat": "%s."} if block.kind == "steps" else {"bulletType": "bullet", "start": "–"}
    return ListFlowable(items, leftIndent=13, bulletFontSize=styles["item"].fontSize, **look)


def as_source_list(block: Block, *, sources: Sequence[dict], styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    first, last = map(int, re.fullmatch(r"\{\{sources (\d+)-(\d+)\}\}", block.lines[0]).groups())
    lines = []
    for number in range(first, last + 1):
        source = sources[number - 1]
        parts = [source["title"], source["publisher"], source["date"] or "sans date", source["url"] or "sans adresse"]
        lines.append(Paragraph(f"{number}. {french(', '.join(parts))}", styles["source"]))
    return lines


def flowables_of(text: Text, layout: Layout) -> list[Flowable]:
    styles = styles_for(layout)
    shares = iter(layout.table_widths)
    story: list[Flowable] = []
    used: set[int] = set()

    def close_section() -> None:
        if used:
            story.append(Paragraph(french(section_sources(used)), styles["note"]))
            used.clear()

    for block in split_into_blocks(text.body):
        if block.kind in ("h1", "h2", "h3"):
            close_section()
        used.update(int(number) for line in block.lines for number in MARKER.findall(line))
        if block.kind in ("h1", "h2", "h3"):
            story.append(Paragraph(french(block.lines[0].lstrip("# ")), styles[block.kind]))
            if block.kind == "h1" and layout.columns == 2:
                story.append(FrameBreak())
        elif block.kind in ("bullets", "steps"):
            story.append(as_list(block, styles))
        elif block.kind == "table":
            widths = [share * layout.text_width for share in next(shares)]
            story.append(as_table(block, widths=widths, styles=styles))
        elif block.kind == "sources":
            story += as_source_list(block, sources=text.meta["sources"], styles=styles)
        else:
            story.append(Paragraph(french(" ".join(block.lines)), styles["body"]))
    close_section()
    return story


def numbered_canvas(header: str, footer: str) -> Callable[..., Canvas]:
    """A canvas class that draws the running header and « page x sur y », once the number of pages is known."""

    class NumberedCanvas(Canvas):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self.pages: list[dict] = []

        def showPage(self) -> None:
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.pages, start=1):
                self.__dict__.update(page)
                self.draw_furniture(number=number, total=len(self.pages))
                super().showPage()
            super().save()

        def draw_furniture(self, *, number: int, total: int) -> None:
            self.setFont("Helvetica", 7.8)
            self.setFillColor(colors.dimgray)
            self.setStrokeColor(colors.lightgrey)
            self.line(MARGIN, PAGE_HEIGHT - 19 * mm, PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 19 * mm)
            self.drawString(MARGIN, PAGE_HEIGHT - 17 * mm, header)
            self.line(MARGIN, 16 * mm, PAGE_WIDTH - MARGIN, 16 * mm)
            self.drawString(MARGIN, 12 * mm, footer)
            self.drawRightString(PAGE_WIDTH - MARGIN, 12 * mm, f"page {number} sur {total}")

    return NumberedCanvas


def frame(x: float, *, width: float, bottom: float = TEXT_BOTTOM, top: float = TEXT_TOP) -> Frame:
    return Frame(x, bottom, width, top - bottom, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


class ScannedCanvas(Canvas):
    """Writes every text invisible (render mode 3, as OCR tools do) over the image of its page."""

    images: tuple[bytes, ...] = ()

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> PDFTextObject:
        text = super().beginText(x, y, direction)
        text.setTextRenderMode(3)
        return text

    def showPage(self) -> None:
        image = ImageReader(BytesIO(self.images[self.getPageNumber() - 1]))
        self.drawImage(image, 0, 0, width=PAGE_WIDTH, height=PAGE_HEIGHT)
        super().showPage()


def page_images(pdf: bytes) -> tuple[bytes, ...]:
    """Each page as a grey JPEG that looks scanned: slightly turned, slightly soft, on a paper that is not quite white."""
    images = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
        picture = picture.rotate(0.25, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.4))
        jpeg = BytesIO()
        picture.point(lambda grey: 22 + grey * 220 // 255).save(jpeg, "JPEG", quality=55)
        images.append(jpeg.getvalue())
    return tuple(images)


def page_templates(layout: Layout) -> list[PageTemplate]:
    margin = layout.margin
    if layout.columns == 1:
        return [PageTemplate(id="pages", frames=[frame(margin, width=layout.text_width)])]
    width = (layout.text_width - GUTTER) / 2
    lefts = (margin, margin + width + GUTTER)
    title = frame(margin, width=layout.text_width, bottom=TEXT_TOP - TITLE_HEIGHT)
    first = [title, *(frame(left, width=width, top=TEXT_TOP - TITLE_HEIGHT) for left in lefts)]
    return [
        PageTemplate(id="first", frames=first, autoNextPageTemplate="pages"),
        PageTemplate(id="pages", frames=[frame(left, width=width) for left in lefts]),
    ]


def pdf_of(text: Text, layout: Layout) -> bytes:
    if layout.scan:
        visible = laid_out(text, layout, canvas=Canvas)
        return laid_out(text, layout, canvas=type("ScanOfThisText", (ScannedCanvas,), {"images": page_images(visible)}))
    footer = f"Faits contrôlés le {text.meta['checked_on']:%d/%m/%Y} – document non officiel"
    return laid_out(text, layout, canvas=numbered_canvas(layout.header, footer) if layout.header else Canvas)


def laid_out(text: Text, layout: Layout, *, canvas: Callable[..., Canvas]) -> bytes:
    buffer = BytesIO()
    meta = text.meta
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        pageTemplates=page_templates(layout),
        title=meta["title"],
        author=meta["publisher"],
        subject="Programme Territoires d'industrie",
        lang="fr-FR",
        invariant=1,
    )
    document.build(flowables_of(text, layout), canvasmaker=canvas)
    return buffer.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description="Construit les PDF du corpus à partir de corpus/pdf_sources/.")
    parser.add_argument("--check", action="store_true", help="ne rien écrire ; échouer si un fichier diffère de son texte")
    check = parser.parse_args().check
    stale = []
    for name, layout in LAYOUTS.items():
        text = read_text(name)
        folder = DOCUMENTS / layout.folder
        built = {folder / f"{name}.pdf": pdf_of(text, layout), folder / f"{name}.meta.yaml": text.front_matter.encode()}
        for path, content in built.items():
            if check:
                stale += [path] if not path.exists() or path.read_bytes() != content else []
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                print(f"{path.relative_to(CORPUS)} : {len(content)} octets")
    for path in stale:
        print(f"{path.relative_to(CORPUS)} n'est plus à jour : relancez python corpus/build_pdfs.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
