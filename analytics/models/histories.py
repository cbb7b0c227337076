"""What customers did and when, as arrays, and made ready for a search of patterns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.errors import InputError
from analytics.models.compiled import compiled
from analytics.models.pattern_tree import NEVER, Ints, Moments, Places


@dataclass(frozen=True)
class Histories:
    """What customers did, one customer after the other, each in order of time.

    Attributes
    ----------
    customer_starts : ndarray of int64, shape (n_customers + 1,)
        Where each customer's rows begin; the first is 0, the last the number of rows.
    times : ndarray of int, shape (n_rows,)
        In any unit; what a customer has at equal times was at the same time, in no order.
    items : ndarray of int32, shape (n_rows,)
        What happened: 0 … `n_items` - 1. The same item twice at one time counts once.
    n_items : int
        How many different things can happen.

    Raises
    ------
    InputError
        If the arrays do not fit together, or a customer's times fall.
    """

    customer_starts: NDArray[np.int64]
    times: NDArray[np.integer]
    items: NDArray[np.int32]
    n_items: int

    def __post_init__(self) -> None:
        starts, n = self.customer_starts, len(self.items)
        if len(starts) < 1 or starts[0] != 0 or starts[-1] != n or np.any(np.diff(starts) < 0) or len(self.times) != n:
            raise InputError(f"{n} items, {len(self.times)} times and customers up to row {starts[-1:]} do not fit.")
        if n and not 0 <= int(self.items.min()) <= int(self.items.max()) < self.n_items:
            raise InputError(f"Items must lie from 0 to {self.n_items - 1}.")
        falls = np.diff(self.times) < 0
        falls[starts[1:-1][(starts[1:-1] > 0) & (starts[1:-1] < n)] - 1] = False
        if falls.any():
            raise InputError("A customer's times fall: order the rows by customer and time.")

    @property
    def n_customers(self) -> int:
        """How many customers there are, those without rows included."""
        return len(self.customer_starts) - 1


def customers_by_item(histories: Histories) -> NDArray[np.int32]:
    """Count the customers who have each item.

    Parameters
    ----------
    histories : Histories
        What customers did.

    Returns
    -------
    ndarray of int32, shape (n_items,)
    """
    return _customers_by_item(histories.customer_starts, histories.items, histories.n_items)


def moments_of(histories: Histories, kept: NDArray[np.int32]) -> Moments:
    """Make histories ready for a search: some items only, numbered anew, and those at one time as one moment.

    Parameters
    ----------
    histories : Histories
        What customers did.
    kept : ndarray of int32
        The items that matter, rising; they become 0, 1, …

    Returns
    -------
    Moments
        Times count from the first.

    Raises
    ------
    InputError
        If there are 2**31 rows or more, or the times span more.
    """
    times = histories.times
    first = int(times.min()) if len(times) else 0
    if len(times) >= NEVER or (len(times) and int(times.max()) - first >= NEVER):
        raise InputError("The pattern miner takes fewer than 2,147,483,647 rows, and times within that range.")
    number = np.full(histories.n_items, -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    from_first = np.subtract(times, first, dtype=np.int64).astype(np.int32)
    return _moments(histories.customer_starts, from_first, histories.items, number, len(kept))


@compiled
def _customers_by_item(starts: Places, items: Ints, n_items: int) -> Ints:
    counts, seen_by = np.zeros(n_items, np.int32), np.full(n_items, -1, np.int64)
    for customer in range(len(starts) - 1):
        for row in range(starts[customer], starts[customer + 1]):
            item = items[row]
            if seen_by[item] != customer:
                seen_by[item] = customer
                counts[item] += 1
    return counts


@compiled
def _moments(starts: Places, times: Ints, items: Ints, number: Ints, n_items: int) -> Moments:
    n_kept = 0
    for item in items:
        n_kept += number[item] >= 0
    owners, when = np.empty(n_kept, np.int32), np.empty(n_kept, np.int32)
    item_starts, kept = np.zeros(n_kept + 1, np.int64), np.empty(n_kept, np.int32)
    customer_starts = np.zeros(len(starts), np.int64)
    n, n_moments = 0, 0
    for customer in range(len(starts) - 1):
        for row in range(starts[customer], starts[customer + 1]):
            item = number[items[row]]
            if item < 0:
                continue
            if n_moments == customer_starts[customer] or when[n_moments - 1] != times[row]:
                owners[n_moments], when[n_moments], item_starts[n_moments] = customer, times[row], n
                n_moments += 1
            n = _inserted(kept, item_starts[n_moments - 1], n, item)
        customer_starts[customer + 1] = n_moments
    item_starts[n_moments] = n
    return Moments(
        customer_starts, owners[:n_moments], when[:n_moments], item_starts[: n_moments + 1], kept[:n], n_items
    )


@compiled
def _inserted(kept: Ints, low: int, high: int, item: int) -> int:
    """Put an item in its place among the rising ones from `low` to `high`, once; answer the new end."""
    place = high
    while place > low and kept[place - 1] > item:
        place -= 1
    if place > low and kept[place - 1] == item:
        return high
    for row in range(high, place, -1):
        kept[row] = kept[row - 1]
    kept[place] = item
    return high + 1
