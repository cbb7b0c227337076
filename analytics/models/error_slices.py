"""Groups of customers, described in one or two conditions, in whom a model is wrong more than chance explains.

Searched on one half of the customers, confirmed on the other: what is said of a slice comes from customers among whom
it was not looked for, so that looking at thousands of slices costs nothing but the number that go on to be confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.best_slice import Condition

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CUTS = (0.1, 0.25, 0.5, 0.75, 0.9)
MOST_LEVELS = 12
MOST_CONFIRMED = 60
"""Slices that go on from the search to be confirmed."""
FEWEST_SHARE = 0.01
FEWEST_CUSTOMERS = 30
MOST_ALIKE = 0.7
"""Of two slices that share so much of what they cover (Jaccard), and are wrong on the same side, the surer goes on."""
LEAST_MORE = 0.5
"""By how much the standardised error of two conditions must lie above that of each alone."""
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Slice:
    """Conditions, and what was found among customers among whom they were not looked for.

    Attributes
    ----------
    conditions : tuple of Condition
        One or two.
    n_rows, n_customers : int
        In the confirming half.
    difference : float
        Mean of what happened less what was predicted (-1 to 1).
    deviation : float
        Its standard error, over customers.
    p_above, p_below : float
        Probability of a difference as high, or as low, if the model is right.
    """

    conditions: tuple[Condition, ...]
    n_rows: int
    n_customers: int
    difference: float
    deviation: float
    p_above: float
    p_below: float


def candidate_conditions(matrix: Floats, categorical: Sequence[int]) -> list[Condition]:
    """Give the conditions to look at: above and up to five percentiles of numbers, the commonest levels of categories.

    Parameters
    ----------
    matrix : ndarray, shape (n_rows, n_columns)
        As the model reads it; NaN is missing, and fulfils no condition.
    categorical : sequence of int
        Places of categories.
    """
    found = []
    for column in range(matrix.shape[1]):
        values = matrix[~np.isnan(matrix[:, column]), column]
        if not len(values):
            continue
        if column in categorical:
            levels, counts = np.unique(values, return_counts=True)
            common = levels[np.argsort(-counts, kind="stable")][:MOST_LEVELS]
            found += [Condition(column, float(level), 0) for level in common]
        else:
            for cut in np.unique(np.quantile(values, CUTS, method="lower")):
                found += [Condition(column, float(cut), 1), Condition(column, float(cut), -1)]
    return found


def searched_slices(
    matrix: Floats, residuals: Floats, customer: NDArray[np.int64], *, categorical: Sequence[int]
) -> list[tuple[Condition, ...]]:
    """Search the slices in which residuals lie furthest from nought, overlapping ones too.

    Parameters
    ----------
    matrix : ndarray, shape (n_rows, n_columns)
    residuals : ndarray, shape (n_rows,)
        What happened (0 or 1) less the probability.
    customer : ndarray of int
        Whose row it is.
    categorical : sequence of int

    Returns
    -------
    list of tuple of Condition
        At most 60, the furthest first; each covers at least 1 % of the rows and 30 customers. Of more than 100,000 rows
        the first 100,000 are searched.
    """
    matrix, residuals, customer = matrix[:MOST_ROWS], residuals[:MOST_ROWS], customer[:MOST_ROWS]
    conditions = candidate_conditions(matrix, categorical)
    if not conditions:
        return []
    holds = np.stack([condition.holds(matrix) for condition in conditions])
    scores = _standardised(holds, residuals, fewest=max(FEWEST_SHARE * len(residuals), FEWEST_CUSTOMERS))
    kept: list[tuple[tuple[Condition, ...], float, Flags]] = []
    for one, other in _by_size(scores):
        covered = holds[one] & holds[other]
        score = float(scores[one, other])
        if len(np.unique(customer[covered])) < FEWEST_CUSTOMERS or _is_like_another(covered, score, kept):
            continue
        parts = (conditions[one],) if one == other else (conditions[one], conditions[other])
        kept.append((parts, score, covered))
        if len(kept) == MOST_CONFIRMED:
            break
    return [parts for parts, _, _ in kept]


def confirmed(
    matrix: Floats,
    values: Floats,
    probability: Floats,
    customer: NDArray[np.int64],
    slices: Sequence[tuple[Condition, ...]],
) -> list[Slice]:
    """Measure slices on other customers than those among whom they were found.

    Parameters
    ----------
    matrix, values, probability, customer : ndarray
        Of the other half.
    slices : sequence of tuple of Condition

    Returns
    -------
    list of Slice
        In the same order; those with fewer than 30 customers here are left out.
    """
    covers = [(each, np.logical_and.reduce([one.holds(matrix) for one in each])) for each in slices]
    return [
        _measured(conditions, values[covered], probability[covered], customer[covered])
        for conditions, covered in covers
        if len(np.unique(customer[covered])) >= FEWEST_CUSTOMERS
    ]


def _measured(
    conditions: tuple[Condition, ...], values: Floats, probability: Floats, customer: NDArray[np.int64]
) -> Slice:
    """Test by the spread that the model itself foretells, or by the observed one if that is wider.

    By the observed one alone, a small slice in which nothing happened would look sure.
    """
    own = np.unique(customer, return_inverse=True)[1]
    n_rows, n_customers = len(values), int(own.max()) + 1
    residuals = values - probability
    mean = float(residuals.mean())
    pulls = np.bincount(own, residuals - mean) / n_rows
    deviation = float(np.sqrt((pulls**2).sum() * n_customers / (n_customers - 1)))
    foretold = probability * (1 - probability)
    spread = max(float(np.sqrt(foretold.sum())) / n_rows, deviation)
    skew = float((foretold * (1 - 2 * probability)).sum()) / (spread * n_rows) ** 3
    above, below = _tails(mean / spread, skew)
    return Slice(conditions, n_rows, n_customers, mean, deviation, above, below)


def _tails(z: float, skew: float) -> tuple[float, float]:
    """Upper and lower tail of a standardised sum with this skewness (Edgeworth's first correction)."""
    from scipy.stats import norm

    bend = float(norm.pdf(z)) * skew * (z * z - 1) / 6
    least = 1e-300
    return max(float(norm.sf(z)) + bend, least), max(float(norm.cdf(z)) - bend, least)


def _standardised(holds: Flags, residuals: Floats, *, fewest: float) -> Floats:
    """Standardised sums of residuals of pairs of conditions, on the diagonal of single ones; 0 where not to be used.

    A pair is used where it lies further from nought than each of its conditions alone.
    """
    tall = holds.astype(np.float32)
    sums, squares, counts = ((tall * each.astype(np.float32)) @ tall.T for each in _weights(residuals))
    scores = np.where((counts >= fewest) & (squares > 0), sums / np.sqrt(np.maximum(squares, 1e-12)), 0.0)
    single = np.abs(np.diag(scores))
    parent = np.maximum(single[:, None], single[None, :]) + LEAST_MORE
    is_pair = ~np.eye(len(scores), dtype=bool)
    scores[is_pair & (np.abs(scores) < parent)] = 0.0
    return np.asarray(scores, dtype=np.float64)


def _weights(residuals: Floats) -> tuple[Floats, Floats, Floats]:
    return residuals, residuals**2, np.ones(len(residuals))


def _by_size(scores: Floats) -> list[tuple[int, int]]:
    """Pairs of conditions from the furthest on, each once, those that count for nothing left out."""
    upper = np.triu(np.abs(scores))
    order = np.argsort(-upper, axis=None, kind="stable")
    order = order[: int((upper > 0).sum())]
    one, other = np.unravel_index(order, scores.shape)
    return list(zip(one.tolist(), other.tolist(), strict=True))


def _is_like_another(covered: Flags, score: float, kept: list[tuple[tuple[Condition, ...], float, Flags]]) -> bool:
    for _, other, known in kept:
        both = int((covered & known).sum())
        either = int(covered.sum() + known.sum()) - both
        if score * other > 0 and both > MOST_ALIKE * either:
            return True
    return False
