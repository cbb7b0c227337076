"""How the columns of tables about risks over time are headed and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import column_config as column

from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

RISKS: dict[str, ColumnConfig | str | None] = {
    "who": column.TextColumn("Who", width="medium"),
    "horizon_days": column.NumberColumn("Within days", format="localized"),
    "n_scored": column.NumberColumn("Customers", format="localized"),
    "mean_risk": column.NumberColumn("Mean risk", format=SHARE),
    "lower": column.NumberColumn("Lower (90%)", format=SHARE),
    "upper": column.NumberColumn("Upper (90%)", format=SHARE),
}
QUALITY: dict[str, ColumnConfig | str | None] = {
    "horizon_days": column.NumberColumn("Within days", format="localized"),
    "judged_on": column.TextColumn("Judged on", width="medium"),
    "title": column.TextColumn("Model", width="medium"),
    "auc": column.NumberColumn("AUC", format="%.2f"),
    "brier": column.NumberColumn("Brier score", format="%.4f"),
    "calibration_error": column.NumberColumn("Calibration error", format=SHARE),
    "n": column.NumberColumn("Rows judged", format="localized"),
}
AT_RISK: dict[str, ColumnConfig | str | None] = {
    "who": column.TextColumn("Still here and seen", width="large"),
    **{str(days): column.NumberColumn(f"Day {days}", format="localized") for days in (0, 90, 180, 270, 365)},
}
CURVES: dict[str, ColumnConfig | str | None] = {
    "who": column.TextColumn("Who", width="medium"),
    "day": column.NumberColumn("Day", format="localized"),
    "share": column.NumberColumn("Still here", format=SHARE),
    "lower": column.NumberColumn("Lower (90%)", format=SHARE),
    "upper": column.NumberColumn("Upper (90%)", format=SHARE),
    "n_at_risk": column.NumberColumn("At risk", format="localized"),
    "n_left": column.NumberColumn("Left on it", format="localized"),
}
