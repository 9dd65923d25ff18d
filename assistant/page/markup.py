"""An answer as our own HTML. Everything that comes from a person or a document is escaped; a link goes only to a cited source.

Each function returns one HTML block on a single line: the page hands it to a Markdown component, which passes such a block through
untouched, and keeps on screen the blocks that did not change.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from assistant.answers import ANSWERED, Answer, Citation, Sentence
from assistant.documents import Document, Source, without_hidden_characters
from assistant.page import texts
from assistant.page.export import as_rich_text, dated, is_generated, origin, unbroken, understood_otherwise, validity, where
from assistant.page.export import safe_url as safe_url
from assistant.rendering import as_text, french_date, understood_line

COMMENT_LIMIT = 1000  # characters of a comment on an answer
CONTEXT = 150  # characters shown on each side of a quote


def text(value: str) -> str:
    """Text that stays text, on one line; a space before « : », inside « … » or inside « 600 000 » does not break.

    >>> text('<img src=x>\\n "a" & b')
    '&lt;img src=x&gt; &quot;a&quot; &amp; b'
    """
    return unbroken(attribute(value))


def attribute(value: str) -> str:
    """The same, for the value of an attribute: spaces are kept as they are."""
    return html.escape(re.sub(r"\s*\n\s*", " ", without_hidden_characters(value)[0]))


def button(action: str, label: str, *, fill: str | None = None, css: str = "", more: str = "", inside: str = "") -> str:
    """A button of ours: the script does `action`. `inside` replaces the label on screen, which then stays for those who do not see it."""
    shown = f'{inside}<span class="sr">{text(label)}</span>' if inside else text(label)
    filled = "" if fill is None else f' data-fill="{attribute(fill)}"'
    return f'<button type="button" data-action="{action}"{filled}{f" class={css}" if css else ""}{more}>{shown}</button>'


def verbatim(value: str) -> str:
    """Text that stays text and keeps its lines, as character references.

    >>> verbatim("a\\n\\n<b>")
    'a&#10;&#10;&lt;b&gt;'
    """
    return html.escape(without_hidden_characters(value)[0]).replace("\r", "").replace("\n", "&#10;")


def link(url: str, label: str) -> str:
    """A link that opens beside the page and says so; the label alone when the address is not safe."""
    address = safe_url(url)
    if not address:
        return text(label)
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return (
        f'<a href="{html.escape(address)}" target="_blank" rel="noopener noreferrer">{text(label)}'
        f'<span class="sr"> ({texts.NEW_WINDOW})</span></a> <span class="hote">{text(host)}</span>'
    )


# --- the frame of the page -----------------------------------------------------------------------------------------------------------------


def header() -> str:
    return (
        f'<header class="entete"><a class="evitement" href="#question">{text(texts.SKIP_LINK)}</a>'
        f'<h1>{text(texts.TITLE)}</h1><p class="accroche">{text(texts.TAGLINE)}</p>'
        f'<p class="avis"><strong>{text(texts.NOTICE_LEAD)}</strong> {text(texts.NOTICE)}</p></header>'
    )


def footer() -> str:
    opens = f'<span class="sr"> ({texts.NEW_WINDOW})</span>'
    links = "".join(f'<li><a href="{address}" target="_blank" rel="noopener">{text(label)}{opens}</a></li>' for address, label in texts.FOOTER_LINKS)
    return f'<footer class="pied"><ul>{links}</ul></footer>'


def welcome() -> str:
    """The empty state: questions to click, by audience."""
    groups = "".join(
        f'<div class="exemples exemples-{audience}"><h3>{text(title)}</h3><ul>'
        + "".join(f"<li>{button('exemple', asked, fill=asked, css='exemple', more=f' data-audience={audience}')}</li>" for asked in questions)
        + "</ul></div>"
        for audience, (title, questions) in texts.EXAMPLES.items()
    )
    return f'<section class="accueil"><h2>{text(texts.WELCOME)}</h2><div class="groupes">{groups}</div></section>'


# --- one turn of the conversation ----------------------------------------------------------------------------------------------------------


def waiting(turn: str, question: str) -> str:
    return _turn(turn, question, "attente", f'<p class="attente"><span class="points" aria-hidden="true"></span>{text(texts.BUSY)}</p>{_stop()}')


def failed(turn: str, question: str, message: str) -> str:
    """An error as a sentence, with the question ready to be taken up again."""
    said = f'<div class="erreur"><p class="etat etat-erreur">{text(texts.ERROR_TITLE)}</p><p class="cause">{text(message)}</p></div>'
    return _turn(turn, question, "erreur", f'{said}<p class="outils">{button("remplir", texts.RETRY, fill=question)}</p>')


def answered(turn: str, answer: Answer, *, day: date, done: bool = True, stopped: bool = False, kept: str = "", feedback_days: int = 0) -> str:
    """The answer and, beside it, its sources. `kept` is the sealed record that the reader may keep, `feedback_days` how long an opinion is (0: never)."""
    body = _understanding(answer) + _status(answer) + _sentences(turn, answer) + _clarifications(answer) + _notices(answer, stopped)
    origins = "genere" if is_generated(answer) else "extrait"
    return _turn(
        turn,
        answer.question,
        "fini" if done else "ecriture",
        body + (_closing(turn, answer, day, bool(kept), feedback_days) if done else _writing()),
        sources=_sources(turn, answer),
        attributes=f' data-phrases="{len(answer.sentences)}" data-sources="{len(answer.citations)}" data-ia="{origins}"'
        + (f" data-garde='{_single_quoted(kept)}'" if kept and done else ""),
    )


def _turn(turn: str, question: str, state: str, body: str, *, sources: str = "", attributes: str = "") -> str:
    return (
        f'<section class="tour" id="t-{turn}" data-etat="{state}"{attributes}>'
        f'<h2 class="question"><span class="sr">{texts.ASKED} : </span>{text(question)}</h2>'
        f'<div class="grille"><div class="reponse">{body}</div>{sources}</div></section>'
    )


def _single_quoted(record: str) -> str:
    """JSON as the value of an attribute between single quotes, every character kept: it holds many double quotes."""
    return html.escape(record, quote=False).replace("'", "&#x27;")


def _stop() -> str:
    return f'<p class="arret">{button("arreter", texts.STOP)}</p>'


def _writing() -> str:
    return f'<p class="attente"><span class="points" aria-hidden="true"></span>{text(texts.WRITING)}</p>{_stop()}'


def _understanding(answer: Answer) -> str:
    parts = []
    if understood_otherwise(answer):
        parts.append(f'<p class="discret">{text(texts.STANDALONE)} {text(answer.standalone_question)}</p>')
    if answer.understood:
        parts.append(f'<p class="discret">{text(understood_line(answer))}</p>')
    return "".join(parts)


def _status(answer: Answer) -> str:
    label = texts.STATUS_LABELS.get(answer.status)
    return f'<p class="etat etat-{answer.status}">{text(label)}</p>' if label and answer.status != ANSWERED else ""


def _sentences(turn: str, answer: Answer) -> str:
    """Paragraphs and lists, each fact with its marks."""
    titles = {citation.number: citation.document.metadata.title for citation in answer.citations}
    parts: list[str] = []
    items: list[str] = []
    rows: list[str] = []
    numbered = False

    def close_list() -> None:
        if items:
            tag = "ol" if numbered else "ul"
            parts.append(f"<{tag}>{''.join(items)}</{tag}>")
            items.clear()
        if rows:
            parts.append(f'<div class="cadre-tableau" role="region" tabindex="0" aria-label="{attribute(texts.COMPARISON)}"><table class="comparaison" role="table">{rows[0]}<tbody role="rowgroup">{"".join(rows[1:])}</tbody></table></div>')
            rows.clear()

    for position, sentence in enumerate(answer.sentences, start=1):
        if sentence.layout == "row":
            if items:
                close_list()
            rows.append(_comparison_row(turn, position, sentence, titles, head=not rows))
            continue
        written = _with_links(sentence, answer.citations) + _marks(turn, position, sentence, titles)
        if sentence.layout == "item":
            if rows or bool(sentence.ordinal) != numbered:
                close_list()
            numbered = bool(sentence.ordinal)
            items.append(f'<li value="{sentence.ordinal}">{written}</li>' if numbered else f"<li>{written}</li>")
        else:
            close_list()
            parts.append(f'<p class="{"cadre" if sentence.kind == "frame" else "fait"}">{written}</p>')
    close_list()
    return f'<div class="texte">{"".join(parts)}</div>' if parts else ""


def _comparison_row(turn: str, position: int, sentence: Sentence, titles: Mapping[int, str], *, head: bool) -> str:
    """A line of a table of two schemes: each side has the mark of its own source. Roles in full: on a phone the label stands above its two sides."""
    label, *sides = sentence.cells
    if head:
        columns = "".join(f'<th scope="col" role="columnheader">{text(side)}</th>' for side in sides)
        return f'<thead role="rowgroup"><tr role="row"><td role="cell"></td>{columns}</tr></thead>'
    cells = "".join(
        f'<td role="cell">{text(side)}{_marks(turn, position, replace(sentence, citations=(number,)), titles)}</td>' for side, number in zip(sides, sentence.citations, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{text(label)}</th>{cells}</tr>'


def _with_links(sentence: Sentence, citations: Sequence[Citation]) -> str:
    """The sentence, where the address of one of its own sources, if it stands there, is a link."""
    own = {source["url"] for citation in citations if citation.number in sentence.citations for source in citation.to_json()["sources"]}
    shown = text(sentence.text)
    for address in sorted(filter(None, map(safe_url, own)), key=len, reverse=True):
        shown, found = re.subn(rf"{re.escape(html.escape(address))}(?![\w/?#&=%-])", lambda match: _anchor(match[0], match[0]), shown)
        if found:
            break
    return shown


def _anchor(address: str, label: str) -> str:
    """A link whose address and label are escaped already."""
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{label}<span class="sr"> ({texts.NEW_WINDOW})</span></a>'


def _marks(turn: str, position: int, sentence: Sentence, titles: Mapping[int, str]) -> str:
    return "".join(
        f'\u00a0<a class="renvoi" id="r-{turn}-{position}-{number}" href="#s-{turn}-{number}" aria-label="[{number}] {text(titles[number])}">[{number}]</a>'
        for number in sentence.citations
        if number in titles
    )


def _clarifications(answer: Answer) -> str:
    place = answer.territory or {}
    candidates = (place.get("candidates") or [])[:12] if place.get("status") in ("ambiguous", "unknown") else []
    if candidates:  # the places are the answers to the question asked back
        asked = "".join(f"<p>{text(question)}</p>" for question in answer.clarifications) or f'<p class="cadre">{text(texts.CANDIDATES)}</p>'
        return f'{asked}<ul class="precisions">{_choices((_place(candidate), _place(candidate)) for candidate in candidates)}</ul>'
    if answer.clarifications:
        return f'<p class="cadre">{text(texts.CLARIFY)}</p><ul class="precisions">{_choices((question, f"{question} ") for question in answer.clarifications)}</ul>'
    return ""


def _choices(choices: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<li>{button('remplir', label, fill=filled)}</li>" for label, filled in choices)


def _notices(answer: Answer, stopped: bool) -> str:
    notices = [*answer.notices, *([texts.STOPPED] if stopped else [])]
    return f'<ul class="notes">{"".join(f"<li>{text(notice)}</li>" for notice in notices)}</ul>' if notices else ""


def _closing(turn: str, answer: Answer, day: date, kept: bool, feedback_days: int) -> str:
    thumbs = "".join(button("juger", label, more=f' aria-pressed="false" title="{label}"', inside=_THUMB.format(turned)) for label, turned in _OPINIONS)
    plain, rich = verbatim(f"{as_text(answer)}\n\n{texts.EXPORT_HEADER}"), verbatim(as_rich_text(answer, day=day))
    copy = button("copier", texts.COPY, more=f' data-texte="{plain}" data-riche="{rich}"')
    mention = f'<p class="mention">{text(origin(answer, day=day))}</p>' if answer.citations else ""
    tools = f'<div class="outils">{copy}{_files() if kept else ""}<span class="avis-reponse">{thumbs}</span></div>'
    return f'{mention}{tools}{_opinion(turn, feedback_days) if kept and feedback_days else ""}<p class="retour"></p>'


def _files() -> str:
    """The formats to download: of this answer, and of the conversation when it has other answers."""
    rows = "".join(
        f'<p class="{css}"><span>{text(label)}</span>{"".join(_format(what, label, name, shown) for name, shown in texts.EXPORT_FORMATS)}</p>'
        for what, label, css in (("reponse", texts.EXPORT_ONE, "seule"), ("conversation", texts.EXPORT_ALL, "toute"))
    )
    return f'<details class="fichiers"><summary>{text(texts.EXPORT)}</summary>{rows}</details>'


def _format(what: str, label: str, name: str, shown: str) -> str:
    return button("exporter", f"{shown} – {label}", more=f' data-format="{name}" data-quoi="{what}"', inside=f'<span aria-hidden="true">{shown}</span>')


def _opinion(turn: str, days: int) -> str:
    """What is asked before an opinion is stored; shown by the script when a thumb is pressed."""
    said = f'<p>{text(texts.FEEDBACK_SAID.format(days=days))}</p><label for="avis-{turn}">{text(texts.FEEDBACK_COMMENT)}</label>'
    area = f'<textarea id="avis-{turn}" rows="2" maxlength="{COMMENT_LIMIT}"></textarea>'
    buttons = f'<p class="outils">{button("enregistrer", texts.FEEDBACK_SEND)}{button("renoncer", texts.FEEDBACK_CANCEL)}</p>'
    return f'<div class="avis-demande" hidden>{said}{area}{buttons}</div>'


_OPINIONS = ((texts.USEFUL, ""), (texts.USELESS, ' style="transform:rotate(180deg)"'))
_THUMB = (
    '<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true"{}>'
    '<path d="M7 10v11H3V10zM7 10l4-8a3 3 0 0 1 3 3v4h6a2 2 0 0 1 2 2.3l-1.4 7.5A2 2 0 0 1 18.6 21H7"></path></svg>'
)


# --- sources -------------------------------------------------------------------------------------------------------------------------------


def _sources(turn: str, answer: Answer) -> str:
    if not answer.citations:
        return ""
    title = texts.SOURCES_ONE if len(answer.citations) == 1 else texts.SOURCES_MANY
    marks: dict[int, str] = {}  # the first sentence that each source proves
    for position, sentence in enumerate(answer.sentences, start=1):
        for number in sentence.citations:
            marks.setdefault(number, f"r-{turn}-{position}-{number}")
    cards = "".join(_card(turn, citation, marks.get(citation.number, ""), opened=position == 0) for position, citation in enumerate(answer.citations))
    return f'<section class="sources" aria-labelledby="h-{turn}"><h3 id="h-{turn}">{title}</h3><ol>{cards}</ol></section>'


def _card(turn: str, citation: Citation, mark: str, *, opened: bool) -> str:
    metadata = citation.document.metadata
    named = f'<span class="titre"><span class="sr">{texts.SOURCES_ONE} {citation.number} : </span>{text(metadata.title)}</span>'
    below = " – ".join(part for part in (metadata.publisher, *where(citation)) if part)
    summary = f'<span class="numero" aria-hidden="true">{citation.number}</span>{named}<span class="editeur">{text(below)}</span>'
    back = f'<p class="revenir"><a href="#{mark}">{text(texts.CARD_BACK)}</a></p>' if mark else ""
    return (
        f'<li class="carte" id="s-{turn}-{citation.number}" tabindex="-1"><details{" open" if opened else ""}><summary>{summary}</summary>'
        f'<blockquote class="passage">{excerpt(citation)}</blockquote>{_rests_on(citation.to_json()["sources"])}{_validity(citation)}{back}</details></li>'
    )


def _rests_on(sources: Sequence[Mapping[str, str]]) -> str:
    if not sources:
        return f'<p class="officielles">{text(texts.CARD_NO_ADDRESS)}</p>'
    rows = "".join(f"<li>{_source(Source(**source))}</li>" for source in sources)
    return f'<div class="officielles"><p>{text(texts.CARD_RESTS_ON)}</p><ul>{rows}</ul></div>'


def _source(source: Source) -> str:
    said = ", ".join(part for part in (source.publisher, dated(source.date)) if part)
    return f'{link(source.url, source.title or source.url)}<span class="datee">{text(said)}</span>'


def _validity(citation: Citation) -> str:
    facts = validity(citation)
    return f'<ul class="validite">{"".join(f"<li>{text(fact)}</li>" for fact in facts)}</ul>' if facts else ""


def excerpt(citation: Citation, *, around: int = CONTEXT) -> str:
    """The quote, highlighted, with about `around` characters of its section on each side."""
    document = citation.document
    proofs = _merged([(citation.start, citation.end), *citation.proves])
    windows = _merged([_window(document, start, end, around) for start, end in proofs])
    shown = []
    for left, right in windows:
        cursor, parts = left, []
        for start, end in proofs:
            if left <= start and end <= right:
                parts.append(f"{_lines(document.text[cursor:start])}<mark>{_lines(document.text[start:end])}</mark>")
                cursor = end
        parts.append(_lines(document.text[cursor:right]))
        before = "… " if left > 0 and document.text[left - 1] != "\n" else ""
        after = " …" if right < len(document.text) and document.text[right] != "\n" else ""
        shown.append(f"{before}{''.join(parts)}{after}")
    return ' <span class="coupe">[…]</span> '.join(shown)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch joined.

    >>> _merged([(5, 9), (0, 3), (2, 4)])
    [(0, 4), (5, 9)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(document: Document, start: int, end: int, around: int) -> tuple[int, int]:
    """A window that stays in the section and, when it can, starts and ends with a sentence."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    floor = max((block.end for block in headings if block.end <= start), default=0)
    ceiling = min((block.start for block in headings if block.start >= end), default=len(document.text))
    left, right = max(floor, start - around), min(ceiling, end + around)
    before, after = document.text[left:start], document.text[end:right]
    if left > floor:
        opening = re.search(r"(?:[.!?]\s|\n)\s*(?=\S)", before) or re.search(r"\s", before)
        left += opening.end() if opening else 0
    if right < ceiling:
        closings = list(re.finditer(r"[.!?](?=\s)|\n", after)) or list(re.finditer(r"\s", after))
        right = end + closings[-1].end() if closings else right
    left += len(document.text[left:start]) - len(document.text[left:start].lstrip())
    right -= len(document.text[end:right]) - len(document.text[end:right].rstrip())
    return left, right


