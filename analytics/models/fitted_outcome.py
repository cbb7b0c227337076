"""What the churn stage hands on for one outcome."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

SCORES = [
    "customer_id",
    "as_of",
    "outcome",
    "probability",
    "lower",
    "upper",
    "band",
    "model_id",
    "split",
    "margin",
    "prediction_set",
]
EVALUATION = ["outcome", "model", "split", "metric", "value", "lower", "upper", "n"]
EVALUATION_MONTHS = ["outcome", "model", "split", "as_of", "metric", "value", "lower", "upper", "n"]
CALIBRATION_BINS = ["outcome", "split", "bin", "mean_predicted", "observed", "lower", "upper", "n"]
ATTRIBUTIONS = ["customer_id", "outcome", "feature", "feature_value", "contribution"]
JUDGED_ROWS = ["customer_id", "as_of", "outcome", "value", "probability", "band", "split", "prediction_set"]
LEAKS = ["outcome", "feature", "reason", "value"]
MODELS = ["model_id", "outcome", "created_at", "code_version", "data_hash", "seed", "n_rows", "status"]
MODEL_FILES = ["model_id", "part", "text"]


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=_TYPES.get(column, "float64")) for column in columns})


_TYPES: dict[str, str] = {
    **dict.fromkeys(
        [
            "customer_id",
            "outcome",
            "band",
            "prediction_set",
            "model_id",
            "split",
            "model",
            "metric",
            "feature",
            "feature_value",
            "reason",
            "code_version",
            "data_hash",
            "status",
            "part",
            "text",
        ],
        "str",
    ),
    **dict.fromkeys(["bin", "n", "n_rows", "seed"], "int64"),
    **dict.fromkeys(["as_of", "created_at"], "datetime64[us]"),
}


@dataclass(frozen=True)
class FittedOutcome:
    """A model for one outcome and everything that is said about it, or why there is none.

    Attributes
    ----------
    outcome : str
        Its name.
    scores, evaluation, evaluation_months, calibration_bins, attributions, leaks, models, model_files : DataFrame
        As published; without a model they have their columns and no rows.
    judged_rows : DataFrame
        The labelled rows of customers who did not teach the model (splits ``calibration`` and ``test``): ``value`` (0
        or 1), ``probability`` of the model in force at the row's date, its ``band`` and ``prediction_set``.
    why_not : str or None
        In plain words, why no model was fitted; None where one was.
    why_no_time : str or None
        Why there is no evaluation out of time; None where there is one.
    verdict : str
        What the evaluation says in a sentence: whether the model beats the one-column rule, and chance.
    beats_baseline : bool
        Whether the 90 % interval of its gain in AUC over the one-column rule lies above 0.
    naive_feature : str or None
        The column of the one-column rule.
    n_labelled, n_positive : int
        Rows with a label, and those with the outcome.
    """

    outcome: str
    scores: pd.DataFrame
    evaluation: pd.DataFrame
    evaluation_months: pd.DataFrame
    calibration_bins: pd.DataFrame
    judged_rows: pd.DataFrame
    attributions: pd.DataFrame
    leaks: pd.DataFrame
    models: pd.DataFrame
    model_files: pd.DataFrame
    why_not: str | None
    why_no_time: str | None
    verdict: str
    beats_baseline: bool
    naive_feature: str | None
    n_labelled: int
    n_positive: int


def without_model(outcome: str, why_not: str, *, n_labelled: int, n_positive: int) -> FittedOutcome:
    """Say that there is no model for an outcome, and why."""
    return FittedOutcome(
        outcome=outcome,
        scores=_empty(SCORES),
        evaluation=_empty(EVALUATION),
        evaluation_months=_empty(EVALUATION_MONTHS),
        calibration_bins=_empty(CALIBRATION_BINS),
        judged_rows=_empty(JUDGED_ROWS),
        attributions=_empty(ATTRIBUTIONS),
        leaks=_empty(LEAKS),
        models=_empty(MODELS),
        model_files=_empty(MODEL_FILES),
        why_not=why_not,
        why_no_time=why_not,
        verdict=why_not,
        beats_baseline=False,
        naive_feature=None,
        n_labelled=n_labelled,
        n_positive=n_positive,
    )
