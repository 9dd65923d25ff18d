"""The official sources: which pages, PDFs and data sets the corpus rests on, what is known of each copy, and how it is told.

`corpus/sources.yaml` is read strictly: a faulty entry is named with what is wrong in it. Nothing here opens a file or a socket.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from assistant.documents import KINDS
from assistant.errors import DocumentError, UsageError

PAGE, PDF, DATA = SOURCE_KINDS = ("page", "pdf", "data")
CATALOGUE, LIST = TERRITORY_ROLES = ("catalogue", "list")
CONTENT_TYPES = {PAGE: ("text/html", "application/xhtml+xml"), PDF: ("application/pdf",)}
_REQUIRED = ("id", "title", "publisher", "url", "kind", "licence", "cadence", "indexed")
_OPTIONAL = ("content_types", "document_kind", "phase", "published_on", "territories")


@dataclass(frozen=True)
class OfficialSource:
    """One address. `cadence`: days after which a copy is old. `territories`: « list » of communes or groupings, « catalogue » that names the lists."""

    id: str
    title: str
    publisher: str
    url: str
    kind: str
    licence: str
    cadence: int
    indexed: bool
    content_types: tuple[str, ...] = ()
    document_kind: str = "guide"
    phase: int | None = None
    published_on: str = ""
    territories: str = ""


@dataclass(frozen=True)
class SourceList:
    sources: tuple[OfficialSource, ...] = ()
    redirect_hosts: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The only hosts that may be asked: those of the addresses, and those that the addresses are known to redirect to."""
        return frozenset([*self.redirect_hosts, *(host_of(source.url) for source in self.sources)])


@dataclass(frozen=True)
class Copy:
    """What is known of the copy of a source in the data folder. Days are ISO; `text_hash` covers the text that a reader of the page sees."""

    url: str
    file: str
    sha256: str
    text_hash: str
    size: int
    content_type: str
    final_url: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched_on: str = ""
    changed_on: str = ""

    def age(self, today: date) -> int:
        """Days since the source was last read, whether it had changed or not."""
        return (today - date.fromisoformat(self.fetched_on)).days


def copies_from(raw: Any) -> dict[str, Copy]:
    """The state file as it was read; what is not a copy is left out, and the source is fetched again."""
    known = {field.name: field.type for field in fields(Copy)}
    rows = raw.get("sources") if isinstance(raw, Mapping) else None
    copies = {}
    for key, row in rows.items() if isinstance(rows, Mapping) else ():
        if isinstance(row, Mapping) and all(isinstance(row.get(name), int if kind == "int" else str) for name, kind in known.items()) and _is_day(row["fetched_on"]):
            copies[str(key)] = Copy(**{name: row[name] for name in known})
    return copies


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def chosen(listed: SourceList, ids: Sequence[str]) -> list[OfficialSource]:
    """The sources of these ids, all of them when there is none. Raises UsageError for an id that is not in the list."""
    by_id = {source.id: source for source in listed.sources}
    for unknown in (key for key in ids if key not in by_id):
        near = difflib.get_close_matches(unknown, by_id, n=4, cutoff=0.5)
        hint = f" Voulez-vous dire : {', '.join(near)} ?" if near else ""
        raise UsageError(f"Aucune source « {unknown} » dans sources.yaml.{hint}")
    return [by_id[key] for key in dict.fromkeys(ids)] if ids else list(listed.sources)


