"""One colour a segment, the same on every screen: the hue says the family, the shade says the segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

HUES: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#B59F00", "#5B6B82")
"""Okabe and Ito's colours (2008); the yellow is darkened and the black made slate, to be seen on white and on navy."""

REST: Final = "#9AA5B4"
"""What is not selected, not known, or not among the coloured ones: greyed, never hidden."""

SEQUENTIAL: Final = ("#352A5E", "#3F4C8A", "#3A6EA5", "#2F8FA8", "#3BAE97", "#76C773", "#C2D34F", "#F7D13D")
"""From little to much, for a number on the map: dark to light, readable without colour (after viridis)."""

RISK: Final = {"low": "#56B4E9", "medium": "#E69F00", "high": "#D55E00"}
"""The three risk bands; always shown with their word."""

_TINTS = (0.0, 0.45, -0.42, 0.68, -0.22, 0.22, -0.58)


def segment_colours(segments: pd.DataFrame) -> dict[str, str]:
    """Give every segment of every level its colour.

    A family (level 2) has a hue; its segments (level 3) are shades of it, told apart by label and number too; a broad
    group (level 1) has the hue of its largest family. At most eight families are coloured, the largest first by
    identity, the rest is grey. Hues are dealt out by the order of `segment_id` among the families, so that the
    colours do not depend on the selection or the page.

    Parameters
    ----------
    segments : DataFrame
        `segment_id`, `parent_id`, `level` (1, 2, 3), `n_customers`, as published.

    Returns
    -------
    dict
        From `segment_id` to a colour `#rrggbb`.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"segment_id": ["1", "1.1"], "parent_id": [None, "1"], "level": [1, 2], "n_customers": [9, 9]}
    ... )
    >>> segment_colours(table)
    {'1': '#0072B2', '1.1': '#0072B2'}
    """
    colours: dict[str, str] = {}
    families = segments.loc[segments["level"] == 2].sort_values("segment_id", key=_natural)
    for place, family in enumerate(families["segment_id"].astype(str)):
        colours[family] = HUES[place] if place < len(HUES) else REST
    for family in families["segment_id"].astype(str):
        children = segments.loc[(segments["level"] == 3) & (segments["parent_id"].astype("string") == family)]
        ordered = children.sort_values("segment_id", key=_natural)["segment_id"].astype(str)
        for shade, child in zip(shades(colours[family], len(ordered)), ordered, strict=True):
            colours[child] = shade
    for broad in segments.loc[segments["level"] == 1, "segment_id"].astype(str):
        inside = families.loc[families["parent_id"].astype("string") == broad]
        largest = inside.sort_values("n_customers", ascending=False)["segment_id"].astype(str)
        colours[broad] = colours[largest.iloc[0]] if len(largest) else HUES[0]
    for other in segments["segment_id"].astype(str):
        colours.setdefault(other, REST)
    return colours


def shades(colour: str, n: int) -> tuple[str, ...]:
    """Give `n` shades of one hue, the first the hue itself, each apart in lightness.

    Parameters
    ----------
    colour : str
        The hue, `#rrggbb`.
    n : int
        How many.

    Returns
    -------
    tuple of str
        Colours `#rrggbb`: mixed with white or black, so that the hue stays; spread evenly when more than seven.
    """
    return tuple(_tinted(colour, tint) for tint in _tints(n))


def _tints(n: int) -> list[float]:
    """Spread from darker (-1) to lighter (1), the plain hue first."""
    if n <= len(_TINTS):
        return list(_TINTS[:n])
    return [0.0, *(-0.55 + 1.2 * place / (n - 2) for place in range(n - 1))]


def _tinted(colour: str, tint: float) -> str:
    return mixed(colour, "#FFFFFF", tint) if tint >= 0 else mixed(colour, "#000000", -tint)


def sequential(share: float) -> str:
    """Give the colour at `share` (0 to 1) of the way from little to much."""
    place = min(max(share, 0.0), 1.0) * (len(SEQUENTIAL) - 1)
    lower = min(int(place), len(SEQUENTIAL) - 2)
    return mixed(SEQUENTIAL[lower], SEQUENTIAL[lower + 1], place - lower)


def mixed(first: str, second: str, share: float) -> str:
    """Mix two colours; `share` is that of the second."""
    mix = tuple(a + (b - a) * share for a, b in zip(rgb(first), rgb(second), strict=True))
    return _hex((mix[0], mix[1], mix[2]))


def rgb(colour: str) -> tuple[float, float, float]:
    """Give red, green and blue (0 to 1) of a colour `#rrggbb`."""
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def legible_on(colour: str) -> str:
    """Give black or white ink, whichever reads better on the colour (WCAG's contrast ratio)."""
    luminance = relative_luminance(colour)
    return "#0A1628" if (luminance + 0.05) / 0.057 >= 1.05 / (luminance + 0.05) else "#FFFFFF"


def relative_luminance(colour: str) -> float:
    """Give the relative luminance (0 black, 1 white) as WCAG 2 defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(parts: Sequence[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def _natural(ids: pd.Series[str]) -> pd.Series[str]:
    """Order 2 before 10 in ids that carry numbers."""
    return ids.astype(str).str.replace(r"\d+", lambda number: number.group().zfill(6), regex=True)
