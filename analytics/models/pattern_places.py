"""Where each item lies in customers' histories: what a search by first item begins with."""

from __future__ import annotations

import numpy as np

from analytics.models.compiled import compiled
from analytics.models.pattern_tree import Ints, Moments, Places


@compiled
def ends_by_item(moments: Moments) -> tuple[Ints, Places]:
    """List for each item the moments that hold it.

    Parameters
    ----------
    moments : Moments
        All customers' moments.

    Returns
    -------
    ends : ndarray of int32
        The moments, item after item, rising.
    starts : ndarray of int64, shape (n_items + 1,)
        Where each item's begin.
    """
    starts = np.zeros(moments.n_items + 1, np.int64)
    for item in moments.item:
        starts[item + 1] += 1
    starts = np.cumsum(starts)
    ends, place = np.empty(len(moments.item), np.int32), starts.copy()
    for moment in range(len(moments.time)):
        for row in range(moments.item_starts[moment], moments.item_starts[moment + 1]):
            item = moments.item[row]
            ends[place[item]] = moment
            place[item] += 1
    return ends, starts


@compiled
def lines_of(moments: Moments) -> Ints:
    """Write every customer's items in a line that ends with -1 minus the customer's number.

    Parameters
    ----------
    moments : Moments
        One item a moment.

    Returns
    -------
    ndarray of int32
    """
    n_customers, n = len(moments.customer_starts) - 1, 0
    lines = np.empty(len(moments.item) + n_customers, np.int32)
    for customer in range(n_customers):
        for row in range(moments.customer_starts[customer], moments.customer_starts[customer + 1]):
            lines[n] = moments.item[row]
            n += 1
        lines[n] = -1 - customer
        n += 1
    return lines


@compiled
def first_places(lines: Ints, n_items: int) -> tuple[Ints, Places]:
    """List for each item the places after its first coming in each line.

    Parameters
    ----------
    lines : ndarray of int32
        Lines of items, each ended by a negative number.
    n_items : int
        Items are 0 … `n_items` - 1.

    Returns
    -------
    after : ndarray of int32
        The places, item after item, rising.
    starts : ndarray of int64, shape (n_items + 1,)
        Where each item's begin.
    """
    starts = np.zeros(n_items + 1, np.int64)
    _each_first(lines, np.zeros(n_items, np.int64), starts[1:], np.empty(0, np.int32))
    starts = np.cumsum(starts)
    after = np.empty(starts[-1], np.int32)
    _each_first(lines, np.zeros(n_items, np.int64), starts[:-1].copy(), after)
    return after, starts


@compiled
def _each_first(lines: Ints, seen_by: Places, places: Places, after: Ints) -> None:
    """Move an item's place on at each first coming, and write it down where there is room."""
    line = 1
    for row in range(len(lines)):
        item = lines[row]
        if item < 0:
            line += 1
        elif seen_by[item] != line:
            seen_by[item] = line
            if len(after):
                after[places[item]] = row + 1
            places[item] += 1
