"""Whom an offer keeps: by how much it lowers each customer's probability of an outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from analytics.models.baselines import Logistic, fit_logistic
from analytics.models.newton import logistic_coefficients
from analytics.models.offer_effect import Trial
from analytics.models.risk_interval import NORMAL_90

Floats = NDArray[np.float64]

SPREAD_OF_EFFECTS = 0.7
"""Standard deviation of an offer's effect among customers, in log-odds, before any data: one customer in three has more
than twice, or less than half, the odds that another has. The ridge is this, shared among the features."""
MOST_RISK_ROWS = 6_000
"""More teach the risk little, and cost most of the time."""
_HELD = 1e6
_FREE = 1e-6


@dataclass(frozen=True)
class Uplift:
    """What an offer does to whom, as learned from a trial.

    Attributes
    ----------
    risk : Logistic
        The probability of the outcome by features.
    coefficients : (k,) floats
        Log-odds that the offer takes away, by the columns of `risk`'s design.
    covariance : (k, k) floats
        Of the coefficients.
    """

    risk: Logistic
    coefficients: Floats
    covariance: Floats

    def effects(self, matrix: Floats) -> tuple[Floats, Floats, Floats]:
        """Say by how much the offer lowers each customer's probability of the outcome.

        Parameters
        ----------
        matrix : ndarray
            Features, as the models read them.

        Returns
        -------
        effect, lower, upper : ndarray
            From -1 to 1 with a 90 % interval: the uncertainty of the coefficients, to first order.
        """
        columns = self.risk.design(matrix)
        margin = self.risk.margins(matrix)
        less = columns @ self.coefficients
        half = NORMAL_90 * np.sqrt(((columns @ self.covariance) * columns).sum(axis=1))
        lower, effect, upper = (expit(margin) - expit(margin - each) for each in (less - half, less, less + half))
        return effect, lower, upper


def fit_risk(matrix: Floats, values: Floats, *, categorical: list[int]) -> Logistic:
    """Fit the risk that effects are laid over, on at most `MOST_RISK_ROWS` labelled rows, evenly taken."""
    step = -(-len(values) // MOST_RISK_ROWS)
    return fit_logistic(matrix[::step], values[::step], categorical=categorical)


def fit_uplift(risk: Logistic, matrix: Floats, trial: Trial) -> Uplift:
    """Learn from a trial whom the offer keeps.

    A logistic regression of the outcome on the risk, held as it is, and on the features times how far what was done
    lies from its chance, so that nothing but the offer can be learned (Robinson, 1988; Tian et al., 2014). The ridge
    does not depend on the number of rows: with few, all customers get about the same effect in log-odds.

    Parameters
    ----------
    risk : Logistic
        Fitted without the customers of the trial where it is judged by them.
    matrix : ndarray
        Features of the trial's rows, known before the offer.
    trial : Trial
        What was done, and what followed.

    Returns
    -------
    Uplift
    """
    columns = risk.design(matrix)
    n_columns = columns.shape[1]
    surprise = (trial.chance - trial.is_offered)[:, None]
    design = np.column_stack([np.ones(len(trial)), risk.margins(matrix), columns * surprise])
    ridge = np.full(n_columns, max(n_columns - 1, 1) / SPREAD_OF_EFFECTS**2)
    ridge[0] = 1.0
    penalty = np.concatenate([[_FREE, _HELD], ridge])
    prior = np.zeros(n_columns + 2)
    prior[1] = 1.0
    found = logistic_coefficients(design, trial.value, penalty=penalty, prior=prior)
    share = expit(design @ found)
    curvature = (design * (share * (1 - share))[:, None]).T @ design + np.diag(penalty)
    return Uplift(risk, found[2:], np.linalg.inv(curvature)[2:, 2:])
