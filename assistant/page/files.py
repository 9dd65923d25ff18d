"""The files of the page, read from the package: style, script, pages of text."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from string import Template

from markdown_it import MarkdownIt

from assistant.page import simulator_texts, texts
from assistant.page.markup import text

PAGES = {"/accessibilite": "accessibilite.md", "/donnees-personnelles": "donnees-personnelles.md", "/sources": "sources.md"}
NOT_SAID = "à renseigner par l'exploitant du service"


@cache
def read(name: str) -> str:
    return files("assistant.page").joinpath(name).read_text(encoding="utf-8")


def script(*, limit: int, on_server: bool = False) -> str:
    """The script of the page, with the French words it says and the longest question; `on_server`: this server keeps conversations."""
    said = json.dumps({**texts.SCRIPT_TEXTS, **simulator_texts.SCRIPT_TEXTS}, ensure_ascii=False)
    words = f"const TEXTES = {said}, LIMITE = {limit}, SUR_SERVEUR = {str(on_server).lower()};"
    return "\n".join(('"use strict";', words, read("history.js"), read("page.js"), read("simulator.js")))


def style() -> str:
    """The style of the page, that of the simulator included."""
    return read("page.css") + read("simulator.css")


def version(content: str) -> str:
    """Changes with the content: an address that carries it can be kept by browsers for ever."""
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def page_of_text(name: str, *, operator: str = "", contact: str = "", recipients: str = "", feedback_days: int = 0, history_days: int = 0) -> str:
    """One page of text as a whole HTML document. The values are text: they cannot become mark-up."""
    values = {
        "operator": operator or NOT_SAID,
        "contact": contact or NOT_SAID,
        "recipients": recipients or "Personne : le calcul se fait sur ce serveur.",
        "history": texts.HISTORY_SERVER.format(days=history_days) if history_days else texts.HISTORY_BROWSER,
        "history_where": texts.HISTORY_WHERE_SERVER if history_days else texts.HISTORY_WHERE_BROWSER,
        "history_days": texts.HISTORY_DAYS.format(days=history_days) if history_days else texts.HISTORY_NO_DAYS,
        "opinion": texts.OPINION_STORED if feedback_days else texts.OPINION_NOT_STORED,
        "opinion_days": texts.OPINION_DAYS.format(days=feedback_days) if feedback_days else texts.OPINION_PAGE,
        "rights": texts.RIGHTS_STORED if feedback_days else texts.RIGHTS_NOT_STORED,
    }
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = markdown.render(Template(read(name)).substitute({key: _plain(value) for key, value in values.items()}))
    title = read(name).split("\n", 1)[0].removeprefix("# ")
    return (
        f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{text(title)} – {text(texts.TITLE)}</title><link rel="stylesheet" href="page.css?v={version(style())}"></head>'
        f'<body><main class="page-texte">{body}<p><a href="./">{text(texts.TITLE)}</a></p></main></body></html>\n'
    )


def _plain(value: str) -> str:
    from assistant.rendering import escaped

    return escaped(value)
