"""What follows some places in customers' lines: counted by item, and copied without what is too rare.

A line ends in a mark that says whose it is (-1 minus the customer's number), so that a place in it is all that must be
remembered of a customer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.models.compiled import compiled
from analytics.models.pattern_tree import Ints, Places


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
def empty_tally(n_items: int) -> Tally:
    """Make a tally of nothing."""
    places = np.full(n_items, -1, np.int64)
    counts = np.zeros(n_items, np.int32)
    return Tally(np.zeros(n_items, np.int64), counts, counts.copy(), places, np.zeros(1, np.int64))


@compiled
def counted(line: Ints, begins: Ints, tally: Tally) -> tuple[int, int]:
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
def frequent(tally: Tally, n_met: int, fewest: int, top: int) -> tuple[int, int]:
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
def forget(tally: Tally, items: Ints) -> None:
    """Make a tally empty again of the items that are left in it."""
    for item in items:
        tally.places[item], tally.n_customers[item] = -1, 0


@compiled
def copied(source: Ints, begins: Ints, line: Ints, top: int, following: Ints, tally: Tally) -> int:
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
