"""Cohorts of months, quarters or years of joining: how many of each are still here so many months later."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.intervals import wilson

STEPS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
"""Months between the columns of a triangle, by the length of its cohorts."""

CELLS = ["cohort", "first_month", "last_month", "period_index", "n_start", "n_retained", "share", "lower", "upper"]


def cohort_triangle(retention: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Add up cohorts of months.

    Parameters
    ----------
    retention : DataFrame
        ``cohort`` (``2025-03``), ``period_index`` (months since), ``n_start``, ``n_retained``; of one segment or all.
    by : {'month', 'quarter', 'year'}
        How long a cohort is.

    Returns
    -------
    DataFrame
        A row a cohort and a number of months (in steps of the cohort's length) that are over for all who are in it:
        ``cohort`` (``2025-03``, ``2025 Q1``, ``2025``), ``first_month`` and ``last_month`` of joining,
        ``period_index``, ``n_start``, ``n_retained``, ``share``, and its 90% interval ``lower`` and ``upper``. A cell
        of which a part is not over yet has no row: a mean over the others would compare different customers.
    """
    if retention.empty:
        return pd.DataFrame({name: [] for name in CELLS})
    named = retention.assign(month=retention["cohort"], cohort=cohort_named(retention["cohort"], by))
    n_months = named.groupby("cohort")["month"].transform("nunique")
    due = named[named["period_index"] % STEPS[by] == 0]
    grouped = due.assign(n_months=n_months).groupby(["cohort", "period_index"], sort=True)
    cells = grouped.agg(
        first_month=("month", "min"),
        last_month=("month", "max"),
        n_start=("n_start", "sum"),
        n_retained=("n_retained", "sum"),
        n_over=("month", "nunique"),
        n_months=("n_months", "first"),
    ).reset_index()
    cells = cells[(cells["n_over"] == cells["n_months"]) & (cells["n_start"] > 0)].reset_index(drop=True)
    part, whole = (cells[name].to_numpy("float64") for name in ("n_retained", "n_start"))
    lower, upper = wilson(part, whole)
    return cells.assign(share=part / whole, lower=lower, upper=upper)[CELLS]


def cohort_named(months: pd.Series[str], by: str) -> pd.Series[str]:
    """Name the cohort of a length (``month``, ``quarter``, ``year``) to which each month (``2025-03``) belongs."""
    if by == "month":
        return months
    year = months.str.slice(0, 4)
    if by == "year":
        return year
    quarter = (months.str.slice(5, 7).astype("int64") + 2) // 3
    return year + " Q" + quarter.astype("str")


def against(cells: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """Put everyone's share beside a segment's, cell by cell.

    Parameters
    ----------
    cells, everyone : DataFrame
        As `cohort_triangle` gives them, of the same length of cohorts.

    Returns
    -------
    DataFrame
        The cells that both have, with ``share_all`` and ``difference`` (share less that of all, 0–1).
    """
    beside = everyone[["cohort", "period_index", "share"]].rename(columns={"share": "share_all"})
    both = cells.merge(beside, on=["cohort", "period_index"], how="inner")
    return both.assign(difference=both["share"] - both["share_all"])


def best_and_worst(cells: pd.DataFrame, *, months: int, fewest: int = 30) -> str:
    """Say which cohort kept most and which fewest after so many months; empty where fewer than two are that old.

    Parameters
    ----------
    cells : DataFrame
        As `cohort_triangle` gives them.
    months : int
        Since joining.
    fewest : int
        Customers that a cohort must have begun with to be named.
    """
    old = cells[(cells["period_index"] == months) & (cells["n_start"] >= fewest)]
    if len(old) < 2:
        return ""
    ordered = old.sort_values("share", kind="stable")
    worst, best = ordered.iloc[0], ordered.iloc[-1]
    apart = float(best["lower"]) > float(worst["upper"])
    told = " Their 90% intervals lie apart." if apart else " Their 90% intervals overlap, so this may be chance."
    return (
        f"After {months} months {100 * float(best['share']):.1f}% of those who joined in {best['cohort']} were still"
        f" here, the most of {len(old)} cohorts, and {100 * float(worst['share']):.1f}% of {worst['cohort']}, the"
        f" fewest.{told}"
    )
