from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.design import design_of
from analytics.models.leaks import suspected_leaks
from tests.models.made_up import customer_table, features_of, labels_of


def _found(table: pd.DataFrame, values: np.ndarray) -> pd.DataFrame:
    design = design_of(table)
    matrix, half = design.matrix(table), len(table) * 3 // 4
    return suspected_leaks(
        design, train=(matrix[:half], values[:half]), check=(matrix[half:], values[half:]), seed=0, n_threads=1
    )


@pytest.fixture(scope="module")
def clean() -> pd.DataFrame:
    return features_of(customer_table(3000))


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    return labels_of(customer_table(3000))["value"].to_numpy(dtype=float)


def test_an_honest_table_has_no_suspects(clean: pd.DataFrame, values: np.ndarray) -> None:
    assert _found(clean, values).empty


def test_a_noisy_copy_of_the_outcome_is_named(clean: pd.DataFrame, values: np.ndarray) -> None:
    random = np.random.default_rng(0)
    copy = np.where(random.random(len(values)) < 0.08, 1 - values, values) + random.normal(0, 0.1, len(values))
    found = _found(clean.assign(closing_score=copy), values)
    assert found["feature"].tolist() == ["closing_score"]
    assert found["value"].iloc[0] > 0.85


def test_an_exact_copy_and_its_twin_are_both_named(clean: pd.DataFrame, values: np.ndarray) -> None:
    found = _found(clean.assign(closed=values, closed_too=values * 2), values)
    assert set(found["feature"]) == {"closed", "closed_too"}
    assert found["reason"].str.contains("almost perfectly").all()


def test_a_column_filled_only_for_those_who_left_is_named(clean: pd.DataFrame, values: np.ndarray) -> None:
    random = np.random.default_rng(0)
    asked = np.where((values == 1) & (random.random(len(values)) < 0.3), random.normal(size=len(values)), np.nan)
    found = _found(clean.assign(exit_interview_minutes=asked), values)
    assert found["feature"].tolist() == ["exit_interview_minutes"]
    assert "Where it is filled, 100%" in found["reason"].iloc[0]


def test_numbers_handed_out_in_the_order_of_the_outcome_are_named(clean: pd.DataFrame, values: np.ndarray) -> None:
    random = np.random.default_rng(0)
    place = np.argsort(np.argsort(values + random.normal(0, 0.8, len(values)))) + 1000.0
    found = _found(clean.assign(row_number=place), values)
    assert found["feature"].tolist() == ["row_number"]


def test_where_labels_are_chance_nothing_is_suspected(clean: pd.DataFrame) -> None:
    for seed in range(5):
        chance = np.random.default_rng(seed).integers(0, 2, len(clean)).astype(float)
        assert _found(clean, chance).empty
