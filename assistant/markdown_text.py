"""Markdown → plain text in blocks. Source marks (`[^2]`) leave the text and become the sources of what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.documents import TextBuilder, without_hidden_characters

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
            if opener.type == "heading_open":
                into.add("heading", text, level=int(opener.tag[1]))
            elif lists:
                into.add("item", text, level=max(ordinals[-1], 0), list_id=lists[-1], marks=marks)
            elif _opens_a_list(tokens, position, text):
                into.add("lead_in", text, list_id=next_id, marks=marks)
            else:
                into.add("paragraph", text, marks=marks)
        elif token.type in ("fence", "code_block"):
            into.add("paragraph", token.content.strip())
        position += 1
    return hidden


def _opens_a_list(tokens: Sequence[Token], position: int, text: str) -> bool:
    after = tokens[position + 2].type if position + 2 < len(tokens) else ""
    return text.rstrip().endswith(":") and after in ("bullet_list_open", "ordered_list_open", "table_open")


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
    for row in rows:
        label, values = row[0] if row else "", row[1:]
        named = [f"{name} : {value}" if name else value for name, value in zip(list(header[1:]) + [""] * len(values), values, strict=False) if value]
        into.add("row", f"{label} — {' ; '.join(named)}" if named and label else label or " ; ".join(named), list_id=list_id, page=page)
