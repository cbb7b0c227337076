"""What people did is counted by month and kind, without what was undone, in all or on one segment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analytics.knowledge.acts_by_month import acts_by_month
from analytics.knowledge.event import Event
from analytics.knowledge.reading import events
from tests.knowledge.surroundings import do


def dated(event: Event, day: str) -> Event:
    return replace(event, entry=replace(event.entry, done_at=f"{day}T10:00:00Z"))


def test_notes_changes_and_targets_of_two_months(tmp_path: Path) -> None:
    do(tmp_path, "expert", "rename", segment="3-a", name="Savers")
    do(tmp_path, "expert", "tag", segment="3-b", tag="May")
    do(tmp_path, "expert", "note", subject_kind="segment", subject_id="3-a", kind="other", body="They save for a house")
    do(tmp_path, "executive", "target", kpi="retention_rate", value=0.9, by="2027-01-31", segment="3-a")
    do(tmp_path, "analyst", "rename", segment="3-c", name="Gone again")
    do(tmp_path, "analyst", "undo")
    do(tmp_path, "analyst", "view", name="Mine", link="overview")
    days = ["2026-10-01", "2026-10-31", "2026-11-02", "2026-11-03", "2026-11-03", "2026-11-04", "2026-11-05"]
    told = [dated(event, day) for event, day in zip(events(tmp_path), days, strict=True)]
    assert acts_by_month(told).to_numpy().tolist() == [
        ["2026-10", "2 changes of segments"],
        ["2026-11", "1 note, 1 target"],
    ]
    assert acts_by_month(told, segment="3-a").to_numpy().tolist() == [
        ["2026-10", "1 change of segments"],
        ["2026-11", "1 note, 1 target"],
    ]
    assert acts_by_month([]).empty
