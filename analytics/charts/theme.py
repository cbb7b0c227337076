"""What every figure shares: ink for the light and the dark theme, axes, spacing. Nothing here knows a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plotly.graph_objects import Figure

from analytics.charts.laying import annotate, lay, lay_axes
from analytics.number_marks import in_force

FONT = "Inter, 'Noto Sans', sans-serif"
COUNT = ",d"
"""How an axis writes counts: whole, with thousands separators."""

ROW_PIXELS = 50
"""Height of one labelled row of a horizontal chart: a line of text above its mark."""


@dataclass(frozen=True)
class Ink:
    """The colours in which a figure is drawn on one background.

    Attributes
    ----------
    text : str
        Letters; at least 4.5:1 on the page.
    grid : str
        Grid lines and axes.
    mark : str
        What the figure is about; at least 3:1 on the page.
    other : str
        What it is compared with.
    higher, lower : str
        What raises and what lowers a risk; told apart by words or sign too.
    page : str
        The page's own background, for outlines.
    """

    text: str
    grid: str
    mark: str
    other: str
    higher: str
    lower: str
    page: str


LIGHT = Ink("#0A1628", "rgba(10,22,40,0.14)", "#2456C7", "#6B7480", "#B54708", "#2456C7", "#FFFFFF")
DARK = Ink("#F3F6FB", "rgba(243,246,251,0.18)", "#6C9BF5", "#97A3B2", "#F59E5B", "#6C9BF5", "#0D1420")


def ink(theme: Literal["light", "dark"]) -> Ink:
    """Return the ink for a background."""
    return DARK if theme == "dark" else LIGHT


def dressed(figure: Figure, ink: Ink, *, height: int) -> Figure:
    """Give a figure the house's look: no background of its own, the page's letters, quiet grid lines.

    Parameters
    ----------
    figure : Figure
        Changed in place and returned.
    ink : Ink
        The colours of the theme in force.
    height : int
        Pixels.
    """
    letters = {"family": FONT, "size": 13, "color": ink.text}
    lay(
        figure,
        {
            "height": height,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": letters,
            "margin": {"l": 8, "r": 12, "t": 16, "b": 8},
            "hoverlabel": {"font": letters, "bgcolor": ink.page, "align": "left"},
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "font": {"color": ink.text}},
            "bargap": 0.35,
            "dragmode": False,
            "separators": in_force().decimal + in_force().thousands,
        },
    )
    axis = {
        "gridcolor": ink.grid,
        "zerolinecolor": ink.grid,
        "linecolor": ink.grid,
        "tickfont": {"color": ink.text, "size": 12},
        "title": {"font": {"color": ink.text, "size": 12}},
        "automargin": True,
        "fixedrange": True,
    }
    lay_axes(figure, "x", axis)
    lay_axes(figure, "y", axis)
    return figure


def labelled_rows(figure: Figure, labels: list[str], ink: Ink, *, extra: int = 76) -> Figure:
    """Write each row's label above its mark, so that long names fit a telephone too; the first row is on top.

    Parameters
    ----------
    figure : Figure
        Its rows are at y = 0, 1, 2 …; changed in place and returned.
    labels : list of str
        One a row. Shown as they are: nothing in them is read as markup.
    ink : Ink
        The colours of the theme in force.
    extra : int
        Pixels for the axis, its title and a legend.
    """
    dressed(figure, ink, height=max(len(labels), 1) * ROW_PIXELS + extra)
    rows = {
        "visible": False,
        "range": [max(len(labels), 1) - 0.45, -0.75],
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
    }
    lay_axes(figure, "y", rows)
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yref": "y", "yshift": 20, "align": "left", "showarrow": False}
    letters = {"size": 13, "color": ink.text}
    annotate(
        figure,
        [{**place, "y": row, "text": literal(shortened(label)), "font": letters} for row, label in enumerate(labels)],
    )
    return figure


def shortened(text: str, *, longest: int = 60) -> str:
    """Return a label that fits one line of a telephone; the whole text belongs in the hover and the table.

    Examples
    --------
    >>> shortened("Salary on the 25th, mostly mobile, travels", longest=20)
    'Salary on the 25th…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,") + "…"


def literal(text: str) -> str:
    """Return a text from the data so that Plotly's small markup shows it as it stands.

    Examples
    --------
    >>> literal("<b>Rent & more</b>")
    '&lt;b&gt;Rent &amp; more&lt;/b&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
