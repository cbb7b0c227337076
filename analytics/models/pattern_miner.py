"""All frequent sequential patterns of customers' histories, and how many customers have each.

A customer has a pattern who did all of it in its order: items that belong together at one time, and from each to the
next not less than the least gap and not more than the most gap, and from the first to the last not more than the span.
Complete: every pattern that enough customers have is found, and none else. Times are whole numbers in any unit, and
gaps and spans are in the same one.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.errors import InputError
from analytics.models.bounded_growth import grown_in_bounds
from analytics.models.free_growth import grown_freely
from analytics.models.histories import Histories, customers_by_item, moments_of
from analytics.models.pattern_places import ends_by_item, first_places, lines_of
from analytics.models.pattern_tree import NEVER, Bounds, Grown, Moments
from analytics.models.patterns_found import Patterns, patterns_of

MOST_TASKS = 256


@dataclass(frozen=True)
class Limits:
    """What patterns are looked for.

    Attributes
    ----------
    fewest_customers : int
        How many customers must have a pattern; at least 1.
    least_gap : int
        From one moment of a pattern to the next, in the unit of the times. 0 and 1 both mean "later".
    most_gap : int or None
        From one moment to the next; no limit if None.
    most_span : int or None
        From the first moment to the last; no limit if None.
    most_items : int or None
        Items a pattern, all moments together.
    most_at_once : int or None
        Items at the same time; 1 looks only for one thing after the other.

    Raises
    ------
    InputError
        If a limit can't be met by anything.
    """

    fewest_customers: int
    least_gap: int = 0
    most_gap: int | None = None
    most_span: int | None = None
    most_items: int | None = None
    most_at_once: int | None = None

    def __post_init__(self) -> None:
        at_least = {"fewest_customers": 1, "least_gap": 0, "most_gap": 0, "most_span": 0}
        for name, least in (*at_least.items(), ("most_items", 1), ("most_at_once", 1)):
            given = getattr(self, name)
            if given is not None and given < least:
                raise InputError(f"{name} is {given}; it must be at least {least}.")

    def as_bounds(self) -> Bounds:
        """Give the limits as numbers, for the search."""
        most = (self.most_gap, self.most_span, self.most_items, self.most_at_once)
        gap, span, items, at_once = (NEVER if limit is None else min(limit, NEVER) for limit in most)
        return Bounds(self.fewest_customers, min(self.least_gap, NEVER), gap, span, items, at_once)


def frequent_patterns(histories: Histories, limits: Limits, *, n_threads: int = 1) -> Patterns:
    """Find all patterns that enough customers have.

    Parameters
    ----------
    histories : Histories
        What customers did.
    limits : Limits
        What is looked for.
    n_threads : int
        Threads to use; they change no result.

    Returns
    -------
    Patterns
        In order of their items. A single item is a pattern too.

    Examples
    --------
    >>> did = Histories(np.array([0, 3, 5]), np.array([1, 5, 9, 2, 4]), np.array([0, 1, 0, 0, 1], dtype=np.int32), 2)
    >>> found = frequent_patterns(did, Limits(fewest_customers=2))
    >>> [(found.item_sets(number), int(found.n_customers[number])) for number in range(len(found))]
    [(((0,),), 2), (((0,), (1,)), 2), (((1,),), 2)]
    """
    return _mined(histories, limits, n_threads, with_customers=False)


def patterns_with_customers(histories: Histories, limits: Limits, *, n_threads: int = 1) -> Patterns:
    """Find all patterns that enough customers have, and say who has each.

    Parameters
    ----------
    histories, limits, n_threads
        As for :func:`frequent_patterns`.

    Returns
    -------
    Patterns
        With `customers`; they take four bytes a pattern and customer.
    """
    return _mined(histories, limits, n_threads, with_customers=True)


def _mined(histories: Histories, limits: Limits, n_threads: int, *, with_customers: bool) -> Patterns:
    counts = customers_by_item(histories)
    kept = np.flatnonzero(counts >= limits.fewest_customers).astype(np.int32)
    moments, bounds = moments_of(histories, kept), limits.as_bounds()
    one_at_a_time = len(moments.item) == len(moments.time)
    no_limit = bounds.least_gap <= 1 and bounds.most_gap == bounds.most_span == NEVER
    if one_at_a_time:
        bounds = bounds._replace(most_at_once=1)
    search = _free(moments, bounds) if one_at_a_time and no_limit else _bounded(moments, bounds)
    return patterns_of(_in_threads(search, counts[kept], n_threads, with_customers), kept)


Search = Callable[[NDArray[np.int32], bool], Grown]


def _free(moments: Moments, bounds: Bounds) -> Search:
    lines = lines_of(moments)
    after, starts = first_places(lines, moments.n_items)
    return lambda firsts, with_customers: grown_freely(lines, firsts, after, starts, bounds, with_customers)


def _bounded(moments: Moments, bounds: Bounds) -> Search:
    ends, starts = ends_by_item(moments)
    return lambda firsts, with_customers: grown_in_bounds(moments, bounds, firsts, ends, starts, with_customers)


def _in_threads(search: Search, counts: NDArray[np.int32], n_threads: int, with_customers: bool) -> list[Grown]:
    """Search by first item, so that no two tasks find the same pattern; what most customers have goes first."""
    tasks = np.array_split(np.arange(len(counts), dtype=np.int32), min(len(counts), MOST_TASKS) or 1)
    by_size = sorted(range(len(tasks)), key=lambda number: -int(counts[tasks[number]].sum()))
    with ThreadPoolExecutor(n_threads) as pool:
        running = {number: pool.submit(search, tasks[number], with_customers) for number in by_size}
    return [running[number].result() for number in range(len(tasks))]