def _lines(value: str) -> str:
    return "<br>".join(text(line) for line in re.split(r"\s*\n\s*", value))


# --- the tab of the conversations kept -----------------------------------------------------------------------------------------------------


def kept_conversations(server_days: int = 0) -> str:
    """The frame of the list: the script fills it with what is kept, as text. `server_days`: how long on the server, 0 for in this browser only."""
    intro = texts.KEPT_INTRO_SERVER.format(days=server_days) if server_days else texts.KEPT_INTRO
    label = texts.KEPT_AGREE_SERVER if server_days else texts.KEPT_AGREE
    agree = f'<p class="accord"><input type="checkbox" id="garder" aria-describedby="garder-dit"><label for="garder">{text(label)}</label></p>'
    return (
        f'<section class="gardees"><p id="garder-dit">{text(intro)}</p>{agree}<h2>{text(texts.KEPT_TITLE)}</h2>'
        f'<p id="gardees-aucune">{text(texts.KEPT_NONE)}</p><ul id="gardees-liste"></ul>'
        f'<p class="outils" id="gardees-outils" hidden>{button("toutEffacer", texts.KEPT_ERASE)}</p><p class="retour"></p></section>'
    )


# --- the territory tab ---------------------------------------------------------------------------------------------------------------------


def territory(result: Mapping[str, Any]) -> str:
    """The look-up as a card: a plain status, the sentence that explains it, candidates to click, the list it comes from."""
    status = str(result.get("status", "unknown"))
    candidates = [c for c in result.get("candidates") or [] if isinstance(c, Mapping)]
    choose = f'<p class="cadre">{text(texts.CANDIDATES)}</p><ul class="precisions">{"".join(_candidate(c) for c in candidates[:40])}</ul>' if candidates else ""
    current = next((t for t in result.get("territories") or [] if t.get("phase") == 2), None) if status == "member" else None
    asked = texts.TERRITORY_QUESTION.format(name=current["name"]) if current else ""
    ask = f'<p class="outils">{button("demander", texts.TERRITORY_ASK, fill=asked)}</p>' if asked else ""
    address, listed = str(result.get("source_url") or ""), str(result.get("list_date") or "")
    dated = f' <span class="datee">{text(french_date(listed))}</span>' if listed else ""
    source = f'<p class="officielles">{link(address, texts.TERRITORY_SOURCE)}{dated}</p>' if address else ""
    label = texts.TERRITORY_STATUS.get(status, texts.TERRITORY_STATUS["unknown"])
    return (
        f'<section class="lieu-resultat" data-statut="{text(status)}"><h3 class="etat etat-lieu-{text(status)}">{text(label)}</h3>'
        f"<p>{_linked(str(result.get('message') or ''), address)}</p>{choose}{ask}{source}</section>"
    )


def territory_error(message: str) -> str:
    return f'<div class="erreur" data-statut="erreur"><p>{text(message)}</p></div>'


def _place(candidate: Mapping[str, Any]) -> str:
    name = str(candidate.get("name") or "")
    return f"{name} ({candidate['department']})" if candidate.get("kind") == "commune" and candidate.get("department") else name


def _candidate(candidate: Mapping[str, Any]) -> str:
    where = candidate.get("territory") or texts.CANDIDATE_STATUS.get(str(candidate.get("status")), "")
    details = " – ".join(str(part) for part in (candidate.get("department_name"), candidate.get("remark"), where) if part)
    place = _place(candidate)
    shown = f'<span aria-hidden="true">{text(place)}<span class="precision">{text(details)}</span></span>'
    return f"<li>{button('lieu', f'{place} – {details}' if details else place, fill=place, inside=shown)}</li>"


def _linked(message: str, address: str) -> str:
    """The sentence, where the address of the list, if it stands there, is a link."""
    shown, url = text(message), safe_url(address)
    if not url:
        return shown
    escaped, host = html.escape(url), text(urlsplit(url).hostname or url)
    return shown.replace(escaped, _anchor(escaped, host))
