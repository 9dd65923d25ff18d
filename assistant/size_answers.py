"""« 260 salariés, 60 M€ de chiffre d'affaires : PME ou ETI ? »: the size that the figures allow, with the limits that decide and their official texts. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.answers import ANSWERED, Answer
from assistant.company_facts import FIELDS, SIZE_LIMITS, CompanyFacts, in_words, number_in_words, possible_sizes
from assistant.documents import Document, Metadata, Source
from assistant.eligibility_answers import FactWriter
from assistant.french import fold

_SIZE = r"(?:une? )?(?:tpe|pme|eti|ge|grande entreprise|grand groupe|micro-?entreprise|petite entreprise|moyenne entreprise)"
_ASKS = re.compile(
    rf"\b{_SIZE}\s?,? (?:ou|or) (?:bien |plutot )?{_SIZE}\b|\bquelle (?:est (?:ma|notre|la|sa) )?(?:taille|categorie)\b|\b(?:taille|categorie) d'entreprise\b|\b(?:suis-je|je suis|est-on|on est|sommes-nous|nous sommes|est-ce|c'est|c est) (?:encore |toujours |bien )?{_SIZE}\s?\?"
)
_FIGURES = ("effectif", "chiffre_affaires_eur", "bilan_eur")
_NAMES = {"TPE": "TPE (microentreprise)", "PME": "PME", "ETI": "ETI", "GE": "grande entreprise"}
_SOURCES = (
    Source("Recommandation 2003/361/CE, annexe, article 2 : effectifs et seuils financiers", "Commission européenne", "2003-05-06", "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:32003H0361"),
    Source("Décret n° 2008-1354 du 18 décembre 2008, article 3 : catégories d'entreprises", "Légifrance", "2008-12-18", "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000019961059"),
)


def answer_size(text: str, base: Answer, told: CompanyFacts) -> Answer | None:
    """The sizes that the figures told allow; None when the text does not ask for a size, or tells no figure."""
    figures = {name: value for name in _FIGURES if (value := getattr(told, name)) is not None}
    if not figures or not _ASKS.search(fold(text)):
        return None
    sizes = [size for size in _NAMES if size in possible_sizes(CompanyFacts(**figures))]
    given = ", ".join(f"{FIELDS[name].label} : {in_words(name, value)}" for name, value in figures.items())
    found = " ou ".join(_NAMES[size] for size in sizes)
    first = f"D'après les chiffres donnés ({given}), l'entreprise semble être : {found}."
    record = _record(first)
    writer = FactWriter(base)
    writer.fact(first, record)
    for size in (size for size in SIZE_LIMITS if size in sizes or re.search(rf"\b{size.lower()}\b", fold(text))):
        writer.fact(_definition(size), record, layout="item")
    writer.fact(_WITH_THE_GROUP, record)
    missing = [FIELDS[name].question for name in _FIGURES if name not in figures] if len(sizes) > 1 else []
    return replace(base, status=ANSWERED, sentences=tuple(writer.sentences), citations=tuple(writer.citations), clarifications=tuple(missing[:2]), engine={**base.engine, "composer": "rules"})


_WITH_THE_GROUP = "Les sociétés liées du groupe se comptent avec l'entreprise."


def _definition(size: str) -> str:
    """
    >>> print(_definition("PME"))
    PME : moins de 250 salariés, et 50 M€ de chiffre d'affaires au plus ou 43 M€ de bilan au plus.
    """
    headcount, turnover, balance = SIZE_LIMITS[size]
    return f"{_NAMES[size]} : moins de {number_in_words(headcount)} salariés, et {_millions(turnover)} de chiffre d'affaires au plus ou {_millions(balance)} de bilan au plus."


def _millions(amount: float) -> str:
    return f"{number_in_words(amount / 1e6)} M€"


def _record(result: str) -> Document:
    """The limits with their official texts, and what they give for the figures told."""
    lines = [*(_definition(size) for size in SIZE_LIMITS), "Au-delà : grande entreprise.", _WITH_THE_GROUP, result, *(f"{s.title}, {s.publisher} : {s.url}." for s in _SOURCES)]
    metadata = Metadata(
        id="regle-taille-entreprise",
        title="Taille de l'entreprise : définition appliquée",
        kind="donnees",
        publisher="synthèse du projet",
        sources=_SOURCES,
        published_on=date(2008, 12, 18),
        licence="Licence Ouverte 2.0",
    )
    return Document(metadata, "\n".join(lines), ())
