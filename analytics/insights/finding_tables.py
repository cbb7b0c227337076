"""The figures of a finding as a table: then and now, beside those of all customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_words import definition_words, kpi_value
from analytics.insights.wording import MISSING, count, day
from analytics.knowledge.evidence import Evidence, Figure

RISK = "risk"
RISK_DEFINITION = "Mean risk: the customers' own risks by the model, on average; their own 90% intervals, on average."
_Column = tuple[Evidence | None, Callable[[Figure], str]]
"""Whose figures stand in a column, and which of a figure's two sides."""


def columns(then: Evidence, now: Evidence | None) -> dict[str, _Column]:
    """The columns of figures by their heads: once where the same data are served still; all only beside a part."""
    when, is_part = day(then.as_of), then.n_customers < then.n_all
    if now == then:
        own: dict[str, _Column] = {f"As of {when}": (then, _own)}
        return {**own, "All customers": (then, _of_all)} if is_part else own
    today = f"Now, {day(now.as_of)}" if now is not None else "Now"
    apart: dict[str, _Column] = {f"Then, {when}": (then, _own), today: (now, _own)}
    beside: dict[str, _Column] = {"All customers then": (then, _of_all), "All customers now": (now, _of_all)}
    return {**apart, **beside} if is_part else apart


def rows(then: Evidence, now: Evidence | None) -> tuple[tuple[str, ...], ...]:
    """Write the number of customers and each figure under `columns`, as words."""
    told = columns(then, now).values()
    counts = [
        MISSING if found is None else count(found.n_customers if write is _own else found.n_all)
        for found, write in told
    ]
    return (("Customers", *counts), *(_row(each, told, then.outcome) for each in then.figures))


def _row(figure: Figure, columns: Iterable[_Column], outcome: str) -> tuple[str, ...]:
    return (title(figure, outcome), *(_cell(figure.name, found, write) for found, write in columns))


def _cell(name: str, found: Evidence | None, write: Callable[[Figure], str]) -> str:
    figure = next((each for each in found.figures if each.name == name), None) if found is not None else None
    return MISSING if figure is None else write(figure)


def _own(figure: Figure) -> str:
    return _with_interval(figure.value, figure.lower, figure.upper, figure.unit)


def _of_all(figure: Figure) -> str:
    if figure.of_all is None:
        return MISSING
    return _with_interval(figure.of_all, figure.all_lower, figure.all_upper, figure.unit)


def _with_interval(value: float, lower: float | None, upper: float | None, unit: str) -> str:
    if lower is None or upper is None:
        return kpi_value(value, unit)
    return f"{kpi_value(value, unit)} ({kpi_value(lower, unit)} to {kpi_value(upper, unit)})"


def bars(then: Evidence, now: Evidence | None) -> tuple[tuple[str, float], ...]:
    """The first figure's values that the table has, where they are shares."""
    if not then.figures or then.figures[0].unit != "share":
        return ()
    found = []
    for head, (evidence, write) in columns(then, now).items():
        figure = (
            next((each for each in evidence.figures if each.name == then.figures[0].name), None) if evidence else None
        )
        value = None if figure is None else figure.value if write is _own else figure.of_all
        found += [] if value is None else [(head, value)]
    return tuple(found)


def title(figure: Figure, outcome: str) -> str:
    """Name a figure."""
    if figure.name == RISK:
        return f"Mean risk ({outcome.replace('_', ' ')})"
    return KPI_DEFINITIONS[figure.name].title if figure.name in KPI_DEFINITIONS else figure.name


def definition(figure: Figure) -> str:
    """Say how a figure is worked out."""
    if figure.name == RISK:
        return RISK_DEFINITION
    if figure.name not in KPI_DEFINITIONS:
        return figure.name
    return f"{KPI_DEFINITIONS[figure.name].title}: {definition_words(figure.name)}"
