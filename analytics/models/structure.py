"""Is there any structure? The table against tables that have its columns and correlations, but no groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.clouds import Shape
from analytics.models.first_partition import first_partition
from analytics.models.mixture_path import bayes_information, mixture_path

Floats = NDArray[np.float64]

N_REFERENCES = 12
"""Tables without groups that the real one is compared with."""

LEAST_EXCESS = 4.0
"""Standard deviations above the references; with twelve of them a table without groups passes in about 1 of 500."""

FEWEST_CUSTOMERS = 30
"""With fewer customers no grouping can be told from chance."""

MOST_ROWS = 2000
"""Rows that the comparison is made on."""

TOO_MANY = 16
"""Clouds that each comparison starts with."""


@dataclass(frozen=True)
class StructureTest:
    """The answer, in numbers and words.

    Attributes
    ----------
    found : bool
        Whether groups describe the customers better than they describe tables without groups.
    gain, reference_gain : float
        Log-likelihood a customer that the best number of groups adds to one group (penalised); 0 is nothing.
    excess : float
        How many standard deviations the gain lies above the references' gains.
    reason : str
        The same in words.
    """

    found: bool
    gain: float
    reference_gain: float
    excess: float
    reason: str


def structure_test(
    points: Floats, reference: Callable[[np.random.Generator], Floats], shape: Shape, *, seed: int
) -> StructureTest:
    """Compare what groups explain here with what they explain in tables without groups.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    reference : callable
        Gives points made the same way from a table without groups.
    shape : Shape
    seed : int

    Returns
    -------
    StructureTest
    """
    if len(points) < FEWEST_CUSTOMERS:
        return _none(f"{len(points)} customers are too few to tell groups from chance ({FEWEST_CUSTOMERS} are needed).")
    if float(points.var(axis=0).sum()) < 1e-12:
        return _none("No column differs between customers.")
    rng = np.random.default_rng([seed, 211])
    spaced = np.unique(np.linspace(0, len(points) - 1, min(len(points), MOST_ROWS)).astype(np.int64))
    gain = _gain(points[spaced], shape, seed)
    if gain <= 0:
        return _none("One group describes the customers as well as any number of groups.", gain)
    gains = np.array([_gain(reference(rng), shape, seed) for _ in range(N_REFERENCES)])
    excess = (gain - float(gains.mean())) / max(float(gains.std(ddof=1)), 0.01 * abs(gain), 1e-6)
    found = excess >= LEAST_EXCESS
    words = (
        f"Groups add {gain:.2f} to the log-likelihood a customer; in tables with the same columns and correlations, "
        f"but no groups, they add {gains.mean():.2f} on average and at most {gains.max():.2f}."
    )
    if not found:
        words = f"No structure beyond each column's own distribution and the correlations. {words}"
    return StructureTest(found, gain, float(gains.mean()), float(excess), words)


def _none(reason: str, gain: float = 0.0) -> StructureTest:
    return StructureTest(False, gain, 0.0, 0.0, reason)


def _gain(points: Floats, shape: Shape, seed: int) -> float:
    """Penalised log-likelihood a customer of the best number of groups, less that of one group."""
    n = len(points)
    labels = first_partition(points, max(2, min(TOO_MANY, n // 10)), seed=seed)
    path = mixture_path(points, labels, shape)
    scores = {size: bayes_information(mixture, n) for size, mixture in path.items()}
    return max(scores.values()) - scores[1]
