"""From a feature table to a matrix in which Euclidean distance means difference in behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analytics.models.column_scales import ColumnScale, column_scale
from analytics.models.factors import BALANCE, factors, filled, informative_columns, strong_factors
from analytics.models.habits import circumstance_terms, effects_of, habits
from analytics.models.ungrouped import ungrouped

Floats = NDArray[np.float64]

ROWS_WITHOUT_GROUPS = 2_000
"""Rows of a table without groups."""

ROWS_FOR_FACTORS = 20_000
"""Factors are estimated on at most so many customers, drawn at random; everyone is placed by them."""


@dataclass(frozen=True)
class _Columns:
    """How a feature table becomes scaled, complete columns, freed of circumstances."""

    scales: tuple[ColumnScale, ...]
    kept: NDArray[np.int64]
    centre: Floats
    strong: Floats
    circumstances: tuple[ColumnScale, ...]
    term_means: Floats
    effects: Floats

    def of(self, features: pd.DataFrame) -> Floats:
        """Scaled columns of any rows, shape (n, kept)."""
        complete = self.whole(features)
        if self.effects.shape[0] == 0:
            return complete
        table = habits(features)
        terms = circumstance_terms(_scaled(table.circumstances, self.circumstances), table.circumstances)
        return np.asarray(complete - (terms - self.term_means) @ self.effects)

    def whole(self, features: pd.DataFrame) -> Floats:
        """Scaled columns of any rows with the circumstances left in, shape (n, kept)."""
        scaled = _scaled(habits(features).habits, self.scales)[:, self.kept]
        return np.asarray(filled(scaled - self.centre, self.strong))


@dataclass(frozen=True)
class Representation:
    """Customers as points: uncorrelated factors of the scaled features.

    Attributes
    ----------
    matrix : ndarray of float32, shape (n, d)
        One row a customer, in the order of the features table; uncorrelated factors with mean 0 and variance
        `explained ** 0.5`, the strongest first; 0 is the average customer.
    whole : ndarray of float32, shape (n, columns)
        Where circumstances were taken out of `matrix`: the scaled columns before that, 0 the average customer. Else
        `matrix` itself.
    explained : ndarray of float64, shape (d,)
        The variance of each factor in units of one feature (its eigenvalue), largest first.
    inputs : tuple of str
        Columns that were used (`column`, or `column = value` of a category).
    dropped : tuple of str
        Columns that were left out because they are constant, empty or near-duplicates.
    """

    matrix: NDArray[np.float32]
    whole: NDArray[np.float32]
    explained: Floats
    inputs: tuple[str, ...]
    dropped: tuple[str, ...]
    _columns: _Columns = field(repr=False)
    _loadings: Floats = field(repr=False)
    _blocks: tuple[Floats, ...] = field(repr=False)
    _block_columns: NDArray[np.int64] = field(repr=False)

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
        with threadpool_limits(1):
            return _float32(self._columns.of(features) @ self._loadings)

    @property
    def is_freed(self) -> bool:
        """Whether circumstances were taken out of `matrix`, and `whole` differs from it."""
        return bool(self._columns.effects.shape[0] > 0)

    def whole_of(self, features: pd.DataFrame) -> NDArray[np.float32]:
        """Place other rows in the columns of `whole`; the rest is as in `transform`."""
        if not self.is_freed:
            return self.transform(features)
        with threadpool_limits(1):
            return _float32(self._columns.whole(features))

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
        if not self._blocks:
            return np.zeros((len(self.matrix), 1))
        drawn = np.hstack(ungrouped(self._blocks, rng))[:, self._block_columns]
        centred = drawn - np.nanmean(drawn, axis=0)
        complete = filled(centred, strong_factors(centred))
        explained, loadings = factors(complete)
        return np.asarray(complete @ loadings * explained ** ((1 - BALANCE) / 2))


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
    with threadpool_limits(1):
        return _representation(features, np.random.default_rng([seed, 101]))


def _representation(features: pd.DataFrame, rng: np.random.Generator) -> Representation:
    table = habits(features)
    rows = _sampled_rows(rng, len(features))
    scales = tuple(column_scale(table.habits[name]) for name in table.habits.columns)
    scaled = _scaled(table.habits.iloc[rows], scales)
    names = [name for scale in scales for name in scale.outputs]
    kept = informative_columns(scaled)
    unused = tuple(scale.name for scale in scales if not scale.outputs)
    dropped = unused + tuple(name for column, name in enumerate(names) if column not in set(kept))
    if len(kept) == 0:
        columns = _Columns(scales, kept, np.zeros(0), np.zeros((0, 0)), (), np.zeros(0), np.zeros((0, 0)))
        nothing = np.zeros((len(features), 1), dtype=np.float32)
        return Representation(nothing, nothing, np.zeros(1), (), dropped, columns, np.zeros((0, 1)), (), kept)
    columns = _fitted_columns(scaled[:, kept], scales, kept, table.circumstances.iloc[rows])
    placed = columns.of(features)
    sample = placed[rows]
    explained, loadings = factors(sample - sample.mean(axis=0))
    spaced = _spaced(len(rows))
    if columns.effects.shape[0]:
        blocks, block_columns = tuple(np.split(sample[spaced], len(kept), axis=1)), np.arange(len(kept))
    else:
        blocks, block_columns = _blocks(scaled[spaced], scales), kept
    inputs = tuple(names[column] for column in kept)
    matrix = _float32(placed @ loadings)
    whole = _float32(columns.whole(features)) if columns.effects.shape[0] else matrix
    return Representation(matrix, whole, explained, inputs, dropped, columns, loadings, blocks, block_columns)


def _fitted_columns(
    scaled: Floats, scales: tuple[ColumnScale, ...], kept: NDArray[np.int64], circumstances: pd.DataFrame
) -> _Columns:
    """Centre, filling and the effects of circumstances, from the rows that factors are estimated on."""
    centre = np.nanmean(scaled, axis=0)
    strong = strong_factors(scaled - centre)
    measures = tuple(column_scale(circumstances[name]) for name in circumstances.columns)
    if not any(measure.outputs for measure in measures):
        return _Columns(scales, kept, centre, strong, (), np.zeros(0), np.zeros((0, len(kept))))
    terms = circumstance_terms(_scaled(circumstances, measures), circumstances)
    effects = effects_of(terms, filled(scaled - centre, strong))
    return _Columns(scales, kept, centre, strong, measures, terms.mean(axis=0), effects)


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


def _float32(matrix: Floats) -> NDArray[np.float32]:
    return np.ascontiguousarray(matrix, dtype=np.float32)
