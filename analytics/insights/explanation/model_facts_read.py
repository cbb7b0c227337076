"""What is known of an outcome's model, read from published rows."""

from __future__ import annotations

import pandas as pd

from analytics.insights.audited_groups import TOGETHER
from analytics.insights.columns import floats, texts
from analytics.insights.explanation.model_facts import Group, Held, Measure, Origin
from analytics.insights.fairness_words import GAP
from analytics.insights.group_rates import EVERYONE, RANGE

EVALUATED = ("gradient_boosting", "logistic", "naive")
MEASURED = ("auc", "average_precision", "brier", "calibration_error", "log_loss")


def origin_of(models: pd.DataFrame, *, snapshot_id: str, source_name: str, source_kind: str) -> Origin | None:
    """Say where the model in force comes from; None where there is none.

    Parameters
    ----------
    models : DataFrame
        Rows of ``models`` of the outcome.
    snapshot_id, source_name, source_kind : str
        What it was read from.
    """
    if models.empty:
        return None
    row = models.iloc[[-1]]
    return Origin(
        model_id=texts(row, "model_id")[0],
        created_at=texts(row, "created_at")[0][:10],
        code_version=texts(row, "code_version")[0],
        data_hash=texts(row, "data_hash")[0],
        seed=int(floats(row, "seed")[0]),
        n_rows=int(floats(row, "n_rows")[0]),
        status=texts(row, "status")[0],
        snapshot_id=snapshot_id,
        source_name=source_name,
        source_kind=source_kind,
    )


def measures_of(evaluation: pd.DataFrame) -> tuple[Measure, ...]:
    """Give what the model and the simpler ones beside it are worth, of rows of ``evaluation``."""
    if evaluation.empty:
        return ()
    kept = evaluation[evaluation["model"].isin(EVALUATED) & evaluation["metric"].isin(MEASURED)]
    names = (texts(kept, name) for name in ("model", "split", "metric"))
    numbers = (floats(kept, name) for name in ("value", "lower", "upper"))
    return tuple(Measure(*row) for row in zip(*names, *numbers, strict=True))


def groups_of(fairness: pd.DataFrame) -> tuple[Group, ...]:
    """The groups of one attribute each that are large enough to say something of."""
    if fairness.empty:
        return ()
    single = fairness[~fairness["attribute"].str.contains(TOGETHER, regex=False).astype(bool)]
    own = single[~single["group"].isin([RANGE, EVERYONE])]
    told = {name: _by_group(own, name) for name in ("observed_share", "mean_probability", "selection_rate")}
    known = _by_group(own, GAP)
    whole = [key for key in sorted(known) if all(key in rows for rows in told.values())]
    return tuple(
        Group(
            attribute=key[0],
            label=key[1],
            n_customers=int(known[key]["n_customers"]),
            observed=told["observed_share"][key]["value"],
            expected=told["mean_probability"][key]["value"],
            marked=told["selection_rate"][key]["value"],
            is_flagged=known[key]["is_flagged"] == 1,
        )
        for key in whole
        if told["observed_share"][key]["value"] == told["observed_share"][key]["value"]
    )


def _by_group(own: pd.DataFrame, metric: str) -> dict[tuple[str, str], dict[str, float]]:
    rows = own[own["metric"] == metric]
    keys = zip(texts(rows, "attribute"), texts(rows, "label"), strict=True)
    names = ("value", "n_customers", "is_flagged")
    numbers = zip(*(floats(rows, name) for name in names), strict=True)
    return {key: dict(zip(names, row, strict=True)) for key, row in zip(keys, numbers, strict=True)}


def coverage_of(coverage: pd.DataFrame) -> tuple[Held, ...]:
    """Give how often prediction sets held what happened, of rows as `analytics.insights.coverage` makes them."""
    if coverage.empty:
        return ()
    names = (texts(coverage, name) for name in ("label", "verdict"))
    numbers = (floats(coverage, name) for name in ("value", "lower", "upper", "n"))
    rows = zip(*names, *numbers, strict=True)
    return tuple(
        Held(label, value, lower, upper, int(n), verdict)
        for label, verdict, value, lower, upper, n in rows
        if value == value
    )
