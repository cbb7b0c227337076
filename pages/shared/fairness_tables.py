"""How the columns of the table of groups are headed and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import column_config as column

from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

GROUPS: dict[str, ColumnConfig | str | None] = {
    "label": column.TextColumn("Group", width="medium"),
    "value": column.NumberColumn("Rate", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
    "difference": column.NumberColumn("Less all others", format="%+.1f%%"),
    "difference_lower": column.NumberColumn("Less others, from (90%)", format="%+.1f%%"),
    "difference_upper": column.NumberColumn("Less others, to (90%)", format="%+.1f%%"),
    "p_adjusted": column.NumberColumn("p, corrected", format="%.4f"),
    "differs": column.CheckboxColumn("Beyond chance"),
    "n": column.NumberColumn("Rows counted", format="localized"),
    "n_customers": column.NumberColumn("Customers", format="localized"),
}
