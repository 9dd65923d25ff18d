"""The register of companies, answered by a small real server on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.adapters.company_register import QUESTION, CompanyRegister

SIREN, SIRET_SITE, SIRET_OFFICE = "732829320", "73282932000082", "73282932000074"

Reply = tuple[int, dict[str, str], bytes]


def establishment(siret: str, commune: str, code: str, postal: str, **more: Any) -> dict[str, Any]:
    return {
        "siret": siret, "commune": code, "libelle_commune": commune, "code_postal": postal, "activite_principale": "28.25Z", "etat_administratif": "A",
        "statut_diffusion_etablissement": "O", "est_siege": siret == SIRET_OFFICE, "adresse": "1 RUE DE L'ESSAI", "tranche_effectif_salarie": "12", **more,
    }  # fmt: skip


def company(**more: Any) -> dict[str, Any]:
    return {
        "siren": SIREN, "nom_complet": "POMPES DU HAUT BUGEY (JEANNE MARTIN)", "nom_raison_sociale": "POMPES DU HAUT BUGEY", "nature_juridique": "5710", "activite_principale": "28.25Z", "etat_administratif": "A",
        "statut_diffusion": "O", "tranche_effectif_salarie": "12", "annee_tranche_effectif_salarie": "2023", "categorie_entreprise": "PME", "date_creation": "2012-05-23",
        "dirigeants": [{"nom": "MARTIN", "prenoms": "JEANNE", "qualite": "Présidente"}],
        "siege": establishment(SIRET_OFFICE, "PARIS 8", "75108", "75008"),
        "matching_etablissements": [establishment(SIRET_SITE, "OYONNAX", "01283", "01100")], **more,
    }  # fmt: skip


def as_json(*results: Any) -> Reply:
    return 200, {"Content-Type": "application/json"}, json.dumps({"results": list(results), "total_results": len(results), "page": 1, "per_page": 1}).encode()


class FakeRegister:
    """Answers each request with the next reply; the last one stays. Keeps what was asked and when."""

    def __init__(self) -> None:
        self.replies: list[Reply | Callable[[], Reply]] = [as_json(company())]
        self.queries: list[dict[str, list[str]]] = []
        self.times: list[float] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.queries.append(parse_qs(urlsplit(self.path).query))
                outer.times.append(time.monotonic())
                reply = outer.replies.pop(0) if len(outer.replies) > 1 else outer.replies[0]
                status, headers, body = reply() if callable(reply) else reply
                try:
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(body)), **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # the client gave up

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def fake() -> Iterator[FakeRegister]:
    server = FakeRegister()
    yield server
    server.close()


def register(fake: FakeRegister, **options: Any) -> CompanyRegister:
    return CompanyRegister(fake.address, **{"timeout": 1.0, "sleep": lambda seconds: None, **options})


def test_a_siret_gives_the_commune_of_the_establishment_not_of_the_head_office(fake: FakeRegister) -> None:
    answer = register(fake).look_up("732 829 320 00082")
    assert answer.status == "found"
    assert answer.company is not None
    assert (answer.company.commune, answer.company.commune_code, answer.company.postal_code) == ("OYONNAX", "01283", "01100")
    assert not answer.company.head_office
    assert answer.question == ""


def test_a_siren_gives_the_head_office_and_asks_where_the_site_is(fake: FakeRegister) -> None:
    answer = register(fake).look_up(SIREN)
    assert answer.company is not None
    assert answer.company.commune == "PARIS 8"
    assert answer.question == QUESTION
    assert "Le site du projet peut être ailleurs" in answer.message


def test_no_name_of_a_person_is_asked_for_or_kept(fake: FakeRegister) -> None:
    answer = register(fake).look_up(SIRET_SITE)
    assert "MARTIN" not in repr(answer)
    assert "dirigeants" not in str(fake.queries)
    assert fake.queries[0]["minimal"] == ["true"]
    fake.replies = [as_json(company(nature_juridique="1000", nom_raison_sociale="JEANNE MARTIN"))]
    person = register(fake).look_up(SIRET_SITE)
    assert "MARTIN" not in repr(person)
    assert person.company is not None
    assert person.company.legal_form == "entreprise individuelle"


def test_the_head_count_is_a_range_in_words_and_never_a_fact(fake: FakeRegister) -> None:
    answer = register(fake).look_up(SIRET_SITE)
    assert answer.company is not None
    assert answer.company.headcount_range == "20 à 49 salariés"
    assert "20 à 49 salariés en 2023 (tranche, pas un effectif exact)" in answer.message
    facts = answer.company.facts()
    assert facts.effectif is None
    assert facts.taille is None
    assert (facts.naf, facts.forme_juridique, facts.type_demandeur) == ("28.25Z", "SAS", "entreprise")


@pytest.mark.parametrize("result", [company(statut_diffusion="P"), company(matching_etablissements=[establishment(SIRET_SITE, "OYONNAX", "01283", "01100", statut_diffusion_etablissement="P")])])
def test_a_company_that_limits_the_diffusion_of_its_data_shows_none(fake: FakeRegister, result: dict[str, Any]) -> None:
    fake.replies = [as_json(result)]
    answer = register(fake).look_up(SIRET_SITE)
    assert (answer.status, answer.company, answer.question) == ("hidden", None, QUESTION)
    assert "OYONNAX" not in repr(answer)


def test_an_unknown_number_or_a_look_alike_is_not_found(fake: FakeRegister) -> None:
    fake.replies = [as_json()]
    assert register(fake).look_up(SIREN).status == "not_found"
    fake.replies = [as_json(company(siren="552100554"))]
    assert register(fake).look_up(SIREN).status == "not_found"
    fake.replies = [as_json(company(matching_etablissements=[]))]
    unknown = register(fake).look_up(SIRET_SITE)
    assert unknown.status == "not_found"
    assert unknown.question == QUESTION


@pytest.mark.parametrize("number", ["732829321", "123", "", "abc", "73282932000083", "٧٣٢٨٢٩٣٢٠"])
def test_a_wrong_number_is_not_sent(fake: FakeRegister, number: str) -> None:
    assert register(fake).look_up(number).status == "invalid"
    assert fake.queries == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_refusal_is_tried_again_later_each_time(fake: FakeRegister, status: int) -> None:
    pauses: list[float] = []
    fake.replies = [(status, {}, b"busy"), (status, {"Retry-After": "2"}, b"busy"), as_json(company())]
    answer = register(fake, sleep=pauses.append, per_second=1000).look_up(SIRET_SITE)
    assert answer.status == "found"
    assert [pause for pause in pauses if pause > 0.1] == [0.5, 2.0]


def test_a_register_that_keeps_refusing_is_unavailable(fake: FakeRegister) -> None:
    fake.replies = [(503, {}, b"")]
    answer = register(fake).look_up(SIRET_SITE)
    assert (answer.status, answer.question) == ("unavailable", QUESTION)
    assert len(fake.queries) == 3


def test_a_long_wait_asked_by_the_register_is_not_waited_for(fake: FakeRegister) -> None:
    pauses: list[float] = []
    fake.replies = [(429, {"Retry-After": "3600"}, b"")]
    assert register(fake, sleep=pauses.append).look_up(SIREN).status == "unavailable"
    assert max(pauses, default=0) < 1


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>maintenance</html>", b"[]", b"null", b'{"results": 3}', b'{"results": [1]}', b'{"results": [{}]}', b'{"results": [{"siren": "732829320", "siege": [1]}]}', b"\xff\xfe", b"[" * 200_000, b'{"results": "' + b"x" * 2_000_000 + b'"}'],
)  # fmt: skip
def test_garbage_is_unavailable_never_an_exception(fake: FakeRegister, body: bytes) -> None:
    fake.replies = [(200, {"Content-Type": "application/json"}, body)]
    assert register(fake).look_up(SIREN).status == "unavailable"


def test_odd_values_are_left_out(fake: FakeRegister) -> None:
    odd = establishment(SIRET_SITE, "OYONNAX\x00\u202e", "<script>", "abc", activite_principale="zz")
    fake.replies = [as_json(company(matching_etablissements=[odd], date_creation="hier", tranche_effectif_salarie=99, activite_principale=None, categorie_entreprise="ZZ"))]
    answer = register(fake).look_up(SIRET_SITE)
    assert answer.company is not None
    assert (answer.company.commune, answer.company.commune_code, answer.company.postal_code, answer.company.activity) == ("OYONNAX", "", "", "")
    assert (answer.company.created_on, answer.company.category, answer.company.headcount_range) == (None, "", "non employeuse ou effectif inconnu")


def test_a_redirection_is_not_followed(fake: FakeRegister) -> None:
    fake.replies = [(302, {"Location": "http://127.0.0.1:1/elsewhere"}, b"")]
    assert register(fake).look_up(SIREN).status == "unavailable"


@pytest.mark.alone
def test_slowness_ends_at_the_time_out(fake: FakeRegister) -> None:
    def slow() -> Reply:
        time.sleep(1.0)
        return as_json(company())

    fake.replies = [slow]
    start = time.monotonic()
    answer = register(fake, timeout=0.2, retries=1).look_up(SIREN)
    assert answer.status == "unavailable"
    assert time.monotonic() - start < 2


def test_without_network_one_sentence_and_the_question_of_the_commune() -> None:
    with CompanyRegister("http://127.0.0.1:9", timeout=0.5, retries=0) as unplugged:
        answer = unplugged.look_up(SIREN)
    assert answer.status == "unavailable"
    assert answer.message.count(".") == 1
    assert answer.question == "Dans quelle commune est l'établissement ?"


@pytest.mark.alone
def test_at_most_five_requests_start_in_a_second(fake: FakeRegister) -> None:
    shared = CompanyRegister(fake.address, timeout=2.0)
    threads = [threading.Thread(target=shared.look_up, args=(SIREN,)) for _ in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(fake.times)
    assert ordered[-1] - ordered[0] > 1.0
    assert all(ordered[n + 5] - ordered[n] > 0.9 for n in range(len(ordered) - 5))
