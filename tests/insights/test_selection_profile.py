"""What sets the selected apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.insights.selection_profile import selection_profile


def test_an_effect_by_hand() -> None:
    table = pd.DataFrame({"visits": [1.0] * 6 + [5.0] * 6, "noise": [0.0, 1.0] * 6})
    found = selection_profile(table, np.array([False] * 6 + [True] * 6)).set_index("feature")
    assert found.loc["visits", "segment_mean"] == 5
    assert found.loc["visits", "overall_mean"] == 3
    assert found.loc["visits", "effect"] == pytest.approx(1.0)
    assert found.loc["noise", "effect"] == pytest.approx(0.0)
    assert list(found.index) == ["visits", "noise"]


def test_a_category_is_compared_by_its_share() -> None:
    table = pd.DataFrame({"card": ["blue"] * 15 + ["gold"] * 5})
    found = selection_profile(table, np.array([False] * 10 + [True] * 10)).set_index("category")
    assert found.loc["gold", "segment_mean"] == pytest.approx(0.5)
    assert found.loc["gold", "overall_mean"] == pytest.approx(0.25)
    assert found["effect"].sum() == pytest.approx(0)


def test_missing_values_are_left_out_and_counted() -> None:
    table = pd.DataFrame({"share": [np.nan] * 4 + [0.2] * 8 + [0.8] * 8})
    found = selection_profile(table, np.array([True] * 2 + [False] * 10 + [True] * 8))
    assert found.loc[0, "n_known"] == 8
    assert found.loc[0, "segment_mean"] == pytest.approx(0.8)


@pytest.mark.parametrize("n_selected", [0, 4, 20])
def test_nothing_is_said_of_too_few_or_of_everyone(n_selected: int) -> None:
    table = pd.DataFrame({"visits": np.arange(20.0)})
    assert selection_profile(table, np.arange(20) < n_selected).empty


@settings(max_examples=40)
@given(some.integers(0, 2**32 - 1), some.floats(0.5, 100), some.floats(-1000, 1000))
def test_the_unit_of_a_feature_changes_no_effect(seed: int, scale: float, shift: float) -> None:
    random = np.random.default_rng(seed)
    values, selected = random.normal(size=60), random.random(60) < 0.4
    one = selection_profile(pd.DataFrame({"a": values}), selected)
    other = selection_profile(pd.DataFrame({"a": values * scale + shift}), selected)
    np.testing.assert_allclose(
        one[["effect", "lower", "upper"]], other[["effect", "lower", "upper"]], rtol=1e-6, atol=1e-9
    )


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(3)
    covered = 0
    for _ in range(400):
        everyone = random.normal(size=400)
        selected = np.zeros(400, dtype=np.bool_)
        selected[random.choice(400, 80, replace=False)] = True
        found = selection_profile(pd.DataFrame({"a": everyone}), selected).iloc[0]
        covered += found["lower"] <= 0 <= found["upper"]
    assert 0.92 <= covered / 400 <= 0.98
