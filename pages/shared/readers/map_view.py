"""What the Segment map reads: bytes for the browser, who is selected, how good the map is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.feature_words import feature_title
from analytics.store.snapshots import Snapshot
from pages.shared.formats import percent, plural, whole
from pages.shared.map.wire import (
    IDS_UP_TO,
    REST,
    UNKNOWN,
    Entry,
    Look,
    many_places_message,
    places_message,
    tips_message,
    view_message,
)
from pages.shared.readers import layouts, population
from pages.shared.readers.catalog import catalog
from pages.shared.readers.colouring import RISK, SEGMENT, colouring
from pages.shared.readers.map_labels import map_labels
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.readers.segments import by_id
from pages.shared.selection import Selection


@dataclass(frozen=True)
class Ask:
    """How the map shall look.

    Attributes
    ----------
    by : str
        What to colour by: `segment`, `risk`, `strength` or a feature.
    level : int
        The level of nesting.
    outcome : str
        The outcome that risk is about.
    height : int
        CSS pixels.
    reasons_for : str, optional
        The outcome whose map of reasons it is; None is the map of behaviour.
    """

    by: str
    level: int
    outcome: str
    height: int = 560
    reasons_for: str | None = None


@remembered_of_build
def places_bytes(snapshot: Snapshot, reasons_for: str | None = None) -> bytes:
    """Where customers stand, as the browser takes it."""
    where = layouts.layout(snapshot, reasons_for)
    x, y = where.x[where.sent], where.y[where.sent]
    if len(where.sent) > IDS_UP_TO:
        return many_places_message(where.map_id, x, y)
    return places_message(
        where.map_id, x, y, population.customer_ids(snapshot).iloc[where.sent].astype("str").to_list()
    )


@remembered
def view_bytes(snapshot: Snapshot, selection: Selection, ask: Ask) -> bytes:
    """What customers look like now, as the browser takes it: those not selected are greyed."""
    where = layouts.layout(snapshot, ask.reasons_for)
    colours = colouring(snapshot, ask.by, ask.level, ask.outcome)
    mask = population.selected(snapshot, selection)
    codes = np.where(mask, colours.codes, np.uint8(REST)).take(where.sent)
    counts = np.bincount(codes, minlength=256)
    entries = tuple(
        Entry(
            code=each.code,
            label=each.label,
            count=whole(int(counts[each.code])),
            group=each.group,
            key=each.key,
            chosen=each.key is not None and each.key == selection.segment,
        )
        for each in colours.entries
    )
    n_selected, n_all = int(mask.sum()), len(mask)
    focus = _place_of(snapshot, where, selection.customer)
    is_drawn_here = selection.area is not None and selection.area.map_id == where.map_id
    kind = "Map" if ask.reasons_for is None else "Map of the reasons"
    n_unplaced = int((~where.placed).sum())
    look = Look(
        map_id=where.map_id,
        level=ask.level,
        height=ask.height,
        palette=colours.palette,
        tips=colours.tips,
        title=colours.title,
        note=f"{plural(n_unplaced, 'customer')} without a place on the map" if n_unplaced else "",
        entries=entries,
        ticks=colours.ticks,
        labels=map_labels(snapshot) if ask.reasons_for is None else (),
        area=selection.area.corners if selection.area is not None and is_drawn_here else (),
        focus=focus,
        focus_text=selection.customer or "" if focus is not None else "",
        rest_text="Not selected",
        missing_text="No value",
        aria=(
            f"{kind} of {plural(n_all, 'customer')}, coloured by {colours.title}; "
            f"{whole(n_selected)} selected ({percent(n_selected / n_all if n_all else None)}). "
            "Arrow keys move, plus and minus zoom, 0 shows all, S selects what is in view, "
            "G goes to the legend, Escape clears the area. "
            "The same numbers stand in the table below the map."
        ),
    )
    return view_message(look, codes)


@remembered
def tips_bytes(snapshot: Snapshot, level: int, outcome: str, reasons_for: str | None = None) -> bytes:
    """What a hovering pointer says of each customer, as the browser takes it."""
    where = layouts.layout(snapshot, reasons_for)
    member = pd.Categorical(population.segment_of(snapshot, level)["segment_id"])
    label = by_id(snapshot)["label"]
    names = tuple(str(label.get(each, each)) for each in member.categories[:UNKNOWN])
    codes = np.asarray(member.codes, dtype=np.int32)
    segment = np.where((codes >= 0) & (codes < UNKNOWN), codes, UNKNOWN).astype(np.uint8)
    probability = population.risk(snapshot, outcome)["probability"].to_numpy(dtype=np.float64, na_value=np.nan)
    risk = np.nan_to_num(np.round(200 * probability), nan=UNKNOWN).astype(np.uint8)
    return tips_message(where.map_id, names, segment.take(where.sent), risk.take(where.sent))


def customer_at(snapshot: Snapshot, map_id: str, index: int) -> str | None:
    """The id of the customer whose point has this place in the order sent; None where there is no such map."""
    where = layouts.with_id(snapshot, map_id)
    if where is None or index >= len(where.sent):
        return None
    return str(population.customer_ids(snapshot).iloc[int(where.sent[index])])


@remembered
def map_quality(snapshot: Snapshot) -> dict[str, float]:
    """How well the map keeps neighbours together: `trustworthiness`, `neighbour_recall` (0 to 1)."""
    if "map_quality" not in snapshot.tables():
        return {}
    table = snapshot.table("map_quality")
    return {str(name): float(value) for name, value in zip(table["metric"], table["value"], strict=True)}


@remembered
def protected_overlap(snapshot: Snapshot, level: int) -> pd.DataFrame:
    """How far segments agree with each protected attribute: `attribute`, `ami`, `lower`, `upper`, `n`."""
    if "protected_overlap" not in snapshot.tables():
        return pd.DataFrame({"attribute": [], "ami": [], "lower": [], "upper": [], "n": []})
    table = snapshot.table("protected_overlap")
    return table.loc[table["level"] == level].drop(columns="level").reset_index(drop=True)


def colour_options(snapshot: Snapshot) -> dict[str, str]:
    """What the map can be coloured by: from the choice to words."""
    options = {SEGMENT: "Segment"}
    if "scores" in snapshot.tables():
        options[RISK] = "Risk"
    options["strength"] = "How firmly in its segment"
    for name, feature in catalog(snapshot).items():
        options[name] = f"{feature_title(name, feature.description)}"
    return options


def _place_of(snapshot: Snapshot, where: layouts.MapPlaces, customer: str | None) -> int | None:
    at = None if customer is None else population.place_of(snapshot, customer)
    found = [] if at is None else np.flatnonzero(where.sent == at).tolist()
    return found[0] if found else None
