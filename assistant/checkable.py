"""A sentence as a row of words and facts: figures with their unit, dates, years, phases, references, ordinals, addresses, names.

Two ways of writing one fact give one value: « cent millions d'euros » and « 100 M€ », « 9 novembre 2018 » and « 09/11/2018 », « % » and « pour cent ».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.french import FOLDED_STOP_WORDS, stem
from assistant.signs import MONTHS

FIGURE, DATE, YEAR, PHASE, REFERENCE, ORDINAL, ADDRESS, NAME, WORD, MARK = "figure", "date", "year", "phase", "reference", "ordinal", "address", "name", "word", "mark"
Value = tuple[int, int, int] | float | int | str


@dataclass(frozen=True)
class Token:
    """A word, a sign (`; : . ( )`) or a fact. `unit` is that of a figure; `initial` is True for a word whose capital may come from its place; `acronym` has several capitals."""

    kind: str
    value: Value
    unit: str = ""
    capital: bool = False
    initial: bool = False
    acronym: bool = False
    joined: str = ""  # the hyphen or space after the word before: one name with it when both have a capital

    @property
    def is_content(self) -> bool:
        return self.kind == WORD and self.value not in FOLDED_STOP_WORDS and (len(str(self.value)) > 1 or str(self.value).isdigit())

    @property
    def key(self) -> str:
        """What two tokens that say the same share."""
        return stem(str(self.value)) if self.kind == WORD else f"{self.kind}:{self.value}{self.unit}"


_UNITS = {
    "%": "%", "points": "point", "point": "point", "€": "€", "euro": "€", "euros": "€", "eur": "€", "ha": "ha", "hectare": "ha", "hectares": "ha", "m2": "m2", "km": "km", "metres": "m", "an": "an", "ans": "an",
    "annee": "an", "annees": "an", "mois": "mois", "jour": "jour", "jours": "jour", "semaine": "semaine", "semaines": "semaine", "heure": "heure", "heures": "heure", "h": "heure", "minutes": "minute",
    "tonne": "t", "tonnes": "t", "kw": "kw", "mw": "mw", "gw": "gw", "kwh": "kwh", "mwh": "mwh", "gwh": "gwh", "twh": "twh", "kg": "kg",
}  # fmt: skip
_SCALES = {"k": 1e3, "m": 1e6, "md": 1e9, "mds": 1e9, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9}
_NUMBER_WORDS = {
    "zero": 0, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
_ORDINALS = {name: rank for rank, names in enumerate(("premier premiere premiers premieres", "deuxieme second seconde", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme", "neuvieme", "dixieme"), 1) for name in names.split()}  # fmt: skip
_LATIN = r"bis|ter|quater|quinquies|sexies|septies|octies|nonies|(?:un|duo|ter|quater|quin|sex|sept|octo|novo)?decies|vicies"
_MONTH = "|".join(MONTHS)
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))

_PER_CENT = re.compile(r"\bpour[ -]cents?\b|\bp\. ?100\b|\bpourcents?\b")
_HALF = re.compile(r"\b(?:la )?moitie\b(?! (?:nord|sud|est|ouest)\b)")
_ONE = re.compile(rf"\b(une?) (?=(?:{'|'.join(u for u in _UNITS if u.isalpha() and len(u) > 1)}|millions?|milliards?)\b)")
_WRITTEN_NUMBER = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})(?:(?:[ -]et)?[ -](?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))}|une?(?=\b)))*\b")
_TOKEN = re.compile(
    rf"""
      (?P<url>(?:https?://|www\.)[^\s)\]>»"]+)
    | (?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<phone>(?<![\d])(?:\+33[ ]?|0)[1-9](?:[ .-]?\d{{2}}){{4}}(?!\d))
    | (?P<site>\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:fr|com|org|net|eu|info|io)\b(?:/[^\s)\]>»",;]*)?)
    | (?P<iso>\b(?P<iy>\d{{4}})-(?P<im>\d{{2}})-(?P<id>\d{{2}})\b)
    | (?P<numeric>\b(?P<nd>\d{{1,2}})[/.](?P<nm>\d{{1,2}})[/.](?P<ny>\d{{4}})\b)
    | (?P<day>\b(?P<dd>1er|\d{{1,2}}|premier)[ ](?P<dm>{_MONTH})(?:[ ](?P<dy>\d{{4}}))?\b)
    | (?P<month>\b(?P<mm>{_MONTH})(?:[ ](?P<my>\d{{4}}))?\b)
    | (?P<law>\bn[ ]?(?:°s?|os?)[ ]?(?P<lawn>\d{{2,4}}-\d{{1,6}})\b|\b(?P<lawb>(?:19|20)\d\d-(?!(?:19|20)\d\d\b)\d{{2,6}})\b)
    | (?P<years>\b(?P<y1>(?:19|20)\d\d)[ ]?[-/][ ]?(?P<y2>(?:19|20)\d\d)\b)
    | (?P<article>\b(?P<al>[lrd])\.?[ ]?\*?(?P<an>\d{{1,4}}(?:-\d{{1,4}})*)(?:[ ](?P<asx>{_LATIN}))?\b)
    | (?P<phase>\b(?:phases?[ ]?:?[ ](?P<p1>1|2|i|ii|une)|(?P<p2>premiere|1re|1ere|deuxieme|seconde|2e|2eme)[ ]phase)\b)
    | (?P<division>\b(?P<dn>titre|livre|chapitre|section|annexe|partie)[ ](?P<dr>[ivx]+)\b)
    | (?P<latin>\b(?P<ln>\d{{1,4}})[ ](?P<ls>{_LATIN})\b)
    | (?P<ordinal>\b(?P<on>\d{{1,3}})(?:er|re|ere|e|eme|nde?)\b|\b(?P<ow>{'|'.join(_ORDINALS)})\b)
    | (?P<number>(?<![\w])(?P<n>\d{{1,3}}(?:[ ]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)
        (?:[ ]?(?P<scale>k€|m€|md€|mds€|keur|meur|%|€)|[ ](?P<word_scale>millions?|milliards?|mille|k|m|md|mds)\b)?
        (?:[ ](?:d'|de[ ])?|d')?(?:(?<=[ '\d])(?P<unit>(?:{_UNIT})(?!\w)))?)
    | (?P<word>[^\W_]+(?:&[^\W_]+)*)
    | (?P<sign>[;:.!?()«»,])
    """,
    re.VERBOSE,
)


def _plain(text: str) -> str:
    """Without accents, one kind of apostrophe, hyphen and space; the case is kept."""
    text = text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae").replace("’", "'").replace("‑", "-").replace("–", "-").replace("—", " : ")
    decomposed = unicodedata.normalize("NFKD", text)
    return re.sub(r"\s+", " ", "".join(c for c in decomposed if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and facts of a text, in order.

    >>> [t.value for t in tokens_of("cent millions d'euros") if t.kind == FIGURE] == [t.value for t in tokens_of("100 M€") if t.kind == FIGURE] == [1e8]
    True
    """
    cased = _written_in_digits(_plain(text))
    low = cased.lower()
    if len(low) != len(cased):
        cased = low
    found: list[Token] = []
    opens = True  # the next capital may come from its place
    end = 0
    for match in _TOKEN.finditer(low):
        between, here, end = low[end : match.start()], cased[match.start() : match.end()], match.end()
        kind = match.lastgroup or ""
        if match["sign"]:
            found.append(Token(MARK, here))
            opens = opens or here not in ",)»"
            continue
        if match["word"]:
            capital = here[0].isupper()
            acronym = len(here) > 1 and here[1:] != here[1:].lower()
            found.append(Token(WORD, match["word"], capital=capital, initial=opens and not acronym, acronym=acronym, joined=between if between in (" ", "-") else ""))
            opens = opens and match["word"] in ("l", "d", "qu", "s", "c", "n", "j") and not capital
        else:
            found += _fact(match, kind)
            opens = False
    return tuple(_with_inherited_units(_with_article_numbers(found)))


def _fact(match: re.Match[str], kind: str) -> list[Token]:
    if match["number"]:
        return [_number(match)]
    if match["iso"]:
        return [Token(DATE, (int(match["id"]), int(match["im"]), int(match["iy"])))]
    if match["numeric"]:
        return [Token(DATE, (int(match["nd"]), int(match["nm"]), int(match["ny"])))]
    if match["day"]:
        return [Token(DATE, (1 if match["dd"] in ("1er", "premier") else int(match["dd"]), MONTHS[match["dm"]], int(match["dy"] or 0)))]
    if match["month"]:
        return [Token(DATE, (0, MONTHS[match["mm"]], int(match["my"] or 0)))]
    if match["years"]:
        return [Token(YEAR, int(match["y1"])), Token(YEAR, int(match["y2"]))]
    if match["law"]:
        return [Token(REFERENCE, match["lawn"] or match["lawb"])]
    if match["article"]:
        return [Token(REFERENCE, f"{match['al']}{match['an']}{match['asx'] or ''}")]
    if match["phase"]:
        return [Token(PHASE, 1 if (match["p1"] or match["p2"]) in ("1", "i", "une", "premiere", "1re", "1ere") else 2)]
    if match["division"]:
        return [Token(REFERENCE, f"{match['dn']} {match['dr']}")]
    if match["latin"]:
        return [Token(REFERENCE, f"{match['ln']}{match['ls']}")]
    if match["ordinal"]:
        return [Token(ORDINAL, int(match["on"]) if match["on"] else _ORDINALS[match["ow"]])]
    if match["phone"]:
        return [Token(ADDRESS, re.sub(r"\D", "", match["phone"].replace("+33", "0")))]
    return [Token(ADDRESS, re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0]).rstrip(".,;:/"))]


def _number(match: re.Match[str]) -> Token:
    value = float(match["n"].replace(" ", "").replace(",", "."))
    scale, unit = match["scale"] or "", match["unit"] or ""
    if scale in ("%", "€"):
        unit = scale
    elif scale:
        value, unit = value * _SCALES[re.sub(r"€|eur", "", scale)], "€"
    elif match["word_scale"]:
        value *= _SCALES[match["word_scale"]]
    elif not unit and re.fullmatch(r"(?:19|20)\d\d", match["n"]):
        return Token(YEAR, int(value))
    return Token(FIGURE, value, _UNITS.get(unit, ""))


def _written_in_digits(text: str) -> str:
    """Numbers in words → digits, in plain text: « cent millions » → « 100 millions », « un mois » → « 1 mois », « pour cent » → « % »."""
    low = text.lower()
    if len(low) != len(text):
        text = low
    for pattern, written in _WRITTEN:
        pieces, cursor = [], 0
        for match in pattern.finditer(low):
            pieces += [text[cursor : match.start()], written(match)]
            cursor = match.end()
        if pieces:
            text = "".join((*pieces, text[cursor:]))
            low = text.lower()
    return text


def _spelled(text: str) -> int:
    """Value of a number written in words, below a million.

    >>> _spelled("quatre-vingt-dix-sept"), _spelled("deux mille vingt-trois"), _spelled("cent quatre-vingt-trois")
    (97, 2023, 183)
    """
    total, group = 0, 0
    for word in re.findall(r"[a-z]+", text):
        value = 1 if word in ("un", "une") else _NUMBER_WORDS.get(word)
        if value is None:
            continue
        if value == 1000:
            total, group = total + max(group, 1) * 1000, 0
        elif value == 100:
            group = max(group, 1) * 100
        elif value == 20 and group % 100 == 4:
            group += 76  # quatre-vingt
        else:
            group += value
    return total + group


_WRITTEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_PER_CENT, lambda match: "%"),
    (_HALF, lambda match: "50 %"),
    (_WRITTEN_NUMBER, lambda match: str(_spelled(match[0]))),
    (_ONE, lambda match: "1 "),
)


def _with_article_numbers(tokens: list[Token]) -> list[Token]:
    """« articles 12, 13 et 15 »: the figures are references."""
    result: list[Token] = []
    in_list = False
    for token in tokens:
        if token.kind == WORD and token.value in ("article", "articles", "art"):
            in_list = True
        elif in_list and token.kind in (FIGURE, ORDINAL) and not token.unit and isinstance(token.value, float | int):
            token = Token(REFERENCE, f"article {token.value:g}")
        elif not (token.kind == REFERENCE or token.value in (",", "et", "ou", "a", "au", ".")):
            in_list = False
        result.append(token)
    return result


def _with_inherited_units(tokens: list[Token]) -> list[Token]:
    """« de 20 à 50 % »: the first figure has the unit of the second."""
    result = list(tokens)
    for i in range(len(result) - 3, -1, -1):
        first, link, second = result[i : i + 3]
        if first.kind == second.kind == FIGURE and not first.unit and second.unit and link.value in ("a", "et", "ou", ","):
            value = first.value
            if isinstance(value, float) and isinstance(second.value, float) and second.unit == "€" and second.value >= 1e6 and value < 1000:
                value *= 1e9 if second.value >= 1e9 else 1e6
            result[i] = replace(first, value=value, unit=second.unit)
    return result
