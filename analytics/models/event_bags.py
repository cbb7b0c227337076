"""What has happened to customers, as numbers: how often and how long ago, whatever the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

COLUMNS = ("n_month", "n_year", "n_ever", "days_ago")
"""Of each symbol; logarithms of one more, so that the trees' bins are fine where most customers are."""


@dataclass(frozen=True)
class EventBags:
    """Rows of customers at a day.

    Attributes
    ----------
    matrix : ndarray, shape (n, 4 · symbols + 1)
        Four numbers a symbol (NaN days where it never happened), and the days since the customer came.
    last : ndarray of int, shape (n,)
        Place of the last symbol that happened; the number of symbols where none has.
    """

    matrix: np.ndarray
    last: np.ndarray

    def where(self, mask: np.ndarray) -> EventBags:
        """Keep some rows."""
        return EventBags(self.matrix[mask], self.last[mask])


def event_bags(cells: pd.DataFrame, first_row: int, tenure_days: np.ndarray, symbols: Sequence[str]) -> EventBags:
    """Put counts side by side, a row a landmark.

    Parameters
    ----------
    cells : DataFrame
        ``row_no``, ``symbol``, the four numbers of `COLUMNS` and ``is_last``.
    first_row : int
        The ``row_no`` of the first row.
    tenure_days : ndarray
        Of every row, in order of ``row_no``; NaN where unknown.
    symbols : sequence of str
        All of the alphabet.

    Returns
    -------
    EventBags
    """
    n, k = len(tenure_days), len(symbols)
    row = cells["row_no"].to_numpy() - first_row
    code = pd.Categorical(cells["symbol"], categories=list(symbols)).codes
    matrix = np.zeros((n, k, len(COLUMNS)), dtype=np.float32)
    matrix[:, :, -1] = np.nan
    for place, column in enumerate(COLUMNS):
        matrix[row, code, place] = np.log1p(cells[column].to_numpy(dtype=np.float32))
    last = np.full(n, k)
    is_last = cells["is_last"].to_numpy(dtype=bool)
    last[row[is_last]] = code[is_last]
    tenure = np.log1p(tenure_days.astype(np.float32))
    return EventBags(np.column_stack([matrix.reshape(n, -1), tenure]), last)
