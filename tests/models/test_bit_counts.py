"""Counting by bits against counting one by one."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.bit_counts import MOST_SETS, Columns, Sets, added_up, full_set, still_possible
from analytics.models.pattern_tree import Ints


def as_numbers(holds: np.ndarray) -> Sets:
    bits = holds.astype(np.uint64) << np.arange(holds.shape[1], dtype=np.uint64)
    return np.asarray(bits.sum(axis=1, dtype=np.uint64))


def columns_of(sets: Sets, places: Ints, low: int, high: int) -> Columns:
    """What is added up, as numbers without a sign again: on its way out of compiled code they become Python's."""
    c = [np.uint64(column) for column in added_up(sets, places, low, high)]
    return c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]


@pytest.mark.parametrize("n_things", [1, 17, 63, 64])
@pytest.mark.parametrize("n_sets", [0, 1, 3, 4, 6, 254, MOST_SETS])
def test_as_many_sets_hold_a_thing_as_are_counted(n_things: int, n_sets: int) -> None:
    rng = np.random.default_rng(n_things + n_sets)
    for share in (0.1, 0.5, 1.0):
        holds = rng.random((n_sets, n_things)) < share
        order = rng.permutation(n_sets).astype(np.int32)
        columns = columns_of(as_numbers(holds), order, 0, n_sets)
        counts = np.full(n_things, 1000, np.int64)
        least = 1000 + int(n_sets * share)
        still = still_possible(counts, columns, np.uint64(full_set(n_things)), n_things, least)
        np.testing.assert_array_equal(counts, 1000 + holds.sum(axis=0))
        assert still == as_numbers((counts >= least)[None])[0]


def test_only_things_that_are_asked_about_are_counted() -> None:
    columns = columns_of(np.full(5, full_set(64), np.uint64), np.arange(5, dtype=np.int32), 1, 4)
    counts = np.zeros(64, np.int64)
    assert still_possible(counts, columns, np.uint64(0b1010), 64, 3) == 0b1010
    assert counts.nonzero()[0].tolist() == [1, 3]
    assert counts.max() == 3
