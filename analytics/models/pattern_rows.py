"""Who has one given pattern, and when: for a pattern that is known, without a search.

The latest end of a part that lies before an event has the latest beginning too, so each event is judged by one look
back. Same rules as in :mod:`analytics.models.pattern_miner`: one event after the other on later days, gaps limited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DAYS = np.int64(1) << 20
"""More days than any calendar here has, so that a customer and a day are one number."""


@dataclass(frozen=True)
class Occurrences:
    """Where a pattern ends, in order of customer and day.

    Attributes
    ----------
    customer : ndarray of int64
        Whose.
    began, ended : ndarray of int64
        The day of the last event, and the latest day on which the first can have been.
    """

    customer: Ints
    began: Ints
    ended: Ints


def occurrences(days: Sequence[tuple[NDArray[np.integer], NDArray[np.integer]]], *, most_gap: int) -> Occurrences:
    """Find where a pattern ends.

    Parameters
    ----------
    days : sequence of (ndarray, ndarray)
        For each event of the pattern in its order, the customers and days on which it happened, sorted by both.
    most_gap : int
        Days from one event to the next; at least 1 passes.

    Returns
    -------
    Occurrences
        One for every last event that ends the pattern.

    Examples
    --------
    >>> a, b = (np.array([0, 1]), np.array([5, 5])), (np.array([0, 1]), np.array([9, 50]))
    >>> occurrences([a, b], most_gap=30)
    Occurrences(customer=array([0]), began=array([5]), ended=array([9]))
    """
    customer, ended = (each.astype(np.int64) for each in days[0])
    began = ended
    for who, when in days[1:]:
        before, now = customer * DAYS + ended, who.astype(np.int64) * DAYS + when
        last = np.searchsorted(before, now, side="left") - 1
        reached = (last >= 0) & (before[np.maximum(last, 0)] >= now - most_gap) if len(before) else last >= 0
        customer, began = who[reached].astype(np.int64), began[last[reached]]
        ended = when[reached].astype(np.int64)
    return Occurrences(customer, began, ended)


def rows_with(found: Occurrences, customer: NDArray[np.integer], day: NDArray[np.integer], *, window_days: int) -> Ints:
    """Say which rows have the whole pattern in the days up to theirs.

    Parameters
    ----------
    found : Occurrences
        Of the pattern.
    customer, day : ndarray of int
        The rows, sorted by both; a row a customer and day.
    window_days : int
        How many days count, the row's own included.

    Returns
    -------
    ndarray of int64
        The rows' numbers, rising.

    Examples
    --------
    >>> found = Occurrences(np.array([0]), np.array([5]), np.array([9]))
    >>> rows_with(found, np.array([0, 0, 0]), np.array([8, 9, 15]), window_days=10).tolist()
    [1]
    """
    rows, owner = customer.astype(np.int64) * DAYS + day, found.customer * DAYS
    first = np.searchsorted(rows, owner + found.ended, side="left")
    after = np.searchsorted(rows, owner + found.began + window_days, side="left")
    change = np.zeros(len(rows) + 1, dtype=np.int64)
    some = after > first
    np.add.at(change, first[some], 1)
    np.add.at(change, after[some], -1)
    return np.flatnonzero(np.cumsum(change[:-1]) > 0)


def latest_occurrence(days: Sequence[Sequence[int]], *, most_gap: int) -> tuple[int, ...] | None:
    """Give the days of one customer's occurrence of a pattern that ends last, and of those the one that began last.

    Parameters
    ----------
    days : sequence of sequence of int
        For each event of the pattern in its order, the days on which it happened to the customer, in the window.
    most_gap : int
        Days from one event to the next; at least 1 passes.

    Returns
    -------
    tuple of int or None
        A day an event; None where the customer has not got the pattern.

    Examples
    --------
    >>> latest_occurrence([[1, 5], [7, 30], [9, 8]], most_gap=10)
    (5, 7, 9)
    """
    reached: dict[int, tuple[int, ...]] = {day: (day,) for day in days[0]}
    for own in days[1:]:
        found = {}
        for day in own:
            before = [each for each in reached if 1 <= day - each <= most_gap]
            if before:
                found[day] = (*reached[max(before)], day)
        reached = found
    return reached[max(reached)] if reached else None
