"""The stage ``driver_groups``: what goes with each outcome, by when customers joined and by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.stages.described import typed
from analytics.stages.model_texts import models_of
from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.model_card import StoredModel

MOST_A_GROUP = 2_000
"""Customers of a cohort or date, chosen by a hash of their ids."""

FEWEST = 30
MOST_COHORTS = 10
MOST_DATES = 12
FEWEST_ON_A_DATE = 100
_COLUMNS = [
    "outcome", "dimension", "member", "feature", "mean_abs_contribution", "direction", "lower", "upper", "n_customers",
]  # fmt: skip
_BY_DATE = """
    WITH
    keys AS (SELECT DISTINCT customer_id, as_of FROM built.features_at WHERE {chosen}),
    sampled AS (
        SELECT customer_id, as_of
        FROM keys
        QUALIFY row_number() OVER (PARTITION BY {period} ORDER BY md5(customer_id), as_of) <= $n
    )
    SELECT DISTINCT f.* FROM built.features_at AS f JOIN sampled USING (customer_id, as_of) ORDER BY customer_id, as_of
"""
_DATES = """
    SELECT as_of
    FROM (SELECT DISTINCT customer_id, as_of FROM built.features_at)
    GROUP BY as_of
    HAVING count(*) >= $fewest
    ORDER BY as_of DESC
    LIMIT $most
"""
_BY_YEAR = """
    SELECT f.*, year(c.opened_on) AS "(year)"
    FROM built.features AS f
    JOIN source.customers AS c USING (customer_id)
    QUALIFY row_number() OVER (PARTITION BY year(c.opened_on) ORDER BY md5(customer_id)) <= $n
    ORDER BY md5(customer_id)
"""


def driver_groups_stage(work: Work) -> None:
    """Rank the drivers of each outcome's model in cohorts of customers and on dates.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    models = models_of(work)
    found = [_empty()]
    if models:
        groups = {"cohort": _by_cohort(work), "period": _by_date(work)}
        for outcome, model in models.items():
            work.tell(f"Ranking what goes with {outcome}, by when customers joined and by date")
            for dimension, (rows, members) in groups.items():
                table = _ranked(model, rows, members, work)
                found.append(table.assign(outcome=outcome, dimension=dimension)[_COLUMNS])
    work.put("driver_groups", pd.concat(found, ignore_index=True))


def _ranked(model: StoredModel, rows: pd.DataFrame, members: pd.Series, work: Work) -> pd.DataFrame:
    from analytics.insights.drivers import ranked_pushes
    from analytics.models.boosting import contributions

    columns = list(model.design.columns)
    if rows.empty:
        return _empty()
    pushes = contributions(model.booster, model.design.matrix(rows), n_threads=work.n_threads)[:, :-1]
    wide = pd.DataFrame(pushes, columns=columns)
    values = rows.reindex(columns=columns).reset_index(drop=True)
    tables = []
    for member, places in members.reset_index(drop=True).groupby(members.to_numpy(), sort=True).groups.items():
        if len(places) >= FEWEST:
            ranked = ranked_pushes(wide.loc[places], values.loc[places], seed=work.seed)
            tables.append(ranked.assign(member=str(member)))
    return pd.concat(tables, ignore_index=True) if tables else _empty()


def _by_cohort(work: Work) -> tuple[pd.DataFrame, pd.Series]:
    """Customers of today by the year in which they joined; early years together."""
    if "opened_on" not in work.take("SELECT * FROM source.customers LIMIT 0").columns:
        return work.take("SELECT * FROM built.features LIMIT 0"), pd.Series(dtype="str")
    described = typed(work.cursor.execute(_BY_YEAR, {"n": MOST_A_GROUP}).df())
    members = year_cohorts(described["(year)"].astype("float64"))
    chosen = members.notna() & (members.groupby(members).cumcount() < MOST_A_GROUP)
    return described[chosen], members[chosen]


def year_cohorts(years: pd.Series) -> pd.Series:
    """Name each customer's cohort: the year, or of early years all up to one together.

    Parameters
    ----------
    years : Series
        Missing where it isn't known.

    Returns
    -------
    Series of str
        Missing where the year is.

    Examples
    --------
    >>> year_cohorts(pd.Series([2020.0, None, 2021.0])).tolist()
    ['2020', nan, '2021']
    """
    known = np.sort(years.dropna().unique())
    first = known[-MOST_COHORTS] if len(known) > MOST_COHORTS else (known[0] if len(known) else 0)
    named = years.clip(lower=first).map(lambda year: f"{int(year)}", na_action="ignore")
    if len(known) > MOST_COHORTS:
        named = named.where(years.isna() | (years > first), f"{int(first)} or before")
    return named.astype("str")


def _by_date(work: Work) -> tuple[pd.DataFrame, pd.Series]:
    """Customers as they were on dates at which many were described, and are now; by year where there is one only."""
    dates = work.cursor.execute(_DATES, {"fewest": FEWEST_ON_A_DATE, "most": MOST_DATES}).df()["as_of"].tolist()
    by_year = len(dates) < 2
    period, chosen = ("year(as_of)", "true") if by_year else ("as_of", "list_contains($dates, as_of)")
    given = {"n": MOST_A_GROUP} | ({} if by_year else {"dates": dates})
    rows = typed(work.cursor.execute(_BY_DATE.format(period=period, chosen=chosen), given).df())
    return rows, pd.to_datetime(rows["as_of"]).dt.strftime("%Y" if by_year else "%Y-%m-%d")


def _empty() -> pd.DataFrame:
    numbers = ("mean_abs_contribution", "lower", "upper")
    types = {name: "float64" if name in numbers else "str" for name in _COLUMNS} | {"n_customers": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in _COLUMNS})
