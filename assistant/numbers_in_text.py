"""Numbers and amounts in French text as people type it: « 600 k€ », « 1,2 M », « un demi-million », « trois cent mille », « 45 ».

Precision before recall: what is a date, a year, a percentage, a phone number, a postal code, an article or a law number is marked as such (`reserved`)
and is never offered as a number. Offsets are those of the text as typed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from assistant.signs import MONTHS

_ONE_FOR_ONE = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‑": "-", "–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " "}


@dataclass(frozen=True)
class FoldedText:
    """A text in lower case without accents, and where each of its characters came from."""

    raw: str
    text: str
    origins: tuple[int, ...]  # index in `raw` of each character of `text`

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `raw` that `text[start:end]` stands for."""
        if start >= end:
            return (0, 0)
        return self.origins[start], self.origins[end - 1] + 1

    def at(self, offset: int) -> int:
        """Where in `text` the character of `raw` at that offset went, or the next that is kept."""
        return bisect_left(self.origins, offset)


def fold_in_place(raw: str) -> FoldedText:
    """Like `french.fold`, with the way back to the offsets of the raw text (« œ » makes two letters of one).

    >>> folded = fold_in_place("Mise en œuvre")
    >>> folded.text, folded.span(8, 14)
    ('mise en oeuvre', (8, 13))
    """
    letters: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(raw):
        for letter in _folded_char(char):
            letters.append(letter)
            origins.append(at)
    return FoldedText(raw, "".join(letters), tuple(origins))


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    if char in _ONE_FOR_ONE:
        return _ONE_FOR_ONE[char]
    if char in "œŒ":
        return "oe"
    if char in "æÆ":
        return "ae"
    if not char.isalpha():
        return char
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)).lower()


# ---------------------------------------------------------------------------------------------------- numbers in words

_UNITS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
          "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
          "septante": 70, "huitante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000, "zero": 0}  # fmt: skip
_LARGE = {"million": 10**6, "millions": 10**6, "milion": 10**6, "milions": 10**6, "milliard": 10**9, "milliards": 10**9}
_WORD = "|".join(sorted([*_UNITS, *_LARGE], key=len, reverse=True))
_WORDS = re.compile(rf"(?<![\w-])(?:{_WORD})(?:(?:[ -]et[ -](?=une?\b|onze\b|demie?\b)|[ -])(?:{_WORD}|demie?))*(?![\w-])")
_HALF = re.compile(r"(?<![\w-])(?:un |une )?demie?[ -](mil+ions?|mil+iards?)(?![\w-])")


def value_in_words(words: str) -> float | None:
    """The number that French number words say; None when they say none.

    >>> value_in_words("quatre-vingt-dix-sept"), value_in_words("trois cent mille"), value_in_words("un million et demi"), value_in_words("un million deux")
    (97, 300000, 1500000, 1200000)
    """
    tokens = [token for token in re.split(r"[ -]", words) if token]
    total: float = 0  # what millions and thousands have closed
    group: float = 0  # below a thousand
    last_large = 0
    since_large = 0
    for token in tokens:
        if token == "et":
            continue
        if token in ("demi", "demie"):
            if not last_large or since_large:
                return None
            total += last_large / 2
            continue
        if token in _LARGE:
            total = (total + (group or (0 if total else 1))) * _LARGE[token]
            group, last_large, since_large = 0, _LARGE[token], 0
            continue
        value = _UNITS[token]
        since_large += 1
        if value == 1000:
            total, group = total + (group or 1) * 1000, 0
        elif value == 100:
            group = group * 100 if 0 < group < 10 else group + 100
        elif value == 20 and group % 100 == 4:
            group += 76  # quatre-vingts
        else:
            group += value
    if last_large and since_large == 1 and 0 < group < 10:
        total, group = total + group * last_large / 10, 0  # « un million deux » is 1,2 million
    result = total + group
    return int(result) if result == int(result) else result


# ------------------------------------------------------------------------------------------------ what is never a number

