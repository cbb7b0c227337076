"""A mixture of Student-t clouds, fitted by expectation-maximisation: the density behind the segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import gammaln

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ALIKE = np.inf
"""Shrinkage at which all clouds share one covariance."""


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
    """

    freedom: float = 8.0
    shrinkage: float = ALIKE
    ridge: float = 0.05


@dataclass(frozen=True)
class Mixture:
    """A fitted mixture.

    Attributes
    ----------
    weights : ndarray, shape (k,)
        Shares of the clouds; they sum to 1.
    centres : ndarray, shape (k, d)
    precisions : ndarray, shape (k, d, d)
        Lower triangular factors P with inverse covariance P^T P; all the same where the covariance is shared.
    shape : Shape
    log_likelihood : float
        Mean over the rows it was fitted on.
    """

    weights: Floats
    centres: Floats
    precisions: Floats
    shape: Shape
    log_likelihood: float

    def log_joint(self, points: Floats) -> Floats:
        """Log of weight times density of each cloud at each point, shape (n, k)."""
        squared = _distances(points, self.centres, self.precisions)
        return _log_joint(squared, points.shape[1], self.weights, self.precisions, self.shape)

    def posterior(self, points: Floats) -> Floats:
        """Probability of each cloud for each point, shape (n, k); rows sum to 1."""
        joint = self.log_joint(points)
        joint -= joint.max(axis=1, keepdims=True)
        np.exp(joint, out=joint)
        joint /= joint.sum(axis=1, keepdims=True)
        return joint

    def n_parameters(self) -> int:
        """Free parameters: weights, centres and covariances."""
        k, d = self.centres.shape
        covariance = d * (d + 1) / 2
        own = 0.0 if np.isinf(self.shape.shrinkage) else 1.0
        return int(k - 1 + k * d + covariance * (1 + own * (k - 1)))


def fitted_mixture(points: Floats, labels: Ints, shape: Shape, *, most_rounds: int = 60) -> Mixture:
    """Fit from a first partition.

    Parameters
    ----------
    points : ndarray, shape (n, d)
    labels : ndarray of int, shape (n,)
        A first partition, 0 to k - 1, each value used.
    shape : Shape
    most_rounds : int
        Rounds of expectation-maximisation at most; it stops sooner once the likelihood stands still.

    Returns
    -------
    Mixture
        Clouds that lose all their customers are dropped, so k can shrink.
    """
    n, _ = points.shape
    k = int(labels.max()) + 1
    shares = np.zeros((n, k))
    shares[np.arange(n), labels] = 1.0
    ridge = shape.ridge * float(points.var(axis=0).mean())
    pulls = np.ones((n, k))
    last = -np.inf
    for round_ in range(most_rounds + 1):
        weights, centres, precisions = _maximised(points, shares, pulls, shape, ridge)
        squared = _distances(points, centres, precisions)
        joint = _log_joint(squared, points.shape[1], weights, precisions, shape)
        top = joint.max(axis=1, keepdims=True)
        shares = np.exp(joint - top)
        totals = shares.sum(axis=1, keepdims=True)
        shares /= totals
        likelihood = float((top + np.log(totals)).mean())
        if round_ == most_rounds or abs(likelihood - last) < 1e-5 * max(1.0, points.shape[1] / 10):
            break
        last = likelihood
        kept = shares.sum(axis=0) > 1.5
        if not kept.all():
            shares, squared = shares[:, kept], squared[:, kept]
            shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
        pulls = _pulls(squared, points.shape[1], shape)
    return Mixture(weights, centres, precisions, shape, likelihood)


def _maximised(
    points: Floats, shares: Floats, pulls: Floats, shape: Shape, ridge: float
) -> tuple[Floats, Floats, Floats]:
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


def _distances(points: Floats, centres: Floats, precisions: Floats) -> Floats:
    """Squared Mahalanobis distance of each point to each centre."""
    k = len(centres)
    if precisions.strides[0] == 0:
        root = precisions[0]
        turned, middles = points @ root.T, centres @ root.T
        squared = (turned**2).sum(axis=1)[:, None] - 2 * turned @ middles.T + (middles**2).sum(axis=1)
        return np.asarray(np.maximum(squared, 0))
    return np.stack([(((points - centres[j]) @ precisions[j].T) ** 2).sum(axis=1) for j in range(k)], axis=1)


def _pulls(squared: Floats, d: int, shape: Shape) -> Floats:
    if np.isinf(shape.freedom):
        return np.ones_like(squared)
    return np.asarray((shape.freedom + d) / (shape.freedom + squared))


def _log_joint(squared: Floats, d: int, weights: Floats, precisions: Floats, shape: Shape) -> Floats:
    v = shape.freedom
    log_root = np.log(np.diagonal(precisions, axis1=1, axis2=2)).sum(axis=1)
    scaled = np.log(np.maximum(weights, 1e-300)) + log_root
    if np.isinf(v):
        return np.asarray(scaled - 0.5 * d * np.log(2 * np.pi) - 0.5 * squared)
    constant = float(gammaln((v + d) / 2) - gammaln(v / 2) - 0.5 * d * np.log(v * np.pi))
    return np.asarray(scaled + constant - 0.5 * (v + d) * np.log1p(squared / v))
