"""The catalogue describes every feature that is computed, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import TandemError
from analytics.features.behaviour_entries import BEHAVIOUR_ENTRIES
from analytics.features.catalog import CATALOG_COLUMNS, behaviour_catalog
from analytics.store.behaviour import behaviour_features
from analytics.store.points import make_points
from analytics.vocabulary import PUBLISHED
from tests.store.small_bank import random_bank


@pytest.fixture(scope="module")
def features() -> list[str]:
    bank = random_bank(5, n=500)
    make_points(bank, as_of=date(2023, 10, 31))
    behaviour_features(bank)
    rows = bank.execute("SELECT feature FROM built.feature_list ORDER BY position").fetchall()
    return [name for (name,) in rows]


def test_every_computed_feature_has_a_row_and_every_row_a_feature(features: list[str]) -> None:
    catalogue = behaviour_catalog(features)
    assert catalogue["feature"].tolist() == features
    assert not set(BEHAVIOUR_ENTRIES) - set(features)
    assert not catalogue.drop(columns=["lever", "step"]).isna().any().any()
    assert catalogue["step"].isna().all(), "only columns of a customer table have steps that somebody named"
    assert catalogue["title"].is_unique


def test_the_catalogue_has_the_contracts_columns_and_words(features: list[str]) -> None:
    catalogue = behaviour_catalog(features)
    assert set(PUBLISHED["feature_catalog"].columns) < set(CATALOG_COLUMNS)
    assert set(catalogue["actionable_by"]) == {"bank", "customer", "none"}
    assert set(catalogue["lever"].dropna()) == {"fee", "limit", "contact", "product", "channel"}
    nobody = catalogue["actionable_by"] == "none"
    assert (catalogue["actionable"] == (~nobody).astype(int)).all()
    assert (catalogue.loc[nobody, "direction"] == "none").all()
    assert catalogue.loc[~nobody, "direction"].isin(["up", "down", "either"]).all()


def test_a_windows_length_is_in_its_title_and_description() -> None:
    row = behaviour_catalog(["n_own_acts_90d"]).iloc[0]
    assert row["title"] == "Own acts, last 90 days"
    assert "90 days up to the as-of date" in row["description"]


def test_a_banks_own_word_is_described_by_the_form_of_its_columns_name() -> None:
    catalogue = behaviour_catalog(
        ["mobile_channel_share", "salary_income_share", "event_card_lost_days_since", "holds_loan"]
    )
    assert catalogue["title"].tolist() == [
        "Mobile: share of own acts",
        "Salary: share of money in",
        "Card lost: days since",
        "Holds loan",
    ]


def test_a_name_that_nobody_computes_is_refused() -> None:
    with pytest.raises(TandemError, match='"shoe_size" has no row'):
        behaviour_catalog(["shoe_size"])
