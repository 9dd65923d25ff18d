"""The page: a question in, our own HTML out; nothing is decided here. `python app.py` opens it with the default settings."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from time import monotonic
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported: nothing is resolved nor sent

import gradio as gr
from anyio.to_thread import run_sync

from assistant.adapters.web import Turnstile, build_server, listen, sentence_for, too_long
from assistant.answers import Answer
from assistant.errors import AssistantError
from assistant.keeping import Kept
from assistant.page import markup, simulator, simulator_texts, texts
from assistant.page.contract import AssistantLike, FeedbackLike, HistoryLike
from assistant.page.shelf import Shelf

TURNS_KEPT = 20  # on the page and in memory; older ones leave
SECONDS_BETWEEN_UPDATES = 0.16


@dataclass
class Turn:
    """A question on the page, and what it got so far."""

    question: str
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    answer: Answer | None = None
    done: bool = False
    stopped: bool = False
    error: str = ""
    day: date = field(default_factory=date.today)
    kept: str = ""  # the sealed record that the reader may keep or download
    feedback_days: int = 0

    def html(self) -> str:
        if self.error:
            return markup.failed(self.id, self.question, self.error)
        if self.answer is None:
            return markup.failed(self.id, self.question, texts.STOPPED) if self.stopped else markup.waiting(self.id, self.question)
        return markup.answered(self.id, self.answer, day=self.day, done=self.done, stopped=self.stopped, kept=self.kept, feedback_days=self.feedback_days)


class Session:
    """One reader's conversation: in the server's memory only, never sent to the browser."""

    def __init__(self, conversation: Any) -> None:
        self.conversation = conversation
        self.turns: list[Turn] = []

    def open(self, question: str) -> Turn:
        self.turns = [*self.turns[-TURNS_KEPT:], Turn(question)]
        return self.turns[-1]

    def resume(self, kept: list[Kept], sealed: list[str], *, feedback_days: int) -> None:
        """Put back on the page what the reader had kept."""
        self.turns = [
            Turn(one.answer.question, answer=one.answer, done=True, day=one.day, kept=seal, feedback_days=feedback_days) for one, seal in zip(kept, sealed, strict=True)
        ]

    def past(self) -> str:
        return "\n\n".join(turn.html() for turn in self.turns[:-1])


def build_page(
    assistant: AssistantLike, *, turnstile: Turnstile | None = None, limit: int = 2000, shelf: Shelf | None = None, feedback_days: int = 0, history_days: int = 0
) -> gr.Blocks:
    """The page over any assistant that keeps the contract. `shelf` seals what readers keep; `feedback_days` is how long opinions are stored (0: never),
    `history_days` how long this server keeps conversations (0: they stay in the browser).
    """
    turnstile, shelf = turnstile or Turnstile(), shelf or Shelf()

    async def respond(question: str, audience: str | None, session: Session | None) -> AsyncIterator[tuple[Any, ...]]:
        problem = texts.EMPTY_QUESTION if not (question or "").strip() else too_long(question, limit=limit)
        if problem:
            yield session, gr.skip(), gr.skip(), gr.skip(), markup.text(problem)
            return
        session = session or Session(assistant.new_conversation())
        turn = session.open(question.strip())
        yield session, session.past(), turn.html(), "", ""
        growing: Iterator[Answer] | None = None
        shown = 0.0
        try:
            async with turnstile.passage():
                growing = assistant.stream(turn.question, audience=audience, conversation=session.conversation)
                while (piece := await run_sync(next, growing, None)) is not None:
                    turn.answer = piece
                    if monotonic() - shown >= SECONDS_BETWEEN_UPDATES:
                        shown = monotonic()
                        yield gr.skip(), gr.skip(), turn.html(), gr.skip(), gr.skip()
            turn.done, turn.feedback_days = True, feedback_days
            if turn.answer is not None and not turn.stopped:
                turn.kept = shelf.keeper.keep(turn.answer, day=turn.day, state=assistant.conversation_to_json(session.conversation))
        except AssistantError as error:
            turn.error = str(error)
        except Exception as error:
            turn.error = sentence_for(error)
        finally:
            with suppress(Exception):  # a stream that is still at work in its thread cannot be closed: it ends by itself
                growing.close()  # type: ignore[union-attr]
        yield session, gr.skip(), turn.html(), gr.skip(), gr.skip()

    def stop(session: Session | None) -> tuple[Any, Any]:
        """What was written stays, and says that it is not whole."""
        if not session or not session.turns or session.turns[-1].done or session.turns[-1].error:
            return gr.skip(), gr.skip()
        turn = session.turns[-1]
        turn.done = turn.stopped = True
        return session, turn.html()

    def reopen(ticket: str) -> tuple[Any, ...]:
        """The conversation that the browser just sent, on the page again and ready for a follow-up."""
        found = shelf.taken(ticket or "")
        if found is None:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip(), markup.text(texts.REOPEN_EXPIRED)
        kept, sealed = found
        session = Session(assistant.conversation_from_json(kept[-1].state))
        session.resume(kept, sealed, feedback_days=feedback_days)
        return session, session.past(), session.turns[-1].html(), "", ""

    async def look_up(place: str) -> str:
        place = (place or "").strip()
        if not place or len(place) > 200:
            return markup.territory_error(texts.TERRITORY_TOO_LONG if place else texts.TERRITORY_EMPTY)
        try:
            async with turnstile.passage():
                return markup.territory(await run_sync(assistant.territory_lookup, place))
        except Exception as error:
            return markup.territory_error(sentence_for(error))

    async def simulate(filled: str, companies: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        turn = secrets.token_hex(4)
        try:
            form = simulator.read_form(filled, limit=limit)
            async with turnstile.passage():
                simulation = await run_sync(partial(assistant.simulate, form, companies=companies))
            return simulator.result(turn, simulation, day=date.today()), companies
        except Exception as error:
            return simulator.failed(turn, sentence_for(error)), companies

    def block(value: str = "", **options: Any) -> gr.Markdown:
        # Our own HTML, escaped by us: Gradio's cleaning would take out the ARIA attributes and let images through.
        return gr.Markdown(value, sanitize_html=False, latex_delimiters=[], **options)

    def on(triggers: list[Any], act: Any, inputs: list[Any], outputs: list[Any], **options: Any) -> Any:
        options = {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private", "trigger_mode": "once", **options}
        return gr.on(triggers, act, inputs, outputs, **options)

    with gr.Blocks(title=texts.TITLE, analytics_enabled=False) as page:
        session = gr.State(None, time_to_live=4 * 3600)
        with gr.Column(elem_id="page"):
            block(markup.header())
            with gr.Tabs():
                with gr.Tab(texts.TAB_QUESTION, id="question"):
                    audience = gr.Radio(list(texts.AUDIENCES), label=texts.AUDIENCE_LABEL, elem_id="public")
                    with gr.Column(elem_id="fil"):
                        past = block(elem_id="fil-passe")
                        current = block(markup.welcome(), elem_id="fil-courant")
                    with gr.Column(elem_id="saisie"):
                        hint = block(elem_id="saisie-message")
                        with gr.Row(elem_id="ligne-saisie"):
                            question = gr.Textbox(label=texts.QUESTION_LABEL, placeholder=texts.QUESTION_PLACEHOLDER, lines=1, max_lines=6, elem_id="question")
                            send = gr.Button(texts.SEND, variant="primary", elem_id="envoyer")
                        renew = gr.Button(texts.NEW_CONVERSATION, variant="secondary", elem_id="nouvelle")
                        halt = gr.Button(texts.STOP, elem_id="arreter")
                        ticket = gr.Textbox(label=texts.TAB_KEPT, elem_id="reprise")
                        resume = gr.Button(texts.TAB_KEPT, elem_id="reprendre")
                with gr.Tab(texts.TAB_TERRITORY, id="territoire"), gr.Column(elem_id="territoire"):
                    block(f"<p>{markup.text(texts.TERRITORY_INTRO)}</p>")
                    with gr.Row(elem_id="ligne-lieu"):
                        place = gr.Textbox(label=texts.TERRITORY_LABEL, placeholder=texts.TERRITORY_PLACEHOLDER, lines=1, max_lines=1, elem_id="lieu")
                        search = gr.Button(texts.TERRITORY_SEND, variant="primary", elem_id="chercher-lieu")
                    found = block(elem_id="lieu-trouve")
                with gr.Tab(simulator_texts.TAB, id="simulateur"), gr.Column(elem_id="simulateur"):
                    block(f'<p class="simu-intro">{markup.text(simulator_texts.INTRO)}</p>', elem_id="simu-presentation")
                    block(simulator.form(), elem_id="simu-saisie")
                    simulated = block(simulator.empty(), elem_id="simu-resultat")
                    filled = gr.Textbox(show_label=False, elem_id="simu-envoi")
                    compute, erase = gr.Button(elem_id="simu-calculer"), gr.Button(elem_id="simu-effacer")
                    companies = gr.State({}, time_to_live=4 * 3600)
                with gr.Tab(texts.TAB_KEPT, id="gardees"):
                    block(markup.kept_conversations(history_days), elem_id="gardees")
            block(markup.footer())

        asking = on([send.click, question.submit], respond, [question, audience, session], [session, past, current, question, hint])
        on([halt.click], stop, [session], [session, current], cancels=[asking])
        on([renew.click], lambda: (None, "", markup.welcome(), "", ""), [], [session, past, current, question, hint], cancels=[asking])
        on([resume.click], reopen, [ticket], [session, past, current, question, hint], cancels=[asking])
        on([search.click, place.submit], look_up, [place], [found])
        simulating = on([compute.click], simulate, [filled, companies], [simulated, companies], trigger_mode="always_last")
        on([erase.click], lambda: (simulator.empty(), {}), [], [simulated, companies], cancels=[simulating])
    return page


def serve(
    assistant: AssistantLike,
    *,
    host: str,
    port: int,
    limit: int = 2000,
    operator: str = "",
    contact: str = "",
    recipients: str = "",
    shelf: Shelf | None = None,
    feedback: FeedbackLike | None = None,
    history: HistoryLike | None = None,
) -> None:
    """Open the page and the JSON interface until Ctrl-C. Raises UsageError when the port is taken."""
    turnstile, shelf = Turnstile(), shelf or Shelf()
    page = build_page(assistant, turnstile=turnstile, limit=limit, shelf=shelf, feedback_days=feedback.days if feedback else 0, history_days=history.days if history else 0)
    server = build_server(
        assistant, page, turnstile=turnstile, limit=limit, operator=operator, contact=contact, recipients=recipients, shelf=shelf, feedback=feedback, history=history
    )
    listen(server, host=host, port=port)


def main() -> int:
    from assistant.cli import main as command

    return command(["serve", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
