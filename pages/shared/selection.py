"""Who is looked at: one value that all screens share, that fits into a link, and that never holds a customer's data."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from analytics.vocabulary import Band

MOST_VERTICES = 48
LONGEST_TEXT = 120
LONGEST_RULE = 2_000


@dataclass(frozen=True)
class Area:
    """A closed polygon on the map, in the map's own units (0 to 65,535, y upwards).

    Attributes
    ----------
    map_id : str
        The map on which it was drawn: on another map the same place means other customers.
    corners : tuple of (int, int)
        At least three, at most `MOST_VERTICES`.
    """

    map_id: str
    corners: tuple[tuple[int, int], ...]

    def text(self) -> str:
        """Write it for a link."""
        packed = struct.pack(f">{2 * len(self.corners)}H", *(part for corner in self.corners for part in corner))
        return f"{self.map_id}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Read it from a link; None if it is none."""
        map_id, _, encoded = text.partition(".")
        try:
            packed = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        n_corners, remainder = divmod(len(packed), 4)
        if remainder or not map_id.isalnum() or not 3 <= n_corners <= MOST_VERTICES:
            return None
        numbers = struct.unpack(f">{2 * n_corners}H", packed)
        return cls(map_id, tuple(zip(numbers[::2], numbers[1::2], strict=True)))


@dataclass(frozen=True)
class Selection:
    """The filters in force, the customer in focus, and the outcome that risk is about.

    Attributes
    ----------
    segment : str, optional
        A `segment_key` (of any level): it stays the same over rebuilds.
    region : str, optional
        A `region_id`.
    home_channel : str, optional
        The channel that the customer's record names.
    product : str, optional
        A product that the customer holds.
    band : str, optional
        A risk band for the outcome: low, medium or high.
    area : Area, optional
        A part of the map.
    cohort : str, optional
        The id of a saved cohort: a fixed list, or whoever meets its rule now.
    tag : str, optional
        A word that people put on the customer, or on a segment or cohort that the customer is in.
    rule : str, optional
        A rule over features and attributes.
    found : str, optional
        The key of something that the model found (`readers.unnamed`).
    search : str, optional
        Text that the customer's id contains.
    customer : str, optional
        The customer in focus: shown on the map and on the Customer screen, filters nothing.
    outcome : str, optional
        The outcome that risk is about; None is the store's default one. Filters nothing.
    """

    segment: str | None = None
    region: str | None = None
    home_channel: str | None = None
    product: str | None = None
    band: str | None = None
    area: Area | None = None
    cohort: str | None = None
    tag: str | None = None
    rule: str | None = None
    found: str | None = None
    search: str | None = None
    customer: str | None = None
    outcome: str | None = None

    @property
    def is_everyone(self) -> bool:
        """Whether no filter is in force."""
        return not self.filters()

    def filters(self) -> tuple[str, ...]:
        """Name the filters in force, in the order of the chips."""
        return tuple(name for name in FILTERS if getattr(self, name) is not None)

    def without(self, *names: str) -> Selection:
        """Take filters away."""
        return replace(self, **dict.fromkeys(names, None))

    def everyone(self) -> Selection:
        """Take all filters away; focus and outcome stay."""
        return self.without(*FILTERS)

    def query(self) -> dict[str, str]:
        """Write it as the parameters of a link; what is not set leaves no trace."""
        written = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value.text() if isinstance(value, Area) else str(value)
            for name, value in written.items()
            if value is not None
        }

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Selection, tuple[str, ...]]:
        """Read it from the parameters of a link.

        Returns
        -------
        tuple
            The selection, and a note in plain words for each part that was left out because it makes no sense.
        """
        found: dict[str, str | Area] = {}
        notes: list[str] = []
        for each in fields(cls):
            text = query.get(each.name, "").strip()
            if not text:
                continue
            value = Area.from_text(text) if each.name == "area" else _checked(each.name, text)
            if value is None:
                notes.append(f"The link's “{each.name}” was not understood and is left out.")
            else:
                found[each.name] = value
        return replace(cls(), **found), tuple(notes)  # type: ignore[arg-type]


FILTERS = ("segment", "region", "home_channel", "product", "band", "area", "cohort", "tag", "rule", "found", "search")
"""The attributes of a selection that filter customers."""

PARAMETERS = frozenset(each.name for each in fields(Selection))


def _checked(name: str, text: str) -> str | None:
    if len(text) > (LONGEST_RULE if name == "rule" else LONGEST_TEXT) or not text.isprintable():
        return None
    if name == "band" and text not in {band.value for band in Band}:
        return None
    return text
