"""A question as typed → what is asked: language, audience, kind of answer, phase, day, law references, terms to search.

Everything is read in the words of the question; nothing is guessed. Territories and company facts have their own modules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.documents import without_hidden_characters
from assistant.errors import QuestionError
from assistant.french import fold, terms, words
from assistant.glossary import Glossary
from assistant.signs import MONTHS

# What people type in a hurry. Only spellings that mean nothing else.
_SHORTHAND = {
    "c koi": "qu'est-ce que", "c quoi": "qu'est-ce que", "cest quoi": "qu'est-ce que", "koi": "quoi", "pk": "pourquoi", "pkoi": "pourquoi", "pr": "pour", "ds": "dans",
    "qd": "quand", "cb": "combien", "qq": "quelques", "bcp": "beaucoup", "tt": "tout", "ya": "il y a", "kel": "quel", "kels": "quels", "kelle": "quelle",
    "rdv": "rendez-vous", "svp": "", "stp": "", "jsuis": "je suis", "chuis": "je suis", "dc": "donc", "ct": "c'était", "vs": "contre", "dept": "département", "boite": "entreprise",
    "boîte": "entreprise", "fric": "argent",
}  # fmt: skip
_SHORTHAND_PATTERN = re.compile(r"(?<![\w-])(" + "|".join(sorted(map(re.escape, _SHORTHAND), key=len, reverse=True)) + r")(?![\w-])", re.IGNORECASE)

# Kind of answer → how it is asked (on folded text). Several may hold.
ANSWER_TYPES: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        "definition": r"\bqu'?\s?est[- ]ce\b|\bc'?est quoi\b|\bdefini|\bsignifie|\bveut dire\b|\bque designe|\bdefinition\b|\bwhat (?:is|are|does)\b|^(?:le |la |les |l')?[\w' -]{2,40}\?$|\ben quoi consiste",
        "amount": r"\bcombien (?:d'argent|d'euros|coute|ca coute|touche|peut[- ]on (?:toucher|avoir|recevoir))|\bmontant|\bbudget|\benveloppe|\bplafond|\btaux\b|\bsubvention de combien|\bfinancement de combien|\bcout\b|\beuros?\b|\bhow much\b|\bpourcentage|\ba quelle hauteur|\bplancher|\bmaxi(?:mum)?s?\b|\bmini(?:mum)?s?\b|\bseuil|\bquelle part\b|\bprix\b|\bpaie|\bgratuit|\bavantages?\b|\bgagne",
        "count": r"\bcombien\b|\bnombre\b|\bhow many\b",
        "date": r"\bquand\b|\bdate\b|\bdepuis\b|\bjusqu'?\s?(?:a|en|au|quand)\b|\ben quelle annee\b|\bquelle annee\b|\bcalendrier|\bcloture|\becheance|\bdelai|\bwhen\b|\bdeadline|\bencore (?:ouvert|temps|possible|actif|en vigueur)|\bpour qui et quand",
        "duration": r"\bcombien de temps\b|\bduree\b|\bdelai|\bhow long\b|\bpendant combien",
        "who": r"\bqui\b|\bquelles? (?:autorite|instance|organisme|operateur|service|personne|structure)|\bpar qui\b|\bwho\b|\baupres de\b",
        "contact": r"\b(?:a qui|contact|contacter|s'adresser|m'adresser|joindre|interlocuteur|guichet|appeler|ecrire a|rendez-vous)\b",
        "where": r"\bou\b(?! (?:bien|pas|non|alors|un|une|des|les|le|la))|\bquel(?:le)?s? (?:territoire|region|commune|departement|zone|lieu)|\bwhere\b|\bcarte\b",
        "steps": r"\bcomment\b|\betapes?\b|\bdemarche|\bprocedure|\bdeposer|\bcandidat|\bfaire pour\b|\bhow (?:to|do|can)\b|\bdossier\b|\bmarche a suivre",
        "list": r"\bquel(?:le)?s sont\b|\bliste\b|\blesquel|\bquels?\b.*\b(?:criteres|conditions|priorites|axes|aides|dispositifs|outils|documents|pieces|mesures|etapes|acteurs|partenaires)\b|\bwhich\b|\bwhat are\b",
        "condition": r"\beligib|\bconditions?\b|\bcriteres?\b|\bdroit\b|\bpeut[- ]?(?:on|elle|il)\b|\bpuis[- ]je\b|\best[- ]ce que\b|\bpouvons[- ]nous\b|\bpeux\b|\bpouvez\b|\bexclu|\bentreprises? (?:peuvent|concernee)|\bcan (?:i|we|a)\b",
        "why": r"\bpourquoi\b|\bpour quelle raison|\bobjectif|\ba quoi (?:sert|servent|ca sert)|\bwhy\b|\bbut\b",
        "comparison": r"\bdifference|\bcompar|\bplutot que\b|\bdistingu|\bpar rapport\b|\bversus\b|\bevolu|\bchange(?:ment|r|e|ait)?\b",
    }.items()
}

_PHASE_1 = re.compile(r"\bphase (?:1|i|une)\b|\b(?:premiere|1ere|1re|ancienne|precedente) (?:phase|vague|generation|periode|edition)\b|\b2018\s?(?:-|a|/)\s?2022\b|\bavant 2023\b|\bphase 2018")
_PHASE_2 = re.compile(
    r"\bphase (?:2|ii|deux|actuelle)\b|\b(?:deuxieme|seconde|2eme|2e|nouvelle|actuelle) (?:phase|vague|generation|periode|edition)\b|\b2023\s?(?:-|a|/)\s?2027\b|\bprogramme actuel\b|\bphase 2023"
)
FIRST_YEAR, LAST_OF_PHASE_1 = 2018, 2022
_ANY_YEAR = re.compile(r"(?<![\d-])(20[12]\d)(?![\d-])")
# The same phases as the documents write them, for the search: « la nouvelle phase » would find « Nouvelle-Aquitaine ».
_NAMED_PHASES = (
    (re.compile(r"\b(?:premi[eè]re|1[eè]?re|ancienne|pr[eé]c[eé]dente) (?:phase|vague|g[eé]n[eé]ration|p[eé]riode|[eé]dition)\b", re.IGNORECASE), "phase 1"),
    (re.compile(r"\b(?:deuxi[eè]me|seconde|2nde|2[eè]?me|2e|nouvelle|actuelle) (?:phase|vague|g[eé]n[eé]ration|p[eé]riode|[eé]dition)\b|\bphase actuelle\b", re.IGNORECASE), "phase 2"),
)
_DAY = re.compile(rf"\b(?:au|le|du|depuis le|avant le|apres le)\s+(1er|\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b")
_NUMERIC_DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_MONTH = re.compile(rf"\b(?:en|entre|depuis|avant|fin|debut|mi-?)\s*({'|'.join(MONTHS)})\s+(\d{{4}})\b")
_YEAR = re.compile(r"\b(?:en|courant|pour|fin|debut|annee)\s+(20[12]\d)\b")
_BEFORE = re.compile(r"\bavant\s+(?:le\s+)?(?:(1er|\d{1,2})\s+)?(?:(" + "|".join(MONTHS) + r")\s+)?(20[12]\d)\b")
_LAW_REFERENCE = re.compile(r"\b[lrd]\d{1,4}(?:-\d{1,4})*\b")
_ARTICLE = re.compile(r"\barticles?\s+(\d{1,3})\b(?!\s*(?:du code|-))")

_ENGLISH = frozenset("the is are what which who how where when does do can company companies of for in to and my we eligible program programme funding law".split())
_FRENCH = frozenset("le la les des est sont qui que quoi quel quelle quels quelles pour dans une un du de comment où quand on nous je mon ma au aux est-ce combien et".split())

_COMPANY = re.compile(
    r"\bmon (?:entreprise|usine|atelier|site|activite|projet industriel)|\bma (?:societe|pme|boite|start-?up)|\bmes salaries|\bnotre (?:entreprise|usine|societe|pme|site|chiffre)|\bon est \d+|\bnous sommes \d+|\bon fabrique|\bon fait des|\bje dirige|\bindustriel\b|\bsalaries\b"
)
_OFFICIAL = re.compile(r"\bma (?:commune|ville|communaute|collectivite|interco)|\bmon (?:epci|agglo|interco|territoire|intercommunalite)|\bnotre (?:commune|communaute|epci|territoire|agglo|interco)|\bje suis (?:maire|elu|president)|\belue? (?:local|de)|\bdgs\b")
_AGENT = re.compile(r"\bje suis (?:agent|charge|conseiller)|\bun(?:e)? (?:usager|entreprise) me demande|\bmon porteur de projet")


@dataclass(frozen=True)
class Question:
    """What is asked. `text` is the stand-alone question, cleaned; `on` the day for which the answer must hold."""

    raw: str
    text: str
    language: str
    audience: str
    on: date
    answer_types: frozenset[str] = frozenset()
    phase: int | None = None
    past: bool = False  # the question is about an earlier day or phase
    law_references: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    territories: frozenset[tuple[int, str]] | None = None  # (phase, id) of those that the question names, itself or by a member; None when nobody looked

    @property
    def embedded(self) -> str:
        """What is embedded: the question with its acronyms written out, which no embedding model knows."""
        return _with_acronyms(self.text, self.spelled_out)

    spelled_out: tuple[str, ...] = ()
    equivalents: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # a term → the terms of the other names of the thing


def _with_acronyms(text: str, spelled_out: Sequence[str]) -> str:
    return f"{text} ({', '.join(spelled_out)})" if spelled_out else text


def embedded_form(text: str, glossary: Glossary) -> str:
    """What is embedded of a question whose words are not to be corrected: as `understand(…).embedded`, some fifty times faster."""
    written_out = _phases_by_number(_without_shorthand(" ".join(text.split())))
    return _with_acronyms(written_out, glossary.spelled_out(written_out))


def _without_shorthand(text: str) -> str:
    return re.sub(r"\s+", " ", _SHORTHAND_PATTERN.sub(lambda m: _SHORTHAND[m[1].lower()], text)).strip() or text


def _phases_by_number(text: str) -> str:
    for name, phase_name in _NAMED_PHASES:
        text = name.sub(phase_name, text)
    return text


def clean(raw: str, *, max_length: int) -> str:
    """The text of a question without hidden characters. Raises QuestionError when nothing readable is left or it is too long."""
    text, _ = without_hidden_characters(raw)
    text = re.sub(r"\s+", " ", text).strip()
    if not text:
        raise QuestionError("La question est vide : écrivez ce que vous cherchez, par exemple « Quelles sont les quatre priorités de la nouvelle phase ? »")
    if len(text) > max_length:
        raise QuestionError(f"La question compte {len(text):,} caractères ; la limite est de {max_length:,}. Posez-la en une ou deux phrases.".replace(",", "\u202f"))
    return text


def detect_language(text: str) -> str:
    """« en » when English function words outnumber the French ones, else « fr »."""
    tokens = re.findall(r"[\w'-]+", fold(text))
    english, french = sum(t in _ENGLISH for t in tokens), sum(t in _FRENCH for t in tokens)
    return "en" if english >= 2 and english > french else "fr"


def infer_audience(text: str) -> str:
    """Who seems to ask; « agent » when nothing tells."""
    folded = fold(text)
    for audience, pattern in (("agent", _AGENT), ("elu", _OFFICIAL), ("entreprise", _COMPANY)):
        if pattern.search(folded):
            return audience
    return "agent"


def understand(
    raw: str,
    *,
    glossary: Glossary,
    today: date,
    audience: str | None = None,
    on: date | None = None,
    max_length: int = 2000,
    correct: Callable[[str], str | None] | None = None,
) -> Question:
    """Read one stand-alone question. `correct` proposes the word of the corpus that a misspelt one stands for."""
    text = clean(raw, max_length=max_length)
    written_out = _without_shorthand(text)
    corrections: dict[str, str] = {}
    if correct and detect_language(text) == "fr":
        for word in dict.fromkeys(re.findall(r"[^\W\d_]{5,}", written_out)):
            better = correct(word)
            if better and fold(better) != fold(word):
                corrections[word] = better
                written_out = re.sub(rf"\b{re.escape(word)}\b", better, written_out)
    written_out = _phases_by_number(written_out)
    folded = fold(written_out)
    day, past = _day_asked(folded, today)
    phase = 1 if _PHASE_1.search(folded) else None
    if _PHASE_2.search(folded):
        phase = None if phase == 1 else 2
    if phase is None and day is not None and day.year <= 2022 and not _PHASE_2.search(folded):
        phase = 1  # « fin 2022 », « en 2019 »: before phase 2 began
    years = [int(year) for year in _ANY_YEAR.findall(folded)]
    if phase is None and years and all(FIRST_YEAR <= year <= LAST_OF_PHASE_1 for year in years) and not _PHASE_2.search(folded):
        phase = 1  # « la première liste de 2018 »
    return Question(
        raw=raw,
        text=written_out,
        language=detect_language(text),
        audience=audience or infer_audience(text),
        on=on or day or today,
        answer_types=frozenset(kind for kind, pattern in ANSWER_TYPES.items() if pattern.search(folded)),
        phase=phase,
        past=past or phase == 1 or (on is not None and on < today),
        law_references=tuple(_LAW_REFERENCE.findall(" ".join(words(written_out)))) + tuple(_ARTICLE.findall(folded)),
        terms=tuple(terms(written_out)),
        expansions=tuple(glossary.expansion_terms(written_out)),
        corrections=corrections,
        spelled_out=tuple(glossary.spelled_out(written_out)),
        equivalents=glossary.equivalents(written_out),
    )


def day_asked(text: str, today: date) -> date | None:
    """The day that a question names (« en juin 2024 »), None when it names none.

    >>> day_asked("le fonds était-il ouvert en juin 2021 ?", date(2026, 11, 23))
    datetime.date(2021, 6, 28)
    """
    return _day_asked(fold(text), today)[0]


def _day_asked(folded: str, today: date) -> tuple[date | None, bool]:
    """The day that the question names, and whether it lies in the past. A year alone counts when it is over."""
    day: date | None = None
    try:
        if match := _BEFORE.search(folded):
            year, month = int(match[3]), MONTHS.get(match[2] or "", 1)
            number = 1 if match[1] in (None, "1er") else int(match[1])
            day = date.fromordinal(date(year, month, number).toordinal() - 1)
        elif match := _DAY.search(folded):
            day = date(int(match[3]), MONTHS[match[2]], 1 if match[1] == "1er" else int(match[1]))
        elif match := _NUMERIC_DAY.search(folded):
            day = date(int(match[3]), int(match[2]), int(match[1]))
        elif match := _MONTH.search(folded):
            day = date(int(match[2]), MONTHS[match[1]], 28)
        elif (match := _YEAR.search(folded)) and int(match[1]) < today.year:
            day = date(int(match[1]), 12, 31)
    except ValueError:
        return None, False
    return day, bool(day and day < today)

