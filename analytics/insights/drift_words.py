"""What moved more than usual, in plain words."""

from __future__ import annotations

import pandas as pd

from analytics.insights.wording import count, customers, listing, percent, quantity

TITLES = {
    "n_transactions": ("Transactions in the month", ""),
    "n_own_acts": ("Own acts in the month", ""),
    "inflow": ("Money in in the month", "money"),
    "outflow": ("Money out in the month", "money"),
    "balance_end": ("Balance at the month's end", "money"),
    "with_wage": ("Customers with a wage paid in", "share"),
}
"""Measures by name, with their unit."""

_MOST_NAMED = 3

_RARE = 10_000
"""A tail is not known further out than this."""


def alarm_in_words(alarm: pd.Series, *, name: str, currency: str) -> str:
    """Say what moved, what was expected, and how much more than usual that is.

    Parameters
    ----------
    alarm : Series
        A row of ``drift_alarms``.
    name : str
        The segment's name; the event's type in words; empty for the rest.
    currency : str
        Of sums of money.

    Returns
    -------
    str
        A sentence or two; plain text.
    """
    kind, value, expected = str(alarm["kind"]), float(alarm["value"]), float(alarm["expected"])
    usual = float(alarm["usual"])
    times = f" The change is {float(alarm['size']) / usual:.1f} times as large as usual" if usual > 0 else ""
    times = f"{times}; {_chance(float(alarm['p']))}." if times else ""
    if kind == "measure" and alarm["quantile"] == alarm["quantile"]:
        return f"{_of_distribution(alarm, currency)}{times}"
    came, beside = percent(value), f"where {percent(expected)} was to be expected"
    told = {
        "share": f"“{name}” has {came} of all customers, {beside}",
        "left": f"{came} of “{name}” moved on to other segments within the month, {beside}",
        "moved": f"{came} of all customers moved between segments within the month, {beside}",
        "event": f"Customers with “{name}” in the month: {came}, {beside}",
        "novel": f"{came} of the customers are like nobody on the first day, {beside}",
        "measure": f"{TITLES.get(str(alarm['subject']), (str(alarm['subject']), ''))[0]}: {came}, {beside}",
    }
    return f"{told[kind]}.{times}"


def _chance(p: float) -> str:
    if p < 1 / _RARE:
        return f"by chance one so large comes in fewer than 1 of {count(_RARE)} months"
    return f"by chance one so large comes in 1 of {count(round(1 / p))} months"


def _of_distribution(alarm: pd.Series, currency: str) -> str:
    title, unit = TITLES.get(str(alarm["subject"]), (str(alarm["subject"]), ""))
    value, expected = (
        quantity(float(alarm[each]), currency if unit == "money" else "") for each in ("value", "expected")
    )
    place = float(alarm["quantile"])
    if place == 0.5:
        who = f"half of the customers had {value} or more"
    elif place < 0.5:
        who = f"{round(10 * place)} in ten customers had {value} or less"
    else:
        who = f"{round(10 - 10 * place)} in ten customers had {value} or more"
    return f"{title}: {who}, where {expected} was to be expected."


def looked_at_in_words(series: pd.DataFrame) -> str:
    """Say what was looked at.

    Parameters
    ----------
    series : DataFrame
        ``kind``, ``subject``, ``p`` of ``drift_series``.

    Returns
    -------
    str
        Such as "shares of 15 segments, 6 measures and 12 types of events"; empty where no month could be judged.
    """
    judged = series[series["p"].notna()]
    n = judged.groupby("kind")["subject"].nunique()
    kinds = {
        "share": "shares of {} segments",
        "left": "who left each of {} segments",
        "moved": "how many moved between segments",
        "measure": "{} measures of what customers do",
        "event": "{} kinds of events",
        "novel": "how many are like nobody before",
    }
    told = [words.format(count(float(n[kind]))) for kind, words in kinds.items() if kind in n.index]
    return listing([words.replace("1 kinds", "1 kind") if words.startswith("1 kinds") else words for words in told])


def inputs_in_words(moved: pd.DataFrame, *, n_all: int, outcome: str) -> str:
    """Say that a model is asked about customers unlike those whom it learned from.

    Parameters
    ----------
    moved : DataFrame
        What moved of one model, the furthest first: ``title`` (empty for its risks), ``psi``, ``usual``.
    n_all : int
        How many numbers were compared.
    outcome : str
        The outcome in words.
    """
    furthest = [
        f"{title or 'the risk that it gives'} (stability index {psi:.2f}; between its own dates at most {usual:.2f})"
        for title, psi, usual in moved[["title", "psi", "usual"]].head(_MOST_NAMED).itertuples(index=False, name=None)
    ]
    how_many = f"{len(moved)} of {n_all} numbers are" if len(moved) > 1 else f"1 of {n_all} numbers is"
    start = f"The model of {outcome} is asked about other customers than it learned from"
    return f"{start}: {how_many} distributed otherwise, {'most of all ' if len(moved) > 1 else ''}{listing(furthest)}."


def behind_in_words(n: int) -> str:
    """Say how many customers are behind an alarm and still here."""
    return f"{customers(n)} behind it" if n else "Nobody behind it is still here"
