"""French text, cut the way a search needs it: sentences, and index terms (elision, accents, stems, law references kept whole)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

_stemmer = Stemmer.Stemmer("french")
_KEPT_WHOLE = ("amendement",)  # its stem is that of « amende »

STOP_WORDS = frozenset(
    """a à ai aie ait alors as au aucun aucune auquel aura aurait aussi autre autres aux avait avant avec avez avoir avons c ça car ce ceci cela ces cet
    cette ceux chaque chez ci comme comment concernant d dans de debout dedans dehors depuis des desquels dès deux dit dois doit donc dont du duquel elle
    elles en encore entre es est et étaient était étant été êtes être eu eux faire fait faites fois font hors il ils ici j je jusqu l la laquelle là le
    lequel les lesquels leur leurs lors lui m ma mais me même mes moi moins mon n ne ni nos notre nous on ont ou où par parce pas peu peut peuvent peux
    plus pour pourquoi pouvez pouvons qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera serait ses si sien son sont sous soyez suis
    sur t ta tandis tel telle tes toi ton tous tout toute toutes très trop tu un une va vers veut veux voici voilà vos votre vous vu y
    bonjour bonsoir merci svp stp please salut voudrais voudrait souhaite aimerais savoir dire
    the of and is are what which who how where when does do in to for an it can my our i we""".split()
)  # « deux » is a number word that no question means; figures are written in digits in our documents

_ELISION = re.compile(r"\b(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)['’]", re.IGNORECASE)
# « L. 181-10-1 », « R181-3 », « D. 123 » and « n° 2023-973 » are names: they stay whole.
_LAW_ARTICLE = re.compile(r"\b([lrd])\s?\.?\s?\*?(\d{1,4}(?:[-‑–]\d{1,4})*)\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u202f\u2009 ](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"[a-z]\d+(?:-\d+)+|\d+(?:[-/.,]\d+)+|\w+(?:&\w+)?", re.UNICODE)


class _WithoutAccents(dict[int, str]):
    """A table for `str.translate` that learns each character when it meets it: half of the time of an indexing went into folding."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
        return plain


_PLAIN = _WithoutAccents({ord(c): plain for c, plain in {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "‑": "-", "–": "-"}.items()})


def fold(text: str) -> str:
    """Lower case without accents; œ and æ written out; apostrophes and hyphens of one kind."""
    return text.lower() if text.isascii() else text.translate(_PLAIN).lower()


def squash(text: str) -> str:
    """Folded, with every run of spaces and punctuation spacing reduced: what two spellings of one sentence share."""
    return re.sub(r"\s+", " ", fold(text)).strip()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Snowball French stem of a folded word; short words and anything with a digit stay as they are.

    Two things Snowball leaves: a plural after some vowels, and two families of words under one stem.

    >>> stem("emplois") == stem("emploi"), stem("entreprises") == stem("entreprise"), stem("amendement") == stem("amende")
    (True, True, False)
    """
    if len(word) <= 3 or any(c.isdigit() for c in word):
        return word
    if word.startswith(_KEPT_WHOLE):
        return word.rstrip("s")
    stemmed = str(_stemmer.stemWord(word))
    return stemmed[:-1] if stemmed == word and len(word) > 4 and word.endswith(("s", "x")) else stemmed


FOLDED_STOP_WORDS = frozenset(fold(word) for word in STOP_WORDS)


def words(text: str) -> list[str]:
    """Folded words in order, elisions split, thousands joined (« 100 000 » → 100000), law references whole (« L. 181-10-1 » → l181-10-1).

    >>> words("L’article L. 181-10-1 prévoit 100 000 €")
    ['article', 'l181-10-1', 'prevoit', '100000']
    """
    text = _THOUSANDS.sub("", text)
    text = _LAW_ARTICLE.sub(lambda m: f" {m[1]}{m[2]} ", fold(text))
    text = _ELISION.sub(" ", text)
    return _TOKEN.findall(text)


def terms(text: str) -> list[str]:
    """Index terms: `words` without stop words, stemmed. Single digits and letters that carry sense (« phase 2 », « titre I ») stay.

    >>> terms("Quelles sont les priorités de la phase 2 ?")
    ['priorit', 'phas', '2']
    """
    return terms_of(words(text))


def terms_of(spelled: Iterable[str]) -> list[str]:
    """The index terms of words as `words` gives them."""
    return [stem(word) for word in spelled if word not in FOLDED_STOP_WORDS]


_ABBREVIATIONS = r"(?:art|al|av|bd|cf|chap|dr|env|etc|ex|fig|hab|ibid|id|l|r|d|m|mm|mme|max|min|no|nos|n|p|pp|réf|s|st|ste|t|tél|vol|v)"
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?:\s*»)?\s+(?=[«\"“(]?\s*[A-ZÀ-ÖØ-Þ0-9])")
_ENDS_WITH_ABBREVIATION = re.compile(rf"(?:^|[\s(«'’]){_ABBREVIATIONS}\.$", re.IGNORECASE)
_ENDS_WITH_INITIAL = re.compile(r"(?:^|[\s(«])(?:[A-Z][a-z]?\.-?)*[A-Z]\.$")  # « P. », « J.-C. »


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a paragraph, spaces at both ends left out. « art. L. 181-10 » and « M. Dupont » do not end one.

    >>> [ "Le seuil (art. L. 511-1) est fixé. Il change."[a:b] for a, b in sentence_spans("Le seuil (art. L. 511-1) est fixé. Il change.")]
    ['Le seuil (art. L. 511-1) est fixé.', 'Il change.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[start : match.start()]
        if _ENDS_WITH_ABBREVIATION.search(before) or _ENDS_WITH_INITIAL.search(before):
            continue
        end = match.start() + len(match.group(0).rstrip())
        if text[start:end].strip():
            spans.append((start, end))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in spans]
