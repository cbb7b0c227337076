"""How the tables of retention lists and of what offers do are headed and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import column_config as column

from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

Columns = dict[str, "ColumnConfig | str | None"]

SAVED: Columns = {
    "n": column.NumberColumn("Contacted", format="localized"),
    "uplift": column.NumberColumn("Saved, by effect", format="%.1f"),
    "risk": column.NumberColumn("Saved, by risk", format="%.1f"),
    "random": column.NumberColumn("Saved, at random", format="%.1f"),
}
MADE: Columns = {
    "list_id": column.TextColumn("No.", width=60),
    "name": column.TextColumn("List", width="medium"),
    "owner": column.TextColumn("Owner", width="small"),
    "due_on": column.TextColumn("Contact by", width=110),
    "n_contacted": column.NumberColumn("To contact", format="localized"),
    "n_held_back": column.NumberColumn("Held back", format="localized"),
    "came": column.TextColumn("What came of it", width="large"),
}
SIDES: Columns = {
    "title": "Who",
    "n": column.NumberColumn("Customers", format="localized"),
    "n_stayed": column.NumberColumn("Still here", format="localized"),
    "share": column.NumberColumn("Share", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
}
EFFECTS: Columns = {
    "title": column.TextColumn("Offer", width="medium"),
    "n_offered": column.NumberColumn("Offered", format="localized"),
    "n_held_back": column.NumberColumn("Held back", format="localized"),
    "share_offered": column.NumberColumn("Left, offered", format=SHARE),
    "share_held_back": column.NumberColumn("Left, held back", format=SHARE),
    "effect": column.NumberColumn("Points kept", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
    "verdict": "What that says",
}
CURVE: Columns = {
    "outcome": None,
    "ranking": "Ranked by",
    "budget": column.NumberColumn("Offered to", format=SHARE),
    "kept": column.NumberColumn("Kept, of all", format=SHARE),
    "gain": column.NumberColumn("Points over random", format=SHARE),
    "lower": column.NumberColumn("From (90%)", format=SHARE),
    "upper": column.NumberColumn("To (90%)", format=SHARE),
}


def customers(worth: str) -> Columns:
    """Head who is on a list; `worth` names what a customer is worth."""
    return {
        "rank": column.NumberColumn("Rank", format="localized", width="small"),
        "customer_id": column.TextColumn("Customer", width=100),
        "segment": column.TextColumn("Segment", width="medium"),
        "group": column.TextColumn("What", width="small"),
        "risk": column.NumberColumn("Risk", format=SHARE),
        "uplift": column.NumberColumn("Effect", format=SHARE),
        "worth": column.NumberColumn(worth.capitalize(), format="%.0f"),
        "value": column.NumberColumn(f"{worth.capitalize()} saved", format="%.1f"),
    }
