"""What is read about who still buys: of everyone, of one customer, and how it fared in the past."""

from __future__ import annotations

import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered_of_build


@remembered_of_build
def totals(snapshot: Snapshot) -> pd.DataFrame:
    """Of everyone: `measure`, `value`, `lower`, `upper`; no rows where who still buys can't be asked."""
    if "purchase_totals" not in snapshot.tables():
        return pd.DataFrame()
    return snapshot.table("purchase_totals")


@remembered_of_build
def tests(snapshot: Snapshot) -> pd.DataFrame:
    """How it fared: as published."""
    return snapshot.table("purchase_tests")


@remembered_of_build
def chances(snapshot: Snapshot) -> pd.DataFrame:
    """How many customers have which chance, by tenths, as the query `purchase_chances`."""
    return snapshot.query("purchase_chances")


@remembered_of_build
def of_customer(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """Whether one customer still buys: at most one row."""
    if "purchase_outlook" not in snapshot.tables():
        return pd.DataFrame()
    return snapshot.query("purchase_outlook_of", customer_id=customer_id)
