"""The pattern miner against a search that tries everything, and what must hold for any histories."""

from __future__ import annotations

import os
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import InputError
from analytics.models.closed_patterns import closed_patterns
from analytics.models.histories import Histories
from analytics.models.pattern_miner import Limits, frequent_patterns, patterns_with_customers
from analytics.models.patterns_found import ItemSets, Patterns

History = list[tuple[int, frozenset[int]]]
"""One customer's moments: a time, and what happened then."""

N_DATABASES = 1000 if os.environ.get("TANDEM_SLOW") else 100


def as_arrays(customers: list[History], n_items: int) -> Histories:
    rows = [(who, time, item) for who, history in enumerate(customers) for time, items in history for item in items]
    starts = np.searchsorted([who for who, _, _ in rows], np.arange(len(customers) + 1))
    times = np.array([time for _, time, _ in rows], dtype=np.int64)
    return Histories(starts.astype(np.int64), times, np.array([item for *_, item in rows], dtype=np.int32), n_items)


def patterns_of_one(history: History, limits: Limits) -> set[ItemSets]:
    """Every choice of moments that keeps the limits, and every choice of items in each of them."""
    found: set[ItemSets] = set()
    for size in range(1, min(len(history), limits.most_items or 99) + 1):
        for chosen in combinations(history, size):
            times = [time for time, _ in chosen]
            gaps = [later - earlier for earlier, later in pairwise(times)]
            if any(gap < limits.least_gap for gap in gaps):
                continue
            if limits.most_gap is not None and any(gap > limits.most_gap for gap in gaps):
                continue
            if limits.most_span is not None and times[-1] - times[0] > limits.most_span:
                continue
            ways: list[ItemSets] = [()]
            for _, items in chosen:
                sets = [s for n in range(1, len(items) + 1) for s in combinations(sorted(items), n)]
                ways = [(*way, each) for way in ways for each in sets if len(each) <= (limits.most_at_once or 99)]
            found.update(way for way in ways if sum(map(len, way)) <= (limits.most_items or 99))
    return found


def by_brute_force(customers: list[History], limits: Limits) -> dict[ItemSets, frozenset[int]]:
    who: dict[ItemSets, set[int]] = {}
    for number, history in enumerate(customers):
        for pattern in patterns_of_one(history, limits):
            who.setdefault(pattern, set()).add(number)
    return {pattern: frozenset(each) for pattern, each in who.items() if len(each) >= limits.fewest_customers}


def lies_in(part: ItemSets, whole: ItemSets) -> bool:
    return any(
        all(set(own) <= set(other) for own, other in zip(part, chosen, strict=True))
        for chosen in combinations(whole, len(part))
    )


def closed_by_brute_force(found: dict[ItemSets, frozenset[int]]) -> set[ItemSets]:
    return {
        pattern
        for pattern, who in found.items()
        if not any(other != pattern and found[other] == who and lies_in(pattern, other) for other in found)
    }


def counts(patterns: Patterns) -> dict[ItemSets, int]:
    found = {patterns.item_sets(number): int(patterns.n_customers[number]) for number in range(len(patterns))}
    assert len(found) == len(patterns)
    return found


def random_database(rng: np.random.Generator) -> tuple[list[History], int, Limits]:
    n_items, most_moments, most_together = int(rng.integers(2, 6)), int(rng.integers(1, 7)), int(rng.integers(1, 4))
    if most_together > 1:
        most_moments = min(most_moments, 4)
    customers: list[History] = []
    for _ in range(int(rng.integers(4, 16))):
        times = np.sort(rng.choice(25, size=int(rng.integers(0, most_moments + 1)), replace=False))
        sizes = rng.integers(1, most_together + 1, size=len(times))
        customers.append(
            [(int(t), frozenset(map(int, rng.integers(0, n_items, size=n)))) for t, n in zip(times, sizes, strict=True)]
        )

    def maybe(low: int, high: int) -> int | None:
        return int(rng.integers(low, high)) if rng.random() < 0.5 else None

    limits = Limits(
        fewest_customers=int(rng.integers(1, 5)),
        least_gap=maybe(0, 6) or 0,
        most_gap=maybe(1, 15),
        most_span=maybe(1, 25),
        most_items=maybe(1, 6),
        most_at_once=maybe(1, 3),
    )
    return customers, n_items, limits if rng.random() < 0.6 else Limits(limits.fewest_customers)


