"""When does the assistant answer, and when should it? A dated report with its ROC curve.

    python -m eval.calibration_report --out eval/reports

Three sets. The questions that serve to tune, each judged with weights fitted on the nine tenths that do not hold it. The hold-out (eval/questions/holdout),
asked once with the weights of the code: totals alone are written, no question is shown. The service-public.fr questions that no calibration has seen
(`python eval/datasets/build_service_public.py` makes them; left out, and said so, when they were not built).
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.abstention import TUNED as CALIBRATION
from assistant.abstention import Calibration, answerable
from assistant.answering import Parts, answer_question
from assistant.answers import PARTIAL, REFUSED, Answer
from assistant.conversing import Conversation
from assistant.errors import AssistantError
from assistant.wiring import build_assistant, load_settings, run_index
from eval.calibrate import FOLDS, SERVICE_PUBLIC, Observation, as_items, held_out, observe, off_topic_questions
from eval.metrics import Roc, roc, wilson_interval
from eval.run import Calendar, judge, load_items

HERE = Path(__file__).resolve().parent
THRESHOLDS = (0.2, 0.3, 0.35, 0.42, 0.5, 0.62, 0.7, 0.8)
TO_DECLINE = {
    "near_miss": "sujet juste, fait absent", "other_programme": "autre programme", "other_country": "autre pays", "false_premise": "prémisse fausse", "opinion": "opinion", "personal_data": "données personnelles",
    "injection": "injection", "gibberish": "texte sans sens", "other_subject": "autre sujet", "off_topic": "autre sujet", SERVICE_PUBLIC: "service-public.fr, jamais vues",
}  # fmt: skip
TO_ANSWER = {
    "figure": "chiffre", "date": "date", "eligibility": "éligibilité", "list": "liste", "yes_no": "oui ou non", "who": "acteur", "definition": "définition", "steps": "démarche", "status": "ouverture", "comparison": "comparaison",
    "why": "pourquoi", "contact": "contact", "false_premise": "prémisse fausse, à corriger",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question that was asked: its kind in words, whether it can be answered, whether the product did the wrong one of the two, and whether it said « partial »."""

    kind: str
    answerable: bool
    wrong: bool
    reserved: bool = False


@dataclass(frozen=True)
class Judged:
    """What the abstention model alone gave: a probability, for a question that can be answered or not."""

    probability: float
    answerable: bool
    off_topic: bool = False


def ask_all(items: Sequence[dict[str, Any]], parts: Parts, calendar: Calendar, calibration_of: Callable[[int], Calibration]) -> list[Asked]:
    """Every item through the whole product; `calibration_of` gives the weights for the item of that rank."""
    asked = []
    for i, item in enumerate(tqdm(items, file=sys.stderr, disable=None)):
        calendar.set(item)
        here = replace(parts, calibration=calibration_of(i))
        conversation = Conversation()
        try:
            answer = [answer_question(str(turn), here, audience=item.get("audience"), conversation=conversation) for turn in item.get("turns") or [item["question"]]][-1]
        except AssistantError as error:  # an unreadable question is declined
            answer = Answer("", "", "fr", "agent", REFUSED, notices=(str(error),))
        outcome = judge(item, answer)
        can = bool(item["answerable"])
        wrong = outcome.declined == can and not outcome.status_expected
        asked.append(Asked((TO_ANSWER if can else TO_DECLINE).get(str(item.get("kind")), "autres"), can, wrong, answer.status == PARTIAL))
    return asked


def observe_all(items: Sequence[dict[str, Any]], parts: Parts, calendar: Calendar) -> list[Observation | None]:
    seen: list[Observation | None] = []
    for item in tqdm(items, file=sys.stderr, disable=None):
        calendar.set(item)
        try:
            seen.append(observe(item, parts))
        except AssistantError:
            seen.append(None)
    return seen


def by_kind(*sets: Sequence[Asked], can_answer: bool) -> list[str]:
    """One row a kind, one column a set, and the total: wrong of all, and the 95 % interval."""
    kinds = [*dict.fromkeys((TO_ANSWER if can_answer else TO_DECLINE).values()), "autres"]
    chosen = [[a for a in asked if a.answerable == can_answer] for asked in sets]
    rows = []
    for kind in kinds:
        cells = [[a.wrong for a in asked if a.kind == kind] for asked in chosen]
        if any(cells):
            rows.append(f"| {kind} | " + " | ".join(share(sum(cell), len(cell)) for cell in cells) + " |")
    return [*rows, "| **ensemble** | " + " | ".join(f"**{share(sum(a.wrong for a in asked), len(asked))}**" for asked in chosen) + " |"]


