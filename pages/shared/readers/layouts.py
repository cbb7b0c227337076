"""Where the active customers stand: on the map of behaviour, and on the map of reasons of each outcome."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.map.wire import IDS_UP_TO, cell_of
from pages.shared.readers import facts
from pages.shared.readers.remembered import remembered_of_build

Mask = npt.NDArray[np.bool_]
UNITS = 65_535
"""The map's own units: both coordinates are whole numbers from 0 to this."""


@dataclass(frozen=True)
class MapPlaces:
    """Where customers stand on a map, in its own units, in the order of `population.customer_ids`.

    Attributes
    ----------
    map_id : str
        Tells this layout from any other.
    x, y : array of uint16
        0 to `UNITS`, the same scale for both, y upwards; 0 where a customer has no place.
    placed : array of bool
        Whether the customer has a place.
    sent : array of int
        Who has a place, in the order in which the browser gets them: above `IDS_UP_TO` customers by cells of the
        map, so that drawing them writes to neighbouring pixels and a part of the map is a part of the list.
    """

    map_id: str
    x: npt.NDArray[np.uint16]
    y: npt.NDArray[np.uint16]
    placed: Mask
    sent: npt.NDArray[np.intp]


@remembered_of_build
def behaviour(snapshot: Snapshot) -> MapPlaces:
    """Where customers stand by how they behave."""
    return _layout(snapshot.query("population_place"))


@remembered_of_build
def reasons(snapshot: Snapshot, outcome: str) -> MapPlaces:
    """Where customers stand by the reasons for an outcome; nobody has a place where it has no model."""
    return _layout(snapshot.query("population_reason_place", outcome=outcome))


def layout(snapshot: Snapshot, reasons_for: str | None) -> MapPlaces:
    """The map of reasons for an outcome, or of behaviour where none is named."""
    return behaviour(snapshot) if reasons_for is None else reasons(snapshot, reasons_for)


def with_id(snapshot: Snapshot, map_id: str) -> MapPlaces | None:
    """The layout on which an area was drawn; None where it is none of today's."""
    there = snapshot.tables()
    if "map" in there and behaviour(snapshot).map_id == map_id:
        return behaviour(snapshot)
    if "reason_map" in there:
        for outcome in facts.outcomes(snapshot):
            if reasons(snapshot, outcome).map_id == map_id:
                return reasons(snapshot, outcome)
    return None


def _layout(table: pd.DataFrame) -> MapPlaces:
    x, y = table["x"].to_numpy(dtype=np.float64), table["y"].to_numpy(dtype=np.float64)
    placed = np.isfinite(x) & np.isfinite(y)
    if not placed.any():
        nowhere = np.zeros(len(table), dtype=np.uint16)
        return MapPlaces("none", nowhere, nowhere, placed, np.zeros(0, dtype=np.intp))
    span = max(np.ptp(x[placed]), np.ptp(y[placed]), 1e-12)
    across = _in_units(x, placed, span)
    upwards = _in_units(y, placed, span)
    seal = zlib.crc32(upwards.tobytes(), zlib.crc32(across.tobytes()))
    return MapPlaces(f"{seal:08x}", across, upwards, placed, _sent(across, upwards, placed))


def _sent(x: npt.NDArray[np.uint16], y: npt.NDArray[np.uint16], placed: Mask) -> npt.NDArray[np.intp]:
    standing = np.flatnonzero(placed)
    if len(standing) <= IDS_UP_TO:
        return standing
    return standing[np.argsort(cell_of(x[standing], y[standing]), kind="stable")]


def _in_units(values: npt.NDArray[np.float64], placed: Mask, span: float) -> npt.NDArray[np.uint16]:
    low, high = values[placed].min(), values[placed].max()
    centred = (values - (low + high) / 2) / span + 0.5
    return np.where(placed, np.round(np.clip(centred, 0, 1) * UNITS), 0).astype(np.uint16)
