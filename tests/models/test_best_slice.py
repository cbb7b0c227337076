"""The slice that a machine names itself."""

from __future__ import annotations

import numpy as np

from analytics.models.best_slice import Condition, best_slice, in_slice


def planted() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    matrix = np.column_stack([random.random((4000, 5)), random.integers(4, size=4000)])
    inside = (matrix[:, 1] > 0.75) & (matrix[:, 5] == 2)
    return matrix, inside, random.random(4000) - 0.5 + 0.6 * inside


def found(matrix: np.ndarray, residuals: np.ndarray, n_conditions: int) -> tuple[Condition, ...]:
    return best_slice(
        matrix,
        residuals,
        np.full(len(matrix), 0.08),
        categorical=[5],
        n_conditions=n_conditions,
        customer_codes=np.arange(len(matrix)),
    )


def test_a_planted_slice_of_two_conditions_is_found() -> None:
    matrix, inside, residuals = planted()
    conditions = found(matrix, residuals, 2)
    assert {each.column for each in conditions} == {1, 5}
    assert (in_slice(matrix, conditions) == inside).mean() > 0.99


def test_a_slice_has_no_more_conditions_than_asked_and_fifty_customers() -> None:
    matrix, _, residuals = planted()
    assert len(found(matrix, residuals, 1)) == 1
    assert found(matrix[:40], residuals[:40], 2) == ()


def test_a_missing_value_fulfils_no_condition() -> None:
    matrix = np.array([[np.nan], [1.0], [0.0]])
    assert Condition(0, 0.5, 1).holds(matrix).tolist() == [False, True, False]
    assert Condition(0, 0.5, -1).holds(matrix).tolist() == [False, False, True]
    assert in_slice(matrix, ()).tolist() == [False, False, False]
