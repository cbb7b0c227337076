"""How patterns of single items grow where gaps and spans are free and at most 64 items can follow: by sets of bits.

What a customer did after a pattern is a place in a line, and for every place it is known once for all which items come
later. So to count what can follow a pattern is to add up such sets, and an item is given up as soon as the customers
not yet looked at are too few for it: most patterns have hardly more customers than they need, and nothing follows them.
Only items that follow a pattern often enough are looked for behind it, and all of them in one walk.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.models.bit_counts import MOST_SETS, MOST_THINGS, ONE, Sets, added_up, full_set, still_possible
from analytics.models.compiled import compiled
from analytics.models.pattern_tree import Bounds, Grown, Ints, Places, longer, with_pattern


class Lines(NamedTuple):
    """What customers did after a pattern.

    Attributes
    ----------
    item : ndarray of int32, shape (n_items,)
        What the numbers in the lines stand for, rising.
    number : ndarray of uint8
        What customers did, one line after the other, with one place more at the end of each.
    later : ndarray of uint64
        The numbers that come in a line from a place on, as bits; none at the end of a line.
    starts, owners : ndarray of int32, shape (n_lines,)
        Where each line starts, and whose it is.
    """

    item: Ints
    number: NDArray[np.uint8]
    later: Sets
    starts: Ints
    owners: Ints


@compiled
def narrow_lines(source: Ints, begins: Ints, items: Ints, n_items: int, n_passed: int) -> Lines:
    """Copy what comes after each place, some items only.

    Parameters
    ----------
    source : ndarray of int32
        Lines of items, each ended by -1 minus the customer's number.
    begins : ndarray of int32
        Places in them, rising.
    items : ndarray of int32
        Which items to copy, rising; at most 64.
    n_items, n_passed : int
        How many items there are at all, and how many come after the places.
    """
    number_of = np.full(n_items, MOST_THINGS, np.uint8)
    number_of[items] = np.arange(len(items)).astype(np.uint8)
    number, later = np.empty(n_passed + len(begins) + 1, np.uint8), np.zeros(n_passed + len(begins) + 1, np.uint64)
    starts, owners = np.empty(len(begins), np.int32), np.empty(len(begins), np.int32)
    top, n_lines = 0, 0
    for begin in begins:
        at, bottom = begin, top
        while source[at] >= 0:
            number[top] = number_of[source[at]]
            top += number[top] < MOST_THINGS
            at += 1
        if top == bottom:
            continue
        following = later[top]
        for place in range(top - 1, bottom - 1, -1):
            following |= ONE << np.uint64(number[place])
            later[place] = following
        starts[n_lines], owners[n_lines] = bottom, -1 - source[at]
        n_lines += 1
        top += 1
    return Lines(items, number[:top], later[:top], starts[:n_lines], owners[:n_lines])


@compiled
def _followers(
    later: Sets, places: Ints, low: int, high: int, among: np.uint64, counts: Places, fewest: int
) -> np.uint64:
    """Say which of some items follow enough of the places, and count how many; given up early where none can."""
    counts[:] = 0
    while low < high and among != 0:
        stop = min(low + MOST_SETS, high)
        columns = added_up(later, places, low, stop)
        low = stop
        among = still_possible(counts, columns, among, len(counts), fewest - (high - low))
    return among


@compiled
def _dealt(lines: Lines, places: Ints, low: int, high: int, among: np.uint64, next_free: Places, unused: int) -> None:
    """List for each of some items the places after its first coming behind each of the places from `low` to `high`.

    What comes again is written to the place `unused`: to do that is quicker than to decide.
    """
    number, later = lines.number, lines.later
    for row in range(low, high):
        at = places[row]
        wanted = later[at] & among
        while wanted:
            item = number[at]
            at += 1
            bit = np.uint64(item)
            is_wanted = np.int64((wanted >> bit) & ONE)
            wanted &= ~(ONE << bit)
            places[unused + is_wanted * (next_free[item] - unused)] = at
            next_free[item] += is_wanted


@compiled
def _with_owners(tree: Grown, n: int, lines: Lines, places: Ints) -> Grown:
    """Write down whose lines the places of pattern `n` are in."""
    start = tree.customer_starts[n]
    stop = start + len(places)
    if stop > len(tree.customer):
        tree = Grown(tree.parent, tree.code, tree.n_customers, tree.customer_starts, longer(tree.customer, stop))
    tree.customer[start:stop] = lines.owners[np.searchsorted(lines.starts, places, side="right") - 1]
    tree.customer_starts[n + 1] = stop
    return tree


class Waiting(NamedTuple):
    """Patterns that wait to be grown, the next one last.

    Attributes
    ----------
    row : ndarray of int64, shape (n, 6)
        The parent, the item's number, where the pattern's places lie (from, to), what is free behind them and behind
        its siblings', and how many items it has.
    among : ndarray of uint64
        The items that can follow.
    """

    row: Places
    among: Sets


@compiled
def _put(
    waiting: Waiting,
    n: int,
    parent: int,
    children: np.uint64,
    next_free: Places,
    counts: Places,
    free: int,
    length: int,
) -> tuple[Waiting, int]:
    """Let a pattern's children wait, the first to be grown last; answer how many wait."""
    if n + len(counts) > len(waiting.among):
        row, among = waiting.row, waiting.among
        waiting = Waiting(np.concatenate((row, row)), np.concatenate((among, among)))
    row, among = waiting.row, waiting.among
    for item in range(len(counts) - 1, -1, -1):
        if (children >> np.uint64(item)) & ONE:
            row[n, 0], row[n, 1], row[n, 2] = parent, item, next_free[item] - counts[item]
            row[n, 3], row[n, 4], row[n, 5] = next_free[item], free, length
            among[n] = children
            n += 1
    return waiting, n


