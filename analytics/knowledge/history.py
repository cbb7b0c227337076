"""The whole history: who did what, when and why, and whether it was undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.knowledge.event import Event
from analytics.knowledge.roles import Act
from analytics.knowledge.undoing import undone
from analytics.vocabulary import KPIS_WITH_TARGET


@dataclass(frozen=True)
class Step:
    """One act of the history.

    Attributes
    ----------
    sequence : int
        Its number in the ledger.
    done_at, author, act, subject : str
        When (UTC, ISO 8601), who, what, to what.
    words : str
        What it did, in words; text in it is people's own.
    why : str or None
        The reason that was given.
    undone_by : int or None
        The number of the undo that took it back, if one did.
    """

    sequence: int
    done_at: str
    author: str
    act: str
    subject: str
    words: str
    why: str | None
    undone_by: int | None


_KINDS = ("note", "question", "cohort", "view", "alarm_rule", "retention_list", "target", "finding")
"""Fields that say what an act is about which has no words of its own."""


def history(events: Sequence[Event]) -> tuple[Step, ...]:
    """Tell what people did.

    Parameters
    ----------
    events : sequence of Event
        Acts, oldest first.

    Returns
    -------
    tuple of Step
        Oldest first; acts of administration are among them.
    """
    gone = undone(events)
    return tuple(
        Step(
            event.sequence,
            event.entry.done_at,
            event.author,
            event.act,
            event.entry.subject,
            _words(event),
            event.text_or_none("why"),
            gone.get(event.sequence),
        )
        for event in events
    )


def _aim(event: Event, whose: str) -> str:
    kpi, value = event.text_or_none("kpi") or "", event.number("value") or 0.0
    # What can be at most 1 is a share.
    written = f"{100 * value:.1f}%" if KPIS_WITH_TARGET.get(kpi, (0.0, 0.0))[1] == 1 else f"{value:,.0f}"
    return f"set a target of {written} for {kpi.replace('_', ' ')} of {whose} by {event.text_or_none('by')}"


def _words(event: Event) -> str:
    if event.payload is None:
        return "the details were erased with their customer"
    told = event.text_or_none
    who = f"{len(event.texts('customers')):,} customers"
    by = told("rule") or (f"a list of {who}" if event.texts("customers") else "the model")
    place = told("segment") or told("subject_id") or ""
    pattern = f"{told('events')}, before {told('outcome')}" if told("outcome") else told("events")
    words = {
        Act.RENAME: f"named a segment “{told('name')}”",
        Act.TAG: f"tagged {place or who} “{told('tag')}”",
        Act.UNTAG: f"took the tag “{told('tag')}” from {place or who}",
        Act.MERGE: f"merged {', '.join(event.texts('segments'))} into “{told('name')}”",
        Act.SPLIT: f"split {place} by {by}",
        Act.MOVE: f"moved {who} to {told('to')}",
        Act.LOCK: f"locked {place} with {who}",
        Act.UNLOCK: f"unlocked {place}",
        Act.RESTORE_STATE: f"restored the segments as of entry {told('at')}",
        Act.NOTE: f"noted on {(told('subject_kind') or '').replace('_', ' ')} {place}: {told('body')}",
        Act.COHORT: f"saved the cohort “{told('name')}”",
        Act.VIEW: f"saved the view “{told('name')}”",
        Act.ASK: f"asked {told('to')}: {told('body')}",
        Act.DECIDE: f"decided {told('task')}: {told('decision')}",
        Act.DISPUTE: f"disputed {told('note')}: {told('body')}",
        Act.NAME_PATTERN: f"named the sequence {pattern} “{told('name')}”",
        Act.DISMISS_PATTERN: f"dismissed the sequence {pattern}",
        Act.READMIT_PATTERN: f"took back the dismissal of the sequence {pattern}",
        Act.ALARM_RULE: f"made the sequence {pattern} raise alarms",
        Act.RETENTION_LIST: _list_words(event),
        Act.TARGET: _aim(event, place or "all customers"),
        Act.FINDING: f"put up a finding: {told('claim')} ({told('owner')} answers for it)",
        Act.CHANGE_FINDING: _finding_words(event),
        Act.UNDO: f"undid entry {told('entry')}",
        Act.EXPORT: f"took along {told('what')} ({_size(event)}; {told('filters')})",
        Act.REVEAL: f"revealed a customer for: {told('purpose')}",
        Act.PROFILE: f"made {told('name')} {told('role')}",
    }
    about = next(filter(None, map(told, _KINDS)), event.entry.subject)
    other = f"{event.act.replace('_', ' ')} {about}" + (f": {told('body')}" if told("body") else "")
    return words.get(Act(event.act), other) if event.act in set(Act) else other


def _finding_words(event: Event) -> str:
    told = {name: str(event.details[name]).replace("_", " ") for name in _OF_FINDINGS if name in event.details}
    return f"changed the finding {event.text_or_none('finding')}: " + ", ".join(
        f"{_OF_FINDINGS[name]} {value}" for name, value in told.items()
    )


_OF_FINDINGS = {"owner": "owner", "state": "state", "test": "test", "came": "what came of it:"}


def _size(event: Event) -> str:
    """The form of what was taken along, and its rows where it has any."""
    rows = event.number("rows")
    return f"{event.text_or_none('form')}" + ("" if rows is None else f", {rows:.0f} rows")


def _list_words(event: Event) -> str:
    told = event.text_or_none
    held_back = len(event.texts("held_back"))
    return (
        f"made the retention list “{told('name')}”: {len(event.texts('contacted')):,} customers to contact by"
        f" {told('due_on')} with {told('offer')}, {held_back:,} held back to compare, ranked by {told('ranked_by')};"
        f" {told('owner')} answers for it"
    )
