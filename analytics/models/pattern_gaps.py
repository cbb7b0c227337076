"""How far apart the events of a pattern lie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled
from analytics.models.histories import Histories
from analytics.models.pattern_miner import Limits
from analytics.models.pattern_tree import NEVER, Ints, Places
from analytics.models.patterns_found import Patterns


def median_gaps(patterns: Patterns, histories: Histories, limits: Limits) -> NDArray[np.float64]:
    """Give the median time from one event of a pattern to the next, over all who have it.

    Parameters
    ----------
    patterns : Patterns
        Of one event at a time, with their customers.
    histories : Histories
        What they were mined from.
    limits : Limits
        As in the search.

    Returns
    -------
    ndarray of float64, shape (n_patterns,)
        In the unit of the times, over every gap of each customer's earliest occurrence; missing for one event.
    """
    bounds, times = limits.as_bounds(), histories.times.astype(np.int64)
    medians = np.full(len(patterns), np.nan)
    for number in np.flatnonzero(patterns.lengths > 1):
        items = patterns.items[patterns.starts[number] : patterns.starts[number + 1]]
        gaps = _gaps(
            items,
            patterns.customers_of(int(number)),
            histories.customer_starts,
            times,
            histories.items,
            (bounds.least_gap, bounds.most_gap, bounds.most_span),
        )
        medians[number] = np.median(gaps)
    return medians


@compiled
def _gaps(
    items: Ints, customers: Ints, starts: Places, times: Places, happened: Ints, limits: tuple[int, int, int]
) -> Places:
    """List the gaps of each customer's occurrence that ends first, and of those the one that began last."""
    least_gap, most_gap, most_span = limits
    size, n = len(items), 0
    gaps = np.empty(len(customers) * (size - 1), np.int64)
    for customer in customers:
        low, high = starts[customer], starts[customer + 1]
        before = np.full((size, high - low), -1, np.int64)
        began = np.zeros((size, high - low), np.int64)
        end = -1
        for row in range(low, high):
            for level in range(size):
                if happened[row] != items[level]:
                    continue
                if level == 0:
                    before[0, row - low], began[0, row - low] = row, times[row]
                    continue
                for other in range(row - 1, low - 1, -1):
                    gap = times[row] - times[other]
                    if gap > most_gap:
                        break
                    since = began[level - 1, other - low]
                    reached = before[level - 1, other - low] >= 0 and gap >= max(least_gap, 1)
                    if reached and (most_span == NEVER or times[row] - since <= most_span):
                        before[level, row - low], began[level, row - low] = other, since
                        break
            if before[size - 1, row - low] >= 0:
                end = row
                break
        for level in range(size - 1, 0, -1):
            other = before[level, end - low]
            gaps[n] = times[end] - times[other]
            n += 1
            end = other
    return gaps[:n]
