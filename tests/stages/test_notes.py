"""Adopted notes as features, watched afterwards; forecasts registered and scored; all by acts and builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analytics.acting import do
from analytics.knowledge import ledger
from analytics.pipeline import Request, build
from analytics.store.connection import open_for_reading
from analytics.vocabulary import Json

PARTS = Request(stages=("features", "notes"))
RULE = "region_id in ('R01', 'R02', 'R03', 'R04')"


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store"
    shutil.copytree(demo_store, copy)
    return copy


def noted(store: Path, **more: Json) -> str:
    act: dict[str, Json] = {"act": "note", "subject_kind": "calendar", "subject_id": "spring", "kind": "other"}
    return do(store, {**act, "body": "They leave more often.", "rule": RULE, **more}, author="expert").id


def supported(store: Path, note: str) -> None:
    """Write a test down that supports a note, as if it had been found."""
    row: dict[str, Json] = {"metric": "auc", "without": 0.8, "with_note": 0.82, "gain": 0.02, "lower": 0.01}
    details: dict[str, Json] = {"note": note, "supported": True, "tested": True, "verdict": "waiting", "n_scope": 99}
    payload = {**details, "rows": [row, {**row, "metric": "log_loss"}]}
    ledger.append(store, author="expert", act="test_note", subject=f"note:{note}", payload=payload)


def built(store: Path, table: str) -> pd.DataFrame:
    with open_for_reading(store) as warehouse:
        return warehouse.frame(f'SELECT * FROM built."{table}"')


def test_a_supported_note_is_a_feature_once_a_second_person_agrees_and_no_longer_when_withdrawn(store: Path) -> None:
    note = noted(store)
    supported(store, note)
    build(store, PARTS)
    assert f"note_{note}" not in built(store, "features")
    assert set(built(store, "note_tests")["verdict"]) == {"waiting"}

    do(store, {"act": "agree", "note": note}, author="auditor")
    build(store, PARTS)
    features, customers = built(store, "features"), built(store, "customers").set_index("customer_id")
    expected = customers.loc[features["customer_id"], "region_id"].isin(["R01", "R02", "R03", "R04"])
    assert features[f"note_{note}"].tolist() == expected.astype(float).tolist()
    described = built(store, "feature_catalog").set_index("feature").loc[f"note_{note}"]
    assert (described["group"], described["actionable"], described["actionable_by"]) == ("context", 0, "none")
    tests = built(store, "note_tests")
    assert tests["metric"].tolist() == ["auc", "log_loss"]
    assert set(tests["verdict"]) == {"adopted"}
    # A claim about regions that the machine's columns hold already adds nothing: it is proposed to take it back.
    watched = built(store, "note_watch").iloc[0]
    assert (watched["feature"], watched["proposal"]) == (f"note_{note}", "withdraw")

    do(store, {"act": "withdraw", "note": note, "why": "It adds nothing."}, author="expert")
    build(store, PARTS)
    assert f"note_{note}" not in built(store, "features")
    assert built(store, "note_watch").empty


def test_an_expired_note_is_no_feature_and_is_proposed_for_withdrawal(store: Path) -> None:
    note = noted(store, valid_to="2020-01-01")
    supported(store, note)
    do(store, {"act": "agree", "note": note}, author="auditor")
    build(store, PARTS)
    assert f"note_{note}" not in built(store, "features")
    assert built(store, "note_watch")["why"].tolist() == ["It is not valid on the as-of day."]


def test_a_forecast_about_dates_that_were_known_has_no_score(store: Path) -> None:
    noted(store, probability=0.9, ripens_on="2030-01-01")
    build(store, PARTS)
    assert built(store, "forecasts").empty
    assert built(store, "forecast_records").empty
