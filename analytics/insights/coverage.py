"""Whether prediction sets hold what happens as often as they promise, in all and in each segment."""

from __future__ import annotations

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.group_rates import EVERYONE, RANGE, SET_COVERAGE, group_rates
from analytics.insights.wording import interval, listing, percent
from analytics.models.prediction_sets import COVERAGE, is_covered


def coverage(rows: pd.DataFrame, *, names: dict[str, str]) -> pd.DataFrame:
    """Measure coverage on customers who neither taught the model nor set the borders.

    Parameters
    ----------
    rows : DataFrame
        ``customer_id``, ``value`` (0 or 1), ``prediction_set``, ``segment_id`` (missing where not known).
    names : dict of str to str
        Of the segments, by id.

    Returns
    -------
    DataFrame
        Everyone first, then a row a segment: ``label``, ``value`` (0-1), ``lower``, ``upper`` (90 % interval), ``n``
        (rows), ``n_customers``, ``verdict``: ``holds`` where 90 % lies in the interval, ``below``, ``above``, or
        ``few`` (under 30 customers, no value).
    """
    held = is_covered(rows["prediction_set"].to_numpy(dtype=str), rows["value"].to_numpy(dtype=float))
    told = rows.assign(is_covered=held.astype(int))
    table = group_rates(told, {"segment": rows["segment_id"].astype(object)}, metrics=(SET_COVERAGE,))
    table = table[table["group"] != RANGE]
    table = table.assign(label=_labels(table, names))
    verdict = [_verdict(low, high) for low, high in zip(floats(table, "lower"), floats(table, "upper"), strict=True)]
    columns = ["label", "value", "lower", "upper", "n", "n_customers"]
    return table[columns].assign(verdict=verdict).reset_index(drop=True)


def coverage_sentences(table: pd.DataFrame) -> list[str]:
    """Say whether the promise holds in all, and in which segments it doesn't.

    Parameters
    ----------
    table : DataFrame
        As `coverage` gives it.
    """
    value, lower, upper = (floats(table.head(1), name)[0] for name in ("value", "lower", "upper"))
    said = [
        f"The set held what happened in {percent(value)} of the rows (90% interval {interval(lower, upper)});"
        f" {percent(COVERAGE, decimals=0)} is promised."
    ]
    segments = table.iloc[1:]
    if len(segments) < 2:
        return said
    below, above = (_named(segments[segments["verdict"] == verdict]) for verdict in ("below", "above"))
    if below:
        said.append(f"Not to be relied on in {listing(below)}: there it held less often than promised.")
    if above:
        said.append(f"Wider than needed in {listing(above)}: there it held more often than promised.")
    if not below and not above:
        said.append("It held in every segment with 30 customers or more, as far as chance allows to say.")
    return said


def _labels(table: pd.DataFrame, names: dict[str, str]) -> list[str]:
    return ["Everyone" if group == EVERYONE else names.get(group, group) for group in texts(table, "group")]


def _named(table: pd.DataFrame) -> list[str]:
    return [
        f"{label} ({percent(own)})" for label, own in zip(texts(table, "label"), floats(table, "value"), strict=True)
    ]


def _verdict(lower: float, upper: float) -> str:
    if not lower <= upper:
        return "few"
    if upper < COVERAGE:
        return "below"
    return "above" if lower > COVERAGE else "holds"
