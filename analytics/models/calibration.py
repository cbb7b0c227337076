"""From a model's margin to a probability that agrees with what happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from analytics.models.newton import logistic_coefficients

LEAST_SLOPE = 0.02
"""A calibration never turns the order of customers round, and never makes them all equal."""

_PENALTY = np.array([4.0, 16.0, 0.25])
_PRIOR = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True)
class Calibration:
    """Beta calibration: the margin stretched, bent and shifted, through the logistic function.

    With a = slope + skew and b = slope − skew, the calibrated log-odds are a·ln p − b·ln(1 − p) + a constant,
    where p is the logistic of the margin.

    Attributes
    ----------
    slope : float
        Above 0. 1 leaves the margin as it is; below 1 the model was too sure of itself.
    skew : float
        Smaller than the slope in size. 0 is no bend (then this is Platt's calibration); above 0 the model was too
        sure of high risks and not sure enough of low ones.
    intercept : float
        In log-odds. 0 leaves the level as it is.
    shift : float
        Added to the margin first: the level of the date for which probabilities are asked (log-odds).
    """

    slope: float
    skew: float
    intercept: float
    shift: float = 0.0

    def log_odds(self, margin: np.ndarray) -> np.ndarray:
        """Turn margins into calibrated log-odds, in the same order as the margins."""
        shifted = np.asarray(margin, dtype=float) + self.shift
        return np.asarray(_terms(shifted) @ (self.slope, self.skew, self.intercept))

    def probability(self, margin: np.ndarray) -> np.ndarray:
        """Turn margins into probabilities (0–1), in the same order as the margins."""
        return np.asarray(expit(self.log_odds(margin)))


def fit_calibration(margin: np.ndarray, values: np.ndarray) -> Calibration:
    """Fit stretch, bend and shift to customers whom the model has not seen.

    With few rows the fit stays near "leave it as it is": normal priors of slope 1 ± 0.5, skew 0 ± 0.25 and
    intercept 0 ± 2.

    Parameters
    ----------
    margin : ndarray
        Log-odds of the model for the calibration part.
    values : ndarray
        What happened, 0 or 1.

    Returns
    -------
    Calibration
        The fitted calibration; it rises everywhere.

    References
    ----------
    M. Kull, T. Silva Filho and P. Flach, "Beta calibration", 2017; J. Platt, "Probabilistic outputs for support
    vector machines", 1999.
    """
    terms = _terms(np.asarray(margin, dtype=float))
    found = logistic_coefficients(terms, np.asarray(values, dtype=float), penalty=_PENALTY, prior=_PRIOR)
    slope = max(float(found[0]), LEAST_SLOPE)
    most = slope - LEAST_SLOPE / 2
    return Calibration(slope, float(np.clip(found[1], -most, most)), float(found[2]))


def _terms(margin: np.ndarray) -> np.ndarray:
    """Give the margin, the bend (ln p + ln(1 − p), 0 at p = ½) and 1."""
    size = np.abs(margin)
    bend = 2 * np.log(2) - size - 2 * np.log1p(np.exp(-size))
    return np.column_stack([margin, bend, np.ones(len(margin))])
