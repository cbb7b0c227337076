"""The demo bank's calendar: months, quarters, weekends and the Lantern festival.

Days are whole days since 1970-01-01 (UTC); months are counted from October 2023, so that every
third month starts a calendar quarter.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EPOCH = date(1970, 1, 1)
FIRST_MONTH = np.datetime64("2023-10", "M")
DAY_SECONDS = 86_400
NEVER = 1_000_000
"""A day far beyond every calendar: what has not happened and is not planned."""

WINDOW_DAYS = 90
"""Days after an as-of date in which a customer can be lost."""

FEWEST_HISTORY_MONTHS = 6
MOST_OUTCOME_DATES = 6

FESTIVALS = {
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
}
"""First day of the Lantern festival: a new moon, so a different date each year."""
FESTIVAL_DAYS = 10


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def as_date(day: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(day))


def month_start(month: int) -> int:
    """Day number of the first day of the demo's month (0 is October 2023)."""
    return int((FIRST_MONTH + np.timedelta64(month, "M")).astype("datetime64[D]").astype(np.int64))


def month_of_day(days: Ints) -> Ints:
    """The demo's month in which each day falls."""
    months = days.astype("datetime64[D]").astype("datetime64[M]") - FIRST_MONTH
    return months.astype(np.int64)


def year_of_month(month: int) -> int:
    """The calendar year of a month."""
    return int(str(FIRST_MONTH + np.timedelta64(month, "M"))[:4])


def weekday(days: Ints) -> Ints:
    """Day of the week, 0 is Monday."""
    return (days + 3) % 7


def starts_quarter(month: int) -> bool:
    """Whether the month is the first of a calendar quarter."""
    return month % 3 == 0


def outcome_quarters(n_months: int) -> tuple[int, ...]:
    """Months whose first day follows an as-of date on which churn is recorded.

    The as-of date is the day before; 90 days after it lie within the data. At most six, the latest
    ones; half a year of history lies before each, or a quarter where the demo is too short for that.
    """
    end = month_start(n_months)
    ripe = [month for month in range(3, n_months, 3) if month_start(month) + WINDOW_DAYS <= end]
    seasoned = [month for month in ripe if month >= FEWEST_HISTORY_MONTHS]
    return tuple((seasoned or ripe)[-MOST_OUTCOME_DATES:])


def is_festival(days: Ints) -> Flags:
    """Whether each day is one of a festival's ten."""
    firsts = np.array([day_number(first) for first in FESTIVALS.values()])
    since = days[:, None] - firsts
    return np.asarray(((since >= 0) & (since < FESTIVAL_DAYS)).any(axis=1))


def festival_day_in(month: int) -> int | None:
    """Day number of the festival's first day, if it falls in this month."""
    for day in FESTIVALS.values():
        number = day_number(day)
        if month_start(month) <= number < month_start(month + 1):
            return number
    return None
