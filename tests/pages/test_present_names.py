"""What was said of a segment under an old key stands at the segment that it has become; and who named it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.knowledge.notes import SubjectKind
from analytics.knowledge.reading import knowledge
from analytics.knowledge.segment_edits import Lock
from analytics.live import live_snapshot
from analytics.store.snapshots import Snapshot
from pages.shared.readers import customer_list, population, present
from pages.shared.readers.map_labels import map_labels
from pages.shared.readers.noted import Claim, notes_on_segments
from pages.shared.readers.segments import segment_at, segments
from pages.shared.selection import Selection
from tests.pages.acted import acted, noted
from tests.pages.made_up_live import grown_store, key_of, live_store
from tests.pages.screen import as_person, is_well, opened, said

OLD, NOW, OTHER = key_of("3.7"), "3-00000000aaaa", key_of("3.8")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    live_store(tmp_path)
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    return tmp_path


def served(store: Path) -> Snapshot:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    return snapshot


def grown_into(store: Path) -> None:
    """Build anew, and answer which one the old segment has become."""
    grown_store(store, old=OLD, now=NOW)
    acted(store, {"act": "decide", "task": f"match:{OLD}", "decision": NOW})


def test_a_name_carries_its_author_to_the_map_and_the_models_names_carry_nobodys(store: Path) -> None:
    acted(store, {"act": "rename", "segment": OLD, "name": "Light travellers"}, author="analyst")
    merged = acted(store, {"act": "merge", "segments": [key_of("3.1"), key_of("3.2")], "name": "Regulars"}).id
    by = {label["key"]: label["by"] for label in map_labels(served(store))}
    assert (by[OLD], by[merged], by[OTHER]) == ("analyst", "expert", "")


def test_an_answered_match_carries_name_author_tag_note_and_link(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acted(store, {"act": "rename", "segment": OLD, "name": "Light travellers"}, author="analyst")
    acted(store, {"act": "tag", "segment": OLD, "tag": "summer"})
    noted(store, "Camping, mostly", subject_id=OLD, kind="product")
    grown_into(store)
    found = segment_at(served(store), OLD)
    assert found is not None
    assert (found.segment_key, found.label) == (NOW, "Light travellers")
    assert segments(served(store)).set_index("segment_key").loc[NOW, "named_by"] == "analyst"
    assert [tag.tag for tag in present.tags_on(NOW)] == ["summer"]
    screen = opened(store, "explore/segment", monkeypatch, {"segment": OLD})
    as_person(screen, "expert")
    assert is_well(screen)
    assert "Camping, mostly" in said(screen)
    acted(store, {"act": "untag", "segment": OLD, "tag": "summer"})
    assert not knowledge(store).tags


def test_a_tag_is_taken_away_by_the_segments_present_key_and_not_put_on_twice(store: Path) -> None:
    acted(store, {"act": "tag", "segment": OLD, "tag": "summer"})
    grown_into(store)
    with pytest.raises(InputError, match='has the tag "summer" already'):
        acted(store, {"act": "tag", "segment": NOW, "tag": "summer"})
    acted(store, {"act": "untag", "segment": NOW, "tag": "summer"})
    assert not knowledge(store).tags


def test_a_lock_that_was_carried_is_unlocked_by_the_segments_present_key(store: Path) -> None:
    acted(store, {"act": "lock", "segment": OLD})
    grown_into(store)
    with pytest.raises(InputError, match=f"{NOW} is locked already"):
        acted(store, {"act": "lock", "segment": NOW})
    acted(store, {"act": "unlock", "segment": NOW})
    assert not knowledge(store).edits
    with pytest.raises(InputError, match=f"{NOW} is not locked"):
        acted(store, {"act": "unlock", "segment": NOW})
    with pytest.raises(InputError, match="did unlock on the same since"):
        acted(store, {"act": "undo", "entry": 1})
    acted(store, {"act": "undo"})
    assert [type(edit) for edit in knowledge(store).edits] == [Lock]


def test_the_screen_offers_to_unlock_what_was_locked_under_an_old_key(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acted(store, {"act": "lock", "segment": OLD})
    grown_into(store)
    screen = opened(store, "explore/segment", monkeypatch, {"segment": NOW})
    as_person(screen, "expert")
    assert screen.button(key="act_lock").label == "Unlock"
    acted(store, {"act": "unlock", "segment": NOW})
    screen.run()
    assert is_well(screen)
    assert screen.button(key="act_lock").label == "Lock"


def test_the_exported_list_has_the_claims_about_each_customer(store: Path) -> None:
    snapshot = served(store)
    claims = (
        Claim("Camping", SubjectKind.SEGMENT, OLD),
        Claim("By the sea", SubjectKind.REGION, "R01"),
        Claim("Of no segment here", SubjectKind.SEGMENT, "3-gone"),
    )
    table = customer_list.whole_list(snapshot, Selection(), "churn", "customer", reverse=False, claims=claims)
    camping, sea = population.in_segment(snapshot, OLD), population.in_region(snapshot, "R01")
    expected = [
        " | ".join(w for w, yes in (("Camping", c), ("By the sea", s)) if yes)
        for c, s in zip(camping, sea, strict=True)
    ]
    assert table["notes"].tolist() == expected
    assert {"Camping", "By the sea", "Camping | By the sea", ""} == set(expected)


def test_a_table_of_segments_has_notes_only_where_somebody_said_something(store: Path) -> None:
    table = segments(served(store))
    assert "notes" not in notes_on_segments(table, ())
    noted_table = notes_on_segments(table, (Claim("Camping", SubjectKind.SEGMENT, OLD),))
    assert noted_table.set_index("segment_key")["notes"].loc[[OLD, OTHER]].tolist() == ["Camping", ""]


def test_history_opens_where_the_models_own_segments_lie_below_peoples_edits(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "name" not in served(store).table("model_segments")
    made = acted(store, {"act": "rename", "segment": OLD, "name": "House owners"})
    screen = opened(store, "contribute/history", monkeypatch, {"entry": str(made.sequence)})
    assert is_well(screen)
    assert "House owners" in said(screen)
