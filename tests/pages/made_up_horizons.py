"""Risks over time, and customers who were followed until they left, for the made-up snapshot."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.vocabulary import Json

TIMES = {30: 0.25, 90: 1.0, 180: 1.5}
"""By horizon, how many times the risk within 90 days."""

_QUALITY = [
    ("gradient_boosting", "auc", 0.84),
    ("gradient_boosting", "auc_over_naive", 0.12),
    *[("gradient_boosting", metric, 0.04) for metric in ("brier", "calibration_error")],
    *[("naive", metric, value) for metric, value in (("auc", 0.72), ("brier", 0.05), ("calibration_error", 0.06))],
]


def horizon_tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Risks within 30, 90 and 180 days made of the scores, their worth, and who was followed for a year."""
    scores = tables["scores"]
    own = scores[scores["outcome"] == "churn"]
    risks = [
        own[["customer_id", "outcome", "model_id", "split"]].assign(
            horizon_days=days, **{name: np.clip(own[name] * times, 0, 1) for name in ("probability", "lower", "upper")}
        )
        for days, times in TIMES.items()
    ]
    quality = pd.DataFrame(
        [
            ("churn", days, model, split, metric, value, value - 0.02, value + 0.02, 400)
            for days in TIMES
            for split in ("customers", "time")
            for model, metric, value in _QUALITY
        ],
        columns=["outcome", "horizon_days", "model", "split", "metric", "value", "lower", "upper", "n"],
    )
    facts = pd.DataFrame({"outcome": "churn", "horizon_days": list(TIMES), "why_not": None, "why_no_time": None})
    return {
        "risk_horizons": pd.concat(risks, ignore_index=True),
        "horizon_evaluation": quality,
        "horizon_facts": facts.astype({"why_not": "str", "why_no_time": "str"}),
        "leaving_times": _followed(tables),
    }


def _followed(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Who was there on the first day: every fourth has left since, the first on day 1, the next on day 2, and so on."""
    past = tables["model_past"]
    then = past[past["as_of"] == past["as_of"].min()]
    place = np.arange(len(then))
    left = np.where(place % 4 == 0, place // 4 % 365 + 1.0, np.nan)
    return pd.DataFrame(
        {
            "customer_id": then["customer_id"].to_numpy(),
            "started_on": then["as_of"].to_numpy(),
            "left_day": left,
            "observed_days": 365,
            "segment_id": then["segment_id"].to_numpy(),
        }
    )


AHEAD_FACTS: dict[str, Json] = {
    "dormancy": {
        "definition": "Did nothing for 90 days.",
        "source": "derived",
        "has_model": True,
        "why_not": None,
        "n_positive": 40,
        "n_labelled": 900,
        "horizon_days": 90,
    },
    "balance_run_down": {
        "definition": "Ran down.",
        "source": "derived",
        "has_model": False,
        "why_not": "Only 5 of 900 labelled rows had the outcome.",
        "n_positive": 5,
        "n_labelled": 900,
        "horizon_days": 90,
    },
    "product_take_up": {
        "definition": "Opened another account.",
        "source": "derived",
        "has_model": True,
        "why_not": None,
        "n_positive": 60,
        "n_labelled": 900,
        "horizon_days": 90,
    },
}
"""What a snapshot with `ahead_tables` says of its further outcomes; run-downs can't be learned."""


def ahead_tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The scores and evaluations, with those of who may be dormant and who may open another product."""
    own = tables["scores"].query("outcome == 'churn'")
    able = ("dormancy", "product_take_up")
    scores = [own.assign(outcome=outcome, probability=0.02, lower=0.01, upper=0.04, band="low") for outcome in able]
    judged = [("auc", 0.7), ("auc_over_naive", 0.05), ("calibration_error", 0.01)]
    evaluation = [
        (outcome, "gradient_boosting", "time", metric, value, value - 0.02, value + 0.02, 400)
        for outcome in able
        for metric, value in judged
    ]
    columns = ["outcome", "model", "split", "metric", "value", "lower", "upper", "n"]
    return {
        "scores": pd.concat([tables["scores"], *scores], ignore_index=True),
        "evaluation": pd.concat([tables["evaluation"], pd.DataFrame(evaluation, columns=columns)], ignore_index=True),
    }
