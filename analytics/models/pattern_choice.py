"""Which patterns are worth a column of a model, by the rows that it learns from alone."""

from __future__ import annotations

import numpy as np

from analytics.models.patterns_found import Patterns

MOST_PATTERNS = 30
LEAST_Z = 3.0
FEWEST_SHARE, FEWEST_ROWS = 0.005, 20


def chosen_patterns(patterns: Patterns, stratum: np.ndarray, values: np.ndarray, learned: np.ndarray) -> np.ndarray:
    """Choose sequences of two and more that go with the outcome more than activity and date explain.

    Parameters
    ----------
    patterns : Patterns
        With the rows that have each as their customers.
    stratum : ndarray of int
        Rows of one date and about as much activity have the same number, from 0 on.
    values : ndarray
        What followed, 0 or 1; only that of the rows learned from is looked at.
    learned : ndarray of bool
        Rows that a model learns from.

    Returns
    -------
    ndarray of int
        Numbers of at most 30 patterns, on at least 0.5 % of the learned rows (20 at least), whose cases differ from
        those expected within strata by three standard deviations; the clearest first.
    """
    size = int(stratum.max()) + 1
    n = np.bincount(stratum[learned], minlength=size)
    share = np.bincount(stratum[learned], weights=values[learned], minlength=size) / np.maximum(n, 1)
    number = np.repeat(np.arange(len(patterns)), np.diff(patterns.customer_starts))
    own = learned[patterns.customers]
    number, rows = number[own], patterns.customers[own]
    expected, k = share[stratum[rows]], len(patterns)
    miss = np.bincount(number, weights=values[rows] - expected, minlength=k)
    spread = np.sqrt(np.bincount(number, weights=expected * (1 - expected), minlength=k))
    z = np.abs(np.divide(miss, spread, out=np.zeros(k), where=spread > 0))
    frequent = np.bincount(number, minlength=k) >= max(FEWEST_ROWS, FEWEST_SHARE * learned.sum())
    order = np.argsort(-z, kind="stable")
    return np.asarray(order[(frequent & (patterns.lengths > 1) & (z >= LEAST_Z))[order]][:MOST_PATTERNS])


def pattern_columns(patterns: Patterns, numbers: np.ndarray, n_rows: int) -> np.ndarray:
    """Say of every row which of some patterns it has: 0 or 1, a column a pattern."""
    matrix = np.zeros((n_rows, len(numbers)), dtype=np.float32)
    for place, number in enumerate(numbers):
        matrix[patterns.customers_of(int(number)), place] = 1
    return matrix
