from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.insights.drivers import drivers


def _attributions(contributions: dict[str, list[float]]) -> pd.DataFrame:
    table = pd.DataFrame(contributions)
    ids = [f"C{number}" for number in range(len(table))]
    rows = table.assign(customer_id=ids).melt("customer_id", var_name="feature", value_name="contribution")
    base = pd.DataFrame({"customer_id": ids, "feature": "(base)", "contribution": -1.0})
    return pd.concat([rows, base], ignore_index=True).assign(outcome="churn")


def _features(values: dict[str, list[object]]) -> pd.DataFrame:
    table = pd.DataFrame(values)
    return table.assign(customer_id=[f"C{number}" for number in range(len(table))])


def test_four_customers_in_two_segments_worked_by_hand() -> None:
    attributions = _attributions({"silence": [-1.0, -0.5, 0.5, 2.0], "balance": [0.2, 0.1, -0.1, -0.2]})
    features = _features({"silence": [1.0, 2.0, 3.0, 4.0], "balance": [10.0, 20.0, 30.0, 40.0]})
    membership = pd.DataFrame(
        {"customer_id": ["C0", "C1", "C2", "C3"], "level": 1, "segment_id": ["calm", "calm", "silent", "silent"]}
    )
    table = drivers(attributions, features, membership, outcome="churn", seed=0)
    overall = table[table["segment_id"].isna()].set_index("feature")
    assert overall.loc["silence", "mean_abs_contribution"] == pytest.approx(1.0)
    assert overall.loc["balance", "mean_abs_contribution"] == pytest.approx(0.15)
    assert overall["direction"].to_dict() == {"balance": "down", "silence": "up"}
    silent = table[table["segment_id"] == "silent"].set_index("feature")
    assert silent.loc["silence", "mean_abs_contribution"] == pytest.approx(1.25)
    assert silent.loc["silence", "n_customers"] == 2
    assert "(base)" not in set(table["feature"])


def test_categories_unused_and_two_sided_features_are_named_as_such() -> None:
    attributions = _attributions({"channel": [1.0, -1.0, 1.0], "unused": [0.0, 0.0, 0.0], "hump": [-1.0, 1.0, -1.0]})
    features = _features({"channel": ["web", "branch", "web"], "unused": [1.0, 2.0, 3.0], "hump": [1.0, 2.0, 3.0]})
    table = drivers(attributions, features, None, outcome="churn", seed=0).set_index("feature")
    assert table["direction"].to_dict() == {"channel": "category", "hump": "mixed", "unused": "none"}


def test_missing_values_take_no_part_in_the_direction() -> None:
    attributions = _attributions({"silence": [9.0, -1.0, 0.0, 1.0]})
    features = _features({"silence": [np.nan, 1.0, 2.0, 3.0]})
    assert drivers(attributions, features, None, outcome="churn", seed=0)["direction"].tolist() == ["up"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 80))
def test_the_interval_holds_the_mean_and_other_outcomes_do_not_mix_in(seed: int, n: int) -> None:
    random = np.random.default_rng(seed)
    attributions = _attributions({"a": list(random.normal(size=n)), "b": list(random.normal(size=n))})
    features = _features({"a": list(random.normal(size=n)), "b": list(random.normal(size=n))})
    table = drivers(attributions, features, None, outcome="churn", seed=seed)
    assert (
        (table["lower"] <= table["mean_abs_contribution"]) & (table["mean_abs_contribution"] <= table["upper"])
    ).all()
    both = pd.concat([attributions, attributions.assign(outcome="dormancy", contribution=9.0)])
    pd.testing.assert_frame_equal(table, drivers(both, features, None, outcome="churn", seed=seed))


def test_the_interval_covers_the_true_mean_about_nine_times_in_ten() -> None:
    held = 0
    for seed in range(60):
        size = np.random.default_rng(seed).exponential(1.0, 150)
        features = _features({"a": list(size)})
        table = drivers(_attributions({"a": list(size)}), features, None, outcome="churn", seed=seed)
        held += table["lower"].iloc[0] <= 1.0 <= table["upper"].iloc[0]
    assert 46 <= held <= 60
