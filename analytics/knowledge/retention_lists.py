"""Retention lists: whom the bank means to contact, whom it holds back to compare, and by which terms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from analytics.knowledge.event import Event


class Ranking(StrEnum):
    """What comes first on a list."""

    UPLIFT = "uplift"
    VALUE = "value"
    RISK = "risk"


@dataclass(frozen=True)
class ListTerms:
    """What a list is made by.

    Attributes
    ----------
    capacity : int
        The most customers who can be contacted; those held back come on top.
    ranked_by : Ranking or None
        By how much the offer lowers the probability of leaving, by that times what the customer is worth, or by risk.
        None, until it is settled: by uplift where that is known, else by risk.
    held_back_share : float
        The share of the list that is held back, from 0 to under 1.
    least_days : int
        Days since the last contact, at least.
    purposes : tuple of str
        What a customer must have agreed to, all of it.
    seed : int
        Draws who is held back.
    offer : str
        What customers are offered; empty: it doesn't matter which.
    """

    capacity: int
    ranked_by: Ranking | None = None
    held_back_share: float = 0.15
    least_days: int = 30
    purposes: tuple[str, ...] = ()
    seed: int = 0
    offer: str = ""


@dataclass(frozen=True)
class Chosen:
    """Whom a list reaches.

    Attributes
    ----------
    contacted, held_back : tuple of str
        Ids, the first to be contacted first.
    left_out : tuple of (str, int)
        Reasons, and for how many customers each is the first that applies.
    expected_saved : float or None
        The customers whom contacting is expected to keep, added up; None where the effect is not known.
    value_saved : float or None
        What they are worth.
    terms : ListTerms
        By which they were chosen, as they were settled.
    as_of : date
        The day on which customers were described.
    snapshot : str
        The id of the snapshot.
    """

    contacted: tuple[str, ...]
    held_back: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]
    expected_saved: float | None
    value_saved: float | None
    terms: ListTerms
    as_of: date
    snapshot: str


Chooser = Callable[[Collection[str] | None, ListTerms, Collection[str]], Chosen]
"""From ids (None: all described customers), terms and the ids of those on other lists to whom a list reaches."""


@dataclass(frozen=True)
class RetentionList:
    """A list that somebody made.

    Attributes
    ----------
    list_id : str
        ``l`` and the number of its entry.
    name, author, made_at : str
        What it is called, by whom, when (UTC, ISO 8601).
    channel : str
        Where the customers are offered something; may be empty.
    owner : str
        Who answers for it.
    as_of, due_on : date
        The day on which customers were described, and by which they are to be contacted.
    terms : ListTerms
        What it was made by.
    whom : str
        Which customers it was made from, in words.
    contacted, held_back : tuple of str
        Pseudonyms, the first to be contacted first.
    left_out : tuple of (str, int)
        As in `Chosen`.
    expected_saved, value_saved : float or None
        As in `Chosen`.
    """

    list_id: str
    name: str
    author: str
    made_at: str
    channel: str
    owner: str
    as_of: date
    due_on: date
    terms: ListTerms
    whom: str
    contacted: tuple[str, ...]
    held_back: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    expected_saved: float | None = None
    value_saved: float | None = None

    @property
    def ripe_on(self) -> date:
        """The day at whose end it can be told what came of it."""
        return self.due_on + timedelta(days=DAYS_UNTIL_RIPE)


DAYS_UNTIL_RIPE = 90
"""After the day by which customers are contacted: who is still here then was kept, or would have stayed anyway."""


def on_unripe_lists(lists: Iterable[RetentionList], *, as_of: date | None) -> tuple[str, ...]:
    """Name those on lists that are not ripe yet, contacted or held back, by pseudonyms.

    Whoever of them was on a second list too would be contacted twice, or contacted although the first holds them back,
    and then nobody could tell what came of either.

    Parameters
    ----------
    lists : iterable of RetentionList
        Those that stand.
    as_of : date or None
        The day; None: none is ripe.
    """
    unripe = [each for each in lists if as_of is None or each.ripe_on > as_of]
    return tuple(sorted({name for each in unripe for name in (*each.contacted, *each.held_back)}))


LEFT_OUT = "left_out_"
"""How the names of the ledger's fields begin that count who is not on a list."""


def list_of(event: Event) -> RetentionList:
    """Read a list out of its entry.

    Parameters
    ----------
    event : Event
        An act ``retention_list``.

    Returns
    -------
    RetentionList
        As it was made.
    """
    counts = [(name.removeprefix(LEFT_OUT), name) for name in event.details if name.startswith(LEFT_OUT)]
    return RetentionList(
        list_id=f"l{event.sequence}",
        name=event.label("name"),
        author=event.author,
        made_at=event.entry.done_at,
        channel=event.text_or_none("channel") or "",
        owner=event.text("owner"),
        as_of=date.fromisoformat(event.text("as_of")),
        due_on=date.fromisoformat(event.text("due_on")),
        terms=_terms(event),
        whom=event.text("whom"),
        contacted=event.texts("contacted"),
        held_back=event.texts("held_back"),
        left_out=tuple((reason, event.whole(name)) for reason, name in counts),
        expected_saved=event.number("expected_saved"),
        value_saved=event.number("value_saved"),
    )


def _terms(event: Event) -> ListTerms:
    return ListTerms(
        capacity=event.whole("capacity"),
        ranked_by=Ranking(event.text("ranked_by")),
        held_back_share=event.number("hold_out") or 0.0,
        least_days=event.whole("least_days"),
        purposes=event.texts("purposes"),
        seed=event.whole("seed"),
        offer=event.text("offer"),
    )
