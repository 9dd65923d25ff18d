"""A small real site on this machine, as good or as hostile as a test asks. Used by the tests of the official sources."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
PAGE = "<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"


def page(text: str, *, title: str = "Le crédit d'impôt", **headers: str) -> Answer:
    return 200, {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}, PAGE.format(title=title, text=text).encode()


def csv_file(text: str) -> Answer:
    return 200, {"Content-Type": "text/csv"}, text.encode()


def moved(to: str) -> Answer:
    return 302, {"Location": to}, b""


class Request:
    """What a route is given: the headers that were sent, and the raw connection for the routes that misbehave."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.method, self.headers = handler.command, handler.headers
        self._handler = handler

    def write(self, data: bytes) -> None:
        """Raw bytes on the wire; raises OSError once the client has gone."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()


Route = Callable[[Request], Answer | None]


class Site:
    """`routes[path]` is an answer, several answers given in turn (the last one stays), or a function. Everything else is 404, robots.txt included."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer | list[Answer] | Route] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []  # method, path, headers
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.command, self.path, dict(self.headers)))
                route = site.routes.get(self.path, (404, {"Content-Type": "text/html"}, b"absent"))
                with suppress(OSError):  # the client gave up
                    if isinstance(route, list):
                        route = route.pop(0) if len(route) > 1 else route[0]
                    answer = route(Request(self)) if callable(route) else route
                    self.close_connection = True
                    if answer is not None:
                        self.reply(*answer)

            do_HEAD = do_GET

            def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
