"""Which drivers are stronger or weaker in one table than in another, beyond their intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.wording import listing
from analytics.number_marks import written

MOST_NAMED = 4
LEAST = 0.02
"""A smaller change hardly moves anything, however sure it is."""

COLUMNS = ["feature", "before", "before_lower", "before_upper", "now", "lower", "upper", "change", "what"]


def driver_changes(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Compare the drivers of two tables, feature by feature.

    Parameters
    ----------
    before, now : DataFrame
        ``feature``, ``mean_abs_contribution``, ``lower``, ``upper`` (log-odds, 90 % intervals), a row a feature.

    Returns
    -------
    DataFrame
        ``feature``; ``before``, ``before_lower``, ``before_upper``; ``now``, ``lower``, ``upper``; ``change`` (now less
        before); ``what``: ``rose`` or ``fell`` where the intervals do not meet and the change is at least 0.02, ``new``
        and ``gone`` where only one table has the feature, else ``same``. Largest changes first.
    """
    columns = ["feature", "mean_abs_contribution", "lower", "upper"]
    old = before[columns].set_axis(["feature", "before", "before_lower", "before_upper"], axis=1)
    new = now[columns].rename(columns={"mean_abs_contribution": "now"})
    both = old.merge(new, on="feature", how="outer")
    change = both["now"].fillna(0.0) - both["before"].fillna(0.0)
    large = change.abs() >= LEAST
    what = pd.Series("same", index=both.index, dtype="str")
    what = what.mask(large & (both["lower"] > both["before_upper"]), "rose")
    what = what.mask(large & (both["upper"] < both["before_lower"]), "fell")
    what = what.mask(large & both["before"].isna(), "new").mask(large & both["now"].isna(), "gone")
    both = both.assign(change=change, what=what)
    order = both.assign(size=change.abs()).sort_values(["size", "feature"], ascending=[False, True]).index
    return both.loc[order, COLUMNS].reset_index(drop=True)


def change_sentences(changes: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Say what rose and fell, came and went.

    Parameters
    ----------
    changes : DataFrame
        From `driver_changes`.
    titles : mapping
        A feature's title in words.

    Returns
    -------
    list of str
        A sentence a kind of change; one that says so where nothing changed.
    """
    heads = {
        "rose": "Stronger",
        "fell": "Weaker",
        "new": "Newly asked about",
        "gone": "No longer asked about",
    }
    said = []
    for what, head in heads.items():
        part = changes[changes["what"] == what]
        if not part.empty:
            more = f", and {len(part) - MOST_NAMED} more" if len(part) > MOST_NAMED else ""
            said.append(f"{head}: {listing(_named(part.head(MOST_NAMED), titles))}{more}.")
    return said or ["No driver is clearly stronger or weaker."]


def _named(part: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    return [
        f"“{titles.get(feature, feature)}” ({_size(before)} → {_size(now)})"
        for feature, before, now in zip(
            texts(part, "feature"), floats(part, "before"), floats(part, "now"), strict=True
        )
    ]


def _size(value: float) -> str:
    return "–" if value != value else written(value, ".2f")
