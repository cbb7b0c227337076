"""A layout that is written directly is the one that Plotly's own updates leave."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from plotly.graph_objects import Bar, Figure, Heatmap, Scatter
from plotly.subplots import make_subplots

from analytics.charts.laying import annotate, lay, lay_axes, rule_off

LOOK = {"height": 300, "font": {"family": "Inter", "size": 13}, "legend": {"font": {"color": "#0A1628"}}, "bargap": 0.3}
AXIS = {"gridcolor": "#ABCDEF", "tickfont": {"size": 12}, "title": {"font": {"size": 12}}, "range": [3.5, -0.75]}
NOTES = [{"text": "one", "x": 0, "y": 0, "font": {"size": 13}}, {"text": "two", "x": 0, "y": 1, "showarrow": False}]


def _bars() -> Figure:
    return Figure(Bar(x=[1, 2], y=[0, 1], orientation="h"), layout={"xaxis": {"title": {"text": "Customers"}}})


def _several() -> Figure:
    figure = make_subplots(rows=1, cols=3, shared_yaxes=True, subplot_titles=["first", "second", "third"])
    figure.add_trace(Scatter(x=[1], y=[2]), row=1, col=2)
    figure.update_xaxes(title="Years", range=[0, 1])
    return figure


def _written_before() -> Figure:
    figure = Figure(Heatmap(z=[[1, 2]]), layout={"annotations": [{"text": "before"}], "font": {"color": "#111111"}})
    figure.layout.font.size = 9
    return figure


def _by_plotly(figure: Figure) -> Figure:
    figure.update_layout(**deepcopy(LOOK))
    figure.update_xaxes(**deepcopy(AXIS))
    figure.update_yaxes(**deepcopy(AXIS))
    for each in deepcopy(NOTES):
        figure.add_annotation(**each)
    return figure


def _directly(figure: Figure) -> Figure:
    lay(figure, LOOK)
    lay_axes(figure, "x", AXIS)
    lay_axes(figure, "y", AXIS)
    annotate(figure, NOTES)
    return figure


@pytest.mark.parametrize("make", [_bars, _several, _written_before])
def test_it_is_what_plotly_would_have_written(make: Callable[[], Figure]) -> None:
    expected, found = _by_plotly(make()), _directly(make())

    assert found.to_dict() == expected.to_dict()
    assert found.layout.xaxis.gridcolor == expected.layout.xaxis.gridcolor == "#ABCDEF"
    assert found.layout.annotations[-1].text == "two"
    # What Plotly changes afterwards finds what was written directly.
    for figure in (expected, found):
        figure.update_layout(font={"size": 20}, xaxis={"tickformat": ".0%"})
        figure.update_annotations(bgcolor="#222222")
    assert found.to_dict() == expected.to_dict()


def test_what_is_written_is_not_shared_between_figures() -> None:
    first, second = _directly(_bars()), _directly(_bars())
    first.update_layout(font={"size": 1})
    first.layout.annotations[0].font.size = 1

    assert second.layout.font.size == 13
    assert second.layout.annotations[0].font.size == 13
    assert LOOK["font"] == {"family": "Inter", "size": 13}


def test_a_line_is_the_one_that_plotly_would_have_drawn() -> None:
    expected, found = _bars(), _bars()
    expected.add_vline(x=1.5, line_width=1.2, line_dash="dot", line_color="#111111")
    expected.add_hline(y=0, line_width=1, line_color="#222222")
    rule_off(found, {"width": 1.2, "dash": "dot", "color": "#111111"}, x=1.5)
    rule_off(found, {"width": 1, "color": "#222222"}, y=0)

    assert found.to_dict() == expected.to_dict()
    several, by_plotly = _several(), _several()
    by_plotly.add_vline(x=0.5, line_color="#111111", col=2)
    rule_off(several, {"color": "#111111"}, x=0.5, pair="2")
    assert several.to_dict() == by_plotly.to_dict()
