"""Net growth over twelve months: from the customers at the beginning to those at the end, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Growth:
    """What twelve months did to the number of customers.

    Attributes
    ----------
    period : str
        Such as ``2025-07/2026-06``.
    n_before, n_joined, n_lost, n_now : int
        ``n_before + n_joined - n_lost == n_now``.
    """

    period: str
    n_before: int
    n_joined: int
    n_lost: int
    n_now: int


def growth_of(series: pd.DataFrame) -> Growth | None:
    """Read the latest twelve months' growth of a member out of its KPIs.

    Parameters
    ----------
    series : DataFrame
        Rows of ``kpis`` of one member: ``kpi``, ``period``, ``value``.

    Returns
    -------
    Growth or None
        None where joining or leaving isn't known for twelve whole months.
    """
    years = series[series["period"].astype("str").str.contains("/")]
    if years.empty:
        return None
    period = str(years["period"].max())
    found = dict(zip(*(years.loc[years["period"] == period, name] for name in ("kpi", "value")), strict=True))
    if not {"customers", "joined", "lost"} <= found.keys():
        return None
    now, joined, lost = (int(found[kpi]) for kpi in ("customers", "joined", "lost"))
    return Growth(period, now - joined + lost, joined, lost, now)
