"""Whose cohorts are shown: all customers', a segment's, a region's, or of all the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analytics.insights.cohort_comparison import others_of
from analytics.insights.cohort_triangle import large_enough
from analytics.knowledge.cohort_cell import ALL
from analytics.store.snapshots import Snapshot
from pages.shared import profile
from pages.shared.filters import region_words
from pages.shared.readers import retention as reader
from pages.shared.readers.segments import segment_at, segments
from pages.shared.selection import Selection


@dataclass(frozen=True)
class Group:
    """A group of customers whose cohorts are counted.

    Attributes
    ----------
    snapshot : Snapshot
        Where.
    kind : {'all', 'segment', 'region'}
        What it is.
    member : str
        The segment's id, the region; empty for all.
    key : str
        As notes and links name it: a segment's key, a region, ``all``.
    label : str
        Its name (text from data: use `plain` in markdown).
    """

    snapshot: Snapshot
    kind: Literal["all", "segment", "region"] = "all"
    member: str = ""
    key: str = ALL
    label: str = "All customers"

    @property
    def takes_notes(self) -> bool:
        """Whether notes can be about its cells."""
        return self.kind != "region"

    @property
    def whose(self) -> str:
        """In words beside a cell; empty for all customers."""
        return "" if self.kind == "all" else f"{self.kind} “{self.label}”"

    def counted(self, by: str) -> pd.DataFrame:
        """Its cells, whoever looks."""
        if self.kind == "region":
            return reader.region_triangle(self.snapshot, self.member, by)
        return reader.triangle(self.snapshot, self.member or None, by)

    def triangle(self, by: str) -> pd.DataFrame:
        """Its cells, those alone that whoever works here may see."""
        cells = self.counted(by)
        return cells if profile.sees_ids() else large_enough(cells, reader.triangle(self.snapshot, None, by))


def group_of(snapshot: Snapshot, chosen: Selection) -> Group:
    """The group that the selection's segment names, else its region, else all."""
    found = segment_at(snapshot, chosen.segment) if chosen.segment else None
    if found is not None:
        return Group(snapshot, "segment", found.segment_id, found.segment_key, found.label)
    if chosen.region and "region_id" in snapshot.columns("customers"):
        name = region_words(snapshot).get(chosen.region, chosen.region)
        return Group(snapshot, "region", chosen.region, chosen.region, name)
    return Group(snapshot)


def others_like(group: Group) -> dict[str, Group]:
    """The other groups of the same kind, by what the link calls them."""
    if group.kind == "segment":
        table = segments(group.snapshot)
        rows = table.loc[table["segment_id"].astype("str") != group.member, ["segment_id", "segment_key", "label"]]
        return {
            str(key): Group(group.snapshot, "segment", str(called), str(key), str(label))
            for called, key, label in rows.itertuples(index=False, name=None)
        }
    if group.kind == "region":
        names = region_words(group.snapshot)
        return {key: Group(group.snapshot, "region", key, key, name) for key, name in names.items() if key != group.key}
    return {}


def holds(outer: Group, inner: Group) -> bool:
    """Say whether a segment lies in another one of a level above."""
    if outer.kind != "segment" or inner.kind != "segment":
        return False
    table = segments(outer.snapshot)
    above = dict(zip(table["segment_id"].astype("str"), table["parent_id"].astype("string").fillna(""), strict=True))
    at = above.get(inner.member, "")
    while at and at != outer.member:
        at = above.get(at, "")
    return at == outer.member


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


def sides(first: Group, second: Group | None, by: str) -> tuple[Side, Side, str]:
    """Two sides that share nobody, and what was done about those whom the groups share.

    `second` is None for all the others. Where one group lies in the other, it is compared with the others of that one.
    """
    own = first.counted(by)
    if second is None:
        everyone = Group(first.snapshot).counted(by)
        return Side(f"“{first.label}”", own), Side("all others", others_of(everyone, own)), ""
    other = second.counted(by)
    told = "“{}” is a part of “{}”, so it is compared with the others of it: nobody counts on both sides."
    if holds(second, first):
        rest = Side(f"the others of “{second.label}”", others_of(other, own))
        return Side(f"“{first.label}”", own), rest, told.format(first.label, second.label)
    if holds(first, second):
        rest = Side(f"the others of “{first.label}”", others_of(own, other))
        return rest, Side(f"“{second.label}”", other), told.format(second.label, first.label)
    return Side(f"“{first.label}”", own), Side(f"“{second.label}”", other), ""
