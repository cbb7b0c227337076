"""The stage ``kpis``: how many came, stayed, left and acted, in all and by segment, and who stays how long."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.settings import DEFAULT_OUTCOME, ChurnDefinition
from analytics.stages.informed import InformedWork
from analytics.stages.list_outcomes import put_save_kpis
from analytics.stages.tag_members import put_tag_members
from analytics.store.kpi_sums import Records, Risk, kpi_sums, records_of, revenue_known
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

_UNDATED = "A customer table doesn't say when customers joined or closed, so nobody can be seen to come, stay or leave."
_NO_RECORDS = "There are no transactions by the as-of day, so nobody can be seen to stay or leave."
_NO_PERIOD = "The records hold no whole month yet."
_NO_COHORT = "No customer joined in a whole month of the records that is over."
_HORIZON = f"SELECT horizon_days FROM built.outcome_facts WHERE outcome = '{DEFAULT_OUTCOME}'"  # noqa: S608
_FACTS_OF_REVENUE = ("n_revenue", "revenue_cents", "revenue_risk_cents", "value_cents")
_FACTS_OF_CLOSING = ("n_start_lost", "n_lost", "n_early_lost", "base_cents", "base_2", "n_base")


def kpis_stage(work: InformedWork) -> None:
    """Work out ``kpis`` and ``retention``, or say why the source gives neither.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build; whom people tagged is a dimension of ``kpis``.
    """
    if work.source.kind is SourceKind.TABLE:
        _publish(work, None, None, {"kpis": _UNDATED, "retention": _UNDATED})
        return
    records = records_of(work.cursor, as_of=work.as_of)
    if records.first_on is None:
        _publish(work, None, None, {"kpis": _NO_RECORDS, "retention": _NO_RECORDS})
        return
    put_tag_members(work)
    _from_records(work, records, records.first_on)


def _from_records(work: InformedWork, records: Records, first_on: date) -> None:
    from analytics.insights.kpi_definitions import CLOSING_NEEDED, FEWEST_ACTS_PRIMARY
    from analytics.insights.kpis import kpis_from_sums
    from analytics.insights.retention import retention_table

    work.tell("Adding up who came, stayed, left and acted")
    found = kpi_sums(
        work.cursor,
        as_of=work.as_of,
        first_on=first_on,
        risk=_risk(work),
        has_tags=work.has("tag_members"),
        fewest_acts=FEWEST_ACTS_PRIMARY,
    )
    unknown = _unknown(records) + ([] if revenue_known(work.cursor) != "nothing" else list(_FACTS_OF_REVENUE))
    facts = work.take("SELECT * FROM built.kpi_facts ORDER BY customer_id, period")
    work.put("kpi_facts", facts.drop(columns=unknown))
    kpis = kpis_from_sums(found.sums.drop(columns=unknown), currency=work.source.currency)
    if records.n_closed:
        kpis = put_save_kpis(work, kpis)
    retention = retention_table(found.cohorts)
    why_not = {} if len(kpis) else {"kpis": _NO_PERIOD}
    if not records.n_closed:
        why_not["retention"] = CLOSING_NEEDED
    elif retention.empty:
        why_not["retention"] = _NO_COHORT
    _publish(work, kpis, retention, why_not)


def _risk(work: Work) -> Risk | None:
    """Name the outcome that says who may leave, where customers have a risk of it, and its horizon; 90 days if open."""
    if not work.has("scores"):
        return None
    told = work.take(_HORIZON)["horizon_days"].dropna()
    return Risk(DEFAULT_OUTCOME, int(told.iloc[0]) if len(told) else ChurnDefinition().window_days)


def _unknown(records: Records) -> list[str]:
    """List the facts that the records can't tell, however many zeros they would give."""
    unknown: list[str] = []
    if not records.n_closed:
        unknown += _FACTS_OF_CLOSING
    if not records.n_joined:
        unknown += ["n_joined"]
    if not records.has_own_acts:
        unknown += ["n_active", "n_dormant", "n_primary"]
    elif not records.has_wages:
        unknown += ["n_primary"]
    return unknown


def _publish(work: Work, kpis: pd.DataFrame | None, retention: pd.DataFrame | None, why_not: dict[str, str]) -> None:
    work.drop("kpis", "retention", *(() if kpis is not None else ("kpi_facts", "retention_facts")))
    for name, table in (("kpis", kpis), ("retention", retention)):
        if table is not None and name not in why_not:
            work.put(name, table)
    told = {"table_name": list(why_not), "why": list(why_not.values())}
    work.put("kpi_gaps", pd.DataFrame(told, dtype="str"))
