"""The stage ``purchases``: who still buys, where customers buy now and then and nobody closes an account."""

from __future__ import annotations

from datetime import date

from analytics.store.transform import transform
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

MOST_ACTS_A_YEAR = 24.0
"""Whoever does more is no buyer but a user of an account, whose silence tells sooner."""


def purchases_stage(work: Work) -> None:
    """Look a year ahead, and try it on the past; no rows where customers close accounts or do something every week.

    A customer table has none either.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.insights.purchases import purchase_outlook, tried_on_the_past

    days = transform(work.cursor, "purchase_days", values={"as_of": work.as_of}).df()
    end = (work.as_of - date(1970, 1, 1)).days
    if not _buys_now_and_then(work):
        days = days.head(0)
    work.tell("Asking who still buys")
    outlook, totals = purchase_outlook(days, end=end, seed=work.seed)
    work.put("purchase_outlook", outlook)
    work.put("purchase_totals", totals)
    work.put("purchase_tests", tried_on_the_past(days, end=end))


def _buys_now_and_then(work: Work) -> bool:
    if work.source.kind is SourceKind.TABLE:
        return False  # it says neither when anybody did something, nor who closed
    n_closed, acts_a_year = transform(work.cursor, "purchase_habit", values={"as_of": work.as_of}).fetchall()[0]
    return n_closed == 0 and acts_a_year is not None and acts_a_year <= MOST_ACTS_A_YEAR
