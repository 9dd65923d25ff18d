"""Words with positions → lines in reading order: columns, tables, running headers, paragraphs, headings.

A page arrives as fragments (a word or a phrase, where it starts and ends, its baseline and its font size) and as the rules drawn on it.
It leaves as `Line`s that `plain_structure.write_lines` cuts into blocks. Nothing here opens a file.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple

from assistant.plain_structure import Line, item_marker, join_lines, law_heading_level, table_sentences

SAME_BASELINE = 0.45  # of the font size: superscripts stay on their line
WORD_GAP, PHRASE_GAP = 0.13, 0.75  # of the font size: a space; two phrases that may belong to two columns
NARROWEST_GUTTER = 5.0  # points
REPEATED = 0.6  # share of the pages on which a line at the same place is furniture, not text
_BULLET = re.compile(r"^[-•–*▪●◦‣■□✓➢·o]$")
_PAGE_NUMBER = re.compile(r"^(?:[-–—\s]*(?:page|p\.)?\s*\d{1,4}(?:\s*(?:/|sur|of|de)\s*\d{1,4})?[-–—\s|]*|[ivxl]{1,6})$", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}")
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")


class Fragment(NamedTuple):
    """Text from x0 to x1 on the baseline y (points, from the left and the bottom of the page)."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    bold: bool = False


class Rule(NamedTuple):
    """A drawn line: at y from x to x when it lies, at x from y to y when it stands."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class PageContent:
    """What a page shows. `recognised`: its text is that of a character recognition, laid under a picture."""

    width: float
    height: float
    fragments: tuple[Fragment, ...] = ()
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    sideways: tuple[str, ...] = ()
    recognised: bool = False
    picture_share: float = 0.0


@dataclass
class Row:
    """Phrases on one baseline, from left to right. `y` is that of the largest one."""

    phrases: list[Fragment]

    @property
    def y(self) -> float:
        return max(self.phrases, key=lambda phrase: (phrase.size, phrase.x1 - phrase.x0)).y

    @property
    def size(self) -> float:
        weights: Counter[float] = Counter()
        for phrase in self.phrases:
            weights[phrase.size] += len(phrase.text)
        return weights.most_common(1)[0][0]

    @property
    def text(self) -> str:
        return " ".join(" ".join(phrase.text for phrase in self.phrases).split())

    @property
    def bold(self) -> bool:
        letters = sum(len(phrase.text.strip()) for phrase in self.phrases)
        return sum(len(phrase.text.strip()) for phrase in self.phrases if phrase.bold) >= 0.9 * letters


@dataclass(frozen=True)
class Table:
    """Cells in rows; `drawn`: its rules are drawn, so that its first row is surely a header when it looks like one."""

    x0: float
    x1: float
    bottom: float
    top: float
    rows: tuple[tuple[str, ...], ...]
    header: bool


@dataclass
class _Piece:
    """A phrase or a table, with the box it fills: what is put in reading order."""

    x0: float
    x1: float
    bottom: float
    top: float
    phrase: Fragment | None = None
    table: Table | None = None


def lines_of_pages(pages: Sequence[PageContent]) -> list[Line]:
    """The lines of a document in reading order, sizes relative to its body text, headers, footers and page numbers left out."""
    rows = [rows_of(page.fragments) for page in pages]
    body = body_size(page.fragments for page in pages)
    furniture = running_rows(rows, pages)
    lines: list[Line] = []
    notes: list[Line] = []  # footnotes wait for the end of the paragraph that they interrupt
    for number, (page, page_rows) in enumerate(zip(pages, rows, strict=True), start=1):
        kept = [phrase for i, row in enumerate(page_rows) if i not in furniture[number - 1] for phrase in row.phrases]
        page_lines = _lines_of_page(kept, page, body, number)
        page_lines, page_notes = _split_footnotes(page_lines)
        if notes:
            cut = next((i for i, row in enumerate(page_lines) if i and (row.gap or row.kind or row.size >= 1.12)), len(page_lines))
            page_lines[cut:cut] = notes
            if cut + len(notes) < len(page_lines):
                page_lines[cut + len(notes)] = replace(page_lines[cut + len(notes)], gap=True)
        notes = page_notes
        lines += page_lines
        lines += [Line(text, gap=True, page=number) for text in page.sideways]
    lines += notes
    return _ranked(_without_contents_pages(lines))


def rows_of(fragments: Iterable[Fragment]) -> list[Row]:
    """Rows from top to bottom; in each, words joined into phrases, a text painted twice (false bold) kept once.

    >>> [row.text for row in rows_of([Fragment(10, 30, 700, 10, "deux"), Fragment(10, 28, 715, 10, "Un"), Fragment(33, 60, 700, 10, "mots")])]
    ['Un', 'deux mots']
    """
    rows: list[list[Fragment]] = []
    top = 0.0
    size = 0.0
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x0)):
        below = top - fragment.y
        same = rows and below <= SAME_BASELINE * max(size, fragment.size)
        if same and (below < 0.25 * fragment.size or not any(_is_under(fragment, other) for other in rows[-1])):
            rows[-1].append(fragment)
            if fragment.size > size:
                top, size = fragment.y, fragment.size
        else:
            rows.append([fragment])
            top, size = fragment.y, fragment.size
    return [Row(_phrases(row)) for row in rows]


def _is_under(fragment: Fragment, other: Fragment) -> bool:
    """On the next line of the same column, while a third column's baseline lies between the two."""
    overlap = min(fragment.x1, other.x1) - max(fragment.x0, other.x0)
    return other.y - fragment.y > 0.6 * min(fragment.size, other.size) and overlap > 0.3 * min(fragment.x1 - fragment.x0, other.x1 - other.x0)


