"""What the map's colours mean: one class a customer, with the words and the colours of the classes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.charts.palette import HUES, REST, sequential
from analytics.insights.wording import quantity
from analytics.store.snapshots import Snapshot
from pages.shared.formats import words
from pages.shared.readers import population, reason_map
from pages.shared.readers.catalog import catalog
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments

N_STEPS = 16
MISSING = 254
SEGMENT, RISK, STRENGTH = "segment", "risk", "strength"
MAIN_REASON, REASON_GROUP = "main_reason", "reason_group"
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class LegendEntry:
    """One class with its own colour and words.

    Attributes
    ----------
    code : int
        The class.
    label, group : str
        Its words, and the heading it stands under.
    n : int
        Customers in it.
    key : str, optional
        The `segment_key` that a click selects.
    """

    code: int
    label: str
    group: str
    n: int
    key: str | None = None


@dataclass(frozen=True, eq=False)
class Colouring:
    """A class for every active customer, in the order of `population.customer_ids`.

    Attributes
    ----------
    codes : array of uint8
        The class; `MISSING` where the value is not known.
    palette : tuple of str
        The colour of each class.
    tips : tuple of str
        What a hovering pointer says of each class.
    title : str
        What the colours mean.
    entries : tuple of LegendEntry
        Classes to list; empty for a scale.
    ticks : tuple of str
        For a scale: the least, the middle and the greatest value.
    """

    codes: Codes
    palette: tuple[str, ...]
    tips: tuple[str, ...]
    title: str
    entries: tuple[LegendEntry, ...] = ()
    ticks: tuple[str, ...] = ()


@remembered
def colouring(snapshot: Snapshot, by: str, level: int, outcome: str) -> Colouring:
    """Colour by `segment`, `risk`, `strength`, or a feature's name."""
    if by == SEGMENT:
        return _by_segment(snapshot, level)
    if by == RISK:
        return _by_number(population.risk(snapshot, outcome)["probability"], f"Risk: {words(outcome).lower()}", "share")
    if by == STRENGTH:
        strength = population.segment_of(snapshot, level)["strength"]
        return _by_number(strength, "How firmly in its segment", "share")
    if by in (MAIN_REASON, REASON_GROUP):
        table = reason_map.customers(snapshot, outcome)
        title = "Main reason" if by == MAIN_REASON else "Group of reasons"
        return _by_category(pd.Categorical(table["reason_title" if by == MAIN_REASON else "group_title"]), title)
    values = snapshot.query("population_feature", feature=by).iloc[:, 0]
    feature = catalog(snapshot).get(by)
    title = feature.description if feature is not None and feature.description else words(by)
    if pd.api.types.is_numeric_dtype(values.dtype):
        return _by_number(values, title, feature.unit if feature is not None else "")
    return _by_category(pd.Categorical(values), title)


def _by_segment(snapshot: Snapshot, level: int) -> Colouring:
    table = segments(snapshot)
    here = table.loc[table["level"] == level]
    parents = {str(key): str(name) for key, name in zip(table["segment_id"], table["label"], strict=True)}
    order = {str(key): place for place, key in enumerate(table.loc[table["level"] == level - 1, "segment_id"])}
    by_family = here.assign(place=here["parent_id"].astype("str").map(order).fillna(0)).sort_values(
        ["place", "n_customers"], ascending=[True, False]
    )
    ids = by_family["segment_id"].astype("str").to_list()
    found = pd.Categorical(population.segment_of(snapshot, level)["segment_id"])
    codes = _codes(found, ids)
    counts = np.bincount(codes, minlength=256)
    entries = tuple(
        LegendEntry(
            code=code,
            label=str(row["label"]),
            group=parents.get(str(row["parent_id"]), "") if level == 3 else "",
            n=int(counts[code]),
            key=str(row["segment_key"]),
        )
        for code, (_, row) in enumerate(by_family.iterrows())
    )
    names = tuple(by_family["label"].astype("str"))
    return Colouring(codes, tuple(by_family["colour"].astype("str")), names, _LEVEL_TITLES[level], entries)


def _by_number(values: pd.Series[float], title: str, unit: str) -> Colouring:
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    known = np.isfinite(numbers)
    numbers = np.where(known, numbers, np.nan)
    codes = np.full(len(numbers), MISSING, dtype=np.uint8)
    if not known.any():
        return Colouring(codes, tuple(sequential(step / (N_STEPS - 1)) for step in range(N_STEPS)), (), title)
    in_order = np.sort(numbers[known])
    edges = np.unique(in_order[np.linspace(0, len(in_order) - 1, N_STEPS + 1).round().astype(np.int64)])
    n_steps = max(len(edges) - 1, 1)
    # How many of the inner edges a value reaches is its step; for a few edges this is much quicker than a search.
    codes[known] = 0
    for edge in edges[1:-1]:
        codes += numbers >= edge
    palette = tuple(sequential(step / max(n_steps - 1, 1)) for step in range(n_steps))
    tips = tuple(f"{quantity(low, unit)} to {quantity(high, unit)}" for low, high in itertools.pairwise(edges))
    middle = float(in_order[len(in_order) // 2])
    ticks = (quantity(float(edges[0]), unit), f"half below {quantity(middle, unit)}", quantity(float(edges[-1]), unit))
    return Colouring(codes, palette, tips or (quantity(float(edges[0]), unit),), title, ticks=ticks)


def _by_category(values: pd.Categorical[str], title: str) -> Colouring:
    sizes = np.bincount(values.codes[values.codes >= 0], minlength=len(values.categories))
    named = [str(values.categories[place]) for place in np.argsort(-sizes, kind="stable")[: len(HUES) - 1]]
    codes = _codes(values, named)
    others = (codes == MISSING) & (values.codes >= 0)
    codes[others] = len(named)
    names = (*named, "Any other value")
    entries = tuple(
        LegendEntry(code, name, "", int((codes == code).sum()))
        for code, name in enumerate(names)
        if (codes == code).any()
    )
    return Colouring(codes, (*HUES[: len(named)], REST), names, title, entries)


def _codes(found: pd.Categorical[str], names: list[str]) -> Codes:
    """Translate a category's own numbers, not a million texts."""
    place = pd.Index(names).get_indexer(found.categories)
    translated = np.append(np.where(place < 0, MISSING, place), MISSING).astype(np.uint8)
    return np.asarray(translated[found.codes], dtype=np.uint8)


_LEVEL_TITLES = {1: "Broad groups", 2: "Families", 3: "Segments"}
