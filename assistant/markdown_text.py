"""Markdown → plain text in blocks. Source marks (`[^2]`) leave the text and become the sources of what stands before them.

A paragraph that is a heading of a law (« **Article L. 181-10-1** ») is one, wherever its mark-up says so or not; « 1° » and « a) » open list items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.documents import TextBuilder, without_hidden_characters
from assistant.plain_structure import Marks, MarkupWriter, is_bold_title

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
    writer = MarkupWriter(into)
    lists: list[int] = []  # ids of the lists we are in, innermost last
    ordinals: list[int] = []  # number of the current item, -1 in a bullet list
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(writer.open_list())
            ordinals.append(int(token.attrs.get("start", 1)) - 1 if token.type == "ordered_list_open" else -1)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            ordinals.pop()
        elif token.type == "list_item_open" and ordinals[-1] >= 0:
            ordinals[-1] += 1
        elif token.type == "table_open":
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == "table_close")
            writer.table([[text for text, _ in row] for row in _cells(tokens[position:end])])
            position = end
        elif token.type == "inline":
            opener = tokens[position - 1]
            text, marks = separate_marks(_plain(token))
            if opener.type == "heading_open":
                writer.heading(text, int(opener.tag[1]))
            elif lists:
                writer.item(text, list_id=lists[-1], ordinal=max(ordinals[-1], 0), marks=marks)
            elif (title := _bold_first_line(token)) and text.startswith(title):  # « **Qui peut entrer ?** », its answer on the next line
                writer.paragraph(title, bold=True)
                cut = len(text) - len(text[len(title) :].lstrip())
                writer.paragraph(text[cut:], marks=tuple((max(a - cut, 0), b - cut, numbers) for a, b, numbers in marks if b > cut))
            else:
                writer.paragraph(text, marks=marks, bold=_is_all_bold(token))
        elif token.type in ("fence", "code_block"):
            writer.flush()
            into.add("paragraph", token.content.strip())
        position += 1
    writer.flush()
    return hidden


def _is_all_bold(token: Token) -> bool:
    children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    return len(children) >= 2 and children[0].type == "strong_open" and children[-1].type == "strong_close"


def _bold_first_line(token: Token) -> str:
    """The first line of a paragraph when all of it is bold, is a title by its words, and more lines follow; else ""."""
    children = [child for child in token.children or () if child.type != "text" or child.content]
    breaks = next((i for i, child in enumerate(children) if child.type in ("softbreak", "hardbreak")), 0)
    if breaks < 3 or children[0].type != "strong_open" or children[breaks - 1].type != "strong_close" or any(c.type == "strong_close" for c in children[: breaks - 1]):
        return ""
    title = re.sub(r"[ \t]+", " ", "".join(child.content for child in children[:breaks] if child.type in ("text", "code_inline"))).strip()
    return title if is_bold_title(title) else ""


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
