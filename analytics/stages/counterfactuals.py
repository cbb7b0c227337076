"""The stage ``counterfactuals``: small, possible changes that would bring a customer's risk down."""

from __future__ import annotations

import pandas as pd

from analytics.stages.described import typed
from analytics.stages.model_texts import models_of
from analytics.store.work import Work

TABLES = ("counterfactuals", "counterfactual_search", "counterfactual_reach")

_BASE_SHARES = """
    SELECT l.outcome, avg(l.value) AS base_share
    FROM built.learned_labels AS l
    JOIN (SELECT DISTINCT customer_id, as_of FROM built.features_at) AS f USING (customer_id, as_of)
    WHERE l.value IS NOT NULL
    GROUP BY l.outcome
"""
_SCORES = "SELECT outcome, customer_id, probability, band FROM built.scores ORDER BY outcome, customer_id"


def counterfactuals_stage(work: Work) -> None:
    """Look, for each outcome with a model, for changes that would bring customers below their band.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.models.changes_made import Seen
    from analytics.models.counterfactual_tables import counterfactuals_of, empty_tables
    from analytics.models.levers import catalogue_rules

    described = typed(work.take("SELECT * FROM built.features ORDER BY customer_id"))
    before = typed(work.take("SELECT DISTINCT * FROM built.features_at ORDER BY customer_id, as_of"))
    rules = catalogue_rules(work.take("SELECT * FROM built.feature_catalog"))
    shares = work.take(_BASE_SHARES).set_index("outcome")["base_share"]
    models, found = models_of(work), [empty_tables()]
    seen: Seen = {}
    for outcome, scores in work.take(_SCORES).groupby("outcome", sort=True):
        name = str(outcome)
        work.tell(f"Looking for what would bring the risk of {name} down")
        tables = counterfactuals_of(
            described,
            scores.reset_index(drop=True),
            models[name],
            outcome=name,
            base_share=float(shares[name]),
            rules=rules,
            before=before,
            seen=seen,
            n_threads=work.n_threads,
        )
        found.append(tables)
    for table in TABLES:
        parts = [getattr(each, table) for each in found]
        work.put(table, pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True))
