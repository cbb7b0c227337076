"""How far a KPI is from its target, and whether it is heading there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_flow import KpiFlow


@dataclass(frozen=True)
class Progress:
    """Where a KPI stands against its target.

    Attributes
    ----------
    kpi : str
    value, target : float
        In the KPI's unit; the value is that of its latest period.
    gap : float
        What is missing, never below 0: the distance in the direction that is not good; 0 where it is reached.
    heading_for : float
        Its value on the day of the target as it is foreseen; NaN where nothing is foreseen of it.
    verdict : {"reached", "heading there", "not heading there", "missed", "not reached"}
        ``missed`` and ``not reached``: the day is over, or nothing is foreseen; a KPI that is at its target now is
        ``reached``.
    """

    kpi: str
    value: float
    target: float
    gap: float
    heading_for: float
    verdict: str


def progress(flow: KpiFlow, *, target: float, by: date, as_of: date, heading_for: float = math.nan) -> Progress:
    """Judge a KPI by its target.

    Parameters
    ----------
    flow : KpiFlow
        The KPI as it is.
    target : float
        In its unit.
    by, as_of : date
        The day by which it is to be reached, and the data's date.
    heading_for : float
        As `retention_on` gives it; NaN where nothing is foreseen.
    """
    sign = 1.0 if KPI_DEFINITIONS[flow.kpi].good == "up" else -1.0
    gap = max(0.0, sign * (target - flow.value))
    if gap == 0:
        verdict = "reached"
    elif as_of >= by:
        verdict = "missed"
    elif math.isnan(heading_for):
        verdict = "not reached"
    else:
        verdict = "heading there" if sign * (heading_for - target) >= 0 else "not heading there"
    return Progress(flow.kpi, flow.value, target, gap, heading_for, verdict)


def retention_on(by: date, *, past: pd.DataFrame, forecast: pd.DataFrame) -> float:
    """Foresee the share that stays through the twelve months that end on a day, from months known and foreseen.

    Parameters
    ----------
    by : date
        The day; the last whole month that ends on or before it counts.
    past : DataFrame
        ``period`` (months), ``n_start``, ``n_start_lost``.
    forecast : DataFrame
        Rows of ``kpi_forecast`` of ``attrition_rate`` of the same member.

    Returns
    -------
    float
        0-1; NaN where the day lies before the first, or after the last, month that is foreseen.
    """
    chosen = forecast[(forecast["kpi"] == "attrition_rate") & forecast["is_preferred"].astype(bool)]
    foreseen = dict(zip(texts(chosen, "period"), floats(chosen, "value"), strict=True))
    known = dict(zip(texts(past, "period"), (past["n_start_lost"] / past["n_start"]).tolist(), strict=True))
    last = pd.Timestamp(by)
    month = last.to_period("M") if last.is_month_end else last.to_period("M") - 1
    rates = [{**known, **foreseen}.get(str(month - back), math.nan) for back in range(12)]
    if str(month) not in foreseen:
        return math.nan
    return float(math.prod(1 - rate for rate in rates))
