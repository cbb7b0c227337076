"""The catalogue of features: what each means."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.insights.feature_words import feature_titles
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered


@dataclass(frozen=True)
class Feature:
    """One feature.

    Attributes
    ----------
    name : str
        Its column.
    group, unit, description : str
        As in the catalogue.
    """

    name: str
    group: str
    unit: str
    description: str


@remembered
def catalog(snapshot: Snapshot) -> dict[str, Feature]:
    """Every feature by its name, in the catalogue's order; empty where there is no catalogue yet."""
    if "feature_catalog" not in snapshot.tables():
        return {}
    table = snapshot.table("feature_catalog").fillna("")
    known = set(snapshot.columns("features"))
    return {
        str(row["feature"]): Feature(str(row["feature"]), str(row["group"]), str(row["unit"]), str(row["description"]))
        for _, row in table.iterrows()
        if str(row["feature"]) in known
    }


@remembered
def titles(snapshot: Snapshot) -> dict[str, str]:
    """Every feature's title in words."""
    return feature_titles(snapshot.table("feature_catalog"))
