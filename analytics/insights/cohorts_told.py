"""Which cohorts may be told to those who see groups of at least ten customers, of all triangles that they can open.

A cohort of one triangle less that of another one (a segment's and that of a part of it, a quarter's and two of its
months') may be few customers though both are many. So what may be told is worked out for all triangles of a kind
together. Cohorts of months, quarters and years are told of all customers, of a group cohorts of quarters alone:
what is told of a group then either divides a quarter's customers by group or by month, never by both, and a sum and
difference of such numbers that is a number of customers again is a sum of groups or of months (the margins of a table).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.insights.cohort_triangle import STEPS, cohort_named
from analytics.insights.small_groups import FEWEST, may_be_shown

LENGTH_OF_GROUPS = "quarter"
"""How long the cohorts of a group are for those who see groups of at least ten."""


def told_of_all(n_joined: pd.Series[int]) -> dict[str, frozenset[str]]:
    """Say which cohorts of all customers may be told, of all lengths together.

    Parameters
    ----------
    n_joined : Series of int
        Customers who joined in a month (``2025-03``).

    Returns
    -------
    dict of str to frozenset
        By length (``month``, ``quarter``, ``year``), the names of the cohorts, as `cohort_triangle` gives them.

    Examples
    --------
    April was small, and the quarter less the other months would tell of it.

    >>> import pandas as pd
    >>> found = told_of_all(pd.Series({"2025-04": 4, "2025-05": 30, "2025-06": 50}))
    >>> sorted(found["month"]), sorted(found["quarter"]), sorted(found["year"])
    (['2025-06'], ['2025 Q2'], ['2025'])
    """
    months = pd.Series(n_joined.index.astype("str"), index=n_joined.index)
    named = pd.DataFrame({by: cohort_named(months, by) for by in STEPS})
    told: dict[str, set[str]] = {by: set() for by in STEPS}
    for _, within in named.groupby("year"):
        groups = [(by, str(name)) for by in STEPS for name in within[by].unique()]
        members = np.array([(within[by] == name).to_numpy() for by, name in groups])
        shown = may_be_shown(n_joined[within.index].to_numpy("int64"), members)
        for (by, name), is_shown in zip(groups, shown.tolist(), strict=True):
            if is_shown:
                told[by].add(name)
    return {by: frozenset(names) for by, names in told.items()}


def told_of_groups(parts: pd.DataFrame, groups: Mapping[str, np.ndarray]) -> dict[str, frozenset[str]]:
    """Say which cohorts of each group may be told beside those of all the others and of all customers.

    Parameters
    ----------
    parts : DataFrame of int, shape (n_cohorts, n_parts)
        Customers of a cohort in each of the parts that no group divides; together they are all customers.
    groups : mapping of str to ndarray of bool, shape (n_parts,)
        Which parts a group is made of.

    Returns
    -------
    dict of str to frozenset
        For each group the names of the cohorts.
    """
    members = np.array([*groups.values(), np.ones(parts.shape[1], dtype=bool)])
    told: dict[str, set[str]] = {group: set() for group in groups}
    for cohort, counts in zip(parts.index.astype("str"), parts.to_numpy("int64"), strict=True):
        for group, is_shown in zip(groups, may_be_shown(counts, members).tolist(), strict=False):
            if is_shown:
                told[group].add(cohort)
    return {group: frozenset(cohorts) for group, cohorts in told.items()}


def told_beside(own: pd.Series[int], left_out: pd.DataFrame, added: pd.DataFrame) -> frozenset[str]:
    """Say which cohorts of a group may be told beside those of others, taken one by one.

    Parameters
    ----------
    own : Series of int, shape (n_cohorts,)
        Customers of the group's cohorts.
    left_out, added : DataFrame of int, shape (n_cohorts, n_others)
        How many of them another group leaves out, and how many others it has in that cohort.
    """
    less, more = left_out.to_numpy("int64"), added.to_numpy("int64")
    apart = less + more
    is_near = ((less == 0) | (more == 0)) & (apart > 0) & (apart < FEWEST)
    may = ((own == 0) | (own >= FEWEST)).to_numpy() & ~is_near.any(axis=1)
    return frozenset(own.index[may].astype("str"))
