"""Features, their values and their direction in plain words."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import pandas as pd

from analytics.insights.columns import texts
from analytics.insights.wording import YES_OR_NO, quantity

RAISES, LOWERS, MIXED = "higher values go with a higher risk", "higher values go with a lower risk", "goes both ways"


_COLUMN = re.compile(r'^The column "(.*)" of the customer table')
_ASIDE = re.compile(r" \([^)]*\)")
_SHORTER = (
    (re.compile(r":[^:.]*(?= in the \d+ days)"), ""),
    (re.compile(r" up to the as-of date, that day included"), ""),
    (re.compile(r",? in the (?:last )?(\d+) days"), r", \1 days"),
    (re.compile(r"^Days from the day the customer opened to the as-of date"), "Days since the customer joined"),
    (re.compile(r"^Days from (.*?) to the as-of date"), r"Days since \1"),
    (re.compile(r",? over the twelve complete calendar months before the as-of date"), " over 12 months"),
    (re.compile(r" at the end of the as-of date| at the as-of date"), ""),
    (re.compile(r",? or since the customer's first booking|, loans as debts|, else 0"), ""),
    (re.compile(r"that the customer (started|made) themselves"), r"that the customer \1"),
    (re.compile(r"^1 where the customer is in this stage: "), "In this stage: "),
    (re.compile(r"^1 where "), ""),
    (re.compile(r"^(In this stage: .*?), or the balance .*"), r"\1"),
    (re.compile(r"^Sum of all money"), "Money"),
    (re.compile(r", as a positive number"), ""),
    (re.compile(r"^Shannon entropy of"), "Variety of"),
    (re.compile(r"^Standard deviation of"), "Spread of"),
    (re.compile(r"^Share of the customer's own acts that went by the channel \"(.*)\""), r"Share of own acts by \1"),
    (re.compile(r"^Share of the money out that has the category \"(.*)\""), r"Share of money out on \1"),
    (re.compile(r"^Share of the money in that has the category \"(.*)\""), r"Share of money in from \1"),
    (re.compile(r"^Transactions with the category \"(.*)\""), r"Transactions: \1"),
)


@lru_cache(maxsize=4_096)
def feature_title(feature: str, description: str = "", unit: str = "") -> str:
    """Return a feature in words: the head of its description, shortened, else its name.

    Parameters
    ----------
    feature : str
        The column's name.
    description : str
        From the feature catalogue; what follows its first stop or semicolon is left for the glossary.
    unit : str
        From the feature catalogue; a ``trend`` is named as one.

    Examples
    --------
    >>> feature_title("n_90d", "Bookings of any kind in the 90 days up to the as-of date, that day included.")
    'Bookings of any kind, 90 days'
    >>> feature_title("recency", "Days from the latest booking of money in to the as-of date; 0: on that day.")
    'Days since the latest booking of money in'
    >>> feature_title("inflow_trend_90d", "Sum of all money in. Compares the last 90 days with the 90 before.", "trend")
    'Trend of the money in'
    >>> feature_title("Total_Trans_Ct", 'The column "Total_Trans_Ct" of the customer table, a number.')
    'Total Trans Ct'
    >>> feature_title("own_name")
    'Own name'
    """
    column = _COLUMN.match(description)
    if column is not None:
        return column_title(column.group(1))
    head = _ASIDE.sub("", description).split(". ", maxsplit=1)[0].split(";", maxsplit=1)[0].strip().rstrip(".")
    for pattern, shorter in _SHORTER:
        head = pattern.sub(shorter, head)
    said = head or feature.replace("_", " ").strip() or feature
    if unit == "trend" and head:
        what = said.split(" of the last ")[0]
        return f"Trend of the {what[:1].lower()}{what[1:]}"
    return said[:1].upper() + said[1:]


def column_title(column: str) -> str:
    """Write the name of a table's column with spaces, as a title.

    Examples
    --------
    >>> column_title("Total_Trans_Ct"), column_title("MonthlyCharges"), column_title("age_in_years")
    ('Total Trans Ct', 'Monthly Charges', 'Age in years')
    """
    said = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", column).replace("_", " ").strip()
    return said[:1].upper() + said[1:] or column


def feature_titles(catalog: pd.DataFrame) -> dict[str, str]:
    """Return every feature's title.

    Parameters
    ----------
    catalog : DataFrame
        ``feature``, ``description`` and ``unit``.
    """
    return {
        feature: feature_title(feature, description, unit)
        for feature, description, unit in zip(
            texts(catalog, "feature"), texts(catalog, "description"), texts(catalog, "unit"), strict=True
        )
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
    if unit == YES_OR_NO:
        return f"{title}: {'yes' if number else 'no'}"
    said = quantity(number, unit)
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
