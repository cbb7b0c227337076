"""Curves of cohorts, against the textbook and against lives lived out one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from analytics.insights.intervals import mean_interval, ratio_interval, wilson
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpis import kpis_from_sums
from analytics.insights.retention import retention_curve, retention_table


def test_wilson_s_interval_is_scipy_s() -> None:
    cases = [(81, 263), (0, 20), (5, 5), (1, 29)]
    lower, upper = wilson(*(np.array(side, dtype=float) for side in zip(*cases, strict=True)))
    for place, (part, whole) in enumerate(cases):
        known = binomtest(part, whole).proportion_ci(0.9, method="wilson")
        assert (lower[place], upper[place]) == pytest.approx((known.low, known.high), abs=1e-12)


def test_an_interval_of_a_ratio_of_sums_is_that_of_the_bootstrap() -> None:
    random = np.random.default_rng(1)
    base = random.lognormal(7, 1, 800)
    lost = np.where(random.random(800) < 0.1, base, random.normal(0, 0.1, 800) * base)
    drawn = random.integers(0, 800, (4000, 800))
    ratios = lost[drawn].sum(axis=1) / base[drawn].sum(axis=1)
    lower, upper = ratio_interval(
        np.array([lost.sum()]),
        np.array([base.sum()]),
        part_2=np.array([(lost**2).sum()]),
        cross=np.array([(lost * base).sum()]),
        whole_2=np.array([(base**2).sum()]),
        n=np.array([800.0]),
    )
    assert [lower[0], upper[0]] == pytest.approx(np.quantile(ratios, [0.05, 0.95]), abs=0.006)


def test_the_interval_of_a_mean_needs_two() -> None:
    lower, upper = mean_interval(np.array([6.0, 3.0]), np.array([20.0, 9.0]), np.array([2.0, 1.0]))
    assert (lower[0], upper[0]) == pytest.approx((3 - 1.6448536, 3 + 1.6448536))
    assert np.isnan(lower[1])


def test_a_share_never_lies_outside_its_interval() -> None:
    whole = np.arange(1.0, 60)
    for part in (np.zeros_like(whole), whole, np.floor(whole / 3)):
        lower, upper = wilson(part, whole)
        assert ((lower <= part / whole) & (part / whole <= upper) & (lower >= 0) & (upper <= 1)).all()


def test_the_curve_of_cohorts_is_kaplan_and_meier_s_of_the_same_lives() -> None:
    random = np.random.default_rng(5)
    lives = pd.DataFrame({"cohort": random.integers(0, 12, 500), "stays": random.geometric(0.06, 500) - 1})
    lives["seen"] = 12 - lives["cohort"]
    cells = [
        (f"c{cohort:02d}", month, len(of), int((of["stays"] > month).sum()))
        for cohort, of in lives.groupby("cohort")
        for month in range(int(of["seen"].iloc[0]))
    ]
    curve = retention_curve(pd.DataFrame(cells, columns=["cohort", "period_index", "n_start", "n_retained"]))
    share = 1.0
    for month in range(12):
        at_risk = lives[(lives["stays"] >= month) & (lives["seen"] > month)]
        share *= 1 - (at_risk["stays"] == month).mean()
        assert curve.loc[month, "share"] == pytest.approx(share)
        assert curve.loc[month, "n_at_risk"] == len(at_risk)
    assert ((curve["lower"] <= curve["share"]) & (curve["share"] <= curve["upper"])).all()


def test_a_cohort_that_nobody_left_and_one_that_all_left_have_intervals() -> None:
    for retained in (20, 0):
        cells = pd.DataFrame({"cohort": ["a"], "period_index": [0], "n_start": [20], "n_retained": [retained]})
        row = retention_curve(cells).iloc[0]
        assert 0 <= row["lower"] <= row["share"] <= row["upper"] <= 1
        assert row["lower"] < row["upper"]
        assert retention_table(cells.assign(segment_id=None))["share"].tolist() == [retained / 20]


def test_what_is_not_known_has_no_row() -> None:
    sums = pd.DataFrame(
        {"period": ["2024-01"], "dimension": ["all"], "member": ["all"], "n_end": [3.0], "n_start": [0.0]}
    )
    table = kpis_from_sums(sums.assign(n_start_lost=0.0), currency="EUR")
    assert table["kpi"].tolist() == ["customers"]


def test_every_kpi_says_what_it_means_in_words() -> None:
    for name, one in KPI_DEFINITIONS.items():
        assert name == one.kpi
        assert one.formula.endswith(".")
        assert one.unit in {"share", "points", "customers", "products", "years", "money"}
        assert one.source
        assert one.owner