_MONTH = "|".join(sorted({*MONTHS, "janv", "fevr", "fev", "avr", "juil", "sept", "oct", "nov", "dec"}, key=len, reverse=True))
_RESERVED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("address", re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")),
    ("date", re.compile(rf"\b(?:1er|\d{{1,2}})\s+(?:{_MONTH})\b\.?(?:\s+(?:19|20)\d\d\b)?|\b(?:{_MONTH})\b\.?\s+(?:19|20)\d\d\b|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})\b|\b\d{{4}}-\d\d-\d\d\b")),
    ("phone", re.compile(r"(?<![\d,.])(?:\+\s?33\s?(?:\(0\)\s?)?|0033\s?|0)[1-9](?:[ ./-]?\d{2}){4}(?!\d)|\b0\s?8\d{2}\s?\d{3}\s?\d{3}\b")),
    ("years", re.compile(r"\b(?:19|20)\d\d\s?(?:-|/|a|et)\s?(?:19|20)?\d\d\b(?!\s?(?:k|m|€|eur|salar|sal\b|emplo|pers|etp))")),
    ("law", re.compile(r"\b(?:articles?|art|loi|decrets?|ordonnance|arrete|directive|reglement|circulaire|alinea|titre|chapitre|annexe|cerfa|formulaire|norme|iso|en|nf)\b\.?\s?(?:\(?(?:ue|ce|eu)\)?\s?)?(?:n\s?[°o]\.?\s?)?(?:[lrda]\.?\s?\*?\s?)?\d+(?:[-./]\d+)+(?:\s?[a-z])?\b")),
    ("law", re.compile(r"\b(?:articles?|art|loi|decrets?|ordonnance|arrete|directive|reglement|circulaire|alinea|titre|chapitre|annexe|cerfa|formulaire|norme|iso)\b\.?\s?(?:\(?(?:ue|ce|eu)\)?\s?)?(?:n\s?[°o]\.?\s?)?(?:[lrda]\.?\s?\*?\s?)?\d+\b(?:\s(?:bis|ter|quater|quinquies|sexies|septies|octies)\b)?")),
    ("law", re.compile(r"\bn\s?[°º]\s?\d[\d.-]*|\bnumero\s\d[\d.-]*|\b[lrd]\.?\s?\*?\d{1,4}(?:-\d{1,4})+\b|\b\d{1,4}(?:-\d{1,4}){2,}\b|\b\d{4}/\d{2,4}(?:/(?:ce|ue))?\b|\b\d{2,4}\s(?:bis|ter|quater|quinquies|sexies|septies|octies)\b")),
    ("label", re.compile(r"\b(?:phases?|(?<!\d )axes?|volets?|etapes?|niveaux?|scopes?|lots?|tranches?|versions?|v|priorites?|vagues?|france|horizon|plan|objectif|agenda|rev3|base|cycle|categories?|zone|rang|top|page|pages|point|case|ligne budgetaire|programme|bop|departement|dept|dpt|dep|cs|bp|cedex|code postal|cp)\s?\d+\b")),
    ("share", re.compile(r"(?<!\d)\d+(?:[.,]\d+)?\s?(?:%|pour ?cents?\b|pct\b|points?\b)")),
    ("rank", re.compile(r"\b(?:\d+\s?(?:e|eme|ieme|ere?|re|nd|nde)|1er)\b(?!\s?(?:€|de ca\b))")),
    ("time", re.compile(r"\b\d{1,2}\s?[h:]\s?\d{2}\b|\b\d{1,3}\s?(?:h|heures?|hrs?|min|minutes?)\b|\b[23]\s?x\s?8\b|\b\d\s?/\s?(?:5|7)\b|\b24\s?h?/\s?24\b")),
    ("measure", re.compile(
        r"(?<!\d)(?<!\d )\d[\d ]*(?:[.,]\d+)?\s?(?:[km]\b\s?|millions? (?:de |d')|milliers? (?:de |d'))?(?:m2|m²|m3|m³|metres?|km|kms|kilometres?|ha|hectares?|tonnes?|teq\w*|tco2\w*|t|kg|kilos?|g|gwh|mwh|kwh|twh|mwc?|kwc?|gw|kva|bars?|litres?|l|°c?|degres?|mm|cm|dm|jours?|j|semaines?"
        r"|communes?|territoires?|epci|intercommunalites?|departements?|regions?|habitants?|hab|pieces?|unites?|clients?|fournisseurs?|vehicules?|camions?|tours?|fois|cas|dossiers?|candidat\w*|laureats?|places?|eleves?|apprenants?|visiteurs?|logements?|sites?|usines?|machines?|robots?|lignes?|magasins?|ateliers?|etages?|batiments?|presses?|fours?|postes?|emplois?)(?![\w'])"
    )),
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d|\s?\d{3}\b)(?!\s?(?:k\b|k?€|m€|ke\b|euros?\b|eur\b|salar|salr|sal\b|emplo|pers\b|personnes|etp|collab|ouvrier))")
_POSTAL = re.compile(r"(?<![\d.,])(?:0[1-9]|[1-8]\d|9[0-8]|2[ab])\d{3}(?=\s+[A-Z][a-zà-ÿ'A-Z-])")
_LEADING_ZERO = re.compile(r"(?<![\d.,])(?<!\d )0\d[\d ]*")


