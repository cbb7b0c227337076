"""What the stage ``drift`` looks at: a number or a distribution a month, of what customers do and of where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.drift_alarms import Series
from analytics.store.transform import Value, transform
from analytics.store.work import Work

MOST_MONTHS, MOST_CUSTOMERS, MOST_TYPES = 48, 50_000, 12
MEASURES = ("n_transactions", "n_own_acts", "inflow", "outflow", "balance_end")
QUANTILES = tuple(round(0.1 * place, 1) for place in range(1, 10))

LEAST_SHARE, LEAST_EVENT, LEAST_RATE, LEAST_MEASURE = 0.003, 0.005, 0.01, 0.05
"""The smallest changes worth telling: points of all customers in a segment, points with an event or a wage, points of a
segment that left it or are like nobody, and the mean change of a distribution (0.05 is about 5 %)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Watched:
    """A series with the months that it is about.

    Attributes
    ----------
    series : Series
    months : tuple of Timestamp
        Their first days.
    unit : float
        A value of 1 on the series' own scale (``asinh`` of so many units); 0 where the values are plain numbers.
    """

    series: Series
    months: tuple[pd.Timestamp, ...]
    unit: float = 0.0

    def plain(self, value: float) -> float:
        """Turn a value of the series' scale back into the measure's own."""
        return float(np.sinh(value) * self.unit) if self.unit else value


def watched(work: Work) -> list[Watched]:
    """Collect everything that is looked at.

    Parameters
    ----------
    work : Work
        A stage that needs ``months``.

    Returns
    -------
    list of Watched
        Empty for a source without times.
    """
    return [*_of_behaviour(work), *_of_segments(work), *_of_novelty(work)]


def prepare(work: Work) -> None:
    """Make ``drift_months`` and ``drift_here``: which months, and who was here for all of each."""
    values: dict[str, Value] = {"as_of": work.as_of, "most_months": MOST_MONTHS}
    transform(work.cursor, "customer_spans")
    transform(work.cursor, "drift_months", values=values)
    (n,) = work.cursor.execute("SELECT count(*) FROM customer_spans").fetchall()[0]
    transform(work.cursor, "drift_here", values={"one_in": max(1, -(-n // MOST_CUSTOMERS))})


def _of_behaviour(work: Work) -> list[Watched]:
    if not work.has("customer_months"):
        return []
    prepare(work)
    table = transform(work.cursor, "drift_measures").df()
    months = tuple(pd.to_datetime(table["month"]))
    found = [_measure(name, table, months) for name in MEASURES]
    found.append(_shares("measure", "with_wage", months, table["with_wage"].to_numpy(dtype=np.float64), LEAST_EVENT))
    events = transform(work.cursor, "drift_events", values={"as_of": work.as_of, "most_types": MOST_TYPES}).df()
    for event_type, rows in events.groupby("event_type", sort=True):
        n = rows.set_index("month")["n_customers"].reindex(table["month"]).fillna(0)
        found.append(_shares("event", str(event_type), months, (n / table["n"].to_numpy()).to_numpy(), LEAST_EVENT))
    return [each for each in found if np.isfinite(each.series.values).all(axis=1).any()]


def _measure(name: str, table: pd.DataFrame, months: tuple[pd.Timestamp, ...]) -> Watched:
    rows = [
        np.full(len(QUANTILES), np.nan) if each is None else np.asarray(each, dtype=np.float64) for each in table[name]
    ]
    values = np.vstack(rows) if rows else np.zeros((0, len(QUANTILES)))
    known = np.abs(values[np.isfinite(values) & (values != 0)])
    unit = float(np.median(known)) if len(known) else 1.0
    return Watched(Series("measure", name, np.arcsinh(values / unit), LEAST_MEASURE, True), months, unit)


def _shares(kind: str, subject: str, months: tuple[pd.Timestamp, ...], values: Floats, least: float) -> Watched:
    has_season = kind in ("measure", "event")
    return Watched(Series(kind, subject, np.asarray(values, dtype=np.float64)[:, None], least, has_season), months)


def _of_segments(work: Work) -> list[Watched]:
    """Shares of segments and moves between them; a place is by a whole year's habits, so that it has no season."""
    moves = transform(work.cursor, "drift_moves").df()
    if moves["as_of"].nunique() < 2 or moves["to_id"].nunique() < 2:
        return []
    days = pd.DatetimeIndex(sorted(moves["as_of"].unique()))
    months = tuple(days.to_period("M").to_timestamp())
    sizes = moves.pivot_table(index="as_of", columns="to_id", values="n", aggfunc="sum", fill_value=0)
    shares = sizes.div(sizes.sum(axis=1), axis=0)
    came = moves.dropna(subset=["from_id"])
    left = came.assign(n_left=came["n"].where(came["from_id"] != came["to_id"], 0))
    rates = left.groupby(["as_of", "from_id"])[["n_left", "n"]].sum()
    each = (rates["n_left"] / rates["n"]).rename("rate").reset_index()
    by_segment = each.pivot_table(index="as_of", columns="from_id", values="rate").reindex(days)
    all_moves = rates.groupby("as_of").sum()
    moved = (all_moves["n_left"] / all_moves["n"]).reindex(days).to_numpy(dtype=np.float64)
    return [
        *(_shares("share", str(one), months, shares[one].to_numpy(), LEAST_SHARE) for one in shares.columns),
        *(_shares("left", str(one), months, by_segment[one].to_numpy(), LEAST_RATE) for one in by_segment.columns),
        _shares("moved", "", months, moved, LEAST_EVENT),
    ]


def _of_novelty(work: Work) -> list[Watched]:
    table = work.take(
        "SELECT as_of, avg(is_novel::INTEGER) AS share FROM built.month_novelty WHERE as_of = last_day(as_of) "
        "GROUP BY as_of ORDER BY as_of"
    )
    if len(table) < 2:
        return []
    months = tuple(pd.DatetimeIndex(table["as_of"]).to_period("M").to_timestamp())
    return [_shares("novel", "", months, table["share"].to_numpy(), LEAST_RATE)]
