"""HTML pages: the main content by trafilatura (menus, banners and footers left out), walked into blocks.

What a browser does not show is taken out first: comments, scripts, hidden elements, classes that the page's own style hides.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from assistant.documents import TextBuilder, without_hidden_characters
from assistant.errors import DocumentError
from assistant.plain_structure import MarkupWriter, item_marker

_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0*(?:\.0*)?(?:[;\s!]|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|(?<![-\w])color\s*:\s*transparent",
    re.IGNORECASE,
)
_WHITE = re.compile(r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b)", re.IGNORECASE)
_NEVER_SHOWN = ("script", "style", "noscript", "template", "iframe", "svg", "object", "canvas", "head")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_LATIN = frozenset(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252", "x-cp1252"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS, _ITEMS = ("list", "ul", "ol", "dl"), ("item", "li", "dt", "dd")
_TEXT_BLOCKS = ("p", "quote", "blockquote", "pre", "code", "ab", "figcaption", "address")
_SPACES = re.compile(r"[ \t\r\n\f]+")
LEAST_SHARE = 0.3  # of the page's characters: with less, the extraction has missed the content
LEAST_HEADINGS = 0.7  # of its headings
_FURNITURE = re.compile(r"(?<![a-z])(?:breadcrumbs?|fil-ariane|ariane|cookies?|share|sharing|partage|social|skiplinks?|skip-link|sidebar|menu|navbar|newsletter)(?![a-z])", re.I)
_LARGEST_SPAN = 50  # columns or rows that one cell may fill


def decode_html(raw: bytes) -> str:
    """The text of a page, in the encoding that it declares. Bytes that are good UTF-8 are UTF-8, whatever the page says.

    >>> decode_html('<meta charset="iso-8859-1"><p>Été à 5 €</p>'.encode("cp1252"))[-16:]
    '<p>Été à 5 €</p>'
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(raw[:4096])
    name = (declared[1] or declared[2]).decode("ascii", "replace").lower() if declared else ""
    if name and name not in _LATIN and not name.startswith("utf"):
        try:
            return raw.decode(name, "replace")
        except LookupError:
            pass
    return raw.decode("cp1252", "replace")


def read_html(text: str, name: str, into: TextBuilder) -> str:
    """Add the blocks of a page and return its title. Raises DocumentError when the page has no text (scripts only)."""
    text, _ = without_hidden_characters(text)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError, AssertionError) as error:
        raise DocumentError(name, "la page HTML est vide ou illisible.") from error
    page_title = _squeezed(tree.findtext(".//title") or "")
    _drop_what_is_hidden(tree)
    for table in list(tree.iter("table")):
        _flatten_table(table)
    first = tree.find(".//h1")
    title = _squeezed(first.text_content()) if first is not None else ""
    title = title or page_title
    body = _main_content(tree)
    if not any(c.isalpha() for c in "".join(body.itertext())):
        raise DocumentError(name, "la page HTML ne contient aucun texte (scripts seulement ?) : enregistrez la page telle qu'elle s'affiche.")
    writer = MarkupWriter(into)
    if title and not any(_heading_depth(element) for element in body.iter()):
        writer.heading(title, 1)
    _walk(body, writer)
    writer.flush()
    return title


