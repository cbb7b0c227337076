"""Who moved between segments from one day to another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.live import live_snapshot
from analytics.store.publish import publish_tables
from pages.shared.readers import movement, places_then, segment_story
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_live import key_of, live_store, live_tables
from tests.pages.screen import is_well, opened, said

N = 700
THEN, NOW = "2026-03-31", "2026-06-30"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    live_store(tmp_path, n=N)
    return tmp_path


def _moved() -> pd.Series[bool]:
    """By the made-up tables: every tenth, where the one before is elsewhere; without every seventh, who is new."""
    lowest = live_tables(N)["membership"].loc[lambda table: table["level"] == 3, "segment_id"].to_numpy()
    numbers = np.arange(N)
    return pd.Series((numbers % 10 == 0) & (numbers % 7 != 0) & (np.roll(lowest, 1) != lowest))


def test_everybody_is_counted_once_and_who_moved_is_who_was_elsewhere(store: Path) -> None:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    flow = movement.flow(snapshot, Selection(), 3, THEN, NOW)
    assert int(flow["n_customers"].sum()) == N
    both = flow[flow["from_key"].notna()]
    assert int(both.loc[both["from_key"] != both["to_key"], "n_customers"].sum()) == int(_moved().sum())
    assert int(flow.loc[flow["from_key"].isna(), "n_customers"].sum()) == N // 7
    assert len(movement.movers(snapshot, Selection(), 3, (THEN, NOW), "churn")) == int(_moved().sum())


def test_a_selection_counts_only_its_own(store: Path) -> None:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    chosen = Selection(segment=key_of("3.1"))
    n_here = int((movement.placed(snapshot, 3, NOW)["segment_id"] == "3.1").sum())
    flow = movement.flow(snapshot, chosen, 3, THEN, NOW)
    assert int(flow["n_customers"].sum()) == n_here
    assert set(flow["to_key"]) == {key_of("3.1")}


def test_segments_that_people_united_have_no_moves_between_them(store: Path) -> None:
    before = live_snapshot(store)
    assert before is not None
    between = movement.flow(before, Selection(), 3, THEN, NOW).set_index(["from_key", "to_key"])["n_customers"]
    pair = next((a, b) for a, b in between.index if isinstance(a, str) and a != b)
    n_moved = len(movement.movers(before, Selection(), 3, (THEN, NOW), "churn"))
    acted(store, {"act": "merge", "segments": list(pair), "name": "Both"})
    after = live_snapshot(store)
    assert after is not None
    n_between = int(between.get(pair, 0) + between.get(pair[::-1], 0))
    assert n_between > 0
    assert len(movement.movers(after, Selection(), 3, (THEN, NOW), "churn")) == n_moved - n_between


def test_the_screen_says_how_many_moved_and_lists_them(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, "explore/movement", monkeypatch)
    assert is_well(screen)
    shown = {metric.label: metric.value for metric in screen.metric}
    assert (shown["Moved"], shown["New"]) == (str(int(_moved().sum())), str(N // 7))
    assert "Left, or closed" in str([metric.help for metric in screen.metric])
    assert len(screen.dataframe[-1].value) == int(_moved().sum())


@pytest.mark.parametrize("level", [1, 3])
def test_a_segments_size_on_a_day_is_that_of_movement_and_today_that_of_its_customers(store: Path, level: int) -> None:
    plain = live_snapshot(store)
    assert plain is not None
    names = [key_of(str(each)) for each in sorted(movement.placed(plain, 3, THEN)["segment_id"].unique())]
    acted(store, {"act": "split", "segment": names[0], "rule": "balance > 1000"})
    snapshot = live_snapshot(store)
    assert snapshot is not None
    members = snapshot.table("membership").loc[lambda table: table["level"] == level]
    for segment, rows in members.groupby("segment_id"):
        told = segment_story.trend(snapshot, str(segment), level).set_index("as_of")
        assert [str(each)[:10] for each in told.index] == [THEN, NOW]
        then = movement.placed(snapshot, level, THEN)["segment_id"]
        assert told["n_customers"].tolist() == [int((then == segment).sum()), len(rows)]
        assert told["share"].iloc[0] == pytest.approx((then == segment).mean())


def test_one_day_or_none_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = live_tables(100)
    tables["model_past"] = tables["model_past"].head(0)
    publish_tables(tmp_path / "one", tables, made_up_facts(seed=0))
    assert "on one day only" in said(opened(tmp_path / "one", "explore/movement", monkeypatch))
    del tables["model_past"]
    publish_tables(tmp_path / "old", tables, made_up_facts(seed=0))
    assert "before it was kept" in said(opened(tmp_path / "old", "explore/movement", monkeypatch))


def test_a_customer_s_path_ends_where_the_map_has_them_and_is_told_as_movement_tells_it(store: Path) -> None:
    acted(store, {"act": "merge", "segments": [key_of("3.1"), key_of("3.2")], "name": "Both"})
    snapshot = live_snapshot(store)
    assert snapshot is not None
    then, drawn = movement.placed(snapshot, 3, THEN).set_index("customer_id"), snapshot.table("map")
    labels = segments(snapshot).set_index("segment_id")["label"]
    for customer in then.index[[0, 5, 9, 50]]:
        path = places_then.path(snapshot, str(customer))
        assert [str(each)[:10] for each in path["as_of"]] == [THEN, NOW]
        own = drawn[drawn["customer_id"] == customer].iloc[0]
        assert (path["x"].iloc[-1], path["y"].iloc[-1]) == pytest.approx((own["x"], own["y"]))
        assert path["name"].iloc[0] == labels[then.loc[customer, "segment_id"]]


def test_a_customer_shows_the_path_and_its_words(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    customer = str(snapshot.table("model_past")["customer_id"].iloc[0])
    shown = said(opened(store, "explore/customer", monkeypatch, {"customer": customer}))
    assert "Segments over time" in shown
    assert "The ring is the first" in shown


def test_a_snapshot_without_places_of_before_shows_the_segments_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = live_tables(100)
    tables["model_past"] = tables["model_past"].drop(columns=["x", "y"])
    publish_tables(tmp_path / "older", tables, made_up_facts(seed=0))
    customer = str(tables["model_past"]["customer_id"].iloc[0])
    shown = said(opened(tmp_path / "older", "explore/customer", monkeypatch, {"customer": customer}))
    assert "by the model and today's segments" in shown


def test_where_the_selected_were_counts_those_who_were_here(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    chosen = Selection(segment=key_of("3.1"))
    found = places_then.then_and_now(snapshot, chosen, 3, THEN)
    now, then = (movement.placed(snapshot, 3, on) for on in (NOW, THEN))
    own = set(now.loc[now["segment_id"] == "3.1", "customer_id"])
    before = then[then["customer_id"].isin(own)]
    assert (found.n_selected, len(found.then)) == (len(own), len(before))
    assert found.then["segment_id"].tolist() == before["segment_id"].tolist()
    screen = opened(store, "explore/segment_map", monkeypatch, {"segment": key_of("3.1"), "was": THEN})
    assert is_well(screen)
    assert f"{len(before)} were described on 31 Mar 2026" in said(screen)
    assert "Where they were on" not in str(
        [each.label for each in opened(store, "explore/segment_map", monkeypatch).selectbox]
    )
