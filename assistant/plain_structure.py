"""Structure of a text without mark-up: French law headings, lists, key figures, short title lines.

Serves TXT files and the lines of a PDF, which have no other structure than how they are written; Markdown and HTML borrow the law headings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.documents import TextBuilder

_LATIN = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies|BIS|TER|QUATER))?"
_NUMBER = rf"(?:(?:[IVXLC]+(?:er|ER)?|\d+(?:er|ER|re)?|[Pp]remier|PREMIER|[Ll]iminaire|LIMINAIRE|[Pp]réliminaire|PRÉLIMINAIRE|[Uu]nique|UNIQUE){_LATIN}(?:\s[A-Z](?=\s*(?:$|[-–—:.(])))?)(?![\w’'])"
_ORDINAL = r"(?:PREMI[ÈE]RE|DEUXI[ÈE]ME|TROISI[ÈE]ME|QUATRI[ÈE]ME|CINQUI[ÈE]ME|Première|Deuxième|Troisième|Quatrième|Cinquième)"
_ARTICLE = rf"(?:(?:LO|L|R|D|A)\.?\s?\*?\s?\d+(?:[-‑]\d+)*|\d+(?:er|ER)?|[Pp]remier|PREMIER|[Ll]iminaire|LIMINAIRE|[Uu]nique|UNIQUE){_LATIN}(?:\s[A-Z](?=\s*(?:$|[-–—:.(])))?(?![\w’'])"
# « TITRE Ier », « Chapitre II », « Sous-section 3 », « Article L. 181-10-1 »: level of each in a law, 1 outermost.
LAW_HEADINGS = (
    (1, re.compile(rf"(?:{_ORDINAL}\s+(?:PARTIE|[Pp]artie)|(?:PARTIE|Partie)\s+(?:législative|réglementaire|LÉGISLATIVE|RÉGLEMENTAIRE))(?!\w)")),
    (2, re.compile(rf"(?:LIVRE|Livre)\s+{_NUMBER}")),
    (3, re.compile(rf"(?:TITRE|Titre)\s+{_NUMBER}")),
    (4, re.compile(rf"(?:CHAPITRE|Chapitre)\s+{_NUMBER}")),
    (5, re.compile(rf"(?:SECTION|Section)\s+{_NUMBER}")),
    (6, re.compile(rf"(?:SOUS-SECTION|Sous-section|Sous-Section)\s+{_NUMBER}")),
    (7, re.compile(rf"(?:PARAGRAPHE|Paragraphe)\s+{_NUMBER}")),
    (8, re.compile(rf"(?:ARTICLE|Article|Art\.)\s+{_ARTICLE}")),
    (1, re.compile(r"(?:ANNEXES?|Annexes?)(?:\s+(?:[IVXLC]+|\d+|[A-Z]))?(?![\w’'])")),
)
ARTICLE_LEVEL = 8
UNSTYLED_LAW, UNSTYLED_TITLE = 7, 6  # how deep a heading is, as mark-up would say, when only its words tell that it is one
_SEPARATOR = re.compile(r"\s*(?:[-–—:.]\s*)+")
_FIGURE = re.compile(r"^[≈~+]?\s?\d[\d\s\u00a0\u202f.,]*\s?(?:%|€|M€|Md€|k€|millions?(?: d[’'e]euros?)?|milliards?(?: d[’'e]\s?euros?)?|euros?)?$")
_ENDS = re.compile(r"[.!?;:…»]$")
_CLOSES = re.compile(r"[.!?;:,»)…]$|\b(?:et|ou)$")
_MARKERS = (  # rank (outermost first), pattern, is the marker part of the text (a law is quoted with its « 1° »)
    ("roman", 0, re.compile(rf"[IVX]{{1,5}}{_LATIN}(?:\s?\.\s?[–—-]+\s*|\s?\.\s+|\s+[–—-]\s+)(?=\S)"), True),
    ("capital", 1, re.compile(r"[A-H]\s?\.\s?[–—-]+\s*(?=\S)"), True),
    ("degree", 2, re.compile(rf"\d{{1,3}}\s?°{_LATIN}(?:\s[A-Z](?=\s))?\s+(?=\S)"), True),
    ("number", 3, re.compile(r"(\d{1,2})[.)]\s+(?=\S)"), False),
    ("letter", 4, re.compile(rf"\(?[a-z]{_LATIN}\)\s+(?=\S)"), True),
    ("roman_small", 5, re.compile(r"\(?(?:ii|iii|iv|vi|vii|viii|ix)\)\s+(?=\S)"), True),
    ("bullet", 6, re.compile(r"[-•*–—▪●◦‣■□✓➢·]\s+(?=\S)"), False),
)
_URL_END = re.compile(r"(?=[a-z0-9/?&=#%_.~-])[\w%/?&=#~+.,'-]*[-/?&=#%_.\d][\w%/?&=#~+.,'-]*(?:\s|$)")
# Compounds that a line may cut at their own hyphen: « peut- / être » is not « peutêtre », while « au- / ditions » is « auditions ».
_COMPOUNDS = {
    first: re.compile(rf"(?:{second})$")
    for firsts, second in (
        ("au", "delà|dessus|dessous|devant|dedans"),
        ("ci", "dessus|dessous|après|contre|joint|jointe|joints|jointes"),
        ("là", "bas|dessus|haut|dedans"),
        ("celui celle ceux celles", "ci|là"),
        ("lui elle eux elles nous vous moi toi soi", "mêmes?"),
        ("peut bien", "être|fondé"),
        ("rendez", "vous"),
        ("c'est c’est porte", "à|parole|monnaie|drapeau"),
        ("sous", "préf.*|trait.*|direct.*|ensembles?|sols?|jacente?s?|total|totaux|utilis.*|capac.*"),
        ("mi", "temps|parcours|chemin|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"),
        ("quelques", "uns|unes"),
        ("vingt trente quarante cinquante soixante quatre dix cent", "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|et"),
        ("chef chefs", "lieu|lieux"),
        ("plus moins", "values?"),
        ("avant", "projets?|veille|garde|hier|propos"),
        ("après", "midi|vente|demain"),
        ("arrière", "pays|plan|plans"),
        ("bas basse basses", "carbone|tension"),
        ("haut haute hauts hautes", "débit|parleurs?|fonctionnaires?|commissaire|commissariat"),
        ("non demi semi vice saint sainte franco socio", ".+"),
    )
    for first in firsts.split()
}
_PRONOUNS = frozenset("il elle ils elles on nous vous je tu ce y en là".split())


class LawHeading(NamedTuple):
    """« Article 3 – Définitions »: level in the law, « Article 3 », « Définitions »."""

    level: int
    label: str
    rest: str


class Marker(NamedTuple):
    """What opens a list item: its kind, how deep it is, how long it is, its number when the list is numbered, whether it is quoted with the text."""

    kind: str
    rank: int
    length: int
    ordinal: int
    kept: bool


@dataclass(frozen=True)
class Line:
    """A line of text; `size` is its font size relative to the body (1 when unknown), `gap` says that a blank space stands before.

    `kind` is "header" or "row" for the lines of a table; `level` the rank of a heading told by its size (0: not told).
    """

    text: str
    size: float = 1.0
    bold: bool = False
    gap: bool = False
    page: int | None = None
    kind: str = ""
    level: int = 0


def law_heading(text: str) -> LawHeading | None:
    """The heading of a French law text that opens this text, else None.

    >>> law_heading("Article 3. – Le préfet décide.")
    LawHeading(level=8, label='Article 3', rest='Le préfet décide.')
    >>> law_heading("Chapitre II de la loi du 23 octobre") is None
    True
    """
    text = text.strip()
    for level, pattern in LAW_HEADINGS:
        match = pattern.match(text)
        if not match:
            continue
        after = text[match.end() :]
        separator = _SEPARATOR.match(after)
        if separator:
            return LawHeading(level, match[0], after[separator.end() :].strip())
        rest = after.strip()
        is_title = level != ARTICLE_LEVEL and bool(re.match(r"[A-ZÀ-Ý«]", rest)) and not text.startswith("Annexe")
        if not rest or rest.startswith("(") or is_title:
            return LawHeading(level, match[0], rest)
    return None


def law_heading_level(text: str) -> int | None:
    """Level (1 outermost) when the line is a heading of a French law text and nothing more, else None.

    >>> law_heading_level("Article L. 181-10-1"), law_heading_level("L'article L. 181-10-1 prévoit que"), law_heading_level("TITRE Ier : MESURES")
    (8, None, 3)
    """
    found = law_heading(text)
    return found.level if found and _is_title_of_law(found, text) else None


def _is_title_of_law(found: LawHeading, text: str) -> bool:
    """« Article 3 – Définitions » is a title; « Article 3 – Le préfet décide. » opens the text of the article."""
    if not found.rest:
        return True
    if re.search(r"[.\s]{4,}\d+$", text):  # a line of a table of contents
        return False
    words = len(found.rest.split())
    return len(text) <= 220 and not found.rest.endswith((".", ";", ",", ":")) and words <= (14 if found.level == ARTICLE_LEVEL else 30)


class HeadingStack:
    """Levels of headings that come from two orders at once: mark-up (h1 to h6) and the law (titre, chapitre, section, article).

    Among law headings the law decides, whatever their mark-up; an ordinary heading closes what its mark-up closes.

    >>> stack = HeadingStack()
    >>> [stack.level(1), stack.level(2, law=3), stack.level(2, law=8), stack.level(2, law=3)]
    [1, 2, 3, 2]
    """

    def __init__(self) -> None:
        self._open: list[tuple[int, int | None, int]] = []

    @property
    def in_law(self) -> bool:
        return any(law is not None for _, law, _ in self._open)

    def level(self, depth: int, *, law: int | None = None) -> int:
        """The level to write a heading with, which is then open. `depth`: that of its mark-up."""
        first = next(
            (i for i, (other, its_law, _) in enumerate(self._open) if (its_law >= law if law is not None and its_law is not None else other >= depth)),
            len(self._open),
        )
        closed = self._open[first:]
        del self._open[first:]
        above = self._open[-1][2] if self._open else 0
        level = above + 1 if law is not None else max(depth, above + 1)
        if closed:
            level = min(level, closed[0][2])
        self._open.append((depth, law, level))
        return level


def item_marker(text: str) -> Marker | None:
    """What opens a list item, when the text is one.

    >>> item_marker("2° Les friches ;").kind, item_marker("3. Déposer le dossier").ordinal, item_marker("Les friches")
    ('degree', 3, None)
    """
    text = text.lstrip()
    for kind, rank, pattern, kept in _MARKERS:
        if match := pattern.match(text):
            return Marker(kind, rank, match.end(), int(match[1]) if kind == "number" else 0, kept)
    return None


def table_sentences(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Each row as a sentence that carries its column names.

    >>> table_sentences(["Indicateur", "Phase 1", "Phase 2"], [["Territoires", "149", "183"]])
    ['Territoires — Phase 1 : 149 ; Phase 2 : 183']
    """
    sentences = []
    for row in rows:
        label, values = row[0] if row else "", row[1:]
        names = [*header[1:], *[""] * len(values)]
        named = [f"{name} : {value}" if name else value for name, value in zip(names, values, strict=False) if value]
        sentences.append(f"{label} — {' ; '.join(named)}" if named and label else label or " ; ".join(named))
    return sentences