def _main_content(tree: Any) -> Any:
    """The part that the page itself names its content, else what trafilatura takes for it, else all of the page; without menus and forms."""
    named = tree.xpath("//main | //*[@role='main']") or (tree.xpath("//article") if len(tree.xpath("//article")) == 1 else [])
    whole = named[0] if named else tree
    for element in list(whole.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and element is not whole and _is_furniture(element):
            element.drop_tree()
    if named and len(_squeezed("".join(whole.itertext()))) > 0:
        return whole
    # trafilatura takes to pieces what it is given.
    found = trafilatura.bare_extraction(
        copy.deepcopy(tree), include_tables=True, include_links=False, include_comments=False, include_formatting=True, favor_recall=True
    )
    body = found.body if found is not None else None
    if body is None:
        return whole
    kept = sum(bool(_heading_depth(element)) for element in body.iter())
    enough = kept >= LEAST_HEADINGS * sum(bool(_heading_depth(element)) for element in whole.iter())
    return body if enough and len(_squeezed("".join(body.itertext()))) >= LEAST_SHARE * len(_squeezed("".join(whole.itertext()))) else whole


def _is_furniture(element: Any) -> bool:
    """A menu, a form, a banner, a path, sharing buttons: by tag, role or the words that pages use to name them."""
    if element.tag in ("nav", "aside", "footer", "form", "button", "select", "dialog"):
        return True
    if element.tag == "header":
        return element.find(".//h1") is None
    if element.get("role") in ("navigation", "banner", "contentinfo", "search", "dialog", "complementary"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_FURNITURE.search(names)) and element.find(".//h1") is None and element.tag not in ("body", "html", "main", "article")


def _drop_what_is_hidden(tree: Any) -> None:
    hidden_names = _hidden_by_the_page_style(tree)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        names = {f".{each}" for each in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        if (
            (element.tag in _NEVER_SHOWN)
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _INVISIBLE.search(element.get("style") or "")
            or names & hidden_names
            or _is_white_on_white(element)
        ) and element.getparent() is not None:
            element.drop_tree()


def _is_white_on_white(element: Any) -> bool:
    """White by its own style, while nothing around it may have given it another ground."""
    if not _WHITE.search(element.get("style") or ""):
        return False
    around = [element, *element.iterancestors()]
    return not any(each.get("class") or each.get("bgcolor") or "background" in (each.get("style") or "") for each in around)


def _hidden_by_the_page_style(tree: Any) -> frozenset[str]:
    """« .cache » and « #menu » when a <style> of the page hides them on a screen."""
    names: set[str] = set()
    for style in tree.iter("style"):
        css = re.sub(r"/\*.*?\*/", "", style.text or "", flags=re.DOTALL)
        css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
        for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
            if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", rules, re.IGNORECASE):
                names.update(each.strip() for each in selectors.split(",") if re.fullmatch(r"\s*[a-z]*[.#][\w-]+\s*", each, re.IGNORECASE))
    return frozenset(re.sub(r"^[a-z]+", "", each, flags=re.IGNORECASE) for each in names)


def _flatten_table(table: Any) -> None:
    """A caption becomes a paragraph before the table; a cell over several columns or rows is repeated; a table for layout is no table."""
    for caption in table.findall("caption"):
        caption.tag = "p"
        table.addprevious(caption)
        caption.tail = None
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
    blocks = sum(1 for cell in cells for inner in cell.iter(*_HEADINGS, "ul", "ol", "table"))
    if not any(cell.tag == "th" for cell in cells) and (blocks or max((sum(c.tag == "td" for c in row) for row in rows), default=0) <= 1):
        for element in [table, *rows, *cells, *table.iter("tbody", "thead", "tfoot")]:
            element.tag = "div"
        return
    pending: dict[int, tuple[int, Any]] = {}  # column → (rows left, cell that goes on down)
    for row in rows:
        column = 0
        for cell in [each for each in row if each.tag in ("td", "th")]:
            while column in pending:
                column = _repeat_down(pending, column, before=cell)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(across):
                if offset:
                    twin = etree.SubElement(row, cell.tag)
                    twin.text = _squeezed("".join(cell.itertext()))
                    cell.addnext(twin)
                if down > 1:
                    pending[column + offset] = (down - 1, cell)
            column += across
        while column in pending:
            column = _repeat_down(pending, column, row=row)
    _merge_header_rows(rows)


def _merge_header_rows(rows: list[Any]) -> None:
    """Two lines of header become one: « Taux – PME »."""
    heads: list[list[Any]] = []
    for row in rows:
        cells = [each for each in row if each.tag in ("td", "th")]
        if len(cells) < 2 or any(each.tag == "td" for each in cells):
            break
        heads.append(cells)
    if len(heads) < 2 or len(heads) == len(rows) or len({len(cells) for cells in heads}) > 1:
        return
    for column, cell in enumerate(heads[-1]):
        texts = [_squeezed("".join(cells[column].itertext())) for cells in heads]
        for child in list(cell):
            cell.remove(child)
        cell.text = " – ".join(dict.fromkeys(text for text in texts if text))
    for row in rows[: len(heads) - 1]:
        row.getparent().remove(row)


def _repeat_down(pending: dict[int, tuple[int, Any]], column: int, *, before: Any = None, row: Any = None) -> int:
    left, source = pending.pop(column)
    if left > 1:
        pending[column] = (left - 1, source)
    twin = etree.Element(source.tag)
    twin.text = _squeezed("".join(source.itertext()))
    if before is not None:
        before.addprevious(twin)
    else:
        row.append(twin)
    return column + 1


def _span(cell: Any, name: str) -> int:
    value = (cell.attrib.pop(name, "") or "1").strip()
    return min(max(int(value), 1), _LARGEST_SPAN) if value.isdigit() else 1


def _heading_depth(element: Any) -> int:
    """1 to 6 for a heading, 0 for anything else."""
    if not isinstance(element.tag, str):
        return 0
    if element.tag in _HEADINGS:
        return int(element.tag[1])
    if element.tag == "summary":
        return 5
    if element.tag == "head":
        rank = re.fullmatch(r"h([1-6])", element.get("rend") or "")
        return int(rank[1]) if rank else 4
    return 0


def _walk(element: Any, writer: MarkupWriter) -> None:
    """The blocks inside an element, loose text between them included."""
    loose = [element.text or ""]

    def close() -> None:
        text = _squeezed("".join(loose))
        loose.clear()
        if text:
            writer.paragraph(text)

    for child in element:
        if not isinstance(child.tag, str):
            loose.append(child.tail or "")
            continue
        if not _is_block(child):
            loose.append(_inline(child))
            if child.tag in ("lb", "br"):
                close()
            loose.append(child.tail or "")
            continue
        close()
        depth = _heading_depth(child)
        if depth:
            writer.heading(_squeezed(_inline(child)), depth)
        elif child.tag in _LISTS:
            _write_list(child, writer)
        elif child.tag == "table":
            _write_table(child, writer)
        elif child.tag in _TEXT_BLOCKS and not any(_is_block(inner) for inner in child):
            _write_paragraph(child, writer)
        else:
            _walk(child, writer)
        loose.append(child.tail or "")
    close()


def _is_block(element: Any) -> bool:
    tag = element.tag
    known = tag in _LISTS or tag in _ITEMS or tag in _TEXT_BLOCKS or tag in ("table", "row", "tr", "cell", "td", "th", "body", "main", "article", "section", "div")
    return known or bool(_heading_depth(element)) or (isinstance(tag, str) and any(_is_block(inner) for inner in element))


def _write_paragraph(element: Any, writer: MarkupWriter) -> None:
    """A paragraph; line breaks part it where they end a sentence or open an item."""
    rows = [_squeezed(row) for row in _inline(element).split("\x1e")]
    text = ""
    children = [child for child in element if isinstance(child.tag, str)]
    only = children[0] if len(children) == 1 and not _squeezed(element.text or "") and not _squeezed(children[0].tail or "") else None
    bold = only is not None and (only.tag in ("b", "strong") or (only.get("rend") or "") in ("#b", "bold"))
    for row in rows:
        if text and (not row or re.search(r"[.!?:;…»]$", text) or item_marker(row)):
            writer.paragraph(text, bold=bold)
            text = ""
        text = f"{text} {row}".strip()
    if text:
        writer.paragraph(text, bold=bold)


def _write_list(element: Any, writer: MarkupWriter) -> None:
    list_id = writer.open_list()
    ordered = element.tag == "ol" or element.get("rend") == "ol"
    start = element.get("start") or "1"
    ordinal = int(start) - 1 if start.isdigit() else 0
    term = ""
    for item in element:
        if not isinstance(item.tag, str):
            continue
        if item.tag in _LISTS:  # a list right inside a list
            _write_list(item, writer)
            continue
        ordinal += 1
        kind = f"{item.tag} {item.get('rend') or ''}"
        own, inner = [item.text or ""], []
        for child in item:
            if isinstance(child.tag, str) and (child.tag in _LISTS or child.tag == "table"):
                inner.append(child)
            elif isinstance(child.tag, str):
                own.append(f"{_inline(child)} " if _is_block(child) else _inline(child))
            own.append(child.tail or "")
        text = _squeezed("".join(own).replace("\x1e", " "))
        if re.search(r"\bdt\b", kind):
            term = f"{term}, {text}" if term else text
            continue
        if re.search(r"\bdd\b", kind) and term:  # « Contact : la préfecture »
            text, term = f"{term.rstrip(' :')} : {text}", ""
        writer.item(text, list_id=list_id, ordinal=ordinal if ordered else 0)
        for child in inner:
            _write_table(child, writer) if child.tag == "table" else _write_list(child, writer)
    if term:
        writer.item(term, list_id=list_id)


def _write_table(table: Any, writer: MarkupWriter) -> None:
    rows: list[list[str]] = []
    heads: list[bool] = []
    for row in table.iter("row", "tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        cells = [cell for cell in row if cell.tag in ("cell", "td", "th")]
        texts = [_squeezed(_inline(cell).replace("\x1e", " ")) for cell in cells]
        if any(texts):
            rows.append(texts)
            heads.append(len(cells) > 1 and all(cell.tag == "th" or cell.get("role") == "head" for cell in cells))
    if not rows:
        return
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    top = next((i for i, head in enumerate(heads) if not head), len(rows))
    if top > 1 and width > 1:  # two lines of header: « Phase 1 (2018-2022) – montant »
        merged = [" – ".join(dict.fromkeys(row[i] for row in rows[:top] if row[i])) for i in range(width)]
        rows = [merged, *rows[top:]]
    named = bool(top) or (width > 1 and all(rows[0]) and not any(re.search(r"\d", cell) for cell in rows[0]) and len(rows) > 2)
    writer.table(rows, header=named and len(rows) > 1)


def _inline(element: Any) -> str:
    """Text of an element and of what is in it; a line break is \\x1e, a footnote call is left out, « m² » and « n° » are written so."""
    return "".join(_inline_parts(element, ""))


def _inline_parts(element: Any, before: str) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    if element.tag in ("lb", "br"):
        yield "\x1e"
        return
    text = element.text or ""
    raised = element.tag == "sup" or element.get("rend") == "#sup"
    if raised:
        yield _raised("".join(element.itertext()).strip(), before)
        return
    yield text
    written = text
    for child in element:
        for part in _inline_parts(child, before + written):
            written += part
            yield part
        if isinstance(child.tag, str) and _is_block(child):
            yield " "
        if child.tail:
            written += child.tail
            yield child.tail


def _raised(text: str, before: str) -> str:
    if text in ("2", "3") and re.search(r"(?:^|[\s\d\u00a0])(?:[kcmdh]?m)$", before):
        return "²" if text == "2" else "³"
    if text == "o" and re.search(r"\b[nN]$", before):
        return "°"
    return "" if re.fullmatch(r"[\[(]?\d{1,3}[\])]?|\*+", text) else text


def _squeezed(text: str) -> str:
    return _SPACES.sub(" ", text.replace("\x1e", " ")).strip(" \u00a0")