def host_of(url: str) -> str:
    """« host », or « host:port » when the port is not the usual one of the scheme.

    >>> host_of("https://www.data.gouv.fr:443/api"), host_of("http://127.0.0.1:8000/page")
    ('www.data.gouv.fr', '127.0.0.1:8000')
    """
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = (parts.hostname or "").lower()
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def sources_from(raw: Any, path: str) -> SourceList:
    """The list as YAML gives it. Raises DocumentError that names the faulty entry and its key."""
    if not isinstance(raw, Mapping) or set(raw) - {"sources", "redirect_hosts"} or not isinstance(raw.get("sources"), list):
        raise DocumentError(path, "une liste « sources » est attendue, et au besoin une liste « redirect_hosts ».")
    hosts = raw.get("redirect_hosts") or []
    if not isinstance(hosts, list) or not all(isinstance(host, str) and re.fullmatch(r"[a-z0-9.-]+(:\d+)?", host) for host in hosts):
        raise DocumentError(path, "« redirect_hosts » est une liste de noms de sites, sans http:// ni chemin.")
    sources: list[OfficialSource] = []
    taken: dict[str, str] = {}
    for number, entry in enumerate(raw["sources"], start=1):
        name = f"source n° {number}" + (f" (« {entry['id']} »)" if isinstance(entry, Mapping) and entry.get("id") else "")
        try:
            source = _source(entry)
            for key in (source.id, source.url):
                if key in taken:
                    raise ValueError(f"« {key} » est déjà celui de la {taken[key]}")
                taken[key] = name
        except ValueError as error:
            raise DocumentError(path, f"{name} : {error}.") from error
        sources.append(source)
    return SourceList(tuple(sources), tuple(hosts))


def _source(entry: Any) -> OfficialSource:
    if not isinstance(entry, Mapping):
        raise ValueError("un ensemble de « clé: valeur » est attendu")
    if unknown := [str(key) for key in entry if key not in (*_REQUIRED, *_OPTIONAL)]:
        raise ValueError(f"clé inconnue « {unknown[0]} » (clés admises : {', '.join((*_REQUIRED, *_OPTIONAL))})")
    if missing := [key for key in _REQUIRED if entry.get(key) in (None, "")]:
        raise ValueError(f"il manque « {missing[0]} »")
    for key in ("id", "title", "publisher", "url", "kind", "licence"):
        if not isinstance(entry[key], str) or not entry[key].isprintable():
            raise ValueError(f"« {key} » doit être un texte d'une ligne")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"]):
        raise ValueError("« id » n'admet que des minuscules, des chiffres et des tirets")
    _check_address(entry["url"])
    if isinstance(entry["cadence"], bool) or not isinstance(entry["cadence"], int) or not 1 <= entry["cadence"] <= 3660:
        raise ValueError("« cadence » est un nombre de jours, de 1 à 3660")
    if not isinstance(entry["indexed"], bool):
        raise ValueError("« indexed » vaut true ou false")
    types = entry.get("content_types") or CONTENT_TYPES.get(_among(entry, "kind", SOURCE_KINDS), [])
    if not types or not isinstance(types, list | tuple) or not all(isinstance(t, str) and re.fullmatch(r"[\w.+-]+/[\w.+-]+", t) for t in types):
        raise ValueError("« content_types » est la liste des types attendus, comme text/csv ; elle est obligatoire pour « data »")
    if entry["indexed"] and entry["kind"] == DATA:
        raise ValueError("« data » ne s'indexe pas : « indexed » doit valoir false")
    if entry.get("phase") not in (None, 1, 2) or isinstance(entry.get("phase"), bool):
        raise ValueError("« phase » vaut 1, 2 ou rien")
    published = entry.get("published_on")
    try:
        day = date.fromisoformat(str(published)).isoformat() if published else ""
    except ValueError as error:
        raise ValueError(f"« published_on » doit être une date AAAA-MM-JJ, et non « {published} »") from error
    return OfficialSource(
        **{key: entry[key] for key in _REQUIRED},
        content_types=tuple(t.lower() for t in types),
        document_kind=_among(entry, "document_kind", KINDS) or "guide",
        phase=entry.get("phase"),
        published_on=day,
        territories=_among(entry, "territories", TERRITORY_ROLES),
    )


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.username and not re.search(r"\s", url)
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"« url » doit être une adresse http(s) complète, et non « {url} »")


def _among(entry: Mapping[str, Any], key: str, allowed: Sequence[str]) -> str:
    value = entry.get(key)
    if value is not None and value not in allowed:
        raise ValueError(f"« {key} » vaut {', '.join(allowed)}, et non « {value} »")
    return value or ""


