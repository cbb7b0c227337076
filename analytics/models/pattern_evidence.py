"""Whether patterns go with an outcome by more than chance, against customers who are as active.

A row is a customer on a day: what they did in the days before it, and whether the outcome followed. Customers are
compared with others of the same day who did about as much (Mantel and Haenszel's odds ratio, with the interval of
Robins, Breslow and Greenland 1986), so that neither a busy season nor being busy looks like a pattern. Who has a
pattern is fixed before the day on which it is asked whether the outcome follows, and nobody is a row again after it
did: a customer who leaves can't be compared with what they would have done later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.exact_strata import one_sided_p, permutation_p
from analytics.models.patterns_found import Patterns

REPLICATION_P = 0.05
_Z95 = 1.959964


@dataclass(frozen=True)
class Landmarks:
    """Customers on days, and what followed.

    Attributes
    ----------
    customer : ndarray of int64, shape (n_rows,)
        Whose row it is.
    stratum : ndarray of int64
        Rows that may be compared have the same number, from 0 on.
    is_case : ndarray of bool
        Whether the outcome followed.
    held_out : ndarray of bool
        Whether the customer was set aside; all rows of a customer alike.
    """

    customer: NDArray[np.int64]
    stratum: NDArray[np.int64]
    is_case: NDArray[np.bool_]
    held_out: NDArray[np.bool_]


def activity_strata(day: NDArray[np.int64], n_events: NDArray[np.int64], *, n_levels: int = 10) -> NDArray[np.int64]:
    """Put together rows of one day whose customers did about as much.

    Parameters
    ----------
    day : ndarray of int64, shape (n_rows,)
    n_events : ndarray of int64
        What the customer did in the window, counted.
    n_levels : int
        At most so many levels of activity, of about as many rows each; few events are a level each.

    Returns
    -------
    ndarray of int64
        From 0 on.
    """
    edges = np.unique(np.quantile(n_events, np.arange(1, n_levels) / n_levels)) if len(n_events) else np.zeros(0)
    level = np.searchsorted(edges, n_events, side="left")
    _, stratum = np.unique(np.stack([day, level], axis=1), axis=0, return_inverse=True)
    return stratum.reshape(-1).astype(np.int64)


def pattern_evidence(patterns: Patterns, landmarks: Landmarks) -> pd.DataFrame:
    """Say how strongly each pattern goes with the outcome, and whether that is chance.

    Parameters
    ----------
    patterns : Patterns
        With the rows that have each as their customers, chosen without a look at the outcome.
    landmarks : Landmarks
        The rows.

    Returns
    -------
    DataFrame
        A row a pattern: ``n_customers`` (who have it on any row), ``n_rows``, ``n_cases`` (rows with it that the
        outcome followed), ``support`` (share of rows), ``confidence`` (share of these rows that it followed),
        ``lift`` (that against all rows), ``odds_ratio``, ``lower``, ``upper`` (within strata, all rows, 95 %; missing
        where it can't be told), ``p`` (exact, two-sided, by permutation within strata, on customers not set aside),
        ``p_adjusted`` (Benjamini and Hochberg 1995), ``p_held_out`` (one-sided in the direction found, on those set
        aside), ``replicates`` (1 if that is at most 0.05).
    """
    rows = [_evidence(patterns.customers_of(number), landmarks) for number in range(len(patterns))]
    told = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    return told.assign(p_adjusted=adjusted(told["p"].to_numpy(np.float64)))


_COLUMNS = {
    **dict.fromkeys(("n_customers", "n_rows", "n_cases"), "int64"),
    **dict.fromkeys(("support", "confidence", "lift", "odds_ratio", "lower", "upper", "p", "p_held_out"), "float64"),
    "replicates": "int64",
}


def adjusted(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust p-values so that those up to a share hold at most that share of false findings (Benjamini and Hochberg).

    Parameters
    ----------
    p : ndarray of float64

    Returns
    -------
    ndarray of float64

    Examples
    --------
    >>> adjusted(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    order = np.argsort(-p)
    steps = p[order] * len(p) / np.arange(len(p), 0, -1)
    found = np.empty(len(p))
    found[order] = np.minimum.accumulate(np.minimum(steps, 1.0))
    return found


@dataclass(frozen=True)
class _Tables:
    """Counts by stratum, of rows, cases, rows with the pattern, and cases with it."""

    n: NDArray[np.int64]
    n_cases: NDArray[np.int64]
    n_with: NDArray[np.int64]
    n_cases_with: NDArray[np.int64]

    def telling(self) -> _Tables:
        """Leave out strata in which nothing can differ."""
        kept = (self.n_with > 0) & (self.n_with < self.n) & (self.n_cases > 0) & (self.n_cases < self.n)
        return _Tables(self.n[kept], self.n_cases[kept], self.n_with[kept], self.n_cases_with[kept])


def _tables(has: NDArray[np.bool_], landmarks: Landmarks, part: NDArray[np.bool_]) -> _Tables:
    size, stratum, is_case = int(landmarks.stratum.max()) + 1, landmarks.stratum, landmarks.is_case
    masks = (part, part & is_case, part & has, part & has & is_case)
    return _Tables(*(np.bincount(stratum[mask], minlength=size).astype(np.int64) for mask in masks))


def _evidence(rows: NDArray[np.int32], landmarks: Landmarks) -> tuple[float, ...]:
    has = np.zeros(len(landmarks.customer), dtype=bool)
    has[rows] = True
    n_cases = int(landmarks.is_case[rows].sum())
    confidence, base = n_cases / len(rows), float(landmarks.is_case.mean())
    odds, lower, upper = _odds(_tables(has, landmarks, np.ones(len(has), dtype=bool)).telling())
    found = _tables(has, landmarks, ~landmarks.held_out).telling()
    p = permutation_p(found.n, found.n_cases, found.n_with, int(found.n_cases_with.sum()))
    aside = _tables(has, landmarks, landmarks.held_out).telling()
    p_aside = one_sided_p(aside.n, aside.n_cases, aside.n_with, int(aside.n_cases_with.sum()), more=_more(found))
    n_customers = len(np.unique(landmarks.customer[rows]))
    lift = confidence / base if base else np.nan
    strength = (len(rows) / len(has), confidence, lift, odds, lower, upper)
    return (n_customers, len(rows), n_cases, *strength, p, p_aside, int(p_aside <= REPLICATION_P))


def _more(found: _Tables) -> bool:
    """Whether cases have the pattern more often than by chance."""
    return bool(found.n_cases_with.sum() >= (found.n_cases * found.n_with / found.n).sum())


def _odds(strata: _Tables) -> tuple[float, float, float]:
    """Mantel and Haenszel's odds ratio, with its 95 % interval."""
    a, b = strata.n_cases_with, strata.n_with - strata.n_cases_with
    c = strata.n_cases - a
    d = strata.n - strata.n_with - c
    r, s = a * d / strata.n, b * c / strata.n
    if not r.sum() or not s.sum():
        return (np.nan, np.nan, np.nan)
    p, q = (a + d) / strata.n, (b + c) / strata.n
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    odds, wide = r.sum() / s.sum(), np.exp(_Z95 * np.sqrt(variance))
    return float(odds), float(odds / wide), float(odds * wide)
