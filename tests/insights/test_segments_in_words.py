"""Profiles, suggested names, keys over rebuilds, and the overlap with what is protected."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from analytics.features.behaviour_entries import BEHAVIOUR_ENTRIES
from analytics.features.catalog import behaviour_catalog
from analytics.insights.behaviour_phrases import HIGH_AND_LOW, STAGES, without_window
from analytics.insights.feature_phrases import feature_phrase
from analytics.insights.protected_overlap import attribute_groups, protected_overlap
from analytics.insights.segment_profile import segment_profile
from analytics.insights.suggested_names import suggested_names
from analytics.models.segment_identity import segment_identity

IDS = [f"C{number}" for number in range(8)]
MEMBERSHIP = pd.DataFrame(
    {
        "customer_id": [one for one in IDS for _ in (1, 2, 3)],
        "level": [1, 2, 3] * 8,
        "segment_id": [f"L{level}-0{1 + number // 4}" for number in range(8) for level in (1, 2, 3)],
        "strength": 1.0,
    }
)
SEGMENTS = pd.DataFrame(
    {
        "segment_id": [f"L{level}-0{number}" for level in (1, 2, 3) for number in (1, 2)],
        "parent_id": [None, None, "L1-01", "L1-02", "L2-01", "L2-02"],
        "level": [1, 1, 2, 2, 3, 3],
    }
)
FEATURES = pd.DataFrame(
    {
        "spend": [0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0],
        "gaps": [1.0, np.nan, 1.0, 1.0, 3.0, 3.0, np.nan, 3.0],
        "plan": ["a", "a", "a", "b", "b", "b", "b", None],
        "same": 5.0,
    },
    index=pd.Index(IDS, name="customer_id"),
)


def _effects() -> pd.DataFrame:
    return segment_profile(FEATURES, MEMBERSHIP).set_index(["segment_id", "feature"])


def test_an_effect_is_the_difference_in_standard_deviations() -> None:
    rows = _effects()
    assert list(rows.loc[("L3-02", "spend"), ["segment_mean", "overall_mean", "effect"]]) == [2.0, 1.0, 1.0]
    assert rows.loc[("L3-01", "spend"), "effect"] == -1.0
    assert rows.loc[("L3-01", "same"), "effect"] == 0.0


def test_missing_values_are_left_out_of_means() -> None:
    assert list(_effects().loc[("L3-02", "gaps"), ["segment_mean", "overall_mean"]]) == [3.0, 2.0]


def test_a_category_has_a_row_a_value_with_shares() -> None:
    rows = _effects()
    assert rows.loc[("L3-01", "plan = a"), "segment_mean"] == 0.75
    assert rows.loc[("L3-02", "plan = b"), "overall_mean"] == pytest.approx(4 / 7)


def test_names_say_what_differs_and_never_what_is_protected() -> None:
    profile = segment_profile(FEATURES, MEMBERSHIP)
    catalog = pd.DataFrame({"feature": ["spend"], "group": ["money"], "unit": ["EUR"], "description": ["Spending"]})
    names = suggested_names(SEGMENTS, profile, catalog, protected=["plan"])
    assert "high spending" in names.iloc[5]
    assert not names.str.contains("plan", case=False).any()
    assert (names.str.len() <= 60).all()
    assert not SEGMENTS.assign(name=names).duplicated(["level", "name"]).any()


def test_the_levels_of_no_structure_have_keys_of_their_own() -> None:
    everyone = MEMBERSHIP.assign(segment_id="all")
    segments = pd.DataFrame({"segment_id": ["all"] * 3, "parent_id": [None, "all", "all"], "level": [1, 2, 3]})
    profile = segment_profile(FEATURES, everyone)
    assert segment_identity(segments, everyone, profile, None).keys.is_unique
    assert not profile.duplicated(["segment_id", "feature"]).any()
    catalog = pd.DataFrame({"feature": [], "group": [], "unit": [], "description": []})
    assert suggested_names(segments, profile, catalog).tolist() == ["all"] * 3


def test_overlap_with_a_protected_attribute_is_adjusted_mutual_information() -> None:
    genders = ["f", "f", "f", "m", "m", "m", "m", None]
    customers = pd.DataFrame({"customer_id": IDS, "gender": genders, "language": "de"})
    rows = protected_overlap(
        MEMBERSHIP, customers, protected=["gender", "language", "absent"], as_of=date(2026, 1, 1), seed=0
    )
    assert rows["attribute"].unique().tolist() == ["gender"]
    expected = adjusted_mutual_info_score([str(one) for one in genders], [0] * 4 + [1] * 4)
    assert rows["ami"].iloc[0] == pytest.approx(expected)
    assert (rows["lower"] <= rows["ami"]).all()


def test_ages_are_bands_of_ten_years_on_the_day() -> None:
    born = pd.Series(["1990-01-02", "1990-01-01", None], name="birth_date")
    assert attribute_groups(born, as_of=date(2020, 1, 1)).tolist() == ["20-29", "30-39", "(missing)"]


@pytest.mark.parametrize(
    ("feature", "effect", "mean", "said"),
    [
        ("cash_withdrawal_share", 1.0, 0.2, "much in cash"),
        ("children_share", 1.0, 0.2, "much on children"),
        ("children_share", -1.0, 0.01, "little on children"),
        ("wages_income_share", 2.0, 0.9, "mostly wages income"),
        ("invoice_income_income_share", 2.0, 0.9, "mostly invoice income"),
        ("web_channel_share", -1.0, 0.1, "seldom online"),
        ("evening_share_365d", 1.0, 0.4, "in the evening"),
        ("evening_share_365d", -1.0, 0.1, "seldom in the evening"),
        ("balance_mean_90d", 1.0, 9000.0, "high balance"),
        ("payday_regularity", -1.0, 0.2, "no fixed payday"),
        ("days_since_inflow", 1.0, 60.0, "no money in for long"),
        ("tenure_days", -1.0, 60.0, "new to the bank"),
        ("gap_mean_days_365d", 1.0, 60.0, "seldom active"),
        ("income_months_share_365d", 1.0, 0.9, "income every month"),
        ("transfer_from_another_bank_income_share", 1.0, 0.9, "income mostly by transfer from another bank"),
        ("penalty_interest_share", 1.0, 0.2, "pays much in penalty interest"),
        ("loan_payment_share", 1.0, 0.2, "much on loan payments"),
        ("event_card_issued_n_90d", 1.0, 2.0, "many events: card issued"),
        ("event_complaint_days_since", -1.0, 2.0, "complaint lately"),
        ("holds_mortgage", 1.0, 0.6, "with mortgage"),
        ("days_since_own_act", 1.0, 60.0, "silent for long"),
    ],
)
def test_a_behaviour_is_named_as_one_would_say_it(feature: str, effect: float, mean: float, said: str | None) -> None:
    catalog = behaviour_catalog([feature]).iloc[0]
    assert feature_phrase(feature, effect, mean, catalog["unit"], catalog["description"]) == said


@pytest.mark.parametrize("feature", sorted(BEHAVIOUR_ENTRIES))
def test_every_feature_of_behaviour_has_a_phrase_either_way(feature: str) -> None:
    entry = BEHAVIOUR_ENTRIES[feature]
    high, low = (feature_phrase(feature, effect, 0.6, entry.unit, entry.description) for effect in (1.0, -1.0))
    if feature.startswith("lifecycle_"):
        # Not to be in one of five stages is no name.
        assert (high, low) == (STAGES[feature.removeprefix("lifecycle_")], None)
    elif feature == "payday_day_of_month":
        assert high == low == "salary around the 1st"
    else:
        assert (high, low) == HIGH_AND_LOW[without_window(feature)]
        assert high != low


def test_no_phrase_is_of_a_feature_that_is_not_measured() -> None:
    assert set(HIGH_AND_LOW) <= {without_window(feature) for feature in BEHAVIOUR_ENTRIES}
