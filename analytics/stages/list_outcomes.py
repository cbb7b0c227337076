"""What the records say, since a retention list was made, of the customers on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analytics.insights.list_results import ListResult, list_result
from analytics.insights.retention_list import CONTACT, HELD_BACK
from analytics.insights.save_kpis import save_kpis
from analytics.knowledge.retention_lists import RetentionList
from analytics.stages.informed import InformedWork
from analytics.store.snapshots import Snapshot

_CUSTOMERS = "SELECT customer_id, closed_on FROM built.customers ORDER BY customer_id"


def result_in(snapshot: Snapshot, made: RetentionList, ids: Mapping[str, str]) -> ListResult:
    """Say what came of a list, by a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        What is served.
    made : RetentionList
        The list.
    ids : mapping of str to str
        By pseudonym, the ids of those on it who are still on record; whoever was erased is off the list.

    Returns
    -------
    ListResult
        With whom an offer reached, where the snapshot has ``offers``.
    """
    known = on_list(made, ids)
    told = {"ids": known["customer_id"].tolist()}
    rows = known.merge(snapshot.query("list_customers", **told), on="customer_id")
    if "offers" in snapshot.tables():
        when = {"since": made.as_of, "until": made.ripe_on, "offer": made.terms.offer}
        rows = rows.merge(snapshot.query("list_offers", **told, **when), on="customer_id", how="left")
    return list_result(made, _reached(rows), as_of=date.fromisoformat(str(snapshot.facts["as_of"])))


def on_list(made: RetentionList, ids: Mapping[str, str]) -> pd.DataFrame:
    """Name who is on a list and still on record: ``customer_id``, ``group``, the first to be contacted first."""
    parts = ((CONTACT, made.contacted), (HELD_BACK, made.held_back))
    rows = [(ids[each], group) for group, those in parts for each in those if each in ids]
    return pd.DataFrame(rows, columns=["customer_id", "group"], dtype="str")


def put_save_kpis(work: InformedWork, kpis: pd.DataFrame) -> pd.DataFrame:
    """Add the save rate and its uplift to the KPIs, for the periods in which a list ripened.

    Parameters
    ----------
    work : InformedWork
        A stage's place in the build, after the features.
    kpis : DataFrame
        The other KPIs, whose periods are taken.

    Returns
    -------
    DataFrame
        All of them; the same where no list is ripe.
    """
    lists = work.said.of_lists.lists
    if not lists or kpis.empty:
        return kpis
    customers = work.take(_CUSTOMERS)
    places = work.said.places(customers["customer_id"].tolist())
    ids = {name: str(customers["customer_id"].iloc[place]) for name, place in places.items()}
    results = [
        list_result(each, _reached(on_list(each, ids).merge(customers, on="customer_id")), as_of=work.as_of)
        for each in lists
    ]
    more = save_kpis(results, sorted(kpis["period"].unique()))
    if more.empty:
        return kpis
    return pd.concat([kpis, more], ignore_index=True).sort_values(
        ["period", "dimension", "member", "kpi"], kind="stable", ignore_index=True
    )


def _reached(rows: pd.DataFrame) -> pd.DataFrame:
    """Say of everybody whether an offer reached them; nobody, where nothing is known of offers."""
    if "is_accepted" not in rows:
        return rows.assign(is_reached=False, is_accepted=False, reward=0.0)
    reached = rows["is_accepted"].notna()
    return rows.assign(
        is_reached=reached,
        is_accepted=reached & rows["is_accepted"].eq(True),
        reward=rows["reward"].fillna(0.0).astype(float),
    )
