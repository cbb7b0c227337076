"""Penalised logistic regression, solved to the last digit."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

_MOST_STEPS = 100
_SMALL = 1e-12


def logistic_coefficients(
    design: np.ndarray,
    values: np.ndarray,
    *,
    penalty: np.ndarray,
    prior: np.ndarray,
) -> np.ndarray:
    """Find the coefficients that minimise the log loss plus a squared distance from a prior.

    Newton's method, so that the answer is the same to about twelve digits on every machine and number of
    threads; a gradient method that stops early would not be.

    Parameters
    ----------
    design : ndarray, shape (n, k)
        One row an observation.
    values : ndarray, shape (n,)
        The outcome, 0 or 1.
    penalty : ndarray, shape (k,)
        Weight of each coefficient's squared distance from its prior (half of it is added to the loss).
    prior : ndarray, shape (k,)
        Where the coefficients go when nothing speaks against it.

    Returns
    -------
    ndarray, shape (k,)
        The coefficients.
    """
    coefficients = np.asarray(prior, dtype=float).copy()
    loss = _loss(design, values, coefficients, penalty, prior)
    for _ in range(_MOST_STEPS):
        share = expit(design @ coefficients)
        gradient = design.T @ (share - values) + penalty * (coefficients - prior)
        curvature = (design * (share * (1 - share))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while (tried := _loss(design, values, coefficients - size * step, penalty, prior)) > loss + _SMALL * abs(loss):
            size /= 2
            if size < _SMALL:
                return coefficients
        coefficients, loss = coefficients - size * step, tried
        if np.abs(step).max() < _SMALL:
            break
    return coefficients


def _loss(
    design: np.ndarray, values: np.ndarray, coefficients: np.ndarray, penalty: np.ndarray, prior: np.ndarray
) -> float:
    margin = design @ coefficients
    distance = coefficients - prior
    return float((np.logaddexp(0, margin) - values * margin).sum() + 0.5 * (penalty * distance * distance).sum())
