from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from analytics.models.calibration import Calibration, fit_calibration
from analytics.models.risk_interval import RiskIntervals, fit_risk_intervals


def _drawn(n: int, seed: int, *, slope: float = 1.0, shift: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    margin = random.normal(-1, 1.5, n)
    return margin, (random.random(n) < expit(slope * margin + shift)).astype(float)


def _intervals(margin: np.ndarray, values: np.ndarray, calibration: Calibration, asked: np.ndarray) -> RiskIntervals:
    return fit_risk_intervals(margin, values, np.zeros(len(margin)), calibration, reach=asked, today=0.0)


def test_a_model_that_was_too_sure_is_pulled_back() -> None:
    margin, values = _drawn(20_000, 0, slope=0.5, shift=-0.7)
    fitted = fit_calibration(margin, values)
    assert fitted.slope == pytest.approx(0.5, abs=0.05)
    assert fitted.intercept == pytest.approx(-0.7, abs=0.06)


def test_a_model_that_overrates_high_risks_only_is_bent() -> None:
    margin, values = _drawn(40_000, 0)
    squashed = np.where(margin > 0, margin * 2, margin)
    fitted = fit_calibration(squashed, values)
    assert fitted.skew > 0.1
    high = squashed > 2
    assert fitted.probability(squashed)[high].mean() == pytest.approx(values[high].mean(), abs=0.02)


def test_with_next_to_no_rows_the_margin_stays_as_it_is() -> None:
    fitted = fit_calibration(np.array([0.0, 0.1]), np.array([0.0, 1.0]))
    assert fitted.slope == pytest.approx(1.0, abs=0.1)
    assert fitted.intercept == pytest.approx(0.0, abs=0.3)


def test_the_calibrated_mean_is_the_observed_share() -> None:
    margin, values = _drawn(5_000, 1, slope=1.4, shift=0.6)
    assert fit_calibration(margin, values).probability(margin).mean() == pytest.approx(values.mean(), abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(10, 500), st.floats(-1.0, 2.0))
def test_calibration_keeps_the_order_and_intervals_hold_the_probability(seed: int, n: int, slope: float) -> None:
    margin, values = _drawn(n, seed, slope=slope)
    values[:2] = 0.0, 1.0
    fitted = fit_calibration(margin, values)
    asked = np.sort(np.random.default_rng(seed).normal(0, 4, 50))
    probability = fitted.probability(asked)
    assert (np.diff(probability) > 0).all()
    lower, upper = _intervals(margin, values, fitted, asked).around(asked, probability)
    assert ((lower <= probability) & (probability <= upper)).all()
    assert lower.min() >= 0
    assert upper.max() <= 1


def test_intervals_cover_a_bent_truth_nine_times_in_ten() -> None:
    asked = np.linspace(-3.5, 1.5, 20)
    covered = []
    for seed in range(40):
        random = np.random.default_rng(seed)
        margin = random.normal(-1, 1.5, 2_000)
        values = (random.random(2_000) < expit(margin + 0.4 * np.sin(margin))).astype(float)
        fitted = fit_calibration(margin, values)
        lower, upper = _intervals(margin, values, fitted, asked).around(asked, fitted.probability(asked))
        truth = expit(asked + 0.4 * np.sin(asked))
        covered.append(((lower <= truth) & (truth <= upper)).mean())
    assert 0.90 <= np.mean(covered) <= 0.99


def test_an_interval_is_narrow_where_many_customers_were_seen() -> None:
    same = Calibration(1.0, 0.0, 0.0)
    widths = []
    for n in (200, 5_000):
        margin, values = _drawn(n, 3)
        lower, upper = _intervals(margin, values, same, margin).around(np.array([-1.0]), expit([-1.0]))
        widths.append(float(upper[0] - lower[0]))
    assert widths[1] < widths[0] / 2
