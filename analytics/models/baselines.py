"""What the boosted trees have to beat: a logistic regression, and a rule with one column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.newton import logistic_coefficients

_PENALTY = 10.0
_MOST_ROWS = 20_000
_LOWEST, _HIGHEST = 0.01, 0.99
_FEWEST_A_BIN = 20


@dataclass(frozen=True)
class Logistic:
    """A logistic regression on filled, clipped and scaled columns, and on one column a category level.

    Attributes
    ----------
    places : tuple of int
        Columns of the matrix that are numbers.
    flagged : tuple of int
        Those of the numbers (by their place among them) for which "missing" has a column of its own.
    categories : tuple of (int, int)
        Columns that are category codes, each with its number of codes.
    low, high, centre, scale : ndarray
        How each number is clipped (1st to 99th percentile), filled (median, with a flag) and scaled.
    coefficients : ndarray
        In the order: intercept, numbers, missing flags, category levels.
    """

    places: tuple[int, ...]
    flagged: tuple[int, ...]
    categories: tuple[tuple[int, int], ...]
    low: np.ndarray
    high: np.ndarray
    centre: np.ndarray
    scale: np.ndarray
    coefficients: np.ndarray

    def margins(self, matrix: np.ndarray) -> np.ndarray:
        """Score rows in log-odds."""
        return np.asarray(self.design(matrix) @ self.coefficients)

    def design(self, matrix: np.ndarray) -> np.ndarray:
        """Give the columns that the coefficients are of, the first all ones."""
        numbers = matrix[:, list(self.places)]
        missing = np.isnan(numbers)
        filled = np.where(missing, self.centre, np.clip(numbers, self.low, self.high))
        flags = [
            (matrix[:, place][:, None] == np.arange(n_codes)[None, :]).astype(float)
            for place, n_codes in self.categories
        ]
        scaled = (filled - self.centre) / self.scale
        return np.column_stack([np.ones(len(matrix)), scaled, missing[:, list(self.flagged)].astype(float), *flags])


def fit_logistic(matrix: np.ndarray, values: np.ndarray, *, categorical: list[int]) -> Logistic:
    """Fit the regression a statistician would try first.

    Parameters
    ----------
    matrix : ndarray
        As the booster reads it. Of more than 20,000 rows an evenly spaced part is used.
    values : ndarray
        The outcome, 0 or 1.
    categorical : list of int
        Positions of category codes.

    Returns
    -------
    Logistic
        Fitted with a ridge penalty of 10 on every coefficient but the intercept.
    """
    step = -(-len(values) // _MOST_ROWS)
    matrix, values = matrix[::step], np.asarray(values, dtype=float)[::step]
    places = tuple(place for place in range(matrix.shape[1]) if place not in set(categorical))
    numbers = matrix[:, list(places)]
    empty = np.isnan(numbers).all(axis=0)
    numbers = np.where(empty, 0.0, numbers)
    low, centre, high = np.nanquantile(numbers, [_LOWEST, 0.5, _HIGHEST], axis=0)
    clipped = np.where(np.isnan(numbers), centre, np.clip(numbers, low, high))
    spread = clipped.std(axis=0)
    codes = [np.nan_to_num(matrix[:, place], nan=-1).astype(int) for place in categorical]
    categories = tuple((place, int(code.max()) + 1) for place, code in zip(categorical, codes, strict=True))
    scale = np.where(spread > 0, spread, 1.0)
    flagged = _distinct_gaps(np.isnan(matrix[:, list(places)]))
    unfitted = Logistic(places, flagged, categories, low, high, centre, scale, np.empty(0))
    design = unfitted.design(matrix)
    penalty = np.full(design.shape[1], _PENALTY)
    penalty[0] = 1e-6
    coefficients = logistic_coefficients(design, values, penalty=penalty, prior=np.zeros(design.shape[1]))
    return Logistic(places, flagged, categories, low, high, centre, scale, coefficients)


def _distinct_gaps(missing: np.ndarray) -> tuple[int, ...]:
    """Name the columns with gaps, one of those that are missing for the same rows."""
    _, first = np.unique(missing, axis=1, return_index=True)
    return tuple(int(place) for place in sorted(first) if 0 < missing[:, place].sum() < len(missing))


@dataclass(frozen=True)
class OneColumnRule:
    """The share of earlier customers with the outcome, by bands of one column.

    Attributes
    ----------
    place : int
        Which column of the matrix.
    edges : ndarray
        Inner edges of the bands (of a category: between its codes).
    shares : ndarray
        Share with the outcome in each band; the last is for missing.
    """

    place: int
    edges: np.ndarray
    shares: np.ndarray

    def probability(self, matrix: np.ndarray) -> np.ndarray:
        """Give each row the share of its band."""
        return np.asarray(self.shares[_bands(matrix[:, self.place], self.edges)])


def column_rule(matrix: np.ndarray, values: np.ndarray, place: int) -> OneColumnRule:
    """Make the rule of one column: ten bands of equal counts, or the levels of what has few values."""
    column = matrix[:, place]
    known = column[~np.isnan(column)]
    distinct = np.unique(known)
    few = len(distinct) <= 12
    inner = (distinct[1:] + distinct[:-1]) / 2 if few else np.unique(np.quantile(known, np.linspace(0.1, 0.9, 9)))
    bands = _bands(column, inner)
    size = len(inner) + 2
    counts = np.bincount(bands, minlength=size)
    positives = np.bincount(bands, weights=values, minlength=size)
    base = float(np.mean(values))
    return OneColumnRule(place, inner, (positives + _FEWEST_A_BIN * base) / (counts + _FEWEST_A_BIN))


def fit_naive(matrix: np.ndarray, values: np.ndarray) -> OneColumnRule:
    """Find the best rule with one column: what a bank can do without a model.

    The column is the one whose bands separate the training rows best (AUC).

    Parameters
    ----------
    matrix : ndarray
        As the booster reads it.
    values : ndarray
        The outcome, 0 or 1.

    Returns
    -------
    OneColumnRule
        The rule in force.
    """
    rules = [column_rule(matrix, values, place) for place in range(matrix.shape[1])]
    reached = [quick_auc(rule.probability(matrix), values) for rule in rules]
    return rules[int(np.argmax(np.round(reached, 9)))]


def quick_auc(score: np.ndarray, values: np.ndarray) -> float:
    """Chance that a row with the outcome has the higher score; ties count half, 0.5 where a class is absent."""
    rank = pd.Series(np.round(score, 12)).rank().to_numpy()
    positive = np.asarray(values) == 1
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    if not n_positive or not n_negative:
        return 0.5
    return float((rank[positive].sum() - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative))


def _bands(column: np.ndarray, edges: np.ndarray) -> np.ndarray:
    bands = np.searchsorted(edges, column, side="left")
    return np.where(np.isnan(column), len(edges) + 1, bands)
