"""The child process that opens one PDF: `python -m assistant.adapters.pdf_child FILE` prints one JSON object on its standard output.

It limits itself (processor, memory, files) before it opens anything, and imports nothing but pypdf and our layout. What it prints:
{"verdict": ok | chiffré | image seule | endommagé | trop coûteux | vide, "detail": "…", "title": "…", "notices": […],
 "lines": [[text, size, bold, gap, page, kind, level], …]}.
With `--images FOLDER`, it writes instead the largest picture of each page as FOLDER/0001.png (or .jpg), for character recognition.
"""

from __future__ import annotations

import itertools
import json
import logging
import math
import os
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, FloatObject, IndirectObject, NameObject
from pypdf.generic._font import Font

from assistant.documents import without_hidden_characters
from assistant.pdf_layout import Fragment, PageContent, Rule, lines_of_pages, title_of

MAX_PAGES = 2_000
MAX_CHARACTERS = 20_000_000
CPU_SECONDS, PAGES_PER_CPU_BUDGET, MAX_CPU_SECONDS = 10, 100, 60
MEMORY_BYTES = 3 * 2**29  # 1.5 GiB
WORD_SHIFT, LONGEST_SHIFT = 0.13, 0.6  # of the font size: from the first on, a shift is a space; from the second on, another phrase
SMALLEST_SIZE = 3.0  # points: below, nobody reads
LIMITS = Configuration(
    maximum_declared_stream_length=60_000_000,
    array_based_stream_maximum_output_length=60_000_000,
    zlib_maximum_output_length=60_000_000,
    lzw_maximum_output_length=60_000_000,
    run_length_maximum_output_length=60_000_000,
    stream_parsing_work_maximum_count=1_000_000,
    xform_maximum_invocations_per_extraction=1_000,
)

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, ...] | None  # red, green, blue from 0 to 1; None when it is not known (pattern, tint)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
# Bullets of symbol fonts arrive in the private area.
_SYMBOLS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf076\uf06e\uf06c\uf071\uf0e8\uf02d●◦▪▫❖➢➔", "•")


class TooCostlyError(Exception):
    """A budget is spent. Its text says which, in French."""


def times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


class State:
    """The graphics state that matters to text."""

    __slots__ = ("alpha", "char_spacing", "ctm", "fill", "fill_space", "font", "leading", "mode", "rise", "size", "stretch", "word_spacing")

    def __init__(self, ctm: Matrix) -> None:
        self.ctm = ctm
        self.font: FontReader | None = None
        self.size, self.char_spacing, self.word_spacing, self.stretch, self.leading, self.rise = 0.0, 0.0, 0.0, 1.0, 0.0, 0.0
        self.mode = 0
        self.fill: Colour = BLACK
        self.fill_space = "/DeviceGray"
        self.alpha = 1.0

    def copy(self) -> State:
        twin = State(self.ctm)
        for name in State.__slots__:
            setattr(twin, name, getattr(self, name))
        return twin


class FontReader:
    """Bytes of a font → text and its width in thousandths of the font size."""

    def __init__(self, resource: DictionaryObject) -> None:
        font = Font.from_font_resource(resource)
        self._encoding, self._map, self._widths = font.encoding, font.character_map, font.character_widths
        self._default = float(self._widths.get("default", 500))
        self._space, self._space_width = font.space_char, float(font.space_width)
        self.readable = font.interpretable
        descriptor = font.font_descriptor
        weight = descriptor.weight if isinstance(descriptor.weight, (int, float)) else 0
        flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
        self.bold = bool(re.search(r"bold|black|heavy|semib|demi(?!r)|-bd\b", font.name, re.IGNORECASE)) or weight >= 600 or bool(flags & 1 << 18)
        self._two_bytes = not isinstance(self._encoding, dict) and str(self._encoding).lower().startswith("utf-16")
        self._known: dict[str, tuple[str, float]] = {}
        matrix = resource.get("/FontMatrix")
        # The glyphs of a Type3 font are measured in its own space.
        scale = matrix.get_object()[0] if font.sub_type == "Type3" and matrix is not None else 0.001
        self.unit = abs(float(scale)) or 0.001

    def read(self, raw: bytes | str) -> tuple[str, float, int, int]:
        """Text, width, number of glyphs, number of one-byte spaces (word spacing applies to these)."""
        if isinstance(raw, str):
            raw = raw.encode("latin-1", "replace")
        if isinstance(self._encoding, dict):
            glyphs = [(chr(byte), self._encoding.get(byte, chr(byte))) for byte in raw]
        else:
            try:
                decoded = raw.decode(str(self._encoding), "surrogatepass")
            except (UnicodeDecodeError, LookupError):
                decoded = raw.decode("utf-16-be" if self._two_bytes else "latin-1", "replace")
            glyphs = [(char, char) for char in decoded]
        text, width = [], 0.0
        for code, char in glyphs:
            known = self._known.get(code)
            if known is None:
                shown = str(self._map.get(char, char))
                size = self._space_width if code == self._space else float(self._widths.get(code, self._default))
                known = self._known[code] = (shown, size)
            text.append(known[0])
            width += known[1]
        return "".join(text), width, len(glyphs), 0 if self._two_bytes else raw.count(b" ")


