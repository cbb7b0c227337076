"""Doing an act: read, checked against rights and sense, written down. Screens and commands both come here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import InputError
from analytics.knowledge import (
    finding_acts,
    leaving_acts,
    ledger,
    list_acts,
    note_acts,
    other_acts,
    pattern_acts,
    segment_acts,
    tag_acts,
    target_acts,
)
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.draft import Asked, Done, Draft, numbered
from analytics.knowledge.evidence import Measurer
from analytics.knowledge.fields import LONGEST_TEXT, Fields
from analytics.knowledge.hidden_ids import with_ids_hidden
from analytics.knowledge.known import Known
from analytics.knowledge.notes import Note, SubjectKind
from analytics.knowledge.people import Person, person_called, refuse_unless_allowed
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.retention_lists import Chooser
from analytics.knowledge.roles import Act
from analytics.store.called import ids_of
from analytics.store.erased import pseudonyms
from analytics.vocabulary import Json

Tester = Callable[[Note, Person], Mapping[str, Json]]
"""Tests a note once, and gives its row of ``note_tests`` with ``supported`` and ``needs_signature``."""

MOST_TRIES = 5
_FREE = frozenset(
    {
        "body",
        "claim",
        "selection",
        "name",
        "names",
        "before",
        "why",
        "scope",
        "evidence",
        "tag",
        "link",
        "task",
        "decision",
        "purpose",
        "legal_basis",
        "offer",
        "channel",
        "whom",
        "filters",
    }
)
"""Fields of free text: customers' ids in them are hidden."""
_CHECKS: dict[Act, Callable[[Asked], Draft]] = {
    Act.PROFILE: other_acts.profile,
    Act.RENAME: segment_acts.rename,
    Act.TAG: tag_acts.tag,
    Act.UNTAG: tag_acts.untag,
    Act.MERGE: segment_acts.merge,
    Act.SPLIT: segment_acts.split,
    Act.MOVE: segment_acts.move,
    Act.LOCK: segment_acts.lock,
    Act.UNLOCK: segment_acts.unlock,
    Act.RESTORE_STATE: segment_acts.restore_state,
    Act.NOTE: note_acts.note,
    Act.AGREE: note_acts.agree,
    Act.SIGN: note_acts.sign,
    Act.DISPUTE: note_acts.dispute,
    Act.ANSWER: other_acts.answer,
    Act.WITHDRAW: other_acts.withdraw,
    Act.COHORT: other_acts.cohort,
    Act.VIEW: other_acts.view,
    Act.ASK: other_acts.ask,
    Act.DECIDE: other_acts.decide,
    Act.NAME_PATTERN: pattern_acts.name_pattern,
    Act.DISMISS_PATTERN: pattern_acts.dismiss_pattern,
    Act.READMIT_PATTERN: pattern_acts.readmit_pattern,
    Act.ALARM_RULE: pattern_acts.alarm_rule,
    Act.RETENTION_LIST: list_acts.retention_list,
    Act.TARGET: target_acts.target,
    Act.FINDING: finding_acts.finding,
    Act.CHANGE_FINDING: finding_acts.change_finding,
    Act.EXPORT: leaving_acts.export,
    Act.REVEAL: leaving_acts.reveal,
    Act.UNDO: other_acts.undo,
}


@dataclass(frozen=True)
class Surroundings:
    """What lies above the ledger and acts need.

    Attributes
    ----------
    look : callable
        Gives what there is to act on, newer edits laid over; called anew for each act.
    test : callable or None
        Tests a note; None where notes can't be tested.
    choose : callable or None
        Chooses whom a retention list reaches; None where none can be made.
    measure : callable or None
        Measures what a finding rests on; None where none can be put up.
    """

    look: Callable[[], Known]
    test: Tester | None = None
    choose: Chooser | None = None
    measure: Measurer | None = None


def perform(
    store: Path, act: Mapping[str, Json], *, author: str, surroundings: Surroundings, seen: int | None = None
) -> Done:
    """Do an act.

    Parameters
    ----------
    store : Path
        The store's folder.
    act : mapping of str to Json
        ``act`` and its fields, as in a line of ``act FILE.jsonl``.
    author : str
        Who does it; someone with a profile.
    surroundings : Surroundings
        What it is checked against.
    seen : int, optional
        The number of the last entry that the author had on screen (`Knowledge.sequence`).

    Returns
    -------
    Done
        What was made or changed.

    Raises
    ------
    InputError
        If it can't be done; the message says why.
    ConflictError
        If others changed the same after `seen`; nothing was written.
    """
    kind = _kind(act)
    fields = Fields(kind, {name: value for name, value in act.items() if name not in {"act", "seen"}})
    for _ in range(MOST_TRIES - 1):
        try:
            return _once(store, kind, fields, author=author, surroundings=surroundings, seen=seen)
        except ConflictError:
            # Somebody else wrote between the check and the entry: check again against what is there now.
            if seen is not None:
                raise
    return _once(store, kind, fields, author=author, surroundings=surroundings, seen=seen)


def _once(store: Path, kind: Act, fields: Fields, *, author: str, surroundings: Surroundings, seen: int | None) -> Done:
    current, past = knowledge(store), events(store)
    person = person_called(current.people, author)
    refuse_unless_allowed(person, kind)
    past = tuple(event for event in past if event.sequence <= current.sequence)
    asked = Asked(
        fields,
        person,
        current,
        surroundings.look,
        pseudonyms=lambda ids: pseudonyms(store, ids),
        ids=lambda wanted: ids_of(store, wanted),
        events=past,
        choose=surroundings.choose,
        measure=surroundings.measure,
    )
    draft = _tested(asked, surroundings.test) if kind is Act.TEST_NOTE else _CHECKS[kind](asked)
    why = fields.text_or_none("why", longest=LONGEST_TEXT)
    payload = dict(draft.payload) | ({"why": why} if why else {})
    free = _FREE | ({"subject_id"} if payload.get("subject_kind") == SubjectKind.CALENDAR else set())
    entry = ledger.append(
        store,
        author=person.name,
        act=kind.value,
        subject=draft.subject if draft.is_about_a_customer else with_ids_hidden(store, draft.subject),
        payload={name: _hidden(store, value) if name in free else value for name, value in payload.items()},
        touches=[with_ids_hidden(store, each) for each in draft.touches],
        seen=current.sequence if seen is None else seen,
        about=draft.about,
    )
    ids = draft.made(entry.sequence)
    row = {name: value for name, value in draft.payload.items() if name != "note"} if kind is Act.TEST_NOTE else {}
    return Done(kind.value, ids[0], entry.sequence, ids, row)


def _tested(asked: Asked, test: Tester | None) -> Draft:
    note = note_acts.testable_note(asked)
    if test is None:
        raise InputError("Notes can't be tested here yet.")
    row = test(note, asked.person)
    payload: dict[str, Json] = {"note": note.note_id, **row}
    return Draft(f"note:{note.note_id}", payload, (), numbered("t"), note_acts.about_customer(asked, note))


def _hidden(store: Path, value: Json) -> Json:
    if isinstance(value, str):
        return with_ids_hidden(store, value)
    return [_hidden(store, each) for each in value] if isinstance(value, Sequence) else value


def _kind(act: Mapping[str, Json]) -> Act:
    told = act.get("act")
    try:
        return Act(str(told))
    except ValueError:
        raise InputError(f'There is no act "{told}". There are: {", ".join(sorted(Act))}.') from None