def front_matter_of(source: OfficialSource, copy: Copy) -> dict[str, Any]:
    """The head under which a copy is indexed: an official document, read on the day of the last fetch."""
    head: dict[str, Any] = {
        "id": source.id,
        "title": source.title,
        "kind": source.document_kind,
        "publisher": source.publisher,
        "sources": [{"title": source.title, "publisher": source.publisher, "date": source.published_on, "url": source.url}],
        "checked_on": copy.fetched_on,
        "phase": source.phase,
        "licence": source.licence,
    }
    return head | ({"published_on": source.published_on} if source.published_on else {})


@dataclass(frozen=True)
class SourceCheck:
    """One line of `sources check`. None means not known: never fetched, no network."""

    source: OfficialSource
    fetched_on: str | None = None
    age_days: int | None = None
    overdue: bool | None = None
    checksum: str = "unknown"  # ok | different | missing | unknown
    sha256: str | None = None
    link: str = "not_checked"  # ok | dead | unanswered (the site is down, refuses programs, sends something else) | not_checked
    changed: bool | None = None
    reason: str = ""

    @property
    def faulty(self) -> bool:
        return self.link == "dead" or self.checksum in ("different", "missing")

    def to_json(self) -> dict[str, Any]:
        source = self.source
        return {
            "id": source.id, "title": source.title, "publisher": source.publisher, "url": source.url, "kind": source.kind, "licence": source.licence,
            "cadence_days": source.cadence, "indexed": source.indexed, **{key: value for key, value in asdict(self).items() if key != "source"},
        }  # fmt: skip


_CHECKSUMS = {"ok": "connue", "different": "DIFFÉRENTE", "missing": "fichier perdu", "unknown": "–"}
_LINKS = {"ok": "vivant", "dead": "MORT", "unanswered": "sans réponse", "not_checked": "–"}
_CHANGED = {True: "modifié", False: "inchangé", None: "–"}


def check_table(checks: Iterable[SourceCheck]) -> str:
    """The checks as an aligned French table; a reason stands under its line."""
    header = ("source", "âge (jours)", "empreinte", "lien", "contenu", "licence")
    rows = [(check, _cells(check)) for check in checks]
    widths = [max(len(cells[i]) for cells in (header, *(cells for _, cells in rows))) for i in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()

    lines = [line(header), line(["─" * width for width in widths])]
    for check, cells in rows:
        lines.append(line(cells))
        if check.reason:
            lines.append(f"    {check.reason}")
    return "\n".join(lines)


def _cells(check: SourceCheck) -> tuple[str, ...]:
    late = " (à relire)" if check.overdue else ""
    age = "jamais lue" if check.age_days is None else f"{check.age_days} / {check.source.cadence}{late}"
    return check.source.id, age, _CHECKSUMS[check.checksum], _LINKS[check.link], _CHANGED[check.changed], check.source.licence


def plural(count: int, one: str, many: str) -> str:
    """
    >>> plural(0, "lien mort", "liens morts"), plural(2, "lien mort", "liens morts")
    ('0 lien mort', '2 liens morts')
    """
    return f"{count} {one if count < 2 else many}"


def check_summary(checks: Sequence[SourceCheck]) -> str:
    return (
        f"{plural(len(checks), 'source', 'sources')} : {plural(sum(c.age_days is None for c in checks), 'jamais lue', 'jamais lues')}, "
        f"{sum(c.overdue is True for c in checks)} à relire, {plural(sum(c.link == 'dead' for c in checks), 'lien mort', 'liens morts')}, "
        f"{plural(sum(c.link == 'unanswered' for c in checks), 'site sans réponse utile', 'sites sans réponse utile')}, "
        f"{plural(sum(c.changed is True for c in checks), 'contenu modifié', 'contenus modifiés')}, "
        f"{plural(sum(c.checksum in ('different', 'missing') for c in checks), 'copie abîmée', 'copies abîmées')}."
    )
