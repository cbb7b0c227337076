"""An act between being asked for and being written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from analytics.errors import InputError
from analytics.knowledge.chain import CUSTOMER
from analytics.knowledge.event import Event
from analytics.knowledge.evidence import Measurer
from analytics.knowledge.fields import Fields
from analytics.knowledge.known import Known
from analytics.knowledge.people import Person
from analytics.knowledge.retention_lists import Chooser
from analytics.knowledge.state import Knowledge, folded
from analytics.vocabulary import Json


def _makes_nothing(_: int) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Asked:
    """What somebody wants to do, and what it is checked against.

    Attributes
    ----------
    fields : Fields
        What they said.
    person : Person
        Who they are.
    knowledge : Knowledge
        What people have done and said so far.
    look : callable
        Gives what there is to act on; called only by acts that need it.
    pseudonyms : callable
        The pseudonyms of some customers' ids, in their order.
    ids : callable
        By pseudonym, the ids of those customers who are here.
    events : tuple of Event
        The acts that `knowledge` is folded from.
    choose : callable or None
        Chooses whom a retention list reaches; None where none can be made.
    measure : callable or None
        Measures what a finding rests on; None where none can be put up.
    """

    fields: Fields
    person: Person
    knowledge: Knowledge
    look: Callable[[], Known]
    pseudonyms: Callable[[Sequence[str]], Sequence[str]]
    ids: Callable[[Sequence[str]], Mapping[str, str]]
    events: tuple[Event, ...]
    choose: Chooser | None = None
    measure: Measurer | None = None

    def past(self, at: int) -> Knowledge:
        """What was known as of an entry's number."""
        return folded([event for event in self.events if event.sequence <= at])

    def customer_behind(self, pseudonym: str) -> str:
        """The id of a customer.

        Raises
        ------
        InputError
            If they aren't here any more.
        """
        found = self.ids([pseudonym])
        if pseudonym not in found:
            raise InputError("The customer whom this is about is not here any more.")
        return found[pseudonym]


@dataclass(frozen=True)
class Draft:
    """An act that was found to be right.

    Attributes
    ----------
    subject : str
        What it is done to, as the ledger names it.
    payload : mapping of str to Json
        Its details; customers by their pseudonyms.
    touches : tuple of str
        Subjects whose later change by others is a conflict.
    made : callable
        From the entry's number, the ids of what it makes or changes; the first is the one to tell.
    about : str or None
        The id of the one customer whom free text in it concerns.
    """

    subject: str
    payload: Mapping[str, Json]
    touches: tuple[str, ...] = ()
    made: Callable[[int], tuple[str, ...]] = _makes_nothing
    about: str | None = None

    @property
    def is_about_a_customer(self) -> bool:
        """Whether it is done to a customer, whom the ledger puts down by their pseudonym."""
        return self.about is not None and self.subject == f"{CUSTOMER}{self.about}"


@dataclass(frozen=True)
class Done:
    """An act that was written down.

    Attributes
    ----------
    act : str
        What was done.
    id : str
        What was made or changed: a note's id, a segment's key, ….
    sequence : int
        Its number in the ledger.
    ids : tuple of str
        All of them, where several were made.
    row : mapping of str to Json
        For a test of a note its row of ``note_tests``.
    """

    act: str
    id: str
    sequence: int
    ids: tuple[str, ...] = ()
    row: Mapping[str, Json] = field(default_factory=dict)


def numbered(letter: str) -> Callable[[int], tuple[str, ...]]:
    """Make ids of a letter and the entry's number, such as ``n17``."""
    return lambda sequence: (f"{letter}{sequence}",)


def stays(called: str) -> Callable[[int], tuple[str, ...]]:
    """Tell the id of what was changed."""
    return lambda _sequence: (called,)


def iso(day: date | None) -> str | None:
    """Write a day as the ledger keeps it."""
    return day.isoformat() if day else None
