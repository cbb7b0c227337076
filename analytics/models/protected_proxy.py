"""How much a note says about protected groups."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

SMALLEST_GROUP = 50
SIGN_ABOVE = 0.65
"""Above this a second person with that right answers for the note."""

STOP_ABOVE = 0.8
"""Above this the note stands in for a protected group, and is never adopted."""

N_RESAMPLES = 200
LOWER, UPPER = 0.05, 0.95
_AGE_EDGES = (0, 30, 45, 60, 75, 200)
_AGE_NAMES = ("under 30", "30 to 44", "45 to 59", "60 to 74", "75 and over")
_DAYS_A_YEAR = 365.25


def protected_proxy(in_note: np.ndarray, groups: Mapping[str, np.ndarray], *, seed: int) -> pd.DataFrame:
    """Measure how well a note and each protected group tell one another.

    Parameters
    ----------
    in_note : ndarray of bool
        One a customer: whether the note covers them.
    groups : mapping of str to ndarray
        For each protected attribute the customers' groups; missing is None. Groups of fewer than 50 are left out.
    seed : int
        Seed of the resamples.

    Returns
    -------
    DataFrame
        A row an attribute and group: ``attribute``, ``group``, ``n_customers``, ``auc`` and its 90 % bootstrap interval
        ``lower``, ``upper``: the larger of two areas under the curve, of the note as a sign of the group and of the
        group as a sign of the note. 0.5 says nothing; 1 is the same customers. A rare note that is all of one group
        has a low area of the first kind and a high one of the second, which is why both are looked at.
    """
    random = np.random.default_rng(seed)
    n = len(in_note)
    draws = np.vstack([np.ones(n), random.multinomial(n, np.full(n, 1 / n), size=N_RESAMPLES)])
    rows = []
    for attribute, group in groups.items():
        known = pd.Series(group, dtype=object)
        for name, count in known.value_counts().sort_index(key=lambda index: index.astype(str)).items():
            if count < SMALLEST_GROUP or count > known.notna().sum() - SMALLEST_GROUP:
                continue
            area = _area(in_note, (known == name).to_numpy(), known.notna().to_numpy(), draws)
            lower, upper = np.quantile(area[1:], [LOWER, UPPER])
            rows.append((attribute, str(name), int(count), area[0], min(lower, area[0]), max(upper, area[0])))
    return pd.DataFrame(rows, columns=["attribute", "group", "n_customers", "auc", "lower", "upper"])


def _area(in_note: np.ndarray, in_group: np.ndarray, known: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Give the area under the curve of two yes-or-no signs, whichever tells the other better, and on either side."""
    counts = draws[:, known]
    note, group = in_note[known].astype(float), in_group[known].astype(float)
    both, notes, members = counts @ (note * group), counts @ note, counts @ group
    n = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        one = np.abs(both / members - (notes - both) / (n - members)) / 2
        other = np.abs(both / notes - (members - both) / (n - notes)) / 2
    return np.asarray(0.5 + np.nan_to_num(np.maximum(one, other)))


def groups_of(values: pd.Series, *, as_of: pd.Timestamp) -> np.ndarray:
    """Turn a protected attribute into groups: dates of birth and other dates into ages, numbers into quarters.

    Parameters
    ----------
    values : Series
        One a customer.
    as_of : Timestamp
        The day at which ages are taken.

    Returns
    -------
    ndarray of object
        A name a customer; None where it is missing.

    Examples
    --------
    >>> groups_of(pd.Series(pd.to_datetime(["2000-01-01", None])), as_of=pd.Timestamp("2026-06-30")).tolist()
    ['under 30', None]
    """
    if pd.api.types.is_datetime64_any_dtype(values):
        ages = (as_of - values).dt.days / _DAYS_A_YEAR
        named = pd.cut(ages, _AGE_EDGES, right=False, labels=list(_AGE_NAMES))
    elif pd.api.types.is_numeric_dtype(values) and values.nunique() > 10:
        named = pd.qcut(values.astype(float), 4, duplicates="drop").astype(str).where(values.notna())
    else:
        named = values
    text = named.astype(object)
    return np.asarray(text.where(text.notna(), None).to_numpy(dtype=object))
