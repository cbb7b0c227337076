"""A calibrated model of something that may happen within 90 days, without the extras of an outcome's model.

The same trees, calibration, interval and split as `analytics.models.churn`; no logistic regression beside it, no
reasons, no search for leaks: a few processor seconds each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.contenders import CalibratedTrees, Rows, fit_trees, read_rows, read_today
from analytics.models.design import Design, design_of, feature_columns
from analytics.models.enough_cases import why_one_sided, why_too_few
from analytics.models.horizon_judgement import judged_on_customers, judged_on_time
from analytics.models.horizon_steps import OWN_DAYS, Followed, Step
from analytics.models.risk_bands import risk_bands
from analytics.models.risk_interval import fit_risk_intervals
from analytics.models.splits import customer_split
from analytics.vocabulary import Split

SCORES = ["customer_id", "as_of", "outcome", "probability", "lower", "upper", "band", "split"]
EVALUATION = ["outcome", "model", "split", "metric", "value", "lower", "upper", "n"]
_FOLLOWED = ["customer_id", "as_of", "split", "left_day", "observed_days"]


@dataclass(frozen=True)
class FittedAhead:
    """Scores of those whom it may befall, and what they are worth; or why there are none.

    Attributes
    ----------
    scores, evaluation : DataFrame
        As the tables ``ahead_scores`` and ``ahead_evaluation``.
    why_not : str or None
        In plain words, why there is no model; None where there is one.
    n_labelled, n_positive : int
        Rows (customers times dates), and those with the outcome.
    """

    scores: pd.DataFrame
    evaluation: pd.DataFrame
    why_not: str | None
    n_labelled: int
    n_positive: int


def fit_ahead(
    training: pd.DataFrame,
    labels: pd.DataFrame,
    describe: pd.DataFrame,
    *,
    outcome: str,
    seed: int,
    n_threads: int,
) -> FittedAhead:
    """Fit, calibrate and judge a model, and score whom the outcome may befall.

    Parameters
    ----------
    training : DataFrame
        ``customer_id``, ``as_of`` and the features at each date that models learn from.
    labels : DataFrame
        ``customer_id``, ``as_of``, ``value`` (0 or 1); a row with a missing value names a customer to score.
    describe : DataFrame
        ``customer_id``, ``as_of`` and the features of the described customers.
    outcome : str
        Its name.
    seed, n_threads : int
        As in `analytics.models.churn.fit_outcome`.

    Returns
    -------
    FittedAhead
        The model's scores at the as-of day.
    """
    known = labels[labels["value"].notna()]
    n_labelled, n_positive = len(known), int(known["value"].sum())
    rows = _with_parts(training, known, seed) if n_labelled else known
    why_not = why_too_few(n_labelled, n_positive) or why_one_sided(rows)
    if why_not is not None:
        return FittedAhead(_empty(SCORES), _empty(EVALUATION), why_not, n_labelled, n_positive)
    design = design_of(rows.loc[rows["split"] == Split.TRAIN.value, feature_columns(training)])
    followed = Followed(rows[_FOLLOWED], read_rows(design, rows, seed=seed))
    train, tune = (followed.read.where(followed.in_part(part)) for part in (Split.TRAIN, Split.CALIBRATION))
    trees = fit_trees(design, train, tune, seed=seed, n_threads=n_threads)
    to_score = labels.loc[labels["value"].isna(), "customer_id"]
    people = describe[describe["customer_id"].isin(to_score)].sort_values("customer_id", ignore_index=True)
    scores = _scores(people, read_today(design, people), trees, tune, float(rows["value"].mean()), n_threads=n_threads)
    parts = rows.drop_duplicates("customer_id").set_index("customer_id")["split"]
    scores["split"] = scores["customer_id"].map(parts).astype("str").fillna(Split.UNLABELLED.value)
    evaluation = _judged(design, followed, trees, seed=seed, n_threads=n_threads)
    told = (scores.assign(outcome=outcome)[SCORES], evaluation.assign(outcome=outcome)[EVALUATION])
    return FittedAhead(*told, None, n_labelled, n_positive)


def without_ahead(why_not: str) -> FittedAhead:
    """Say that there is nothing to learn from, and why."""
    return FittedAhead(_empty(SCORES), _empty(EVALUATION), why_not, 0, 0)


def _with_parts(training: pd.DataFrame, known: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Put features and labels side by side, as something that happens on the last day of its window."""
    keys = ["customer_id", "as_of"]
    dated = [table.assign(as_of=pd.to_datetime(table["as_of"])) for table in (training, known)]
    rows = dated[0].merge(dated[1], on=keys, validate="one_to_one").sort_values(keys, ignore_index=True)
    value = rows["value"].astype("int64")
    left_day = np.where(value == 1, float(OWN_DAYS), np.nan)
    rows = rows.assign(value=value, left_day=left_day, observed_days=OWN_DAYS)
    return rows.assign(split=rows["customer_id"].map(customer_split(rows, seed=seed)).astype("str"))


def _scores(
    people: pd.DataFrame, now: Rows, trees: CalibratedTrees, tune: Rows, base_share: float, *, n_threads: int
) -> pd.DataFrame:
    """Give probability, interval and band of each customer at the as-of day."""
    margin = trees.levelled(now, n_threads=n_threads)
    probability = trees.calibration.probability(margin)
    seen = trees.levelled(tune, n_threads=n_threads)
    today = float(now.days.max())
    band = fit_risk_intervals(seen, tune.values, tune.days, trees.calibration, reach=margin, today=today)
    lower, upper = band.around(margin, probability)
    bands = risk_bands(probability, base_share=base_share)
    return people[["customer_id", "as_of"]].assign(probability=probability, lower=lower, upper=upper, band=bands)


def _judged(design: Design, followed: Followed, trees: CalibratedTrees, *, seed: int, n_threads: int) -> pd.DataFrame:
    own = trees.probability(followed.read, n_threads=n_threads)
    seen = judged_on_customers(followed, own, Step(OWN_DAYS, None), seed=seed, n_threads=n_threads)
    later = judged_on_time(design, followed, OWN_DAYS, seed=seed, n_threads=n_threads)
    return seen if isinstance(later, str) else pd.concat([seen, later], ignore_index=True)


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=_TYPES.get(name, "str")) for name in columns})


_TYPES = {
    **dict.fromkeys(["probability", "lower", "upper", "value"], "float64"),
    "n": "int64",
    "as_of": "datetime64[us]",
}
