"""The official sources: the list, the downloads from a real site that behaves well or badly, the checks, and what the index makes of the copies."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hostile_site import Answer, Request, Site, free_port, moved, page

from assistant.adapters.corpus_files import list_files, read_corpus
from assistant.adapters.polite_http import Downloader, ForbiddenAddressError, Limits, system_resolve
from assistant.adapters.source_fetching import Outcome, check_sources, fetch_sources
from assistant.adapters.source_files import SourceStore, read_sources
from assistant.cli import main
from assistant.errors import CorpusError, DocumentError, UsageError
from assistant.settings import Settings
from assistant.sources import OfficialSource, SourceCheck, check_summary, check_table, chosen, host_of, sources_from
from assistant.wiring import fetched_documents

REPOSITORY = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 29)
QUICK = Limits(max_bytes=200_000, seconds=3.0, attempts=3, delay=0.0)
TEXT = "Le crédit d'impôt au titre des investissements dans l'industrie verte est ouvert jusqu'au 31 décembre 2028."


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()


class Fetching:
    """A data folder, a site, and what is asked of it."""

    def __init__(self, site: Site, data: Path) -> None:
        self.site, self.data = site, data
        self.limits, self.pauses = QUICK, list[float]()
        self.resolve = system_resolve
        self.allow_loopback = True
        self.hosts = {f"127.0.0.1:{site.port}"}

    def source(self, path: str = "/page", **changes: Any) -> OfficialSource:
        base = OfficialSource("fiche", "Le crédit d'impôt", "Direction des essais", self.site.address + path, "page", "Licence Ouverte 2.0", 30, True, ("text/html",))
        return replace(base, **changes)

    def downloader(self) -> Downloader:
        return Downloader(self.hosts, limits=self.limits, allow_loopback=self.allow_loopback, resolve=self.resolve, sleep=self.pauses.append)

    def fetch(self, *sources: OfficialSource, today: date = TODAY) -> list[Outcome]:
        store = SourceStore(self.data)
        with store.only_writer(), self.downloader() as downloader:
            return fetch_sources(sources or (self.source(),), store, downloader, today=today)

    def one(self, *sources: OfficialSource, today: date = TODAY) -> Outcome:
        (outcome,) = self.fetch(*sources, today=today)
        return outcome

    def check(self, *sources: OfficialSource, today: date = TODAY, offline: bool = False) -> list[SourceCheck]:
        with self.downloader() as downloader:
            return check_sources(sources or (self.source(),), SourceStore(self.data), None if offline else downloader, today=today)

    def copy(self, name: str = "fiche.html") -> bytes:
        return (self.data / "sources" / "files" / name).read_bytes()

    def state(self, key: str = "fiche") -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.data / "sources" / "state.json").read_text(encoding="utf-8"))["sources"][key]
        return state


@pytest.fixture
def fetching(site: Site, tmp_path: Path) -> Fetching:
    site.routes["/page"] = page(TEXT)
    return Fetching(site, tmp_path / "data")


# --- the list ---------------------------------------------------------------------------------------------------------------------------------

ENTRY = {
    "id": "fiche", "title": "Une fiche", "publisher": "Direction des essais", "url": "https://exemple.gouv.fr/fiche", "kind": "page", "licence": "Licence Ouverte 2.0",
    "cadence": 30, "indexed": True,
}  # fmt: skip


def test_the_list_that_ships_is_sound_and_names_official_hosts_only() -> None:
    listed = read_sources(REPOSITORY / "corpus")
    assert len(listed.sources) >= 100
    for host in listed.hosts:
        assert host.endswith(
            (".gouv.fr", "senat.fr", "assemblee-nationale.fr", "ccomptes.fr", "bpifrance.fr", "banquedesterritoires.fr", "caissedesdepots.fr", ".europa.eu", "elysee.fr", "vie-publique.fr",
             "conseil-etat.fr", "debatpublic.fr", "ineris.fr", "vte-france.fr", "europe-en-hautsdefrance.eu", "europe-en-nouvelle-aquitaine.eu", "grandest.fr", "github.com")
        ), host  # fmt: skip


def test_each_listed_address_is_one_that_a_sheet_a_rule_or_the_tables_cite() -> None:
    """No address is invented: each stands in the corpus, but for the four that only the lists of territories need."""
    corpus = REPOSITORY / "corpus"
    cited = "\n".join(p.read_text(encoding="utf-8") for folder in ("documents", "rules", "territories") for p in (corpus / folder).rglob("*") if p.suffix in (".md", ".yaml", ".csv"))
    cited = cited.replace(".fr./", ".fr/")  # a few are written with the final dot of the DNS
    missing = [source.url for source in read_sources(corpus).sources if source.url not in cited]
    assert all(host_of(url) in ("www.data.gouv.fr", "opendata.caissedesdepots.fr", "geo.api.gouv.fr") for url in missing), missing


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cadense": 3}, "clé inconnue « cadense »"),
        ({"licence": None}, "il manque « licence »"),
        ({"url": "ftp://exemple.gouv.fr/fiche"}, "adresse http(s)"),
        ({"url": "https://moi:secret@exemple.gouv.fr/"}, "adresse http(s)"),
        ({"url": "https://exemple.gouv.fr:99999/"}, "adresse http(s)"),
        ({"kind": "page web"}, "« kind » vaut page, pdf, data"),
        ({"id": "Fiche 1"}, "« id » n'admet que"),
        ({"id": "../../etc/passwd"}, "« id » n'admet que"),
        ({"cadence": "souvent"}, "« cadence » est un nombre de jours"),
        ({"cadence": True}, "« cadence » est un nombre de jours"),
        ({"indexed": "oui"}, "« indexed » vaut true ou false"),
        ({"kind": "data", "indexed": False}, "« content_types »"),
        ({"kind": "data", "content_types": ["text/csv"]}, "« data » ne s'indexe pas"),
        ({"published_on": "2026-02-31"}, "« published_on » doit être une date"),
        ({"phase": 3}, "« phase »"),
        ({"phase": True}, "« phase »"),
        ({"title": "deux\nlignes"}, "« title » doit être un texte d'une ligne"),
    ],
)
def test_a_faulty_entry_is_named_with_what_is_wrong_in_it(change: dict[str, Any], said: str) -> None:
    entry = {**ENTRY, "id": "bonne", "url": "https://exemple.gouv.fr/bonne"}
    with pytest.raises(DocumentError) as error:
        sources_from({"sources": [entry, {**ENTRY, **change}]}, "sources.yaml")
    assert "source n° 2" in str(error.value)
    assert said in str(error.value)


def test_the_same_id_or_address_twice_is_refused() -> None:
    for twin in ({**ENTRY, "url": "https://exemple.gouv.fr/autre"}, {**ENTRY, "id": "autre"}):
        with pytest.raises(DocumentError, match=r"est déjà celui de la source n° 1"):
            sources_from({"sources": [ENTRY, twin]}, "sources.yaml")


@pytest.mark.parametrize("text", ["", "- fiche", "sources: 3", "sources: [a]", "sources: []\nautre: 1", "sources: [{id: a, id: b}]", "a: [", "sources: [{published_on: 2026-02-31}]", "\x00"])
def test_a_file_that_is_not_a_list_of_sources_is_one_french_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"^sources\.yaml"):
        read_sources(tmp_path)


def test_a_corpus_without_a_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Aucune liste de sources officielles"):
        read_sources(tmp_path)


def test_an_id_that_is_not_listed_is_refused_with_its_neighbours() -> None:
    listed = sources_from({"sources": [ENTRY]}, "sources.yaml")
    with pytest.raises(UsageError, match=r"Aucune source « fche » .* fiche \?"):
        chosen(listed, ["fche"])


# --- what goes well ---------------------------------------------------------------------------------------------------------------------------


def test_a_page_is_kept_with_its_checksum_and_an_official_front_matter(fetching: Fetching) -> None:
    outcome = fetching.one()
    assert (outcome.status, fetching.state()["sha256"]) == ("new", hashlib.sha256(fetching.copy()).hexdigest())
    head = yaml.safe_load(fetching.copy("fiche.meta.yaml"))
    assert head["title"] == "Le crédit d'impôt"
    assert head["publisher"] == "Direction des essais"
    assert head["sources"][0]["url"] == fetching.source().url
    assert head["licence"] == "Licence Ouverte 2.0"
    assert head["checked_on"] == "2026-11-29"


def test_we_say_who_we_are_and_read_robots_txt_first(fetching: Fetching) -> None:
    fetching.one()
    assert [path for _, path, _ in fetching.site.asked] == ["/robots.txt", "/page"]
    assert all(headers["User-Agent"].startswith("assistant-territoires-industrie/") for _, _, headers in fetching.site.asked)


def test_what_robots_txt_forbids_is_not_read(fetching: Fetching) -> None:
    fetching.site.routes["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /page\n")
    outcome = fetching.one()
    assert (outcome.status, fetching.site.paths()) == ("failed", [])
    assert "robots.txt" in outcome.reason


def test_two_requests_to_a_host_are_spaced_and_a_longer_crawl_delay_is_honoured(fetching: Fetching) -> None:
    fetching.limits = replace(QUICK, delay=1.0)
    fetching.fetch()
    assert fetching.pauses == [pytest.approx(1.0, abs=0.3)]
    fetching.pauses.clear()
    fetching.site.routes["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nCrawl-delay: 7\n")
    fetching.fetch(fetching.source(), fetching.source(id="autre"))
    assert fetching.pauses[-1] == pytest.approx(7.0, abs=0.5)


def test_an_unchanged_page_is_asked_for_with_its_etag_and_only_its_date_moves(fetching: Fetching) -> None:
    def answer(request: Request) -> Answer:
        if request.headers.get("If-None-Match") == '"v1"' and request.headers.get("If-Modified-Since") == "Sat, 28 Nov 2026 10:00:00 GMT":
            return 304, {"ETag": '"v1"'}, b""
        return page(TEXT, ETag='"v1"', Last_Modified="Sat, 28 Nov 2026 10:00:00 GMT")

    fetching.site.routes["/page"] = answer
    assert fetching.one(today=date(2026, 11, 1)).status == "new"
    before = fetching.copy()
    assert fetching.one().status == "unchanged"
    assert fetching.copy() == before
    assert (fetching.state()["fetched_on"], fetching.state()["changed_on"]) == ("2026-11-29", "2026-11-01")
    assert yaml.safe_load(fetching.copy("fiche.meta.yaml"))["checked_on"] == "2026-11-29"


def test_a_changed_page_replaces_the_copy_and_is_said_to_have_changed(fetching: Fetching) -> None:
    fetching.one(today=date(2026, 11, 1))
    fetching.site.routes["/page"] = page("Le crédit d'impôt est prolongé jusqu'au 31 décembre 2030.")
    assert fetching.one().status == "changed"
    assert "2030" in fetching.copy().decode()
    assert fetching.state()["changed_on"] == "2026-11-29"


def test_a_token_in_the_markup_is_not_a_change(fetching: Fetching) -> None:
    fetching.site.routes["/page"] = [(200, {"Content-Type": "text/html"}, (page(TEXT)[2] + f"<!-- jeton {n} -->".encode())) for n in range(2)]
    assert [fetching.one().status, fetching.one().status] == ["new", "unchanged"]


def test_an_etag_that_could_not_be_sent_back_is_forgotten(fetching: Fetching) -> None:
    fetching.site.routes["/page"] = page(TEXT, ETag='"été"')
    assert [fetching.one().status, fetching.one().status] == ["new", "unchanged"]
    assert fetching.state()["etag"] == ""


def test_what_nobody_thought_of_in_one_source_does_not_stop_the_others(fetching: Fetching) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if host == "panne.gouv.fr":
            raise ZeroDivisionError
        return system_resolve(host, port)

    fetching.hosts.add("panne.gouv.fr")
    fetching.resolve = resolve
    outcomes = fetching.fetch(fetching.source(id="panne", url="http://panne.gouv.fr/"), fetching.source())
    assert [outcome.status for outcome in outcomes] == ["failed", "new"]


def test_a_damaged_copy_is_asked_for_whole_again(fetching: Fetching) -> None:
    fetching.site.routes["/page"] = lambda request: (304, {}, b"") if request.headers.get("If-None-Match") else page(TEXT, ETag='"v1"')
    fetching.one()
    (fetching.data / "sources" / "files" / "fiche.html").write_text("abîmé", encoding="utf-8")
    assert fetching.one().status == "new"
    assert b"31 d\xc3\xa9cembre 2028" in fetching.copy()


def test_a_damaged_state_file_means_that_everything_is_fetched_again(fetching: Fetching) -> None:
    fetching.one()
    for text in ("{", '{"sources": {"fiche": {"url": 3}}}', "[]", '{"sources": []}'):
        (fetching.data / "sources" / "state.json").write_text(text, encoding="utf-8")
        assert fetching.one().status == "new"


def test_a_gzip_answer_is_decoded(fetching: Fetching) -> None:
    status, headers, body = page(TEXT)
    fetching.site.routes["/page"] = (status, {**headers, "Content-Encoding": "gzip"}, gzip.compress(body))
    fetching.one()
    assert fetching.copy() == body


def test_a_pdf_and_a_data_set_are_kept_under_their_own_suffix(fetching: Fetching) -> None:
    fetching.site.routes["/notice"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7\n...")
    fetching.site.routes["/liste"] = (200, {"Content-Type": "text/csv; charset=utf-8"}, b"a,b\n1,2\n")
    outcomes = fetching.fetch(
        fetching.source("/notice", id="notice", kind="pdf", content_types=("application/pdf",)), fetching.source("/liste", id="liste", kind="data", content_types=("text/csv",), indexed=False)
    )
    assert [outcome.status for outcome in outcomes] == ["new", "new"]
    assert fetching.copy("notice.pdf").startswith(b"%PDF-")
    assert fetching.copy("liste.csv") == b"a,b\n1,2\n"


def test_a_redirect_between_listed_hosts_is_followed(fetching: Fetching) -> None:
    fetching.site.routes["/ancienne"] = moved("/page")
    assert fetching.one(fetching.source("/ancienne")).status == "new"
    assert fetching.state()["final_url"] == fetching.site.address + "/page"


def test_a_site_down_then_up_is_tried_again_later_each_time(fetching: Fetching) -> None:
    fetching.site.routes["/page"] = [(500, {}, b""), (503, {}, b""), page(TEXT)]
    assert fetching.one().status == "new"
    assert len(fetching.pauses) == 2
    assert fetching.pauses[0] > 0


def test_retry_after_is_honoured(fetching: Fetching) -> None:
    fetching.site.routes["/page"] = [(429, {"Retry-After": "9"}, b""), page(TEXT)]
    assert fetching.one().status == "new"
    assert fetching.pauses[0] >= 9


# --- what goes badly --------------------------------------------------------------------------------------------------------------------------


def endless(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        request.write(b"<p>encore</p>" * 1000)


def slow_drip(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    while True:
        request.write(b"x")
        time.sleep(0.05)


def slow_headers(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nX-Attente: ")
    while True:
        request.write(b"x")
        time.sleep(0.05)


def truncated(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<main><p>Le credit")


def truncated_gzip(request: Request) -> None:
    body = gzip.compress(page(TEXT)[2])[:-12]
    request.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def nonsense(request: Request) -> None:
    request.write(b"\x16\x03\x01 bonjour\r\n\r\n")


def nothing(request: Request) -> None:
    return None


BAD_ANSWERS: dict[str, tuple[Any, str]] = {
    "an endless body": (endless, "dépasse"),
    "a slow drip": (slow_drip, "a dépassé"),
    "headers that drip": (slow_headers, "a dépassé"),
    "a truncated body": (truncated, "coupée"),
    "a truncated gzip": (truncated_gzip, "coupée"),
    "bytes that are not HTTP": (nonsense, "mal formée"),
    "a connection closed at once": (nothing, "coupée"),
    "a huge Content-Length": (lambda r: r.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99000000000\r\n\r\n<p>"), "dépasse"),
    "a gzip bomb": ((200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"<p>" + b"0" * 80_000_000)), "dépasse"),
    "a bad gzip": ((200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"<p>pas du gzip</p>"), "abîmée"),
    "an encoding nobody asked for": ((200, {"Content-Type": "text/html", "Content-Encoding": "br"}, b"xx"), "compressé"),
    "a wrong content type": ((200, {"Content-Type": "application/octet-stream"}, b"MZ"), "au lieu de text/html"),
    "no content type": ((200, {}, b"<p>bonjour</p>"), "type non précisé"),
    "a page of scripts": ((200, {"Content-Type": "text/html"}, b"<html><body><script>x()</script></body></html>"), "ne contient aucun texte"),
    "an empty page": ((200, {"Content-Type": "text/html"}, b""), "illisible"),
    "a page that is gone": ((404, {"Content-Type": "text/html"}, b"absent"), "lien mort"),
    "a refusal": ((403, {"Content-Type": "text/html"}, b"non"), "refuse l'accès"),
    "a part of the page": ((206, {"Content-Type": "text/html"}, b"<p>bon"), "réponse inattendue"),
    "a site always down": ((500, {}, b""), "en panne"),
    "a site that asks to wait for an hour": ((503, {"Retry-After": "3600"}, b""), "demande d'attendre"),
    "a 304 that nobody asked for": ((304, {}, b""), "réponse inattendue"),
    "a redirect to a private address": (moved("http://10.0.0.7/page"), "pas dans la liste"),
    "a redirect to the metadata of a cloud": (moved("http://169.254.169.254/latest/meta-data/"), "pas dans la liste"),
    "a redirect to another host": (moved("https://exemple.com/page"), "pas dans la liste"),
    "a redirect to another port": (moved("http://127.0.0.1:22/"), "pas dans la liste"),
    "a redirect to this machine under another name": (moved("http://localhost/page"), "pas dans la liste"),
    "a redirect to a file": (moved("file:///etc/passwd"), "http(s) seulement"),
    "a redirect with a password": (moved("http://moi:secret@127.0.0.1/"), "http(s) seulement"),
    "a redirect to nowhere": ((302, {}, b""), "renvois"),
    "a redirect that is not an address": (moved("http://[::1/"), "mal formée"),
    "a redirect loop": (moved("/page"), "renvois"),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_is_refused_with_its_reason_and_the_old_copy_stays(fetching: Fetching, case: str) -> None:
    fetching.one(today=date(2026, 11, 1))
    before, state = fetching.copy(), fetching.state()
    fetching.limits = replace(QUICK, seconds=1.0)
    fetching.site.routes["/page"], said = BAD_ANSWERS[case]
    fetching.site.routes["/bonne"] = page("Une autre page, qui va bien.")
    started = time.monotonic()
    bad, good = fetching.fetch(fetching.source(), fetching.source("/bonne", id="bonne"))
    assert (bad.status, good.status) == ("failed", "new")
    assert said in bad.reason
    assert (fetching.copy(), fetching.state()) == (before, state)
    assert time.monotonic() - started < 8


def test_a_gzip_bomb_is_stopped_before_it_fills_the_memory(fetching: Fetching) -> None:
    import tracemalloc

    fetching.site.routes["/page"] = (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"0" * 300_000_000))
    tracemalloc.start()
    try:
        assert fetching.one().status == "failed"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.1.1", "172.16.0.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"])
def test_a_listed_name_that_leads_to_a_private_address_is_not_connected_to(fetching: Fetching, address: str) -> None:
    fetching.hosts, fetching.allow_loopback = {"exemple.gouv.fr"}, False
    fetching.resolve = lambda host, port: ["185.199.108.153", address]
    outcome = fetching.one(fetching.source(url="http://exemple.gouv.fr/page"))
    assert outcome.status == "failed"
    assert "n'est pas publique" in outcome.reason


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f000001/", "http://127.1/"])
def test_this_machine_is_refused_however_it_is_written_unless_a_setting_allows_it(url: str) -> None:
    with Downloader([host_of(url)], limits=QUICK) as downloader, pytest.raises(ForbiddenAddressError, match="n'est pas publique"):
        downloader.get(url)


def test_a_name_that_changes_its_address_between_the_check_and_the_connection_gains_nothing(fetching: Fetching) -> None:
    """DNS rebinding: public at the first look, this machine afterwards. Each connection goes to the address that was checked for it."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    name = f"exemple.gouv.fr:{fetching.site.port}"
    fetching.hosts, fetching.resolve = {name}, resolve
    outcome = fetching.one(fetching.source(url=f"http://{name}/page"))
    assert outcome.status == "failed"
    assert "10.0.0.1" in outcome.reason
    assert fetching.site.paths() == []  # robots.txt only, read while the name led to the site
    assert len(looked_up) == 2  # one look a connection, and no look after the check


