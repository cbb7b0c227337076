"""What a rule is once it is read: conditions, and for whom they hold.

A comparison with a missing value doesn't hold, whichever it is: neither `x > 1` nor `x != 1` nor `x not in (1)` holds
where x is missing. `not` turns what follows round, so `not x > 1` does hold there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge.payment_count import PaymentCount, written

Value: TypeAlias = float | str | date | bool
Sign = Literal["=", "!=", "<", "<=", ">", ">="]
Counts: TypeAlias = Mapping[PaymentCount, "pd.Series[float]"]
Flags = npt.NDArray[np.bool_]

WORDS = frozenset({"and", "or", "not", "in", "is", "missing", "between", "to", "true", "false", "payments"})
"""Words of the grammar: a column that is called like one stands in double quotes."""
_PLAIN = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_COMPARED: dict[Sign, np.ufunc] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


@dataclass(frozen=True)
class Comparison:
    """A column beside a value."""

    column: str
    sign: Sign
    value: Value

    def __str__(self) -> str:
        return f"{named(self.column)} {self.sign} {written(self.value)}"

    def holds(self, frame: pd.DataFrame, _counts: Counts) -> Flags:
        """Say for which rows it holds."""
        return _compared(frame[self.column], self.sign, self.value)


@dataclass(frozen=True)
class OneOf:
    """A column that has, or hasn't, one of some values."""

    column: str
    values: tuple[Value, ...]
    is_in: bool = True

    def __str__(self) -> str:
        listed = ", ".join(map(written, self.values))
        return f"{named(self.column)} {'in' if self.is_in else 'not in'} ({listed})"

    def holds(self, frame: pd.DataFrame, _counts: Counts) -> Flags:
        """Say for which rows it holds."""
        values = frame[self.column]
        among = np.zeros(len(values), dtype=bool)
        for value in self.values:
            among |= _compared(values, "=", value)
        return among if self.is_in else ~among & values.notna().to_numpy(dtype=bool)


@dataclass(frozen=True)
class Between:
    """A column from one value to another, both included."""

    column: str
    low: Value
    high: Value

    def __str__(self) -> str:
        return f"{named(self.column)} between {written(self.low)} and {written(self.high)}"

    def holds(self, frame: pd.DataFrame, _counts: Counts) -> Flags:
        """Say for which rows it holds."""
        values = frame[self.column]
        return _compared(values, ">=", self.low) & _compared(values, "<=", self.high)


@dataclass(frozen=True)
class Missing:
    """A column that is, or isn't, missing."""

    column: str
    is_missing: bool = True

    def __str__(self) -> str:
        return f"{named(self.column)} is {'missing' if self.is_missing else 'not missing'}"

    def holds(self, frame: pd.DataFrame, _counts: Counts) -> Flags:
        """Say for which rows it holds."""
        return np.asarray(frame[self.column].isna().to_numpy(dtype=bool) == self.is_missing)


@dataclass(frozen=True)
class Counted:
    """A number of payments beside a whole number; without any payment the number is 0, never missing."""

    payments: PaymentCount
    sign: Sign
    n: int

    def __str__(self) -> str:
        return f"{self.payments} {self.sign} {self.n}"

    def holds(self, frame: pd.DataFrame, counts: Counts) -> Flags:
        """Say for which rows it holds."""
        return _compared(counts[self.payments].reindex(frame.index).fillna(0), self.sign, float(self.n))


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    part: Condition

    def __str__(self) -> str:
        return f"not ({self.part})" if isinstance(self.part, AllOf | AnyOf) else f"not {self.part}"

    def holds(self, frame: pd.DataFrame, counts: Counts) -> Flags:
        """Say for which rows it holds."""
        return ~self.part.holds(frame, counts)


@dataclass(frozen=True)
class AllOf:
    """Conditions that hold together."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, AllOf | AnyOf) else str(part) for part in self.parts)

    def holds(self, frame: pd.DataFrame, counts: Counts) -> Flags:
        """Say for which rows it holds."""
        return np.asarray(np.logical_and.reduce([part.holds(frame, counts) for part in self.parts]), dtype=bool)


@dataclass(frozen=True)
class AnyOf:
    """Conditions of which one holds at least."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(f"({part})" if isinstance(part, AnyOf) else str(part) for part in self.parts)

    def holds(self, frame: pd.DataFrame, counts: Counts) -> Flags:
        """Say for which rows it holds."""
        return np.asarray(np.logical_or.reduce([part.holds(frame, counts) for part in self.parts]), dtype=bool)


Condition: TypeAlias = Comparison | OneOf | Between | Missing | Counted | Not | AllOf | AnyOf


def named(column: str) -> str:
    """Write a column's name as it stands in a rule.

    Examples
    --------
    >>> named("regions.main_employer"), named("is new")
    ('regions.main_employer', '"is new"')
    """
    if _PLAIN.fullmatch(column) and column.lower() not in WORDS:
        return column
    return '"' + column.replace('"', '""') + '"'


def _compared(values: pd.Series, sign: Sign, value: Value) -> Flags:
    present = values.notna().to_numpy(dtype=bool)
    compare = _COMPARED[sign]
    if isinstance(value, str):
        texts = values.astype("object").where(present, None).to_numpy()
        return np.asarray(compare(texts, value), dtype=bool) & present
    if isinstance(value, date):
        days = pd.to_datetime(values).dt.normalize().to_numpy(dtype="datetime64[s]")
        return np.asarray(compare(days, np.datetime64(value, "s"))) & present
    return np.asarray(compare(values.to_numpy(dtype="float64", na_value=np.nan), float(value))) & present
