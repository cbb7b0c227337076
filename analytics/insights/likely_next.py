"""What is likely next for a customer, in words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.risk_words import beside_average

LEAST_TIMES = 1.5
LEAST_PROBABILITY = 0.01
MOST = 5


@dataclass(frozen=True)
class LikelyNext:
    """One thing that is more likely for this customer than for others.

    Attributes
    ----------
    what : str
        In words; from the bank's data, so it is made plain before it is shown.
    how : str
        How soon and how likely, as a frequency and beside the average.
    """

    what: str
    how: str


def likely_next(forecasts: pd.DataFrame) -> list[LikelyNext]:
    """Choose what to say of a customer's forecasts.

    Parameters
    ----------
    forecasts : DataFrame
        ``words``, ``probability`` (0–1), ``within_days`` and ``average`` (0–1) of one customer.

    Returns
    -------
    list of LikelyNext
        At most five: at least one and a half times as likely as for all, and 1 % at least; those that stand out most
        first.

    Examples
    --------
    >>> table = pd.DataFrame({"words": ["complaint"], "probability": [0.12], "within_days": [30], "average": [0.04]})
    >>> likely_next(table)[0].how
    'within 30 days for about 12 of 100 customers like this one: 3.0 times the average of all customers (4.0%)'
    """
    times = forecasts["probability"] / forecasts["average"]
    kept = (times >= LEAST_TIMES) & (forecasts["probability"] >= LEAST_PROBABILITY)
    chosen = forecasts.assign(times=times)[kept].sort_values("times", ascending=False, kind="stable").head(MOST)
    rows = zip(*(floats(chosen, name) for name in ("probability", "within_days", "average")), strict=True)
    return [
        LikelyNext(
            what,
            f"within {days:.0f} days for about {round(100 * likely)} of 100 customers like this one: "
            f"{beside_average(likely, average)}",
        )
        for what, (likely, days, average) in zip(texts(chosen, "words"), rows, strict=True)
    ]
