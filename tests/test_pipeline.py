"""Only what changed runs again, and the same input and seed give the same tables."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import InputError, StoreEmptyError
from analytics.pipeline import Request, build
from analytics.stage_order import STAGES, with_needs
from analytics.store.connection import open_for_reading
from analytics.store.contents import CONTENTS
from analytics.store.load import ingest
from analytics.store.snapshots import current_snapshot, prune, snapshot_ids, use
from analytics.store.source import checked_as_of
from analytics.store.verify import store_problems
from analytics.vocabulary import PUBLISHED, SnapshotId
from tests.store.copied import copied

ALL = tuple(stage.name for stage in STAGES)
SLOW = os.environ.get("TANDEM_SLOW") == "1"
# What explains the models costs as much again as the rest.
LONG = frozenset() if SLOW else {"second_opinion", "stability", "driver_shapes", "driver_groups", "reason_map"}


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A customer table of 60 rows, loaded and not built: its features take no time."""
    folder = tmp_path_factory.mktemp("table")
    rows = pd.DataFrame(
        {
            "id": [f"N{n:03d}" for n in range(60)],
            "age": [20 + n % 45 for n in range(60)],
            "city": ["Ulm" if n % 3 else "Bonn" for n in range(60)],
            "left": [int(n % 4 == 0) for n in range(60)],
        }
    )
    rows.to_csv(folder / "table.csv", index=False)
    ingest(folder / "store", folder / "table.csv", label="left", id_column="id", as_of=date(2026, 6, 30))
    return folder / "store"


def _features(store: Path, **more: object) -> SnapshotId:
    request = Request(stages=("features",), as_of=more.get("as_of"))  # type: ignore[arg-type]
    return build(store, request).snapshot_id


def test_a_stage_brings_what_it_needs() -> None:
    assert with_needs(None) == ALL
    assert with_needs(["map"]) == ("features", "map")
    assert with_needs(["churn"]) == ("features", "ahead", "churn")
    assert with_needs(["effective"]) == ("features", "segments", "effective")
    with pytest.raises(InputError, match='There is no stage "clusters"'):
        with_needs(["clusters"])


def test_each_stage_runs_after_what_it_needs() -> None:
    for position, stage in enumerate(STAGES):
        assert set(stage.needs) <= set(ALL[:position])


def test_every_published_table_is_of_a_stage() -> None:
    assert {table.stage for table in PUBLISHED.values()} <= set(ALL)
    assert {content.stage for content in CONTENTS.values()} - {""} == set(ALL)


def test_an_empty_store_says_what_to_run_and_stays_empty(tmp_path: Path) -> None:
    with pytest.raises(StoreEmptyError, match="run ingest"):
        build(tmp_path / "store", Request())
    assert not (tmp_path / "store").exists()


def test_the_first_stage_alone_is_published_early(small_store: Path, tmp_path: Path) -> None:
    store = copied(small_store, tmp_path)
    built = build(store, Request(stages=("features",)))
    assert (built.ran, built.unchanged, built.is_new) == (("features",), (), True)
    snapshot = current_snapshot(store)
    assert snapshot is not None
    assert {"customers", "features", "feature_catalog"} <= snapshot.tables()
    assert not {"map", "segments", "scores"} & snapshot.tables()
    assert snapshot.facts["structure_found"] is None


def test_nothing_changed_nothing_runs_and_nothing_is_published(small_store: Path, tmp_path: Path) -> None:
    store = copied(small_store, tmp_path)
    first = _features(store)
    again = build(store, Request(stages=("features",)))
    assert (again.ran, again.unchanged, again.is_new, again.snapshot_id) == ((), ("features",), False, first)
    assert snapshot_ids(store) == (first,)


def test_another_day_is_another_snapshot_and_the_way_back_costs_nothing(small_store: Path, tmp_path: Path) -> None:
    store = copied(small_store, tmp_path)
    first = _features(store)
    second = _features(store, as_of=date(2026, 7, 10))
    assert second != first
    use(store, first)
    again = build(store, Request(stages=("features",), as_of=date(2026, 7, 10)))
    assert (again.snapshot_id, again.is_new) == (second, False)
    assert prune(store, keep=1) == (first,)


def test_a_day_outside_the_data_is_refused_with_the_days_that_there_are(demo_store: Path) -> None:
    with open_for_reading(demo_store) as warehouse:
        default = checked_as_of(warehouse, None)
        assert checked_as_of(warehouse, default) == default
        with pytest.raises(InputError, match=r"before the first day of the data, \d{4}-\d\d-\d\d"):
            checked_as_of(warehouse, date(1900, 1, 1))
        with pytest.raises(InputError, match="more than 31 days after the last day"):
            checked_as_of(warehouse, default + timedelta(days=4_000))


def test_the_demo_store_publishes_every_table_of_the_contract(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    for table in PUBLISHED.values():
        assert set(table.columns) <= set(snapshot.columns(table.name)), table.name
    assert store_problems(demo_store) == ()
    assert set(snapshot.facts) >= {
        "snapshot_id",
        "created_at",
        "as_of",
        "source_kind",
        "source_name",
        "source_fingerprint",
        "currency",
        "code_version",
        "seed",
        "default_outcome",
        "protected",
        "outcomes",
        "structure_found",
        "structure_reason",
        "n_customers_active",
        "n_customers_total",
        "first_booked_on",
        "last_booked_on",
        "stages",
    }


def test_nothing_later_than_the_as_of_day_is_published(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    as_of = pd.Timestamp(str(snapshot.facts["as_of"]))
    for table, column in (
        ("recent_transactions", "booked_at"),
        ("customer_events", "occurred_at"),
        ("sequences", "happened_at"),
        ("offers", "offered_at"),
        ("consents", "changed_at"),
        ("points", "as_of"),
        ("customers", "closed_on"),
    ):
        latest = snapshot.table(table)[column].max()
        assert pd.isna(latest) or latest < as_of + timedelta(days=1), table


def test_another_store_and_one_thread_give_the_same_tables(demo_store: Path, demo_bank: Path, tmp_path: Path) -> None:
    other = tmp_path / "store"
    ingest(other, demo_bank, n_threads=1)
    build(other, Request(n_threads=1, stages=tuple(name for name in ALL if name not in LONG)))
    ours, theirs = current_snapshot(demo_store), current_snapshot(other)
    assert ours is not None
    assert theirs is not None
    left_out = {name for name, content in CONTENTS.items() if content.stage in LONG}
    assert ours.tables() - left_out == theirs.tables()
    for name in sorted(theirs.tables() - {"snapshot_facts"}):
        pd.testing.assert_frame_equal(ours.table(name), theirs.table(name), rtol=0, atol=1e-9, obj=name)
