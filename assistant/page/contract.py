"""What the page and the HTTP interface ask of the product: a small protocol that a fake fills as well as the real assistant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date
from typing import Any, Protocol

from assistant.answers import Answer
from assistant.companies import RegisterAnswer
from assistant.simulating import Form, Simulation


class AssistantLike(Protocol):
    """Answers questions; may be called from several threads at once."""

    def ask(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Any = None) -> Answer:
        """One complete answer. Raises AssistantError, whose text is for the reader."""

    def stream(self, question: str, *, audience: str | None = None, on: date | None = None, conversation: Any = None) -> Iterator[Answer]:
        """The answer as it grows; the last one is complete, and its sentences are all verified."""

    def new_conversation(self) -> Any:
        """What is remembered between two questions. The page keeps it in memory on the server and never looks inside."""

    def territory_lookup(self, text: str) -> Mapping[str, Any]:
        """The object of `territory --json`."""

    def simulate(self, form: Form, *, companies: MutableMapping[str, RegisterAnswer] | None = None) -> Simulation:
        """What the rules say of a form. `companies` remembers what the register answered, from one form to the next."""
