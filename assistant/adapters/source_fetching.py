"""Official sources: fetch them into the data folder, and check the copies against the sites. One that fails never stops the others."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from assistant.adapters.html import decode_html, read_html
from assistant.adapters.polite_http import Downloader, Reply
from assistant.adapters.source_files import SourceStore
from assistant.adapters.system_errors import french_reason
from assistant.documents import TextBuilder
from assistant.errors import DocumentError, SourceError
from assistant.sources import PAGE, PDF, Copy, OfficialSource, SourceCheck

logger = logging.getLogger("assistant.sources")
Tell = Callable[[int, int], None]
Status = Literal["new", "changed", "unchanged", "failed"]
_SUFFIXES = {"text/csv": ".csv", "application/csv": ".csv", "application/json": ".json", "application/geo+json": ".json", "application/xml": ".xml", "text/xml": ".xml"}


@dataclass(frozen=True)
class Outcome:
    """What became of one source. A failed one keeps its old copy, if it had one."""

    source: OfficialSource
    status: Status
    reason: str = ""
    size: int = 0


def fetch_sources(sources: Sequence[OfficialSource], store: SourceStore, downloader: Downloader, *, today: date, tell: Tell = lambda done, total: None) -> list[Outcome]:
    """Each source in turn. The caller holds the store's lock."""
    outcomes = []
    for done, source in enumerate(sources, start=1):
        try:
            outcomes.append(_fetch(source, store, downloader, today))
        except SourceError as error:
            outcomes.append(Outcome(source, "failed", str(error)))
        except OSError as error:
            outcomes.append(Outcome(source, "failed", f"la copie ne peut pas être écrite ({french_reason(error)})"))
        except Exception as error:  # what nobody thought of in one source does not stop the others
            logger.exception("Téléchargement de %s", source.url)
            outcomes.append(Outcome(source, "failed", f"erreur interne ({type(error).__name__})"))
        tell(done, len(sources))
    return outcomes


def _fetch(source: OfficialSource, store: SourceStore, downloader: Downloader, today: date) -> Outcome:
    known = store.known(source)
    if store.checksum(known) != "ok":
        known = None  # a copy that is damaged is asked for whole
    conditions = _conditions(known)
    reply = downloader.get(source.url, headers=conditions)
    if known is not None and conditions and reply.status == 304:
        store.put(source, replace(known, fetched_on=today.isoformat()), None)
        return Outcome(source, "unchanged", size=known.size)
    text_hash = _checked(source, reply)
    same = known is not None and known.text_hash == text_hash
    copy = Copy(
        url=source.url,
        file=source.id + _suffix(source, reply),
        sha256=hashlib.sha256(reply.body).hexdigest(),
        text_hash=text_hash,
        size=len(reply.body),
        content_type=reply.content_type,
        final_url=reply.url,
        etag=_validator(reply, "etag"),
        last_modified=_validator(reply, "last-modified"),
        fetched_on=today.isoformat(),
        changed_on=known.changed_on if known is not None and same else today.isoformat(),
    )
    store.put(source, copy, reply.body)
    return Outcome(source, "unchanged" if same else "new" if known is None else "changed", size=copy.size)


def _validator(reply: Reply, name: str) -> str:
    """A header to send back as it came; "" when it could not be sent."""
    value = reply.headers.get(name, "")
    return value if value.isascii() and value.isprintable() else ""


def _conditions(known: Copy | None) -> dict[str, str]:
    if known is None:
        return {}
    return {name: value for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)) if value}


def _suffix(source: OfficialSource, reply: Reply) -> str:
    named = PurePosixPath(urlsplit(reply.url).path).suffix.lower()
    return {PAGE: ".html", PDF: ".pdf"}.get(source.kind) or _SUFFIXES.get(reply.content_type) or (named if named in _SUFFIXES.values() else ".data")


def _checked(source: OfficialSource, reply: Reply) -> str:
    """The hash of what a reader would see, once the answer is found to be of the expected kind. Raises SourceError."""
    if reply.status != 200:
        raise SourceError(f"réponse inattendue du site (code {reply.status})")
    if reply.content_type not in source.content_types:
        raise SourceError(f"le site a envoyé « {reply.content_type[:60] or 'un type non précisé'} » au lieu de {' ou '.join(source.content_types)}")
    if source.kind == PDF and b"%PDF-" not in reply.body[:1024]:
        raise SourceError("le fichier envoyé n'est pas un PDF")
    if source.kind == PAGE:
        return hashlib.sha256(_text_of(source, reply.body).encode("utf-8", "surrogatepass")).hexdigest()
    if not reply.body.strip():
        raise SourceError("le fichier envoyé est vide")
    if _suffix(source, reply) == ".csv" and (b"\x00" in reply.body or reply.body.lstrip()[:1] == b"<"):
        raise SourceError("le fichier envoyé n'est pas un tableau CSV")
    if _suffix(source, reply) == ".json":
        try:
            json.loads(reply.body)
        except (ValueError, RecursionError) as error:
            raise SourceError("le fichier envoyé n'est pas du JSON") from error
    return hashlib.sha256(reply.body).hexdigest()


def _text_of(source: OfficialSource, body: bytes) -> str:
    """What the page says: a counter or a token that changes at each visit is not a change."""
    builder = TextBuilder()
    try:
        read_html(decode_html(body), source.id, builder)
    except DocumentError as error:
        raise SourceError(f"la page n'est pas lisible : {error.reason.rstrip('.')}") from error
    except Exception as error:  # a page on which the reader stumbles stops nothing
        raise SourceError(f"la page n'est pas lisible (erreur interne : {type(error).__name__})") from error
    return builder.text()


def check_sources(
    sources: Sequence[OfficialSource], store: SourceStore, downloader: Downloader | None, *, today: date, tell: Tell = lambda done, total: None
) -> list[SourceCheck]:
    """Age, licence and checksum of each copy; with a downloader, its link and whether its content changed. Nothing is written."""
    checks = []
    for done, source in enumerate(sources, start=1):
        copy = store.known(source)
        check = SourceCheck(source, checksum=store.checksum(copy))
        if copy is not None:
            age = copy.age(today)
            check = replace(check, fetched_on=copy.fetched_on, age_days=age, overdue=age > source.cadence, sha256=copy.sha256)
        if downloader is not None:
            try:
                check = replace(check, link="ok", changed=_changed(source, copy, downloader))
            except SourceError as error:
                check = replace(check, link="dead" if error.dead else "unanswered", reason=str(error))
            except Exception as error:
                logger.exception("Contrôle de %s", source.url)
                check = replace(check, link="unanswered", reason=f"erreur interne ({type(error).__name__})")
        checks.append(check)
        tell(done, len(sources))
    return checks


def _changed(source: OfficialSource, copy: Copy | None, downloader: Downloader) -> bool | None:
    """True when the site says something else than the copy; None without a copy. HEAD when it is enough, GET otherwise. Raises SourceError for a dead link."""
    conditions = _conditions(copy)
    if copy is None or conditions:
        try:
            head = downloader.get(source.url, method="HEAD", headers=conditions)
        except SourceError:
            pass  # many sites answer HEAD badly: GET tells
        else:
            if copy is None:
                return None
            if head.status == 304 or _same_version(head.headers, copy):
                return False
    reply = downloader.get(source.url, headers=conditions)
    if copy is None:
        return None
    return reply.status != 304 and _checked(source, reply) != copy.text_hash


def _same_version(headers: Mapping[str, str], copy: Copy) -> bool:
    return headers.get("etag") == copy.etag if copy.etag else bool(copy.last_modified) and headers.get("last-modified") == copy.last_modified
