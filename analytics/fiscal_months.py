"""Months of the fiscal year, where it does not begin in January.

One choice holds for the whole process; the dashboard makes it from ``TANDEM_FISCAL_YEAR``.
"""

from __future__ import annotations

from datetime import date

from analytics.errors import InputError

FISCAL_VARIABLE = "TANDEM_FISCAL_YEAR"


class _InForce:
    first = 1


def first_month(text: str) -> int:
    """Read the month in which the fiscal year begins.

    Parameters
    ----------
    text : str
        1 to 12; empty is January.

    Returns
    -------
    int
        The month.

    Raises
    ------
    InputError
        If it is none.
    """
    if text.strip() and not (text.strip().isdecimal() and 1 <= int(text) <= 12):
        raise InputError(f'{FISCAL_VARIABLE} is "{text}"; give the month in which the fiscal year begins, 1 to 12.')
    return int(text or 1)


def use_fiscal_year(text: str) -> None:
    """Count fiscal months in this process from a month on.

    Parameters
    ----------
    text : str
        As in `first_month`.
    """
    _InForce.first = first_month(text)


def first_in_force() -> int:
    """The month in which the fiscal year begins in this process."""
    return _InForce.first


def fiscal_month(day: date) -> str:
    """Say which month of which fiscal year a day lies in.

    Parameters
    ----------
    day : date

    Returns
    -------
    str
        The month's number and the year's name; empty where the fiscal year is the calendar's.

    Examples
    --------
    >>> use_fiscal_year("4")
    >>> fiscal_month(date(2026, 6, 30)), fiscal_month(date(2026, 3, 31))
    ('month 3 of 2026/27', 'month 12 of 2025/26')
    >>> use_fiscal_year("")
    >>> fiscal_month(date(2026, 6, 30))
    ''
    """
    if _InForce.first == 1:
        return ""
    began = day.year if day.month >= _InForce.first else day.year - 1
    return f"month {(day.month - _InForce.first) % 12 + 1} of {began}/{(began + 1) % 100:02d}"
