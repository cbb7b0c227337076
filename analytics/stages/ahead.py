"""The stage ``ahead``: what else came after the dates at which churn is learned, and what models learn from in all."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from analytics.settings import DEFAULT_OUTCOME
from analytics.store.ahead import AHEAD, WINDOW_DAYS, Ahead, nothing_ahead, what_is_ahead
from analytics.store.outcome_fact import OutcomeFact, why_no_model
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

_CHURN = "SELECT why_not FROM built.outcome_facts WHERE outcome = $outcome AND source = 'none'"
_LEARNED = """
    CREATE OR REPLACE TABLE built.learned_labels AS
    SELECT customer_id, as_of, outcome, value FROM built.labels
    UNION ALL
    SELECT customer_id, CAST(as_of AS DATE) AS as_of, outcome, value FROM built.ahead_labels
    ORDER BY outcome, customer_id, as_of
"""
_NO_HISTORY = "A customer table has no transactions or accounts, so nothing of this kind can be seen."
_NO_DATES = "There is no date with a known answer to learn from."


def ahead_stage(work: Work) -> None:
    """See at which dates dormancy, a balance that runs down and a further product followed.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    why_not = _why_not(work)
    labels = nothing_ahead() if why_not else what_is_ahead(work.cursor, as_of=work.as_of)
    recorded = set(work.take("SELECT outcome FROM built.outcome_facts")["outcome"])
    # What the bank recorded under the same name is the bank's to say.
    labels = labels[~labels["outcome"].isin(recorded)]
    facts = [
        asdict(_fact(each, labels, why_not)) | {"position": place}
        for place, each in enumerate(AHEAD)
        if each.outcome not in recorded
    ]
    work.put("ahead_facts", pd.DataFrame(facts).astype({"why_not": "str"}))
    work.put("ahead_labels", labels)
    work.cursor.execute(_LEARNED)


def _fact(each: Ahead, labels: pd.DataFrame, why_not: str | None) -> OutcomeFact:
    own = labels.loc[labels["outcome"] == each.outcome, "value"]
    n_labelled, n_positive = len(own), int(own.sum())
    if n_labelled == 0:
        return OutcomeFact(each.outcome, each.definition, "none", 0, 0, why_not or _NO_DATES, WINDOW_DAYS)
    too_few = why_no_model(n_labelled, n_positive)
    return OutcomeFact(each.outcome, each.definition, "derived", n_labelled, n_positive, too_few, WINDOW_DAYS)


def _why_not(work: Work) -> str | None:
    """Say why there is nothing to learn from, if so: the dates are those at which churn is learned."""
    if work.source.kind is SourceKind.TABLE:
        return _NO_HISTORY
    found = work.cursor.execute(_CHURN, {"outcome": DEFAULT_OUTCOME}).df()["why_not"]
    return str(found.iloc[0]) if len(found) else None
