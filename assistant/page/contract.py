"""What the page and the HTTP interface ask of the product: a small protocol that a fake fills as well as the real assistant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date
from typing import Any, Protocol

from assistant.answers import Answer
from assistant.companies import RegisterAnswer
from assistant.keeping import Kept
from assistant.simulating import Form, Simulation


class AssistantLike(Protocol):
    """Answers questions; may be called from several threads at once."""

    def ask(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Any = None) -> Answer:
        """One complete answer. Raises AssistantError, whose text is for the reader."""

    def stream(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Any = None) -> Iterator[Answer]:
        """The answer as it grows; the last one is complete, and its sentences are all verified."""

    def new_conversation(self) -> Any:
        """What is remembered between two questions. The page keeps it in memory on the server and never looks inside."""

    def conversation_to_json(self, conversation: Any) -> Mapping[str, Any]:
        """What is remembered, as JSON: sealed in what the reader keeps."""

    def conversation_from_json(self, raw: Mapping[str, Any]) -> Any:
        """The same, back. Raises AssistantError when it cannot be read."""

    def territory_lookup(self, text: str) -> Mapping[str, Any]:
        """The object of `territory --json`."""

    def simulate(self, form: Form, *, companies: MutableMapping[str, RegisterAnswer] | None = None) -> Simulation:
        """What the rules say of a form. `companies` remembers what the register answered, from one form to the next."""


class FeedbackLike(Protocol):
    """Stores opinions on answers, `days` long; may be called from several threads at once."""

    days: int

    def add(self, kept: Kept, *, seal: str, useful: bool, comment: str = "") -> None:
        """Store one opinion, or replace the one given before on the same answer. Personal data that can be recognised is masked first."""


class HistoryLike(Protocol):
    """Keeps conversations on the server, `days` long, each for the owner of a capability; may be called from several threads at once."""

    days: int

    def all_of(self, capability: str) -> list[tuple[str, str]]:
        """(id, content) of each conversation of this owner, newest first."""

    def put(self, capability: str, conversation_id: str, content: str) -> None:
        """Write a conversation of this owner."""

    def remove(self, capability: str, conversation_id: str) -> None:
        """Erase a conversation of this owner."""

    def remove_all(self, capability: str) -> None:
        """Erase all the conversations of this owner."""