Marks = tuple[tuple[int, int, tuple[int, ...]], ...]


class MarkupWriter:
    """Blocks of a text that has mark-up (Markdown, HTML, DOCX), to which the law adds what mark-up leaves out.

    A paragraph that is the heading of a law is written as one; « 1° » and « a) » make list items; a paragraph that ends with « : »
    right before a list or a table is its lead-in (it waits until the next block tells).
    """

    def __init__(self, into: TextBuilder) -> None:
        self._into = into
        self._headings = HeadingStack()
        self._law_lists: list[tuple[int, int]] = []  # lists that the law's own numbering opens, outermost first: (rank, id)
        self._waiting: tuple[str, Marks] | None = None
        self._next_list = 0

    def heading(self, text: str, depth: int) -> None:
        self.flush()
        self._law_lists = []
        self._into.add("heading", text, level=self._headings.level(depth, law=law_heading_level(text)))

    def paragraph(self, text: str, *, marks: Marks = (), bold: bool = False) -> None:
        """`bold`: all of it is, as titles often are."""
        found = law_heading(text)
        if found and law_heading_level(text) is not None and (bold or not found.rest or not re.search(r"[.!?]$", text)):
            self.heading(text, UNSTYLED_LAW)
            return
        marker = item_marker(text)
        if marker and marker.rank > 1 and (marker.kept or marker.kind == "bullet"):
            self._law_item(text, marker, marks)
            return
        self.flush()
        if bold and not marks and is_bold_title(text):
            self.heading(text, UNSTYLED_LAW + 1 if self._headings.in_law else UNSTYLED_TITLE)
            return
        if not text.startswith("«"):  # else it is text that an item of the list quotes
            self._law_lists = []
        if found and found.level == ARTICLE_LEVEL and len(found.rest) > 3 and re.match(r"\s*[-–—.:]", text[len(found.label) :]):
            # « Article 2. – Le ministre est chargé… »: a heading, then the text of the article.
            self.heading(found.label, UNSTYLED_LAW)
            cut = len(text) - len(found.rest)
            text, marks = found.rest, tuple((max(a - cut, 0), b - cut, numbers) for a, b, numbers in marks if b > cut)
        self._waiting = (text, marks)

    def open_list(self) -> int:
        """The id of a new list, whose lead-in is the paragraph that waits, when it ends with « : »."""
        list_id, self._next_list = self._next_list, self._next_list + 1
        if self._waiting and self._waiting[0].rstrip().endswith(":"):
            text, marks = self._waiting
            self._waiting = None
            self._into.add("lead_in", text, list_id=list_id, marks=marks)
        self.flush()
        return list_id

    def item(self, text: str, *, list_id: int, ordinal: int = 0, marks: Marks = ()) -> None:
        self.flush()
        self._law_lists = []
        self._into.add("item", text, level=ordinal, list_id=list_id, marks=marks)

    def table(self, rows: Sequence[Sequence[str]], *, header: bool = True) -> None:
        list_id = self.open_list()
        self._law_lists = []
        write_rows(rows[0] if header and rows else (), rows[1:] if header else rows, self._into, list_id=list_id)

    def flush(self) -> None:
        """Write the paragraph that waits; to be called once at the end."""
        if self._waiting:
            text, marks = self._waiting
            self._waiting = None
            self._into.add("paragraph", text, marks=marks)

    def _law_item(self, text: str, marker: Marker, marks: Marks) -> None:
        while self._law_lists and self._law_lists[-1][0] > marker.rank:
            self._law_lists.pop()
        if not self._law_lists or self._law_lists[-1][0] < marker.rank:
            self._law_lists.append((marker.rank, self.open_list()))
        self.flush()
        cut = 0 if marker.kept else len(text) - len(text[marker.length :].lstrip())
        marks = tuple((max(a - cut, 0), b - cut, numbers) for a, b, numbers in marks if b > cut)
        self._into.add("item", text[cut:], list_id=self._law_lists[-1][1], marks=marks)


