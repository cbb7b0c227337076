"""The stage ``fairness``: how the models treat groups of customers."""

from __future__ import annotations

import pandas as pd

from analytics.store.work import Work

_JUDGED = """
    SELECT
        outcome, customer_id, as_of, value, probability, CAST(band = 'high' AS INTEGER) AS is_chosen,
        CAST(prediction_set IN ('either', CASE WHEN value = 1 THEN 'with' ELSE 'without' END) AS INTEGER) AS is_covered
    FROM built.judged_rows WHERE split = 'test' ORDER BY outcome, customer_id, as_of
"""
_SCORED = "SELECT outcome, customer_id, as_of, lower, upper FROM built.scores ORDER BY outcome, customer_id"
_BESIDE = ("region_id", "opened_on")


def fairness_stage(work: Work) -> None:
    """Compare, for each outcome with a model, rates, errors and calibration of groups.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.insights.audited_groups import audited_groups
    from analytics.insights.group_rates import COLUMNS, INTERVAL_WIDTH, group_rates

    customers = _customers(work)
    found = [pd.DataFrame({name: pd.Series(dtype=_TYPES.get(name, "float64")) for name in ("outcome", *COLUMNS)})]
    scored = dict(list(work.take(_SCORED).groupby("outcome")))
    for outcome, judged in work.take(_JUDGED).groupby("outcome"):
        work.tell(f"Comparing how groups of customers fare with the outcome {outcome}")
        for rows, metrics in ((judged, {}), (scored[outcome], {"metrics": (INTERVAL_WIDTH,)})):
            here = rows.reset_index(drop=True)
            groups = audited_groups(here, customers, protected=work.source.protected, as_of=work.as_of)
            found.append(group_rates(here, groups, **metrics).assign(outcome=outcome))
    work.put("fairness", pd.concat(found, ignore_index=True)[["outcome", *COLUMNS]])


_TYPES = {
    **dict.fromkeys(["outcome", "attribute", "group", "metric"], "str"),
    **dict.fromkeys(["n", "n_customers", "is_flagged"], "int64"),
}


def _customers(work: Work) -> pd.DataFrame:
    there = set(work.take("SELECT * FROM source.customers LIMIT 0").columns)
    columns = [name for name in dict.fromkeys((*work.source.protected, *_BESIDE)) if name in there]
    selected = ", ".join(f'"{name}"' for name in ("customer_id", *columns))
    return work.take(f"SELECT {selected} FROM source.customers ORDER BY customer_id")  # noqa: S608
