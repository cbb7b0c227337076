"""Two groups beside each other so that nobody counts on both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analytics.insights.cohort_comparison import others_of
from pages.shared.cohort_groups import CAN_SHARE, Group, holds


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes
    ----------
    label : str
        What it is called (text from data).
    cells : DataFrame
        Its cells, whoever looks.
    """

    label: str
    cells: pd.DataFrame


@dataclass(frozen=True)
class Sides:
    """Two sides that share nobody.

    Attributes
    ----------
    first, second : Side
        What is compared.
    told : str
        What was done about those whom the groups share; may be empty.
    shared : DataFrame or None
        The cells of those who are in both and count on neither side; None where there are none such.
    """

    first: Side
    second: Side
    told: str = ""
    shared: pd.DataFrame | None = None


_PART = "“{}” is a part of “{}”, so it is compared with the others of it: nobody counts on both sides."
_BOTH = "Some customers are in both: they count on neither side."


def sides(first: Group, second: Group | None, by: str) -> Sides:
    """Take two groups so that nobody counts on both sides; `second` is None for all the others.

    Where one group lies in the other, it is compared with the others of that one.
    """
    own = first.counted(by)
    if second is None:
        everyone = Group(first.snapshot).counted(by)
        return Sides(Side(f"“{first.label}”", own), Side("all others", others_of(everyone, own)))
    other = second.counted(by)
    own_alone, other_alone = _alone(first, second, (own, other), by)
    if own_alone.empty and len(own):
        return _part(first, second, own, other_alone)
    if other_alone.empty and len(other):
        found = _part(second, first, other, own_alone)
        return replace(found, first=found.second, second=found.first)
    shared = others_of(own, own_alone)
    if shared.empty:
        return Sides(Side(f"“{first.label}”", own), Side(f"“{second.label}”", other))
    names = f"“{first.label}” only", f"“{second.label}” only"
    return Sides(Side(names[0], own_alone), Side(names[1], other_alone), _BOTH, shared)


def _alone(first: Group, second: Group, both: tuple[pd.DataFrame, pd.DataFrame], by: str) -> tuple[pd.DataFrame, ...]:
    """The cells of those who are in one group and not in the other."""
    own, other = both
    if first.kind in CAN_SHARE:
        return first.counted_without(second, by), second.counted_without(first, by)
    if holds(second, first):
        return own.head(0), others_of(other, own)
    return (others_of(own, other), other.head(0)) if holds(first, second) else both


def _part(part: Group, whole: Group, own: pd.DataFrame, others: pd.DataFrame) -> Sides:
    """Put a group beside the others of the one in which it lies."""
    told = _PART.format(part.label, whole.label)
    return Sides(Side(f"“{part.label}”", own), Side(f"the others of “{whole.label}”", others), told)
