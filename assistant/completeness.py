"""Does the draft hold what was asked: the year, the kind of value, the name? What is missing is said in words.

A passage on the right subject is not an answer: « combien de projets en 2026 ? » is not answered by what was counted in 2024. These checks
look at the words of the question and of the statements, and close what similarity alone would let through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.composing import Candidate
from assistant.french import fold, stem, terms, words
from assistant.understanding import Question

_YEAR = re.compile(r"\b(20\d\d)\b")
_RANGE = re.compile(r"\b(20\d\d)\s?[-–à]\s?(20\d\d)\b")
_MONEY_OR_SHARE = re.compile(r"\d[\d\s\u00a0\u202f.,]*\s?(?:€|%|k€|m€|md€|euros?|millions?|milliards?|pour cent|points?)|\b(?:cent|mille|million|milliard)s?\b.{0,12}euros?|\bexoner|\bgratuit|\bmoitie\b|\btiers\b|\bdouble\b")
_DURATION = re.compile(
    r"\b(?:\d+|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|dix-huit|vingt|trente)\s+(?:mois|ans?|annees?|jours?|semaines?|heures?)\b|\b(?:19|20)\d\d\b"
)
_ANY_FIGURE = re.compile(r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|cent|mille|million|milliard|aucune?|moitie|tiers|plusieurs|un seul|une seule)s?\b")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\btoujours\b|\bdes que\b|\bsans date\b")
_ASKS_DURATION = re.compile(r"\bcombien de (?:temps|mois|jours?|semaines?|ans|annees)\b|\b(?:sous|dans|en) combien\b|\bquel(?:le)? (?:est )?(?:la |le )?(?:duree|delai)")
_ASKS_AMOUNT = re.compile(r"\bquel(?:s|le|les)? (?:est|sont|etait|sera)? ?(?:le |la |les |l')?(?:montant|taux|plafond|plancher|budget|enveloppe|cout|prix|pourcentage|seuil)|\bcombien (?:coute|ca coute|d'euros|d'argent|touche)|\bhow much\b|^(?:taux|montant|plafond|budget|prix|cout)\b")
_ASKS_DATE = re.compile(r"^quand\b|\bdepuis quand\b|\bjusqu'a quand\b|\bjusqu'?\s?a quelle date\b|\bdate limite\b|\ba quelle date\b|\bquelle (?:est la )?date\b|\bwhen (?:is|does|did|was)\b|\bdepuis quelle date\b")
_ASKS_ADDRESS = (
    (re.compile(r"\b(?:adresse |e-?)?mail\b|\bcourriel\b|\badresse electronique\b|\be-?mail\b"), re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "d'adresse électronique"),
    (re.compile(r"\bnumero de (?:telephone|tel)\b|\bn° de tel\b|\btelephone\b|\bphone number\b"), re.compile(r"(?:\+33\s?|\b0)[1-9](?:[\s.-]?\d{2}){4}\b|\b\d{4}\b"), "de numéro de téléphone"),
    (re.compile(r"\b(?:reference|numero|n°) (?:exacte? )?(?:du|de l'|de la) (?:decret|arrete|loi|circulaire|ordonnance)"), re.compile(r"\bn\s?°\s?\d|\b20\d\d-\d+\b"), "de numéro de texte"),
    (re.compile(r"\blien\b.{0,30}\b(?:telecharg|pdf|site|page|formulaire)|\burl\b|\btelecharg"), re.compile(r"https?://|www\.|\.fr\b"), "d'adresse de téléchargement"),
)
_ABOUT_NOW = re.compile(r"\b(?:encore|toujours|aujourd'hui|actuellement|en ce moment|maintenant|ouvert|on est en|nous sommes en)\b")
_NAME = re.compile(r"(?<![.!?:«]\s)(?<!^)(?<![\w'’-])([A-ZÀ-Ý][\w&]*(?:-[A-ZÀ-Ý]?\w+)*)")
_CODE = re.compile(r"\b\d{5}\b")


def missing(question: Question, chosen: Sequence[Candidate]) -> list[str]:
    """The year, the value or the address that the question asks for and the chosen statements do not hold, in French; empty when none is."""
    folded = fold(question.text)
    texts = [fold(c.text) for c in chosen]
    present = question.on.year if _ABOUT_NOW.search(folded) else 0  # « on est en novembre 2026, est-ce encore ouvert ? »
    years = [int(year) for year in dict.fromkeys(_YEAR.findall(folded))]
    reasons = [f"rien sur {year}" for year in years if year != present and not any(_speaks_of(year, c) for c in chosen)]
    if (reason := _value_missing(question, folded, texts, chosen)) is not None:
        reasons.append(reason)
    for asked, given, label in _ASKS_ADDRESS:
        if asked.search(folded) and not any(given.search(text) for text in texts):
            reasons.append(f"pas {label}")
    return reasons


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


def _value_missing(question: Question, folded: str, texts: Sequence[str], chosen: Sequence[Candidate]) -> str | None:
    """The kind of value asked for and absent, or None."""
    if _ASKS_DURATION.search(folded):
        return None if any(_DURATION.search(text) for text in texts) else "pas de durée"
    if _ASKS_AMOUNT.search(folded):
        if not any(_MONEY_OR_SHARE.search(text) for text in texts):
            return "pas de montant ni de taux"
        around = {term for c in chosen for term in terms(" ".join((c.document.metadata.title, *c.statement.heading_path, c.text)))}
        return None if not question.asked_about or question.asked_about & around else "rien sur ce dont vous demandez le montant"
    if _ASKS_DATE.search(folded):
        return None if any(_DATE.search(text) for text in texts) else "pas de date"
    if re.search(r"\bcombien (?:de |d')", folded) and question.asked_about:
        asked = question.asked_about | frozenset(question.expansions)
        if any(_counts(text, asked) for text in texts):
            return None
        # The thing may be called otherwise in the source; a statement very near to the question, with a figure that is no year, may count it.
        best = chosen[0] if chosen else None
        near = best is not None and best.features is not None and best.features.vector > 0.85
        return None if near and re.search(r"\d", _YEAR.sub("", texts[0])) else "pas de nombre"
    return None


def _counts(folded: str, asked: frozenset[str]) -> bool:
    """True when a figure stands within six words of one of the things counted."""
    tokens = words(folded)
    places = [i for i, token in enumerate(tokens) if stem(token) in asked]
    figures = [i for i, token in enumerate(tokens) if _ANY_FIGURE.fullmatch(token) or token[0].isdigit()]
    return any(abs(i - j) <= 6 for i in places for j in figures)
