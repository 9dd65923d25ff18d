"""HTML pages: the main content by trafilatura (menus, banners and footers left out), then read as Markdown."""

from __future__ import annotations

import re

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from assistant.documents import TextBuilder
from assistant.errors import DocumentError
from assistant.markdown_text import write_markdown

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?:[;\s]|$)", re.IGNORECASE)


def read_html(text: str, name: str, into: TextBuilder) -> str:
    """Add the blocks of a page and return its title. Raises DocumentError when the page has no text (scripts only)."""
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.ParserError, ValueError) as error:
        raise DocumentError(name, "la page HTML est vide ou illisible.") from error
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and (
            element.tag in ("script", "style", "noscript", "template", "iframe", "svg")
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _INVISIBLE.search(element.get("style") or "")
        ):
            element.drop_tree()
    title = " ".join((tree.findtext(".//h1") or tree.findtext(".//title") or "").split())
    body = trafilatura.extract(tree, output_format="markdown", include_tables=True, include_links=False, include_comments=False, favor_recall=True)
    if not body:  # a very short page: everything that can be read in it
        body = "\n\n".join(line.strip() for line in (tree.body if tree.body is not None else tree).text_content().splitlines() if line.strip())
    if not any(c.isalpha() for c in body):
        raise DocumentError(name, "la page HTML ne contient aucun texte (scripts seulement ?) : enregistrez la page telle qu'elle s'affiche.")
    if title and not re.search(r"^#", body, re.MULTILINE):
        body = f"# {title}\n\n{body}"
    write_markdown(body, into)
    return title
