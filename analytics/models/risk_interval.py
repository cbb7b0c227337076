"""How sure the mean risk of customers like this one is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.special import expit

from analytics.models.calibration import Calibration

_BINS = 100
_GRID = 400
_LEVEL_SD = 1.0
_SLOPE_SD = 0.5
_BEND_SD = 0.4
_NORMAL_90 = 1.6448536269514722


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
    margin: np.ndarray, values: np.ndarray, calibration: Calibration, *, reach: np.ndarray
) -> RiskIntervals:
    """Learn from the calibration part how far the true risk at a margin may be from the calibrated one.

    The distance, in log-odds, is a smooth unknown function of the margin (a Gaussian process: a shift, a
    stretch, and bends of about a standard deviation's width). Its posterior from the calibration part gives the
    band, which widens where few customers were seen. Smoothness is assumed, a shape is not: that is why the band
    covers where a bootstrap of the calibration's three numbers does not (docs/churn.md).

    Parameters
    ----------
    margin, values : ndarray
        Log-odds and outcomes (0, 1) of the calibration part.
    calibration : Calibration
        The calibration in force.
    reach : ndarray
        Margins for which intervals will be asked.

    Returns
    -------
    RiskIntervals
        The band.

    References
    ----------
    C. Rasmussen and C. Williams, *Gaussian Processes for Machine Learning*, 2006, algorithms 3.1 and 3.2.
    """
    order = np.argsort(margin, kind="stable")
    bins = np.array_split(order, min(_BINS, max(2, len(order) // 5)))
    at = np.array([margin[rows].mean() for rows in bins])
    positives = np.array([values[rows].sum() for rows in bins], dtype=float)
    counts = np.array([len(rows) for rows in bins], dtype=float)
    centre, scale = float(margin.mean()), float(margin.std()) or 1.0
    prior = _covariance((at - centre) / scale, (at - centre) / scale, scale)
    offset = calibration.log_odds(at)
    shift, root, factor = _posterior(prior, positives, counts, offset)
    grid = np.linspace(min(reach.min(), at[0]), max(reach.max(), at[-1]) + 1e-9, _GRID)
    near = (grid - centre) / scale
    cross = _covariance(near, (at - centre) / scale, scale)
    mean = calibration.log_odds(grid) + cross @ shift
    taken = solve_triangular(factor, root[:, None] * cross.T, lower=True)
    own = _LEVEL_SD**2 + (_SLOPE_SD * scale * near) ** 2 + _BEND_SD**2
    spread = _NORMAL_90 * np.sqrt(np.maximum(own - (taken * taken).sum(axis=0), 0.0))
    return RiskIntervals(grid, mean - spread, mean + spread)


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
