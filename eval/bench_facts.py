"""Precision and recall, field by field, of what is read in messages: `python -m eval.bench_facts [--cases FILE…] [--half NAME] [--errors] [--expressions]`.

Cases: `tests/golden/company_facts.yaml` unless a file is named. A value counts when it is exactly the expected one; `projet` and `approximatif` count item by item.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.facts_in_text import FactsRead, read_facts
from assistant.learned_facts import FactsModel
from assistant.wiring import load_facts_model, load_settings

CASES = Path(__file__).resolve().parent.parent / "tests" / "golden" / "company_facts.yaml"


@dataclass
class Count:
    """Right, spurious (or wrong) and missed values of one field."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """right / (right + spurious); 1 when nothing was read."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 1.0

    @property
    def recall(self) -> float:
        """right / (right + missed); 1 when nothing was to be read."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def load_cases(path: Path = CASES, *, half: str = "") -> list[dict[str, Any]]:
    """Cases {"text", "expect"} of a YAML list, or of a file of one JSON object a line."""
    text = path.read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines() if line.strip()] if path.suffix == ".jsonl" else yaml.safe_load(text)
    return [case for case in cases if not half or case["half"] == half]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def as_expected(read: FactsRead) -> dict[str, Any]:
    """What was read, in the shape of the golden file."""
    values: dict[str, Any] = dict(read.facts.known())
    for name, bounds in read.ranges.items():
        if name not in read.approximate:
            values[name] = list(bounds)
    if read.project_period:
        values["date_projet"] = list(read.project_period)
    for name, value in (("siren", read.siren), ("siret", read.siret), ("projet_autre", list(read.other_projects)), ("approximatif", sorted(read.approximate))):
        if value:
            values[name] = value
    return values


def pairs(values: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(field, one value): a list of projects gives one pair an item, a range one pair."""
    found = set()
    for name, value in values.items():
        if name in ("projet", "projet_autre", "approximatif"):
            found |= {(name, str(item)) for item in value}
        else:
            found.add((name, str([_plain(item) for item in value] if isinstance(value, list | tuple) else _plain(value))))
    return found


def compare(case: Mapping[str, Any], model: FactsModel | None = None) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(expected, read) of a case. `secteur` follows from the activity: it is scored only where the case writes it."""
    expected = pairs(case["expect"])
    read = pairs(as_expected(read_facts(case["text"], asked=case.get("asked", ""), model=model)))
    if "secteur" not in case["expect"] and "naf" in {name for name, _ in read}:
        read = {pair for pair in read if pair[0] != "secteur"}
    return expected, read


def score(cases: Iterable[Mapping[str, Any]], model: FactsModel | None = None) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for case in cases:
        expected, read = compare(case, model)
        for name, _ in expected & read:
            counts.setdefault(name, Count()).right += 1
        for name, _ in read - expected:
            counts.setdefault(name, Count()).spurious += 1
        for name, _ in expected - read:
            counts.setdefault(name, Count()).missed += 1
    return counts


def milliseconds(cases: Iterable[Mapping[str, Any]], model: FactsModel | None = None) -> list[float]:
    """How long each sentence takes to read, from the fastest; one is read before, so that what is built once is not counted."""
    read_facts("on est 45", model=model)
    taken = []
    for case in cases:
        start = time.perf_counter()
        read_facts(case["text"], asked=case.get("asked", ""), model=model)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def run(*, paths: Sequence[Path] = (CASES,), half: str = "", errors: bool = False, model: FactsModel | None = None) -> dict[str, float]:
    """Prints the table; gives « field.precision » and « field.recall » for each field, « all.… », and the milliseconds a sentence (« ms.p50 », « ms.p95 »)."""
    cases = [case for path in paths for case in load_cases(path, half=half)]
    if errors:
        for case in cases:
            expected, read = compare(case, model)
            if expected != read:
                print(f"- {case['text']}\n    manque : {sorted(expected - read)}\n    en trop : {sorted(read - expected)}")
    counts = score(cases, model)
    total = Count(sum(c.right for c in counts.values()), sum(c.spurious for c in counts.values()), sum(c.missed for c in counts.values()))
    figures: dict[str, float] = {}
    print(f"{len(cases)} phrases{f' ({half})' if half else ''}")
    print(f"{'champ':24}{'attendus':>9}{'précision':>11}{'rappel':>9}")
    for name, count in [*sorted(counts.items(), key=lambda item: (-(item[1].right + item[1].missed), item[0])), ("all", total)]:
        print(f"{name:24}{count.right + count.missed:9}{count.precision:11.3f}{count.recall:9.3f}")
        figures[f"{name}.precision"], figures[f"{name}.recall"] = round(count.precision, 4), round(count.recall, 4)
    taken = milliseconds(cases, model)
    if taken:
        figures["ms.p50"], figures["ms.p95"] = round(taken[len(taken) // 2], 2), round(taken[int(len(taken) * 0.95)], 2)
        print(f"{figures['ms.p50']} ms par phrase en médiane, {figures['ms.p95']} ms au 95e centile")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, nargs="+", default=[CASES], metavar="FILE", help="sentences of other files in the same format, counted together")
    parser.add_argument("--half", default="", help="only the sentences of this half (seen, unseen, held_out…)")
    parser.add_argument("--errors", action="store_true", help="print the sentences that are not read exactly")
    parser.add_argument("--expressions", action="store_true", help="by the regular expressions alone, without the model")
    options = parser.parse_args()
    run(paths=options.cases, half=options.half, errors=options.errors, model=None if options.expressions else load_facts_model(load_settings()))


if __name__ == "__main__":
    main()
