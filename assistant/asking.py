"""What value a question asks for (an amount, a share, a duration, a date, a count), of what; and whether a text holds one.

« Combien de lauréats fin 2025 ? » asks for a count of « lauréat »: a sentence on the right subject that counts nothing, or counts something else,
does not answer it. Pure; works on folded text (`french.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.french import fold, terms, words

COUNT, MONEY, SHARE, DURATION, DATE, NAME = "count", "money", "share", "duration", "date", "name"

_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_NUMBER_WORD = "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cinquante|cent|mille|million|milliard"
_DURATION_UNIT = r"(?:mois|ans?|annees?|jours?|semaines?|heures?|trimestres?)"

# The kind of value asked for, first that matches; what follows the match, up to the end of its clause, says of what.
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (DURATION, re.compile(rf"\bcombien de (?:temps|{_DURATION_UNIT})\b|\b(?:sous|dans|en|pendant) combien(?: de temps)?\b|\b(?:delais?|durees?)\b(?! (?:de )?depot)|\bhow long\b|\btous les combien\b")),
    (SHARE, re.compile(r"\b(?:taux|pourcentages?|proportion|ratio)\b|\b(?:quelle |la )?part (?:de |des |du |d'|maximale|moyenne)|\bcombien de (?:%|pour cent|points?)|\ba (?:quelle )?hauteur (?:de )?combien|\bquel %|\ben %|\brate\b")),
    (
        MONEY,
        re.compile(
            r"\bcombien (?:d'euros|d'argent|de (?:sous|millions?|milliards?|fric)|ca (?:coute|a coute)|coute\w*|(?:on )?touche\w*|vaut)\b|\b(?:a|ont|avait|va) coute combien\b|\bca coute\b"
            r"|\b(?:montants?|budget|enveloppes?|couts?|prix|tarifs?|salaires?|remuneration|frais|plafonds?|planchers?|loyers?|chiffre d'affaires|amendes?)\b|\bcombien (?:l'etat|la region|l'ademe|bpifrance) (?:a|va|met|verse|donne)\b|\bhow much\b|\bcombien d'aides?\b|\bquelle somme\b"
        ),
    ),
    (DATE, re.compile(r"^quand\b|[ ,;]quand\b(?! (?:on|il|elle|un|une|le|la|les|je|nous|vous|ma|mon|notre|meme)\b)|\b(?:quelle |la )?dates?\b|\b(?:depuis|jusqu'a) quand\b|\ben quelle annee\b|\bquel(?:le)? (?:jour|mois|annee)\b|\bdernier (?:delai|jour)\b|\bdeadline\b|\bwhen (?:is|does|did|was|will)\b")),
    (
        NAME,
        re.compile(
            r"\bquel(?:le)?s? (?:boites?|entreprises?|societes?|cabinets?|bureaux? d'etudes?|usines?|start-?ups?|groupes?|prestataires?|operateurs?|associations?|personnes?)\b(?! (?:peu|sont elig|est elig|ont droit|concern))"
            r"|\b(?:noms?|liste(?: complete)?) (?:de |des |du |d')|\bcomment s'appelle|\bqui (?:sont|etaient) les\b|\bwhich (?:\w+ )?compan"
        ),
    ),
    (COUNT, re.compile(r"\bcombien\b|\bnombres? (?:de |d'|total)|\bnb (?:de |d')?|\bhow many\b|\bsuperficie\b|\bsurface\b|\beffectifs?\b")),
)
# Words of the question that only say that a value is wanted, or how.
_MEASURE = frozenset(
    term
    for word in (
        "combien nombre nb montant budget enveloppe cout coute prix tarif somme taux pourcentage proportion part delai duree temps date quand total totale exact exactement chiffre chiffres precis "
        "precisement actuel actuelle actuellement environ maximum maxi max minimum mini plafond plancher annee mois jour jours euros euro million millions milliards quel quelle savoir connaitre svp bonjour merci "
        "existe faut donner donne dire liste question reponse aujourd'hui maintenant encore deja toujours juste seulement how much many long when rate number amount"
    ).split()
    for term in terms(word)
)
# « y a une enveloppe à part ? », « nos frais comptent-ils ? » ask for a yes or a no, and not for an amount.
_YES_OR_NO = re.compile(r"\best[- ]ce qu|\b(?:il )?y a[- ]?(?:t[- ]il)?\b|\b\w{2,}-(?:t-)?(?:il|elle|ils|elles|on|je|nous|vous)\b|\bou (?:pas|non)\b")
_ASKS_WHICH = re.compile(r"\bcombien\b|\bquel(?:le)?s?\b|\bhow (?:much|many|long)\b|\bquand\b|\bwhen\b|\bwhich\b|\bnombre\b|\bmontant\b|\btaux\b")
_CLAUSE_END = re.compile(r"[?;:!]|\.(?=\s|$)|, (?:et|mais|ou)\b")

_VALUE: Mapping[str, re.Pattern[str]] = {
    MONEY: re.compile(r"\d[\d\s\u00a0\u202f.,]*\s?(?:€|k€|m€|md€|euros?|millions?|milliards?)|\b(?:cent|mille|million|milliard)s?\b.{0,12}euros?|\bgratuit\w*|\bsans frais\b|\bpris? en charge\b"),
    SHARE: re.compile(r"\d[\d\s\u00a0\u202f.,]*\s?(?:%|pour cent|points?\b)|\bmoitie\b|\b(?:un|deux|trois) (?:tiers|quarts?|cinquiemes?)\b|\btotale?\b|\bintegral"),
    DURATION: re.compile(rf"\b(?:\d[\d,]*|{_NUMBER_WORD}|dix-huit|quelques|plusieurs)(?: a (?:\d+|{_NUMBER_WORD}))? {_DURATION_UNIT}\b|\bimmediat\w*|\bsans delai\b|\bsans limite\b|\bjusqu'(?:au|a la|en)\b"),
    DATE: re.compile(rf"\b(?:\d{{1,2}}|1er) (?:{_MONTHS})\b|\b(?:{_MONTHS}) (?:19|20)\d\d\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\btrimestre\b|\b(?:lun|mar|mercre|jeu|vendre|same)dis?\b|\bdimanches?\b|\b\d{{1,2}} ?h(?:eures?)?\b"),
    COUNT: re.compile(rf"(?<![\w-])(?:\d[\d\u00a0\u202f ]*(?:,\d+)?|{_NUMBER_WORD}|aucun\w*|plusieurs|moitie|tiers)(?![\w-])"),
}
# A date that only says how fresh the source is: « (fiche du 3 décembre 2025) », « selon une page de mars 2024 ».
_SOURCE_DATE = re.compile(
    r"\([^()]*\b(?:fiche|page|source|article|doctrine|description|instantane|bilan|notice|communique|edition|donnee|carte|liste|rapport)\w*\b[^()]*\)"
    r"|\b(?:selon|d'apres|decrite? par|indique\w* par|relevee? dans)\s(?:une?|la|le|les|des|l')\s?(?:fiche|page|source|article|doctrine|description|instantane|notice|communique|rapport|carte|liste|compte rendu|depeche)s?\b[^,;.:]*"
)
NEAR = 8  # words
COUNTED = 6  # words, the figure included, among which what it counts follows it
_NAMES = re.compile(r"(?<=[a-zà-ÿ,;(»] )(?:[ldLD]['’])?([A-ZÀ-Ý][\w&'’-]+)")
_NO_COUNT = re.compile(rf"\b(?:\d{{1,2}}(?:er)? )?(?:{_MONTHS})(?: 20\d\d)?\b|\b20\d\d\b|\(?20\d\d-20\d\d\)?|\bphases? [12]\b|\bn ?° ?[\d-]+|\barticles? [lrd]?\.? ?\d[\d-]*|\bl\. ?\d[\d-]*")


@dataclass(frozen=True)
class AskedValue:
    """The kind of value asked for, "" for a question that asks for none; and the terms of what it is a value of."""

    kind: str = ""
    of: frozenset[str] = frozenset()
    head: str = ""  # the first of them: what is counted


def asked_value(text: str) -> AskedValue:
    """What value the question asks for.

    >>> asked_value("combien de fiches actions en Haute-Picardie ?").kind, sorted(asked_value("taux de refus des dossiers ?").of)
    ('count', ['dossi', 'refu'])
    >>> asked_value("Qui préside le comité ?").kind
    ''
    """
    folded = fold(text)
    if _YES_OR_NO.search(folded) and not _ASKS_WHICH.search(folded):
        return AskedValue()
    for kind, pattern in _ASKED:
        match = pattern.search(folded)
        if match is None:
            continue
        after = _NO_COUNT.sub(" ", _CLAUSE_END.split(folded[match.start() :], maxsplit=1)[0])
        of = [term for term in terms(after) if term not in _MEASURE]
        if not of:  # « Haute-Picardie : nombre ? », « l'usine a coûté combien »
            of = [term for term in terms(folded[: match.end()]) if term not in _MEASURE]
        return AskedValue(kind, frozenset(of[:4]), of[0] if of else "")
    return AskedValue()


def content_terms(text_terms: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of a question without those that only say that a value is wanted."""
    kept = tuple(dict.fromkeys(term for term in text_terms if term not in _MEASURE))
    return kept or text_terms


