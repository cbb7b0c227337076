"""A feature in which a segment stands out, in two to five words."""

from __future__ import annotations

import re

from analytics.insights.behaviour_phrases import (
    HIGH_AND_LOW,
    STAGES,
    channel_phrase,
    event_phrase,
    holding_phrase,
    income_phrase,
    since_phrase,
    spending_phrase,
    without_window,
)
from analytics.insights.feature_words import feature_title

MOSTLY = 0.5
"""A share from which "mostly" is right."""

_WINDOW = re.compile(r"(_(last|mean|sum|max|min|sd|trend|days|months|count|n))*_\d+(d|m)$|_(days|months|count|n)$")
_CHANNEL = re.compile(r'by the channel "(.*?)"')
_EVENT_COUNT = re.compile(r'^Events of type "(.*?)"')
_EVENT_SINCE = re.compile(r'latest event of type "(.*?)"')
_HOLDING = re.compile(r'an account of the product "(.*?)"')
_MONEY_OUT = re.compile(r'money out that has the category "(.*?)"')
_MONEY_IN = re.compile(r'money in that has the category "(.*?)"')
_LONGEST_TITLE = 34


def subject_of(column: str) -> str:
    """What a feature is about, without its window: two of the same subject make no better name than one.

    Examples
    --------
    >>> subject_of("n_own_acts_365d"), subject_of("all_travel_share_365d"), subject_of("lifecycle_mature")
    ('own_acts', 'travel_share', 'lifecycle')
    """
    if column.startswith(("lifecycle_", "payday_")):
        return column.partition("_")[0]
    return re.sub(r"^(n|all|has|days_since|share_of)_", "", _WINDOW.sub("", column))


def feature_phrase(feature: str, effect: float, mean: float, unit: str, description: str) -> str | None:
    """Say in which way a segment stands out in a feature.

    Parameters
    ----------
    feature : str
        A feature, or `column = value` of a category.
    effect : float
        Standard deviations from everyone's mean; its sign decides between high and low.
    mean : float
        The segment's mean.
    unit : str
        From the catalogue: `share`, `days`, `count`, `money`, …
    description : str
        From the catalogue.

    Returns
    -------
    str or None
        None where the feature makes no good name.

    Examples
    --------
    >>> feature_phrase("payday_day_of_month", 1.2, 25.1, "day of month", "Day of the month of the main income")
    'salary around the 25th'
    >>> feature_phrase("mobile_channel_share", 1.0, 0.7, "share", 'Share of own acts by the channel "mobile"')
    'mostly mobile'
    >>> feature_phrase("all_travel_share_365d", 1.0, 0.1, "share", "Share of the money out on travel")
    'travels'
    >>> feature_phrase("Total_Trans_Ct", 1.0, 90.0, "", "")
    'high Total Trans Ct'
    """
    high = effect > 0
    if " = " in feature:
        return _category_phrase(feature, mean) if high else None
    if feature.startswith("lifecycle_"):
        stage = feature.removeprefix("lifecycle_")
        return STAGES.get(stage, stage.replace("_", " ")) if high and mean >= MOSTLY else None
    if feature.startswith("payday_day"):
        return f"salary around the {_ordinal(min(max(round(mean), 1), 31))}"
    if description and (known := HIGH_AND_LOW.get(without_window(feature))):
        return known[0] if high else known[1]
    is_most = high and mean >= MOSTLY
    return _phrase_of_item(description, high=high, is_most=is_most) or _plain_phrase(
        feature, description, unit, high=high
    )


def _phrase_of_item(description: str, *, high: bool, is_most: bool) -> str | None:
    """Words for a feature that one of the bank's own words made: a channel, a category, an event, a product."""
    shares = {_CHANNEL: channel_phrase, _MONEY_OUT: spending_phrase, _MONEY_IN: income_phrase}
    for pattern, phrase in shares.items():
        if match := pattern.search(description):
            return phrase(match.group(1), high=high, is_most=is_most)
    counts = {_EVENT_COUNT: event_phrase, _EVENT_SINCE: since_phrase, _HOLDING: holding_phrase}
    for pattern, say in counts.items():
        if match := pattern.search(description):
            return say(match.group(1), high=high)
    return None


def _plain_phrase(feature: str, description: str, unit: str, *, high: bool) -> str:
    if unit in ("flag", "0 or 1") or feature.startswith(("has_", "holds_")):
        words = re.sub(r"^(has|holds)_", "", feature).replace("_", " ")
        return f"with {words}" if high else f"without {words}"
    return f"{'high' if high else 'low'} {_short_title(feature, description)}"


def _short_title(feature: str, description: str) -> str:
    title = feature_title(feature, description)
    if not description or len(title) > _LONGEST_TITLE:
        title = _WINDOW.sub("", feature).removeprefix("n_").replace("_", " ") if description else feature_title(feature)
    elif title[1:2].islower():
        title = title[:1].lower() + title[1:]
    return str(title)


def _category_phrase(feature: str, mean: float) -> str:
    column, value = feature.split(" = ", maxsplit=1)
    title = feature_title(column)
    return f"{title}: {value}" if mean >= MOSTLY else f"often {title}: {value}"


def _ordinal(day: int) -> str:
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
