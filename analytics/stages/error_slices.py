"""The stage ``error_slices``: groups of customers in whom a model is wrong."""

from __future__ import annotations

import pandas as pd

from analytics.stages.described import typed
from analytics.store.work import Work

MOST_ROWS = 200_000
_ROWS = "FROM built.judged_rows WHERE outcome = $outcome"
_REGION = "region_id"


def error_slices_stage(work: Work) -> None:
    """Look, for each outcome with a model, where it is wrong.

    Only customers who may be looked at on screens of errors: those who confirm notes are never seen through them.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.insights.error_slices import COLUMNS, error_slices
    from analytics.models.confirm_part import explore_part

    found = [pd.DataFrame({name: pd.Series(dtype=_TYPES.get(name, "float64")) for name in ("outcome", *COLUMNS)})]
    outcomes = work.take("SELECT DISTINCT outcome FROM built.judged_rows ORDER BY outcome")["outcome"]
    for outcome in outcomes.astype(str):
        work.tell(f"Looking where the model of {outcome} is wrong")
        rows = _rows(work, outcome)
        rows = rows[explore_part(rows["(customer)"]).to_numpy()].reset_index(drop=True)
        judged = rows[["(customer)", "(value)", "(probability)"]].set_axis(
            ["customer_id", "value", "probability"], axis=1
        )
        features = typed(rows.drop(columns=["(customer)", "(value)", "(probability)", "customer_id", "as_of"]))
        found.append(error_slices(judged, features, seed=work.seed).assign(outcome=outcome))
    work.put("error_slices", pd.concat(found, ignore_index=True)[["outcome", *COLUMNS]])


_TYPES = {
    **dict.fromkeys(
        ["outcome", *(f"{name}_{place}" for place in (1, 2) for name in ("feature", "sign", "value"))], "str"
    ),
    **dict.fromkeys(["n_rows", "n_customers", "is_found"], "int64"),
}


def _rows(work: Work, outcome: str) -> pd.DataFrame:
    """Read what was judged beside the features of its date, with the region where it isn't protected; by customer."""
    counted = work.cursor.execute(f"SELECT count(*) {_ROWS}", {"outcome": outcome}).fetchall()
    one_in = -(-int(counted[0][0]) // MOST_ROWS)
    there = set(work.take("SELECT * FROM source.customers LIMIT 0").columns)
    has_region = _REGION in there and _REGION not in work.source.protected
    region = f', c."{_REGION}"' if has_region and not _is_feature(work) else ""
    text = f"""
        SELECT j.customer_id AS "(customer)", j.value AS "(value)", j.probability AS "(probability)", f.*{region}
        FROM built.judged_rows AS j
        JOIN (SELECT DISTINCT * FROM built.features_at) AS f ON j.customer_id = f.customer_id AND j.as_of = f.as_of
        JOIN source.customers AS c ON j.customer_id = c.customer_id
        WHERE j.outcome = $outcome AND hash(j.customer_id) % $one_in = 0
        ORDER BY j.customer_id, j.as_of
    """  # noqa: S608
    return work.cursor.execute(text, {"outcome": outcome, "one_in": max(one_in, 1)}).df()


def _is_feature(work: Work) -> bool:
    return _REGION in work.take("SELECT * FROM built.features LIMIT 0").columns