def near_share(asked: AskedValue, text: str, *, question: str, weight: Callable[[str], float], around: frozenset[str] = frozenset()) -> float:
    """How far the text states what is asked, 0 to 1: 0 when it holds no value of that kind but those that the question says itself, or the date of its source.

    Otherwise it grows with the share, by weight, of the words the value is asked of that stand within NEAR words of such a value, or in `around` (a lead-in, a
    column name); the first of them counts for half.
    """
    if asked.kind == NAME:
        said = set(words(question))
        return 1.0 if any(word for name in _NAMES.findall(text) for word in words(name) if word not in said) else 0.0
    values = _values_of(asked.kind, text)
    if not values:
        return 0.0
    said = set(words(question))
    best = 0.0
    total = sum(weight(term) for term in asked.of)
    for value in values:
        if value.words <= said:
            continue
        if not total:
            return 1.0
        share = 0.1 + 0.45 * (asked.head in value.close or asked.head in around) + 0.45 * sum(weight(term) for term in asked.of if term in value.close or term in around) / total
        # « 183 territoires » counts territories; « un territoire réunit 3,4 intercommunalités » does not.
        if asked.kind == COUNT and asked.head not in around and asked.head not in value.counted:
            share *= 0.5
        best = max(best, share)
    return best


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that a text holds: its words, the terms within NEAR words of it, and those among which stands what it counts."""

    words: frozenset[str]
    close: frozenset[str]
    counted: frozenset[str]


@lru_cache(maxsize=20_000)  # a statement is read for many questions, and holds the same values for each
def _values_of(kind: str, text: str) -> tuple[_Value, ...]:
    """The values of a kind in a text, but those that date its source."""
    folded = _SOURCE_DATE.sub(_blank, fold(text))
    if kind == COUNT:
        folded = _NO_COUNT.sub(_blank, folded)
    values = []
    for match in _VALUE[kind].finditer(folded):
        before, after = folded[: match.start()].split()[-NEAR:], folded[match.start() :].split()[: NEAR + 3]
        values.append(_Value(frozenset(words(match[0])), frozenset(terms(" ".join((*before, *after)))), frozenset(terms(" ".join(after[:COUNTED])))))
    return tuple(values)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
