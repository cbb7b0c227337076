"""The map on a page: hands bytes to the browser, and gives back what the person did, checked.

What comes back is made in the browser and may be anything; it is read as numbers and short text or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.shared import session
from pages.shared.pictures.charted import PNG_ONLY, Chart, drawn
from pages.shared.selection import LONGEST_TEXT, MOST_VERTICES, Area

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "tandem_map",
    js=(_HERE / "component.js").read_text(encoding="utf-8"),
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class PickedArea:
    """Someone drew around a part of the map."""

    area: Area


@dataclass(frozen=True)
class PickedCustomer:
    """Someone clicked on a point: its place in the order in which the points were sent."""

    map_id: str
    index: int


@dataclass(frozen=True)
class PickedSegment:
    """Someone clicked on a segment; None takes the choice back."""

    key: str | None


@dataclass(frozen=True)
class Cleared:
    """Someone pressed Escape."""


Picked = PickedArea | PickedCustomer | PickedSegment | Cleared


def customer_map(places: bytes, view: bytes, tips: bytes, *, key: str, on_pick: Callable[[Picked], None]) -> None:
    """Draw the map.

    Parameters
    ----------
    places, view, tips : bytes
        From `wire`. Places and tips stay the same from run to run, and are then not sent again; tips come last, so
        that the picture does not wait for them.
    key : str
        One a map on the page.
    on_pick : callable
        Called before the next run with what the person did.
    """

    def picked() -> None:
        found = read_pick(session.widget_value(key))
        if found is not None:
            on_pick(found)

    drawn(Chart(key, forms=PNG_ONLY))
    with st.container(key=f"{key}_places"):
        _component(key=f"{key}_data", data=places, on_picked_change=_nothing)
    _component(key=key, data=view, on_picked_change=picked)
    with st.container(key=f"{key}_tips_places"):
        _component(key=f"{key}_tips", data=tips, on_picked_change=_nothing)


def read_pick(state: object) -> Picked | None:
    """Read what the browser sent; None where it is not what the map sends."""
    value = state.get("picked") if isinstance(state, Mapping) else None
    if not isinstance(value, Mapping):
        return None
    kind, map_id, key, index = (value.get(name) for name in ("kind", "map_id", "key", "index"))
    if kind == "clear":
        return Cleared()
    if kind == "segment" and (key is None or (isinstance(key, str) and len(key) <= LONGEST_TEXT)):
        return PickedSegment(key)
    if kind == "customer" and isinstance(map_id, str) and type(index) is int and index >= 0:
        return PickedCustomer(map_id, index)
    if kind == "area" and isinstance(map_id, str) and map_id.isalnum():
        corners = _corners(value.get("corners"))
        return None if corners is None else PickedArea(Area(map_id, corners))
    return None


def _corners(value: object) -> tuple[tuple[int, int], ...] | None:
    if not isinstance(value, list) or not 3 <= len(value) <= MOST_VERTICES:
        return None
    pairs = [tuple(pair) for pair in value if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) != len(value) or not all(
        type(part) is int and 0 <= part <= 65_535 for pair in pairs for part in pair
    ):
        return None
    return tuple((int(x), int(y)) for x, y in pairs)


def _nothing() -> None:
    """Places and tips are never clicked on."""
