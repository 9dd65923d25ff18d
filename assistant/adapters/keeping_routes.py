"""What a reader keeps, over HTTP: a conversation sent back to be opened or downloaded, and an opinion that the reader chose to give.

Each body holds sealed records; one that this service did not seal is refused whole. Nothing is stored here but an opinion, after the click
that says so.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import Response

from assistant.errors import AssistantError, QuestionError, UsageError
from assistant.keeping import Kept
from assistant.page import texts
from assistant.page.contract import FeedbackLike, HistoryLike
from assistant.page.export import FILE_NAME, FORMATS, LONGEST_TITLE, as_markdown_file, marking, outline
from assistant.page.markup import COMMENT_LIMIT
from assistant.page.shelf import Shelf

if TYPE_CHECKING:
    from assistant.adapters.web import Turnstile

TURNS_AT_MOST = 40


def add_routes(app: FastAPI, shelf: Shelf, turnstile: Turnstile, feedback: FeedbackLike | None, history: HistoryLike | None) -> None:
    """POST /api/export, /api/conversations and, when the service stores opinions or conversations, /api/feedback and /api/history."""

    async def export(body: bytes) -> Response:
        fields = _fields(body, {"format", "turns", "title"}, texts.API_EXPORT.format(most=TURNS_AT_MOST))
        kind, title = fields.get("format"), fields.get("title", "")
        if not isinstance(kind, str) or kind not in FORMATS or not isinstance(title, str):
            raise QuestionError(texts.API_EXPORT.format(most=TURNS_AT_MOST))
        kept = _opened(shelf, fields, texts.API_EXPORT)
        async with turnstile.passage():
            content = await run_sync(as_file, kept, kind, title)
        headers = {"content-disposition": f'attachment; filename="{FILE_NAME}.{kind}"', "x-contenu-ia": "genere" if marking(kept)["genere"] else "extrait"}
        return Response(content, headers=headers, media_type=FORMATS[kind])

    async def open_again(body: bytes) -> Response:
        fields = _fields(body, {"turns"}, texts.API_REOPEN.format(most=TURNS_AT_MOST))
        opened = _opened(shelf, fields, texts.API_REOPEN)
        return _json({"ticket": shelf.put(fields["turns"], opened)})

    async def opinion(body: bytes) -> Response:
        expected = texts.API_FEEDBACK.format(limit=COMMENT_LIMIT)
        fields = _fields(body, {"turn", "useful", "comment"}, expected)
        useful, comment = fields.get("useful"), fields.get("comment", "")
        if not isinstance(useful, bool) or not isinstance(comment, str) or len(comment) > COMMENT_LIMIT:
            raise QuestionError(expected)
        kept = shelf.keeper.open(fields.get("turn"))
        assert feedback is not None
        await run_sync(lambda: feedback.add(kept, seal=fields["turn"]["seal"], useful=useful, comment=comment))
        return _json({"status": "enregistré"}, 201)

    async def own_history(body: bytes) -> Response:
        fields = _fields(body, {"capability", "action", "id", "content"}, texts.API_HISTORY)
        capability, action, key, content = (fields.get(name, "") for name in ("capability", "action", "id", "content"))
        if not all(isinstance(value, str) for value in (capability, action, key, content)):
            raise QuestionError(texts.API_HISTORY)
        assert history is not None
        if action == "put":
            _check_conversation(shelf, content)
            await run_sync(history.put, capability, key, content)
        elif action == "remove":
            await run_sync(history.remove, capability, key)
        elif action == "clear":
            await run_sync(history.remove_all, capability)
        elif action != "list":
            raise QuestionError(texts.API_HISTORY)
        found = await run_sync(history.all_of, capability) if action == "list" else []
        return _json({"conversations": [{"id": one, "content": kept} for one, kept in found]})

    routes = {"/api/export": export, "/api/conversations": open_again, **({"/api/feedback": opinion} if feedback else {}), **({"/api/history": own_history} if history else {})}
    for address, act in routes.items():
        app.add_api_route(address, _guarded(act), methods=["POST"], response_model=None)


def as_file(kept: list[Kept], kind: str, title: str) -> bytes:
    """The answers as a file. A pure function: the same records give the same bytes."""
    blocks = outline(kept, title=title.strip()[:LONGEST_TITLE])
    if kind == "docx":
        from assistant.adapters.export_docx import as_docx

        return as_docx(blocks, marking=marking(kept))
    if kind == "pdf":
        from assistant.adapters.export_pdf import as_pdf

        return as_pdf(blocks, marking=marking(kept))
    return as_markdown_file(blocks).encode("utf-8")


def _guarded(act: Callable[[bytes], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Every failure is a sentence: 400 for what cannot be read, 503 for what does not work now, 500 for a bug."""
    from assistant.adapters.web import CrowdedError, sentence_for

    async def respond(request: Request) -> Response:
        try:
            return await act(await request.body())
        except CrowdedError as error:
            return _json({"error": str(error)}, 503)
        except AssistantError as error:
            return _json({"error": str(error)}, 400 if isinstance(error, UsageError) else 503)
        except Exception as error:
            return _json({"error": sentence_for(error)}, 500)

    return respond


def _fields(body: bytes, admitted: set[str], expected: str) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict) or set(fields) - admitted:
        raise QuestionError(expected)
    return fields


def _opened(shelf: Shelf, fields: dict[str, Any], expected: str) -> list[Kept]:
    turns = fields.get("turns")
    if not isinstance(turns, list) or not 1 <= len(turns) <= TURNS_AT_MOST:
        raise QuestionError(expected.format(most=TURNS_AT_MOST))
    return [shelf.keeper.open(turn) for turn in turns]


def _check_conversation(shelf: Shelf, content: str) -> None:
    """Only what this service answered is stored: a title, and records that bear its seal."""
    conversation = _fields(content.encode("utf-8", "replace"), {"title", "named", "updated", "turns"}, texts.API_HISTORY)
    if not all(isinstance(conversation.get(name), str) and len(conversation[name]) <= LONGEST_TITLE for name in ("title", "updated")):
        raise QuestionError(texts.API_HISTORY)
    if not isinstance(conversation.get("named"), bool):
        raise QuestionError(texts.API_HISTORY)
    if any(set(turn) != {"record", "seal"} for turn in conversation.get("turns") or [] if isinstance(turn, dict)):
        raise QuestionError(texts.API_HISTORY)
    _opened(shelf, conversation, texts.API_REOPEN)


def _json(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), status, media_type="application/json")
