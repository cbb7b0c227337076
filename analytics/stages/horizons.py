"""The stage ``horizons``: who leaves within 30, 90 and 180 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.settings import DEFAULT_OUTCOME
from analytics.stages.described import typed
from analytics.store.leaving import leaving_after_labels
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from analytics.models.horizons import RisksOverTime

_OUTCOMES = """
    SELECT f.outcome, f.source, coalesce(f.why_not, m.why_not) AS why_not
    FROM built.outcome_facts AS f LEFT JOIN built.outcome_models AS m USING (outcome) ORDER BY f.outcome"""
_TABLES = {"risk_horizons": "risks", "horizon_evaluation": "evaluation", "horizon_facts": "facts"}
_NOT_DATED = "The bank recorded whether this happened, not when, so nothing can be said of sooner and later."
_NO_HISTORY = "A customer table does not say when anybody left, so nothing can be said of sooner and later."


def horizons_stage(work: Work) -> None:
    """Give the risk of leaving at several horizons, where it is known when customers left.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    found = [
        _risks(work, str(fact.outcome), str(fact.source), fact.why_not if isinstance(fact.why_not, str) else None)
        for fact in work.take(_OUTCOMES).itertuples()
    ]
    for table, name in _TABLES.items():
        work.put(table, pd.concat([getattr(each, name) for each in found], ignore_index=True))


def _risks(work: Work, outcome: str, source: str, why_not: str | None) -> RisksOverTime:
    from analytics.models.horizon_steps import HORIZONS
    from analytics.models.horizons import risks_over_time, without_risks
    from analytics.models.recorded_churn import why_another

    if work.source.kind is SourceKind.TABLE:
        why_not = why_not or _NO_HISTORY
    elif outcome != DEFAULT_OUTCOME:
        why_not = why_not or _NOT_DATED
    if why_not is not None:
        return without_risks(outcome, why_not)
    leaving = leaving_after_labels(work.cursor, outcome=outcome, as_of=work.as_of, most_days=max(HORIZONS))
    leaving = _of_outcome(work, "labels", outcome).merge(leaving, on=["customer_id", "as_of"])
    why_not = why_another(leaving) if source == "recorded" else None
    if why_not is not None:
        return without_risks(outcome, why_not)
    work.tell("Learning who leaves sooner and who later")
    return risks_over_time(
        typed(work.take("SELECT DISTINCT * FROM built.features_at ORDER BY customer_id, as_of")),
        leaving,
        typed(work.take("SELECT * FROM built.features ORDER BY customer_id")),
        scores=_of_outcome(work, "scores", outcome),
        judged=_of_outcome(work, "judged_rows", outcome),
        seed=work.seed,
        n_threads=work.n_threads,
    )


def _of_outcome(work: Work, table: str, outcome: str) -> pd.DataFrame:
    text = f"SELECT * FROM built.{table} WHERE outcome = $outcome ORDER BY customer_id, as_of"  # noqa: S608
    return work.cursor.execute(text, {"outcome": outcome}).df()