def test_patterns_counts_customers_and_closed_ones_are_those_of_brute_force_on_random_databases() -> None:
    rng, n_with_patterns = np.random.default_rng(20), 0
    for _ in range(N_DATABASES):
        customers, n_items, limits = random_database(rng)
        expected = by_brute_force(customers, limits)
        histories = as_arrays(customers, n_items)
        found = patterns_with_customers(histories, limits)
        assert counts(frequent_patterns(histories, limits)) == {p: len(who) for p, who in expected.items()}
        assert {found.item_sets(n): frozenset(found.customers_of(n).tolist()) for n in range(len(found))} == expected
        assert set(counts(closed_patterns(found))) == closed_by_brute_force(expected)
        n_with_patterns += len(expected) > 2
    assert n_with_patterns > 0.6 * N_DATABASES


def test_a_first_end_that_comes_too_early_for_the_gap_does_not_hide_a_later_one() -> None:
    customers: list[History] = [[(0, frozenset({0})), (9, frozenset({0})), (12, frozenset({1}))]]
    found = counts(frequent_patterns(as_arrays(customers, 2), Limits(1, most_gap=4)))
    assert found[((0,), (1,))] == 1
    assert ((0,), (0,)) not in found


def test_a_span_is_counted_from_the_latest_beginning() -> None:
    moments = [(0, 0), (5, 0), (7, 1), (10, 2)]
    customers: list[History] = [[(time, frozenset({item})) for time, item in moments]]
    assert ((0,), (1,), (2,)) in counts(frequent_patterns(as_arrays(customers, 3), Limits(1, most_span=5)))
    assert ((0,), (1,), (2,)) not in counts(frequent_patterns(as_arrays(customers, 3), Limits(1, most_span=4)))


def test_more_items_than_bits_in_a_number_are_searched_as_completely_as_few() -> None:
    rng = np.random.default_rng(7)
    customers: list[History] = [
        [(time, frozenset({int(item)})) for time, item in enumerate(rng.permutation(72))] for _ in range(3)
    ]
    for limits in (Limits(1, most_items=2), Limits(2, most_items=3)):
        expected = by_brute_force(customers, limits)
        found = patterns_with_customers(as_arrays(customers, 72), limits)
        assert {found.item_sets(n): frozenset(found.customers_of(n).tolist()) for n in range(len(found))} == expected
    bounded = counts(frequent_patterns(as_arrays(customers, 72), Limits(2, most_gap=9, most_items=3)))
    assert bounded == {p: len(who) for p, who in by_brute_force(customers, Limits(2, most_gap=9, most_items=3)).items()}


def test_threads_and_their_number_change_nothing() -> None:
    rng = np.random.default_rng(3)
    items = rng.integers(0, 30, size=4000).astype(np.int32)
    histories = Histories(np.arange(0, 4001, 10), np.tile(np.arange(10), 400), items, 30)
    for limits in (Limits(8), Limits(8, most_gap=3)):
        one, two = (patterns_with_customers(histories, limits, n_threads=n) for n in (1, 2))
        assert len(one) > 100
        for name in ("starts", "items", "joins", "n_customers", "customer_starts", "customers"):
            np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_nobody_and_nothing_give_no_patterns() -> None:
    empty = np.zeros(0, np.int32)
    for starts in (np.zeros(1, np.int64), np.zeros(4, np.int64)):
        for limits in (Limits(1), Limits(1, most_gap=2)):
            found = patterns_with_customers(Histories(starts, empty, empty, 3), limits)
            assert len(found) == len(closed_patterns(found)) == 0