def reserved(folded: FoldedText) -> list[tuple[int, int, str]]:
    """(start, end, kind) of what looks like a number and is none, in the folded text."""
    spans = [(match.start(), match.end(), kind) for kind, pattern in _RESERVED for match in pattern.finditer(folded.text)]
    spans += [(match.start(), match.end(), "year") for match in _YEAR.finditer(folded.text)]
    spans += [(match.start(), match.end(), "postal") for match in _LEADING_ZERO.finditer(folded.text) if "," not in match[0]]
    back = {origin: at for at, origin in reversed(list(enumerate(folded.origins)))}
    spans += [(back[match.start()], back[match.end() - 1] + 1, "postal") for match in _POSTAL.finditer(folded.raw) if match.start() in back and match.end() - 1 in back]
    return spans


# -------------------------------------------------------------------------------------------------------------- numbers


@dataclass(frozen=True)
class Quantity:
    """A number of the text, in the folded text's offsets. `money` tells how sure it is that it counts euros: 2 (currency), 1 (scale alone), 0 (plain)."""

    value: float
    start: int
    end: int
    money: int = 0
    high: float | None = None  # the upper end of « 40 à 50 »
    approximate: bool = False
    low_open: bool = False  # « moins de 50 »
    high_open: bool = False  # « plus de 50 »
    scaled: bool = False


