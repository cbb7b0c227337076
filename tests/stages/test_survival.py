"""From which day customers are followed, and what the demo bank's store says of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from analytics.stages.survival import start_day
from analytics.store.snapshots import current_snapshot


def test_the_day_is_a_year_back_or_as_far_as_it_goes() -> None:
    as_of = date(2026, 6, 30)
    months = [date(2025, month, 28) for month in range(1, 13)]
    assert start_day(months, as_of) == date(2025, 6, 28)
    assert start_day(months[7:], as_of) == date(2025, 8, 28)
    assert start_day([date(2026, 4, 1)], as_of) == date(2026, 4, 1)
    assert start_day([date(2026, 4, 2)], as_of) is None
    assert start_day([], as_of) is None


def test_everybody_followed_was_described_on_that_day_and_left_after_it(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    followed, past = snapshot.table("leaving_times"), snapshot.table("model_past")
    assert len(followed) > 100
    (day,) = followed["started_on"].unique()
    then = past[past["as_of"] == day].set_index("customer_id")["segment_id"]
    pd.testing.assert_series_equal(
        followed.set_index("customer_id")["segment_id"], then.reindex(followed["customer_id"]), check_dtype=False
    )
    left = followed["left_day"].dropna()
    assert left.between(1, followed["observed_days"].max()).all()
    as_of = pd.Timestamp(str(snapshot.facts["as_of"]))
    assert set(followed["observed_days"]) == {min((as_of - pd.Timestamp(day)).days, 365)}
