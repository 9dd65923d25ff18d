"""What a company does, in the words people use, and its division in the French nomenclature of activities (NAF rév. 2, two digits).

The words stand in `words/activities.txt`. Some name an activity by themselves (« chaudronnerie »), some only after a phrase such as « on fabrique », « dans le
secteur de » (« acier »); a verb names it when a person is its subject (« on brasse »). A long name with one letter wrong is still read. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.words import table

_BY_DIVISION = (
    ("agriculture", 1, 2), ("pêche et aquaculture", 3, 3), ("industries extractives", 5, 9), ("agroalimentaire", 10, 11), ("industrie manufacturière", 12, 33),
    ("énergie", 35, 35), ("eau et déchets", 36, 39), ("construction", 41, 43), ("commerce", 45, 47), ("transport", 49, 53), ("services", 55, 63),
    ("finance", 64, 66), ("immobilier", 68, 68), ("services", 69, 99),
)  # fmt: skip
_SECTIONS = (
    ("A", 1), ("B", 5), ("C", 10), ("D", 35), ("E", 36), ("F", 41), ("G", 45), ("H", 49), ("I", 55), ("J", 58), ("K", 64), ("L", 68), ("M", 69), ("N", 77),
    ("O", 84), ("P", 85), ("Q", 86), ("R", 90), ("S", 94), ("T", 97), ("U", 99),
)  # fmt: skip


@dataclass(frozen=True)
class Activity:
    """An activity named in a text (folded): its division (« 28 », « » when only the sector is known), its sector, and its span."""

    words: str
    division: str
    sector: str
    start: int
    end: int
    strong: bool


def sector_of(division: str) -> str:
    """The sector of `CompanyFacts` in which a NAF division lies.

    >>> sector_of("28"), sector_of("11"), sector_of("56")
    ('industrie manufacturière', 'agroalimentaire', 'services')
    """
    number = int(division[:2])
    return next(name for name, first, last in _BY_DIVISION if first <= number <= last)


def section_of(division: str) -> str:
    """The NAF section (a letter) of a division.

    >>> section_of("28"), section_of("56")
    ('C', 'I')
    """
    number = int(division[:2])
    return max((first, letter) for letter, first in _SECTIONS if first <= number)[1]


def is_industry(division: str) -> bool:
    """Sections B to E of the NAF: extraction, manufacturing, energy, water and waste."""
    return section_of(division) in "BCDE"


# A name in the table, cut into words without their plural → (division, sector, strong).
_Named = tuple[str, str, bool]
_LONGEST = 6  # words in a name
_MIN_LETTERS = 8  # of a name that is still read with one letter wrong
_SUBJECTS = frozenset("on je j nous ns qui elle elles il ils we".split())
_NOUN_SUBJECTS = frozenset("atelier entreprise boite societe usine equipe et pme tpe sarl asso".split())  # « l'atelier soude des châssis », « plie et soude des châssis »
_OBJECTS = frozenset("des les du nos de tout tous toutes".split())
_ENDINGS = ("", "e", "es", "s", "t", "d", "ons", "ent")
_FOUNDED = frozenset("societe boite entreprise usine unite atelier site start-up".split())  # « une société pour recycler »
_ODD_PLURALS = {"metaux": "metaux", "travaux": "travail", "vitraux": "vitrail", "emaux": "email", "coraux": "corail", "tuyaux": "tuyau", "noyaux": "noyau", "joyaux": "joyau", "boyaux": "boyau"}
_WORD = re.compile(r"[a-z0-9]+")
_PREFIX = re.compile(r"\b(?:bio|eco|agro|mini|multi)-$")
_TRADE = re.compile(r"\w{3,}erie|mecanique|plasturgie|metallurgie|usinage|decolletage")  # read on either side of a hyphen: « sellerie-maroquinerie »
_NO_TRADE_NEXT = re.compile(r"\s(?:environ |pres de |plus de )?\d|\s(?:l'eau|les eaux|nos|notre|mes)\b")  # « on injecte 400 000 € », « on recycle l'eau »


def _singular(word: str) -> str:
    if word in _ODD_PLURALS:
        return _ODD_PLURALS[word]
    if word.endswith("aux") and len(word) > 5 and word[-4] != "e":
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], _Named]:
    known: dict[tuple[str, ...], _Named] = {}
    for head, mark, names in (*table("activities.txt"), *table("activities_english.txt")):
        division, sector = (head, sector_of(head)) if head.isdigit() else ("", head)
        for name in names:
            if words := tuple(_singular(word) for word in _WORD.findall(name)):
                known.setdefault(words, (division, sector, mark == ":"))
    return known


@lru_cache(maxsize=1)
def _first_words() -> dict[str, int]:
    """The first word of each name → how many words the longest name that starts with it has: most words of a text start none."""
    longest: dict[str, int] = {}
    for name in _names():
        longest[name[0]] = max(longest.get(name[0], 0), len(name))
    return longest


@lru_cache(maxsize=1)
def _verbs() -> dict[str, str]:
    """Present stem → division."""
    return {stem: division for division, _, stems in table("activity_verbs.txt") for stem in stems}


@lru_cache(maxsize=1)
def _nearly() -> dict[str, str]:
    """A long name of one word, without one of its letters → the name; what names of two divisions would share is left out."""
    found: dict[str, set[str]] = {}
    for name, (_, _, strong) in _names().items():
        if strong and len(name) == 1 and len(name[0]) >= _MIN_LETTERS:
            for shorter in _without_a_letter(name[0]):
                found.setdefault(shorter, set()).add(name[0])
    return {shorter: min(names) for shorter, names in found.items() if len({_names()[name,][0] for name in names}) == 1}


def _without_a_letter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))} | {word}


def _misspelt(word: str) -> tuple[str, ...] | None:
    """The long name that a word with one letter too many, too few or wrong stands for: « chaudronerie »."""
    if len(word) < _MIN_LETTERS - 1 or word.endswith(("er", "ant", "ation", "eu", "eux", "euse")):  # an infinitive or an action is no misspelt trade
        return None
    near = _nearly()
    names = {near[shorter] for shorter in _without_a_letter(word) if shorter in near and near[shorter][0] == word[0] and abs(len(near[shorter]) - len(word)) <= 1}
    return (min(names),) if len({_names()[name,][0] for name in names}) == 1 else None


def activities(folded: str) -> list[Activity]:
    """Every activity named in a folded text (see `french.fold`), in order, the longest name first; what the words around say is the reader's business.

    >>> [(a.words, a.division) for a in activities("pme de chaudronnerie et de pompes a chaleur")]
    [('chaudronnerie', '25'), ('pompes a chaleur', '28')]
    >>> [(a.words, a.division) for a in activities("on brasse de la biere, la fromagrie")]
    [('on brasse', '11'), ('biere', '11'), ('fromagrie', '10')]
    """
    tokens = [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded)]
    words = [_singular(token) for token, _, _ in tokens]
    names, first, verbs = _names(), _first_words(), _verbs()
    found: list[Activity] = []
    at = 0
    while at < len(tokens):
        word, start, _ = tokens[at]
        length = 0
        for size in range(min(first.get(words[at], 0), _LONGEST, len(tokens) - at), 0, -1):
            if tuple(words[at : at + size]) in names and (_in_one_piece(folded, tokens[at : at + size]) or (size == 1 and _TRADE.fullmatch(words[at]) and names[words[at],][2])):
                length = size
                break
        named: _Named | None = names[tuple(words[at : at + length])] if length else None
        if not length and words[at] not in first and (meant := _misspelt(words[at])) and _in_one_piece(folded, tokens[at : at + 1]):
            named, length = names[meant], 1
        subject = at > 0 and tokens[at - 1][0] in _SUBJECTS
        purpose = at > 1 and tokens[at - 1][0] == "pour" and tokens[at - 2][0] in _FOUNDED
        by_noun = not subject and at > 0 and tokens[at - 1][0] in _NOUN_SUBJECTS and at + 1 < len(tokens) and tokens[at + 1][0] in _OBJECTS
        if subject or purpose or by_noun:
            stem = next((word[: len(word) - len(ending)] for ending in (_ENDINGS if subject else ("e", "ons", "ent", "it") if by_noun else ("er", "ir", "re")) if word.endswith(ending) and word[: len(word) - len(ending)] in verbs), "")
            if stem and not _NO_TRADE_NEXT.match(folded, tokens[at][2]) and not (length > 1 or (named and named[2])):
                begin = tokens[at - 1][1]
                found.append(Activity(folded[begin : tokens[at][2]], verbs[stem], sector_of(verbs[stem]), begin, tokens[at][2], True))
                at += 1
                continue
        if named is None:
            at += 1
            continue
        end = tokens[at + length - 1][2]
        found.append(Activity(folded[start:end], *named[:2], start, end, named[2]))
        at += length
    return found


def _in_one_piece(folded: str, tokens: list[tuple[str, int, int]]) -> bool:
    """Whether the words are joined by one space, hyphen or apostrophe, and stand free on both sides."""
    if any(after[1] - before[2] != 1 or folded[before[2]] not in " -'" for before, after in pairwise(tokens)):
        return False
    start, end = tokens[0][1], tokens[-1][2]
    return not (start and ((folded[start - 1] == "-" and not _PREFIX.search(folded[max(0, start - 6) : start])) or folded[start - 1].isalnum() or folded[start - 1] == "_")) and not (end < len(folded) and (folded[end] in "-_" or folded[end].isalnum()))