_DIGITS = re.compile(r"(?<![\w.,/+-])(?<!\d )(?:\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?)")
_AFTER = re.compile(
    r"\s?(?P<scale>k(?=[ €]|e\b|eur|euro|ht\b|$|[^\w])|m(?=[ €]|e\b|eur|euro|ht\b|$|[^\w])|md|mds|mil+ions?|mio|mil+iards?|mille|milliers?)?(?:\s?(?:d'|de\s)?(?P<currency>€|euros?|euro|eur|eu|e|balles|boules))?(?:\s?(?:ht|ttc))?(?![a-z0-9²³'])"
)
_AFTER_HALF = re.compile(r"\s?(?:d'|de )?(?P<currency>€|euros?|eur|balles)?(?![a-z0-9])")
_SCALES = {"k": 1e3, "mille": 1e3, "millier": 1e3, "milliers": 1e3, "m": 1e6, "mio": 1e6, "md": 1e9, "mds": 1e9}
_MONEY_AFTER_OF = re.compile(r"\s?(?:de|d')\s?(?:ca\b|c\.a|chiffre|bilan|invest|travaux|budget|projet|depense|cout|devis|turnover|ventes|total|materiel|machine|equipement|subvention|aide|pret|fonds|tresorerie|besoin|financement)")
_MILLIONS_AND = re.compile(r"(?<![\w.,])(\d{1,3})(m)(\d{1,2})(?:\s?(?P<currency>€|euros?))?(?![\w²³])")
_MILLIONS_TENTHS = re.compile(r"(?<![\w.,])(\d{1,3}) ?mil+ions? (\d)(?![\d\w]|[.,]\d|\s?\d| (?:ans|mois|fois|salari|machines|lignes))")  # « 2 millions 3 »
_NEW_AFTER = re.compile(r"\s*(?:$|[^\w\s-]|(?:a|pour|pr|de|du|d'|en|et|ou|qui|que|est|sur|dans|avec|au|ht|ttc|il|on|nous|je|mais|coute\w*|vaut|plus|moins)\b)")
_NINE_BEFORE = re.compile(r"(?:^|[,;:.(]|\b(?:est|sommes|etions|serons|suis|a|ont|avons|de|entre|sont|etre|nous|aux|les|environ|puis|donc|soit|plus|moins|pas|reste|restent|en|ou|et))\s*$")
_JOINT = re.compile(r"^\s?(?:a|-|/|ou|et)\s?$")
ROUND_NUMBERS = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100}
_ROUND = re.compile(rf"(?<![\w-])(?:(?P<count>une|un|{_WORD}|\d+) (?:petite |bonne )?)?(?P<round>{'|'.join(ROUND_NUMBERS)})s?(?![\w-])|(?<![\w,.])(?:une )?(?:petite |bonne )?(?P<tens>[1-9]0)\s?aine(?![\w-])")
_ABOUT_BEFORE = re.compile(r"(?:\benviron|\bpeu pres|~|\+/-|\bautour d(?:e|es)|\bdans les|\bquelque|\bpresque|\bpres d[e']|\bpas loin d[e']|\bplus ou moins|\bapprox\w*\.?|\b(?:about|around|roughly|nearly|almost)|\ba vue de nez|\bgrosso modo|\bgenre|\bvers les|\b(?:frol|avoisin|approch|tutoi|oscill)\w+(?: autour d[e'])?(?: les| des)?|\b(?:aux|aux alentours|alentour|alentours) de|\bon doit etre|\b(?:enveloppe|budget|ca|chiffre d'affaires|montant|cout|ticket|facture) (?:qui )?tourne a)\s*$")
_ABOUT_AFTER = re.compile(r"^\s*(?:€ |euros |salaries |personnes )?(?:de (?:ca|chiffre d'affaires|chiffre|budget|bilan|travaux) )?(?:environ\b|a peu pres\b|plus ou moins\b|grosso modo\b|approx)")
# What may stand between « dépasse » and the figure.
_GAP = r"(?:\s(?:largement|legerement|nettement|de peu|a peine|tout juste|juste|maintenant|desormais|deja|un peu|meme|encore|jamais|toujours|bien|vraiment|actuellement))*(?:\s(?:la barre|le cap|le seuil|le niveau)(?: symbolique)? des?|\s(?:les|des|le|la))?\s*$"
_NOT = r"\b(?:pas|jamais|non|plus|guere)\s(?:encore |tout a fait |du tout |forcement )*"  # « n'a pas encore dépassé »
_LESS_BEFORE = re.compile(rf"(?:\bmoins\sd(?:e|'|\b)|\binferieure?s? a|\b(?:au|en)[- ]?de?ss?ous d(?:e|es|')|\bsous(?= les| la barre| le)|\b(?:n'|n )attei\w+ (?:pas|jamais)|\b(?:n'|n )arriv\w+ pas a|{_NOT}(?:atteint?|atteindre|arriver? a)|\bmoins que|<)(?: une?)?{_GAP}")
_AT_MOST_BEFORE = re.compile(rf"(?:\bjusqu'a|\bau plus|\bmaximum|\bmaxi?\.?|\b(?:n'|n )(?:exced\w+|a\w* excede) pas|\b(?:ne )?(?:depass\w+|exced\w+|franch\w+|va|vont|allons|fait|faisons|montons|monte) pas(?: plus de| plus d'| au[- ]dela d[e']| au[- ]dessus d[e'])?|{_NOT}(?:depass\w+|franchi\w*|excede\w*|plus d(?:e|')|au[- ]dessus d(?:e|es|')|au[- ]dela d(?:e|es|'))|\bplafonn\w+ (?:a|aux?)|<=)(?: une?)?{_GAP}")
_MORE_BEFORE = re.compile(rf"(?:(?:\bplus|\+)\s?d(?:e|'|\b)|\bsuperieure?s? a|\b(?:au|en)[- ]?dessus d(?:e|es|')|\bau[- ]dela d(?:e|es|')|\b(?:depass|exced)(?:e|ent|ons|ait|er|es|ee?s?)\b|>)(?: une?)?{_GAP}")
_AT_LEAST_BEFORE = re.compile(rf"(?:\bau (?:moins|minimum)|\bminimum|\bmini\.?|\ba partir d(?:e|')|\b(?:a|avons|ont|ai|vient de|venons de) (?:deja )?(?:franchi\w*|passe)(?= les| la barre| le cap| le seuil)|>=)(?: une?)?{_GAP}")
_COUNTED = r"^\s?(?:€|euros?|salaries?|personnes?|pers\.?|employes?|etp|sal\.?|ouvriers?)?\s?"
_AT_MOST_AFTER = re.compile(rf"{_COUNTED}\(?(?:maximum|maxi|max|au (?:grand )?maximum|au (?:grand )?max|grand max|grand maximum|(?:tout )?au plus|pas plus)\b")
_AT_LEAST_AFTER = re.compile(rf"{_COUNTED}\(?(?:minimum|mini|au (?:minimum|moins|bas mot)|et plus|ou plus|et quelques)\b")


