"""How adopted notes stand in the catalogue of features, which everybody reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.knowledge.reading import knowledge
from analytics.stages.note_features import entry_of
from tests.pages.acted import acted
from tests.pages.made_up_live import key_of, live_store


@pytest.mark.parametrize(("kind", "is_told"), [("other", True), ("cultural", False), ("socioeconomic", False)])
def test_the_catalogue_tells_what_a_note_says_unless_not_all_may_see_it(
    tmp_path: Path, kind: str, is_told: bool
) -> None:
    live_store(tmp_path, n=300)
    place = {"act": "note", "kind": kind, "subject_kind": "segment", "subject_id": key_of("1.1")}
    made = acted(tmp_path, {**place, "body": "Weddings in spring"})
    entry = entry_of(knowledge(tmp_path).notes[made.id])
    assert ("Weddings" in entry.title) is is_told
    assert ("Weddings" in entry.description) is is_told
    assert made.id in entry.description