@compiled
def grown_narrowly(
    tree: Grown, n_patterns: int, lines: Lines, bounds: Bounds, length: int, with_customers: bool
) -> tuple[Grown, int]:
    """Add to a tree all frequent patterns that begin with its last one.

    Parameters
    ----------
    tree : Grown
        Patterns so far.
    n_patterns : int
        How many.
    lines : Lines
        What the customers of the last one did after it.
    bounds : Bounds
        The fewest customers, and the most items of a pattern.
    length : int
        How many items the last one has; fewer than the most.
    with_customers : bool
        Whether to list each pattern's customers.

    Returns
    -------
    tree : Grown
        In order of items.
    n_patterns : int
        How many there are now.
    """
    n_items, n_lines = len(lines.item), len(lines.starts)
    counts, next_free = np.zeros(n_items, np.int64), np.zeros(n_items, np.int64)
    places = longer(lines.starts, 0)
    waiting = Waiting(np.empty((2 * MOST_THINGS, 6), np.int64), np.empty(2 * MOST_THINGS, np.uint64))
    pattern, low, high, free, among, n_waiting = n_patterns - 1, 0, n_lines, n_lines, full_set(n_items), 0
    while True:
        if length < bounds.longest:
            among = _followers(lines.later, places, low, high, among, counts, bounds.fewest)
            if among != 0:
                for item in range(n_items):
                    next_free[item] = free
                    free += counts[item] if (among >> np.uint64(item)) & ONE else 0
                if free >= len(places):
                    places = longer(places, free + 1)
                _dealt(lines, places, low, high, among, next_free, free)
                waiting, n_waiting = _put(waiting, n_waiting, pattern, among, next_free, counts, free, length + 1)
        if n_waiting == 0:
            return tree, n_patterns
        n_waiting -= 1
        parent, item, low, high, free, length = waiting.row[n_waiting]
        among, pattern = waiting.among[n_waiting], n_patterns
        tree = with_pattern(tree, n_patterns, parent, lines.item[item], high - low)
        if with_customers:
            tree = _with_owners(tree, n_patterns, lines, places[low:high])
        n_patterns += 1