class PageReader:
    """Runs the operators of one page and keeps its text with positions, its rules and its pictures."""

    def __init__(self, reader: PdfReader, fonts: dict[object, FontReader | None], budget: list[int]) -> None:
        self._reader, self._fonts, self._budget = reader, fonts, budget
        self.visible: list[tuple[Fragment, int]] = []  # with the quarter turns of its baseline
        self.invisible: list[tuple[Fragment, int]] = []
        self.furniture = 0  # fragments that the file itself marks as header, footer or watermark
        self.dropped = 0  # characters that nobody could see
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.picture_area = 0.0
        self._backgrounds: list[tuple[float, float, float, float, Colour]] = []
        self._background_colours: set[Colour] = {WHITE}
        self._invocations = 0

    def read(self, page: Any) -> PageContent:
        box = page.cropbox
        left, right = sorted((float(box.left), float(box.right)))
        bottom, top = sorted((float(box.bottom), float(box.top)))
        turn = int(page.get("/Rotate", 0) or 0) % 360 if isinstance(page.get("/Rotate", 0), (int, float)) else 0
        width, height = right - left, top - bottom
        start: Matrix = {
            90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
            180: (-1.0, 0.0, 0.0, -1.0, right, top),
            270: (0.0, 1.0, -1.0, 0.0, top, -left),
        }.get(turn, (1.0, 0.0, 0.0, 1.0, -left, -bottom))
        if turn in (90, 270):
            width, height = height, width
        self._width, self._height = width, height
        contents = page.get("/Contents")
        if contents is not None:
            stream = ContentStream(contents.get_object(), self._reader, "bytes")
            self._run(stream.operations, _resources(page), State(start), set())
        covered = self.picture_area / max(width * height, 1.0)
        shown = sum(len(f.text.strip()) for f, _ in self.visible)
        hidden = sum(len(f.text.strip()) for f, _ in self.invisible)
        recognised = shown == 0 and hidden > 0 and covered >= 0.7
        if not recognised:
            self.dropped += hidden
        kept = self.invisible if recognised else self.visible
        upright, sideways, size = _oriented(kept, width, height)
        rules = (tuple(self.across), tuple(self.down)) if size == (width, height) else ((), ())
        return PageContent(size[0], size[1], tuple(upright), rules[0], rules[1], sideways, recognised, covered)

    # One operator after the other. Unknown or malformed operators are passed over, as every viewer does.
    def _run(self, operations: Sequence[tuple[Any, bytes]], resources: DictionaryObject, state: State, inside: set[int]) -> None:
        stack: list[State] = []
        base = state
        matrix = line_matrix = IDENTITY
        path: list[tuple[float, float]] = []
        marks: list[bool] = []  # True inside header, footer, watermark
        fonts = resources.get("/Font")
        fonts = fonts.get_object() if fonts is not None else {}

        def show(pieces: Sequence[Any]) -> None:
            """Strings and the shifts between them, as one fragment as long as no shift is wider than a space between words."""
            nonlocal matrix
            font = state.font
            if font is None:
                return
            words: list[str] = []
            pen, begun, ended = 0.0, 0.0, 0.0  # distances along the line, from `matrix`
            for piece in pieces:
                if isinstance(piece, (int, float)):
                    shift = -float(piece) / 1000 * state.size * state.stretch
                    if shift > LONGEST_SHIFT * state.size or shift < -state.size:
                        flush(words, begun, ended)
                        words, begun = [], pen + shift
                    elif shift > WORD_SHIFT * state.size and words and not words[-1].endswith(" "):
                        words.append(" ")
                    pen += shift
                    begun = begun if words else pen
                elif isinstance(piece, (bytes, str)) and not isinstance(piece, NameObject):
                    text, width, count, spaces = font.read(piece)
                    words.append(text)
                    pen += (width * font.unit * state.size + count * state.char_spacing + spaces * state.word_spacing) * state.stretch
                    ended = pen
            flush(words, begun, ended)
            matrix = times((1.0, 0.0, 0.0, 1.0, pen, 0.0), matrix)

        def flush(words: list[str], begun: float, ended: float) -> None:
            if words and state.font is not None and state.font.readable:
                self._show("".join(words), ended - begun, times((1.0, 0.0, 0.0, 1.0, begun, 0.0), matrix) if begun else matrix, state, any(marks))

        for operands, operator in operations:
            try:
                if operator in (b"Tj", b"'", b'"'):
                    if operator != b"Tj":
                        if operator == b'"' and len(operands) >= 3:
                            state.word_spacing, state.char_spacing = float(operands[0]), float(operands[1])
                        matrix = line_matrix = times((1.0, 0.0, 0.0, 1.0, 0.0, -state.leading), line_matrix)
                    show(operands[-1:])
                elif operator == b"TJ":
                    show(operands[0])
                elif operator == b"BT":
                    matrix = line_matrix = IDENTITY
                elif operator == b"Tf":
                    state.font, state.size = self._font(fonts, operands[0]), float(operands[1])
                elif operator in (b"Td", b"TD"):
                    if operator == b"TD":
                        state.leading = -float(operands[1])
                    matrix = line_matrix = times((1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1])), line_matrix)
                elif operator == b"Tm":
                    matrix = line_matrix = _matrix(operands)
                elif operator == b"T*":
                    matrix = line_matrix = times((1.0, 0.0, 0.0, 1.0, 0.0, -state.leading), line_matrix)
                elif operator == b"Tc":
                    state.char_spacing = float(operands[0])
                elif operator == b"Tw":
                    state.word_spacing = float(operands[0])
                elif operator == b"Tz":
                    state.stretch = float(operands[0]) / 100
                elif operator == b"TL":
                    state.leading = float(operands[0])
                elif operator == b"Ts":
                    state.rise = float(operands[0])
                elif operator == b"Tr":
                    state.mode = int(operands[0])
                elif operator == b"q":
                    if len(stack) < 500:
                        stack.append(state.copy())
                elif operator == b"Q":
                    state = stack.pop() if stack else base
                elif operator == b"cm":
                    state.ctm = times(_matrix(operands), state.ctm)
                elif operator in (b"g", b"rg", b"k"):
                    state.fill, state.fill_space = _colour(operands), ""
                elif operator == b"cs":
                    state.fill_space, state.fill = _space_name(operands[0], resources), BLACK
                elif operator in (b"sc", b"scn"):
                    state.fill = _colour(operands) if state.fill_space in ("", "/DeviceGray", "/DeviceRGB", "/DeviceCMYK") else None
                elif operator == b"gs":
                    states = resources.get("/ExtGState")
                    alpha = states.get_object()[operands[0]].get_object().get("/ca") if states is not None else None
                    state.alpha = state.alpha if alpha is None else float(alpha)
                elif operator in (b"m", b"l"):
                    path.append(_at(state.ctm, operands[0], operands[1]))
                elif operator in (b"c", b"v", b"y"):
                    path.append(_at(state.ctm, operands[-2], operands[-1]))
                elif operator == b"re":
                    x, y, w, h = (float(value) for value in operands[:4])
                    path += [_at(state.ctm, x, y), _at(state.ctm, x + w, y), _at(state.ctm, x + w, y + h), _at(state.ctm, x, y + h), _at(state.ctm, x, y)]
                elif operator in (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"):
                    self._fill(path, state)
                    path = []
                elif operator in (b"S", b"s"):
                    self._stroke(path)
                    path = []
                elif operator == b"n":
                    path = []
                elif operator == b"sh":
                    self._backgrounds.append((0.0, 0.0, self._width, self._height, None))
                elif operator == b"BDC":
                    marks.append(_is_furniture(operands, resources))
                elif operator == b"BMC":
                    marks.append(False)
                elif operator == b"EMC":
                    if marks:
                        marks.pop()
                elif operator == b"Do":
                    self._paint(operands[0], resources, state, inside)
                elif operator == b"INLINE IMAGE":
                    self._picture(state.ctm)
            except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
                continue  # a malformed operator draws nothing

    def _font(self, fonts: Any, name: object) -> FontReader | None:
        reference = fonts.raw_get(name) if isinstance(fonts, DictionaryObject) and name in fonts else None
        if reference is None:
            return None
        key: object = (reference.idnum, reference.generation) if isinstance(reference, IndirectObject) else id(reference)
        if key not in self._fonts:
            try:
                self._fonts[key] = FontReader(reference.get_object())
            except (MemoryError, LimitReachedError):
                raise
            except Exception:
                self._fonts[key] = None
        return self._fonts[key]

    def _show(self, text: str, advance: float, matrix: Matrix, state: State, furniture: bool) -> None:
        if state.rise:
            matrix = times((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), matrix)
        whole = times(matrix, state.ctm)
        size = state.size * math.hypot(whole[2], whole[3])
        if not all(map(math.isfinite, (*whole, size, advance))):
            return
        along = math.hypot(whole[0], whole[1])
        self._budget[0] -= len(text)
        if self._budget[0] < 0:
            raise TooCostlyError(f"plus de {MAX_CHARACTERS // 1_000_000} millions de caractères")
        if not text.strip():
            return
        x, y = whole[4], whole[5]
        angle = math.degrees(math.atan2(whole[1], whole[0])) if along else 0.0
        quarter = round(angle / 90) % 4
        end_x = x + advance * whole[0]
        outside = not (-2 <= y <= self._height + 2) or max(x, end_x) < 0 or min(x, end_x) > self._width or x > self._width or x < -self._width
        if furniture:
            self.furniture += 1
        elif abs(size) < SMALLEST_SIZE or outside or state.alpha < 0.05 or abs(angle - round(angle / 90) * 90) > 3:
            self.dropped += len(text.strip())
        else:
            bold = bool(state.font and state.font.bold) or state.mode == 2
            length = advance * along
            bounds = (x, x + length, y) if quarter == 0 else (x - length, x, y) if quarter == 2 else (y, y + length, x) if quarter == 1 else (y - length, y, x)
            fragment = Fragment(min(bounds[0], bounds[1]), max(bounds[0], bounds[1]), bounds[2], abs(size), text, bold)
            if state.mode in (3, 7):
                self.invisible.append((fragment, quarter))
            elif self._same_as_background(state.fill, x + min(length, 5.0) / 2, y + abs(size) * 0.3):
                self.dropped += len(text.strip())
            else:
                self.visible.append((fragment, quarter))

    def _same_as_background(self, colour: Colour, x: float, y: float) -> bool:
        """White on white, or any text of the very colour that lies under it."""
        near_white = colour is not None and min(colour) >= 0.95
        if colour is None or not (near_white or colour in self._background_colours):
            return False
        for x0, y0, x1, y1, under in reversed(self._backgrounds[-2000:]):
            if x0 <= x <= x1 and y0 <= y <= y1:
                return under is not None and max(abs(a - b) for a, b in zip(colour, under, strict=True)) < 0.06
        return near_white

    def _fill(self, path: list[tuple[float, float]], state: State) -> None:
        if not path or state.alpha < 0.05:
            return
        xs, ys = [p[0] for p in path], [p[1] for p in path]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 <= 2.5 and x1 - x0 > 12:
            self._rule(self.across, Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= 2.5 and y1 - y0 > 6:
            self._rule(self.down, Rule((x0 + x1) / 2, y0, y1))
        elif x1 - x0 > 4 and y1 - y0 > 4:
            self._backgrounds.append((x0, y0, x1, y1, state.fill))
            self._background_colours.add(state.fill)
            if len(path) <= 5 and y1 - y0 > 6 and x1 - x0 > 20 and y1 - y0 < 0.5 * self._height:  # a shaded row of a table
                self._rule(self.across, Rule(y0, x0, x1))
                self._rule(self.across, Rule(y1, x0, x1))

    def _stroke(self, path: list[tuple[float, float]]) -> None:
        if len(path) > 4000:  # a drawing
            return
        for (xa, ya), (xb, yb) in itertools.pairwise(path):
            if abs(ya - yb) <= 1 and abs(xa - xb) > 12:
                self._rule(self.across, Rule((ya + yb) / 2, min(xa, xb), max(xa, xb)))
            elif abs(xa - xb) <= 1 and abs(ya - yb) > 6:
                self._rule(self.down, Rule((xa + xb) / 2, min(ya, yb), max(ya, yb)))

    @staticmethod
    def _rule(rules: list[Rule], rule: Rule) -> None:
        if len(rules) < 5000:
            rules.append(rule)

    def _paint(self, name: object, resources: DictionaryObject, state: State, inside: set[int]) -> None:
        target = resources["/XObject"].get_object()[name].get_object()
        if target.get("/Subtype") == "/Image":
            self._picture(state.ctm)
            return
        self._invocations += 1
        if id(target) in inside or len(inside) > 20 or self._invocations > LIMITS.xform_maximum_invocations_per_extraction:
            return
        own = target.get("/Resources")
        within = state.copy()
        if "/Matrix" in target:
            within.ctm = times(_matrix(target["/Matrix"]), within.ctm)
        try:
            operations = ContentStream(target, self._reader, "bytes").operations
        except LimitReachedError:
            raise
        except PyPdfError:  # a damaged drawing: the rest of the page stands
            return
        self._run(operations, own.get_object() if own is not None else resources, within, inside | {id(target)})

    def _picture(self, ctm: Matrix) -> None:
        corners = [_at(ctm, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
        x0, x1 = max(0.0, min(c[0] for c in corners)), min(self._width, max(c[0] for c in corners))
        y0, y1 = max(0.0, min(c[1] for c in corners)), min(self._height, max(c[1] for c in corners))
        if x1 > x0 and y1 > y0:
            self.picture_area += (x1 - x0) * (y1 - y0)
            self._backgrounds.append((x0, y0, x1, y1, None))


def _at(m: Matrix, x: Any, y: Any) -> tuple[float, float]:
    return float(x) * m[0] + float(y) * m[2] + m[4], float(x) * m[1] + float(y) * m[3] + m[5]


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands[:6])
    return (a, b, c, d, e, f)


def _colour(operands: Sequence[Any]) -> Colour:
    """Gray, RGB or CMYK numbers → RGB."""
    numbers = [float(value) for value in operands if isinstance(value, (int, float, FloatObject))]
    if len(numbers) == 1:
        return (numbers[0],) * 3
    if len(numbers) == 3:
        return tuple(numbers)
    if len(numbers) == 4:
        return tuple((1 - ink) * (1 - numbers[3]) for ink in numbers[:3])
    return None


def _space_name(name: Any, resources: DictionaryObject) -> str:
    """The device space that a colour space amounts to, "/Other" for tints, indexes and patterns."""
    if name in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK"):
        return str(name)
    spaces = resources.get("/ColorSpace")
    space = spaces.get_object()[name].get_object() if spaces is not None else None
    if isinstance(space, ArrayObject) and space and space[0] in ("/ICCBased", "/CalRGB", "/CalGray"):
        return "/DeviceRGB"  # as many numbers as it has components
    return str(space) if space in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK") else "/Other"


def _is_furniture(operands: Sequence[Any], resources: DictionaryObject) -> bool:
    """Marked as a page artifact (header, footer, watermark) by the program that wrote the file, as word processors do."""
    if len(operands) < 2 or operands[0] != "/Artifact":
        return False
    properties = operands[1]
    if isinstance(properties, NameObject):
        properties = resources["/Properties"].get_object()[properties].get_object()
    return isinstance(properties, DictionaryObject) and (
        properties.get("/Type") == "/Pagination" or properties.get("/Subtype") in ("/Header", "/Footer", "/Watermark")
    )


def _resources(page: Any) -> DictionaryObject:
    node, depth = page, 0
    while node is not None and depth < 50:
        if "/Resources" in node:
            found = node["/Resources"].get_object()
            return found if isinstance(found, DictionaryObject) else DictionaryObject()
        parent = node.get("/Parent")
        node, depth = (parent.get_object() if parent is not None else None), depth + 1
    return DictionaryObject()


def _oriented(fragments: list[tuple[Fragment, int]], width: float, height: float) -> tuple[list[Fragment], tuple[str, ...], tuple[float, float]]:
    """Fragments as read with the page held the way most of its text runs, the rest as plain words, and the size of the page so held."""
    weights = [0, 0, 0, 0]
    for fragment, quarter in fragments:
        weights[quarter] += len(fragment.text)
    main = weights.index(max(weights))
    kept, sideways = [], []
    for fragment, quarter in fragments:
        if quarter != main:
            sideways.append(clean(fragment.text))
            continue
        x0, x1, y = fragment.x0, fragment.x1, fragment.y
        if main == 2:
            x0, x1, y = width - x1, width - x0, height - y
        elif main == 1:  # text runs upwards: x is its distance to the left edge
            y = width - y
        elif main == 3:
            x0, x1 = height - x1, height - x0
        text = clean(fragment.text)
        if text.strip():
            kept.append(fragment._replace(x0=x0, x1=x1, y=y, text=text))
    return kept, tuple(text for text in sideways if text.strip()), (height, width) if main in (1, 3) else (width, height)


def clean(text: str) -> str:
    """No hidden character, no lone surrogate, bullets of symbol fonts as bullets, one kind of space."""
    text, _ = without_hidden_characters(text)
    text = "".join(_SYMBOLS.get(c, c) for c in text)
    return re.sub(r"[\ud800-\udfff]", "\ufffd", re.sub(r"[\t\n\r]", " ", text))


def limit_this_process(*, writes: bool) -> None:
    """Processor, memory and files. Where the system knows no such limits, the parent's clock still stops us."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, MAX_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not writes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def allow_for(pages: int) -> float:
    """Ten seconds of processor for each hundred pages, sixty at most; returns what is allowed. A dense page takes 0.06 s."""
    allowed = min(MAX_CPU_SECONDS, CPU_SECONDS * math.ceil(pages / PAGES_PER_CPU_BUDGET))
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (allowed, MAX_CPU_SECONDS + 1))
    except (ImportError, ValueError):  # pragma: no cover
        pass
    return float(allowed)


def spent() -> float:
    times_used = os.times()
    return times_used.user + times_used.system


def open_pdf(path: str) -> PdfReader:
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileNotDecryptedError("password")
    return reader


def extract(path: str) -> dict[str, Any]:
    reader = open_pdf(path)
    count = len(reader.pages)
    if count == 0:
        return {"verdict": "vide", "detail": "aucune page"}
    if count > MAX_PAGES:
        raise TooCostlyError(f"{count} pages ; la limite est de {MAX_PAGES}")
    allowed = allow_for(count)
    pages: list[PageContent] = []
    unreadable: list[int] = []
    fonts: dict[object, FontReader | None] = {}
    budget = [MAX_CHARACTERS]
    dropped = 0
    for number, page in _pages(reader, count):
        # What the pages read so far cost tells early that the rest will not fit.
        used = spent()
        if number > 3 and used > 4 and used / (number - 1) * count > 2 * allowed:
            raise TooCostlyError(f"page {number} sur {count} atteinte après {used:.0f} secondes de calcul")
        reading = PageReader(reader, fonts, budget)
        try:
            pages.append(reading.read(page))
            dropped += reading.dropped
        except (MemoryError, TooCostlyError, LimitReachedError, RecursionError):
            raise
        except Exception:
            unreadable.append(number)
            pages.append(PageContent(595, 842))
    if len(unreadable) == count:
        return {"verdict": "endommagé", "detail": "aucune page lisible"}
    return _verdict(pages, unreadable, dropped, reader)


def _pages(reader: PdfReader, count: int) -> Iterator[tuple[int, Any]]:
    for number in range(1, count + 1):
        yield number, reader.pages[number - 1]


def _verdict(pages: list[PageContent], unreadable: list[int], dropped: int, reader: PdfReader) -> dict[str, Any]:
    count = len(pages)
    sizes = [sum(len(f.text.strip()) for f in page.fragments) for page in pages]
    text = "".join(f.text for page in pages for f in page.fragments)[:200_000]
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    poor = [page for page, size in zip(pages, sizes, strict=True) if size < 20]
    pictured = sum(page.picture_share >= 0.3 for page in poor)
    if text and strange > 0.3 * len(text):
        return {"verdict": "image seule", "detail": "police sans table de caractères"}
    if len(poor) > 0.5 * count and pictured > 0.5 * len(poor):
        return {"verdict": "image seule", "detail": f"{pictured} page(s) sur {count} ne contiennent qu'une image"}
    if not any(c.isalpha() for c in text):
        return {"verdict": "image seule" if pictured else "vide", "detail": "aucun texte visible" if dropped else "aucun texte"}
    notices = []
    if unreadable:
        notices.append(f"{len(unreadable)} page(s) illisible(s) ont été laissées de côté : {', '.join(map(str, unreadable[:10]))}.")
    if pictured:
        notices.append(f"{pictured} page(s) sur {count} ne contiennent qu'une image : leur texte manque.")
    recognised = sum(page.recognised for page in pages)
    if recognised:
        notices.append(f"le texte de {recognised} page(s) vient d'une reconnaissance de caractères (OCR) : il peut contenir des fautes de lecture.")
    if dropped > 20:
        notices.append(f"{dropped} caractères invisibles (texte blanc, minuscule, hors de la page ou masqué) ont été retirés.")
    lines = lines_of_pages(pages)
    written = ""
    try:
        written = str((reader.metadata or {}).get("/Title") or "")
    except Exception:  # a damaged title is no title
        written = ""
    return {
        "verdict": "ok",
        "title": title_of(clean(written), lines),
        "notices": notices,
        "lines": [[row.text, round(row.size, 3), row.bold, row.gap, row.page, row.kind, row.level] for row in lines],
    }


def write_pictures(path: str, folder: str) -> dict[str, Any]:
    """The largest picture of each page, for character recognition."""
    reader = open_pdf(path)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise TooCostlyError(f"{count} pages ; la limite est de {MAX_PAGES}")
    allow_for(count)
    written = 0
    for number, page in _pages(reader, count):
        try:
            pictures = sorted(page.images, key=lambda picture: len(picture.data))
        except MemoryError:
            raise
        except Exception:
            continue
        if pictures:
            suffix = ".jpg" if pictures[-1].data[:2] == b"\xff\xd8" else Path(pictures[-1].name).suffix or ".png"
            Path(folder, f"{number:04d}{suffix}").write_bytes(pictures[-1].data)
            written += 1
    return {"verdict": "ok" if written else "vide", "detail": f"{written} image(s)"}


def main(arguments: Sequence[str], out: TextIO) -> int:
    pictures = arguments[1] if len(arguments) == 3 and arguments[0] == "--images" else ""
    limit_this_process(writes=bool(pictures))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(2000)
    try:
        with apply_configuration(LIMITS):
            result = write_pictures(arguments[-1], pictures) if pictures else extract(arguments[-1])
    except FileNotDecryptedError:
        result = {"verdict": "chiffré", "detail": "mot de passe"}
    except TooCostlyError as error:
        result = {"verdict": "trop coûteux", "detail": str(error)}
    except (MemoryError, LimitReachedError, RecursionError) as error:
        result = {"verdict": "trop coûteux", "detail": "mémoire" if isinstance(error, MemoryError) else "structure démesurée"}
    except Exception as error:  # whatever pypdf raises on a damaged file: the parent only needs the verdict
        result = {"verdict": "endommagé", "detail": type(error).__name__}
    json.dump(result, out)
    out.flush()
    return 0


if __name__ == "__main__":
    real_output = sys.stdout
    sys.stdout = sys.stderr  # nothing else may write where the answer goes
    sys.exit(main(sys.argv[1:], real_output))
