"""Every feature of every customer packed small, so that any selection of a million is described at once."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.insights.selection_profile import Moments, is_spread

MOST_COMPARED = 20_000
"""A larger selection is described by so many of it, drawn at random."""
MOST_BYTES = 256_000_000
Column = tuple[str, str | None]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FeatureSheet:
    """Features of customers in a random order, and what everyone is like.

    Attributes
    ----------
    columns : tuple of (str, str or None)
        A feature; for a category the feature and one of its values.
    customers : array of int, shape (n_kept,)
        The place of each row's customer; all of them if they fit into the memory allowed, else a random part.
    values : array of float32, shape (n_kept, n_columns)
        Values less `origin`; not a number where unknown.
    origin : array of float, shape (n_columns,)
        A value near the middle, taken away so that rounding stays small beside the spread.
    everyone : tuple of Moments or None
        Of all customers, kept or not; None where a feature is the same for all.
    """

    columns: tuple[Column, ...]
    customers: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]
    origin: Numbers
    everyone: tuple[Moments | None, ...]

    @property
    def nbytes(self) -> int:
        """The memory it takes."""
        return self.values.nbytes + self.customers.nbytes


def feature_sheet(
    parts: Iterable[pd.DataFrame], n: int, categories: Mapping[str, Sequence[str]], *, most_bytes: int = MOST_BYTES
) -> FeatureSheet:
    """Pack features.

    Parameters
    ----------
    parts : iterable of DataFrame
        The features' columns, at least one part; together a row a customer, in the order of customers.
    n : int
        Number of customers.
    categories : mapping
        The values to compare of each feature that is no number.
    most_bytes : int
        Memory for the values.

    Returns
    -------
    FeatureSheet
        The same for the same customers however they are parted.
    """
    order = np.random.default_rng(0).permutation(n)
    rest = iter(parts)
    first = next(rest)
    columns = tuple((str(name), value) for name in first.columns for value in categories.get(str(name), _NUMBER))
    packing = _Packing(columns, order, most_bytes)
    for part in itertools.chain((first,), rest):
        packing.add(part)
    return packing.packed()


class _Packing:
    """A sheet in the making."""

    def __init__(self, columns: tuple[Column, ...], order: npt.NDArray[np.int64], most_bytes: int) -> None:
        n_kept = min(len(order), max(most_bytes // (4 * max(len(columns), 1)), MOST_COMPARED))
        self._columns = [_Running(*column) for column in columns]
        self._customers = order[:n_kept].astype(np.int32)
        self._row = np.full(len(order), -1, dtype=np.int64)
        self._row[self._customers] = np.arange(n_kept)
        self._values = np.empty((n_kept, len(columns)), dtype=np.float32)
        self._n_read = 0

    def add(self, part: pd.DataFrame) -> None:
        """Take the next customers; first into a small buffer, because a row at a time is quick to write."""
        rows = self._row[self._n_read : self._n_read + len(part)]
        buffer = np.empty((len(part), len(self._columns)), dtype=np.float32)
        for place, column in enumerate(self._columns):
            buffer[:, place] = column.add(part[column.name])
        self._values[rows[rows >= 0]] = buffer[rows >= 0]
        self._n_read += len(part)

    def packed(self) -> FeatureSheet:
        """Give the sheet."""
        return FeatureSheet(
            columns=tuple((column.name, column.category) for column in self._columns),
            customers=self._customers,
            values=self._values,
            origin=np.array([column.origin for column in self._columns]),
            everyone=tuple(column.moments() for column in self._columns),
        )


class _Running:
    """Mean and spread of a column that comes in parts.

    Chan, Golub and LeVeque (1983): sums of squares of parts are joined without losing digits.
    """

    def __init__(self, name: str, category: str | None) -> None:
        self.name, self.category, self.origin = name, category, 0.0
        self._n, self._mean, self._squares, self._largest = 0, 0.0, 0.0, 0.0

    def add(self, column: pd.Series[float]) -> Numbers:
        """Take a part; gives its values less the origin."""
        values = _numbers(column, self.category)
        finite = np.isfinite(values)
        known = values if finite.all() else values[finite]
        if len(known):
            if self._n == 0:
                self.origin = float(known.mean())
            self._join(known - self.origin)
            self._largest = max(self._largest, float(known.max()), -float(known.min()))
        values[~finite] = np.nan
        return values - self.origin

    def _join(self, less: Numbers) -> None:
        n, mean = len(less), float(less.mean())
        less -= mean
        apart, both = mean - self._mean, self._n + n
        self._squares += float(np.square(less).sum()) + apart**2 * self._n * n / both
        self._mean += apart * n / both
        self._n = both

    def moments(self) -> Moments | None:
        """What everyone is like; None where all are the same or nobody is known."""
        spread = math.sqrt(self._squares / max(self._n, 1))
        return Moments(self._mean + self.origin, spread, self._n) if is_spread(spread, self._largest) else None


def _numbers(column: pd.Series[float], category: str | None) -> Numbers:
    if category is None:
        return np.array(column.to_numpy(dtype=np.float64, na_value=np.nan))
    texts = column.astype("string")
    numbers: Numbers = (texts == category).fillna(False).to_numpy(dtype=np.bool_).astype(np.float64)
    numbers[texts.isna().to_numpy(dtype=np.bool_)] = np.nan
    return numbers


_NUMBER: tuple[None, ...] = (None,)
