"""What can continue patterns under limits on gaps and the span: over lists of all the moments at which they end.

Ends and latest beginnings rise together, so one look decides whether a moment continues a pattern: at the last end
that lies the least gap or more before it. If that one is too far away, or began too early, so did all before it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.models.bit_counts import ONE, Sets
from analytics.models.compiled import compiled
from analytics.models.pattern_tree import NEVER, Bounds, Ints, Moments, Places, longer


class Tally(NamedTuple):
    """Counts of what comes next, by code: an item, plus the number of items where it comes at the same moment.

    Attributes
    ----------
    seen_by : ndarray of int64
        The turn at which a code was last seen; a turn is one look at one customer.
    n_customers, n_ends : ndarray of int32
        Customers who have it, and ends; 0 between patterns.
    met : ndarray of int32
        The codes met, in no order.
    places : ndarray of int64
        Where a code's list goes on, negative if it has none.
    turn : ndarray of int64, shape (2,)
        The last turn, and how many codes were met.
    """

    seen_by: Places
    n_customers: Ints
    n_ends: Ints
    met: Ints
    places: Places
    turn: Places


class Ends(NamedTuple):
    """Moments at which patterns end, and the latest times at which they can have begun (empty without a span)."""

    end: Ints
    began: Ints


class Found(NamedTuple):
    """Ends as they are met, with their codes; each moment at most once later and once at its own end."""

    code: Ints
    end: Ints
    began: Ints


@compiled
def empty_tally(n_codes: int) -> Tally:
    """Make a tally of nothing."""
    counts = np.zeros(n_codes, np.int32)
    places = np.full(n_codes, -1, np.int64)
    return Tally(np.zeros(n_codes, np.int64), counts, counts.copy(), counts.copy(), places, np.zeros(2, np.int64))


# In the loops below arrays are locals and nothing is called: a field of a tuple, or a call that takes one, costs a
# reference count each time, which was several times the work itself.


@compiled
def later(moments: Moments, bounds: Bounds, ends: Ends, low: int, high: int, tally: Tally, found: Found) -> int:
    """List every end of what may come later than a pattern whose ends lie from `low` to `high`."""
    seen_by, n_customers, n_ends, met = tally.seen_by, tally.n_customers, tally.n_ends, tally.met
    turn, n_met = tally.turn
    items, item_starts, times = moments.item, moments.item_starts, moments.time
    owners, starts, end, began = moments.customer, moments.customer_starts, ends.end, ends.began
    least_gap, most_gap, most_span = bounds.least_gap, bounds.most_gap, bounds.most_span
    found_code, found_end, found_began = found.code, found.end, found.began
    with_span, n = most_span != NEVER, 0
    while low < high:
        stop = starts[owners[end[low]] + 1]
        turn += 1
        moment = end[low]
        while moment + 1 < stop:
            moment += 1
            time = times[moment]
            while low + 1 < high and end[low + 1] < moment and times[end[low + 1]] + least_gap <= time:
                low += 1
            gap = time - times[end[low]]
            if gap > most_gap or (with_span and time - began[low] > most_span):
                if low + 1 == high or end[low + 1] >= stop:
                    break
                moment = max(moment, end[low + 1])
                continue
            if gap < least_gap:
                continue
            for place in range(item_starts[moment], item_starts[moment + 1]):
                code = items[place]
                if seen_by[code] != turn:
                    seen_by[code] = turn
                    if n_customers[code] == 0:
                        met[n_met] = code
                        n_met += 1
                    n_customers[code] += 1
                n_ends[code] += 1
                found_code[n] = code
                found_end[n] = moment
                if with_span:
                    found_began[n] = began[low]
                n += 1
        while low < high and end[low] < stop:
            low += 1
    tally.turn[0], tally.turn[1] = turn, n_met
    return n


@compiled
def sets_of_later(moments: Moments, bounds: Bounds, ends: Ends, low: int, high: int, sets: Sets) -> None:
    """Write for every customer with ends from `low` to `high` which items may come later, as bits."""
    items, item_starts, times = moments.item, moments.item_starts, moments.time
    owners, starts, end, began = moments.customer, moments.customer_starts, ends.end, ends.began
    least_gap, most_gap, most_span = bounds.least_gap, bounds.most_gap, bounds.most_span
    with_span, n = most_span != NEVER, 0
    while low < high:
        stop = starts[owners[end[low]] + 1]
        following = np.uint64(0)
        moment = end[low]
        while moment + 1 < stop:
            moment += 1
            time = times[moment]
            while low + 1 < high and end[low + 1] < moment and times[end[low + 1]] + least_gap <= time:
                low += 1
            gap = time - times[end[low]]
            if gap > most_gap or (with_span and time - began[low] > most_span):
                if low + 1 == high or end[low + 1] >= stop:
                    break
                moment = max(moment, end[low + 1])
            elif gap >= least_gap:
                for place in range(item_starts[moment], item_starts[moment + 1]):
                    following |= ONE << np.uint64(items[place])
        sets[n] = following
        n += 1
        while low < high and end[low] < stop:
            low += 1


@compiled
def together(moments: Moments, ends: Ends, low: int, high: int, last: int, tally: Tally, found: Found, n: int) -> int:
    """List what comes at the moments at which a pattern ends, after its last item by number; `n` are listed already."""
    seen_by, n_customers, n_ends, met = tally.seen_by, tally.n_customers, tally.n_ends, tally.met
    turn, n_met = tally.turn
    items, item_starts, owners, n_items = moments.item, moments.item_starts, moments.customer, moments.n_items
    end, began, with_span, owner = ends.end, ends.began, len(ends.began) > 0, -1
    found_code, found_end, found_began = found.code, found.end, found.began
    for row in range(low, high):
        moment = end[row]
        if owners[moment] != owner:
            owner = owners[moment]
            turn += 1
        for place in range(item_starts[moment], item_starts[moment + 1]):
            if items[place] <= last:
                continue
            code = items[place] + n_items
            if seen_by[code] != turn:
                seen_by[code] = turn
                if n_customers[code] == 0:
                    met[n_met] = code
                    n_met += 1
                n_customers[code] += 1
            n_ends[code] += 1
            found_code[n], found_end[n] = code, moment
            if with_span:
                found_began[n] = began[row]
            n += 1
    tally.turn[0], tally.turn[1] = turn, n_met
    return n


@compiled
def frequent(tally: Tally, fewest: int, top: int) -> tuple[int, int]:
    """Keep the frequent codes among those met, rising, with room for their lists from `top` on; forget the others.

    The last code's list lies lowest: the first code is grown first, and what is above its list is free.
    """
    met, n = tally.met, 0
    for row in range(tally.turn[1]):
        code = met[row]
        if tally.n_customers[code] >= fewest:
            met[n] = code
            n += 1
        else:
            tally.n_customers[code], tally.n_ends[code] = 0, 0
    tally.turn[1] = 0
    met[:n].sort()
    for row in range(n - 1, -1, -1):
        tally.places[met[row]] = top
        top += tally.n_ends[met[row]]
    return n, top


@compiled
def dealt(found: Found, n: int, places: Places, ends: Ends) -> None:
    """Put the ends that were met where their code's list lies."""
    found_code, found_end, found_began, end, began = found.code, found.end, found.began, ends.end, ends.began
    with_span = len(began) > 0
    for row in range(n):
        place = places[found_code[row]]
        if place >= 0:
            end[place] = found_end[row]
            if with_span:
                began[place] = found_began[row]
            places[found_code[row]] = place + 1


@compiled
def roomy(ends: Ends, n: int) -> Ends:
    """Give the ends room for `n`."""
    if n <= len(ends.end):
        return ends
    return Ends(longer(ends.end, n), longer(ends.began, n) if len(ends.began) else ends.began)


@compiled
def started(moments: Moments, own: Ints, ends: Ends) -> int:
    """Lay down where a single item ends; answer how many customers have it."""
    before, n_customers = -1, 0
    for row in range(len(own)):
        ends.end[row] = own[row]
        if len(ends.began):
            ends.began[row] = moments.time[own[row]]
        n_customers += moments.customer[own[row]] != before
        before = moments.customer[own[row]]
    return n_customers
