"""How the columns of the tables behind charts are headed and written: the same name and decimals everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
from streamlit import column_config as column

from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

SHARE = "%.1f%%"
"""A share (0–1) as a percentage with one decimal; `in_percent` multiplies what is shown so."""

MIXED = "%.3g"
"""For a column whose rows have different units (days, money, shares): three figures, not so many decimals."""


def _flow(first: str, second: str) -> dict[str, ColumnConfig | str | None]:
    """Head who is where on two sides."""
    return {
        "from_key": None,
        "from_name": column.TextColumn(first, width="medium"),
        "to_key": None,
        "to_name": column.TextColumn(second, width="medium"),
        "n_customers": column.NumberColumn("Customers", format="localized"),
        "share_of_from": column.NumberColumn(f"Share of {first.lower()}", format=SHARE),
        "share_of_to": column.NumberColumn(f"Share of {second.lower()}", format=SHARE),
    }


def _movers(*, now: str, then: str) -> dict[str, ColumnConfig | str | None]:
    """Head a list of customers who are in one segment now and in another then."""
    return {
        "customer_id": column.TextColumn("Customer", width=100),
        "now": column.TextColumn(now, width="medium"),
        "then": column.TextColumn(then, width="medium"),
        "probability": column.NumberColumn("Risk", format=SHARE),
    }


SEGMENTS: dict[str, ColumnConfig | str | None] = {
    "segment_id": None,
    "label": "Segment",
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "n_scored": column.NumberColumn("With a risk", format="localized"),
    "mean_risk": column.NumberColumn("Mean risk", format=SHARE),
    "lower": column.NumberColumn("Lower (90%)", format=SHARE),
    "upper": column.NumberColumn("Upper (90%)", format=SHARE),
    "n_high": column.NumberColumn("High risk", format="localized"),
    "notes": column.TextColumn("Notes", width="large"),
}
LEVERS: dict[str, ColumnConfig | str | None] = {
    "title": "Lever",
    "n_enough": column.NumberColumn("Enough for", format="localized"),
    "share": column.NumberColumn("Share", format=SHARE),
    "n_moved": column.NumberColumn("Moves", format="localized"),
    "mean_drop": column.NumberColumn("Mean fall", format=SHARE),
}
EFFECTS: dict[str, ColumnConfig | str | None] = {
    "feature": "Column",
    "title": "What",
    "unit": "Unit",
    "segment_mean": column.NumberColumn("Mean here", format=MIXED),
    "overall_mean": column.NumberColumn("Mean of all", format=MIXED),
    "effect": column.NumberColumn("Difference (standard deviations)", format="%+.2f"),
}
COMPARISON: dict[str, ColumnConfig | str | None] = {
    "title": "What",
    "unit": "Unit",
    "mean_a": column.NumberColumn("First group", format=MIXED),
    "mean_b": column.NumberColumn("Second group", format=MIXED),
    "effect": column.NumberColumn("Difference (standard deviations)", format="%+.2f"),
    "lower": column.NumberColumn("From (95%)", format="%+.2f"),
    "upper": column.NumberColumn("To (95%)", format="%+.2f"),
    "p_adjusted": column.NumberColumn("p, corrected", format="%.4f"),
    "differs": column.CheckboxColumn("Holds"),
    "n_a": column.NumberColumn("First, with a value", format="localized"),
    "n_b": column.NumberColumn("Second, with a value", format="localized"),
}
FLOW = _flow("Before", "Now")
PARTITIONS: dict[str, ColumnConfig | str | None] = {
    "candidate": None,
    "title": column.TextColumn("Partition", width="medium"),
    "standing": "Standing",
    "n_segments": column.NumberColumn("Segments", format="localized"),
    "stability": column.NumberColumn("Comes back (0–1)", format="%.2f"),
    "shortfall": column.NumberColumn("Score lower by", format=SHARE),
    "auc": column.NumberColumn("Tells the outcome (AUC)", format="%.3f"),
    "auc_lower": column.NumberColumn("From (95%)", format="%.3f"),
    "auc_upper": column.NumberColumn("To (95%)", format="%.3f"),
    "gain": column.NumberColumn("Gain in log-loss", format="%+.4f"),
    "gain_lower": column.NumberColumn("Gain from (95%)", format="%+.4f"),
    "gain_upper": column.NumberColumn("Gain to (95%)", format="%+.4f"),
    "n_customers": column.NumberColumn("Measured on", format="localized"),
    "n_positive": column.NumberColumn("Of these with the outcome", format="localized"),
}
SIDES = _flow("Left", "Right")
MOVERS = _movers(now="Left", then="Right")
MOVED = _movers(now="Now", then="Before")
EDIT_KPIS: dict[str, ColumnConfig | str | None] = {
    "name": column.TextColumn("Segment", width="medium"),
    "kpi": "KPI",
    "before": column.NumberColumn("Before", format=MIXED),
    "after": column.NumberColumn("After", format=MIXED),
    "lower": column.NumberColumn("From (90%)", format=MIXED),
    "upper": column.NumberColumn("To (90%)", format=MIXED),
}
QUALITY: dict[str, ColumnConfig | str | None] = {
    "title": "Model",
    "split": "Measured on",
    "metric": "Measure",
    "value": column.NumberColumn("Value", format="%.3f"),
    "lower": column.NumberColumn("Lower (90%)", format="%.3f"),
    "upper": column.NumberColumn("Upper (90%)", format="%.3f"),
    "as_of": column.DateColumn("Described on", format="D MMM YYYY"),
    "n": column.NumberColumn("Customers", format="localized"),
}
CALIBRATION: dict[str, ColumnConfig | str | None] = {
    "split": None,
    "bin": "Group",
    "mean_predicted": column.NumberColumn("Foretold", format=SHARE),
    "observed": column.NumberColumn("Happened", format=SHARE),
    "lower": column.NumberColumn("Lower (90%)", format=SHARE),
    "upper": column.NumberColumn("Upper (90%)", format=SHARE),
    "n": column.NumberColumn("Customers", format="localized"),
}
COVERAGE: dict[str, ColumnConfig | str | None] = {
    "label": column.TextColumn("Whose", width="medium"),
    "value": column.NumberColumn("Held what happened", format=SHARE),
    "lower": column.NumberColumn("Lower (90%)", format=SHARE),
    "upper": column.NumberColumn("Upper (90%)", format=SHARE),
    "n": column.NumberColumn("Rows", format="localized"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "verdict": "90% holds",
}
SLICES: dict[str, ColumnConfig | str | None] = {
    "words": column.TextColumn("Customers with", width="large"),
    "predicted": column.NumberColumn("Foretold", format=SHARE),
    "observed": column.NumberColumn("Happened", format=SHARE),
    "difference": column.NumberColumn("Difference", format="%+.1f%%"),
    "lower": column.NumberColumn("From (90%)", format="%+.1f%%"),
    "upper": column.NumberColumn("To (90%)", format="%+.1f%%"),
    "p_adjusted": column.NumberColumn("p, corrected", format="%.4f"),
    "n_customers": column.NumberColumn("Customers judged", format="localized"),
    "n_rows": column.NumberColumn("Rows judged", format="localized"),
    "rule": column.TextColumn("As a rule", width="medium"),
}
RISKS: dict[str, ColumnConfig | str | None] = {
    "risk_from": column.NumberColumn("Risk from", format=SHARE),
    "risk_to": column.NumberColumn("to", format=SHARE),
    "n": column.NumberColumn("Chosen", format="localized"),
    "share": column.NumberColumn("Share of chosen", format=SHARE),
    "all_n": column.NumberColumn("All", format="localized"),
    "all_share": column.NumberColumn("Share of all", format=SHARE),
}
RETENTION: dict[str, ColumnConfig | str | None] = {
    "period_index": column.NumberColumn("Months since joining", format="localized"),
    "share": column.NumberColumn("Still here", format=SHARE),
    "lower": column.NumberColumn("Lower (90%)", format=SHARE),
    "upper": column.NumberColumn("Upper (90%)", format=SHARE),
    "n_at_risk": column.NumberColumn("Customers it rests on", format="localized"),
}
TREND: dict[str, ColumnConfig | str | None] = {
    "as_of": column.DateColumn("Described on", format="D MMM YYYY"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "share": column.NumberColumn("Share of customers", format=SHARE),
}
PATH: dict[str, ColumnConfig | str | None] = {
    "as_of": column.DateColumn("At the end of", format="D MMM YYYY"),
    "name": column.TextColumn("Segment", width="large"),
    "strength": column.NumberColumn("How surely", format=SHARE),
    "x": column.NumberColumn("Across", format="%.2f"),
    "y": column.NumberColumn("Up", format="%.2f"),
}
THEN: dict[str, ColumnConfig | str | None] = {
    "name": column.TextColumn("Then in", width="medium"),
    "n_customers": column.NumberColumn("Customers", format="localized", width=90),
}
INPUTS: dict[str, ColumnConfig | str | None] = {
    "outcome": "Model of",
    "title": column.TextColumn("What it reads (empty: its risk)", width="large"),
    "psi": column.NumberColumn("Stability index", format="%.2f"),
    "usual": column.NumberColumn("Between its dates at most", format="%.2f"),
}
WAYS: dict[str, ColumnConfig | str | None] = {
    "then": column.TextColumn("Then", width="large"),
    "now": column.TextColumn("Now", width="large"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
}
MONTHS: dict[str, ColumnConfig | str | None] = {
    "month": column.DateColumn("Month", format="MMM YYYY"),
    "n_transactions": column.NumberColumn("Transactions", format="localized"),
    "n_own_acts": column.NumberColumn("Own acts", format="localized"),
    "inflow": column.NumberColumn("In", format="%,.2f"),
    "outflow": column.NumberColumn("Out", format="%,.2f"),
    "balance_end": column.NumberColumn("Balance at the end", format="%,.2f"),
}
TRANSACTIONS: dict[str, ColumnConfig | str | None] = {
    "booked_at": column.DatetimeColumn("Booked (UTC)", format="D MMM YYYY, HH:mm"),
    "amount": column.NumberColumn("Amount", format="%,.2f"),
    "category": "Category",
    "channel": "Channel",
    "counterparty": "Counterparty",
    "balance_after": column.NumberColumn("Balance after", format="%,.2f"),
}
EVENTS: dict[str, ColumnConfig | str | None] = {
    "occurred_at": column.DatetimeColumn("When (UTC)", format="D MMM YYYY, HH:mm"),
    "event_type": "Event",
    "channel": "Channel",
    "detail": "Detail",
}
OVERLAP: dict[str, ColumnConfig | str | None] = {
    "attribute": "Protected attribute",
    "ami": column.NumberColumn("Agreement (0–1)", format="%.3f"),
    "lower": column.NumberColumn("Lower (95%)", format="%.3f"),
    "upper": column.NumberColumn("Upper (95%)", format="%.3f"),
    "n": column.NumberColumn("Customers", format="localized"),
}
QUALITY_TABLES: dict[str, ColumnConfig | str | None] = {
    "table_name": "Table",
    "rows_in": column.NumberColumn("Rows in", format="localized"),
    "rows_loaded": column.NumberColumn("Loaded", format="localized"),
    "rows_rejected": column.NumberColumn("Rejected", format="localized"),
}
REJECTIONS: dict[str, ColumnConfig | str | None] = {
    "table_name": "Table",
    "file": "File",
    "row_number": column.NumberColumn("Row", format="localized"),
    "column_name": "Column",
    "reason": column.TextColumn("Why", width="large"),
    "value": "Value",
    "n_rows": column.NumberColumn("Rows", format="localized"),
}
SWITCHED_OFF: dict[str, ColumnConfig | str | None] = {
    "what": column.TextColumn("Switched off", width="large"),
    "screen": "Screen",
    "missing": column.TextColumn("For want of", width="medium"),
}


def customers(snapshot: Snapshot) -> dict[str, ColumnConfig | str | None]:
    """Head the columns of the list of customers."""
    return {
        "customer_id": column.TextColumn("Customer", width=100),
        "segment": column.TextColumn("Segment", width=300),
        "probability": column.ProgressColumn("Risk", format=SHARE, min_value=0, max_value=100, width=130),
        "lower": column.NumberColumn("from", format=SHARE, help="Lower end of the 90% interval", width=70),
        "upper": column.NumberColumn("to", format=SHARE, help="Upper end of the 90% interval", width=70),
        "band": column.TextColumn("Band", width=70),
        "tenure_days": column.NumberColumn("Days here", format="localized", help="Days with the bank", width=90),
        "days_since_own_act": column.NumberColumn(
            "Last act", format="%,.0f d", help="Days since the customer's last own act", width=80
        ),
        "balance": column.NumberColumn(f"Balance, {facts.currency(snapshot)}", format="%,.2f"),
        "strength": column.NumberColumn("Strength", format=SHARE),
    }


def in_percent(table: pd.DataFrame, columns: Mapping[str, ColumnConfig | str | None]) -> pd.DataFrame:
    """Multiply the shares by a hundred that are shown as percentages; an export keeps the shares."""
    scaled = table.copy(deep=False)
    for name, config in columns.items():
        if name in scaled.columns and isinstance(config, dict):
            settings = config.get("type_config")
            if isinstance(settings, dict) and settings.get("format") == SHARE:
                scaled[name] = scaled[name] * 100
    return scaled
