"""How much a customer spends when they buy, from few purchases and what others spend (gamma-gamma)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model.

    Attributes
    ----------
    p : float
        Shape of the gamma distribution of one customer's purchases.
    q, gamma : float
        Shape and rate of the gamma distribution of its rate among customers.
    """

    p: float
    q: float
    gamma: float


def fitted_spend(n: Floats, mean: Floats) -> GammaGamma:
    """Fit by maximum likelihood.

    Parameters
    ----------
    n, mean : ndarray, shape (customers,)
        Purchases of each, at least 1, and what was spent at one on average, above 0.

    Notes
    -----
    Fader and Hardie (2013), The gamma-gamma model of monetary value.
    """

    def loss(logs: Floats) -> float:
        p, q, gamma = np.exp(logs)
        shapes = gammaln(p * n + q) - gammaln(p * n) - gammaln(q) + q * np.log(gamma) + p * n * np.log(n)
        return -float(np.sum(shapes + (p * n - 1) * np.log(mean) - (p * n + q) * np.log(gamma + n * mean)))

    start = np.log([2.0, 3.0, 2.0 * float(mean.mean())])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 4_000, "xatol": 1e-6, "fatol": 1e-6})
    return GammaGamma(*(float(each) for each in np.exp(found.x)))


def expected_spend(model: GammaGamma, n: Floats, mean: Floats) -> Floats:
    """Give what each is expected to spend at a purchase: between their own mean and that of all, shape (customers,).

    Examples
    --------
    >>> model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    >>> expected_spend(model, np.array([1.0]), np.array([50.0])).round(1).tolist()
    [45.5]
    """
    return np.asarray(model.p * (model.gamma + n * mean) / (model.p * n + model.q - 1))
