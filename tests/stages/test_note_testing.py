"""Notes tested on a small built bank, through the acts that screens and commands do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analytics.acting import do
from analytics.knowledge.reading import events, knowledge
from analytics.models.confirm_part import confirm_part
from analytics.stages.note_ground import note_ground
from analytics.store.connection import open_for_reading
from analytics.vocabulary import Json


@pytest.fixture(scope="module")
def store(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("notes") / "store"
    shutil.copytree(demo_store, copy)
    return copy


def note_about(store: Path, **who: Json) -> str:
    act: dict[str, Json] = {"act": "note", "subject_kind": "calendar", "subject_id": "spring", "kind": "other"}
    return do(store, {**act, "body": "They leave more often.", **who}, author="expert").id


def left(store: Path) -> list[str]:
    with open_for_reading(store) as warehouse:
        rows = warehouse.frame("SELECT customer_id FROM built.labels WHERE outcome = 'churn' AND value = 1")
    return sorted(set(rows["customer_id"]))


def everyone(store: Path) -> list[str]:
    with open_for_reading(store) as warehouse:
        return list(warehouse.frame("SELECT DISTINCT customer_id FROM built.labels ORDER BY 1")["customer_id"])


def test_a_list_of_those_who_left_is_seen_through_and_a_second_test_waits(store: Path) -> None:
    called = note_about(store, customers=left(store))
    row = do(store, {"act": "test_note", "note": called}, author="expert").row
    assert row["note_id"] == called
    assert row["metric"] == "auc"
    if row["tested"]:
        assert row["verdict"] == "refused"
        assert "what happened" in str(row["why"])
        again = do(store, {"act": "test_note", "note": called}, author="expert").row
        assert (again["verdict"], again["tested"], again["gain"]) == ("waiting", False, None)
        # Who writes the same claim down anew does not get another test.
        twin = note_about(store, customers=left(store))
        assert do(store, {"act": "test_note", "note": twin}, author="analyst").row["tested"] is False


def test_every_test_is_in_the_ledger_and_the_next_level_is_lower(store: Path) -> None:
    people = everyone(store)
    called = [note_about(store, customers=people[start::4]) for start in range(2)]
    rows = [do(store, {"act": "test_note", "note": each}, author="expert").row for each in called]
    assert [row["verdict"] for row in rows] == ["refused", "refused"]
    assert float(str(rows[1]["level"])) < float(str(rows[0]["level"]))
    logged = [event.details["note"] for event in events(store) if event.act == "test_note"]
    assert logged[-2:] == called
    assert knowledge(store).notes[called[0]].tests[-1].details["why"] == rows[0]["why"]
    written = str(rows[0]["rows"])
    assert all(metric in written for metric in ("auc", "log_loss", "calibration_error", "error_in_scope"))


def test_a_rule_over_payments_is_worked_out_at_each_date(store: Path) -> None:
    called = note_about(store, rule="payments(category = 'salary', within_days = 60) >= 1 and region_id in ('R01')")
    row = do(store, {"act": "test_note", "note": called}, author="expert").row
    assert row["verdict"] in {"refused", "waiting"}
    assert 0 < int(str(row["n_scope"])) < len(everyone(store))


def test_the_parts_of_a_test_are_those_of_the_ids(store: Path) -> None:
    with open_for_reading(store) as warehouse:
        ground = note_ground(warehouse)
    expected = confirm_part(pd.Series(ground.machine.customers)).to_numpy()
    assert (ground.machine.confirms == expected).all()
    names = set(ground.machine.design.columns)
    assert "region_id" in names
    assert not names & {"gender", "birth_date", "language", "customer_id", "status", "closed_on", "value", "point"}
    assert any(name.startswith("payments with ") for name in names)
