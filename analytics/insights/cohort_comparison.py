"""Two cohort triangles beside each other: the difference cell by cell, and of all cohorts after so many months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.intervals import newcombe, pooled_difference, wilson
from analytics.insights.small_groups import may_be_shown

_CELL = ["cohort", "period_index"]
_COUNTS = ["n_start", "n_retained"]


def others_of(whole: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """Give the triangle of those who are in a group but not in a part of it.

    Parameters
    ----------
    whole, part : DataFrame
        As `cohort_triangle`, of a group and of a part of it.

    Returns
    -------
    DataFrame
        The cells in which there are others, with their own intervals.
    """
    both = whole.merge(part[[*_CELL, *_COUNTS]], on=_CELL, how="left", suffixes=("", "_part"))
    left = both.assign(**{name: both[name] - both[f"{name}_part"].fillna(0).astype("int64") for name in _COUNTS})
    left = left.loc[left["n_start"] > 0, list(whole.columns)].reset_index(drop=True)
    n, k = (left[name].to_numpy("float64") for name in _COUNTS)
    lower, upper = wilson(k, n)
    return left.assign(share=k / n, lower=lower, upper=upper)


def large_enough_to_compare(
    cells: pd.DataFrame, everyone: pd.DataFrame, shared: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Leave out cells from which a number about fewer than ten follows.

    That is a number of either side, of those whom both groups have (each group's own triangle has them), or of all the
    others.

    Parameters
    ----------
    cells : DataFrame
        As `compared` gives them.
    everyone : DataFrame
        As `cohort_triangle`, of all customers.
    shared : DataFrame, optional
        As `cohort_triangle`, of those who are in both groups and so on neither side.
    """
    beside = cells
    for name, table in (("n_all", everyone), ("n_shared", cells.head(0) if shared is None else shared)):
        own = table.rename(columns={"n_start": name}).reindex(columns=[*_CELL, name]).astype({"cohort": "str"})
        beside = beside.merge(own.astype({"period_index": "int64"}), on=_CELL, how="left")
    names = ["n_start_first", "n_start_second", "n_shared", "n_all"]
    counts = beside[names].fillna(0).to_numpy("int64")
    counts[:, 3] -= counts[:, :3].sum(axis=1)
    groups = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 1]], dtype=bool)
    known = {tuple(each): bool(may_be_shown(np.array(each), groups).all()) for each in set(map(tuple, counts.tolist()))}
    return cells.loc[[known[tuple(each)] for each in counts.tolist()]].reset_index(drop=True)


def compared(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Compare two groups who share nobody, cell by cell.

    Parameters
    ----------
    first, second : DataFrame
        As `cohort_triangle`, of the same length of cohorts.

    Returns
    -------
    DataFrame
        The cells that both have, after the month of joining itself: ``n_start``, ``n_retained`` and ``share`` of each
        (``_first``, ``_second``), ``difference`` (the first share less the second, -1 to 1), its 90% interval ``lower``
        and ``upper`` (Newcombe), and ``is_apart``: whether the interval leaves 0 out.
    """
    names = [*_CELL, *_COUNTS, "share"]
    both = first.loc[first["period_index"] > 0, names].merge(
        second[names], on=_CELL, how="inner", suffixes=("_first", "_second")
    )
    rows = both[["n_retained_first", "n_start_first", "n_retained_second", "n_start_second"]].to_numpy("float64")
    found = np.array([newcombe((a, b), (c, d)) for a, b, c, d in rows.tolist()]).reshape(-1, 3)
    difference, lower, upper = found.T
    is_apart = (lower > 0) | (upper < 0)
    return both.assign(difference=difference, lower=lower, upper=upper, is_apart=is_apart)


@dataclass(frozen=True)
class Together:
    """The difference of all cohorts after so many months.

    Attributes
    ----------
    months : int
        Since joining.
    n_cohorts : int
        Those that both sides have and that are so old.
    n_first, n_second : int
        Customers of these cohorts on either side.
    difference, lower, upper : float
        The first share less the second with its 90% interval, -1 to 1: each cohort compared with itself.
    """

    months: int
    n_cohorts: int
    n_first: int
    n_second: int
    difference: float
    lower: float
    upper: float

    @property
    def is_apart(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.lower > 0 or self.upper < 0


def together(cells: pd.DataFrame, *, months: int) -> Together | None:
    """Take all cohorts together after so many months, or after the latest that both sides reach.

    Parameters
    ----------
    cells : DataFrame
        As `compared` gives them.
    months : int
        Since joining, at most.

    Returns
    -------
    Together or None
        None where no cell is left. Cohorts count by the sizes of both sides (Mantel and Haenszel), so that a side with
        more young cohorts is not compared with the other's old ones.
    """
    due = cells[cells["period_index"] <= months]
    if due.empty:
        return None
    at = due[due["period_index"] == due["period_index"].max()]
    sizes = at[["n_start_first", "n_start_second"]].to_numpy("float64")
    ends = at[["difference", "lower", "upper"]].to_numpy("float64")
    n_first, n_second = (int(each) for each in sizes.sum(axis=0))
    return Together(int(at["period_index"].iloc[0]), len(at), n_first, n_second, *pooled_difference(sizes, ends))


def comparison_sentence(cells: pd.DataFrame, first: str, second: str, *, months: int = 12) -> str:
    """Say what a comparison comes to, from the same numbers; empty where there is no cell.

    Parameters
    ----------
    cells : DataFrame
        As `compared` gives them.
    first, second : str
        What the two sides are called.
    months : int
        Since joining, at most.
    """
    found = together(cells, months=months)
    if found is None:
        return ""
    ends = sorted((abs(found.lower), abs(found.upper))) if found.is_apart else (found.lower, found.upper)
    between = f"90% interval {_points(ends[0])} to {_points(ends[1])}"
    cohorts = "one cohort" if found.n_cohorts == 1 else f"{found.n_cohorts} cohorts, each compared with itself"
    sizes = f"{found.n_first:,} and {found.n_second:,} customers"
    head = f"{found.months} months after joining, over {cohorts} ({sizes}),"
    if not found.is_apart:
        return (
            f"{head} {first} and {second} can't be told apart: {_points(found.difference)} points between them"
            f" ({between})."
        )
    more = "more" if found.difference > 0 else "fewer"
    size = f"{_points(abs(found.difference))} points {more}"
    return f"{head} {size} of {first} than of {second} were still here ({between})."


def cells_apart(cells: pd.DataFrame) -> str:
    """Say how many cells are apart, and how many would be by chance alone."""
    n, n_apart = len(cells), int(cells["is_apart"].sum())
    return (
        f"{n_apart:,} of {n:,} cells lie apart by their 90% intervals; where nothing differed, about {n / 10:,.0f}"
        " would by chance, and cells of one cohort go up and down together."
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f}".replace("-", "−")
