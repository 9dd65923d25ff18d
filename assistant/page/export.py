"""Answers as a file to keep: what it is, each question, its answer, its numbered sources. One outline; Markdown and rich text here, DOCX and PDF in adapters.

The numbers of an answer's sources are those that the page showed. Everything that comes from a person or a document is text, and a link goes
only to a cited source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from assistant.answers import ANSWERED, Answer, Citation
from assistant.documents import without_hidden_characters
from assistant.keeping import Kept
from assistant.page import texts
from assistant.rendering import escaped, french_date, understood_line

FORMATS: Mapping[str, str] = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FILE_NAME = "reponse-territoires-industrie"
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Block:
    """One paragraph of a file. `kind` is title, heading, notice, text, item, note, source, quote or detail.

    `level` is that of a heading (2 or 3), `ordinal` numbers an item (0: a bullet), `marks` are the sources that prove the text, in the answer
    of rank `answer` (from 1): a mark and its source have the same `answer` and number. `url` is the address of a link, safe to open.
    """

    kind: str
    text: str
    level: int = 0
    ordinal: int = 0
    marks: tuple[int, ...] = ()
    answer: int = 0
    url: str = ""


def outline(kept: Sequence[Kept], *, title: str = "") -> list[Block]:
    """The paragraphs of the file, in order. One answer: its question is the title; several: each question is a heading under `title`."""
    alone = len(kept) == 1 and not title
    named = kept[0].answer.question if alone else title or texts.CONVERSATION_TITLE
    blocks = [Block("title", line(named)[:LONGEST_TITLE]), Block("notice", line(texts.EXPORT_HEADER))]
    for rank, one in enumerate(kept, start=1):
        if not alone:
            blocks.append(Block("heading", line(one.answer.question), level=2))
        blocks += _answer(one, rank, level=2 if alone else 3)
    return blocks


def _answer(kept: Kept, rank: int, *, level: int) -> list[Block]:
    answer = kept.answer
    blocks = [Block("text", line(f"{texts.CONSULTED.format(day=french_date(kept.day.isoformat()))} {origin(answer, day=kept.day)}"))]
    if answer.status != ANSWERED and (label := texts.STATUS_LABELS.get(answer.status)):
        blocks.append(Block("notice", line(f"{label}.")))
    if understood_otherwise(answer):
        blocks.append(Block("text", line(f"{texts.STANDALONE} {answer.standalone_question}")))
    if answer.understood:
        blocks.append(Block("text", line(understood_line(answer))))
    for sentence in answer.sentences:
        kind = "item" if sentence.layout == "item" else "text"
        blocks.append(Block(kind, line(sentence.text), ordinal=sentence.ordinal, marks=sentence.citations, answer=rank))
    if answer.clarifications:
        blocks.append(Block("text", line(texts.CLARIFY)))
        blocks += [Block("item", line(question)) for question in answer.clarifications]
    blocks += [Block("note", line(notice)) for notice in answer.notices]
    if answer.citations:
        blocks.append(Block("heading", texts.SOURCES_ONE if len(answer.citations) == 1 else texts.SOURCES_MANY, level=level))
        told: dict[tuple[str, tuple[Block, ...]], int] = {}  # what stands behind a document → the number beside which it is told
        for citation in answer.citations:
            details = _details(citation)
            first = told.setdefault((citation.document.id, details), citation.number)
            same = (Block("detail", line(texts.EXPORT_SAME_SOURCES.format(number=first))),)
            blocks += [*_source(citation, rank), *(details if first == citation.number or len(details) == 1 else same)]
    return blocks


def _source(citation: Citation, rank: int) -> list[Block]:
    metadata = citation.document.metadata
    named = " – ".join(part for part in (metadata.title, metadata.publisher, *where(citation)) if part)
    quote = citation.quote.strip()
    quote = quote if "«" in quote else f"« {quote} »"  # a quotation that holds another one is told by its place
    return [Block("source", line(named), marks=(citation.number,), answer=rank), Block("quote", line(quote))]


def _details(citation: Citation) -> tuple[Block, ...]:
    """The official sources behind the citation, then when it holds."""
    blocks = []
    for source in citation.to_json()["sources"]:
        address = safe_url(source["url"])
        said = ", ".join(part for part in (source["title"], source["publisher"], dated(source["date"])) if part)
        blocks.append(Block("detail", line(f"{texts.CARD_RESTS_ON} : {said}"), url=address))
    facts = validity(citation)
    return tuple([*blocks, Block("detail", line(" – ".join(facts)))] if facts else blocks)


def where(citation: Citation) -> list[str]:
    """The section, innermost last, and the page."""
    path = " › ".join(part for part in citation.heading_path if part != citation.document.metadata.title)
    return [path, f"page {citation.page}" if citation.page else ""]


def dated(value: str) -> str:
    """A source's date as it is said: an ISO day, month or year in French, anything else as written."""
    return french_date(value) if re.fullmatch(r"\d{4}(-(?:0[1-9]|1[0-2])(-\d{2})?)?", value) else value or texts.UNDATED


def validity(citation: Citation) -> list[str]:
    """Phase, days between which it holds, day it was published or checked, licence."""
    metadata = citation.document.metadata
    facts = [texts.PHASES[metadata.phase]] if metadata.phase in texts.PHASES else []
    start, end = (french_date(day.isoformat()) if day else "" for day in (metadata.valid_from, metadata.valid_to))
    if start and end:
        facts.append(f"Valable du {start} au {end}")
    elif start:
        facts.append(f"Valable depuis le {start}")
    elif end:
        facts.append(f"Valable jusqu'au {end}")
    if metadata.published_on and not metadata.sources:
        facts.append(f"Publié le {french_date(metadata.published_on.isoformat())}")
    if metadata.checked_on:
        facts.append(f"Vérifié le {french_date(metadata.checked_on.isoformat())}")
    if metadata.licence:
        facts.append(metadata.licence)
    return facts


