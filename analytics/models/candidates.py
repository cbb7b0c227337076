"""Candidate partitions: mixtures of every size, from several starts and of two shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.first_partition import first_partition
from analytics.models.mixture import Mixture, Shape, fitted_mixture
from analytics.models.mixture_path import bayes_information, mixture_path

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_FIRST_CLOUDS = 32
CUSTOMERS_A_CLOUD = 12
"""Fewer customers than this cannot hold up a cloud of the first, too fine partition."""

ALIKE_CLOUDS = Shape(freedom=8.0, ridge=0.2)
"""One shape for all clouds; a ridge of 0.2 of a column's variance keeps yes/no columns from splitting customers."""

OWN_CLOUDS = Shape(freedom=8.0, shrinkage=50.0, ridge=0.1)
"""A shape for each cloud, leaning on the common one with the weight of 50 customers."""


@dataclass(frozen=True)
class Candidate:
    """A way to divide the customers.

    Attributes
    ----------
    method : str
        "alike clouds" or "own clouds".
    balance : float
        The weighting of factors that the first partition was made with.
    mixture : Mixture
    score : float
        Penalised log-likelihood a customer (BIC); more is better.
    """

    method: str
    balance: float
    mixture: Mixture
    score: float

    @property
    def k(self) -> int:
        """Number of segments."""
        return len(self.mixture.weights)


def candidates(
    points: Floats, starts: Sequence[tuple[float, Floats]], *, most: int, seed: int, both_shapes: bool = True
) -> list[Candidate]:
    """Mixtures with 1 to `most` clouds; for each size and shape the best over the starts.

    Parameters
    ----------
    points : ndarray, shape (n, d)
        Where the densities are fitted and compared.
    starts : sequence of (float, ndarray of shape (n, d))
        Balances, and the points weighted so, in which k-means makes the first partitions.
    most : int
        Largest size wanted.
    seed : int
    both_shapes : bool
        Whether clouds of their own shape are tried where the likelihood asks for them.

    Returns
    -------
    list of Candidate
        Sorted by method and size.
    """
    best: dict[tuple[str, int], Candidate] = {}
    for balance, weighted in starts:
        fine = first_partition(weighted, n_first_clouds(len(points), most), seed=seed)
        path = mixture_path(points, fine, ALIKE_CLOUDS)
        _keep_better(best, "alike clouds", balance, path, len(points))
    if both_shapes and (own := _own_shapes(points, best, most)):
        balance, path = own
        _keep_better(best, "own clouds", balance, path, len(points))
    return [best[key] for key in sorted(best) if key[1] <= most]


def n_first_clouds(n: int, most: int) -> int:
    """About twice as many clouds as wanted, if there are customers enough to hold them up."""
    return max(2, min(MOST_FIRST_CLOUDS, 2 * most + 2, n // CUSTOMERS_A_CLOUD))


def _keep_better(
    best: dict[tuple[str, int], Candidate], method: str, balance: float, path: dict[int, Mixture], n: int
) -> None:
    for k, mixture in path.items():
        found = Candidate(method, balance, mixture, bayes_information(mixture, n))
        known = best.get((method, k))
        if known is None or found.score > known.score + 1e-9:
            best[method, k] = found


def _own_shapes(
    points: Floats, best: dict[tuple[str, int], Candidate], most: int
) -> tuple[float, dict[int, Mixture]] | None:
    """The path of clouds with shapes of their own, where at the best size these beat clouds that are alike."""
    n = len(points)
    top = max((found for key, found in best.items() if key[1] <= most), key=lambda found: found.score)
    if top.k == 1:
        return None
    own = fitted_mixture(points, top.mixture.log_joint(points).argmax(axis=1).astype(np.int64), OWN_CLOUDS)
    if bayes_information(own, n) <= top.score:
        return None
    finest = max((found for key, found in best.items() if key[1] <= most + most // 3 + 1), key=lambda found: found.k)
    labels = np.unique(finest.mixture.log_joint(points).argmax(axis=1), return_inverse=True)[1].astype(np.int64)
    return finest.balance, mixture_path(points, labels, OWN_CLOUDS)
