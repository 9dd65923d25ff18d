"""The official lists of the ANCT (communes, groupings) → the compact tables of `corpus/territories`, or a refusal that says what is wrong.

A list is known by what it holds, never by its name: ids were given again to other territories from one phase to the next, and the same address has
served both. What a list says of a commune stands, except where the commune's intercommunality says otherwise: that one is to be checked.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.documents import slug
from assistant.territories import french_date

EXPECTED_TERRITORIES = {1: 149, 2: 183}
WITNESS_ID = "ti-8413"
WITNESS = {1: "Lezoux - Thiers - Ambert - Montbrison", 2: "Plastics Vallée – Oyonnax"}
LEAST_SHARE = 0.5  # of the communes of the list in place: a list that loses more is a part of one
MOST_UNKNOWN = 0.02  # of its communes: with more codes that we do not know, it is not a list of communes of these years
Row = dict[str, str]


class ListRefusedError(ValueError):
    """The list is not used and the one in place is kept. The message is French, without a full stop."""


@dataclass(frozen=True)
class OfficialList:
    """One CSV. `communes`: INSEE code → ids; `members`: rows siren, name, nature, territory_id (a list of groupings). `phase` None: it names no territory."""

    phase: int | None
    day: str  # ISO
    url: str
    names: Mapping[str, str]
    ids: frozenset[str]
    communes: Mapping[str, frozenset[str]]
    members: tuple[Row, ...]


@dataclass(frozen=True)
class Tables:
    """The rows of `territories.csv`, `members.csv`, `communes.csv.gz`, `former_communes.csv`, `epcis.csv` and `departments.csv`, as they are written."""

    territories: tuple[Row, ...]
    members: tuple[Row, ...]
    communes: tuple[Row, ...]
    former_communes: tuple[Row, ...]
    epcis: tuple[Row, ...]
    departments: tuple[Row, ...]



def newest_day(territories: Iterable[Mapping[str, str]], phase: int) -> str:
    """The day of the list in use, from the rows of `territories.csv`; "" when they are not the territories of both phases."""
    rows = [row for row in territories if row.get("phase") in ("1", "2")]
    names = {(int(row["phase"]), row["id"]): row["name"] for row in rows}
    sound = all(sum(p == number for p, _ in names) == count and slug(names.get((number, WITNESS_ID), "")) == slug(WITNESS[number]) for number, count in EXPECTED_TERRITORIES.items())
    return max((row["list_date"] for row in rows if row["phase"] == str(phase)), default="") if sound else ""


def date_in_name(url: str) -> str:
    """The day written at the end of a file's name, "" when there is none.

    >>> date_in_name("https://static.data.gouv.fr/resources/x/20240704-091848/liste-ti-com2023-20240704.csv"), date_in_name("https://x.fr/r/2a22")
    ('2024-07-04', '')
    """
    found = re.search(r"[-_](20\d\d)(\d\d)(\d\d)\.csv$", url.split("?")[0], re.IGNORECASE)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def read_list(text: str, *, url: str, day: str) -> OfficialList:
    """A list of communes or of groupings. Raises ListRefusedError when it is neither, or holds the territories of no phase."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=max(",;\t", key=first.count))
    try:
        rows = [{(key or "").strip().lower(): value.strip() if isinstance(value, str) else "" for key, value in row.items()} for row in reader]
    except csv.Error as error:
        raise ListRefusedError("le tableau est illisible") from error
    columns = set(rows[0]) if rows else set()
    if "id_ti" not in columns or not columns & {"insee_com", "siren_groupement"}:
        raise ListRefusedError("les colonnes attendues (id_ti, et insee_com ou siren_groupement) n'y sont pas")
    rows = [row for row in rows if row["id_ti"]]
    if odd := next((row["id_ti"] for row in rows if not re.fullmatch(r"ti-\d{4}", row["id_ti"])), None):
        raise ListRefusedError(f"« {odd[:30]} » n'est pas un identifiant de territoire")
    names = {row["id_ti"]: row["lib_ti"] for row in rows if row.get("lib_ti")}
    ids = frozenset(row["id_ti"] for row in rows)
    communes: dict[str, frozenset[str]] = {}
    members: tuple[Row, ...] = ()
    if "insee_com" in columns:
        for row in rows:
            code = row["insee_com"].zfill(5)
            if not re.fullmatch(r"\d[\dAB]\d{3}", code):
                raise ListRefusedError(f"« {row['insee_com'][:30]} » n'est pas un code de commune")
            communes[code] = communes.get(code, frozenset()) | {row["id_ti"]}
    else:
        members = tuple(_member(row) for row in rows)
    return OfficialList(_phase_of(names, ids), day, url, names, ids, communes, members)


