"""What the Segment screen says of levers: which is enough for most of those chosen."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.readers.counterfactuals import lever_reach
from pages.shared.selection import Selection
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.made_up_changes import change_tables
from tests.pages.screen import is_well, opened, said

PAGE = "explore/segment"


def published(folder: Path, extra: dict[str, pd.DataFrame]) -> Snapshot:
    tables = made_up_tables(60)
    publish_tables(folder, {**tables, **extra}, made_up_facts(seed=0, **knowledge_facts(Said())))
    snapshot = current_snapshot(folder)
    assert snapshot is not None
    return snapshot


def segment_of(snapshot: Snapshot, customer_id: str) -> str:
    members, segments = snapshot.table("membership"), snapshot.table("segments").set_index("segment_id")
    own = members[(members["customer_id"] == customer_id) & (members["level"] == 3)]
    return str(segments.loc[own["segment_id"].iloc[0], "segment_key"])


def test_levers_are_counted_over_those_who_were_looked_at(tmp_path: Path) -> None:
    table = lever_reach(published(tmp_path, change_tables()), Selection(), "churn").set_index("lever")
    columns = ["n_searched", "n_moved", "n_enough", "share"]
    assert table[columns].to_numpy().tolist() == [[2, 2, 1, 0.5], [2, 1, 0, 0.0]]
    assert table.index.tolist() == ["fees", "offer"]
    # Two customers at 34 %: fees give 18 % and 31 %, so the risk falls by 16 and 3 points, 9.5 on average.
    assert table["mean_drop"].tolist() == pytest.approx([0.095, 0.01])


def test_the_segment_says_which_lever_is_enough_for_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = published(tmp_path, change_tables())
    app = opened(tmp_path, PAGE, monkeypatch, {"segment": segment_of(snapshot, "C000004")})
    assert is_well(app)
    told = said(app)
    assert "Lower fees: enough alone for 1 of " in told
    assert "It says where to try first." in told


@pytest.mark.parametrize("is_built", [True, False])
def test_where_nothing_was_looked_for_the_panel_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_built: bool
) -> None:
    empty = {name: table.head(0) for name, table in change_tables().items()} if is_built else {}
    snapshot = published(tmp_path, empty)
    app = opened(tmp_path, PAGE, monkeypatch, {"segment": segment_of(snapshot, "C000004")})
    assert is_well(app)
    expected = "nobody is at high or medium risk" if is_built else "Build again on Data to see this."
    assert expected in said(app)
