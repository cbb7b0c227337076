"""The board of findings, as the snapshot on screen has it."""

from __future__ import annotations

from datetime import date

from analytics.finding_board import board_row, ground_of, groups_told_of
from analytics.insights.finding_pages import BoardRow
from analytics.insights.findings_together import told_together
from analytics.knowledge.findings import Finding
from analytics.knowledge.reading import knowledge
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.readers import facts
from pages.shared.readers.remembered import remembered


def findings() -> tuple[Finding, ...]:
    """Every finding that stands, the newest first."""
    return tuple(reversed(tuple(knowledge(session.store()).findings.values())))


@remembered
def row(snapshot: Snapshot, finding_id: str, seen: int) -> BoardRow:
    """A finding as it stands; `seen` is the ledger's number on screen: others may have tested a note since."""
    ground = ground_of(session.store(), snapshot, at=seen)
    return board_row(ground, ground.knowledge.findings[finding_id])


@remembered
def told(snapshot: Snapshot, seen: int) -> frozenset[str]:
    """The findings of the whole board whose figures those may be told who see groups of at least ten."""
    rows = [row(snapshot, key, seen) for key in knowledge(session.store(), seen).findings]
    return told_together(rows, beside=groups_told_of(ground_of(session.store(), snapshot, at=seen)))


def tests_there(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """What a finding can be tested by: by kind, from ids to words; people's own text as it is in the ledger."""
    known = knowledge(session.store())
    as_of = date.fromisoformat(facts.as_of(snapshot)[:10])
    return {
        "note": {key: each.body for key, each in known.notes.items() if not each.withdrawn},
        "target": {
            key: f"{each.kpi.replace('_', ' ')} by {each.by}"
            for key, each in known.targets.items()
            if date.fromisoformat(each.by) > as_of
        },
        "retention_list": {key: each.name for key, each in known.lists.items() if each.held_back},
    }
