"""One way to divide the customers: who is where in it, and how its segments are called and coloured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.charts.palette import HUES, REST
from analytics.insights.partitions import beside, composed_names
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVELS
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.readers.segments import segments

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Partition:
    """One way to divide the customers, as screens speak of it.

    Attributes
    ----------
    number : int
        Its number among those that were compared.
    segment : array of int
        The segment of each active customer from 0, in the order of `population.customer_ids`; -1 for none.
    keys, names, colours : tuple of str
        Of each segment. A segment that corresponds to one in force has its key and colour.
    """

    number: int
    segment: Ints
    keys: tuple[str, ...]
    names: tuple[str, ...]
    colours: tuple[str, ...]


@remembered
def partition(snapshot: Snapshot, number: int) -> Partition:
    """One partition by its number, named and coloured after the one in force."""
    in_force = _in_force(snapshot)
    if number == in_force.number:
        return in_force
    segment = segment_numbers(snapshot, number)
    both = (in_force.segment >= 0) & (segment >= 0)
    names = composed_names(in_force.segment[both], segment[both], in_force.names)
    counterpart = beside(in_force.segment[both], segment[both]).counterpart
    return following(in_force, number, segment, names, counterpart)


@remembered_of_build
def segment_numbers(snapshot: Snapshot, number: int) -> Ints:
    """The segment of each active customer in a partition, from 0; -1 for none."""
    found = snapshot.query("candidate_segments", candidate=number)["segment"].to_numpy(dtype=np.int64) - 1
    found.flags.writeable = False
    return found


def chosen_number(snapshot: Snapshot) -> int:
    """The number of the partition in force."""
    table = snapshot.table("segment_candidates")
    return int(table.loc[table["is_chosen"], "candidate"].iloc[0])


def following(
    first: Partition, number: int, segment: Ints, names: tuple[str, ...], counterpart: dict[int, int]
) -> Partition:
    """Give the segments of a partition the keys and colours of those of another that they correspond to."""
    n = int(segment.max(initial=-1)) + 1
    keys = tuple(first.keys[counterpart[each]] if each in counterpart else f"only-{number}-{each}" for each in range(n))
    free = iter(hue for hue in HUES if hue not in first.colours)
    colours = tuple(first.colours[counterpart[each]] if each in counterpart else next(free, REST) for each in range(n))
    return Partition(number, segment, keys, names, colours)


def _in_force(snapshot: Snapshot) -> Partition:
    number = chosen_number(snapshot)
    segment = segment_numbers(snapshot, number)
    own = snapshot.table("model_segments")
    own = own[own["level"] == LEVELS[-1]].sort_values("segment_id")
    named = segments(snapshot).set_index("segment_key")
    keys = tuple(own["segment_key"].astype(str))
    suggested = own["suggested_name"].astype("string").fillna("").tolist()
    names = tuple(
        str(named["label"].get(key, name or f"Segment {place}"))
        for place, (key, name) in enumerate(zip(keys, suggested, strict=True), 1)
    )
    free = iter(hue for hue in HUES if hue not in set(named["colour"]))
    colours = tuple(str(named["colour"][key]) if key in named.index else next(free, REST) for key in keys)
    return Partition(number, segment, keys, names, colours)
