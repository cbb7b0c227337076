"""The model in force and those beside it, judged on unseen customers and on later dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.contenders import (
    GRADIENT_BOOSTING,
    WITH_PROTECTED,
    Contenders,
    Rows,
    fit_beside,
    fit_so_many_trees,
    fit_trees,
)
from analytics.models.design import KEYS, Design, design_of
from analytics.models.evaluation import calibration_bins, evaluation_rows
from analytics.models.out_of_time import FEWEST_TO_JUDGE, TimeStep, fewest_class, periods, time_steps, why_no_time
from analytics.vocabulary import Split

CUSTOMERS, TIME = "customers", "time"
_BY_DATE = ("auc", "calibration_error", "brier")


@dataclass(frozen=True)
class Judgement:
    """What was found.

    Attributes
    ----------
    evaluation, months, bins : DataFrame
        As in the tables ``evaluation``, ``evaluation_months`` and ``calibration_bins``, without the outcome.
    why_no_time : str or None
        Why there are no rows with split ``time``.
    naive_feature : str
        The column of the one-column rule.
    """

    evaluation: pd.DataFrame
    months: pd.DataFrame
    bins: pd.DataFrame
    why_no_time: str | None
    naive_feature: str


def judged_outcome(
    rows: pd.DataFrame,
    labelled: Rows,
    contenders: Contenders,
    *,
    protected: pd.DataFrame | None,
    horizon_days: int | None,
    most_steps: int,
    seed: int,
    n_threads: int,
) -> Judgement:
    """Judge the models on the test part, then models of earlier dates on later ones.

    Parameters
    ----------
    rows : DataFrame
        ``customer_id``, ``as_of``, ``value`` and ``split`` of each labelled row.
    labelled : Rows
        The same rows as the models read them.
    contenders : Contenders
        Fitted on the train and calibration parts.
    protected : DataFrame or None
        Protected attributes, to show what leaving them out costs.
    horizon_days : int or None
        As in `analytics.models.out_of_time.time_steps`.
    most_steps : int
        Steps through time that are judged, the latest ones.
    seed, n_threads : int
        As in `analytics.models.churn.fit_outcome`.

    Returns
    -------
    Judgement
        Everything that is published about the models' quality.
    """
    tested = (rows["split"] == Split.TEST.value).to_numpy()
    unseen = labelled.where(tested)
    probabilities = contenders.probabilities(unseen, n_threads=n_threads)
    if protected is not None and len(set(protected.columns) - set(KEYS)):
        wider, design = _with_protected(rows, labelled, contenders.design, protected)
        rounds = contenders.trees.booster.num_trees()
        trees = fit_so_many_trees(design, *_parts(rows, wider), rounds=rounds, seed=seed, n_threads=n_threads)
        probabilities[WITH_PROTECTED] = trees.probability(wider.where(tested), n_threads=n_threads)
    who = rows.loc[tested, "customer_id"].to_numpy(dtype=object)
    evaluation = [evaluation_rows(probabilities, unseen.values, who, seed=seed).assign(split=CUSTOMERS)]
    bins = [calibration_bins(probabilities[GRADIENT_BOOSTING], unseen.values).assign(split=CUSTOMERS)]
    months = [_by_date(rows.loc[tested], probabilities[GRADIENT_BOOSTING], seed=seed)]
    steps = list(time_steps(rows, horizon_days=horizon_days))[-most_steps:]
    for step in steps:
        later = _earlier_models(step, labelled, contenders.design, step is steps[-1], seed=seed, n_threads=n_threads)
        judged, values = rows.loc[step.judged], labelled.values[step.judged]
        table = evaluation_rows(later, values, judged["customer_id"].to_numpy(dtype=object), seed=seed)
        ours = table[(table["model"] == GRADIENT_BOOSTING) & table["metric"].isin(_BY_DATE)]
        months.append(ours.assign(split=TIME, as_of=step.as_of))
        if step is steps[-1]:
            evaluation.append(table.assign(split=TIME))
            bins.append(calibration_bins(later[GRADIENT_BOOSTING], values).assign(split=TIME))
    return Judgement(
        pd.concat(evaluation, ignore_index=True),
        pd.concat(months, ignore_index=True),
        pd.concat(bins, ignore_index=True),
        None if steps else why_no_time(rows),
        contenders.design.columns[contenders.beside.naive.place],
    )


def _earlier_models(
    step: TimeStep, labelled: Rows, design: Design, with_beside: bool, *, seed: int, n_threads: int
) -> dict[str, np.ndarray]:
    """Fit on what was known before a step and score what it judges; the last step has all models."""
    train, tune, judged = (labelled.where(mask) for mask in (step.train, step.calibration, step.judged))
    trees = fit_trees(design, train, tune, seed=seed, n_threads=n_threads)
    if with_beside:
        return Contenders(design, trees, fit_beside(design, train, tune)).probabilities(judged, n_threads=n_threads)
    return {GRADIENT_BOOSTING: trees.probability(judged, n_threads=n_threads)}


def _by_date(rows: pd.DataFrame, probability: np.ndarray, *, seed: int) -> pd.DataFrame:
    """Judge the model in force date by date; dates with fewer than 5 of a class are left out."""
    tables = [pd.DataFrame(columns=["model", "metric", "value", "lower", "upper", "n", "split", "as_of"])]
    at = periods(rows["as_of"])
    for date in sorted(at.unique()):
        mask = (at == date).to_numpy()
        if fewest_class(rows, pd.Series(mask, index=rows.index)) < FEWEST_TO_JUDGE:
            continue
        part = rows.loc[mask]
        table = evaluation_rows(
            {GRADIENT_BOOSTING: probability[mask]},
            part["value"].to_numpy(dtype=float),
            part["customer_id"].to_numpy(dtype=object),
            seed=seed,
        )
        tables.append(table[table["metric"].isin(_BY_DATE)].assign(split=CUSTOMERS, as_of=date))
    return pd.concat(tables[1:] or tables, ignore_index=True)


def _parts(rows: pd.DataFrame, labelled: Rows) -> tuple[Rows, Rows]:
    train, tune = (
        labelled.where((rows["split"] == part.value).to_numpy()) for part in (Split.TRAIN, Split.CALIBRATION)
    )
    return train, tune


def _with_protected(rows: pd.DataFrame, labelled: Rows, design: Design, protected: pd.DataFrame) -> tuple[Rows, Design]:
    keys = [key for key in KEYS if key in protected]
    told = protected.assign(**{key: pd.to_datetime(protected[key]) for key in keys if key == "as_of"})
    told = rows[["customer_id", "as_of"]].merge(told, on=keys, how="left", validate="many_to_one").drop(columns=[*KEYS])
    dates = told.select_dtypes(["datetime", "datetimetz"]).columns
    told = told.assign(**{name: told[name].astype("int64").where(told[name].notna()) for name in dates})
    taught = told.loc[(rows["split"] == Split.TRAIN.value).to_numpy()]
    extra = design_of(taught)
    wider = Design(
        (*design.columns, *extra.columns),
        {**design.levels, **extra.levels},
        {**design.typical, **extra.typical},
    )
    matrix = np.column_stack([labelled.matrix, extra.matrix(told)])
    return Rows(matrix, labelled.values, labelled.days, labelled.held), wider
