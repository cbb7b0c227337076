"""How patterns grow where gaps, the span or items at the same time matter: over lists of all their ends.

A pattern's list holds every moment at which it can end, and, where the span is limited, the latest time at which it
can have begun to end there. Under limits on gaps a list of first ends alone (PrefixSpan's projection) loses patterns:
an end that comes too early for the gap may be followed by one that does not.

Most patterns are followed by nothing that is frequent. Where at most 64 items matter, that is found out first, by sets
of what may follow a customer's ends, and nothing is listed.
"""

from __future__ import annotations

import numpy as np

from analytics.models.bit_counts import MOST_SETS, MOST_THINGS, Sets, added_up, full_set, still_possible
from analytics.models.bounded_steps import (
    Ends,
    Found,
    dealt,
    empty_tally,
    frequent,
    later,
    roomy,
    sets_of_later,
    started,
    together,
)
from analytics.models.compiled import compiled
from analytics.models.pattern_tree import (
    NEVER,
    Bounds,
    Grown,
    Ints,
    Moments,
    Places,
    cut,
    sprout,
    with_owners,
    with_pattern,
)


@compiled
def _put(
    waiting: Places, row: int, parent: int, code: int, low: int, high: int, n_customers: int, length: int, at_once: int
) -> Places:
    """Let a pattern wait: parent, code, where its list lies, customers, items, items at its last moment."""
    if row == len(waiting):
        waiting = np.concatenate((waiting, waiting))
    waiting[row, 0], waiting[row, 1], waiting[row, 2], waiting[row, 3] = parent, code, low, high
    waiting[row, 4], waiting[row, 5], waiting[row, 6] = n_customers, length, at_once
    return waiting


@compiled
def none_follows(
    moments: Moments,
    bounds: Bounds,
    ends: Ends,
    low: int,
    high: int,
    n_customers: int,
    at_once: int,
    sets: Sets,
    order: Ints,
) -> bool:
    """Say whether surely no item is frequent after a pattern; where it would be dear to find out, the answer is no."""
    if moments.n_items > MOST_THINGS or at_once < bounds.most_at_once:
        return False
    sets_of_later(moments, bounds, ends, low, high, sets)
    counts, among, row = np.zeros(moments.n_items, np.int64), full_set(moments.n_items), 0
    while row < n_customers and among != 0:
        stop = min(row + MOST_SETS, n_customers)
        columns = added_up(sets, order, row, stop)
        row = stop
        among = still_possible(counts, columns, among, len(counts), bounds.fewest - (n_customers - row))
    return bool(among == 0)


@compiled
def grown_in_bounds(
    moments: Moments, bounds: Bounds, firsts: Ints, first_ends: Ints, first_starts: Places, with_customers: bool
) -> Grown:
    """Find all frequent patterns that begin with one of some frequent items.

    Parameters
    ----------
    moments : Moments
        All customers' moments.
    bounds : Bounds
        The limits.
    firsts : ndarray of int32
        The items to begin with.
    first_ends, first_starts : ndarray
        By item, the moments that hold it; where those of each item begin in `first_ends`.
    with_customers : bool
        Whether to list each pattern's customers.

    Returns
    -------
    Grown
        In order of codes.
    """
    n_room = 1024 if bounds.most_span != NEVER else 0
    tally, tree, n_patterns = empty_tally(2 * moments.n_items), sprout(), 0
    n_most = len(moments.item) * (2 if bounds.most_at_once > 1 else 1)
    found = Found(np.empty(n_most, np.int32), np.empty(n_most, np.int32), np.empty(n_most if n_room else 0, np.int32))
    ends = Ends(np.empty(1024, np.int32), np.empty(n_room, np.int32))
    waiting = np.empty((64, 7), np.int64)
    for first in firsts:
        own = first_ends[first_starts[first] : first_starts[first + 1]]
        ends = roomy(ends, len(own))
        n_owners = started(moments, own, ends)
        sets, order = np.empty(n_owners, np.uint64), np.arange(n_owners).astype(np.int32)
        waiting = _put(waiting, 0, -1, first, 0, len(own), n_owners, 1, 1)
        n_waiting = 1
        while n_waiting:
            n_waiting -= 1
            parent, code, low, high, n_customers, length, at_once = waiting[n_waiting]
            tree = with_pattern(tree, n_patterns, parent, code, n_customers)
            if with_customers:
                tree = with_owners(tree, n_patterns, moments.customer, ends.end[low:high])
            n_patterns += 1
            if length >= bounds.longest:
                continue
            if length > 1 and none_follows(moments, bounds, ends, low, high, n_customers, at_once, sets, order):
                continue
            n_found = later(moments, bounds, ends, low, high, tally, found)
            if at_once < bounds.most_at_once:
                last = code % moments.n_items
                n_found = together(moments, ends, low, high, last, tally, found, n_found)
            n_next, top = frequent(tally, bounds.fewest, high)
            ends = roomy(ends, top)
            dealt(found, n_found, tally.places, ends)
            for row in range(n_next - 1, -1, -1):
                code = tally.met[row]
                stop, n_customers = tally.places[code], tally.n_customers[code]
                now = at_once + 1 if code >= moments.n_items else 1
                waiting = _put(
                    waiting, n_waiting, n_patterns - 1, code, stop - tally.n_ends[code], stop, n_customers,
                    length + 1, now,
                )  # fmt: skip
                n_waiting += 1
                tally.places[code], tally.n_customers[code], tally.n_ends[code] = -1, 0, 0
    return cut(tree, n_patterns)
