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
_WINDOW = re.compile(r"(_(last|mean|sum|max|min|sd|trend|days|count|n))*_\d+(d|m)$|_(days|count)$")
_LONGEST_TITLE = 34


def subject_of(column: str) -> str:
    """What a feature is about, without its window: two of the same subject make no better name than one.

    Examples
    --------
    >>> subject_of("n_own_acts_365d"), subject_of("own_acts_trend_90d"), subject_of("lifecycle_mature")
    ('own_acts', 'own_acts', 'lifecycle')
    """
    if column.startswith("lifecycle_"):
        return "lifecycle"
    if column.startswith("payday_"):
        return "payday"
    return re.sub(r"^(n|has|days_since|share_of)_", "", _WINDOW.sub("", column))


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
        From the catalogue: `share`, `days`, `count`, a currency, …
    description : str
        From the catalogue.

    Returns
    -------
    str or None
        None where the feature makes no good name.

    Examples
    --------
    >>> feature_phrase("payday_day_of_month", 1.2, 25.1, "day", "Day of the month of the main income")
    'salary around the 25th'
    >>> feature_phrase("channel_mobile_share_365d", 1.0, 0.7, "share", "Share of own acts by mobile")
    'mostly mobile'
    >>> feature_phrase("Total_Trans_Ct", 1.0, 90.0, "", "")
    'high Total Trans Ct'
    """
    if " = " in feature:
        return _category_phrase(feature, effect, mean)
    if feature.startswith("lifecycle_"):
        stage = feature.removeprefix("lifecycle_")
        return STAGES.get(stage, stage.replace("_", " ")) if effect > 0 and mean >= MOSTLY else None
    if feature.startswith("payday_day"):
        return f"salary around the {_ordinal(round(mean))}"
    return _share_or_amount(feature, effect, mean, unit, description)


def _share_or_amount(feature: str, effect: float, mean: float, unit: str, description: str) -> str:
    if match := re.match(r"^channel_(.+?)_share", feature):
        return _share_phrase(match.group(1), effect, mean, often="often {}", rarely="rarely {}")
    if match := re.match(r"^category_(.+?)_(share|amount|n|spend)", feature):
        return _share_phrase(match.group(1), effect, 0.0, often="much on {}", rarely="little on {}")
    if unit == "flag" or re.match(r"^(has|holds|holding)_", feature):
        words = re.sub(r"^(has|holds|holding)_", "", feature).replace("_", " ")
        return f"with {words}" if effect > 0 else f"without {words}"
    if match := re.match(r"^days_since_(.+)$", feature):
        words = match.group(1).replace("_", " ")
        return f"long since {words}" if effect > 0 else f"recent {words}"
    return f"{'high' if effect > 0 else 'low'} {_short_title(feature, description)}"


def _short_title(feature: str, description: str) -> str:
    title = feature_title(feature, description)
    if not description or len(title) > _LONGEST_TITLE:
        title = _WINDOW.sub("", feature).removeprefix("n_").replace("_", " ") if description else feature_title(feature)
    elif title[1:2].islower():
        title = title[:1].lower() + title[1:]
    return str(title)


def _share_phrase(name: str, effect: float, mean: float, *, often: str, rarely: str) -> str:
    words = name.replace("_", " ")
    if effect < 0:
        return rarely.format(words)
    return f"mostly {words}" if mean >= MOSTLY else often.format(words)


def _category_phrase(feature: str, effect: float, mean: float) -> str | None:
    column, value = feature.split(" = ", maxsplit=1)
    title = feature_title(column)
    if effect < 0:
        return None
    return f"{title}: {value}" if mean >= MOSTLY else f"often {title}: {value}"


def _ordinal(day: int) -> str:
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
