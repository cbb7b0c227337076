"""Whom people tagged is a dimension of the KPIs: beside the published rows of segments, and counted another way."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.acting import do
from analytics.insights.kpis import kpis_by
from analytics.pipeline import Request, build
from analytics.store.snapshots import Snapshot, current_snapshot
from tests.store.copied import copied

PARTS = Request(stages=("kpis",), n_threads=1)


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    return copied(demo_store, tmp_path)


def served(store: Path) -> Snapshot:
    found = current_snapshot(store)
    assert found is not None
    return found


def by_tag(store: Path) -> pd.DataFrame:
    kpis = served(store).table("kpis")
    return kpis[kpis["dimension"] == "tag"].drop(columns="dimension")


def test_a_tag_has_the_kpis_of_all_who_carry_it_and_none_once_it_is_taken_away(store: Path) -> None:
    before = served(store)
    segment = before.table("segments").query("level == 3").iloc[0]
    features = before.table("features").set_index("customer_id")
    rich = features.index[features["balance"] > 1000].tolist()
    some = features.index[:40].tolist()
    cohort = do(store, {"act": "cohort", "name": "Rich", "rule": "balance > 1000"}, author="expert").id
    do(store, {"act": "tag", "tag": "chosen", "segment": segment["segment_key"]}, author="expert")
    do(store, {"act": "tag", "tag": "rich", "cohort": cohort}, author="expert")
    for customers in (some, some[:20]):
        do(store, {"act": "tag", "tag": "some", "customers": customers}, author="expert")

    assert "kpis" in build(store, PARTS).ran
    found = by_tag(store)
    assert set(found["member"]) == {"chosen", "rich", "some"}
    kpis = served(store).table("kpis")
    of_segment = kpis[(kpis["dimension"] == "segment") & (kpis["member"] == segment["segment_id"])]
    chosen = found[found["member"] == "chosen"]
    pd.testing.assert_frame_equal(
        chosen.drop(columns="member").reset_index(drop=True),
        of_segment.drop(columns=["dimension", "member"]).reset_index(drop=True),
    )
    pairs = [(tag, each) for tag, whom in (("rich", rich), ("some", some)) for each in whom]
    mapping = pd.DataFrame(pairs, columns=["member", "customer_id"]).assign(dimension="tag")
    expected = kpis_by(mapping, served(store).table("kpi_facts"), currency="EUR").drop(columns="dimension")
    keys = ["period", "member", "kpi"]
    both = expected.merge(found, on=keys, suffixes=("", "_found"), how="left")
    assert len(expected) > 10
    for name in ("value", "lower", "upper", "numerator", "denominator"):
        pd.testing.assert_series_equal(both[name], both[f"{name}_found"], check_names=False, rtol=1e-9)

    do(store, {"act": "untag", "tag": "chosen", "segment": segment["segment_key"]}, author="expert")
    do(store, {"act": "withdraw", "cohort": cohort}, author="expert")
    build(store, PARTS)
    assert set(by_tag(store)["member"]) == {"some"}
