"""What is read about changes that would bring a risk down."""

from __future__ import annotations

import pandas as pd

from analytics.insights.lever_words import lever_title
from analytics.store.snapshots import Snapshot
from pages.shared.readers.chosen import chosen
from pages.shared.readers.remembered import remembered
from pages.shared.selection import Selection


def are_known(snapshot: Snapshot) -> bool:
    """Say whether the snapshot has been searched."""
    return {"counterfactuals", "counterfactual_search"} <= snapshot.tables()


@remembered
def options(snapshot: Snapshot, customer_id: str, outcome: str) -> pd.DataFrame:
    """The customer's options, a row a changed feature."""
    return snapshot.query("counterfactuals_of", customer_id=customer_id, outcome=outcome)


@remembered
def searched(snapshot: Snapshot, customer_id: str, outcome: str) -> pd.DataFrame:
    """The customer's row of the search; none where the risk is low."""
    return snapshot.query("counterfactual_search_of", customer_id=customer_id, outcome=outcome)


@remembered
def nobody_can_act(snapshot: Snapshot) -> bool:
    """Whether the catalogue names nothing that anybody could change."""
    return not bool(snapshot.table("feature_catalog")["actionable"].fillna(0).astype(int).any())


@remembered
def lever_reach(snapshot: Snapshot, selection: Selection, outcome: str) -> pd.DataFrame:
    """For each lever, for how many of the chosen customers it is enough: `title`, `n_enough`, `share`, …."""
    table = snapshot.query("lever_reach", outcome=outcome, **chosen(snapshot, selection))
    return table.assign(
        title=[lever_title(str(lever)) for lever in table["lever"]], share=table["n_enough"] / table["n_searched"]
    )
