"""Customers like nobody before: how many lie further from those of an earlier day than was usual then."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Floats32 = NDArray[np.float32]
Bools = NDArray[np.bool_]

MOST_KNOWN, MOST_LOOKED_AT = 1_000, 2_000
"""Customers of the first day who are compared with, and customers of each day who are looked at."""

USUAL_SHARE = 0.01
"""On the first day so many are further away than all others, by definition."""


@dataclass(frozen=True)
class Novelty:
    """Who was there on an earlier day, and how far from them is far.

    Half of all customers, by a checksum of their ids, are compared with; only the other half is ever looked at, so that
    nobody is found to be near themselves.

    Attributes
    ----------
    known : ndarray, shape (n, d)
        Customers of the first half as they were on the first day.
    limit : float
        The distance from the nearest of them beyond which a customer is like nobody: 1 % of those looked at on the
        first day are.
    """

    known: Floats32
    limit: float

    def is_novel(self, points: Floats32) -> Bools:
        """Say of customers whether they are like nobody on the first day."""
        return np.asarray(_nearest(points, self.known) > self.limit)


def novelty(points: Floats32, customer_ids: Sequence[str]) -> Novelty | None:
    """Learn from the first day.

    Parameters
    ----------
    points : ndarray, shape (n, d)
        Customers as they were then, in the representation.
    customer_ids : sequence of str
        Who they are.

    Returns
    -------
    Novelty or None
        None where either half has fewer than 100 customers.
    """
    first, looked_at = halves(customer_ids)
    if min(len(first), len(looked_at)) < 1 / USUAL_SHARE:
        return None
    known = points[first]
    return Novelty(known, float(np.quantile(_nearest(points[looked_at], known), 1 - USUAL_SHARE)))


def halves(customer_ids: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give places of those who are compared with, and of those who are looked at; the same customers each day."""
    sums = np.array([zlib.crc32(one.encode()) for one in customer_ids], dtype=np.int64)
    order = np.argsort(sums // 2, kind="stable")
    is_known = sums[order] % 2 == 0
    return order[is_known][:MOST_KNOWN], order[~is_known][:MOST_LOOKED_AT]


def _nearest(points: Floats32, known: Floats32) -> NDArray[np.float32]:
    with threadpool_limits(1):
        squared = (known * known).sum(axis=1) - 2 * points @ known.T
        return np.asarray(np.sqrt(np.maximum(squared.min(axis=1) + (points * points).sum(axis=1), 0)))
