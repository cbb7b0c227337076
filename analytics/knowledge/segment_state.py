"""The segments' names, tags and edits that are in force: what `restore_state` restores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analytics.knowledge.contributions import Named, Tag
from analytics.knowledge.event import Event
from analytics.knowledge.segment_edits import (
    Lock,
    Merge,
    Move,
    SegmentEdit,
    SplitByCustomers,
    SplitByModel,
    SplitByRule,
    made_key,
)
from analytics.vocabulary import SegmentKey


@dataclass(frozen=True)
class SegmentState:
    """What people made of the segments.

    Attributes
    ----------
    names : mapping of SegmentKey to Named
        By segment; also those that an edit made.
    tags : tuple of Tag
        In the order in which they were put there.
    edits : tuple of SegmentEdit
        In the order of their numbers.
    """

    names: Mapping[SegmentKey, Named] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    edits: tuple[SegmentEdit, ...] = ()


def segments_after(state: SegmentState, event: Event) -> SegmentState:
    """Lay one act over the segments.

    Parameters
    ----------
    state : SegmentState
        As it was.
    event : Event
        An act on segments, other than `restore_state`.

    Returns
    -------
    SegmentState
        As it is now.
    """
    if event.act == "rename":
        return _named(state, event, {SegmentKey(event.text("segment")): event.label("name")})
    if event.act == "tag":
        return replace(state, tags=(*state.tags, _tag(event)))
    if event.act == "untag":
        gone = _tag(event)
        kept = tuple(each for each in state.tags if (each.tag, each.subject_id) != (gone.tag, gone.subject_id))
        return replace(state, tags=kept)
    if event.act == "unlock":
        # The keys under which it was locked, before it became what it is; acts of before had the present one only.
        keys = {event.text("segment"), *event.texts("locked_as")}
        edits = tuple(each for each in state.edits if not (isinstance(each, Lock) and each.segment in keys))
        return replace(state, edits=edits)
    edit = edit_of(event)
    return _named(replace(state, edits=(*state.edits, edit)), event, _names_given(event, edit))


def edit_of(event: Event) -> SegmentEdit:
    """Read an edit of the tree from its entry."""
    sequence, customers = event.sequence, frozenset(event.texts("customers"))
    if event.act == "merge":
        segments = tuple(SegmentKey(each) for each in event.texts("segments"))
        return Merge(sequence, segments, event.label("name"))
    if event.act == "move":
        return Move(sequence, customers, SegmentKey(event.text("to")))
    segment = SegmentKey(event.text("segment"))
    if event.act == "lock":
        return Lock(sequence, segment, customers)
    if "rule" in event.details:
        return SplitByRule(sequence, segment, event.text("rule"), _pair(event))
    return (
        SplitByCustomers(sequence, segment, customers, _pair(event)) if customers else SplitByModel(sequence, segment)
    )


def _names_given(event: Event, edit: SegmentEdit) -> dict[SegmentKey, str]:
    if isinstance(edit, Merge):
        return {made_key(event.whole("level"), edit.sequence): edit.name}
    if isinstance(edit, SplitByRule | SplitByCustomers) and edit.names:
        level = event.whole("level")
        return {made_key(level, edit.sequence, part): name for part, name in zip("ab", edit.names, strict=True)}
    return {}


def _named(state: SegmentState, event: Event, names: dict[SegmentKey, str]) -> SegmentState:
    if not names:
        return state
    given = {key: Named(name, event.author, event.entry.done_at, event.sequence) for key, name in names.items()}
    return replace(state, names={**state.names, **given})


def _tag(event: Event) -> Tag:
    customers = frozenset(event.texts("customers"))
    kind = "customers" if customers else event.text("subject_kind")
    named, about = event.label("tag"), event.text_or_none("subject_id") or ""
    return Tag(named, kind, about, customers, event.author, event.sequence)


def _pair(event: Event) -> tuple[str, str] | None:
    names = event.labels("names")
    return (names[0], names[1]) if len(names) == 2 else None
