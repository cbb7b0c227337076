"""Where customers were at the end of each month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.stages import past_days
from analytics.stages.informed import InformedWork
from analytics.stages.months import months_stage
from analytics.store.connection import open_for_writing
from analytics.store.snapshots import current_snapshot
from analytics.store.source import loaded_source
from tests.store.copied import copied


@pytest.fixture(scope="module")
def months(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The stage's table where ninety days of records are enough, since the small bank has less than a year."""
    with pytest.MonkeyPatch.context() as patch, open_for_writing(_copy(demo_store, tmp_path_factory)) as warehouse:
        patch.setattr(past_days, "DAYS_OF_RECORDS", 90)
        with warehouse.transaction() as cursor:
            snapshot = current_snapshot(demo_store)
            assert snapshot is not None
            as_of = date.fromisoformat(str(snapshot.facts["as_of"]))
            months_stage(InformedWork(cursor, loaded_source(warehouse), as_of, 0, 1, print))
            return cursor.execute("SELECT * FROM built.month_places ORDER BY customer_id, as_of").df()


def _copy(store: Path, folder: pytest.TempPathFactory) -> Path:
    return copied(store, folder.mktemp("months"))


def test_the_last_row_is_the_published_one_to_the_last_digit(demo_store: Path, months: pd.DataFrame) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    last = months[months["as_of"] == months["as_of"].max()].reset_index(drop=True)
    members = snapshot.table("model_membership").loc[lambda table: table["level"] == 3].reset_index(drop=True)
    columns = ["customer_id", "segment_id", "strength"]
    pd.testing.assert_frame_equal(last[columns], members[columns], check_exact=True)
    drawn = snapshot.table("map")
    np.testing.assert_allclose(last[["x", "y"]], drawn[["x", "y"]], atol=1e-6)
    assert last["customer_id"].tolist() == drawn["customer_id"].tolist()


def test_everybody_who_was_here_has_a_row_at_each_months_end(demo_store: Path, months: pd.DataFrame) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    customers = snapshot.table("customers").set_index("customer_id")
    days = sorted(months["as_of"].unique())
    assert len(days) > 4
    assert all(pd.Timestamp(day).is_month_end for day in days)
    for day in days[:-1]:
        closed = pd.to_datetime(customers["closed_on"])
        here = (pd.to_datetime(customers["opened_on"]) <= day) & ~(closed <= day)
        assert set(months.loc[months["as_of"] == day, "customer_id"]) == set(customers.index[here])


def test_at_the_days_that_models_learn_at_both_say_the_same(demo_store: Path, months: pd.DataFrame) -> None:
    with open_for_writing(demo_store) as warehouse:
        earlier = warehouse.frame("SELECT * FROM built.model_past ORDER BY customer_id, as_of")
    both = months.merge(earlier, on=["customer_id", "as_of"], suffixes=("", "_then"))
    before = both[both["as_of"] < months["as_of"].max()]
    assert len(before) > 300
    assert (before["segment_id"] == before["segment_id_then"]).all()
    np.testing.assert_allclose(before["strength"], before["strength_then"], atol=1e-5)


def test_a_place_is_on_the_map_and_near_those_of_its_segment(months: pd.DataFrame) -> None:
    assert months[["x", "y"]].notna().all().all()
    assert months[["x", "y"]].abs().max().max() <= 1
    now = months[months["as_of"] == months["as_of"].max()]
    before = months[months["as_of"] < months["as_of"].max()]
    for segment, rows in before.groupby("segment_id"):
        own = now[now["segment_id"] == segment]
        assert rows["x"].between(own["x"].min(), own["x"].max()).all()
        assert rows["y"].between(own["y"].min(), own["y"].max()).all()


def test_a_bank_with_less_than_a_year_of_records_keeps_the_days_that_models_learn_at(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    past = snapshot.table("model_past")
    assert past["as_of"].nunique() > 1
    last = past["as_of"] == past["as_of"].max()
    assert past.loc[last, ["x", "y"]].notna().all().all()
    assert past.loc[~last, ["x", "y"]].isna().all().all()
