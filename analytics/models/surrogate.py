"""A second account of one customer's risk: a straight-line model of what the real one answers around the customer.

This is LIME (Ribeiro et al. 2016) on features that are kept or replaced. The authors' package is not used: its last
release is of June 2020, it brings matplotlib and scikit-image, and its quartile boxes explain a quarter of what these
models do around a customer (docs/churn.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

N_MASKS = 1_000
"""Ways to keep some features and replace the others."""

N_FILLS = 5
"""Made-up customers a way; their spread says how much of what isn't explained is only this drawing."""

ONE_IN_HELD = 5
KERNEL_WIDTH = 0.75
RIDGE = 1.0
"""As in the authors' package: a width of 0.75 times the square root of the number of features, and ridge 1."""


@dataclass(frozen=True)
class Surrogate:
    """The straight-line account of one customer.

    Attributes
    ----------
    weights : ndarray of float64, shape (d,)
        Of each column that was asked about: what the customer's own value adds to the margin, beside other customers'
        (log-odds; 0 is nothing).
    fit : float
        Share of what the model does around the customer that a straight line explains, on ways to replace features
        that it wasn't fitted to; the noise of drawing replacements is taken out (weighted R²; 1 is all of it, 0 none).
    """

    weights: Floats
    fit: float


def surrogate(
    answer: Callable[[Floats], Floats], own: Floats, others: Floats, *, columns: Places, seed: int
) -> Surrogate:
    """Fit the straight line around one customer.

    Half of the columns keep the customer's value, the others get one that some customer has; what the model answers is
    regressed on which were kept, near ways counting more.

    Parameters
    ----------
    answer : callable
        Gives the model's margin of each row.
    own : ndarray, shape (c,)
        The customer as the model reads them.
    others : ndarray, shape (m, c)
        Customers to take replacements from, at least one.
    columns : ndarray of int64, shape (d,)
        Places of the columns that the model uses; nothing else can have a part.
    seed : int

    Returns
    -------
    Surrogate

    References
    ----------
    M. Ribeiro, S. Singh and C. Guestrin, "Why should I trust you? Explaining the predictions of any classifier", 2016;
    D. Garreau and U. von Luxburg, "Explaining the explainer: a first theoretical analysis of LIME", 2020.
    """
    random = np.random.default_rng([seed, 601])
    kept = random.random((N_MASKS, len(columns))) < 0.5
    drawn = _hybrids(own, others, columns, np.repeat(kept, N_FILLS, axis=0), random)
    answers = answer(drawn).reshape(N_MASKS, N_FILLS)
    near = np.exp(-(~kept).sum(axis=1) / (2 * KERNEL_WIDTH**2 * max(len(columns), 1)))
    held = np.arange(N_MASKS) % ONE_IN_HELD == 0
    masks, means = kept.astype(np.float64), answers.mean(axis=1)
    with threadpool_limits(1):
        weights, level = _ridge(masks[~held], means[~held], near[~held])
    noise = float(np.average(answers[held].var(axis=1, ddof=1), weights=near[held])) / N_FILLS
    return Surrogate(weights, _fit(means[held], level + masks[held] @ weights, near[held], noise))


def _hybrids(
    own: Floats, others: Floats, columns: Places, kept: NDArray[np.bool_], random: np.random.Generator
) -> Floats:
    rows = np.repeat(own[None, :], len(kept), axis=0)
    for place, column in enumerate(columns):
        replaced = ~kept[:, place]
        rows[replaced, column] = others[random.integers(0, len(others), int(replaced.sum())), column]
    return rows


def _ridge(masks: Floats, means: Floats, near: Floats) -> tuple[Floats, float]:
    centre, level = np.average(masks, axis=0, weights=near), float(np.average(means, weights=near))
    apart = masks - centre
    weighted = apart * near[:, None]
    weights = np.linalg.solve(weighted.T @ apart + RIDGE * np.eye(masks.shape[1]), weighted.T @ (means - level))
    return np.asarray(weights, dtype=np.float64), float(level - centre @ weights)


def _fit(means: Floats, answered: Floats, near: Floats, noise: float) -> float:
    total = float(np.average((means - np.average(means, weights=near)) ** 2, weights=near)) - noise
    if total <= 0:
        return 0.0
    missed = max(float(np.average((means - answered) ** 2, weights=near)) - noise, 0.0)
    return float(np.clip(1 - missed / total, 0.0, 1.0))
