"""A SIREN or SIRET → what the public register says of the company, by recherche-entreprises.api.gouv.fr (DINUM, no key).

Only what eligibility needs is asked for and kept: the commune of the establishment (that of the SIRET, not of the head office), the activity, the legal
form, the date of creation and the range of the head-count. Managers are neither requested nor read, a company under the name of a person stays
without a name, and a company that limits the diffusion of its data (« statut_diffusion » other than O) shows none of it.
Nothing here raises: without network, or when the register answers nonsense, the answer says so and asks for the commune.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx

from assistant.companies import QUESTION, RegisterAnswer, RegisteredCompany, invalid
from assistant.facts_in_text import is_company_number

ADDRESS = "https://recherche-entreprises.api.gouv.fr"
MAX_PER_SECOND = 5  # the service allows about 7 a second for one address
MAX_BYTES = 1_000_000

# Codes of « tranche d'effectif salarié » (Insee, Sirene): a range, two years old or so, never a head-count.
HEADCOUNT_RANGES = {
    "NN": "non employeuse ou effectif inconnu", "00": "0 salarié au 31 décembre, mais des salariés dans l'année", "01": "1 ou 2 salariés", "02": "3 à 5 salariés", "03": "6 à 9 salariés",
    "11": "10 à 19 salariés", "12": "20 à 49 salariés", "21": "50 à 99 salariés", "22": "100 à 199 salariés", "31": "200 à 249 salariés", "32": "250 à 499 salariés",
    "41": "500 à 999 salariés", "42": "1 000 à 1 999 salariés", "51": "2 000 à 4 999 salariés", "52": "5 000 à 9 999 salariés", "53": "10 000 salariés et plus",
}  # fmt: skip
# Start of the « catégorie juridique » (Insee, four digits), longest first: legal form, kind of applicant.
_LEGAL = {
    "5498": ("EURL", "entreprise"), "5458": ("SCOP", "entreprise"), "5558": ("SCOP", "entreprise"), "5720": ("SASU", "entreprise"), "5710": ("SAS", "entreprise"), "54": ("SARL", "entreprise"),
    "55": ("SA", "entreprise"), "56": ("SA", "entreprise"), "5202": ("SNC", "entreprise"), "5415": ("SEM", "SEM ou SPL"), "5515": ("SEM", "SEM ou SPL"), "5546": ("SEM", "SEM ou SPL"), "5547": ("SEM", "SEM ou SPL"), "5615": ("SEM", "SEM ou SPL"),
    "5646": ("SEM", "SEM ou SPL"), "5647": ("SEM", "SEM ou SPL"), "1": ("entreprise individuelle", "entreprise"), "6540": ("SCI", None), "6220": ("GIE", None), "9220": ("association", "association"), "9221": ("association", "association"),
    "9222": ("association", "association"), "9223": ("association", "groupement d'employeurs"), "9230": ("association", "association"), "9260": ("association", "association"), "7210": (None, "collectivité"), "7220": (None, "collectivité"),
    "7230": (None, "collectivité"), "7225": (None, "collectivité"), "7343": (None, "intercommunalité"), "7344": (None, "intercommunalité"), "7346": (None, "intercommunalité"), "7347": (None, "intercommunalité"), "7348": (None, "intercommunalité"),
}  # fmt: skip


class CompanyRegister:
    """The register at an address. Thread-safe; at most `per_second` requests start in a second. Close it when done, or use it in a `with`."""

    def __init__(
        self,
        address: str = ADDRESS,
        *,
        timeout: float = 5.0,
        retries: int = 2,
        per_second: float = MAX_PER_SECOND,
        deadline: float = 12.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = httpx.Client(base_url=address, timeout=timeout, follow_redirects=False, headers={"User-Agent": "assistant-territoires-industrie", "Accept": "application/json"})
        self._retries = retries
        self._interval = 1.0 / per_second
        self._deadline = deadline
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._next_start = 0.0

    def __enter__(self) -> CompanyRegister:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def look_up(self, number: str) -> RegisterAnswer:
        """The company of a SIREN or the establishment of a SIRET, spaces allowed."""
        digits = re.sub(r"[\s.\u00a0\u202f-]", "", number)
        if not is_company_number(digits):
            return invalid(number)
        payload = self._fetch(digits)
        if payload is None:
            return _unavailable()
        try:
            return _answer(payload, digits)
        except (KeyError, TypeError, ValueError, AttributeError):
            return _unavailable()

    def _fetch(self, digits: str) -> Any | None:
        """The JSON answer, or None: no network, too slow, refused, too long or not JSON. 429 and 5xx are tried again, later each time."""
        end = self._clock() + self._deadline
        params = {"q": digits, "page": "1", "per_page": "1", "minimal": "true", "include": "siege,matching_etablissements"}
        for attempt in range(self._retries + 1):
            self._wait_for_turn()
            pause = 0.5 * 2**attempt
            try:
                with self._client.stream("GET", "/search", params=params) as response:
                    if response.status_code == 200:
                        return json.loads(_body(response))
                    if response.status_code != 429 and response.status_code < 500:
                        return None
                    pause = max(pause, _retry_after(response))
            except (httpx.TransportError, httpx.InvalidURL):
                pass
            except (httpx.HTTPError, ValueError, RecursionError):
                return None
            if attempt == self._retries or self._clock() + pause >= end:
                return None
            self._sleep(pause)
        return None

    def _wait_for_turn(self) -> None:
        with self._lock:
            now = self._clock()
            start = max(now, self._next_start)
            self._next_start = start + self._interval
        if start > now:
            self._sleep(start - now)


def _body(response: httpx.Response) -> bytes:
    body = b""
    for part in response.iter_bytes():
        body += part
        if len(body) > MAX_BYTES:
            raise ValueError("answer too long")
    return body


def _retry_after(response: httpx.Response) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0.0


def _unavailable() -> RegisterAnswer:
    return RegisterAnswer("unavailable", "Le registre public des entreprises ne répond pas : je ne peux pas retrouver l'établissement à partir de son numéro.", QUESTION)


def _answer(payload: Any, digits: str) -> RegisterAnswer:
    """The company of these very digits in an answer; a search may also give look-alikes, which are ignored."""
    siren = digits[:9]
    results = payload["results"]
    if not isinstance(results, list):
        raise TypeError("results")
    company = next((one for one in results if str(one["siren"]) == siren), None)
    if company is None:
        return RegisterAnswer("not_found", f"Le registre public des entreprises ne connaît pas le numéro {_spaced(digits)}.", QUESTION)
    siege = company.get("siege") or {}
    if len(digits) == 14:
        establishments = [siege, *(company.get("matching_etablissements") or [])]
        place = next((one for one in establishments if str(one.get("siret")) == digits), None)
        if place is None:
            return RegisterAnswer("not_found", f"Le registre public connaît l'entreprise {_spaced(siren)}, mais pas l'établissement {_spaced(digits)}.", QUESTION)
    else:
        place = siege
    if company.get("statut_diffusion", "O") != "O" or place.get("statut_diffusion_etablissement", "O") != "O":
        return RegisterAnswer("hidden", f"L'entreprise {_spaced(siren)} a limité la diffusion de ses données : je ne les affiche pas.", QUESTION)
    category = str(company.get("nature_juridique") or "")
    form, applicant = next((_LEGAL[category[:n]] for n in (4, 2, 1) if category[:n] in _LEGAL), (None, None))
    a_person = category.startswith("1") or not category
    head_office = str(siege.get("siret") or "") == str(place.get("siret") or "-")
    found = RegisteredCompany(
        siren=siren,
        siret=_digits(place.get("siret"), 14),
        name="" if a_person else _text(company.get("nom_raison_sociale")),
        commune=_text(place.get("libelle_commune")),
        commune_code=_matching(place.get("commune"), r"\d[\dAB]\d{3}"),
        postal_code=_digits(place.get("code_postal"), 5),
        activity=_matching(place.get("activite_principale") or company.get("activite_principale"), r"\d{2}\.\d{2}[A-Z]"),
        legal_form=form,
        applicant=applicant,
        created_on=_day(company.get("date_creation")),
        headcount_range=HEADCOUNT_RANGES.get(str(company.get("tranche_effectif_salarie") or "NN"), HEADCOUNT_RANGES["NN"]),
        headcount_year=_digits(company.get("annee_tranche_effectif_salarie"), 4),
        category=_matching(company.get("categorie_entreprise"), r"PME|ETI|GE"),
        active=place.get("etat_administratif") == "A" and company.get("etat_administratif", "A") == "A",
        head_office=head_office,
    )
    return RegisterAnswer("found", _sentence(found, asked_siret=len(digits) == 14), "" if found.commune and len(digits) == 14 else QUESTION, found)


def _sentence(company: RegisteredCompany, *, asked_siret: bool) -> str:
    who = company.name or f"l'entreprise {_spaced(company.siren)}"
    where = f"à {company.commune}{f' ({company.postal_code})' if company.postal_code else ''}" if company.commune else "dans une commune que le registre n'indique pas"
    what = f", activité {company.activity}" if company.activity else ""
    staff = f", effectif déclaré : {company.headcount_range}{f' en {company.headcount_year}' if company.headcount_year else ''} (tranche, pas un effectif exact)" if "inconnu" not in company.headcount_range else ""
    closed = "" if company.active else " Il y est indiqué comme fermé."
    if asked_siret:
        return f"D'après le registre public des entreprises, l'établissement {_spaced(company.siret)} de {who} est {where}{what}{staff}.{closed}"
    return f"D'après le registre public des entreprises, le siège de {who} est {where}{what}{staff}.{closed} Le site du projet peut être ailleurs."


def _text(value: Any) -> str:
    text = re.sub(r"\s+", " ", value).strip() if isinstance(value, str) else ""
    return "" if "NON-DIFFUSIBLE" in text.upper() else "".join(c for c in text if c.isprintable())[:120]


def _matching(value: Any, pattern: str) -> str:
    return value if isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) else ""


def _digits(value: Any, length: int) -> str:
    return _matching(str(value) if isinstance(value, str | int) else None, rf"\d{{{length}}}")


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _spaced(number: str) -> str:
    return " ".join(part for part in (number[:3], number[3:6], number[6:9], number[9:]) if part)
