"""The feature catalogue: what each feature means, its unit, and who could change it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from analytics.errors import TandemError
from analytics.features.behaviour_entries import BEHAVIOUR_ENTRIES
from analytics.features.entry import Entry

CATALOG_COLUMNS = (
    "feature",
    "group",
    "unit",
    "description",
    "actionable",
    "actionable_by",
    "lever",
    "direction",
    "title",
    "step",
)


def behaviour_catalog(features: Sequence[str]) -> pd.DataFrame:
    """Describe the features of a bank's customers.

    Parameters
    ----------
    features : sequence of str
        Names of features, as in ``built.feature_list``.

    Returns
    -------
    DataFrame
        A row a feature in the given order: ``feature``, ``group``, ``unit``, ``description``, ``actionable`` (0 or 1),
        ``actionable_by`` (``bank``, ``customer``, ``none``), ``lever`` (``fee``, ``limit``, ``contact``, ``product``,
        ``channel`` or missing), ``direction`` (``up``, ``down``, ``either``: the way it may be asked to change;
        ``none`` where nobody can), ``title`` (a short name for screens) and ``step`` (of a customer table's levers).

    Raises
    ------
    TandemError
        If a name is that of no known feature.

    Examples
    --------
    >>> behaviour_catalog(["rent_share"])["title"].item()
    'Rent: share of money out'
    """
    return catalog_table(BEHAVIOUR_ENTRIES.get(feature) or _entry_of_item(feature) for feature in features)


def catalog_table(entries: Iterable[Entry]) -> pd.DataFrame:
    """Write entries as a table, in the columns of the catalogue."""
    rows = [
        (
            entry.feature,
            entry.group,
            entry.unit,
            entry.description,
            int(entry.actor != "none"),
            entry.actor,
            entry.lever,
            entry.direction,
            entry.title,
            entry.step,
        )
        for entry in entries
    ]
    return pd.DataFrame(rows, columns=list(CATALOG_COLUMNS)).astype(
        {name: "str" for name in CATALOG_COLUMNS if name != "actionable"}
    )


def _entry_of_item(feature: str) -> Entry:
    """Describe a feature that one of the bank's own words made, by the form of its name."""
    for pattern, entry in _FORMS:
        match = pattern.fullmatch(feature)
        if match:
            return entry(feature, match["item"].replace("_", " "))
    raise TandemError(f'The feature "{feature}" has no row in the catalogue. Describe it in analytics/features.')


def _event_count(feature: str, item: str) -> Entry:
    return Entry(
        feature,
        "events",
        "count",
        f"{_upper(item)}: events, last 90 days",
        f'Events of type "{item}" in the last 90 days.',
    )


def _event_recency(feature: str, item: str) -> Entry:
    return Entry(
        feature,
        "events",
        "days",
        f"{_upper(item)}: days since",
        f'Days from the latest event of type "{item}" to the as-of date. Missing where there never was one.',
    )


def _holding(feature: str, item: str) -> Entry:
    description = f'1 where an account of the product "{item}" is open at the end of the as-of date, else 0.'
    return Entry(feature, "products", "0 or 1", f"Holds {item}", description, "bank", "product", "either")


def _channel_share(feature: str, item: str) -> Entry:
    n_days = 90 if feature.endswith("_90d") else 365
    title = f"{_upper(item)}: share of own acts" + (", last 90 days" if n_days == 90 else "")
    description = f'Share of the customer\'s own acts that went by the channel "{item}" in the last {n_days} days.'
    return Entry(feature, "channels", "share", title, description, "customer", "channel", "either")


def _income_share(feature: str, item: str) -> Entry:
    description = f'Share of the money in that has the category "{item}", in the last 365 days.'
    return Entry(feature, "categories", "share", f"{_upper(item)}: share of money in", description)


def _spending_share(feature: str, item: str) -> Entry:
    description = f'Share of the money out that has the category "{item}", in the last 365 days.'
    return Entry(feature, "categories", "share", f"{_upper(item)}: share of money out", description)


def _upper(item: str) -> str:
    return item[:1].upper() + item[1:]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, str], Entry]], ...] = (
    (re.compile(r"event_(?P<item>.+)_n_90d"), _event_count),
    (re.compile(r"event_(?P<item>.+)_days_since"), _event_recency),
    (re.compile(r"holds_(?P<item>.+)"), _holding),
    (re.compile(r"(?P<item>.+)_channel_share(_90d)?"), _channel_share),
    (re.compile(r"(?P<item>.+)_income_share"), _income_share),
    (re.compile(r"(?P<item>.+)_share"), _spending_share),
)
