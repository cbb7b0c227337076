"""What a test of a note comes to, and why."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analytics.models.error_budget import LEAST_LEVEL
from analytics.models.note_evidence import Evidence
from analytics.models.note_gain import Judged
from analytics.models.protected_proxy import SIGN_ABOVE, STOP_ABOVE

FEWEST_IN_SCOPE = 20
"""Confirm customers whom a note must cover before its test says anything."""

FEWEST_EXPECTED = 4.0
"""Outcomes that the machine expects among them, and among the others."""

GIVES_AWAY = 0.95
Verdict = Literal["supported", "refused", "waiting"]


def why_wait(n_scope: int, expected: tuple[float, float], level: float) -> str | None:
    """Say why a test would say nothing, without looking at what happened to confirm customers.

    Parameters
    ----------
    n_scope : int
        Confirm customers whom the note covers.
    expected : tuple of float
        Outcomes that the machine expects among them, and among the others who confirm.
    level : float
        What the error budget leaves.

    Returns
    -------
    str or None
        None where it can be tested.
    """
    if n_scope < FEWEST_IN_SCOPE:
        return (
            f"The note covers {n_scope:,} customers of the part that confirms; {FEWEST_IN_SCOPE} are "
            "needed. It waits for more customers or dates."
        )
    if min(expected) < FEWEST_EXPECTED:
        who = "them" if expected[0] < FEWEST_EXPECTED else "all others"
        return (
            f"Without the note, {min(expected):.1f} outcomes would be expected among {who}; "
            f"{FEWEST_EXPECTED:.0f} are needed. It waits for more outcomes."
        )
    if level < LEAST_LEVEL:
        return "The error budget is spent. It waits until a note is adopted, or new outcomes are known."
    return None


def verdict_of(judged: Judged, evidence: Evidence, proxy: pd.DataFrame, level: float) -> tuple[Verdict, str, bool]:
    """Judge a note that was tested.

    Parameters
    ----------
    judged : Judged
        Confirm customers' rows with both models.
    evidence : Evidence
        What they say about the note.
    proxy : DataFrame
        As of `analytics.models.protected_proxy.protected_proxy`.
    level : float
        What the p value must not exceed.

    Returns
    -------
    tuple of (Verdict, str, bool)
        The verdict, why, and whether somebody must sign.
    """
    if not evidence.p_value <= level:
        return "refused", _too_weak(evidence, level), False
    if evidence.effect > 0 and _gives_away(judged):
        return (
            "refused",
            f"At least {GIVES_AWAY:.0%} of those whom the note covers had the outcome: it seems to have been "
            "made from what happened.",
            False,
        )
    worst = proxy.sort_values("auc", ascending=False, kind="stable").head(1)
    closest = float(worst["auc"].iloc[0]) if len(worst) else 0.5
    if closest > STOP_ABOVE:
        return "refused", f"{_stands_for(worst)} It is not adopted, whatever it adds.", False
    if closest > SIGN_ABOVE:
        return "supported", f"It adds to the machine. {_stands_for(worst)} Somebody must answer for it.", True
    return "supported", "It adds to what the machine finds alone.", False


def _too_weak(evidence: Evidence, level: float) -> str:
    if evidence.by_prediction:
        return "The machine's own columns already say who is in it, and it does not predict better with it."
    return (
        f"The customers who confirm do not show that it adds to the machine (p = {evidence.p_value:.2g}, "
        f"above the {level:.2g} that the error budget allows)."
    )


def _gives_away(judged: Judged) -> bool:
    return float(judged.values[judged.in_note].mean()) >= GIVES_AWAY > float(judged.values.mean()) + 0.25


def _stands_for(worst: pd.DataFrame) -> str:
    row = worst.iloc[0]
    return (
        f'It nearly tells who is "{row["group"]}" by {row["attribute"]} (area {float(row["auc"]):.2f}, 90 % interval '
        f"{float(row['lower']):.2f} to {float(row['upper']):.2f}; 0.5 is no relation)."
    )