def quantities(folded: FoldedText) -> list[Quantity]:
    """The numbers of the text in order, ranges joined, reserved ones left out.

    >>> [(q.value, q.high, q.money) for q in quantities(fold_in_place("entre 40 et 50 personnes, 3 M€ de CA, article 12"))]
    [(40.0, 50.0, 0), (3000000.0, None, 2)]
    """
    text = folded.text
    taken = reserved(folded)
    found: list[Quantity] = []
    for match in _DIGITS.finditer(text):
        quantity = _measured(folded, _digits_value(match[0]), match.start(), match.end(), digits=match[0])
        if quantity is not None and not _blocked(quantity, taken):
            found.append(quantity)
    for match in _MILLIONS_AND.finditer(text):  # « 1M5 »; « 3m50 » is a length
        if folded.raw[folded.origins[match.start(2)]] == "M" or re.search(r"\b(?:ca|chiffre d'affaires|budget|devis|cout|invest\w*) (?:de |a )?$", text[: match.start()]):
            end = match.end() if match["currency"] else match.end(3)
            found = [q for q in found if not (q.start < end and match.start() < q.end)]
            found.append(Quantity(round(float(f"{match[1]}.{match[3]}") * 1e6, 2), match.start(), end, 2 if match["currency"] else 1, scaled=True))
    for match in _MILLIONS_TENTHS.finditer(text):
        found = [q for q in found if not (q.start < match.end() and match.start() < q.end)]
        found.append(Quantity(round(float(f"{match[1]}.{match[2]}") * 1e6, 2), match.start(), match.end(), 1, scaled=True))
    for match in _HALF.finditer(text):
        value = 5e8 if "iard" in match[1] else 5e5
        quantity = _measured(folded, value, match.start(), match.end(), money=1)
        if quantity is not None:
            found.append(quantity)
    for match in _WORDS.finditer(text):
        if re.match(r"mil+ion|mil+iard", match[0]):
            continue  # « des millions d'euros »
        if match[0] in ("un", "une", "cent") and not re.match(r"\s?(?:salari|employe|seul salari|personne|collab)", text[match.end() :]):
            continue
        if match[0] == "neuf" and _NEW_AFTER.match(text, match.end()) and not _NINE_BEFORE.search(text[: match.start()]):
            continue  # « un tour neuf à 180 k€ » is no range from 9 to 180
        spoken = value_in_words(match[0].strip())
        if spoken is None or any(match.start() < q.end and q.start < match.end() for q in found):
            continue
        large = any(word in _LARGE for word in re.split(r"[ -]", match[0]))
        quantity = _measured(folded, spoken, match.start(), match.end(), money=1 if large else 0)
        if quantity is not None and not _blocked(quantity, taken):
            found.append(quantity)
    for match in _ROUND.finditer(text):
        count = match["count"] or "1"
        base = ROUND_NUMBERS[match["round"]] if match["round"] else int(match["tens"])  # « une 30aine »
        times = int(count) if count.isdigit() else value_in_words(count)
        if not times or re.search(r"(?:plusieurs|quelques|des)\s*$", text[: match.start()]):
            continue
        end = match.end()
        found = [q for q in found if not (q.start < end and match.start() < q.end)]
        value = times * base
        after = re.match(r"\s?(?:de )?(?P<scale>milliers?|k|mil+ions?|m(?=€| ?euro))?(?:\s?(?:d'|de )?(?P<currency>€|euros?|balles))?(?![\w'])", text[end:])
        money = 0
        if after and (after["scale"] or after["currency"]):
            value *= _scale(after["scale"] or "")
            money, end = 2 if after["currency"] else 1, end + after.end()
        found.append(Quantity(value, match.start(), end, money, approximate=True, scaled=money > 0))
    return _bounded(text, _joined(text, sorted(found, key=lambda q: (q.start, -q.end))))


def _scale(word: str) -> float:
    if not word:
        return 1.0
    if word in _SCALES:
        return _SCALES[word]
    return 1e9 if "iard" in word else 1e6


def _digits_value(digits: str) -> float | None:
    bare = re.sub(r"[ ']", "", digits)
    if bare.count(".") > 1:
        bare = bare.replace(".", "")
    elif re.fullmatch(r"\d{1,3}[.]\d{3}", bare):
        return None if bare.startswith("0") else float(bare.replace(".", ""))  # « 1.500 € »; with a scale it is ambiguous, see `_measured`
    bare = bare.replace(",", ".")
    return float(bare) if len(bare) <= 15 else None