def _phase_of(names: Mapping[str, str], ids: frozenset[str]) -> int | None:
    if not names:
        return None
    for phase, name in WITNESS.items():
        if slug(names.get(WITNESS_ID, "")) == slug(name):
            if len(ids) != EXPECTED_TERRITORIES[phase] or set(names) != ids:
                raise ListRefusedError(f"{len(ids)} territoires y sont lus, {EXPECTED_TERRITORIES[phase]} sont attendus en phase {phase}")
            return phase
    raise ListRefusedError(f"{WITNESS_ID} s'y nomme « {names.get(WITNESS_ID, '')[:60]} », ce qui n'est son nom dans aucune phase ({len(ids)} territoires lus)")


def _member(row: Row) -> Row:
    siren, name = row["siren_groupement"], row.get("lib_groupement", "")
    if not re.fullmatch(r"\d{9}", siren):
        raise ListRefusedError(f"« {siren[:30]} » n'est pas un numéro SIREN")
    return {"territory_id": row["id_ti"], "siren": siren, "name": name, "nature": _nature(siren, name)}


def _nature(siren: str, name: str) -> str:
    """The SIREN of a commune begins with 21; the others write what they are in their name. Only for members that the tables do not know yet."""
    if siren.startswith("21"):
        return "COM"
    head = slug(name).split("-")[0].upper()
    return head if head in ("CC", "CA", "CU", "EPT") else "METRO" if "metropole" in slug(name) else "CC"


def refreshed(tables: Tables, lists: Iterable[OfficialList], *, since: Mapping[int, str] | None = None) -> tuple[Tables, list[str]]:
    """The tables with the newest list that passes for each phase, and what was done, one French sentence a phase.

    `since`: by phase, the day before which a list is older than the one in use, and is not taken.
    """
    found = sorted(lists, key=lambda one: (one.day, one.url), reverse=True)
    told = []
    for phase in (2, 1):
        candidates = [one for one in found if one.phase == phase and one.communes]
        reason = "aucune liste de communes de cette phase n'a été reçue et n'a passé les contrôles"
        for communes in candidates:
            if communes.day < (since or {}).get(phase, ""):
                reason = f"celle qui a été reçue est plus ancienne ({french_date(communes.day)})"
                continue
            groupings = next((one for one in found if one.members and (one.phase == phase or (one.phase is None and one.ids == communes.ids))), None)
            try:
                tables = _with_list(tables, phase, communes, groupings)
            except ListRefusedError as error:
                reason = str(error)
                continue
            told.append(f"Phase {phase} : liste du {french_date(communes.day)}, {len(communes.ids)} territoires, {len(communes.communes)} communes ({communes.url}).")
            break
        else:
            told.append(f"Phase {phase} : liste en place gardée, {reason}.")
    return tables, told


def _with_list(tables: Tables, phase: int, listed: OfficialList, groupings: OfficialList | None) -> Tables:
    column = f"phase_{phase}"
    present = {row["insee"] for row in tables.communes}
    now = {row["insee"]: row["present_insee"] for row in tables.former_communes if row["present_insee"]}
    ids_of: dict[str, set[str]] = {}  # commune of today → what the list says of it, or of those that merged into it
    unknown = 0
    for code, ids in listed.communes.items():
        today = code if code in present else now.get(code)
        if today is None:
            unknown += 1
        else:
            ids_of.setdefault(today, set()).update(ids)
    if unknown > MOST_UNKNOWN * len(listed.communes):
        raise ListRefusedError(f"{unknown} codes de commune sur {len(listed.communes)} y sont inconnus")
    before = sum(bool(row[column]) for row in tables.communes)
    if len(ids_of) < LEAST_SHARE * before:
        raise ListRefusedError(f"elle n'a que {len(ids_of)} communes, contre {before} dans la liste en place")

    members = _members(tables, phase, listed, groupings)
    groups: dict[str, set[str]] = {}
    singles: dict[str, set[str]] = {}  # communes listed on their own, by name
    for member in members:
        (singles if member["nature"] == "COM" else groups).setdefault(slug(member["name"]) if member["nature"] == "COM" else member["siren"], set()).add(member["territory_id"])
    communes = tuple(_commune(row, column, ids_of.get(row["insee"], set()), groups, singles, listed.day) for row in tables.communes)
    territories = _territories(tables, phase, listed, communes)
    others = tuple(row for row in tables.members if row["phase"] != str(phase))
    known = {row["siren"] for row in tables.epcis}
    epcis = {row["siren"]: {"siren": row["siren"], "name": row["name"], "nature": row["nature"], "other_names": ""} for row in members if row["nature"] != "COM" and row["siren"] not in known}
    return replace(
        tables,
        territories=tuple(sorted([*(row for row in tables.territories if row["phase"] != str(phase)), *territories], key=lambda row: (row["phase"], row["id"]))),
        members=tuple(sorted([*others, *({"phase": str(phase), **row} for row in members)], key=lambda row: row["phase"])),
        communes=communes,
        epcis=tuple(sorted([*tables.epcis, *epcis.values()], key=lambda row: row["siren"])),
    )


