"""The HTTP server: the page, a small JSON interface, and a guard in front of both.

The guard lets through a short list of addresses and answers 404 to the rest (Gradio alone would accept files from anyone), caps what is
sent, and puts the security headers on every response. Scripts run only with the mark drawn for this very page load.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import uvicorn
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import Response

from assistant import __version__
from assistant.documents import AUDIENCES
from assistant.errors import AssistantError, QuestionError, UsageError
from assistant.page import files, texts
from assistant.page.contract import AssistantLike, FeedbackLike, HistoryLike
from assistant.page.export import is_generated
from assistant.page.shelf import Shelf

if TYPE_CHECKING:
    import gradio as gr

logger = logging.getLogger("assistant.web")

BODY_LIMIT = 64 * 1024  # bytes
KEPT_LIMIT = 2 * 1024 * 1024  # bytes of a conversation that a reader sends back, to open or to download it
ANSWERS_AT_ONCE = 8
WAITING_AT_MOST = 100
SESSIONS_KEPT = 200

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class CrowdedError(AssistantError):
    """Too many questions wait already."""

    def __init__(self) -> None:
        super().__init__(texts.CROWDED)


class Turnstile:
    """So many answers at once, so many waiting, and no more."""

    def __init__(self, *, at_once: int = ANSWERS_AT_ONCE, waiting: int = WAITING_AT_MOST) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._waiting_at_most = waiting
        self.waiting = 0

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """Raises CrowdedError at once when the queue is full. The place is given back however the block ends."""
        if self.waiting >= self._waiting_at_most:
            raise CrowdedError
        self.waiting += 1
        try:
            await self._slots.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._slots.release()


def sentence_for(error: Exception) -> str:
    """What the reader is told. A bug is logged with its traceback under a reference, and never shown."""
    if isinstance(error, AssistantError):
        return str(error)
    reference = secrets.token_hex(4)
    logger.error("Erreur interne %s", reference, exc_info=error)
    return texts.INTERNAL.format(reference=reference)


# --- the JSON interface ----------------------------------------------------------------------------------------------------------------------


def _json(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(content, ensure_ascii=False, default=str), status, headers, media_type="application/json")


def _refused(message: str, status: int = 400, headers: dict[str, str] | None = None) -> Response:
    return _json({"error": message}, status, headers)


def _asked(body: bytes, *, limit: int) -> tuple[str, str | None, date | None]:
    """The three fields of POST /api/ask. Raises QuestionError with a sentence that says what is expected."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise QuestionError(texts.API_NOT_JSON)
    unknown = sorted(set(fields) - {"question", "audience", "on"})
    if unknown:
        raise QuestionError(texts.API_UNKNOWN_FIELD.format(name=unknown[0][:40]))
    question, audience, on = fields.get("question"), fields.get("audience"), fields.get("on")
    if not isinstance(question, str) or not question.strip():
        raise QuestionError(texts.API_NO_QUESTION.format(limit=limit))
    if problem := too_long(question, limit=limit):
        raise QuestionError(problem)
    if audience is not None and audience not in AUDIENCES:
        raise QuestionError(texts.API_AUDIENCE)
    try:
        day = None if on is None else date.fromisoformat(on) if isinstance(on, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", on) else _no_date()
    except ValueError as error:
        raise QuestionError(texts.API_ON) from error
    return question, audience, day


def _no_date() -> date:
    raise ValueError


def too_long(question: str, *, limit: int) -> str:
    """The sentence that refuses a question that is too long, else ""."""
    length = len(question.strip())
    return texts.TOO_LONG.format(count=f"{length:,}".replace(",", "\u202f"), limit=f"{limit:,}".replace(",", "\u202f")) if length > limit else ""


def _interface(assistant: AssistantLike, turnstile: Turnstile, *, limit: int) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/api/health")
    async def health() -> Response:
        return _json({"status": "ok", "version": __version__, "notice": f"{texts.NOTICE_LEAD} {texts.NOTICE}"})

    @app.post("/api/ask")
    async def ask(request: Request) -> Response:
        try:
            question, audience, on = _asked(await request.body(), limit=limit)
            async with turnstile.passage():
                answer = await run_sync(lambda: assistant.ask(question, audience=audience, on=on))
        except CrowdedError as error:
            return _refused(str(error), 503, {"retry-after": "60"})
        except UsageError as error:
            return _refused(str(error), 400 if isinstance(error, QuestionError) else 503)
        except AssistantError as error:
            return _refused(str(error), 503)
        except Exception as error:
            return _refused(sentence_for(error), 500)
        return _json(answer.to_json(), headers={"x-contenu-ia": "genere" if is_generated(answer) else "extrait"})

    return app


def build_server(
    assistant: AssistantLike,
    page: gr.Blocks,
    *,
    turnstile: Turnstile | None = None,
    limit: int = 2000,
    operator: str = "",
    contact: str = "",
    recipients: str = "",
    shelf: Shelf | None = None,
    feedback: FeedbackLike | None = None,
    history: HistoryLike | None = None,
) -> Application:
    """The whole ASGI application. `operator`, `contact` and `recipients` fill the pages on accessibility and personal data.

    `shelf` is that of the page; without `feedback`, no opinion is stored; without `history`, no conversation is.
    """
    import gradio as gr

    from assistant.adapters.keeping_routes import add_routes

    turnstile = turnstile or Turnstile()
    app = _interface(assistant, turnstile, limit=limit)
    add_routes(app, shelf or Shelf(), turnstile, feedback, history)
    style, script = files.style(), files.script(limit=limit, on_server=history is not None)
    for address, name in files.PAGES.items():
        stored = {"feedback_days": feedback.days if feedback else 0, "history_days": history.days if history else 0}
        content = files.page_of_text(name, operator=operator, contact=contact, recipients=recipients, **stored)
        app.add_api_route(address, _fixed(content, "text/html"), response_model=None)
    for address, content, kind in (("/page.css", style, "text/css"), ("/page.js", script, "text/javascript")):
        app.add_api_route(address, _fixed(content, kind), response_model=None)
    page.state_session_capacity = SESSIONS_KEPT
    page.queue(max_size=WAITING_AT_MOST * 2, default_concurrency_limit=None)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
    )
    head = f'<link rel="stylesheet" href="page.css?v={files.version(style)}"><script src="page.js?v={files.version(script)}" defer></script>'
    return Guard(app, head=head)


