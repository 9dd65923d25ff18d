"""Rules, territories and facts in one dated report: `python -m eval.bench_rules [--out DIR]`, also run by `make bench`.

- golden cases of eligibility passed, and the time of a ranking of every scheme;
- look-ups checked: every commune, intercommunality and territory by its name, and 10,000 random strings: right, asked back, or wrong;
- loading and time of a look-up, in milliseconds (targets: 0.5 s, p95 of 5 ms);
- facts read in messages, field by field, on the seen, unseen and held-out halves.

The report goes to `eval/reports/rules-YYYY-MM-DD.md`. Exit code 1 when a case fails, a look-up is wrong or a target is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.adapters.rule_files import read_rules
from assistant.adapters.territory_files import load_territories
from assistant.company_facts import CompanyFacts, parse_facts
from assistant.eligibility import Rule, evaluate
from assistant.learned_facts import FactsModel
from assistant.simulating import rank
from assistant.territories import LookupResult, TerritoryIndex, place_key
from assistant.wiring import load_facts_model, load_settings
from eval import bench_facts, bench_territories
from eval.bench import milliseconds
from eval.metrics import percentile

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
CASES_WRITTEN_ON = date(2026, 11, 23)  # the day of a golden case that gives none
LOAD_LIMIT_S, LOOK_UP_LIMIT_MS = 0.5, 5.0
RANDOM_STRINGS = 10_000


@dataclass
class Lookups:
    """Look-ups of one kind: the right single answer, candidates among which the right one stands, anything else."""

    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.right + self.asked + len(self.wrong)


def golden_eligibility(rules: Mapping[str, Rule], path: Path = GOLDEN / "eligibility.yaml") -> tuple[int, list[str]]:
    """How many cases there are, and the names of those that fail: the verdict, or the outcome of a criterion, is not the one expected."""
    count, failed = 0, []
    for group in yaml.safe_load(path.read_text(encoding="utf-8")):
        for case in group["cases"]:
            raw = {**case.get("facts", group["facts"]), **case.get("change", {})}
            facts = parse_facts(f"{name}={value}" for name, value in raw.items() if value is not None)
            verdict = evaluate(rules[group["scheme"]], facts, on=case.get("date", group.get("date", CASES_WRITTEN_ON)))
            outcomes = {criterion.id: criterion.outcome for criterion in verdict.criteria}
            count += 1
            if verdict.verdict != case["expect"] or any(outcomes.get(name) != expected for name, expected in case.get("criteria", {}).items()):
                failed.append(f"{group['scheme']} : {case['name']}")
    return count, failed


def golden_territories(index: TerritoryIndex, path: Path = GOLDEN / "territories.yaml") -> tuple[int, list[str]]:
    """How many cases there are, and the requests whose status, commune or candidates are not those expected."""
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    failed = []
    for case in cases:
        result = index.look_up(case["demande"])
        same_commune = "insee" not in case or (result.commune is not None and result.commune.insee == case["insee"])
        if result.status != case["statut"] or not same_commune or not set(case.get("parmi", ())) <= {candidate.code for candidate in result.candidates}:
            failed.append(str(case["demande"]))
    return len(cases), failed


def check_lookups(index: TerritoryIndex) -> dict[str, Lookups]:
    """Every name there is, then random strings, where a single answer is wrong unless a piece of the text is a name or a code."""
    kinds = {name: Lookups() for name in ("communes, par le nom", "communes, nom et département", "intercommunalités, par le nom", "territoires, par le nom", "textes au hasard")}

    def settle(kind: str, query: str, right: bool, result: LookupResult, code: str) -> None:
        if right:
            kinds[kind].right += 1
        elif result.status in ("ambiguous", "unknown") and (code in {candidate.code for candidate in result.candidates} or not result.territories):
            kinds[kind].asked += 1
        else:
            kinds[kind].wrong.append(query)

    for commune in index.communes.values():
        for kind, query in (("communes, par le nom", commune.name), ("communes, nom et département", f"{commune.name} ({commune.department})")):
            result = index.look_up(query)
            settle(kind, query, result.commune is not None and result.commune.insee == commune.insee, result, commune.insee)
    for siren, epci in index.epcis.items():
        if epci.name:
            result = index.look_up(epci.name)
            listed = {territory.id for territory in index.look_up(siren).territories}
            same = (result.epci is not None and result.epci.siren == siren) or (bool(listed) and {territory.id for territory in result.territories} == listed)
            settle("intercommunalités, par le nom", epci.name, same, result, siren)
    for (phase, identifier), territory in index.territories.items():
        result = index.look_up(territory.name)
        found = {(t.phase, t.id) for t in result.territories} | {(c.phase, c.code) for c in result.candidates if c.kind == "territoire"}
        settle("territoires, par le nom", territory.name, (phase, identifier) in found, result, identifier)
    for text in random_strings():
        result = index.look_up(text)
        single = result.status in ("member", "former_member", "not_member")
        if not single:
            kinds["textes au hasard"].asked += 1
        elif result.understood_as is not None or _holds_a_name(text, index):
            kinds["textes au hasard"].right += 1
        else:
            kinds["textes au hasard"].wrong.append(text)
    return kinds


def random_strings(count: int = RANDOM_STRINGS) -> Iterator[str]:
    rng = random.Random(2026)
    alphabet = string.ascii_letters + string.digits + " -'éèçÀœ()/,.?!\t\n€漢"
    for _ in range(count):
        yield "".join(rng.choice(alphabet) for _ in range(rng.randint(0, 40)))


def _holds_a_name(text: str, index: TerritoryIndex) -> bool:
    key = place_key(text)
    return any(piece in index.refs_by_key or piece.upper() in index.communes or piece in index.communes_by_postal or piece.upper() in index.departments for piece in (key, *key.split()))


def facts_figures(halves: Iterable[tuple[str, list[dict[str, Any]]]], model: FactsModel | None = None) -> Iterator[str]:
    """A table a half: for each field, how many values were to be read, precision and recall."""
    for name, cases in halves:
        counts = bench_facts.score(cases, model)
        total = bench_facts.Count(sum(c.right for c in counts.values()), sum(c.spurious for c in counts.values()), sum(c.missed for c in counts.values()))
        yield f"\n### {name} : {len(cases)} phrases\n\n| champ | valeurs attendues | précision | rappel |\n| --- | ---: | ---: | ---: |"
        for label, count in [*sorted(counts.items(), key=lambda item: (-(item[1].right + item[1].missed), item[0])), ("**ensemble**", total)]:
            yield f"| {label} | {count.right + count.missed} | {count.precision:.3f} | {count.recall:.3f} |"


def halves_of_facts() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    names = {"seen": "phrases vues pendant la mise au point", "unseen": "phrases écrites ensuite", "held_out": "phrases gardées à part"}
    for half, name in names.items():
        if cases := bench_facts.load_cases(half=half):
            yield name, cases
    for name in ("holdout", "blind5", "blind6", "blind8", "blind9"):
        yield f"jeu à l'aveugle ({name})", bench_facts.load_cases(GOLDEN / f"company_facts_{name}.yaml")


def run(day: date) -> tuple[str, list[str]]:
    """The report as Markdown, and what is not held."""
    problems: list[str] = []
    rules, index = read_rules(ROOT / "corpus" / "rules"), load_territories(ROOT / "corpus" / "territories")
    index.warm_up()
    machine = f"Python {platform.python_version()}, {os.cpu_count()} processeurs, charge {os.getloadavg()[0]:.1f} : les durées dépendent de la charge."
    lines = [f"# Règles, territoires et faits, {day.isoformat()}", "", machine, "", "## Cas de référence", "", "| cas | nombre | réussis |", "| --- | ---: | ---: |"]
    for name, (count, failed) in (("éligibilité", golden_eligibility(rules)), ("territoires", golden_territories(index))):
        lines.append(f"| {name} | {count} | {count - len(failed)} |")
        problems += [f"cas {name} : {case}" for case in failed]

    lines += ["", "## Recherches de territoire vérifiées", "", "| recherches | nombre | réponse juste | question ou ni oui ni non | réponse fausse |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, found in check_lookups(index).items():
        lines.append(f"| {name} | {found.count} | {found.right} | {found.asked} | {len(found.wrong)} |")
        problems += [f"{name} : {query!r}" for query in found.wrong]

    figures = bench_territories.run()
    lines += ["", "## Durées", "", "| mesure | valeur | limite |", "| --- | ---: | ---: |", f"| chargement des listes, temps de processeur | {figures['load_cpu_s']:.2f} s | {LOAD_LIMIT_S} s |"]
    lines.append(f"| chargement des listes, temps écoulé | {figures['load_s']:.2f} s | |")
    if figures["load_cpu_s"] > LOAD_LIMIT_S:  # what the loading costs, whatever else the machine does
        problems.append(f"chargement des listes : {figures['load_cpu_s']:.2f} s de processeur")
    for key, label in (("commune", "une commune par son nom"), ("random", "un texte au hasard")):
        lines.append(f"| {label}, p50 / p95 | {figures[f'{key}_p50_ms']:.2f} / {figures[f'{key}_p95_ms']:.2f} ms | {LOOK_UP_LIMIT_MS:.0f} ms |")
        if figures[f"{key}_p95_ms"] > LOOK_UP_LIMIT_MS:
            problems.append(f"{label} : p95 de {figures[f'{key}_p95_ms']:.1f} ms")
    lines.append(f"| un nom mal écrit, p50 / p95 | {figures['misspelt_p50_ms']:.2f} / {figures['misspelt_p95_ms']:.2f} ms | |")
    lines.append(f"| lieux d'une question libre, p50 / p95 | {figures['question_p50_ms']:.2f} / {figures['question_p95_ms']:.2f} ms | |")
    facts = CompanyFacts(type_demandeur="entreprise", effectif=45, projet=("décarbonation",), investissement_eur=600_000.0, phase_ti=2, departement="01")
    times = [milliseconds(lambda: rank(rules, facts, on=day)) for _ in range(5)]
    lines.append(f"| classement des {len(rules)} dispositifs, chaque phrase vérifiée, p50 | {percentile(times, 0.5):.0f} ms | |")

    lines += ["", "## Faits lus dans les messages", *facts_figures(halves_of_facts(), load_facts_model(load_settings()))]
    lines += ["", "## Ce qui n'est pas tenu", "", *(f"- {problem}" for problem in problems[:50] or ["rien"])]
    return "\n".join(lines) + "\n", problems


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.bench_rules", description="Cas de référence, recherches de territoire et faits lus, dans un rapport daté.")
    parser.add_argument("--out", type=Path, default=ROOT / "eval" / "reports", help="dossier du rapport (eval/reports)")
    options = parser.parse_args(arguments)
    today = date.today()
    report, problems = run(today)
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / f"rules-{today.isoformat()}.md"
    path.write_text(report, encoding="utf-8")
    print(f"{report}\n{path}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
