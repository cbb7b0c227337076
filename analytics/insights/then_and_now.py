"""Where some customers were on the map before, and which way they came from there."""

from __future__ import annotations

import pandas as pd

from analytics.insights.wording import customers

FEWEST_IN_ARROW = 5
"""An arrow of fewer customers is about these customers, not about a way that many went."""


def ways(then: pd.DataFrame, now: pd.DataFrame, *, most: int = 8) -> pd.DataFrame:
    """Say between which segments customers went most, and from where to where on the map.

    Parameters
    ----------
    then, now : DataFrame
        ``customer_id``, ``name`` of the segment, ``x``, ``y`` at the earlier day and today.
    most : int
        How many ways at most.

    Returns
    -------
    DataFrame
        ``then``, ``now`` (names of segments, different ones), ``n_customers`` (5 or more), ``x_then``, ``y_then``,
        ``x_now``, ``y_now`` (medians of those customers' places); the way of most customers first.
    """
    both = then.merge(now, on="customer_id", suffixes=("_then", "_now")).dropna(subset=["x_then", "x_now"])
    moved = both[both["name_then"] != both["name_now"]]
    places = {name: (name, "median") for name in ("x_then", "y_then", "x_now", "y_now")}
    found = moved.groupby(["name_then", "name_now"], as_index=False).agg(n_customers=("customer_id", "size"), **places)
    found = found[found["n_customers"] >= FEWEST_IN_ARROW]
    ranked = found.sort_values(["n_customers", "name_then", "name_now"], ascending=[False, True, True])
    return ranked.head(most).rename(columns={"name_then": "then", "name_now": "now"}).reset_index(drop=True)


def ways_in_words(table: pd.DataFrame, *, n: int, day: str) -> str:
    """Say the largest way; the alternative text of the picture."""
    if table.empty:
        return f"{customers(n)} at their places of {day}; no way from one segment to another was taken by five or more."
    first = table.iloc[0]
    own = customers(float(first["n_customers"]))
    return f"{customers(n)} at their places of {day}. Most who moved: {own} from {first['then']} to {first['now']}."
