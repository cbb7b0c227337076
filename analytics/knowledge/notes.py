"""Notes: claims by people, with kind, subject, evidence and dates, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from analytics.knowledge.event import Event
from analytics.knowledge.roles import Role
from analytics.vocabulary import Json

SMALLEST_GROUP = 50
"""Cultural and socioeconomic notes are about at least so many customers."""


class NoteKind(StrEnum):
    """What a note is a claim about."""

    CULTURAL = "cultural"
    SOCIOECONOMIC = "socioeconomic"
    REGULATORY = "regulatory"
    PRODUCT = "product"
    DATA_QUALITY = "data_quality"
    OTHER = "other"


CAREFUL_KINDS = frozenset({NoteKind.CULTURAL, NoteKind.SOCIOECONOMIC})
"""Kinds that are never about one customer, and that front-line roles don't see."""


class SubjectKind(StrEnum):
    """What a note is attached to."""

    SEGMENT = "segment"
    COHORT = "cohort"
    COHORT_CELL = "cohort_cell"
    PATTERN = "pattern"
    FEATURE = "feature"
    REGION = "region"
    CALENDAR = "calendar"
    CUSTOMER = "customer"


class NoteStatus(StrEnum):
    """Where a note stands on a day."""

    IN_FORCE = "in_force"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"
    REFUSED = "refused"
    ADOPTED = "adopted"


IN_FORCE = frozenset({NoteStatus.IN_FORCE, NoteStatus.DISPUTED, NoteStatus.REFUSED, NoteStatus.ADOPTED})
"""Notes that stand: a disputed one is shown as disputed, and one that its test refused as a feature stays a claim."""


@dataclass(frozen=True)
class Said:
    """Something that a person added to a note or a question.

    Attributes
    ----------
    id : str
        Its id.
    author : str
        Who said it.
    said_at : str
        When, UTC, ISO 8601.
    body : str
        What; empty where an agreement has no words.
    details : mapping of str to Json
        What else was said: purpose and legal basis of a signature, the row of a test.
    """

    id: str
    author: str
    said_at: str
    body: str
    details: Mapping[str, Json]


@dataclass(frozen=True)
class Note:
    """A claim by a person.

    Attributes
    ----------
    note_id : str
        ``n`` and the number of its entry.
    created_at, author, team
        When (UTC, ISO 8601), who, and the author's team then.
    kind : NoteKind
        What it is a claim about.
    subject_kind, subject_id
        What it is attached to: a segment's key, a cohort's id, a customer's pseudonym, ….
    body : str
        The claim.
    scope, evidence : str or None
        Whom and where it holds for; what it rests on, or a link.
    confidence : float or None
        The author's, 0-1.
    valid_from, valid_to : date or None
        From and to which day, both included; None: without limit.
    rule : str or None
        Whom it is about, as a rule.
    customers : frozenset of str or None
        Whom it is about, as pseudonyms.
    probability : float or None
        For a forecast: the author's probability (0-1) that it comes true.
    ripens_on : date or None
        For a forecast: the day on which that shows.
    known_until : str or None
        For a forecast: the last date whose outcomes were known when it was written down.
    counted : tuple of int or None
        Of a cell of the cohorts: how many were still here, and how many had joined, when it was written down.
    agreements, signatures, disputes, answers, tests : tuple of Said
        What others added, oldest first; disputes that were taken back are gone.
    withdrawn : Said or None
        Who withdrew it, if it was.
    """

    note_id: str
    created_at: str
    author: str
    team: str | None
    kind: NoteKind
    subject_kind: SubjectKind
    subject_id: str
    body: str
    scope: str | None = None
    evidence: str | None = None
    confidence: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    rule: str | None = None
    customers: frozenset[str] | None = None
    probability: float | None = None
    ripens_on: date | None = None
    known_until: str | None = None
    counted: tuple[int, int] | None = None
    agreements: tuple[Said, ...] = ()
    signatures: tuple[Said, ...] = ()
    disputes: tuple[Said, ...] = ()
    answers: tuple[Said, ...] = ()
    tests: tuple[Said, ...] = ()
    withdrawn: Said | None = None

    @property
    def is_forecast(self) -> bool:
        """Whether it says what will come, with a probability and a day."""
        return self.probability is not None

    @property
    def is_supported(self) -> bool:
        """Whether its last test supports it."""
        return bool(self.tests) and self.tests[-1].details.get("supported") is True

    @property
    def needs_signature(self) -> bool:
        """Whether its last test found it to say so much about a protected group that somebody must sign."""
        return bool(self.tests) and self.tests[-1].details.get("needs_signature") is True

    @property
    def awaits(self) -> str | None:
        """What is lacking before a supported note is adopted: ``agree`` or ``sign``; None if nothing is."""
        if not self.is_supported:
            return None
        if not self.agreements:
            return "agree"
        return "sign" if self.needs_signature and not self.signatures else None

    def status(self, today: date) -> NoteStatus:
        """Say where it stands.

        Parameters
        ----------
        today : date
            The day.

        Returns
        -------
        NoteStatus
            Adopted only if its last test supports it, a second person agrees, somebody signed where that is
            needed, and nobody disputes it.
        """
        if self.withdrawn:
            return NoteStatus.WITHDRAWN
        if self.valid_to and self.valid_to < today:
            return NoteStatus.EXPIRED
        if self.valid_from and self.valid_from > today:
            return NoteStatus.NOT_YET_VALID
        if self.disputes:
            return NoteStatus.DISPUTED
        if self.is_supported:
            return NoteStatus.IN_FORCE if self.awaits else NoteStatus.ADOPTED
        is_refused = bool(self.tests) and self.tests[-1].details.get("verdict") == "refused"
        return NoteStatus.REFUSED if is_refused else NoteStatus.IN_FORCE

    def is_seen_by(self, role: Role) -> bool:
        """Say whether a role may see it: front-line roles don't see cultural and socioeconomic notes."""
        return role is not Role.ADVISER or self.kind not in CAREFUL_KINDS


