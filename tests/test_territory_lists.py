"""The lists of the ANCT, fetched from a real site: what they change in the tables, and every reason for which the tables in place are kept."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hostile_site import Site, csv_file, moved

from assistant.adapters.territory_refresh import list_day, read_tables
from assistant.cli import main
from assistant.settings import Settings
from assistant.territory_lists import EXPECTED_TERRITORIES, WITNESS, ListRefusedError, OfficialList, Tables, date_in_name, newest_day, read_list, refreshed
from assistant.wiring import load_territory_index

REPOSITORY = Path(__file__).resolve().parent.parent
SHIPPED = REPOSITORY / "corpus" / "territories"
# What the list of 4 July 2024 says of the six communes whose intercommunality has changed since (corpus/territories/README.md).
MOVED = {"25192": "ti-2701", "30073": "ti-7607", "31188": "ti-7611", "45041": "ti-2407", "59192": "", "66058": ""}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables(SHIPPED)


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def commune_rows(tables: Tables, phase: int, **changes: str) -> list[dict[str, str]]:
    """The official list of communes of a phase, as the tables that ship imply it; `changes`: INSEE code (with an underscore before it) → id."""
    names = {row["id"]: row["name"] for row in tables.territories if row["phase"] == str(phase)}
    changed = (MOVED if phase == 2 else {}) | {code.lstrip("_"): identifier for code, identifier in changes.items()}
    rows = []
    for row in tables.communes:
        identifier = changed.get(row["insee"], row[f"phase_{phase}"])
        if identifier:
            rows.append({"insee_com": row["insee"], "lib_com": row["name"], "id_ti": identifier, "lib_ti": names[identifier]})
    return rows


def grouping_rows(tables: Tables, phase: int) -> list[dict[str, str]]:
    return [{"id_ti": row["territory_id"], "siren_groupement": row["siren"], "lib_groupement": row["name"]} for row in tables.members if row["phase"] == str(phase)]


def official(tables: Tables, phase: int, *, day: str, **changes: str) -> OfficialList:
    return read_list(as_csv(commune_rows(tables, phase, **changes)), url="https://exemple/liste.csv", day=day)


# --- the lists alone --------------------------------------------------------------------------------------------------------------------------


def test_the_script_that_builds_the_tables_holds_the_same_controls() -> None:
    spec = importlib.util.spec_from_file_location("build_tables", SHIPPED / "build_tables.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert {int(phase): count for phase, count in script.EXPECTED_TERRITORIES.items()} == EXPECTED_TERRITORIES
    assert {int(phase): name for phase, (_, name) in script.WITNESS.items()} == WITNESS


def test_the_phase_of_a_list_is_read_in_what_it_holds(tables: Tables) -> None:
    assert [official(tables, phase, day="2025-01-01").phase for phase in (1, 2)] == [1, 2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_is_read_whatever_its_separator_with_or_without_a_byte_order_mark(tables: Tables, delimiter: str) -> None:
    assert read_list("\ufeff" + as_csv(commune_rows(tables, 2), delimiter), url="u", day="2025-01-01").phase == 2


def test_a_list_that_loses_a_territory_or_renames_the_witness_is_refused(tables: Tables) -> None:
    rows = commune_rows(tables, 2)
    lost = [row for row in rows if row["id_ti"] != "ti-2401"]
    renamed = [{**row, "lib_ti": "Bugey" if row["id_ti"] == "ti-8413" else row["lib_ti"]} for row in rows]
    unnamed = [{**row, "lib_ti": "" if row["id_ti"] == "ti-2401" else row["lib_ti"]} for row in rows]
    ids = {row["id_ti"] for row in rows}
    both = rows + [row for row in commune_rows(tables, 1) if row["id_ti"] not in ids]
    for bad, said in ((lost, "182 territoires y sont lus, 183"), (renamed, "« Bugey »"), (unnamed, "183 sont attendus"), (both, "187 territoires y sont lus, 183")):
        with pytest.raises(ListRefusedError, match=said):
            read_list(as_csv(bad), url="u", day="2025-01-01")


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "id_ti\nti-0101\n", "id_ti,insee_com\nautre,01001\n", "id_ti,insee_com\nti-0101,paris\n", "id_ti,siren_groupement\nti-0101,12\n", '"', "id_ti,insee_com\n" + "x" * 200_000])
def test_what_is_not_a_list_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ListRefusedError) as error:
        read_list(text, url="u", day="2025-01-01")
    assert str(error.value)


def test_the_same_list_changes_nothing_but_its_address(tables: Tables) -> None:
    """Fed with what the shipped tables were made from, the six communes in doubt included, the tables come out the same."""
    new, told = refreshed(tables, [official(tables, 2, day="2024-07-04")])
    assert [(row["insee"], row["phase_2"], row["to_check"]) for row in new.communes] == [(row["insee"], row["phase_2"], row["to_check"]) for row in tables.communes]
    assert {row["insee"] for row in new.communes if row["to_check"]} == set(MOVED)
    kept = ("phase", "id", "name", "region", "status", "list_date", "note", "commune_count")
    assert [[row[key] for key in kept] for row in new.territories] == [[row[key] for key in kept] for row in tables.territories]
    assert new.members == tables.members
    assert told[0].startswith("Phase 2 : liste du 4 juillet 2024, 183 territoires")
    assert told[1].startswith("Phase 1 : liste en place gardée")


def test_a_commune_that_the_list_and_its_intercommunality_place_apart_is_to_be_checked(tables: Tables) -> None:
    new, _ = refreshed(tables, [official(tables, 2, day="2025-01-01", _01283="")])
    oyonnax = next(row for row in new.communes if row["insee"] == "01283")
    assert oyonnax["to_check"] == "1"
    assert oyonnax["note"] == "Absente de la liste communale du 01/01/2025 ; son EPCI au 01/01/2026 relève de ti-8413."


def test_a_commune_that_has_merged_is_found_under_the_commune_of_today(tables: Tables) -> None:
    former = next(row for row in tables.former_communes if row["kind"] == "commune-deleguee" and row["insee"] != row["present_insee"])
    commune = next(row for row in tables.communes if row["insee"] == former["present_insee"])
    rows = [row for row in commune_rows(tables, 2) if row["insee_com"] != commune["insee"]]
    identifier = commune["phase_2"] or "ti-8413"
    rows.append({"insee_com": former["insee"], "lib_com": former["name"], "id_ti": identifier, "lib_ti": next(r["lib_ti"] for r in rows if r["id_ti"] == identifier)})
    new, _ = refreshed(tables, [read_list(as_csv(rows), url="u", day="2025-01-01")])
    found = next(row for row in new.communes if row["insee"] == commune["insee"])
    assert (found["phase_2"], found["to_check"]) == (commune["phase_2"], "" if commune["phase_2"] else "1")


def test_a_part_of_a_list_or_a_list_of_unknown_codes_is_refused(tables: Tables) -> None:
    whole = commune_rows(tables, 2)
    first: dict[str, dict[str, str]] = {}
    for row in whole:
        first.setdefault(row["id_ti"], row)
    new, told = refreshed(tables, [read_list(as_csv(list(first.values())), url="u", day="2025-01-01")])
    assert new is tables
    assert "n'a que 183 communes" in told[0]
    odd = [{**row, "insee_com": f"99{n:03d}"} if n < 900 else row for n, row in enumerate(whole)]
    new, told = refreshed(tables, [read_list(as_csv(odd), url="u", day="2025-01-01")])
    assert new is tables
    assert "900 codes de commune" in told[0]


def test_an_older_list_is_not_taken_and_the_newest_of_several_is(tables: Tables) -> None:
    new, told = refreshed(tables, [official(tables, 2, day="2023-11-14")], since={2: "2024-07-04"})
    assert new is tables
    assert "plus ancienne" in told[0]
    new, _ = refreshed(tables, [official(tables, 2, day=day) for day in ("2024-07-04", "2026-03-02", "2025-05-05")], since={2: "2024-07-04"})
    assert newest_day(new.territories, 2) == "2026-03-02"


def test_a_territory_renamed_or_recomposed_needs_a_list_of_groupings(tables: Tables) -> None:
    rows = [{**row, "lib_ti": "Bourges – Vierzon – Issoudun" if row["id_ti"] == "ti-2401" else row["lib_ti"]} for row in commune_rows(tables, 2)]
    communes = read_list(as_csv(rows), url="u", day="2025-01-01")
    new, told = refreshed(tables, [communes])
    assert new is tables
    assert "liste de groupements" in told[0]
    groupings = read_list(as_csv(grouping_rows(tables, 2)), url="u", day="2025-01-01")
    new, _ = refreshed(tables, [communes, groupings])
    renamed = next(row for row in new.territories if (row["phase"], row["id"]) == ("2", "ti-2401"))
    assert (renamed["name"], renamed["list_date"], renamed["region"]) == ("Bourges – Vierzon – Issoudun", "2025-01-01", "Centre-Val de Loire")
    natures = {row["siren"]: row["nature"] for row in tables.members}
    assert {row["siren"]: row["nature"] for row in new.members} == natures


def test_an_intercommunality_that_joins_brings_its_communes_without_doubt(tables: Tables) -> None:
    """A new member of ti-8413, with its communes, in both lists."""
    members = {row["siren"] for row in tables.members if row["phase"] == "2"}
    joins = next(row["epci"] for row in tables.communes if row["department"] == "01" and row["epci"] and row["epci"] not in members and not row["phase_2"])
    its = [row["insee"] for row in tables.communes if row["epci"] == joins]
    communes = official(tables, 2, day="2026-06-01", **{f"_{code}": "ti-8413" for code in its})
    groupings = read_list(as_csv([*grouping_rows(tables, 2), {"id_ti": "ti-8413", "siren_groupement": joins, "lib_groupement": "CC de l'Essai"}]), url="u", day="2026-06-01")
    new, _ = refreshed(tables, [communes, groupings])
    assert {(row["phase_2"], row["to_check"]) for row in new.communes if row["insee"] in its} == {("ti-8413", "")}
    assert next(row for row in new.epcis if row["siren"] == joins)["name"] == "CC de l'Essai"


@pytest.mark.parametrize(("url", "day"), [("https://x/liste-ti-com2023-20240704.csv", "2024-07-04"), ("https://x/liste-20240732.csv", ""), ("https://x/20240704-091848/liste.csv", ""), ("https://x/r/2a228141", "")])
def test_the_date_of_a_list_is_read_at_the_end_of_its_name(url: str, day: str) -> None:
    assert date_in_name(url) == day


# --- fetched from a site ----------------------------------------------------------------------------------------------------------------------


class Place:
    """A corpus whose list of sources names a site, and a data folder."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.corpus, self.data = site, folder / "corpus", folder / "data"
        (self.corpus / "documents").mkdir(parents=True)
        self.entries: list[dict[str, Any]] = []

    def lists(self, path: str, *, role: str = "list", kind: str = "text/csv") -> None:
        self.entries.append(
            {"id": f"s{len(self.entries)}", "title": "Liste", "publisher": "ANCT", "url": self.site.address + path, "kind": "data", "licence": "Licence Ouverte 2.0", "cadence": 30,
             "indexed": False, "content_types": [kind], "territories": role}
        )  # fmt: skip
        (self.corpus / "sources.yaml").write_text(yaml.safe_dump({"sources": self.entries}), encoding="utf-8")

    def fetch(self) -> int:
        return main(["sources", "fetch", "--corpus", str(self.corpus), "--data", str(self.data)])

    def look_up(self, name: str) -> dict[str, Any]:
        return load_territory_index(Settings(corpus_dir=self.corpus, data_dir=self.data)).look_up(name).to_json()

    @property
    def tables(self) -> list[Path]:
        return sorted((self.data / "sources").glob("territories-*/*/territories.csv"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    for name, value in (("ALLOW_LOOPBACK", "true"), ("DELAY", "0"), ("ATTEMPTS", "1")):
        monkeypatch.setenv(f"ASSISTANT_SOURCES_{name}", value)
    site = Site()
    yield Place(site, tmp_path)
    site.close()


def test_the_date_shown_is_that_of_the_new_list_once_it_is_fetched(place: Place, tables: Tables, capsys: pytest.CaptureFixture[str]) -> None:
    assert place.look_up("Oyonnax")["list_date"] == "2024-07-04"
    place.site.routes["/liste-ti-com2026-20260302.csv"] = csv_file(as_csv(commune_rows(tables, 2)))
    place.lists("/liste-ti-com2026-20260302.csv")
    assert place.fetch() == 0
    assert "Territoires — Phase 2 : liste du 2 mars 2026, 183 territoires" in capsys.readouterr().out
    found = place.look_up("Oyonnax")
    assert (found["status"], found["list_date"]) == ("member", "2026-03-02")
    assert "liste de l'ANCT du 2 mars 2026" in found["message"]
    assert "mars 2026" in place.look_up("Castillon-du-Gard")["message"]
    assert "juillet 2024" not in place.look_up("Castillon-du-Gard")["message"]
    assert main(["territory", "Oyonnax", "--json", "--corpus", str(place.corpus), "--data", str(place.data)]) == 0
    assert json.loads(capsys.readouterr().out)["list_date"] == "2026-03-02"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: [row for row in rows if row["id_ti"] != "ti-8413"],
        lambda rows: [{**row, "lib_ti": "Autre" if row["id_ti"] == "ti-8413" else row["lib_ti"]} for row in rows],
        lambda rows: rows[:9000],
        lambda rows: [{"insee_com": "01001", "lib_com": "", "id_ti": "ti-8413", "lib_ti": "Plastics Vallée – Oyonnax"}],
    ],
)
def test_a_list_that_fails_the_checks_leaves_the_old_one(place: Place, tables: Tables, spoil: Callable[[list[dict[str, str]]], list[dict[str, str]]], capsys: pytest.CaptureFixture[str]) -> None:
    place.site.routes["/liste-20260302.csv"] = csv_file(as_csv(commune_rows(tables, 2)))
    place.site.routes["/liste-20260909.csv"] = csv_file(as_csv(spoil(commune_rows(tables, 2))))
    place.lists("/liste-20260302.csv")
    assert place.fetch() == 0
    place.lists("/liste-20260909.csv")
    assert place.fetch() == 0
    assert "refusée" in capsys.readouterr().out
    assert place.look_up("Oyonnax")["list_date"] == "2026-03-02"


