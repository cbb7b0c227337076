"""How the level of an outcome moves from date to date, beyond what the features say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

DRIFT_SD = 0.2
MEMORY_DAYS = 365.0
_MOST_DATES = 36
_BLOCK_DAYS = 30.0
_FREE = 1e-6


@dataclass(frozen=True)
class DateDrift:
    """A shift of the log-odds a date.

    Attributes
    ----------
    days : ndarray
        Labelled dates, as days since 1970.
    weights : ndarray
        How much each labelled date adds, by its nearness, to the shift of another date.
    """

    days: np.ndarray
    weights: np.ndarray

    def at(self, days: np.ndarray) -> np.ndarray:
        """Give the shift (log-odds; 0 is the usual level) at dates; far from all labelled ones it fades to 0."""
        if len(self.days) < 2:
            return np.zeros(len(days))
        distinct, where = np.unique(days, return_inverse=True)
        return np.asarray((nearness(distinct, self.days) @ self.weights)[where])


def days_of(as_of: pd.Series) -> np.ndarray:
    """Turn dates into days since 1970."""
    return (pd.to_datetime(as_of) - pd.Timestamp("1970-01-01")).dt.days.to_numpy(dtype=float)


def nearness(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Covariance of the levels of two dates: they forget each other over a year."""
    return np.asarray(DRIFT_SD**2 * np.exp(-np.abs(one[:, None] - other[None, :]) / MEMORY_DAYS))


def fit_date_drift(log_odds: np.ndarray, values: np.ndarray, days: np.ndarray) -> DateDrift:
    """Estimate each date's shift from what a model said and what happened.

    The shifts have a normal prior with standard deviation 0.2, correlated over a year, so that a date with few
    cases stays near its neighbours; the level as a whole is free.

    Parameters
    ----------
    log_odds : ndarray
        The model's log-odds of labelled rows.
    values : ndarray
        Outcomes, 0 or 1.
    days : ndarray
        Dates of the rows, as days since 1970; more than 36 distinct ones are taken in blocks of 30 days.

    Returns
    -------
    DateDrift
        With one date only: no shift anywhere.
    """
    if len(np.unique(days)) > _MOST_DATES:
        days = np.floor(days / _BLOCK_DAYS) * _BLOCK_DAYS + _BLOCK_DAYS / 2
    dates, at = np.unique(days, return_inverse=True)
    if len(dates) < 2:
        return DateDrift(dates, np.zeros(len(dates)))
    inverse = np.linalg.inv(nearness(dates, dates) + 1e-9 * np.eye(len(dates)))
    penalty = np.zeros((len(dates) + 1, len(dates) + 1))
    penalty[0, 0], penalty[1:, 1:] = _FREE, inverse
    shift = np.zeros(len(dates) + 1)
    for _ in range(50):
        share = expit(log_odds + shift[0] + shift[1:][at])
        miss = np.bincount(at, share - values, minlength=len(dates))
        weight = np.bincount(at, share * (1 - share), minlength=len(dates))
        curvature = np.diag(np.r_[weight.sum(), weight])
        curvature[0, 1:] = curvature[1:, 0] = weight
        step = np.linalg.solve(curvature + penalty, np.r_[miss.sum(), miss] + penalty @ shift)
        shift -= step
        if np.abs(step).max() < 1e-12:
            break
    return DateDrift(dates, inverse @ shift[1:])
