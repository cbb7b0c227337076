"""What is foreseen of retention and balances in plain words, with how right it would have been."""

from __future__ import annotations

import pandas as pd

from analytics.insights.columns import floats
from analytics.insights.kpi_words import kpi_value, period_words
from analytics.insights.outlook import PLAIN, TREND
from analytics.insights.wording import percent
from analytics.number_marks import written

WAYS = {TREND: "as the trend goes", PLAIN: "if it stays as it is now"}
"""The two ways of looking ahead, in words."""


def outlook_sentence(forecast: pd.DataFrame, *, kpi: str, unit: str) -> str:
    """Say what the twelve months to come lead to, each way.

    Parameters
    ----------
    forecast : DataFrame
        Rows of ``kpi_forecast`` of one member and this KPI: ``period``, ``model``, ``is_preferred``, ``value``,
        ``lower``, ``upper``.
    kpi : {"retention_rate", "balance"}
    unit : str
        ``share``, or the store's currency.
    """
    last = forecast[forecast["period"] == forecast["period"].max()]
    chosen, other = (last[last["is_preferred"].astype(bool) == flag].iloc[0] for flag in (True, False))
    value, lower, upper = (kpi_value(float(chosen[name]), unit) for name in ("value", "lower", "upper"))
    when = period_words(str(chosen["period"]))
    told = f"Retention in {when}" if kpi == "retention_rate" else f"Balance at the end of {when}"
    return (
        f"{told}, {WAYS[str(chosen['model'])]}: {value} (90% band {lower} to {upper});"
        f" {WAYS[str(other['model'])]}: {kpi_value(float(other['value']), unit)}."
    )


def trial_sentence(tests: pd.DataFrame, *, unit: str) -> str:
    """Say how far each way would have been off in the past, and which is preferred.

    Parameters
    ----------
    tests : DataFrame
        Rows of ``kpi_forecast_tests`` of one member and KPI; empty where it could not be tried.
    unit : str
        ``share``, or the store's currency.
    """
    if tests.empty:
        return "The records are too short to try this on the past, so that it stays as it is now is taken for likelier."
    mae = dict(zip(tests["model"], floats(tests, "mae"), strict=True))
    inside = dict(zip(tests["model"], floats(tests, "coverage"), strict=True))
    off = {
        way: f"{written(round(100 * each, 1), '.1f')} percentage points" if unit == "share" else kpi_value(each, unit)
        for way, each in mae.items()
    }
    best = TREND if mae[TREND] < mae[PLAIN] else PLAIN
    n = int(tests["n_origins"].iloc[0])
    return (
        f"Tried from {n} months of the past, whose years overlap, the trend was off by {off[TREND]} on average, staying"
        f" as it was by {off[PLAIN]}; the 90% band held {percent(inside[best], decimals=0)} of the months."
        + ("" if best == TREND else " The trend was no better, so the plain way is preferred.")
    )