def test_each_phase_is_refreshed_by_its_own_list_whatever_the_address_says(place: Place, tables: Tables) -> None:
    place.site.routes["/r/a"] = moved("/phase-2-20230802.csv")  # the name says phase 2; the content is phase 1
    place.site.routes["/phase-2-20230802.csv"] = csv_file(as_csv(commune_rows(tables, 1)))
    place.site.routes["/phase-1-20260302.csv"] = csv_file(as_csv(commune_rows(tables, 2)))
    place.lists("/r/a")
    place.lists("/phase-1-20260302.csv")
    assert place.fetch() == 0
    index = load_territory_index(Settings(corpus_dir=place.corpus, data_dir=place.data))
    assert {t.list_date for t in index.territories.values() if t.phase == 1} == {"2023-08-02"}
    assert {t.list_date for t in index.territories.values() if t.phase == 2} == {"2026-03-02"}
    assert index.territories[1, "ti-8413"].name == WITNESS[1]
    assert index.territories[2, "ti-8413"].name == WITNESS[2]


def test_the_catalogue_of_the_data_set_brings_the_newest_lists_of_listed_hosts_only(place: Place, tables: Tables) -> None:
    resources = [
        {"url": f"{place.site.address}/d/liste-ti-com2026-20260601.csv", "title": "communes"},
        {"url": f"{place.site.address}/d/liste-ti-grpt2026-20260601.csv", "title": "groupements"},
        {"url": "http://10.0.0.9/liste-ti-com2027-20270101.csv", "title": "ailleurs"},
        {"url": 3}, "autre",
    ]  # fmt: skip
    place.site.routes["/api/"] = (200, {"Content-Type": "application/json"}, json.dumps({"resources": resources}).encode())
    place.site.routes["/d/liste-ti-com2026-20260601.csv"] = csv_file(as_csv(commune_rows(tables, 2)))
    place.site.routes["/d/liste-ti-grpt2026-20260601.csv"] = csv_file(as_csv(grouping_rows(tables, 2)))
    place.lists("/api/", role="catalogue", kind="application/json")
    assert place.fetch() == 0
    assert place.look_up("Oyonnax")["list_date"] == "2026-06-01"
    place.site.routes.clear()  # the next day the site is down: what was fetched still serves
    assert place.fetch() == 1
    assert place.look_up("Oyonnax")["list_date"] == "2026-06-01"


