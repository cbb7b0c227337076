"""Every active customer in one order, and who of them is selected."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segment_at
from pages.shared.selection import Selection

Mask = npt.NDArray[np.bool_]
UNITS = 65_535
"""The map's own units: both coordinates are whole numbers from 0 to this."""


@dataclass(frozen=True)
class MapPlaces:
    """Where customers stand on the map, in its own units, in the order of `customer_ids`.

    Attributes
    ----------
    map_id : str
        Tells this layout from any other.
    x, y : array of uint16
        0 to `UNITS`, the same scale for both, y upwards; 0 where a customer has no place.
    placed : array of bool
        Whether the customer has a place.
    """

    map_id: str
    x: npt.NDArray[np.uint16]
    y: npt.NDArray[np.uint16]
    placed: Mask


@remembered
def customer_ids(snapshot: Snapshot) -> pd.Series[str]:
    """The ids of the active customers, sorted: the order of every other answer here."""
    return snapshot.query("population")["customer_id"]


@remembered
def places(snapshot: Snapshot) -> MapPlaces:
    """Where the active customers stand on the map."""
    table = snapshot.query("population_place")
    x, y = table["x"].to_numpy(dtype=np.float64), table["y"].to_numpy(dtype=np.float64)
    placed = np.isfinite(x) & np.isfinite(y)
    if not placed.any():
        nowhere = np.zeros(len(table), dtype=np.uint16)
        return MapPlaces("none", nowhere, nowhere, placed)
    span = max(np.ptp(x[placed]), np.ptp(y[placed]), 1e-12)
    across = _in_units(x, placed, span)
    upwards = _in_units(y, placed, span)
    seal = zlib.crc32(upwards.tobytes(), zlib.crc32(across.tobytes()))
    return MapPlaces(f"{seal:08x}", across, upwards, placed)


@remembered
def segment_of(snapshot: Snapshot, level: int) -> pd.DataFrame:
    """`segment_id` and `strength` of every active customer at a level."""
    return snapshot.query("population_segment", level=level)


@remembered
def risk(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """`probability`, `lower`, `upper`, `band` of every active customer; missing where the outcome has no model."""
    if "scores" not in snapshot.tables():
        nothing = pd.Series(np.nan, index=customer_ids(snapshot).index)
        return pd.DataFrame({"probability": nothing, "lower": nothing, "upper": nothing}).assign(band=None)
    return snapshot.query("population_risk", outcome=outcome)


@remembered
def regions(snapshot: Snapshot) -> pd.DataFrame:
    """`region_id`, `name`, `n_customers`; empty where customers have no region."""
    if "region_id" not in snapshot.columns("customers") or "name" not in snapshot.columns("regions"):
        return pd.DataFrame({"region_id": [], "name": [], "n_customers": []})
    return snapshot.query("regions_named")


@remembered
def products(snapshot: Snapshot) -> tuple[str, ...]:
    """The products that customers hold, the most held first; empty where accounts are not known."""
    if "customer_accounts" not in snapshot.tables():
        return ()
    return tuple(snapshot.query("products")["product"])


@remembered
def selected(snapshot: Snapshot, selection: Selection) -> Mask:
    """Say of every active customer, in the order of `customer_ids`, whether the selection's filters keep them."""
    mask = np.ones(len(customer_ids(snapshot)), dtype=np.bool_)
    if selection.segment is not None:
        mask &= _in_segment(snapshot, selection.segment)
    if selection.region is not None:
        mask &= _equal(snapshot.query("population_region")["region_id"], selection.region)
    if selection.product is not None:
        mask &= snapshot.query("population_product", product=selection.product)["holds"].to_numpy(dtype=np.bool_)
    if selection.band is not None:
        outcome = selection.outcome or facts.default_outcome(snapshot)
        mask &= _equal(risk(snapshot, outcome)["band"], selection.band)
    if selection.area is not None:
        where = places(snapshot)
        mask &= inside(selection.area.corners, where.x, where.y) & where.placed
    if selection.search is not None:
        found = customer_ids(snapshot).str.contains(selection.search, case=False, regex=False)
        mask &= found.to_numpy(dtype=np.bool_)
    mask.flags.writeable = False
    return mask


def selected_customers(snapshot: Snapshot, selection: Selection) -> pd.Series[str]:
    """The ids of the customers that the selection keeps, sorted."""
    ids = customer_ids(snapshot)
    return ids if selection.is_everyone else ids[selected(snapshot, selection)]


def inside(
    corners: tuple[tuple[int, int], ...], x: npt.NDArray[np.uint16], y: npt.NDArray[np.uint16]
) -> npt.NDArray[np.bool_]:
    """Say of each point whether it lies in the polygon (even-odd rule); only points in its box are tested."""
    outline = np.asarray(corners, dtype=np.float64)
    (left, low), (right, high) = outline.min(axis=0), outline.max(axis=0)
    near = np.flatnonzero((x >= left) & (x <= right) & (y >= low) & (y <= high))
    px, py = x[near].astype(np.float64), y[near].astype(np.float64)
    within = np.zeros(len(near), dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > py) != (y2 > py)
        within ^= crosses & (px < (x2 - x1) * (py - y1) / (y2 - y1) + x1)
    mask = np.zeros(len(x), dtype=np.bool_)
    mask[near] = within
    return mask


def _in_segment(snapshot: Snapshot, key: str) -> Mask:
    segment = segment_at(snapshot, key)
    if segment is None:
        return np.ones(len(customer_ids(snapshot)), dtype=np.bool_)
    return _equal(segment_of(snapshot, segment.level)["segment_id"], segment.segment_id)


def _equal(column: pd.Series[str], value: str) -> Mask:
    return column.astype("string").eq(value).fillna(False).to_numpy(dtype=np.bool_)


def _in_units(values: npt.NDArray[np.float64], placed: Mask, span: float) -> npt.NDArray[np.uint16]:
    low, high = values[placed].min(), values[placed].max()
    centred = (values - (low + high) / 2) / span + 0.5
    return np.where(placed, np.round(np.clip(centred, 0, 1) * UNITS), 0).astype(np.uint16)
