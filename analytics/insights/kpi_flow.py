"""One KPI over time: what it is now, what it was a year before, and whether the difference is beyond chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from analytics.insights.columns import floats, texts


@dataclass(frozen=True)
class KpiFlow:
    """A KPI of one member, now and a year before.

    Attributes
    ----------
    kpi : str
        Its name in the table ``kpis``.
    period : str
        The latest period: twelve months (``2025-07/2026-06``) where it is worked out for them, else a month.
    value, lower, upper : float
        In the KPI's unit; NaN where there is no interval.
    before_period : str
        The same period a year earlier; empty where it has no value.
    before : float
        Its value then; NaN where it has none.
    is_beyond_chance : bool or None
        Whether the difference is more than two draws of such customers would differ by in nine of ten cases; None
        where there is no interval on either side.
    line : tuple of float
        The values of all periods of this kind, oldest first.
    """

    kpi: str
    period: str
    value: float
    lower: float
    upper: float
    before_period: str
    before: float
    is_beyond_chance: bool | None
    line: tuple[float, ...]

    @property
    def change(self) -> float:
        """The value less that of a year before; NaN where there is none."""
        return self.value - self.before

    @property
    def is_year(self) -> bool:
        """Whether the period is twelve months."""
        return "/" in self.period


def kpi_flow(series: pd.DataFrame) -> KpiFlow | None:
    """Read a KPI's flow out of its rows.

    Parameters
    ----------
    series : DataFrame
        Rows of ``kpis`` of one KPI and member: ``kpi``, ``period``, ``value``, ``lower``, ``upper``.

    Returns
    -------
    KpiFlow or None
        None where there is no row.
    """
    if series.empty:
        return None
    is_year = series["period"].str.contains("/")
    kind = series[is_year if is_year.any() else ~is_year].sort_values("period", ignore_index=True)
    periods = texts(kind, "period")
    values, lower, upper = (floats(kind, name) for name in ("value", "lower", "upper"))
    earlier = a_year_before(periods[-1])
    place = periods.index(earlier) if earlier in periods else None
    before, spread = math.nan, math.nan
    if place is not None:
        before = values[place]
        spread = math.hypot(upper[-1] - lower[-1], upper[place] - lower[place]) / 2
    return KpiFlow(
        kpi=texts(kind, "kpi")[-1],
        period=periods[-1],
        value=values[-1],
        lower=lower[-1],
        upper=upper[-1],
        before_period=earlier if place is not None else "",
        before=before,
        is_beyond_chance=None if math.isnan(spread) else abs(values[-1] - before) > spread,
        line=tuple(values),
    )


def a_year_before(period: str) -> str:
    """Name the same period a year earlier.

    Examples
    --------
    >>> a_year_before("2026-06"), a_year_before("2025-07/2026-06")
    ('2025-06', '2024-07/2025-06')
    """
    return "/".join(f"{int(month[:4]) - 1}{month[4:]}" for month in period.split("/"))