def test_tables_damaged_in_the_data_folder_give_way_to_those_that_ship(place: Place, tables: Tables) -> None:
    place.site.routes["/liste-20260302.csv"] = csv_file(as_csv(commune_rows(tables, 2)))
    place.lists("/liste-20260302.csv")
    place.fetch()
    (made,) = {path.parent.resolve() for path in place.tables}
    whole = {path.name: path.read_bytes() for path in made.iterdir()}
    for name in whole:
        (made / name).write_bytes(whole[name][: len(whole[name]) // 2] if name != "common_words.txt" else b"\xff\xfe\xff")
        assert place.look_up("Oyonnax")["status"] == "member"
        (made / name).write_bytes(whole[name])
    assert place.look_up("Oyonnax")["list_date"] == "2026-03-02"


def test_fetching_the_same_list_again_writes_nothing_and_old_tables_do_not_pile_up(place: Place, tables: Tables) -> None:
    for day in ("20260301", "20260302", "20260303"):
        place.site.routes[f"/liste-{day}.csv"] = csv_file(as_csv(commune_rows(tables, 2)))
        place.lists(f"/liste-{day}.csv")
        place.fetch()
    made = {path.parent.resolve() for path in place.tables}
    assert len(made) == 2  # the one that serves, and the one before for who is reading it
    times = {path: path.stat().st_mtime_ns for folder in made for path in folder.iterdir()}
    place.fetch()
    assert {path: path.stat().st_mtime_ns for folder in made for path in folder.iterdir()} == times


def test_tables_that_ship_with_a_newer_list_win_over_those_refreshed_before(place: Place, tables: Tables, tmp_path: Path) -> None:
    from assistant.adapters.territory_refresh import newest_tables

    older, newer = tmp_path / "older" / "current", tmp_path / "newer" / "current"
    for folder, day in ((older, "2024-01-01"), (newer, "2026-01-01")):
        folder.mkdir(parents=True)
        rows = [{**row, "list_date": day if row["phase"] == "2" else row["list_date"]} for row in tables.territories]
        (folder / "territories.csv").write_text(as_csv(rows), encoding="utf-8")
    assert list_day(newer) == "2026-01-01"
    assert newest_tables(SHIPPED, older.parent) == SHIPPED
    assert newest_tables(SHIPPED, newer.parent) == newer.resolve()
    assert newest_tables(SHIPPED, tmp_path / "none") == SHIPPED
