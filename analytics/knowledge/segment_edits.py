"""What people did to the segment tree: one value an edit, in the order in which they were made.

A segment is named by its `segment_key`, which stays with it over rebuilds. Customers are named by their pseudonyms
(`analytics.store.erased.pseudonym`), so that an erased customer leaves no id behind. An edit makes new segments with
keys of their own, made from its number in the ledger (`made_key`), so that a later edit can name them and a replay on
another segmentation gives the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from analytics.vocabulary import SegmentKey

SMALLEST_PART = 0.05
"""Of a merged segment's customers; a smaller part that the model sees in it goes to the largest."""


@dataclass(frozen=True)
class Merge:
    """Two or more segments of one level become one.

    Attributes
    ----------
    sequence : int
        The edit's number in the ledger.
    segments : tuple of SegmentKey
        Their keys; the parent of the largest of them is the parent of what comes out.
    name : str
        What the expert calls it.
    """

    sequence: int
    segments: tuple[SegmentKey, ...]
    name: str


@dataclass(frozen=True)
class SplitByRule:
    """One segment becomes two: those who meet a rule, and the others.

    Attributes
    ----------
    sequence : int
        The edit's number in the ledger.
    segment : SegmentKey
        Its key.
    rule : str
        Comparisons over features and attributes (`analytics.knowledge.rules`).
    names : tuple of (str, str) or None
        What the expert calls those who meet it, and the others.
    """

    sequence: int
    segment: SegmentKey
    rule: str
    names: tuple[str, str] | None = None


@dataclass(frozen=True)
class SplitByCustomers:
    """One segment becomes two: the customers who were chosen, and the others.

    Attributes
    ----------
    sequence : int
        The edit's number in the ledger.
    segment : SegmentKey
        Its key.
    customers : frozenset of str
        Pseudonyms.
    names : tuple of (str, str) or None
        What the expert calls those who were chosen, and the others.
    """

    sequence: int
    segment: SegmentKey
    customers: frozenset[str]
    names: tuple[str, str] | None = None


@dataclass(frozen=True)
class SplitByModel:
    """One segment becomes the parts that the model sees in it: its children, or the halves of a lowest segment.

    Attributes
    ----------
    sequence : int
        The edit's number in the ledger.
    segment : SegmentKey
        Its key.
    """

    sequence: int
    segment: SegmentKey


@dataclass(frozen=True)
class Move:
    """Customers belong to another segment than the model's.

    Attributes
    ----------
    sequence : int
        The edit's number in the ledger.
    customers : frozenset of str
        Pseudonyms.
    to : SegmentKey
        Where they belong, at its level and, through its parents, above.
    """

    sequence: int
    customers: frozenset[str]
    to: SegmentKey


@dataclass(frozen=True)
class Lock:
    """A segment keeps the customers that it has, whatever a later clustering says.

    Attributes
    ----------
    sequence : int
        The edit's number in the ledger.
    segment : SegmentKey
        Its key.
    customers : frozenset of str
        Pseudonyms of those who were in it.
    """

    sequence: int
    segment: SegmentKey
    customers: frozenset[str]


SegmentEdit: TypeAlias = Merge | SplitByRule | SplitByCustomers | SplitByModel | Move | Lock


def made_key(level: int, sequence: int, part: str = "") -> SegmentKey:
    """Give the key of a segment that an edit makes.

    Parameters
    ----------
    level : int
        1, 2 or 3.
    sequence : int
        The edit's number in the ledger.
    part : str
        Which of several: `a` for those who were singled out, `b` for the others, or a child's key.

    Returns
    -------
    SegmentKey
        Never the same for two edits.

    Examples
    --------
    >>> made_key(3, 12, "a")
    '3-e12a'
    """
    return SegmentKey(f"{level}-e{sequence}{part}")
