"""The lists of the ANCT that `sources fetch` brought → tables in the data folder, published by one rename; the tables in place stay when a check fails."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from assistant.adapters.source_files import SourceStore, replace
from assistant.adapters.territory_files import load_territories
from assistant.documents import content_hash, slug
from assistant.errors import AssistantError
from assistant.sources import CATALOGUE, LIST, Copy, OfficialSource, host_of
from assistant.territory_lists import ListRefusedError, OfficialList, Row, Tables, date_in_name, newest_day, read_list, refreshed

FILES = ("territories.csv", "members.csv", "communes.csv.gz", "former_communes.csv", "epcis.csv", "departments.csv")
VERBATIM = ("former_communes.csv", "departments.csv", "common_words.txt")
MOST_LISTS = 8  # that a catalogue may bring, the newest first


def lists_of_catalogues(sources: Sequence[OfficialSource], store: SourceStore, hosts: frozenset[str]) -> list[OfficialSource]:
    """The lists that the fetched catalogues name, at listed hosts: an address of next year is found without a change of ours."""
    found: dict[str, OfficialSource] = {}
    for source in sources:
        raw = _json(store, source) if source.territories == CATALOGUE else None
        resources = raw.get("resources") if isinstance(raw, Mapping) else None
        for resource in resources if isinstance(resources, list) else ():
            url = resource.get("url") if isinstance(resource, Mapping) else None
            name = unquote(urlsplit(url).path.rsplit("/", 1)[-1]) if isinstance(url, str) and url.isprintable() else ""
            if isinstance(url, str) and slug(name).startswith(("liste-ti-com", "liste-ti-grpt")) and date_in_name(name) and host_of(url) in hosts:
                found[url] = OfficialSource(
                    id=f"{source.id}-{slug(name.removesuffix('.csv'))}"[:120], title=name[:200], publisher=source.publisher, url=url, kind="data", licence=source.licence,
                    cadence=source.cadence, indexed=False, content_types=("text/csv", "application/csv", "text/plain", "application/octet-stream", "binary/octet-stream"), territories=LIST,
                )  # fmt: skip
    known = {source.url for source in sources}
    newest = sorted((one for one in found.values() if one.url not in known), key=lambda one: (date_in_name(one.url), one.url), reverse=True)
    by_id: dict[str, OfficialSource] = {}
    for one in newest:
        by_id.setdefault(one.id, one)
    return list(by_id.values())[:MOST_LISTS]


def _json(store: SourceStore, source: OfficialSource) -> Any:
    copy = store.known(source)
    if store.checksum(copy) != "ok" or copy is None:
        return None
    try:
        return json.loads(store.path_of(copy).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def read_tables(folder: Path) -> Tables:
    return Tables(*(tuple(_rows(folder / name)) for name in FILES))


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def list_day(folder: Path) -> str:
    """The day of the phase-2 list of a folder of tables; "" when they are missing, damaged or not those of both phases."""
    try:
        return newest_day(_rows(folder / "territories.csv"), 2)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError):
        return ""


def newest_tables(base: Path, home: Path) -> Path:
    """The refreshed tables of `home` when they hold the territories of both phases and are not older than those of `base`; else `base`."""
    current = (home / "current").resolve()
    day = list_day(current)
    return current if day and day >= list_day(base) else base


def refresh_territories(sources: Sequence[OfficialSource], store: SourceStore, *, base: Path, home: Path, log: Callable[[str], None]) -> None:
    """Make tables from `base` and the lists fetched so far. What was done, and why a list was refused, goes to `log` in French sentences."""
    lists = []
    for source in sources:
        copy = store.known(source) if source.territories == LIST else None
        if copy is not None and store.checksum(copy) == "ok":
            try:
                lists.append(_official_list(source, copy, store))
            except (ListRefusedError, OSError) as error:
                log(f"Liste « {source.id} » refusée : {error}.")
    in_use = newest_tables(base, home)
    tables = read_tables(base)
    new, told = refreshed(tables, lists, since={2: list_day(in_use)})
    for sentence in told:
        log(sentence)
    if new is not tables:
        _publish(new, base, home)


def _official_list(source: OfficialSource, copy: Copy, store: SourceStore) -> OfficialList:
    raw = store.path_of(copy).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    day = date_in_name(copy.final_url) or date_in_name(source.url) or _http_day(copy.last_modified)
    if not day:
        raise ListRefusedError("sa date n'est dite ni par son adresse ni par le site")
    return read_list(text, url=copy.final_url or source.url, day=day)


def _http_day(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat() if text else ""
    except ValueError:
        return ""


def _publish(tables: Tables, base: Path, home: Path) -> None:
    """Written aside, loaded once as the product will load them, then served by one rename. The tables before the last ones are removed."""
    contents = {name: (base / name).read_bytes() for name in VERBATIM}
    for name, rows in zip(FILES, (tables.territories, tables.members, tables.communes, tables.former_communes, tables.epcis, tables.departments), strict=True):
        if name not in contents:
            contents[name] = _csv(rows, compressed=name.endswith(".gz"))
    name = content_hash(*(part for key in sorted(contents) for part in (key, contents[key])))[:16]
    folder, before = home / name, (home / "current").resolve()
    if before == folder.resolve():
        return  # the same lists, and the same tables
    if not folder.is_dir():
        aside = home / f"{name}.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        for key, data in contents.items():
            replace(aside / key, data)
        if not list_day(aside):
            raise AssistantError("Les nouvelles tables des territoires n'ont pas passé leur contrôle : les anciennes sont gardées.")
        load_territories(aside)
        aside.rename(folder)
    link = home / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    os.replace(link, home / "current")
    for old in home.iterdir():
        if old.is_dir() and not old.is_symlink() and old.resolve() not in (folder.resolve(), before):
            shutil.rmtree(old, ignore_errors=True)


def _csv(rows: Sequence[Row], *, compressed: bool) -> bytes:
    """The same input gives the same bytes."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    data = buffer.getvalue().encode("utf-8")
    return gzip.compress(data, compresslevel=9, mtime=0) if compressed else data