def _fixed(content: str, kind: str) -> Callable[[], Awaitable[Response]]:
    async def give() -> Response:
        return Response(content, media_type=f"{kind}; charset=utf-8")

    return give


# --- the guard -------------------------------------------------------------------------------------------------------------------------------

_ADMITTED = re.compile(
    r"/|/(?:assets|static)/[\w./@+-]+|/theme\.css|/favicon\.ico|/manifest\.json|/page\.(?:css|js)|/api/(?:ask|health|export|conversations|feedback|history)"
    r"|/gradio_api/(?:queue/(?:join|data)|heartbeat/[\w-]+|cancel|reset|startup-events)" + "".join(f"|{re.escape(address)}" for address in files.PAGES)
)
_LARGER = re.compile(r"/api/(?:export|conversations|history)")
_KEPT_FOR_EVER = re.compile(r"/assets/.+-[\w-]{8}\.\w+|/page\.(?:css|js)")
_METADATA = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*?/?>\s*')
_TAKEN_OUT = (b"server", b"access-control-allow-origin", b"access-control-allow-credentials")
_QUEUE_FULL = json.dumps({"detail": texts.CROWDED}, ensure_ascii=False).encode()


def security_headers(nonce: str = "") -> dict[str, str]:
    """On every response. Nothing loads from elsewhere, nothing is sent elsewhere, no frame holds the page."""
    allowed = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    policy = (
        f"default-src 'self'; script-src {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


class Guard:
    """Stands in front of the application: admits, caps, marks."""

    def __init__(self, app: Application, *, head: str = "", body_limit: int = BODY_LIMIT) -> None:
        self._app, self._head, self._body_limit = app, head, body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if not _ADMITTED.fullmatch(path) or ".." in path:
            return await self._refuse(send, 404, texts.NOT_FOUND)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return await self._refuse(send, 405, texts.API_METHOD.format(method=scope["method"][:10]))
        limit = KEPT_LIMIT if _LARGER.fullmatch(path) else self._body_limit
        body = await self._whole_body(scope, receive, limit)
        if body is None:
            return await self._refuse(send, 413, texts.BODY_TOO_LARGE.format(limit=limit))
        is_page = path == "/" and scope["method"] == "GET"
        nonce = secrets.token_urlsafe(16) if is_page else ""
        if is_page:  # the page is rewritten below: it must come uncompressed
            scope = {**scope, "headers": [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]}
        await self._app(scope, _replayed(body, receive), self._marked(path, nonce, send))

    async def _whole_body(self, scope: Scope, receive: Receive, limit: int) -> bytes | None:
        """All that was sent, or None when it is more than the limit (which is all that is ever held)."""
        declared: bytes = next((value for key, value in scope["headers"] if key == b"content-length"), b"0")
        if not declared.isdigit() or int(declared) > limit:
            return None
        body: bytes = b""
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return body
            body += message.get("body", b"")
            if len(body) > limit:
                return None
            if not message.get("more_body"):
                return body

    def _marked(self, path: str, nonce: str, send: Send) -> Send:
        held: Message = {}
        parts: list[bytes] = []

        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(key, value) for key, value in message["headers"] if key not in _TAKEN_OUT]
                held.update(message, headers=headers)
                is_html = any(key == b"content-type" and value.startswith(b"text/html") for key, value in headers)
                is_full = path == "/gradio_api/queue/join" and message["status"] == 503
                held["rewrite"] = self._rewritten if nonce and is_html else _queue_full if is_full else None
                headers += [(key.encode(), value.encode()) for key, value in security_headers(nonce).items()]
                if message["status"] == 200 and _KEPT_FOR_EVER.fullmatch(path):
                    _set(headers, b"cache-control", b"public, max-age=31536000, immutable")
                elif not path.startswith(("/assets/", "/static/")):
                    _set(headers, b"cache-control", b"no-store")
                if not held["rewrite"]:
                    held.pop("rewrite")
                    await send(dict(held))
            elif message["type"] == "http.response.body" and held.get("rewrite"):
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    content = held.pop("rewrite")(b"".join(parts), nonce)
                    _set(held["headers"], b"content-length", str(len(content)).encode())
                    await send(dict(held))
                    await send({"type": "http.response.body", "body": content})
            else:
                await send(message)

        return forward

    def _rewritten(self, body: bytes, nonce: str) -> bytes:
        """Gradio's page, in French, with our style and script, without its advertisement, each script carrying the mark of this load."""
        page = body.decode("utf-8").replace('<html\n\tlang="en"', '<html\n\tlang="fr"', 1)
        page = re.sub(r'(<html[^>]*?\blang=")en"', r'\1fr"', page, count=1)
        page = _METADATA.sub("", page).replace("</head>", f"{self._head}</head>", 1)
        return re.sub(r"<script(?=[\s>])", f'<script nonce="{nonce}"', page).encode("utf-8")

    async def _refuse(self, send: Send, status: int, sentence: str) -> None:
        body = json.dumps({"error": sentence}, ensure_ascii=False).encode()
        headers = {"content-type": "application/json", "content-length": str(len(body)), "cache-control": "no-store", "connection": "close"}
        headers |= security_headers()
        await send({"type": "http.response.start", "status": status, "headers": [(key.encode(), value.encode()) for key, value in headers.items()]})
        await send({"type": "http.response.body", "body": body})


