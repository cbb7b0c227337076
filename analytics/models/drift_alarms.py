"""Whether something has moved more in a month than its own history explains, with false alarms that are counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FALSE_ALARMS_A_YEAR = 1.0
"""How many alarms a year are to be expected, over everything that is looked at, where nothing has changed."""

LEAST_HISTORY = 8
"""Months' changes that have to be known before one is judged by them."""

MOST_HISTORY = 24

BACK = 0.5
"""Where a month's change and the one before it together are at most such a part of it, things went back."""

YEAR = 12


@dataclass(frozen=True)
class Series:
    """Something that has a value, or a whole distribution, each month.

    Attributes
    ----------
    kind : str
        What it is: ``share``, ``left``, ``moved``, ``measure``, ``event``, ``novel``.
    subject : str
        Of what: a segment, a measure, an event type; empty where there is one only.
    values : ndarray, shape (months, d)
        A number a month, or the quantiles of a distribution on a scale on which differences can be compared; NaN
        where not known.
    least : float
        The smallest change of a month that is worth telling, as the mean absolute change of the columns.
    has_season : bool
        Whether it can have a season: a number over whole years has none.
    """

    kind: str
    subject: str
    values: Floats
    least: float
    has_season: bool


def level_of(n_series: int, *, a_year: float = FALSE_ALARMS_A_YEAR) -> float:
    """The p-value below which a month of one series is an alarm, so that so many a year are false.

    Expectations add up whether or not the series go together, so this holds for the number of false alarms, not only
    for the chance of any.

    Examples
    --------
    >>> round(level_of(50), 5)
    0.00167
    """
    return a_year / (YEAR * max(n_series, 1))


def judged(series: Series, *, level: float) -> pd.DataFrame:
    """Judge each month of a series by the months before it.

    What is judged is the change from the month before; where there is a season and two years are known, less the same
    month's change a year ago. Its size (the mean absolute change, which is the Wasserstein distance where columns are
    quantiles of a distribution and move one way) is compared with the root of the mean square of the earlier ones, by
    Student's t with as many degrees of freedom as there are earlier ones, less one. For a single number that is the
    prediction test of a normal sample; the size of several numbers has thinner tails, so that there it is on the safe
    side. Months that were alarms are no history. The same month a year after one is neither history nor judged, and a
    month that only goes back to where things were two months before is no alarm.

    Parameters
    ----------
    series : Series
    level : float
        From `level_of`.

    Returns
    -------
    DataFrame
        A row a month: ``size`` (of the change), ``usual`` (the earlier ones' root mean square), ``p`` (NaN where not
        judged), ``n_history``, ``is_alarm``, ``column`` (which of the numbers is furthest from what was expected) and
        ``expected`` (what was expected of it), ``is_seasonal`` (whether a year ago was taken away).
    """
    is_seasonal = series.has_season and _n_known(series.values) >= 2 * YEAR
    changes = _changes(series.values, is_seasonal=is_seasonal)
    n = len(changes)
    size, usual, p, expected = (np.full(n, np.nan) for _ in range(4))
    n_history, column = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    echoes, alarms = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    known = np.asarray(np.isfinite(changes).all(axis=1))
    for month in np.flatnonzero(known):
        echoes[month] = is_seasonal and month >= YEAR and bool(alarms[month - YEAR])
        history = np.flatnonzero(known[:month] & ~alarms[:month] & ~echoes[:month])[-MOST_HISTORY:]
        if echoes[month] or len(history) < LEAST_HISTORY:
            continue
        size[month], usual[month], p[month] = _surprise(changes[month], changes[history])
        off = changes[month] - changes[history].mean(axis=0)
        column[month] = int(np.abs(off).argmax())
        expected[month] = series.values[month, column[month]] - off[column[month]]
        n_history[month] = len(history)
        alarms[month] = p[month] < level and size[month] >= series.least
        if alarms[month] and known[month - 1]:
            both, _, _ = _surprise(changes[month] + changes[month - 1], changes[history])
            is_back = both <= BACK * size[month]
            echoes[month], alarms[month] = is_back, not is_back
    table = {"size": size, "usual": usual, "p": p, "n_history": n_history, "is_alarm": alarms}
    table |= {"column": column, "expected": expected}
    return pd.DataFrame(table).assign(is_seasonal=is_seasonal)


def _surprise(change: Floats, history: Floats) -> tuple[float, float, float]:
    n = len(history)
    centre = history.mean(axis=0)
    size = float(np.abs(change - centre).mean())
    squares = np.abs(history - centre).mean(axis=1) ** 2
    usual = float(np.sqrt(squares.sum() / (n - 1)))
    if usual == 0:
        return size, usual, 0.0 if size > 0 else 1.0
    return size, usual, float(2 * stdtr(n - 1, -size / (usual * np.sqrt(1 + 1 / n))))


def _n_known(values: Floats) -> int:
    return int(np.isfinite(values).all(axis=1).sum())


def _changes(values: Floats, *, is_seasonal: bool) -> Floats:
    """From month to month, less the same months' change a year before; NaN where not known."""
    changes = np.full(values.shape, np.nan)
    changes[1:] = values[1:] - values[:-1]
    if not is_seasonal:
        return changes
    seasonal = np.full(values.shape, np.nan)
    seasonal[YEAR:] = changes[YEAR:] - changes[:-YEAR]
    return seasonal


def psi(reference: Floats, now: Floats, *, bins: int = 10) -> float:
    """Population stability index of a column now, against what it was.

    Parameters
    ----------
    reference, now : ndarray
        Values; NaN is a bin of its own.
    bins : int
        Of equally many reference values.

    Returns
    -------
    float
        0 where both are distributed alike; by convention 0.1 is watched and 0.25 acted on.
    """
    quantiles = np.linspace(0, 1, bins + 1)[1:-1]
    edges = np.unique(np.nanquantile(reference, quantiles)) if np.isfinite(reference).any() else np.zeros(0)
    shares = []
    for values in (reference, now):
        known = values[np.isfinite(values)]
        counts = np.bincount(np.searchsorted(edges, known, side="right"), minlength=len(edges) + 1)
        counts = np.append(counts, len(values) - len(known))
        # Half a customer more in each bin: an empty one would else be infinitely far.
        shares.append((counts + 0.5) / (counts.sum() + 0.5 * len(counts)))
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
