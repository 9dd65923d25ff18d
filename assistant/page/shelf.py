"""What goes between the reader's browser and the page: sealed records out, and, for the time of a click, a conversation back in."""

from __future__ import annotations

import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from assistant.keeping import Keeper, Kept

SECONDS_TO_TAKE = 60.0
WAITING_AT_MOST = 40
Conversation = tuple[list[Kept], list[str]]  # the answers, and the sealed record of each as the browser has it


class Shelf:
    """The seal of the service, and the conversations that were sent to be opened again: each is taken once, within a minute, by whoever holds its ticket."""

    def __init__(self, key: bytes | None = None, *, now: Callable[[], float] = monotonic) -> None:
        self.keeper = Keeper(key or secrets.token_bytes(32))
        self._now = now
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, tuple[float, Conversation]] = OrderedDict()

    def put(self, turns: list[Mapping[str, Any]], opened: list[Kept]) -> str:
        """Keep a conversation for a minute; returns its ticket (128 random bits). The oldest one leaves when too many wait."""
        sealed = [_as_kept(turn) for turn in turns]
        ticket = secrets.token_urlsafe(16)
        with self._lock:
            self._forget_late()
            while len(self._waiting) >= WAITING_AT_MOST:
                self._waiting.popitem(last=False)
            self._waiting[ticket] = (self._now(), (opened, sealed))
        return ticket

    def taken(self, ticket: str) -> Conversation | None:
        """The conversation of this ticket, which is then forgotten; None when there is none or it came too late."""
        with self._lock:
            self._forget_late()
            found = self._waiting.pop(ticket, None)
            return found[1] if found else None

    def _forget_late(self) -> None:
        while self._waiting and self._now() - next(iter(self._waiting.values()))[0] > SECONDS_TO_TAKE:
            self._waiting.popitem(last=False)


def _as_kept(turn: Mapping[str, Any]) -> str:
    return json.dumps({"record": turn["record"], "seal": turn["seal"]}, ensure_ascii=False)
