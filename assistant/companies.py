"""A company as the public register gives it, and the way to ask for one. Pure: the register itself is an adapter.

A head-count is only known as a range (« 20 à 49 salariés »), two years old or so: it is shown, never turned into a figure. No name of a person is kept.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.company_facts import CompanyFacts

SOURCE_URL = "https://annuaire-entreprises.data.gouv.fr/entreprise/{siren}"
QUESTION = "Dans quelle commune est l'établissement ?"

REMEMBERED = 20  # numbers a conversation remembers

Status = Literal["found", "not_found", "invalid", "hidden", "unavailable"]


@dataclass(frozen=True)
class RegisteredCompany:
    """What the register says. `name` is empty for a company under the name of a person. `commune_code` is the Insee code."""

    siren: str
    siret: str
    name: str
    commune: str
    commune_code: str
    postal_code: str
    activity: str  # « 28.25Z », NAF rév. 2
    legal_form: str | None
    applicant: str | None
    created_on: date | None
    headcount_range: str  # in words
    headcount_year: str
    category: str  # PME, ETI, GE as computed by Insee, or «  »
    active: bool
    head_office: bool

    @property
    def source_url(self) -> str:
        return SOURCE_URL.format(siren=self.siren)

    def facts(self) -> CompanyFacts:
        """The facts that the register establishes: never a head-count, which it only knows as a range."""
        return CompanyFacts(naf=self.activity or None, forme_juridique=self.legal_form, type_demandeur=self.applicant, date_creation=self.created_on)


@dataclass(frozen=True)
class RegisterAnswer:
    """`message` is a sentence for the reader; `question` is what to ask when the commune of the establishment is not known."""

    status: Status
    message: str
    question: str = ""
    company: RegisteredCompany | None = None


CompanyLookup = Callable[[str], RegisterAnswer]  # never raises


def invalid(number: str) -> RegisterAnswer:
    """A number whose check digit is wrong, or that has not nine or fourteen digits: nothing is asked of the register."""
    return RegisterAnswer("invalid", f"« {number.strip()[:30]} » n'est pas un numéro SIREN (9 chiffres) ou SIRET (14 chiffres) valide : vérifiez-le.", QUESTION)


def switched_off(number: str) -> RegisterAnswer:
    """What a service that does not look companies up answers."""
    return RegisterAnswer("unavailable", "Ce service ne consulte pas le registre public des entreprises : je ne peux pas retrouver l'établissement à partir de son numéro.", QUESTION)


def remembering(look_up: CompanyLookup, memory: MutableMapping[str, RegisterAnswer]) -> CompanyLookup:
    """The same look-up, asked once a number; a register that did not answer is asked again."""

    def ask(number: str) -> RegisterAnswer:
        if number in memory:
            return memory[number]
        answer = look_up(number)
        if answer.status != "unavailable":
            memory[number] = answer
            while len(memory) > REMEMBERED:
                del memory[next(iter(memory))]
        return answer

    return ask
