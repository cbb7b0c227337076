"""The stage ``outlook``: retention and balances twelve months ahead, and which KPIs left their expected range."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.insights.outlook import Course, Outlook

FORECAST = ["dimension", "member", "kpi", "period", "model", "is_preferred", "value", "lower", "upper"]
TESTS = ["dimension", "member", "kpi", "model", "n_origins", "mae", "bias", "coverage"]
FEWEST_CUSTOMERS = 100
"""Members smaller than this get no forecast: a month's leavers could be counted on the fingers."""

RETENTION, ATTRITION, BALANCE = "retention_rate", "attrition_rate", "balance"
_CENTS = 100.0
_BOOKS = "SELECT * FROM built.month_books ORDER BY dimension, member, month"


def outlook_stage(work: Work) -> None:
    """Forecast each member's retention and balance, try the same in the past, and judge the latest months' KPIs.

    Parameters
    ----------
    work : Work
        The stage's place in the build. Where the records don't say who left, or are too short, there are no rows.
    """
    from analytics.insights.kpi_watch import watched_kpis

    work.tell("Looking twelve months ahead")
    books = work.take(_BOOKS) if work.has("month_books") else pd.DataFrame()
    forecast, tests = looked_ahead(books, seed=work.seed)
    work.put("kpi_forecast", forecast)
    work.put("kpi_forecast_tests", tests)
    work.put("kpi_watch", watched_kpis(work.take("SELECT * FROM built.kpis") if work.has("kpis") else None))


def looked_ahead(books: pd.DataFrame, *, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forecast each member's retention and balance, and try the same in the past.

    Parameters
    ----------
    books : DataFrame
        The table ``month_books``; may have no rows.
    seed : int

    Returns
    -------
    tuple of DataFrame
        The published tables ``kpi_forecast`` and ``kpi_forecast_tests``.
    """
    forecasts, tests = [_empty(FORECAST)], [_empty(TESTS)]
    for _, own in books.groupby(["dimension", "member"], sort=True) if len(books) else ():
        whose = {name: str(own[name].iloc[0]) for name in ("dimension", "member")}
        for kpi, course in courses(own).items():
            told, tried = _looked_ahead(course, kpi, after=_last_month(own), seed=seed)
            forecasts.append(told.assign(**whose)[FORECAST])
            tests.append(tried.assign(**whose)[TESTS])
    return _joined(forecasts), _joined(tests)


def courses(own: pd.DataFrame) -> dict[str, Course]:
    """Give what can be followed of a member: its retention, where somebody left; its balance, where one is known.

    Parameters
    ----------
    own : DataFrame
        Its rows of ``month_books``, oldest first.
    """
    from analytics.insights.outlook import LEAST_MONTHS, attrition_course, balance_course

    found = {}
    start, lost = (own[name].to_numpy(dtype="float64") for name in ("n_start", "n_start_lost"))
    held = own["held_cents"].to_numpy(dtype="float64", na_value=float("nan")) / _CENTS
    if len(own) < LEAST_MONTHS or start.min() < FEWEST_CUSTOMERS:
        return {}
    if lost.any():
        found[RETENTION] = attrition_course(start, lost)
    if (held > 0).all():
        found[BALANCE] = balance_course(held)
    return found


def months_after(last: date, n: int) -> list[str]:
    """Name the months after one.

    Examples
    --------
    >>> months_after(date(2026, 11, 1), 3)
    ['2026-12', '2027-01', '2027-02']
    """
    return [str(pd.Period(last, freq="M") + ahead) for ahead in range(1, n + 1)]


def _last_month(own: pd.DataFrame) -> date:
    return pd.Timestamp(own["month"].iloc[-1]).date()


def _looked_ahead(course: Course, kpi: str, *, after: date, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    from analytics.insights.outlook import N_MONTHS, outlook, preferred, tried_in_the_past

    tried = tried_in_the_past(course, seed=seed).assign(kpi=kpi)
    prefers = preferred(tried)
    told = outlook(course, prefers=prefers, seed=seed)
    months = months_after(after, N_MONTHS)
    rows = _rows(told, months, prefers).assign(kpi=ATTRITION if kpi == RETENTION else kpi)
    if kpi == RETENTION:
        whole = _whole(told, f"{months[0]}/{months[-1]}", prefers).assign(kpi=RETENTION)
        rows = pd.concat([rows, whole], ignore_index=True)
    return rows, tried


def _rows(told: Outlook, months: list[str], prefers: str) -> pd.DataFrame:
    from analytics.insights.outlook import PLAIN, TREND

    parts = []
    for model, values in ((TREND, told.trend), (PLAIN, told.plain)):
        part = pd.DataFrame({"period": months, "value": values, "model": model, "is_preferred": model == prefers})
        ends = {"lower": told.lower, "upper": told.upper} if model == prefers else {"lower": None, "upper": None}
        parts.append(part.assign(**ends).astype({"lower": "float64", "upper": "float64"}))
    return pd.concat(parts, ignore_index=True)


def _whole(told: Outlook, period: str, prefers: str) -> pd.DataFrame:
    from analytics.insights.outlook import PLAIN, TREND

    table = pd.DataFrame({"period": period, "model": [TREND, PLAIN], "value": [told.trend_sum, told.plain_sum]})
    is_preferred = table["model"] == prefers
    lower, upper = (is_preferred.map({True: end}) for end in (told.lower_sum, told.upper_sum))
    return table.assign(is_preferred=is_preferred, lower=lower, upper=upper)


def _empty(names: list[str]) -> pd.DataFrame:
    kinds = dict.fromkeys(("dimension", "member", "kpi", "period", "model"), "str")
    kinds |= {"is_preferred": "bool", "n_origins": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in names})


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    there = [part for part in parts if len(part)]
    return pd.concat(there, ignore_index=True) if there else parts[0]
