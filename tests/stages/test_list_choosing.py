"""Whom a retention list reaches, from what a snapshot says of consents, contacts, risk and effect."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics import acting
from analytics.errors import InputError
from analytics.insights.retention_list import BEYOND, LATELY, NO_CONSENT, NO_GAIN, UNKNOWN
from analytics.knowledge.reading import knowledge
from analytics.knowledge.retention_lists import ListTerms, Ranking
from analytics.stages.list_choosing import candidates, chosen, rankings, settled_terms
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.vocabulary import Json
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.made_up_offers import offer_tables

N = 120


def tables(*, is_known: bool = True) -> dict[str, pd.DataFrame]:
    made = made_up_tables(N)
    ids = made["features"]["customer_id"].tolist()
    balance = np.where(np.arange(N) % 2 == 0, 1_000.0, -50.0)
    return {
        **made,
        "features": made["features"].assign(balance=balance),
        "scores": made["scores"].assign(probability=np.linspace(0.01, 0.99, N)[::-1]),
        **offer_tables(ids, is_known=is_known),
    }


def snapshot_of(store: Path, made: dict[str, pd.DataFrame]) -> Snapshot:
    publish_tables(store, made, made_up_facts())
    found = current_snapshot(store)
    assert found is not None
    return found


def test_what_is_known_of_each_customer(tmp_path: Path) -> None:
    found = candidates(snapshot_of(tmp_path, tables()), ("marketing",), knows_effect=True).set_index("customer_id")
    first, second, third = (found.loc[f"C{number:06d}"] for number in (0, 1, 5))
    assert (first["risk"], first["uplift"], first["worth"], first["has_consent"]) == (0.99, 0.06, 1_000.0, False)
    assert (second["worth"], second["has_consent"], second["days_since_contact"]) == (0.0, True, 200)
    assert pd.isna(first["days_since_contact"]), "an offer that was held back is no contact"
    assert third["days_since_contact"] == 10


def test_by_uplift_unless_somebody_says_otherwise_and_with_consent_to_marketing(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, tables())
    found = chosen(snapshot, None, ListTerms(20, held_back_share=0.2))
    assert (found.terms.ranked_by, found.terms.purposes) == (Ranking.UPLIFT, ("marketing",))
    assert (len(found.contacted), len(found.held_back)) == (20, 5)
    left_out = dict(found.left_out)
    assert sum(left_out.values()) == N - 25
    assert left_out[NO_CONSENT] == 30
    assert left_out[LATELY] == sum(place % 5 == 0 and place % 4 != 0 and place % 3 != 0 for place in range(N))
    assert (left_out[UNKNOWN], left_out[NO_GAIN] > 0, left_out[BEYOND] > 0) == (0, True, True)
    known = candidates(snapshot, (), knows_effect=True).set_index("customer_id").loc[list(found.contacted)]
    assert found.expected_saved == pytest.approx(known["uplift"].sum())
    assert found.value_saved == pytest.approx((known["uplift"] * known["worth"]).sum())


def test_without_trial_data_it_is_ranked_by_risk_and_nothing_is_expected(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, tables(is_known=False))
    assert rankings(snapshot) == (Ranking.RISK,)
    found = chosen(snapshot, [f"C{number:06d}" for number in range(60, 100)], ListTerms(5, held_back_share=0.0))
    assert (found.expected_saved, found.value_saved, found.terms.ranked_by) == (None, None, Ranking.RISK)
    assert found.contacted == tuple(f"C{number:06d}" for number in (61, 62, 63, 66, 67))
    with pytest.raises(InputError, match=r"can't be ranked by uplift here: no trial has shown .* There is: risk"):
        chosen(snapshot, None, ListTerms(5, Ranking.UPLIFT))


def test_an_offer_that_was_never_tried_is_ranked_by_risk_its_effect_being_unknown(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, tables())
    assert rankings(snapshot, "fee_waiver") == (Ranking.UPLIFT, Ranking.VALUE, Ranking.RISK)
    assert rankings(snapshot, "a call") == (Ranking.RISK,)
    found = chosen(snapshot, None, ListTerms(5, offer="a call"))
    assert (found.terms.ranked_by, found.expected_saved) == (Ranking.RISK, None)
    with pytest.raises(InputError, match="no trial has shown whom a call keeps"):
        chosen(snapshot, None, ListTerms(5, Ranking.UPLIFT, offer="a call"))


def test_a_bank_without_consents_and_contacts_leaves_nobody_out_for_them(tmp_path: Path) -> None:
    made = {name: table for name, table in tables().items() if name not in ("offers", "consents", "uplift")}
    found = chosen(snapshot_of(tmp_path, made), None, ListTerms(10))
    assert (dict(found.left_out)[NO_CONSENT], dict(found.left_out)[LATELY], found.terms.purposes) == (0, 0, ())


def test_purposes_that_nobody_was_asked_about_are_refused(tmp_path: Path) -> None:
    made = tables()
    snapshot = snapshot_of(tmp_path, made)
    with pytest.raises(InputError, match=r"Nobody was asked about sales\. The purposes in consents: marketing, profil"):
        settled_terms(snapshot, ListTerms(5, purposes=("sales",)))
    assert settled_terms(snapshot, ListTerms(5, purposes=("profiling",))).purposes == ("profiling",)
    made["consents"] = made["consents"].replace("marketing", "p1")
    with pytest.raises(InputError, match="Say which consent contacting needs"):
        settled_terms(snapshot_of(tmp_path, made), ListTerms(5))


def test_the_banks_own_margin_says_what_a_customer_is_worth(tmp_path: Path) -> None:
    made = tables()
    margin = pd.Series(range(len(made["customers"])), dtype=float)
    made["customers"] = made["customers"].assign(annual_margin=margin)
    worth = candidates(snapshot_of(tmp_path, made), (), knows_effect=False)
    assert worth["worth"].tolist() == list(range(N))


def test_an_act_makes_the_list_that_the_screen_showed(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, tables())
    shown = chosen(snapshot, None, ListTerms(20, seed=3, offer="fee_waiver"))
    act: dict[str, Json] = {"act": "retention_list", "name": "Spring", "offer": "fee_waiver", "capacity": 20, "seed": 3}
    more: dict[str, Json] = {"owner": "expert", "due_on": "2026-07-31", "snapshot": snapshot.id}
    acting.do(tmp_path, {**act, **more}, author="executive")
    made = knowledge(tmp_path).lists["l1"]
    assert (len(made.contacted), len(made.held_back)) == (len(shown.contacted), len(shown.held_back))
    assert (made.expected_saved, made.terms) == (shown.expected_saved, shown.terms)


def test_before_consents_are_read_no_list_is_made_though_a_bank_without_any_makes_one(tmp_path: Path) -> None:
    months = pd.DataFrame({"customer_id": ["C000001"], "month": [pd.Timestamp("2026-06-01")]})
    unread = snapshot_of(tmp_path / "unread", {**_without("consents"), "customer_months": months})
    with pytest.raises(InputError, match="not read yet"):
        settled_terms(unread, ListTerms(offer="fee_waiver", capacity=10))
    none = {**tables(), "consents": tables()["consents"].head(0), "customer_months": months}
    assert (
        settled_terms(snapshot_of(tmp_path / "none", none), ListTerms(offer="fee_waiver", capacity=10)).purposes == ()
    )


def _without(name: str) -> dict[str, pd.DataFrame]:
    return {each: table for each, table in tables().items() if each != name}
