"""Every active customer's features."""

from __future__ import annotations

import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered_of_build


@remembered_of_build
def described(snapshot: Snapshot) -> pd.DataFrame:
    """A row a customer in the order of `population.customer_ids`, a column a feature."""
    table = snapshot.table("features").sort_values("customer_id", ignore_index=True)
    return table.drop(columns=["customer_id", "as_of"])
