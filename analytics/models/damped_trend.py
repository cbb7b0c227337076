"""Exponential smoothing with a damped trend or without: where months go on to, if they go on as they have."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVELS = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
TRENDS = (0.0, 0.1, 0.3)
DAMPED = (0.8, 0.9, 0.98)
"""What is tried of the three smoothing parameters: coarse, since some thirty months can't tell finer ones apart."""

FIRST_MONTHS = 6
"""Months that the level and the trend start from; what is foreseen of them is not judged."""

JUDGED_MONTHS = 24
"""The last so many errors choose the parameters and are drawn from: how it was long ago says little of what comes."""

_LEVEL_ONLY, _WITH_TREND = 2, 5
"""What is fitted to the data: a start and a parameter; or two and three."""
_LEAST_SQUARE = 1e-300


@dataclass(frozen=True)
class Smoothed:
    """A series smoothed up to its last month.

    Attributes
    ----------
    level, trend : float
        After the last month; the trend is a month's.
    alpha, beta, phi : float
        How much of an error the level takes up, how much of that the trend does, and what is left of the trend after
        a month.
    errors : ndarray, shape (at most JUDGED_MONTHS,)
        What each of the last months was above what was foreseen of it a month before.
    """

    level: float
    trend: float
    alpha: float
    beta: float
    phi: float
    errors: Floats


def smoothed(values: Floats) -> Smoothed:
    """Smooth a series with or without a trend, by the parameters that have erred least.

    Parameters
    ----------
    values : ndarray, shape (months,)
        Oldest first, all known, more than `FIRST_MONTHS`.

    Returns
    -------
    Smoothed

    Notes
    -----
    Simple exponential smoothing and the additive damped trend in error-correction form (Gardner and McKenzie 1985;
    Hyndman and others 2008, ETS(A,N,N) and ETS(A,Ad,N)). Parameters are chosen on a coarse grid by Akaike's criterion.

    Examples
    --------
    >>> import numpy as np
    >>> steady = smoothed(np.full(12, 5.0))
    >>> steady.level, steady.trend
    (5.0, 0.0)
    """
    grid = np.array([(alpha, 0.0, 0.0) for alpha in LEVELS] + list(product(LEVELS, TRENDS, DAMPED)))
    has_trend = grid[:, 2] > 0
    alpha, beta, phi = grid.T
    slope, middle = np.polyfit(np.arange(FIRST_MONTHS) - (FIRST_MONTHS - 1) / 2, values[:FIRST_MONTHS], 1)
    level = np.where(has_trend, middle + slope * (FIRST_MONTHS - 1) / 2, middle)
    trend = np.where(has_trend, slope, 0.0)
    errors = np.empty((len(values) - FIRST_MONTHS, len(grid)))
    for month, value in enumerate(values[FIRST_MONTHS:]):
        foreseen = level + phi * trend
        errors[month] = value - foreseen
        level, trend = foreseen + alpha * errors[month], phi * trend + alpha * beta * errors[month]
    judged = errors[-JUDGED_MONTHS:]
    fit = len(judged) * np.log((judged**2).mean(axis=0) + _LEAST_SQUARE)
    best = int((fit + 2 * np.where(has_trend, _WITH_TREND, _LEVEL_ONLY)).argmin())
    chosen_level, chosen_trend, *shares = (float(each[best]) for each in (level, trend, alpha, beta, phi))
    return Smoothed(chosen_level, chosen_trend, shares[0], shares[1], shares[2], judged[:, best].copy())


def ahead(fitted: Smoothed, *, n_months: int) -> Floats:
    """Give the months to come where nothing unforeseen happens: shape (n_months,)."""
    shares = np.cumsum(fitted.phi ** np.arange(1, n_months + 1))
    return np.asarray(fitted.level + fitted.trend * shares)


def paths_ahead(fitted: Smoothed, *, n_months: int, n_paths: int, seed: int) -> Floats:
    """Draw ways in which it may go on: each month errs as some month did, and the level and trend follow.

    Parameters
    ----------
    fitted : Smoothed
    n_months, n_paths : int
        How far, and how many ways.
    seed : int

    Returns
    -------
    ndarray, shape (n_paths, n_months)
        Errors are drawn with replacement from those made, about their mean, and scaled up for what was fitted to them.
    """
    rng = np.random.default_rng(seed)
    n = len(fitted.errors)
    wider = np.sqrt(n / max(n - _WITH_TREND - 1, 1))
    drawn = rng.choice(fitted.errors - fitted.errors.mean(), size=(n_months, n_paths)) * wider
    level, trend = np.full(n_paths, fitted.level), np.full(n_paths, fitted.trend)
    paths = np.empty((n_paths, n_months))
    for month in range(n_months):
        foreseen = level + fitted.phi * trend
        paths[:, month] = foreseen + drawn[month]
        level = foreseen + fitted.alpha * drawn[month]
        trend = fitted.phi * trend + fitted.alpha * fitted.beta * drawn[month]
    return paths
