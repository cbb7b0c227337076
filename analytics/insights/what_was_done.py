"""What the bank had done for customers on the days on which they are looked at, and what followed: observational."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.intervals import wilson

Ints = NDArray[np.int64]
NOTHING, HELD_BACK = "nothing", "held_back"
"""Beside the offers' names: no offer in the window, and one that was held back to compare."""


def last_before(
    row_customer: Ints, row_day: Ints, customer: Ints, day: Ints, *, window_days: int
) -> NDArray[np.integer]:
    """Find for each row the last thing that was done in the window up to its day.

    Parameters
    ----------
    row_customer, row_day : ndarray of int
        The rows.
    customer, day : ndarray of int
        What was done, in order of customer and day.
    window_days : int
        How many days count, the row's own included.

    Returns
    -------
    ndarray of int
        Numbers of what was done; -1 where nothing was.

    Examples
    --------
    >>> row = np.array([0, 0, 1])
    >>> last_before(row, np.array([20, 40, 20]), np.array([0, 0]), np.array([5, 15]), window_days=10).tolist()
    [1, -1, -1]
    """
    scale = np.int64(1) << 20
    at = np.searchsorted(customer * scale + day, row_customer.astype(np.int64) * scale + row_day, side="right") - 1
    some = np.maximum(at, 0)
    if not len(customer):
        return np.full(len(row_day), -1)
    is_in = (at >= 0) & (customer[some] == row_customer) & (day[some] > row_day - window_days)
    return np.where(is_in, at, -1)


def what_was_done(done: pd.DataFrame, last: NDArray[np.integer], is_case: NDArray[np.bool_]) -> pd.DataFrame:
    """Count what had been done on some rows, and what followed.

    Parameters
    ----------
    done : DataFrame
        ``offer``, ``is_control``, ``accepted`` (0 or 1), a row an offer.
    last : ndarray of int
        For each row the number of the offer that counts; -1 for none.
    is_case : ndarray of bool
        Whether the outcome followed.

    Returns
    -------
    DataFrame
        A row a thing done, the most frequent first: ``done`` (`NOTHING`, `HELD_BACK`, or the offer's name), ``n_rows``,
        ``n_accepted``, ``n_cases``; ``share`` (of its rows that the outcome followed), ``lower``, ``upper`` (90 %,
        Wilson).
    """
    at = np.maximum(last, 0)
    some = (last >= 0) & bool(len(done))
    names = np.full(len(last), NOTHING, dtype=object)
    accepted = np.zeros(len(last), dtype=np.int64)
    if len(done):
        offer = np.where(done["is_control"].to_numpy(np.bool_), HELD_BACK, done["offer"].astype(str).to_numpy(object))
        names = np.where(some, offer[at], NOTHING)
        accepted = np.where(some, done["accepted"].fillna(0).to_numpy(np.int64)[at], 0)
    rows = pd.DataFrame({"done": names, "accepted": accepted, "case": is_case.astype(np.int64)})
    table = rows.groupby("done", as_index=False).agg(
        n_rows=("case", "size"), n_accepted=("accepted", "sum"), n_cases=("case", "sum")
    )
    table = table.sort_values(["n_rows", "done"], ascending=[False, True], kind="stable", ignore_index=True)
    n, n_cases = table["n_rows"].to_numpy(np.float64), table["n_cases"].to_numpy(np.float64)
    lower, upper = wilson(n_cases, n)
    return table.assign(share=n_cases / n, lower=lower, upper=upper)
