"""The stage ``drivers``: what goes with each outcome, in all and in each segment as people have edited it."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analytics.stages.described import typed
from analytics.store.rooms import Tables, built_tables
from analytics.store.work import Work

_KEY = ["outcome", "segment_id", "feature"]


def drivers_stage(work: Work) -> None:
    """Rank what goes with each outcome that has a model.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    work.tell("Ranking what goes with each outcome, in all and by segment")
    tables = built_tables(work)
    membership = tables.frame("membership", rest="ORDER BY customer_id, level")
    work.put("drivers", ranked_drivers(tables, membership, seed=work.seed))


def ranked_drivers(tables: Tables, membership: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Rank what goes with each outcome, in all and in the segments of a membership.

    Parameters
    ----------
    tables : Tables
        With `attributions` and `features`.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`, sorted by customer and level.
    seed : int
        Of the resamples.

    Returns
    -------
    DataFrame
        `drivers`, outcome by outcome.
    """
    from analytics.insights.drivers import drivers

    outcomes = tables.frame("attributions", columns="DISTINCT outcome", rest="ORDER BY outcome")["outcome"].tolist()
    described = typed(tables.frame("features", rest="ORDER BY customer_id"))
    ranked = []
    for outcome in outcomes:
        rest = "WHERE outcome = $outcome ORDER BY customer_id, feature"
        columns = "customer_id, feature, contribution"
        reasons = tables.frame("attributions", columns=columns, rest=rest, outcome=outcome)
        table = drivers(reasons, described, membership, outcome=str(outcome), seed=seed)
        # Where there is no structure the one segment "all" stands at every level, with the same customers.
        ranked.append(table.drop_duplicates(_KEY, ignore_index=True))
    return pd.concat(ranked, ignore_index=True) if ranked else _no_drivers()


def with_changed(published: pd.DataFrame, changed: pd.DataFrame, present: Collection[str]) -> pd.DataFrame:
    """Put the drivers of changed segments among those that were published.

    Parameters
    ----------
    published : DataFrame
        `drivers` of the snapshot.
    changed : DataFrame
        `drivers` of the segments whose customers changed; rows of all customers are left out.
    present : collection of str
        The ids of all segments that there are now.

    Returns
    -------
    DataFrame
        `drivers`, sorted by outcome, segment (all customers last) and feature.
    """
    new = changed[changed["segment_id"].notna()]
    is_current = published["segment_id"].isna() | published["segment_id"].isin(list(present))
    kept = published[is_current & ~published["segment_id"].isin(new["segment_id"].unique())]
    return pd.concat([kept, new], ignore_index=True).sort_values(_KEY, na_position="last", ignore_index=True)


def _no_drivers() -> pd.DataFrame:
    texts, numbers = ("outcome", "segment_id", "feature", "direction"), ("mean_abs_contribution", "lower", "upper")
    empty = {name: pd.Series(dtype="str") for name in texts} | {name: pd.Series(dtype="float64") for name in numbers}
    columns = ["outcome", "segment_id", "feature", "mean_abs_contribution", "direction", "lower", "upper"]
    counts = {name: pd.Series(dtype="int64") for name in ("n_customers", "level")}
    return pd.DataFrame(empty)[columns].assign(**counts)
