"""What came before and after an event, put together over customers: a tree on each side, simplified on demand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.integer]
MOST_STEPS = 3
NOTHING, OTHER = -1, -2
"""Instead of a symbol: nothing more within the days that count; anything too rare to be shown by itself."""


@dataclass(frozen=True)
class Aligned:
    """What each customer did around one moment.

    Attributes
    ----------
    customer : ndarray of int64, shape (n,)
        Whose.
    symbol : ndarray of int16, shape (n, MOST_STEPS)
        What came next, then after that, …, away from the moment; `NOTHING` where there was no more.
    gap : ndarray of int32
        Days from the step before it (from the moment, for the first); 0 where there was no more.
    """

    customer: NDArray[np.int64]
    symbol: NDArray[np.int16]
    gap: NDArray[np.int32]


def anchors(customer: Ints, symbol: Ints, chosen: int, *, last: bool) -> NDArray[np.int64]:
    """Find each customer's first, or last, time of an event.

    Parameters
    ----------
    customer, symbol : ndarray of int, shape (n_rows,)
        What happened, in order of customer and time.
    chosen : int
        The event.
    last : bool
        Whether the last one is meant.

    Returns
    -------
    ndarray of int64
        Rows, one a customer who had it, rising.

    Examples
    --------
    >>> anchors(np.array([0, 0, 0, 1]), np.array([5, 3, 5, 5]), 5, last=True).tolist()
    [2, 3]
    """
    rows = np.flatnonzero(symbol == chosen)
    owner = customer[rows]
    edge = np.append(owner[1:] != owner[:-1], True) if last else np.append(True, owner[1:] != owner[:-1])
    return np.asarray(rows[edge[: len(rows)]], dtype=np.int64)


def aligned(customer: Ints, day: Ints, symbol: Ints, at: NDArray[np.int64], *, way: int, days: int) -> Aligned:
    """Read what came before or after each of some rows.

    Parameters
    ----------
    customer, day, symbol : ndarray of int, shape (n_rows,)
        What happened, in order of customer and time.
    at : ndarray of int64
        The rows of the event, one a customer.
    way : {-1, 1}
        Before or after.
    days : int
        How far from the event things count.

    Returns
    -------
    Aligned
    """
    steps = np.full((len(at), MOST_STEPS), NOTHING, dtype=np.int16)
    gaps = np.zeros((len(at), MOST_STEPS), dtype=np.int32)
    goes_on, before = np.ones(len(at), dtype=bool), day[at]
    for step in range(MOST_STEPS):
        row = at + way * (step + 1)
        inside = (row >= 0) & (row < len(customer))
        row = np.where(inside, row, 0)
        goes_on = goes_on & inside & (customer[row] == customer[at]) & (np.abs(day[row] - day[at]) <= days)
        steps[goes_on, step] = symbol[row[goes_on]]
        gaps[goes_on, step] = np.abs(day[row] - before)[goes_on]
        before = np.where(goes_on, day[row], before)
    return Aligned(customer[at].astype(np.int64), steps, gaps)


def tree(steps: Aligned, *, least_share: float, depth: int = MOST_STEPS) -> pd.DataFrame:
    """Put customers' steps together, and what is rarer than a share of all customers into one part a place.

    Parameters
    ----------
    steps : Aligned
        One side.
    least_share : float
        0–1, of all customers who had the event: what fewer of them did at a place is not shown by itself.
    depth : int
        How many steps, at most `MOST_STEPS`.

    Returns
    -------
    DataFrame
        A row a place in the tree, the larger first at each: ``path`` (tuple of int: symbols from the event on, the
        last one may be `NOTHING` or `OTHER`), ``depth`` (1, 2, …), ``n_customers``, ``share`` (0–1, of all),
        ``median_gap_days`` (from the step before; missing for nothing and others). The children of a place add up to
        it; nothing follows `NOTHING` and `OTHER`.
    """
    rows: list[tuple[tuple[int, ...], int, float]] = []
    _grow(rows, (), np.arange(len(steps.customer)), steps, least_share * len(steps.customer), depth)
    told = pd.DataFrame(
        {
            "path": pd.Series([row[0] for row in rows], dtype="object"),
            "depth": pd.Series([len(row[0]) for row in rows], dtype="int64"),
            "n_customers": pd.Series([row[1] for row in rows], dtype="int64"),
            "median_gap_days": pd.Series([row[2] for row in rows], dtype="float64"),
        }
    )
    return told.assign(share=told["n_customers"] / max(len(steps.customer), 1))


def hidden_share(told: pd.DataFrame) -> float:
    """Say of which share of all customers a step stands under `OTHER`, so that their path is not fully shown.

    Examples
    --------
    >>> hidden_share(pd.DataFrame({"path": [(3,), (OTHER,)], "share": [0.9, 0.1]}))
    0.1
    """
    return float(sum(share for path, share in zip(told["path"], told["share"], strict=True) if path[-1] == OTHER))


def _grow(
    rows: list[tuple[tuple[int, ...], int, float]],
    path: tuple[int, ...],
    here: NDArray[np.intp],
    steps: Aligned,
    fewest: float,
    depth: int,
) -> None:
    at = len(path)
    if at == depth or not len(here):
        return
    symbols = steps.symbol[here, at]
    known, counts = np.unique(symbols, return_counts=True)
    order = np.lexsort((known, -counts))
    kept = [int(known[place]) for place in order if counts[place] >= fewest or known[place] == NOTHING]
    for symbol in kept:
        own = here[symbols == symbol]
        gap = float(np.median(steps.gap[own, at])) if symbol != NOTHING else float("nan")
        rows.append(((*path, symbol), len(own), gap))
        if symbol != NOTHING:
            _grow(rows, (*path, symbol), own, steps, fewest, depth)
    n_other = len(here) - int(np.isin(symbols, kept).sum())
    if n_other:
        rows.append(((*path, OTHER), n_other, float("nan")))
