"""From a feature table to a matrix in which Euclidean distance means difference in behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.column_scales import ColumnScale, column_scale
from analytics.models.ungrouped import ungrouped

Floats = NDArray[np.float64]

MOST_FACTORS = 60
"""More factors than this carry noise on every table that was measured (docs/segments.md)."""

NEAR_DUPLICATE = 0.995
"""Two columns with a larger absolute correlation than this say the same thing; the first is kept."""

WEAKEST_FACTOR = 0.1
"""A factor with less variance than this share of a column's repeats what the others say."""

BALANCE = 0.5
"""0 gives every factor the same weight, 1 the weight of all columns that share it."""

FILLING_ROUNDS = 8
"""Rounds in which missing values and factors are estimated from each other."""

ROWS_WITHOUT_GROUPS = 2_000
"""Rows of a table without groups."""

ROWS_FOR_FACTORS = 20_000
"""Factors are estimated on at most so many customers, drawn at random; everyone is placed by them."""


@dataclass(frozen=True)
class Representation:
    """Customers as points: uncorrelated factors of the scaled features.

    Attributes
    ----------
    matrix : ndarray of float32, shape (n, d)
        One row a customer, in the order of the features table; uncorrelated factors with mean 0 and variance
        `explained ** 0.5`, the strongest first; 0 is the average customer.
    explained : ndarray of float64, shape (d,)
        The variance of each factor in units of one feature (its eigenvalue), largest first.
    inputs : tuple of str
        Columns that were used (`column`, or `column = value` of a category).
    dropped : tuple of str
        Columns that were left out because they are constant, empty or near-duplicates.
    """

    matrix: NDArray[np.float32]
    explained: Floats
    inputs: tuple[str, ...]
    dropped: tuple[str, ...]
    _scales: tuple[ColumnScale, ...] = field(repr=False)
    _kept: NDArray[np.int64] = field(repr=False)
    _centre: Floats = field(repr=False)
    _loadings: Floats = field(repr=False)
    _strong: Floats = field(repr=False)
    _blocks: tuple[Floats, ...] = field(repr=False)

    def transform(self, features: pd.DataFrame) -> NDArray[np.float32]:
        """Place other rows (other customers, or the same at another date) among the same factors.

        Parameters
        ----------
        features : DataFrame
            The same feature columns; values never seen before count as the average.

        Returns
        -------
        ndarray of float32, shape (len(features), d)
        """
        centred = _scaled(features, self._scales)[:, self._kept] - self._centre
        return _float32(_filled(centred, self._strong) @ self._loadings)

    def factors_at(self, balance: float) -> Floats:
        """The same factors with other weights.

        Parameters
        ----------
        balance : float
            0 gives every factor the same weight, 1 the weight of all columns that share it; `matrix` has 0.5.

        Returns
        -------
        ndarray of float64, shape (d,)
            What to multiply the columns of `matrix` by.
        """
        return np.asarray(np.maximum(self.explained, 1e-12) ** ((balance - BALANCE) / 2))

    def without_groups(self, rng: np.random.Generator) -> Floats:
        """Factors of a table that has these columns and their rank correlations, but no groups.

        Parameters
        ----------
        rng : Generator

        Returns
        -------
        ndarray of float64, shape (m, d')
            Weighted as all columns that share a factor (balance 1); m is n or 2,000, whichever is less.
        """
        if len(self._kept) == 0:
            return self._none()
        drawn = np.hstack(ungrouped(self._blocks, rng))[:, self._kept]
        centred = drawn - np.nanmean(drawn, axis=0)
        filled = _filled(centred, _strong_factors(centred))
        explained, loadings = _factors(filled)
        return np.asarray(filled @ loadings * explained ** ((1 - BALANCE) / 2))

    def _none(self) -> Floats:
        return np.zeros((len(self.matrix), 1))


def representation(features: pd.DataFrame, *, seed: int) -> Representation:
    """Scale every column by its own shape, then find the factors behind the columns.

    Money and counts become logarithms where that makes them more even, tails are drawn in, each category column
    becomes one column a frequent value. Constant columns and near-duplicates go. Factors are the principal
    components of what is left, those that repeat others apart, each scaled down to the fourth root of its variance: a
    factor that twenty columns share counts about twice as much as one of a single column, not twenty times. What is
    missing is filled from the customer's other columns, through the strong factors.

    Parameters
    ----------
    features : DataFrame, shape (n, p)
        Indexed by customer; numeric, boolean, text and category columns, NaN allowed.
    seed : int
        Seed of the shuffled columns and of the rows that the factors are estimated on.

    Returns
    -------
    Representation
        With at least one factor; a table without any usable column gives a single factor of zeros.

    Examples
    --------
    >>> table = pd.DataFrame({"spend": [1.0, 2.0, 9.0, 10.0], "same": [3.0, 3.0, 3.0, 3.0]})
    >>> representation(table, seed=0).dropped
    ('same',)
    """
    rng = np.random.default_rng([seed, 101])
    scales = tuple(column_scale(features[name]) for name in features.columns)
    scaled = _scaled(features, scales)
    names = [name for scale in scales for name in scale.outputs]
    rows = _sampled_rows(rng, len(features))
    kept = _informative_columns(scaled[rows])
    dropped = tuple(name for name, column in zip(names, range(len(names)), strict=True) if column not in set(kept))
    empty = tuple(scale.name for scale in scales if not scale.outputs)
    if len(kept) == 0:
        nothing = np.zeros((0, 1))
        matrix = np.zeros((len(features), 1), dtype=np.float32)
        return Representation(matrix, np.zeros(1), (), empty + dropped, scales, kept, np.zeros(0), nothing, nothing, ())
    sample = scaled[np.ix_(rows, kept)]
    centre = np.nanmean(sample, axis=0)
    strong = _strong_factors(sample - centre)
    explained, loadings = _factors(_filled(sample - centre, strong))
    matrix = _float32(_filled(scaled[:, kept] - centre, strong) @ loadings)
    inputs = tuple(names[column] for column in kept)
    blocks = _blocks(scaled[rows[_spaced(len(rows))]], scales)
    return Representation(matrix, explained, inputs, empty + dropped, scales, kept, centre, loadings, strong, blocks)


