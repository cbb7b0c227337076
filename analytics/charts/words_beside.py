"""Words beside the marks of a chart whose titles stand at the left, above each row: always on the right side."""

from __future__ import annotations

from collections.abc import Sequence

from plotly.graph_objects import Scatter

from analytics.charts.theme import Ink

ROOM = 2.0
"""How far the axis reaches to the right, as a multiple of the furthest mark, so that no words are cut off."""


def words_beside(ends: Sequence[float], words: Sequence[str], *, ink: Ink) -> Scatter:
    """Write words right of where a mark ends, or right of the middle where it ends left of it.

    Parameters
    ----------
    ends : sequence of float
        The right end of each row's mark, in the axis' units.
    words : sequence of str
        What to write.
    ink : Ink
        The colours of the theme in force.

    Returns
    -------
    Scatter
        Text only; nothing to hover over.
    """
    return Scatter(
        x=[max(end, 0.0) for end in ends],
        y=list(range(len(words))),
        mode="text",
        text=[f" {each}" for each in words],
        textposition="middle right",
        textfont={"color": ink.text, "size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )


def range_with_words(lowers: Sequence[float], uppers: Sequence[float]) -> list[float]:
    """Give the range of an axis with marks between these ends, half a unit at least on both sides, and room for words.

    Examples
    --------
    >>> range_with_words([-1.0, 0.2], [0.1, 1.5])
    [-1.1, 3.0]
    >>> range_with_words([], [])
    [-0.55, 1.0]
    """
    left = max([0.5, *(-lower for lower in lowers)])
    return [-1.1 * left, ROOM * max([0.5, *uppers])]
