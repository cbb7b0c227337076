"""Who is on a retention list, and who is held back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.retention_list import BEYOND, CONTACT, HELD_BACK, LATELY, NO_CONSENT, ListTerms, retention_list


def _many(n: int) -> pd.DataFrame:
    draw = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "customer_id": [f"C{i:05d}" for i in range(n)],
            "value": draw.lognormal(size=n),
            "days_since_contact": np.where(draw.random(n) < 0.5, draw.integers(0, 200, n), np.nan),
            "has_consent": draw.random(n) < 0.8,
        }
    )


def test_who_falls_out_by_hand() -> None:
    four = pd.DataFrame(
        {
            "customer_id": list("abcde"),
            "value": [5.0, 4.0, 3.0, 2.0, 2.0],
            "days_since_contact": [np.nan, 29, 30, np.nan, 400],
            "has_consent": [False, True, True, True, True],
        }
    )
    found = retention_list(four, ListTerms(2, 0.0), list_key="k").set_index("customer_id")["group"]
    assert found.to_dict() == {"a": NO_CONSENT, "b": LATELY, "c": CONTACT, "d": CONTACT, "e": BEYOND}


def test_capacity_consent_and_the_contact_cap_are_kept_and_the_best_of_the_rest_are_on_it() -> None:
    found = retention_list(_many(5_000), ListTerms(700), list_key="k")
    on = found["group"].isin([CONTACT, HELD_BACK])
    assert on.sum() == 700
    assert found.loc[on, "has_consent"].all()
    assert not (found.loc[on, "days_since_contact"] < 30).any()
    assert found.loc[on, "value"].min() >= found.loc[found["group"] == BEYOND, "value"].max()


def test_the_hold_out_is_a_random_part_that_is_the_same_for_the_same_list() -> None:
    many = _many(20_000)
    found = retention_list(many, ListTerms(10_000), list_key="k")
    again = retention_list(many.sample(frac=1, random_state=1), ListTerms(10_000), list_key="k")
    pd.testing.assert_frame_equal(found, again)
    on = found[found["group"].isin([CONTACT, HELD_BACK])]
    held = (on["group"] == HELD_BACK).to_numpy()
    assert abs(held.mean() - 0.1) < 4 * np.sqrt(0.09 / len(on))
    logs = np.log(on["value"].to_numpy())
    assert abs(logs[held].mean() - logs[~held].mean()) < 4 * logs.std() / np.sqrt(held.sum())
    other = retention_list(many, ListTerms(10_000), list_key="other")
    assert 0.005 < ((found["group"] == HELD_BACK) & (other["group"] == HELD_BACK)).sum() / len(on) < 0.015
