"""Which cohorts those may be told of who see groups of at least ten: of all triangles of a kind together."""

from __future__ import annotations

from datetime import date
from itertools import chain

import numpy as np
import pandas as pd

from analytics.insights.cohort_triangle import cohort_named
from analytics.insights.cohorts_told import LENGTH_OF_GROUPS, told_beside, told_of_all, told_of_groups
from analytics.store.snapshots import Snapshot
from pages.shared.readers import population
from pages.shared.readers import retention as reader
from pages.shared.readers.facts import text_fact
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import parents
from pages.shared.selection import Selection

Told = dict[str, frozenset[str]]
"""By member of a kind, the names of the cohorts that may be told."""


@remembered
def of_all(snapshot: Snapshot) -> Told:
    """The cohorts of all customers, by length."""
    return told_of_all(_joined(reader.triangle(snapshot, None, "month")))


@remembered
def of_segments(snapshot: Snapshot) -> Told:
    """The cohorts of every segment, by id: beside those in which it lies, and those that lie in it."""
    above = parents(snapshot)
    ids = list(above)
    joined = {each: _joined(reader.triangle(snapshot, each, LENGTH_OF_GROUPS)) for each in ids}
    everyone = _joined(reader.triangle(snapshot, None, LENGTH_OF_GROUPS))
    sizes = pd.DataFrame(joined, index=everyone.index, columns=ids).fillna(0).astype("int64")
    # A part a segment: who is in it and in none below. The last is of those in no segment.
    parts = pd.concat([sizes, everyone.rename("")], axis=1)
    for each in ids:
        parts[above[each]] -= sizes[each]
    parts = parts.clip(lower=0)
    groups = {each: np.array([each in _line(name, above) for name in parts.columns]) for each in ids}
    return _of_groups(snapshot, parts, groups)


@remembered
def of_members(snapshot: Snapshot, dimension: str) -> Told:
    """The cohorts of every region or channel."""
    regions = population.regions(snapshot)["region_id"].astype("str").tolist()
    members = regions if dimension == "region" else list(population.channels(snapshot))
    everyone = _joined(reader.triangle(snapshot, None, LENGTH_OF_GROUPS))
    joined = {each: _joined(reader.member_triangle(snapshot, dimension, each, LENGTH_OF_GROUPS)) for each in members}
    sizes = pd.DataFrame(joined, index=everyone.index, columns=members).fillna(0).astype("int64")
    parts = pd.concat([sizes, (everyone - sizes.sum(axis=1)).rename("")], axis=1)
    groups = {each: np.arange(parts.shape[1]) == place for place, each in enumerate(members)}
    return _of_groups(snapshot, parts, groups)


@remembered
def of_products(snapshot: Snapshot) -> Told:
    """The cohorts of every product's holders; who holds two is in two."""
    rows = snapshot.query("cohorts_by_holdings", as_of=date.fromisoformat(text_fact(snapshot, "as_of")))
    held = pd.Series([frozenset(map(str, each)) for each in rows["products"]], dtype="object")
    named = rows.assign(held=held, cohort=cohort_named(rows["cohort"], LENGTH_OF_GROUPS))
    parts = named.pivot_table(index="cohort", columns="held", values="n", aggfunc="sum", fill_value=0)
    groups = {each: np.array([each in of for of in parts.columns]) for each in sorted(set(chain.from_iterable(held)))}
    return _of_groups(snapshot, parts, groups)


@remembered
def of_selection(snapshot: Snapshot, kept: Selection, *others: Selection) -> frozenset[str]:
    """The cohorts of whom a selection keeps, which people made: beside those of others and of all, one by one."""
    rows = snapshot.query("joined_and_counted_with")
    names = cohort_named(rows["cohort"], LENGTH_OF_GROUPS)
    cohort, cohorts = pd.factorize(names, sort=True)
    place = pd.Index(population.customer_ids(snapshot)).get_indexer(pd.Index(rows["customer_id"]))
    n = rows["n"].to_numpy("float64")

    def counted(which: np.ndarray) -> pd.Series[int]:
        return pd.Series(np.bincount(cohort[which], n[which], len(cohorts)).astype("int64"), index=cohorts)

    def members(of: Selection) -> np.ndarray:
        return np.asarray(population.selected(snapshot, of)[place] & (place >= 0))

    own = members(kept)
    every = [members(each) for each in others]
    left_out, added = (
        pd.DataFrame({at: counted(which) for at, which in enumerate(apart)}, index=cohorts)
        for apart in ((own & ~each for each in every), (each & ~own for each in every))
    )
    everyone = _joined(reader.triangle(snapshot, None, LENGTH_OF_GROUPS)).reindex(cohorts, fill_value=0)
    added["all"], left_out["all"] = everyone - counted(own), 0
    return told_beside(counted(own), left_out, added) & of_all(snapshot)[LENGTH_OF_GROUPS]


def _joined(cells: pd.DataFrame) -> pd.Series[int]:
    """How many joined in each cohort of a triangle."""
    first = cells[cells["period_index"] == 0]
    return pd.Series(first["n_start"].to_numpy("int64"), index=first["cohort"].astype("str"))


def _line(segment: str, above: dict[str, str]) -> set[str]:
    """A segment and all those in which it lies."""
    line = set()
    while segment:
        line.add(segment)
        segment = above[segment]
    return line


def _of_groups(snapshot: Snapshot, parts: pd.DataFrame, groups: dict[str, np.ndarray]) -> Told:
    told, may = told_of_groups(parts, groups), of_all(snapshot)[LENGTH_OF_GROUPS]
    return {group: cohorts & may for group, cohorts in told.items()}
