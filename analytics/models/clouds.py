"""The clouds of a mixture: what they may look like, their densities, and how they follow from shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import gammaln

Floats = NDArray[np.float64]

ALIKE = np.inf
"""Shrinkage at which all clouds share one covariance."""

LEAST_SPREAD = 0.02
"""A cloud's variance is not let below this share of the average one: a handful of equal customers is no segment."""


@dataclass(frozen=True)
class Shape:
    """What the clouds may look like.

    Attributes
    ----------
    freedom : float
        Degrees of freedom of the Student-t; `inf` is a Gaussian. Small values let a few customers be far out.
    shrinkage : float
        How many customers' worth of weight the common covariance has in each cloud's own; `ALIKE` for one shared.
    ridge : float
        Added to every variance, in units of the matrix's total variance per column.
    spread : str
        "one": clouds that share a covariance are equally wide; "each": every cloud has a width of its own.
    """

    freedom: float = 8.0
    shrinkage: float = ALIKE
    ridge: float = 0.05
    spread: Literal["one", "each"] = "one"


def maximised(
    points: Floats, shares: Floats, pulls: Floats, shape: Shape, ridge: float
) -> tuple[Floats, Floats, Floats]:
    """Weights, centres and inverse roots of the covariances that fit shares best."""
    n, d = points.shape
    k = shares.shape[1]
    sizes = shares.sum(axis=0)
    pulled = shares * pulls
    centres = (pulled.T @ points) / np.maximum(pulled.sum(axis=0), 1e-12)[:, None]
    identity = np.eye(d) * ridge
    own = not np.isinf(shape.shrinkage)
    scatter = np.zeros((k, d, d)) if own else np.zeros((1, d, d))
    if own:
        for j in range(k):
            centred = points - centres[j]
            scatter[j] = (pulled[:, j, None] * centred).T @ centred
        common = scatter.sum(axis=0) / n
        covariances = (shape.shrinkage * common + scatter) / (shape.shrinkage + sizes)[:, None, None] + identity
    else:
        second = (pulled.sum(axis=1)[:, None] * points).T @ points
        covariances = ((second - (centres.T * pulled.sum(axis=0)) @ centres) / n + identity)[None]
    precisions = np.stack([_inverse_root(covariance) for covariance in covariances])
    if not own:
        precisions = np.broadcast_to(precisions, (k, d, d))
    return sizes / n, centres, precisions


def _inverse_root(covariance: Floats) -> Floats:
    lower = np.linalg.cholesky((covariance + covariance.T) / 2)
    return np.asarray(solve_triangular(lower, np.eye(len(lower)), lower=True))


def squared_distances(points: Floats, centres: Floats, precisions: Floats) -> Floats:
    """Squared Mahalanobis distance of each point to each centre."""
    k = len(centres)
    if precisions.strides[0] == 0:
        root = precisions[0]
        turned, middles = points @ root.T, centres @ root.T
        squared = (turned**2).sum(axis=1)[:, None] - 2 * turned @ middles.T + (middles**2).sum(axis=1)
        return np.asarray(np.maximum(squared, 0))
    return np.stack([(((points - centres[j]) @ precisions[j].T) ** 2).sum(axis=1) for j in range(k)], axis=1)


def pulls_of(squared: Floats, d: int, shape: Shape) -> Floats:
    """How much each customer counts in each cloud: little where it is far out."""
    if np.isinf(shape.freedom):
        return np.ones_like(squared)
    return np.asarray((shape.freedom + d) / (shape.freedom + squared))


def spreads_of(squared: Floats, pulled: Floats, sizes: Floats, d: int, shape: Shape) -> Floats:
    """How wide each cloud is, 1 on average, from distances in units of the shared covariance."""
    if shape.spread == "one":
        return np.ones(len(sizes))
    variances = (pulled * squared).sum(axis=0) / np.maximum(d * sizes, 1e-12)
    relative = np.maximum(variances / max(float(variances @ sizes / sizes.sum()), 1e-300), LEAST_SPREAD)
    return np.asarray(relative / (relative @ sizes / sizes.sum()))


def log_roots(precisions: Floats, spreads: Floats) -> Floats:
    """Half the log determinant of each cloud's inverse covariance."""
    d = precisions.shape[1]
    return np.asarray(np.log(np.diagonal(precisions, axis1=1, axis2=2)).sum(axis=1) - 0.5 * d * np.log(spreads))


def log_joint(squared: Floats, d: int, weights: Floats, roots: Floats, shape: Shape) -> Floats:
    """Log of weight times density, from squared distances and half the log determinants."""
    v = shape.freedom
    scaled = np.log(np.maximum(weights, 1e-300)) + roots
    if np.isinf(v):
        return np.asarray(scaled - 0.5 * d * np.log(2 * np.pi) - 0.5 * squared)
    constant = float(gammaln((v + d) / 2) - gammaln(v / 2) - 0.5 * d * np.log(v * np.pi))
    return np.asarray(scaled + constant - 0.5 * (v + d) * np.log1p(squared / v))
