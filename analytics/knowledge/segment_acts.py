"""Acts on segments, checked: rename, merge, split, move, lock, and back to an earlier state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analytics.errors import InputError
from analytics.knowledge.draft import Asked, Draft, stays
from analytics.knowledge.fields import LONGEST_NAME, said
from analytics.knowledge.known import KnownSegment
from analytics.knowledge.rules import parse
from analytics.knowledge.said_of_segments import said_of_segments
from analytics.knowledge.segment_edits import Lock, made_key
from analytics.knowledge.segment_state import SegmentState
from analytics.vocabulary import Json

BY_MODEL = "model"


def rename(asked: Asked) -> Draft:
    """``segment``, ``name``: call a segment something."""
    asked.fields.only("segment", "name", "why")
    segment = asked.look().segment(asked.fields.text("segment"))
    name = asked.fields.text("name", longest=LONGEST_NAME)
    payload = said(segment=segment.key, name=name, before=segment.name)
    return Draft(_subject(segment), payload, (_name(segment),), stays(segment.key))


def merge(asked: Asked) -> Draft:
    """``segments``, ``name``: make one segment of several of one level."""
    asked.fields.only("segments", "name", "why")
    known = asked.look()
    parts = {each.key: each for each in map(known.segment, asked.fields.texts("segments"))}
    if len(parts) < 2:
        raise InputError("merge needs at least two different segments.")
    levels = {each.level for each in parts.values()}
    if len(levels) > 1:
        told = ", ".join(f"{each.key} is of level {each.level}" for each in parts.values())
        raise InputError(f"merge takes segments of one level: {told}.")
    (level,) = levels
    payload = said(segments=list(parts), name=asked.fields.text("name", longest=LONGEST_NAME), level=level)
    first = next(iter(parts.values()))
    return Draft(_subject(first), payload, _touched(parts.values()), lambda number: (made_key(level, number),))


def split(asked: Asked) -> Draft:
    """``segment`` and one of ``rule``, ``customers``, ``by`` (``model``); ``names``: make two or more of one."""
    asked.fields.only("segment", "rule", "customers", "by", "names", "why")
    known = asked.look()
    segment = known.segment(asked.fields.text("segment"))
    how = asked.fields.one_of("rule", "customers", "by")
    if how == "by":
        return _split_by_model(asked, segment)
    members = frozenset(known.members(segment.key))
    names = list(asked.fields.texts("names", most=2)) if asked.fields.has("names") else None
    if names is not None and (len(names) != 2 or max(map(len, names)) > LONGEST_NAME):
        raise InputError('split: "names" are two, one for those singled out and one for the others.')
    payload = said(segment=segment.key, names=names, level=segment.level)
    if how == "rule":
        rule = parse(asked.fields.text("rule"), known.columns)
        inside = known.counted(rule) & members
        payload |= said(rule=str(rule))
    else:
        inside = frozenset(known.customers(asked.fields.texts("customers"), described=True)) & members
        payload |= said(customers=_sorted(asked.pseudonyms(sorted(inside))))
    if len(inside) in {0, len(members)}:
        who = "nobody" if not inside else "everybody"
        raise InputError(f"split would leave a part empty: {who} of the {len(members):,} customers is singled out.")
    payload |= said(n_singled_out=len(inside), n_others=len(members) - len(inside))
    level = segment.level
    made = lambda number: (made_key(level, number, "a"), made_key(level, number, "b"))  # noqa: E731
    return Draft(_subject(segment), payload, _touched([segment]), made)


def move(asked: Asked) -> Draft:
    """``customers``, ``to``: put customers into another segment."""
    asked.fields.only("customers", "to", "why")
    known = asked.look()
    to = known.segment(asked.fields.text("to"))
    customers = known.customers(asked.fields.texts("customers"), described=True)
    elsewhere = sorted(set(customers) - set(known.members(to.key)))
    if not elsewhere:
        raise InputError(f"move would change nothing: all {len(customers):,} customers are in {to.key} already.")
    payload = said(customers=_sorted(asked.pseudonyms(elsewhere)), to=to.key)
    return Draft(_subject(to), payload, (f"segment:{to.key}",), stays(to.key))


def lock(asked: Asked) -> Draft:
    """``segment``: keep its customers together, whatever a later clustering says."""
    asked.fields.only("segment", "why")
    known = asked.look()
    segment = known.segment(asked.fields.text("segment"))
    if _locked_as(asked, segment):
        raise InputError(f"The segment {segment.key} is locked already.")
    members = known.members(segment.key)
    payload = said(segment=segment.key, customers=_sorted(asked.pseudonyms(members)))
    return Draft(_subject(segment), payload, (f"segment:{segment.key}",), stays(segment.key))


def unlock(asked: Asked) -> Draft:
    """``segment``: let it be clustered again."""
    asked.fields.only("segment", "why")
    segment = asked.look().segment(asked.fields.text("segment"))
    locked_as = _locked_as(asked, segment)
    if not locked_as:
        raise InputError(f"The segment {segment.key} is not locked.")
    touched = tuple(f"segment:{key}" for key in sorted({segment.key, *locked_as}))
    return Draft(_subject(segment), said(segment=segment.key, locked_as=locked_as), touched, stays(segment.key))


def restore_state(asked: Asked) -> Draft:
    """``at``: go back to the segments' names, tags and edits as of an entry's number."""
    asked.fields.only("at", "why")
    at, head = asked.fields.number_or_none("at"), asked.knowledge.sequence
    if at is None or at > head:
        raise InputError(f'restore_state needs "at", the number of an entry up to {head}; 0 is before the first.')
    past, now = asked.past(at).segments, asked.knowledge.segments
    if past == now:
        raise InputError(f"restore_state would change nothing: the segments are as they were at entry {at}.")
    return Draft("segments", said(at=at), _differing(past, now), stays(str(at)))


def _split_by_model(asked: Asked, segment: KnownSegment) -> Draft:
    if asked.fields.text("by") != BY_MODEL:
        raise InputError('split: "by" is "model": into the parts that the model sees in it.')
    if segment.level < 3 and segment.n_children < 2:
        raise InputError(f"The model sees no parts in {segment.key}: there is one segment in it, or none.")
    if segment.level == 3 and not asked.look().has_parts(segment.key):
        raise InputError(
            f"The model sees no parts in {segment.key}: its customers are one group to it. Split it by a rule, or by "
            "a selection."
        )
    payload = said(segment=segment.key, level=segment.level)
    return Draft(_subject(segment), payload, _touched([segment]), stays(segment.key))


def _locked_as(asked: Asked, segment: KnownSegment) -> list[str]:
    """Under which keys a segment was locked: its own, or that of one that has become it."""
    spoken = said_of_segments(asked.knowledge)
    keys = {each.segment for each in asked.knowledge.edits if isinstance(each, Lock)}
    return sorted(str(key) for key in keys if spoken.now_called(key) == segment.key)


def _subject(segment: KnownSegment) -> str:
    return f"segment:{segment.key}"


def _name(segment: KnownSegment) -> str:
    return f"segment:{segment.key}/name"


def _touched(segments: Iterable[KnownSegment]) -> tuple[str, ...]:
    return tuple(text for each in segments for text in (_subject(each), _name(each)))


def _differing(past: SegmentState, now: SegmentState) -> tuple[str, ...]:
    keys = {key for key in {*past.names, *now.names} if past.names.get(key) != now.names.get(key)}
    return tuple(f"segment:{key}/name" for key in sorted(keys))


def _sorted(pseudonyms: Sequence[str]) -> list[Json]:
    return list[Json](sorted(pseudonyms))
