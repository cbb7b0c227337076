"""Which points lie in an area that someone drew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def inside(
    corners: tuple[tuple[int, int], ...], x: npt.NDArray[np.uint16], y: npt.NDArray[np.uint16]
) -> npt.NDArray[np.bool_]:
    """Say of each point whether it lies in the polygon (even-odd rule); only points in its box are tested."""
    outline = np.asarray(corners, dtype=np.float64)
    # Whole numbers: a comparison with a decimal one would first copy a million places into another type.
    (left, low), (right, high) = (tuple(map(int, end(axis=0))) for end in (outline.min, outline.max))
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


def thinned(corners: Sequence[tuple[float, float]], most: int) -> tuple[tuple[int, int], ...]:
    """Keep at most so many corners of a drawn outline, evenly along it, as whole numbers of the map's own units."""
    kept = [corners[place] for place in np.unique(np.linspace(0, len(corners) - 1, most).round().astype(np.int64))]
    return tuple((_unit(x), _unit(y)) for x, y in kept)


def _unit(value: float) -> int:
    return int(min(max(round(value), 0), 65_535))
