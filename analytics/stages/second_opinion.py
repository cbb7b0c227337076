"""The stage ``second_opinion``: how far two ways to explain a model agree, on a sample of customers."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from analytics.stages.described import typed
from analytics.stages.model_texts import models_of
from analytics.store.work import Work

N_ASKED = 40
"""Customers an outcome: their mean agreement is known to some 0.02."""

N_OTHERS = 2_000
_SAMPLE = "SELECT * FROM built.features ORDER BY md5(customer_id) LIMIT $n"


def second_opinion_stage(work: Work) -> None:
    """Explain some customers of each outcome's model twice, and say how far the two agree.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.insights.explanation_agreement import agreement
    from analytics.models.second_opinion import second_opinions

    others = typed(work.cursor.execute(_SAMPLE, {"n": N_OTHERS}).df())
    found = []
    for outcome, model in models_of(work).items():
        work.tell(f"Explaining the model of {outcome} a second way")
        asked = others.head(N_ASKED)
        told = second_opinions(model, asked, others, seed=work.seed, n_threads=work.n_threads)
        for customer_id, each in zip(asked["customer_id"], told, strict=True):
            measured = asdict(agreement(each.contributions, each.weights))
            found.append({"outcome": outcome, "customer_id": customer_id, **measured, "local_fit": each.fit})
    work.put("explanation_agreement", pd.DataFrame(found).reindex(columns=_COLUMNS).astype(_TYPES))


_COLUMNS = [
    "outcome",
    "customer_id",
    "feature_agreement",
    "sign_agreement",
    "rank_agreement",
    "rank_correlation",
    "local_fit",
]
_TYPES = {name: "str" if name in {"outcome", "customer_id"} else "float64" for name in _COLUMNS}
