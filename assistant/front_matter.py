"""Front matter: the YAML head of a document → Metadata, or a refusal that names the key and its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from assistant.documents import AUDIENCES, KINDS, STATUSES, Metadata, Source, slug
from assistant.errors import DocumentError

KEYS = frozenset(
    "id title kind publisher sources published_on checked_on phase valid_from valid_to replaces audience territory scheme status status_date licence "
    "questions".split()
)
SOURCE_KEYS = frozenset(("title", "publisher", "date", "url"))


def split_front_matter(text: str) -> tuple[str, str]:
    """The YAML head (without its `---` lines, "" when there is none) and the body."""
    match = re.match(r"\ufeff?---[ \t]*\r?\n(.*?)(?:^|\n)---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    return (match[1], text[match.end() :]) if match else ("", text.removeprefix("\ufeff"))


def parse_metadata(head: str, *, path: str, default_title: str = "", first_line: int = 2) -> Metadata:
    """Metadata from YAML. Missing keys take their defaults: id from the path, title from the first heading or the file name.

    Raises DocumentError for YAML that does not parse, a key we do not know, a date that is not one, a value outside its list.
    """
    try:
        raw = yaml.safe_load(head) if head.strip() else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else None
        raise DocumentError(path, f"l'en-tête YAML est mal formé ({getattr(error, 'problem', '') or 'syntaxe'}).", line=line) from error
    except (ValueError, OverflowError) as error:  # a day that does not exist, which YAML reads before us
        impossible = re.search(r"^(\w+):\s*(\d{4}-\d\d?-\d\d?)", _impossible_day(head), re.MULTILINE)
        line = next((i + first_line for i, row in enumerate(head.splitlines()) if impossible and row == impossible.string), None)
        what = f"« {impossible[1]} » doit être une date AAAA-MM-JJ, et non « {impossible[2]} »." if impossible else f"l'en-tête YAML porte une valeur impossible ({error})."
        raise DocumentError(path, what, line=line) from error
    except RecursionError as error:
        raise DocumentError(path, "l'en-tête YAML est trop profond.", line=first_line) from error
    if not isinstance(raw, Mapping):
        raise DocumentError(path, "l'en-tête YAML doit être une liste de « clé: valeur ».", line=first_line)

    def line_of(key: str) -> int | None:
        return next((i + first_line for i, row in enumerate(head.splitlines()) if row.startswith(f"{key}:")), None)

    def refuse(key: str, reason: str) -> DocumentError:
        return DocumentError(path, reason, line=line_of(key))

    for key in raw:
        if key not in KEYS:
            raise refuse(str(key), f"clé inconnue « {key} ». Clés admises : {', '.join(sorted(KEYS))}.")

    def text(key: str) -> str:
        value = raw.get(key)
        if isinstance(value, list | dict):
            raise refuse(key, f"« {key} » doit être un texte.")
        return "" if value is None else str(value).strip()

    def day(key: str) -> date | None:
        value = raw.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise refuse(key, f"« {key} » doit être une date AAAA-MM-JJ, et non « {value} ».") from error

    def texts(key: str, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = raw.get(key) or []
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or any(isinstance(v, list | dict) for v in values):
            raise refuse(key, f"« {key} » doit être une liste de textes.")
        for item in values:
            if allowed and item not in allowed:
                raise refuse(key, f"« {item} » n'est pas une valeur de « {key} » ({', '.join(allowed)}).")
        return tuple(str(v).strip() for v in values)

    phase = raw.get("phase")
    if phase not in (None, 1, 2):
        raise refuse("phase", f"« phase » vaut 1, 2 ou rien, et non « {phase} ».")
    kind = text("kind") or "guide"
    if kind not in KINDS:
        raise refuse("kind", f"« {kind} » n'est pas une nature de document ({', '.join(KINDS)}).")
    status = text("status")
    if status and status not in STATUSES:
        raise refuse("status", f"« {status} » n'est pas un statut ({', '.join(STATUSES)}).")
    general, of_sections = _questions(raw.get("questions"), path, line_of("questions"))
    valid_from, valid_to = day("valid_from"), day("valid_to")
    if valid_from and valid_to and valid_from > valid_to:
        raise refuse("valid_to", "« valid_to » précède « valid_from ».")
    return Metadata(
        id=text("id") or slug(re.sub(r"\.\w+$", "", path)),
        title=text("title") if "title" in raw else default_title or path,
        kind=kind,
        publisher=text("publisher"),
        sources=_sources(raw.get("sources"), path, line_of("sources")),
        published_on=day("published_on"),
        checked_on=day("checked_on"),
        phase=phase,
        valid_from=valid_from,
        valid_to=valid_to,
        replaces=text("replaces"),
        audience=texts("audience", AUDIENCES) or AUDIENCES,
        territory=text("territory"),
        scheme=text("scheme"),
        status=status,
        status_date=text("status_date"),
        licence=text("licence"),
        questions=general,
        section_questions=of_sections,
    )


def _questions(value: Any, path: str, line: int | None) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Ways people ask for the document, and (heading, question) for those that one section answers: a list of texts and of {heading: [texts]}."""
    items = [value] if isinstance(value, str) else value or []
    general: list[str] = []
    of_sections: list[tuple[str, str]] = []
    for item in items if isinstance(items, list) else [None]:
        if isinstance(item, Mapping) and all(isinstance(asked, list) and all(isinstance(a, str) for a in asked) for asked in item.values()):
            of_sections += [(str(heading).strip(), a.strip()) for heading, asked in item.items() for a in asked]
        elif item is None or isinstance(item, Mapping | list):
            raise DocumentError(path, "« questions » doit être une liste de textes, ou de « titre de partie: [textes] ».", line=line)
        else:
            general.append(str(item).strip())
    return tuple(general), tuple(of_sections)


def _impossible_day(head: str) -> str:
    """The row of the front matter whose date is not one, "" when there is none."""
    for row in head.splitlines():
        for found in re.findall(r"\b\d{4}-\d\d?-\d\d?\b", row):
            try:
                date(*map(int, found.split("-")))
            except ValueError:
                return row
    return ""


def _sources(value: Any, path: str, line: int | None) -> tuple[Source, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise DocumentError(path, "« sources » doit être une liste.", line=line)
    sources = []
    for item in value:
        if isinstance(item, str):
            item = {"title": item}
        if not isinstance(item, Mapping) or not set(item) <= SOURCE_KEYS:
            raise DocumentError(path, "chaque source est un ensemble {title, publisher, date, url}.", line=line)
        values = {key: "" if item.get(key) is None else str(item[key]).strip() for key in SOURCE_KEYS}
        if values["url"] and not re.match(r"https?://\S+$", values["url"]):
            raise DocumentError(path, f"l'adresse « {values['url']} » d'une source n'est pas une adresse http(s).", line=line)
        sources.append(Source(**values))
    return tuple(sources)
