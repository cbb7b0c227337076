"""What a division of the customers tells of an outcome, on customers who were set aside: held-out value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

N_FOLDS = 5
PRIOR_CUSTOMERS = 20.0
"""A segment's mean is drawn towards everyone's as if it had so many more average customers: small parts don't win by
chance."""

FEWEST_LABELLED = 100
FEWEST_OF_EITHER = 2
NORMAL_95 = 1.96


@dataclass(frozen=True)
class HeldOut:
    """How well segments alone tell who has the outcome.

    Attributes
    ----------
    n_customers, n_positive : int
        Customers that it was measured on, and those of them who had the outcome.
    auc, auc_lower, auc_upper : float
        The chance that a customer who had the outcome is in a segment of higher risk than one who had not (ties count
        half), with a 95 % interval (DeLong et al. 1988): 0.5 tells nothing, 1 everything.
    gain, gain_lower, gain_upper : float
        Log-loss with everyone's mean less log-loss with the segments' means, with a 95 % interval over customers:
        above 0 the segments tell something.
    """

    n_customers: int
    n_positive: int
    auc: float
    auc_lower: float
    auc_upper: float
    gain: float
    gain_lower: float
    gain_upper: float


def held_out_value(segments: Ints, values: Floats, *, seed: int) -> HeldOut | None:
    """Measure how well a division tells an outcome of customers whom nobody looked at while making it.

    Parameters
    ----------
    segments : ndarray of int, shape (n,)
        The segment of each customer who was set aside.
    values : ndarray, shape (n,)
        0 or 1.
    seed : int
        Of the folds: each customer is foretold by the mean of their segment among the other folds.

    Returns
    -------
    HeldOut or None
        None with fewer than 100 customers or fewer than two of either outcome: then nothing can be said.
    """
    if _too_few(values):
        return None
    folds = _folds(len(values), seed)
    everyone, own = (cross_fitted(each, values, folds) for each in (np.zeros_like(segments), segments))
    return _summary(values, _ranked_right(values, own), losses_of(values, everyone) - losses_of(values, own))


def held_out_difference(before: Ints, after: Ints, values: Floats, *, seed: int) -> HeldOut | None:
    """Measure how much better one division tells an outcome than another, on the same customers.

    Parameters
    ----------
    before, after : ndarray of int, shape (n,)
    values : ndarray, shape (n,)
    seed : int

    Returns
    -------
    HeldOut or None
        As `held_out_value`, but `auc` and `gain` are those of `after` less those of `before`: 0 where they tell alike.
    """
    if _too_few(values):
        return None
    folds = _folds(len(values), seed)
    first, second = (cross_fitted(each, values, folds) for each in (before, after))
    right = _ranked_right(values, second) - _ranked_right(values, first)
    return _summary(values, right, losses_of(values, first) - losses_of(values, second))


def cross_fitted(segments: Ints, values: Floats, folds: Ints) -> Floats:
    """The share with the outcome in each customer's segment, among the customers of the other folds."""
    risks = np.zeros(len(values))
    for fold in range(N_FOLDS):
        out = folds == fold
        overall = float(values[~out].mean())
        n = np.bincount(segments[~out], minlength=segments.max() + 1)
        positive = np.bincount(segments[~out], weights=values[~out], minlength=segments.max() + 1)
        risks[out] = ((positive + PRIOR_CUSTOMERS * overall) / (n + PRIOR_CUSTOMERS))[segments[out]]
    return np.clip(risks, 1e-6, 1 - 1e-6)


def losses_of(values: Floats, risks: Floats) -> Floats:
    """The log-loss of each customer."""
    return np.asarray(-(values * np.log(risks) + (1 - values) * np.log(1 - risks)))


def _too_few(values: Floats) -> bool:
    fewest = int(min(values.sum(), (1 - values).sum()))
    return len(values) < FEWEST_LABELLED or fewest < FEWEST_OF_EITHER


def _folds(n: int, seed: int) -> Ints:
    return np.asarray(np.random.default_rng([seed, 811]).permutation(n) % N_FOLDS, dtype=np.int64)


def _summary(values: Floats, right: Floats, gains: Floats) -> HeldOut:
    classes = (right[values == 1], right[values == 0])
    auc, auc_reach = float(classes[0].mean()), NORMAL_95 * math.hypot(*(_error(each) for each in classes))
    gain, gain_reach = float(gains.mean()), NORMAL_95 * _error(gains)
    return HeldOut(
        n_customers=len(values),
        n_positive=int(values.sum()),
        auc=auc,
        auc_lower=auc - auc_reach,
        auc_upper=auc + auc_reach,
        gain=gain,
        gain_lower=gain - gain_reach,
        gain_upper=gain + gain_reach,
    )


def _error(values: Floats) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def _ranked_right(values: Floats, risks: Floats) -> Floats:
    """For each customer, the share of those with the other outcome whom the risks rank on the right side."""
    from scipy.stats import rankdata

    positive = values == 1
    ranks = rankdata(risks)
    right = np.zeros(len(values))
    right[positive] = (ranks[positive] - rankdata(risks[positive])) / (~positive).sum()
    right[~positive] = 1 - (ranks[~positive] - rankdata(risks[~positive])) / positive.sum()
    return right
