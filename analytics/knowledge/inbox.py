"""What waits for a person: questions, approvals asked, expiring notes, findings to answer for, weak matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from analytics.knowledge.findings import Finding, FindingState
from analytics.knowledge.notes import Note, NoteStatus
from analytics.knowledge.people import Person
from analytics.knowledge.roles import Act, may
from analytics.knowledge.state import MATCH, Knowledge
from analytics.vocabulary import SegmentKey

EXPIRING_DAYS = 30


class Waiting(StrEnum):
    """Why something waits."""

    QUESTION = "question"
    ANSWER = "answer"
    AGREEMENT = "agreement"
    SIGNATURE = "signature"
    DISPUTE = "dispute"
    EXPIRING = "expiring"
    FINDING_GIVEN = "finding_given"
    FINDING_FELL = "finding_fell"
    WEAK_MATCH = "weak_match"


@dataclass(frozen=True)
class InboxItem:
    """One thing that waits for a person.

    Attributes
    ----------
    waiting : Waiting
        Why.
    id : str
        What it is about: a question's, note's, finding's or task's id.
    author : str
        Whose it is, or who gave the finding; empty where nobody says it: for a weak match, which the model asks about,
        and for a finding that is no longer supported.
    body : str
        The question, the note, the claim, or the segment's key.
    since : str
        When it was said (UTC, ISO 8601), or the day on which a note expires; empty for a weak match.
    why : str
        Of a finding, why it is no longer supported; else empty.
    """

    waiting: Waiting
    id: str
    author: str
    body: str
    since: str
    why: str = ""


def inbox(
    knowledge: Knowledge,
    person: Person,
    today: date,
    *,
    weak_matches: Iterable[SegmentKey] = (),
    unsupported: Mapping[str, str] = MappingProxyType({}),
    served_since: str = "",
) -> tuple[InboxItem, ...]:
    """List what waits for a person.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.
    person : Person
        Whose inbox it is.
    today : date
        The day.
    weak_matches : iterable of SegmentKey
        Keys of earlier segments of which the last build couldn't say what became of them.
    unsupported : mapping of str to str
        Findings that what is served no longer supports, by id, each with why.
    served_since : str
        When what is served was built (UTC, ISO 8601).

    Returns
    -------
    tuple of InboxItem
        Questions to them without an answer of theirs; answers by others to their last questions; supported notes of
        others that they may agree to or sign; disputes of their notes; their notes that expire within
        `EXPIRING_DAYS`; findings that others gave them, until they change them, or they are closed; findings of theirs
        that are no longer supported, until they change them after that build, or close them; weak matches that nobody
        decided, for those who may.
    """
    return (
        *_questions(knowledge, person),
        *_approvals(knowledge, person, today),
        *_own_notes(knowledge, person, today),
        *_given(knowledge, person),
        *_fallen(knowledge, person, unsupported, served_since),
        *_matches(knowledge, person, weak_matches),
    )


def record(knowledge: Knowledge, name: str) -> tuple[Note, ...]:
    """List a person's forecasts.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.
    name : str
        The person.

    Returns
    -------
    tuple of Note
        Their notes that say with a probability what will come, oldest first; withdrawn ones too, so that nobody's
        record improves by taking back what didn't come.
    """
    return tuple(note for note in knowledge.notes.values() if note.author == name and note.is_forecast)


def _questions(knowledge: Knowledge, person: Person) -> Iterator[InboxItem]:
    for each in knowledge.questions.values():
        if each.to == person.name and all(answer.author != person.name for answer in each.answers):
            yield InboxItem(Waiting.QUESTION, each.question_id, each.author, each.body, each.asked_at)
        if each.author == person.name and each.answers and each.answers[-1].author != person.name:
            last = each.answers[-1]
            yield InboxItem(Waiting.ANSWER, each.question_id, last.author, last.body, last.said_at)


def _approvals(knowledge: Knowledge, person: Person, today: date) -> Iterator[InboxItem]:
    for note in knowledge.notes.values():
        if note.author == person.name or note.status(today) != NoteStatus.IN_FORCE:
            continue
        since = note.tests[-1].said_at if note.tests else note.created_at
        if note.awaits == Act.AGREE and may(person.role, Act.AGREE):
            yield InboxItem(Waiting.AGREEMENT, note.note_id, note.author, note.body, since)
        if note.awaits == Act.SIGN and may(person.role, Act.SIGN):
            yield InboxItem(Waiting.SIGNATURE, note.note_id, note.author, note.body, since)


def _own_notes(knowledge: Knowledge, person: Person, today: date) -> Iterator[InboxItem]:
    for note in knowledge.notes.values():
        if note.author != person.name or note.withdrawn:
            continue
        for dispute in note.disputes:
            yield InboxItem(Waiting.DISPUTE, note.note_id, dispute.author, dispute.body, dispute.said_at)
        if note.valid_to and today <= note.valid_to <= today + timedelta(days=EXPIRING_DAYS):
            yield InboxItem(Waiting.EXPIRING, note.note_id, note.author, note.body, note.valid_to.isoformat())


def _answered_for(knowledge: Knowledge, person: Person) -> Iterator[Finding]:
    for each in knowledge.findings.values():
        if each.owner == person.name and each.state is not FindingState.CLOSED:
            yield each


def _given(knowledge: Knowledge, person: Person) -> Iterator[InboxItem]:
    for each in _answered_for(knowledge, person):
        handed = [at for at, change in enumerate(each.changes) if "owner" in change.details]
        giver, since, later = each.author, each.put_up_at, each.changes
        if handed:
            given = each.changes[handed[-1]]
            giver, since, later = given.author, given.said_at, each.changes[handed[-1] + 1 :]
        if giver != person.name and all(change.author != person.name for change in later):
            yield InboxItem(Waiting.FINDING_GIVEN, each.finding_id, giver, each.claim, since)


def _fallen(knowledge: Knowledge, person: Person, unsupported: Mapping[str, str], since: str) -> Iterator[InboxItem]:
    for each in _answered_for(knowledge, person):
        seen_to = any(change.author == person.name and change.said_at > since for change in each.changes)
        if each.finding_id in unsupported and not seen_to:
            why = unsupported[each.finding_id]
            yield InboxItem(Waiting.FINDING_FELL, each.finding_id, "", each.claim, "", why)


def _matches(knowledge: Knowledge, person: Person, weak_matches: Iterable[SegmentKey]) -> Iterator[InboxItem]:
    if may(person.role, Act.DECIDE):
        for key in weak_matches:
            if key not in knowledge.carried:
                yield InboxItem(Waiting.WEAK_MATCH, f"{MATCH}{key}", "", key, "")
