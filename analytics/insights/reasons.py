"""Why a customer's risk is what it is: the largest pushes, in words, with size and direction."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.feature_words import feature_title, value_words

BASE = "(base)"
LARGE, MODERATE, SMALL = 0.5, 0.2, 0.05
"""Pushes in log-odds: 0.5 multiplies the odds by 1.65, 0.2 by 1.22; below 0.05 nothing is said."""


@dataclass(frozen=True)
class Reason:
    """One push on a customer's risk.

    Attributes
    ----------
    text : str
        A sentence of plain text.
    contribution : float
        Its push in log-odds; above 0 raises the risk.
    feature : str
        The feature's name.
    """

    text: str
    contribution: float
    feature: str


def top_reasons(attributions: pd.DataFrame, *, most: int = 3) -> list[Reason]:
    """Return the largest pushes as sentences; none that is too small to matter.

    Parameters
    ----------
    attributions : DataFrame
        Of one customer and outcome: ``feature``, ``feature_value``, ``contribution``, ``description``, ``unit``.
    most : int
        How many at most.

    Returns
    -------
    list of Reason
        Largest first; empty where everything about the customer is average.
    """
    said = [
        Reason(text=f"{label} – {push_words(push)}.", contribution=push, feature=feature)
        for feature, label, push in _pushes(attributions)
        if abs(push) >= SMALL
    ]
    return said[:most]


def push_words(contribution: float) -> str:
    """Return a push's direction and size in words.

    Examples
    --------
    >>> push_words(0.61), push_words(-0.1)
    ('raises the risk a lot', 'lowers the risk a little')
    """
    size = abs(contribution)
    much = "a lot" if size >= LARGE else "somewhat" if size >= MODERATE else "a little"
    return f"{'raises' if contribution > 0 else 'lowers'} the risk {much}"


def contribution_steps(attributions: pd.DataFrame, *, most: int = 8) -> pd.DataFrame:
    """Return the way from the average customer to this one, step by step.

    Parameters
    ----------
    attributions : DataFrame
        As for `top_reasons`; the base is among the rows.
    most : int
        How many features get a step of their own; the rest is one step.

    Returns
    -------
    DataFrame
        ``label``, ``contribution``, ``start``, ``end`` (log-odds), ``is_total``. The first row is the average
        customer, the last this one; each step starts where the one before ended.
    """
    base = sum(floats(attributions[attributions["feature"] == BASE], "contribution"))
    pushes = _pushes(attributions)
    steps = [(label, push) for _, label, push in pushes[:most]]
    if len(pushes) > most:
        steps.append((f"The other {len(pushes) - most} features together", sum(push for *_, push in pushes[most:])))
    rows = [("Average customer", base, 0.0, base, True)]
    level = base
    for label, push in steps:
        rows.append((label, push, level, level + push, False))
        level += push
    rows.append(("This customer", level, 0.0, level, True))
    return pd.DataFrame(rows, columns=["label", "contribution", "start", "end", "is_total"])


def _pushes(attributions: pd.DataFrame) -> list[tuple[str, str, float]]:
    own = attributions[attributions["feature"] != BASE]
    said = [
        (feature, value_words(feature_title(feature, description, unit), value, unit), push)
        for feature, value, push, description, unit in zip(
            texts(own, "feature"),
            texts(own, "feature_value"),
            floats(own, "contribution"),
            texts(own, "description"),
            texts(own, "unit"),
            strict=True,
        )
    ]
    return sorted(said, key=lambda push: (-abs(push[2]), push[0]))
