"""KPIs out of sums over customers, and by any mapping of customers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.intervals import mean_interval, ratio_interval, wilson
from analytics.insights.kpi_definitions import KPI_DEFINITIONS, MONEY

KPI_COLUMNS = [
    "period",
    "dimension",
    "member",
    "kpi",
    "value",
    "lower",
    "upper",
    "unit",
    "numerator",
    "denominator",
    "definition_version",
]
_WHERE = ["period", "dimension", "member"]
_CENTS = 100.0
_FALLS = ("fall_cents", "fall_2", "fall_base")

Floats = NDArray[np.float64]
Answer = tuple[Floats, Floats, Floats, Floats, Floats]
"""Value, lower, upper, numerator, denominator; what is not known is not a number."""


def kpis_from_sums(sums: pd.DataFrame, *, currency: str) -> pd.DataFrame:
    """Work out every KPI for every member and period.

    Parameters
    ----------
    sums : DataFrame
        ``period``, ``dimension``, ``member`` and the facts of ``kpi_facts.sql`` added up; a fact that is missing was
        not known.
    currency : str
        The unit of amounts.

    Returns
    -------
    DataFrame
        The columns of the published table ``kpis``, sorted by its key. A KPI whose denominator is not above 0, or
        whose facts are missing, has no row. Numerators and denominators of members that share no customer add up.
    """
    parts = []
    for kpi, work_out in _KPIS.items():
        value, lower, upper, numerator, denominator = work_out(sums)
        unit = KPI_DEFINITIONS[kpi].unit
        part = sums[_WHERE].assign(
            kpi=kpi,
            value=value,
            lower=lower,
            upper=upper,
            unit=currency if unit == MONEY else unit,
            numerator=numerator,
            denominator=denominator,
            definition_version=KPI_DEFINITIONS[kpi].version,
        )
        parts.append(part[np.isfinite(value)])
    table = pd.concat(parts, ignore_index=True)[KPI_COLUMNS]
    return table.sort_values([*_WHERE, "kpi"], kind="stable", ignore_index=True)


def kpis_by(mapping: pd.DataFrame, facts: pd.DataFrame, *, currency: str) -> pd.DataFrame:
    """Work out the KPIs of the latest periods by any mapping of customers, without a build.

    Parameters
    ----------
    mapping : DataFrame
        ``customer_id``, ``dimension``, ``member``; a customer may have many members, or none. Customers who left
        follow the one who is most like them, and need no row.
    facts : DataFrame
        The snapshot's ``kpi_facts``.
    currency : str
        The unit of amounts.

    Returns
    -------
    DataFrame
        As `kpis_from_sums`; by the segments in force the very rows of the published table.
    """
    names = [column for column in facts.columns if column not in {"customer_id", "period"}]
    joined = mapping[["customer_id", "dimension", "member"]].drop_duplicates().merge(facts, on="customer_id")
    grouped = joined.groupby(_WHERE, sort=True)[names]
    return kpis_from_sums(grouped.sum(min_count=1).reset_index(), currency=currency)


def _of(sums: pd.DataFrame, name: str) -> Floats:
    if name not in sums:
        return np.full(len(sums), np.nan)
    return sums[name].to_numpy(dtype=np.float64, na_value=np.nan)


def _share(numerator: str, denominator: str) -> Callable[[pd.DataFrame], Answer]:
    def work_out(sums: pd.DataFrame) -> Answer:
        part, whole = _of(sums, numerator), _of(sums, denominator)
        lower, upper = wilson(part, whole)
        return _over(part, whole), lower, upper, part, whole

    return work_out


def _retention(sums: pd.DataFrame) -> Answer:
    whole = _of(sums, "n_start")
    part = whole - _of(sums, "n_start_lost")
    lower, upper = wilson(part, whole)
    return _over(part, whole), lower, upper, part, whole


def _lifetime(sums: pd.DataFrame) -> Answer:
    is_year = sums["period"].str.contains("/").to_numpy(dtype=bool)
    lost = np.where(is_year, _of(sums, "n_start_lost"), np.nan)
    lower, upper = wilson(lost, _of(sums, "n_start"))
    years, one, unknown = _over(_of(sums, "n_start"), lost), np.ones(len(sums)), np.full(len(sums), np.nan)
    # Its two counts are attrition's. Here a member whom nobody left has no row, so they would not add up.
    return years, _over(one, upper), _over(one, lower), unknown, unknown


def _balance(*, closed: bool, run_down: bool) -> Callable[[pd.DataFrame], Answer]:
    def work_out(sums: pd.DataFrame) -> Answer:
        base, base_2 = _of(sums, "base_cents"), _of(sums, "base_2")
        # Of those who closed, what was lost is the balance itself, so its square and its product with it are the same.
        gone, gone_2 = _of(sums, "lost_cents") * closed, _of(sums, "lost_2") * closed
        fall, fall_2, fall_base = (np.nan_to_num(_of(sums, name)) * run_down for name in _FALLS)
        part = gone + fall
        lower, upper = ratio_interval(
            part, base, part_2=gone_2 + fall_2, cross=gone_2 + fall_base, whole_2=base_2, n=_of(sums, "n_base")
        )
        return _over(part, base), lower, upper, part / _CENTS, base / _CENTS

    return work_out


def _count(name: str, less: str | None = None) -> Callable[[pd.DataFrame], Answer]:
    def work_out(sums: pd.DataFrame) -> Answer:
        value = _of(sums, name) - (0.0 if less is None else _of(sums, less))
        unknown = np.full(len(sums), np.nan)
        return value, unknown, unknown, value, unknown

    return work_out


def _products(sums: pd.DataFrame) -> Answer:
    n, total = _of(sums, "n_month_end"), _of(sums, "products")
    lower, upper = mean_interval(total, _of(sums, "products_2"), n)
    return _over(total, n), lower, upper, total, n


def _at_risk(sums: pd.DataFrame) -> Answer:
    risk, low, high, scored = (
        _of(sums, name) / _CENTS for name in ("risk_cents", "risk_low_cents", "risk_high_cents", "scored_cents")
    )
    return risk, low, high, risk, scored


def _revenue_at_risk(sums: pd.DataFrame) -> Answer:
    names = ("revenue_risk_cents", "revenue_risk_low_cents", "revenue_risk_high_cents", "revenue_cents")
    risk, low, high, whole = (_of(sums, name) / _CENTS for name in names)
    return risk, low, high, risk, whole


def _lifetime_value(sums: pd.DataFrame) -> Answer:
    value, low, high = (_of(sums, name) / _CENTS for name in ("value_cents", "value_low_cents", "value_high_cents"))
    n = _of(sums, "n_revenue")
    return _over(value, n), _over(low, n), _over(high, n), value, n


def _over(part: Floats, whole: Floats) -> Floats:
    return part / np.where(whole > 0, whole, np.nan)


_KPIS: dict[str, Callable[[pd.DataFrame], Answer]] = {
    "attrition_rate": _share("n_start_lost", "n_start"),
    "retention_rate": _retention,
    "early_attrition": _share("n_early_lost", "n_early"),
    "expected_lifetime": _lifetime,
    "balance_attrition": _balance(closed=True, run_down=True),
    "balance_attrition_closed": _balance(closed=True, run_down=False),
    "balance_attrition_run_down": _balance(closed=False, run_down=True),
    "customers": _count("n_end"),
    "joined": _count("n_joined"),
    "lost": _count("n_lost"),
    "net_growth": _count("n_joined", less="n_lost"),
    "active_rate": _share("n_active", "n_active_known"),
    "dormant_rate": _share("n_dormant", "n_dormant_known"),
    "primary_bank_share": _share("n_primary", "n_primary_known"),
    "products_per_customer": _products,
    "balance_at_risk": _at_risk,
    "revenue_at_risk": _revenue_at_risk,
    "customer_lifetime_value": _lifetime_value,
}
