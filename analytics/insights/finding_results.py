"""What came of a finding: held, did not hold, can't be told, or not yet; worked out wherever a machine can."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_words import kpi_value, period_words
from analytics.insights.list_results import ListResult, ListVerdict
from analytics.insights.list_words import points_words
from analytics.insights.wording import day
from analytics.knowledge.contributions import Target
from analytics.knowledge.findings import Came, Direction, Finding, FindingTest, KindOfTest
from analytics.knowledge.notes import Note


@dataclass(frozen=True)
class Result:
    """What came of a finding.

    Attributes
    ----------
    came : Came or None
        None while it can't be known yet.
    words : str
        By what, with the numbers.
    """

    came: Came | None
    words: str


GONE = Result(Came.CANT_BE_TOLD, "What would have told is gone: it was withdrawn, or something else took its place.")


def of_forecast(test: FindingTest, series: pd.DataFrame, *, as_of: date) -> Result:
    """Judge the forecast of a KPI.

    Parameters
    ----------
    test : FindingTest
        The KPI, the direction, the value, and the day: the month in which it lies counts as a whole.
    series : DataFrame
        The rows of ``kpis`` of the customers whom it is about; twelve months ending with that month where the KPI is
        worked out for them, else the month.
    as_of : date
        The data's date.

    Returns
    -------
    Result
        Nothing before the month is over. It held where the whole 90% interval lies on the foreseen side, did not where
        all of it lies on the other; where the interval holds the value, that can't be told. Without an interval, the
        value itself decides.
    """
    by = test.by or as_of
    month = pd.Timestamp(by).to_period("M")
    if as_of < month.end_time.date():
        return Result(None, f"To be judged by the data of {month.end_time.date():%B %Y}, once they are here.")
    own = series[series["kpi"] == test.kpi]
    is_year = own["period"].str.contains("/") if len(own) else pd.Series([], dtype=bool)
    kind = own[is_year if is_year.any() else ~is_year]
    row = kind[kind["period"].str.endswith(str(month))] if len(kind) else kind
    if row.empty:
        return Result(Came.CANT_BE_TOLD, f"{_title(test.kpi)} of {month.end_time:%B %Y} is not known of them.")
    value, lower, upper = (floats(row, name)[0] for name in ("value", "lower", "upper"))
    came = _side(test, value, lower, upper)
    unit = texts(row, "unit")[0]
    ends = "" if math.isnan(lower) else f" (90% interval {kpi_value(lower, unit)} to {kpi_value(upper, unit)})"
    return Result(
        came, f"{_title(test.kpi)} was {kpi_value(value, unit)}{ends} in {period_words(texts(row, 'period')[0])}."
    )


def _side(test: FindingTest, value: float, lower: float, upper: float) -> Came:
    if math.isnan(lower) or math.isnan(upper):
        lower = upper = value
    if test.direction is Direction.AT_LEAST:
        is_held, is_not = lower >= test.value, upper < test.value
    else:
        is_held, is_not = upper <= test.value, lower > test.value
    if is_held:
        return Came.HELD
    return Came.DID_NOT_HOLD if is_not else Came.CANT_BE_TOLD


def of_target(target: Target, series: pd.DataFrame, *, as_of: date) -> Result:
    """Judge a target as a forecast is, on the day that it has, but by the value alone: that is what was promised."""
    is_up = KPI_DEFINITIONS[target.kpi].good == "up"
    direction = Direction.AT_LEAST if is_up else Direction.AT_MOST
    by = date.fromisoformat(target.by)
    test = FindingTest(KindOfTest.FORECAST, "", target.kpi, direction, target.value, by)
    return of_forecast(test, series.assign(lower=math.nan, upper=math.nan), as_of=as_of)


def of_list(result: ListResult) -> Result:
    """Say what came of a retention list, by those who were held back."""
    if result.verdict is ListVerdict.NOT_RIPE:
        return Result(None, f"It can be told on {day(result.ripe_on)}, by those who were held back.")
    if result.verdict in (ListVerdict.NO_HOLD_OUT, ListVerdict.FEW):
        return Result(Came.CANT_BE_TOLD, "Too few were contacted or held back to compare.")
    told = (
        f"{points_words(result.uplift)} percentage points more of those to be contacted are still here than of those"
        f" held back (90% interval {points_words(result.lower)} to {points_words(result.upper)})."
    )
    came = {ListVerdict.KEPT: Came.HELD, ListVerdict.DROVE_AWAY: Came.DID_NOT_HOLD}
    return Result(came.get(result.verdict, Came.CANT_BE_TOLD), told)


def of_note(note: Note) -> Result:
    """Say what the last test of a note found."""
    if note.withdrawn:
        return GONE
    if not note.tests:
        return Result(None, f"The note {note.note_id} was not tested yet.")
    last = note.tests[-1]
    verdict = str(last.details.get("verdict"))
    told = f"The note {note.note_id} was tested on {day(last.said_at[:10])}: {verdict}."
    if note.is_supported:
        return Result(Came.HELD, told)
    return Result(Came.DID_NOT_HOLD if verdict == "refused" else None, told)


def of_person(finding: Finding) -> Result:
    """Say what a person said came of it."""
    if finding.came is None or finding.said is None:
        return Result(None, "No test yet, and nobody has said what came of it.")
    why = finding.said.details.get("why") or ""
    return Result(finding.came, f"Said by {finding.said.author} on {day(finding.said.said_at[:10])}: {why}")


def _title(kpi: str) -> str:
    return KPI_DEFINITIONS[kpi].title if kpi in KPI_DEFINITIONS else kpi
