"""« Liste des Territoires d'industrie en Bretagne », « combien dans le Morbihan ? »: the tables read by région or département, for one phase.

A région is the one that the list gives to a territory; a territory is « in » a département when one commune of it at least is. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers import ANSWERED, Answer, Citation, Sentence
from assistant.documents import Document, Metadata, Source
from assistant.rendering import french_date
from assistant.territories import NO_RIGHT, SOURCE_URL, YEARS, Territory, TerritoryIndex, place_key
from assistant.verifying import foreign_facts

ON_LINES_OF_THEIR_OWN = 12  # territories; beyond, the names follow each other in one line
_LONGEST_AREA = 6  # words
_TERRITORIES = re.compile(r"\b(?:territoires? (?:d )?industriels?|territoires? (?:d )?industrie|territoires?|tis?)\b")
_ASKS = re.compile(r"\b(?:listes?|lister|combien|nombre|quels?|quelles?|lesquels|enumere\w*|cite|tous|les|how many|which|list|donne\w*)\b")
_PHASE_1 = re.compile(r"\b(?:(?:premiere|1ere|1re) phase|phases? (?:1|une)|2018(?: 2022)?|2019|2020|2021|2022)\b")
_ASKING = frozenset(
    "liste listes lister combien nombre quels quelles quel quelle lesquels enumerer enumere cite citez donne donnez moi nous voir tous toutes les le la l un une des de du d a au aux en dans sur pour y il ils on est sont ont a t "
    "avait avaient etait etaient compte comptent existe existent t on trouve retenus retenu labellises labellise territoire territoires industrie industriel industriels ti tis phase 1 2 une deux premiere deuxieme seconde 1ere 2e nouvelle "
    "2018 2019 2020 2021 2022 2023 2024 2025 2026 2027 pendant lors depuis region departement dept dpt dep noms nom s il vous plait svp stp merci bonjour et par how many which list of the in are there actuellement aujourd hui "
    "programme qui quoi je veux voudrais connaitre savoir avoir complete".split()
)


@dataclass(frozen=True)
class AreaAsked:
    """An area as it is written in the tables, the phase asked for, and its territories by name."""

    label: str
    phase: int
    territories: tuple[Territory, ...]
    list_date: str
    source_url: str


def asked_area(text: str, index: TerritoryIndex) -> AreaAsked | None:
    """The région or the département whose territories are asked for, when the question is that and nothing else; else None."""
    key = place_key(text)
    if not (_TERRITORIES.search(key) and _ASKS.search(key)):
        return None
    words = key.split()
    for length in range(min(_LONGEST_AREA, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            name, rest = " ".join(words[start : start + length]), words[:start] + words[start + length :]
            if all(word in _ASKING for word in rest) and _TERRITORIES.search(" ".join(rest)) and (found := _area(name, index)):
                phase = 1 if _PHASE_1.search(key) else 2
                label, ids = found
                chosen = [t for (number, _), t in index.territories.items() if number == phase and _is_in(t, ids, index)]
                first = next(t for (number, _), t in index.territories.items() if number == phase)
                url = SOURCE_URL if phase == 2 else first.source_url
                return AreaAsked(label, phase, tuple(sorted(chosen, key=lambda t: place_key(t.name))), first.list_date, url)
    return None


def _area(name: str, index: TerritoryIndex) -> tuple[str, frozenset[str]] | None:
    """« Région Bretagne » and its code, « Département Morbihan (56) » and its own; None when the words are neither."""
    if name in index.region_names:
        code = index.region_names[name]
        return f"Région {index.regions[code]}", frozenset({f"region:{code}"})
    code = index.department_names.get(name, name.upper() if re.fullmatch(r"\d\d\d?|2[ab]", name) else "")
    if code in index.departments:
        return f"Département {index.departments[code].name} ({code})", frozenset({code})
    return None


def _is_in(territory: Territory, area: frozenset[str], index: TerritoryIndex) -> bool:
    return f"region:{territory.region_code}" in area or bool(index.departments_of_territory.get((territory.phase, territory.id), frozenset()) & area)


def answer_area(base: Answer, asked: AreaAsked) -> Answer:
    """How many territories, then their names, each sentence proved by the record of the list."""
    record = _record(asked)
    citation = Citation(1, record, record.text, 0, len(record.text))
    listed = f", d'après la liste de l'ANCT du {french_date(asked.list_date)} ({asked.source_url})"
    phase = f"de la phase {asked.phase} ({YEARS[asked.phase]})"
    count = len(asked.territories)
    head = f"{asked.label} : {count or 'aucun'} Territoire{'s' if count > 1 else ''} d'industrie {phase}{listed}{' :' if count else '.'}"
    names = [f"{territory.name} ({territory.id})" for territory in asked.territories]
    items = names if count <= ON_LINES_OF_THEIR_OWN else [" ; ".join(names)]
    told = [Sentence(head, "fact", (1,), "lead_in" if count else "text"), *(Sentence(f"{item}.", "fact", (1,), "item") for item in items)]
    if asked.label.startswith("Département") and count:
        told.append(Sentence("Une commune au moins de chacun est dans ce département.", "fact", (1,)))
    proved = tuple(sentence for sentence in told if not foreign_facts(sentence.text, [record.text]))
    return replace(base, status=ANSWERED, sentences=proved, citations=(citation,), notices=(*base.notices, NO_RIGHT), engine={**base.engine, "composer": "territory"})


def _record(asked: AreaAsked) -> Document:
    """What the list holds about the area, as a document that can be cited."""
    count = len(asked.territories)
    lines = [
        f"Liste des Territoires d'industrie (ANCT), {french_date(asked.list_date)} : {asked.source_url}.",
        f"{asked.label} : {count or 'aucun'} Territoire{'s' if count > 1 else ''} d'industrie de la phase {asked.phase} ({YEARS[asked.phase]}).",
    ]
    if asked.label.startswith("Département"):
        lines.append("Un territoire est compté dans le département dès qu'une commune au moins de ce territoire y est.")
    lines += [f"{territory.name} ({territory.id}), région {territory.region}, {territory.commune_count} communes." for territory in asked.territories]
    sources = tuple(Source("Programme Territoires d'industrie, liste des territoires", "ANCT", asked.list_date, url) for url in dict.fromkeys((asked.source_url, *(t.source_url for t in asked.territories))))
    metadata = Metadata(
        id=f"liste-anct-{place_key(asked.label).replace(' ', '-')}-phase-{asked.phase}",
        title=f"Territoires d'industrie, {asked.label}, phase {asked.phase} : table du projet",
        kind="donnees",
        publisher="synthèse du projet",
        sources=sources,
        published_on=date.fromisoformat(asked.list_date),
        checked_on=date.fromisoformat(asked.list_date),
        phase=asked.phase,
        licence="Licence Ouverte 2.0",
    )
    return Document(metadata, "\n".join(lines), ())