def _queue_full(body: bytes, nonce: str) -> bytes:
    return _QUEUE_FULL


def _set(headers: list[tuple[bytes, bytes]], name: bytes, value: bytes) -> None:
    headers[:] = [(key, old) for key, old in headers if key != name] + [(name, value)]


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What was read is given again, then the connection is listened to as before."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


# --- listening -------------------------------------------------------------------------------------------------------------------------------


class _Server(uvicorn.Server):
    """Says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"{texts.OPENED.format(url=self._address)}\n{texts.STOP_HINT}", flush=True)


def listen(app: Application, *, host: str, port: int) -> None:
    """Serve until Ctrl-C. Raises UsageError when the port is taken or the address is not ours."""
    taken = bind(host, port)
    shown = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1"}.get(host, host)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=15, timeout_graceful_shutdown=3, ws="none")
    try:
        _Server(config, f"http://{shown}:{taken.getsockname()[1]}").run(sockets=[taken])
    except KeyboardInterrupt:
        pass
    finally:
        taken.close()


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there (port 0: any free one)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except PermissionError as error:
        listener.close()
        raise UsageError(texts.PORT_FORBIDDEN.format(port=port)) from error
    except (socket.gaierror, OverflowError) as error:
        listener.close()
        raise UsageError(texts.BAD_HOST.format(host=host)) from error
    except OSError as error:
        listener.close()
        import errno

        sentence = texts.BAD_PORT.format(port=port, host=host) if error.errno == errno.EADDRINUSE else texts.BAD_HOST.format(host=host)
        raise UsageError(sentence) from error
    listener.setblocking(False)
    return listener