# --- Markdown, and rich text for a mail --------------------------------------------------------------------------------------------------------


def as_markdown_file(blocks: Sequence[Block]) -> str:
    """The whole file. Document text is escaped, so that it cannot become a link or an image in a viewer."""
    parts: list[str] = []
    for block, before in zip(blocks, [None, *blocks], strict=False):
        text = escaped(block.text)
        match block.kind:
            case "title":
                text = f"# {text}"
            case "heading":
                text = f"{'#' * block.level} {text}"
            case "notice" | "quote":
                text = f"> {text}"
            case "note":
                text = f"*{text}*"
            case "source":
                text = f"**[{block.marks[0]}]** {text}"
            case "detail":
                text = f"- {text}{f' <{block.url}>' if block.url else ''}"
            case _:
                text = f"{text}{''.join(f' [{number}]' for number in block.marks)}"
                text = f"{f'{block.ordinal}.' if block.ordinal else '-'} {text}" if block.kind == "item" else text
        follows = before is not None and before.kind == block.kind and block.kind in ("item", "detail")
        parts.append(text if before is None else f"\n{text}" if follows else f"\n\n{text}")
    return "".join(parts) + "\n"


def as_rich_text(answer: Answer, *, day: date) -> str:
    """The answer and its sources as a fragment of HTML for a mail: paragraphs, lists, links; no style, no script, no image."""
    parts: list[str] = []
    items: list[str] = []
    tag = "ul"

    def close() -> None:
        if items:
            parts.append(f"<{tag}>{''.join(items)}</{tag}>")
            items.clear()

    for block in outline([Kept(answer, day, {})])[1:]:
        text = f"{html.escape(block.text)}{''.join(f' [{number}]' for number in block.marks if block.kind != 'source')}"
        wanted = "ol" if block.kind == "item" and block.ordinal else "ul"
        if block.kind not in ("item", "detail") or wanted != tag:
            close()
        tag = wanted
        match block.kind:
            case "item":
                items.append(f'<li value="{block.ordinal}">{text}</li>' if block.ordinal else f"<li>{text}</li>")
            case "detail":
                address = html.escape(block.url)
                items.append(f'<li>{text}{f""" <a href="{address}">{address}</a>""" if address else ""}</li>')
            case "heading":
                parts.append(f"<p><strong>{text}</strong></p>")
            case "source":
                parts.append(f"<p><strong>[{block.marks[0]}]</strong> {text}</p>")
            case "quote":
                parts.append(f"<blockquote>{text}</blockquote>")
            case _:
                parts.append(f"<p>{text}</p>")
    close()
    return "".join(parts)


# --- what the page says too --------------------------------------------------------------------------------------------------------------------


def origin(answer: Answer, *, day: date) -> str:
    """Who wrote the sentences: the sources themselves, fixed rules over cited data, or a chat model."""
    shown = french_date(day.isoformat())
    if is_generated(answer):
        return texts.REWRITTEN.format(model=answer.engine["chat_model"], day=shown)
    return (texts.QUOTED if answer.engine.get("composer", "extractive") == "extractive" else texts.CALCULATED).format(day=shown)


def understood_otherwise(answer: Answer) -> bool:
    """True when the stand-alone question has other words than what was typed."""
    asked, standalone = (re.sub(r"\W+", " ", question.casefold()).strip() for question in (answer.question, answer.standalone_question))
    return bool(standalone) and standalone != asked


def is_generated(answer: Answer) -> bool:
    """True when a chat model wrote the sentences (AI Act, article 50(2))."""
    return bool(answer.engine.get("chat_model"))


def marking(kept: Sequence[Kept]) -> dict[str, Any]:
    """The machine-readable marking of a file (AI Act, article 50(2)), as in the JSON of an answer."""
    models = sorted({str(one.answer.engine["chat_model"]) for one in kept if is_generated(one.answer)})
    return {"genere": bool(models), "modele": ", ".join(models) or None}


def line(value: str) -> str:
    """Text on one line, without hidden characters; a space before « : » or inside « … » does not break.

    >>> line('Est-ce\\n« ouvert » ?')
    'Est-ce «\\xa0ouvert\\xa0»\\xa0?'
    """
    return unbroken(re.sub(r"\s*\n\s*", " ", without_hidden_characters(value)[0]))


def unbroken(value: str) -> str:
    """The same text, where a French space before « : ; ? ! » € % », after « « » or inside a number does not break."""
    return _BEFORE_SIGN.sub("\u00a0", value)


_BEFORE_SIGN = re.compile(r" (?=[?!:;»%€])|(?<=«) |(?<=\d) (?=\d{3}(?!\d)|[kM]€)")


def safe_url(url: str) -> str:
    """The address when it is a plain http(s) one, else "": no `javascript:`, no credentials, no space.

    >>> safe_url("javascript:alert(1)"), safe_url("https://a.fr/x?y=1"), safe_url("https://user:word@a.fr"), safe_url("//a.fr")
    ('', 'https://a.fr/x?y=1', '', '')
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (a port that is not a number raises here)
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and not re.search(r"[\s\x00-\x20\x7f\"'<>\\]", url)
    return url if plain else ""
