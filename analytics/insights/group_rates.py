"""How a model treats groups of customers: rates by group, with intervals, and which differences chance can't explain.

Rows are labelled rows of customers who did not teach the model. A customer can have several, so every interval and
test counts customers, not rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.intervals import Z_90, wilson
from analytics.models.pattern_evidence import adjusted

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_CUSTOMERS = 30
"""Of fewer customers no rate is given: it would say nothing of the group, and something of single people."""
FALSE_DISCOVERY_RATE = 0.05
EVERYONE = "(all)"
RANGE = "(range)"
"""The group of the rows that hold the highest rate of an attribute less the lowest."""

METRICS = (
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "observed_share",
    "mean_probability",
    "calibration_gap",
    "set_coverage",
)
INTERVAL_WIDTH = "interval_width"
SET_COVERAGE = "set_coverage"
_COUNTED = ("selection_rate", "true_positive_rate", "false_positive_rate", "observed_share", SET_COVERAGE)
"""Metrics that count rows, so that Wilson's interval fits them."""

COLUMNS = [
    *("attribute", "group", "metric", "value", "lower", "upper", "n", "n_customers"),
    *("difference", "difference_lower", "difference_upper", "p_adjusted", "is_flagged"),
]


@dataclass(frozen=True)
class _Rate:
    """A ratio of two sums over a group's rows.

    Attributes
    ----------
    value : float
        Missing where the group has fewer than 30 customers to count.
    pulls : ndarray of float64, shape (n_customers,)
        By how much each customer moves it (the influence function); their squares add up to its variance.
    n_rows, n_customers : int
        That it divides by.
    """

    value: float
    pulls: Floats
    n_rows: int
    n_customers: int

    def deviation(self) -> float:
        """Standard error of the ratio."""
        return _deviation(self.pulls, self.n_customers)


def group_rates(
    rows: pd.DataFrame, groups: Mapping[str, pd.Series], *, metrics: Sequence[str] = METRICS
) -> pd.DataFrame:
    """Compute each metric for each group of each attribute.

    Parameters
    ----------
    rows : DataFrame
        ``customer_id``, ``value`` (0 or 1), ``probability`` (0-1), ``is_chosen`` (1 where the model singles the row
        out, else 0), ``is_covered`` (1 where the prediction set holds what happened); `INTERVAL_WIDTH` needs only
        ``customer_id``, ``lower`` and ``upper``, `SET_COVERAGE` only ``customer_id`` and ``is_covered``.
    groups : mapping of str to Series
        By attribute, the group of each row (in the order of `rows`); rows whose group is missing are left out.
    metrics : sequence of str
        What to compute.

    Returns
    -------
    DataFrame
        ``attribute``, ``group``, ``metric`` (``calibration_gap`` is observed less predicted), ``value``,
        ``lower``, ``upper`` (90 % interval; for counted shares Wilson's, with rows counted as far as a customer's
        differ), ``n`` (rows that the metric divides by), ``n_customers``; ``difference`` to all others of the attribute
        with its 90 % interval, ``p_adjusted`` (two-sided, normal; Benjamini and Hochberg over all groups of the metric)
        and ``is_flagged`` (1 where that is at most 0.05). Values are missing where a group has fewer than 30
        customers, differences where the others have. The group ``(range)`` of an attribute holds the highest rate less
        the lowest: what Fairlearn calls the difference between groups. The attribute ``(all)`` holds everyone.

    References
    ----------
    Y. Benjamini and Y. Hochberg, 1995; W. G. Cochran, *Sampling Techniques*, 1977, section 6.3 (ratios).
    """
    whole = pd.Series([EVERYONE] * len(rows))
    every = {EVERYONE: whole, **groups}
    found = [
        row for name, group in every.items() for metric in metrics for row in _attribute(rows, name, group, metric)
    ]
    table = pd.DataFrame(found).reindex(columns=[*COLUMNS[:-2], "p"])
    table["p_adjusted"] = np.nan
    for _, tested in table[table["p"].notna()].groupby("metric", sort=False):
        table.loc[tested.index, "p_adjusted"] = adjusted(tested["p"].to_numpy(dtype=float))
    flagged = (table["p_adjusted"] <= FALSE_DISCOVERY_RATE).astype("int64")
    return table.assign(is_flagged=flagged)[COLUMNS]