def _members(tables: Tables, phase: int, listed: OfficialList, groupings: OfficialList | None) -> list[Row]:
    """The members of the list of groupings; those in place when there is none and the territories are still the same."""
    in_place = {row["id"]: row["name"] for row in tables.territories if row["phase"] == str(phase)}
    if groupings is not None:
        if groupings.ids != listed.ids:
            raise ListRefusedError("les territoires de la liste des communes et de celle des groupements diffèrent")
        natures = {row["siren"]: row["nature"] for row in tables.members}
        return [{**row, "nature": natures.get(row["siren"]) or row["nature"]} for row in groupings.members]
    if {key: slug(name) for key, name in listed.names.items()} != {key: slug(name) for key, name in in_place.items()}:
        raise ListRefusedError("ses territoires ne sont plus ceux de la liste en place, et aucune liste de groupements ne dit leurs membres")
    return [{key: row[key] for key in ("territory_id", "siren", "name", "nature")} for row in tables.members if row["phase"] == str(phase)]


def _commune(row: Row, column: str, listed: set[str], groups: Mapping[str, set[str]], singles: Mapping[str, set[str]], day: str) -> Row:
    """The row of a commune as the list has it. In phase 2, one whose intercommunality says otherwise is to be checked, and says why."""
    by_group = groups.get(row["epci"], set()) | groups.get(row["ept"], set())
    agreed = listed == by_group or (len(listed) == 1 and (listed <= by_group or listed <= singles.get(slug(row["name"]), set())))
    if agreed or column == "phase_1":
        identifier = next(iter(sorted(listed)), "")
        if column == "phase_1":
            return {**row, column: identifier}
        kept = row["note"] if identifier == row[column] and not row["to_check"] else ""
        return {**row, column: identifier, "to_check": "", "note": kept}
    was = f"Rattachée à {' et '.join(sorted(listed))} dans la liste communale du {_french(day)}" if listed else f"Absente de la liste communale du {_french(day)}"
    is_now = f"son EPCI au 01/01/2026 relève de {' et '.join(sorted(by_group))}" if by_group else "son EPCI au 01/01/2026 n'est membre d'aucun territoire"
    return {**row, column: next(iter(sorted(by_group)), ""), "to_check": "1", "note": f"{was} ; {is_now}."}


def _territories(tables: Tables, phase: int, listed: OfficialList, communes: Sequence[Row]) -> list[Row]:
    """One row a territory: what was known of it stays as long as its name does."""
    column = f"phase_{phase}"
    in_place = {row["id"]: row for row in tables.territories if row["phase"] == str(phase)}
    regions = {row["region_code"]: row["region"] for row in tables.departments}
    counts = Counter(row[column] for row in communes)
    renewed = {row["phase_2"] for row in communes if row["phase_1"]}
    rows = []
    for identifier, name in sorted(listed.names.items()):
        old = in_place.get(identifier)
        same = old is not None and slug(old["name"]) == slug(name)
        region = identifier[3:5]
        if region not in regions:
            raise ListRefusedError(f"la région de {identifier} est inconnue")
        if not counts[identifier]:
            raise ListRefusedError(f"{identifier} n'y a aucune commune connue")
        status = "" if phase == 1 else old["status"] if old is not None and same else "renewed" if identifier in renewed else "new"
        rows.append(
            {
                "phase": str(phase), "id": identifier, "name": old["name"] if old is not None and same else name, "region_code": region, "region": regions[region], "status": status,
                "list_date": listed.day, "source_url": listed.url, "confidence": "high" if phase == 2 else "", "note": old["note"] if old is not None and same else "",
                "commune_count": str(counts[identifier]),
            }
        )  # fmt: skip
    return rows


def _french(day: str) -> str:
    return "/".join(reversed(day.split("-")))
