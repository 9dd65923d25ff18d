"""Build one short card for each Territoire d'industrie of each phase from the tables of `corpus/territories/`.

    python corpus/build_territory_cards.py            write the cards, remove those of territories that left the tables
    python corpus/build_territory_cards.py --check    write nothing; exit 1 when a card on disk differs from the tables

The cards go to `corpus/documents/territoires/cartes/phase-1/` and `phase-2/`. Edit the tables or this script, never a card.

An id alone names nothing: 145 ids exist in both phases, nearly always for another territory (`ti-8413`). The id of a card therefore carries its phase, and
a card says it when its id was given to another territory.

A card states what the tables hold and nothing else: name, region, members as the list names them, status, remarks of the list, and what the territory was or became
in the other phase, counted on the communes of 2026 (a computation, and said to be one).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.adapters.territory_files import load_territories
from assistant.territories import SOURCE_URL, YEARS, Commune, Member, Territory, TerritoryIndex, french_date, place_key

CORPUS = Path(__file__).resolve().parent
CARDS = CORPUS / "documents" / "territoires" / "cartes"
WRITTEN_ON = "2026-11-29"  # the day the tables were last compared with the lists
END_OF_PHASE_1 = "2022-12-31"
NATURES = {"CC": "communauté de communes", "CA": "communauté d'agglomération", "CU": "communauté urbaine", "METRO": "métropole", "EPT": "établissement public territorial"}

STATUSES = {"new": "nouveau ", "renewed": "reconduit ", "": ""}  # computed with the tables: « reconduit » when a commune at least was in phase 1; the next sentences tell how many


def card_id(territory: Territory) -> str:
    return f"carte-phase-{territory.phase}-{territory.id}"


def cards(index: TerritoryIndex) -> dict[Path, str]:
    """Where each card stands below `CARDS`, and its text."""
    return {Path(f"phase-{territory.phase}") / f"{card_id(territory)}.md": card(territory, index) for territory in index.territories.values()}


def card(territory: Territory, index: TerritoryIndex) -> str:
    """Front matter and text. Each sentence names the territory and its phase, since an answer may quote it alone; there is no heading, so that a card is one passage."""
    name, phase = f"« {territory.name} »", f"phase {territory.phase} ({YEARS[territory.phase]})"
    listed = f"{'liste' if territory.phase == 2 else 'couche'} de l'ANCT du {french_date(territory.list_date)}"
    verb = "est" if territory.phase == 2 else "était"
    parts = [
        _head(territory),
        f"# {_title(territory)}",
        f"{name} ({territory.id}) {verb} un Territoire d'industrie {STATUSES[territory.status]}de la {phase}, en région {territory.region}, d'après la {listed}. [^1]{'[^2]' if territory.status else ''}",
        _members(territory, index, f"du Territoire d'industrie {name} en {phase}, d'après la {listed},"),
        _other_phase(territory, index),
        *_reassigned_id(territory, index),
        *_remarks(territory, index),
    ]
    return "\n\n".join(parts) + "\n"


def _title(territory: Territory) -> str:
    return f"{territory.name} : Territoire d'industrie de phase {territory.phase} ({YEARS[territory.phase]})"


def _head(territory: Territory) -> str:
    phase_2 = {
        "title": "Programme Territoires d'industrie, listes des territoires, groupements et communes",
        "publisher": "Agence nationale de la cohésion des territoires (ANCT), data.gouv.fr",
        "date": "2024-07-04",
        "url": SOURCE_URL,
    }
    phase_1 = {
        "title": "Carte interactive des programmes de l'ANCT, couche des Territoires d'industrie de la phase 1 (liste arrêtée fin 2022)",
        "publisher": "Agence nationale de la cohésion des territoires (ANCT)",
        "date": "2026-07-20",
        "url": "https://github.com/anct-carto/superposeur-V2",
    }
    division = {"title": "Découpage administratif de la France en 2026, d'après l'Insee, la DGCL et La Poste (sans adresse)", "publisher": "Etalab/DINUM", "date": "2026", "url": None}
    asked = [
        f"membres et région du Territoire d'industrie {territory.name}",
        f"{territory.name}, nouveau ou reconduit ?" if territory.phase == 2 else f"que devient {territory.name} après 2022 ?",
    ]
    rows = [
        f"id: {card_id(territory)}",
        f"title: {_quoted(_title(territory))}",
        "kind: donnees",
        "publisher: synthèse du projet",
        "sources:",
        *(f"  - {{{', '.join(f'{key}: {_quoted(value)}' for key, value in source.items())}}}" for source in _numbered(territory, phase_1, phase_2, division)),
        f"published_on: {WRITTEN_ON}",
        f"checked_on: {WRITTEN_ON}",
        f"phase: {territory.phase}",
        "valid_from: null",
        f"valid_to: {'null' if territory.phase == 2 else END_OF_PHASE_1}",
        "replaces: null",
        "audience: [entreprise, elu, agent]",
        f"territory: {territory.id}",
        "scheme: null",
        "licence: Licence Ouverte 2.0",
        "questions:",
        *(f"  - {_quoted(question)}" for question in asked),
    ]
    return "---\n" + "\n".join(rows) + "\n---"


def _quoted(value: str | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def _numbered(territory: Territory, phase_1: dict[str, str], phase_2: dict[str, str], division: dict[str, str | None]) -> tuple[dict[str, str | None], ...]:
    """Source 1 is the list of the territory's own phase, 2 that of the other one, 3 the municipal division."""
    mine, other = (phase_2, phase_1) if territory.phase == 2 else (phase_1, phase_2)
    return ({**mine}, {**other}, division)


