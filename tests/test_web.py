"""The HTTP server over a small assistant: what is admitted, what every response carries, what is said when something is wrong."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeAssistant
from starlette.testclient import TestClient

from app import build_page
from assistant.adapters.database import open_database
from assistant.adapters.history_store import HistoryStore
from assistant.adapters.web import BODY_LIMIT, KEPT_LIMIT, CrowdedError, Turnstile, bind, build_server
from assistant.answers import Answer
from assistant.errors import UsageError
from assistant.keeping import Kept, KeptError
from assistant.page import markup, texts
from assistant.page.export import FORMATS
from assistant.page.shelf import Shelf

REPOSITORY = Path(__file__).resolve().parent.parent
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options", "permissions-policy", "cross-origin-opener-policy")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    assistant = FakeAssistant()
    server = build_server(assistant, build_page(assistant), operator="Mairie de <b>Test</b>", contact="contact@exemple.fr")
    with TestClient(server, raise_server_exceptions=False) as opened:
        yield opened


# --- the page and its guard ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/page.css", "/page.js", "/theme.css", "/api/health", "/accessibilite", "/sources", "/nulle-part", "/gradio_api/upload"])
def test_every_response_carries_the_security_headers(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert all(name in response.headers for name in HEADERS)
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "server" not in response.headers


def test_refusals_of_the_interface_carry_them_too(client: TestClient) -> None:
    for response in (client.post("/api/ask", content=b"{"), client.post("/api/ask", json={"question": "panne"}), client.put("/api/ask"), client.get("/api/ask")):
        assert response.status_code >= 400
        assert all(name in response.headers for name in HEADERS)


def test_the_page_is_french_and_announces_the_program_before_any_question(client: TestClient) -> None:
    page = client.get("/").text
    assert re.search(r'<html[^>]*lang="fr"', page)
    assert "programme automatique (IA)" in page
    assert "non conforme" in page


def test_each_script_of_the_page_carries_the_mark_of_this_very_load(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/")
    marks = [re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"]) for response in (first, second)]
    assert marks[0]
    assert marks[1]
    assert marks[0][1] != marks[1][1]
    scripts = re.findall(r"<script[^>]*>", first.text)
    assert scripts
    assert all(f'nonce="{marks[0][1]}"' in script for script in scripts)
    assert "'unsafe-inline'" not in first.headers["content-security-policy"].split("script-src")[1].split(";")[0]


def test_the_page_names_no_other_site(client: TestClient) -> None:
    head = client.get("/").text.split("</head>")[0]
    assert "githubusercontent" not in head
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', head)


@pytest.mark.parametrize(
    "address",
    [
        "/gradio_api/upload",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/proxy=http://127.0.0.1/",
        "/gradio_api/vibe-code",
        "/gradio_api/vibe-edit",
        "/gradio_api/runs",
        "/runs",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/config",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=app.py",
        "/file=/etc/passwd",
        "/assets/../../app.py",
        "/assets/%2e%2e/%2e%2e/app.py",
        "/static/..%2f..%2fapp.py",
        "/gradio_api/call/respond",
        "/gradio_api/run/predict",
        "/monitoring",
        "/login",
        "/gradio_api/component_server",
    ],
)
def test_addresses_that_the_page_does_not_need_do_not_exist(client: TestClient, address: str) -> None:
    for method in ("GET", "POST"):
        response = client.request(method, address)
        assert response.status_code == 404
        assert response.json() == {"error": texts.NOT_FOUND}


def test_a_body_above_the_limit_is_refused_declared_or_not(client: TestClient) -> None:
    big = b"x" * (BODY_LIMIT + 1)
    assert client.post("/api/ask", content=big).status_code == 413
    undeclared = client.post("/gradio_api/queue/join", content=iter([big[: BODY_LIMIT // 2]] * 3))
    assert undeclared.status_code == 413
    assert "octets au plus" in undeclared.json()["error"]


def test_other_methods_are_refused_in_french(client: TestClient) -> None:
    response = client.delete("/api/ask")
    assert response.status_code == 405
    assert response.json()["error"] == texts.API_METHOD.format(method="DELETE")


def test_the_pages_of_text_are_served_and_their_values_stay_text(client: TestClient) -> None:
    for address, words in (("/accessibilite", "non conforme"), ("/donnees-personnelles", "CNIL"), ("/sources", "Licence Ouverte 2.0")):
        page = client.get(address)
        assert page.status_code == 200
        assert 'lang="fr"' in page.text
        assert words in page.text
        assert "<b>Test</b>" not in page.text
        assert "$" not in page.text
    assert "Mairie de &lt;b&gt;Test&lt;/b&gt;" in client.get("/accessibilite").text


def test_a_full_queue_is_said_in_french() -> None:
    from assistant.adapters.web import Guard

    async def full(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 503, "headers": [(b"content-type", b"application/json"), (b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})

    assert TestClient(Guard(full)).post("/gradio_api/queue/join", json={}).json() == {"detail": texts.CROWDED}


# --- the JSON interface ------------------------------------------------------------------------------------------------------------------------


def test_an_answer_is_the_object_of_ask_json(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "Quelles sont les priorités ?", "audience": "elu", "on": "2026-01-31"})
    answer = response.json()
    assert response.status_code == 200
    assert answer["status"] == "answered"
    assert answer["audience"] == "elu"
    assert answer["citations"][0]["quote"]
    assert answer["ia"] == {"genere": False, "modele": None}
    assert response.headers["x-contenu-ia"] == "extrait"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", texts.API_NOT_JSON),
        (b"[1]", texts.API_NOT_JSON),
        (b"{" * 5000, texts.API_NOT_JSON),
        (b"\xff\xfe", texts.API_NOT_JSON),
        (b"{}", texts.API_NO_QUESTION.format(limit=2000)),
        (b'{"question": "  "}', texts.API_NO_QUESTION.format(limit=2000)),
        (b'{"question": 3}', texts.API_NO_QUESTION.format(limit=2000)),
        (b'{"question": "a", "audience": "roi"}', texts.API_AUDIENCE),
        (b'{"question": "a", "audience": ["elu"]}', texts.API_AUDIENCE),
        (b'{"question": "a", "on": "hier"}', texts.API_ON),
        (b'{"question": "a", "on": "2026-02-30"}', texts.API_ON),
        (b'{"question": "a", "on": 20260101}', texts.API_ON),
        (b'{"question": "a", "audiance": "elu"}', texts.API_UNKNOWN_FIELD.format(name="audiance")),
    ],
)
def test_a_request_that_cannot_be_read_is_explained_in_french(client: TestClient, body: bytes, expected: str) -> None:
    response = client.post("/api/ask", content=body)
    assert response.status_code == 400
    assert response.json() == {"error": expected}


def test_a_question_above_the_limit_is_refused_with_both_figures(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "x" * 2001})
    assert response.status_code == 400
    assert "2\u202f001" in response.json()["error"]
    assert "2\u202f000" in response.json()["error"]


def test_a_failure_that_the_reader_can_act_on_is_said_as_it_is(client: TestClient) -> None:
    missing, unreadable = client.post("/api/ask", json={"question": "erreur"}), client.post("/api/ask", json={"question": "illisible"})
    assert missing.status_code == 503
    assert "assistant-ti index" in missing.json()["error"]
    assert unreadable.status_code == 400


def test_a_bug_is_logged_under_a_reference_and_never_shown(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    response = client.post("/api/ask", json={"question": "panne, avec un mot à moi"})
    assert response.status_code == 500
    message = response.json()["error"]
    reference = re.search(r"référence ([0-9a-f]{8})", message)
    assert reference
    assert "canari-secret" not in message
    assert reference[1] in caplog.text
    assert "un mot à moi" not in caplog.text


def test_health_says_that_a_program_answers(client: TestClient) -> None:
    health = client.get("/api/health").json()
    assert health["status"] == "ok"
    assert "(IA)" in health["notice"]


# --- many readers ------------------------------------------------------------------------------------------------------------------------------


def test_the_turnstile_lets_so_many_in_and_refuses_at_once_when_the_queue_is_full() -> None:
    async def crowd() -> tuple[int, int]:
        turnstile, inside, most, refused = Turnstile(at_once=2, waiting=3), 0, 0, 0

        async def reader() -> None:
            nonlocal inside, most, refused
            try:
                async with turnstile.passage():
                    inside += 1
                    most = max(most, inside)
                    await asyncio.sleep(0.01)
                    inside -= 1
            except CrowdedError:
                refused += 1

        await asyncio.gather(*(reader() for _ in range(10)))
        async with turnstile.passage():  # every place was given back
            return most, refused

    most, refused = asyncio.run(crowd())
    assert most == 2
    assert refused > 0


def test_a_place_is_given_back_when_the_reader_leaves() -> None:
    async def leave() -> bool:
        turnstile = Turnstile(at_once=1, waiting=1)

        async def reader() -> None:
            async with turnstile.passage():
                await asyncio.sleep(60)

        task = asyncio.create_task(reader())
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(1), turnstile.passage():
            return True

    assert asyncio.run(leave())


def test_the_interface_answers_two_readers_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=5)

    class Meeting(FakeAssistant):
        def ask(self, question: str, **options: Any) -> Answer:
            both.wait()  # passes only when two questions are inside at once
            return super().ask(question, **options)

    assistant = Meeting()
    with TestClient(build_server(assistant, build_page(assistant))) as opened:
        statuses: list[int] = []
        readers = [threading.Thread(target=lambda: statuses.append(opened.post("/api/ask", json={"question": "a"}).status_code)) for _ in range(2)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert statuses == [200, 200]


# --- listening ---------------------------------------------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_said_in_french() -> None:
    taken = bind("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with taken, pytest.raises(UsageError, match=f"Le port {port} est déjà utilisé"):
        bind("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_said_in_french() -> None:
    for host in ("203.0.113.7", "pas-une-machine.invalid"):
        with pytest.raises(UsageError, match="n'est pas une adresse de cette machine"):
            bind(host, 0)


_OFFLINE = """
import sys
calls = []
def watch(event, arguments):
    if event == "socket.getaddrinfo" and arguments[0] not in (None, "127.0.0.1", "localhost"):
        calls.append(arguments[0])
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in ("127.0.0.1", "::1"):
        calls.append(arguments[1])
