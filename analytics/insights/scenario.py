"""What it would bring to keep a part of those who would else leave: arithmetic on risks, with its assumptions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analytics.insights.wording import count, customers, percent


@dataclass(frozen=True)
class Scenario:
    """What keeping a share of some customers at risk comes to.

    Attributes
    ----------
    share_saved : float
        0-1, assumed: of those who would leave, the part that is kept.
    n_asked : int
        Customers who would have to be spoken to: all of the chosen bands.
    n_leaving, n_leaving_low, n_leaving_high : float
        Of them, those expected to leave within the horizon: their probabilities added up, and the ends of their 90%
        intervals (wider than need be, as if all erred the same way).
    n_kept, n_kept_low, n_kept_high : float
        The share saved of those.
    held_kept : float
        Their balance, in the store's currency.
    points : float
        By how much the retention of all customers of the member over the horizon would be higher, 0-1.
    """

    share_saved: float
    n_asked: int
    n_leaving: float
    n_leaving_low: float
    n_leaving_high: float
    n_kept: float
    n_kept_low: float
    n_kept_high: float
    held_kept: float
    points: float


def scenario(by_band: pd.DataFrame, bands: Collection[str], *, share_saved: float) -> Scenario | None:
    """Work out what keeping a share of those at risk comes to.

    Parameters
    ----------
    by_band : DataFrame
        As the query ``risk_by_band`` gives it, of every band there is.
    bands : collection of str
        Whom to keep.
    share_saved : float
        0-1.

    Returns
    -------
    Scenario or None
        None where nobody of these bands is there.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "band": ["high", "low"], "n_customers": [100, 900], "n_leaving": [40.0, 20.0],
    ...     "n_leaving_low": [30.0, 10.0], "n_leaving_high": [50.0, 30.0], "held": [1e6, 9e6],
    ...     "held_leaving": [4e5, 2e5]})
    >>> found = scenario(table, {"high"}, share_saved=0.25)
    >>> found.n_kept, found.held_kept, found.points
    (10.0, 100000.0, 0.01)
    """
    asked = by_band[by_band["band"].isin(list(bands))]
    if asked.empty:
        return None
    leaving, low, high, held = (
        float(asked[name].sum()) for name in ("n_leaving", "n_leaving_low", "n_leaving_high", "held_leaving")
    )
    return Scenario(
        share_saved=share_saved,
        n_asked=int(asked["n_customers"].sum()),
        n_leaving=leaving,
        n_leaving_low=low,
        n_leaving_high=high,
        n_kept=share_saved * leaving,
        n_kept_low=share_saved * low,
        n_kept_high=share_saved * high,
        held_kept=share_saved * held,
        points=share_saved * leaving / float(by_band["n_customers"].sum()),
    )


def scenario_sentence(found: Scenario, *, days: int | None) -> str:
    """Say what it comes to, from the same numbers; `days` is the horizon of the risk, None where it isn't known."""
    within = "" if days is None else f" within {days} days"
    return (
        f"Of {customers(found.n_asked)} at this risk, {count(found.n_leaving)} ({count(found.n_leaving_low)} to"
        f" {count(found.n_leaving_high)}) are expected to leave{within}. Keeping"
        f" {percent(found.share_saved, decimals=0)} of those keeps {customers(found.n_kept)}"
        f" ({count(found.n_kept_low)} to {count(found.n_kept_high)})."
    )


ASSUMPTIONS = (
    "The share that is kept is yours to assume: no trial says here that anybody can be kept. Screens on offers say what"
    " trials found.",
    "Everybody of the chosen bands has to be spoken to, since nobody knows who among them would leave.",
    "Who is kept is as likely to leave as others who are spoken to, and holds what they hold today.",
    "Customers and balances count until the end of the horizon; what comes after, and what it costs, is left out.",
)
"""What has to hold for the numbers to hold."""
