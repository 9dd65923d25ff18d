"""An answer as a reader keeps it: a record of what was shown, sealed by the server that showed it, and read back as it was.

A record is JSON that holds the answer, the day it was given, the passages around its quotes, and what the conversation remembered then.
The browser stores it and sends it back; without a true seal nothing of it is read, so that no sentence is shown or exported under the
assistant's name that the assistant did not verify. Pure: standard library only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from assistant.answers import Answer, Citation, Sentence
from assistant.company_facts import CompanyFacts
from assistant.conversing import MAX_TURNS, Conversation, Turn
from assistant.documents import Block, Document, Metadata, Source
from assistant.errors import UsageError

VERSION = 1
AROUND = 220  # characters kept on each side of a quote: more than the page shows, so that it shows the same
_DAYS = ("published_on", "checked_on", "valid_from", "valid_to")
_SHOWN = ("id", "title", "publisher", "phase", "licence")  # of a document's metadata, with its days and its sources


class KeptError(UsageError):
    """What was kept cannot be read: not from this service, changed since, or of another version."""

    def __init__(self) -> None:
        super().__init__("Cette conversation ne peut pas être relue : elle vient d'un autre service, ou elle a été modifiée. Posez de nouveau la question.")


@dataclass(frozen=True)
class Kept:
    """One answer that was kept: `day` is the day it was given, `state` what the conversation remembered after it."""

    answer: Answer
    day: date
    state: Mapping[str, Any]


class Keeper:
    """Seals what is given to keep and opens what comes back. One key for all the processes of a service."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def keep(self, answer: Answer, *, day: date, state: Mapping[str, Any]) -> str:
        """The sealed record, as one JSON text: {"record": "…", "seal": "…"}."""
        record = json.dumps({"version": VERSION, "day": day.isoformat(), "answer": _answer_to_json(answer), "state": state}, ensure_ascii=False, separators=(",", ":"))
        record = record.encode("utf-8", "replace").decode("utf-8")  # half a character, which no browser would give back as it was
        return json.dumps({"record": record, "seal": self._seal(record)}, ensure_ascii=False)

    def open(self, sealed: Any) -> Kept:
        """What was kept. Raises KeptError when the seal is not ours or the record is of another version."""
        if not isinstance(sealed, Mapping) or not isinstance(record := sealed.get("record"), str) or not isinstance(seal := sealed.get("seal"), str):
            raise KeptError
        try:
            if not hmac.compare_digest(seal.encode(), self._seal(record).encode()):
                raise KeptError
            raw = json.loads(record)
            if raw["version"] != VERSION:
                raise KeptError
            return Kept(_answer_from_json(raw["answer"]), date.fromisoformat(raw["day"]), raw["state"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise KeptError from error

    def _seal(self, record: str) -> str:
        return hmac.new(self._key, record.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


# --- the answer ------------------------------------------------------------------------------------------------------------------------------


def _answer_to_json(answer: Answer) -> dict[str, Any]:
    place = answer.territory or {}
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "language": answer.language,
        "audience": answer.audience,
        "status": answer.status,
        "sentences": [asdict(sentence) for sentence in answer.sentences],
        "citations": [_citation_to_json(citation) for citation in answer.citations],
        "clarifications": answer.clarifications,
        "territory": {"status": place.get("status"), "candidates": [dict(c) for c in (place.get("candidates") or [])[:12]]} if place else None,
        "understood": answer.understood,
        "notices": answer.notices,
        "engine": dict(answer.engine),
    }


def _answer_from_json(raw: Mapping[str, Any]) -> Answer:
    return Answer(
        **{name: raw[name] for name in ("question", "standalone_question", "language", "audience", "status", "territory", "engine")},
        sentences=tuple(Sentence(**{**sentence, "citations": tuple(sentence["citations"])}) for sentence in raw["sentences"]),
        citations=tuple(_citation_from_json(citation) for citation in raw["citations"]),
        clarifications=tuple(raw["clarifications"]),
        understood=tuple(raw["understood"]),
        notices=tuple(raw["notices"]),
    )


def _citation_to_json(citation: Citation) -> dict[str, Any]:
    """The citation and, of its document, only what surrounds the quote: slices of text, and where each of them begins and ends."""
    document, metadata = citation.document, citation.document.metadata
    spans = [(citation.start, citation.end), *citation.proves]
    text, slices = "", []
    for left, right in _joined(_around(document, start, end) for start, end in spans):
        slices.append((left, right, len(text)))
        text += document.text[left:right]

    def moved(span: tuple[int, int]) -> tuple[int, int]:
        left, _, at = next(piece for piece in slices if piece[0] <= span[0] <= span[1] <= piece[1])
        return span[0] - left + at, span[1] - left + at

    cited = [metadata.sources[n - 1] for n in citation.sources if 0 < n <= len(metadata.sources)] or list(metadata.sources)
    return {
        "number": citation.number,
        "text": text,
        "joints": [at for _, _, at in slices[1:]],
        "span": moved(spans[0]),
        "proves": [moved(span) for span in spans[1:]],
        "heading_path": citation.heading_path,
        "page": citation.page,
        "sources": [asdict(source) for source in cited],
        **{name: getattr(metadata, name) for name in _SHOWN},
        **{name: day.isoformat() if (day := getattr(metadata, name)) else None for name in _DAYS},
    }


def _citation_from_json(raw: Mapping[str, Any]) -> Citation:
    values: dict[str, Any] = {name: raw[name] for name in _SHOWN}
    values |= {name: date.fromisoformat(raw[name]) if raw[name] else None for name in _DAYS}
    metadata = Metadata(**values, sources=tuple(Source(**source) for source in raw["sources"]))
    joints = tuple(Block("heading", at, at) for at in raw["joints"])  # what is shown around a quote stops there, as it does at a heading
    (start, end), text = raw["span"], raw["text"]
    if not 0 <= start <= end <= len(text):
        raise KeptError
    proves = tuple((a, b) for a, b in raw["proves"])
    return Citation(raw["number"], Document(metadata, text, joints), text[start:end], start, end, tuple(raw["heading_path"]), raw["page"], proves=proves)


def _around(document: Document, start: int, end: int) -> tuple[int, int]:
    """The quote and its surroundings, inside its section."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    floor = max((block.end for block in headings if block.end <= start), default=0)
    ceiling = min((block.start for block in headings if block.start >= end), default=len(document.text))
    return max(floor, start - AROUND), min(ceiling, end + AROUND)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined


# --- what the conversation remembers ---------------------------------------------------------------------------------------------------------


def conversation_to_json(conversation: Conversation) -> dict[str, Any]:
    return {
        "turns": [asdict(turn) for turn in conversation.turns],
        "facts": conversation.facts.to_json(),
        "asked": conversation.asked,
        "schemes": conversation.schemes,
        "language": conversation.language,
    }


def conversation_from_json(raw: Mapping[str, Any]) -> Conversation:
    """The conversation, ready for a follow-up; a fact that this version does not know is left out."""
    try:
        turns = [Turn(**{**turn, "choices": tuple(turn["choices"])}) for turn in raw.get("turns", ())][-MAX_TURNS:]
        facts = {f.name: _fact(f.name, raw["facts"][f.name]) for f in fields(CompanyFacts) if f.name in raw.get("facts", {})}
        asked, schemes = tuple(raw.get("asked", ())), tuple(raw.get("schemes", ()))
        # What the register of companies said is asked again: it may have changed.
        return Conversation(turns, CompanyFacts(**facts), asked=asked, schemes=schemes, language=raw.get("language", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeptError from error


def _fact(name: str, value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else date.fromisoformat(value) if name == "date_creation" else value
