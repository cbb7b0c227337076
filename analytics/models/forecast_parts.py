"""Which landmarks teach a forecast, which calibrate it, which choose the method, and which only judge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.splits import seeded_order

LATE_SHARE = 0.25
FEWEST_DATES = 4
_TENTHS_LEARNED, _TENTHS_TUNED = 6, 8


@dataclass(frozen=True)
class ForecastParts:
    """Rows by what they are for; a customer is in one part only.

    Attributes
    ----------
    learn, tune : ndarray of bool
        Earlier days: six and two tenths of the customers, who teach the methods and calibrate them.
    choose, judge : ndarray of bool
        Later days: the two tenths that calibrated choose between the methods (no method has learned from them), and
        two tenths of whom no method has seen anything judge them.
    renew : ndarray of bool
        All days of the customers who calibrate: what the calibration in force is made of.
    """

    learn: np.ndarray
    tune: np.ndarray
    choose: np.ndarray
    judge: np.ndarray
    renew: np.ndarray

    def where(self, mask: np.ndarray) -> ForecastParts:
        """Keep some rows."""
        return ForecastParts(*(each[mask] for each in (self.learn, self.tune, self.choose, self.judge, self.renew)))


def forecast_parts(customer_ids: pd.Series, as_of: pd.Series, *, seed: int) -> ForecastParts:
    """Part customers by their ids, and days into earlier ones and the latest quarter of them.

    Parameters
    ----------
    customer_ids : Series of str
        Whose row it is.
    as_of : Series of datetime
        The row's day; what is asked of it is known before the next one.
    seed : int
        Seed of the shuffle of customers.

    Returns
    -------
    ForecastParts
    """
    tenth = seeded_order(customer_ids, seed=seed) % 10
    dates = np.sort(as_of.unique())
    late = as_of.isin(dates[len(dates) - int(np.ceil(LATE_SHARE * len(dates))) :]).to_numpy()
    learned, judged = tenth < _TENTHS_LEARNED, tenth >= _TENTHS_TUNED
    tuned = ~learned & ~judged
    return ForecastParts(learned & ~late, tuned & ~late, tuned & late, judged & late, tuned)
