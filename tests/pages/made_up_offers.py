"""Offers, consents and what trials found, for a made-up snapshot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tests.pages.made_up import AS_OF

OFFERS = ("fee_waiver", "savings_bonus")


def offer_tables(ids: Sequence[str], *, is_known: bool = True) -> dict[str, pd.DataFrame]:
    """Every fifth was contacted lately, every fourth did not agree; the effect falls with the place in the list."""
    n = len(ids)
    place = np.arange(n)
    lately = pd.Timestamp(AS_OF) - pd.to_timedelta(np.where(place % 5 == 0, 10, 200), unit="D")
    offers = pd.DataFrame(
        {
            "customer_id": ids,
            "offered_at": lately + pd.Timedelta(hours=9),
            "offer": [OFFERS[each % 2] for each in place],
            "channel": "phone",
            "is_control": place % 3 == 0,
            "accepted": (place % 7 == 0).astype(int),
            "reward": 0.0,
        }
    )
    answers = [(name, purpose) for name in ids for purpose in ("marketing", "profiling")]
    consents = pd.DataFrame(answers, columns=["customer_id", "purpose"])
    is_granted = np.repeat(place % 4 != 0, 2) | (consents["purpose"] == "profiling")
    effect = np.linspace(0.06, -0.04, n)
    uplift = pd.DataFrame({"customer_id": ids, "outcome": "churn", "offer": "(any)", "effect": effect})
    uplift = uplift.assign(lower=effect - 0.02, upper=effect + 0.02)
    return {
        "offers": offers,
        "consents": consents.assign(is_granted=is_granted, changed_at=pd.Timestamp("2025-01-05 12:00")),
        "uplift": uplift if is_known else uplift.head(0),
        **trial_tables(is_known=is_known),
    }


def trial_tables(*, is_known: bool) -> dict[str, pd.DataFrame]:
    """What the trials found in all, by offer and channel, and of the rankings."""
    rows = [
        ("(any)", "(any)", 0.001, "unsure"),
        ("fee_waiver", "(any)", 0.021, "lowers"),
        ("savings_bonus", "(any)", -0.004, "unsure"),
        ("fee_waiver", "phone", 0.024, "lowers"),
        ("fee_waiver", "branch", 0.01, "unsure"),
        ("savings_bonus", "phone", float("nan"), "unknown"),
    ]
    effects = pd.DataFrame(rows, columns=["offer", "channel", "effect", "verdict"])
    budgets = np.arange(1, 11) / 10
    gains = {"effect": 0.05 * (1 - budgets), "risk": -0.03 * (1 - budgets)}
    curve = [
        pd.DataFrame({"ranking": name, "budget": budgets, "kept": gain * budgets, "gain": gain})
        for name, gain in gains.items()
    ]
    facts = {"ranked_by": "effect" if is_known else "risk", "n_rows": 5_000, "n_cases": 296}
    numbers = dict(zip(("gain", "lower", "upper"), (0.035, 0.02, 0.05), strict=True))
    over_risk = {f"{name}_over_risk": value + 0.01 for name, value in numbers.items()}
    why = "On customers whom it hadn't seen, ranking by the effect of an offer kept surely more than at random."
    return {
        "offer_effects": effects.assign(
            outcome="churn",
            n_offered=800,
            n_held_back=790,
            lower=effects["effect"] - 0.015,
            upper=effects["effect"] + 0.015,
            share_offered=0.06 - effects["effect"],
            share_held_back=0.06,
        ),
        "uplift_curve": pd.concat(curve, ignore_index=True).assign(
            outcome="churn", lower=lambda table: table["gain"] - 0.02, upper=lambda table: table["gain"] + 0.02
        ),
        "uplift_facts": pd.DataFrame([{"outcome": "churn", **facts, "why": why, **numbers, **over_risk}]),
    }
