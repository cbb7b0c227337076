"""A share that falls in steps, with its interval as a band."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from plotly.graph_objects import Scatter

BAND = 0.3
"""How far a band's colour covers what lies below."""


def stepped_band(days: pd.Series[float], table: pd.DataFrame, colour: str, *, opacity: float = BAND) -> list[Scatter]:
    """Draw an interval (``lower``, ``upper``) as two edges with the colour between them, in steps.

    Parameters
    ----------
    days : Series
        Where each step ends.
    table : DataFrame
        ``lower``, ``upper`` (0-1).
    colour : str
        ``#rrggbb``.
    opacity : float
        0 to 1.
    """
    quiet = {"x": days, "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    edge = {"color": colour, "width": 0, "shape": "hv"}
    return [
        Scatter(y=table["upper"], line=edge, **quiet),
        Scatter(y=table["lower"], line=edge, fill="tonexty", fillcolor=_faint(colour, opacity), **quiet),
    ]


def stepped_line(
    days: pd.Series[float],
    share: pd.Series[float],
    *,
    colour: str,
    width: float,
    dash: str = "solid",
    name: str = "",
    hover: Sequence[str] = (),
) -> Scatter:
    """Draw a share (0-1) in steps; without `hover` it says nothing at the pointer and stands in no legend."""
    said = (
        {"customdata": list(hover), "hovertemplate": "%{customdata}<extra></extra>"} if hover else {"hoverinfo": "skip"}
    )
    line = {"color": colour, "width": width, "dash": dash, "shape": "hv"}
    return Scatter(x=days, y=share, mode="lines", name=name, line=line, showlegend=bool(name), **said)


def _faint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
