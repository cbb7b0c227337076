"""A feature in which a segment stands out, in two to five words."""

from __future__ import annotations

import re

from analytics.insights.feature_words import feature_title

MOSTLY = 0.5
"""A share from which "mostly" is right."""

STAGES = {
    "onboarding": "new to the bank",
    "growing": "growing",
    "mature": "settled",
    "running_down": "running down",
    "dormant": "dormant",
}

HIGH_AND_LOW: dict[str, tuple[str | None, str | None]] = {
    "accounts_held": ("many accounts", "few accounts"),
    "active_days": ("acts often", "acts seldom"),
    "balance": ("high balance", "low balance"),
    "balance_cover": ("large reserve", "small reserve"),
    "balance_lowest": ("high balance", "low balance"),
    "balance_trend": ("growing balance", "falling balance"),
    "cash_share": ("much in cash", "little in cash"),
    "category_entropy": ("varied spending", "narrow spending"),
    "channel_entropy": ("many channels", "few channels"),
    "counterparties": ("many payees", "few payees"),
    "debt": ("high debt", "low debt"),
    "evening_share": ("in the evening", None),
    "events": ("many events", "few events"),
    "fees_paid": ("pays many fees", "pays few fees"),
    "gap_longest": ("long pauses", "no long pauses"),
    "gap_mean": ("acts seldom", "acts often"),
    "gap_sd": ("irregular acts", "regular acts"),
    "hour": ("late in the day", "early in the day"),
    "income": ("high income", "low income"),
    "income_variation": ("uneven income", "even income"),
    "inflow": ("much money in", "little money in"),
    "kept_share": ("keeps money", "spends what comes in"),
    "largest_outflow": ("large payments", "small payments"),
    "month_end_share": ("late in the month", None),
    "month_start_share": ("early in the month", None),
    "morning_share": ("in the morning", None),
    "night_share": ("at night", None),
    "outflow": ("spends much", "spends little"),
    "own_acts": ("many own acts", "few own acts"),
    "own_payment": ("large payments", "small payments"),
    "payday_regularity": ("fixed payday", "no fixed payday"),
    "products_held": ("many products", "few products"),
    "standing_orders": ("many standing orders", "few standing orders"),
    "standing_orders_share": ("pays by standing order", "few standing orders"),
    "tenure": ("long with the bank", "new to the bank"),
    "transactions": ("many bookings", "few bookings"),
    "travel_share": ("travels", "travels little"),
    "weekend_share": ("at week-ends", "on weekdays"),
}
"""What a high and a low value of a subject is called; None where one of them makes no name."""

_WINDOW = re.compile(r"(_(last|mean|sum|max|min|sd|trend|days|months|count|n))*_\d+(d|m)$|_(days|months|count|n)$")
_CHANNEL = re.compile(r'by the channel "(.*?)"')
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
        return f"salary around the {_ordinal(round(mean))}"
    if description and (known := HIGH_AND_LOW.get(_bare(feature))):
        return known[0] if high else known[1]
    return _mix_phrase(description, high=high, mean=mean) or _plain_phrase(feature, description, unit, high=high)


def _bare(feature: str) -> str:
    """The subject as `HIGH_AND_LOW` lists it."""
    return feature if feature == "payday_regularity" else re.sub(r"_mean$", "", subject_of(feature))


def _mix_phrase(description: str, *, high: bool, mean: float) -> str | None:
    """Words for a channel's share of acts, or a category's share of money."""
    most = high and mean >= MOSTLY
    if match := _CHANNEL.search(description):
        return f"{'mostly' if most else 'often' if high else 'rarely'} {match.group(1)}"
    if match := _MONEY_OUT.search(description):
        category = match.group(1)
        where = "in cash" if "cash" in category.split() else f"on {category}"
        return f"{'mostly' if most else 'much' if high else 'little'} {where}"
    if match := _MONEY_IN.search(description):
        category = match.group(1)
        income = category if category.endswith("income") else f"{category} income"
        return f"{'mostly' if most else 'some' if high else 'little'} {income}"
    return None


def _plain_phrase(feature: str, description: str, unit: str, *, high: bool) -> str:
    if unit in ("flag", "0 or 1") or feature.startswith(("has_", "holds_")):
        words = re.sub(r"^(has|holds)_", "", feature).replace("_", " ")
        return f"with {words}" if high else f"without {words}"
    if match := re.match(r"^days_since_(.+)$|^event_(.+)_days_since$", feature):
        words = (match.group(1) or match.group(2)).replace("_", " ")
        return f"long since {words}" if high else f"recent {words}"
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
