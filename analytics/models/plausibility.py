"""How near a described customer is to real ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.named_rows import Floats, NamedRows

MOST_NEIGHBOURS = 2_000
"""Real customers that a described one is held against; more move no share by much, and cost time."""

MISSING_PLACE = -0.5
_BLOCK = 256


@dataclass(frozen=True)
class Ground:
    """Real customers as a ground to stand on.

    Attributes
    ----------
    names : tuple of str
        The columns that are compared.
    sorted_values : tuple of ndarray
        Each column's known values, ascending: a value's place among them is what is compared.
    places : ndarray, shape (n, d)
        The real customers.
    owners : ndarray of int
        Whose row of the described customers each is.
    own_distances : ndarray
        Each one's distance to the nearest other one, ascending.
    categories : frozenset of str
        Columns whose numbers are codes: two customers are either alike in them, or 1 apart.
    """

    names: tuple[str, ...]
    sorted_values: tuple[Floats, ...]
    places: Floats
    owners: NDArray[np.intp]
    own_distances: Floats
    categories: frozenset[str] = frozenset()

    def plausibility(self, rows: NamedRows, owners: NDArray[np.intp]) -> Floats:
        """Say how near changed customers are to real ones.

        Parameters
        ----------
        rows : NamedRows
            Changed customers.
        owners : ndarray of int
            Whom each was made from: that customer is no neighbour of theirs.

        Returns
        -------
        ndarray
            The share (0–1) of real customers whose own nearest neighbour is at least as far. 1: nearer than any two
            real customers are to each other; 0: farther from everybody than any real customer is.
        """
        nearest = _nearest(self._placed(rows), owners, self.places, self.owners)
        below = np.searchsorted(self.own_distances, nearest, side="left")
        return np.asarray(1 - below / len(self.own_distances))

    def _placed(self, rows: NamedRows) -> Floats:
        columns = zip(self.names, self.sorted_values, strict=True)
        parts = [
            _as_marks(rows[name], known) if name in self.categories else placed(rows[name], known)[:, None]
            for name, known in columns
        ]
        return np.concatenate(parts, axis=1)


def ground_of(
    rows: NamedRows, names: Sequence[str], order: NDArray[np.uint64], categories: frozenset[str] = frozenset()
) -> Ground:
    """Make a ground of real customers.

    Parameters
    ----------
    rows : NamedRows
        The described customers.
    names : sequence of str
        Columns to compare; those that are not there are passed over.
    order : ndarray
        A number a customer; those with the smallest are taken, at most 2,000.
    categories : frozenset of str
        Columns whose numbers are codes.

    Returns
    -------
    Ground
        What `plausibility` is asked of.
    """
    there = tuple(name for name in names if name in rows)
    values = tuple(np.sort(rows[name][~np.isnan(rows[name])]) for name in there)
    owners = np.argsort(order, kind="stable")[:MOST_NEIGHBOURS]
    unmeasured = Ground(there, values, np.empty((0, 0)), owners, np.empty(0), categories)
    places = unmeasured._placed(rows.among(owners))
    return Ground(there, values, places, owners, np.sort(_nearest(places, owners, places, owners)), categories)


def _as_marks(codes: Floats, known: Floats) -> Floats:
    """Give a column for each code, so that two different ones are 1 apart; missing has none of them."""
    return np.asarray((codes[:, None] == np.unique(known)) / np.sqrt(2.0))


def placed(values: Floats, known: Floats) -> Floats:
    """Give each value's place among known ones, from 0 to 1, equal ones in their middle; missing is half below."""
    if len(known) == 0:
        return np.full(len(values), MISSING_PLACE)
    place = (np.searchsorted(known, values, "left") + np.searchsorted(known, values, "right")) / (2 * len(known))
    return np.where(np.isnan(values), MISSING_PLACE, place)


def _nearest(points: Floats, owners: NDArray[np.intp], real: Floats, real_owners: NDArray[np.intp]) -> Floats:
    """Distance of each point to the nearest real customer but its own."""
    found = np.empty(len(points))
    size = (real * real).sum(axis=1)
    # Where among the real customers a point's own row stands, if it does.
    order = np.argsort(real_owners, kind="stable")
    spot = order[np.minimum(np.searchsorted(real_owners[order], owners), len(order) - 1)]
    is_there = real_owners[spot] == owners
    for start in range(0, len(points), _BLOCK):
        part, mine = points[start : start + _BLOCK], is_there[start : start + _BLOCK]
        squared = part @ real.T
        squared *= -2
        squared += size
        squared[mine, spot[start : start + _BLOCK][mine]] = np.inf
        found[start : start + _BLOCK] = squared.min(axis=1) + (part * part).sum(axis=1)
    # Rounded, so that no order of additions (it differs with the number of threads) decides who is as far.
    return np.asarray(np.round(np.sqrt(np.maximum(found, 0.0)), 6))
