"""A SIREN or a SIRET in a message → what the public register says of the company, each sentence checked against the record that it cites.

The register gives facts to the rules (activity, legal form, date of creation, and for a SIRET the commune of the establishment), which never win over
what the person said. When it is silent, one sentence says so and the commune is asked for. Pure: the register is a function that is given.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers import ANSWERED, CLARIFICATION, Answer, Citation, Sentence
from assistant.companies import CompanyLookup, RegisterAnswer, RegisteredCompany, invalid, remembering
from assistant.company_facts import CompanyFacts
from assistant.documents import Document, Metadata, Source
from assistant.facts_in_text import FactsRead
from assistant.french import sentence_spans, terms
from assistant.places import PlaceMention
from assistant.rendering import french_date
from assistant.territories import TerritoryIndex
from assistant.territory_answers import answer_places, facts_of_place
from assistant.verifying import foreign_facts

_ABOUT_THE_NUMBER = frozenset(term for word in "siren siret numéro entreprise société établissement voici territoire industrie ti commune situé trouve fait partie".split() for term in terms(word))


@dataclass(frozen=True)
class FoundCompany:
    """What the register answered, and the place of the project: the one that the message names, else that of the establishment of a SIRET."""

    answer: RegisterAnswer
    place: PlaceMention | None = None

    @property
    def facts(self) -> CompanyFacts:
        company = self.answer.company.facts() if self.answer.company else CompanyFacts()
        return company.with_facts(facts_of_place(self.place.result)) if self.place else company


def find_company(
    read: FactsRead, territories: TerritoryIndex | None, look_up: CompanyLookup | None, memory: MutableMapping[str, RegisterAnswer], *, said: PlaceMention | None = None
) -> FoundCompany | None:
    """The company whose number the message gives; None without a number, or when it is that of an intercommunality of the list."""
    number = read.siret or read.siren
    if look_up is None or (not number and not read.invalid_numbers):
        return None
    if not number:
        return FoundCompany(invalid(read.invalid_numbers[0]), said)
    if territories is not None and len(number) == 9 and territories.look_up(number).status != "unknown":
        return None
    answer = remembering(look_up, memory)(number)
    company = answer.company
    if said is not None or company is None or territories is None or len(number) == 9 or not company.commune_code:
        return FoundCompany(answer, said)
    return FoundCompany(answer, PlaceMention(company.commune, 0, 0, "commune", territories.look_up(company.commune_code)))


def is_only_about(text: str) -> bool:
    """True for a message that gives a number and asks nothing else: « mon SIRET est … », « le SIRET … est-il en Territoire d'industrie ? »."""
    words = [term for term in terms(text) if not term.isdigit() and term not in _ABOUT_THE_NUMBER]
    return not words


def with_company(base: Answer, found: FoundCompany, *, today: date) -> Answer:
    """The answer begun by what the register says, then by the territory of the establishment; a notice and a question when it says nothing."""
    placed = answer_places(base, [found.place], today=today) if found.place else base
    placed = replace(placed, sentences=placed.sentences[:1])  # the territory and its phase; its history is another question
    company = found.answer.company
    asked = (found.answer.question,) if found.answer.question and found.place is None else ()
    if company is None:
        status = CLARIFICATION if asked else placed.status
        return replace(placed, status=status, clarifications=(*placed.clarifications, *asked), notices=(*placed.notices, found.answer.message))
    record = record_of(company, found.answer, today)
    number = len(placed.citations) + 1
    message = found.answer.message
    said = [message[a:b] for a, b in sentence_spans(message)]
    proved = tuple(Sentence(sentence, "fact", (number,)) for sentence in said if not foreign_facts(sentence, [record.text]))
    citations = (*placed.citations, Citation(number, record, record.text, 0, len(record.text))) if proved else placed.citations
    return replace(placed, status=ANSWERED, sentences=(*proved, *placed.sentences), citations=citations, clarifications=(*placed.clarifications, *asked))


def record_of(company: RegisteredCompany, answer: RegisterAnswer, today: date) -> Document:
    """What the register holds of one establishment, as a document that can be cited."""
    lines = [f"Registre public des entreprises (Annuaire des entreprises), consulté le {french_date(today.isoformat())} : {company.source_url}."]
    lines.append(f"Entreprise : {company.name or 'nom non affiché'}, SIREN {_spaced(company.siren)}.")
    lines.append(f"{'Siège' if company.head_office else 'Établissement'} : SIRET {_spaced(company.siret)}, {company.commune} ({company.postal_code}), code INSEE {company.commune_code}.")
    lines.append(f"Activité (NAF) : {company.activity}. Catégorie : {company.category or 'non indiquée'}.")
    lines.append(f"Effectif : {company.headcount_range}{f' en {company.headcount_year}' if company.headcount_year else ''} ; c'est une tranche.")
    lines.append(f"Forme juridique : {company.legal_form or 'non indiquée'}.{f' Création : {french_date(company.created_on.isoformat())}.' if company.created_on else ''}")
    lines.append(f"État : {'en activité' if company.active else 'fermé'}.")
    metadata = Metadata(
        id=f"registre-{company.siret or company.siren}",
        title="Registre public des entreprises",
        kind="donnees",
        publisher="DINUM, Annuaire des entreprises",
        sources=(Source("Annuaire des entreprises", "DINUM, d'après l'Insee", today.isoformat(), company.source_url),),
        published_on=today,
        checked_on=today,
        licence="Licence Ouverte 2.0",
    )
    return Document(metadata, "\n".join(lines), ())


def _spaced(number: str) -> str:
    return " ".join(part for part in (number[:3], number[3:6], number[6:9], number[9:]) if part)
