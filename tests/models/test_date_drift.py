from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from analytics.models.date_drift import fit_date_drift


def _dated(levels: list[float], n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    days = np.repeat(np.arange(len(levels)) * 90.0, n)
    margin = random.normal(-2, 1, len(days))
    return margin, (random.random(len(days)) < expit(margin + np.repeat(levels, n))).astype(float), days


def test_a_rising_level_is_followed_and_fades_into_the_future() -> None:
    drift = fit_date_drift(*_dated([-0.3, -0.1, 0.1, 0.3], 20_000))
    found = drift.at(np.array([0.0, 90.0, 180.0, 270.0]))
    assert found - found.mean() == pytest.approx([-0.3, -0.1, 0.1, 0.3], abs=0.06)
    later = drift.at(np.array([360.0, 3_600.0]))
    assert 0 < later[1] < later[0] < found[-1]
    assert later[1] == pytest.approx(0.0, abs=1e-3)


def test_a_level_that_does_not_move_gives_next_to_no_shift() -> None:
    assert np.abs(fit_date_drift(*_dated([0.5, 0.5, 0.5], 5_000)).at(np.array([0.0, 180.0]))).max() < 0.06


def test_one_date_gives_no_shift_and_many_are_taken_in_blocks() -> None:
    assert fit_date_drift(*_dated([1.0], 100)).at(np.array([0.0, 50.0])).tolist() == [0.0, 0.0]
    margin, values, _ = _dated([0.0], 500)
    drift = fit_date_drift(margin, values, np.arange(500.0))
    assert len(drift.days) == 17
