"""Customers as a cloud of small points behind what a map is about."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Scatter


def point_cloud(points: pd.DataFrame, *, name: str, colour: str, size: int = 3, opacity: float = 0.3) -> Scatter:
    """Draw points with nothing to hover over.

    Parameters
    ----------
    points : DataFrame
        ``x``, ``y``.
    name : str
        In the legend; text from the data goes through `literal` first.
    colour : str
    size : int
        Pixels.
    opacity : float
        0 to 1.
    """
    return Scatter(
        x=points["x"],
        y=points["y"],
        mode="markers",
        name=name,
        marker={"size": size, "color": colour, "opacity": opacity},
        hoverinfo="skip",
    )
