"""What a rule may say about payments: how many of a kind a customer made or received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DayRange:
    """Days from a first to a last one, both included.

    Attributes
    ----------
    first, last : date
        The days; the same for a single day.
    """

    first: date
    last: date


@dataclass(frozen=True)
class PaymentCount:
    """A number of transactions a customer, up to the end of the as-of day and never later.

    Attributes
    ----------
    counterparties, categories, channels : tuple of str
        Values of which the transaction has one; empty: any, also a missing one.
    booked_on : tuple of DayRange
        Days (UTC) in one of which it was booked; empty: any.
    within_days : int or None
        Only the last so many days, the as-of day included: ``as_of - booked_on < within_days``.
    min_amount, max_amount : float or None
        Limits of the signed amount (inflow is positive), both included.
    """

    counterparties: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    booked_on: tuple[DayRange, ...] = ()
    within_days: int | None = None
    min_amount: float | None = None
    max_amount: float | None = None

    def __str__(self) -> str:
        """Write it as it stands in a rule.

        Examples
        --------
        >>> str(PaymentCount(categories=("salary",), within_days=90))
        "payments(category = 'salary', within_days = 90)"
        """
        parts = [
            *_texts("counterparty", self.counterparties),
            *_texts("category", self.categories),
            *_texts("channel", self.channels),
            *([f"booked_on in ({', '.join(map(_days, self.booked_on))})"] if self.booked_on else []),
            *([f"within_days = {self.within_days}"] if self.within_days is not None else []),
            *([f"amount >= {written(self.min_amount)}"] if self.min_amount is not None else []),
            *([f"amount <= {written(self.max_amount)}"] if self.max_amount is not None else []),
        ]
        return f"payments({', '.join(parts)})"


def written(value: float | str | date | bool) -> str:
    """Write a value as it stands in a rule.

    Parameters
    ----------
    value : float, str, date or bool
        The value.

    Returns
    -------
    str
        Text and dates in single quotes, numbers in their shortest exact form.

    Examples
    --------
    >>> written(3.0), written("it's"), written(date(2026, 2, 17))
    ('3', "'it''s'", "'2026-02-17'")
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _texts(name: str, values: tuple[str, ...]) -> list[str]:
    if not values:
        return []
    if len(values) == 1:
        return [f"{name} = {written(values[0])}"]
    return [f"{name} in ({', '.join(map(written, values))})"]


def _days(days: DayRange) -> str:
    return written(days.first) if days.first == days.last else f"{written(days.first)} to {written(days.last)}"
