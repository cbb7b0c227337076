"""Where a model is wrong: what was planted is found, and where nothing was, hardly anything."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest

from analytics.insights.error_slices import error_slices

N_WORLDS = 100 if os.environ.get("TANDEM_SLOW") == "1" else 12


def world(n: int, *, planted: float, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Customers with thirty numbers and a city; in one city, above 0.6 in `x3`, it happens more often than foretold."""
    random = np.random.default_rng(seed)
    features = pd.DataFrame(random.normal(size=(n, 30)), columns=[f"x{place}" for place in range(30)])
    features["city"] = pd.Categorical(random.choice(list("abcd"), n))
    probability = random.beta(2, 10, n)
    inside = ((features["x3"] > 0.6) & (features["city"] == "b")).to_numpy()
    value = (random.random(n) < np.clip(probability + planted * inside, 0, 1)).astype(int)
    ids = [f"C{place:06d}" for place in range(n)]
    return pd.DataFrame({"customer_id": ids, "value": value, "probability": probability}), features


def test_a_planted_slice_is_found_with_both_of_its_conditions() -> None:
    n_hit = 0
    for seed in range(N_WORLDS):
        judged, features = world(8_000, planted=0.2, seed=seed)
        found = error_slices(judged, features, seed=seed).query("is_found == 1")
        named = [{one, other} for one, other in zip(found["feature_1"], found["feature_2"], strict=True)]
        n_hit += {"x3", "city"} in named
    assert n_hit >= 0.8 * N_WORLDS


def test_where_the_model_is_right_hardly_anything_is_found() -> None:
    n_false = 0
    for seed in range(N_WORLDS):
        judged, features = world(6_000, planted=0.0, seed=1_000 + seed)
        n_false += bool(error_slices(judged, features, seed=seed)["is_found"].any())
    # At a true rate of 5 % more come up once in 1,000 times.
    assert n_false <= {100: 13, 12: 4}[N_WORLDS]


def test_what_is_said_comes_from_the_other_half_and_adds_up() -> None:
    judged, features = world(8_000, planted=0.2, seed=5)
    table = error_slices(judged, features, seed=5)
    assert len(table) <= 60
    assert table["p_adjusted"].is_monotonic_increasing
    assert ((table["lower"] <= table["difference"]) & (table["difference"] <= table["upper"])).all()
    assert (table["observed"] - table["predicted"]).to_numpy() == pytest.approx(table["difference"].to_numpy())
    assert (table["n_customers"] <= 0.55 * len(judged)).all()
    again = error_slices(judged, features, seed=5)
    pd.testing.assert_frame_equal(table, again)


def test_missing_values_meet_no_condition_and_a_constant_column_is_no_slice() -> None:
    judged, features = world(3_000, planted=0.0, seed=6)
    features["x0"] = np.nan
    features["x1"] = 7.0
    table = error_slices(judged, features, seed=6)
    assert not {"x0"} & {*table["feature_1"], *table["feature_2"].dropna()}


def test_too_few_customers_give_an_empty_table() -> None:
    judged, features = world(40, planted=0.0, seed=7)
    assert error_slices(judged, features, seed=7).empty


def test_a_small_slice_in_which_nothing_happened_is_no_finding() -> None:
    # Sixty customers at 2 %: that it happened to none of them is what one expects.
    judged = pd.DataFrame(
        {"customer_id": [f"C{place}" for place in range(2_000)], "value": 0, "probability": [0.02] * 2_000}
    )
    judged.loc[judged.index % 50 == 0, "value"] = 1
    features = pd.DataFrame({"kind": pd.Categorical(np.where(np.arange(2_000) % 33 == 7, "rare", "common"))})
    assert not error_slices(judged, features, seed=0)["is_found"].any()
