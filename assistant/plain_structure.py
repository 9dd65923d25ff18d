"""Structure of a text without mark-up: French law headings, lists, key figures, short title lines.

Serves TXT files and the lines of a PDF, which have no other structure than how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents import TextBuilder

# « TITRE Ier », « Chapitre II », « Section 3 », « Article L. 181-10-1 »: level of each in a law.
LAW_HEADINGS = (
    (1, re.compile(r"(?:LIVRE|Livre)\s+(?:[IVXLC]+(?:er)?|\d+)\b")),
    (2, re.compile(r"(?:TITRE|Titre)\s+(?:[IVXLC]+(?:er)?|\d+|LIMINAIRE|liminaire)\b")),
    (3, re.compile(r"(?:CHAPITRE|Chapitre)\s+(?:[IVXLC]+(?:er)?|\d+|unique)\b")),
    (4, re.compile(r"(?:SOUS-SECTION|Sous-section)\s+\d+\b")),
    (4, re.compile(r"(?:SECTION|Section)\s+\d+\b")),
    (5, re.compile(r"(?:ARTICLE|Article)\s+(?:(?:L|R|D)\.?\s?\*?\d+(?:-\d+)*|\d+(?:er)?|1er|liminaire|unique)(?:\s*(?:bis|ter|quater))?\s*(?:$|[-–—.:])")),
    (1, re.compile(r"(?:ANNEXE|Annexe)(?:\s+(?:[IVXLC]+|\d+|[A-Z]))?\s*(?:$|[-–—.:])")),
)
_ITEM = re.compile(r"^\s*(?:([-•*–▪●◦‣])|(\d{1,2})[.)°]|([a-z])\)|([IVX]{1,4})\s?[.–-]\s?[–-]?)\s+(?=\S)")
_FIGURE = re.compile(r"^[≈~+]?\s?\d[\d\s\u00a0\u202f.,]*\s?(?:%|€|M€|Md€|k€|millions?(?: d[’'e]euros?)?|milliards?(?: d[’'e]\s?euros?)?|euros?)?$")
_ENDS = re.compile(r"[.!?;:…»]$")


@dataclass(frozen=True)
class Line:
    """A line of text; `size` is its font size relative to the body (1 when unknown), `gap` says that a blank space stands before."""

    text: str
    size: float = 1.0
    bold: bool = False
    gap: bool = False
    page: int | None = None


def law_heading_level(text: str) -> int | None:
    """Level (1 outermost) when the line is a heading of a French law text, else None.

    >>> law_heading_level("Article L. 181-10-1"), law_heading_level("L'article L. 181-10-1 prévoit que")
    (5, None)
    """
    for level, pattern in LAW_HEADINGS:
        if pattern.match(text.strip()) and len(text) <= 160 and not text.rstrip().endswith((";", ",")):
            return level
    return None


def lines_of(text: str) -> list[Line]:
    """Lines of a TXT file; an empty line is a gap."""
    lines, gap = [], False
    for row in text.splitlines():
        if row.strip():
            lines.append(Line(row.strip(), gap=gap))
            gap = False
        else:
            gap = True
    return lines


def _looks_like_title(lines: Sequence[Line], i: int) -> bool:
    """A short line that starts with a capital, does not end a sentence and has text under it."""
    line = lines[i]
    if i + 1 >= len(lines) or len(line.text) > 110 or _ENDS.search(line.text) or _ITEM.match(line.text) or _FIGURE.match(line.text):
        return False
    if not re.match(r"[A-ZÀ-Ý«0-9\"]", line.text) or len(line.text.split()) > 16:
        return False
    follows = lines[i + 1]
    continues = bool(re.match(r"[a-zà-ÿ,(]", follows.text))
    return not continues and (line.gap or i == 0 or follows.gap or len(follows.text) > len(line.text) * 1.3 or bool(_FIGURE.match(follows.text)))


def write_lines(lines: Sequence[Line], into: TextBuilder, *, wrapped: bool) -> None:
    """Add the blocks of plain lines. `wrapped`: lines are cut by the page width (PDF), so that a paragraph spans several.

    In an unwrapped text each line is a paragraph, as in most TXT exports of web pages.
    """
    next_list, i = 0, 0
    current_list: int | None = None
    while i < len(lines):
        line = lines[i]
        level = law_heading_level(line.text)
        if level is not None:
            into.add("heading", line.text, level=level, page=line.page)
            current_list = None
            i += 1
        elif line.size >= 1.12 and len(line.text) < 200:
            j = i + 1
            while j < len(lines) and abs(lines[j].size - line.size) < 0.02 and not lines[j].gap and lines[j].page == line.page:
                j += 1
            into.add("heading", " ".join(row.text for row in lines[i:j]), level=6 if line.size < 1.25 else 5 if line.size < 1.5 else 4, page=line.page)
            current_list = None
            i = j
        elif _FIGURE.match(line.text) and i + 1 < len(lines) and not _FIGURE.match(lines[i + 1].text) and not wrapped:
            into.add("paragraph", f"{line.text} {lines[i + 1].text}", page=line.page)  # a key figure and its label
            current_list = None
            i += 2
        elif match := _ITEM.match(line.text):
            if current_list is None:
                current_list, next_list = next_list, next_list + 1
            j = _end_of_paragraph(lines, i, wrapped)
            text = join_lines([row.text for row in lines[i:j]])[match.end() :]
            into.add("item", text, level=int(match[2] or 0), list_id=current_list, page=line.page)
            i = j
        elif (line.bold and len(line.text) < 120 and not _ENDS.search(line.text)) or (not wrapped and _looks_like_title(lines, i)):
            into.add("heading", line.text, level=6, page=line.page)
            current_list = None
            i += 1
        else:
            j = _end_of_paragraph(lines, i, wrapped)
            text = join_lines([row.text for row in lines[i:j]])
            opens = text.endswith(":") and j < len(lines) and bool(_ITEM.match(lines[j].text))
            current_list = None
            if opens:
                current_list, next_list = next_list, next_list + 1
            into.add("lead_in" if opens else "paragraph", text, list_id=current_list if current_list is not None else -1, page=line.page)
            i = j


def _end_of_paragraph(lines: Sequence[Line], start: int, wrapped: bool) -> int:
    if not wrapped:
        return start + 1
    j = start + 1
    while j < len(lines):
        row = lines[j]
        # A paragraph may run over a page end, when it was left in the middle of a sentence.
        runs_on = row.page != lines[j - 1].page and not re.search(r"[.!?:]$", lines[j - 1].text) and bool(re.match(r"[a-zà-ÿ0-9(]", row.text))
        breaks = (row.gap or row.page != lines[j - 1].page) and not runs_on
        if breaks or row.size >= 1.12 or _ITEM.match(row.text) or law_heading_level(row.text) is not None or (row.bold and not lines[j - 1].bold):
            break
        j += 1
    return j


def join_lines(rows: Sequence[str]) -> str:
    """Lines of one paragraph as one text; a word cut by a hyphen at the line's end is mended, « porte-à- / faux » is not.

    >>> join_lines(["la réno-", "vation des friches", "et le porte-à-", "faux"])
    'la rénovation des friches et le porte-à-faux'
    """
    text = ""
    for row in rows:
        row = row.strip()
        if re.search(r"\w[-‐\u00ad]$", text) and re.match(r"[a-zà-ÿ]", row):
            last = re.split(r"\s", text)[-1]
            keeps_hyphen = "-" in last[:-1]  # already a compound: « sous-pré- » is rare, « porte-à- » is not
            text = (text if keeps_hyphen else text[:-1]) + row
        else:
            text = f"{text} {row}" if text else row
    return text
