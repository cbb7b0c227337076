"""90% intervals of shares, means and ratios, out of sums over customers.

The customers are taken as a draw from many who are alike: the interval says how far the number would move if they were
drawn again, not how well they were counted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Z_90 = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""

Floats = NDArray[np.float64]


def wilson(part: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """Give Wilson's 90% interval of shares.

    Parameters
    ----------
    part, whole : ndarray
        Counts, `part` of `whole`.

    Returns
    -------
    lower, upper : ndarray
        0 to 1; not a number where `whole` is not above 0. Never empty at 0 or 1, unlike the textbook interval
        (E. B. Wilson, 1927).

    Examples
    --------
    >>> lower, upper = wilson(np.array([0.0]), np.array([10.0]))
    >>> round(float(lower[0]), 3), round(float(upper[0]), 3)
    (0.0, 0.213)
    """
    n = np.where(whole > 0, whole, np.nan)
    share, square = part / n, Z_90**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z_90 * np.sqrt(share * (1 - share) / n + square / (4 * n**2)) / (1 + square / n)
    # Rounding must not push the ends past the share itself at 0 and at 1.
    return np.minimum(np.clip(middle - half, 0, 1), share), np.maximum(np.clip(middle + half, 0, 1), share)


def mean_interval(total: Floats, total_2: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Give the normal 90% interval of means.

    Parameters
    ----------
    total, total_2 : ndarray
        Sums of the values and of their squares.
    n : ndarray
        How many there are.

    Returns
    -------
    lower, upper : ndarray
        Not a number where there are fewer than two.
    """
    return ratio_interval(total, n, part_2=total_2, cross=total, whole_2=n, n=n)


def ratio_interval(
    part: Floats, whole: Floats, *, part_2: Floats, cross: Floats, whole_2: Floats, n: Floats
) -> tuple[Floats, Floats]:
    """Give the 90% interval of ratios of two sums over the same customers, by linearisation.

    Parameters
    ----------
    part, whole : ndarray
        The two sums.
    part_2, cross, whole_2 : ndarray
        Sums of the first's squares, the products, and the second's squares.
    n : ndarray
        How many customers there are.

    Returns
    -------
    lower, upper : ndarray
        Not a number where there are fewer than two customers or `whole` is not above 0. W. G. Cochran, Sampling
        Techniques (1977), section 6.3.
    """
    enough = (n > 1) & (whole > 0)
    base, count = np.where(enough, whole, np.nan), np.where(enough, n, np.nan)
    ratio = part / base
    spread = np.maximum(part_2 - 2 * ratio * cross + ratio**2 * whole_2, 0.0)
    half = Z_90 * np.sqrt(spread * count / (count - 1)) / base
    return ratio - half, ratio + half
