"""Smoothing follows its recursion, goes on as a series has gone, and its bands hold what they say."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.damped_trend import FIRST_MONTHS, Smoothed, ahead, paths_ahead, smoothed


def test_a_steady_series_goes_on_steadily_without_doubt() -> None:
    fitted = smoothed(np.full(20, 3.0))
    assert ahead(fitted, n_months=4) == pytest.approx([3.0] * 4)
    assert paths_ahead(fitted, n_months=4, n_paths=10, seed=1) == pytest.approx(np.full((10, 4), 3.0))


def test_a_line_is_followed_and_levels_off() -> None:
    fitted = smoothed(np.arange(24.0))
    steps = np.diff([23.0, *ahead(fitted, n_months=12)])
    assert fitted.phi == 0.98
    assert steps[0] == pytest.approx(fitted.phi * fitted.trend, abs=0.05)
    assert np.all(np.diff(steps) < 0), "each step is smaller than the one before"


def test_the_months_ahead_are_those_worked_by_hand() -> None:
    fitted = Smoothed(level=10.0, trend=2.0, alpha=0.4, beta=0.1, phi=0.5, errors=np.zeros(24))
    assert ahead(fitted, n_months=3) == pytest.approx([11.0, 11.5, 11.75])


def test_paths_follow_the_recursion_with_the_errors_drawn() -> None:
    fitted = Smoothed(level=0.0, trend=0.0, alpha=1.0, beta=0.0, phi=0.0, errors=np.array([-1.0, 1.0] * 12))
    steps = np.diff(paths_ahead(fitted, n_months=12, n_paths=50, seed=3), prepend=0.0)
    assert np.unique(np.abs(steps).round(9)).tolist() == [round(float(np.sqrt(24 / 18)), 9)], "a random walk"


def test_noise_is_expected_at_its_mean_and_a_walk_where_it_is() -> None:
    rng = np.random.default_rng(4)
    noise = smoothed(rng.normal(5.0, 1.0, 60))
    walk_values = np.cumsum(rng.normal(0.0, 1.0, 60))
    assert ahead(noise, n_months=1)[0] == pytest.approx(5.0, abs=0.6)
    assert ahead(smoothed(walk_values), n_months=1)[0] == pytest.approx(walk_values[-1], abs=1.0)


@pytest.mark.parametrize("kind", ["noise", "walk", "trend"])
def test_bands_hold_about_nine_in_ten_of_the_months_to_come(kind: str) -> None:
    rng, inside = np.random.default_rng(7), []
    for seed in range(60):
        steps = rng.normal(0.0, 1.0, 48)
        values = {"noise": steps, "walk": np.cumsum(steps), "trend": 0.2 * np.arange(48) + steps}[kind]
        paths = paths_ahead(smoothed(values[:36]), n_months=12, n_paths=300, seed=seed)
        lower, upper = np.quantile(paths, (0.05, 0.95), axis=0)
        inside.append(float(((lower <= values[36:]) & (values[36:] <= upper)).mean()))
    assert 0.82 <= np.mean(inside) <= 0.97


def test_what_long_ago_was_unlike_the_rest_widens_no_band() -> None:
    rng = np.random.default_rng(2)
    quiet = rng.normal(0.0, 0.1, 40)
    wild_first = np.concatenate([rng.normal(0.0, 5.0, FIRST_MONTHS + 2), quiet])
    paths = paths_ahead(smoothed(wild_first), n_months=1, n_paths=300, seed=1)
    assert np.quantile(paths, 0.95) - np.quantile(paths, 0.05) < 1.0
