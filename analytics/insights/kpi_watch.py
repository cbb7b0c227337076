"""Which KPIs left the range that was to be expected of them, with false alarms that are counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analytics.models.drift_alarms import FALSE_ALARMS_A_YEAR, Series, judged, level_of

WATCHED = (
    "attrition_rate",
    "balance_attrition",
    "active_rate",
    "dormant_rate",
    "primary_bank_share",
    "products_per_customer",
    "joined",
)
"""KPIs that have a value each month and that no other of these says already."""

_MAY_FALL_BELOW = frozenset({"balance_attrition"})
"""KPIs that can be negative; of the others no range reaches below 0."""

PARTS = ("segment", "region")
"""Dimensions whose members are watched beside all customers."""

FEWEST_CUSTOMERS = 100
MONTHS_TOLD = 12
"""As many as one false alarm, on average, falls into."""

FOR_ALL = 0.5
"""The part of the false alarms that all customers together may raise: they are few series, and matter most."""

LEAST_PART, LEAST_POINTS = 0.02, 0.001
"""The smallest change of a count, as a part of it, and of a share, that is worth telling."""

WATCH = [
    "dimension",
    "member",
    "kpi",
    "period",
    "value",
    "expected",
    "lower",
    "upper",
    "p",
    "is_alarm",
    "n_history",
    "false_alarms_a_year",
]


def watched_kpis(kpis: pd.DataFrame | None) -> pd.DataFrame:
    """Judge the last months of each KPI by the months before them.

    Parameters
    ----------
    kpis : DataFrame or None
        The published table ``kpis``; None where there is none.

    Returns
    -------
    DataFrame
        A row a member, KPI and month of the last twelve that could be judged: ``value``, ``expected``, ``lower`` and
        ``upper`` (the expected range), ``p``, ``is_alarm`` (outside it by more than is worth telling), ``n_history``
        (months that it was judged by) and ``false_alarms_a_year`` (how many all of them together raise where nothing
        changed). Method and its limits: `analytics.models.drift_alarms.judged`.
    """
    if kpis is None:
        return _empty()
    months = kpis[~kpis["period"].astype("str").str.contains("/") & kpis["kpi"].isin(WATCHED)]
    whole = _series(months[months["dimension"] == "all"])
    parts = _series(_large(months[months["dimension"].isin(PARTS)], kpis))
    told = [
        _told(each, level=level_of(len(group), a_year=FALSE_ALARMS_A_YEAR * share))
        for group, share in ((whole, FOR_ALL), (parts, 1 - FOR_ALL))
        for each in group
    ]
    there = [table for table in told if len(table)]
    return pd.concat(there, ignore_index=True)[WATCH] if there else _empty()


def _large(months: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """Leave out members that were ever smaller than what a share of them can be judged by."""
    counts = kpis[(kpis["kpi"] == "customers") & kpis["dimension"].isin(PARTS)]
    fewest = counts.groupby(["dimension", "member"], observed=True)["value"].min()
    large = set(fewest[fewest >= FEWEST_CUSTOMERS].index)
    pairs = zip(months["dimension"], months["member"], strict=True)
    return months[np.array([pair in large for pair in pairs], dtype=np.bool_)]


def _series(months: pd.DataFrame) -> list[pd.DataFrame]:
    keys = ["dimension", "member", "kpi"]
    return [own.sort_values("period", ignore_index=True) for _, own in months.groupby(keys, sort=True, observed=True)]


def _told(own: pd.DataFrame, *, level: float) -> pd.DataFrame:
    values = own["value"].to_numpy(dtype=np.float64)
    is_count = own["unit"].iloc[0] == "customers"
    series = Series(
        "kpi", "", values[:, None], least=0.02 * float(values.mean()) if is_count else 0.001, has_season=True
    )
    found = judged(series, level=level).assign(
        **{name: own[name] for name in ("dimension", "member", "kpi", "period", "value")}
    )
    found = found[found["p"].notna()].tail(MONTHS_TOLD)
    n = found["n_history"].to_numpy(dtype=np.float64)
    reach = -stdtrit(n - 1, level / 2) * found["usual"] * np.sqrt(1 + 1 / n)
    least = -np.inf if own["kpi"].iloc[0] in _MAY_FALL_BELOW else 0.0
    return found.assign(
        lower=(found["expected"] - reach).clip(lower=least),
        upper=found["expected"] + reach,
        false_alarms_a_year=FALSE_ALARMS_A_YEAR,
    )


def _empty() -> pd.DataFrame:
    kinds = dict.fromkeys(("dimension", "member", "kpi", "period"), "str") | {"is_alarm": "bool", "n_history": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in WATCH})
