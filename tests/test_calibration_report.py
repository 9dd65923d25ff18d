"""The report of abstention: its shares, its curve, its picture."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import fields
from datetime import date

import numpy as np

from assistant.abstention import TUNED as CALIBRATION
from assistant.abstention import Signals
from eval.calibrate import Observation, fit_abstention, fit_softmax, held_out
from eval.calibration_report import Asked, Judged, at_thresholds, by_kind, curve, report, svg
from eval.metrics import roc

ASKED = [Asked("opinion", False, False), Asked("opinion", False, True), Asked("chiffre", True, False), Asked("chiffre", True, True), Asked("date", True, False)]
JUDGED = [Judged(0.9, True), Judged(0.7, True), Judged(0.3, True), Judged(0.5, False), Judged(0.1, False)]


def _observation(level: float, *, answerable: bool) -> Observation:
    return Observation({"id": str(level), "answerable": answerable}, Signals(*[level] * len(fields(Signals))), teaches=True)


def test_each_kind_has_its_row_and_the_last_row_counts_them_all() -> None:
    rows = by_kind(ASKED, [], can_answer=True)
    assert [row.split(" | ")[0] for row in rows] == ["| chiffre", "| date", "| **ensemble**"]
    assert "1 sur 2" in rows[0]
    assert "1 sur 3" in rows[-1]
    assert rows[0].endswith("| – |")


def test_a_random_order_has_half_the_area_and_a_perfect_one_all_of_it() -> None:
    assert roc([0.5, 0.5, 0.5, 0.5], [True, False, True, False]).area == 0.5
    assert roc([0.9, 0.8, 0.2], [True, True, False]).area == 1.0
    assert roc([0.1, 0.2, 0.9], [True, True, False]).area == 0.0
    assert round(curve(JUDGED).area, 4) == round(5 / 6, 4)


def test_the_share_declined_grows_with_the_threshold_and_the_share_answered_falls() -> None:
    rows = at_thresholds(JUDGED)
    declined = [int(row.split("|")[2].split(" sur ")[0]) for row in rows]
    answered = [int(row.split("|")[3].split(" sur ")[0]) for row in rows]
    assert declined == sorted(declined)
    assert answered == sorted(answered, reverse=True)


def test_the_picture_is_a_well_formed_drawing_with_a_dot_for_the_threshold_of_the_code() -> None:
    root = ElementTree.fromstring(svg([("réglage", "#000091", curve(JUDGED)), ("mise à l'écart", "#c9191e", curve(JUDGED))]))
    names = [element.tag.rsplit("}")[-1] for element in root.iter()]
    assert names.count("circle") == 2
    assert names.count("polyline") == 3


def test_the_report_shows_totals_and_says_when_a_set_was_not_built() -> None:
    text = report(day=date(2026, 11, 29), tuning=ASKED, hold_out=ASKED, unseen=[], judged=JUDGED, judged_hold_out=JUDGED, picture="x.svg")
    assert "![Courbes ROC](x.svg)" in text
    assert "non mesuré" in text
    assert "| opinion | 1 sur 2" in text


def test_fitted_weights_are_never_negative_and_tell_strong_signals_from_weak_ones() -> None:
    observed = [_observation(0.1 * i, answerable=i > 4) for i in range(10)]
    fitted = fit_abstention(observed)
    assert min(fitted.weights.values()) >= 0
    assert max(fitted.weights.values()) > 0
    assert fitted.bias < 0
    assert (fitted.threshold, fitted.sure) == (CALIBRATION.threshold, CALIBRATION.sure)


def test_each_observation_is_judged_by_weights_fitted_without_it() -> None:
    observed = [_observation(0.05 * i, answerable=i > 9) for i in range(20)]
    fold_of, fitted = held_out(observed, folds=5)
    assert len(fitted) == 5
    assert sorted(fold_of) == sorted([0, 1, 2, 3, 4] * 4)
    assert fold_of == held_out(observed, folds=5)[0]


def test_the_weight_of_what_tells_the_wanted_statements_apart_grows() -> None:
    rng = np.random.default_rng(0)
    groups = [(rng.random((20, 4)), np.arange(20) < 3) for _ in range(30)]
    for features, wanted in groups:
        features[wanted, 2] += 0.5
    fitted = fit_softmax(groups, np.ones(4))
    assert fitted.argmax() == 2
    assert fitted.min() >= 0
