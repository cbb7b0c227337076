"""How two groups of customers differ: a dot a feature with its interval."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Figure

from analytics.charts.dots import dots_with_intervals
from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.charts.words_beside import range_with_words, words_beside
from analytics.insights.columns import floats, texts
from analytics.insights.wording import quantity
from analytics.number_marks import written


@drawn_once
def comparison(table: pd.DataFrame, *, ink: Ink, names: tuple[str, str]) -> Figure:
    """Draw a dot a feature: to the right where the first group has more, to the left where the second has.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``unit``, ``mean_a``, ``mean_b``, ``effect``, ``lower``, ``upper`` (in standard deviations); drawn
        in this order.
    ink : Ink
        The colours of the theme in force.
    names : tuple of (str, str)
        What the groups are called.
    """
    figure = Figure(
        dots_with_intervals(
            floats(table, "effect"),
            floats(table, "lower"),
            floats(table, "upper"),
            colours=[ink.higher if effect > 0 else ink.lower for effect in floats(table, "effect")],
            hover=[f"{literal(label)}<br>{words}" for label, words in _hover(table, names)],
            ink=ink,
        )
    )
    figure.add_trace(words_beside(floats(table, "upper"), _means(table), ink=ink))
    labelled_rows(figure, texts(table, "title"), ink)
    second, first = literal(_short(names[1])), literal(_short(names[0]))
    figure.update_xaxes(
        title_text=f"← more in {second} · more in {first} → (standard deviations)",
        range=range_with_words(floats(table, "lower"), floats(table, "upper")),
        zeroline=True,
        zerolinewidth=1.5,
        zerolinecolor=ink.other,
    )
    figure.update_layout(showlegend=False)
    return figure


def comparison_alt(table: pd.DataFrame, names: tuple[str, str]) -> str:
    """Return the largest difference in a sentence."""
    if table.empty:
        return "No clear difference between the two groups."
    label, words = _hover(table.head(1), names)[0]
    return f"The largest difference: {label}. {words}."


def _means(table: pd.DataFrame) -> list[str]:
    return [
        f"{quantity(own, unit)}, beside {quantity(other, unit)}"
        for own, other, unit in zip(floats(table, "mean_a"), floats(table, "mean_b"), texts(table, "unit"), strict=True)
    ]


def _hover(table: pd.DataFrame, names: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (
            title,
            f"{literal(_short(names[0]))} {quantity(own, unit)}, {literal(_short(names[1]))} {quantity(other, unit)}: "
            f"{written(effect, '+.2f')} standard deviations ({written(lower, '+.2f')} to {written(upper, '+.2f')})",
        )
        for title, unit, own, other, effect, lower, upper in zip(
            texts(table, "title"),
            texts(table, "unit"),
            floats(table, "mean_a"),
            floats(table, "mean_b"),
            floats(table, "effect"),
            floats(table, "lower"),
            floats(table, "upper"),
            strict=True,
        )
    ]


def _short(name: str) -> str:
    return name if len(name) <= 28 else name[:27].rstrip(" ,") + "…"
