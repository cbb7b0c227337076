"""How sure the mean risk of customers like this one is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.special import expit

from analytics.models.calibration import Calibration
from analytics.models.date_drift import MEMORY_DAYS

_BINS = 120
_MOST_BLOCKS = 12
_GRID = 400
_LEVEL_SD = 1.0
_SLOPE_SD = 0.5
_BEND_SD = 0.4
_DATE_SD = 0.15
_WIDER = 1.2
NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True)
class RiskIntervals:
    """A 90 % band around the calibrated probability, as a function of the margin.

    Attributes
    ----------
    grid : ndarray
        Margins, ascending.
    lower, upper : ndarray
        Log-odds of the band's ends on the grid.
    """

    grid: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    def around(self, margin: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the interval's ends (0–1) for customers; it always holds their probability."""
        low = expit(np.interp(margin, self.grid, self.lower))
        high = expit(np.interp(margin, self.grid, self.upper))
        return np.minimum(low, probability), np.maximum(high, probability)


def fit_risk_intervals(
    margin: np.ndarray,
    values: np.ndarray,
    days: np.ndarray,
    calibration: Calibration,
    *,
    reach: np.ndarray,
    today: float,
) -> RiskIntervals:
    """Learn from the calibration part how far the true risk at a margin may be from the calibrated one.

    The distance, in log-odds, is a smooth unknown function of margin and date (a Gaussian process: a shift, a
    stretch, bends of about a standard deviation's width, and a level that moves with the dates). Its posterior
    from the calibration part gives the band, which widens where few customers were seen. Smoothness is assumed, a
    shape is not: that is why the band covers where a bootstrap of the calibration's three numbers does not. A
    fifth is added for what this leaves out: customers of the train part, whose scores the model has fitted
    (docs/churn.md has the coverage that was measured).

    Parameters
    ----------
    margin, values, days : ndarray
        Log-odds with the level of the date, outcomes (0, 1) and dates of the calibration part.
    calibration : Calibration
        The calibration in force, without a shift.
    reach : ndarray
        Margins for which intervals will be asked.
    today : float
        The date for which they will be asked, in days since 1970.

    Returns
    -------
    RiskIntervals
        The band.

    References
    ----------
    C. Rasmussen and C. Williams, *Gaussian Processes for Machine Learning*, 2006, algorithms 3.1 and 3.2.
    """
    bins = _bins(margin, days)
    at = np.array([margin[rows].mean() for rows in bins])
    when = np.array([days[rows].mean() for rows in bins])
    positives = np.array([values[rows].sum() for rows in bins], dtype=float)
    counts = np.array([len(rows) for rows in bins], dtype=float)
    centre, scale = float(margin.mean()), float(margin.std()) or 1.0
    moves = len(np.unique(days)) > 1
    seen = (at - centre) / scale
    prior = _covariance(seen, seen, scale) + moves * _level(when, when)
    shift, root, factor = _posterior(prior, positives, counts, calibration.log_odds(at))
    grid = np.linspace(min(reach.min(), at.min()), max(reach.max(), at.max()) + 1e-9, _GRID)
    near = (grid - centre) / scale
    cross = _covariance(near, seen, scale) + moves * _level(np.full(_GRID, today), when)
    mean = calibration.log_odds(grid) + cross @ shift
    taken = solve_triangular(factor, root[:, None] * cross.T, lower=True)
    own = _LEVEL_SD**2 + (_SLOPE_SD * scale * near) ** 2 + _BEND_SD**2 + moves * _DATE_SD**2
    spread = _WIDER * NORMAL_90 * np.sqrt(np.maximum(own - (taken * taken).sum(axis=0), 0.0))
    return RiskIntervals(grid, mean - spread, mean + spread)


def _bins(margin: np.ndarray, days: np.ndarray) -> list[np.ndarray]:
    """Put rows of like date and margin together, so that the process has a hundred points or so."""
    dates = np.unique(days)
    block = np.minimum(np.searchsorted(dates, days) * _MOST_BLOCKS // len(dates), _MOST_BLOCKS - 1)
    groups = np.unique(block)
    bins: list[np.ndarray] = []
    for group in groups:
        rows = np.flatnonzero(block == group)
        rows = rows[np.argsort(margin[rows], kind="stable")]
        bins += np.array_split(rows, int(np.clip(len(rows) // 5, 1, _BINS // len(groups))))
    return bins


def _level(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(_DATE_SD**2 * np.exp(-np.abs(one[:, None] - other[None, :]) / MEMORY_DAYS))


def _covariance(one: np.ndarray, other: np.ndarray, scale: float) -> np.ndarray:
    distance = one[:, None] - other[None, :]
    bends = _BEND_SD**2 * np.exp(-0.5 * distance * distance)
    return np.asarray(_LEVEL_SD**2 + (_SLOPE_SD * scale) ** 2 * np.outer(one, other) + bends)


def _posterior(
    prior: np.ndarray, positives: np.ndarray, counts: np.ndarray, offset: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the mode by Newton's method; the factor is of I + √W K √W."""
    value = np.zeros(len(counts))
    for _ in range(100):
        share = expit(offset + value)
        weight = np.maximum(counts * share * (1 - share), 1e-10)
        root = np.sqrt(weight)
        factor = cho_factor(np.eye(len(counts)) + root[:, None] * prior * root[None, :], lower=True)
        target = weight * value + positives - counts * share
        shift = target - root * cho_solve(factor, root * (prior @ target))
        moved, value = value, prior @ shift
        if np.abs(value - moved).max() < 1e-10:
            break
    return shift, root, np.tril(factor[0])
