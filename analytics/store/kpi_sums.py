"""The sums that KPIs are made of, over the customers of every segment, region, product, channel, cohort and tag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from analytics.store.transform import Value, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

_STEPS_BEFORE = ("kpi_periods", "kpi_people", "kpi_members")
_STEPS_AFTER = ("kpi_profiles", "kpi_states", "kpi_balances")

YEARS_AHEAD, DISCOUNT = 5, 0.1
"""How far ahead a customer's worth is counted, and by how much a year's later worth is less."""


@dataclass(frozen=True)
class Records:
    """How far the records let anybody be seen to come, stay, act or leave.

    Attributes
    ----------
    first_on : date or None
        The first booking; None without any.
    n_closed, n_joined : int
        Customers who closed, and opened, since then and by the as-of day.
    has_own_acts : bool
        Whether any transaction is a customer's own act.
    has_wages : bool
        Whether a category names wages, and one came in.
    """

    first_on: date | None
    n_closed: int
    n_joined: int
    has_own_acts: bool
    has_wages: bool


@dataclass(frozen=True)
class Risk:
    """The risk by which what is held and earned is weighed.

    Attributes
    ----------
    outcome : str
        The outcome whose ``built.scores`` say who may leave.
    horizon_days : int
        Days within which it happens.
    """

    outcome: str
    horizon_days: int


@dataclass(frozen=True)
class KpiSums:
    """What KPIs and the retention of cohorts are made of.

    Attributes
    ----------
    sums : DataFrame
        ``dimension``, ``member``, ``period`` and the facts of ``kpi_facts.sql``, added up.
    cohorts : DataFrame
        ``cohort``, ``period_index``, ``segment_id``, ``n_start``, ``n_retained``.
    """

    sums: pd.DataFrame
    cohorts: pd.DataFrame


def records_of(cursor: DuckDBPyConnection, *, as_of: date) -> Records:
    """Say how far the records of a bank reach.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, after the behaviour features.
    as_of : date
        The global as-of day, its end included.
    """
    row = transform(cursor, "kpi_records", values={"as_of": as_of}).fetchone()
    return Records(*row) if row else Records(None, 0, 0, has_own_acts=False, has_wages=False)


def kpi_sums(
    cursor: DuckDBPyConnection, *, as_of: date, first_on: date, risk: Risk | None, has_tags: bool, fewest_acts: int
) -> KpiSums:
    """Add up the facts about customers by period, and by everything that they are members of.

    Makes ``built.kpi_facts`` and ``built.retention_facts`` too: the facts of the latest periods, and who joined when
    and stayed how long, a customer, so that other memberships can be tried without a build; and ``built.month_books``,
    who was here, who left and what was held in each month of up to five years.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, after the segments.
    as_of : date
        The global as-of day, its end included; nothing later is used.
    first_on : date
        The first day of the records.
    risk : Risk or None
        Who may leave; None where nobody has a risk.
    has_tags : bool
        Whether ``built.tag_members`` (``tag``, ``customer_id``) is there.
    fewest_acts : int
        Own acts in three months that a main bank's customer makes at least.

    Returns
    -------
    KpiSums
        Exact: counts and cents.
    """
    values: dict[str, Value] = {"as_of": as_of, "first_on": first_on, "fewest_acts": fewest_acts}
    for step in (*_STEPS_BEFORE, *(("kpi_tag_members",) if has_tags else ()), *_STEPS_AFTER):
        transform(cursor, step, values=values)
    transform(cursor, _REVENUE[revenue_known(cursor)], values=values)
    if risk is None:
        transform(cursor, "kpi_no_risk_facts")
    else:
        transform(cursor, "kpi_risk_facts", values=values | _weights(risk))
    transform(cursor, "kpi_facts")
    sums = transform(cursor, "kpi_sums").df()
    transform(cursor, "kpi_carried", values=values)
    transform(cursor, "month_books", values=values)
    transform(cursor, "retention_facts", values=values)
    cohorts = transform(cursor, "retention", values=values).df()
    transform(cursor, "kpi_drop")
    return KpiSums(sums, cohorts)


def _weights(risk: Risk) -> dict[str, Value]:
    n_periods = round(YEARS_AHEAD * 365 / risk.horizon_days)
    return {"outcome": risk.outcome, "horizon_days": risk.horizon_days, "n_periods": n_periods, "discount": DISCOUNT}


def revenue_known(cursor: DuckDBPyConnection) -> Literal["margin", "fees", "nothing"]:
    """Say what tells of a customer's yearly worth: the bank's own column, the fees they paid, or nothing.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, after the behaviour features.
    """
    text = "SELECT schema_name || '.' || table_name || '.' || column_name FROM duckdb_columns()"
    there = {name for (name,) in cursor.execute(text).fetchall()}
    if "source.customers.annual_margin" in there:
        return "margin"
    if "built.features.fees_paid_365d" not in there:
        return "nothing"
    paid = cursor.execute("SELECT max(fees_paid_365d) > 0 FROM built.features").fetchone()
    return "fees" if paid == (True,) else "nothing"


_REVENUE = {"margin": "kpi_margin", "fees": "kpi_fees", "nothing": "kpi_no_revenue"}