def note_of(event: Event, team: str | None) -> Note:
    """Read a note from its entry."""
    customers = event.texts("customers")
    return Note(
        note_id=f"n{event.sequence}",
        created_at=event.entry.done_at,
        author=event.author,
        team=team,
        kind=NoteKind(event.text("kind")),
        subject_kind=SubjectKind(event.text("subject_kind")),
        subject_id=event.text("subject_id"),
        body=event.text("body"),
        scope=event.text_or_none("scope"),
        evidence=event.text_or_none("evidence"),
        confidence=event.number("confidence"),
        valid_from=event.day("valid_from"),
        valid_to=event.day("valid_to"),
        rule=event.text_or_none("rule"),
        customers=frozenset(customers) if customers else None,
        probability=event.number("probability"),
        ripens_on=event.day("ripens_on"),
        known_until=event.text_or_none("known_until"),
        counted=(event.whole("n_retained"), event.whole("n_start")) if "n_start" in event.details else None,
    )


def said_in(event: Event, letter: str) -> Said:
    """Read what somebody added from its entry."""
    body = event.text_or_none("body") or ""
    return Said(f"{letter}{event.sequence}", event.author, event.entry.done_at, body, event.details)


def noted(note: Note, event: Event) -> Note:
    """Lay what somebody did about a note over it.

    Parameters
    ----------
    note : Note
        As it was.
    event : Event
        An agreement, a signature, a dispute, an answer, a test or a withdrawal.

    Returns
    -------
    Note
        As it is now. Who agrees takes their own dispute back, and who disputes their agreement.
    """
    if event.act == "agree":
        others = tuple(each for each in note.disputes if each.author != event.author)
        return replace(note, agreements=(*note.agreements, said_in(event, "a")), disputes=others)
    if event.act == "dispute":
        others = tuple(each for each in note.agreements if each.author != event.author)
        return replace(note, disputes=(*note.disputes, said_in(event, "d")), agreements=others)
    if event.act == "sign":
        return replace(note, signatures=(*note.signatures, said_in(event, "s")))
    if event.act == "answer":
        return replace(note, answers=(*note.answers, said_in(event, "r")))
    if event.act == "test_note":
        return replace(note, tests=(*note.tests, said_in(event, "t")))
    if "dispute" in event.details:
        taken_back = event.text("dispute")
        return replace(note, disputes=tuple(each for each in note.disputes if each.id != taken_back))
    return replace(note, withdrawn=said_in(event, "w"))
