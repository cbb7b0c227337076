"""What people do to segments is served at once, says the same as a build would, and survives rebuilds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.errors import InputError
from analytics.insights.segment_profile import segment_profile
from analytics.knowledge.doing import Surroundings, perform
from analytics.knowledge.known import Known
from analytics.knowledge.segment_edits import SplitByModel
from analytics.knowledge.served import known_in
from analytics.live import live_snapshot
from analytics.models.effective_segments import effective_segments
from analytics.pipeline import Request, build
from analytics.stages.ground import ground
from analytics.stages.informed import what_was_said
from analytics.status import store_status
from analytics.store.export import export
from analytics.store.overlay import OverlaidSnapshot
from analytics.store.rooms import published_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.store.verify import store_problems
from analytics.vocabulary import PUBLISHED, Json, SegmentKey
from tests.store.copied import copied

EDITED = (
    "segments",
    "membership",
    "segment_profile",
    "segment_trend",
    "segment_questions",
    "segment_flow",
    "protected_overlap",
    "drivers",
    "retention",
)
KPI_KEY = PUBLISHED["kpis"].key


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    return copied(demo_store, tmp_path)


def _live(store: Path) -> Snapshot:
    found = live_snapshot(store)
    assert found is not None
    return found


def _do(store: Path, **act: Json) -> None:
    def look() -> Known:
        return known_in(_live(store))

    perform(store, act, author="expert", surroundings=Surroundings(look))


def _edit_everything(store: Path) -> Mapping[str, str]:
    """A name, a merge, a split by rule and by customers, a move and a lock; gives the keys by id."""
    segments = _live(store).table("segments")
    lowest = segments[segments["level"] == 3].sort_values("n_customers", ascending=False)
    keys = lowest["segment_key"].tolist()
    assert len(keys) >= 4, "the demo bank of the tests has too few segments for this"
    members = _live(store).query("customers_of_segment", segment_key=keys[3])["customer_id"].tolist()
    _do(store, act="rename", segment=keys[2], name="Night people")
    _do(store, act="merge", segments=keys[:2], name="Both")
    _do(store, act="move", customers=members[: len(members) // 2], to=keys[2])
    _do(store, act="split", segment=keys[2], customers=members[: len(members) // 3], names=["Chosen", "Others"])
    _do(store, act="lock", segment=keys[3])
    return dict(zip(lowest["segment_id"], keys, strict=True))


def test_without_edits_the_published_snapshot_itself_is_served(store: Path) -> None:
    assert live_snapshot(store) is current_snapshot(store)
    assert _live(store).facts["ledger_sequence"] == 0
    own, effective = (_live(store).table(name) for name in ("model_membership", "membership"))
    pd.testing.assert_frame_equal(own, effective)


def test_what_is_laid_over_a_snapshot_is_what_a_build_publishes(store: Path) -> None:
    published = _live(store)
    _edit_everything(store)
    laid = _live(store)
    assert isinstance(laid, OverlaidSnapshot)
    assert laid.id == f"{published.id}~{what_was_said(store).of_segments.sequence}"
    assert laid is _live(store)
    before = {name: laid.table(name) for name in EDITED}
    facts = dict(laid.facts)
    built = build(store, Request(n_threads=1))
    assert built.ran == ("effective", "drivers", "kpis", "outlook")
    rebuilt = _live(store)
    assert rebuilt.id == built.snapshot_id
    for name in EDITED:
        pd.testing.assert_frame_equal(before[name], rebuilt.table(name), rtol=1e-12, atol=1e-12, obj=name)
    assert facts["ledger_sequence"] == rebuilt.facts["ledger_sequence"]
    assert facts["said_of_segments"] == rebuilt.facts["said_of_segments"]
    assert store_problems(store) == ()


def test_kpis_of_changed_segments_are_those_of_a_build_and_of_months_that_only_a_build_counts_there_are_none(
    store: Path,
) -> None:
    published = _live(store).table("kpis")
    _edit_everything(store)
    laid = _live(store)
    now = laid.table("kpis")
    build(store, Request(n_threads=1, stages=("kpis",)))
    then = _live(store).table("kpis")
    latest = set(laid.table("kpi_facts")["period"])
    both = now.merge(then, on=[*KPI_KEY], how="outer", suffixes=("", "_built"), indicator=True)
    assert "left_only" not in set(both["_merge"])
    not_yet = both[both["_merge"] == "right_only"]
    assert set(not_yet["dimension"]) == {"segment"}
    assert not set(not_yet["period"]) & latest
    there = both[both["_merge"] == "both"]
    for name in ("value", "lower", "upper", "numerator", "denominator"):
        np.testing.assert_allclose(there[name], there[f"{name}_built"], rtol=1e-9, equal_nan=True)
    changed = set(not_yet["member"])
    assert {"3-e2", "3-e4a", "3-e4b"} <= changed
    kept = published[~published["member"].isin(changed) & published["member"].isin(set(now["member"]))]
    assert len(kept)
    assert set(kept["period"]) > latest
    assert now.equals(now.sort_values([*KPI_KEY], kind="stable", ignore_index=True))


def test_edited_tables_hold_together(store: Path) -> None:
    _edit_everything(store)
    laid = _live(store)
    segments, membership = laid.table("segments"), laid.table("membership")
    assert {"Both", "Chosen", "Others"} <= set(segments["name"])
    assert (segments["n_customers"] > 0).all()
    counted = membership.groupby(["level", "segment_id"]).size().reset_index(name="n_customers")
    merged = segments.merge(counted, on=["level", "segment_id"], suffixes=("", "_counted"))
    assert len(merged) == len(segments)
    assert (merged["n_customers"] == merged["n_customers_counted"]).all()
    features = laid.table("features").drop(columns="as_of").set_index("customer_id")
    direct = segment_profile(features, membership).sort_values(["segment_id", "feature"], ignore_index=True)
    pd.testing.assert_frame_equal(direct, laid.table("segment_profile"), check_dtype=False, rtol=1e-6, atol=1e-6)
    trend = laid.table("segment_trend")
    assert trend.groupby(["as_of", "level"])["n_customers"].sum().groupby("as_of").nunique().eq(1).all()


def test_an_export_has_the_new_name_without_a_build_and_the_models_own_stays_beside_it(
    store: Path, tmp_path: Path
) -> None:
    key = _live(store).table("segments")["segment_key"].iloc[-1]
    suggestion = _live(store).table("segments")["suggested_name"].iloc[-1]
    _do(store, act="rename", segment=key, name="Night people")
    export(store, "segments", tmp_path / "segments.csv", served=live_snapshot)
    row = pd.read_csv(tmp_path / "segments.csv").set_index("segment_key").loc[key]
    assert (row["name"], row["suggested_name"]) == ("Night people", suggestion)
    assert "name" not in _live(store).columns("model_segments")
    stages = store_status(store)["stages"]
    assert isinstance(stages, list)
    told = {str(each["stage"]): (each["state"], each["why"]) for each in stages if isinstance(each, dict)}
    assert told["effective"] == ("stale", "people edited or named segments")
    assert told["churn"] == ("fresh", "")


def test_an_undone_edit_leaves_what_was_published(store: Path) -> None:
    published = _live(store)
    _do(store, act="rename", segment=published.table("segments")["segment_key"].iloc[0], name="Something")
    assert _live(store).id != published.id
    _do(store, act="undo")
    assert _live(store) is published


def test_a_note_lays_nothing_over_the_segments_but_counts_as_said_of_its_segment(store: Path) -> None:
    key = _live(store).table("segments")["segment_key"].iloc[0]
    _do(store, act="note", subject_kind="segment", subject_id=key, kind="product", body="They came with the merger.")
    assert key in what_was_said(store).of_segments.subjects()


def test_names_and_edits_survive_a_build_with_another_seed(store: Path) -> None:
    _edit_everything(store)
    _live(store).table("segment_flow")
    build(store, Request(seed=5, n_threads=1, stages=("effective",)))
    live = _live(store)
    named = set(live.table("segments")["name"]) & {"Both", "Chosen", "Others"}
    questions = live.table("segment_questions")
    asked = questions.loc[questions["is_spoken_of"], "question_id"].str.split(":").str[0]
    # Either an edit was replayed, or somebody is asked: nothing is lost without a word.
    assert named == {"Both", "Chosen", "Others"} or not asked.empty
    assert store_problems(store) == ()


def test_what_is_laid_over_is_locked_down_like_a_snapshot(store: Path) -> None:
    _do(store, act="rename", segment=_live(store).table("segments")["segment_key"].iloc[0], name="Something")
    laid = _live(store)
    for text in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "SET enable_external_access = true",
        "DELETE FROM published.main.features",
    ):
        with pytest.raises(duckdb.Error):
            laid.ask(text)


def test_a_split_by_the_model_is_offered_exactly_where_it_would_do_something(store: Path) -> None:
    tables = published_tables(_live(store))
    model = ground(tables).model
    known = known_in(_live(store))
    for key in model.lowest:
        replayed = effective_segments(model, [SplitByModel(1, key)], singled_out={})
        assert known.has_parts(key) is (not replayed.problems)
    one, other = model.lowest[:2]
    _do(store, act="merge", segments=[one, other], name="Both")
    assert known_in(_live(store)).has_parts(SegmentKey("3-e1")), "a merged segment has the parts that it was made of"
    nobody = _live(store).query("customers_of_segment", segment_key="3-e1")["customer_id"].tolist()[:2]
    _do(store, act="split", segment="3-e1", customers=nobody)
    with pytest.raises(InputError, match="sees no parts in 3-e2a"):
        _do(store, act="split", segment="3-e2a", by="model")
