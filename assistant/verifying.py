"""Is a sentence proved by what it cites? Checked on the displayed text, by rules that anybody can read; closed on failure.

A sentence passes when every figure (with its unit), date, percentage, duration, article, address and name in it stands in its evidence,
when it neither adds nor drops a negation or an obligation, and when its other words are the evidence's words too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.french import FOLDED_STOP_WORDS, fold, squash, stem, terms, words
from assistant.signs import MONTHS

MIN_COVERAGE = 0.8  # share of a sentence's content terms that its evidence must hold

_UNITS = {
    "%": "%", "pourcent": "%", "€": "€", "euro": "€", "euros": "€", "eur": "€", "ha": "ha", "hectare": "ha", "hectares": "ha", "m2": "m2", "an": "an", "ans": "an", "annee": "an",
    "annees": "an", "mois": "mois", "jour": "jour", "jours": "jour", "semaine": "semaine", "semaines": "semaine", "heure": "heure", "heures": "heure", "tonne": "t", "tonnes": "t",
}  # fmt: skip
_SCALES = {"k": 1e3, "m": 1e6, "md": 1e9, "mds": 1e9, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9}
_NUMBER_WORDS = {
    "zero": 0, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100,
}  # fmt: skip
_SPACES = re.compile(r"[\u00a0\u202f\u2009\s]+")
_DATE = re.compile(rf"\b(1er|\d{{1,2}})\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?\b")
_MONTH_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\s+(\d{{4}})\b")
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ARTICLE = re.compile(r"\b([lrd])\.?\s?\*?(\d{1,4}(?:-\d{1,4})*)\b")
_TEXT_NUMBER = re.compile(r"\bn\s?[°o]\s?(\d{2,4}-\d{1,5})\b")
_PHONE = re.compile(r"(?:\+33\s?|\b0)[1-9](?:[\s.-]?\d{2}){4}\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s)\]>»]+")
_NUMBER = re.compile(
    r"(?<![\w-])(\d{1,3}(?:[ ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\d])\s*(k€|m€|md€|mds€|keur|meur|%|€|(?:millions?|milliards?|mille)\b)?\s*(?:d'|de )?\s*(%|€|euros?\b|eur\b|pour cent\b|ha\b|hectares?\b|ans?\b|annees?\b|mois\b|jours?\b|semaines?\b|heures?\b|m2\b|m²|tonnes?\b)?"
)
_NUMBER_WORD = re.compile(rf"\b(?:(?:{'|'.join(_NUMBER_WORDS)})(?:[- ](?:et[- ])?|\b))+")

_NEGATION = re.compile(r"\b(?:ne|n')\b|\bnon(?!-)\b|\baucune?s?\b|\bsans\b|\bni\b|\bjamais\b|\bsauf\b|\bhors\b|\bexclu\w*|\bexcept\w*|\binterdi\w*|\bimpossible\b|\binelig\w*")
_OBLIGATION = re.compile(r"\bdoi(?:t|vent)\b|\bdevra(?:it|ient|ient|i?ent)?\b|\bobligatoire\w*|\bimpose\w*|\boblige\w*|\bexige\w*")
_POSSIBILITY = re.compile(r"\bpeu(?:t|vent)\b|\bpourra(?:it|ient)?\b|\bpourront\b|\bfacultati\w*|\bpossib\w*|\beventuel\w*|\ben principe\b|\benviron\b|\bplus de\b|\bmoins de\b|\bau moins\b|\bau plus\b|\bjusqu'a\b")
_DOUBT = re.compile(r"\ba verifier\b|\bselon\b|\bserai(?:t|ent)\b|\baurai(?:t|ent)\b|\bdiverge\w*")
_PHASE = re.compile(r"\bphase (1|2)\b|\b(2018)[-–](2022)\b|\b(2023)[-–](2027)\b")
_NAME = re.compile(r"(?<![.!?…:«]\s)(?<!^)(?<![«(-])\b[A-ZÀ-ÖØ-Þ][\w'’&.-]*")


@dataclass(frozen=True)
class Checkable:
    """What must be found again: figures as (value, unit), dates as (day, month, year), references, addresses."""

    figures: frozenset[tuple[float, str]]
    dates: frozenset[tuple[int, int, int]]
    references: frozenset[str]
    addresses: frozenset[str]


def checkable(text: str) -> Checkable:
    """The figures, dates, references and addresses of a text.

    >>> sorted(checkable("100 M€ par an").figures) == sorted(checkable("cent millions d'euros par an").figures)
    True
    """
    folded = _SPACES.sub(" ", fold(text.replace("²", "2")))
    addresses = frozenset(match.rstrip(".,;:") for pattern in (_EMAIL, _URL) for match in pattern.findall(folded)) | frozenset(
        re.sub(r"\D", "", match) for match in _PHONE.findall(folded)
    )
    for pattern in (_EMAIL, _URL, _PHONE):
        folded = pattern.sub(" ", folded)
    references = frozenset(f"{letter}{number}" for letter, number in _ARTICLE.findall(folded)) | frozenset(_TEXT_NUMBER.findall(folded))
    folded = _TEXT_NUMBER.sub(" ", _ARTICLE.sub(" ", folded))
    dates: set[tuple[int, int, int]] = set()
    for year, month, day in _ISO_DATE.findall(folded):
        dates.add((int(day), int(month), int(year)))
    folded = _ISO_DATE.sub(" ", folded)
    for day, month, year in _NUMERIC_DATE.findall(folded):
        dates.add((int(day), int(month), int(year)))
    folded = _NUMERIC_DATE.sub(" ", folded)
    for day, name, year in _DATE.findall(folded):
        dates.add((1 if day == "1er" else int(day), MONTHS[name], int(year or 0)))
    folded = _DATE.sub(" ", folded)
    for name, year in _MONTH_YEAR.findall(folded):
        dates.add((0, MONTHS[name], int(year)))
    folded = _MONTH_YEAR.sub(" ", folded)
    folded = _NUMBER_WORD.sub(lambda m: f" {_spelled(m[0])} ", folded)
    figures: set[tuple[float, str]] = set()
    for number, scale, unit in _NUMBER.findall(folded):
        value = float(number.replace(" ", "").replace(",", "."))
        scale, unit = scale.strip(), unit.strip()
        if scale in ("%", "€"):
            unit = scale
        elif scale.endswith(("€", "eur")):
            value, unit = value * _SCALES[re.sub(r"€|eur", "", scale)], "€"
        elif scale:
            value *= _SCALES[scale]
        figures.add((value, _UNITS.get(unit.replace(" ", ""), "")))
    return Checkable(frozenset(figures), frozenset(dates), references, addresses)


def _spelled(text: str) -> int:
    """Value of a number written in words, below a thousand."""
    total = 0
    for word in re.findall(r"[a-z]+", text):
        value = _NUMBER_WORDS.get(word, 0)
        if value == 100:
            total = max(total, 1) * 100
        elif value == 20 and total % 100 == 4:
            total += 76  # quatre-vingt
        else:
            total += value
    return total


def unsupported(sentence: str, evidence: Sequence[str], *, context: Sequence[str] = ()) -> list[str]:
    """Why the sentence is not proved by the evidence, in French; empty when it is.

    `evidence` are the cited quotes; `context` (title, headings, lead-in of the same passages) may supply names and words, never figures.
    """
    proof = " \n ".join(evidence)
    if not proof.strip():
        return ["aucun passage cité"]
    if squash(sentence).rstrip(" .;:") and any(squash(sentence).rstrip(" .;:") == squash(quote).rstrip(" .;:") for quote in evidence):
        return []  # the quote itself
    around = " \n ".join((proof, *context))
    reasons = foreign_facts(sentence, evidence, context=context)
    own, theirs = fold(sentence), _closest(sentence, evidence)
    for label, pattern in (("négation", _NEGATION), ("obligation", _OBLIGATION), ("possibilité ou limite", _POSSIBILITY)):
        mine, source = _kinds(pattern, own), _kinds(pattern, theirs)
        if mine != source:
            reasons.append(f"{label} ajoutée ou retirée")
    if _kinds(_DOUBT, theirs) and not _kinds(_DOUBT, own):
        reasons.append("doute de la source retiré")
    phases, proved_phases = set(_PHASE.findall(own)), set(_PHASE.findall(fold(around)))
    if phases - proved_phases:
        reasons.append("phase absente de la source")
    wanted = set(terms(sentence))
    if wanted:
        held = set(terms(around))
        share = len(wanted & held) / len(wanted)
        if share < MIN_COVERAGE:
            missing = ", ".join(sorted({word for word in words(sentence) if stem(word) in wanted - held})[:4])
            reasons.append(f"mots absents de la source : {missing}")
    return reasons


def foreign_facts(sentence: str, evidence: Sequence[str], *, context: Sequence[str] = ()) -> list[str]:
    """The figures, dates, references, addresses and names of the sentence that its evidence does not hold, in French; empty when it holds all."""
    said, proved = checkable(sentence), checkable(" \n ".join(evidence))
    reasons = [f"chiffre absent de la source : {_show(value, unit)}" for value, unit in sorted(said.figures) if not _has_figure(value, unit, proved.figures)]
    for day in sorted(said.dates - proved.dates):
        if not (day[2] == 0 and any(d[:2] == day[:2] for d in proved.dates)) and not (day[0] == 0 and any(d[1:] == day[1:] for d in proved.dates)):
            reasons.append("date absente de la source : " + "/".join(str(part) for part in day if part))
    reasons += [f"référence absente de la source : {reference}" for reference in sorted(said.references - proved.references)]
    reasons += [f"adresse absente de la source : {address}" for address in sorted(said.addresses - proved.addresses)]
    written = re.findall(r"[\w&-]+", fold(" \n ".join((*evidence, *context))).replace("'", " "))
    known = {piece for word in written for piece in (word, *word.split("-"))} | FOLDED_STOP_WORDS
    names = [name for name in _NAME.findall(sentence) if not _is_known_name(name, known)]
    return reasons + [f"nom absent de la source : {name}" for name in dict.fromkeys(names)]


def _kinds(pattern: re.Pattern[str], folded: str) -> frozenset[str]:
    """The distinct stems of the markers found, so that « doit » and « doivent » are one."""
    found = set()
    for match in pattern.findall(folded):
        found.add("ne" if match in ("ne", "n'") else match[:4])
    return frozenset(found)


def _closest(sentence: str, evidence: Sequence[str]) -> str:
    """The piece of evidence, folded, that shares most terms with the sentence (its negations are the ones to compare)."""
    from assistant.french import sentence_spans

    wanted = set(terms(sentence))
    pieces = [quote[a:b] for quote in evidence for a, b in sentence_spans(quote)] or list(evidence)
    best = max(pieces, key=lambda piece: (len(wanted & set(terms(piece))), -len(piece)))
    return fold(best)


def _has_figure(value: float, unit: str, proved: frozenset[tuple[float, str]]) -> bool:
    """The same value with the same unit; a figure without a unit may find its unit in the proof."""
    return any(abs(value - v) <= 1e-9 * max(1.0, abs(v)) and (unit == u or not unit) for v, u in proved)


def _is_known_name(name: str, known: set[str]) -> bool:
    folded = fold(re.sub(r"[.'’-]+$", "", name))
    pieces = [piece for piece in re.split(r"['’.-]", folded) if len(piece) > 1]
    return folded in known or all(piece in known for piece in pieces)


def _show(value: float, unit: str) -> str:
    return f"{value:,.10g}".replace(",", " ") + (f" {unit}" if unit else "")
