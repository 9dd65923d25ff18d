"""Golden questions → a table. `python -m eval.run --questions FILE [--corpus DIR] [--out DIR] [--gate [PART]]`"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from tqdm import tqdm

from assistant.answers import ABSTAINED, CLARIFICATION, REFUSED, Answer
from assistant.errors import AssistantError, UsageError
from assistant.wiring import Assistant, build_assistant, load_settings, run_index
from eval.metrics import comparable, facts_found, percentile, states, wilson_interval

HERE = Path(__file__).resolve().parent
NO_ANSWER = (ABSTAINED, REFUSED, CLARIFICATION)


@dataclass
class Outcome:
    """One item and how the product did on it. `failures` say in words what went wrong."""

    item: dict[str, Any]
    answer: Answer
    facts: list[bool] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    source_found: bool | None = None
    bad_citations: int = 0
    citations: int = 0

    @property
    def declined(self) -> bool:
        return self.answer.status in NO_ANSWER

    @property
    def failures(self) -> list[str]:
        found = [f"fait absent : {fact}" for fact, ok in zip(self.item.get("must_contain") or [], self.facts, strict=True) if not ok]
        found += [f"interdit : {text}" for text in self.forbidden]
        if self.item["answerable"] and self.declined and not self.status_expected:
            found.append(f"refus à tort ({self.answer.status})")
        if not self.item["answerable"] and not self.declined and not self.status_expected:
            found.append(f"réponse à tort ({self.answer.status})")
        if self.bad_citations:
            found.append(f"{self.bad_citations} citations ne se relisent pas")
        return found

    @property
    def status_expected(self) -> bool:
        expected = self.item.get("expected_status") or []
        return self.answer.status in ([expected] if isinstance(expected, str) else list(expected))


def load_items(path: Path, *, split: str | None = None) -> list[dict[str, Any]]:
    """Items of a YAML file, or of every YAML file of a folder. Raises UsageError with the item's id when one is malformed."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise UsageError(f"Aucune question dans « {path} ».")
    items: list[dict[str, Any]] = []
    for file in files:
        try:
            rows = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        except yaml.YAMLError as error:
            raise UsageError(f"{file} : YAML mal formé ({error}).") from error
        for row in rows:
            if not isinstance(row, dict) or "id" not in row or not ("question" in row or "turns" in row):
                raise UsageError(f"{file} : chaque élément demande un « id » et une « question » (ou « turns »).")
            if True in row:  # YAML reads a bare `on:` as a boolean
                row["on"] = row.pop(True)
            row.setdefault("answerable", True)
            items.append(row)
    return [item for item in items if split is None or item.get("split", "test") == split]


def judge(item: dict[str, Any], answer: Answer) -> Outcome:
    """Compare an answer with what its item expects, on the displayed text."""
    text = "\n".join([answer.markdown.replace("\\", ""), *answer.notices, *answer.clarifications, str((answer.territory or {}).get("message", ""))])
    outcome = Outcome(item, answer)
    outcome.facts = facts_found(text, item.get("must_contain") or [])
    outcome.forbidden = [str(forbidden) for forbidden in item.get("must_not_contain") or [] if states(text, str(forbidden))]
    wanted = item.get("expected_sources") or []
    if wanted and item["answerable"]:
        seen = [comparable(" ".join([c.document.id, c.document.metadata.title, json.dumps(c.to_json()["sources"], ensure_ascii=False)])) for c in answer.citations]
        outcome.source_found = any(comparable(str(source)) in text for source in wanted for text in seen)
    for citation in answer.citations:
        outcome.citations += 1
        outcome.bad_citations += citation.document.text[citation.start : citation.end] != citation.quote
    cited = {citation.number: citation for citation in answer.citations}
    for sentence in answer.sentences:
        if sentence.kind == "fact" and answer.engine.get("composer") == "extractive":
            proofs = [cited[n].quote for n in sentence.citations if n in cited]
            outcome.bad_citations += not any(comparable(sentence.text) in comparable(proof) for proof in proofs)
    return outcome


def measure(outcomes: list[Outcome]) -> dict[str, Any]:
    """The figures of a run; shares between 0 and 1, times in milliseconds."""
    answerable = [o for o in outcomes if o.item["answerable"]]
    unanswerable = [o for o in outcomes if not o.item["answerable"]]
    facts = [ok for o in answerable for ok in o.facts]
    false_answers = [o for o in unanswerable if not o.declined and not o.status_expected]
    false_refusals = [o for o in answerable if o.declined and not o.status_expected]
    sourced = [o for o in answerable if o.source_found is not None]
    citations = sum(o.citations for o in outcomes)
    clarified = [o for o in outcomes if o.item.get("expected_status") == CLARIFICATION]
    times = [sum(o.answer.timings_ms.values()) for o in outcomes]

    def share(part: int, whole: int, default: float) -> float:
        return round(part / whole, 4) if whole else default

    return {
        "questions": len(outcomes),
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "facts_found": share(sum(facts), len(facts), 1.0),
        "questions_complete": share(sum(all(o.facts) for o in answerable), len(answerable), 1.0),
        "forbidden_facts": sum(len(o.forbidden) for o in outcomes),
        "citations_verified": share(citations - sum(o.bad_citations for o in outcomes), citations, 1.0),
        "source_recall": share(sum(bool(o.source_found) for o in sourced), len(sourced), 1.0),
        "false_answers": share(len(false_answers), len(unanswerable), 0.0),
        "false_answers_interval": [round(x, 3) for x in wilson_interval(len(false_answers), len(unanswerable))],
        "false_refusals": share(len(false_refusals), len(answerable), 0.0),
        "false_refusals_interval": [round(x, 3) for x in wilson_interval(len(false_refusals), len(answerable))],
        "clarifications": share(sum(o.answer.status == CLARIFICATION for o in clarified), len(clarified), 1.0),
        "ms_p50": round(percentile(times, 0.5), 1),
        "ms_p95": round(percentile(times, 0.95), 1),
    }


