"""What follows what: equal to reading each customer's history one by one."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from statistics import median

import numpy as np
import pytest

from analytics.insights.transitions import transitions
from tests.insights.test_before_and_after import DAYS, arrays, made_up


@pytest.mark.parametrize("seed", range(10))
def test_pairs_are_those_of_each_history(seed: int) -> None:
    histories = made_up(seed)
    gaps: dict[tuple[int, int], list[int]] = defaultdict(list)
    who: dict[tuple[int, int], set[int]] = defaultdict(set)
    happened: dict[int, int] = defaultdict(int)
    for customer, own in histories.items():
        for _, symbol in own:
            happened[symbol] += 1
        for (day, before), (later, after) in pairwise(own):
            if later - day <= DAYS:
                gaps[before, after].append(later - day)
                who[before, after].add(customer)
    expected = [
        (before, after, len(each), len(who[before, after]), len(each) / happened[before], median(each))
        for (before, after), each in sorted(gaps.items())
    ]
    found = transitions(*arrays(histories), n_symbols=4, days=DAYS)
    assert found["n_times"].sum() > 0
    for row, told in zip(found.itertuples(index=False, name=None), expected, strict=True):
        assert row == pytest.approx(told)


def test_nothing_follows_where_nothing_happened() -> None:
    nobody = np.zeros(0, np.int32)
    assert transitions(nobody, nobody, nobody, n_symbols=3, days=DAYS).empty
