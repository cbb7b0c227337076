"""What each feature on the path to one leaf adds to a row's margin: Shapley values of a product.

With features left out, a row reaches a leaf by the product of two kinds of factors: for a feature that counts, whether
the row does all that the path asks of it (1 or 0); for one that does not, the share of the training rows that did. The
Shapley values of such a game need no sum over all subsets (Lundberg et al. 2020): features that the row fails all have
one share, and the others' come from one polynomial, divided by one factor each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled

Floats = NDArray[np.float64]


@compiled
def orders(n: int) -> Floats:
    """Say with what weight a set of 0 … n - 1 others is there before one of `n` features: s! (n - s - 1)! / n!."""
    weight = np.empty(n)
    weight[0] = 1.0 / n
    for size in range(1, n):
        weight[size] = weight[size - 1] * size / (n - size)
    return weight


@compiled
def leaf_shares(
    holds: NDArray[np.uint8], shares: Floats, value: float, weight: Floats, product: Floats, out: Floats
) -> None:
    """Split a leaf's value among the features of its path, for one row.

    Parameters
    ----------
    holds : ndarray of uint8, shape (n,)
        By feature, whether the row does all that the path asks of it.
    shares : ndarray of float64, shape (n,)
        By feature, the share of training rows that did.
    value : float
        The leaf's value.
    weight : ndarray of float64, shape (n,)
        From `orders`.
    product : ndarray of float64, shape (n + 1,)
        Room to work in.
    out : ndarray of float64, shape (n,)
        Takes what each feature adds.
    """
    degree = 0
    product[0] = 1.0
    for place in range(len(shares)):
        if holds[place]:
            product[degree + 1] = product[degree]
            for power in range(degree, 0, -1):
                product[power] = product[power - 1] + product[power] * shares[place]
            product[0] *= shares[place]
            degree += 1
        else:
            value *= shares[place]
    failed = 0.0
    for power in range(min(degree + 1, len(shares))):
        failed -= product[power] * weight[power]
    for place in range(len(shares)):
        if not holds[place]:
            out[place] = failed * value
            continue
        total, quotient = 0.0, 0.0
        for power in range(degree - 1, -1, -1):
            quotient = product[power + 1] - shares[place] * quotient
            total += quotient * weight[power]
        out[place] = (1.0 - shares[place]) * value * total
