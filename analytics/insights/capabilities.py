"""What each screen needs of the data, and what therefore is switched off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Capability:
    """Something a person can do, and the columns without which it is off.

    Attributes
    ----------
    what : str
        In words.
    screen : str
        Where it is.
    table : str
        The input table.
    columns : tuple of str
        Every one of them is needed; empty means that rows of the table are enough.
    """

    what: str
    screen: str
    table: str
    columns: tuple[str, ...] = ()


CAPABILITIES = (
    Capability("Customers who joined, by month", "Overview", "customers", ("opened_on",)),
    Capability("Customers who closed, by month", "Overview", "customers", ("closed_on",)),
    Capability("Active customers by month", "Overview", "transactions", ("booked_at",)),
    Capability("Own acts told exactly from the bank's", "Churn drivers", "transactions", ("initiated_by",)),
    Capability("What money is spent on", "Segment", "transactions", ("category",)),
    Capability("Which channel is used", "Segment", "transactions", ("channel",)),
    Capability("Balances over time", "Customer", "transactions", ("balance_after",)),
    Capability("Filter by product", "Every screen", "accounts", ("product",)),
    Capability("Filter by region", "Every screen", "customers", ("region_id",)),
    Capability("Names of regions", "Every screen", "regions", ("name",)),
    Capability("Visits, calls and complaints", "Customer", "events"),
    Capability("The bank's own outcome", "Churn drivers", "outcomes"),
    Capability("Overlap of segments with gender", "Segment", "customers", ("gender",)),
    Capability("Overlap of segments with age", "Segment", "customers", ("birth_date",)),
    Capability("Overlap of segments with language", "Segment", "customers", ("language",)),
)


def switched_off(
    tables: Mapping[str, bool],
    columns: Mapping[str, Collection[str]],
    *,
    capabilities: tuple[Capability, ...] = CAPABILITIES,
) -> pd.DataFrame:
    """Return what is off, with the table and columns that would switch it on.

    Parameters
    ----------
    tables : mapping
        Whether each input table was there.
    columns : mapping
        The columns that each table had.
    capabilities : tuple of Capability
        What to look at.

    Returns
    -------
    DataFrame
        ``what``, ``screen``, ``missing`` (such as ``customers.closed_on``), in the given order.
    """
    rows = []
    for capability in capabilities:
        known = columns.get(capability.table, ())
        lacking = [column for column in capability.columns if column not in known]
        if not tables.get(capability.table, False):
            rows.append((capability.what, capability.screen, f"table {capability.table}"))
        elif lacking:
            named = ", ".join(f"{capability.table}.{column}" for column in lacking)
            rows.append((capability.what, capability.screen, named))
    return pd.DataFrame(rows, columns=["what", "screen", "missing"])
