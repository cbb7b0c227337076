"""The representation: comparable columns, filled gaps, habits freed of circumstances."""

import os

import numpy as np
import pandas as pd
import pytest

from analytics.models.habits import habits
from analytics.models.representation import representation
from analytics.models.segmentation import segmentation
from benchmarks.planted_regimes import REGIMES, column_permuted, missing_values, mixed_scales


def test_transform_of_the_same_table_gives_the_matrix() -> None:
    table = missing_values(300, 0).features
    found = representation(table, seed=0)
    np.testing.assert_allclose(found.transform(table), found.matrix, atol=1e-5)


def test_constant_and_repeated_columns_are_dropped() -> None:
    rng = np.random.default_rng(0)
    spend = rng.normal(size=100)
    table = pd.DataFrame({"spend": spend, "twice": 2 * spend + 1, "same": 3.0, "other": rng.normal(size=100)})
    found = representation(table, seed=0)
    assert set(found.dropped) == {"twice", "same"}
    assert found.matrix.shape == (100, 2)


def test_a_unit_of_money_makes_no_difference() -> None:
    table = mixed_scales(300, 0).features
    cents = table.assign(f00=table["f00"] * 100)
    first, second = representation(table, seed=0), representation(cents, seed=0)
    np.testing.assert_allclose(first.matrix, second.matrix, atol=1e-3)


def test_one_gross_value_does_not_stretch_the_map() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=500)
    values[0] = 1e9
    found = representation(pd.DataFrame({"a": values, "b": rng.normal(size=500)}), seed=0)
    assert np.abs(found.matrix).max() < 40


def test_a_mortgage_does_not_move_a_customer_among_habits() -> None:
    rng = np.random.default_rng(2)
    loan = rng.integers(0, 2, size=800).astype(float)
    share = rng.normal(size=800)
    table = pd.DataFrame(
        {
            "n_own_acts_365d": rng.normal(size=800),
            "mobile_channel_share": share,
            "balance_mean_365d": share - 5 * loan,
            "holds_mortgage": loan,
            "balance_trend_90d": rng.normal(size=800),
        }
    )
    assert "balance_trend_90d" not in habits(table).habits
    found = representation(table, seed=0)
    assert max(abs(np.corrcoef(loan, column)[0, 1]) for column in found.matrix.T) < 0.1


def test_other_tables_keep_all_their_columns() -> None:
    table = pd.DataFrame({"tenure_days": [1.0, 2.0], "holds_loan": [0.0, 1.0]})
    assert habits(table).habits.columns.tolist() == ["tenure_days", "holds_loan"]


@pytest.mark.parametrize("seed", range(40 if os.environ.get("TANDEM_SLOW") else 2))
def test_worlds_without_groups_have_no_structure(seed: int) -> None:
    regime = list(REGIMES.values())[seed % len(REGIMES)]
    shuffled = column_permuted(regime(600, seed, 1.0).features, seed)
    found = segmentation(representation(shuffled, seed=0), list(shuffled.index), seed=0)
    assert not found.structure_found, found.reason


def test_the_whole_habits_have_the_circumstances_left_in() -> None:
    rng = np.random.default_rng(6)
    holds = rng.integers(0, 2, size=400).astype(float)
    columns = {f"share_{i}": rng.normal(size=400) + 2 * holds for i in range(3)}
    table = pd.DataFrame({"n_own_acts_365d": rng.normal(size=400), "holds_loan": holds, **columns})
    found = representation(table, seed=0)
    assert found.is_freed
    apart = found.whole[holds == 1, 1:].mean(axis=0) - found.whole[holds == 0, 1:].mean(axis=0)
    assert (apart > 1).all()
    freed = found.transform(table)
    assert np.abs(freed[holds == 1].mean(axis=0) - freed[holds == 0].mean(axis=0)).max() < 0.1
    np.testing.assert_allclose(found.whole_of(table.iloc[:50]), found.whole[:50], atol=1e-5)


def test_a_customer_table_has_nothing_to_be_freed_of() -> None:
    table = mixed_scales(200, 0).features
    found = representation(table, seed=0)
    assert not found.is_freed
    assert found.whole is found.matrix
