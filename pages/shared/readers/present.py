"""What was said of segments, by the keys that they have now."""

from __future__ import annotations

from dataclasses import replace

from analytics.knowledge.cohort_cell import cohort_cell
from analytics.knowledge.contributions import Tag
from analytics.knowledge.notes import SubjectKind
from analytics.knowledge.reading import knowledge
from analytics.knowledge.said_of_segments import said_of_segments
from analytics.vocabulary import SegmentKey
from pages.shared import session


def now_called(key: str) -> str:
    """The key that a segment has now, where a person answered what became of it; else the same."""
    known = knowledge(session.store())
    return str(said_of_segments(known).now_called(SegmentKey(key))) if known.carried else key


def subject_now(kind: SubjectKind, called: str) -> str:
    """The id of a note's subject; of a segment, and of its cohorts' cells, by the key that it has now."""
    if kind is SubjectKind.SEGMENT:
        return now_called(called)
    if kind is SubjectKind.COHORT_CELL:
        cell = cohort_cell(called)
        return replace(cell, group=now_called(cell.group)).id
    return called


def tags_on(key: str) -> tuple[Tag, ...]:
    """The tags of the segment of a present key, oldest first."""
    tags = knowledge(session.store()).tags
    return tuple(tag for tag in tags if tag.subject_kind == "segment" and now_called(tag.subject_id) == key)


def who_named() -> dict[str, str]:
    """Who gave each segment its name, by present key; those that the model named are left out.

    As with the names, one given to the present segment itself comes before one that was carried to it.
    """
    names = knowledge(session.store()).names
    carried = {now_called(key): named.author for key, named in names.items()}
    return carried | {str(key): named.author for key, named in names.items() if now_called(key) == key}
