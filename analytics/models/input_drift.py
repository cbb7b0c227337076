"""Whether a model is asked about customers unlike those whom it learned from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.drift_alarms import psi

WATCH = 0.1
"""By convention a population stability index above this is watched, and above 0.25 acted on."""

FEWEST_DATES, FEWEST_ROWS = 3, 200

COLUMNS = ["feature", "psi", "usual", "is_drift"]


def input_drift(learned: Mapping[pd.Timestamp, pd.DataFrame], now: pd.DataFrame) -> pd.DataFrame:
    """Compare each column now with the dates at which the model learned, and each of these dates with the others.

    Parameters
    ----------
    learned : mapping of Timestamp to DataFrame
        By date, the columns of customers whom the model learned from.
    now : DataFrame
        The same columns of those whom it scores.

    Returns
    -------
    DataFrame
        ``feature``, ``psi`` (now against all dates together), ``usual`` (the largest of one date against the others:
        what seasons and slow change do), ``is_drift`` (above both 0.1 and the usual); the furthest first. Without rows
        where there are fewer than three dates of at least 200 customers.
    """
    dates = {day: table for day, table in learned.items() if len(table) >= FEWEST_ROWS}
    if len(dates) < FEWEST_DATES or len(now) < FEWEST_ROWS:
        return pd.DataFrame({"feature": [], "psi": [], "usual": [], "is_drift": []}).astype(
            {"feature": "str", "psi": "float64", "usual": "float64", "is_drift": "bool"}
        )
    found = []
    for name in now.columns:
        parts = [_numbers(table[name]) for table in dates.values()]
        usual = max(
            psi(np.concatenate([*parts[:place], *parts[place + 1 :]]), part) for place, part in enumerate(parts)
        )
        value = psi(np.concatenate(parts), _numbers(now[name]))
        found.append((str(name), value, usual, value > max(WATCH, usual)))
    table = pd.DataFrame(found, columns=COLUMNS)
    return table.sort_values(["psi", "feature"], ascending=[False, True], ignore_index=True)


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
