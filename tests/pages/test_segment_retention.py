"""Who left a segment that was edited since the build: counted anew, beside what the next build says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.insights.intervals import wilson
from analytics.insights.kpis import kpis_by
from analytics.live import live_snapshot
from analytics.pipeline import Request, build
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.readers.remembered import forget
from pages.shared.readers.retention import attrition_now
from pages.shared.readers.segments import segment_at
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_rest import whole_tables
from tests.pages.screen import is_well, opened, said
from tests.store.copied import copied

_COLUMNS = ["period", "value", "lower", "upper", "numerator", "denominator"]


def served(store: Path) -> Snapshot:
    found = live_snapshot(store)
    assert found is not None
    return found


def test_of_the_customers_who_are_in_it_now_those_who_left_over_twelve_months_are_counted(tmp_path: Path) -> None:
    tables = whole_tables()
    ids = tables["features"]["customer_id"]
    year, month = (
        pd.DataFrame({"customer_id": ids, "period": period, "n_start": 1.0, "n_start_lost": lost})
        for period, lost in (("2025-07/2026-06", (np.arange(len(ids)) % 10 == 0).astype(float)), ("2026-06", 0.0))
    )
    publish_tables(tmp_path, {**tables, "kpi_facts": pd.concat([year, month])}, made_up_facts())
    forget()
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    segment = segment_at(snapshot, "k24")
    assert segment is not None
    membership = tables["membership"]
    here = membership.loc[membership["segment_id"] == segment.segment_id, "customer_id"]
    n_lost = int(year.set_index("customer_id").loc[here, "n_start_lost"].sum())
    lower, upper = wilson(np.array([float(n_lost)]), np.array([float(len(here))]))

    found = attrition_now(snapshot, segment)[_COLUMNS]

    assert 0 < n_lost < len(here)
    assert found.to_numpy().tolist() == [
        ["2025-07/2026-06", pytest.approx(n_lost / len(here)), lower[0], upper[0], n_lost, len(here)]
    ]


def test_an_edited_segment_has_the_attrition_that_the_next_build_publishes_and_the_card_says_which(
    demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = copied(demo_store, tmp_path)
    lowest = served(store).table("segments").query("level == 3").sort_values("n_customers")
    acted(store, {"act": "merge", "segments": lowest["segment_key"].tolist()[-2:], "name": "Both"})
    live = served(store)
    members = live.query("customers_of_segment", segment_key="3-e1")["customer_id"]
    mapping = pd.DataFrame({"customer_id": members, "dimension": "segment", "member": "3-e1"})
    now = kpis_by(mapping, live.table("kpi_facts"), currency="EUR")
    screen = opened(store, "explore/segment", monkeypatch, {"segment": "3-e1"})
    assert is_well(screen)
    assert "is of this segment as it is now" in said(screen)

    build(store, Request(n_threads=1, stages=("kpis",)))
    kpis = served(store).table("kpis")
    then = kpis[(kpis["member"] == "3-e1") & kpis["period"].isin(now["period"])]
    assert "attrition_rate" in set(now["kpi"])
    pd.testing.assert_frame_equal(now, then.reset_index(drop=True), check_dtype=False, rtol=1e-9)
