from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from analytics.models.baselines import quick_auc
from analytics.models.evaluation import calibration_bins, evaluation_rows
from analytics.models.ranked_metrics import METRICS, ranked, weighted_metrics


def _all(probability: np.ndarray, values: np.ndarray, weights: np.ndarray | None = None) -> dict[str, float]:
    weights = np.ones((1, len(values))) if weights is None else weights[None, :]
    return dict(zip(METRICS, weighted_metrics(ranked(probability, values), weights)[0], strict=True))


def test_four_customers_worked_by_hand() -> None:
    found = _all(np.array([0.9, 0.6, 0.4, 0.1]), np.array([1, 0, 1, 0]))
    assert found["auc"] == pytest.approx(3 / 4)
    assert found["average_precision"] == pytest.approx((1 + 2 / 3) / 2)
    assert found["brier"] == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)
    assert found["calibration_error"] == pytest.approx((0.1 + 0.6 + 0.6 + 0.1) / 4)
    assert found["lift_top_decile"] == pytest.approx(2.0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 400), st.integers(1, 30))
def test_the_metrics_equal_scikit_learns_on_weighted_rows_with_ties(seed: int, n: int, steps: int) -> None:
    random = np.random.default_rng(seed)
    values = np.r_[0, 1, random.integers(0, 2, n - 2)]
    probability = random.integers(1, steps + 1, n) / (steps + 1)
    weights = np.r_[1, 1, random.integers(0, 4, n - 2)].astype(float)
    found = _all(probability, values, weights)
    kept = {"sample_weight": weights}
    assert found["auc"] == pytest.approx(metrics.roc_auc_score(values, probability, **kept), abs=1e-12)
    assert found["average_precision"] == pytest.approx(
        metrics.average_precision_score(values, probability, **kept), abs=1e-12
    )
    assert found["brier"] == pytest.approx(metrics.brier_score_loss(values, probability, **kept), abs=1e-12)
    assert found["log_loss"] == pytest.approx(metrics.log_loss(values, probability, **kept), rel=1e-10)
    assert quick_auc(probability, values) == pytest.approx(metrics.roc_auc_score(values, probability), abs=1e-12)


def test_an_interval_holds_its_value_and_resamples_whole_customers() -> None:
    random = np.random.default_rng(0)
    risk = random.random(300)
    values = (random.random(300) < risk).astype(float)
    customers = np.array([f"C{number}" for number in range(300)], dtype=object)
    once = evaluation_rows({"gradient_boosting": risk}, values, customers, seed=0)
    assert (once["lower"] <= once["value"]).all()
    assert (once["value"] <= once["upper"]).all()
    four = evaluation_rows({"gradient_boosting": np.tile(risk, 4)}, np.tile(values, 4), np.tile(customers, 4), seed=0)
    width = (once["upper"] - once["lower"]).to_numpy()
    again = (four["upper"] - four["lower"]).to_numpy()
    is_auc = (once["metric"] == "auc").to_numpy()
    assert again[is_auc] == pytest.approx(width[is_auc]), "four copies of a customer tell no more than one"


def test_the_auc_interval_covers_the_truth_about_nine_times_in_ten() -> None:
    held = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        values = np.repeat([0.0, 1.0], [150, 50])
        score = random.normal(size=200) + values
        table = evaluation_rows({"m": 1 / (1 + np.exp(-score))}, values, np.arange(200), seed=seed)
        auc = table[table["metric"] == "auc"].iloc[0]
        held += auc["lower"] <= 0.7602499389065233 <= auc["upper"]
    assert 48 <= held <= 60


def test_bins_run_from_low_to_high_risk_and_hold_everybody() -> None:
    random = np.random.default_rng(0)
    risk = random.random(205)
    bins = calibration_bins(risk, (random.random(205) < risk).astype(float))
    assert bins["n"].sum() == 205
    assert bins["mean_predicted"].is_monotonic_increasing
    assert bins["bin"].tolist() == list(range(1, 11))
    assert ((bins["lower"] <= bins["observed"]) & (bins["observed"] <= bins["upper"])).all()
