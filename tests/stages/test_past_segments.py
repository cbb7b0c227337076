"""Which segment customers were in before."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analytics.store.snapshots import current_snapshot


def test_the_past_adds_up_to_the_trend_and_ends_where_customers_are(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    past, trend = snapshot.table("model_past"), snapshot.table("model_trend")
    assert past["as_of"].nunique() > 1
    counted = past.groupby(["as_of", "segment_id"]).size()
    kept = trend[trend["level"] == 3].set_index(["as_of", "segment_id"])["n_customers"]
    pd.testing.assert_series_equal(counted, kept.sort_index(), check_names=False, check_dtype=False)
    last = past[past["as_of"] == past["as_of"].max()].set_index("customer_id")["segment_id"]
    members = snapshot.table("model_membership")
    now = members[members["level"] == 3].set_index("customer_id")["segment_id"]
    pd.testing.assert_series_equal(last.sort_index(), now.sort_index(), check_names=False)
