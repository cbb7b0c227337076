"""The groups of customers whose treatment by a model is compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

from analytics.insights.protected_overlap import MISSING, attribute_groups

HISTORY = "history"
REGION = "region_id"
TOGETHER = " and "
_YEAR_DAYS = 365.25


def audited_groups(
    rows: pd.DataFrame, customers: pd.DataFrame, *, protected: Sequence[str], as_of: date
) -> dict[str, pd.Series]:
    """Say of each row in which groups its customer is.

    Parameters
    ----------
    rows : DataFrame
        ``customer_id`` and ``as_of``.
    customers : DataFrame
        ``customer_id``, and as far as they are there the protected columns, ``region_id`` and ``opened_on``.
    protected : sequence of str
        The protected attributes.
    as_of : date
        The day of ages.

    Returns
    -------
    dict of str to Series
        By attribute, the group of each row, in the order of `rows`: protected attributes (ages in tens of years),
        pairs of them (``gender and language``), regions, and how long the customer had been with the bank at the row's
        date (``history``). An attribute with one group is left out; a missing value is no group.

    Examples
    --------
    >>> who = pd.DataFrame({"customer_id": ["a", "b"], "gender": ["f", "m"], "language": ["x", "y"]})
    >>> rows = who[["customer_id"]].assign(as_of=pd.Timestamp("2026-01-01"))
    >>> found = audited_groups(rows, who, protected=("gender", "language"), as_of=date(2026, 1, 1))
    >>> found["gender and language"].tolist()
    ['f, x', 'm, y']
    """
    known = customers.set_index("customer_id").reindex(rows["customer_id"]).reset_index(drop=True)
    own = {name: _groups(known[name], as_of) for name in protected if name in known.columns}
    pairs = {f"{one}{TOGETHER}{other}": _together(own[one], own[other]) for one, other in combinations(own, 2)}
    found = {**own, **pairs}
    if REGION in known.columns and REGION not in own:
        found[REGION] = _groups(known[REGION], as_of)
    if "opened_on" in known.columns:
        found[HISTORY] = _history(known["opened_on"], rows["as_of"].reset_index(drop=True))
    return {name: group for name, group in found.items() if len(set(group.dropna())) > 1}


def named_groups(fairness: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Give groups a `label`: regions their name where they have one, other groups what they are called already.

    Parameters
    ----------
    fairness : DataFrame
        ``attribute`` and ``group``.
    regions : DataFrame
        ``region_id`` and, as far as it is there, ``name``; may be empty.
    """
    if fairness.empty:
        return fairness.assign(label=pd.Series(dtype="str"))
    known = regions.dropna(subset=["name"]) if "name" in regions else pd.DataFrame({"region_id": [], "name": []})
    names = dict(zip(known["region_id"].astype(str), known["name"].astype(str), strict=True))
    is_region = fairness["attribute"] == REGION
    named = fairness["group"].map(lambda group: names.get(group, group))
    return fairness.assign(label=fairness["group"].where(~is_region, named))


def _groups(values: pd.Series, as_of: date) -> pd.Series:
    named = attribute_groups(values, as_of=as_of)
    return named.astype(object).mask(named == MISSING, None)


def _together(one: pd.Series, other: pd.Series) -> pd.Series:
    both = one.astype(str) + ", " + other.astype(str)
    return both.astype(object).mask(one.isna() | other.isna(), None)


def _history(opened_on: pd.Series, as_of: pd.Series) -> pd.Series:
    years = (pd.to_datetime(as_of) - pd.to_datetime(opened_on)).dt.days / _YEAR_DAYS
    words = np.select([years < 1, years < 3], ["under 1 year", "1 to 3 years"], "3 years and more")
    return pd.Series(words, dtype=object).mask(years.isna(), None)
