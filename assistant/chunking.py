"""Chunks: how a document is cut for the index; statements: the pieces of it that an answer may quote.

A chunk never crosses a heading. It keeps its heading path, its page and its offsets: `document.text[chunk.start:chunk.end]` is its text.
A sentence that opens a list stays with its items; when a list is too long for one chunk, what is embedded repeats that sentence.
A statement is a sentence, a list item (with the sentence that leads to it) or a table row (with its column names).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import Block, Document
from assistant.french import sentence_spans

MAX_TITLE, MAX_HEADING, MAX_STATEMENT_LEAD_IN, MAX_STATEMENT = 90, 70, 160, 1200  # characters of each part of what is embedded for a statement
MAX_PREFIX = 240  # characters of title and headings put before what is embedded
MAX_LEAD_IN = 200  # characters of the sentence that opens a list, repeated before the items that follow in another chunk
FARTHEST_LEAD_IN = 400  # blocks


@dataclass(frozen=True)
class Statement:
    """A quotable piece of a document, at `start:end` of its plain text. `lead_in` is the span of the sentence that opens its list."""

    start: int
    end: int
    kind: str  # sentence | item | row
    lead_in: tuple[int, int] | None = None
    list_id: int = -1
    ordinal: int = 0
    sources: tuple[int, ...] = ()
    heading_path: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Chunk:
    id: str
    document_id: str
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    page: int | None = None

    def text_in(self, document: Document) -> str:
        return document.text[self.start : self.end]


@dataclass(frozen=True)
class Key:
    """Another name of a document, or of what stands under one of its headings ("" for the whole document)."""

    document_id: str
    heading: str
    text: str
    alone: bool = True  # tells the document from the others; a heading, often « Qui peut demander ? », does not


def embedded_text(document: Document, chunk: Chunk) -> str:
    """What is embedded: title and headings, then the text, so that a passage is understood outside of its page."""
    return _embedded(document, chunk.start, chunk.end, chunk.heading_path, lead_in_before(document, chunk.start))


def _embedded(document: Document, start: int, end: int, path: Sequence[str], lead_in: str) -> str:
    text = document.text[start:end]
    before = f"{lead_in}\n" if lead_in else ""
    if document.metadata.title and document.metadata.title in text[:MAX_PREFIX]:
        return f"{before}{text}"
    return f"{context_line(document, path)}\n{before}{text}"


def lead_in_before(document: Document, start: int) -> str:
    """The sentence that opens the list whose item starts here, when it stands before; "" elsewhere."""
    blocks = document.blocks
    i = bisect_left(blocks, start, key=lambda block: block.start)
    if i == len(blocks) or blocks[i].start != start or blocks[i].kind != "item":
        return ""
    wanted = blocks[i].list_id
    for j in range(i - 1, max(-1, i - 1 - FARTHEST_LEAD_IN), -1):
        block = blocks[j]
        if block.kind == "heading":
            return ""
        opens = block.kind == "lead_in" and block.list_id == wanted
        if opens or (block.list_id != wanted and blocks[j + 1].list_id == wanted and _opens_sub_list(document, block)):
            return shortened(document.text[max(block.start, block.end - MAX_LEAD_IN) : block.end], MAX_LEAD_IN)
    return ""


def _opens_sub_list(document: Document, block: Block) -> bool:
    """An item such as « 1° Le dossier comprend : », that a) and b) follow."""
    return block.kind == "item" and document.text[block.start : block.end].rstrip().endswith(":")


def context_line(document: Document, heading_path: Sequence[str]) -> str:
    """Title and headings on one line, each once, at most MAX_PREFIX characters."""
    parts = [document.metadata.title]
    parts += [heading for heading in heading_path if heading not in parts]
    return shortened(" – ".join(part for part in parts if part), MAX_PREFIX)


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, as the tokenizer counts them (one character may stand for several: « ﷺ »), so that room is left for the text."""
    text = text[:limit]
    while (length := len(unicodedata.normalize("NFKC", text))) > limit:
        text = text[: min(len(text) - 1, len(text) * limit // length)]
    return text


def statement_text(document: Document, statement: Statement) -> str:
    """What is embedded for one statement: its title and headings, its lead-in, itself."""
    own = document.text[statement.start : statement.end]
    lead_in = document.text[slice(*statement.lead_in)] + " " if statement.lead_in else ""
    return f"{context_line(document, statement.heading_path)}\n{lead_in}{own}"[:1200]


def short_statement_text(document: Document, statement: Statement) -> str:
    """What the tuned model embeds for one statement: « title | last heading | lead-in and itself », short, in the form on which the model of statements was tuned."""
    title = re.split(r"\s*\(", document.metadata.title)[0][:MAX_TITLE]
    heading = statement.heading_path[-1][:MAX_HEADING] if statement.heading_path and statement.heading_path[-1] not in document.metadata.title else ""
    lead_in = document.text[slice(*statement.lead_in)][:MAX_STATEMENT_LEAD_IN] if statement.lead_in else ""
    own = document.text[statement.start : statement.end][:MAX_STATEMENT]
    return " ".join(f"{title} | {heading} | {lead_in} {own}".split())


def statements_of(document: Document) -> list[Statement]:
    """Every statement, in reading order. A sentence without a letter or a verb-sized body (a stray figure, a page number) is left out."""
    statements: list[Statement] = []
    lead_ins: dict[int, tuple[int, int]] = {}
    before: Block | None = None
    for block in document.blocks:
        if block.kind == "item" and before and before.list_id != block.list_id and block.list_id not in lead_ins and _opens_sub_list(document, before):
            lead_ins[block.list_id] = (before.start, before.end)
        before = block
        if block.kind in ("lead_in", "header"):
            lead_ins[block.list_id] = (block.start, block.end) if block.kind == "lead_in" else lead_ins.get(block.list_id, (block.start, block.start))
        if block.kind in ("heading", "header"):
            continue
        text = document.text[block.start : block.end]
        whole = block.kind == "row" or (block.kind == "item" and len(text) <= 500)
        spans = [(0, len(text))] if whole else sentence_spans(text)
        opener = lead_ins.get(block.list_id) if block.kind in ("item", "row") else None
        for a, b in spans:
            if len(re.findall(r"[^\W\d_]", text[a:b])) < 3:
                continue
            kind = block.kind if block.kind in ("item", "row") else "sentence"
            start, end = block.start + a, block.start + b
            statements.append(
                Statement(
                    start,
                    end,
                    kind,
                    lead_in=opener if opener and opener[0] < opener[1] else None,
                    list_id=block.list_id,
                    ordinal=block.level if block.kind == "item" else 0,
                    sources=_sources_behind(block, start, end),
                    heading_path=block.heading_path,
                    page=block.page,
                )
            )
    return statements


def _sources_behind(block: Block, start: int, end: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for a, b, numbers in block.marks if a < end and start < b for n in numbers))


def chunks_of(document: Document, *, size: int = 1000, max_tokens: int = 0, count_tokens: Callable[[str], int] | None = None) -> list[Chunk]:
    """Chunks of at most `size` characters that follow the structure; with `count_tokens`, none whose embedded text passes `max_tokens`.

    Together the chunks hold every character of every block, once.
    """

    openers: dict[int, str] = {}

    def fits(start: int, end: int, path: tuple[str, ...]) -> bool:
        if end - start > size:
            return False
        if count_tokens is None or not max_tokens:
            return True
        if start not in openers:
            openers[start] = lead_in_before(document, start)
        whole = _embedded(document, start, end, path, openers[start])
        # A token is at least one character of the normalised text: short texts need no count.
        return (len(whole) + 32 < max_tokens and len(unicodedata.normalize("NFKC", whole)) + 32 < max_tokens) or count_tokens(whole) <= max_tokens

    blocks = document.blocks
    spans: list[tuple[int, int, tuple[str, ...], int | None]] = []
    start: int | None = None
    end = 0
    path: tuple[str, ...] = ()
    page: int | None = None
    only_headings = True
    for i, block in enumerate(blocks):
        heading = block.kind == "heading"
        own_path = (*block.heading_path, document.text[block.start : block.end]) if heading else block.heading_path
        new_section = heading and not only_headings
        if start is not None and not only_headings and not new_section:
            new_section = _must_start_a_chunk(document, i, lambda a, b, p=own_path: fits(a, b, p), start)  # type: ignore[misc]
        if start is not None and (new_section or not fits(start, block.end, own_path)):
            spans.append((start, end, path, page))
            start, only_headings = None, True
        if start is None:
            start, page = block.start, block.page
        path, end = own_path, block.end
        only_headings = only_headings and heading
        if not fits(start, end, path):  # a block longer than a chunk
            *full, last = _cut(document.text, start, end, lambda a, b, p=path: fits(a, b, p))  # type: ignore[misc]
            spans += [(a, b, path, page) for a, b in full]
            start, end = last
    if start is not None:
        spans.append((start, end, path, page))
    return list(_with_ids(document, spans))


def _must_start_a_chunk(document: Document, i: int, fits: Callable[[int, int], bool], start: int) -> bool:
    """A sentence that opens a list, when it fits with its items (all, else the first) in a new chunk but not in this one."""
    blocks = document.blocks
    block = blocks[i]
    if i + 1 >= len(blocks) or not (block.kind in ("lead_in", "header") or (blocks[i + 1].list_id != block.list_id and _opens_sub_list(document, block))):
        return False
    last = i + 1
    while last + 1 < len(blocks) and blocks[last + 1].kind in ("item", "row") and blocks[last + 1].end - block.start <= 20_000:
        if block.kind == "item" and blocks[last + 1].list_id == block.list_id:
            break  # the list that holds this one goes on
        last += 1
    for end in (blocks[last].end, blocks[i + 1].end):
        if fits(start, end):
            return False
        if fits(block.start, end):
            return True
    return False


def _cut(text: str, start: int, end: int, fits: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Spans that fit, cut between sentences, else between words, else between characters; nothing but spaces falls between them."""
    pieces = [(start + a, start + b) for a, b in sentence_spans(text[start:end])] or [(start, end)]
    pieces[0] = (start, pieces[0][1])
    spans: list[tuple[int, int]] = []
    current: tuple[int, int] | None = None
    for a, b in pieces:
        if current and fits(current[0], b):
            current = (current[0], b)
            continue
        if current:
            spans.append(current)
        while a < b and not fits(a, b):
            cut = _longest_fit(text, a, b, fits)
            spans.append((a, cut))
            a = cut + (len(text[cut:b]) - len(text[cut:b].lstrip()))
        current = (a, b)
    return [*spans, current] if current else spans


def _longest_fit(text: str, a: int, b: int, fits: Callable[[int, int], bool]) -> int:
    low, high = a + 1, b
    while low < high:  # the longest prefix that fits, by bisection
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(a, middle) else (low, middle - 1)
    space = max((m.start() for m in re.finditer(r"\s", text[a:low])), default=0)
    return a + space if space > (low - a) // 2 else low


def _with_ids(document: Document, spans: Sequence[tuple[int, int, tuple[str, ...], int | None]]) -> Iterator[Chunk]:
    """An id depends on the document and the chunk's own words, so that an edit elsewhere in the sheet leaves it alone."""
    seen: dict[str, int] = {}
    for start, end, path, page in spans:
        digest = hashlib.sha256("\n".join((*path, document.text[start:end])).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        suffix = "" if seen[digest] == 1 else f"-{seen[digest]}"
        yield Chunk(f"{document.id}:{digest}{suffix}", document.id, start, end, path, page)
