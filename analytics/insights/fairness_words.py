"""How a model treats groups, in words that follow from the table alone."""

from __future__ import annotations

import pandas as pd

from analytics.insights.audited_groups import HISTORY, REGION, TOGETHER
from analytics.insights.columns import floats, texts
from analytics.insights.feature_words import column_title
from analytics.insights.group_rates import EVERYONE, INTERVAL_WIDTH, RANGE, SET_COVERAGE
from analytics.insights.wording import percent, points
from analytics.number_marks import written

GAP = "calibration_gap"

METRIC_TITLES = {
    GAP: "Recorded beyond what the model expects",
    "selection_rate": "Marked as high risk",
    "true_positive_rate": "Marked among those who had the outcome",
    "false_positive_rate": "Marked among those who didn't",
    "observed_share": "Had the outcome",
    "mean_probability": "Mean risk",
    INTERVAL_WIDTH: "Width of the risk's interval",
    SET_COVERAGE: "What happened was in the prediction set",
}
"""Every metric, as a choice on the screen."""

METRIC_MEANINGS = {
    GAP: "The share that was recorded with the outcome, less the share that the model expects from behaviour alone."
    " Above 0: recorded more often than customers who behave alike.",
    "selection_rate": "The share that the model marks as high risk (demographic parity compares these).",
    "true_positive_rate": "Of those who had the outcome, the share that was marked (equal opportunity compares these).",
    "false_positive_rate": "Of those who didn't have the outcome, the share that was marked all the same.",
    "observed_share": "The share that was recorded with the outcome.",
    "mean_probability": "The mean of the model's probabilities.",
    INTERVAL_WIDTH: "How wide the 90% interval of the risk is on average, over everyone who is described today: wider"
    " where the model knows less of customers like these.",
    SET_COVERAGE: "The share of rows whose prediction set (what can't be ruled out) holds what happened: 90% is"
    " promised.",
}

_ATTRIBUTE_WORDS = {"birth_date": "age", REGION: "region", HISTORY: "time with the bank"}
_MOST_NAMED = 4


def attribute_words(attribute: str) -> str:
    """Call an attribute as a reader would.

    Examples
    --------
    >>> attribute_words("birth_date and home_language")
    'age and home language'
    """
    return TOGETHER.join(_ATTRIBUTE_WORDS.get(each, column_title(each).lower()) for each in attribute.split(TOGETHER))


def metric_value(value: float, metric: str) -> str:
    """Write a metric's value: a share, or for the gap a signed difference of shares.

    Examples
    --------
    >>> metric_value(0.0837, GAP), metric_value(0.0837, "selection_rate")
    ('+8.4 percentage points', '8.4%')
    """
    return points(value) if metric == GAP else percent(value)


def fairness_sentences(table: pd.DataFrame) -> list[str]:
    """Say which groups were recorded otherwise than the model expects, and which are treated otherwise.

    Parameters
    ----------
    table : DataFrame
        The rows of ``fairness`` of one outcome, with `label` (the group in words).

    Returns
    -------
    list of str
        Groups of one attribute are named, groups of two at once counted.
    """
    groups = table[~table["group"].isin([RANGE, EVERYONE])]
    tested = groups[(groups["metric"] == GAP) & groups["p_adjusted"].notna()]
    found = tested[tested["is_flagged"] == 1]
    n_small = int(groups.loc[groups["metric"] == GAP, "value"].isna().sum())
    said = [_first_sentence(tested, found)]
    said += [_of_group(row, table) for row in _named(found)]
    n_crossed = sum(_is_crossed(attribute) for attribute in texts(found, "attribute"))
    if n_crossed:
        said.append(f"It also holds for {_plural(n_crossed, 'group')} by two attributes at once.")
    if n_small:
        said.append(
            f"Of {_plural(n_small, 'group')} with fewer than 30 customers nothing is said: their rates would say"
            " nothing of the group, and something of single people."
        )
    return said


def _first_sentence(tested: pd.DataFrame, found: pd.DataFrame) -> str:
    n = written(len(tested), ",d")
    if found.empty:
        return (
            f"Of {n} groups compared, none was recorded with the outcome more or less often than the model expects"
            " from behaviour, beyond what chance explains."
        )
    were = "1 was" if len(found) == 1 else f"{written(len(found), ',d')} were"
    return (
        f"Of {n} groups compared, {were} recorded with the outcome more or less often than"
        " the model expects from behaviour, beyond what chance explains."
    )


def _named(found: pd.DataFrame) -> list[pd.Series]:
    single = found.loc[~found["attribute"].str.contains(TOGETHER, regex=False).astype(bool)]
    order = single["difference"].abs().sort_values(ascending=False, kind="stable").index[:_MOST_NAMED]
    return [single.loc[place] for place in order]


def _of_group(row: pd.Series, table: pd.DataFrame) -> str:
    own = table[(table["attribute"] == row["attribute"]) & (table["group"] == row["group"])].set_index("metric")
    observed, expected = (float(own.loc[name, "value"]) for name in ("observed_share", "mean_probability"))
    low = points(float(row["difference_lower"])).removesuffix(" percentage points")
    return (
        f"{attribute_words(str(row['attribute'])).capitalize()} {row['label']}: {percent(observed)} recorded,"
        f" {percent(expected)} expected; beside all others {points(float(row['difference']))}"
        f" ({low} to {points(float(row['difference_upper']))}, 90% interval)."
    )


def widest(table: pd.DataFrame, attribute: str, metric: str) -> str:
    """Say between which groups of an attribute a metric differs most.

    Parameters
    ----------
    table : DataFrame
        As for `fairness_sentences`.
    attribute, metric : str

    Returns
    -------
    str
        Empty where fewer than two groups are large enough.
    """
    own = table[(table["attribute"] == attribute) & (table["metric"] == metric) & (table["group"] != RANGE)]
    own = own[own["value"].notna()].sort_values("value", kind="stable")
    if len(own) < 2:
        return ""
    low, high = own.iloc[[0]], own.iloc[[-1]]
    n_real = int((own["is_flagged"] == 1).sum())
    real = (
        "No group differs from the others beyond chance."
        if n_real == 0
        else f"{_counted(n_real)} from the others beyond chance."
    )
    return (
        f"From {metric_value(floats(low, 'value')[0], metric)} ({texts(low, 'label')[0]}) to"
        f" {metric_value(floats(high, 'value')[0], metric)} ({texts(high, 'label')[0]}). {real}"
    )


def _counted(n: int) -> str:
    return "1 group differs" if n == 1 else f"{written(n, ',d')} groups differ"


def _plural(n: int, noun: str) -> str:
    return f"1 {noun}" if n == 1 else f"{written(n, ',d')} {noun}s"


def _is_crossed(attribute: str) -> bool:
    return TOGETHER in attribute
