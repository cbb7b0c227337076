"""What the stage publishes: every row recomputed from the model that the store keeps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.models.attributions import value_texts
from analytics.models.change_rules import Ranges, violations
from analytics.models.changes_tried import Reader
from analytics.models.counterfactual_tables import counterfactuals_of, empty_tables
from analytics.models.levers import ACTORS, EVERYBODY, catalogue_rules
from analytics.models.model_card import StoredModel, stored_model
from analytics.models.risk_bands import high_border
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.vocabulary import PUBLISHED, WELCOME_OUTCOMES


@pytest.fixture(scope="module")
def snapshot(demo_store: Path) -> Snapshot:
    found = current_snapshot(demo_store)
    assert found is not None
    return found


def model_of(snapshot: Snapshot, outcome: str) -> StoredModel:
    models = snapshot.table("models")
    files = snapshot.table("model_files")
    own = files[files["model_id"] == models.loc[models["outcome"] == outcome, "model_id"].iloc[0]]
    return stored_model(dict(zip(own["part"], own["text"], strict=True)))


def changed_features(snapshot: Snapshot, options: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The features of each option's customer, as they are and with the published values put in."""
    features = snapshot.table("features").set_index("customer_id")
    keys = options[["customer_id", "option"]].drop_duplicates()
    before = features.loc[keys["customer_id"]].reset_index(drop=True)
    after = before.copy()
    place = {key: number for number, key in enumerate(keys.itertuples(index=False, name=None))}
    columns = (options[name] for name in ("customer_id", "option", "feature", "to_value"))
    for customer_id, option, feature, value in zip(*columns, strict=True):
        after.loc[place[customer_id, option], str(feature)] = float(value)
    return before, after


def test_each_row_says_what_the_contract_says(snapshot: Snapshot) -> None:
    table = snapshot.table("counterfactuals")
    published = PUBLISHED["counterfactuals"]
    assert tuple(table.columns)[: len(published.columns)] == published.columns
    assert not table.duplicated(list(published.key)).any()
    assert table["plausibility"].between(0.05, 1).all()
    assert (table["n_did"] <= table["n_similar"]).all()
    assert set(table["role"]) <= {"acted_on", "follows"}


def test_every_published_option_is_valid_and_breaks_no_rule(snapshot: Snapshot) -> None:
    table, catalog = snapshot.table("counterfactuals"), snapshot.table("feature_catalog")
    assert len(table), "there has to be something to recompute"
    for outcome, options in table.groupby("outcome"):
        model, rules = model_of(snapshot, str(outcome)), catalogue_rules(catalog)
        before, after = changed_features(snapshot, options)
        one_a_row = options.drop_duplicates(["customer_id", "option"])
        np.testing.assert_allclose(model.probability(before), one_a_row["probability_before"], rtol=1e-12)
        np.testing.assert_allclose(model.probability(after), one_a_row["probability_after"], rtol=1e-12)
        is_past = one_a_row["probability_after"] < one_a_row["threshold"]
        assert (~is_past if outcome in WELCOME_OUTCOMES else is_past).all()
        reader = Reader(model, 1)
        rows = [reader.rows(features) for features in (before, after)]
        broken = violations(
            *rows,
            rules=rules,
            actors=ACTORS.get(str(outcome), EVERYBODY),
            follows=set(options.loc[options["role"] == "follows", "feature"]),
            ranges=Ranges.of(reader.rows(snapshot.table("features"))),
        )
        assert not any(flags.any() for flags in broken.values()), broken
        assert options["from_value"].fillna("").tolist() == from_values(before, options)


def from_values(before: pd.DataFrame, options: pd.DataFrame) -> list[str]:
    place = options.groupby(["customer_id", "option"], sort=False).ngroup()
    asked = zip(options["feature"], place, strict=True)
    return [value_texts(before[feature]).fillna("")[number] for feature, number in asked]


def test_the_threshold_is_the_lower_border_of_the_band_or_the_upper_one_of_what_is_welcome(snapshot: Snapshot) -> None:
    searched, scores = snapshot.table("counterfactual_search"), snapshot.table("scores")
    labels = snapshot.table("labels")
    for outcome, own in searched.groupby("outcome"):
        base = labels.loc[labels["outcome"] == outcome, "value"].mean()
        up = outcome in WELCOME_OUTCOMES
        borders = own["band"].map({"medium": high_border(base)} if up else {"high": high_border(base), "medium": base})
        np.testing.assert_allclose(own["threshold"], borders, rtol=0.02)
        mine = scores[(scores["outcome"] == outcome) & scores["band"].isin(["medium"] if up else ["medium", "high"])]
        assert set(own["customer_id"]) == set(mine["customer_id"])
        assert ((own["probability_before"] >= own["threshold"]) != up).all()


def test_search_and_reach_agree_with_the_options(snapshot: Snapshot) -> None:
    table, searched = snapshot.table("counterfactuals"), snapshot.table("counterfactual_search")
    keys = ["outcome", "customer_id"]
    counted = table.drop_duplicates([*keys, "option"]).groupby(keys).size()
    told = searched.set_index(keys)["n_options"]
    assert told[told > 0].sort_index().tolist() == counted.sort_index().tolist()
    reach = snapshot.table("counterfactual_reach")
    welcome = reach["outcome"].isin(WELCOME_OUTCOMES)
    lowest = pd.concat(
        [
            reach[~welcome].groupby(keys)["probability_after"].min(),
            reach[welcome].groupby(keys)["probability_after"].max(),
        ]
    )
    pd.testing.assert_series_equal(
        searched.set_index(keys)["lowest_alone"].dropna().sort_index(), lowest.sort_index(), check_names=False
    )


def test_threads_change_nothing_and_a_catalogue_that_lets_nobody_act_gives_nothing(snapshot: Snapshot) -> None:
    features = snapshot.table("features")
    scores = snapshot.table("scores")
    own = scores[scores["outcome"] == "churn"].reset_index(drop=True)
    rules = catalogue_rules(snapshot.table("feature_catalog"))
    model = model_of(snapshot, "churn")
    one, two = (
        counterfactuals_of(features, own, model, outcome="churn", base_share=0.1, rules=rules, n_threads=n_threads)
        for n_threads in (1, 2)
    )
    pd.testing.assert_frame_equal(one.counterfactuals, two.counterfactuals)
    assert one.counterfactuals["n_similar"].isna().all(), "without earlier dates nobody is counted"
    nobody = catalogue_rules(snapshot.table("feature_catalog").assign(actionable=0))
    none = counterfactuals_of(features, own, model, outcome="churn", base_share=0.1, rules=nobody)
    assert none.counterfactuals.empty
    assert list(none.counterfactuals.columns) == list(empty_tables().counterfactuals)


def test_rows_are_of_customers_described_today(snapshot: Snapshot) -> None:
    assert set(snapshot.table("counterfactuals")["customer_id"]) <= set(snapshot.table("features")["customer_id"])
