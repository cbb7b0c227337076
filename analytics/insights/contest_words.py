"""Which way to foresee an outcome wins, in words."""

from __future__ import annotations

import math

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.wording import listing
from analytics.number_marks import written

METHOD_WORDS = {
    "base_rate": "the share of all",
    "markov_chain": "the last event alone",
    "bag_of_events": "counts of events",
    "bag_and_patterns": "counts and sequences",
    "recurrent_network": "the recurrent network",
    "features": "the features",
    "features_and_patterns": "the features and sequences",
}
"""Methods as one says them."""


def contest_sentences(contest: pd.DataFrame) -> list[str]:
    """Say of one outcome how well each method does, and whether it beats the one that it has to beat.

    Parameters
    ----------
    contest : DataFrame
        ``method``, ``auc``, ``lower``, ``upper``, ``over``, ``gain``, ``gain_lower``, ``gain_upper`` of one outcome,
        a row a method and method that it has to beat.

    Returns
    -------
    list of str
        A sentence a method, the simplest first.

    Examples
    --------
    >>> row = {"method": "bag_and_patterns", "auc": 0.81, "lower": 0.79, "upper": 0.83, "over": "bag_of_events"}
    >>> told = contest_sentences(pd.DataFrame([row | {"gain": 0.014, "gain_lower": 0.009, "gain_upper": 0.019}]))[0]
    >>> told.partition("), ")[2]
    'better than counts of events by 0.014 (0.009 to 0.019).'
    """
    order = {method: place for place, method in enumerate(METHOD_WORDS)}
    rows = contest.assign(place=contest["method"].map(order)).sort_values("place")
    return [_sentence(str(method), own) for method, own in rows.groupby("method", sort=False)]


_GAIN = ("gain", "gain_lower", "gain_upper")


def network_sentence(tests: pd.DataFrame) -> str:
    """Say of how many events the recurrent network is in force, and how it does beside counts of events.

    Parameters
    ----------
    tests : DataFrame
        ``event_type``, ``method``, ``in_force`` (0 or 1) and ``auc``; a row an event and method.

    Returns
    -------
    str
        A sentence or two; that it wasn't tried, where it wasn't.

    Examples
    --------
    >>> rows = [("a", "bag_of_events", 1, 0.7), ("a", "recurrent_network", 0, 0.6)]
    >>> told = network_sentence(pd.DataFrame(rows, columns=["event_type", "method", "in_force", "auc"]))
    >>> told.partition("average, ")[2]
    'that of counts of events 0.70: higher for 0, lower for 1.'
    """
    auc = tests.pivot_table(index="event_type", columns="method", values="auc")
    if not {"recurrent_network", "bag_of_events"} <= set(auc.columns):
        return (
            "The recurrent network wasn't tried, because it wasn't installed or was switched off; to try it, run make"
            " network, then build."
        )
    own, other = floats(auc, "recurrent_network"), floats(auc, "bag_of_events")
    n_in_force = int(tests.loc[tests["method"] == "recurrent_network", "in_force"].sum())
    means = (written(sum(each) / len(each), ".2f") for each in (own, other))
    n_higher, n_lower = (
        sum(1 for mine, its in zip(own, other, strict=True) if sign * (mine - its) > 0) for sign in (1, -1)
    )
    return (
        f"The recurrent network is in force for {n_in_force} of {len(own)}. Its AUC is {next(means)} on average, that"
        f" of counts of events {next(means)}: higher for {n_higher}, lower for {n_lower}."
    )


def _sentence(method: str, rows: pd.DataFrame) -> str:
    auc, lower, upper = (floats(rows, name)[0] for name in ("auc", "lower", "upper"))
    name = METHOD_WORDS.get(method, method)
    reached = (
        f"{name[:1].upper()}{name[1:]}: AUC {written(auc, '.2f')} "
        f"(90% interval {written(lower, '.2f')} to {written(upper, '.2f')})"
    )
    gains = zip(texts(rows, "over"), *(floats(rows, each) for each in _GAIN), strict=True)
    beside = [_beside(over, *figures) for over, *figures in gains if not math.isnan(figures[0])]
    return ", ".join([reached, *beside]) + "."


def _beside(over: str, gain: float, low: float, high: float) -> str:
    other = METHOD_WORDS.get(over, over)
    span = f"({written(low, '.3f')} to {written(high, '.3f')})"
    if low > 0:
        return f"better than {other} by {written(gain, '.3f')} {span}"
    if high < 0:
        less, most = written(-high, ".3f"), written(-low, ".3f")
        return f"worse than {other} by {written(-gain, '.3f')} ({less} to {most})"
    return f"not shown to be better than {other}: a gain of {written(gain, '.3f')} {span}"


CLOCKWORK = 0.99
"""From this AUC on an event comes by a rule, not by what a customer decides."""


def clockwork_sentence(foreseen: pd.DataFrame) -> str:
    """Say which events are foreseen almost without error, and why that is no discovery; empty where none is.

    Parameters
    ----------
    foreseen : DataFrame
        A row an event: ``words``, ``auc``.
    """
    named = [f"“{each}”" for each in texts(foreseen[foreseen["auc"] >= CLOCKWORK], "words")]
    if not named:
        return ""
    more = [*named[:3], f"{len(named) - 3} more"] if len(named) > 3 else named
    verb = "is" if len(named) == 1 else "are"
    return (
        f"{listing(more)} {verb} foreseen almost without error. So it is with what a rule decides (interest, a fee, a"
        " standing order), or what only customers of one kind ever have: no discovery."
    )
