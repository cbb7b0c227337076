"""A mixture of Student-t clouds, fitted by expectation-maximisation: the density behind the segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.clouds import (
    Shape,
    log_joint,
    log_roots,
    maximised,
    pulls_of,
    spreads_of,
    squared_distances,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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
    spreads : ndarray, shape (k,)
        What each cloud's covariance is multiplied by; 1 on average, and 1 for each where all are equally wide.
    shape : Shape
    log_likelihood : float
        Mean over the rows it was fitted on.
    """

    weights: Floats
    centres: Floats
    precisions: Floats
    spreads: Floats
    shape: Shape
    log_likelihood: float

    def log_joint(self, points: Floats) -> Floats:
        """Log of weight times density of each cloud at each point, shape (n, k)."""
        squared = squared_distances(points, self.centres, self.precisions) / self.spreads
        return log_joint(squared, points.shape[1], self.weights, log_roots(self.precisions, self.spreads), self.shape)

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
        widths = k - 1 if self.shape.spread == "each" else 0
        return int(k - 1 + k * d + widths + covariance * (1 + own * (k - 1)))

    def reordered(self, order: Ints) -> Mixture:
        """The same clouds in another order, or some of them."""
        shared = self.precisions.strides[0] == 0
        precisions = self.precisions[: len(order)] if shared else np.ascontiguousarray(self.precisions[order])
        return Mixture(
            self.weights[order],
            self.centres[order],
            precisions,
            self.spreads[order],
            self.shape,
            self.log_likelihood,
        )


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
    pulls, spreads = np.ones((n, k)), np.ones(k)
    last = -np.inf
    for round_ in range(most_rounds + 1):
        weights, centres, precisions = maximised(points, shares, pulls / spreads, shape, ridge)
        squared = squared_distances(points, centres, precisions)
        spreads = spreads_of(squared, shares * pulls, weights * n, points.shape[1], shape)
        squared /= spreads
        joint = log_joint(squared, points.shape[1], weights, log_roots(precisions, spreads), shape)
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
            shares, squared, spreads = shares[:, kept], squared[:, kept], spreads[kept]
            shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
        pulls = pulls_of(squared, points.shape[1], shape)
    return Mixture(weights, centres, precisions, spreads, shape, likelihood)
