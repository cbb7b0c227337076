"""Who has a given pattern, and when: equal to trying every choice of events, and to the miner."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from analytics.models.histories import Histories
from analytics.models.pattern_miner import Limits, patterns_with_customers
from analytics.models.pattern_rows import latest_occurrence, occurrences, rows_with

N_CUSTOMERS, N_SYMBOLS, DAYS, GAP, WINDOW = 12, 3, 60, 15, 30


def made_up(seed: int) -> list[tuple[int, int, int]]:
    """Customer, day and symbol of random events, sorted."""
    random = np.random.default_rng(seed)
    n = 80
    rows = zip(
        random.integers(0, N_CUSTOMERS, n), random.integers(0, DAYS, n), random.integers(0, N_SYMBOLS, n), strict=True
    )
    return sorted((int(customer), int(day), int(symbol)) for customer, day, symbol in rows)


def days_of(events: list[tuple[int, int, int]], symbol: int) -> tuple[np.ndarray, np.ndarray]:
    own = [(customer, day) for customer, day, each in events if each == symbol]
    return np.array([row[0] for row in own], np.int32), np.array([row[1] for row in own], np.int32)


def has(events: list[tuple[int, int, int]], pattern: tuple[int, ...], customer: int, day: int) -> bool:
    """Try every choice of days."""
    days = [[when for who, when, each in events if (who, each) == (customer, symbol)] for symbol in pattern]
    within = [[when for when in each if day - WINDOW < when <= day] for each in days]
    return any(all(1 <= after - before <= GAP for before, after in pairwise(choice)) for choice in product(*within))


@pytest.mark.parametrize("seed", range(20))
def test_rows_with_a_pattern_are_those_that_trying_everything_finds(seed: int) -> None:
    events = made_up(seed)
    rows = [(customer, day) for customer in range(N_CUSTOMERS) for day in range(0, 90, 9)]
    customer, day = (np.array(each, np.int32) for each in zip(*rows, strict=True))
    for pattern in [(0,), (0, 1), (1, 1), (2, 0, 1), (1, 1, 1)]:
        found = occurrences([days_of(events, symbol) for symbol in pattern], most_gap=GAP)
        numbers = rows_with(found, customer, day, window_days=WINDOW).tolist()
        assert numbers == [at for at, row in enumerate(rows) if has(events, pattern, *row)]


def test_whoever_the_miner_says_has_a_pattern_has_an_occurrence() -> None:
    events = made_up(99)
    starts = np.searchsorted([row[0] for row in events], np.arange(N_CUSTOMERS + 1))
    days, symbols = (np.array([row[at] for row in events]) for at in (1, 2))
    histories = Histories(starts.astype(np.int64), days, symbols.astype(np.int32), N_SYMBOLS)
    mined = patterns_with_customers(histories, Limits(1, most_gap=GAP, most_items=3, most_at_once=1))
    assert len(mined) > N_SYMBOLS
    for number in range(len(mined)):
        steps = [items[0] for items in mined.item_sets(number)]
        found = occurrences([days_of(events, symbol) for symbol in steps], most_gap=GAP)
        assert np.unique(found.customer).tolist() == mined.customers_of(number).tolist()


def test_what_never_happened_ends_nowhere() -> None:
    nothing = np.zeros(0, np.int32), np.zeros(0, np.int32)
    some = np.array([0], np.int32), np.array([3], np.int32)
    for days in ([nothing, some], [some, nothing], [nothing]):
        found = occurrences(days, most_gap=GAP)
        assert len(found.customer) == 0
        assert len(rows_with(found, np.array([0]), np.array([5]), window_days=WINDOW)) == 0


@pytest.mark.parametrize("seed", range(20))
def test_the_latest_occurrence_is_the_last_to_end_and_of_those_the_last_to_begin(seed: int) -> None:
    events = made_up(seed)
    for customer, pattern in product(range(N_CUSTOMERS), [(0,), (0, 1), (2, 0, 1), (1, 1, 1)]):
        days = [[when for who, when, each in events if (who, each) == (customer, symbol)] for symbol in pattern]
        fitting = [
            choice for choice in product(*days) if all(1 <= after - before <= GAP for before, after in pairwise(choice))
        ]
        found = latest_occurrence(days, most_gap=GAP)
        assert (found is None) == (not fitting)
        if found is not None:
            assert found in fitting
            assert (found[-1], found[0]) == max((choice[-1], choice[0]) for choice in fitting)
