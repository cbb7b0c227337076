"""What is read about fairness: the rates of groups, with groups in words."""

from __future__ import annotations

import pandas as pd

from analytics.insights.audited_groups import named_groups
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered


@remembered
def audited(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """The table ``fairness`` of an outcome with `label`: regions by their name, other groups as they are."""
    table = snapshot.table("fairness")
    own = table[table["outcome"] == outcome].reset_index(drop=True)
    return named_groups(own, snapshot.table("regions") if "regions" in snapshot.tables() else pd.DataFrame())
