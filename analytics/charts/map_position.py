"""Where one customer lies on the map, among a sample of the others."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure, Scatter

from analytics.charts.drawn_once import drawn_once
from analytics.charts.point_cloud import point_cloud
from analytics.charts.theme import Ink, dressed, literal


@drawn_once
def map_position(sample: pd.DataFrame, customer: pd.DataFrame, *, ink: Ink, colour: str, name: str) -> Figure:
    """Draw a sample of customers in grey, those of the customer's segment in its colour, and the customer.

    Parameters
    ----------
    sample : DataFrame
        ``x``, ``y``, ``is_same_segment`` (bool); at most a few thousand rows.
    customer : DataFrame
        One row: ``customer_id``, ``x``, ``y``.
    ink : Ink
        The colours of the theme in force.
    colour : str
        The colour of the customer's segment.
    name : str
        What to call the segment in the legend.
    """
    same = sample["is_same_segment"].astype(bool)
    figure = Figure(
        [
            point_cloud(sample[~same], name="Other customers", colour=ink.other, opacity=0.35),
            point_cloud(sample[same], name=literal(name), colour=colour, size=4, opacity=0.8),
            Scatter(
                x=customer["x"],
                y=customer["y"],
                mode="markers",
                name=literal(str(customer["customer_id"].iloc[0])),
                marker={"symbol": "star", "size": 18, "color": ink.higher, "line": {"color": ink.page, "width": 1.5}},
                hovertemplate="%{fullData.name}<extra></extra>",
            ),
        ]
    )
    dressed(figure, ink, height=340)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    figure.update_layout(margin_t=40, legend_itemsizing="constant")
    return figure


def map_position_alt(*, name: str) -> str:
    """Return what the picture shows; distances on it are no measure."""
    return f"The customer as a star on the map of customers, in or near the area of {name}."
