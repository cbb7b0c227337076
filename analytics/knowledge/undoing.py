"""Undo: which acts were taken back, and which may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from analytics.errors import InputError
from analytics.knowledge.event import Event
from analytics.knowledge.roles import SEGMENT_ACTS, Act

MOST_STEPS = 10
NOT_UNDONE = frozenset({Act.PROFILE, Act.TEST_NOTE, Act.EXPORT, Act.REVEAL})
"""A profile is changed by another; a test has used up its chance; what was taken along or seen can't be taken back."""
_REFERENCES = (
    "segment",
    "segments",
    "to",
    "subject_id",
    "note",
    "cohort",
    "view",
    "question",
    "dispute",
    "task",
    "alarm_rule",
    "retention_list",
    "target",
    "finding",
)


def undone(events: Sequence[Event]) -> dict[int, int]:
    """Say which acts were taken back.

    Parameters
    ----------
    events : sequence of Event
        All acts, oldest first.

    Returns
    -------
    dict of int to int
        By the number of an act that is undone, the number of the undo. An undo that was undone itself undoes nothing.
    """
    found: dict[int, int] = {}
    for event in reversed(events):
        if event.act == Act.UNDO and event.sequence not in found:
            found[event.whole("entry")] = event.sequence
    return found


def step_back(events: Sequence[Event], person: str) -> Event:
    """Find the act that a person's next undo takes back.

    Parameters
    ----------
    events : sequence of Event
        All acts, oldest first.
    person : str
        Who wants to undo.

    Returns
    -------
    Event
        Their last act that is not undone, among their last `MOST_STEPS`; a note that was tested stays.

    Raises
    ------
    InputError
        If there is none.
    """
    gone = undone(events)
    own = [event for event in events if event.author == person and _can_be(event)]
    for event in reversed(own[-MOST_STEPS:]):
        stays = any(later.act in NOT_UNDONE for later in _built_upon(events, event))
        if event.sequence not in gone and not stays:
            return event
    why = f"the last {MOST_STEPS} are undone already" if own else "there is none"
    raise InputError(f"{person} has no act to undo: {why}. Restore an earlier state instead.")


def chosen(events: Sequence[Event], person: str, sequence: int) -> Event:
    """Find the act that a person names by its number.

    Parameters
    ----------
    events : sequence of Event
        All acts, oldest first.
    person : str
        Who wants to undo.
    sequence : int
        The number of one of their last `MOST_STEPS` acts, or of one of their undos: undoing that does the act again.

    Returns
    -------
    Event
        The act.

    Raises
    ------
    InputError
        If it is not theirs, too long ago, or undone already.
    """
    own = [event for event in events if event.author == person and _can_be(event)][-MOST_STEPS:]
    undos = [event for event in events if event.author == person and event.act == Act.UNDO]
    by_number = {event.sequence: event for event in (*own, *undos)}
    if sequence not in by_number:
        raise InputError(f"Entry {sequence} is not one of the last {MOST_STEPS} acts of {person}, which can be undone.")
    if sequence in undone(events):
        raise InputError(f"Entry {sequence} is undone already.")
    return by_number[sequence]


def refuse_if_built_upon(events: Sequence[Event], target: Event) -> None:
    """Refuse to undo what later acts rest on.

    Parameters
    ----------
    events : sequence of Event
        All acts, oldest first.
    target : Event
        The act that shall be undone.

    Raises
    ------
    InputError
        If an act in force changed the same since, names what it made, or restored the segments; it is named.
    """
    for event in _built_upon(events, target):
        what = f"Entry {target.sequence} ({target.act}) can't be undone: {event.author} did {event.act} on the same"
        if event.act in NOT_UNDONE:
            raise InputError(f"{what} since (entry {event.sequence}), which stays on record. Withdraw it instead.")
        raise InputError(f"{what} since (entry {event.sequence}). That has to be undone first.")


def _built_upon(events: Sequence[Event], target: Event) -> Iterator[Event]:
    """Acts in force that rest on an act, or on the one that an undo took back."""
    gone = undone(events)
    is_undo = target.act == Act.UNDO
    origin = next(event for event in events if event.sequence == target.whole("entry")) if is_undo else target
    for event in events:
        is_later = event.sequence > target.sequence and event.sequence not in gone
        if is_later and event.act != Act.UNDO and _rests_on(event, origin):
            yield event


def _rests_on(event: Event, target: Event) -> bool:
    if Act.RESTORE_STATE in {event.act, target.act} and {event.act, target.act} <= SEGMENT_ACTS:
        return True
    if not set(event.entry.touched).isdisjoint(target.entry.touched):
        return True
    made = re.compile(rf"[a-z]{target.sequence}|\d-e{target.sequence}(?!\d).*")
    return any(made.fullmatch(text) for text in _referred(event.details))


def _referred(payload: Mapping[str, object]) -> Iterable[str]:
    for name in _REFERENCES:
        value = payload.get(name)
        if isinstance(value, str):
            yield value.removeprefix("match:")
        elif isinstance(value, Sequence):
            yield from map(str, value)


def _can_be(event: Event) -> bool:
    return event.act in set(Act) - NOT_UNDONE - {Act.UNDO}