def _measured(folded: FoldedText, value: float | None, start: int, end: int, *, digits: str = "", money: int = 0) -> Quantity | None:
    """The number with its scale and its currency."""
    if value is None:
        return None
    text = folded.text
    match = _AFTER.match(text, end)
    scale = match["scale"] if match else None
    currency = match["currency"] if match else None
    if match and currency in ("e", "eu") and not scale and value < 1000:
        currency = None  # « 2e » is a rank
    if match is None or not (scale or currency):
        return Quantity(value, start, end, money, scaled=money > 0)
    if scale and re.search(r"[.,]\d{3}$", digits) and not digits.startswith("0"):
        return None  # « 1.500 k€ » may be 1 500 k€ or 1,5 k€
    if scale and not currency:
        after = text[match.end() :]
        if re.match(r"\s?(?:de\b|d')", after) and not _MONEY_AFTER_OF.match(after):
            return Quantity(value * _scale(scale), start, match.end(), 0, scaled=True)
        if scale == "m" and folded.raw[folded.origins[match.start("scale")]] != "M":
            money = -1  # « 600 m » may be metres
    half = re.match(r"\s?et demie?\b", text[match.end() :]) if scale and float(value).is_integer() else None
    if half:  # « 3 millions et demi »
        value += 0.5
        after_half = _AFTER_HALF.match(text, match.end() + half.end())
        stop = after_half.end() if after_half else match.end() + half.end()
        return Quantity(round(value * _scale(scale or ""), 2), start, stop, 2 if after_half and after_half["currency"] else 1, scaled=True)
    level = 2 if currency else (money if money < 0 else 1)
    stop = match.end() if not currency or scale else match.end("currency")
    return Quantity(round(value * _scale(scale or ""), 2), start, len(text[:stop].rstrip()), max(level, 0) if level != -1 else 0, scaled=bool(scale))


def _blocked(quantity: Quantity, taken: list[tuple[int, int, str]]) -> bool:
    for start, end, kind in taken:
        if start < quantity.end and quantity.start < end:
            if quantity.money == 2 and kind in ("measure", "rank", "label", "years", "year", "time"):
                continue
            return True
    return False


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """« 40 à 50 », « entre 500 et 800 k€ » made one; the lower end takes the scale of the upper one."""
    joined: list[Quantity] = []
    for quantity in found:
        if joined and quantity.start < joined[-1].end:
            continue
        before = joined[-1] if joined else None
        if before is not None and before.high is None:
            between = text[before.end : quantity.start]
            allowed = _JOINT.match(between) and (between.strip() != "et" or re.search(r"\bentre\s*$", text[: before.start]))
            low = before.value
            thousands = between.strip() == "et" and re.search(r"\d[ .]000$", text[quantity.start : quantity.end].rstrip(" €k"))  # « entre 200 et 300 000 »
            if allowed and before.money == 0 and not before.scaled and (quantity.scaled or thousands) and low < 1000 and low < quantity.value:
                low *= 1e9 if quantity.value >= 1e9 else 1e6 if quantity.value >= 1e6 else 1e3
                if low > quantity.value:
                    low /= 1e3
            if allowed and low < quantity.value and quantity.value <= low * 20:
                joined[-1] = Quantity(low, before.start, quantity.end, max(before.money, quantity.money), quantity.value, scaled=quantity.scaled)
                continue
        joined.append(quantity)
    return joined


def _bounded(text: str, found: list[Quantity]) -> list[Quantity]:
    """The same, with « environ », « moins de » and « plus de » read."""
    result = []
    for q in found:
        before, after = text[max(0, q.start - 60) : q.start], text[q.end : q.end + 40]
        approximate = q.approximate or bool(_ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after))
        value, low_open, high_open, counted = q.value, False, False, not (q.money or q.scaled)
        if q.high is None:
            if _LESS_BEFORE.search(before):
                low_open, value = True, max(value - 1, 0) if counted else value
            elif _AT_MOST_BEFORE.search(before) or _AT_MOST_AFTER.match(after):
                low_open = True
            elif _MORE_BEFORE.search(before):
                high_open, value = True, value + 1 if counted else value
            elif _AT_LEAST_BEFORE.search(before) or _AT_LEAST_AFTER.match(after):
                high_open = True
            approximate = approximate and not (low_open or high_open)
        result.append(Quantity(value, q.start, q.end, q.money, q.high, approximate, low_open, high_open, q.scaled))
    return result
