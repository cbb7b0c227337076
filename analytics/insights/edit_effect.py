"""What an edit of the segment tree changes: stability, what segments tell of an outcome, fairness, retention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.held_out import FEWEST_LABELLED, N_FOLDS, cross_fitted, losses_of
from analytics.insights.protected_overlap import MOST_CUSTOMERS, attribute_groups
from analytics.insights.segment_flow import Placed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

N_RESAMPLES = 200
N_HALVES = 20
WILSON_95 = 1.96


@dataclass(frozen=True)
class Predicts:
    """How well segments alone tell who has the outcome, on customers whom nobody looked at while editing.

    Attributes
    ----------
    n_customers, n_positive : int
    log_loss_before, log_loss_after : float
        Less is better. Each customer is predicted by the mean of their segment among the other folds.
    gain, gain_lower, gain_upper : float
        Log-loss before less after, with a 95 % interval over customers: above 0 the edited segments tell more.
    auc_before, auc_after : float
        0.5 tells nothing, 1 everything.
    """

    n_customers: int
    n_positive: int
    log_loss_before: float
    log_loss_after: float
    gain: float
    gain_lower: float
    gain_upper: float
    auc_before: float
    auc_after: float


def stability_change(before: pd.DataFrame, after: pd.DataFrame, *, level: int) -> tuple[float, float]:
    """Mean stability of a level's segments, weighted by customers, before and after.

    Parameters
    ----------
    before, after : DataFrame
        `segments`: `level`, `n_customers`, `stability`.
    level : int

    Returns
    -------
    (float, float)
        0-1. The parts of a merged or split segment count with what they were made from: it is no measurement of a
        repeated clustering with the edit in it.
    """
    means = []
    for table in (before, after):
        rows = table[table["level"] == level]
        means.append(float(np.average(rows["stability"], weights=rows["n_customers"])))
    return means[0], means[1]


def prediction_change(
    before: Placed, after: Placed, outcomes: pd.DataFrame, *, level: int, customers: Sequence[str], seed: int
) -> Predicts | None:
    """Compare how well the segments before and after tell who has an outcome.

    Parameters
    ----------
    before, after : Placed
    outcomes : DataFrame
        `customer_id`, `value` (0 or 1), a customer once.
    level : int
    customers : sequence of str
        Those who may be looked at: the part that was set aside for confirmation.
    seed : int
        Of the folds and resamples.

    Returns
    -------
    Predicts or None
        None with fewer than 100 labelled customers or a single outcome among them: then nothing can be said.
    """
    known = outcomes[outcomes["customer_id"].isin(list(customers))].set_index("customer_id")["value"]
    table = pd.DataFrame({"value": known, "before": _at(before, level), "after": _at(after, level)}).dropna()
    table = table.sort_index()
    values = table["value"].to_numpy(dtype=np.float64)
    if len(table) < FEWEST_LABELLED or values.min() == values.max():
        return None
    rng = np.random.default_rng([seed, 811])
    folds = rng.permutation(len(table)) % N_FOLDS
    risks = [cross_fitted(pd.factorize(table[name])[0], values, folds) for name in ("before", "after")]
    losses = [losses_of(values, risk) for risk in risks]
    gains = losses[0] - losses[1]
    draws = rng.integers(0, len(gains), (N_RESAMPLES, len(gains)))
    lower, upper = np.quantile(gains[draws].mean(axis=1), [0.025, 0.975])
    return Predicts(
        n_customers=len(table),
        n_positive=int(values.sum()),
        log_loss_before=float(losses[0].mean()),
        log_loss_after=float(losses[1].mean()),
        gain=float(gains.mean()),
        gain_lower=float(lower),
        gain_upper=float(upper),
        auc_before=_auc(values, risks[0]),
        auc_after=_auc(values, risks[1]),
    )


def fairness_change(
    before: Placed,
    after: Placed,
    customers: pd.DataFrame,
    *,
    level: int,
    protected: Sequence[str],
    as_of: date,
    seed: int,
) -> pd.DataFrame:
    """Compare how far the segments before and after agree with protected attributes.

    Parameters
    ----------
    before, after : Placed
    customers : DataFrame
        `customer_id` and the protected columns; those that aren't there are left out.
    level : int
    protected : sequence of str
    as_of : date
        The day of ages.
    seed : int
        Of the halves that the interval comes from.

    Returns
    -------
    DataFrame
        `attribute`, `ami_before`, `ami_after` (adjusted mutual information: 0 what chance gives, 1 the same division),
        `change` (above 0: the edited segments say more of the attribute), `lower`, `upper` (95 %, the same random
        halves for both).
    """
    from sklearn.metrics import adjusted_mutual_info_score

    rng = np.random.default_rng([seed, 821])
    table = pd.DataFrame({"before": _at(before, level), "after": _at(after, level)}).dropna().sort_index()
    table = table.iloc[np.sort(rng.permutation(len(table))[:MOST_CUSTOMERS])]
    then, now = (pd.factorize(table[name])[0] for name in ("before", "after"))
    known = customers.set_index("customer_id")
    rows = []
    for attribute in [name for name in protected if name in known.columns]:
        group = pd.factorize(attribute_groups(known[attribute].reindex(table.index), as_of=as_of))[0]
        old, new = (float(adjusted_mutual_info_score(group, segments)) for segments in (then, now))
        changes = []
        for _ in range(N_HALVES):
            half = rng.permutation(len(table))[: max(len(table) // 2, 1)]
            parts = [adjusted_mutual_info_score(group[half], segments[half]) for segments in (now, then)]
            changes.append(parts[0] - parts[1])
        reach = WILSON_95 * float(np.std(changes, ddof=1))
        rows.append((attribute, old, new, new - old, new - old - reach, new - old + reach))
    return pd.DataFrame(rows, columns=["attribute", "ami_before", "ami_after", "change", "lower", "upper"])


def retention_by_segment(placed: Placed, kept: pd.DataFrame, *, level: int) -> pd.DataFrame:
    """Say which share of each segment's customers stayed.

    Parameters
    ----------
    placed : Placed
        A segmentation.
    kept : DataFrame
        `customer_id`, `is_kept` (0 or 1), a customer once.
    level : int

    Returns
    -------
    DataFrame
        `segment_key`, `name`, `n_customers` (whose fate is known), `share` (0-1), `lower`, `upper` (95 %, Wilson).
    """
    table = pd.DataFrame({"key": _at(placed, level), "kept": kept.set_index("customer_id")["is_kept"]}).dropna()
    counted = table.groupby("key")["kept"].agg(["size", "sum"])
    n, share = counted["size"].to_numpy(dtype=np.float64), (counted["sum"] / counted["size"]).to_numpy(dtype=np.float64)
    squared = WILSON_95**2
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    reach = WILSON_95 * np.sqrt(share * (1 - share) / n + squared / (4 * n**2)) / (1 + squared / n)
    names = placed.segments.set_index("segment_key")["name"]
    return pd.DataFrame(
        {
            "segment_key": counted.index,
            "name": [str(names[key]) for key in counted.index],
            "n_customers": n.astype(np.int64),
            "share": share,
            "lower": middle - reach,
            "upper": middle + reach,
        }
    )


def _at(placed: Placed, level: int) -> pd.Series:
    """The key of each customer's segment at a level, by customer."""
    rows = placed.membership[placed.membership["level"] == level]
    own = placed.segments[placed.segments["level"] == level]
    keys = dict(zip(own["segment_id"].astype(str), own["segment_key"].astype(str), strict=True))
    return rows.set_index("customer_id")["segment_id"].astype(str).map(keys)


def _auc(values: Floats, risks: Floats) -> float:
    ranks = pd.Series(risks).rank().to_numpy()
    n_positive = values.sum()
    low = n_positive * (n_positive + 1) / 2
    return float((ranks[values == 1].sum() - low) / (n_positive * (len(values) - n_positive)))
