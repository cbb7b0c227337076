"""What is read about whether reasons hold."""

from __future__ import annotations

import math

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.stability_words import unsure_features
from analytics.models.explanation_stability import LEAST_SAID, MOST_SAID
from analytics.store.snapshots import Snapshot
from pages.shared.readers.catalog import titles
from pages.shared.readers.remembered import remembered

_NEEDED = {"explanation_stability", "contribution_stability"}


def is_known(snapshot: Snapshot) -> bool:
    """Say whether it was worked out."""
    return snapshot.tables() >= _NEEDED


@remembered
def pushes(snapshot: Snapshot, customer_id: str, outcome: str) -> pd.DataFrame:
    """The customer's largest pushes with `title`, `twin_title`, intervals and `is_sure`; largest first."""
    if not is_known(snapshot):
        return pd.DataFrame()
    table = snapshot.query("contribution_stability_of", customer_id=customer_id, outcome=outcome)
    known, unsure = titles(snapshot), unsure_features(table)
    return table.assign(
        title=[known.get(one, one) for one in texts(table, "feature")],
        twin_title=[known.get(one, one) for one in texts(table, "twin")],
        is_sure=~table["feature"].isin(unsure),
    )


@remembered
def stability(snapshot: Snapshot, customer_id: str, outcome: str) -> float:
    """The share of what is said of the customer that comes back; NaN where nothing is known or said."""
    if not is_known(snapshot):
        return math.nan
    found = snapshot.query("explanation_stability_of", customer_id=customer_id, outcome=outcome)
    return floats(found, "stability")[0] if len(found) else math.nan


@remembered
def in_general(snapshot: Snapshot, outcome: str) -> pd.DataFrame | None:
    """Every customer's stability; None before it was worked out."""
    if not is_known(snapshot):
        return None
    table = snapshot.table("explanation_stability")
    return table[table["outcome"] == outcome].reset_index(drop=True)


@remembered
def of_features(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """How often each feature is said, the commonest first, and how often it came back; with titles."""
    table = snapshot.query("reasons_by_feature", outcome=outcome, least=LEAST_SAID, most=MOST_SAID)
    known = titles(snapshot)
    return table.assign(
        title=[known.get(one, one) for one in texts(table, "feature")],
        twin_title=[known.get(one, one) for one in texts(table, "twin")],
    )
