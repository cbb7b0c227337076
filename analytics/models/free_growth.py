"""How patterns of single items grow where neither gaps nor spans are limited: by what comes after their first end.

PrefixSpan (Pei et al. 2001), in which what a pattern's customers did afterwards is copied, and only items that can
still be frequent are copied: an item that too rarely follows a pattern can't follow a longer one often enough. Once no
more than 64 items can follow, the rest is left to `narrow_growth.py`.
"""

from __future__ import annotations

import numpy as np

from analytics.models.bit_counts import MOST_THINGS
from analytics.models.compiled import compiled
from analytics.models.followers import copied, counted, empty_tally, forget, frequent
from analytics.models.narrow_growth import grown_narrowly, narrow_lines
from analytics.models.pattern_tree import Bounds, Grown, Ints, Places, cut, longer, sprout, with_pattern


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
    tally = empty_tally(len(first_starts) - 1)
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
            n_met, n_passed = counted(source, begins, tally)
            list_top = 0 if length == 1 else high
            n_next, n_needed = frequent(tally, n_met, bounds.fewest, list_top)
            if n_next <= MOST_THINGS:
                next_items = tally.met[:n_next].copy()
                forget(tally, next_items)
                if n_next:
                    rest = narrow_lines(source, begins, next_items, len(tally.met), n_passed)
                    tree, n_patterns = grown_narrowly(tree, n_patterns, rest, bounds, length, with_customers)
                continue
            if n_needed > len(following):
                following = longer(following, n_needed)
            if top + n_passed + high - low > len(line):
                line = longer(line, top + n_passed + high - low)
            if length > 1:
                source, begins = line, following[low:high]
            new_top = copied(source, begins, line, top, following, tally)
            for row in range(n_next - 1, -1, -1):
                item = tally.met[row]
                stop = tally.places[item]
                start = stop - tally.n_customers[item]
                waiting = _put(waiting, n_waiting, n_patterns - 1, item, start, stop, new_top, length + 1)
                n_waiting += 1
                tally.places[item], tally.n_customers[item] = -1, 0
    return cut(tree, n_patterns)
