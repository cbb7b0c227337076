"""Parts of values, mean pushes by part, and pairs by strength."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.insights.driver_shapes import driver_shape, pair_shape, pair_strengths
from analytics.insights.value_bins import MISSING, OTHERS, value_bins


def test_few_numbers_are_parts_by_themselves_and_what_is_missing_is_one_more() -> None:
    parts = value_bins(pd.Series([2.0, 0.0, None, 2.0]), most=4)
    assert parts.codes.tolist() == [1, 0, 2, 1]
    assert parts.table["to_value"].tolist()[:2] == [0.0, 2.0]
    assert parts.table["from_value"].tolist()[:2] == [0.0, 2.0]
    assert parts.table["text"].tolist() == ["", "", MISSING]


def test_many_numbers_are_parted_into_about_as_many_customers_each() -> None:
    parts = value_bins(pd.Series(np.arange(100.0)), most=4)
    assert np.bincount(parts.codes).tolist() == [25, 25, 25, 25]
    assert math.isnan(parts.table["from_value"][0])
    assert parts.table["to_value"].tolist()[:3] == [24.0, 49.0, 74.0]
    assert math.isnan(parts.table["to_value"][3])


def test_of_categories_the_rare_ones_go_together() -> None:
    parts = value_bins(pd.Series(["a"] * 3 + ["b"] * 2 + ["c", "d", None], dtype="category"), most=3)
    assert parts.table["text"].tolist() == ["a", "b", OTHERS, MISSING]
    assert parts.codes.tolist() == [0, 0, 0, 1, 1, 2, 2, 3]


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=60), st.integers(2, 8))
def test_every_value_lies_in_its_part(numbers: list[float | None], most: int) -> None:
    values = pd.Series(numbers, dtype="float64")
    parts = value_bins(values, most=most)
    assert len(parts.table) <= most + 1
    for value, code in zip(values, parts.codes, strict=True):
        low, high, text = parts.table.loc[code, ["from_value", "to_value", "text"]]
        if math.isnan(value):
            assert text == MISSING
        else:
            assert math.isnan(low) or low < value or low == value == high
            assert math.isnan(high) or value <= high


def test_a_shape_is_the_mean_push_of_each_part_with_its_interval() -> None:
    shape = driver_shape(pd.Series([1.0, 1.0, 1.0, 5.0]), np.array([0.1, 0.2, 0.3, -1.0]))
    assert shape["mean_push"].tolist() == pytest.approx([0.2, -1.0])
    assert shape["n_customers"].tolist() == [3, 1]
    assert shape["upper"][0] - 0.2 == pytest.approx(1.645 * 0.1 / math.sqrt(3), rel=1e-3)
    assert math.isnan(shape["lower"][1]), "one customer has no spread"


def test_a_pair_is_averaged_over_the_parts_that_have_customers() -> None:
    first, second = pd.Series([0.0, 0.0, 1.0, 1.0]), pd.Series(["x", "y", "x", "x"])
    shape = pair_shape(first, second, np.array([0.4, -0.4, 0.2, 0.0]))
    cells = zip(shape["to_value"], shape["other_text"], shape["mean_push"], strict=True)
    assert [(value, text, round(mean, 12)) for value, text, mean in cells] == [
        (0.0, "x", 0.4),
        (0.0, "y", -0.4),
        (1.0, "x", 0.1),
    ]


def test_pairs_are_ranked_by_size_with_an_interval_over_customers() -> None:
    random = np.random.default_rng(0)
    strong, weak = random.normal(0, 1, 500), random.normal(0, 0.1, 500)
    table = pair_strengths({("a", "b"): weak, ("a", "c"): strong, ("b", "c"): weak * 0.1}, most=2, seed=0)
    assert list(zip(table["feature"], table["other_feature"], strict=True)) == [("a", "c"), ("a", "b")]
    assert table["mean_abs_together"][0] == pytest.approx(np.abs(strong).mean())
    assert (table["lower"] < table["mean_abs_together"]).all()
    assert (table["mean_abs_together"] < table["upper"]).all()
    assert pair_strengths({}, most=2, seed=0).empty
