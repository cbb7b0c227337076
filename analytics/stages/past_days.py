"""At which earlier days customers are described again, so that one sees them move: as fine as a budget allows."""

from __future__ import annotations

from datetime import date, timedelta

MOST_MONTHS = 36
"""How far back one looks at most."""

MOST_POINTS = 3_000_000
"""Customers times days at most: measuring so many takes some ten minutes of processor time."""

DAYS_OF_RECORDS = 365
"""Habits are measured over a year. With less behind them everybody would seem to change as the records begin."""

_GRAINS = (1, 3, 12)
"""Months from one day to the next: months' ends, quarters' ends, years' ends."""

_FEWEST = 2


def past_days(
    as_of: date, first_booked: date | None, n_customers: int, *, most_points: int = MOST_POINTS
) -> tuple[date, ...]:
    """Choose the days before the as-of day.

    Months' ends with a year of records behind them, at most 36, if all of them together fit the budget; else as many
    quarters' ends, the latest first, as fit, or years' ends.

    Parameters
    ----------
    as_of : date
        The global as-of day.
    first_booked : date or None
        The day of the first transaction; None where there is none.
    n_customers : int
        How many are described at a day.
    most_points : int
        The budget.

    Returns
    -------
    tuple of date
        Oldest first, all before the as-of day; empty where there is no such day, or not two quarters fit.

    Examples
    --------
    >>> [str(day) for day in past_days(date(2026, 3, 15), date(2025, 1, 1), 5_000)]
    ['2025-12-31', '2026-01-31', '2026-02-28']
    >>> [str(day) for day in past_days(date(2026, 6, 30), date(2023, 1, 1), 1_000_000)]
    ['2025-09-30', '2025-12-31', '2026-03-31']
    """
    if first_booked is None:
        return ()
    first = first_booked + timedelta(days=DAYS_OF_RECORDS - 1)
    months = [day for day in _months_ends(as_of) if day >= first]
    affordable = most_points // max(n_customers, 1)
    if len(months) <= affordable:
        return tuple(months)
    for months_between in _GRAINS[1:]:
        days = [day for day in months if day.month % months_between == 0]
        if min(len(days), affordable) >= _FEWEST:
            return tuple(days[-affordable:])
    return ()


def _months_ends(as_of: date) -> list[date]:
    """The last days of months before a day, oldest first."""
    days, day = [], as_of.replace(day=1) - timedelta(days=1)
    for _ in range(MOST_MONTHS):
        days.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return days[::-1]
