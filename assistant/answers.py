"""What a question gets: an Answer, its sentences and their citations. `to_json` is the object of `ask --json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.documents import Document

ANSWERED, PARTIAL, ABSTAINED, CLARIFICATION, REFUSED = "answered", "partial", "abstained", "clarification", "refused"


@dataclass(frozen=True)
class Citation:
    """The proof of a sentence: `quote` is exactly `document.text[start:end]`, and `number` (from 1) its mark in the answer."""

    number: int
    document: Document
    quote: str
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    page: int | None = None
    sources: tuple[int, ...] = ()  # official sources (from 1, in the document's list) that stand behind this very sentence
    proves: tuple[tuple[int, int], ...] = ()  # further spans of the document that the sentence rests on (its lead-in)

    def to_json(self) -> dict[str, Any]:
        metadata = self.document.metadata
        official = [metadata.sources[n - 1] for n in self.sources if 0 < n <= len(metadata.sources)] or list(metadata.sources)
        return {
            "number": self.number,
            "document_id": self.document.id,
            "title": metadata.title,
            "publisher": metadata.publisher,
            "url": official[0].url if official else "",
            "sources": [{"title": s.title, "publisher": s.publisher, "date": s.date, "url": s.url} for s in official],
            "heading_path": list(self.heading_path),
            "page": self.page,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "published_on": _iso(metadata.published_on),
            "checked_on": _iso(metadata.checked_on),
            "phase": metadata.phase,
            "valid_from": _iso(metadata.valid_from),
            "valid_to": _iso(metadata.valid_to),
            "licence": metadata.licence,
        }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True)
class Sentence:
    """One displayed sentence. A `fact` has at least one citation; a `frame` is a fixed phrase and states nothing.

    `layout` is text, lead_in, item or row: how it is written on the page. `ordinal` numbers an item (0: a bullet). Rows that follow each other are a
    table, the first its head: `cells` hold a label, then one side for each citation, in order.
    """

    text: str
    kind: str = "fact"
    citations: tuple[int, ...] = ()
    layout: str = "text"
    ordinal: int = 0
    cells: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        said = {"text": self.text, "kind": self.kind, "citations": list(self.citations)}
        return {**said, "cells": list(self.cells)} if self.cells else said


@dataclass(frozen=True)
class Answer:
    question: str
    standalone_question: str
    language: str
    audience: str
    status: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    clarifications: tuple[str, ...] = ()
    territory: Mapping[str, Any] | None = None
    eligibility: Mapping[str, Any] | None = None
    understood: tuple[str, ...] = ()  # facts read in the question, shown back (« J'ai compris : … »)
    notices: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    engine: Mapping[str, Any] = field(default_factory=dict)

    @property
    def markdown(self) -> str:
        from assistant.rendering import as_markdown

        return as_markdown(self)

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "language": self.language,
            "audience": self.audience,
            "status": self.status,
            "answer_markdown": self.markdown,
            "sentences": [sentence.to_json() for sentence in self.sentences],
            "citations": [citation.to_json() for citation in self.citations],
            "clarifications": list(self.clarifications),
            "territory": self.territory,
            "eligibility": self.eligibility,
            "understood": list(self.understood),
            "notices": list(self.notices),
            "timings_ms": {step: round(ms, 2) for step, ms in self.timings_ms.items()},
            "engine": dict(self.engine),
            "ia": {"genere": bool(self.engine.get("chat_model")), "modele": self.engine.get("chat_model") or None},
        }