@dataclass
class Calendar:
    """The day on which questions are asked: an item's own `on`, else today. The question may name another day, for which it wants an answer."""

    day: date | None = None

    def set(self, item: Mapping[str, Any]) -> None:
        on = item.get("on")
        self.day = date.fromisoformat(str(on)) if on else None

    def today(self) -> date:
        return self.day or date.today()


def ask_item(assistant: Assistant, item: dict[str, Any], calendar: Calendar) -> Answer:
    """The answer to an item: its question alone, or the last of its turns in one conversation."""
    calendar.set(item)
    if "turns" not in item:
        return assistant.ask(str(item["question"]), audience=item.get("audience"))
    conversation = assistant.new_conversation()
    return [assistant.ask(str(turn), audience=item.get("audience"), conversation=conversation) for turn in item["turns"]][-1]


def write_report(out: Path, figures: dict[str, Any], by_group: dict[str, dict[str, Any]], outcomes: list[Outcome], failed_gates: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with (out / "answers.jsonl").open("w", encoding="utf-8") as file:
        for outcome in outcomes:
            file.write(json.dumps({"id": outcome.item["id"], **outcome.answer.to_json()}, ensure_ascii=False, default=str) + "\n")
    report = {"figures": figures, "groups": by_group, "failed_gates": failed_gates, "failures": {o.item["id"]: o.failures for o in outcomes if o.failures}}
    (out / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=2), encoding="utf-8")
    lines = ["# Questions de référence", "", "| mesure | valeur |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in figures.items()), "", "## Par famille", ""]
    columns = ("questions", "facts_found", "false_answers", "false_refusals", "source_recall", "forbidden_facts")
    lines += [f"| famille | {' | '.join(columns)} |", "| --- |" + " --- |" * len(columns)]
    lines += [f"| {group} | {' | '.join(str(values[c]) for c in columns)} |" for group, values in by_group.items()]
    lines += ["", "## Ce qui a manqué", ""]
    for outcome in outcomes:
        if outcome.failures:
            lines += [f"- **{outcome.item['id']}** « {outcome.item.get('question') or outcome.item['turns'][-1]} » — {' ; '.join(outcome.failures)}"]
    (out / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def gate(figures: dict[str, Any], thresholds: dict[str, Any], by_family: Mapping[str, dict[str, Any]] | None = None) -> list[str]:
    """The measures outside their thresholds (`min` or `max`), in words; under `families`, those of one family of questions."""
    failed = []
    for family, own in thresholds.get("families", {}).items():
        measured = (by_family or {}).get(family)
        failed += [f"{family} : {said}" for said in gate(measured, own)] if measured else [f"{family} : aucune question"]
    for name, bounds in thresholds.items():
        if name == "families":
            continue
        value = figures[name]
        if "min" in bounds and value < bounds["min"]:
            failed.append(f"{name} = {value}, attendu au moins {bounds['min']}")
        if "max" in bounds and value > bounds["max"]:
            failed.append(f"{name} = {value}, attendu au plus {bounds['max']}")
    return failed


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.run", description="Questions de référence → tableau.")
    parser.add_argument("--questions", type=Path, default=HERE / "questions", help="fichier YAML, ou dossier de fichiers")
    parser.add_argument("--corpus", type=Path, help="dossier des documents")
    parser.add_argument("--data", type=Path, help="dossier du modèle et des index")
    parser.add_argument("--out", type=Path, help="dossier où écrire answers.jsonl, report.json et report.md")
    parser.add_argument("--split", choices=("dev", "test"), help="une moitié seulement, pour lire les résultats ; toutes deux servent à régler")
    parser.add_argument("--gate", nargs="?", const="questions", metavar="PARTIE", help="échoue sous les seuils de cette partie de eval/thresholds.yaml (« questions » par défaut)")
    options = parser.parse_args(arguments)
    thresholds = yaml.safe_load((HERE / "thresholds.yaml").read_text(encoding="utf-8"))
    if options.gate and options.gate not in thresholds:
        parser.error(f"pas de seuils « {options.gate} » ; parties : {', '.join(thresholds)}")
    try:
        items = load_items(options.questions, split=options.split)
        settings = load_settings(corpus=options.corpus, data=options.data)
        run_index(settings)
        calendar = Calendar()
        assistant = build_assistant(settings, today=calendar.today)
    except AssistantError as error:
        print(str(error), file=sys.stderr)
        return error.exit_code
    outcomes = []
    for item in tqdm(items, desc="Questions", file=sys.stderr, disable=None):
        try:
            answer = ask_item(assistant, item, calendar)
        except AssistantError as error:  # an unreadable question is declined, not a crash
            text = str(item.get("question") or item["turns"][-1])
            answer = Answer(text, text, "fr", "agent", REFUSED, notices=(str(error),))
        outcomes.append(judge(item, answer))
    figures = measure(outcomes)
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[str(outcome.item.get("family") or outcome.item.get("kind") or "toutes")].append(outcome)
    by_group = {name: measure(members) for name, members in sorted(groups.items())}
    failed = gate(figures, thresholds[options.gate], by_group) if options.gate else []
    for name, value in figures.items():
        print(f"{name:26} {value}")
    if options.out:
        write_report(options.out, figures, by_group, outcomes, failed)
    for reason in failed:
        print(f"SEUIL NON TENU : {reason}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
