"""From a model's margin to a probability that agrees with what happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from analytics.models.newton import logistic_coefficients

LEAST_SLOPE = 0.02
"""A calibration never turns the order of customers round, and never makes them all equal."""


@dataclass(frozen=True)
class Calibration:
    """Platt's calibration: the margin, stretched and shifted, through the logistic function.

    Attributes
    ----------
    slope : float
        Above 0. 1 leaves the margin as it is; below 1 the model was too sure of itself.
    intercept : float
        In log-odds. 0 leaves the level as it is.
    """

    slope: float
    intercept: float

    def probability(self, margin: np.ndarray) -> np.ndarray:
        """Turn margins into probabilities (0–1), in the same order as the margins."""
        return np.asarray(expit(self.slope * np.asarray(margin, dtype=float) + self.intercept))


def fit_calibration(margin: np.ndarray, values: np.ndarray) -> Calibration:
    """Fit the stretch and shift to customers whom the model has not seen.

    With few rows the fit stays near "leave it as it is": the slope has a normal prior around 1 with standard
    deviation 0.5, the intercept one around 0 with standard deviation 2.

    Parameters
    ----------
    margin : ndarray
        Log-odds of the model for the calibration part.
    values : ndarray
        What happened, 0 or 1.

    Returns
    -------
    Calibration
        The fitted calibration.

    References
    ----------
    J. Platt, "Probabilistic outputs for support vector machines", 1999.
    """
    design = np.column_stack([margin, np.ones(len(margin))])
    slope, intercept = logistic_coefficients(
        design, np.asarray(values, dtype=float), penalty=np.array([4.0, 0.25]), prior=np.array([1.0, 0.0])
    )
    return Calibration(max(float(slope), LEAST_SLOPE), float(intercept))
