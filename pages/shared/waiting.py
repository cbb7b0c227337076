"""What waits for whoever works here."""

from __future__ import annotations

from analytics.insights.finding_support import why_unsupported
from analytics.knowledge.findings import FindingState
from analytics.knowledge.inbox import InboxItem, inbox
from analytics.knowledge.reading import knowledge
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import SegmentKey
from pages.shared import profile, session
from pages.shared.notes.shown import seen_notes, today
from pages.shared.readers import finding_board
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
    fallen = {} if snapshot is None else _unsupported(snapshot, who.name)
    built_at = "" if snapshot is None else str(snapshot.facts.get("created_at", ""))
    known = knowledge(session.store())
    items = inbox(known, who, today(), weak_matches=matches, unsupported=fallen, served_since=built_at)
    return tuple(item for item in items if item.waiting.value not in _ABOUT_NOTES or item.id in visible)


def _unsupported(snapshot: Snapshot, owner: str) -> dict[str, str]:
    """The findings of an owner that are no longer supported, each with why, as far as they may be told of figures."""
    seen = knowledge(session.store()).sequence
    own = [each for each in finding_board.findings() if each.owner == owner and each.state is not FindingState.CLOSED]
    if own and not profile.sees_ids():
        told = finding_board.told(snapshot, seen)
        own = [each for each in own if each.finding_id in told]
    rows = {each.finding_id: finding_board.row(snapshot, each.finding_id, seen) for each in own}
    why = {key: why_unsupported(row.finding.evidence, row.now, row.result) for key, row in rows.items()}
    return {key: words for key, words in why.items() if words}
