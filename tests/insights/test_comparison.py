"""Two groups compared: worked by hand, against SciPy's Welch test, and on groups that don't differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from analytics.insights.comparison import comparison


def halves(n: int) -> np.ndarray:
    return np.arange(n) < n // 2


def test_the_effect_is_the_difference_of_the_means_in_standard_deviations() -> None:
    table = pd.DataFrame({"visits": [0.0, 2, 0, 2, 0, 2, 4, 6, 4, 6, 4, 6]})
    row = comparison(table, halves(12), ~halves(12)).iloc[0]
    assert (row["mean_a"], row["mean_b"], row["n_a"], row["n_b"]) == (1, 5, 6, 6)
    assert row["effect"] == pytest.approx(-4 / np.sqrt(5))
    assert row["lower"] < row["effect"] < row["upper"] < 0


def test_interval_and_p_value_are_welchs() -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"x": np.concatenate([rng.normal(0, 1, 40), rng.normal(0.4, 3, 90)])})
    a = np.arange(130) < 40
    row = comparison(table, a, ~a).iloc[0]
    expected = ttest_ind(table["x"][a], table["x"][~a], equal_var=False)
    spread = table["x"].std(ddof=0)
    low, high = expected.confidence_interval(0.95)
    assert row["p_adjusted"] == pytest.approx(expected.pvalue)
    assert (row["lower"], row["upper"]) == pytest.approx((low / spread, high / spread))


def test_who_is_in_both_groups_is_counted_in_neither() -> None:
    table = pd.DataFrame({"x": [1.0] * 6 + [100.0] * 4 + [3.0, 2, 2, 2, 2, 2]})
    a, b = np.arange(16) < 10, np.arange(16) >= 6
    row = comparison(table, a, b).iloc[0]
    assert (row["n_a"], row["n_b"]) == (6, 6)
    assert row["mean_a"] == 1


def test_categories_are_compared_by_their_shares_and_missing_values_are_left_out() -> None:
    home = ["mobile"] * 9 + [None] + ["branch"] * 5 + ["mobile"] * 5
    found = comparison(pd.DataFrame({"home": home}), halves(20), ~halves(20)).set_index("category")
    assert (found.loc["mobile", "mean_a"], found.loc["mobile", "mean_b"]) == (1.0, 0.5)
    assert found.loc["mobile", "n_a"] == 9


def test_groups_drawn_at_random_are_rarely_said_to_differ() -> None:
    rng = np.random.default_rng(0)
    worlds_with_a_claim = 0
    for _ in range(100):
        table = pd.DataFrame(rng.normal(size=(200, 30)))
        a = rng.random(200) < 0.5
        worlds_with_a_claim += int(comparison(table, a, ~a)["differs"].any())
    assert worlds_with_a_claim <= 12


@pytest.mark.parametrize("n_a", [0, 4])
def test_too_small_a_group_is_not_compared(n_a: int) -> None:
    a = np.arange(30) < n_a
    assert comparison(pd.DataFrame({"x": np.arange(30.0)}), a, ~a).empty


def test_a_feature_that_never_varies_is_left_out() -> None:
    assert comparison(pd.DataFrame({"x": np.ones(20)}), halves(20), ~halves(20)).empty
