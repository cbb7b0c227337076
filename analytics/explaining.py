"""One record of one customer and outcome, read from a snapshot: for the screens and for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pandas as pd

from analytics.errors import InputError
from analytics.insights.audited_groups import named_groups
from analytics.insights.change_words import why_not_searched
from analytics.insights.coverage import coverage
from analytics.insights.explanation.model_facts import Labels
from analytics.insights.explanation.record import Explanation
from analytics.insights.explanation.record_made import Surroundings, Tables, explanation
from analytics.settings import DEFAULT_CURRENCY
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import Json

FAMILIES = 2
_JUDGED = {"judged_rows", "model_past", "membership", "segments"}


def explanation_of(snapshot: Snapshot, customer_id: str, outcome: str) -> Explanation:
    """Make the record of a customer and outcome.

    Parameters
    ----------
    snapshot : Snapshot
        A published one, or one with people's edits laid over it.
    customer_id : str
        The customer.
    outcome : str
        The outcome's name.

    Returns
    -------
    Explanation
        Made of published tables alone; without a risk where there is none, and then it says why.

    Raises
    ------
    InputError
        If there is no such customer, or no such outcome.
    """
    if snapshot.query("customer_attributes", customer_id=customer_id).empty:
        raise InputError(f'There is no customer "{customer_id}" in this snapshot.')
    told = _outcomes(snapshot)
    if outcome not in told:
        raise InputError(f'There is no outcome "{outcome}". There are: {", ".join(sorted(told)) or "none"}.')
    tables = _tables(snapshot, customer_id, outcome)
    return explanation(tables, _surroundings(snapshot, customer_id, outcome, told[outcome], tables))


def _tables(snapshot: Snapshot, customer_id: str, outcome: str) -> Tables:
    own = {"customer_id": customer_id, "outcome": outcome}
    scores = _asked(snapshot, "scores", "customer_scores", customer_id=customer_id)
    average = _asked(snapshot, "scores", "mean_risk", outcome=outcome, everyone=True, ids=[])
    return Tables(
        scores=_only(scores, outcome),
        attributions=_with_titles(snapshot, _asked(snapshot, "attributions", "customer_attributions", **own)),
        options=_asked(snapshot, "counterfactuals", "counterfactuals_of", **own),
        searched=_asked(snapshot, "counterfactual_search", "counterfactual_search_of", **own),
        models=_only(_whole(snapshot, "models"), outcome),
        evaluation=_asked(snapshot, "evaluation", "evaluation_of", outcome=outcome),
        fairness=_fairness(snapshot, outcome),
        coverage=_coverage(snapshot, outcome),
        leaks=_asked(snapshot, "leaks", "leaks_of", outcome=outcome),
        horizons=_only(_asked(snapshot, "risk_horizons", "customer_horizons", customer_id=customer_id), outcome),
        agreement=_only(_whole(snapshot, "explanation_agreement"), outcome),
        average=float("nan") if average.empty else float(pd.to_numeric(average["mean_risk"]).astype("float64").iloc[0]),
    )


def _surroundings(
    snapshot: Snapshot, customer_id: str, outcome: str, told: Mapping[str, Json], tables: Tables
) -> Surroundings:
    facts = snapshot.facts
    protected = facts.get("protected")
    kind = str(facts.get("source_kind") or "")
    band = None if tables.scores.empty else str(tables.scores["band"].iloc[0])
    catalog = _whole(snapshot, "feature_catalog")
    can_act = not catalog.empty and bool(catalog["actionable"].fillna(0).astype(int).any())
    return Surroundings(
        customer_id=customer_id,
        outcome=outcome,
        as_of=str(facts.get("as_of") or ""),
        currency=str(facts.get("currency") or DEFAULT_CURRENCY),
        protected=tuple(map(str, protected)) if isinstance(protected, list | tuple) else (),
        why_no_risk=str(told.get("why_not") or _why_not_scored(snapshot, customer_id)),
        why_no_search=why_not_searched(outcome, band, kind=kind, can_act=can_act),
        labels=_labels(told),
        snapshot_id=snapshot.id,
        source_name=str(facts.get("source_name") or ""),
        source_kind=kind,
    )


def _labels(told: Mapping[str, Json]) -> Labels:
    return Labels(
        definition=str(told.get("definition") or ""),
        source=str(told.get("source") or "none"),
        n_labelled=_counted(told.get("n_labelled")) or 0,
        n_positive=_counted(told.get("n_positive")) or 0,
        horizon_days=_counted(told.get("horizon_days")),
    )


def _counted(number: Json) -> int | None:
    return int(number) if isinstance(number, int | float) else None


def _why_not_scored(snapshot: Snapshot, customer_id: str) -> str:
    status = str(snapshot.query("customer_attributes", customer_id=customer_id)["status"].iloc[0])
    if status != "active":
        return f"This customer was not active on the day of the data (status: {status.replace('_', ' ')})."
    return "Nothing was worked out for this customer yet."


def _fairness(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    return named_groups(_only(_whole(snapshot, "fairness"), outcome), _whole(snapshot, "regions"))


def _coverage(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    if not snapshot.tables() >= _JUDGED:
        return pd.DataFrame()
    rows = snapshot.query("judged_by_segment", outcome=outcome, level=FAMILIES)
    known = snapshot.table("segments")
    label = known["name"].astype("string").fillna(known["suggested_name"].astype("string"))
    names = {str(key): str(value) for key, value in zip(known["segment_id"], label, strict=True)}
    return pd.DataFrame() if rows.empty else coverage(rows, names=names)


def _with_titles(snapshot: Snapshot, attributions: pd.DataFrame) -> pd.DataFrame:
    """Add the catalogue's short titles, and amounts' currency as their unit."""
    catalog = _whole(snapshot, "feature_catalog")
    if attributions.empty:
        return pd.DataFrame(columns=["feature", "feature_value", "description", "unit", "title", "contribution"])
    titles = dict(zip(catalog["feature"], catalog["title"], strict=True)) if "title" in catalog else {}
    currency = str(snapshot.facts.get("currency") or DEFAULT_CURRENCY)
    return attributions.assign(
        title=attributions["feature"].map(titles), unit=attributions["unit"].replace("money", currency)
    )


def _outcomes(snapshot: Snapshot) -> Mapping[str, Mapping[str, Json]]:
    told = snapshot.facts.get("outcomes")
    return cast("Mapping[str, Mapping[str, Json]]", told) if isinstance(told, Mapping) else {}


def _asked(snapshot: Snapshot, table: str, query: str, **parameters: object) -> pd.DataFrame:
    return snapshot.query(query, **parameters) if table in snapshot.tables() else pd.DataFrame()


def _whole(snapshot: Snapshot, table: str) -> pd.DataFrame:
    return snapshot.table(table) if table in snapshot.tables() else pd.DataFrame()


def _only(table: pd.DataFrame, outcome: str) -> pd.DataFrame:
    return table if table.empty else table[table["outcome"] == outcome].reset_index(drop=True)
