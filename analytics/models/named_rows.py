"""Rows of numbers whose columns have names, so that a change can be written down once for many customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NamedRows:
    """Customers' features as numbers.

    Attributes
    ----------
    columns : tuple of str
        Their names.
    values : ndarray, shape (n, d)
        One row a customer; NaN is missing.

    Examples
    --------
    >>> rows = NamedRows(("a", "b"), np.array([[1.0, 2.0]]))
    >>> rows.changed({"b": np.array([5.0])})["b"].tolist(), rows["b"].tolist()
    ([5.0], [2.0])
    """

    columns: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        """Count the customers."""
        return len(self.values)

    def __contains__(self, name: object) -> bool:
        """Say whether there is a column of this name."""
        return name in self.columns

    def __getitem__(self, name: str) -> Floats:
        """Give a column."""
        return np.asarray(self.values[:, self.columns.index(name)])

    def among(self, which: NDArray[np.intp]) -> NamedRows:
        """Give some of the customers, in the order asked for."""
        return NamedRows(self.columns, self.values[which])

    def changed(self, columns: Mapping[str, Floats]) -> NamedRows:
        """Give the rows with some columns replaced; columns that are not there are passed over."""
        values = self.values.copy()
        for name, column in columns.items():
            if name in self.columns:
                values[:, self.columns.index(name)] = column
        return NamedRows(self.columns, values)
