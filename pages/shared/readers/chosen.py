"""The chosen customers as the parameters of a query."""

from __future__ import annotations

from typing import TypedDict

from analytics.store.snapshots import Snapshot
from pages.shared.readers.population import selected_customers
from pages.shared.selection import Selection


class Chosen(TypedDict):
    """`$everyone` and `$ids`: every customer, or those of a list."""

    everyone: bool
    ids: list[str]


def chosen(snapshot: Snapshot, selection: Selection) -> Chosen:
    """Name the customers that a selection keeps; no list is made where it keeps everyone."""
    if selection.is_everyone:
        return {"everyone": True, "ids": []}
    return {"everyone": False, "ids": [str(one) for one in selected_customers(snapshot, selection)]}
