"""How the columns of tables about sequences and what they foresee are headed and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import column_config as column

from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

CONTEST: dict[str, ColumnConfig | str | None] = {
    "outcome": "Outcome",
    "method": "Method",
    "auc": column.NumberColumn("AUC", format="%.3f"),
    "lower": column.NumberColumn("Lower (90%)", format="%.3f"),
    "upper": column.NumberColumn("Upper (90%)", format="%.3f"),
    "over": "To beat",
    "gain": column.NumberColumn("Gain", format="%+.3f"),
    "gain_lower": column.NumberColumn("Gain, from (90%)", format="%+.3f"),
    "gain_upper": column.NumberColumn("Gain, to (90%)", format="%+.3f"),
    "n": column.NumberColumn("Rows judged", format="localized"),
    "n_cases": column.NumberColumn("Followed by it", format="localized"),
    "n_patterns": column.NumberColumn("Sequences chosen", format="%.1f"),
    "why_not": None,
}
FORESEEN: dict[str, ColumnConfig | str | None] = {
    "words": column.TextColumn("Event", width="medium"),
    "within_days": column.NumberColumn("Within days", format="localized"),
    "share": column.NumberColumn("Share of all", format=SHARE),
    "how": column.TextColumn("Foreseen by", width="medium"),
    "auc": column.NumberColumn("AUC", format="%.2f"),
    "auc_lower": column.NumberColumn("From (90%)", format="%.2f"),
    "auc_upper": column.NumberColumn("To (90%)", format="%.2f"),
    "calibration_error": column.NumberColumn("Calibration error", format=SHARE),
    "n_cases": column.NumberColumn("Cases judged", format="localized"),
}
NOT_FORESEEN: dict[str, ColumnConfig | str | None] = {
    "words": column.TextColumn("Event", width="medium"),
    "why_not": column.TextColumn("Why", width="large"),
}
PATTERNS: dict[str, ColumnConfig | str | None] = {
    "name": "Name",
    "named_by": "Named by",
    "words": column.TextColumn("Sequence", width="large"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "n_rows": column.NumberColumn("Rows", format="localized"),
    "support": column.NumberColumn("Support", format=SHARE),
    "n_cases": column.NumberColumn("Followed in", format="localized"),
    "confidence": column.NumberColumn("Share followed", format=SHARE),
    "lift": column.NumberColumn("Lift", format="%.2f"),
    "odds_ratio": column.NumberColumn("Odds ratio", format="%.2f"),
    "lower": column.NumberColumn("From (95%)", format="%.2f"),
    "upper": column.NumberColumn("To (95%)", format="%.2f"),
    "p_adjusted": column.NumberColumn("p, corrected", format="%.4f"),
    "p_held_out": column.NumberColumn("p, set aside", format="%.4f"),
    "is_sure": column.CheckboxColumn("Holds up"),
    "median_gap_days": column.NumberColumn("Median gap, days", format="%.1f"),
    "dismissed": column.TextColumn("Dismissed, why", width="medium"),
}
ANYWAY: dict[str, ColumnConfig | str | None] = {
    "name": "Name",
    "named_by": "Named by",
    "words": column.TextColumn("Sequence", width="large"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "support": column.NumberColumn("Share of customers", format=SHARE),
    "median_gap_days": column.NumberColumn("Median gap, days", format="%.1f"),
    "dismissed": column.TextColumn("Dismissed, why", width="medium"),
}
PATTERN_FARES: dict[str, ColumnConfig | str | None] = {
    "title": column.TextColumn("What", width="medium"),
    "n_rows": column.NumberColumn("Rows", format="localized"),
    "n_with": column.NumberColumn("With it", format="localized"),
    "n_cases_with": column.NumberColumn("Of these followed", format="localized"),
    "share_with": column.NumberColumn("Share with", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
    "share_without": column.NumberColumn("Share without", format=SHARE),
    "times": column.NumberColumn("Times as often", format="%.2f"),
    "times_lower": column.NumberColumn("Times, from (95%)", format="%.2f"),
    "times_upper": column.NumberColumn("Times, to (95%)", format="%.2f"),
    "says": "Says",
}
DONE: dict[str, ColumnConfig | str | None] = {
    "title": column.TextColumn("What was done", width="medium"),
    "n_rows": column.NumberColumn("Rows", format="localized"),
    "n_accepted": column.NumberColumn("Accepted", format="localized"),
    "n_cases": column.NumberColumn("Followed in", format="localized"),
    "share": column.NumberColumn("Share followed", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
}
RULES: dict[str, ColumnConfig | str | None] = {
    "period": "Period",
    "first_on": column.DateColumn("From", format="D MMM YYYY"),
    "last_on": column.DateColumn("To", format="D MMM YYYY"),
    "n_alarms": column.NumberColumn("Alarms", format="localized"),
    "n_right": column.NumberColumn("Right", format="localized"),
    "n_unripe": column.NumberColumn("Not known yet", format="localized"),
    "share": column.NumberColumn("Share right", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
    "random_share": column.NumberColumn("Random: right", format=SHARE),
    "days_ahead_q1": column.NumberColumn("Days ahead, a quarter below", format="%.0f"),
    "days_ahead_median": column.NumberColumn("Days ahead (median)", format="%.0f"),
    "days_ahead_q3": column.NumberColumn("Days ahead, a quarter above", format="%.0f"),
    "n_dated": column.NumberColumn("Of a known day", format="localized"),
    "random_days_ahead_median": column.NumberColumn("Random: days ahead", format="%.0f"),
    "n_cases": column.NumberColumn("Cases", format="localized"),
    "n_preceded": column.NumberColumn("With an alarm before", format="localized"),
    "recall": column.NumberColumn("Share with an alarm", format=SHARE),
    "recall_lower": column.NumberColumn("From (90%) ", format=SHARE),
    "recall_upper": column.NumberColumn("To (90%) ", format=SHARE),
    "random_recall": column.NumberColumn("Random: with an alarm", format=SHARE),
}
STEPS: dict[str, ColumnConfig | str | None] = {
    "side": "Side",
    "steps": column.NumberColumn("Steps away", format="localized"),
    "what": column.TextColumn("What happened, in order of time", width="large"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "share": column.NumberColumn("Share of all who had it", format=SHARE),
    "median_gap_days": column.NumberColumn("Days from the step beside it (median)", format="%.0f"),
}
HAPPENED: dict[str, ColumnConfig | str | None] = {
    "happened_at": column.DatetimeColumn("When (UTC)", format="D MMM YYYY, HH:mm"),
    "words": "What happened",
    "meaning": column.TextColumn("When it counts", width="large"),
}
TRANSITIONS: dict[str, ColumnConfig | str | None] = {
    "before_words": column.TextColumn("What happened", width="medium"),
    "after_words": column.TextColumn("What came next", width="medium"),
    "n_times": column.NumberColumn("Times", format="localized"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
    "share": column.NumberColumn("Share of the times", format=SHARE),
    "median_gap_days": column.NumberColumn("Days between (median)", format="%.0f"),
}
HIDDEN: dict[str, ColumnConfig | str | None] = {
    "least_share": column.NumberColumn("Parts from", format=SHARE),
    "n_parts_before": column.NumberColumn("Parts before", format="localized"),
    "hidden_before": column.NumberColumn("Not fully shown, before", format=SHARE),
    "n_parts_after": column.NumberColumn("Parts after", format="localized"),
    "hidden_after": column.NumberColumn("Not fully shown, after", format=SHARE),
}
