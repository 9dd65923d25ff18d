"""Markdown → plain text in blocks. Source marks (`[^2]`) leave the text and become the sources of what stands before them.

A paragraph that is a heading of a law (« **Article L. 181-10-1** ») is one, wherever its mark-up says so or not; « 1° » and « a) » open list items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.documents import TextBuilder, without_hidden_characters
from assistant.plain_structure import ARTICLE_LEVEL, UNSTYLED_LAW, HeadingStack, item_marker, law_heading, law_heading_level, table_sentences

Marks = tuple[tuple[int, int, tuple[int, ...]], ...]
_MARKER = re.compile(r"\s*((?:\[\^\d+\])+)")


def separate_marks(text: str) -> tuple[str, Marks]:
    """The text without its `[^n]` marks, and for each stretch that a mark closes: (start, end, source numbers).

    >>> separate_marks("Un fait. [^1] Un autre. [^2][^3]")
    ('Un fait. Un autre.', ((0, 8, (1,)), (9, 18, (2, 3))))
    """
    plain, marks, start = "", [], 0
    cursor = 0
    for match in _MARKER.finditer(text):
        plain += text[cursor : match.start()]
        cursor = match.end()
        begin = start + len(plain[start:]) - len(plain[start:].lstrip())
        if begin < len(plain):
            marks.append((begin, len(plain), tuple(int(n) for n in re.findall(r"\d+", match[1]))))
        elif marks:  # a second mark right behind the first
            a, b, numbers = marks[-1]
            marks[-1] = (a, b, numbers + tuple(int(n) for n in re.findall(r"\d+", match[1])))
        start = len(plain)
    plain += text[cursor:]
    return plain.rstrip(), tuple(marks)


def write_markdown(body: str, into: TextBuilder) -> int:
    """Add the blocks of a Markdown text; HTML in it is left out (comments hide orders). Returns the hidden characters removed."""
    body, hidden = without_hidden_characters(body)
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(body)
    lists: list[int] = []  # ids of the lists we are in, innermost last
    ordinals: list[int] = []  # number of the current item, 0 in a bullet list
    headings = HeadingStack()
    law_lists: list[tuple[int, int]] = []  # lists that the law's own numbering opens, outermost first: (rank, id)
    next_id = 0
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(next_id)
            next_id += 1
            ordinals.append(int(token.attrs.get("start", 1)) - 1 if token.type == "ordered_list_open" else -1)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            ordinals.pop()
        elif token.type == "list_item_open" and ordinals[-1] >= 0:
            ordinals[-1] += 1
        elif token.type == "table_open":
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == "table_close")
            _write_table(tokens[position:end], into, list_id=next_id)
            next_id += 1
            position = end
        elif token.type == "inline":
            opener = tokens[position - 1]
            text, marks = separate_marks(_plain(token))
            marker = item_marker(text) if opener.type == "paragraph_open" and not lists else None
            if opener.type == "heading_open" or (not lists and _is_law_heading(token, text)):
                depth = int(opener.tag[1]) if opener.type == "heading_open" else UNSTYLED_LAW
                into.add("heading", text, level=headings.level(depth, law=law_heading_level(text)))
                law_lists = []
            elif lists:
                into.add("item", text, level=max(ordinals[-1], 0), list_id=lists[-1], marks=marks)
            elif marker and marker.rank > 1 and marker.kept:  # « 1° » and « a) » are no list to Markdown
                while law_lists and law_lists[-1][0] > marker.rank:
                    law_lists.pop()
                if not law_lists or law_lists[-1][0] < marker.rank:
                    law_lists.append((marker.rank, next_id))
                    next_id += 1
                into.add("item", text, list_id=law_lists[-1][1], marks=marks)
            elif _opens_a_list(tokens, position, text):
                law_lists = []
                follows = tokens[position + 3] if position + 3 < len(tokens) and tokens[position + 2].type == "paragraph_open" else None
                if follows and (first := item_marker(_plain(follows))):
                    law_lists = [(first.rank, next_id)]
                into.add("lead_in", text, list_id=next_id, marks=marks)
                next_id += bool(law_lists)
            else:
                if not text.startswith("«"):  # text that an item of the list quotes
                    law_lists = []
                found = law_heading(text) if opener.type == "paragraph_open" else None
                if found and found.level == ARTICLE_LEVEL and len(found.rest) > 3 and re.match(r"\s*[-–—.:]", text[len(found.label) :]):
                    # « Article 2. – Le ministre est chargé… »: a heading, then the text of the article.
                    into.add("heading", found.label, level=headings.level(UNSTYLED_LAW, law=found.level))
                    cut = len(text) - len(found.rest)
                    text, marks = found.rest, tuple((max(a - cut, 0), b - cut, numbers) for a, b, numbers in marks if b > cut)
                into.add("paragraph", text, marks=marks)
        elif token.type in ("fence", "code_block"):
            into.add("paragraph", token.content.strip())
        position += 1
    return hidden


def _opens_a_list(tokens: Sequence[Token], position: int, text: str) -> bool:
    if not text.rstrip().endswith(":") or position + 2 >= len(tokens):
        return False
    after = tokens[position + 2].type
    if after == "paragraph_open":
        marker = item_marker(_plain(tokens[position + 3]))
        return bool(marker and marker.kept and marker.rank > 1)
    return after in ("bullet_list_open", "ordered_list_open", "table_open")


def _is_law_heading(token: Token, text: str) -> bool:
    """A paragraph that is the heading of a law and nothing else: bare (« Article 3 »), or all in bold with its title."""
    found = law_heading(text)
    if found is None or law_heading_level(text) is None:
        return False
    children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    bold = len(children) >= 2 and children[0].type == "strong_open" and children[-1].type == "strong_close"
    return bold or not found.rest or not re.search(r"[.!?]$", text)


def _plain(inline: Token) -> str:
    """Text of an inline token: link and emphasis text kept, images and HTML left out."""
    parts = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return re.sub(r"[ \t]+", " ", "".join(parts)).strip()


def _cells(tokens: Sequence[Token]) -> Iterator[list[tuple[str, Marks]]]:
    row: list[tuple[str, Marks]] = []
    for i, token in enumerate(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type in ("th_open", "td_open"):
            row.append(separate_marks(_plain(tokens[i + 1])))
        elif token.type == "tr_close":
            yield row


def _write_table(tokens: Sequence[Token], into: TextBuilder, *, list_id: int) -> None:
    rows = list(_cells(tokens))
    if not rows:
        return
    header = [text for text, _ in rows[0]]
    write_rows(header, [[text for text, _ in row] for row in rows[1:]], into, list_id=list_id)


def write_rows(header: Sequence[str], rows: Sequence[Sequence[str]], into: TextBuilder, *, list_id: int, page: int | None = None) -> None:
    """A table: the header as one line, then each row as a sentence that carries its column names.

    « Indicateur | Phase 1 | Phase 2 » and « Territoires | 149 | 183 » give « Territoires — Phase 1 : 149 ; Phase 2 : 183 ».
    """
    into.add("header", " | ".join(header), list_id=list_id, page=page)
    for sentence in table_sentences(header, rows):
        into.add("row", sentence, list_id=list_id, page=page)
