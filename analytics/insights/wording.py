"""How numbers become words, the same on every screen and in every alternative text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime

from analytics.number_marks import localized, written

MISSING = "–"
YES_OR_NO = "0 or 1"
_BARE = frozenset({"", "count", "category", "number", "money", "trend", "ratio", "nats", "1"})
"""Units that a number is written without."""


def percent(share: float, *, decimals: int = 1) -> str:
    """Return a share (0–1) as a percentage, such as ``14.2%``.

    Parameters
    ----------
    share : float
        A share; 0 is none, 1 is all. Missing gives a dash, never 0.
    decimals : int
        Digits after the point. A share that would wrongly read as none or all keeps its inequality sign.

    Examples
    --------
    >>> percent(0.1418)
    '14.2%'
    >>> percent(0.0002)
    '<0.1%'
    >>> percent(0.9999)
    '>99.9%'
    """
    if math.isnan(share):
        return MISSING
    smallest = 10.0**-decimals
    # NumPy's own rounding of a number of its kind differs from Python's in the last digit.
    shown = round(float(share) * 100, decimals)
    if share > 0 and shown < smallest:
        return localized(f"<{smallest:.{decimals}f}%")
    if share < 1 and shown >= 100:
        return localized(f">{100 - smallest:.{decimals}f}%")
    return localized(f"{shown:.{decimals}f}%")


def interval(lower: float, upper: float) -> str:
    """Return two shares as a range in per cent, such as ``12.0% to 16.4%``.

    Examples
    --------
    >>> interval(0.12, 0.164)
    '12.0% to 16.4%'
    """
    return f"{percent(lower)} to {percent(upper)}"


def count(number: float) -> str:
    """Return a count with thousands separators.

    Examples
    --------
    >>> count(12345)
    '12,345'
    """
    return MISSING if math.isnan(number) else written(round(number), ",")


def customers(number: float) -> str:
    """Return a count of customers, in the singular for one.

    Examples
    --------
    >>> customers(1), customers(2500)
    ('1 customer', '2,500 customers')
    """
    return f"{count(number)} {'customer' if round(number) == 1 else 'customers'}"


def points(difference: float) -> str:
    """Return a difference of two shares in percentage points, with its sign.

    Examples
    --------
    >>> points(0.0132)
    '+1.3 percentage points'
    """
    return f"{written(difference * 100, '+.1f')} percentage points".replace("-", "−")


def day(moment: date | datetime | str) -> str:
    """Return a date as ``14 Nov 2026``; texts are ISO 8601.

    Examples
    --------
    >>> day("2026-11-04")
    '4 Nov 2026'
    """
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return f"{moment.day} {moment:%b %Y}"


def quantity(number: float, unit: str = "") -> str:
    """Return a number at a readable precision, with its unit.

    Examples
    --------
    >>> quantity(41, "days"), quantity(0.25, "share"), quantity(1234.5, "EUR")
    ('41 days', '25.0%', '1,234 EUR')
    """
    if math.isnan(number):
        return MISSING
    if unit in ("share", YES_OR_NO):
        return percent(number)
    size = abs(number)
    if size >= 100:
        text = f"{number:,.0f}"
    elif float(number).is_integer():
        text = f"{number:.0f}"
    elif size >= 0.01:
        text = f"{number:,.2f}".rstrip("0").rstrip(".")
    else:
        text = f"{number:.2g}"
    text = localized(text)
    if unit == "day of month":
        return f"day {text}"
    if unit in _BARE:
        return text.replace("-", "−")
    singular = unit[:-1] if text == "1" and unit in ("days", "months", "years", "hours") else unit
    return f"{text} {singular}".replace("-", "−")


def listing(items: Sequence[str]) -> str:
    """Return items as a list in a sentence.

    Examples
    --------
    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
