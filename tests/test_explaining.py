"""One record is made of published tables alone, and says why where something is not there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import InputError
from analytics.explaining import explanation_of
from analytics.insights.explanation.readers import Reader, document_for
from analytics.insights.explanation.stated_facts import facts_stated, wrong_facts
from analytics.insights.explanation.written_out import as_text
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.vocabulary import Json
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.made_up_changes import HELPED, NOT_HELPED, change_tables, with_catalogue
from tests.pages.made_up_fairness import fairness_table

NO_MODEL: dict[str, Json] = {"has_model": False, "why_not": "Only 4 of 30 labelled rows have it.", "source": "recorded"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("explained")
    tables = made_up_tables(40)
    tables |= {"feature_catalog": with_catalogue(tables["feature_catalog"]), **change_tables()}
    tables["fairness"] = fairness_table()
    facts = made_up_facts()
    outcomes = facts["outcomes"]
    assert isinstance(outcomes, dict)
    publish_tables(folder, tables, {**facts, "outcomes": {**outcomes, "late_payment": NO_MODEL}})
    found = current_snapshot(folder)
    assert found is not None
    return found


def test_the_record_is_what_the_tables_say(snapshot: Snapshot) -> None:
    record = explanation_of(snapshot, HELPED, "churn")
    scores = snapshot.table("scores").set_index("customer_id").loc[HELPED]
    assert record.risk is not None
    assert (record.risk.probability, record.risk.band) == (scores["probability"], scores["band"])
    parts = snapshot.table("attributions")
    own = parts[parts["customer_id"] == HELPED].set_index("feature")["contribution"]
    assert {push.feature: push.contribution for push in record.pushes} == own.drop("(base)").to_dict()
    assert record.margin == pytest.approx(own.sum())
    assert [choice.number for choice in record.choices] == [1, 2]
    assert record.choices[0].leads[0].feature == "fees_paid_90d"
    assert record.origin is not None
    assert record.origin.model_id == "churn-0a1b2c3d"
    assert record.labels.n_positive == 60


@pytest.mark.parametrize("customer", [f"C{number:06d}" for number in range(0, 40, 4)])
def test_every_reader_is_told_the_same_of_each_customer(snapshot: Snapshot, customer: str) -> None:
    record = explanation_of(snapshot, customer, "churn")
    texts = [as_text(document_for(reader, record)) for reader in Reader]
    assert [wrong_facts(text, record) for text in texts] == [[], [], []]
    assert len({facts_stated(text, record) for text in texts}) == 1


def test_groups_of_the_outcome_stand_in_the_record_each_with_its_customers(snapshot: Snapshot) -> None:
    record = explanation_of(snapshot, HELPED, "churn")
    table = fairness_table()
    single = table[(table["metric"] == "observed_share") & ~table["attribute"].str.contains(" and ")]
    named = {(group.attribute, group.observed) for group in record.fairness}
    assert named
    assert named <= set(zip(single["attribute"], single["value"], strict=True))


def test_an_outcome_without_a_model_has_a_record_that_says_why(snapshot: Snapshot) -> None:
    record = explanation_of(snapshot, HELPED, "late_payment")
    assert record.risk is None
    assert record.why_no_risk == "Only 4 of 30 labelled rows have it."
    assert not record.pushes
    assert not record.choices


def test_a_customer_who_has_left_has_a_record_that_says_so(snapshot: Snapshot) -> None:
    assert "not active" in explanation_of(snapshot, "C999999", "churn").why_no_risk


def test_a_customer_for_whom_nothing_helps_has_a_search_and_no_option(snapshot: Snapshot) -> None:
    record = explanation_of(snapshot, NOT_HELPED, "churn")
    assert record.choices == ()
    assert record.search is not None
    assert record.search.lowest == 0.31


def test_before_anything_but_scores_was_built_there_is_a_record(tmp_path: Path) -> None:
    tables = made_up_tables(5)
    kept = ("customers", "features", "feature_catalog", "scores")
    publish_tables(tmp_path, {name: tables[name] for name in kept}, made_up_facts())
    bare = current_snapshot(tmp_path)
    assert bare is not None
    record = explanation_of(bare, "C000001", "churn")
    assert record.risk is not None
    assert record.pushes == ()
    for reader in Reader:
        assert wrong_facts(as_text(document_for(reader, record)), record) == []


def test_who_or_what_is_not_there_is_named(snapshot: Snapshot) -> None:
    with pytest.raises(InputError, match='no customer "nobody"'):
        explanation_of(snapshot, "nobody", "churn")
    with pytest.raises(InputError, match="There are: churn, late_payment"):
        explanation_of(snapshot, HELPED, "wealth")


def test_the_average_is_that_of_all_who_have_a_risk(snapshot: Snapshot) -> None:
    record = explanation_of(snapshot, HELPED, "churn")
    assert record.risk is not None
    assert record.risk.average == pytest.approx(pd.to_numeric(snapshot.table("scores")["probability"]).mean())
