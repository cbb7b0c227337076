"""Who asks for the same chart shares it, and nobody is given the chart of other numbers."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.graph_objects import Bar, Figure
from plotly.io import to_json
from plotly.tools import return_figure_from_figure_or_data

import analytics.charts
from analytics.charts import drawn_once as kept
from analytics.charts.drawn_once import drawn_once, told
from analytics.charts.theme import DARK, LIGHT, Ink
from analytics.fiscal_months import use_fiscal_year
from analytics.number_marks import use_locale

TABLE = pd.DataFrame({"label": ["one", None], "n": [8000, 12], "share": [0.5, np.nan]})


@drawn_once
def bars(table: pd.DataFrame, *, ink: Ink, extra: object = None) -> Figure:
    return Figure(Bar(x=table["n"], y=table["label"], marker_color=ink.mark))


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    kept._drawn.clear()
    yield
    use_locale("")
    use_fiscal_year("")


def test_the_same_numbers_are_drawn_once() -> None:
    first = bars(TABLE, ink=LIGHT)

    assert bars(TABLE.copy(), ink=LIGHT) is first
    assert bars(TABLE, ink=DARK) is not first


def test_what_is_sent_of_a_figure_is_the_figure_and_made_once() -> None:
    figure = bars(TABLE, ink=LIGHT)

    sent = to_json(return_figure_from_figure_or_data(told(figure), validate_figure=True))
    assert json.loads(sent) == json.loads(figure.to_json())
    assert told(bars(TABLE, ink=LIGHT)).to_dict() is told(figure).to_dict()


def test_what_is_said_besides_stays_with_the_figure_that_is_sent() -> None:
    figure = bars(TABLE, ink=LIGHT)
    before = json.loads(figure.to_json())

    sent = json.loads(to_json(told(figure, clickmode="event+select").to_dict(), validate=False))
    assert sent["layout"].pop("clickmode") == "event+select"
    assert sent == before == json.loads(to_json(told(figure).to_dict(), validate=False)) == json.loads(figure.to_json())


@pytest.mark.parametrize(
    "other",
    [
        TABLE.assign(n=[8000, 13]),
        TABLE.assign(n=[8000.0, 12.0]),
        TABLE.assign(label=["one", ""]),
        TABLE.assign(share=[0.5, 0.0]),
        TABLE.assign(name=TABLE["label"]),
        TABLE.set_axis([1, 2]),
        TABLE[["n", "label", "share"]],
        TABLE.iloc[:1],
    ],
)
def test_other_numbers_are_another_figure(other: pd.DataFrame) -> None:
    assert bars(other, ink=LIGHT) is not bars(TABLE, ink=LIGHT)


def test_other_marks_of_numbers_and_other_months_are_another_figure() -> None:
    first = bars(TABLE, ink=LIGHT)
    use_locale("de-DE")
    german = bars(TABLE, ink=LIGHT)
    use_fiscal_year("4")

    assert german is not first
    assert bars(TABLE, ink=LIGHT) is not german


@dataclass(frozen=True)
class Holding:
    table: pd.DataFrame
    day: date


def test_what_can_be_compared_by_value_is_and_anything_else_is_drawn_anew() -> None:
    day = date(2026, 2, 28)
    for extra in (Holding(TABLE, day), [1, ("a", day)], {"a": np.arange(3)}, pd.Index(["a", "b"])):
        assert bars(TABLE, ink=LIGHT, extra=extra) is bars(TABLE, ink=LIGHT, extra=extra)
    assert bars(TABLE, ink=LIGHT, extra=Holding(TABLE, day)) is bars(TABLE, ink=LIGHT, extra=Holding(TABLE.copy(), day))
    assert bars(TABLE, ink=LIGHT, extra=1) is not bars(TABLE, ink=LIGHT, extra=True)
    for unlike in (object(), {1, 2}, pd.DataFrame(np.zeros((kept.MOST_CELLS + 1, 1)))):
        assert bars(TABLE, ink=LIGHT, extra=unlike) is not bars(TABLE, ink=LIGHT, extra=unlike)


def test_no_more_than_so_many_are_kept() -> None:
    first = bars(TABLE, ink=LIGHT, extra=0)
    for number in range(1, kept.MOST_FIGURES):
        kept._drawn[number] = first
    bars(TABLE, ink=LIGHT, extra=1)

    assert len(kept._drawn) == kept.MOST_FIGURES
    assert bars(TABLE, ink=LIGHT, extra=0) is not first


CELLS = st.one_of(st.none(), st.integers(-3, 3), st.floats(allow_nan=False), st.text(max_size=3), st.booleans())


@given(st.lists(CELLS, max_size=4), st.lists(CELLS, max_size=4))
def test_two_arguments_have_one_value_only_where_they_are_alike(left: list[object], right: list[object]) -> None:
    assert (kept.value_of(left) == kept.value_of(right)) == (
        [(type(each), each) for each in left] == [(type(each), each) for each in right]
    )


def test_every_chart_is_drawn_once() -> None:
    charts = [
        found
        for module in pkgutil.iter_modules(analytics.charts.__path__, "analytics.charts.")
        for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction)
        if found.__module__ == module.name and not name.startswith("_") and "-> Figure" in _head(found)
        if "ink" in inspect.signature(found).parameters and "figure" not in inspect.signature(found).parameters
    ]
    assert len(charts) > 40
    assert not [found.__qualname__ for found in charts if not hasattr(found, "__wrapped__")]


def _head(found: object) -> str:
    return inspect.getsource(found).partition('"""')[0]  # type: ignore[arg-type]
