"""Whether a model is worth its name: beside the simple rule and logistic regression, on both splits."""

from __future__ import annotations

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.standouts import Standout, Tone
from analytics.insights.wording import percent, points
from analytics.number_marks import written

OWN_MODEL = "gradient_boosting"
WITH_PROTECTED = "gradient_boosting_with_protected"
MODEL_TITLES = {
    OWN_MODEL: "Tandem's model",
    "logistic": "Logistic regression",
    "naive": "Simple rule",
    WITH_PROTECTED: "With the protected columns",
}
SPLITS = {"time": "on a later date", "customers": "on customers it never saw"}


def model_title(model: str) -> str:
    """Return a model's name in words.

    Examples
    --------
    >>> model_title("naive"), model_title("two_step")
    ('Simple rule', 'Two step')
    """
    return MODEL_TITLES.get(model, model.replace("_", " ").capitalize())


def verdict(evaluation: pd.DataFrame) -> Standout | None:
    """Return in a sentence whether the model ranks customers better than the simple rule.

    Parameters
    ----------
    evaluation : DataFrame
        Of one outcome: ``model``, ``split``, ``metric``, ``value``, ``lower``, ``upper``. The later date counts
        where there is one, since that is how the model is used; else customers it never saw.

    Returns
    -------
    Standout or None
        None where there is nothing to compare.
    """
    for split, words in SPLITS.items():
        own, simple = _auc(evaluation, OWN_MODEL, split), _auc(evaluation, "naive", split)
        if own is None or simple is None:
            continue
        numbers = (
            f"AUC {written(own[0], '.3f')} ({written(own[1], '.3f')} to {written(own[2], '.3f')}) against "
            f"{written(simple[0], '.3f')} ({written(simple[1], '.3f')} to {written(simple[2], '.3f')}) {words}"
        )
        if is_surely_better(evaluation, split):
            return Standout(text=f"The model ranks customers better than the simple rule: {numbers}.", screen="drivers")
        if own[0] > simple[0]:
            return Standout(
                text=f"The model looks better than the simple rule, but not surely: {numbers}.",
                tone=Tone.WATCH,
                screen="drivers",
            )
        return Standout(
            text=f"The model is no better than the simple rule: {numbers}.", tone=Tone.WATCH, screen="drivers"
        )
    return None


def is_surely_better(evaluation: pd.DataFrame, split: str) -> bool:
    """Say whether the model surely ranks better than the simple rule on a split.

    Parameters
    ----------
    evaluation : DataFrame
        Of one outcome (and horizon): ``model``, ``split``, ``metric``, ``lower``, ``upper``.
    split : str
        ``time`` or ``customers``.

    Returns
    -------
    bool
        Whether the 90% interval of the gain on the same customers lies above 0; where only the two AUCs are known,
        whether their intervals lie apart.
    """
    gain = _metric(evaluation, OWN_MODEL, split, "auc_over_naive")
    if gain is not None:
        return gain[1] > 0
    own, simple = _auc(evaluation, OWN_MODEL, split), _auc(evaluation, "naive", split)
    return own is not None and simple is not None and own[1] > simple[2]


def lost_to_logistic(evaluation: pd.DataFrame) -> str | None:
    """Return a sentence where plain logistic regression did at least as well, on either split."""
    for split, words in SPLITS.items():
        own, plain = _auc(evaluation, OWN_MODEL, split), _auc(evaluation, "logistic", split)
        if own is not None and plain is not None and plain[0] >= own[0]:
            return (
                f"Plain logistic regression did as well or better {words}: AUC {written(plain[0], '.3f')} against "
                f"{written(own[0], '.3f')}. The simpler model would serve here."
            )
    return None


def cost_of_protection(evaluation: pd.DataFrame) -> list[str]:
    """Return, a sentence a split, what leaving the protected columns out costs.

    Parameters
    ----------
    evaluation : DataFrame
        Of one outcome; rows of ``gradient_boosting_with_protected`` are the same model with the columns left in.
    """
    said = []
    for split, words in SPLITS.items():
        own, unprotected = _auc(evaluation, OWN_MODEL, split), _auc(evaluation, WITH_PROTECTED, split)
        if own is None or unprotected is None:
            continue
        difference = unprotected[0] - own[0]
        effect = (
            f"costs {written(difference, '.3f')} AUC"
            if difference > 0
            else ("costs nothing" if difference == 0 else f"gains {written(-difference, '.3f')} AUC")
        )
        sure = "" if own[2] < unprotected[1] or unprotected[2] < own[1] else "; the intervals overlap"
        said.append(
            f"{words.capitalize()}, leaving the protected columns out {effect}: {written(own[0], '.3f')} without them, "
            f"{written(unprotected[0], '.3f')} with them{sure}."
        )
    return said


def calibration_words(bins: pd.DataFrame) -> str | None:
    """Return how far the risks given were from what happened, weighted by customers.

    Parameters
    ----------
    bins : DataFrame
        Of one outcome and split: ``mean_predicted``, ``observed``, ``n``.
    """
    numbers = floats(bins, "n")
    if not sum(numbers) > 0:
        return None
    predicted, observed = floats(bins, "mean_predicted"), floats(bins, "observed")
    total = sum(numbers)
    foretold = sum(p * n for p, n in zip(predicted, numbers, strict=True)) / total
    happened = sum(o * n for o, n in zip(observed, numbers, strict=True)) / total
    return (
        f"Foretold for all of them together: {percent(foretold)}. It happened to {percent(happened)} "
        f"({points(happened - foretold)})."
    )


def _auc(evaluation: pd.DataFrame, model: str, split: str) -> tuple[float, float, float] | None:
    return _metric(evaluation, model, split, "auc")


def _metric(evaluation: pd.DataFrame, model: str, split: str, metric: str) -> tuple[float, float, float] | None:
    chosen = evaluation[
        (evaluation["model"] == model) & (evaluation["split"] == split) & (evaluation["metric"] == metric)
    ]
    if chosen.empty or not texts(chosen, "value")[0]:
        return None
    return floats(chosen, "value")[0], floats(chosen, "lower")[0], floats(chosen, "upper")[0]
