"""How patterns of single items grow where neither gaps nor spans are limited: by what comes after their first end.

PrefixSpan (Pei et al. 2001) with two changes. What a pattern's customers did afterwards is copied, and only items that
can still be frequent are copied: an item that too rarely follows a pattern can't follow a longer one often enough. And
customers' lines end in a mark that says whose they are, so that a place in a line is all that must be remembered.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.models.compiled import compiled
from analytics.models.pattern_tree import Bounds, Grown, Ints, Places, cut, longer, sprout, with_pattern


class Tally(NamedTuple):
    """Counts of what comes next, by item.

    Attributes
    ----------
    seen_by : ndarray of int64
        The turn at which an item was last seen; a turn is one look at one customer.
    n_customers : ndarray of int32
        Customers who have it; 0 between patterns.
    met : ndarray of int32
        The items met, in no order.
    places : ndarray of int64
        Where an item's list goes on, negative if it has none.
    turn : ndarray of int64, shape (1,)
        The last turn.
    """

    seen_by: Places
    n_customers: Ints
    met: Ints
    places: Places
    turn: Places


@compiled
def _tally(n_items: int) -> Tally:
    places = np.full(n_items, -1, np.int64)
    counts = np.zeros(n_items, np.int32)
    return Tally(np.zeros(n_items, np.int64), counts, counts.copy(), places, np.zeros(1, np.int64))


@compiled
def _counted(line: Ints, begins: Ints, tally: Tally) -> tuple[int, int]:
    """Count the customers who have each item after their place; answer how many items were met, and passed."""
    seen_by, n_customers, met, turn = tally.seen_by, tally.n_customers, tally.met, tally.turn[0]
    n_met, n_passed = 0, 0
    for begin in begins:
        turn += 1
        at = begin
        item = line[at]
        while item >= 0:
            if seen_by[item] != turn:
                seen_by[item] = turn
                if n_customers[item] == 0:
                    met[n_met] = item
                    n_met += 1
                n_customers[item] += 1
            at += 1
            item = line[at]
        n_passed += at - begin
    tally.turn[0] = turn
    return n_met, n_passed


@compiled
def _frequent(tally: Tally, n_met: int, fewest: int, top: int) -> tuple[int, int]:
    """Keep the frequent items among those met, rising, with room for their lists from `top` on; forget the others.

    The last item's list lies lowest: the first item is grown first, and what is above its list is free.
    """
    met, n = tally.met, 0
    for row in range(n_met):
        if tally.n_customers[met[row]] >= fewest:
            met[n] = met[row]
            n += 1
        else:
            tally.n_customers[met[row]] = 0
    met[:n].sort()
    for row in range(n - 1, -1, -1):
        tally.places[met[row]] = top
        top += tally.n_customers[met[row]]
    return n, top


@compiled
def _copied(source: Ints, begins: Ints, line: Ints, top: int, following: Ints, tally: Tally) -> int:
    """Copy what comes after each place, frequent items only, to the top of the line; answer the new top.

    Lists in `following` the places after each frequent item's first coming.
    """
    seen_by, places, turn = tally.seen_by, tally.places, tally.turn[0]
    for begin in begins:
        turn += 1
        at, bottom = begin, top
        item = source[at]
        while item >= 0:
            place = places[item]
            if place >= 0:
                line[top] = item
                top += 1
                if seen_by[item] != turn:
                    seen_by[item] = turn
                    following[place] = top
                    places[item] = place + 1
            at += 1
            item = source[at]
        if top > bottom:
            line[top] = item
            top += 1
    tally.turn[0] = turn
    return top


@compiled
def _put(waiting: Places, row: int, parent: int, item: int, low: int, high: int, top: int, length: int) -> Places:
    """Let a pattern wait to be grown: its parent and item, its list, the top of the line by then, its items."""
    if row == len(waiting):
        waiting = np.concatenate((waiting, waiting))
    waiting[row, 0], waiting[row, 1], waiting[row, 2] = parent, item, low
    waiting[row, 3], waiting[row, 4], waiting[row, 5] = high, top, length
    return waiting


@compiled
def _with_owners(tree: Grown, n: int, line: Ints, begins: Ints) -> Grown:
    """Write down the customers of pattern `n`: what ends their lines says who they are."""
    start = tree.customer_starts[n]
    if start + len(begins) > len(tree.customer):
        room = longer(tree.customer, start + len(begins))
        tree = Grown(tree.parent, tree.code, tree.n_customers, tree.customer_starts, room)
    for row in range(len(begins)):
        at = begins[row]
        while line[at] >= 0:
            at += 1
        tree.customer[start + row] = -1 - line[at]
    tree.customer_starts[n + 1] = start + len(begins)
    return tree


@compiled
def grown_freely(
    lines: Ints, firsts: Ints, after_firsts: Ints, first_starts: Places, bounds: Bounds, with_customers: bool
) -> Grown:
    """Find all frequent patterns of single items that begin with one of some frequent items.

    Parameters
    ----------
    lines : ndarray of int32
        Every customer's items in order of time, ended by -1 minus the customer's number.
    firsts : ndarray of int32
        The items to begin with.
    after_firsts, first_starts : ndarray
        By item, the places in `lines` after its first coming; where those of each item begin in `after_firsts`.
    bounds : Bounds
        The fewest customers, and the most items of a pattern.
    with_customers : bool
        Whether to list each pattern's customers.

    Returns
    -------
    Grown
        In order of items.
    """
    tally = _tally(len(first_starts) - 1)
    line, following = np.empty(1024, np.int32), np.empty(1024, np.int32)
    waiting = np.empty((64, 6), np.int64)
    tree, n_patterns = sprout(), 0
    for first in firsts:
        waiting = _put(waiting, 0, -1, first, first_starts[first], first_starts[first + 1], 0, 1)
        n_waiting = 1
        while n_waiting:
            n_waiting -= 1
            parent, item, low, high, top, length = waiting[n_waiting]
            source, begins = (lines, after_firsts[low:high]) if length == 1 else (line, following[low:high])
            tree = with_pattern(tree, n_patterns, parent, item, high - low)
            if with_customers:
                tree = _with_owners(tree, n_patterns, source, begins)
            n_patterns += 1
            if length >= bounds.longest:
                continue
            n_met, n_passed = _counted(source, begins, tally)
            list_top = 0 if length == 1 else high
            n_next, n_needed = _frequent(tally, n_met, bounds.fewest, list_top)
            if n_next == 0:
                continue
            if n_needed > len(following):
                following = longer(following, n_needed)
            if top + n_passed + high - low > len(line):
                line = longer(line, top + n_passed + high - low)
            if length > 1:
                source, begins = line, following[low:high]
            new_top = _copied(source, begins, line, top, following, tally)
            for row in range(n_next - 1, -1, -1):
                item = tally.met[row]
                stop = tally.places[item]
                start = stop - tally.n_customers[item]
                waiting = _put(waiting, n_waiting, n_patterns - 1, item, start, stop, new_top, length + 1)
                n_waiting += 1
                tally.places[item], tally.n_customers[item] = -1, 0
    return cut(tree, n_patterns)
