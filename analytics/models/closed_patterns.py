"""Patterns that no longer pattern makes needless."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.errors import InputError
from analytics.models.compiled import compiled
from analytics.models.pattern_tree import Ints, Places
from analytics.models.patterns_found import Patterns


def closed_patterns(patterns: Patterns) -> Patterns:
    """Keep the patterns that are not part of a longer one with the very same customers.

    Where gaps have no upper limit this is the usual definition (no longer pattern that contains it has the same
    count), since whoever has a pattern has its parts. Under such a limit they may not, and two patterns with the same
    count can have different customers: then both are kept.

    Parameters
    ----------
    patterns : Patterns
        All frequent ones, with their customers.

    Returns
    -------
    Patterns
        In the same order.

    Raises
    ------
    InputError
        If the customers were not asked for.
    """
    return patterns.chosen(np.flatnonzero(are_closed(patterns)))


def are_closed(patterns: Patterns) -> NDArray[np.bool_]:
    """Say which patterns `closed_patterns` keeps.

    Parameters
    ----------
    patterns : Patterns
        All frequent ones, with their customers.

    Returns
    -------
    ndarray of bool, shape (n_patterns,)

    Raises
    ------
    InputError
        If the customers were not asked for.
    """
    if len(patterns) and not patterns.customer_starts[-1]:
        raise InputError("Closed patterns are found by their customers: mine with patterns_with_customers.")
    traces = _traces(patterns.customer_starts, patterns.customers)
    order = np.lexsort((-patterns.lengths, traces)).astype(np.int64)
    needless: NDArray[np.bool_] = _needless(patterns.starts, patterns.items, patterns.joins, traces, order)
    return ~needless


@compiled
def _traces(starts: Places, customers: Ints) -> NDArray[np.uint64]:
    """Add up 64 scattered bits of each customer (splitmix64): equal for the same customers, else hardly ever."""
    traces = np.zeros(len(starts) - 1, np.uint64)
    for number in range(len(traces)):
        for place in range(starts[number], starts[number + 1]):
            mark = np.uint64(customers[place] + 1) * np.uint64(0x9E3779B97F4A7C15)
            mark = (mark ^ (mark >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mark = (mark ^ (mark >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            traces[number] += mark ^ (mark >> np.uint64(31))
    return traces


@compiled
def _needless(
    starts: Places, items: Ints, joins: NDArray[np.bool_], traces: NDArray[np.uint64], order: Places
) -> NDArray[np.bool_]:
    """Say which patterns lie in a longer one of the same trace; `order` has those together, the longest first."""
    needless = np.zeros(len(order), np.bool_)
    begin = 0
    for row in range(len(order)):
        number = order[row]
        if traces[number] != traces[order[begin]]:
            begin = row
        for other in order[begin:row]:
            # What lies in a needless one lies in the one that made that needless.
            if not needless[other] and _lies_in(starts, items, joins, number, other):
                needless[number] = True
                break
    return needless


@compiled
def _lies_in(starts: Places, items: Ints, joins: NDArray[np.bool_], part: int, whole: int) -> bool:
    """Say whether each moment of a pattern lies, in order, in a moment of a longer one."""
    at, end, place, stop = starts[part], starts[part + 1], starts[whole], starts[whole + 1]
    if end - at >= stop - place:
        return False
    while at < end and place < stop:
        next_at, next_place = at + 1, place + 1
        while next_at < end and joins[next_at]:
            next_at += 1
        while next_place < stop and joins[next_place]:
            next_place += 1
        # Items of a moment rise, so one pass over both tells.
        row = at
        for other in range(place, next_place):
            if row < next_at and items[other] == items[row]:
                row += 1
        if row == next_at:
            at = next_at
        place = next_place
    return bool(at == end)
