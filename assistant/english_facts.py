"""An English sentence, its facts written the French way, so that the reader of French facts finds them. Only forms, never meaning.

Also a few pairs of words that decide (closed, not, loan…), which an English sentence may not say unless its French source does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.french import fold, words

MONTHS = dict(
    zip(
        "january february march april may june july august september october november december".split(),
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
        strict=True,
    )
)
_MONTH = r"(January|February|March|April|May|June|July|August|September|October|November|December)"
_NUMBERS = {
    word: str(value)
    for value, word in enumerate("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(), start=2)
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100", "thousand": "mille", "dozen": "12"}  # fmt: skip
_WORDS = {
    "billion": "milliard", "billions": "milliards", "percent": "%", "euro": "€", "euros": "€", "years": "ans", "year": "an", "months": "mois", "month": "mois", "weeks": "semaines", "week": "semaine",
    "days": "jours", "day": "jour", "hours": "heures", "hour": "heure", "metres": "metres", "meters": "metres", "tons": "tonnes", "first": "premier", "second": "deuxième", "third": "troisième",
    "fourth": "quatrième", "fifth": "cinquième",
}  # fmt: skip
# Words that English writes with a capital and French without, or that only open a sentence: no name of anybody.
_NO_NAME = frozenset(
    """french european english france state region regions regional prefect prefects ministry minister government municipality municipalities department departments company companies business businesses
    grant grants aid aids support funding fund funds application applications applicant applicants project projects scheme schemes programme programmes program programs phase phases territory territories plan plans
    eligible ineligible applying apply contact the this these those they their there here it its each every all some both other others only over under up at in on for from with without within before after since until
    by as an and but if when where which who whose what how not no yes you your we our local public private industrial national new small medium large large-scale amount amounts rate rates cost costs
    investment investments study studies loan loans tax credit credits member members mayor mayors elected officials deadline deadlines section article articles law act decree code access since according however
    also moreover finally then next conditions condition criteria beneficiaries beneficiary it's is are was were has have can may must should could will would""".split()
)
_CAPITALISED = re.compile(r"(?<![\w-])[A-Z][a-z]+(?:'s)?(?![\w-])")

# What English says → what the French source must then say somewhere.
_CLAIMS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(english), re.compile(french))
    for name, english, french in (
        ("négation", r"\b(?:not|no|never|none|cannot|neither|nor|without|except|unless|ineligible|excluded?|excludes)\b|n't\b", r"\b(?:ne|n|pas|non|sans|aucun\w*|ni|jamais|sauf|hors|hormis|exclu\w*|ineligib\w*|interdi\w*|ferme\w*|clos\w*)\b"),
        ("ouverture", r"\b(?:open|opens|opened|reopen\w*|available)\b", r"\b(?:ouv(?:er|r)\w*|disponib\w*)"),
        ("fermeture", r"\b(?:closed|closes|closing|ended|expired|suspended)\b", r"\b(?:ferme\w*|clos\w*|clotur\w*|fin|termin\w*|expir\w*|suspend\w*|jusqu\w*)\b"),
        ("obligation", r"\b(?:must|mandatory|compulsory|obligat\w+|required?|requires|have to|has to)\b", r"\b(?:doi(?:t|vent)|devr\w+|oblig\w*|faut|faudr\w*|impos\w*|exig\w*|requi\w*|necessair\w*|condition\w*)\b"),
        ("subvention", r"\b(?:grants?|subsid\w+)\b", r"\b(?:subvention\w*|aides?|fonds|dotation\w*|financ\w*|cofinanc\w*|soutien\w*)\b"),
        ("prêt", r"\b(?:loans?|lend\w*)\b", r"\b(?:prets?|avances?|emprunt\w*)\b"),
        ("garantie", r"\bguarant\w+\b", r"\bgaranti\w*\b"),
        ("impôt", r"\b(?:tax|taxes|exempt\w*)\b", r"\b(?:impots?|taxes?|fisca\w*|exoner\w*|contribution\w*)\b"),
        ("droit", r"\b(?:eligible|entitled|entitlement|rights?)\b", r"\b(?:eligib\w*|droits?|peu(?:t|vent)|beneficiair\w*|beneficie\w*|admis\w*|reserv\w*|ouvert\w*|destin\w*|concern\w*)\b"),
        ("gratuité", r"\b(?:free|unlimited|automatic\w*)\b", r"\b(?:gratuit\w*|libre\w*|illimit\w*|automati\w*|franc)\b"),
    )
)  # fmt: skip


def with_french_facts(sentence: str) -> str:
    """The sentence with its dates, figures and units in French forms, and no capital on ordinary words.

    >>> with_french_facts("Since July 4, 2024, three regions share 1,500,000 euros.")
    'since 4 juillet 2024, 3 regions share 1 500 000 €.'
    """
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", " ", sentence)
    text = re.sub(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?, (\d{{4}})\b", r"\2 \1 \3", text)
    text = re.sub(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b", r"\1 \2", text)
    text = re.sub(rf"\b{_MONTH}\b", lambda m: MONTHS[m[1].lower()] if m[1] != "May" or _is_month(text, m) else m[1], text)
    text = re.sub(r"€ ?(\d[\d .]*\d|\d)((?: ?(?:million|billion|m|bn))?)\b", r"\1\2 €", text)
    text = re.sub(r"\b[a-z]+(?:-[a-z]+)?\b", lambda m: _written_number(m[0]), text, flags=re.IGNORECASE)
    return _CAPITALISED.sub(lambda m: m[0].lower() if m[0].lower().removesuffix("'s") in _NO_NAME else m[0], text)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """« May » is a month beside a figure only."""
    return bool(re.search(r"\d ?$", text[: match.start()]) or re.match(r" \d", text[match.end() :]))


def _written_number(word: str) -> str:
    parts = [_NUMBERS.get(part.lower()) for part in word.split("-")]
    if len(parts) == 2 and all(part and part.isdigit() for part in parts):
        return str(sum(int(part) for part in parts if part))
    return parts[0] or _WORDS.get(word.lower(), word) if len(parts) == 1 else word


def unproved_claims(sentence: str, evidence: Sequence[str]) -> list[str]:
    """The deciding words of the English sentence that nothing in the French evidence says, by their French names."""
    said, proof = sentence.lower(), " ".join(re.sub(r"['’]", " ", fold(quote)) for quote in evidence)
    return [f"{name} ajoutée" for name, english, french in _CLAIMS if english.search(said) and not french.search(proof)]


def anchors(sentence: str, evidence: Sequence[str]) -> int:
    """How many words of the sentence the evidence holds, or holds a cousin of (« territories », « territoires »): same five first letters, or a figure."""
    held = {word[:5] for quote in evidence for word in words(quote)}
    return len({word[:5] for word in words(with_french_facts(sentence)) if (len(word) >= 5 or word[0].isdigit()) and word[:5] in held})


_FRENCH_JOINS = frozenset("le la les l un une des du de d et est sont dans pour sur avec qui que qu au aux ne n pas par ce cette ses son leur il elle on".split())
_ENGLISH_JOINS = frozenset("the of and is are to for in by with an be must can up has have from at on this that it its not or as was were which who".split())


def is_french(sentence: str) -> bool:
    """True when French joining words outnumber the English ones: a model asked for English may still answer in French.

    >>> is_french("L'aide finance les études."), is_french("The Banque des Territoires funds the study.")
    (True, False)
    """
    said = re.findall(r"\w+", fold(sentence))
    return sum(word in _FRENCH_JOINS for word in said) > sum(word in _ENGLISH_JOINS for word in said)
