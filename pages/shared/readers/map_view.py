"""What the Segment map reads: bytes for the browser, who is selected, how good the map is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.feature_words import feature_title
from analytics.insights.selection_profile import selection_profile
from analytics.store.snapshots import Snapshot
from pages.shared.formats import percent, plural, whole
from pages.shared.map.wire import REST, Entry, Label, Look, places_message, view_message
from pages.shared.readers import population
from pages.shared.readers.catalog import catalog
from pages.shared.readers.colouring import RISK, SEGMENT, colouring
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments
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
    """

    by: str
    level: int
    outcome: str
    height: int = 560


@remembered
def places_bytes(snapshot: Snapshot) -> bytes:
    """Where customers stand, as the browser takes it."""
    where = population.places(snapshot)
    ids = population.customer_ids(snapshot)[where.placed].astype("str").to_list()
    return places_message(where.map_id, where.x[where.placed], where.y[where.placed], ids)


@remembered
def view_bytes(snapshot: Snapshot, selection: Selection, ask: Ask) -> bytes:
    """What customers look like now, as the browser takes it: those not selected are greyed."""
    where = population.places(snapshot)
    colours = colouring(snapshot, ask.by, ask.level, ask.outcome)
    mask = population.selected(snapshot, selection)
    codes = np.where(mask, colours.codes, np.uint8(REST))[where.placed]
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
    focus = _place_of(snapshot, selection.customer)
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
        labels=_labels(snapshot),
        area=selection.area.corners if selection.area is not None else (),
        focus=focus,
        focus_text=selection.customer or "" if focus is not None else "",
        rest_text="Not selected",
        missing_text="No value",
        aria=(
            f"Map of {plural(n_all, 'customer')}, coloured by {colours.title}; "
            f"{n_selected:,} selected ({percent(n_selected / n_all if n_all else None)}). "
            "Arrow keys move, plus and minus zoom, 0 shows all, S selects what is in view, Escape clears the area. "
            "The same numbers stand in the table below the map."
        ),
    )
    return view_message(look, codes)


def customer_at(snapshot: Snapshot, map_id: str, index: int) -> str | None:
    """The id of the customer whose point has this place in the order sent; None where that map is not this one."""
    where = population.places(snapshot)
    standing = np.flatnonzero(where.placed)
    if where.map_id != map_id or index >= len(standing):
        return None
    return str(population.customer_ids(snapshot).iloc[int(standing[index])])


@remembered
def selected_by_segment(snapshot: Snapshot, selection: Selection, level: int) -> pd.DataFrame:
    """The segments of the selected: `segment_key`, `label`, `colour`, `n_selected`, `share`, `share_of_segment`."""
    found = population.segment_of(snapshot, level)["segment_id"]
    mask = population.selected(snapshot, selection)
    table = segments(snapshot)
    here = table.loc[table["level"] == level, ["segment_id", "segment_key", "label", "colour", "n_customers"]]
    counts = found[mask].value_counts()
    n = here["segment_id"].map(counts).fillna(0).astype("int64")
    total = max(int(n.sum()), 1)
    return (
        here.assign(n_selected=n, share=n / total, share_of_segment=n / here["n_customers"].clip(lower=1))
        .sort_values("n_selected", ascending=False)
        .reset_index(drop=True)
    )


@remembered
def selected_risk(snapshot: Snapshot, selection: Selection, outcome: str) -> tuple[float | None, float | None]:
    """The mean risk of the selected, and of everyone; None where there is no model."""
    risk = population.risk(snapshot, outcome)["probability"].astype("float64")
    if not risk.notna().any():
        return None, None
    chosen = risk[population.selected(snapshot, selection)]
    return (float(chosen.mean()) if chosen.notna().any() else None), float(risk.mean())


@remembered
def what_sets_them_apart(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """The selection's profile with each feature's `title` and `unit`, largest effects first."""
    profile = selection_profile(_features(snapshot), population.selected(snapshot, selection))
    known = catalog(snapshot)
    titles, units = [], []
    for name, category in zip(profile["feature"], profile["category"], strict=True):
        feature = known.get(str(name))
        title = feature_title(str(name), feature.description if feature is not None else "")
        is_category = isinstance(category, str)
        titles.append(f"{title}: {category}" if is_category else title)
        units.append("share" if is_category else feature.unit if feature is not None else "")
    return profile.assign(title=titles, unit=units)


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


@remembered
def _features(snapshot: Snapshot) -> pd.DataFrame:
    table = snapshot.table("features").sort_values("customer_id", ignore_index=True)
    return table.drop(columns=["customer_id", "as_of"])


@remembered
def _labels(snapshot: Snapshot) -> tuple[Label, ...]:
    if len(segments(snapshot)) <= 3:
        return ()
    where = population.places(snapshot)
    found: list[Label] = []
    table = segments(snapshot)
    for level in (1, 2, 3):
        member = population.segment_of(snapshot, level)["segment_id"].to_numpy()
        for _, row in table.loc[table["level"] == level].iterrows():
            inside = where.placed & (member == row["segment_id"])
            if inside.any():
                x, y = int(np.median(where.x[inside])), int(np.median(where.y[inside]))
                key = str(row["segment_key"])
                found.append(Label(text=str(row["label"]), x=x, y=y, level=level, key=key))
    return tuple(found)


def _place_of(snapshot: Snapshot, customer: str | None) -> int | None:
    if customer is None:
        return None
    match = np.flatnonzero((population.customer_ids(snapshot) == customer).to_numpy(dtype=np.bool_))
    where = population.places(snapshot)
    if not len(match) or not where.placed[match[0]]:
        return None
    return int(where.placed[: match[0]].sum())


@dataclass(frozen=True)
class CustomerCard:
    """A customer in a few words.

    Attributes
    ----------
    customer_id : str
        Whose.
    segment : str
        The segment's name at the level asked for.
    probability, lower, upper : float, optional
        The risk with its interval; None without a model.
    """

    customer_id: str
    segment: str
    probability: float | None
    lower: float | None
    upper: float | None


def customer_card(snapshot: Snapshot, customer: str, level: int, outcome: str) -> CustomerCard | None:
    """Give a customer's segment and risk; None where no active customer has this id."""
    match = np.flatnonzero((population.customer_ids(snapshot) == customer).to_numpy(dtype=np.bool_))
    if not len(match):
        return None
    at = int(match[0])
    named = segments(snapshot).set_index("segment_id")["label"].to_dict()
    risk = population.risk(snapshot, outcome).iloc[at]
    known = pd.notna(risk["probability"])
    return CustomerCard(
        customer_id=customer,
        segment=str(named.get(population.segment_of(snapshot, level)["segment_id"].iloc[at], "")),
        probability=float(risk["probability"]) if known else None,
        lower=float(risk["lower"]) if known else None,
        upper=float(risk["upper"]) if known else None,
    )
