"""Candidate partitions: mixtures of every size, from several starts and of two shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics.models.clouds import Shape
from analytics.models.first_partition import first_partition
from analytics.models.mixture import Mixture, fitted_mixture
from analytics.models.mixture_path import bayes_information, mixture_path

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_FIRST_CLOUDS = 32
CUSTOMERS_A_CLOUD = 12
"""Fewer customers than this cannot hold up a cloud of the first, too fine partition."""

ALIKE_CLOUDS = Shape(freedom=8.0, ridge=0.2)
"""One shape for all clouds; a ridge of 0.2 of a column's variance keeps yes/no columns from splitting customers."""

WIDE_AND_NARROW_CLOUDS = Shape(freedom=8.0, ridge=0.02, spread="each")
"""One shape, but every cloud has a width of its own: dense segments beside diffuse ones. A larger ridge would hide how
narrow the dense ones are: agreement on "dense and diffuse" was 0.86 at 0.2, 0.98 at 0.02."""

ROUNDS_TO_ASK = 20
LEAST_GAIN = 0.1
"""Log-likelihood a customer that widths of their own must add: 0.7 where widths differ, at most 0.05 on ten planted
tables and three demo banks where they do not."""

OWN_CLOUDS = Shape(freedom=8.0, shrinkage=50.0, ridge=0.1)
"""A shape for each cloud, leaning on the common one with the weight of 50 customers."""


@dataclass(frozen=True)
class Candidate:
    """A way to divide the customers.

    Attributes
    ----------
    method : str
        "alike clouds", "wide and narrow clouds" or "own clouds".
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
    points: Floats, starts: Sequence[tuple[float, Floats]], *, most: int, seed: int, all_shapes: bool = True
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
    all_shapes : bool
        Whether clouds of other shapes are tried where the likelihood asks for them.

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
    if all_shapes:
        _further_shapes(best, points, most)
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


def _further_shapes(best: dict[tuple[str, int], Candidate], points: Floats, most: int) -> None:
    """Add the paths of clouds of other shapes, where the likelihood asks for them at the best size."""
    top = _best_of(best, most)
    if top.k > 1 and _differ_in_width(points, _owners(top, points)):
        _keep_path(best, points, most, "wide and narrow clouds", WIDE_AND_NARROW_CLOUDS)
    top = _best_of(best, most)
    if top.k > 1:
        own = fitted_mixture(points, _owners(top, points), OWN_CLOUDS)
        if bayes_information(own, len(points)) > top.score:
            _keep_path(best, points, most, "own clouds", OWN_CLOUDS)


def _best_of(best: dict[tuple[str, int], Candidate], most: int) -> Candidate:
    return max((found for key, found in best.items() if key[1] <= most), key=lambda found: found.score)


def _differ_in_width(points: Floats, labels: Ints) -> bool:
    shapes = (replace(WIDE_AND_NARROW_CLOUDS, spread="one"), WIDE_AND_NARROW_CLOUDS)
    one, each = (fitted_mixture(points, labels, shape, most_rounds=ROUNDS_TO_ASK) for shape in shapes)
    return bayes_information(each, len(points)) > bayes_information(one, len(points)) + LEAST_GAIN


def _keep_path(best: dict[tuple[str, int], Candidate], points: Floats, most: int, method: str, shape: Shape) -> None:
    alike = [found for key, found in best.items() if key[0] == "alike clouds" and key[1] <= most + most // 3 + 1]
    finest = max(alike, key=lambda found: found.k)
    path = mixture_path(points, _owners(finest, points), shape)
    _keep_better(best, method, finest.balance, path, len(points))


def _owners(candidate: Candidate, points: Floats) -> Ints:
    labels = candidate.mixture.log_joint(points).argmax(axis=1)
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
