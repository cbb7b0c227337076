"""How surprising it is that so many cases have something, when cases are drawn at random within strata.

Within a stratum every choice of as many cases is equally likely, so the cases that have the thing follow a
hypergeometric distribution, and over all strata the sum of independent ones. This is the distribution that permuting
who is a case within strata gives, worked out exactly instead of drawn: no number of permutations limits how small a p
can be.
"""

from __future__ import annotations

from math import exp, lgamma

import numpy as np
from numpy.typing import NDArray

from analytics.models.compiled import compiled

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def permutation_p(n: Counts, n_cases: Counts, n_with: Counts, n_cases_with: int) -> float:
    """Give the two-sided exact p-value of a permutation within strata.

    Parameters
    ----------
    n, n_cases, n_with : ndarray of int64, shape (n_strata,)
        How many there are in each stratum; how many of them are cases, and how many have the thing.
    n_cases_with : int
        Cases who have it, in all strata.

    Returns
    -------
    float
        The probability of a number of cases that is no more likely than this one; 1 where nothing can differ.

    Examples
    --------
    >>> one = np.array([8]), np.array([4]), np.array([4])
    >>> round(permutation_p(*one, 4) * 35, 9)
    1.0
    """
    chances = _chances(n, n_cases, n_with)
    return float(min(1.0, chances[chances <= chances[n_cases_with] * (1 + 1e-7)].sum()))


def one_sided_p(n: Counts, n_cases: Counts, n_with: Counts, n_cases_with: int, *, more: bool) -> float:
    """Give the exact probability of at least, or at most, so many cases who have the thing.

    Parameters
    ----------
    n, n_cases, n_with, n_cases_with
        As for :func:`permutation_p`.
    more : bool
        Which of the two.

    Returns
    -------
    float
    """
    chances = _chances(n, n_cases, n_with)
    return float(min(1.0, (chances[n_cases_with:] if more else chances[: n_cases_with + 1]).sum()))


@compiled
def _chances(n: Counts, n_cases: Counts, n_with: Counts) -> Floats:
    """Give the chance of each number of cases who have the thing, from 0 on."""
    chances = np.ones(1)
    for stratum in range(len(n)):
        own = _hypergeometric(n[stratum], n_cases[stratum], n_with[stratum])
        joint = np.zeros(len(chances) + len(own) - 1)
        for place in range(len(own)):
            if own[place] > 0:
                joint[place : place + len(chances)] += own[place] * chances
        chances = joint
    return chances


@compiled
def _hypergeometric(n: int, n_cases: int, n_with: int) -> Floats:
    chances = np.zeros(min(n_cases, n_with) + 1)
    ways = _log_ways(n, n_with)
    for k in range(max(0, n_cases + n_with - n), len(chances)):
        chances[k] = exp(_log_ways(n_cases, k) + _log_ways(n - n_cases, n_with - k) - ways)
    return chances


@compiled
def _log_ways(n: int, k: int) -> float:
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0)
