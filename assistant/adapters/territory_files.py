"""The tables of `corpus/territories/` → a `TerritoryIndex`. The only place that opens them."""

from __future__ import annotations

import csv
import gc
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import CorpusError
from assistant.territories import Commune, Department, Epci, FormerCommune, Member, Territory, TerritoryIndex


def load_territories(folder: Path) -> TerritoryIndex:
    """Everything in some 0.3 s. A missing or damaged table is refused with its name.

    The garbage collector waits meanwhile: 35,000 live objects would make it look at all of them again and again for nothing.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(folder)
    finally:
        if collecting:
            gc.enable()


def _load(folder: Path) -> TerritoryIndex:
    try:
        members: dict[tuple[str, str], list[Member]] = {}
        for phase, territory_id, siren, name, nature in _rows(folder / "members.csv"):
            members.setdefault((phase, territory_id), []).append(Member(siren, name, nature))
        territories = [
            Territory(
                int(phase), identifier, name, region_code, region, status, day, url, confidence, note, int(count), tuple(members.get((phase, identifier), ()))
            )
            for phase, identifier, name, region_code, region, status, day, url, confidence, note, count in _rows(folder / "territories.csv")
        ]
        communes = [
            Commune(insee, name, department, tuple(postal.split(";")) if postal else (), epci, ept, phase_1, phase_2, bool(to_check), note)
            for insee, name, department, postal, epci, ept, phase_1, phase_2, to_check, note in _rows(folder / "communes.csv.gz")
        ]
        former = [FormerCommune(*row) for row in _rows(folder / "former_communes.csv")]
        epcis = [Epci(siren, name, nature, tuple(others.split(";")) if others else ()) for siren, name, nature, others in _rows(folder / "epcis.csv")]
        departments = [Department(*row) for row in _rows(folder / "departments.csv")]
        words = (folder / "common_words.txt").read_text(encoding="utf-8").split()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error, ValueError, TypeError) as error:
        raise CorpusError(
            f"Les tables des territoires de {folder} sont absentes ou abîmées ({error}) : relancez corpus/territories/build_tables.py."
        ) from error
    return TerritoryIndex(territories=territories, communes=communes, former_communes=former, epcis=epcis, departments=departments, common_words=words)


def _rows(path: Path) -> Iterator[list[str]]:
    """Lines without the header."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)
        yield from reader
