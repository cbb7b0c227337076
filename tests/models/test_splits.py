from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.models.splits import customer_split


def _labels(values: list[int], dates: int = 1) -> pd.DataFrame:
    ids = [f"C{number}" for number in range(len(values))]
    return pd.DataFrame({"customer_id": ids * dates, "value": values * dates})


def test_ten_of_each_class_give_six_two_and_two() -> None:
    labels = _labels([0] * 10 + [1] * 10)
    parts = customer_split(labels, seed=0)
    positives = parts[[f"C{number}" for number in range(10, 20)]]
    assert positives.value_counts().to_dict() == {"train": 6, "calibration": 2, "test": 2}
    assert parts.value_counts().to_dict() == {"train": 12, "calibration": 4, "test": 4}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=10, max_size=200), st.integers(0, 10**9), st.integers(1, 3))
def test_a_customer_is_in_one_part_whatever_the_order_of_the_rows(values: list[int], seed: int, dates: int) -> None:
    labels = _labels(values, dates)
    parts = customer_split(labels, seed=seed)
    assert parts.index.is_unique
    assert set(parts.index) == set(labels["customer_id"])
    shuffled = labels.sample(frac=1, random_state=3)
    pd.testing.assert_series_equal(parts, customer_split(shuffled, seed=seed))


def test_another_seed_gives_another_split() -> None:
    labels = _labels(list(np.tile([0, 1], 100)))
    assert (customer_split(labels, seed=0) != customer_split(labels, seed=1)).any()
