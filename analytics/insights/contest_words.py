"""Which way to foresee an outcome wins, in words."""

from __future__ import annotations

import math

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.number_marks import written

METHOD_WORDS = {
    "base_rate": "the share of all",
    "markov_chain": "the last event alone",
    "bag_of_events": "counts of events",
    "bag_and_patterns": "counts and sequences",
    "features": "the features",
    "features_and_patterns": "the features and sequences",
}
"""Methods as one says them."""


def contest_sentences(contest: pd.DataFrame) -> list[str]:
    """Say of one outcome how well each method does, and whether it beats the one that it has to beat.

    Parameters
    ----------
    contest : DataFrame
        ``method``, ``auc``, ``lower``, ``upper``, ``over``, ``gain``, ``gain_lower``, ``gain_upper`` of one outcome.

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
    numbers = zip(*(floats(rows, name) for name in ("auc", "lower", "upper", *_GAIN)), strict=True)
    return [
        _sentence(method, over, figures)
        for method, over, figures in zip(texts(rows, "method"), texts(rows, "over"), numbers, strict=True)
    ]


_GAIN = ("gain", "gain_lower", "gain_upper")


def _sentence(method: str, over: str, figures: tuple[float, ...]) -> str:
    auc, lower, upper, gain, low, high = figures
    name = METHOD_WORDS.get(method, method)
    reached = (
        f"{name[:1].upper()}{name[1:]}: AUC {written(auc, '.2f')} "
        f"(90% interval {written(lower, '.2f')} to {written(upper, '.2f')})"
    )
    if math.isnan(gain):
        return f"{reached}."
    other = METHOD_WORDS.get(over, over)
    span = f"({written(low, '.3f')} to {written(high, '.3f')})"
    if low > 0:
        return f"{reached}, better than {other} by {written(gain, '.3f')} {span}."
    if high < 0:
        less, most = written(-high, ".3f"), written(-low, ".3f")
        return f"{reached}, worse than {other} by {written(-gain, '.3f')} ({less} to {most})."
    return f"{reached}, not shown to be better than {other}: a gain of {written(gain, '.3f')} {span}."
