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


def wilson(part: Floats, whole: Floats, *, z: float = Z_90) -> tuple[Floats, Floats]:
    """Give Wilson's interval of shares, of 90% unless another is asked for.

    Parameters
    ----------
    part, whole : ndarray
        Counts, `part` of `whole`.
    z : float
        How many standard errors the interval reaches.

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
    share, square = part / n, z**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * np.sqrt(share * (1 - share) / n + square / (4 * n**2)) / (1 + square / n)
    # Rounding must not push the ends past the share itself at 0 and at 1.
    return np.minimum(np.clip(middle - half, 0, 1), share), np.maximum(np.clip(middle + half, 0, 1), share)


def newcombe(first: tuple[float, float], second: tuple[float, float], *, z: float = Z_90) -> tuple[float, float, float]:
    """Give the difference of two shares of different people, with its interval.

    Parameters
    ----------
    first, second : tuple of float
        Two counts each: a part, and the whole that it is of.
    z : float
        How many standard errors the interval reaches; 90% unless another is asked for.

    Returns
    -------
    difference, lower, upper : float
        The first share less the second, -1 to 1. From both shares' own Wilson intervals, so it holds for few customers
        and for shares near 0 and 1 (R. G. Newcombe, 1998, method 10). Not a number where a whole is not above 0.

    Examples
    --------
    >>> [round(each, 3) for each in newcombe((56, 70), (48, 80), z=1.959964)]
    [0.2, 0.052, 0.334]
    """
    part, whole = np.array([first[0], second[0]], float), np.array([first[1], second[1]], float)
    lower, upper = wilson(part, whole, z=z)
    share = part / np.where(whole > 0, whole, np.nan)
    below = np.hypot(share[0] - lower[0], upper[1] - share[1])
    above = np.hypot(upper[0] - share[0], share[1] - lower[1])
    difference = share[0] - share[1]
    return float(difference), float(difference - below), float(difference + above)


def pooled_difference(sizes: Floats, differences: Floats) -> tuple[float, float, float]:
    """Put the differences of several pairs of groups together, with their interval.

    Parameters
    ----------
    sizes : ndarray of shape (n, 2)
        How many are on either side of each pair; above 0.
    differences : ndarray of shape (n, 3)
        Each pair's difference with its lower and upper end, as `newcombe` gives them.

    Returns
    -------
    difference, lower, upper : float
        Each pair counts by n·m / (n + m), its two sides' sizes (Mantel and Haenszel); the intervals are put together as
        Newcombe's are (Zou and Donner, 2008), so that one pair alone has its own.

    Examples
    --------
    >>> pair = [newcombe((56, 70), (48, 80))]
    >>> pooled_difference(np.array([[70.0, 80.0]]), np.array(pair)) == pair[0]
    True
    """
    weight = sizes.prod(axis=1) / sizes.sum(axis=1)
    weight /= weight.sum()
    difference, lower, upper = differences.T
    middle = float((weight * difference).sum())
    below, above = (float(np.sqrt(((weight * (difference - end)) ** 2).sum())) for end in (lower, upper))
    return middle, middle - below, middle + above


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
