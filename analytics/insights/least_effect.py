"""How small an effect a comparison of two groups could show."""

from __future__ import annotations

import math
from statistics import NormalDist

from analytics.insights.intervals import Z_90

POWER = 0.8
"""The chance that an effect of that size is told from none."""


def least_effect(share: float, n_first: int, n_second: int) -> float:
    """Give the smallest difference of two shares that would be told from none in four of five trials.

    Parameters
    ----------
    share : float
        The share that both groups are expected to have without an effect, 0 to 1.
    n_first, n_second : int
        How many are in each.

    Returns
    -------
    float
        As a share, by the normal distribution, for a two-sided interval of 90 %. Infinite where a group is empty.

    Examples
    --------
    >>> round(least_effect(0.1, 900, 100), 3), least_effect(0.1, 900, 0)
    (0.079, inf)
    """
    if min(n_first, n_second) < 1:
        return math.inf
    spread = math.sqrt(share * (1 - share) * (1 / n_first + 1 / n_second))
    return (Z_90 + NormalDist().inv_cdf(POWER)) * spread
