"""How far segments, made without protected attributes, agree with them all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]

MOST_CUSTOMERS = 20_000
N_HALVES = 60
MISSING = "(missing)"
NORMAL_95 = 1.96
BAND_YEARS = 10


def protected_overlap(
    membership: pd.DataFrame, customers: pd.DataFrame, *, protected: Sequence[str], as_of: date, seed: int
) -> pd.DataFrame:
    """Adjusted mutual information of the segments at each level with each protected attribute.

    Parameters
    ----------
    membership : DataFrame
        `customer_id`, `level`, `segment_id`.
    customers : DataFrame
        `customer_id` and the protected columns; those that are not there are left out. `birth_date` counts as bands
        of ten years of age at `as_of`; other numbers with more than twenty values as fifths; what is missing is a
        group of its own.
    protected : sequence of str
    as_of : date
    seed : int
        Of the halves that the interval comes from, and of the sample of 20,000 where there are more.

    Returns
    -------
    DataFrame
        `level`, `attribute`, `ami` (0 is what chance gives, 1 is the same division; can be slightly below 0), `lower`,
        `upper` (95 % interval, from random halves), `n` (customers). No rows for an attribute with a single group.
    """
    from sklearn.metrics import adjusted_mutual_info_score

    rng = np.random.default_rng([seed, 701])
    groups = customers.set_index(customers["customer_id"].astype(str))
    rows = []
    for level, here in membership.groupby("level", sort=True):
        segments = here.set_index(here["customer_id"].astype(str))["segment_id"].sort_index()
        n = len(segments)
        sample = np.sort(rng.permutation(n)[:MOST_CUSTOMERS])
        segment = pd.factorize(segments.iloc[sample], sort=True)[0]
        for attribute in protected:
            if attribute not in groups.columns:
                continue
            values = attribute_groups(groups[attribute].reindex(segments.index[sample]), as_of=as_of)
            group = pd.factorize(values, sort=True)[0]
            if group.max(initial=0) == 0:
                continue
            agreement = float(adjusted_mutual_info_score(group, segment))
            halves = [_half(rng, len(sample)) for _ in range(N_HALVES)]
            spread = float(np.std([adjusted_mutual_info_score(group[half], segment[half]) for half in halves], ddof=1))
            reach = NORMAL_95 * spread
            rows.append((int(str(level)), attribute, agreement, agreement - reach, agreement + reach, n))
    return pd.DataFrame(rows, columns=["level", "attribute", "ami", "lower", "upper", "n"])


def attribute_groups(values: pd.Series, *, as_of: date) -> pd.Series:
    """The groups of a protected attribute: ages in bands of ten years, numbers in fifths (from, to), else the values.

    Parameters
    ----------
    values : Series
        Its name tells `birth_date` from others.
    as_of : date

    Returns
    -------
    Series of str

    Examples
    --------
    >>> born = pd.Series(["1980-06-01", None], name="birth_date")
    >>> attribute_groups(born, as_of=date(2020, 1, 1)).tolist()
    ['30-39', '(missing)']
    >>> attribute_groups(pd.Series([1.0, 0.0]), as_of=date(2020, 1, 1)).tolist()
    ['1', '0']
    """
    if values.name == "birth_date" or pd.api.types.is_datetime64_any_dtype(values.dtype):
        return _age_bands(values, as_of)
    if pd.api.types.is_numeric_dtype(values.dtype) and values.nunique() > 20:
        fifths = pd.qcut(values.rank(method="first"), 5, labels=False)
        reach = values.groupby(fifths).agg(["min", "max"])
        named = {fifth: f"{low:g} to {high:g}" for fifth, low, high in reach.itertuples()}
        return fifths.map(lambda fifth: MISSING if pd.isna(fifth) else named[fifth])
    told = values.map("{:g}".format) if pd.api.types.is_float_dtype(values.dtype) else values.astype(object)
    return told.where(values.notna(), MISSING).astype(str)


def _age_bands(values: pd.Series, as_of: date) -> pd.Series:
    born = pd.to_datetime(values, errors="coerce")
    before_birthday = (born.dt.month * 100 + born.dt.day) > as_of.month * 100 + as_of.day
    low = (as_of.year - born.dt.year - before_birthday) // BAND_YEARS * BAND_YEARS
    return low.map(lambda age: MISSING if pd.isna(age) else f"{int(age)}-{int(age) + BAND_YEARS - 1}")


def _half(rng: np.random.Generator, n: int) -> Ints:
    """A random half without replacement; the spread of halves is the standard error of the whole."""
    return np.sort(rng.permutation(n)[: max(n // 2, 1)])
