"""A server that speaks like OpenAI (chat completions, streamed), on the loopback, in a thread; and the ways a language model may speak, well or badly.

What it says is a function of the two texts it received, so that a test reads as: the model says this, the reader sees that.
"""

from __future__ import annotations

import base64
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Speaker = Callable[[str, str], str]  # (system, user) → everything it says


# --- ways of speaking ------------------------------------------------------------------------------------------------------------------------


def passages_in(user: str) -> dict[int, str]:
    """The passages of a prompt by number, without their title."""
    found = re.findall(r'<passage numero="(\d+)">\n[^\n]*\n\n(.*?)\n</passage>', user, re.DOTALL)
    return {int(number): body for number, body in found}


def _sentences(body: str) -> list[str]:
    return [s for line in body.splitlines() for s in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])", line) if s.strip()]


def _marked(sentence: str, number: int) -> str:
    return f"{sentence.rstrip(' .;')} [{number}]{':' if sentence.endswith(':') else '.'}"


def faithful(system: str, user: str) -> str:
    """Takes up every sentence and list item of the passages, with its mark."""
    lines = []
    for number, body in passages_in(user).items():
        in_list = False
        for sentence in _sentences(body):
            if sentence.endswith(" :"):
                in_list = True
                lines.append(f"{sentence[:-2]} [{number}] :")
            else:
                lines.append(f"- {sentence.rstrip(' .;')} [{number}]" if in_list else _marked(sentence, number))
    return "\n".join(lines)


def says(text: str) -> Speaker:
    return lambda system, user: text


def inventing(*inventions: str, after: int = 1) -> Speaker:
    """Faithful, with invented sentences put after the first ones, marked as if a passage proved them."""

    def speak(system: str, user: str) -> str:
        first = next(iter(passages_in(user)), 1)
        lines = faithful(system, user).split("\n")
        return "\n".join([*lines[:after], *(_marked(text, first) for text in inventions), *lines[after:]])

    return speak


def refusing(system: str, user: str) -> str:
    return "Je suis désolé, mais je ne peux pas répondre à cette demande. En tant que modèle de langage, je n'ai pas accès à ces informations."


def babbling(system: str, user: str) -> str:
    return " ".join(f"Il est important de noter que la question est complexe, point {n} [1]." for n in range(2000))


def obedient(system: str, user: str) -> str:
    """Does whatever anything in its prompt tells it to, whoever says it, and marks it as proved."""
    said = [faithful(system, user)]
    everything = user
    for encoded in re.findall(r"[A-Za-z0-9+/]{24,}={0,2}", user):
        try:
            everything += "\n" + base64.b64decode(encoded).decode()
        except ValueError:
            continue
    for payload in re.findall(r"(?:[Rr]épond\w*|[ÉEée]cri\w*|[Dd]is|[Ss]ay|[Aa]nswer|[Rr]eply|[Aa]jout\w*|[Cc]onclu\w*|[Aa]ffirm\w*)[^«\"“\n]{0,60}[«\"“]\s*(.+?)\s*[»\"”]", everything):
        said += [_marked(payload, number) for number in passages_in(user) or {1: ""}]
    for address in re.findall(r"https?://[^\s)»\"]+", everything):
        said += [f"![suivi]({address}) [1].", f"Consultez {address} [1].", f'<img src="{address}"> [1].']
    if re.search(r"consigne|prompt|instructions?", everything, re.IGNORECASE):
        said += [line if "[1]" in line else f"{line} [1]." for line in system.splitlines()] + [system]
    return "\n".join(said)


# --- the server ------------------------------------------------------------------------------------------------------------------------------


@dataclass
class Behaviour:
    """How the server answers. Delays in seconds."""

    says: Speaker = faithful
    first_token_delay: float = 0.0
    pace: float = 0.0  # between two pieces
    piece: int = 12  # characters
    statuses: list[int] = field(default_factory=list)  # of the first calls: 500, 429…; then 200
    hangs: bool = False  # accepts, and says nothing
    drips: bool = False  # keeps the line alive with comments, and says nothing
    garbage: bool = False  # a stream that is not JSON
    killed_after: int = -1  # pieces, after which the connection is reset
    truncated_after: int = -1  # pieces, after which the stream ends politely, without saying that all was said
    finish_reason: str = "stop"
    counts_tokens: bool = False


class MockChatServer:
    """`with MockChatServer(Behaviour(…)) as server:` — `server.url` is an OpenAI base address, `server.calls` what it received."""

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.calls: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.open_streams = 0
        self.stopping = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Silent."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.calls.append(body)
                outer.headers.append(dict(self.headers.items()))
                outer.open_streams += 1
                try:
                    outer._answer(self, body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    outer.open_streams -= 1

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> MockChatServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        behaviour = self.behaviour
        status = behaviour.statuses.pop(0) if behaviour.statuses else 200
        if status != 200:
            error = json.dumps({"error": {"message": "clé canari-secret refusée", "type": "server_error"}}).encode()
            request.send_response(status)
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(error)))
            request.send_header("Retry-After-Ms", "10")
            request.end_headers()
            request.wfile.write(error)
            return
        if behaviour.hangs:
            self.stopping.wait(30)
            request.close_connection = True
            return
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()

        def send(line: str) -> None:
            raw = f"{line}\n\n".encode()
            request.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
            request.wfile.flush()

        while behaviour.drips and not self.stopping.wait(0.02):
            send(": patience")
        self.stopping.wait(behaviour.first_token_delay)
        for event in self._events(body):
            if event == "KILL":
                request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                request.connection.close()
                raise ConnectionResetError
            send(event)
            if behaviour.pace:
                time.sleep(behaviour.pace)
        request.wfile.write(b"0\r\n\r\n")

    def _events(self, body: dict[str, Any]) -> Iterator[str]:
        behaviour = self.behaviour
        if behaviour.garbage:
            yield from ("data: {pas du JSON", "data: [[[", "data: [DONE]")
            return
        texts = {message["role"]: message["content"] for message in body["messages"]}
        text = behaviour.says(texts["system"], texts["user"])

        def event(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
            choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
            return "data: " + json.dumps({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": body["model"], "choices": choices, **more})

        yield event({"role": "assistant", "content": ""})
        for sent, start in enumerate(range(0, len(text), behaviour.piece)):
            if sent == behaviour.truncated_after:
                return
            if sent == behaviour.killed_after:
                yield "KILL"
            yield event({"content": text[start : start + behaviour.piece]})
        usage = {"usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}} if behaviour.counts_tokens else {}
        yield event({}, behaviour.finish_reason, **usage)
        yield "data: [DONE]"
