"""What each member added to the change of a rate."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Bar, Figure

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, labelled_rows, literal
from analytics.charts.words_beside import words_beside
from analytics.insights.columns import floats, texts
from analytics.insights.kpi_words import effect_words

_ROOM = 0.35
"""For the words beside a bar, as a multiple of how far bars reach."""
_BAR = 0.42


@drawn_once
def change_parts_chart(parts: pd.DataFrame, *, ink: Ink, title: str, is_good_up: bool) -> Figure:
    """Draw a bar a member: how many points it added to the change, to the right up, to the left down.

    Parameters
    ----------
    parts : DataFrame
        As `change_parts` gives it, with ``label`` and ``key``.
    ink : Ink
        The colours of the theme in force.
    title : str
        The KPI's title.
    is_good_up : bool
        Whether a rise is good; what is bad is drawn in the colour of a raised risk.
    """
    effects = floats(parts, "effect")
    bad, good = ink.higher, ink.mark
    told = [
        f"{effect_words(effect)}: own rate {effect_words(rate)}, size {effect_words(weight)}"
        for effect, rate, weight in zip(effects, floats(parts, "by_rate"), floats(parts, "by_weight"), strict=True)
    ]
    rows = zip(texts(parts, "label"), texts(parts, "key"), told, strict=True)
    figure = Figure(
        Bar(
            x=effects,
            y=list(range(len(effects))),
            orientation="h",
            width=_BAR,
            marker={"color": [good if (effect >= 0) == is_good_up else bad for effect in effects]},
            customdata=[[literal(label), key, words] for label, key, words in rows],
            hovertemplate="%{customdata[0]}: %{customdata[2]}<extra></extra>",
            cliponaxis=False,
        )
    )
    # A telephone has no room for more than the number beside a bar.
    figure.add_trace(words_beside(effects, [effect_words(effect) for effect in effects], ink=ink))
    labelled_rows(figure, texts(parts, "label"), ink)
    left, right = max(0.0, -min(effects, default=0.0)), max(0.0, max(effects, default=0.0))
    far = left + right or 0.001
    figure.update_xaxes(
        title_text=f"Added to {title.lower()}",
        tickformat="+.1%",
        range=[-left - 0.05 * far, right + _ROOM * far],
        zeroline=True,
        zerolinewidth=1,
        zerolinecolor=ink.grid,
    )
    figure.update_layout(showlegend=False)
    return figure


def change_parts_alt(parts: pd.DataFrame, *, title: str) -> str:
    """Return the largest effect and the sum of all, in a sentence."""
    first = parts.iloc[[0]]
    return (
        f"{title} moved by {effect_words(float(parts['effect'].sum()))} percentage points; the largest part came from"
        f" {texts(first, 'label')[0]} ({effect_words(floats(first, 'effect')[0])}), of {len(parts)}."
    )
