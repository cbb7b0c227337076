"""What waits for a person: questions, approvals asked, notes that are about to expire, weak matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

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
    WEAK_MATCH = "weak_match"


@dataclass(frozen=True)
class InboxItem:
    """One thing that waits for a person.

    Attributes
    ----------
    waiting : Waiting
        Why.
    id : str
        What it is about: a question's, note's or task's id.
    author : str
        Whose it is; empty for a weak match, which the model asks about.
    body : str
        The question, the note, or the segment's key.
    since : str
        When it was said (UTC, ISO 8601), or the day on which a note expires; empty for a weak match.
    """

    waiting: Waiting
    id: str
    author: str
    body: str
    since: str


def inbox(
    knowledge: Knowledge, person: Person, today: date, *, weak_matches: Iterable[SegmentKey] = ()
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

    Returns
    -------
    tuple of InboxItem
        Questions to them without an answer of theirs; answers by others to their last questions; supported notes of
        others that they may agree to or sign; disputes of their notes; their notes that expire within
        `EXPIRING_DAYS`; weak matches that nobody decided, for those who may.
    """
    return (
        *_questions(knowledge, person),
        *_approvals(knowledge, person, today),
        *_own_notes(knowledge, person, today),
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


def _matches(knowledge: Knowledge, person: Person, weak_matches: Iterable[SegmentKey]) -> Iterator[InboxItem]:
    if may(person.role, Act.DECIDE):
        for key in weak_matches:
            if key not in knowledge.carried:
                yield InboxItem(Waiting.WEAK_MATCH, f"{MATCH}{key}", "", key, "")
