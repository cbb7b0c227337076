"""The stage ``ahead``: dormancy, balances that run down, further products."""

from __future__ import annotations

import pandas as pd

from analytics.settings import DEFAULT_OUTCOME
from analytics.stages.described import typed
from analytics.store.ahead import AHEAD, what_is_ahead
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

_FACTS = ["outcome", "position", "definition", "n_labelled", "n_positive", "why_not"]
_CHURN = "SELECT why_not FROM built.outcome_facts WHERE outcome = $outcome AND source = 'none'"
_NO_HISTORY = "A customer table has no transactions or accounts, so nothing of this kind can be seen."
_NO_DATES = "There is no date with a known answer to learn from."


def ahead_stage(work: Work) -> None:
    """Fit a model for each of what else may be ahead, where there is enough to learn from.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.models.ahead import fit_ahead, without_ahead

    why_not = _why_not(work)
    labels = {} if why_not else what_is_ahead(work.cursor, as_of=work.as_of)
    training = typed(work.take("SELECT DISTINCT * FROM built.features_at ORDER BY customer_id, as_of"))
    described = typed(work.take("SELECT * FROM built.features ORDER BY customer_id"))
    found = []
    for each in AHEAD:
        rows = labels.get(each.outcome)
        if rows is None:
            found.append(without_ahead(why_not or _NO_DATES))
            continue
        work.tell(f"Learning what goes before {each.outcome.replace('_', ' ')}")
        threads = {"seed": work.seed, "n_threads": work.n_threads}
        found.append(fit_ahead(training, rows, described, outcome=each.outcome, **threads))
    work.put("ahead_scores", pd.concat([each.scores for each in found], ignore_index=True))
    work.put("ahead_evaluation", pd.concat([each.evaluation for each in found], ignore_index=True))
    told = [
        (each.outcome, place, each.definition, fitted.n_labelled, fitted.n_positive, fitted.why_not)
        for place, (each, fitted) in enumerate(zip(AHEAD, found, strict=True))
    ]
    work.put("ahead_facts", pd.DataFrame(told, columns=_FACTS).astype({"why_not": "str"}))


def _why_not(work: Work) -> str | None:
    """Say why there is nothing to learn from, if so: the dates are those at which churn is learned."""
    if work.source.kind is SourceKind.TABLE:
        return _NO_HISTORY
    found = work.cursor.execute(_CHURN, {"outcome": DEFAULT_OUTCOME}).df()["why_not"]
    return str(found.iloc[0]) if len(found) else None
