"""What follows what: of each event, what came next to the same customer, how often and how soon."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.integer]


def transitions(customer: Ints, day: Ints, symbol: Ints, *, n_symbols: int, days: int) -> pd.DataFrame:
    """Count what came next, within some days.

    Parameters
    ----------
    customer, day, symbol : ndarray of int, shape (n_rows,)
        What happened, in order of customer and time.
    n_symbols : int
        How many symbols there are, at most 255.
    days : int
        What comes later than this does not count as next.

    Returns
    -------
    DataFrame
        A row a pair that occurs: ``before``, ``after`` (symbols), ``n_times``, ``n_customers``, ``share`` (0–1, of all
        times that the first happened; the rest was followed by nothing within the days), ``median_gap_days``.

    Examples
    --------
    >>> who, when, what = np.array([0, 0, 0]), np.array([1, 4, 90]), np.array([0, 1, 0])
    >>> transitions(who, when, what, n_symbols=2, days=30).iloc[0].tolist()
    [0.0, 1.0, 1.0, 1.0, 0.5, 3.0]
    """
    gap = np.diff(day)
    goes_on = (np.diff(customer) == 0) & (gap <= days)
    pair = symbol[:-1][goes_on].astype(np.uint16) * np.uint16(n_symbols) + symbol[1:][goes_on].astype(np.uint16)
    n_times = np.bincount(pair, minlength=n_symbols**2)
    there = np.flatnonzero(n_times)
    happened = np.bincount(symbol, minlength=n_symbols)
    return pd.DataFrame(
        {
            "before": there // n_symbols,
            "after": there % n_symbols,
            "n_times": n_times[there],
            "n_customers": _customers(pair, customer[:-1][goes_on], n_symbols**2)[there],
            "share": n_times[there] / happened[there // n_symbols],
            "median_gap_days": _medians(pair, gap[goes_on], n_symbols**2, days)[there],
        }
    )


def _customers(pair: NDArray[np.uint16], customer: Ints, n_pairs: int) -> NDArray[np.int64]:
    """Count each pair's customers: in order of the pair, a customer's rows stay together."""
    order = np.argsort(pair, kind="stable")
    sorted_pair, owner = pair[order], customer[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (np.diff(sorted_pair.astype(np.int32)) != 0) | (np.diff(owner) != 0)
    return np.bincount(sorted_pair[is_first], minlength=n_pairs)


def _medians(pair: NDArray[np.uint16], gap: Ints, n_pairs: int, days: int) -> NDArray[np.float64]:
    """Read each pair's median off the counts of its gaps."""
    cells = np.bincount(pair.astype(np.int64) * (days + 1) + gap, minlength=n_pairs * (days + 1))
    upto = np.cumsum(cells.reshape(n_pairs, days + 1), axis=1)
    n = upto[:, -1:]
    lower, upper = (np.argmax(upto > np.maximum(half, 0), axis=1) for half in ((n - 1) // 2, n // 2))
    return np.where(n[:, 0] > 0, (lower + upper) / 2, np.nan)
