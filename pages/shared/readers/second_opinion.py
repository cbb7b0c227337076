"""What is read to explain a customer's risk a second way."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.insights.explanation_agreement import MOST_NAMED, Agreement, agreement, largest
from analytics.models.model_card import stored_model
from analytics.models.second_opinion import second_opinions
from analytics.stages.described import typed
from analytics.store.snapshots import Snapshot
from pages.shared.readers.catalog import titles
from pages.shared.readers.remembered import remembered, remembered_of_build

N_OTHERS = 2_000
_NEEDED = {"features", "models", "model_files"}


@dataclass(frozen=True)
class TwoAccounts:
    """Two explanations of one customer's risk.

    Attributes
    ----------
    table : DataFrame
        `feature`, `title`, `contribution`, `weight` (log-odds) of each feature that either names, the largest first.
    agreement : Agreement
        What they share.
    fit : float
        How much of the model the straight line explains here (0 to 1).
    """

    table: pd.DataFrame
    agreement: Agreement
    fit: float


def can_be_asked(snapshot: Snapshot) -> bool:
    """Say whether the snapshot holds a model that can be asked."""
    return snapshot.tables() >= _NEEDED


@remembered_of_build
def two_accounts(snapshot: Snapshot, customer_id: str, outcome: str) -> TwoAccounts | None:
    """The customer's risk explained twice; None where there is no model, or the customer isn't described."""
    parts = snapshot.query("model_texts", outcome=outcome)
    rows = snapshot.query("features_near", customer_id=customer_id, n=N_OTHERS)
    if parts.empty or rows.empty or str(rows["customer_id"].iloc[0]) != customer_id:
        return None
    model, rows = stored_model(dict(zip(parts["part"], parts["text"], strict=True))), typed(rows)
    told = second_opinions(model, rows.head(1), rows, seed=0, n_threads=1)[0]
    named = {*largest(told.contributions, MOST_NAMED), *largest(told.weights, MOST_NAMED)}
    table = pd.DataFrame({"feature": told.features, "contribution": told.contributions, "weight": told.weights})
    table = table.iloc[sorted(named, key=lambda place: -abs(float(told.contributions[place])))]
    known = titles(snapshot)
    return TwoAccounts(
        table.assign(title=[known.get(str(one), str(one)) for one in table["feature"]]).reset_index(drop=True),
        agreement(told.contributions, told.weights),
        told.fit,
    )


@remembered
def agreements(snapshot: Snapshot, outcome: str) -> pd.DataFrame | None:
    """How far the two agree over a sample of customers; None before it was worked out."""
    if "explanation_agreement" not in snapshot.tables():
        return None
    table = snapshot.table("explanation_agreement")
    return table[table["outcome"] == outcome].reset_index(drop=True)