def _phrases(fragments: list[Fragment]) -> list[Fragment]:
    phrases: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (f.x0, f.x1)):
        if not phrases:
            phrases.append(fragment)
            continue
        last = phrases[-1]
        largest = max(last.size, fragment.size)
        gap = fragment.x0 - last.x1
        if fragment.text == last.text and abs(fragment.x0 - last.x0) < 0.1 * largest and abs(fragment.y - last.y) < 0.1 * largest:
            phrases[-1] = last._replace(bold=True)  # painted twice
        elif gap > PHRASE_GAP * largest or (gap < -largest and fragment.x0 < last.x1 - 0.5 * (fragment.x1 - fragment.x0)):
            phrases.append(fragment)
        else:
            spaced = gap > WORD_GAP * min(last.size, fragment.size) and not last.text.endswith(" ") and not fragment.text.startswith(" ")
            heavier = last if len(last.text.strip()) >= len(fragment.text.strip()) else fragment
            phrases[-1] = Fragment(
                last.x0,
                max(last.x1, fragment.x1),
                heavier.y,
                heavier.size,
                f"{last.text}{' ' if spaced else ''}{fragment.text}",
                last.bold and fragment.bold if last.text.strip() and fragment.text.strip() else last.bold or fragment.bold,
            )
    return [phrase._replace(text=" ".join(phrase.text.split())) for phrase in phrases if phrase.text.strip()]


def body_size(pages: Iterable[Sequence[Fragment]]) -> float:
    """The font size of the text, to half a point (10 when there is none): the largest that a sixth of the characters have.

    Long notes and lists of sources may hold more characters than the text; titles never do.
    """
    weights: Counter[float] = Counter()
    for fragments in pages:
        for fragment in fragments:
            weights[round(fragment.size * 2) / 2] += len(fragment.text)
    total = sum(weights.values())
    return max((size for size, count in weights.items() if count >= total / 6), default=weights.most_common(1)[0][0] if weights else 10.0)