def _members(territory: Territory, index: TerritoryIndex, whose: str) -> str:
    """One sentence, however long: an answer never quotes a part of the list for the whole. Names hold commas, hence the semicolons."""
    names = [_member(member, index) for member in territory.members]
    if len(names) == 1:
        return f"Le seul membre {whose} {'est' if territory.phase == 2 else 'était'} « {names[0]} ». [^1]"
    return f"Les {len(names)} membres {whose} {'sont' if territory.phase == 2 else 'étaient'} : {' ; '.join(names)}. [^1]"


def _member(member: Member, index: TerritoryIndex) -> str:
    """The name in the list, what it is when the name does not say it, and its newer name."""
    remarks = []
    if member.nature == "COM":
        remarks.append("commune désignée individuellement")
    elif not member.name.startswith((*NATURES, "Communauté", "Métropole")):
        remarks.append(NATURES[member.nature])
    epci = index.epcis.get(member.siren)
    if epci and member.name in epci.other_names and epci.name:
        remarks.append(f"aujourd'hui nommée {epci.name}")
    return f"{member.name} ({', '.join(remarks)})" if remarks else member.name


def _other_phase(territory: Territory, index: TerritoryIndex) -> str:
    """Where its communes of 2026 stood, or stand, in the other phase."""
    other = 3 - territory.phase
    communes = _communes(territory, index)
    counts = Counter(_territory_of(commune, other) for commune in communes)
    total, outside = len(communes), counts.pop("", 0)
    verb = {(1, True): "relevait", (1, False): "relevaient", (2, True): "relève", (2, False): "relèvent"}
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [(count, f"« {index.territories[other, identifier].name} » ({identifier})") for identifier, count in ranked]
    if not named:
        held = f"aucune de ses {total} communes ne {verb[other, True]} d'un Territoire d'industrie"
    elif len(named) == 1 and not outside:
        held = f"son unique commune {verb[other, True]} de {named[0][1]}" if total == 1 else f"ses {total} communes {verb[other, False]} toutes de {named[0][1]}"
    else:
        shares = [f"{count} {verb[other, count == 1]} de {name}" for count, name in named] + ([f"{outside} d'aucun territoire"] if outside else [])
        held = f"sur ses {total} communes, {', '.join(shares[:-1])} et {shares[-1]}"
    became = "devient" if other == 2 else "était"
    return (
        f"Ce que « {territory.name} » (phase {territory.phase}, {YEARS[territory.phase]}) {became} en phase {other} ({YEARS[other]}) : {held}, "
        f"d'après un calcul du projet sur les communes de 2026 (Etalab) ; seules les listes de l'ANCT font foi. [^1][^2][^3]"
    )


def _communes(territory: Territory, index: TerritoryIndex) -> list[Commune]:
    return [commune for commune in index.communes.values() if _territory_of(commune, territory.phase) == territory.id]


def _territory_of(commune: Commune, phase: int) -> str:
    return commune.phase_1 if phase == 1 else commune.phase_2


def _reassigned_id(territory: Territory, index: TerritoryIndex) -> Iterator[str]:
    other = index.territories.get((3 - territory.phase, territory.id))
    if other is not None and place_key(other.name) != place_key(territory.name):
        yield (
            f"L'identifiant {territory.id} désigne « {territory.name} » en phase {territory.phase} ({YEARS[territory.phase]}) et un autre territoire, "
            f"« {other.name} », en phase {other.phase} ({YEARS[other.phase]}). [^1][^2]"
        )


def _remarks(territory: Territory, index: TerritoryIndex) -> Iterator[str]:
    if territory.note:
        yield f"Remarque sur la liste, pour le Territoire d'industrie « {territory.name} » (phase {territory.phase}) : {territory.note.rstrip('.')}. [^1]"
    for commune in _communes(territory, index):
        if commune.to_check and territory.phase == 2:
            yield (
                f"Le rattachement de la commune de {commune.name} ({commune.department}) au Territoire d'industrie « {territory.name} » (phase 2) reste à vérifier : "
                f"{commune.note[:1].lower()}{commune.note[1:].rstrip('.')}. [^1][^3]"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description="Écrit la fiche de chaque Territoire d'industrie à partir des tables.")
    parser.add_argument("--check", action="store_true", help="n'écrit rien ; sort en erreur si une fiche est en retard sur les tables")
    check_only = parser.parse_args().check
    wanted = cards(load_territories(CORPUS / "territories"))
    present = {path.relative_to(CARDS): path.read_text(encoding="utf-8") for path in CARDS.rglob("*.md")}
    behind = sorted(path for path, text in wanted.items() if present.get(path) != text)
    left = sorted(set(present) - set(wanted))
    if check_only:
        for path in [*behind, *left]:
            print(f"{path} : en retard sur les tables ; lancez python corpus/build_territory_cards.py.", file=sys.stderr)
        return 1 if behind or left else 0
    for path in behind:
        (CARDS / path).parent.mkdir(parents=True, exist_ok=True)
        (CARDS / path).write_text(wanted[path], encoding="utf-8")
    for path in left:
        (CARDS / path).unlink()
    print(f"{len(wanted)} fiches : {len(behind)} écrites, {len(left)} retirées.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