def _attribute(rows: pd.DataFrame, attribute: str, group: pd.Series, metric: str) -> list[dict[str, object]]:
    known = group.notna().to_numpy()
    here = rows.loc[known]
    customer = pd.factorize(here["customer_id"])[0]
    codes, names = pd.factorize(group[known].astype(str), sort=True)
    part, whole = _terms(here, metric)
    found: list[dict[str, object]] = []
    rates = []
    for place, name in enumerate(names):
        own = _rate(part, whole, customer, codes == place)
        others = _rate(part, whole, customer, codes != place)
        rates.append(own.value)
        found.append(_told(own, metric) | _compared(own, others) | {"attribute": attribute, "group": str(name)})
    if np.isfinite(rates).sum() > 1:
        spread = float(np.nanmax(rates) - np.nanmin(rates))
        counted = {"n": len(here), "n_customers": int(customer.max()) + 1}
        found.append({"attribute": attribute, "group": RANGE, "metric": metric, "value": spread} | counted)
    return found


def _terms(rows: pd.DataFrame, metric: str) -> tuple[Floats, Floats]:
    """Give what a metric sums over rows, and what it divides by."""
    if metric == INTERVAL_WIDTH:
        return (rows["upper"] - rows["lower"]).to_numpy(dtype=float), np.ones(len(rows))
    if metric == SET_COVERAGE:
        return rows["is_covered"].to_numpy(dtype=float), np.ones(len(rows))
    value, probability, chosen = (rows[name].to_numpy(dtype=float) for name in ("value", "probability", "is_chosen"))
    one = np.ones(len(rows))
    return {
        "selection_rate": (chosen, one),
        "true_positive_rate": (chosen * value, value),
        "false_positive_rate": (chosen * (1 - value), 1 - value),
        "observed_share": (value, one),
        "mean_probability": (probability, one),
        "calibration_gap": (value - probability, one),
    }[metric]


def _rate(part: Floats, whole: Floats, customer: NDArray[np.int64], mask: Flags) -> _Rate:
    size = int(customer.max(initial=-1)) + 1
    counted = np.bincount(customer[mask], whole[mask], minlength=size)
    total, n_customers = float(counted.sum()), int((counted > 0).sum())
    if n_customers < FEWEST_CUSTOMERS:
        return _Rate(np.nan, np.full(size, np.nan), int(total), n_customers)
    value = float(part[mask].sum()) / total
    pulls = np.bincount(customer[mask], part[mask] - value * whole[mask], minlength=size) / total
    return _Rate(value, pulls, int(total), n_customers)


def _deviation(pulls: Floats, n_customers: int) -> float:
    return float(np.sqrt((pulls**2).sum() * n_customers / (n_customers - 1)))


def _told(rate: _Rate, metric: str) -> dict[str, object]:
    told: dict[str, object] = {"metric": metric, "n": rate.n_rows, "n_customers": rate.n_customers}
    if np.isnan(rate.value):
        return told
    lower, upper = _counted_interval(rate) if metric in _COUNTED else _normal_interval(rate)
    return told | {"value": rate.value, "lower": lower, "upper": upper}


def _normal_interval(rate: _Rate) -> tuple[float, float]:
    reach = Z_90 * rate.deviation()
    return rate.value - reach, rate.value + reach


def _counted_interval(rate: _Rate) -> tuple[float, float]:
    """Wilson's interval for as many independent rows as would have this standard error."""
    deviation, spread = rate.deviation(), rate.value * (1 - rate.value)
    worth = min(spread / deviation**2, rate.n_rows) if deviation > 0 and spread > 0 else float(rate.n_customers)
    lower, upper = wilson(np.array([rate.value * worth]), np.array([worth]))
    return float(lower[0]), float(upper[0])


def _compared(own: _Rate, others: _Rate) -> dict[str, object]:
    from scipy.stats import norm

    if np.isnan(own.value) or np.isnan(others.value):
        return {}
    difference = own.value - others.value
    deviation = _deviation(own.pulls - others.pulls, own.n_customers + others.n_customers)
    reach = Z_90 * deviation
    p = float(2 * norm.sf(abs(difference) / deviation)) if deviation > 0 else 1.0
    ends = {"difference_lower": difference - reach, "difference_upper": difference + reach}
    return {"difference": difference, **ends, "p": p}
