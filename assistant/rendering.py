"""Answer → Markdown, the same text for the page, the terminal and the exports. Document text is escaped: it cannot become mark-up."""

from __future__ import annotations

import re

from assistant.answers import Answer, Citation, Sentence
from assistant.phrases import phrase

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~]|!(?=\[))")
_STARTS_LIKE_MARKUP = re.compile(r"^(\s*\d*)([-+>.)])(\s)")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: no link, image, heading or HTML comes out of a document.

    >>> escaped("![x](http://a) <b>")
    '\\\\!\\\\[x\\\\](http://a) \\\\<b\\\\>'
    """
    return _STARTS_LIKE_MARKUP.sub(r"\1\\\2\3", _MARKUP.sub(r"\\\1", text)).replace("\n", " ")


def as_markdown(answer: Answer, *, tables: bool = True) -> str:
    """The sentences with their numbered marks; items of one list follow their lead-in; rows are a table, or items where a table cannot be shown."""
    lines: list[str] = []
    previous = ""
    for sentence in answer.sentences:
        text = f"{escaped(sentence.text)}{_marks(sentence)}"
        if sentence.layout == "row" and tables:
            head = previous != "row"
            lines += [*([""] if head and lines and lines[-1] else []), _row(sentence, head=head), *([f"|{' --- |' * len(sentence.cells)}"] if head else [])]
        elif sentence.layout in ("item", "row"):
            bullet = f"{sentence.ordinal}." if sentence.ordinal else "-"
            lines += ([] if previous in ("item", "lead_in", "row") else [""]) + [f"{bullet} {text}"]
        else:
            lines += ["", text] if lines else [text]
            if sentence.layout == "lead_in":
                lines.append("")
        previous = sentence.layout
    for question in answer.clarifications:
        lines += ["", f"**{escaped(question)}**"]
    return "\n".join(lines).strip()


def _row(sentence: Sentence, *, head: bool) -> str:
    """A line of a table: the label, then each side with the mark of its source; the head has the marks of the whole."""
    label, *sides = (escaped(cell) for cell in sentence.cells)
    marked = [side if head else f"{side} [{number}]" for side, number in zip(sides, sentence.citations, strict=True)]
    return f"| {' | '.join((label, *marked))} |"


def _marks(sentence: Sentence) -> str:
    return "".join(f" [{number}]" for number in sentence.citations)


def source_line(citation: Citation) -> str:
    """One line that names a source: title, publisher, date, address."""
    raw = citation.to_json()
    official = raw["sources"][0] if raw["sources"] else None
    parts = [f"[{citation.number}] {raw['title']}"]
    if raw["publisher"]:
        parts.append(raw["publisher"])
    if citation.page:
        parts.append(f"p. {citation.page}")
    if official:
        named = ", ".join(part for part in (official["title"], official["publisher"], official["date"] or "sans date", official["url"]) if part)
        parts.append(f"source : {named}")
    if raw["checked_on"]:
        parts.append(f"vérifié le {french_date(raw['checked_on'])}")
    return " — ".join(parts)


def understood_line(answer: Answer) -> str:
    """« J'ai compris : … », in the language of the answer."""
    return f"{phrase('understood', answer.language)} {('; ' if answer.language == 'en' else ' ; ').join(answer.understood)}."


def as_text(answer: Answer) -> str:
    """The answer and its sources, for a terminal or a mail."""
    parts = []
    if answer.understood:
        parts.append(understood_line(answer))
    parts.append(re.sub(r"\\([\\`*_\[\]<>|#~!+.)-])", r"\1", as_markdown(answer, tables=False)).replace("**", ""))
    if answer.notices:
        parts.append("\n".join(f"{phrase('note', answer.language)} {notice}" for notice in answer.notices))
    if answer.citations:
        parts.append("Sources\n" + "\n".join(source_line(citation) for citation in answer.citations))
    return "\n\n".join(part for part in parts if part)


def french_date(iso: str) -> str:
    """« 2024-11-09 » → « 9 novembre 2024 »; a year or a month alone is kept as such.

    >>> french_date("2024-11-01"), french_date("2024-11"), french_date("2024")
    ('1er novembre 2024', 'novembre 2024', '2024')
    """
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
    pieces = iso.split("-")
    if len(pieces) == 3:
        return f"{'1er' if pieces[2] == '01' else int(pieces[2])} {months[int(pieces[1]) - 1]} {pieces[0]}"
    return f"{months[int(pieces[1]) - 1]} {pieces[0]}" if len(pieces) == 2 else iso
