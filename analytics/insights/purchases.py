"""Who still buys, and how much they will, where nobody closes an account: with an interval, and tried on the past."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.bg_nbd import FEWEST_BUYERS, BgNbd, Histories, chance_alive, expected_purchases, fitted
from analytics.models.spend import expected_spend, fitted_spend

Floats = NDArray[np.float64]

AHEAD_DAYS = 365
TRIED_PART = 0.6
"""The part of the days that the model is made from when it is tried on the rest."""

N_DRAWS = 20
_Z90 = 1.645

OUTLOOK = ["customer_id", "n_repeats", "last_on", "chance_active", "purchases_ahead", "value_ahead"]
TOTALS = ["measure", "value", "lower", "upper"]
TESTS = ["model", "n_customers", "n_days_known", "n_days_ahead", "n_foreseen", "n_came", "mae"]


def histories_by(days: pd.DataFrame, end: int) -> tuple[pd.DataFrame, Histories]:
    """Sum up what each customer bought by a day.

    Parameters
    ----------
    days : DataFrame
        ``customer_id``, ``day`` (a number), ``spent``: a row a customer and day of a purchase.
    end : int
        The last day that is known.

    Returns
    -------
    tuple of DataFrame and Histories
        ``customer_id``, ``first``, ``last``, ``n``, ``spent`` (in all), a row a customer who had bought by then; and
        the same as repeats, in days.
    """
    known = days[days["day"] <= end]
    table = known.groupby("customer_id", sort=True).agg(
        first=("day", "min"), last=("day", "max"), n=("day", "size"), spent=("spent", "sum")
    )
    n, first, last = (table[name].to_numpy(dtype=np.float64) for name in ("n", "first", "last"))
    return table.reset_index(), Histories(n - 1, last - first, end - first)


def purchase_outlook(days: pd.DataFrame, *, end: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Say of each customer whether they still buy and what they will in a year; and of all together with intervals.

    Parameters
    ----------
    days : DataFrame
        As in `histories_by`.
    end : int
        The as-of day.
    seed : int

    Returns
    -------
    tuple of DataFrame
        A row a customer: ``n_repeats``, ``last_on`` (the day), ``chance_active`` (0-1), ``purchases_ahead`` and
        ``value_ahead`` (expected within 365 days). A row a measure (``active_customers``, ``purchases_ahead``,
        ``value_ahead``): ``value``, and ``lower`` and ``upper``, its 90% interval by a bootstrap over customers. Both
        are empty where fewer than 50 have bought.
    """
    table, histories = histories_by(days, end)
    if len(table) < FEWEST_BUYERS:
        return _empty(OUTLOOK), _empty(TOTALS)
    worth = _spend(table)
    model = fitted(histories)
    found = _looked_ahead(model, histories, worth)
    outlook = pd.DataFrame(
        {
            "customer_id": table["customer_id"].astype("str"),
            "n_repeats": histories.n_repeats.astype("int64"),
            "last_on": pd.to_datetime(table["last"], unit="D", origin="unix"),
            "chance_active": found[0],
            "purchases_ahead": found[1],
            "value_ahead": found[2],
        }
    )
    return outlook, _totals(model, histories, worth, seed)


def tried_on_the_past(days: pd.DataFrame, *, end: int) -> pd.DataFrame:
    """Foresee the last two fifths of the days from those before, beside that each goes on at their own rate.

    Parameters
    ----------
    days : DataFrame
        As in `histories_by`.
    end : int
        The as-of day.

    Returns
    -------
    DataFrame
        A row a way (``bg_nbd``, ``own_rate``): ``n_customers``, ``n_days_known``, ``n_days_ahead``, ``n_foreseen`` and
        ``n_came`` (purchases), ``mae`` (of a customer's purchases). Empty where too few had bought by then.
    """
    first = int(days["day"].min()) if len(days) else end
    split = first + int(TRIED_PART * (end - first))
    table, histories = histories_by(days, split)
    if len(table) < FEWEST_BUYERS or split >= end:
        return _empty(TESTS)
    later = days[days["day"] > split].groupby("customer_id").size()
    came = table["customer_id"].map(later).fillna(0).to_numpy(dtype=np.float64)
    ahead = float(end - split)
    by_rate = histories.n_repeats / np.maximum(histories.seen_for, 1.0) * ahead
    ways = {"bg_nbd": expected_purchases(fitted(histories), histories, ahead=ahead), "own_rate": by_rate}
    rows = [
        (
            way,
            len(table),
            split - first,
            end - split,
            float(told.sum()),
            float(came.sum()),
            float(np.abs(told - came).mean()),
        )
        for way, told in ways.items()
    ]
    return pd.DataFrame(rows, columns=TESTS)


def _spend(table: pd.DataFrame) -> Floats:
    n, spent = (table[name].to_numpy(dtype=np.float64) for name in ("n", "spent"))
    mean = spent / n
    if not (mean > 0).sum() >= FEWEST_BUYERS:
        return np.zeros(len(table))
    pays = mean > 0
    model = fitted_spend(n[pays], mean[pays])
    return np.where(pays, expected_spend(model, n, np.maximum(mean, 0.0)), 0.0)


def _looked_ahead(model: BgNbd, histories: Histories, worth: Floats) -> tuple[Floats, Floats, Floats]:
    purchases = expected_purchases(model, histories, ahead=float(AHEAD_DAYS))
    return chance_alive(model, histories), purchases, purchases * worth


def _totals(model: BgNbd, histories: Histories, worth: Floats, seed: int) -> pd.DataFrame:
    rng, n = np.random.default_rng(seed), len(worth)
    drawn = []
    for _ in range(N_DRAWS):
        rows = rng.integers(n, size=n)
        again = Histories(histories.n_repeats[rows], histories.last_at[rows], histories.seen_for[rows])
        drawn.append([float(each.sum()) for each in _looked_ahead(fitted(again, near=model), again, worth[rows])])
    spread = _Z90 * np.std(np.array(drawn), axis=0, ddof=1)
    value = np.array([float(each.sum()) for each in _looked_ahead(model, histories, worth)])
    measures = ["active_customers", "purchases_ahead", "value_ahead"]
    return pd.DataFrame({"measure": measures, "value": value, "lower": value - spread, "upper": value + spread})


def _empty(names: list[str]) -> pd.DataFrame:
    kinds = {"customer_id": "str", "measure": "str", "model": "str", "last_on": "datetime64[us]"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in names})