def _spaced(n: int) -> NDArray[np.int64]:
    """At most 2,000 of n rows, evenly spaced."""
    return np.unique(np.linspace(0, n - 1, min(n, ROWS_WITHOUT_GROUPS)).astype(np.int64))


def _blocks(scaled: Floats, scales: Sequence[ColumnScale]) -> tuple[Floats, ...]:
    """The columns of each feature by themselves."""
    ends = np.cumsum([len(scale.outputs) for scale in scales])
    return tuple(block for block in np.split(scaled, ends[:-1], axis=1) if block.shape[1])


def _scaled(features: pd.DataFrame, scales: Sequence[ColumnScale]) -> Floats:
    blocks = [scale.columns(features[scale.name]) for scale in scales if scale.outputs]
    return np.hstack(blocks) if blocks else np.zeros((len(features), 0))


def _sampled_rows(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    if n <= ROWS_FOR_FACTORS:
        return np.arange(n, dtype=np.int64)
    return np.sort(rng.choice(n, size=ROWS_FOR_FACTORS, replace=False)).astype(np.int64)


def _informative_columns(scaled: Floats) -> NDArray[np.int64]:
    """Columns that vary, without those that repeat an earlier one."""
    if len(scaled) < 2:
        return np.zeros(0, dtype=np.int64)
    filled = np.where(np.isnan(scaled), 0.0, scaled)
    deviation = filled.std(axis=0)
    varying = np.flatnonzero(deviation > 1e-9)
    if len(varying) == 0:
        return varying.astype(np.int64)
    standard = (filled[:, varying] - filled[:, varying].mean(axis=0)) / deviation[varying]
    similar = np.abs(standard.T @ standard / len(scaled)) > NEAR_DUPLICATE
    kept: list[int] = []
    for column in range(len(varying)):
        if not similar[column, kept].any():
            kept.append(column)
    return varying[kept].astype(np.int64)


def _strong_factors(centred: Floats) -> Floats:
    """Directions from which missing values are filled: orthonormal columns, those that beat a single column."""
    gaps = np.isnan(centred)
    if not gaps.any():
        return np.zeros((centred.shape[1], 0))
    filled = np.where(gaps, 0.0, centred)
    strong = np.zeros((centred.shape[1], 0))
    for _ in range(FILLING_ROUNDS):
        values, vectors = np.linalg.eigh(filled.T @ filled / len(filled))
        strong = vectors[:, values > np.median(filled.var(axis=0))]
        filled = np.where(gaps, (filled @ strong) @ strong.T, centred)
    return strong


def _filled(centred: Floats, strong: Floats) -> Floats:
    """Missing values as the strong factors of the row's other columns say (0, the average, where none is strong)."""
    gaps = np.isnan(centred)
    if not gaps.any():
        return centred
    filled = np.where(gaps, 0.0, centred)
    incomplete = gaps.any(axis=1)
    part, holes = filled[incomplete], gaps[incomplete]
    for _ in range(FILLING_ROUNDS):
        part = np.where(holes, (part @ strong) @ strong.T, part)
    filled[incomplete] = part
    return filled


def _factors(centred: Floats) -> tuple[Floats, Floats]:
    """Variance of each factor, and loadings that give a factor the variance's square root as its own variance."""
    values, vectors = np.linalg.eigh(centred.T @ centred / len(centred))
    order = np.argsort(values)[::-1]
    values, vectors = values[order], vectors[:, order]
    n_factors = int((values > WEAKEST_FACTOR * np.median(centred.var(axis=0))).sum())
    n_factors = max(min(n_factors, MOST_FACTORS), 1)
    values, vectors = values[:n_factors], vectors[:, :n_factors]
    signs = np.where(vectors[np.abs(vectors).argmax(axis=0), np.arange(n_factors)] < 0, -1.0, 1.0)
    return values, vectors * signs * np.maximum(values, 1e-12) ** ((BALANCE - 1) / 2)


def _float32(matrix: Floats) -> NDArray[np.float32]:
    return np.ascontiguousarray(matrix, dtype=np.float32)
