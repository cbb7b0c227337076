"""How patterns grow where gaps, the span or items at the same time matter: over lists of all their ends.

A pattern's list holds every moment at which it can end, and, where the span is limited, the latest time at which it
can have begun to end there. Under limits on gaps a list of first ends alone (PrefixSpan's projection) loses patterns:
an end that comes too early for the gap may be followed by one that does not.

Ends and latest beginnings rise together, so one look decides whether a moment continues a pattern: at the last end
that lies the least gap or more before it. If that one is too far away, or began too early, so did all before it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.models.compiled import compiled
from analytics.models.pattern_tree import (
    NEVER,
    Bounds,
    Grown,
    Ints,
    Moments,
    Places,
    cut,
    longer,
    sprout,
    with_owners,
    with_pattern,
)


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
    """Ends as they are met, with their codes."""

    code: Ints
    end: Ints
    began: Ints


@compiled
def _tally(n_codes: int) -> Tally:
    counts = np.zeros(n_codes, np.int32)
    places = np.full(n_codes, -1, np.int64)
    return Tally(np.zeros(n_codes, np.int64), counts, counts.copy(), counts.copy(), places, np.zeros(2, np.int64))


@compiled
def _room_for(found: Found, n: int, with_span: bool) -> Found:
    if n <= len(found.code):
        return found
    return Found(longer(found.code, n), longer(found.end, n), longer(found.began, n) if with_span else found.began)


# In the loops below arrays are locals and nothing is called: a field of a tuple, or a call that takes one, costs a
# reference count each time, which was several times the work itself.


@compiled
def _later(
    moments: Moments, bounds: Bounds, ends: Ends, low: int, high: int, tally: Tally, found: Found
) -> tuple[int, Found]:
    """List every end of what may come later than a pattern whose ends lie from `low` to `high`."""
    seen_by, n_customers, n_ends, met = tally.seen_by, tally.n_customers, tally.n_ends, tally.met
    turn, n_met = tally.turn
    items, item_starts, times = moments.item, moments.item_starts, moments.time
    owners, starts, end, began = moments.customer, moments.customer_starts, ends.end, ends.began
    least_gap, most_gap, most_span = bounds.least_gap, bounds.most_gap, bounds.most_span
    with_span, n = most_span != NEVER, 0
    while low < high:
        stop = starts[owners[end[low]] + 1]
        found = _room_for(found, n + item_starts[stop] - item_starts[end[low]], with_span)
        found_code, found_end, found_began = found.code, found.end, found.began
        turn += 1
        for moment in range(end[low] + 1, stop):
            time = times[moment]
            while low + 1 < high and end[low + 1] < moment and times[end[low + 1]] + least_gap <= time:
                low += 1
            gap = time - times[end[low]]
            if gap > most_gap or (with_span and time - began[low] > most_span):
                if low + 1 == high or end[low + 1] >= stop:
                    break
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
    return n, found


@compiled
def _together(
    moments: Moments, ends: Ends, low: int, high: int, last: int, tally: Tally, found: Found, n: int
) -> tuple[int, Found]:
    """List what comes at the moments at which a pattern ends, after its last item by number; `n` are listed already."""
    seen_by, n_customers, n_ends, met = tally.seen_by, tally.n_customers, tally.n_ends, tally.met
    turn, n_met = tally.turn
    items, item_starts, owners, n_items = moments.item, moments.item_starts, moments.customer, moments.n_items
    end, began, with_span, owner = ends.end, ends.began, len(ends.began) > 0, -1
    for row in range(low, high):
        moment = end[row]
        found = _room_for(found, n + item_starts[moment + 1] - item_starts[moment], with_span)
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
            found.code[n], found.end[n] = code, moment
            if with_span:
                found.began[n] = began[row]
            n += 1
    tally.turn[0], tally.turn[1] = turn, n_met
    return n, found


@compiled
def _frequent(tally: Tally, fewest: int, top: int) -> tuple[int, int]:
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
def _dealt(found: Found, n: int, places: Places, ends: Ends) -> None:
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
def _roomy(ends: Ends, n: int) -> Ends:
    if n <= len(ends.end):
        return ends
    return Ends(longer(ends.end, n), longer(ends.began, n) if len(ends.began) else ends.began)


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
def _started(moments: Moments, own: Ints, ends: Ends) -> int:
    """Lay down where a single item ends; answer how many customers have it."""
    before, n_customers = -1, 0
    for row in range(len(own)):
        ends.end[row] = own[row]
        if len(ends.began):
            ends.began[row] = moments.time[own[row]]
        n_customers += moments.customer[own[row]] != before
        before = moments.customer[own[row]]
    return n_customers


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
    tally, tree, n_patterns = _tally(2 * moments.n_items), sprout(), 0
    found = Found(np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(n_room, np.int32))
    ends = Ends(np.empty(1024, np.int32), np.empty(n_room, np.int32))
    waiting = np.empty((64, 7), np.int64)
    for first in firsts:
        own = first_ends[first_starts[first] : first_starts[first + 1]]
        ends = _roomy(ends, len(own))
        waiting = _put(waiting, 0, -1, first, 0, len(own), _started(moments, own, ends), 1, 1)
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
            n_found, found = _later(moments, bounds, ends, low, high, tally, found)
            if at_once < bounds.most_at_once:
                last = code % moments.n_items
                n_found, found = _together(moments, ends, low, high, last, tally, found, n_found)
            n_next, top = _frequent(tally, bounds.fewest, high)
            ends = _roomy(ends, top)
            _dealt(found, n_found, tally.places, ends)
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
