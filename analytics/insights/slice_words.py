"""Slices in whom a model is wrong, in words and as rules that select them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.feature_words import as_number
from analytics.insights.wording import percent, points, quantity
from analytics.knowledge.rule_tree import Comparison, Sign
from analytics.number_marks import written

_SAID = {">": "above", "<=": "at most", "=": "is"}
_SIGNS: dict[str, Sign] = {">": ">", "<=": "<=", "=": "="}


def slice_words(row: pd.Series, titles: Mapping[str, str], units: Mapping[str, str]) -> str:
    """Say who is in a slice.

    Parameters
    ----------
    row : Series
        ``feature_1``, ``sign_1``, ``value_1`` and the same of a second condition, or missing.
    titles, units : mapping of str to str
        Of features.

    Examples
    --------
    >>> row = pd.Series({"feature_1": "fees", "sign_1": ">", "value_1": "12.5", "feature_2": None})
    >>> slice_words(row, {"fees": "Fees paid"}, {"fees": "EUR"})
    'Fees paid above 12.5 EUR'
    """
    said = []
    for feature, sign, value in _conditions(row):
        number = as_number(value)
        shown = value if number is None or sign == "=" else quantity(number, units.get(feature, ""))
        said.append(f"{titles.get(feature, feature.replace('_', ' '))} {_SAID[sign]} {shown}")
    return ", and ".join([said[0], *(each[:1].lower() + each[1:] for each in said[1:])])


def slice_rule(row: pd.Series) -> str:
    """Write a slice as a rule that selects its customers.

    Examples
    --------
    >>> slice_rule(pd.Series({"feature_1": "fees", "sign_1": ">", "value_1": "12.5", "feature_2": None}))
    'fees > 12.5'
    """
    parts = []
    for feature, sign, value in _conditions(row):
        parts.append(str(Comparison(feature, _SIGNS[sign], value if sign == "=" else float(value))))
    return " and ".join(parts)


def slice_sentence(row: pd.Series) -> str:
    """Say how far a slice's outcomes lie from what was foretold."""
    low = points(float(row["lower"])).removesuffix(" percentage points")
    return (
        f"foretold {percent(float(row['predicted']))}, happened {percent(float(row['observed']))}:"
        f" {points(float(row['difference']))} ({low} to {points(float(row['upper']))}, 90% interval);"
        f" {written(int(row['n_customers']), ',d')} customers judged"
    )


def slices_verdict(table: pd.DataFrame) -> str:
    """Say how many slices were confirmed, and of how many."""
    n, n_found = len(table), int((table["is_found"] == 1).sum())
    if not n:
        return "Too few customers were set aside to look for groups in whom the model is wrong."
    went_on = f"{written(n, ',d')} groups looked wrong among half of the customers who were set aside"
    if not n_found:
        return f"{went_on}; among the other half none is wrong beyond what chance explains."
    were = "1 is" if n_found == 1 else f"{written(n_found, ',d')} are"
    return f"{went_on}; among the other half {were} wrong beyond what chance explains."


def _conditions(row: pd.Series) -> list[tuple[str, str, str]]:
    told = []
    for place in (1, 2):
        feature = row.get(f"feature_{place}")
        if isinstance(feature, str) and feature:
            told.append((feature, str(row[f"sign_{place}"]), str(row[f"value_{place}"])))
    return told


def with_slice_words(table: pd.DataFrame, titles: Mapping[str, str], units: Mapping[str, str]) -> pd.DataFrame:
    """Say slices by `words` and `rule`, instead of by the columns of their conditions.

    Parameters
    ----------
    table : DataFrame
        Rows of ``error_slices``.
    titles, units : mapping of str to str
        Of features.
    """
    rows = [table.loc[place] for place in table.index]
    said = table.assign(
        words=pd.Series([slice_words(row, titles, units) for row in rows], index=table.index, dtype="str"),
        rule=pd.Series([slice_rule(row) for row in rows], index=table.index, dtype="str"),
    )
    return said.drop(columns=[f"{name}_{place}" for place in (1, 2) for name in ("feature", "sign", "value")])
