"""What happened to all customers who ever were, as arrays: what patterns and paths are read from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.stages.patterns import MOST_A_YEAR
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered_of_build

CUSTOMERS_AT_ONCE = 125_000
"""So many customers' rows are read by one statement, so that each stays within its time."""


@dataclass(frozen=True)
class Happened:
    """What happened to customers, in order of customer and time; what happens all the time is left out.

    Attributes
    ----------
    customer : ndarray of int32
        The customer's place in `everybody`.
    day : ndarray of int32
        Days since 1970-01-01.
    symbol : ndarray of int16
        The symbol's place among `symbols`.
    symbols : tuple of str
        The whole alphabet, sorted.
    """

    customer: NDArray[np.int32]
    day: NDArray[np.int32]
    symbol: NDArray[np.int16]
    symbols: tuple[str, ...]

    def days_of(self, symbol: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Give the customers and days on which something happened; nobody where the alphabet has no such symbol."""
        number = self.symbols.index(symbol) if symbol in self.symbols else -1
        rows = self.symbol == number
        return self.customer[rows], self.day[rows]


@remembered_of_build
def everybody(snapshot: Snapshot) -> pd.Series[str]:
    """The ids of all customers who ever were, sorted."""
    return snapshot.query("everybody")["customer_id"]


@remembered_of_build
def alphabet(snapshot: Snapshot) -> pd.DataFrame:
    """Everything that can happen, as published; empty where the source says of nothing when it happened."""
    if "alphabet" not in snapshot.tables():
        columns = ["symbol", "origin", "words", "meaning", "n_customers", "n_rows", "a_year"]
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns[:4]}).assign(
            **{name: pd.Series(dtype="float64") for name in columns[4:]}
        )
    return snapshot.table("alphabet")


def symbol_words(snapshot: Snapshot) -> dict[str, str]:
    """The words of every symbol."""
    known = alphabet(snapshot)
    return dict(zip(known["symbol"].astype(str), known["words"].astype(str), strict=True))


@remembered_of_build
def happened(snapshot: Snapshot) -> Happened:
    """Everything that happened to anybody, but what happens to customers more than once a month on average."""
    n, parts = len(everybody(snapshot)), []
    for first in range(0, max(n, 1), CUSTOMERS_AT_ONCE):
        last = first + CUSTOMERS_AT_ONCE - 1
        parts.append(in_order(snapshot.query("happened", first=first, last=last, most_a_year=float(MOST_A_YEAR))))
    customer, day, symbol = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    for each in (customer, day, symbol):
        each.flags.writeable = False
    return Happened(customer, day, symbol, tuple(sorted(alphabet(snapshot)["symbol"].astype(str))))


def in_order(rows: pd.DataFrame) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int16]]:
    """Give the rows' columns in order of customer and time, whichever way the engine read them."""
    keys = [rows[name].to_numpy() for name in ("customer_no", "moment", "turn", "symbol_no")]
    order = slice(None) if _rise(keys) else np.lexsort(keys[::-1])
    customer, day, symbol = (rows[name].to_numpy()[order] for name in ("customer_no", "day", "symbol_no"))
    return customer.astype(np.int32), day.astype(np.int32), symbol.astype(np.int16)


def _rise(keys: list[NDArray[np.integer]]) -> bool:
    """Say whether the rows are in order of the first key, where it is the same of the second, and so on."""
    same = np.ones(max(len(keys[0]) - 1, 0), dtype=bool)
    for key in keys:
        step = np.diff(key)
        if (same & (step < 0)).any():
            return False
        same &= step == 0
    return True


def day_number(text: str) -> int:
    """Count the days since 1970-01-01 of a date in ISO form."""
    return int(np.datetime64(text, "D").astype(np.int64))
