"""KPIs and retention of segments that people edited since the build, from the facts a customer that it published."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from analytics.insights.kpis import KPI_COLUMNS, kpis_from_sums
from analytics.insights.retention import retention_table
from analytics.store.snapshots import Snapshot

_KPI_KEY = ["period", "dimension", "member", "kpi"]
_RETENTION_KEY = ["cohort", "period_index", "segment_id"]


def edited_kpis(published: pd.DataFrame, laid: Snapshot, changed: Collection[str], *, currency: str) -> pd.DataFrame:
    """Put the KPIs of changed segments in the place of those that were published.

    Parameters
    ----------
    published : DataFrame
        ``kpis`` of the snapshot.
    laid : Snapshot
        With the memberships as they are now, and ``kpi_facts``.
    changed : collection of str
        Segments that won or lost a customer, those that are gone among them.
    currency : str
        The unit of amounts.

    Returns
    -------
    DataFrame
        ``kpis``. A changed segment has rows for the last month, the last twelve and the as-of day, as a build gives
        them; of the months before it has none, since only a build counts these. Rows of tags are as they were.
    """
    sums = laid.query("kpi_sums_of_segments", segment_ids=list(changed))
    kept = published[~((published["dimension"] == "segment") & published["member"].isin(list(changed)))]
    made = kpis_from_sums(sums, currency=currency)
    table = pd.concat([kept, made], ignore_index=True)[KPI_COLUMNS]
    return table.sort_values(_KPI_KEY, kind="stable", ignore_index=True)


def edited_retention(published: pd.DataFrame, laid: Snapshot, changed: Collection[str], *, as_of: date) -> pd.DataFrame:
    """Put the retention of changed segments in the place of what was published.

    Parameters
    ----------
    published : DataFrame
        ``retention`` of the snapshot.
    laid : Snapshot
        With the memberships as they are now, and ``retention_facts``.
    changed : collection of str
        Segments that won or lost a customer, those that are gone among them.
    as_of : date
        The day at which customers are described.

    Returns
    -------
    DataFrame
        ``retention``, as a build would publish it.
    """
    made = retention_table(laid.query("cohorts_of_segments", segment_ids=list(changed), as_of=as_of))
    kept = published[~published["segment_id"].isin(list(changed))]
    table = pd.concat([kept, made], ignore_index=True)
    return table.sort_values(_RETENTION_KEY, kind="stable", na_position="last", ignore_index=True)
