"""What the pattern miner searches and what it finds, as arrays for compiled loops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled

Ints = NDArray[np.int32]
Places = NDArray[np.int64]
NEVER = 2**31 - 1
"""Stands for a limit that was not set."""


class Moments(NamedTuple):
    """All customers' moments, one after the other; a moment is what one customer did at one time.

    Attributes
    ----------
    customer_starts : ndarray of int64, shape (n_customers + 1,)
        Where each customer's moments begin.
    customer, time : ndarray of int32, shape (n_moments,)
        Whose it is, and when; a customer's times rise.
    item_starts : ndarray of int64, shape (n_moments + 1,)
        Where each moment's items begin.
    item : ndarray of int32
        The items, rising within a moment.
    n_items : int
        Items are 0 … n_items - 1.
    """

    customer_starts: Places
    customer: Ints
    time: Ints
    item_starts: Places
    item: Ints
    n_items: int


class Bounds(NamedTuple):
    """The limits of a search as numbers; `NEVER` where there is none."""

    fewest: int
    least_gap: int
    most_gap: int
    most_span: int
    longest: int
    most_at_once: int


class Grown(NamedTuple):
    """Patterns as a tree: each is its parent and one more item.

    Attributes
    ----------
    parent : ndarray of int32, shape (n_patterns,)
        The pattern without its last item; -1 for a single item. Parents stand before their children.
    code : ndarray of int32
        The last item, plus the number of items where it comes at the same moment as the one before it.
    n_customers : ndarray of int32
        How many customers have the pattern.
    customer_starts, customer : ndarray
        Where each pattern's customers begin in `customer`, and who they are, rising; empty where not asked for.
    """

    parent: Ints
    code: Ints
    n_customers: Ints
    customer_starts: Places
    customer: Ints


@compiled
def longer(array: Ints, n_needed: int) -> Ints:
    """Copy an array into one with room for `n_needed`, and at least twice as long."""
    copy = np.empty(max(n_needed, 2 * len(array)), np.int32)
    copy[: len(array)] = array
    return copy


@compiled
def sprout() -> Grown:
    """Make a tree without patterns, and with some room."""
    some = np.empty(64, np.int32)
    return Grown(some, some.copy(), some.copy(), np.zeros(65, np.int64), np.empty(0, np.int32))


@compiled
def with_pattern(tree: Grown, n: int, parent: int, code: int, n_customers: int) -> Grown:
    """Write a pattern down as number `n`, with more room where it is needed."""
    if n == len(tree.code):
        starts = np.zeros(2 * n + 1, np.int64)
        starts[: n + 1] = tree.customer_starts
        tree = Grown(longer(tree.parent, 0), longer(tree.code, 0), longer(tree.n_customers, 0), starts, tree.customer)
    tree.parent[n], tree.code[n], tree.n_customers[n] = parent, code, n_customers
    tree.customer_starts[n + 1] = tree.customer_starts[n]
    return tree


@compiled
def with_owners(tree: Grown, n: int, owners: Ints, places: Ints) -> Grown:
    """Write down the customers of pattern `n`, who own these places; a customer's places lie together."""
    at = tree.customer_starts[n]
    if at + tree.n_customers[n] > len(tree.customer):
        room = longer(tree.customer, at + tree.n_customers[n])
        tree = Grown(tree.parent, tree.code, tree.n_customers, tree.customer_starts, room)
    before = -1
    for place in places:
        if owners[place] != before:
            tree.customer[at] = owners[place]
            at += 1
        before = owners[place]
    tree.customer_starts[n + 1] = at
    return tree


@compiled
def cut(tree: Grown, n: int) -> Grown:
    """Give up the room that is not needed for `n` patterns."""
    return Grown(
        tree.parent[:n].copy(),
        tree.code[:n].copy(),
        tree.n_customers[:n].copy(),
        tree.customer_starts[: n + 1].copy(),
        tree.customer[: tree.customer_starts[n]].copy(),
    )
