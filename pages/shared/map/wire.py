"""What the browser gets for the map: a header of words, then bytes a customer (docs/dashboard.md)."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
import numpy.typing as npt

REST = UNKNOWN = 255
IDS_UP_TO = 50_000
"""Up to so many customers their ids are sent along, for hovering; above, an id is looked up by a click."""


class Label(TypedDict):
    """A segment's name at its place on the map, in map units; `by` is the person who gave it, empty for the model."""

    text: str
    x: int
    y: int
    level: int
    key: str
    by: str


class Entry(TypedDict):
    """A line of the legend."""

    code: int
    label: str
    count: str
    group: str
    key: str | None
    chosen: bool


@dataclass(frozen=True)
class Look:
    """How the map looks now; everything in it is words or colours, nothing is run.

    Attributes
    ----------
    map_id : str
        The map whose places these colours are for.
    level : int
        The level of the labels near by.
    height : int
        CSS pixels.
    palette, tips : tuple of str
        Colour and words of each class.
    title, note : str
        Of the legend.
    entries : tuple of Entry
        Of the legend.
    ticks : tuple of str
        Of a scale; empty for classes.
    labels : tuple of Label
        Names on the map, the largest first.
    area : tuple of (int, int)
        The selected area's corners; empty for none.
    focus : int, optional
        The place in the order of points of the customer in focus.
    focus_text, rest_text, missing_text, aria : str
        Words.
    """

    map_id: str
    level: int
    height: int
    palette: tuple[str, ...]
    tips: tuple[str, ...]
    title: str
    note: str
    entries: tuple[Entry, ...]
    ticks: tuple[str, ...]
    labels: tuple[Label, ...]
    area: tuple[tuple[int, int], ...]
    focus: int | None
    focus_text: str
    rest_text: str
    missing_text: str
    aria: str


def places_message(map_id: str, x: npt.NDArray[np.uint16], y: npt.NDArray[np.uint16], ids: list[str]) -> bytes:
    """Pack where customers stand with their ids: 4 bytes each and the id."""
    header = {"kind": "places", "map_id": map_id, "n": len(x), "ids": ids, "in_cells": False}
    return _packed(header) + x.astype("<u2").tobytes() + y.astype("<u2").tobytes()


def cell_of(x: npt.NDArray[np.uint16], y: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """Number the cell, of 256 × 256 on the map, in which each point stands: the high bytes of both."""
    return (y & np.uint16(0xFF00)) | (x >> np.uint16(8))


def many_places_message(map_id: str, x: npt.NDArray[np.uint16], y: npt.NDArray[np.uint16]) -> bytes:
    """Pack where many customers stand, sorted by `cell_of`: the cells' counts, then the 2 low bytes of each."""
    header = {"kind": "places", "map_id": map_id, "n": len(x), "ids": None, "in_cells": True}
    counts = np.bincount(cell_of(x, y), minlength=65_536).astype("<u4")
    return _packed(header) + counts.tobytes() + x.astype(np.uint8).tobytes() + y.astype(np.uint8).tobytes()


def tips_message(
    map_id: str, names: tuple[str, ...], segment: npt.NDArray[np.uint8], risk: npt.NDArray[np.uint8]
) -> bytes:
    """Pack what a hovering pointer says: each customer's segment among `names` and its risk, 2 bytes each.

    Both are `UNKNOWN` where unknown; risk is in half per cents.
    """
    header = {"kind": "tips", "map_id": map_id, "names": names}
    seal = zlib.crc32(risk.tobytes(), zlib.crc32(segment.tobytes(), zlib.crc32(json.dumps(header).encode())))
    return _packed({**header, "stamp": f"{seal:08x}"}) + segment.tobytes() + risk.tobytes()


def view_message(look: Look, codes: npt.NDArray[np.uint8]) -> bytes:
    """Pack what they look like now: 1 byte each."""
    header = {
        "kind": "view",
        "map_id": look.map_id,
        "level": look.level,
        "height": look.height,
        "palette": look.palette,
        "tips": look.tips,
        "legend": {
            "kind": "scale" if look.ticks else "classes",
            "title": look.title,
            "note": look.note,
            "entries": look.entries,
            "ticks": look.ticks,
            "n_steps": len(look.palette),
        },
        "labels": look.labels,
        "area": look.area or None,
        "focus": look.focus,
        "focus_text": look.focus_text,
        "rest_text": look.rest_text,
        "missing_text": look.missing_text,
        "aria": look.aria,
        "has_rest": bool((codes >= REST - 1).any()),
    }
    body = codes.tobytes()
    return _packed({**header, "stamp": f"{zlib.crc32(body, zlib.crc32(json.dumps(header).encode())):08x}"}) + body


def _packed(header: dict[str, object]) -> bytes:
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 4)
    return len(text).to_bytes(4, "little") + text
