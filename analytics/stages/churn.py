"""The stage ``churn``: for each outcome a model, its risks and its worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.stages.described import typed, whole_number
from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.fitted_outcome import FittedOutcome

_TABLES = (
    "scores",
    "evaluation",
    "evaluation_months",
    "calibration_bins",
    "judged_rows",
    "attributions",
    "leaks",
    "models",
    "model_files",
)
_LABELS = "SELECT customer_id, as_of, outcome, value FROM built.learned_labels ORDER BY outcome, customer_id, as_of"
_OUTCOMES = """
    SELECT outcome, source, why_not, horizon_days, true AS is_in_full FROM built.outcome_facts
    UNION ALL
    SELECT outcome, source, why_not, horizon_days, false FROM built.ahead_facts
    ORDER BY outcome
"""


def churn_stage(work: Work) -> None:
    """Fit and judge a model for each outcome that has enough labels.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.models.churn import fit_outcome
    from analytics.models.fitted_outcome import without_model
    from analytics.models.out_of_time import MOST_STEPS

    training = typed(work.take("SELECT DISTINCT * FROM built.features_at ORDER BY customer_id, as_of"))
    described = typed(work.take("SELECT * FROM built.features ORDER BY customer_id"))
    labels, protected = work.take(_LABELS), _protected(work)
    fitted = []
    for fact in work.take(_OUTCOMES).itertuples():
        name = str(fact.outcome)
        if fact.source == "none":
            fitted.append(without_model(name, str(fact.why_not), n_labelled=0, n_positive=0))
            continue
        work.tell(f"Learning who has the outcome {name}, and checking it on customers it never saw")
        model = fit_outcome(
            training,
            labels,
            described,
            outcome=name,
            seed=work.seed,
            n_threads=work.n_threads,
            protected_training=protected if fact.is_in_full else None,
            horizon_days=whole_number(fact.horizon_days),
            most_steps=MOST_STEPS if fact.is_in_full else 1,
            may_leak=bool(fact.is_in_full),
        )
        fitted.append(model)
    for table in _TABLES:
        work.put(table, pd.concat([getattr(model, table) for model in fitted], ignore_index=True))
    work.put("outcome_models", _told(fitted))


def _told(fitted: list[FittedOutcome]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "outcome": [model.outcome for model in fitted],
            "has_model": [model.why_not is None for model in fitted],
            "why_not": pd.Series([model.why_not for model in fitted], dtype="str"),
            "why_no_time": pd.Series([model.why_no_time for model in fitted], dtype="str"),
            "verdict": [model.verdict for model in fitted],
            "beats_baseline": [model.beats_baseline for model in fitted],
        }
    )


def _protected(work: Work) -> pd.DataFrame | None:
    """Read the protected attributes, only to show what leaving them out costs."""
    there = set(work.take("SELECT * FROM source.customers LIMIT 0").columns)
    columns = [column for column in work.source.protected if column in there]
    if not columns:
        return None
    selected = ", ".join(f'"{column}"' for column in columns)
    return work.take(f"SELECT customer_id, {selected} FROM source.customers ORDER BY customer_id")  # noqa: S608
