"""Rates by group: Fairlearn's numbers, intervals that count customers, planted bias found and no false alarm."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate

from analytics.insights.group_rates import EVERYONE, RANGE, group_rates

N_WORLDS = 200 if os.environ.get("TANDEM_SLOW") == "1" else 30


def world(n: int, *, planted: float, seed: int) -> tuple[pd.DataFrame, pd.Series]:
    """Two groups of `n` who behave alike; the first is recorded more often by `planted` (share of all)."""
    random = np.random.default_rng(seed)
    group = np.repeat(["brevic", "alder"], n)
    probability = random.beta(2, 14, 2 * n)
    value = (random.random(2 * n) < probability).astype(int)
    falsely = (group == "brevic") & (random.random(2 * n) < planted / (1 - probability.mean()))
    rows = pd.DataFrame(
        {
            "customer_id": [f"c{place}" for place in range(2 * n)],
            "value": np.where(falsely, 1, value),
            "probability": probability + planted / 2,
            "is_chosen": (probability > 0.3).astype(int),
            "is_covered": 1,
        }
    )
    return rows, pd.Series(group)


def of(table: pd.DataFrame, attribute: str, group: str, metric: str) -> pd.Series:
    found = table[(table["attribute"] == attribute) & (table["group"] == group) & (table["metric"] == metric)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("seed", range(5))
def test_rates_and_their_range_are_fairlearns(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = 900
    rows = pd.DataFrame(
        {
            "customer_id": random.integers(0, 500, n).astype(str),
            "value": random.integers(0, 2, n),
            "probability": random.random(n),
            "is_chosen": random.integers(0, 2, n),
            "is_covered": 1,
        }
    )
    group = pd.Series(random.choice(["a", "b", "c"], n, p=[0.6, 0.2, 0.2]))
    table = group_rates(rows, {"language": group})
    theirs = {
        "selection_rate": selection_rate,
        "true_positive_rate": true_positive_rate,
        "false_positive_rate": false_positive_rate,
    }
    frame = MetricFrame(metrics=theirs, y_true=rows["value"], y_pred=rows["is_chosen"], sensitive_features=group)
    for metric in theirs:
        for name in ("a", "b", "c"):
            assert of(table, "language", name, metric)["value"] == pytest.approx(
                frame.by_group.loc[name, metric], abs=1e-9
            )
        assert of(table, "language", RANGE, metric)["value"] == pytest.approx(
            frame.difference(method="between_groups")[metric], abs=1e-9
        )
        assert of(table, EVERYONE, EVERYONE, metric)["value"] == pytest.approx(frame.overall[metric], abs=1e-9)


def test_a_case_worked_by_hand() -> None:
    rows = pd.DataFrame(
        {
            "customer_id": [str(place) for place in range(80)],
            "value": [1] * 10 + [0] * 30 + [1] * 20 + [0] * 20,
            "probability": [0.25] * 80,
            "is_chosen": [1] * 5 + [0] * 34 + [1] + [0] * 40,
            "is_covered": 1,
        }
    )
    table = group_rates(rows, {"gender": pd.Series(["f"] * 40 + ["m"] * 40)})
    assert of(table, "gender", "f", "selection_rate")["value"] == 6 / 40
    assert of(table, "gender", "f", "observed_share")["value"] == 0.25
    gap = of(table, "gender", "m", "calibration_gap")
    assert gap["value"] == pytest.approx(0.25)
    assert gap["difference"] == pytest.approx(0.25)
    # Standard errors sqrt(.25 * .75 / 40) and sqrt(.5 * .5 / 40), with 80 customers in all.
    deviation = np.sqrt((0.1875 / 40 + 0.25 / 40) * 80 / 79)
    assert gap["difference_upper"] - gap["difference"] == pytest.approx(1.6448536 * deviation, rel=1e-6)
    # Only 10 women had the outcome: too few to say how many of them were marked.
    assert np.isnan(of(table, "gender", "f", "true_positive_rate")["value"])
    assert of(table, "gender", "f", "true_positive_rate")["n"] == 10


def test_rows_of_one_customer_that_are_all_alike_count_once() -> None:
    rows, group = world(200, planted=0, seed=3)
    once = group_rates(rows, {"language": group})
    often = pd.concat([rows] * 6, ignore_index=True)
    repeated = group_rates(often, {"language": pd.concat([group] * 6, ignore_index=True)})
    compared = ["value", "lower", "upper", "difference", "difference_lower", "difference_upper", "p_adjusted"]
    pd.testing.assert_frame_equal(once[compared], repeated[compared], atol=1e-9)


def test_groups_of_fewer_than_thirty_have_counts_and_no_rate() -> None:
    rows, _ = world(100, planted=0, seed=4)
    table = group_rates(rows, {"region_id": pd.Series(["R1"] * 29 + ["R2"] * 171)})
    small, large = (of(table, "region_id", name, "selection_rate") for name in ("R1", "R2"))
    assert small["n_customers"] == 29
    assert np.isnan(small["value"])
    assert large["value"] >= 0
    # The others of the large group are the 29: nothing to compare with.
    assert np.isnan(large["difference"])


def test_planted_bias_of_five_points_is_found_among_two_thousand_a_group() -> None:
    found = []
    for seed in range(N_WORLDS):
        rows, group = world(2_000, planted=0.05, seed=seed)
        found.append(of(group_rates(rows, {"language": group}), "language", "brevic", "calibration_gap")["is_flagged"])
    assert np.mean(found) >= 0.8


def test_where_nothing_was_planted_nothing_is_found() -> None:
    alarms = 0
    for seed in range(N_WORLDS):
        rows, group = world(2_000, planted=0, seed=1_000 + seed)
        others = pd.Series(np.random.default_rng(seed).integers(0, 5, len(rows)).astype(str))
        table = group_rates(rows, {"language": group, "region_id": others})
        alarms += int(table.loc[table["metric"] == "calibration_gap", "is_flagged"].max())
    # At a true rate of 5 % this many alarms or more come up once in 1,000 times.
    assert alarms <= {200: 20, 30: 6}[N_WORLDS]
