"""Does the draft hold what was asked: the year, the kind of value, the name? What is missing is said in words.

A passage on the right subject is not an answer: « combien de projets en 2026 ? » is not answered by what was counted in 2024. These checks
look at the words of the question and of the statements, and close what similarity alone would let through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.asking import COUNT, DATE, DURATION, MONEY, NAME, SHARE, asked_value
from assistant.composing import Candidate, Draft, value_fit
from assistant.french import fold, terms, words
from assistant.searching import Found, Searcher
from assistant.understanding import Question

_YEAR = re.compile(r"\b(20\d\d)\b")
_RANGE = re.compile(r"\b(20\d\d)\s?[-–à]\s?(20\d\d)\b")
_ASKS_ADDRESS = (
    (re.compile(r"\b(?:adresse |e-?)?mail\b|\bcourriel\b|\badresse electronique\b|\be-?mail\b"), re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "d'adresse électronique"),
    (re.compile(r"\bnumero de (?:telephone|tel)\b|\bn° de tel\b|\btelephone\b|\bphone number\b"), re.compile(r"(?:\+33\s?|\b0)[1-9](?:[\s.-]?\d{2}){4}\b|\b3\d{3}\b(?! ?(?:€|euros|ha|km))"), "de numéro de téléphone"),
    (re.compile(r"\b(?:reference|numero|n°) (?:exacte? )?(?:du|de l'|de la) (?:decret|arrete|loi|circulaire|ordonnance)"), re.compile(r"\bn\s?°\s?\d|\b20\d\d-\d+\b"), "de numéro de texte"),
    (re.compile(r"\blien\b.{0,30}\b(?:telecharg|pdf|site|page|formulaire)|\burl\b|\btelecharg"), re.compile(r"https?://|www\.|\.fr\b"), "d'adresse de téléchargement"),
)
LOOKED_AT = 6  # candidates beside the chosen ones
_ARTICLES = re.compile(r"\b(\d{1,3}) a (\d{1,3})\b")
_NO_VALUE = {COUNT: "pas de nombre", MONEY: "pas de montant", SHARE: "pas de taux", DURATION: "pas de durée", DATE: "pas de date", NAME: "pas de nom"}
# What may be asked of a thing that a passage on the thing often does not say: (asked, said, in words).
_PREDICATES = (
    (re.compile(r"\bcumul"), re.compile(r"\bcumul|\bs'ajout|\ben plus d\w+ (?:autre )?aide|\bde minimis\b|\bcompatib"), "rien sur le cumul"),
    (re.compile(r"\brembours"), re.compile(r"\brembours|\bsubvention|\bavance|\bpret\b|\brestitu|\bdiffere|\bindemni|\bpris\w* en charge"), "rien sur le remboursement"),
    (re.compile(r"\brecours\b|\bcontester\b|\battaquer\b"), re.compile(r"\brecours\b|\bcontest|\btribunal|\bjuge\b|\bcontentieux"), "rien sur les recours"),
    (re.compile(r"\bsanctions?\b|\bamendes?\b|\bpenalit|\bpunition"), re.compile(r"\bsanction|\bamende\b|\bpenalit|\bexclu|\becart|\bprive|\brefus"), "rien sur les sanctions"),
    (re.compile(r"\bsign(?:er|ent|e|ature)\b"), re.compile(r"\bsign"), "rien sur la signature"),
)
_ABOUT_NOW = re.compile(r"\b(?:encore|toujours|aujourd'hui|actuellement|en ce moment|maintenant|ouvert|on est en|nous sommes en)\b")
_NAME = re.compile(r"(?<![.!?:«]\s)(?<!^)(?<![\w'’-])([A-ZÀ-Ý][\w&]*(?:-[A-ZÀ-Ý]?\w+)*)")
_CODE = re.compile(r"\b\d{5}\b")


def missing(question: Question, draft: Draft, found: Found, searcher: Searcher) -> list[str]:
    """The year, the article, the value or the address that the question asks for and the draft does not hold, in French; empty when none is missing."""
    folded = fold(question.text)
    chosen = draft.chosen
    present = question.on.year if _ABOUT_NOW.search(folded) else 0  # « on est en novembre 2026, est-ce encore ouvert ? »
    years = [int(year) for year in dict.fromkeys(_YEAR.findall(folded))]
    reasons = [f"rien sur {year}" for year in years if year != present and not any(_speaks_of(year, c) for c in chosen)]
    reasons += [f"rien sur l'article {_as_written(reference)}" for reference in question.law_references if not any(names_article(reference, c) for c in chosen)]
    asked = asked_value(question.text)
    if asked.kind and question.language == "fr":
        looked_at = {c.position for c in (*chosen, *draft.candidates[:LOOKED_AT])}
        if not any(value_fit(asked, position, question, found, searcher) for position in looked_at):
            reasons.append(_NO_VALUE[asked.kind])
    texts = [fold(c.text) for c in chosen]
    for wanted, given, label in _ASKS_ADDRESS:
        if wanted.search(folded) and not any(given.search(text) for text in texts):
            reasons.append(f"pas {label}")
    around = " ".join(fold(" ".join((c.document.metadata.title, *c.statement.heading_path, c.text))) for c in chosen)
    reasons += [label for wanted, given, label in _PREDICATES if wanted.search(folded) and not given.search(around)]
    return reasons


def _as_written(reference: str) -> str:
    return f"{reference[0].upper()}. {reference[1:]}" if reference[0].isalpha() else reference


def names_article(reference: str, candidate: Candidate) -> bool:
    """True when the statement, its title, headings or lead-in name the article, alone or in « articles 17 à 24 »."""
    text = " ".join((candidate.document.metadata.title, *candidate.statement.heading_path, candidate.text))
    if candidate.statement.lead_in:
        text += " " + candidate.document.text[slice(*candidate.statement.lead_in)]
    if reference in words(text):
        return True
    return reference.isdigit() and any(int(a) <= int(reference) <= int(b) for a, b in _ARTICLES.findall(fold(text)))


def unknown_names(question: Question, *, knows: Callable[[str], bool], said_elsewhere: Sequence[str] = ()) -> list[str]:
    """The proper names of the question that no document holds, in French; weaker than `missing`, since a name may only set the scene.

    `knows` tells whether the corpus holds a term at all; `said_elsewhere` are words of the question that other parts of the product answer for
    (the place, the facts of the company).
    """
    reasons = []
    elsewhere = {term for text in said_elsewhere for term in terms(text)}
    names = [*_NAME.findall(question.text), *_CODE.findall(question.text)]
    for name in dict.fromkeys(names):
        own = [term for term in terms(name) if term not in elsewhere]
        if own and not any(knows(term) for term in own) and fold(name) not in question.equivalents:
            reasons.append(f"rien sur « {name} »")
    return reasons


def _speaks_of(year: int, candidate: Candidate) -> bool:
    """True when the statement, its title or headings name the year or a period that holds it, or its document is valid over that year."""
    metadata = candidate.document.metadata
    text = " ".join((metadata.title, *candidate.statement.heading_path, candidate.text))
    if candidate.statement.lead_in:
        text += " " + candidate.document.text[slice(*candidate.statement.lead_in)]
    if str(year) in text or any(int(a) <= year <= int(b) for a, b in _RANGE.findall(text)):
        return True
    begins, ends = metadata.valid_from, metadata.valid_to
    # « du 1er mars 2024 au 31 décembre 2026 »: both ends named in one statement.
    named = sorted(int(y) for y in _YEAR.findall(text))
    if len(named) > 1 and named[0] <= year <= named[-1]:
        return True
    return bool(begins and ends and begins.year <= year <= ends.year)
