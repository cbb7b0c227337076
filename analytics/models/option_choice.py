"""One option, and which few of many to propose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.models.changes_tried import Change, Places
from analytics.models.named_rows import Floats

MOST_OPTIONS = 3


@dataclass(frozen=True)
class Option:
    """One change for one customer.

    Attributes
    ----------
    owner : int
        Whose row it is.
    number : int
        1 is the simplest and smallest.
    change : Change
        The levers and their steps.
    values : ndarray
        The customer as they would be.
    probability, plausibility, effort : float
        The risk after; how near to real customers; past what share of customers it takes them.
    """

    owner: int
    number: int
    change: Change
    values: Floats
    probability: float
    plausibility: float
    effort: float


def fewest_and_different(candidates: Iterable[Option], owners: Places) -> list[Option]:
    """Keep at most three options a customer that pull different levers, none of them a part of another's.

    Parameters
    ----------
    candidates : iterable of Option
        Whatever would do, with the place of the customer among those who were asked for as the owner.
    owners : ndarray of int
        Whose row each of those is.

    Returns
    -------
    list of Option
        By customer; first with fewest levers, then with least effort, then with the lowest risk after.
    """
    ordered = sorted(
        candidates, key=lambda one: (one.owner, len(one.change), round(one.effort, 9), one.probability, one.change)
    )
    kept: list[Option] = []
    taken: dict[int, list[frozenset[int]]] = {}
    for one in ordered:
        levers = frozenset(place for place, _ in one.change)
        before = taken.setdefault(one.owner, [])
        if len(before) < MOST_OPTIONS and not any(other <= levers for other in before):
            before.append(levers)
            numbers = (one.change, one.values, one.probability, one.plausibility, one.effort)
            kept.append(Option(int(owners[one.owner]), len(before), *numbers))
    return kept
