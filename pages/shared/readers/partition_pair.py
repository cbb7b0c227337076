"""Two ways to divide the customers beside each other: who would move, and where they stand on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.held_out import HeldOut, held_out_difference
from analytics.insights.partitions import beside
from analytics.store.snapshots import Snapshot
from pages.shared.readers import layouts, population
from pages.shared.readers.partition_gallery import SEED, set_aside
from pages.shared.readers.partitions import Ints, Partition, following, partition, segment_numbers
from pages.shared.readers.population import Mask
from pages.shared.readers.remembered import remembered
from pages.shared.selection import Selection

MOST_DRAWN = 3_000


@dataclass(frozen=True, eq=False)
class Pair:
    """Two ways to divide the customers.

    Attributes
    ----------
    agreement : float
        Adjusted Rand index: 1 the same, 0 what chance gives.
    first, second : Partition
        Segments of the second that correspond to one of the first have its key and colour.
    moved : array of bool
        Who would be in a segment that does not correspond to theirs.
    difference : HeldOut or None
        How much better the second tells the outcome, on customers who were set aside.
    """

    agreement: float
    first: Partition
    second: Partition
    moved: Mask
    difference: HeldOut | None


@remembered
def pair(snapshot: Snapshot, first: int, second: int, outcome: str) -> Pair:
    """Two partitions beside each other, by their numbers."""
    one = partition(snapshot, first)
    other = segment_numbers(snapshot, second)
    both = (one.segment >= 0) & (other >= 0)
    found = beside(one.segment[both], other[both])
    moved = np.zeros(len(both), dtype=np.bool_)
    moved[both] = found.moved
    moved.flags.writeable = False
    known, values = set_aside(snapshot, outcome)
    known = known & both
    difference = held_out_difference(one.segment[known], other[known], values[known], seed=SEED)
    names = partition(snapshot, second).names
    return Pair(found.agreement, one, following(one, second, other, names, found.counterpart), moved, difference)


@remembered
def flow(snapshot: Snapshot, first: int, second: int, outcome: str, selection: Selection) -> pd.DataFrame:
    """Who of the selected would move from where to where, as `charts.segment_flow` reads it."""
    found = pair(snapshot, first, second, outcome)
    keep = population.selected(snapshot, selection) & (found.first.segment >= 0) & (found.second.segment >= 0)
    table = pd.DataFrame({"from": found.first.segment[keep], "to": found.second.segment[keep]})
    counted = table.groupby(["from", "to"]).size().reset_index(name="n_customers")
    sides = {
        f"{side}_{what}": [getattr(each, whats)[number] for number in counted[side]]
        for side, each in (("from", found.first), ("to", found.second))
        for what, whats in (("key", "keys"), ("name", "names"))
    }
    shares = {
        f"share_of_{side}": counted["n_customers"] / counted.groupby(side)["n_customers"].transform("sum")
        for side in ("from", "to")
    }
    return pd.DataFrame(sides).assign(n_customers=counted["n_customers"], **shares)


@remembered
def movers(snapshot: Snapshot, first: int, second: int, outcome: str, selection: Selection) -> pd.DataFrame:
    """The selected customers who would move: `customer_id`, `now`, `then`, `probability`, those at most risk first."""
    found = pair(snapshot, first, second, outcome)
    keep = np.flatnonzero(population.selected(snapshot, selection) & found.moved)
    table = pd.DataFrame(
        {
            "customer_id": population.customer_ids(snapshot).iloc[keep].to_numpy(),
            "now": [found.first.names[number] for number in found.first.segment[keep]],
            "then": [found.second.names[number] for number in found.second.segment[keep]],
            "probability": population.risk(snapshot, outcome)["probability"].iloc[keep].to_numpy(),
        }
    )
    return table.sort_values(["probability", "customer_id"], ascending=[False, True], ignore_index=True)


@remembered
def drawn(snapshot: Snapshot, selection: Selection) -> Ints:
    """Which customers the two maps draw: at most 3,000, up to half of them from the selected."""
    standing = layouts.behaviour(snapshot).placed
    mask = population.selected(snapshot, selection)
    order = np.random.default_rng(SEED).permutation(len(mask))
    order = order[standing[order]]
    chosen = order[mask[order]]
    rest = order[~mask[order]]
    n_chosen = min(len(chosen), max(MOST_DRAWN // 2, MOST_DRAWN - len(rest)))
    return np.sort(np.concatenate([chosen[:n_chosen], rest[: MOST_DRAWN - n_chosen]]))


def on_map(snapshot: Snapshot, shown: Partition, selection: Selection) -> pd.DataFrame:
    """The drawn customers as `charts.partition_map` reads them."""
    rows = drawn(snapshot, selection)
    rows = rows[shown.segment[rows] >= 0]
    where = layouts.behaviour(snapshot)
    return pd.DataFrame(
        {
            "x": where.x[rows],
            "y": where.y[rows],
            "segment": [shown.names[number] for number in shown.segment[rows]],
            "colour": [shown.colours[number] for number in shown.segment[rows]],
            "is_selected": population.selected(snapshot, selection)[rows],
        }
    )
