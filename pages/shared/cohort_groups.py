"""Whose cohorts are shown: all customers', those of whoever one filter keeps, or of all the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from analytics.insights.cohorts_told import LENGTH_OF_GROUPS
from analytics.knowledge.cohort_cell import ALL
from analytics.store.snapshots import Snapshot
from pages.shared import profile
from pages.shared.filters import region_words
from pages.shared.formats import words
from pages.shared.readers import cohorts, cohorts_told, population, tags
from pages.shared.readers import retention as reader
from pages.shared.readers.segments import parents, segment_at, segments
from pages.shared.selection import Selection
from pages.shared.small_selection import like

Kind = Literal["all", "segment", "region", "home_channel", "product", "tag", "cohort"]
ONE_BY_ONE: tuple[Kind, ...] = ("segment", "region", "home_channel", "product", "tag", "cohort")
"""The filters that can be a group, the first of them first; named as in the selection."""

_WORDS = {"home_channel": "channel", "product": "holders of"}
CAN_SHARE = ("product", "tag", "cohort")
"""Kinds of which one customer can be in two."""


@dataclass(frozen=True)
class Group:
    """A group of customers whose cohorts are counted.

    Attributes
    ----------
    snapshot : Snapshot
        Where.
    kind : str
        What it is.
    member : str
        The segment's id, the region, channel, product, tag, saved cohort's id; empty for all.
    key : str
        As notes and links name it: a segment's key, else the member; ``all``.
    label : str
        Its name (text from data: use `plain` in markdown).
    """

    snapshot: Snapshot
    kind: Kind = "all"
    member: str = ""
    key: str = ALL
    label: str = "All customers"

    @property
    def takes_notes(self) -> bool:
        """Whether notes can be about its cells."""
        return self.kind in ("all", "segment")

    @property
    def whose(self) -> str:
        """In words beside a cell; empty for all customers."""
        return "" if self.kind == "all" else f"{_WORDS.get(self.kind, self.kind)} “{self.label}”"

    @property
    def selection(self) -> Selection:
        """Its customers who are here, by its filter alone."""
        return Selection() if self.kind == "all" else replace(Selection(), **{self.kind: self.key})  # type: ignore[arg-type]

    @property
    def holds_a_list(self) -> bool:
        """Whether customers were put into it one by one, and so were here when they were."""
        if self.kind == "cohort":
            saved = cohorts.cohort(self.member)
            return saved is not None and not saved.is_live
        return self.kind == "tag" and tags.is_on_a_list(self.member)

    def counted(self, by: str) -> pd.DataFrame:
        """Its cells, whoever looks."""
        if self.kind in ("tag", "cohort"):
            return reader.selected_triangle(self.snapshot, self.selection, None, by)
        if self.kind in ("region", "home_channel", "product"):
            return reader.member_triangle(self.snapshot, self.kind.removeprefix("home_"), self.member, by)
        return reader.triangle(self.snapshot, self.member or None, by)

    def counted_without(self, other: Group, by: str) -> pd.DataFrame:
        """The cells of those who are in it and not in another one of its kind, whoever looks."""
        if self.kind in ("tag", "cohort"):
            return reader.selected_triangle(self.snapshot, self.selection, other.selection, by)
        return reader.holders_triangle(self.snapshot, self.member, other.member, by)

    def triangle(self, by: str) -> pd.DataFrame:
        """Its cells, those alone that whoever works here may see."""
        return self.only_told(self.counted(by), by)

    def only_told(self, cells: pd.DataFrame, by: str) -> pd.DataFrame:
        """Leave out the cohorts of which whoever works here may not be told in this group's triangle."""
        if profile.sees_ids() or cells.empty:
            return cells
        return cells.loc[cells["cohort"].isin(self._told(by))].reset_index(drop=True)

    def _told(self, by: str) -> frozenset[str]:
        if self.kind == "all":
            return cohorts_told.of_all(self.snapshot)[by]
        if by != LENGTH_OF_GROUPS:
            return frozenset()
        if self.kind == "segment":
            return cohorts_told.of_segments(self.snapshot).get(self.member, frozenset())
        if self.kind == "product":
            return cohorts_told.of_products(self.snapshot).get(self.member, frozenset())
        if self.kind in ("region", "home_channel"):
            dimension = self.kind.removeprefix("home_")
            return cohorts_told.of_members(self.snapshot, dimension).get(self.member, frozenset())
        return cohorts_told.of_selection(self.snapshot, self.selection, *like(self.snapshot, self.selection))


def group_of(snapshot: Snapshot, chosen: Selection) -> Group:
    """The group that the first of the selection's filters names which can be one; else all."""
    found = segment_at(snapshot, chosen.segment) if chosen.segment else None
    if found is not None:
        return Group(snapshot, "segment", found.segment_id, found.segment_key, found.label)
    for kind in ONE_BY_ONE[1:]:
        member = getattr(chosen, kind)
        if member is not None and member in (named := _named(snapshot, kind)):
            return Group(snapshot, kind, member, member, named[member])
    return Group(snapshot)


def _named(snapshot: Snapshot, kind: Kind) -> dict[str, str]:
    """Every group of a kind, with its name."""
    if kind == "region":
        return region_words(snapshot) if "region_id" in snapshot.columns("customers") else {}
    if kind == "home_channel":
        return {each: words(each) for each in population.channels(snapshot)}
    if kind == "product":
        return {each: each for each in population.products(snapshot)}
    if "retention_facts" not in snapshot.tables():
        return {}
    if kind == "tag":
        return {each: each for each in tags.tags()}
    return {each.cohort_id: each.name for each in cohorts.workable(snapshot)}


def others_like(group: Group) -> dict[str, Group]:
    """The other groups of the same kind, by what the link calls them."""
    if group.kind == "segment":
        table = segments(group.snapshot)
        rows = table.loc[table["segment_id"].astype("str") != group.member, ["segment_id", "segment_key", "label"]]
        return {
            str(key): Group(group.snapshot, "segment", str(called), str(key), str(label))
            for called, key, label in rows.itertuples(index=False, name=None)
        }
    if group.kind == "all":
        return {}
    named = _named(group.snapshot, group.kind)
    return {key: Group(group.snapshot, group.kind, key, key, name) for key, name in named.items() if key != group.key}


def holds(outer: Group, inner: Group) -> bool:
    """Say whether a segment lies in another one of a level above."""
    if outer.kind != "segment" or inner.kind != "segment":
        return False
    above = parents(outer.snapshot)
    at = above.get(inner.member, "")
    while at and at != outer.member:
        at = above.get(at, "")
    return at == outer.member
