"""An answer as a Markdown file to keep: what it is, the question, the answer, its sources."""

from __future__ import annotations

import re
from datetime import date

from assistant.answers import Answer
from assistant.page import texts
from assistant.rendering import as_markdown, escaped, french_date, source_line


def as_file(answer: Answer, *, day: date) -> str:
    """The whole file. Document text is escaped, so that it cannot become a link or an image in a viewer."""
    parts = [f"# {escaped(answer.question)}", f"> {texts.EXPORT_HEADER} {origin(answer, day=day)}"]
    if understood_otherwise(answer):
        parts.append(f"{texts.STANDALONE} {escaped(answer.standalone_question)}")
    if answer.understood:
        parts.append(f"{texts.UNDERSTOOD} {escaped(' ; '.join(answer.understood))}.")
    parts.append(as_markdown(answer))
    parts += [f"*{escaped(notice)}*" for notice in answer.notices]
    if answer.citations:
        parts.append(f"## {texts.SOURCES_MANY}\n\n" + "\n".join(f"- {escaped(source_line(citation))}" for citation in answer.citations))
        parts += [f"[{citation.number}] « {escaped(citation.quote)} »" for citation in answer.citations]
    return "\n\n".join(part for part in parts if part) + "\n"


def origin(answer: Answer, *, day: date) -> str:
    """Who wrote the sentences: the sources themselves, fixed rules over cited data, or a chat model."""
    shown = french_date(day.isoformat())
    if is_generated(answer):
        return texts.REWRITTEN.format(model=answer.engine["chat_model"], day=shown)
    return (texts.QUOTED if answer.engine.get("composer", "extractive") == "extractive" else texts.CALCULATED).format(day=shown)


def understood_otherwise(answer: Answer) -> bool:
    """True when the stand-alone question has other words than what was typed."""
    asked, standalone = (re.sub(r"\W+", " ", question.casefold()).strip() for question in (answer.question, answer.standalone_question))
    return bool(standalone) and standalone != asked


def is_generated(answer: Answer) -> bool:
    """True when a chat model wrote the sentences (AI Act, article 50(2))."""
    return bool(answer.engine.get("chat_model"))
