"""Other ways to divide the same customers: the gallery, and two of them beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.charts.palette import HUES
from analytics.insights.held_out import HeldOut, held_out_difference, held_out_value
from analytics.insights.partitions import beside, composed_names, protected_agreement
from analytics.models.confirm_part import confirm_part
from analytics.store.snapshots import Snapshot
from pages.shared.formats import plural, words
from pages.shared.readers import facts, population
from pages.shared.readers.population import Mask
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

SEED = 0
LEAST_AGREEMENT = 0.01
"""Adjusted mutual information below which two decimals show nothing."""

MOST_DRAWN = 3_000
Ints = npt.NDArray[np.int64]

_SHAPES = {
    "wide and narrow clouds": "segments may differ in width",
    "own clouds": "segments may differ in shape",
}


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


@remembered_of_build
def gallery(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """The partitions worth looking at, the one in force first, then by how likely they are.

    `candidate`, `title`, `n_segments`, `stability`, `shortfall` (score below that of the one in force, as a share),
    `standing` (in words), `auc`, `auc_lower`, `auc_upper`, `gain`, `gain_lower`, `gain_upper` (missing where too few
    outcomes are known), `n_customers`, `n_positive`, and `agrees_…` for each protected attribute.
    """
    kept = snapshot.query("candidate_numbers")
    table = snapshot.table("segment_candidates").merge(kept, on="candidate")
    table = table.sort_values(["is_chosen", "score"], ascending=False, ignore_index=True)
    if table.empty:
        return table.assign(title="", standing="", shortfall=0.0)
    rows = [_measured(snapshot, int(number), outcome) for number in table["candidate"]]
    shown = table[["candidate", "n_segments", "stability"]].assign(
        title=[_title(int(n), str(how)) for n, how in zip(table["n_segments"], table["method"], strict=True)],
        standing=np.select([table["is_chosen"], table["is_near_tie"]], ["in force", "near-tie"], "another size"),
        shortfall=1 - table["score"] / table["score"].iloc[0],
    )
    return pd.concat([shown, pd.DataFrame(rows)], axis=1)


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
    known, values = _set_aside(snapshot, outcome)
    known = known & both
    difference = held_out_difference(one.segment[known], other[known], values[known], seed=SEED)
    names = partition(snapshot, second).names
    return Pair(found.agreement, one, _following(one, second, other, names, found.counterpart), moved, difference)


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
    return _following(in_force, number, segment, names, counterpart)


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
    standing = population.places(snapshot).placed
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
    where = population.places(snapshot)
    return pd.DataFrame(
        {
            "x": where.x[rows],
            "y": where.y[rows],
            "segment": [shown.names[number] for number in shown.segment[rows]],
            "colour": [shown.colours[number] for number in shown.segment[rows]],
            "is_selected": population.selected(snapshot, selection)[rows],
        }
    )


def _following(
    first: Partition, number: int, segment: Ints, names: tuple[str, ...], counterpart: dict[int, int]
) -> Partition:
    """A partition whose segments have the keys and colours of those of another that they correspond to."""
    n = int(segment.max(initial=-1)) + 1
    keys = tuple(first.keys[counterpart[each]] if each in counterpart else f"only-{number}-{each}" for each in range(n))
    free = iter([*(hue for hue in HUES if hue not in first.colours), *HUES] * (n // len(HUES) + 1))
    colours = tuple(first.colours[counterpart[each]] if each in counterpart else next(free) for each in range(n))
    return Partition(number, segment, keys, names, colours)


def _in_force(snapshot: Snapshot) -> Partition:
    number = chosen_number(snapshot)
    segment = segment_numbers(snapshot, number)
    own = snapshot.table("model_segments")
    own = own[own["level"] == 3].sort_values("segment_id")
    named = segments(snapshot).set_index("segment_key")
    keys = tuple(own["segment_key"].astype(str))
    suggested = own["suggested_name"].astype("string").fillna("").tolist()
    names = tuple(
        str(named["label"].get(key, name or f"Segment {place}"))
        for place, (key, name) in enumerate(zip(keys, suggested, strict=True), 1)
    )
    colours = tuple(str(named["colour"].get(key, HUES[place % len(HUES)])) for place, key in enumerate(keys))
    return Partition(number, segment, keys, names, colours)


def _measured(snapshot: Snapshot, number: int, outcome: str) -> dict[str, float]:
    segment = segment_numbers(snapshot, number)
    known, values = _set_aside(snapshot, outcome)
    known = known & (segment >= 0)
    told = held_out_value(segment[known], values[known], seed=SEED)
    row = {name: np.nan if told is None else float(getattr(told, name)) for name in _HELD_OUT}
    described = segment >= 0
    agreement = protected_agreement(
        segment[described],
        _people(snapshot)[described],
        protected=facts.protected(snapshot),
        as_of=date.fromisoformat(facts.as_of(snapshot)),
        seed=SEED,
    )
    return row | {f"{_AGREES}{name}": value for name, value in agreement.items()}


@remembered_of_build
def _people(snapshot: Snapshot) -> pd.DataFrame:
    names = [name for name in facts.protected(snapshot) if name in snapshot.columns("customers")]
    table = snapshot.table("customers").set_index("customer_id")
    return table[names].reindex(population.customer_ids(snapshot))


def _set_aside(snapshot: Snapshot, outcome: str) -> tuple[Mask, npt.NDArray[np.float64]]:
    """Who is in the confirm part with a known outcome, and the outcome."""
    ids = population.customer_ids(snapshot)
    if "labels" not in snapshot.tables():
        return np.zeros(len(ids), dtype=np.bool_), np.zeros(len(ids))
    values = snapshot.query("population_label", outcome=outcome)["value"].to_numpy(dtype=np.float64)
    return confirm_part(ids).to_numpy() & (values >= 0), values


def _title(n_segments: int, method: str) -> str:
    how = _SHAPES.get(method)
    return plural(n_segments, "segment") + (f"; {how}" if how else "")


def agreement_words(row: pd.Series[float]) -> str:
    """Say how far a partition of the gallery agrees with protected attributes, largest first; empty if not known."""
    names = [str(name) for name in row.index if str(name).startswith(_AGREES)]
    known = row[names].astype(float).dropna().sort_values(ascending=False)
    above = known[known >= LEAST_AGREEMENT]
    if known.empty:
        return ""
    if above.empty:
        return "no protected attribute (each below 0.01)"
    return ", ".join(f"{words(str(name).removeprefix(_AGREES)).lower()} {value:.2f}" for name, value in above.items())


_AGREES = "agrees_"
_HELD_OUT = ("auc", "auc_lower", "auc_upper", "gain", "gain_lower", "gain_upper", "n_customers", "n_positive")
