"""What a note is about, checked: its subject, its rule or list, and the size of the group."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from analytics.errors import InputError
from analytics.knowledge.cohort_cell import ALL, CohortCell, cohort_cell
from analytics.knowledge.draft import Asked
from analytics.knowledge.fields import LONGEST_NAME
from analytics.knowledge.notes import CAREFUL_KINDS, SMALLEST_GROUP, NoteKind, SubjectKind
from analytics.knowledge.rules import Rule, parse


@dataclass(frozen=True)
class Subject:
    """What a note, a question or a decision is attached to.

    Attributes
    ----------
    kind : SubjectKind
        What it is.
    id : str
        A segment's key, a customer's pseudonym, or an id or name.
    n_customers : int or None
        How many customers a segment or cohort has; None where that can't be said.
    about : str or None
        The id of the customer, if it is one.
    counted : tuple of int or None
        Of a cell of the cohorts: how many are still here, and how many joined.
    """

    kind: SubjectKind
    id: str
    n_customers: int | None = None
    about: str | None = None
    counted: tuple[int, int] | None = None

    @property
    def named(self) -> str:
        """As the ledger names it."""
        return f"{self.kind}:{self.about or self.id}"


@dataclass(frozen=True)
class People:
    """Whom a note is about.

    Attributes
    ----------
    rule : Rule or None
        A rule that they meet.
    customers : tuple of str
        Their ids, if they are listed.
    """

    rule: Rule | None = None
    customers: tuple[str, ...] = ()


def subject_of(asked: Asked) -> Subject:
    """Read ``subject_kind`` and ``subject_id``.

    Raises
    ------
    InputError
        If there is no such thing.
    """
    kind = asked.fields.choice("subject_kind", SubjectKind)
    called = asked.fields.text("subject_id", longest=LONGEST_NAME)
    return _FINDERS[kind](asked, called)


def note_subject(asked: Asked, kind: NoteKind) -> Subject:
    """Read a note's subject.

    Raises
    ------
    InputError
        If there is no such thing, or a note of this kind can't be about it.
    """
    subject = subject_of(asked)
    groups = {SubjectKind.SEGMENT, SubjectKind.COHORT, SubjectKind.COHORT_CELL}
    allowed = groups | {SubjectKind.REGION, SubjectKind.CALENDAR}
    if kind in CAREFUL_KINDS and subject.kind not in allowed:
        raise InputError(
            f"A {kind} note is about a group of at least {SMALLEST_GROUP} customers (a segment or cohort), a region or "
            f"the calendar, never about a {subject.kind}."
        )
    return subject


def whom(asked: Asked) -> People:
    """Read ``rule`` or ``customers``, either of which may be missing.

    Raises
    ------
    InputError
        If both are there, the rule can't be read, or customers are unknown.
    """
    if asked.fields.has("rule") and asked.fields.has("customers"):
        raise InputError("note: say whom it is about by a rule or by a list of customers, not both.")
    if asked.fields.has("rule"):
        return People(parse(asked.fields.text("rule", longest=20_000), asked.look().columns))
    if asked.fields.has("customers"):
        return People(customers=asked.look().customers(asked.fields.texts("customers"), described=False))
    return People()


def refuse_small_group(asked: Asked, kind: NoteKind, subject: Subject, people: People) -> None:
    """Refuse a cultural or socioeconomic note about few.

    Raises
    ------
    InputError
        If segment, cohort, rule or list has fewer than `SMALLEST_GROUP` customers.
    """
    if kind not in CAREFUL_KINDS:
        return
    sizes = [subject.n_customers, len(people.customers) if people.customers else None]
    if people.rule is not None:
        holding = asked.look().holding(people.rule)
        sizes.append(None if holding is None else len(holding))
    fewest = min((size for size in sizes if size is not None), default=SMALLEST_GROUP)
    if fewest < SMALLEST_GROUP:
        raise InputError(
            f"A {kind} note is about at least {SMALLEST_GROUP} customers, and this one would be about {fewest:,}: "
            "too few for a claim that isn't about persons."
        )


def _segment(asked: Asked, called: str) -> Subject:
    segment = asked.look().segment(called)
    return Subject(SubjectKind.SEGMENT, segment.key, segment.n_customers)


def _cohort(asked: Asked, called: str) -> Subject:
    cohort = asked.knowledge.cohorts.get(called)
    if cohort is None:
        raise InputError(f'There is no cohort "{called}".')
    if cohort.rule is None:
        return Subject(SubjectKind.COHORT, called, len(cohort.customers or ()))
    known = asked.look()
    return Subject(SubjectKind.COHORT, called, len(known.counted(parse(cohort.rule, known.columns))))


def _cohort_cell(asked: Asked, called: str) -> Subject:
    named = cohort_cell(called)
    known = asked.look()
    group = ALL if named.group == ALL else known.segment(named.group).key
    cell = CohortCell(named.cohort, named.months, group)
    counted = known.cohort_cell(cell)
    if counted is None:
        raise InputError(f'The cell "{cell.id}" is nobody\'s, or not over yet for all who joined then.')
    return Subject(SubjectKind.COHORT_CELL, cell.id, counted[1], counted=counted)


def _customer(asked: Asked, called: str) -> Subject:
    asked.look().customers([called], described=False)
    (pseudonym,) = asked.pseudonyms([called])
    return Subject(SubjectKind.CUSTOMER, pseudonym, 1, about=called)


def _feature(asked: Asked, called: str) -> Subject:
    return _one_of(asked.look().features, SubjectKind.FEATURE, called)


def _region(asked: Asked, called: str) -> Subject:
    return _one_of(asked.look().regions, SubjectKind.REGION, called)


def _pattern(asked: Asked, called: str) -> Subject:
    return _one_of(asked.look().patterns, SubjectKind.PATTERN, called)


def _calendar(_: Asked, called: str) -> Subject:
    return Subject(SubjectKind.CALENDAR, called)


def _one_of(there: Collection[str], kind: SubjectKind, called: str) -> Subject:
    if called not in there:
        listed = ", ".join(sorted(there)[:20]) or "none in this snapshot"
        raise InputError(f'There is no {kind} "{called}". There are: {listed}.')
    return Subject(kind, called)


_FINDERS: dict[SubjectKind, Callable[[Asked, str], Subject]] = {
    SubjectKind.SEGMENT: _segment,
    SubjectKind.COHORT: _cohort,
    SubjectKind.COHORT_CELL: _cohort_cell,
    SubjectKind.CUSTOMER: _customer,
    SubjectKind.FEATURE: _feature,
    SubjectKind.REGION: _region,
    SubjectKind.PATTERN: _pattern,
    SubjectKind.CALENDAR: _calendar,
}
