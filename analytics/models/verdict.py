"""What an evaluation says, in a sentence."""

from __future__ import annotations

import pandas as pd

from analytics.models.contenders import GRADIENT_BOOSTING
from analytics.models.judgement import CUSTOMERS


def beats_naive(evaluation: pd.DataFrame) -> bool:
    """Say whether the model's gain in AUC over the one-column rule is above 0 on unseen customers.

    The whole 90 % interval of the paired gain has to be above 0, and that of the AUC above 0.5.
    """
    return bool(_figure(evaluation, "auc_over_naive")["lower"] > 0 and _figure(evaluation, "auc")["lower"] > 0.5)


def verdict(evaluation: pd.DataFrame, *, naive_feature: str) -> str:
    """Put into a sentence whether the model is worth having.

    Parameters
    ----------
    evaluation : DataFrame
        ``model``, ``split``, ``metric``, ``value``, ``lower``, ``upper``.
    naive_feature : str
        The column of the one-column rule.

    Returns
    -------
    str
        Whether the model is better than chance, and than the rule, on customers it never saw.
    """
    auc, gain = _figure(evaluation, "auc"), _figure(evaluation, "auc_over_naive")
    reached = f"AUC {auc['value']:.3f}, 90 % interval {auc['lower']:.3f} to {auc['upper']:.3f}"
    if auc["lower"] <= 0.5:
        return f"No better than chance on customers it never saw ({reached}): do not act on these scores."
    difference = f"by {gain['value']:+.3f}, interval {gain['lower']:+.3f} to {gain['upper']:+.3f}"
    if gain["lower"] <= 0:
        return (
            f"Better than chance on customers it never saw ({reached}), "
            f"but not shown to be better than the rule with {naive_feature} alone ({difference})."
        )
    return (
        f"Better than chance on customers it never saw ({reached}), "
        f"and than the rule with {naive_feature} alone ({difference})."
    )


def _figure(evaluation: pd.DataFrame, metric: str) -> pd.Series:
    found = evaluation[
        (evaluation["model"] == GRADIENT_BOOSTING)
        & (evaluation["split"] == CUSTOMERS)
        & (evaluation["metric"] == metric)
    ]
    return found.iloc[0]
