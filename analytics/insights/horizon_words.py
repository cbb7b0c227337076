"""What risks over time say, in sentences made of their numbers."""

from __future__ import annotations

import pandas as pd

from analytics.insights.columns import floats
from analytics.insights.model_verdict import OWN_MODEL, SPLITS, is_surely_better
from analytics.insights.wording import listing, percent
from analytics.number_marks import written

_CHANCE = 0.5


def quality_phrase(evaluation: pd.DataFrame) -> str:
    """Return in a phrase how well a model tells customers apart.

    Parameters
    ----------
    evaluation : DataFrame
        Of one outcome (and horizon): ``model``, ``split``, ``metric``, ``value``, ``lower``, ``upper``. The later date
        counts where there is one. What is surely better is `is_surely_better`.

    Returns
    -------
    str
        Empty where nothing was evaluated.

    Examples
    --------
    >>> rows = [("auc", 0.84, 0.82, 0.86), ("auc_over_naive", 0.12, 0.08, 0.16)]
    >>> table = pd.DataFrame(rows, columns=["metric", "value", "lower", "upper"])
    >>> quality_phrase(table.assign(split="time", model="gradient_boosting"))
    'Better than a simple rule: AUC 0.84 (0.82 to 0.86) on a later date'
    """
    for split, words in SPLITS.items():
        here = evaluation[(evaluation["split"] == split) & (evaluation["model"] == OWN_MODEL)]
        own = here[here["metric"] == "auc"]
        if own.empty:
            continue
        value, lower, upper = (floats(own, name)[0] for name in ("value", "lower", "upper"))
        numbers = f"AUC {written(value, '.2f')} ({written(lower, '.2f')} to {written(upper, '.2f')}) {words}"
        if lower <= _CHANCE:
            return f"No better than chance: {numbers}"
        return (
            f"{'Better' if is_surely_better(evaluation, split) else 'Not surely better'} than a simple rule: {numbers}"
        )
    return ""


def horizon_words(here: pd.DataFrame) -> list[str]:
    """Return how many are expected to leave by when, and how much of it comes early.

    Parameters
    ----------
    here : DataFrame
        ``horizon_days``, ``mean_risk`` (0-1), soonest first.

    Examples
    --------
    >>> two = pd.DataFrame({"horizon_days": [90, 180], "mean_risk": [0.06, 0.12]})
    >>> for sentence in horizon_words(two):
    ...     print(sentence)
    Of 1,000 of these customers about 60 are expected to leave within 90 days and 120 within 180 days.
    Of those who leave within 180 days, 50.0% do so within 90.
    """
    days, risk = floats(here, "horizon_days"), floats(here, "mean_risk")
    if not days:
        return []
    parts = [f"{written(round(each * 1000), ',')} within {day:.0f} days" for day, each in zip(days, risk, strict=True)]
    parts[0] = parts[0].replace(" within", " are expected to leave within", 1)
    said = [f"Of 1,000 of these customers about {listing(parts)}."]
    if len(days) > 1 and risk[-1] > 0:
        early = percent(risk[-2] / risk[-1])
        said.append(f"Of those who leave within {days[-1]:.0f} days, {early} do so within {days[-2]:.0f}.")
    return said
