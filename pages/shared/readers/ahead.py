"""What else may be ahead: of the selected and of one customer, and what it is worth."""

from __future__ import annotations

import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers.chosen import chosen
from pages.shared.readers.remembered import remembered
from pages.shared.selection import Selection

NEEDED = {"ahead_scores", "ahead_evaluation", "ahead_facts"}


@remembered
def known(snapshot: Snapshot) -> pd.DataFrame:
    """What may be ahead, in order: `outcome`, `definition`, `why_not` (missing with a model); empty if never made."""
    if not snapshot.tables() >= NEEDED:
        return pd.DataFrame(columns=["outcome", "definition", "why_not"])
    return snapshot.table("ahead_facts").sort_values("position", ignore_index=True)


@remembered
def risk(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """By outcome `n_scored`, `mean_risk`, `lower`, `upper`, `n_high` of the selected whom it may befall."""
    return snapshot.query("ahead_risk", **chosen(snapshot, selection))


@remembered
def evaluation(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """What the model of an outcome is worth: as the table ``ahead_evaluation``."""
    table = snapshot.table("ahead_evaluation")
    return table[table["outcome"] == outcome].reset_index(drop=True)


@remembered
def of_customer(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """By outcome `probability`, `lower`, `upper`, `band` of one customer, missing where it can't befall them."""
    if not snapshot.tables() >= NEEDED:
        return pd.DataFrame(columns=["outcome", "probability", "lower", "upper", "band", "why_not"])
    return snapshot.query("customer_ahead", customer_id=customer_id)
