"""A document as it was published: who says it, where, when, for which phase; and its plain text cut in blocks.

The plain text is the only text that offsets count in: `Document.text[block.start:block.end]` is the block, and a quote of
an answer reads back at its `start:end`. Readers (Markdown, HTML, PDF, DOCX, TXT) all produce this one shape.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

KINDS = ("programme", "loi", "decret", "dispositif", "plan", "guide", "circulaire", "faq", "donnees")
AUDIENCES = ("entreprise", "elu", "agent")
STATUSES = ("ouvert", "fermé", "inconnu")


@dataclass(frozen=True)
class Source:
    """An official page that a document rests on. `date` is ISO, perhaps only a year or a month; "" when it is not known."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True)
class Metadata:
    """What the front matter says. Dates are days; None means not known or without limit."""

    id: str
    title: str
    kind: str = "guide"
    publisher: str = ""
    sources: tuple[Source, ...] = ()
    published_on: date | None = None
    checked_on: date | None = None
    phase: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: str = ""
    audience: tuple[str, ...] = AUDIENCES
    territory: str = ""
    scheme: str = ""
    status: str = ""
    status_date: str = ""
    licence: str = ""
    questions: tuple[str, ...] = ()
    section_questions: tuple[tuple[str, str], ...] = ()  # (heading, a way people ask for what stands under it)
    # Other documents as this one names them in its text (`signs`); `versions` finds which they are.
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()

    @property
    def is_card(self) -> bool:
        """True for a card of the tables: one territory, in the mould of all the others (see `Searcher`)."""
        return self.kind == "donnees" and bool(self.territory)

    def in_force(self, on: date) -> bool:
        """True unless the day falls outside `valid_from … valid_to` (both inclusive)."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Block:
    """One piece of structure: `kind` is heading, paragraph, lead_in (a sentence that opens a list), item or row.

    `start:end` are offsets in characters in the document's plain text. `list_id` joins a lead-in and its items, or the rows of a table
    (-1: none). `marks` says which sources stand behind which part: (start, end, source numbers from 1).
    """

    kind: str
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    level: int = 0
    list_id: int = -1
    page: int | None = None
    marks: tuple[tuple[int, int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True)
class Document:
    metadata: Metadata
    text: str
    blocks: tuple[Block, ...]
    path: str = ""
    content_hash: str = ""
    notices: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        return self.metadata.id


class TextBuilder:
    """Writes blocks one after the other and remembers where each stands: the one way readers make a plain text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []
        self.blocks: list[Block] = []

    def add(
        self,
        kind: str,
        text: str,
        *,
        level: int = 0,
        list_id: int = -1,
        page: int | None = None,
        marks: tuple[tuple[int, int, tuple[int, ...]], ...] = (),
    ) -> None:
        """Append one block; empty text is left out. `marks` offsets count from the start of `text`."""
        if not text.strip():
            return
        if kind == "heading":
            self._headings = [(lv, title) for lv, title in self._headings if lv < level]
        if self._parts:
            separator = "\n" if kind in ("item", "row") and self.blocks and self.blocks[-1].list_id == list_id else "\n\n"
            self._parts.append(separator)
            self._length += len(separator)
        start, end = self._length, self._length + len(text)
        self._parts.append(text)
        self._length = end
        path = tuple(title for _, title in self._headings)
        moved = tuple((start + a, start + b, numbers) for a, b, numbers in marks)
        self.blocks.append(Block(kind, start, end, path, level, list_id, page, moved))
        if kind == "heading":
            self._headings.append((level, text))

    def text(self) -> str:
        return "".join(self._parts)


def content_hash(*parts: bytes | str) -> str:
    """SHA-256, hexadecimal, of the parts with their lengths (so that "ab","c" differs from "a","bc")."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(f"{len(raw)}:".encode())
        digest.update(raw)
    return digest.hexdigest()


_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def without_hidden_characters(text: str) -> tuple[str, int]:
    """The text without zero-width, bidirectional, tag and control characters, and how many were taken out.

    Such characters carry orders that a reader cannot see. Ligatures are written out; other compatibility characters (², ½) stay.
    """
    cleaned, hidden = _HIDDEN.subn("", text)
    cleaned = _CONTROL.sub(" ", cleaned)
    for ligature, letters in _LIGATURES.items():
        cleaned = cleaned.replace(ligature, letters)
    return cleaned, hidden


def slug(text: str) -> str:
    """A kebab-case id: lower case, accents removed.

    >>> slug("Décret n° 2024-742 – Été")
    'decret-n-2024-742-ete'
    """
    import unicodedata

    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
