"""Plain signs of time in documents that came without front matter: their date, from when to when they hold, and which texts they replace or amend.

Only what the text says outright is read; nothing is guessed. What another document is called stays as written: `versions` looks for it in the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.documents import Metadata
from assistant.french import fold

MONTHS = {
    name: number
    for number, name in enumerate("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(), start=1)
}
_MONTH = "|".join(MONTHS)
_DATE = rf"(1er|\d{{1,2}})\s+({_MONTH})\s+(\d{{4}})"
_HEAD = 1500  # characters in which a document says what it is
OUR_SUMMARY = "synthese"  # a sheet of ours tells of other texts: what it says of them is not about itself

# How a text of an administration or a firm calls itself or another (folded).
_NAME = (
    r"(?:circulaires?|instructions?|notes? de service|notes? d'information|notes?|decrets?|arretes?|lois?|ordonnances?|deliberations?|decisions?|conventions?|contrats?|reglements?|chartes?|guides?"
    r"|procedures?|protocoles?|accords?|avenants?|cahiers? des charges|appels? a projets?|grilles?|baremes?|tarifs?|notices?|fiches?|plans?|statuts|faq|foire aux questions|regles|versions?)"
)
_NUMBER = r"n\s?[°ºo]\s?([a-z]{0,6}[-./]?\d[\w./-]*\w|\d)"
_MENTION = rf"(?:(?:la|le|les|celle|celui)\s+|l'\s?)?(?P<ref>{_NAME}\b(?:[^.;:()\n]|(?<=\d)\.(?=\d))" + r"{0,160})"
_REPLACES = (
    re.compile(rf"\b(?:abroge|annule|remplace|se substitue a)(?:nt)?(?:,? et (?:abroge|annule|remplace)(?:nt)?)?\s+{_MENTION}"),
    re.compile(rf"\ben remplacement d(?:e l'|e la |u |es |e ){_MENTION}"),
    re.compile(rf"(?:^|[.;\n]\s*){_MENTION.replace('{0,160})', '{0,120}?)')}\s+(?:est|sont) (?:abrogee?s?|annulee?s?|remplacee?s? par (?:la|le) presente?)\b", re.MULTILINE),
)
_REPLACED_BY = re.compile(rf"\b(?:abrogee?|annulee?|remplacee?) (?:et remplacee? )?par {_MENTION}")
_AMENDS = (
    re.compile(rf"\b(?:modifie|complete)(?:nt)?(?: et (?:modifie|complete)(?:nt)?)?\s+{_MENTION}"),
    re.compile(rf"\bavenant (?:{_NUMBER} )?(?:a la |a l'|aux? ){_MENTION}"),
    re.compile(rf"\ba(?:ux?)? l?'?articles? [\w. -]{{1,20}}? d(?:e l'|e la |u |es ){_MENTION}"),
)
_AMENDED_BY = re.compile(rf"\bmodifiee?s?(?: en dernier lieu)? par {_MENTION}")
_VISA = re.compile(r"^\s*(?:vu|considerant|en application de)\b.*$", re.MULTILINE)

_UPDATED = re.compile(rf"(?:version|mise? a jour|maj|edition|revisee?)\s*(?:du|le|:)?\s*:?\s*{_DATE}")
_OWN_DATE = (
    re.compile(rf"(?:publiee?|date de publication|en date|date|adoptee?|signee?|fait a [\w' -]{{2,40}},?|seance)\s*(?:du|le|:)?\s*:?\s*{_DATE}"),
    re.compile(rf"\b{_NAME}\b[^.]{{0,120}}?\b(?:du|en date du)\s+{_DATE}"),
    re.compile(rf"^(?:[\w' -]{{2,40}},\s*)?(?:le|du)\s+{_DATE}\s*$", re.MULTILINE),
    re.compile(rf"\badoptee?s? par [^.\n]{{2,80}}? le {_DATE}"),
    re.compile(rf"\b(?:compte[ -]rendu|proces[ -]verbal|releve de decisions|reunion)\b[^.\n]{{0,80}}?\bdu {_DATE}"),
)
_HOLDS = r"(?:en vigueur|applicables?|valables?|s'appliquent?|prend(?:ra)? effet|prenant effet|prise d'effet|entree en vigueur)"
_FROM_TO = re.compile(rf"\b{_HOLDS}[^.;\n]{{0,40}}?\bdu (1er|\d{{1,2}}) ({_MONTH})(?: (\d{{4}}))?(?: inclus)? (?:au|jusqu'au) {_DATE}")
_FROM = re.compile(rf"\b{_HOLDS}[^.;\n]{{0,60}}?\b(?:le|du|depuis le|a compter du|a partir du|des le|au)\s*:?\s*{_DATE}")
_TO = re.compile(rf"\b(?:{_HOLDS}[^.;\n]{{0,80}}?\bjusqu'au|(?:fin de validite|expire|prend fin|cesse de s'appliquer)\s*(?:le|:)?)\s*:?\s*{_DATE}")
_OF_A_PART = re.compile(r"^\W*(?:a |aux? |de |l'|les |le |la |cet |ces )*(?:articles?|alineas?|dispositions? (?:de l'|des |du )|paragraphes?)\b")
_KINDS = (
    ("circulaire", r"circulaire|instruction|note de service|note d'information"),
    ("decret", r"decret|arrete|deliberation|decision"),
    ("loi", r"loi"),
    ("faq", r"foire aux questions|faq"),
)


@dataclass(frozen=True)
class Mention:
    """A text as another one names it. `name` is its first word or words (« note de service »), `number` is "" and `day` None when they are not said."""

    name: str
    number: str
    day: date | None
    words: str


def day_of(groups: tuple[str, str, str]) -> date | None:
    day, month, year = groups
    try:
        return date(int(year), MONTHS[month], 1 if day == "1er" else int(day))
    except ValueError:
        return None


def mention_of(text: str) -> Mention | None:
    """The text that some words name: « circulaire n° 12/2023 du 4 septembre 2023 ».

    >>> mention_of("la note de service n° 2024-07 du 12 mars 2024")
    Mention(name='note de service', number='2024-07', day=datetime.date(2024, 3, 12), words='la note de service n° 2024-07 du 12 mars 2024')
    """
    folded = re.sub(r"\s+", " ", fold(text)).strip()
    name = re.search(rf"\b{_NAME}\b", folded)
    if not name:
        return None
    number, day = re.search(_NUMBER, folded), re.search(rf"\bdu {_DATE}", folded)
    return Mention(name[0], number[1].strip("./-") if number else "", day_of((day[1], day[2], day[3])) if day else None, folded)


def own_name(text: str, title: str = "") -> Mention | None:
    """How a document names itself: in its title, else on a line of its own near its top (« NOTE DE SERVICE N° 2024-07 »)."""
    titled = mention_of(title)
    if titled and titled.number and re.match(rf"\W*(?:la |le |l')?{_NAME}\b", fold(title)):
        return titled
    for line in fold(text[:_HEAD]).splitlines():
        if re.match(rf"\W*{_NAME}\b[\w ]{{0,30}}{_NUMBER}", line) and not _VISA.match(line):
            return mention_of(line)
    return titled if titled and re.match(rf"\W*(?:la |le |l')?{_NAME}\b", fold(title)) else None


def title_in_text(lines: list[str]) -> str:
    """« Note de service n° 2024-07 – organisation du télétravail », from the lines that a letterhead hides; "" when there is no such line.

    >>> title_in_text(["AGENCE DU VAL", "NOTE DE SERVICE N° 2024-07", "Objet : télétravail"])
    'Note de service n° 2024-07 – télétravail'
    """
    named = next((line for line in lines if re.match(rf"\W*{_NAME}\b[\w ]{{0,30}}{_NUMBER}", fold(line)) and len(line) <= 160), "")
    subject = next((match[1].strip().rstrip(".") for line in lines if (match := re.match(r"\s*objet\s*:\s*(.{3,160})$", line, re.IGNORECASE))), "")
    if named.isupper():
        named = named.capitalize()
    return " – ".join(part for part in (named, subject) if part)


def dated_by_its_text(metadata: Metadata, text: str) -> Metadata:
    """The metadata with what front matter left out and the text says of itself: kind, dates, and the texts it replaces or amends."""
    if OUR_SUMMARY in fold(metadata.publisher):
        return metadata
    folded = fold(text)
    own = own_name(text, metadata.title)
    if metadata.kind == "guide" and not metadata.sources:
        called = fold(metadata.title) if re.match(rf"\W*(?:{'|'.join(p for _, p in _KINDS)})\b", fold(metadata.title)) else own.name if own else ""
        metadata = replace(metadata, kind=next((kind for kind, pattern in _KINDS if re.match(rf"\W*(?:{pattern})\b", called)), "guide"))
    head = folded[:_HEAD]
    replaces, replaced_by = _mentions(_REPLACES, folded, own), _mentions((_REPLACED_BY,), head[:800], own)
    amended_by = _mentions((_AMENDED_BY,), head[:800], own)
    amends = [words for words in _mentions(_AMENDS, head, own, title=metadata.title) if words not in replaces]
    metadata = replace(metadata, supersedes=tuple(replaces), superseded_by=tuple(replaced_by), amends=tuple(amends), amended_by=tuple(amended_by))
    if metadata.published_on is None:
        metadata = replace(metadata, published_on=_own_date(fold(metadata.title), _without_mentions(head)))
    if metadata.valid_from is None and metadata.valid_to is None:
        valid_from, valid_to = _validity(folded, own)
        if not (valid_from and valid_to and valid_from > valid_to):
            metadata = replace(metadata, valid_from=valid_from, valid_to=valid_to)
    return metadata


def _mentions(patterns: tuple[re.Pattern[str], ...], folded: str, own: Mention | None, *, title: str = "") -> list[str]:
    """The texts named where the patterns say so, each once; never the document itself, and only when a number, a day or a name tells which."""
    found: list[str] = []
    for text in (fold(title), folded) if title else (folded,):
        for pattern in patterns:
            for match in pattern.finditer(text):
                mention = mention_of(match["ref"])
                same = mention and own and mention.number and mention.number == own.number
                if mention and not same and (mention.number or mention.day or len(mention.words.split()) >= 4) and not mention.words.startswith(("version ", "present")):
                    found.append(re.sub(r"\s+", " ", match["ref"]).strip())
    return list(dict.fromkeys(found))


def _without_mentions(head: str) -> str:
    """The head of a document without the other texts that it names, and without its term: those dates are not that of its making."""
    spans = [match.span("ref") for pattern in (*_REPLACES, _REPLACED_BY, *_AMENDS, _AMENDED_BY) for match in pattern.finditer(head)]
    spans += [match.span() for pattern in (_FROM_TO, _FROM, _TO) for match in pattern.finditer(head)]
    for start, end in spans:
        head = head[:start] + re.sub(r"[^\n]", "_", head[start:end]) + head[end:]
    return _VISA.sub("", head)


def _own_date(title: str, head: str) -> date | None:
    """The last update that the head tells, else the day it was published, signed or adopted."""
    updates = [day for match in _UPDATED.finditer(head) if (day := day_of((match[1], match[2], match[3])))]
    if updates:
        return max(updates)
    for pattern in _OWN_DATE:
        for text in (title, head):
            match = pattern.search(text)
            if match and (day := day_of(match.groups()[-3:])):  # type: ignore[arg-type]
                return day
    return None


def _validity(folded: str, own: Mention | None) -> tuple[date | None, date | None]:
    """From when to when the document says it holds; a sentence about one of its articles, or about another text, says nothing of the whole."""
    for sentence in _sentences_on_itself(folded, own):
        if match := _FROM_TO.search(sentence):
            end = day_of((match[4], match[5], match[6]))
            start = day_of((match[1], match[2], match[3] or match[6]))
            if start and end:
                return start, end
    start = end = None
    for sentence in _sentences_on_itself(folded, own):
        if start is None and (match := _FROM.search(sentence)):
            start = day_of((match[1], match[2], match[3]))
        if end is None and (match := _TO.search(sentence)):
            end = day_of((match[1], match[2], match[3]))
    return start, end


def _sentences_on_itself(folded: str, own: Mention | None) -> Iterator[str]:
    at = 0
    for sentence in re.split(r"(?<=[.;])\s+|\n", folded):
        place = folded.find(sentence, at)
        at = place + len(sentence)
        if not sentence or not re.search(_HOLDS + r"|validite|expire|prend fin|cesse", sentence):
            continue
        itself = re.search(r"\bpresente?s?\b", sentence)
        if (place > _HEAD and not itself) or _OF_A_PART.match(sentence):
            continue
        number = re.search(_NUMBER, sentence)
        if number and not itself and not (own and number[1].strip("./-") == own.number):
            continue
        yield sentence
