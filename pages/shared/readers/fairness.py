"""What is read about fairness: the rates of groups, with groups in words."""

from __future__ import annotations

import pandas as pd

from analytics.insights.audited_groups import REGION
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered


@remembered
def audited(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """The table ``fairness`` of an outcome with `label`: regions by their name, other groups as they are."""
    table = snapshot.table("fairness")
    own = table[table["outcome"] == outcome].reset_index(drop=True)
    names = _region_names(snapshot)
    is_region = own["attribute"] == REGION
    return own.assign(label=own["group"].where(~is_region, own["group"].map(lambda group: names.get(group, group))))


def _region_names(snapshot: Snapshot) -> dict[str, str]:
    if "regions" not in snapshot.tables() or "name" not in snapshot.columns("regions"):
        return {}
    known = snapshot.table("regions").dropna(subset=["name"])
    return dict(zip(known["region_id"].astype(str), known["name"].astype(str), strict=True))
