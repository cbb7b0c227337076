"""What an edit changes, on customers whom nobody looked at while editing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score, log_loss, roc_auc_score

from analytics.insights.edit_effect import (
    fairness_change,
    prediction_change,
    retention_by_segment,
    stability_change,
)
from analytics.insights.held_out import N_FOLDS, PRIOR_CUSTOMERS
from analytics.insights.segment_flow import Placed

IDS = [f"C{number:04d}" for number in range(2_000)]
HALF = np.arange(2_000) % 2
THIRD = np.arange(2_000) % 3


def _placed(groups: np.ndarray) -> Placed:
    keys = [f"3-{group}" for group in sorted(set(groups.tolist()))]
    segments = pd.DataFrame({"segment_id": keys, "segment_key": keys, "level": 3, "name": keys})
    rows = pd.DataFrame({"customer_id": IDS, "level": 3, "segment_id": [f"3-{group}" for group in groups]})
    return Placed(segments, rows)


def _outcomes(share_by_half: tuple[float, float]) -> pd.DataFrame:
    draws = np.random.default_rng(3).uniform(size=len(IDS))
    return pd.DataFrame({"customer_id": IDS, "value": (draws < np.array(share_by_half)[HALF]).astype(int)})


def test_a_split_that_tells_leavers_apart_gains_and_one_that_does_not_gains_nothing() -> None:
    everyone, by_half, by_third = (_placed(groups) for groups in (HALF * 0, HALF, THIRD))
    outcomes = _outcomes((0.05, 0.3))
    told = prediction_change(everyone, by_half, outcomes, level=3, customers=IDS, seed=0)
    assert told is not None
    assert told.gain_lower > 0
    assert told.auc_after > 0.65
    nothing = prediction_change(everyone, by_third, outcomes, level=3, customers=IDS, seed=0)
    assert nothing is not None
    assert nothing.gain_lower < 0 < nothing.gain_upper + 1e-3


def test_only_customers_that_were_set_aside_count() -> None:
    outcomes = _outcomes((0.05, 0.3))
    told = prediction_change(_placed(HALF * 0), _placed(HALF), outcomes, level=3, customers=IDS[:600], seed=0)
    assert told is not None
    assert told.n_customers == 600
    assert told.n_positive == outcomes["value"][:600].sum()
    assert prediction_change(_placed(HALF), _placed(HALF), outcomes, level=3, customers=IDS[:99], seed=0) is None


def test_figures_are_those_of_scikit_learn_for_means_of_the_other_folds() -> None:
    outcomes = _outcomes((0.05, 0.3))
    told = prediction_change(_placed(HALF * 0), _placed(HALF), outcomes, level=3, customers=IDS, seed=7)
    assert told is not None
    values = outcomes["value"].to_numpy()
    folds = np.random.default_rng([7, 811]).permutation(len(IDS)) % N_FOLDS
    risks = np.zeros(len(IDS))
    for fold in range(N_FOLDS):
        rest, out = folds != fold, folds == fold
        for half in (0, 1):
            own = rest & (half == HALF)
            prior = PRIOR_CUSTOMERS * values[rest].mean()
            risks[out & (half == HALF)] = (values[own].sum() + prior) / (own.sum() + PRIOR_CUSTOMERS)
    assert told.log_loss_after == pytest.approx(log_loss(values, risks))
    assert told.auc_after == pytest.approx(roc_auc_score(values, risks))


def test_segments_that_follow_a_protected_attribute_agree_more_with_it() -> None:
    customers = pd.DataFrame({"customer_id": IDS, "gender": np.where(HALF == 1, "f", "m")})
    change = fairness_change(
        _placed(THIRD),
        _placed(HALF),
        customers,
        level=3,
        protected=["gender", "language"],
        as_of=date(2026, 1, 1),
        seed=0,
    )
    row = change.iloc[0]
    assert change["attribute"].tolist() == ["gender"]
    assert row["ami_after"] == pytest.approx(1.0)
    assert row["ami_before"] == pytest.approx(adjusted_mutual_info_score(HALF, THIRD))
    assert row["lower"] > 0.9


def test_retention_is_a_share_with_wilsons_interval() -> None:
    """8 of 10: Wilson (1927) gives 0.490 to 0.943."""
    kept = pd.DataFrame({"customer_id": IDS[:20:2], "is_kept": [1] * 8 + [0] * 2})
    row = retention_by_segment(_placed(HALF), kept, level=3).iloc[0]
    assert (row["segment_key"], row["n_customers"], row["share"]) == ("3-0", 10, 0.8)
    assert (round(row["lower"], 3), round(row["upper"], 3)) == (0.49, 0.943)


def test_stability_is_weighted_by_customers() -> None:
    before = pd.DataFrame({"level": [3, 3, 2], "n_customers": [1, 3, 4], "stability": [0.2, 1.0, 0.0]})
    after = pd.DataFrame({"level": [3], "n_customers": [4], "stability": [0.8]})
    assert stability_change(before, after, level=3) == (0.8, 0.8)
