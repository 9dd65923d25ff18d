"""« Liste des Territoires d'industrie en Bretagne », « combien de communes de l'Ain dans le programme ? »: the tables by région or département, for one phase.

A région is the one that the list gives to a territory; a territory, or an intercommunality that is a member of one, is « in » a département when one
commune of it at least is. Without an area, the question is not ours: the documents give the official totals. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers import ANSWERED, Answer, Citation, Sentence
from assistant.company_facts import number_in_words
from assistant.documents import Document, Metadata, Source
from assistant.rendering import french_date
from assistant.territories import NO_RIGHT, SOURCE_URL, YEARS, Territory, TerritoryIndex, place_key
from assistant.verifying import foreign_facts

ON_LINES_OF_THEIR_OWN = 12  # territories; beyond, the names follow each other in one line
_LONGEST_AREA = 6  # words
_TERRITORIES = re.compile(r"\b(?:territoires? (?:d )?industriels?|territoires? (?:d )?industrie|territoires?|tis?)\b")
_ASKS = re.compile(r"\b(?:listes?|lister|combien|nombre|quels?|quelles?|lesquels|enumere\w*|cite|tous|les|how many|which|list|donne\w*)\b")
_COMMUNES = re.compile(r"\b(?:communes?|municipalit(?:es?|y|ies))\b")
_MEMBERS = re.compile(r"\b(?:intercommunalites?|intercos?|epcis?)\b")
_COUNTS = re.compile(r"\b(?:combien|nombre|how many)\b")
_PROGRAMME = re.compile(rf"\bprogramm?e?s?\b|{_TERRITORIES.pattern}")
_PHASE_1 = re.compile(r"\b(?:(?:premiere|1ere|1re) phase|phases? (?:1|une)|2018(?: 2022)?|2019|2020|2021|2022)\b")
_ASKING = frozenset(
    "liste listes lister combien nombre quels quelles quel quelle lesquels enumerer enumere cite citez donne donnez moi nous voir tous toutes les le la l un une des de du d a au aux en dans sur pour y il ils on est sont ont a t "
    "avait avaient etait etaient compte comptent existe existent t on trouve retenus retenu labellises labellise territoire territoires industrie industriel industriels ti tis phase 1 2 une deux premiere deuxieme seconde 1ere 2e nouvelle "
    "2018 2019 2020 2021 2022 2023 2024 2025 2026 2027 pendant lors depuis region departement dept dpt dep noms nom s il vous plait svp stp merci bonjour et par how many which list of the in are there actuellement aujourd hui "
    "programme qui quoi je veux voudrais connaitre savoir avoir complete".split()
)


_COUNTING = _ASKING | frozenset(
    "commune communes municipality municipalities municipalite municipalites intercommunalite intercommunalites interco intercos epci epcis membre membres font fait partie faisaient faisait parmi "
    "appartiennent appartient appartenaient comprises incluses concernees couvertes couvre couvrent comporte comptait comptaient se trouvent dedans program programs programmes part members covered".split()
)


@dataclass(frozen=True)
class AreaAsked:
    """An area as it is written in the tables, the phase asked for, and its territories by name.

    `counted` is what is asked for: the territories, the communes or the members. `communes`: of each territory in turn, how many are in the area, out of
    `communes_there`; `to_check`: those that the list leaves in doubt; `members`: the intercommunalities, by name.
    """

    label: str
    phase: int
    territories: tuple[Territory, ...]
    list_date: str
    source_url: str
    counted: str = "territories"
    communes: tuple[int, ...] = ()
    communes_there: int = 0
    to_check: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def asked_area(text: str, index: TerritoryIndex) -> AreaAsked | None:
    """The région or the département whose territories, communes or members are asked for, when the question is that and nothing else; else None."""
    key = place_key(text)
    counted = _counted(key)
    if not counted:
        return None
    names_the_programme, may_say = (_TERRITORIES, _ASKING) if counted == "territories" else (_PROGRAMME, _COUNTING)
    words = key.split()
    for length in range(min(_LONGEST_AREA, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            name, rest = " ".join(words[start : start + length]), words[:start] + words[start + length :]
            named = counted == "members" or names_the_programme.search(" ".join(rest))  # communes are also counted for themselves; members only of the programme
            if all(word in may_say for word in rest) and named and (found := _area(name, index)):
                phase = 1 if _PHASE_1.search(key) else 2
                label, ids = found
                chosen = [t for (number, _), t in index.territories.items() if number == phase and _is_in(t, ids, index)]
                first = next(t for (number, _), t in index.territories.items() if number == phase)
                url = SOURCE_URL if phase == 2 else first.source_url
                asked = AreaAsked(label, phase, tuple(sorted(chosen, key=lambda t: place_key(t.name))), first.list_date, url, counted)
                return asked if counted == "territories" else _with_communes(asked, ids, index)
    return None


def _counted(key: str) -> str:
    """What a question asks to list or to count: territories, communes or members; "" when it asks for none of them."""
    if _MEMBERS.search(key) and _ASKS.search(key):
        return "members"
    if _COMMUNES.search(key):
        return "communes" if _COUNTS.search(key) and _PROGRAMME.search(key) else ""  # too many to be listed
    return "territories" if _TERRITORIES.search(key) and _ASKS.search(key) else ""


def _with_communes(asked: AreaAsked, area: frozenset[str], index: TerritoryIndex) -> AreaAsked:
    """The same, with the communes of the area that are in a territory of the phase, and the members that have one of them."""
    departments = {code for code, department in index.departments.items() if code in area or f"region:{department.region_code}" in area}
    there = [commune for commune in index.communes.values() if commune.department in departments]
    doubtful = [commune for commune in there if asked.phase == 2 and commune.to_check]
    territory_of = {commune.insee: commune.phase_1 if asked.phase == 1 else commune.phase_2 for commune in there if commune not in doubtful}
    counts = Counter(territory_of.values())
    held = sorted((t for (phase, _), t in index.territories.items() if phase == asked.phase and counts[t.id]), key=lambda t: place_key(t.name))
    groupings = {siren for commune in there if territory_of.get(commune.insee) for siren in (commune.epci, commune.ept)}
    listed = {m.siren: m.name for (phase, _), t in index.territories.items() if phase == asked.phase for m in t.members if m.nature != "COM" and m.siren in groupings}
    return replace(
        asked,
        territories=tuple(held),
        communes=tuple(counts[t.id] for t in held),
        communes_there=len(there),
        to_check=tuple(sorted(commune.name for commune in doubtful)),
        members=tuple(sorted(listed.values(), key=place_key)),
    )


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
    """How many territories, communes or members, then their names, each sentence proved by the record of the list."""
    record = _record(asked)
    citation = Citation(1, record, record.text, 0, len(record.text))
    names = _items(asked)
    listed = f", d'après la liste de l'ANCT du {french_date(asked.list_date)} ({asked.source_url})"
    head = f"{asked.label} : {_how_many(asked)}{listed}{' :' if names else '.'}"
    items = names if len(names) <= ON_LINES_OF_THEIR_OWN else [" ; ".join(names)]
    told = [Sentence(head, "fact", (1,), "lead_in" if names else "text"), *(Sentence(f"{item}.", "fact", (1,), "item") for item in items)]
    told += [Sentence(remark, "fact", (1,)) for remark in _remarks(asked)]
    proved = tuple(sentence for sentence in told if not foreign_facts(sentence.text, [record.text]))
    return replace(base, status=ANSWERED, sentences=proved, citations=(citation,), notices=(*base.notices, NO_RIGHT), engine={**base.engine, "composer": "territory"})


def _how_many(asked: AreaAsked) -> str:
    phase = f"de la phase {asked.phase} ({YEARS[asked.phase]})"
    if asked.counted == "communes":
        inside = sum(asked.communes)
        count = f"{number_in_words(inside)} commune{'s' if inside > 1 else ''} sur {number_in_words(asked.communes_there)}" if inside else "aucune commune"
        return f"{count} dans un Territoire d'industrie {phase}"
    if asked.counted == "members":
        plural = "s" if len(asked.members) > 1 else ""
        return f"{len(asked.members) or 'aucune'} intercommunalité{plural} membre{plural} d'un Territoire d'industrie {phase}"
    return f"{len(asked.territories) or 'aucun'} Territoire{'s' if len(asked.territories) > 1 else ''} d'industrie {phase}"


def _items(asked: AreaAsked) -> list[str]:
    if asked.counted == "members":
        return list(asked.members)
    if asked.counted == "communes":
        return [f"{t.name} ({t.id}) : {count} commune{'s' if count > 1 else ''}" for t, count in zip(asked.territories, asked.communes, strict=True)]
    return [f"{territory.name} ({territory.id})" for territory in asked.territories]


def _remarks(asked: AreaAsked) -> list[str]:
    """How it was counted, in sentences."""
    remarks = []
    if asked.counted == "communes":
        remarks.append("Sont comptées les communes d'aujourd'hui, d'après leur intercommunalité ou leur désignation individuelle.")
        if asked.to_check:
            remarks.append(f"Rattachement à vérifier, non compté : {', '.join(asked.to_check)}.")
    elif asked.counted == "members" and asked.members:
        remarks.append(f"Une commune au moins de chacune est dans {_this(asked)} et dans un Territoire d'industrie.")
    elif asked.counted == "territories" and asked.territories and asked.label.startswith("Département"):
        remarks.append("Une commune au moins de chacun est dans ce département.")
    return remarks


def _this(asked: AreaAsked) -> str:
    return "ce département" if asked.label.startswith("Département") else "cette région"


def _record(asked: AreaAsked) -> Document:
    """What the list holds about the area, as a document that can be cited."""
    lines = [
        f"Liste des Territoires d'industrie (ANCT), {french_date(asked.list_date)} : {asked.source_url}.",
        f"{asked.label} : {_how_many(asked)}.",
    ]
    if asked.counted != "territories":
        lines += [*(f"{item}." for item in _items(asked)), *_remarks(asked)]
    elif asked.label.startswith("Département"):
        lines.append("Un territoire est compté dans le département dès qu'une commune au moins de ce territoire y est.")
    if asked.counted == "territories":
        lines += [f"{territory.name} ({territory.id}), région {territory.region}, {territory.commune_count} communes." for territory in asked.territories]
    sources = tuple(Source("Programme Territoires d'industrie, liste des territoires", "ANCT", asked.list_date, url) for url in dict.fromkeys((asked.source_url, *(t.source_url for t in asked.territories))))
    metadata = Metadata(
        id=f"liste-anct-{place_key(asked.label).replace(' ', '-')}-phase-{asked.phase}{'' if asked.counted == 'territories' else f'-{asked.counted}'}",
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
