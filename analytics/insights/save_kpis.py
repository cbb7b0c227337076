"""The save rate and its uplift as KPIs: of the retention lists that ripened in a period, all together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.insights.intervals import wilson
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpis import KPI_COLUMNS
from analytics.insights.list_results import ListResult, ListVerdict, pooled

SAVE_RATE, SAVE_UPLIFT = "save_rate", "save_uplift"
_ALL = "all"


def save_kpis(results: Sequence[ListResult], periods: Sequence[str]) -> pd.DataFrame:
    """Work out the save rate and its uplift for each period in which a list ripened.

    Parameters
    ----------
    results : sequence of ListResult
        Of every list, ripe or not.
    periods : sequence of str
        Months (``2026-06``) and twelve months (``2025-07/2026-06``).

    Returns
    -------
    DataFrame
        The columns of ``kpis``, for all customers; no row for a period without a ripe list, and none of the uplift
        where nobody was held back. A customer who was on two lists counts twice.
    """
    ripe = [each for each in results if each.verdict is not ListVerdict.NOT_RIPE and each.contacted.n]
    rows = [row for period in periods for row in _rows([each for each in ripe if _is_in(each, period)], period)]
    return pd.DataFrame(rows, columns=KPI_COLUMNS)


def _rows(ripe: list[ListResult], period: str) -> list[tuple[object, ...]]:
    if not ripe:
        return []
    n_stayed, n = (float(sum(getattr(each.contacted, name) for each in ripe)) for name in ("n_stayed", "n"))
    lower, upper = wilson(np.array([n_stayed]), np.array([n]))
    rate = _row(period, SAVE_RATE, (n_stayed / n, float(lower[0]), float(upper[0])), (n_stayed, n))
    uplift = pooled(ripe)
    return [rate] if np.isnan(uplift[0]) else [rate, _row(period, SAVE_UPLIFT, uplift, (np.nan, np.nan))]


def _row(period: str, kpi: str, told: tuple[float, ...], counts: tuple[float, float]) -> tuple[object, ...]:
    definition = KPI_DEFINITIONS[kpi]
    return (period, _ALL, _ALL, kpi, *told, definition.unit, *counts, definition.version)


def _is_in(result: ListResult, period: str) -> bool:
    """A list counts in the period in which it became ripe."""
    first, _, last = period.partition("/")
    return first <= f"{result.ripe_on:%Y-%m}" <= (last or first)
