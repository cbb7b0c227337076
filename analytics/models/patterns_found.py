"""Sequential patterns and how many customers have each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.pattern_tree import Grown

ItemSets = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Patterns:
    """Sequential patterns, one after the other.

    Attributes
    ----------
    starts : ndarray of int64, shape (n + 1,)
        Where each pattern's items begin.
    items : ndarray of int32
        The items, in order; those at the same time by number.
    joins : ndarray of bool
        Whether an item comes at the same time as the one before it.
    n_customers : ndarray of int32, shape (n,)
        How many customers have the pattern at least once.
    customer_starts : ndarray of int64, shape (n + 1,)
        Where each pattern's customers begin in `customers`; all 0 where they were not asked for.
    customers : ndarray of int32
        Who has the pattern, rising.
    """

    starts: NDArray[np.int64]
    items: NDArray[np.int32]
    joins: NDArray[np.bool_]
    n_customers: NDArray[np.int32]
    customer_starts: NDArray[np.int64]
    customers: NDArray[np.int32]

    def __len__(self) -> int:
        """How many patterns there are."""
        return len(self.n_customers)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many items each pattern has."""
        return np.diff(self.starts)

    def item_sets(self, number: int) -> ItemSets:
        """Spell a pattern out: a tuple a moment, in order of time.

        Parameters
        ----------
        number : int
            Which pattern.

        Returns
        -------
        tuple of tuple of int
            For instance ``((3,), (1, 2))``: 3, and later 1 and 2 at the same time.
        """
        sets: list[list[int]] = []
        for row in range(self.starts[number], self.starts[number + 1]):
            if self.joins[row]:
                sets[-1].append(int(self.items[row]))
            else:
                sets.append([int(self.items[row])])
        return tuple(tuple(each) for each in sets)

    def customers_of(self, number: int) -> NDArray[np.int32]:
        """Say who has a pattern; nobody where customers were not asked for."""
        return self.customers[self.customer_starts[number] : self.customer_starts[number + 1]]

    def chosen(self, numbers: NDArray[np.int64]) -> Patterns:
        """Give some of the patterns.

        Parameters
        ----------
        numbers : ndarray of int64
            Which, in this order.

        Returns
        -------
        Patterns
        """
        starts, places = _sliced(self.starts, numbers)
        owner_starts, owners = _sliced(self.customer_starts, numbers)
        return Patterns(
            starts,
            self.items[places],
            self.joins[places],
            self.n_customers[numbers],
            owner_starts,
            self.customers[owners],
        )


def _sliced(starts: NDArray[np.int64], numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where chosen slices begin when they are put together, and the old places of all that is in them."""
    lengths = np.diff(starts)[numbers]
    new = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return new, np.arange(new[-1]) + np.repeat(starts[:-1][numbers] - new[:-1], lengths)


def patterns_of(trees: Sequence[Grown], kept: NDArray[np.int32]) -> Patterns:
    """Spell out patterns that were found as trees.

    Parameters
    ----------
    trees : sequence of Grown
        One a task of the search, in order.
    kept : ndarray of int32
        The items that the trees' codes stand for.

    Returns
    -------
    Patterns
    """
    above = np.concatenate([np.zeros(0, np.int64), *_shifted([tree.parent for tree in trees])])
    code = np.concatenate([np.zeros(0, np.int32), *(tree.code for tree in trees)])
    listed = np.cumsum([0, *(len(tree.customer) for tree in trees)])
    owner_starts = [tree.customer_starts[1:] + first for tree, first in zip(trees, listed[:-1], strict=True)]
    starts, codes = _spelled(above, code)
    return Patterns(
        starts,
        kept[codes % len(kept)] if len(codes) else codes,
        codes >= len(kept),
        np.concatenate([np.zeros(0, np.int32), *(tree.n_customers for tree in trees)]),
        np.concatenate([np.zeros(1, np.int64), *owner_starts]),
        np.concatenate([np.zeros(0, np.int32), *(tree.customer for tree in trees)]),
    )


def _shifted(parents: Sequence[NDArray[np.int32]]) -> list[NDArray[np.int64]]:
    """Number parents over all trees; -1 stays."""
    firsts = np.cumsum([0, *(len(parent) for parent in parents)])[:-1]
    return [np.where(parent < 0, -1, parent + first) for parent, first in zip(parents, firsts, strict=True)]


def _spelled(parent: NDArray[np.int64], code: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Write out every pattern's codes from the first to the last, by going up from all of them at once."""
    ancestors = [(np.arange(len(code)), np.arange(len(code)))]
    lengths = np.ones(len(code), np.int64)
    while len(ancestors[-1][0]):
        rows, above = ancestors[-1][0], parent[ancestors[-1][1]]
        ancestors.append((rows[above >= 0], above[above >= 0]))
        lengths[ancestors[-1][0]] += 1
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    codes = np.empty(starts[-1], np.int32)
    for steps_up, (rows, above) in enumerate(ancestors):
        codes[starts[rows + 1] - 1 - steps_up] = code[above]
    return starts, codes