def share(part: int, whole: int) -> str:
    """« 3 sur 40 : 7,5 % (2,6 à 19,9) ».

    >>> share(3, 40), share(0, 0)
    ('3 sur 40 : 7,5 % (2,6 à 19,9)', '–')
    """
    if not whole:
        return "–"
    low, high = wilson_interval(part, whole)
    return f"{part} sur {whole} : {comma(100 * part / whole, 1)} % ({comma(100 * low, 1)} à {comma(100 * high, 1)})"


def comma(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def curve(judged: Sequence[Judged]) -> Roc:
    return roc([j.probability for j in judged], [j.answerable for j in judged])


def at_thresholds(judged: Sequence[Judged]) -> list[str]:
    """One row a threshold: wrongly declined, wrongly answered, by the model alone."""
    right, near = [j for j in judged if j.answerable], [j for j in judged if not j.answerable]
    rows = []
    for threshold in THRESHOLDS:
        declined, answered = sum(j.probability < threshold for j in right), sum(j.probability >= threshold for j in near)
        mark = " (répond)" if threshold == CALIBRATION.threshold else " (sans réserve)" if threshold == CALIBRATION.sure else ""
        rows.append(f"| {comma(threshold, 2)}{mark} | {share(declined, len(right))} | {share(answered, len(near))} |")
    return rows


SIDE, LEFT, TOP = 320, 56, 20


def svg(curves: Sequence[tuple[str, str, Roc]]) -> str:
    """The curves in one square: share of the unanswerable accepted (across) against share of the answerable accepted (up); the dot is the threshold of the code."""

    def at(x: float, y: float) -> str:
        return f"{LEFT + SIDE * x:.1f},{TOP + SIDE * (1 - y):.1f}"

    bottom, width, height = TOP + SIDE, LEFT + SIDE + 24, TOP + SIDE + 56 + 18 * len(curves)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="sans-serif" font-size="12" role="img" aria-label="Courbes ROC de l\'abstention">',
        f'<rect width="{width}" height="{height}" fill="#fff"/><rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#666"/>',
        f'<polyline points="{at(0, 0)} {at(1, 1)}" fill="none" stroke="#bbb" stroke-dasharray="4 4"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, y, written = LEFT + SIDE * tick, TOP + SIDE * (1 - tick), f"{tick:g}".replace(".", ",")
        parts.append(f'<text x="{x:.0f}" y="{bottom + 16}" text-anchor="middle">{written}</text><text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{written}</text>')
    parts.append(f'<text x="{LEFT + SIDE / 2:.0f}" y="{bottom + 34}" text-anchor="middle">questions sans réponse, acceptées à tort</text>')
    parts.append(f'<text transform="translate(16 {TOP + SIDE / 2:.0f}) rotate(-90)" text-anchor="middle">questions avec réponse, acceptées</text>')
    for i, (label, colour, one) in enumerate(curves):
        parts.append(f'<polyline points="{" ".join(at(*point) for point in one.points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        chosen = [point for point, threshold in zip(one.points, one.thresholds, strict=True) if threshold >= CALIBRATION.threshold][-1]
        across, up = at(*chosen).split(",")
        parts.append(f'<circle cx="{across}" cy="{up}" r="5" fill="{colour}"/>')
        row = bottom + 54 + 18 * i
        parts.append(f'<rect x="{LEFT}" y="{row - 9}" width="14" height="4" fill="{colour}"/><text x="{LEFT + 20}" y="{row}">{label}, aire {comma(one.area, 3)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def report(*, day: date, tuning: Sequence[Asked], hold_out: Sequence[Asked], unseen: Sequence[Asked], judged: Sequence[Judged], judged_hold_out: Sequence[Judged], picture: str) -> str:
    near = [j for j in judged if not j.off_topic]
    areas = [("réglage, plis tenus à part", near), ("les mêmes, avec les questions de service-public.fr qui calibrent", judged), ("mise à l'écart", judged_hold_out)]
    lines = [
        f"# Quand l'assistant répond, {day.isoformat()}",
        "",
        f"Python {platform.python_version()}. Écrit par `python -m eval.calibration_report`. Parts avec leur intervalle à 95 % (Wilson).",
        "",
        "- **Réglage** : toutes les questions de `eval/questions`. Chacune est jugée avec des poids ajustés sur les neuf dixièmes qui ne la contiennent pas. Leurs échecs ont été lus : ces chiffres sont plutôt flatteurs.",
        "- **Mise à l'écart** : `eval/questions/holdout`, jamais lues ni réglées, posées avec les poids du code. Seuls les totaux sont écrits. C'est la colonne à croire.",
        "- **service-public.fr, jamais vues** : vraies questions sur d'autres sujets, hors de celles qui calibrent.",
        "",
        "## Réponses à tort : questions que les documents ne permettent pas de trancher",
        "",
        "| famille | réglage | mise à l'écart |",
        "| --- | --- | --- |",
        *by_kind(tuning, hold_out, can_answer=False),
        "",
        *(f"Réponses à tort données sans réserve, {label} : {share(sum(a.wrong and not a.reserved for a in some if not a.answerable), sum(not a.answerable for a in some))}.  " for label, some in (("réglage", tuning), ("mise à l'écart", hold_out))),
        "Les autres portent la mention « Réponse partielle ».",
        "",
        f"service-public.fr, jamais vues : {share(sum(a.wrong for a in unseen), len(unseen))}." if unseen else "Les questions de service-public.fr n'étaient pas construites : non mesuré.",
        "",
        "## Refus à tort : questions dont la réponse est dans les documents",
        "",
        "| famille | réglage | mise à l'écart |",
        "| --- | --- | --- |",
        *by_kind(tuning, hold_out, can_answer=True),
        "",
        "## Le modèle d'abstention seul",
        "",
        "Questions qui arrivent jusqu'à lui : ni politesse, ni territoire, ni éligibilité, ni refus par motif. Les contrôles qui suivent (année, valeur, nom absents) n'y sont pas comptés.",
        "",
        "| jeu | avec réponse | sans réponse | aire sous la courbe |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {label} | {sum(j.answerable for j in some)} | {sum(not j.answerable for j in some)} | {comma(curve(some).area, 3)} |" for label, some in areas),
        "",
        f"![Courbes ROC]({picture})",
        "",
        "Seuils, sur les questions de réglage (plis tenus à part) :",
        "",
        "| probabilité | refus à tort | réponses à tort |",
        "| --- | --- | --- |",
        *at_thresholds(near),
        "",
        "Les mêmes, sur la mise à l'écart :",
        "",
        "| probabilité | refus à tort | réponses à tort |",
        "| --- | --- | --- |",
        *at_thresholds(judged_hold_out),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.calibration_report", description="Réponses et refus à tort, par famille de questions, et courbe ROC.")
    parser.add_argument("--questions", type=Path, default=HERE / "questions", help="questions qui servent à régler")
    parser.add_argument("--holdout", type=Path, default=HERE / "questions" / "holdout", help="questions mises à l'écart, dont seuls les totaux sont écrits")
    parser.add_argument("--out", type=Path, required=True, help="dossier du rapport et de la courbe")
    options = parser.parse_args(arguments)
    calendar = Calendar()
    try:
        items, kept_apart = load_items(options.questions), load_items(options.holdout)
        settings = load_settings()
        run_index(settings)
        assistant = build_assistant(settings, today=calendar.today)
    except AssistantError as error:
        print(str(error), file=sys.stderr)
        return error.exit_code
    calibrating, unseen = (as_items(texts) for texts in off_topic_questions())
    with assistant.parts() as parts:
        seen = observe_all([*items, *calibrating], parts, calendar)
        observed = [o for o in seen if o is not None]
        fold_of, fitted = held_out(observed)
        fold_of_item = {id(o.item): fold for o, fold in zip(observed, fold_of, strict=True)}
        tuning = ask_all(items, parts, calendar, lambda i: fitted[fold_of_item.get(id(items[i]), i % FOLDS)])
        judged = [Judged(answerable(o.signals, fitted[fold]), o.answerable, o.off_topic) for o, fold in zip(observed, fold_of, strict=True)]
        judged_hold_out = [Judged(answerable(o.signals, CALIBRATION), o.answerable) for o in observe_all(kept_apart, parts, calendar) if o is not None]
        hold_out = ask_all(kept_apart, parts, calendar, lambda i: CALIBRATION)
        others = ask_all(unseen, parts, calendar, lambda i: parts.calibration)
    day = date.today()
    options.out.mkdir(parents=True, exist_ok=True)
    name = f"abstention-{day.isoformat()}"
    text = report(day=day, tuning=tuning, hold_out=hold_out, unseen=others, judged=judged, judged_hold_out=judged_hold_out, picture=f"{name}.svg")
    curves = [("réglage, plis tenus à part", "#000091", curve([j for j in judged if not j.off_topic])), ("mise à l'écart", "#c9191e", curve(judged_hold_out))]
    (options.out / f"{name}.md").write_text(text, encoding="utf-8")
    (options.out / f"{name}.svg").write_text(svg(curves), encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
