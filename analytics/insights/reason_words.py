"""Groups of reasons in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.reasons import SMALL
from analytics.insights.wording import listing
from analytics.number_marks import written

_STRONG, _REASONABLE = 0.7, 0.5
NO_REASON = "Nothing in particular"


def group_titles(groups: pd.DataFrame, titles: Mapping[str, str]) -> dict[int, str]:
    """Name each group by the reason that sets it apart most.

    Parameters
    ----------
    groups : DataFrame
        Of one outcome: ``reason_group``, ``place`` (1 is the first), ``feature``, ``mean_push``, ``overall_push``.
    titles : mapping
        A feature's title in words.

    Returns
    -------
    dict of int to str
        By group; a second reason is added where two groups would have one name.
    """
    ordered = groups.sort_values(["reason_group", "place"])
    firsts = ordered[ordered["place"] == 1]
    named = dict(zip(firsts["reason_group"].astype(int), _pushes(firsts, titles), strict=True))
    seconds = ordered[ordered["place"] == 2]
    more = dict(zip(seconds["reason_group"].astype(int), _pushes(seconds, titles), strict=True))
    twice = {name for name in named.values() if list(named.values()).count(name) > 1}
    return {
        group: f"{name}; {more[group]}" if name in twice and group in more else name for group, name in named.items()
    }


def group_sentences(groups: pd.DataFrame, titles: Mapping[str, str], risks: Mapping[int, str]) -> dict[int, str]:
    """Say of each group how many they are, which reasons lead, and how large their risk is.

    Parameters
    ----------
    groups : DataFrame
        As for `group_titles`, with ``n_customers``.
    titles : mapping
        A feature's title in words.
    risks : mapping
        Mean risk in words, with its interval, by group; left out where it isn't known.

    Returns
    -------
    dict of int to str
        By group.
    """
    said = {}
    for group, rows in groups.sort_values("place").groupby("reason_group", sort=True):
        led = [
            f"“{titles.get(feature, feature)}” {_way(push)} ({_signed(push)}; everyone {_signed(overall)})"
            for feature, push, overall in zip(
                texts(rows, "feature"), floats(rows, "mean_push"), floats(rows, "overall_push"), strict=True
            )
        ]
        number = int(str(group))
        risk = f", {risks[number]}" if number in risks else ""
        said[number] = f"{int(rows['n_customers'].iloc[0]):,} customers{risk}: {listing(led)}."
    return said


def structure_words(silhouette: float, reference: float, n_groups: int) -> str:
    """Say whether reasons fall into groups, and how clearly.

    Parameters
    ----------
    silhouette, reference : float
        Of the best parting, and of tables whose columns were shuffled one by one; missing with too few customers.
    n_groups : int
        1 where none were found.

    Examples
    --------
    >>> structure_words(0.2, 0.19, 1).partition(":")[0]
    'The reasons fall into no groups'
    """
    if silhouette != silhouette:
        return "There are too few customers, or too few different reasons, to look for groups."
    numbers = f"silhouette {written(silhouette, '.2f')}, {written(reference, '.2f')} if the reasons had nothing to do"
    if n_groups < 2:
        return (
            f"The reasons fall into no groups: customers differ by degree ({numbers} with one another). Such a map"
            " draws islands there too: read no borders into them; coloured by main reason it shows which leads where."
        )
    clear = "clearly" if silhouette >= _STRONG else "visibly" if silhouette >= _REASONABLE else "faintly"
    return f"The reasons fall {clear} into {n_groups} groups ({numbers} with one another)."


def reason_titles(main: pd.Series, pushes: pd.Series, titles: Mapping[str, str]) -> pd.Series:
    """Name each customer's main reason with its direction.

    Parameters
    ----------
    main : Series of str
        The feature; missing where the customer has no place.
    pushes : Series of float
        Its push (log-odds).
    titles : mapping
        A feature's title in words.

    Returns
    -------
    Series of str
        `NO_REASON` where the push is below 0.05; missing where the feature is.
    """
    named = main.map(lambda one: titles.get(one, one), na_action="ignore")
    ways = pushes.map(lambda push: "raises" if push > 0 else "lowers")
    said = (named + " – " + ways).where(pushes.abs() >= SMALL, NO_REASON)
    return said.where(main.notna()).astype("str")


def _pushes(rows: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    return [
        f"{titles.get(feature, feature)} {_way(push)}"
        for feature, push in zip(texts(rows, "feature"), floats(rows, "mean_push"), strict=True)
    ]


def _way(push: float) -> str:
    if abs(push) < SMALL:
        return "hardly counts"
    return "raises the risk" if push > 0 else "lowers the risk"


def _signed(push: float) -> str:
    return written(round(push, 2) + 0.0, "+.2f").replace("-", "−")
