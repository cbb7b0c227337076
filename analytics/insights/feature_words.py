"""Features, their values and their direction in plain words."""

from __future__ import annotations

import math

import pandas as pd

from analytics.insights.columns import texts
from analytics.insights.wording import MISSING, quantity

RAISES, LOWERS, MIXED = "higher values go with a higher risk", "higher values go with a lower risk", "goes both ways"


def feature_title(feature: str, description: str = "") -> str:
    """Return a feature in words: the head of its description, else its name.

    Parameters
    ----------
    feature : str
        The column's name.
    description : str
        From the feature catalogue; what follows its first stop or semicolon is left for the glossary.

    Examples
    --------
    >>> feature_title("own_acts_90d", "Own acts in 90 days. Card, transfer and cash.")
    'Own acts in 90 days'
    >>> feature_title("Total_Trans_Ct")
    'Total Trans Ct'
    """
    head = description.split(". ", maxsplit=1)[0].split(";", maxsplit=1)[0].strip().rstrip(".")
    said = head or feature.replace("_", " ").strip() or feature
    return said[:1].upper() + said[1:]


def feature_titles(catalog: pd.DataFrame) -> dict[str, str]:
    """Return every feature's title.

    Parameters
    ----------
    catalog : DataFrame
        ``feature`` and ``description``.
    """
    return {
        feature: feature_title(feature, description)
        for feature, description in zip(texts(catalog, "feature"), texts(catalog, "description"), strict=True)
    }


def value_words(title: str, value: str, unit: str) -> str:
    """Return a feature with a customer's value, as one would say it.

    Parameters
    ----------
    title : str
        From `feature_title`.
    value : str
        As published: text, numbers in their shortest exact form, empty where missing.
    unit : str
        From the feature catalogue.

    Examples
    --------
    >>> value_words("Days since the last card purchase", "41.0", "days")
    '41 days since the last card purchase'
    >>> value_words("Contract", "Month-to-month", "category")
    'Contract: Month-to-month'
    >>> value_words("Balance trend", "", "EUR")
    'Balance trend: not known'
    """
    number = as_number(value)
    if number is None:
        return f"{title}: {value.strip() or 'not known'}"
    said = quantity(number, unit)
    if said == MISSING:
        return f"{title}: not known"
    if title.lower().startswith("days since") and unit in ("days", "day"):
        return f"{said} {title[5:]}"
    named = unit.lower() in title.lower() and unit != "share"
    return f"{title}: {quantity(number) if named else said}"


def as_number(value: str) -> float | None:
    """Return the number that a published value holds; None where it is text or missing.

    Examples
    --------
    >>> as_number("41.0"), as_number("Gold")
    (41.0, None)
    """
    try:
        number = float(value)
    except ValueError:
        return None
    return None if math.isnan(number) else number
