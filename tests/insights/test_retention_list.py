"""Who is on a retention list, and who is held back."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analytics.insights.least_effect import least_effect
from analytics.insights.retention_list import (
    BEYOND,
    CONTACT,
    ELSEWHERE,
    HELD_BACK,
    LATELY,
    NO_CONSENT,
    NO_GAIN,
    UNKNOWN,
    retention_list,
)
from analytics.knowledge.retention_lists import ListTerms, Ranking


def _many(n: int) -> pd.DataFrame:
    draw = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "customer_id": [f"C{i:05d}" for i in range(n)],
            "risk": draw.beta(1, 12, size=n),
            "uplift": draw.normal(0.01, 0.02, size=n),
            "worth": draw.lognormal(8, 1, size=n),
            "days_since_contact": np.where(draw.random(n) < 0.5, draw.integers(0, 200, n), np.nan),
            "has_consent": draw.random(n) < 0.8,
            "is_listed": draw.random(n) < 0.05,
        }
    )


def _groups(found: pd.DataFrame) -> dict[str, str]:
    return dict(zip(found["customer_id"], found["group"], strict=True))


def test_who_falls_out_and_in_which_order_by_hand() -> None:
    six = pd.DataFrame(
        {
            "customer_id": list("abcdef"),
            "risk": [0.5, 0.4, 0.3, 0.2, 0.2, np.nan],
            "uplift": [0.01, 0.04, -0.01, 0.02, 0.03, 0.05],
            "worth": [100.0, 100.0, 100.0, 500.0, 100.0, 0.0],
            "days_since_contact": [np.nan, 29, 30, np.nan, 400, np.nan],
            "has_consent": [False, True, True, True, True, True],
            "is_listed": False,
        }
    )
    by_risk = retention_list(six, ListTerms(2, Ranking.RISK, 0.0, 30))
    assert _groups(by_risk) == {"a": NO_CONSENT, "b": LATELY, "c": CONTACT, "d": CONTACT, "e": BEYOND, "f": UNKNOWN}
    assert by_risk["customer_id"].tolist() == list("abcdef")
    by_uplift = retention_list(six, ListTerms(2, Ranking.UPLIFT, 0.0, 30))
    assert _groups(by_uplift) == {"a": NO_CONSENT, "b": LATELY, "c": NO_GAIN, "d": BEYOND, "e": CONTACT, "f": CONTACT}
    elsewhere = retention_list(
        six.assign(is_listed=six["customer_id"].isin(["a", "c"])), ListTerms(2, Ranking.RISK, 0.0)
    )
    assert _groups(elsewhere) == {**_groups(by_risk), "c": ELSEWHERE, "e": CONTACT}
    by_value = retention_list(six, ListTerms(1, Ranking.VALUE, 0.0, 0))
    assert _groups(by_value) == {"a": NO_CONSENT, "b": BEYOND, "c": NO_GAIN, "d": CONTACT, "e": BEYOND, "f": BEYOND}


def test_as_many_are_contacted_as_there_is_room_for_and_the_held_back_come_on_top() -> None:
    found = retention_list(_many(5_000), ListTerms(600, Ranking.UPLIFT, 0.2))
    on = found["group"].isin([CONTACT, HELD_BACK])
    assert ((found["group"] == CONTACT).sum(), on.sum()) == (600, 750)
    assert found.loc[on, "has_consent"].all()
    assert not found.loc[on, "is_listed"].any()
    assert not (found.loc[on, "days_since_contact"] < 30).any()
    assert found.loc[on, "value"].min() >= found.loc[found["group"] == BEYOND, "value"].max()
    assert found.loc[on, "uplift"].min() > 0


def test_where_fewer_are_free_than_there_is_room_for_the_share_is_held_back_all_the_same() -> None:
    found = retention_list(_many(300), ListTerms(1_000, Ranking.RISK, 0.1, 0))
    n = found["group"].value_counts()
    assert n[HELD_BACK] == round(0.1 * (n[CONTACT] + n[HELD_BACK]))


def test_the_hold_out_is_a_random_part_that_is_the_same_for_the_same_seed() -> None:
    many, terms = _many(20_000), ListTerms(9_000, Ranking.RISK, 0.1, seed=7)
    found, again = (retention_list(each, terms) for each in (many, many.sample(frac=1, random_state=1)))
    pd.testing.assert_frame_equal(found, again)
    on = found[found["group"].isin([CONTACT, HELD_BACK])]
    held = (on["group"] == HELD_BACK).to_numpy()
    assert held.sum() == 1_000
    for name in ("risk", "uplift", "worth"):
        values = on[name].to_numpy()
        assert abs(values[held].mean() - values[~held].mean()) < 4 * values.std() / np.sqrt(held.sum()), name
    other = retention_list(many, ListTerms(9_000, Ranking.RISK, 0.1, seed=8))
    both = ((found["group"] == HELD_BACK) & (other["group"] == HELD_BACK)).sum()
    assert 0.005 < both / len(on) < 0.015


def test_the_least_effect_is_seen_in_four_of_five_trials() -> None:
    share, n, m = 0.2, 900, 300
    least = least_effect(share, n, m)
    draw = np.random.default_rng(1)
    first, second = draw.binomial(n, share + least, 4_000) / n, draw.binomial(m, share, 4_000) / m
    spread = np.sqrt(first * (1 - first) / n + second * (1 - second) / m)
    assert 0.76 < (first - second > 1.645 * spread).mean() < 0.84
    assert math.isinf(least_effect(share, n, 0))
