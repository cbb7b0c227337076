"""How the tables behind KPIs are headed and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import column_config as column

from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

SERIES: dict[str, ColumnConfig | str | None] = {
    "kpi": None,
    "period": "Period",
    "value": column.NumberColumn("Value", format="%.4f"),
    "lower": column.NumberColumn("From (90%)", format="%.4f"),
    "upper": column.NumberColumn("To (90%)", format="%.4f"),
    "unit": "Unit",
}

PARTS: dict[str, ColumnConfig | str | None] = {
    "member": None,
    "label": column.TextColumn("Who", width="medium"),
    "rate_before": column.NumberColumn("Rate a year before", format=SHARE),
    "rate_now": column.NumberColumn("Rate now", format=SHARE),
    "weight_before": column.NumberColumn("Part of all, before", format=SHARE),
    "weight_now": column.NumberColumn("Part of all, now", format=SHARE),
    "by_rate": column.NumberColumn("Points by own rate", format="%+.2f%%"),
    "by_weight": column.NumberColumn("Points by size", format="%+.2f%%"),
    "effect": column.NumberColumn("Points, both", format="%+.2f%%"),
}

COHORTS: dict[str, ColumnConfig | str | None] = {
    "cohort": "Joined in",
    "first_month": None,
    "last_month": None,
    "period_index": column.NumberColumn("Months later", format="localized"),
    "n_start": column.NumberColumn("Joined", format="localized"),
    "n_retained": column.NumberColumn("Still here", format="localized"),
    "share": column.NumberColumn("Share", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
    "share_all": column.NumberColumn("Share of all", format=SHARE),
    "difference": column.NumberColumn("Less all, points", format="%+.1f%%"),
    "notes": column.TextColumn("Notes", width="large"),
}

COMPARED: dict[str, ColumnConfig | str | None] = {
    "first": "First",
    "second": "Second",
    "cohort": "Joined in",
    "period_index": column.NumberColumn("Months later", format="localized"),
    "n_start_first": column.NumberColumn("Joined, first", format="localized"),
    "n_retained_first": column.NumberColumn("Still here, first", format="localized"),
    "share_first": column.NumberColumn("Share, first", format=SHARE),
    "n_start_second": column.NumberColumn("Joined, second", format="localized"),
    "n_retained_second": column.NumberColumn("Still here, second", format="localized"),
    "share_second": column.NumberColumn("Share, second", format=SHARE),
    "difference": column.NumberColumn("Difference, points", format="%+.1f%%"),
    "lower": column.NumberColumn("From (90%)", format="%+.1f%%"),
    "upper": column.NumberColumn("To (90%)", format="%+.1f%%"),
    "is_apart": column.CheckboxColumn("Told apart"),
}

FORECAST: dict[str, ColumnConfig | str | None] = {
    "kpi": None,
    "period": "Period",
    "model": "Way",
    "is_preferred": "Preferred",
    "value": column.NumberColumn("Value", format="%.4f"),
    "lower": column.NumberColumn("From (90%)", format="%.4f"),
    "upper": column.NumberColumn("To (90%)", format="%.4f"),
}

WATCH: dict[str, ColumnConfig | str | None] = {
    "title": column.TextColumn("KPI", width="medium"),
    "label": column.TextColumn("Whose", width="medium"),
    "period": "Month",
    "value": column.NumberColumn("Value", format="%.4f"),
    "expected": column.NumberColumn("Expected", format="%.4f"),
    "lower": column.NumberColumn("From", format="%.4f"),
    "upper": column.NumberColumn("To", format="%.4f"),
    "is_alarm": "Outside",
}

DONE: dict[str, ColumnConfig | str | None] = {
    "period": "Month",
    "words": column.TextColumn("What people did", width="large"),
}

CHANCES: dict[str, ColumnConfig | str | None] = {
    "tenth": "Tenth of the chance",
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "n_repeats": column.NumberColumn("Repeats, mean", format="%.2f"),
    "purchases_ahead": column.NumberColumn("Purchases in a year, mean", format="%.2f"),
    "value_ahead": column.NumberColumn("Spent in a year, all", format="localized"),
}
