"""People's acts by command: one result a line, with the same checks as the screens."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analytics.__main__ import run
from analytics.knowledge.reading import knowledge
from analytics.store.snapshots import current_snapshot
from analytics.vocabulary import FROM_LEDGER, Json
from tests.store.copied import copied


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    return copied(demo_store, tmp_path)


def acted(
    store: Path, capsys: pytest.CaptureFixture[str], *acts: Json, who: str = "expert", expect: int = 0
) -> list[dict[str, Json]]:
    file = store.parent / "acts.jsonl"
    file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in acts))
    capsys.readouterr()
    assert run(["act", str(file), "--as", who, "--store", str(store)]) == expect
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def exported(store: Path, name: str) -> pd.DataFrame:
    to = store.parent / f"{name}.parquet"
    assert run(["export", name, "--to", str(to), "--store", str(store)]) == 0
    return pd.read_parquet(to)


def test_a_retention_list_is_made_by_command_with_the_checks_of_the_screen(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms: dict[str, Json] = {
        "act": "retention_list",
        "offer": "a call",
        "capacity": 20,
        "hold_out": 0.5,
        "owner": "expert",
    }
    told = acted(
        store,
        capsys,
        {**terms, "name": "Quiet ones", "rule": "n_own_acts_90d >= 0", "due_on": "2024-08-01"},
        {**terms, "name": "Too late", "due_on": "2020-01-01"},
        {**terms, "name": "By effect", "ranked_by": "uplift", "due_on": "2024-08-01"},
        {"act": "withdraw", "retention_list": "l99"},
        who="executive",
    )
    assert [each["ok"] for each in told] == [True, False, False, False]
    assert "lies before" in str(told[1]["error"])
    assert "no trial has shown whom a call keeps" in str(told[2]["error"])
    made = knowledge(store).lists[str(told[0]["id"])]
    assert (len(made.contacted), len(made.held_back), made.whom) == (20, 20, "n_own_acts_90d >= 0")
    assert made.terms.purposes == ("marketing",)


def test_acts_are_done_in_order_and_a_refused_one_leaves_the_rest_done(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segments = exported(store, "segments")
    lowest = segments[segments["level"] == 3]["segment_key"].tolist()
    someone = exported(store, "membership")["customer_id"].iloc[0]
    told = acted(
        store,
        capsys,
        {"act": "rename", "segment": lowest[0], "name": "Savers"},
        {"act": "rename", "segment": "3-nothing", "name": "x"},
        {"act": "split", "segment": lowest[1], "rule": "gender = 'f'"},
        "",
        {"act": "note", "subject_kind": "region", "subject_id": "R03", "kind": "cultural", "body": "The festival"},
        {"act": "note", "subject_kind": "customer", "subject_id": someone, "kind": "other", "body": f"Ask {someone}"},
        {"act": "undo"},
        {"act": "rename", "segment": lowest[0], "name": "y", "seen": 0},
        {"act": "rename", "segment": lowest[0], "name": "y", "seen": "x"},
    )
    assert [each["ok"] for each in told] == [True, False, False, True, True, True, False, False]
    assert told[0]["id"] == lowest[0]
    assert "no segment" in str(told[1]["error"])
    assert "protected" in str(told[2]["error"])
    assert [told[3]["id"], told[4]["id"], told[5]["id"]] == ["n2", "n3", "3"]
    assert told[6]["theirs"] == [
        {"sequence": 1, "author": "expert", "act": "rename", "payload": knowledge_payload(store, 1)}
    ]
    assert knowledge(store).sequence == 4


def knowledge_payload(store: Path, sequence: int) -> str:
    ledger = exported(store, "ledger").set_index("sequence")
    return str(ledger.loc[sequence, "payload"])


def test_what_an_edit_makes_can_be_named_and_edited_at_once(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    segments = exported(store, "segments")
    families = segments[segments["level"] == 2]["segment_key"].tolist()
    before = exported(store, "membership")
    merged, split, renamed, gone = acted(
        store,
        capsys,
        {"act": "merge", "segments": families[:2], "name": "Both"},
        {"act": "split", "segment": "2-e1", "rule": "balance > 500", "names": ["More", "Less"]},
        {"act": "rename", "segment": "2-e2a", "name": "Much"},
        {"act": "rename", "segment": families[0], "name": "x"},
    )
    assert (merged["id"], split["id"], split["ids"]) == ("2-e1", "2-e2a", ["2-e2a", "2-e2b"])
    assert renamed["ok"]
    assert "no segment" in str(gone["error"])
    now = exported(store, "segments").set_index("segment_key")
    assert (now.loc["2-e2a", "name"], now.loc["2-e2b", "name"]) == ("Much", "Less")
    assert acted(store, capsys, {"act": "undo"}, {"act": "undo"}, {"act": "undo"})[-1]["ok"]
    pd.testing.assert_frame_equal(exported(store, "membership"), before)


def test_notes_are_exported_with_the_customers_id_and_the_ledger_without(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    someone = str(exported(store, "membership")["customer_id"].iloc[0])
    note: dict[str, Json] = {"act": "note", "kind": "other", "body": f"=Ask {someone}", "confidence": 0.5}
    assert run(["user", "anna", "--role", "analyst", "--team", "Savings", "--store", str(store)]) == 0
    acted(
        store,
        capsys,
        note | {"subject_kind": "customer", "subject_id": someone},
        note | {"subject_kind": "feature", "subject_id": "balance", "valid_to": "2020-01-01"},
        {
            "act": "decide",
            "task": f"review {someone}",
            "decision": "yes",
            "subject_kind": "customer",
            "subject_id": someone,
        },
        who="anna",
    )
    notes = exported(store, "annotations")
    assert tuple(notes.columns[:12]) == FROM_LEDGER["annotations"].columns
    (row,) = notes.to_dict("records")
    assert (row["note_id"], row["subject_id"], row["body"]) == ("n2", someone, f"=Ask {someone}")
    assert (row["author"], row["team"], row["status"]) == ("anna", "Savings", "in_force")
    acts = exported(store, "ledger")
    assert acts["act"].tolist() == ["profile", "note", "note", "decide"]
    assert acts["previous_hash"].tolist()[1:] == acts["hash"].tolist()[:-1]
    assert someone not in acts.to_csv()
    (decision,) = exported(store, "decisions").to_dict("records")
    assert (decision["task_id"], decision["subject_id"], decision["decision"]) == (f"review {someone}", someone, "yes")
    to = store.parent / "notes.csv"
    assert run(["export", "annotations", "--to", str(to), "--store", str(store)]) == 0
    assert f"'=Ask {someone}" in to.read_text()
    assert run(["erase", someone, "--store", str(store)]) == 0
    assert exported(store, "annotations").empty
    assert exported(store, "decisions").empty
    assert run(["verify", "--store", str(store)]) == 0


@pytest.mark.parametrize("line", ["no json", "[1]", '"text"'])
def test_a_file_that_can_not_be_read_changes_nothing(
    store: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    assert acted(store, capsys, {"act": "view", "name": "x", "link": "overview"}, line, expect=2) == []
    assert knowledge(store).sequence == 0


def test_an_unknown_user_and_an_empty_store_are_wrong_calls(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    acted(store, capsys, {"act": "undo"}, who="bob", expect=2)
    empty = tmp_path / "empty"
    file = tmp_path / "acts.jsonl"
    assert run(["act", str(file), "--as", "expert", "--store", str(empty)]) == 2
    assert "no store" in capsys.readouterr().err
    assert not empty.exists()


def test_rules_name_what_the_snapshot_has_and_hold_for_those_whom_pandas_says(store: Path) -> None:
    from analytics.acting import known
    from analytics.knowledge.rules import parse

    snapshot = current_snapshot(store)
    assert snapshot is not None
    found = known(store)
    rule = parse("balance > 1000 and regions.main_employer = 'Norvik Steel' and occupation != 'retired'", found.columns)
    features, customers = snapshot.table("features"), snapshot.table("customers")
    rows = features.merge(customers, on="customer_id").merge(snapshot.table("regions"), on="region_id")
    expected = (rows["balance"] > 1000) & (rows["main_employer"] == "Norvik Steel") & (rows["occupation"] != "retired")
    assert found.holding(rule) == frozenset(rows.loc[expected, "customer_id"])
    assert 0 < expected.sum() < len(rows)
    for key, segment in found.segments.items():
        assert len(found.members(key)) == segment.n_customers