def is_bold_title(text: str) -> bool:
    """A paragraph that is bold from end to end is the title of what follows, when it is short and is no sentence: « Qui peut entrer ? »."""
    return len(text) <= 120 and len(text.split()) <= 18 and bool(re.match(r"[A-ZÀ-Ý«0-9]", text)) and not re.search(r"[.!;:,…]$", text) and not _FIGURE.match(text)


def write_rows(header: Sequence[str], rows: Sequence[Sequence[str]], into: TextBuilder, *, list_id: int, page: int | None = None) -> None:
    """A table: the header as one line, then each row as a sentence that carries its column names; without a header, cells apart.

    « Indicateur | Phase 1 | Phase 2 » and « Territoires | 149 | 183 » give « Territoires — Phase 1 : 149 ; Phase 2 : 183 ».
    """
    if any(header):
        into.add("header", " | ".join(header), list_id=list_id, page=page)
    for sentence in table_sentences(header, rows) if any(header) else [" | ".join(cell for cell in row if cell) for row in rows]:
        into.add("row", sentence, list_id=list_id, page=page)


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
    if i + 1 >= len(lines) or len(line.text) > 110 or item_marker(line.text) or _FIGURE.match(line.text):
        return False
    if line.text.endswith("?"):  # a question of a FAQ, its answer under it
        return bool(re.match(r"[A-ZÀ-Ý«]", line.text)) and not lines[i + 1].text.endswith("?") and not item_marker(lines[i + 1].text)
    if _ENDS.search(line.text) or line.text.endswith(","):
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
    _Writer(lines, into, wrapped=wrapped).write()


