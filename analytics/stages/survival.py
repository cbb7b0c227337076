"""The stage ``survival``: when those left who were here a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from analytics.settings import DEFAULT_OUTCOME, ChurnDefinition
from analytics.store.leaving import leaving_after_day
from analytics.store.work import Work

FOLLOWED_DAYS = 365
"""How long customers are followed."""

_WHY_NOT = "SELECT why_not FROM built.horizon_facts WHERE outcome = $outcome AND horizon_days = $days"
_DAYS = "SELECT DISTINCT CAST(as_of AS DATE) AS as_of FROM built.month_places ORDER BY as_of"
_PLACES = "SELECT customer_id, segment_id FROM built.month_places WHERE CAST(as_of AS DATE) = $day"


def survival_stage(work: Work) -> None:
    """Follow everybody who was here on a day of the past, in the segment that fitted them then.

    Parameters
    ----------
    work : Work
        The stage's place in the build. Where it is not known when customers left, or no such day lies far enough back,
        nobody is followed.
    """
    day = start_day([each.date() for each in pd.to_datetime(work.take(_DAYS)["as_of"])], work.as_of)
    if day is None or not _is_dated(work):
        work.put("leaving_times", _nobody())
        return
    work.tell(f"Following customers from {day} until they leave")
    found = leaving_after_day(work.cursor, day=day, as_of=work.as_of, most_days=FOLLOWED_DAYS)
    places = work.cursor.execute(_PLACES, {"day": day}).df()
    told = found.rename(columns={"as_of": "started_on"}).merge(places, on="customer_id", how="left")
    work.put("leaving_times", told[list(_nobody())])


def start_day(days: Sequence[date], as_of: date) -> date | None:
    """Choose the day from which customers are followed.

    Parameters
    ----------
    days : sequence of date
        On which it is known who was in which segment; in any order.
    as_of : date
        The global as-of day.

    Returns
    -------
    date or None
        The latest a year or more before the as-of day; else the first, where the window in which customers can be lost
        has ended since; else None.

    Examples
    --------
    >>> months = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    >>> str(start_day(months, date(2026, 6, 30))), str(start_day(months[2:], date(2026, 6, 30)))
    ('2025-06-30', '2025-09-30')
    """
    whole = [day for day in days if as_of - day >= timedelta(days=FOLLOWED_DAYS)]
    if whole:
        return max(whole)
    window = timedelta(days=ChurnDefinition().window_days)
    return min((day for day in days if as_of - day >= window), default=None)


def _is_dated(work: Work) -> bool:
    """Say whether it is known when customers left."""
    values = {"outcome": DEFAULT_OUTCOME, "days": ChurnDefinition().window_days}
    found = work.cursor.execute(_WHY_NOT, values).df()["why_not"]
    return len(found) == 1 and not isinstance(found.iloc[0], str)


def _nobody() -> pd.DataFrame:
    kinds = {"customer_id": "str", "started_on": "datetime64[us]", "left_day": "float64", "observed_days": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in {**kinds, "segment_id": "str"}.items()})
