"""Who left a segment that was edited since the build, and who stays: counted anew, as the next build says it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.live import live_snapshot
from analytics.pipeline import Request, build
from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.readers import retention as reader
from pages.shared.readers.edit_effect import edit_effect
from pages.shared.readers.remembered import forget
from tests.pages.acted import acted
from tests.pages.made_up_live import key_of, live_store
from tests.pages.screen import is_well, opened, said
from tests.store.copied import copied


def served(store: Path) -> Snapshot:
    found = live_snapshot(store)
    assert found is not None
    return found


def test_an_edited_segment_has_the_attrition_and_the_curve_that_the_next_build_publishes(
    demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = copied(demo_store, tmp_path)
    lowest = served(store).table("segments").query("level == 3").sort_values("n_customers")
    acted(store, {"act": "merge", "segments": lowest["segment_key"].tolist()[-2:], "name": "Both"})
    parts = [reader.curve(served(store), each) for each in lowest["segment_id"].tolist()[-2:]]
    assert all(part.empty for part in parts), "a segment that is gone has no curve"
    screen = opened(store, "explore/segment", monkeypatch, {"segment": "3-e1"})
    assert is_well(screen)
    assert "still here so many months later" in said(screen)
    assert "until the next build" not in said(screen)
    now = [work_out(served(store), "3-e1") for work_out in (reader.curve, reader.attrition)]
    assert not now[0].empty
    _is_told_by_history(store)

    build(store, Request(n_threads=1, stages=("kpis",)))
    forget()
    for table, work_out in zip(now, (reader.curve, reader.attrition), strict=True):
        pd.testing.assert_frame_equal(table, work_out(served(store), "3-e1"), rtol=1e-9)


def _is_told_by_history(store: Path) -> None:
    """The effect of the merge at level 3: three segments changed, and their KPIs are those that are served."""
    published, live = current_snapshot(store), served(store)
    assert published is not None
    told = edit_effect(published, 1, 3, "churn").kpis
    active = told[told["kpi"] == KPI_DEFINITIONS["active_rate"].title].set_index("name")
    assert len(active) == 3
    assert active["before"].isna().to_dict()["Both"]
    assert active["after"].notna().sum() == 1
    kpis = live.table("kpis").query("member == '3-e1' and kpi == 'active_rate'")
    assert active.loc["Both", "after"] == kpis["value"].iloc[-1]


def test_a_snapshot_of_an_older_version_says_that_its_curve_is_of_the_last_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_store(tmp_path)
    acted(tmp_path, {"act": "merge", "segments": [key_of("3.7"), key_of("3.8")], "name": "Both"})
    screen = opened(tmp_path, "explore/segment", monkeypatch, {"segment": key_of("3.1")})
    assert is_well(screen)
    assert "Who stays how long is shown as it was then, until the next build" in said(screen)


def test_the_curve_that_an_executive_is_told_says_nothing_of_a_month_s_few(
    demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step from one month to the next, less those who left, is whoever joined too late for it."""
    key = str(served(demo_store).table("segments").query("level == 1")["segment_key"].iloc[0])
    curves = {}
    for person in ("analyst", "executive"):
        screen = opened(demo_store, "explore/segment", monkeypatch, {"segment": key}, person=person)
        assert is_well(screen)
        curves[person] = next(each.value for each in screen.dataframe if "n_at_risk" in each.value)
        assert ("numbers to the ten below" in said(screen)) == (person == "executive")
    full, told = curves["analyst"], curves["executive"]
    assert not full["n_at_risk"].mod(10).eq(0).all()
    assert told["n_at_risk"].tolist() == full["n_at_risk"].floordiv(10).mul(10).tolist()
    assert told["share"].tolist() == full["share"].round(2).tolist()
