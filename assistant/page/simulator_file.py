"""A simulation as a Markdown file to keep: what was said, the territory, the schemes criterion by criterion, where to apply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.company_facts import FIELDS, in_words
from assistant.eligibility import CriterionOutcome, Verdict
from assistant.eligibility_table import VERDICT_WORDS, expected, given, label_of, outcome, tally
from assistant.page import simulator_texts as words
from assistant.page import texts
from assistant.rendering import escaped, french_date
from assistant.simulating import Simulation


def as_file(simulation: Simulation, *, day: date, shown: int) -> str:
    """The whole file: the `shown` first schemes in full, a line for each of the others. Nothing in it can become a link or an image."""
    ranking = simulation.ranking
    facts = [f"- {escaped(FIELDS[name].label)} : {escaped(in_words(name, value))}" for name, value in ranking.facts.known().items()]
    place = [f"- {escaped(words.PLACE.split(',')[0])} : {escaped(simulation.place)}"] if simulation.place else []
    parts = [
        f"# {words.FILE_TITLE.format(day=french_date(day.isoformat()))}",
        f"> {texts.NOTICE_LEAD} {words.TO_CONFIRM} {words.SUMMARY_ON.format(day=french_date(ranking.on.isoformat()))}",
        f"## {words.GIVEN}\n\n" + "\n".join([*place, *facts]),
        f"{words.UNSETTLED} {escaped(' ; '.join(simulation.unsettled))}." if simulation.unsettled else "",
        f"## {words.COMPANY}\n\n{escaped(simulation.company.message)}" if simulation.company else "",
        f"## {words.TERRITORY}\n\n{escaped(simulation.territory.message)}" if simulation.territory else "",
        f"## {words.NEAR}",
        *(_scheme(verdict) for verdict in ranking.near[:shown]),
        _lines(words.SEE_MORE.format(count=len(ranking.near[shown:])), ranking.near[shown:]),
        _lines(f"{words.UNKNOWN_STATUS} : {words.UNKNOWN_STATUS_HELP}", ranking.unknown_status),
        _lines(words.DISTANT, ranking.distant),
        _lines(words.NOT_ELIGIBLE, ranking.not_eligible),
        f"{words.CLOSED} {escaped(' ; '.join(verdict.rule.name for verdict in ranking.closed))}." if ranking.closed else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _lines(title: str, verdicts: Sequence[Verdict]) -> str:
    rows = "\n".join(f"- {escaped(verdict.rule.name)} — {VERDICT_WORDS[verdict.verdict]} ({tally(verdict)})" for verdict in verdicts)
    return f"## {escaped(title)}\n\n{rows}" if rows else ""


def _scheme(verdict: Verdict) -> str:
    rule = verdict.rule
    tested = [criterion for criterion in verdict.criteria if criterion.field != "autre"]
    points = [f"- {escaped(criterion.explanation)} {criterion.source_url}" for criterion in verdict.criteria if criterion.field == "autre"]
    head = f"| {words.CRITERION} | {words.EXPECTED} | {words.ANSWER} | {words.OUTCOME} | {words.SOURCE} |\n| --- | --- | --- | --- | --- |"
    parts = [
        f"### {escaped(rule.name)} — {VERDICT_WORDS[verdict.verdict]}",
        escaped(verdict.message),
        "\n".join([head, *(_row(criterion) for criterion in tested)]),
        f"{words.POINTS_TITLE} :\n\n" + "\n".join(points) if points else "",
        f"{words.WHERE_TITLE} : {escaped(rule.next_step)}" if rule.next_step else "",
        f"{words.CONTACT} {escaped(rule.contact or rule.operator)}" if rule.contact or rule.operator else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _row(criterion: CriterionOutcome) -> str:
    cells = (label_of(criterion), expected(criterion), given(criterion), outcome(criterion))
    return f"| {' | '.join(escaped(cell) for cell in cells)} | {criterion.source_url or words.NO_SOURCE} |"
