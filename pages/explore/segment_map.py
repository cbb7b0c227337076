"""Segment map: where customers stand, who is near whom, and who the selected ones are."""

from __future__ import annotations

from pages.shared.frame import frame

page = frame(
    "Segment map",
    about="Customers who behave alike stand close together. Draw around some to see who they are.",
    needs=("map", "segments"),
)