def test_rows_that_do_not_fit_and_limits_that_nothing_meets_are_refused() -> None:
    with pytest.raises(InputError, match="times fall"):
        Histories(np.array([0, 2]), np.array([5, 1]), np.array([0, 1], np.int32), 2)
    Histories(np.array([0, 1, 1, 2]), np.array([5, 1]), np.array([0, 1], np.int32), 2)
    with pytest.raises(InputError, match="from 0 to 1"):
        Histories(np.array([0, 2]), np.array([1, 5]), np.array([0, 2], np.int32), 2)
    with pytest.raises(InputError, match="do not fit"):
        Histories(np.array([0, 1]), np.array([1, 5]), np.array([0, 1], np.int32), 2)
    with pytest.raises(InputError, match="most_items is 0"):
        Limits(1, most_items=0)


def test_closed_patterns_need_the_customers() -> None:
    found = frequent_patterns(as_arrays([[(0, frozenset({0}))]], 1), Limits(1))
    with pytest.raises(InputError, match="patterns_with_customers"):
        closed_patterns(found)


MOMENTS = st.dictionaries(st.integers(0, 30), st.frozensets(st.integers(0, 3), min_size=1, max_size=2), max_size=5)
CUSTOMERS = st.lists(MOMENTS.map(lambda moments: sorted(moments.items())), min_size=1, max_size=8)
LIMITS = st.builds(
    Limits,
    st.integers(1, 3),
    least_gap=st.integers(0, 4),
    most_gap=st.none() | st.integers(1, 20),
    most_span=st.none() | st.integers(1, 30),
    most_at_once=st.none() | st.integers(1, 2),
)
often = settings(max_examples=1000 if os.environ.get("TANDEM_SLOW") else 100, deadline=None, derandomize=True)


@often
@given(CUSTOMERS, LIMITS)
def test_the_beginning_and_the_end_of_a_pattern_have_no_fewer_customers(
    customers: list[History], limits: Limits
) -> None:
    found = counts(frequent_patterns(as_arrays(customers, 4), limits))
    for pattern, n in found.items():
        if len(pattern) > 1:
            assert found[pattern[:-1]] >= n
            assert found[pattern[1:]] >= n


@often
@given(CUSTOMERS, LIMITS)
def test_without_an_upper_limit_on_gaps_no_part_of_a_pattern_has_fewer_customers(
    customers: list[History], limits: Limits
) -> None:
    free = Limits(limits.fewest_customers, limits.least_gap, most_span=limits.most_span)
    found = counts(frequent_patterns(as_arrays(customers, 4), free))
    for pattern, n in found.items():
        assert all(found[tuple(m for i, m in enumerate(pattern) if i != left_out)] >= n
                   for left_out in range(len(pattern)) if len(pattern) > 1)  # fmt: skip


@often
@given(CUSTOMERS, LIMITS, st.permutations(range(4)))
def test_other_numbers_for_the_items_change_no_count(customers: list[History], limits: Limits, new: list[int]) -> None:
    renamed = [[(time, frozenset(new[item] for item in items)) for time, items in history] for history in customers]
    before = counts(frequent_patterns(as_arrays(customers, 4), limits))
    expected = {tuple(tuple(sorted(new[i] for i in moment)) for moment in p): n for p, n in before.items()}
    assert counts(frequent_patterns(as_arrays(renamed, 4), limits)) == expected


@often
@given(CUSTOMERS, LIMITS, st.integers(-(10**9), 10**9))
def test_the_order_of_customers_and_the_origin_of_time_change_no_count(
    customers: list[History], limits: Limits, shift: int
) -> None:
    moved = [[(time + shift, items) for time, items in history] for history in customers]
    moved.reverse()
    before = counts(frequent_patterns(as_arrays(customers, 4), limits))
    assert counts(frequent_patterns(as_arrays(moved, 4), limits)) == before


@often
@given(CUSTOMERS, LIMITS)
def test_a_wider_limit_loses_no_pattern(customers: list[History], limits: Limits) -> None:
    narrow = counts(frequent_patterns(as_arrays(customers, 4), limits))
    wider = Limits(limits.fewest_customers, max(limits.least_gap - 1, 0), most_at_once=limits.most_at_once)
    wide = counts(frequent_patterns(as_arrays(customers, 4), wider))
    assert all(wide[pattern] >= n for pattern, n in narrow.items())
