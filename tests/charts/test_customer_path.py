"""A customer's path over the map."""

from __future__ import annotations

from analytics.charts.customer_path import customer_path
from analytics.charts.theme import LIGHT
from analytics.charts.then_and_now import then_and_now
from tests.charts import tables


def test_each_stay_is_numbered_once_and_both_ends_are_marked() -> None:
    figure = customer_path(tables.SAMPLE, tables.PATH, ink=LIGHT)
    dots = next(trace for trace in figure.data if trace.mode == "markers+text")
    assert list(dots.text) == ["1", "", "2"]
    assert list(dots.marker.color) == ["#0072B2", "#0072B2", "#D55E00"]
    names = {trace.name: (trace.x[0], trace.y[0]) for trace in figure.data if trace.name and ":" in trace.name}
    assert names == {"First: 30 Apr 2026": (0.1, -0.2), "Now: 30 Jun 2026": (0.5, 0.3)}


def test_the_path_lies_inside_what_is_drawn() -> None:
    figure = customer_path(tables.SAMPLE, tables.PATH, ink=LIGHT)
    low, high = figure.layout.xaxis.range
    assert low < 0.1 < 0.5 < high


def test_an_arrow_leads_from_then_to_now_and_the_way_of_most_is_the_thickest() -> None:
    figure = then_and_now(tables.SAMPLE, tables.PATH, tables.WAYS, ink=LIGHT)
    arrows = [each for each in figure.layout.annotations if each.showarrow]
    assert [(each.ax, each.ay, each.x, each.y) for each in arrows] == [(0.1, -0.2, 0.5, 0.3), (0.5, 0.3, 0.1, -0.2)]
    assert arrows[0].arrowwidth > arrows[1].arrowwidth
