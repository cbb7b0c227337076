"""What was done counts up to the day on which one looks, the last of it, and nothing that came after."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.insights.what_was_done import HELD_BACK, NOTHING, last_before, what_was_done


def test_the_last_offer_of_the_window_counts_and_none_after_the_day() -> None:
    rows, days = np.array([0, 0, 1, 2]), np.array([100, 230, 100, 100])
    whose, when = np.array([0, 0, 0, 2]), np.array([50, 90, 101, 101])
    assert last_before(rows, days, whose, when, window_days=120).tolist() == [1, -1, -1, -1]
    assert last_before(rows, days, whose, when, window_days=130).tolist() == [1, 2, -1, -1]


@pytest.mark.parametrize("seed", range(3))
def test_the_last_offer_is_the_one_that_a_look_at_each_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    done = sorted(zip(random.integers(0, 9, 60).tolist(), random.integers(0, 300, 60).tolist(), strict=True))
    whose, when = (np.array(each) for each in zip(*done, strict=True))
    rows, days = random.integers(0, 9, 40), random.integers(0, 300, 40)
    found = last_before(rows, days, whose, when, window_days=60)
    for row, day, number in zip(rows, days, found, strict=True):
        there = [each for who, each in done if who == row and day - 60 < each <= day]
        assert (number == -1) == (not there)
        assert number == -1 or when[number] == max(there)


def test_what_was_held_back_is_no_offer_and_shares_have_intervals() -> None:
    done = pd.DataFrame({"offer": ["a", "b", "b"], "is_control": [False, True, False], "accepted": [1, 0, 0]})
    table = what_was_done(done, np.array([0, 0, 1, -1, -1, -1]), np.array([1, 0, 1, 0, 0, 1], bool)).set_index("done")
    assert table["n_rows"].to_dict() == {NOTHING: 3, "a": 2, HELD_BACK: 1}
    assert table["n_accepted"].to_dict() == {NOTHING: 0, "a": 2, HELD_BACK: 0}
    assert table.loc["a", "share"] == 0.5
    assert (table["lower"] <= table["share"]).all()
    assert (table["upper"] >= table["share"]).all()
    nobody = what_was_done(done.head(0), np.array([-1, -1]), np.array([True, False]))
    assert nobody["done"].tolist() == [NOTHING]