def test_the_proxy_of_the_environment_is_not_used(fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    assert fetching.one().status == "new"


def test_a_certificate_that_is_not_valid_is_refused_at_once(fetching: Fetching, tmp_path: Path) -> None:
    with encrypted_site(tmp_path) as port:
        fetching.hosts = {f"127.0.0.1:{port}"}
        outcome = fetching.one(fetching.source(url=f"https://127.0.0.1:{port}/"))
    assert "certificat" in outcome.reason
    assert fetching.pauses == []


def test_a_redirect_from_https_to_http_is_refused(monkeypatch: pytest.MonkeyPatch, fetching: Fetching, tmp_path: Path) -> None:
    with encrypted_site(tmp_path, location=fetching.site.address + "/page") as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "site.pem"))
        fetching.hosts |= {f"127.0.0.1:{port}"}
        outcome = fetching.one(fetching.source(url=f"https://127.0.0.1:{port}/"))
    assert "non chiffrée" in outcome.reason
    assert fetching.site.asked == []


class encrypted_site:
    """A site on this machine with a certificate of its own making, which answers a redirect, or 404."""

    def __init__(self, folder: Path, location: str = "") -> None:
        import ssl
        from http.server import BaseHTTPRequestHandler, HTTPServer

        pem = folder / "site.pem"
        pem.write_bytes(_self_signed("127.0.0.1"))

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(302 if location and self.path != "/robots.txt" else 404)
                self.send_header("Location", location)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self) -> int:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return int(self.server.server_address[1])

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def _self_signed(address: str) -> bytes:
    """Key and certificate, PEM."""
    import ipaddress
    from datetime import datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    now = datetime.now()
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7).not_valid_before(now - timedelta(days=2)).not_valid_after(now + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def test_a_pdf_or_a_table_that_is_a_page_of_error_is_refused(fetching: Fetching) -> None:
    fetching.site.routes["/notice"] = (200, {"Content-Type": "application/pdf"}, b"<html>erreur</html>")
    fetching.site.routes["/liste"] = (200, {"Content-Type": "text/csv"}, b"<html>erreur</html>")
    fetching.site.routes["/catalogue"] = (200, {"Content-Type": "application/json"}, b"{")
    outcomes = fetching.fetch(
        fetching.source("/notice", id="notice", kind="pdf", content_types=("application/pdf",)),
        fetching.source("/liste", id="liste", kind="data", content_types=("text/csv",), indexed=False),
        fetching.source("/catalogue", id="catalogue", kind="data", content_types=("application/json",), indexed=False),
    )
    assert [outcome.reason for outcome in outcomes] == ["le fichier envoyé n'est pas un PDF", "le fichier envoyé n'est pas un tableau CSV", "le fichier envoyé n'est pas du JSON"]
    assert not (fetching.data / "sources" / "state.json").exists()


def test_a_site_that_is_down_is_not_waited_for_once_a_source(fetching: Fetching) -> None:
    fetching.hosts = {f"127.0.0.1:{free_port()}"}
    address = f"http://{next(iter(fetching.hosts))}"
    outcomes = fetching.fetch(*(fetching.source(id=f"fiche-{n}", url=f"{address}/{n}") for n in range(5)))
    assert [outcome.status for outcome in outcomes] == ["failed"] * 5
    assert len(fetching.pauses) == QUICK.attempts - 1


# --- kills and neighbours ---------------------------------------------------------------------------------------------------------------------


def corpus_of(folder: Path, *sources: OfficialSource, **more: Any) -> Path:
    """A corpus with one sheet and the list of these sources."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "documents" / "forge.md").write_text("# La forge\n\nLa forge de Thiers emploie 212 personnes.\n", encoding="utf-8")
    entries = [
        {"id": s.id, "title": s.title, "publisher": s.publisher, "url": s.url, "kind": s.kind, "licence": s.licence, "cadence": s.cadence, "indexed": s.indexed, "content_types": list(s.content_types)}
        | ({"territories": s.territories} if s.territories else {})
        for s in sources
    ]  # fmt: skip
    (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": entries, **more}, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def for_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_SOURCES_ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("ASSISTANT_SOURCES_DELAY", "0")
    monkeypatch.setenv("ASSISTANT_SOURCES_ATTEMPTS", "1")


def test_a_kill_in_the_middle_of_a_download_leaves_the_old_copy_and_the_next_run_goes_on(fetching: Fetching, tmp_path: Path, for_tests: None) -> None:
    corpus = corpus_of(tmp_path / "corpus", fetching.source())
    command = [sys.executable, "-m", "assistant", "sources", "fetch", "--corpus", str(corpus), "--data", str(fetching.data)]
    assert main(command[3:]) == 0
    before, state = fetching.copy(), fetching.state()
    started = threading.Event()

    def half(request: Request) -> None:
        request.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<main><p>Moi")
        started.set()
        time.sleep(30)

    fetching.site.routes["/page"] = half
    process = subprocess.Popen(command, cwd=REPOSITORY, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert started.wait(60)
    second = SourceStore(fetching.data)
    with pytest.raises(UsageError, match="déjà en cours"), second.only_writer():
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (fetching.copy(), fetching.state()) == (before, state)
    fetching.site.routes["/page"] = page("La page a changé après l'arrêt.")
    assert main(command[3:]) == 0
    assert "après l'arrêt" in fetching.copy().decode()


def test_what_a_kill_left_half_written_is_removed_and_never_read(fetching: Fetching) -> None:
    fetching.one()
    left = fetching.data / "sources" / "files" / ".fiche.html.new"
    left.write_text("moitié", encoding="utf-8")
    paths, _ = SourceStore(fetching.data).documents({"fiche": fetching.source()})
    assert [path.name for path in paths] == ["fiche.html"]
    fetching.one()
    assert not left.exists()


def test_a_full_disk_fails_one_source_and_keeps_the_copy(fetching: Fetching) -> None:
    fetching.one()
    before = fetching.copy()
    (fetching.data / "sources" / "files" / ".fiche.html.new").mkdir()  # nothing can be written under that name
    fetching.site.routes["/page"] = page("Une page plus récente.")
    store = SourceStore(fetching.data)
    with fetching.downloader() as downloader:
        (outcome,) = fetch_sources([fetching.source()], store, downloader, today=TODAY)
    assert (outcome.status, fetching.copy()) == ("failed", before)
    assert "ne peut pas être écrite" in outcome.reason


# --- check ------------------------------------------------------------------------------------------------------------------------------------


def test_check_says_age_licence_checksum_link_and_whether_the_content_changed(fetching: Fetching) -> None:
    fetching.site.routes["/autre"] = page("Un texte stable.")
    sources = [fetching.source(), fetching.source("/autre", id="autre"), fetching.source("/morte", id="morte"), fetching.source("/jamais", id="jamais")]
    fetching.site.routes["/morte"] = page("Une page qui va disparaître.")
    fetching.site.routes["/jamais"] = page("Une page jamais lue.")
    fetching.fetch(*sources[:3], today=date(2026, 10, 1))
    fetching.site.routes["/page"] = page("Le texte a changé.")
    fetching.site.routes["/morte"] = (404, {}, b"")
    (fetching.data / "sources" / "files" / "autre.html").write_text("abîmé", encoding="utf-8")
    found = {check.source.id: check for check in fetching.check(*sources)}
    assert (found["fiche"].age_days, found["fiche"].overdue, found["fiche"].checksum, found["fiche"].link, found["fiche"].changed) == (59, True, "ok", "ok", True)
    assert (found["autre"].checksum, found["autre"].link, found["autre"].changed) == ("different", "ok", False)
    assert (found["morte"].link, found["morte"].changed) == ("dead", None)
    assert (found["jamais"].age_days, found["jamais"].checksum, found["jamais"].link) == (None, "unknown", "ok")
    table = check_table(found.values())
    assert "59 / 30 (à relire)" in table
    assert "lien mort : la page n'existe plus (code 404)" in table
    assert "jamais lue" in table
    assert check_summary(list(found.values())) == "4 sources : 1 jamais lue, 3 à relire, 1 lien mort, 0 site sans réponse utile, 1 contenu modifié, 1 copie abîmée."


def test_check_writes_nothing_and_asks_for_headers_alone_when_they_are_enough(fetching: Fetching) -> None:
    fetching.site.routes["/page"] = page(TEXT, ETag='"v1"')
    fetching.one()
    before = {path: path.read_bytes() for path in fetching.data.rglob("*") if path.is_file()}
    fetching.site.asked.clear()
    (check,) = fetching.check()
    assert (check.link, check.changed) == ("ok", False)
    assert [method for method, path, _ in fetching.site.asked if path == "/page"] == ["HEAD"]
    assert {path: path.read_bytes() for path in fetching.data.rglob("*") if path.is_file()} == before


def test_check_falls_back_on_the_page_where_head_is_not_answered(fetching: Fetching) -> None:
    fetching.site.routes["/page"] = lambda request: (405, {}, b"") if request.method == "HEAD" else page(TEXT, ETag='"v1"')
    fetching.one()
    (check,) = fetching.check()
    assert (check.link, check.changed) == ("ok", False)


@pytest.mark.parametrize(("answer", "link"), [((404, {}, b""), "dead"), ((410, {}, b""), "dead"), ((500, {}, b""), "unanswered"), ((403, {}, b""), "unanswered"), (moved("http://10.0.0.7/"), "unanswered")])
def test_a_dead_link_is_told_from_a_site_that_does_not_answer(fetching: Fetching, answer: Answer, link: str) -> None:
    fetching.one()
    fetching.site.routes["/page"] = answer
    (check,) = fetching.check()
    assert (check.link, check.faulty, check.changed) == (link, link == "dead", None)
    assert check.reason


def test_a_host_that_is_gone_is_a_dead_link(fetching: Fetching) -> None:
    address = f"127.0.0.1:{free_port()}"
    fetching.hosts = {address}
    (check,) = fetching.check(fetching.source(url=f"http://{address}/page"))
    assert check.link == "dead"


def test_without_a_network_check_reports_ages_and_checksums_only(fetching: Fetching) -> None:
    fetching.one(today=date(2026, 11, 1))
    (check,) = fetching.check(offline=True)
    assert (check.age_days, check.checksum, check.link, check.changed) == (28, "ok", "not_checked", None)


def test_the_network_is_up_when_a_site_answers_or_refuses_and_down_when_no_name_is_known(site: Site) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with Downloader([], allow_loopback=True) as downloader:
        assert downloader.network_is_up([site.address])
        assert downloader.network_is_up([f"http://127.0.0.1:{free_port()}/"])
    with Downloader([], resolve=unknown) as downloader:
        assert not downloader.network_is_up(["https://exemple.gouv.fr/", "https://autre.gouv.fr/"])


# --- the command line -------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def command(fetching: Fetching, tmp_path: Path, for_tests: None) -> Callable[..., int]:
    fetching.site.routes["/autre"] = page("Une autre page.")
    corpus = corpus_of(tmp_path / "corpus", fetching.source(), fetching.source("/autre", id="autre"))
    return lambda *words: main(["sources", *words, "--corpus", str(corpus), "--data", str(fetching.data)])


def test_fetch_then_check_from_the_command_line(command: Callable[..., int], fetching: Fetching, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("fetch") == 0
    assert "2 sources demandées : 2 nouvelles, 0 modifiée, 0 inchangée, 0 en échec." in capsys.readouterr().out
    assert command("check") == 0
    out = capsys.readouterr().out
    assert "2 sources : 0 jamais lue, 0 à relire, 0 lien mort, 0 site sans réponse utile, 0 contenu modifié, 0 copie abîmée." in out
    fetching.site.routes["/autre"] = (404, {}, b"")
    assert command("fetch") == 1
    said = capsys.readouterr()
    assert "Échec — autre : lien mort" in said.err
    assert "1 en échec" in said.out
    assert command("check", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["network"] is True
    assert [(s["id"], s["link"], s["checksum"], s["licence"]) for s in told["sources"]] == [("fiche", "ok", "ok", "Licence Ouverte 2.0"), ("autre", "dead", "ok", "Licence Ouverte 2.0")]


def test_only_the_sources_named_are_fetched(command: Callable[..., int], fetching: Fetching, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("fetch", "--only", "autre") == 0
    assert fetching.site.paths() == ["/autre"]
    assert command("fetch", "--only", "atre") == 2
    assert "Voulez-vous dire : autre ?" in capsys.readouterr().err


def test_without_a_network_fetch_says_so_and_check_still_reports(fetching: Fetching, tmp_path: Path, for_tests: None, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = corpus_of(tmp_path / "corpus", fetching.source(url="https://site-qui-n-existe-pas.invalid/page"))
    folders = ["--corpus", str(corpus), "--data", str(fetching.data)]
    assert main(["sources", "fetch", *folders]) == 1
    assert "Pas de réseau" in capsys.readouterr().err
    assert main(["sources", "check", *folders]) == 0
    assert "Pas de réseau" in capsys.readouterr().out
    assert main(["sources", "check", "--json", *folders]) == 0
    assert json.loads(capsys.readouterr().out)["network"] is False


def test_loopback_is_refused_by_default_from_the_command_line(fetching: Fetching, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = corpus_of(tmp_path / "corpus", fetching.source())
    assert main(["sources", "fetch", "--corpus", str(corpus), "--data", str(fetching.data)]) == 1
    assert "n'est pas publique" in capsys.readouterr().err
    assert fetching.site.asked == []


# --- the copies in the index ------------------------------------------------------------------------------------------------------------------


def settings_of(corpus: Path, data: Path) -> Settings:
    return Settings(corpus_dir=corpus, data_dir=data)


def test_copies_are_read_as_documents_of_their_publisher_beside_the_corpus(fetching: Fetching, tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "corpus", fetching.source())
    fetching.one()
    paths, refused = fetched_documents(settings_of(corpus, fetching.data))
    files, _ = list_files(corpus, fetched=paths)
    documents, unread = read_corpus(files)
    assert (refused, unread) == ([], [])
    assert [file.name for file in files] == ["forge.md", "sources officielles/fiche.html"]
    page_read = next(document for document in documents if document.id == "fiche")
    assert TEXT in page_read.text
    assert (page_read.metadata.publisher, page_read.metadata.licence, page_read.metadata.checked_on) == ("Direction des essais", "Licence Ouverte 2.0", TODAY)
    assert page_read.metadata.sources[0].url == fetching.source().url


def test_a_source_that_left_the_list_changed_address_or_is_not_to_be_indexed_is_not_read(fetching: Fetching, tmp_path: Path) -> None:
    fetching.one()
    for number, source in enumerate((fetching.source(id="autre"), fetching.source("/ailleurs"), fetching.source(indexed=False))):
        assert fetched_documents(settings_of(corpus_of(tmp_path / f"corpus-{number}", source), fetching.data)) == ([], [])


def test_a_copy_that_was_altered_and_a_faulty_list_are_said_and_stop_nothing(fetching: Fetching, tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "corpus", fetching.source())
    fetching.one()
    (fetching.data / "sources" / "files" / "fiche.html").write_text("<p>Tout est gratuit.</p>", encoding="utf-8")
    paths, refused = fetched_documents(settings_of(corpus, fetching.data))
    assert paths == []
    assert "sources fetch --only fiche" in str(refused[0])
    (corpus / "sources.yaml").write_text("sources: 3", encoding="utf-8")
    paths, refused = fetched_documents(settings_of(corpus, fetching.data))
    assert paths == []
    assert str(refused[0]).startswith("sources.yaml")


@pytest.mark.integration
def test_fetched_pages_answer_after_index_and_a_bad_one_never_stops_it(
    fetching: Fetching, tmp_path: Path, data_dir_with_model: Path, embeddings: object, for_tests: None, capsys: pytest.CaptureFixture[str]
) -> None:
    fetching.site.routes["/notice"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 ... et puis rien")
    plan = (REPOSITORY / "corpus" / "documents" / "territoires" / "plan-grand-chalon.pdf").read_bytes()
    fetching.site.routes["/plan"] = (200, {"Content-Type": "application/pdf"}, plan)
    pdfs = [fetching.source(f"/{name}", id=name, kind="pdf", content_types=("application/pdf",)) for name in ("notice", "plan")]
    corpus = corpus_of(tmp_path / "corpus", fetching.source(), *pdfs)
    data = tmp_path / "data"
    data.mkdir()
    for entry in data_dir_with_model.iterdir():  # the unpacked model, not unpacked again
        if entry.is_dir() and entry.name != "indexes":
            (data / entry.name).symlink_to(entry)
    folders = ["--corpus", str(corpus), "--data", str(data)]
    assert main(["sources", "fetch", *folders]) == 0
    assert main(["index", *folders]) == 0
    told = capsys.readouterr()
    assert "3 documents indexés" in told.out
    assert "Refusé — sources officielles/notice.pdf" in told.err
    assert main(["ask", "Jusqu'à quand le crédit d'impôt industrie verte est-il ouvert ?", "--json", *folders]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["citations"][0]["url"] == fetching.source().url
    assert answer["citations"][0]["publisher"].startswith("Direction des essais")
    assert answer["citations"][0]["checked_on"] == date.today().isoformat()
    assert "31 décembre 2028" in answer["answer_markdown"]
    assert main(["index", *folders]) == 0
    assert "Rien à faire" in capsys.readouterr().out