def running_rows(rows: Sequence[Sequence[Row]], pages: Sequence[PageContent]) -> list[set[int]]:
    """For each page, the rows that are furniture: repeated at the same place on most pages (figures aside), or a page number alone."""
    found: list[set[int]] = [set() for _ in pages]
    seen: dict[tuple[str, str, int], list[tuple[int, int]]] = {}
    for p, (page, page_rows) in enumerate(zip(pages, rows, strict=True)):
        edge = {i for i, row in enumerate(page_rows) if row.y > 0.86 * page.height or row.y < 0.14 * page.height}
        edge &= set(range(4)) | set(range(max(0, len(page_rows) - 4), len(page_rows)))
        for i in sorted(edge):
            row = page_rows[i]
            text = re.sub(r"\d+", "#", row.text.lower())
            if re.sub(r"[\W_]", "", text.replace("#", "")) or "#" in text:
                side = "top" if row.y > page.height / 2 else "bottom"
                seen.setdefault((text, side, round(row.y / 6)), []).append((p, i))
    for (text, side, place), places in seen.items():
        near = seen.get((text, side, place + 1), []) if (text, side, place + 1) in seen else []
        on_pages = {p for p, _ in places} | {p for p, _ in near}
        same_parity = [p for p in on_pages if p % 2 == min(on_pages) % 2]
        half = max(1, (len(pages) + 1 - min(on_pages) % 2) // 2)
        often = len(on_pages) >= 2 and len(on_pages) > REPEATED * len(pages)
        every_other = len(same_parity) >= 3 and len(same_parity) == len(on_pages) and len(same_parity) > REPEATED * half
        numbers_only = bool(_PAGE_NUMBER.match(text.replace("#", "1")))
        if often or every_other or (numbers_only and len(on_pages) >= 2):
            for p, i in [*places, *near]:
                found[p].add(i)
    for p, i in _numbered_edges(rows, pages):
        found[p].add(i)
    for p, (page, page_rows) in enumerate(zip(pages, rows, strict=True)):
        for i in {0, len(page_rows) - 1} & set(range(len(page_rows))):
            row = page_rows[i]
            apart = row.y < 0.1 * page.height or row.y > 0.93 * page.height
            if apart and _PAGE_NUMBER.match(row.text) and (len(page_rows) > 1 or len(pages) > 1):
                found[p].add(i)
    return found


def _numbered_edges(rows: Sequence[Sequence[Row]], pages: Sequence[PageContent]) -> list[tuple[int, int]]:
    """First or last rows that hold the number of their page beside words that change (« 4.6. Archive 21 », « 22 Chapitre 4 »).

    The number goes up with the page, at the same height, on most pages.
    """
    edges: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    for p, page_rows in enumerate(rows):
        for i in {0, len(page_rows) - 1} & set(range(len(page_rows))):
            text = page_rows[i].text
            for number in {match for pattern in (r"^(\d{1,4})\b", r"\b(\d{1,4})$") for match in re.findall(pattern, text)}:
                edges.setdefault((0 if i else 1, round(page_rows[i].y / 8), int(number) - p), []).append((p, i))
    found: list[tuple[int, int]] = []
    for places in edges.values():
        if len({p for p, _ in places}) >= max(4, REPEATED * 0.7 * len(pages)):
            found += places
    return found


# ---------------------------------------------------------------------------------------------------------------- one page


def _lines_of_page(phrases: list[Fragment], page: PageContent, body: float, number: int) -> list[Line]:
    tables, loose = drawn_tables(phrases, page)
    pieces = [_Piece(f.x0, f.x1, f.y - 0.2 * f.size, f.y + 0.8 * f.size, phrase=f) for f in loose]
    pieces += [_Piece(table.x0, table.x1, table.bottom, table.top, table=table) for table in tables]
    lines: list[Line] = []
    longest = 0
    for column in reading_order(pieces):
        flow = _flow_lines(column, body, number)
        if lines and flow and not flow[0].kind:
            # A paragraph left in the middle of a sentence at the foot of a column goes on at the top of the next one.
            cut = re.match(r"[a-zà-ÿ(0-9«]", flow[0].text) or (len(lines[-1].text) >= 0.75 * longest and not item_marker(flow[0].text))
            runs_on = not lines[-1].kind and not re.search(r"[.!?:;»]$", lines[-1].text) and bool(cut)
            same = abs(flow[0].size - lines[-1].size) < 0.05 and flow[0].bold == lines[-1].bold
            flow[0] = replace(flow[0], gap=not (runs_on and same))
        longest = max((len(row.text) for row in flow if not row.kind), default=longest)
        lines += flow
    return lines


def reading_order(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces grouped in columns, in reading order: bands of one or two columns from top to bottom, the left column first.

    A band ends where a piece lies across the gutter: a title, a table, a picture's caption.
    """
    if len(pieces) < 6:
        return [sorted(pieces, key=lambda p: (-p.top, p.x0))] if pieces else []
    left_edge, right_edge = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    width = right_edge - left_edge
    best_x, best_score, best_bands = 0.0, 0, []
    x = left_edge + 0.25 * width
    while x <= left_edge + 0.75 * width:
        bands = _bands(pieces, x)
        score = sum(len(band) for is_double, band in bands if is_double)
        if score > best_score:
            best_x, best_score, best_bands = x, score, bands
        x += 3.0
    if best_score < 6:
        return [sorted(pieces, key=lambda p: (-p.top, p.x0))]
    columns: list[list[_Piece]] = []
    for is_double, band in best_bands:
        if is_double:
            for side in ([p for p in band if p.x1 <= best_x + 2], [p for p in band if p.x1 > best_x + 2]):
                # Three columns are two, one of which is two.
                inner = reading_order(side) if _is_wide(side, width) else [side]
                columns += [sorted(part, key=lambda p: (-p.top, p.x0)) for part in inner]
        elif columns and best_bands[0][0] is False and len(columns) == 1:
            columns[-1] = sorted([*columns[-1], *band], key=lambda p: (-p.top, p.x0))
        else:
            columns.append(sorted(band, key=lambda p: (-p.top, p.x0)))
    return [column for column in columns if column]


def _is_wide(side: list[_Piece], page_width: float) -> bool:
    return bool(side) and max(p.x1 for p in side) - min(p.x0 for p in side) > 0.55 * page_width


def _bands(pieces: list[_Piece], x: float) -> list[tuple[bool, list[_Piece]]]:
    """The page cut at the pieces that cross x; a band is double when prose stands on both sides of a clear gutter."""
    ordered = sorted(pieces, key=lambda p: -p.top)
    crossing = sorted((p for p in ordered if p.x0 < x - 1 and p.x1 > x + 1), key=lambda p: -(p.top + p.bottom))
    if len(crossing) == len(ordered):
        return [(False, ordered)]
    bands: list[tuple[bool, list[_Piece]]] = []
    current: list[_Piece] = []
    cross = {id(p) for p in crossing}
    floors = [-(p.top + p.bottom) / 2 for p in crossing]

    def close() -> None:
        if current:
            bands.append((_is_prose_on_both_sides(current, x), list(current)))
            current.clear()

    # Sides are compared by their middles: a line level with a crossing piece belongs above or below it as a whole.
    def floor_index(p: _Piece) -> int:
        return bisect_right(floors, -(p.top + p.bottom) / 2)

    groups: dict[int, list[_Piece]] = {}
    for piece in ordered:
        if id(piece) not in cross:
            groups.setdefault(floor_index(piece), []).append(piece)
    for index in range(len(floors) + 1):
        if index in groups:
            current += groups[index]
            close()
        if index < len(floors):
            piece = crossing[index]
            if bands and not bands[-1][0]:
                bands[-1][1].append(piece)
            else:
                bands.append((False, [piece]))
    merged: list[tuple[bool, list[_Piece]]] = []
    for is_double, band in bands:
        if merged and not is_double and not merged[-1][0]:
            merged[-1][1].extend(band)
        else:
            merged.append((is_double, band))
    return merged


def _is_prose_on_both_sides(band: list[_Piece], x: float) -> bool:
    left, right = [p for p in band if p.x1 <= x + 1], [p for p in band if p.x0 >= x - 1]
    if len(left) < 3 or len(right) < 3:
        return False
    gutter = min(p.x0 for p in right) - max(p.x1 for p in left)
    overlap = min(max(p.top for p in left), max(p.top for p in right)) - max(min(p.bottom for p in left), min(p.bottom for p in right))
    if gutter < NARROWEST_GUTTER or overlap < 20:
        return False
    return all(_reads_as_prose(side) for side in (left, right))


def _reads_as_prose(side: list[_Piece]) -> bool:
    """Lines that mostly fill their column with several words: a column of a table holds shorter ones."""
    if any(p.table for p in side) and len(side) < 4:
        return False
    rows = rows_of(p.phrase for p in side if p.phrase)
    if len(rows) < 3:
        return False
    width = max(p.x1 for p in side) - min(p.x0 for p in side)
    filled = median((row.phrases[-1].x1 - row.phrases[0].x0) / max(width, 1) for row in rows)
    words = sum(len(row.text.split()) for row in rows) / len(rows)
    split = sum(len(row.phrases) > 1 and not _BULLET.match(row.phrases[0].text) for row in rows) / len(rows)
    return filled >= 0.55 and words >= 3 and split < 0.5


def _flow_lines(pieces: list[_Piece], body: float, number: int) -> list[Line]:
    """Lines of one column: tables that no rule draws are found here, paragraphs are told by the space between lines and the indent."""
    stretches: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.table:
            stretches += [[piece], []]
        else:
            stretches[-1].append(piece)
    lines: list[Line] = []
    for stretch in stretches:
        if stretch and stretch[0].table:
            lines += _table_lines(stretch[0].table, number)
        elif stretch:
            lines += _paragraph_lines(rows_of(p.phrase for p in stretch if p.phrase), body, number)
    return lines


def _paragraph_lines(rows: list[Row], body: float, number: int) -> list[Line]:
    lines: list[Line] = []
    left, right = min(row.phrases[0].x0 for row in rows), max(row.phrases[-1].x1 for row in rows)
    leading = _usual_leading(rows)
    tables = aligned_tables(rows)
    i = 0
    while i < len(rows):
        if i in tables:
            end, table = tables[i]
            lines += _table_lines(table, number)
            i = end
            continue
        row = rows[i]
        above = rows[i - 1] if i else None
        gap = True
        if above is not None and i not in {end for end, _ in tables.values()}:
            distance = above.y - row.y
            usual = leading.get(round(row.size * 2) / 2, 1.3 * row.size)
            indented = row.phrases[0].x0 - above.phrases[0].x0 > 0.8 * row.size and row.phrases[0].x0 - left > 0.8 * row.size
            ended = bool(re.search(r"[.!?:;»]$", above.text)) and bool(re.match(r"[A-ZÀ-Ý0-9«(]", row.text))
            short = above.phrases[-1].x1 < right - 0.12 * (right - left)
            outdented = above.phrases[0].x0 - row.phrases[0].x0 > 0.5 * row.size
            same_left = abs(above.phrases[0].x0 - row.phrases[0].x0) < 1.5
            # A list item: its marker stands left of the line before, or right under the marker of the item before.
            new_item = bool(item_marker(row.text)) and (outdented or (same_left and bool(item_marker(above.text))))
            gap = distance > 1.28 * usual or (ended and (short or (indented and not outdented))) or new_item
        lines.append(Line(row.text, row.size / body, row.bold, gap, number))
        i += 1
    return lines


def _usual_leading(rows: list[Row]) -> dict[float, float]:
    """Distance between the lines of a paragraph, by font size: the most frequent one, not larger than 1.9 times the size."""
    distances: dict[float, Counter[float]] = {}
    for above, row in itertools.pairwise(rows):
        if abs(above.size - row.size) < 0.3 and 0 < above.y - row.y <= 1.9 * row.size:
            distances.setdefault(round(row.size * 2) / 2, Counter())[round((above.y - row.y) * 2) / 2] += 1
    # Between two distances as frequent, the smaller is that of the lines.
    return {size: min(counts, key=lambda d: (-counts[d] if counts[d] > 1 else 0, d)) for size, counts in distances.items()}


# ------------------------------------------------------------------------------------------------------------------ tables


def drawn_tables(phrases: list[Fragment], page: PageContent) -> tuple[list[Table], list[Fragment]]:
    """Tables whose rows are parted by drawn lines or shaded bands, and the phrases outside of them."""
    tables: list[Table] = []
    loose = list(phrases)
    for x0, x1, levels in _grids(page.across):
        inside = [f for f in loose if x0 - 3 <= f.x0 and f.x1 <= x1 + 6 and levels[-1] <= f.y + 0.3 * f.size <= levels[0]]
        walls = [rule for rule in page.down if x0 - 3 <= rule.at <= x1 + 3]
        for stretch in _table_stretches(levels, inside, walls, x0, x1):
            table, taken = _drawn_table(stretch, inside, walls, x0, x1)
            if table:
                tables.append(table)
                loose = [f for f in loose if id(f) not in taken]
    return tables, loose


def _table_stretches(levels: list[float], inside: list[Fragment], walls: list[Rule], x0: float, x1: float) -> list[list[float]]:
    """The levels cut where a band between two rules is text, not cells: the rules under a page header and over its footer hold a whole page."""
    stretches: list[list[float]] = [[levels[0]]]
    for top, bottom in itertools.pairwise(levels):
        band = [f for f in inside if bottom <= f.y + 0.3 * f.size < top]
        standing = {round(rule.at / 4) for rule in walls if min(rule.end, top) - max(rule.start, bottom) > 0.6 * (top - bottom)}
        rows = rows_of(band)
        wide = any(f.x1 - f.x0 > 0.6 * (x1 - x0) for f in band)
        if (len(standing) >= 2 if walls else any(len(row.phrases) > 1 for row in rows) and not wide) or (not band and len(stretches[-1]) > 1):
            stretches[-1].append(bottom)
        else:
            stretches.append([bottom])
    return [stretch for stretch in stretches if len(stretch) >= 3]


def _drawn_table(levels: list[float], phrases: list[Fragment], walls: list[Rule], x0: float, x1: float) -> tuple[Table | None, set[int]]:
    """The table between these levels, and the phrases it takes."""
    inside = [f for f in phrases if levels[-1] <= f.y + 0.3 * f.size < levels[0]]
    standing = sorted({round(rule.at) for rule in walls if rule.start < levels[0] - 1 and rule.end > levels[-1] + 1})
    standing = [at for i, at in enumerate(standing) if i == 0 or at - standing[i - 1] > 3]
    edges = [float(at) for at in standing if x0 + 5 < at < x1 - 5] if len(standing) >= 3 else _column_edges(rows_of(inside))
    if not edges or not inside:
        return None, set()
    rows: list[tuple[str, ...]] = []
    bold: list[bool] = []
    for top, bottom in itertools.pairwise(levels):
        band = [f for f in inside if bottom <= f.y + 0.3 * f.size < top]
        if band:
            rows.append(_cells(band, edges))
            bold.append(all(f.bold for f in band))
    filled = sum(sum(bool(cell) for cell in row) >= 2 for row in rows)
    if len(rows) < 2 or filled < 0.6 * len(rows):
        return None, set()
    return Table(x0, x1, levels[-1], levels[0], tuple(rows), _is_header(rows, bold)), {id(f) for f in inside}


def _grids(across: Sequence[Rule]) -> list[tuple[float, float, list[float]]]:
    """Stacks of three horizontal rules or more with the same ends: (left, right, levels from top to bottom).

    The rules that part the cells of one row count as one, from the first cell to the last.
    """
    at_level: dict[int, list[Rule]] = {}
    for rule in across:
        at_level.setdefault(round(rule.at), []).append(rule)
    merged: list[Rule] = []
    for level in sorted(at_level, reverse=True):
        runs: list[Rule] = []
        for rule in sorted(at_level[level], key=lambda r: r.start):
            if runs and rule.start <= runs[-1].end + 3:
                runs[-1] = runs[-1]._replace(end=max(runs[-1].end, rule.end))
            else:
                runs.append(rule)
        for run in runs:
            if not any(abs(run.at - m.at) <= 2 and abs(run.start - m.start) <= 4 and abs(run.end - m.end) <= 4 for m in merged):
                merged.append(run)
    grids: list[tuple[float, float, list[float]]] = []
    used: set[int] = set()
    for i, rule in enumerate(merged):
        if i in used or rule.end - rule.start < 80:
            continue
        levels, members = [rule.at], [i]
        for j in range(i + 1, len(merged)):
            other = merged[j]
            if abs(other.start - rule.start) <= 4 and abs(other.end - rule.end) <= 4 and levels[-1] - other.at <= 260:
                levels.append(other.at)
                members.append(j)
        if len(levels) >= 3:
            used.update(members)
            grids.append((rule.start, rule.end, levels))
    return grids


def _column_edges(rows: list[Row]) -> list[float]:
    """x positions that no phrase crosses and that have text on both sides, from the rows with several phrases."""
    several = [row for row in rows if len(row.phrases) > 1]
    spans = sorted((f.x0, f.x1) for row in (several or rows) for f in row.phrases)
    edges: list[float] = []
    reach = spans[0][1] if spans else 0.0
    for x0, x1 in spans[1:]:
        if x0 - reach > 3:
            edges.append((reach + x0) / 2)
        reach = max(reach, x1)
    return edges


def _cells(fragments: list[Fragment], edges: list[float]) -> tuple[str, ...]:
    """The texts of one row of cells, lines in a cell joined."""
    cells: list[list[Fragment]] = [[] for _ in range(len(edges) + 1)]
    for fragment in fragments:
        cells[bisect_right(edges, fragment.x0 + min(2.0, (fragment.x1 - fragment.x0) / 2))].append(fragment)
    return tuple(join_lines([row.text for row in rows_of(cell)]) for cell in cells)


def _is_header(rows: Sequence[Sequence[str]], bold: Sequence[bool]) -> bool:
    """The first row names the columns: every cell but the first filled, and set apart by its weight or by having no figure."""
    first = rows[0]
    if not all(first[1:]) or len(rows) < 2:
        return False
    if bold[0] and not all(bold):
        return True
    figures = sum(bool(re.search(r"\d", cell)) for row in rows[1:] for cell in row[1:])
    return not any(re.search(r"\d", cell) and not re.search(r"\b(?:19|20)\d\d\b|phase|année|n°", cell, re.IGNORECASE) for cell in first[1:]) and figures > 0


def _is_sure_header(rows: Sequence[Sequence[str]], bold: Sequence[bool]) -> bool:
    """Where no rule is drawn, only weight tells a header, and only over rows that all fill the same columns: a name under the wrong column lies."""
    filled = [sum(map(bool, row)) for row in rows]
    return bold[0] and not any(bold[1:]) and all(rows[0][1:]) and all(count >= len(rows[0]) - 1 for count in filled)


def aligned_tables(rows: list[Row]) -> dict[int, tuple[int, Table]]:
    """Tables that only alignment shows: three rows or more, close to one another, with phrases in the same columns.

    {index of the first row: (index after the last, the table)}.
    """
    tables: dict[int, tuple[int, Table]] = {}
    i = 0
    while i < len(rows):
        end = i
        while end < len(rows) and _has_columns(rows[end]) and (end == i or rows[end - 1].y - rows[end].y < 3.2 * rows[end].size):
            # A line that fills one column only goes on with the row above.
            end += 1
            while end < len(rows) and len(rows[end].phrases) == 1 and _continues(rows, i, end):
                end += 1
        stretch = rows[i:end]
        several = [row for row in stretch if len(row.phrases) > 1]
        edges = _column_edges(stretch)
        if len(several) >= 3 and edges and _steady(several, edges):
            cells: list[tuple[str, ...]] = []
            bold: list[bool] = []
            groups: list[list[Fragment]] = []
            for row in stretch:
                starts_row = len(row.phrases) > 1 and (not groups or row.phrases[0].x0 < edges[0] or rows_of(groups[-1])[0].phrases[0].x0 >= edges[0])
                if starts_row or not groups:
                    groups.append(list(row.phrases))
                else:
                    groups[-1] += row.phrases
            for group in groups:
                cells.append(_cells(group, edges))
                bold.append(all(f.bold for f in group))
            box = [f for row in stretch for f in row.phrases]
            table = Table(min(f.x0 for f in box), max(f.x1 for f in box), stretch[-1].y, stretch[0].y + stretch[0].size, tuple(cells), _is_sure_header(cells, bold))
            tables[i] = (end, table)
            i = end
        else:
            i = max(end, i + 1)
    return tables


def _has_columns(row: Row) -> bool:
    """Several phrases well apart, not a bullet or a number and its text."""
    phrases = row.phrases
    if len(phrases) < 2 or any(_LEADERS.search(phrase.text) for phrase in phrases):
        return False
    if len(phrases) == 2 and (_BULLET.match(phrases[0].text) or (item_marker(f"{phrases[0].text} x") and len(phrases[0].text) <= 5)):
        return False
    return all(b.x0 - a.x1 > 0.9 * row.size for a, b in itertools.pairwise(phrases))


def _continues(rows: list[Row], start: int, i: int) -> bool:
    """One phrase right under the row above, inside one of its columns: the next line of a cell."""
    phrase = rows[i].phrases[0]
    above = [row for row in rows[start:i] if len(row.phrases) > 1]
    edges = _column_edges(above)
    column = bisect_right(edges, phrase.x0 + 1)
    starts = [f.x0 for row in above for f in row.phrases]
    inside = bool(edges) and (column == len(edges) or phrase.x1 < edges[column])
    return inside and rows[i - 1].y - rows[i].y < 1.35 * rows[i].size and any(abs(phrase.x0 - x) < 2 for x in starts)


def _steady(rows: list[Row], edges: list[float]) -> bool:
    """Most rows fill the same columns, and their cells are short: two columns of prose are not a table."""
    filled = [len({bisect_right(edges, f.x0 + 1) for f in row.phrases}) for row in rows]
    words = [len(f.text.split()) for row in rows for f in row.phrases]
    return sum(n >= 2 for n in filled) >= 0.75 * len(rows) and median(words) <= 8


def _table_lines(table: Table, number: int) -> list[Line]:
    """A table as lines: the header, then each row as one sentence that carries its column names."""
    rows = [row for row in table.rows if any(row)]
    if not rows:
        return []
    if table.header:
        lines = [Line(" | ".join(rows[0]), gap=True, page=number, kind="header")]
        lines += [Line(text, page=number, kind="row") for text in table_sentences(rows[0], rows[1:])]
    else:
        lines = [Line(" | ".join(cell for cell in row if cell), gap=i == 0, page=number, kind="row") for i, row in enumerate(rows)]
    return lines


# ---------------------------------------------------------------------------------------------------- the document as a whole


def _split_footnotes(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Small numbered lines at the foot of a page, when they cut a sentence in two, apart from the text."""
    start = len(lines)
    while start > 0 and lines[start - 1].size <= 0.9 and not lines[start - 1].kind:
        start -= 1
    first = start
    while start < len(lines) and not (re.match(r"(?:\(?\d{1,3}\)?|\*)\s?\S", lines[start].text) and (start == first or lines[start].gap)):
        start += 1
    if start == 0 or start == len(lines):
        return lines, []
    before = lines[start - 1]
    if before.bold or before.size >= 1.12 or re.search(r"[.!?:;»]$", before.text):
        return lines, []
    return lines[:start], [replace(lines[start], gap=True), *lines[start + 1 :]]


def _without_contents_pages(lines: list[Line]) -> list[Line]:
    """Without the lines of a table of contents (dots, then a page number): they would pass for the headings they announce."""
    dotted = [bool(_CONTENTS_LINE.search(row.text)) for row in lines]
    if sum(dotted) < 3:
        return lines
    on_page = Counter(row.page for row, is_dotted in zip(lines, dotted, strict=True) if is_dotted)
    # On the pages that hold little else, chapters are listed without dots.
    contents = {page for page, count in on_page.items() if count >= 4 and count >= 0.4 * sum(row.page == page for row in lines)}
    listed = re.compile(r"\s\d{1,4}$|^(?:table des matières|sommaire|contents)$", re.IGNORECASE)
    return [row for row, is_dotted in zip(lines, dotted, strict=True) if not is_dotted and not (row.page in contents and listed.search(row.text))]


def _ranked(lines: list[Line]) -> list[Line]:
    """Headings told by their size get a level: the largest size of the document is level 1, and so on down to 5."""
    sizes: Counter[float] = Counter()
    for row in lines:
        if is_large(row):
            sizes[round(row.size, 1)] += len(row.text)
    order = sorted(sizes, reverse=True)
    levels = {size: min(rank, 5) for rank, size in enumerate(order, start=1)}
    return [replace(row, level=levels[round(row.size, 1)]) if is_large(row) else row for row in lines]


def is_large(row: Line) -> bool:
    return row.size >= 1.12 and len(row.text) < 200 and not row.kind


def title_of(written: str, lines: Sequence[Line]) -> str:
    """The title of a PDF: the one written in the file unless a program made it up, else the largest words of its first page.

    >>> title_of("Microsoft Word - note_v3.docx", [Line("Note de cadrage", size=1.8, page=1), Line("Le programme…", page=1)])
    'Note de cadrage'
    """
    written = " ".join(written.split())
    made_up = re.search(r"\.(?:docx?|odt|pptx?|xlsx?|indd|pdf|rtf|html?)\b|^microsoft |^untitled|^sans titre|^\(?anonymous\)?$|^title$|^document\d*$", written, re.I)
    if len(written) >= 6 and " " in written and not made_up:
        return written
    first = [row for row in lines if row.page == (lines[0].page if lines else 1) and is_large(row)]
    if not first:
        return written if len(written) >= 6 and not made_up else ""
    largest = max(row.size for row in first)
    start = next(i for i, row in enumerate(lines) if is_large(row) and row.size == largest)
    words = [lines[start].text]
    for row in lines[start + 1 : start + 4]:
        if abs(row.size - largest) > 0.03 or law_heading_level(row.text) is not None:
            break
        words.append(row.text)
    return join_lines(words)[:200]
