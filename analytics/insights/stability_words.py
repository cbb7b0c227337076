"""Whether reasons hold when the model is made again, in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.agreement_words import Said
from analytics.insights.columns import floats, texts
from analytics.insights.wording import percent
from analytics.models.explanation_stability import HOLDS, LEAST_SAID, MOST_SAID, REASON_HOLDS
from analytics.models.refits import N_PAIRS


def explanation_words(stability: float, pushes: pd.DataFrame, titles: Mapping[str, str]) -> Said | None:
    """Say whether a customer's reasons can be relied on, and if not, why.

    Parameters
    ----------
    stability : float
        Share of what is said, by size, that comes back; missing where nothing is said.
    pushes : DataFrame
        The customer's rows of `contribution_stability`, largest push first.
    titles : mapping
        A feature's title in words.

    Returns
    -------
    Said or None
        None where nothing is said.
    """
    if stability != stability:
        return None
    share = percent(stability, decimals=0)
    if stability >= HOLDS:
        return Said(
            f"These reasons hold: {share} of them (by size) come back in models made again from two halves of the"
            " customers.",
            warns=False,
        )
    worst = _worst(pushes)
    return Said(
        f"Do not rely on this: only {share} of these reasons (by size) come back in models made again from two halves"
        f" of the customers{_because(worst, titles) if worst is not None else ''}.",
        warns=True,
    )


def unsure_features(pushes: pd.DataFrame) -> frozenset[str]:
    """Name the features whose push did not come back in at least three of four pairs."""
    return frozenset(texts(pushes[pushes["back_share"] < REASON_HOLDS], "feature"))


def in_general_words(stability: pd.DataFrame) -> Said | None:
    """Say for how many customers the reasons hold.

    Parameters
    ----------
    stability : DataFrame
        Of one outcome, as `explanation_stability`.

    Returns
    -------
    Said or None
        None where no customer has a reason.
    """
    said = stability[stability["n_reasons"] > 0]
    if said.empty:
        return None
    share = float(said["is_stable"].mean())
    mean = percent(float(said["stability"].mean()), decimals=0)
    text = (
        f"The reasons hold for {percent(share, decimals=0)} of {len(said):,} customers: at least"
        f" {percent(HOLDS, decimals=0)} of what is said of them comes back in models made again from two halves of the"
        f" customers (on average {mean})."
    )
    if share >= 0.5:
        return Said(text, warns=False)
    return Said(f"{text} Most explanations by this model are not to be relied on.", warns=True)


def _worst(pushes: pd.DataFrame) -> pd.DataFrame | None:
    """Give the said push that lost most, as a table of one row."""
    said = pushes.head(MOST_SAID)
    said = said[said["contribution"].abs() >= LEAST_SAID]
    lost = said["contribution"].abs() * (1 - said["back_share"])
    return None if said.empty else said.loc[[lost.idxmax()]]


def _because(worst: pd.DataFrame, titles: Mapping[str, str]) -> str:
    feature, twin = texts(worst, "feature")[0], texts(worst, "twin")[0]
    times = round(floats(worst, "back_share")[0] * N_PAIRS)
    lower, upper = floats(worst, "lower")[0], floats(worst, "upper")[0]
    said = f"; least of all “{titles.get(feature, feature)}” ({times} of {N_PAIRS} times)"
    if twin:
        return f"{said}: it moves together with “{titles.get(twin, twin)}”, and models credit one or the other"
    if lower < 0 < upper:
        return f"{said}: its push may as well be nothing"
    return f"{said}: its size hangs on who happened to be in the data"
