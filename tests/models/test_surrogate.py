"""A straight line around a customer: exact where the model is one, honest where it is not."""

from __future__ import annotations

import numpy as np

from analytics.models.surrogate import Floats, surrogate

RANDOM = np.random.default_rng(3)
OTHERS = np.c_[RANDOM.normal(size=(400, 3)), RANDOM.integers(0, 2, 400)]
COLUMNS = np.arange(4)


def test_of_a_sum_it_gives_what_each_value_adds_beside_the_average_customer() -> None:
    slopes = np.array([2.0, -1.0, 0.0, 0.5])
    own = np.array([1.0, 2.0, 3.0, 1.0])
    told = surrogate(lambda rows: rows @ slopes, own, OTHERS, columns=COLUMNS, seed=0)
    by_hand = slopes * (own - OTHERS.mean(axis=0))
    assert np.abs(told.weights - by_hand).max() < 0.12
    assert told.fit > 0.97


def test_of_two_values_that_count_only_together_it_says_that_it_fits_badly() -> None:
    def both(rows: Floats) -> Floats:
        return np.asarray(np.sign(rows[:, 0]) * np.sign(rows[:, 1]))

    told = surrogate(both, np.array([0.0, 0.0, 1.0, 1.0]) + 1e-9, OTHERS, columns=COLUMNS, seed=0)
    kept_both = surrogate(
        lambda rows: 1.0 * (rows[:, 3] == 2), np.array([0, 0, 0, 1.0]), OTHERS, columns=COLUMNS, seed=0
    )
    assert told.fit < 0.8, "of keeping both or one a line can tell a part only"
    assert kept_both.fit == 0.0, "where the model never answers otherwise there is nothing to explain"


def test_columns_that_are_not_asked_about_are_never_replaced() -> None:
    seen: list[Floats] = []

    def answer(rows: Floats) -> Floats:
        seen.append(rows)
        return rows[:, 0]

    own = np.array([9.0, 8.0, 7.0, 6.0])
    told = surrogate(answer, own, OTHERS, columns=np.array([0, 2]), seed=0)
    assert (seen[0][:, [1, 3]] == [8.0, 6.0]).all()
    assert 0.4 < (seen[0][:, 0] == 9.0).mean() < 0.6
    assert told.weights.shape == (2,)


def test_the_same_seed_gives_the_same_account() -> None:
    accounts = [
        surrogate(lambda rows: rows[:, 0] ** 3, np.ones(4), OTHERS, columns=COLUMNS, seed=seed) for seed in (1, 1, 2)
    ]
    assert (accounts[0].weights == accounts[1].weights).all()
    assert not (accounts[0].weights == accounts[2].weights).all()