sys.addaudithook(watch)
sys.path[:0] = [{repository!r}, {tests!r}]
from app import build_page
from fakes import FakeAssistant
from starlette.testclient import TestClient
from assistant.adapters.web import build_server
assistant = FakeAssistant()
with TestClient(build_server(assistant, build_page(assistant))) as client:
    statuses = [client.get("/").status_code, client.get("/gradio_api/startup-events").status_code, client.post("/api/ask", json={{"question": "a"}}).status_code]
import json
print(json.dumps([statuses, [str(call) for call in calls]]))
"""


def test_starting_and_answering_resolve_no_name_and_open_no_connection() -> None:
    code = _OFFLINE.format(repository=str(REPOSITORY), tests=str(REPOSITORY / "tests"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    statuses, calls = json.loads(done.stdout.splitlines()[-1])
    assert statuses == [200, 200, 200]
    assert calls == []


# --- what readers keep ---------------------------------------------------------------------------------------------------------------------------


class Opinions:
    """Feedback kept in a list."""

    days = 30

    def __init__(self) -> None:
        self.given: list[tuple[str, bool, str]] = []

    def add(self, kept: Kept, *, seal: str, useful: bool, comment: str = "") -> None:
        self.given.append((kept.answer.question, useful, comment))


@dataclass
class Keeping:
    """A server whose seal and opinions the test holds."""

    client: TestClient
    shelf: Shelf
    opinions: Opinions
    history: HistoryStore

    def own(self, action: str, capability: str = "a" * 32, **fields: object) -> Any:
        return self.client.post("/api/history", json={"capability": capability, "action": action, **fields})

    def sealed(self, question: str = "priorités ?") -> dict[str, str]:
        value: dict[str, str] = json.loads(self.shelf.keeper.keep(FakeAssistant().ask(question), day=date(2026, 11, 23), state={"asked": [question]}))
        return value


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeping]:
    assistant, shelf, opinions = FakeAssistant(), Shelf(), Opinions()
    history = HistoryStore(open_database(tmp_path_factory.mktemp("data")), days=90)
    server = build_server(assistant, build_page(assistant, shelf=shelf), shelf=shelf, feedback=opinions, history=history)
    with TestClient(server, raise_server_exceptions=False) as opened:
        yield Keeping(opened, shelf, opinions, history)


@pytest.mark.parametrize(("kind", "start"), [("md", b"# priorit"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_kept_answer_is_downloaded_as_a_file(keeping: Keeping, kind: str, start: bytes) -> None:
    response = keeping.client.post("/api/export", json={"format": kind, "turns": [keeping.sealed()]})
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert response.headers["content-disposition"] == f'attachment; filename="reponse-territoires-industrie.{kind}"'
    assert response.headers["content-type"].startswith(FORMATS[kind].split(";")[0])
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-contenu-ia"] == "extrait"


def test_a_conversation_sent_back_is_opened_once_with_its_ticket(keeping: Keeping) -> None:
    turns = [keeping.sealed(), keeping.sealed("Et après ?")]
    ticket = keeping.client.post("/api/conversations", json={"turns": turns}).json()["ticket"]
    reopen = next(fn.fn for fn in build_page(FakeAssistant(), shelf=keeping.shelf).fns.values() if fn.name == "reopen")
    session, past, current, *_ = reopen(ticket)
    assert 'data-etat="fini"' in past
    assert "Et après" in current
    assert session.conversation == ["Et après ?"]  # what the assistant remembers: a follow-up goes on from there
    assert json.loads(unescape(re.findall(r"data-garde='([^']*)'", current)[0])) == turns[1]
    assert texts.REOPEN_EXPIRED.split(" :")[0] in unescape(reopen(ticket)[4])


def test_a_conversation_that_was_changed_is_refused_by_every_address(keeping: Keeping) -> None:
    good = keeping.sealed()
    bad = {**good, "record": good["record"].replace("2018", "2099")}
    for address, body in (("/api/export", {"format": "pdf", "turns": [good, bad]}), ("/api/conversations", {"turns": [bad]}), ("/api/feedback", {"turn": bad, "useful": True})):
        response = keeping.client.post(address, json=body)
        assert response.status_code == 400
        assert response.json() == {"error": str(KeptError())}
    assert keeping.opinions.given == []


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/export", b"{"),
        ("/api/export", b"[]"),
        ("/api/export", b'{"format": "exe", "turns": [1]}'),
        ("/api/export", b'{"format": ["pdf"], "turns": [1]}'),
        ("/api/export", b'{"format": "pdf", "turns": []}'),
        ("/api/export", b'{"format": "pdf", "turns": {}}'),
        ("/api/export", b'{"format": "pdf", "turns": [1], "title": 3}'),
        ("/api/export", b'{"format": "pdf", "turns": [1], "autre": 3}'),
        ("/api/conversations", b'{"turns": [' + b"1," * 40 + b"1]}"),
        ("/api/conversations", b'{"turns": "x"}'),
        ("/api/feedback", b'{"turn": {}, "useful": "oui"}'),
        ("/api/feedback", b'{"turn": {}, "useful": true, "comment": 3}'),
        ("/api/feedback", b'{"turn": {}, "useful": true, "comment": "' + b"x" * 1001 + b'"}'),
    ],
)
def test_a_body_of_another_shape_is_explained_in_french(keeping: Keeping, address: str, body: bytes) -> None:
    response = keeping.client.post(address, content=body)
    assert response.status_code == 400
    assert re.search(r"atten[dt]", response.json()["error"])


def test_a_record_goes_through_the_page_character_by_character(keeping: Keeping) -> None:
    kept = json.dumps(keeping.sealed("l'<b>aide</b> & \"l'autre\" \u2028 &amp; \u00ad ?"), ensure_ascii=False)
    html = markup.answered("t", FakeAssistant().ask("priorités"), day=date(2026, 11, 23), kept=kept)
    given: list[str | None] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given.extend(value for name, value in attrs if name == "data-garde")

    Reader().feed(html)
    assert given == [kept]
    assert keeping.client.post("/api/export", json={"format": "md", "turns": [json.loads(kept)]}).status_code == 200


def test_a_long_conversation_passes_and_an_endless_one_does_not(keeping: Keeping) -> None:
    turns = [keeping.sealed() for _ in range(20)]
    assert len(json.dumps(turns)) > BODY_LIMIT
    assert keeping.client.post("/api/conversations", json={"turns": turns}).status_code == 200
    assert keeping.client.post("/api/export", content=b"x" * (KEPT_LIMIT + 1)).status_code == 413
    assert keeping.client.post("/api/feedback", content=b"x" * (BODY_LIMIT + 1)).status_code == 413


def test_an_opinion_is_stored_when_the_service_stores_some_and_the_address_does_not_exist_otherwise(keeping: Keeping, client: TestClient) -> None:
    keeping.opinions.given.clear()
    response = keeping.client.post("/api/feedback", json={"turn": keeping.sealed(), "useful": False, "comment": "trop long"})
    assert response.status_code == 201
    assert keeping.opinions.given == [("priorités ?", False, "trop long")]
    assert client.post("/api/feedback", json={"turn": keeping.sealed(), "useful": True}).status_code in (404, 405)


def test_the_page_on_personal_data_says_what_is_stored_and_how_long(keeping: Keeping, client: TestClient) -> None:
    stored, silent = keeping.client.get("/donnees-personnelles").text, client.get("/donnees-personnelles").text
    assert "30 jours" in stored
    assert "Enregistrer mon avis" in stored
    assert "il reste dans votre navigateur" in silent
    assert "jours, puis effacement" not in silent


def test_a_service_that_keeps_conversations_keeps_those_that_it_answered_for_their_owner_alone(keeping: Keeping, client: TestClient) -> None:
    content = json.dumps({"title": "Mon dossier", "named": True, "updated": "2026-11-23T10:00:00Z", "turns": [keeping.sealed()]})
    key, other = "1" * 32, "b" * 32
    assert keeping.own("put", id=key, content=content).status_code == 200
    assert keeping.own("list").json() == {"conversations": [{"id": key, "content": content}]}
    for action, fields in (("list", {}), ("remove", {"id": key}), ("clear", {})):
        assert keeping.own(action, other, **fields).json() == {"conversations": []}
    assert len(keeping.own("list").json()["conversations"]) == 1
    keeping.own("remove", id=key)
    assert keeping.own("list").json() == {"conversations": []}
    assert client.post("/api/history", json={"capability": "a" * 32, "action": "list"}).status_code in (404, 405)  # the default keeps nothing


def test_nothing_else_can_be_stored_there(keeping: Keeping) -> None:
    good = {"title": "t", "named": False, "updated": "2026-11-23", "turns": [keeping.sealed()]}
    changed = {**keeping.sealed(), "seal": "0" * 64}
    for bad in (
        {**good, "turns": [changed]},
        {**good, "turns": []},
        {**good, "turns": [{**keeping.sealed(), "autre": "x" * 1000}]},
        {**good, "title": "x" * 201},
        {**good, "named": "oui"},
        {**good, "fichier": "x" * 1000},
        [],
    ):
        assert keeping.own("put", id="1" * 32, content=json.dumps(bad)).status_code == 400
    for capability in ("", "court", "A" * 32, "' OR 1=1 --" + "a" * 21, "a" * 33):
        assert keeping.own("list", capability).status_code == 400
    for key in ("", "../" * 10, "x" * 32):
        assert keeping.own("put", id=key, content=json.dumps(good)).status_code == 400
        assert keeping.own("remove", id=key).status_code == 400
    assert keeping.own("voler").status_code == 400
    assert keeping.client.post("/api/history", json={"capability": ["a" * 32], "action": "list"}).status_code == 400
    assert keeping.own("list").json() == {"conversations": []}
