"""Methods judged on the very same rows, with how sure the differences between them are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.models.evaluation import LOWER, UPPER, customer_resamples, resampled_metrics
from analytics.models.ranked_metrics import METRICS, ranked, weighted_metrics

_AT = {metric: place for place, metric in enumerate(METRICS)}
Figure = tuple[float, float, float]
"""A value with the lower and the upper end of its 90 % interval."""


@dataclass(frozen=True)
class PairedContest:
    """Metrics of several methods on the same rows and the same resamples of customers.

    Attributes
    ----------
    values : dict of str to ndarray, shape (6,)
        By method, in the order of `METRICS`.
    draws : dict of str to ndarray, shape (300, 6)
        By method, on every resample.
    """

    values: dict[str, np.ndarray]
    draws: dict[str, np.ndarray]

    def figure(self, method: str, metric: str) -> Figure:
        """Give one method's metric with its interval."""
        place = _AT[metric]
        return _figure(float(self.values[method][place]), self.draws[method][:, place])

    def gain(self, method: str, over: str, metric: str) -> Figure:
        """Give how much higher a metric is than another method's, paired: the interval is of the difference."""
        place = _AT[metric]
        value = float(self.values[method][place] - self.values[over][place])
        return _figure(value, self.draws[method][:, place] - self.draws[over][:, place])


def paired_contest(
    probabilities: Mapping[str, np.ndarray], values: np.ndarray, customer_ids: np.ndarray, *, seed: int
) -> PairedContest:
    """Judge methods on the same rows, resampling customers with all their rows.

    Parameters
    ----------
    probabilities : mapping of str to ndarray
        A method's name and its probabilities (0–1), row by row.
    values : ndarray
        What happened, 0 or 1; both occur.
    customer_ids : ndarray
        Whose row it is.
    seed : int
        Seed of the resamples.

    Returns
    -------
    PairedContest
    """
    weights, once = customer_resamples(customer_ids, seed=seed), np.ones((1, len(values)))
    sorted_ = {method: ranked(probability, values) for method, probability in probabilities.items()}
    return PairedContest(
        {method: weighted_metrics(rows, once)[0] for method, rows in sorted_.items()},
        {method: resampled_metrics(rows, weights) for method, rows in sorted_.items()},
    )


def _figure(value: float, draws: np.ndarray) -> Figure:
    usable = draws[~np.isnan(draws)]
    lower, upper = np.quantile(usable if len(usable) else np.array([value]), [LOWER, UPPER])
    return value, min(float(lower), value), max(float(upper), value)
