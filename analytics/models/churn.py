"""A model of an outcome: fitted, calibrated, judged on customers and dates it never saw, and explained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.models.attributions import attributions
from analytics.models.boosting import margins
from analytics.models.calibration import Calibration
from analytics.models.contenders import CalibratedTrees, Contenders, Rows, fit_beside, fit_trees, read_rows
from analytics.models.date_drift import days_of
from analytics.models.design import Design, design_of, feature_columns
from analytics.models.enough_cases import why_one_sided, why_too_few
from analytics.models.fitted_outcome import (
    ATTRIBUTIONS,
    CALIBRATION_BINS,
    EVALUATION,
    EVALUATION_MONTHS,
    JUDGED_ROWS,
    LEAKS,
    MODEL_FILES,
    MODELS,
    SCORES,
    FittedOutcome,
    without_model,
)
from analytics.models.judgement import judged_outcome
from analytics.models.leaks import suspected_leaks, without_leaks
from analytics.models.model_card import data_hash, model_files, model_row
from analytics.models.out_of_time import MOST_STEPS
from analytics.models.prediction_sets import SetBorders, fit_set_borders
from analytics.models.risk_bands import risk_bands
from analytics.models.risk_interval import RiskIntervals, fit_risk_intervals
from analytics.models.splits import customer_split
from analytics.models.verdict import beats_naive, verdict
from analytics.vocabulary import Split

_DAY = pd.Timedelta(days=1)


def fit_outcome(
    training: pd.DataFrame,
    labels: pd.DataFrame,
    describe: pd.DataFrame,
    *,
    outcome: str,
    seed: int,
    n_threads: int,
    protected_training: pd.DataFrame | None = None,
    created_at: pd.Timestamp | None = None,
    horizon_days: int | None = None,
    most_steps: int = MOST_STEPS,
    may_leak: bool = True,
) -> FittedOutcome:
    """Fit, calibrate, judge and explain a model of one outcome.

    Parameters
    ----------
    training : DataFrame
        ``customer_id``, ``as_of`` and the features at each training point: numbers (NaN is missing) or categories.
    labels : DataFrame
        ``customer_id``, ``as_of``, ``outcome``, ``value`` (0 or 1); rows of other outcomes are left aside.
    describe : DataFrame
        ``customer_id``, ``as_of`` and the features of the customers to score, one row a customer.
    outcome : str
        Name of the outcome.
    seed : int
        Seed of the split, the trees and the resamples.
    n_threads : int
        Threads to use; the result does not depend on it.
    protected_training : DataFrame, optional
        ``customer_id`` and protected attributes (``as_of`` too where they differ by date). Only to show what
        leaving them out costs; the model in force never reads them.
    created_at : Timestamp, optional
        When the model was made; the last second of the latest as-of day when left out.
    horizon_days : int, optional
        Days until a label is known; keeps the model out of time from learning labels of its future.
    most_steps : int
        Later dates that earlier models are judged on, the latest ones.
    may_leak : bool
        Whether a column can have been filled in after the outcome; not where the outcome was worked out from what
        came after the day on which the columns end.

    Returns
    -------
    FittedOutcome
        Scores, evaluation, attributions, suspected leaks and the model's card; or why there is no model.
    """
    rows = _labelled_rows(training, labels, outcome)
    n_labelled, n_positive = len(rows), int(rows["value"].sum())
    problem = why_too_few(n_labelled, n_positive)
    if problem is None:
        rows["split"] = rows["customer_id"].map(customer_split(rows, seed=seed)).astype("str")
        problem = why_one_sided(rows)
    if problem is not None:
        return without_model(outcome, problem, n_labelled=n_labelled, n_positive=n_positive)
    design = design_of(rows.loc[rows["split"] == Split.TRAIN.value, feature_columns(training)])
    labelled = read_rows(design, rows, seed=seed)
    train, tune = (
        labelled.where((rows["split"] == part.value).to_numpy()) for part in (Split.TRAIN, Split.CALIBRATION)
    )
    trees = fit_trees(design, train, tune, seed=seed, n_threads=n_threads)
    judgement = judged_outcome(
        rows,
        labelled,
        Contenders(design, trees, fit_beside(design, train, tune)),
        protected=protected_training,
        horizon_days=horizon_days,
        most_steps=most_steps,
        seed=seed,
        n_threads=n_threads,
    )
    leaks = _leaks(design, train, tune, seed=seed, n_threads=n_threads) if may_leak else without_leaks()
    card = model_row(
        outcome=outcome,
        rows_hash=data_hash(rows.drop(columns="split")),
        seed=seed,
        n_rows=len(train.values),
        created_at=_last_second(describe) if created_at is None else created_at,
    )
    model_id = str(card["model_id"].iloc[0])
    today = float(days_of(describe["as_of"]).max())
    calibration = replace(trees.calibration, shift=float(trees.drift.at(np.array([today]))[0]))
    margin = margins(trees.booster, design.matrix(describe), n_threads=n_threads)
    intervals = fit_risk_intervals(
        trees.levelled(tune, n_threads=n_threads),
        tune.values,
        tune.days,
        trees.calibration,
        reach=margin + calibration.shift,
        today=today,
    )
    judged = _judged(rows, labelled, trees, n_threads=n_threads)
    borders = _set_borders(judged)
    judged = judged.assign(prediction_set=borders.sets(judged["probability"].to_numpy()))
    scores = _scores(describe, rows, margin, calibration, intervals)
    scores = scores.assign(prediction_set=borders.sets(scores["probability"].to_numpy()))
    explained = attributions(trees.booster, design, describe, n_threads=n_threads)
    return FittedOutcome(
        outcome=outcome,
        scores=scores.assign(outcome=outcome, model_id=model_id)[SCORES],
        evaluation=judgement.evaluation.assign(outcome=outcome)[EVALUATION],
        evaluation_months=judgement.months.assign(outcome=outcome)[EVALUATION_MONTHS],
        calibration_bins=judgement.bins.assign(outcome=outcome)[CALIBRATION_BINS],
        judged_rows=judged.assign(outcome=outcome)[JUDGED_ROWS],
        attributions=explained.assign(outcome=outcome)[ATTRIBUTIONS],
        leaks=leaks.assign(outcome=outcome)[LEAKS],
        models=card[MODELS],
        model_files=model_files(model_id, trees.booster, calibration, design)[MODEL_FILES],
        why_not=None,
        why_no_time=judgement.why_no_time,
        verdict=verdict(judgement.evaluation, naive_feature=judgement.naive_feature),
        beats_baseline=beats_naive(judgement.evaluation),
        naive_feature=judgement.naive_feature,
        n_labelled=n_labelled,
        n_positive=n_positive,
    )


def _labelled_rows(training: pd.DataFrame, labels: pd.DataFrame, outcome: str) -> pd.DataFrame:
    known = labels.loc[(labels["outcome"] == outcome) & labels["value"].notna(), ["customer_id", "as_of", "value"]]
    known = known.assign(as_of=pd.to_datetime(known["as_of"]), value=known["value"].astype(int))
    rows = training.assign(as_of=pd.to_datetime(training["as_of"])).merge(
        known, on=["customer_id", "as_of"], validate="one_to_one"
    )
    return rows.sort_values(["customer_id", "as_of"], kind="stable", ignore_index=True)


def _leaks(design: Design, train: Rows, tune: Rows, *, seed: int, n_threads: int) -> pd.DataFrame:
    taught, check = (train.matrix, train.values), (tune.matrix, tune.values)
    return suspected_leaks(design, train=taught, check=check, seed=seed, n_threads=n_threads)


def _last_second(describe: pd.DataFrame) -> pd.Timestamp:
    return pd.Timestamp(pd.to_datetime(describe["as_of"]).max()).normalize() + _DAY - pd.Timedelta(seconds=1)


def _judged(rows: pd.DataFrame, labelled: Rows, trees: CalibratedTrees, *, n_threads: int) -> pd.DataFrame:
    """Put the model's probability beside what happened, for customers it did not learn from."""
    unseen = (rows["split"] != Split.TRAIN.value).to_numpy()
    probability = trees.probability(labelled.where(unseen), n_threads=n_threads)
    return rows.loc[unseen, ["customer_id", "as_of", "value", "split"]].assign(
        probability=probability, band=risk_bands(probability, base_share=float(rows["value"].mean()))
    )


def _set_borders(judged: pd.DataFrame) -> SetBorders:
    tuned = judged[judged["split"] == Split.CALIBRATION.value]
    return fit_set_borders(tuned["probability"].to_numpy(dtype=float), tuned["value"].to_numpy(dtype=float))


def _scores(
    describe: pd.DataFrame,
    rows: pd.DataFrame,
    margin: np.ndarray,
    calibration: Calibration,
    intervals: RiskIntervals,
) -> pd.DataFrame:
    probability = calibration.probability(margin)
    lower, upper = intervals.around(margin + calibration.shift, probability)
    parts = rows.drop_duplicates("customer_id").set_index("customer_id")["split"]
    table = describe[["customer_id", "as_of"]].assign(
        probability=probability,
        lower=lower,
        upper=upper,
        band=risk_bands(probability, base_share=float(rows["value"].mean())),
        split=describe["customer_id"].map(parts).astype("str").fillna(Split.UNLABELLED.value),
        margin=margin,
    )
    return table.sort_values("customer_id", kind="stable", ignore_index=True)
