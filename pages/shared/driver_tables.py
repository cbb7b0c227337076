"""How the tables of drivers, reasons and explanations are headed and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import column_config as column

from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

CONTRIBUTIONS: dict[str, ColumnConfig | str | None] = {
    "feature": "Feature",
    "feature_value": "Value",
    "contribution": column.NumberColumn("Push (log-odds)", format="%+.3f"),
}
DRIVERS: dict[str, ColumnConfig | str | None] = {
    "feature": "Column",
    "title": "What",
    "direction_words": "Direction",
    "mean_abs_contribution": column.NumberColumn("Average push (log-odds)", format="%.3f"),
    "lower": column.NumberColumn("Lower (90%)", format="%.3f"),
    "upper": column.NumberColumn("Upper (90%)", format="%.3f"),
    "all_mean_abs_contribution": column.NumberColumn("All customers", format="%.3f"),
    "all_lower": column.NumberColumn("All, lower", format="%.3f"),
    "all_upper": column.NumberColumn("All, upper", format="%.3f"),
    "n": column.NumberColumn("Customers", format="localized"),
}
REASONS: dict[str, ColumnConfig | str | None] = {
    "reason_group": None,
    "key": None,
    "title": column.TextColumn("Reason", width="large"),
    "sentence": column.TextColumn("What leads", width="large"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "share": column.NumberColumn("Share", format=SHARE),
    "mean_risk": column.NumberColumn("Mean risk", format=SHARE),
    "lower": column.NumberColumn("Lower (90%)", format=SHARE),
    "upper": column.NumberColumn("Upper (90%)", format=SHARE),
}
DRIVERS_SINCE: dict[str, ColumnConfig | str | None] = {
    "feature": "Column",
    "title": column.TextColumn("What", width="large"),
    "before": column.NumberColumn("Before (log-odds)", format="%.3f"),
    "now": column.NumberColumn("Now (log-odds)", format="%.3f"),
    "lower": column.NumberColumn("Now, lower (90%)", format="%.3f"),
    "upper": column.NumberColumn("Now, upper (90%)", format="%.3f"),
    "change": column.NumberColumn("Change", format="%+.3f"),
    "what": "Verdict",
}
SHAPE: dict[str, ColumnConfig | str | None] = {
    "title": column.TextColumn("Value", width="medium"),
    "other_title": column.TextColumn("Value of the other", width="medium"),
    "mean_push": column.NumberColumn("Average push (log-odds)", format="%+.3f"),
    "lower": column.NumberColumn("Lower (90%)", format="%+.3f"),
    "upper": column.NumberColumn("Upper (90%)", format="%+.3f"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
}
PAIRS: dict[str, ColumnConfig | str | None] = {
    "title": column.TextColumn("Pair", width="large"),
    "feature": "Column",
    "other_feature": "Other column",
    "mean_abs_together": column.NumberColumn("Together (log-odds)", format="%.3f"),
    "lower": column.NumberColumn("Lower (90%)", format="%.3f"),
    "upper": column.NumberColumn("Upper (90%)", format="%.3f"),
    "share_of_pushes": column.NumberColumn("Size beside all pushes", format=SHARE),
}
PUSH_INTERVALS: dict[str, ColumnConfig | str | None] = {
    "feature": "Column",
    "title": column.TextColumn("What", width="large"),
    "contribution": column.NumberColumn("Push (log-odds)", format="%+.3f"),
    "lower": column.NumberColumn("Another model, from (90%)", format="%+.3f"),
    "upper": column.NumberColumn("to (90%)", format="%+.3f"),
    "sign_share": column.NumberColumn("Same sign", format=SHARE),
    "back_share": column.NumberColumn("Comes back", format=SHARE),
    "twin_title": column.TextColumn("Moves together with", width="large"),
}
REASONS_HOLD: dict[str, ColumnConfig | str | None] = {
    "feature": "Column",
    "title": column.TextColumn("What", width="large"),
    "n_customers": column.NumberColumn("Said of customers", format="localized"),
    "back_share": column.NumberColumn("Comes back", format=SHARE),
    "sign_share": column.NumberColumn("Same sign", format=SHARE),
    "twin_title": column.TextColumn("Moves together with", width="large"),
}
TWO_ACCOUNTS: dict[str, ColumnConfig | str | None] = {
    "feature": "Column",
    "title": column.TextColumn("What", width="large"),
    "contribution": column.NumberColumn("SHAP (log-odds)", format="%+.3f"),
    "weight": column.NumberColumn("LIME (log-odds)", format="%+.3f"),
}
AGREEMENT: dict[str, ColumnConfig | str | None] = {
    "outcome": None,
    "customer_id": "Customer",
    "feature_agreement": column.NumberColumn("Both name", format=SHARE),
    "sign_agreement": column.NumberColumn("With the same sign", format=SHARE),
    "rank_agreement": column.NumberColumn("At the same place", format=SHARE),
    "rank_correlation": column.NumberColumn("Rank correlation", format="%.2f"),
    "local_fit": column.NumberColumn("Fit of the line", format=SHARE),
}
