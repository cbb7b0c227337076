"""Which partitions are worth looking at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.shortlist import MOST_BESIDE, candidate_membership, shortlist


def _table(sizes: list[int], chosen: int, near: list[int], stability: float = 0.9) -> pd.DataFrame:
    k = pd.Series(sizes)
    score = 10 - (k - chosen).abs() / 10
    return pd.DataFrame(
        {"k": k, "score": score, "stability": stability, "is_chosen": k == chosen, "is_near_tie": k.isin(near)}
    )


def _sizes(table: pd.DataFrame) -> list[int]:
    return table["k"].iloc[list(shortlist(table))].tolist()


def test_near_ties_come_first_then_clearly_smaller_and_larger_ones() -> None:
    assert _sizes(_table(list(range(1, 16)), 10, [9, 11])) == [10, 9, 11, 7, 14, 5]


def test_room_is_left_for_other_sizes_where_many_are_near() -> None:
    found = _sizes(_table(list(range(1, 16)), 10, [7, 8, 9, 11, 12, 13]))
    assert found[:4] == [10, 9, 11, 8]
    assert found[4:] == [7, 14]


def test_what_room_is_left_goes_to_further_near_ties() -> None:
    assert _sizes(_table([1, 4, 5, 6, 7], 6, [4, 5, 7])) == [6, 5, 7, 4]


def test_unstable_ones_of_other_sizes_and_one_group_are_left_out() -> None:
    assert _sizes(_table(list(range(1, 16)), 10, [], stability=0.5)) == [10]


def test_nothing_is_worth_looking_at_where_none_was_chosen() -> None:
    table = _table(list(range(1, 16)), 10, [])
    assert shortlist(table.assign(is_chosen=False)) == ()
    assert shortlist(table.assign(is_chosen=table["k"] == 1)) == ()


def test_never_more_than_five_beside_the_chosen_one() -> None:
    assert len(shortlist(_table(list(range(1, 60)), 8, [2, 3, 4, 5, 6, 7, *range(9, 30)]))) == MOST_BESIDE + 1


def test_membership_has_a_row_a_partition_and_customer() -> None:
    found = candidate_membership(["a", "b"], {4: np.array([1, 2]), 2: np.array([1, 1])})
    assert found.astype({"customer_id": object}).to_numpy().tolist() == [
        [4, "a", 1],
        [4, "b", 2],
        [2, "a", 1],
        [2, "b", 1],
    ]
    assert candidate_membership(["a"], {}).empty
