"""The map of reasons and the map of behaviour show one selection."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, open_snapshot
from pages.shared import filters, profile
from pages.shared.map.wire import REST
from pages.shared.readers import layouts, map_view, population, reason_map
from pages.shared.readers.map_view import Ask
from pages.shared.selection import Area, Selection
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_reasons import reason_tables
from tests.pages.made_up_rest import whole_tables
from tests.pages.screen import is_well, opened, said
from tests.pages.test_map_wire import unpacked

N = 90
RIGHT_HALF = ((32_768, 0), (65_535, 0), (65_535, 65_535), (32_768, 65_535))


def publish(folder: Path, *, is_found: bool = True) -> Snapshot:
    tables = whole_tables(N)
    ids = sorted(tables["features"]["customer_id"])
    tables |= reason_tables(ids, is_found=is_found)
    snapshot_id = publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    return open_snapshot(folder, snapshot_id)


def test_an_area_drawn_among_reasons_selects_its_customers_and_both_maps_mark_them(tmp_path: Path) -> None:
    snapshot = publish(tmp_path)
    where = layouts.reasons(snapshot, "churn")
    selection = Selection(area=Area(where.map_id, RIGHT_HALF))
    chosen = population.selected(snapshot, selection)
    stand_right = [number for number in range(N - 1) if number % 3 == 0 and where.x[number] < layouts.UNITS]
    assert len(stand_right) > 20
    assert np.flatnonzero(chosen).tolist() == stand_right
    for reasons_for, is_drawn in (("churn", True), (None, False)):
        ask = Ask("main_reason", 2, "churn", reasons_for=reasons_for)
        header, body = unpacked(map_view.view_bytes(snapshot, selection, ask))
        placed = layouts.layout(snapshot, reasons_for).sent
        assert ((np.frombuffer(body, np.uint8) == REST) == ~chosen[placed]).all()
        assert bool(header["area"]) is is_drawn, "the outline stands on the map on which it was drawn"


def test_an_area_of_another_map_is_left_out_with_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "sees_ids", lambda: True)
    snapshot = publish(tmp_path)
    kept, notes = filters.fitting(snapshot, Selection(area=Area(layouts.reasons(snapshot, "churn").map_id, RIGHT_HALF)))
    assert kept.area is not None
    assert not notes
    lost, notes = filters.fitting(snapshot, Selection(area=Area("0badc0de", RIGHT_HALF)))
    assert lost.area is None
    assert len(notes) == 1


def test_a_point_of_either_map_leads_to_its_customer(tmp_path: Path) -> None:
    snapshot = publish(tmp_path)
    for where in (layouts.reasons(snapshot, "churn"), layouts.behaviour(snapshot)):
        assert map_view.customer_at(snapshot, where.map_id, 7) == "C000007"
    assert map_view.customer_at(snapshot, layouts.reasons(snapshot, "churn").map_id, N - 1) is None


def test_a_group_s_link_names_its_customers_and_no_others(tmp_path: Path) -> None:
    snapshot = publish(tmp_path)
    key = str(reason_map.groups(snapshot, "churn")["key"].iloc[1])
    found = reason_map.finding(snapshot, key)
    assert found is not None
    assert found.customers == tuple(f"C{number:06d}" for number in range(0, N - 1, 3))
    assert found.short == "Reasons: Money in over the last 90 days lowers the risk"
    for other in (key[:-1], "reasons-churn-9-0", "reasons-other-0-0", "reasons-"):
        assert reason_map.finding(snapshot, other) is None


def test_the_screen_names_the_groups_and_leads_to_their_customers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path)
    app = opened(tmp_path, "explore/reason_map", monkeypatch)
    assert is_well(app)
    words = said(app)
    assert "visibly into 2 groups (silhouette 0.62, 0.30 if the reasons had nothing to do with one another)" in words
    assert "30 customers, mean risk" in words
    assert "Money in, 90 days – lowers" in words or "Money in over the last 90 days – lowers" in words


def test_without_groups_the_screen_says_that_customers_differ_by_degree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, is_found=False)
    app = opened(tmp_path, "explore/reason_map", monkeypatch)
    assert is_well(app)
    assert "The reasons fall into no groups" in said(app)
    assert "Group of reasons" not in app.selectbox[0].options
