"""What waits for whoever works here."""

from __future__ import annotations

from analytics.knowledge.inbox import InboxItem, inbox
from analytics.knowledge.reading import knowledge
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import SegmentKey
from pages.shared import profile, session
from pages.shared.notes.shown import seen_notes, today
from pages.shared.readers.changes import questions

_ABOUT_NOTES = frozenset({"agreement", "signature", "dispute", "expiring"})


def waiting(snapshot: Snapshot | None) -> tuple[InboxItem, ...]:
    """Everything that waits for whoever works here; nothing where nobody was chosen."""
    who = profile.person()
    if who is None:
        return ()
    matches: tuple[SegmentKey, ...] = ()
    if snapshot is not None:
        asked = questions(snapshot)
        matches = tuple(map(SegmentKey, asked.loc[asked["is_spoken_of"], "segment_key"].unique()))
    visible = {note.note_id for note in seen_notes()}
    items = inbox(knowledge(session.store()), who, today(), weak_matches=matches)
    return tuple(item for item in items if item.waiting.value not in _ABOUT_NOTES or item.id in visible)
