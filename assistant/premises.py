"""False premises: the question takes a figure or a date for granted, and the passages give another one for the same thing.

« Le programme compte 250 territoires, c'est ça ? »: the passages count 183 territories, and none says 250. The answer then says which value the question
supposed, quoted back, before what the sources say. Nothing else is claimed, and nothing is corrected that a passage found says too. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checkable import DATE, FIGURE, MARK, PHASE, WORD, YEAR, Token, tokens_of
from assistant.french import fold
from assistant.signs import MONTHS

NEAR = 7  # words of content on each side of a value in which what it is said of is looked for
_PREFIX = 5  # first letters by which « plafonné » and « plafond » are one word

_MONTH = "(?:" + "|".join("".join({"e": "[eéè]", "u": "[uû]"}.get(c, c) for c in month) for month in MONTHS) + ")"
_SPACE = r"[ \u00a0\u202f]"
# A date, a year or a figure with its unit or the word that it counts: short, so that it may be quoted back.
_VALUE = re.compile(
    rf"\b(?:(?:1er|\d{{1,2}}) )?{_MONTH} (?:19|20)\d\d\b|(?:(?<=\ben )|(?<=\bfin )|(?<=\bdès )|(?<=\bavant )|(?<=\bdébut )|(?<=\bdepuis ))(?:19|20)\d\d\b"
    rf"|(?<![\w,.-])(?!(?:19|20)\d\d\b)(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d{{1,7}})(?:,\d{{1,3}})?(?:{_SPACE}?(?:k€|M€|Md€|€|%)|{_SPACE}(?:(?:millions?|milliards?){_SPACE}d['’])?[^\W\d_]{{2,20}})?(?![\w€%-])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:?!()]|[,.](?!\d)|\bdonc\b|\balors\b")
# The reader wants a value confirmed…
_ASKS_TO_CONFIRM = re.compile(
    r"\bc'est (?:bien )?(?:ca|cela|exact|vrai|correct|juste)\b|\best-ce (?:bien )?(?:exact|vrai|ca|correct)\b|\bn'est-ce pas\b|\b(?:non|hein|ok|d'accord|exact|oui|right|si) ?\?|\bconfirm\w+|\bon m'a dit\b|\bj'ai (?:lu|vu|entendu)\b|\b(?:il )?parait\b"
    r"|\bje (?:crois|pense) que\b|\bsi je comprends bien\b|\b(?:est|sont|a|ont|compte|comptent|etait|etaient|vaut|dure|reunit) bien\b|\bc'est bien\b"
)
_SUPPOSES = re.compile(r"\b(?:pourquoi|puisque|sachant que|comment se fait-il|etant donne que)\b")
_HEARSAY = re.compile(r"\b(?:on m'a dit|j'ai (?:lu|vu|entendu(?: dire)?)|je (?:crois|pense)|si je comprends bien|on dit) ?(?:que |qu'|dans [^,]{0,30} que )?")
# … and not a fact of their own project compared with the rules.
_NOISE = frozenset(word[:_PREFIX] for word in "bien combien exactement confirmer vrai environ total premiers dernieres autres seulement".split())  # say nothing of what a value is of
_OWN = re.compile(r"\b(?:mon|ma|mes|notre|nos|je|j'|nous|on|moi)\b|\bj'")


@dataclass(frozen=True)
class _Said:
    """A value, what it counts (a unit, or the first letters of a noun; "date" for a date or a year), and the words around it (first letters)."""

    value: Token
    of: str
    around: frozenset[str]


def supposed_otherwise(question: str, best: str, seen: Sequence[str]) -> str:
    """The value that the question takes for granted, as it is written there, when the best statement says another of the same thing, and none of those seen says it; else "".

    >>> supposed_otherwise("Le programme compte 250 territoires, c'est ça ?", "Le programme réunit 183 territoires en phase 2.", [])
    '250 territoires'
    >>> supposed_otherwise("Le programme compte 149 territoires, c'est ça ?", "Il réunit 183 territoires en phase 2.", ["Il réunissait 149 territoires en phase 1."])
    ''
    """
    for written, said in _premises(question):
        if any(_same_value(said.value, other.value) and _of_the_same(said, other) for text in (best, *seen) for other in _values_in(text)):
            continue
        if any(_contradicts(said, other) for other in _values_in(best)):
            return written
    return ""


def _premises(question: str) -> list[tuple[str, _Said]]:
    """The values that the question takes for granted, as written, with what they are said of."""
    folded = fold(question)
    asserted = bool(_ASKS_TO_CONFIRM.search(folded) or _SUPPOSES.search(folded))
    found = []
    start = 0
    for end in [*(m.start() for m in _CLAUSE.finditer(question)), len(question)]:
        clause, start = question[start:end], end
        if _OWN.search(_HEARSAY.sub("", fold(clause))):
            continue
        for match in _VALUE.finditer(clause):
            definite = re.search(r"\b(?:les|des|ces|aux)\s$", fold(clause[: match.start()])) is not None
            if not (asserted or (definite and " " in match[0].strip())):
                continue
            for said in _values_in(clause):
                own = next(iter(_values_in(match[0])), None)
                if own and _same_value(own.value, said.value) and said.around:
                    found.append((match[0].strip(), said))
                    break
    return found


@lru_cache(maxsize=4096)
def _values_in(text: str) -> tuple[_Said, ...]:
    """The figures, dates and years of a text, with what they are said of."""
    tokens = tokens_of(text)
    found = []
    for i, token in enumerate(tokens):
        if token.kind in (DATE, YEAR):
            of = "date"
        elif token.kind == FIGURE:
            of = token.unit or next((_prefix(t) for t in tokens[i + 1 : i + 3] if t.is_content and _prefix(t) not in _NOISE), "")
        else:
            continue
        if of:
            found.append(_Said(token, of, frozenset(_around(tokens, i)) - _NOISE - {of}))
    return tuple(found)


def _around(tokens: Sequence[Token], i: int) -> list[str]:
    near: list[str] = []
    for step in (-1, 1):
        j, left = i + step, NEAR
        while 0 <= j < len(tokens) and left and not (tokens[j].kind == MARK and str(tokens[j].value) in ".;:"):
            if tokens[j].is_content or tokens[j].kind == PHASE:
                near.append(_prefix(tokens[j]))
                left -= 1
            j += step
    return near


def _prefix(token: Token) -> str:
    return str(token.value)[:_PREFIX] if token.kind == WORD else f"{token.kind}{token.value}"


def _same_value(one: Token, other: Token) -> bool:
    """Two figures that are equal; two dates of which neither denies what the other gives (« 2023 » and « 9 novembre 2023 »)."""
    if one.kind == FIGURE or other.kind == FIGURE:
        return one.kind == other.kind and one.value == other.value
    return all(a == b or not a or not b for a, b in zip(_day(one), _day(other), strict=True))


def _day(token: Token) -> tuple[int, int, int]:
    return token.value if isinstance(token.value, tuple) else (0, 0, int(token.value))


def _of_the_same(said: _Said, other: _Said) -> bool:
    """Both are values of the same kind, said of the same things: one word around it in common for what is counted by name; for a unit or a date, two and half of them."""
    shared = len(said.around & other.around)
    counted = said.value.kind == FIGURE and not said.value.unit
    return said.of == other.of and shared >= min(len(said.around), 1 if counted else 2) and (counted or 2 * shared >= len(said.around))


def _contradicts(said: _Said, other: _Said) -> bool:
    return _of_the_same(said, other) and not _same_value(said.value, other.value)
