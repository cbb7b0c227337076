"""What a rule that raises alarms would have been worth, in sentences made of the same numbers as the table."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

from analytics.insights.wording import count, interval, percent

Row = Mapping[Hashable, object]
FEWEST = 30
"""Fewer alarms than this say little."""


def rule_sentence(row: Row, *, when: str) -> str:
    """Say how many alarms were right, how early, and beside as many random ones.

    Parameters
    ----------
    row : mapping
        A row of ``pattern_rules``.
    when : str
        The period, such as ``the year to June 2026``.

    Examples
    --------
    >>> row = {"n_alarms": 212, "n_right": 31, "share": 0.146, "lower": 0.11, "upper": 0.19, "n_dated": 31,
    ...        "days_ahead_median": 41.0, "is_least": 0, "random_share": 0.06, "n_unripe": 0}
    >>> rule_sentence(row, when="the year to June 2026")
    'Of 212 alarms in the year to June 2026, 31 were right (14.6%, 90% interval 11.0% to 19.0%), a median of 41 days \
ahead; of as many random alarms: 6.0%.'
    """
    n, n_right = _number(row, "n_alarms"), _number(row, "n_right")
    if not n:
        return f"In {when} there was no alarm of which it is known whether it was right.{_unripe(row)}"
    share = f"{percent(_number(row, 'share'))}, 90% interval {interval(_number(row, 'lower'), _number(row, 'upper'))}"
    alarms, were = ("alarm", "was") if n == 1 else ("alarms", "were")
    few = " That is too few to rely on." if n < FEWEST else ""
    return (
        f"Of {count(n)} {alarms} in {when}, {count(n_right)} {'was' if n_right == 1 else were} right ({share})"
        f"{_ahead(row)}; of as many random alarms: {percent(_number(row, 'random_share'))}.{few}{_unripe(row)}"
    )


def recall_sentence(row: Row) -> str:
    """Say of how many cases an alarm came before them.

    Examples
    --------
    >>> recall_sentence({"n_cases": 447, "n_preceded": 58, "recall": 0.13, "recall_lower": 0.106,
    ...                  "recall_upper": 0.158, "random_recall": 0.033})
    'Of 447 cases, 58 had an alarm before them (13.0%, 90% interval 10.6% to 15.8%); random alarms: 3.3%.'
    """
    n = _number(row, "n_cases")
    if not n:
        return "There was no case before which an alarm could have come."
    limits = interval(_number(row, "recall_lower"), _number(row, "recall_upper"))
    return (
        f"Of {count(n)} {'case' if n == 1 else 'cases'}, {count(_number(row, 'n_preceded'))} had an alarm before them"
        f" ({percent(_number(row, 'recall'))}, 90% interval {limits}); random alarms:"
        f" {percent(_number(row, 'random_recall'))}."
    )


def _ahead(row: Row) -> str:
    median, n_right, n_dated = (_number(row, name) for name in ("days_ahead_median", "n_right", "n_dated"))
    if math.isnan(median):
        return ""
    if _number(row, "is_least"):
        return f", at least a median of {count(median)} days ahead"
    where = "" if n_dated == n_right else f" (of the {count(n_dated)} whose day is known)"
    return f", a median of {count(median)} days ahead{where}"


def _unripe(row: Row) -> str:
    n = _number(row, "n_unripe")
    return f" Of {count(n)} more it is not known yet." if n else ""


def _number(row: Row, name: str) -> float:
    return float(str(row[name]))
