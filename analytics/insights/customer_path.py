"""One customer's path over the map, in words: which segments, from when to when."""

from __future__ import annotations

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.wording import day, percent


def stays(path: pd.DataFrame) -> pd.DataFrame:
    """Put months in the same segment together.

    Parameters
    ----------
    path : DataFrame
        ``as_of``, ``name``, ``colour`` and ``strength`` (0-1), oldest first.

    Returns
    -------
    DataFrame
        A row a stay, oldest first: ``name``, ``colour``, ``first`` and ``last`` (the days between which the customer
        was there each time), ``n_days`` (how many these are) and ``least`` (the smallest strength among them).

    Examples
    --------
    >>> days = pd.to_datetime(["2026-01-31", "2026-02-28", "2026-03-31"])
    >>> path = pd.DataFrame({"as_of": days, "name": ["a", "a", "b"], "colour": "#000000", "strength": [0.9, 0.7, 1.0]})
    >>> stays(path)[["name", "n_days", "least"]].values.tolist()
    [['a', 2, 0.7], ['b', 1, 1.0]]
    """
    number = (path["name"] != path["name"].shift()).cumsum()
    grouped = path.groupby(number, sort=True).agg(
        name=("name", "first"),
        colour=("colour", "first"),
        first=("as_of", "first"),
        last=("as_of", "last"),
        n_days=("as_of", "size"),
        least=("strength", "min"),
    )
    return grouped.reset_index(drop=True)


def path_in_words(path: pd.DataFrame) -> str:
    """Say in a sentence or two where the customer went; the alternative text of the picture."""
    if path.empty:
        return "Nothing is known of where this customer was before."
    table = stays(path)
    since = day(texts(path, "as_of")[0])
    if len(table) == 1:
        return f"In {table['name'].iloc[0]} at each of {len(path)} months' ends since {since}."
    told = "; ".join(
        f"{name} from {day(first)}" for name, first in zip(texts(table, "name"), texts(table, "first"), strict=True)
    )
    least = percent(min(floats(table, "least")))
    return f"{len(table) - 1} moves between segments since {since}: {told}. Least sure: {least}."
