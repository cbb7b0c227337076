"""What sets a segment apart: how far its average lies from everyone's."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Bar, Figure

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.charts.words_beside import range_with_words, words_beside
from analytics.insights.columns import floats, texts
from analytics.insights.wording import quantity
from analytics.number_marks import written


@drawn_once
def segment_effects(table: pd.DataFrame, *, ink: Ink, colour: str) -> Figure:
    """Draw a bar a feature, to the right where the segment has more and to the left where it has less.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``unit``, ``segment_mean``, ``overall_mean``, ``effect`` (in standard deviations); drawn in
        this order.
    ink : Ink
        The colours of the theme in force.
    colour : str
        The segment's colour.
    """
    effects = table["effect"].astype(float)
    figure = Figure(
        Bar(
            x=effects,
            y=list(range(len(table))),
            orientation="h",
            width=0.36,
            marker={"color": colour},
            customdata=[
                f"{literal(label)}<br>{written(effect, '+.2f')} standard deviations"
                for label, effect in zip(_labels(table), floats(table, "effect"), strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_trace(words_beside(floats(table, "effect"), _means(table), ink=ink))
    labelled_rows(figure, texts(table, "title"), ink)
    figure.update_xaxes(
        title_text="← below average · above average → (standard deviations)",
        range=range_with_words(floats(table, "effect"), floats(table, "effect")),
        zeroline=True,
        zerolinewidth=1.5,
        zerolinecolor=ink.other,
    )
    figure.update_layout(showlegend=False)
    return figure


def segment_effects_alt(table: pd.DataFrame) -> str:
    """Return what sets the segment apart most, in a sentence."""
    if table.empty:
        return "Nothing sets this segment apart."
    side = "above" if floats(table, "effect")[0] > 0 else "below"
    return f"What differs most is {_labels(table)[0]}, {side} the average of all customers."


def _labels(table: pd.DataFrame) -> list[str]:
    return [f"{title}: {means}" for title, means in zip(texts(table, "title"), _means(table), strict=True)]


def _means(table: pd.DataFrame) -> list[str]:
    return [
        f"{quantity(own, unit)} (all: {quantity(everyone, unit)})"
        for own, everyone, unit in zip(
            floats(table, "segment_mean"), floats(table, "overall_mean"), texts(table, "unit"), strict=True
        )
    ]