class _Writer:
    """Reads lines one block after the other; `_lists` holds the open lists, outermost first, as (rank of the marker, list id)."""

    def __init__(self, lines: Sequence[Line], into: TextBuilder, *, wrapped: bool) -> None:
        if wrapped and sum(row.bold for row in lines) > 0.5 * len(lines):  # a weight that most of the text has tells nothing
            lines = [replace(row, bold=False) for row in lines]
        self._lines, self._into, self._wrapped = lines, into, wrapped
        self._headings = HeadingStack()
        self._lists: list[tuple[int, int]] = []
        self._next_list = 0
        self._words = words_of(row.text for row in lines) if wrapped else frozenset()
        lengths = sorted(len(row.text) for row in lines if not row.kind)
        self._full = 0.75 * lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0.0  # shorter, a line was not cut by the page width

    def write(self) -> None:
        i = 0
        while i < len(self._lines):
            i = self._write_block(i)

    def _write_block(self, i: int) -> int:
        """Write the block that starts at line i; returns the line after it."""
        line = self._lines[i]
        if line.kind:
            return self._write_table(i)
        if self._is_large(line):
            return self._write_large(i)
        if (found := law_heading(line.text)) and (after := self._write_law_heading(i, found)):
            return after
        following = self._lines[i + 1] if i + 1 < len(self._lines) else None
        if not self._wrapped and _FIGURE.match(line.text) and following and not _FIGURE.match(following.text):
            self._add("paragraph", f"{line.text} {following.text}", line)  # a key figure and its label
            return i + 2
        marker = item_marker(line.text)
        if line.bold and len(line.text) < 160 and (not marker or (following and not following.bold and self._is_short_title(line.text[marker.length :]))):
            j = i + 1
            while j < len(self._lines) and self._lines[j].bold and not self._lines[j].gap and not self._starts_block(j) and self._lines[j].page == line.page:
                j += 1
            title = self._join(i, j)
            if len(title) < 200 and not _ENDS.search(title):
                return self._write_heading(title, line, j)
        if marker and not self._wrapped and self._is_numbered_title(i, marker):
            return self._write_heading(line.text, line, i + 1)
        if marker:
            return self._write_item(i, marker)
        if not self._wrapped and _looks_like_title(self._lines, i):
            return self._write_heading(line.text, line, i + 1, depth=1 if i == 0 else 0)
        j = self._end_of_paragraph(i)
        self._write_text(self._join(i, j), line, j)
        return j

    def _write_table(self, i: int) -> int:
        self._lists, list_id = [], self._new_list()
        first = True
        while i < len(self._lines) and self._lines[i].kind and (first or not self._lines[i].gap):
            self._into.add(self._lines[i].kind, self._lines[i].text, list_id=list_id, page=self._lines[i].page)
            i, first = i + 1, False
        return i

    @staticmethod
    def _is_large(line: Line) -> bool:
        return line.size >= 1.12 and len(line.text) < 200

    def _write_large(self, i: int) -> int:
        """A heading told by its size; or a key figure and its label; or an introduction set larger than the text."""
        line, lines = self._lines[i], self._lines
        j = i + 1
        while j < len(lines) and abs(lines[j].size - line.size) < 0.02 and not lines[j].gap and lines[j].page == line.page and not lines[j].kind:
            if law_heading_level(lines[j].text) is not None:
                break
            j += 1
        text = self._join(i, j)
        if _FIGURE.match(text) and j < len(lines) and lines[j].page == line.page and not lines[j].kind and not _FIGURE.match(lines[j].text):
            end = self._end_of_paragraph(j)
            self._add("paragraph", f"{text} {self._join(j, end)}", line)
            return end
        found = law_heading(text)
        if found and _is_title_of_law(found, text):
            return self._finish_law_heading(found, text, j, line, depth=line.level or UNSTYLED_LAW)
        if (marker := item_marker(line.text)) and (marker.kind != "number" or text.endswith((".", ";", ","))) and marker.rank > 1:
            return self._write_item(i, marker)
        if (text.endswith((".", ";", ",")) and len(text.split()) > 6) or (len(text) > 140 and text.endswith((":", "!", "?"))):
            j = self._end_of_paragraph(i)
            self._write_text(self._join(i, j), line, j)
            return j
        depth = line.level or (6 if line.size < 1.25 else 5 if line.size < 1.5 else 4)
        return self._write_heading(text, line, j, depth=depth)

    def _write_heading(self, text: str, line: Line, after: int, *, depth: int = 0) -> int:
        self._lists = []
        # Inside an article, a title that only its words or its weight tell belongs to the article.
        depth = depth or (UNSTYLED_LAW + 1 if self._headings.in_law else UNSTYLED_TITLE)
        self._into.add("heading", text, level=self._headings.level(depth), page=line.page)
        return after

    def _write_law_heading(self, i: int, found: LawHeading) -> int:
        """Returns the line after the heading, or 0 when the line is a sentence after all."""
        line = self._lines[i]
        j = i + 1
        if self._wrapped and found.rest:
            if self._runs_on_next_line(i):
                j = self._end_of_paragraph(i)
            found = law_heading(self._join(i, j)) or found
        text = self._join(i, j)
        if _is_title_of_law(found, text):
            return self._finish_law_heading(found, text, j, line, depth=UNSTYLED_LAW)
        if found.level != ARTICLE_LEVEL or len(found.rest) < 3:
            return 0
        # « Article 2. – Le ministre est chargé… »: a heading, then the text of the article.
        self._lists = []
        self._into.add("heading", found.label, level=self._headings.level(UNSTYLED_LAW, law=found.level), page=line.page)
        end = j if j > i + 1 or not self._wrapped else self._end_of_paragraph(i)
        rest = (law_heading(self._join(i, end)) or found).rest
        self._write_text(rest, line, end)
        return end

    def _finish_law_heading(self, found: LawHeading, text: str, j: int, line: Line, *, depth: int) -> int:
        """« TITRE Ier » and, on the next lines, what it is called."""
        self._lists = []
        if not found.rest and found.level != ARTICLE_LEVEL and j < len(self._lines):
            follows = self._lines[j]
            end = j + 1
            if self._wrapped or self._is_large(follows):
                while end < len(self._lines) and not self._starts_block(end) and not self._lines[end].gap and self._lines[end].bold == follows.bold:
                    if abs(self._lines[end].size - follows.size) > 0.05 or self._lines[end].page != follows.page:
                        break
                    end += 1
            title = self._join(j, end)
            named = len(title) <= 250 and not _ENDS.search(title) and re.match(r"[A-ZÀ-Ý«]", title) and not self._starts_block(j) and not _FIGURE.match(title)
            if named and (self._wrapped or self._is_large(follows) or title.isupper() or len(title.split()) <= 25):
                text, j = f"{text} : {title}", end
                depth = min(depth, follows.level) if follows.level else depth  # « CHAPITRE 1 », small, over its name, large
        self._into.add("heading", text, level=self._headings.level(depth, law=found.level), page=line.page)
        return j

    def _write_item(self, i: int, marker: Marker) -> int:
        line = self._lines[i]
        j = self._end_of_paragraph(i)
        text = self._join(i, j)
        body = text if marker.kept else text[marker.length :].lstrip()
        if marker.rank <= 1:  # « I. – », « A. – »: a paragraph of a law, or the title of a part
            if self._is_short_title(text[marker.length :]) and not re.search(r"[–—-]\s*$", text[: marker.length]) and j < len(self._lines):
                return self._write_heading(text, line, j)
            self._lists = []
            self._write_text(body, line, j)
            return j
        while self._lists and self._lists[-1][0] > marker.rank:
            self._lists.pop()
        if not self._lists or self._lists[-1][0] < marker.rank:
            self._lists.append((marker.rank, self._new_list()))
        self._into.add("item", body, level=marker.ordinal, list_id=self._lists[-1][1], page=line.page)
        return j

    def _write_text(self, text: str, line: Line, after: int) -> None:
        """A paragraph, or the sentence that opens the list that follows."""
        marker = item_marker(self._lines[after].text) if after < len(self._lines) and not self._lines[after].kind else None
        if self._lists and text.startswith("«") and not (text.endswith(":") and marker):  # text that an item of the list quotes
            self._into.add("paragraph", text, page=line.page)
            return
        self._lists = []
        if text.endswith(":") and marker and marker.rank > 1:
            self._lists = [(marker.rank, self._new_list())]
            self._into.add("lead_in", text, list_id=self._lists[0][1], page=line.page)
        else:
            self._into.add("paragraph", text, page=line.page)

    def _add(self, kind: str, text: str, line: Line) -> None:
        self._lists = []
        self._into.add(kind, text, page=line.page)

    def _new_list(self) -> int:
        self._next_list += 1
        return self._next_list - 1

    def _join(self, start: int, end: int) -> str:
        return join_lines([row.text for row in self._lines[start:end]], known=self._words)

    def _is_short_title(self, text: str) -> bool:
        return len(text) <= 110 and len(text.split()) <= 14 and not _ENDS.search(text) and bool(re.match(r"[A-ZÀ-Ý«]", text))

    def _is_numbered_title(self, i: int, marker: Marker) -> bool:
        """« 2. Nombre de jours », alone between two paragraphs: the items of a list follow each other, or the sentence that opens it."""
        lines = self._lines
        if marker.kind != "number" or i + 1 >= len(lines) or not self._is_short_title(lines[i].text[marker.length :].strip()):
            return False
        before, after = lines[i - 1] if i else None, lines[i + 1]
        return not item_marker(after.text) and not after.kind and not (before and (item_marker(before.text) or before.text.endswith((":", ";"))))

    def _runs_on_next_line(self, i: int) -> bool:
        """The page width cut line i: it fills its column, or the next one goes on in the middle of a sentence."""
        if i + 1 >= len(self._lines) or self._lines[i + 1].gap or self._lines[i + 1].kind:
            return False
        line, follows = self._lines[i], self._lines[i + 1]
        same_look = line.bold == follows.bold and abs(line.size - follows.size) < 0.05
        return same_look and (len(line.text) >= self._full or bool(re.match(r"[a-zà-ÿ(]", follows.text)))

    def _starts_block(self, j: int) -> bool:
        """Line j opens a heading or an item by its own words."""
        row, before = self._lines[j], self._lines[j - 1]
        if row.kind or law_heading(row.text):
            # « …prévue à l' / Article 3 » is a sentence cut by the page width.
            return bool(row.kind) or not self._wrapped or row.gap or bool(_CLOSES.search(before.text)) or row.bold != before.bold or len(before.text) < self._full
        marker = item_marker(row.text)
        if not marker:
            return False
        # « Lacq / – Pau – Tarbes » and « la phase / 2. Le programme » are sentences cut by the page width.
        sure = not self._wrapped or row.gap or row.text[0] in "•▪●◦‣■□✓➢" or bool(_CLOSES.search(before.text)) or len(before.text) < self._full
        return sure

    def _end_of_paragraph(self, start: int) -> int:
        if not self._wrapped:
            return start + 1
        lines, j = self._lines, start + 1
        while j < len(lines):
            row = lines[j]
            # A paragraph may run over a page end, when it was left in the middle of a sentence.
            cut = re.match(r"[a-zà-ÿ0-9(]", row.text) or (len(lines[j - 1].text) >= self._full and not row.bold)
            runs_on = row.page != lines[j - 1].page and not re.search(r"[.!?:;]$", lines[j - 1].text) and bool(cut)
            breaks = (row.gap or row.page != lines[j - 1].page) and not runs_on
            if breaks or (self._is_large(row) and abs(row.size - lines[j - 1].size) > 0.05) or (row.bold and not lines[j - 1].bold) or self._starts_block(j):
                break
            j += 1
        return j


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Lower-case words of the lines, compounds whole, those that a line's end cuts left out."""
    words: set[str] = set()
    for text in texts:
        found = re.findall(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*[-‐]?", text.lower())
        words.update(word for word in found if word[-1] not in "-‐")
    return frozenset(words)


def join_lines(rows: Sequence[str], *, known: Collection[str] = ()) -> str:
    """Lines of one paragraph as one text; a word cut by a hyphen at the line's end is mended, « porte-à- / faux » is not.

    `known`: the words of the document, which tell a cut word from a compound.

    >>> join_lines(["la réno-", "vation des friches", "et le porte-à-", "faux"])
    'la rénovation des friches et le porte-à-faux'
    >>> join_lines(["la sous-", "traitance et son éco-", "conception"], known={"éco-conception"})
    'la sous-traitance et son éco-conception'
    """
    text = ""
    for row in rows:
        row = row.strip()
        if re.search(r"\w[-‐\u00ad]$", text) and re.match(r"[a-zà-ÿ]", row):
            text = (text if _keeps_its_hyphen(text, row, known) else text[:-1]) + row
        elif (re.search(r"https?://\S+$", text) and _URL_END.match(row)) or _starts_an_address(text, row):
            text += row  # an address that the page width cut
        elif re.search(r"\w[-‐]$", text) and re.match(r"[A-ZÀ-Ý]", row):
            text += row  # « Saint- / Nazaire »
        else:
            text = f"{text} {row}" if text else row
    return text


def _starts_an_address(text: str, row: str) -> bool:
    """« ht / tps://… »"""
    first = re.search(r"(?:^|\s)(h|ht|htt|http|https|https?:|https?:/|https?://)$", text)
    return bool(first and re.match(r"https?://\S", first[1] + row))


def _keeps_its_hyphen(text: str, row: str, known: Collection[str]) -> bool:
    first = re.sub(r"^(?:[ldnsjmtc]|qu|jusqu|lorsqu|puisqu)['’]", "", re.split(r"[\s(«]", text)[-1][:-1].lower())
    second = (re.match(r"[^\W\d_]+", row) or [""])[0]
    if f"{first}{second}".lower() in known:
        return False
    if f"{first}-{second}".lower() in known:
        return True
    whole = (re.match(r"\w+", row) or [""])[0]
    return "-" in first or bool(first in _COMPOUNDS and _COMPOUNDS[first].match(second)) or whole in _PRONOUNS
