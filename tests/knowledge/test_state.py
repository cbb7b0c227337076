"""Undo leaves no trace in what stands; the whole history stays."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import InputError
from analytics.knowledge import ledger
from analytics.knowledge.chain import Entry
from analytics.knowledge.event import Event
from analytics.knowledge.history import history
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.state import Knowledge, folded
from analytics.knowledge.undoing import undone
from analytics.vocabulary import Json, SegmentKey
from tests.knowledge.surroundings import OPEN, do

N_EXAMPLES = 30 if os.environ.get("TANDEM_SLOW") else 3
N_ACTS = 40


def test_ten_steps_are_undone_and_no_more(tmp_path: Path) -> None:
    for n in range(12):
        do(tmp_path, "expert", "rename", segment="3-a", name=f"name {n}")
    assert [do(tmp_path, "expert", "undo").id for _ in range(10)] == [str(12 - n) for n in range(10)]
    assert knowledge(tmp_path).names[SegmentKey("3-a")].name == "name 1"
    with pytest.raises(InputError, match="the last 10 are undone already"):
        do(tmp_path, "expert", "undo")
    with pytest.raises(InputError, match="not one of the last 10 acts"):
        do(tmp_path, "expert", "undo", entry=2)
    assert len(history(events(tmp_path))) == 22


def test_undoing_an_undo_does_the_act_again(tmp_path: Path) -> None:
    do(tmp_path, "expert", "tag", segment="3-a", tag="x")
    once = do(tmp_path, "expert", "undo")
    assert knowledge(tmp_path).tags == ()
    do(tmp_path, "expert", "undo", entry=once.sequence)
    assert [each.tag for each in knowledge(tmp_path).tags] == ["x"]
    assert history(events(tmp_path))[0].undone_by is None
    with pytest.raises(InputError, match="undone already"):
        do(tmp_path, "expert", "undo", entry=once.sequence)
    do(tmp_path, "expert", "undo")
    assert knowledge(tmp_path).tags == ()


def test_nobody_undoes_another_persons_act_nor_what_others_built_upon(tmp_path: Path) -> None:
    merged = do(tmp_path, "expert", "merge", segments=["3-a", "3-b"], name="AB")
    with pytest.raises(InputError, match="not one of"):
        do(tmp_path, "analyst", "undo", entry=merged.sequence)
    note: dict[str, Json] = {"subject_kind": "region", "subject_id": "R01", "kind": "product", "body": "x"}
    made = do(tmp_path, "expert", "note", note)
    do(tmp_path, "analyst", "answer", note=made.id, body="y")
    with pytest.raises(InputError, match=r"analyst did answer on the same since \(entry 3\)"):
        do(tmp_path, "expert", "undo")
    do(tmp_path, "analyst", "undo")
    do(tmp_path, "expert", "undo")
    assert knowledge(tmp_path).notes == {}


def test_a_test_of_a_note_can_not_be_undone_nor_the_note_but_what_was_said_of_it_can(tmp_path: Path) -> None:
    note: dict[str, Json] = {"subject_kind": "region", "subject_id": "R01", "kind": "product", "body": "x"}
    do(tmp_path, "expert", "rename", segment="3-a", name="A")
    made = do(tmp_path, "expert", "note", note, rule="balance > 0")
    do(tmp_path, "analyst", "agree", note=made.id)
    tested = do(tmp_path, "analyst", "test_note", note=made.id, test=lambda _note, _person: {"supported": False})
    assert do(tmp_path, "analyst", "undo").id == "3"
    with pytest.raises(InputError, match="no act to undo"):
        do(tmp_path, "analyst", "undo")
    with pytest.raises(InputError, match="not one of"):
        do(tmp_path, "analyst", "undo", entry=tested.sequence)
    with pytest.raises(InputError, match="stays on record"):
        do(tmp_path, "expert", "undo", entry=made.sequence)
    assert do(tmp_path, "expert", "undo").id == "1"


def test_an_earlier_state_of_the_segments_is_restored_whole_and_the_notes_stay(tmp_path: Path) -> None:
    do(tmp_path, "expert", "rename", segment="3-a", name="A")
    do(tmp_path, "analyst", "merge", segments=["3-c", "3-d"], name="CD")
    before = knowledge(tmp_path)
    do(tmp_path, "expert", "rename", segment="3-a", name="B")
    do(tmp_path, "expert", "lock", segment="3-b")
    do(tmp_path, "analyst", "tag", segment="3-b", tag="x")
    note: dict[str, Json] = {"subject_kind": "region", "subject_id": "R01", "kind": "product", "body": "x"}
    do(tmp_path, "expert", "note", note)
    changed = knowledge(tmp_path)
    do(tmp_path, "expert", "restore_state", at=before.sequence)
    restored = knowledge(tmp_path)
    assert restored.segments == before.segments == knowledge(tmp_path, at=before.sequence).segments
    assert restored.notes == changed.notes
    with pytest.raises(InputError, match="restore_state"):
        do(tmp_path, "analyst", "undo")
    do(tmp_path, "expert", "undo")
    assert knowledge(tmp_path).segments == changed.segments


def test_what_is_known_at_an_earlier_number_is_what_was_known_then(tmp_path: Path) -> None:
    seen = [knowledge(tmp_path)]
    for n in range(5):
        do(tmp_path, "expert", "rename", segment="3-a", name=f"name {n}")
        seen.append(knowledge(tmp_path))
    do(tmp_path, "expert", "undo")
    assert [knowledge(tmp_path, at=n) for n in range(6)] == seen
    assert knowledge(tmp_path) is knowledge(tmp_path)


def test_a_ledger_that_was_put_back_or_written_by_others_is_read_anew(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for store, name in ((one, "A"), (other, "B")):
        do(store, "expert", "rename", segment="3-a", name=name)
        assert [each.name for each in knowledge(store).names.values()] == [name]
    for file in one.iterdir():
        file.unlink()
    other.rename(tmp_path / "moved")
    for file in (tmp_path / "moved").iterdir():
        file.rename(one / file.name)
    assert [each.name for each in knowledge(one).names.values()] == ["B"]
    payload = {"segment": "3-a", "name": "C"}
    ledger.append(one, author="analyst", act="rename", subject="segment:3-a", payload=payload)
    assert [each.name for each in knowledge(one).names.values()] == ["C"]


def _some_act(draw: random.Random) -> tuple[str, dict[str, Json]]:
    segment = draw.choice(["3-a", "3-b", "3-c", "3-d"])
    acts: list[tuple[str, dict[str, Json]]] = [
        ("rename", {"segment": segment, "name": str(draw.random())}),
        ("tag", {"segment": segment, "tag": draw.choice("xy")}),
        ("untag", {"segment": segment, "tag": draw.choice("xy")}),
        ("merge", {"segments": ["3-a", draw.choice(["3-b", "3-c"])], "name": "m"}),
        ("split", {"segment": "3-b", "rule": f"balance < {draw.randint(31, 80)}"}),
        ("move", {"customers": draw.sample(OPEN, 3), "to": segment}),
        ("lock", {"segment": segment}),
        ("unlock", {"segment": segment}),
        ("restore_state", {"at": draw.randint(0, 20)}),
        ("note", {"subject_kind": "region", "subject_id": "R01", "kind": "other", "body": "b"}),
        ("answer", {"note": f"n{draw.randint(1, 20)}", "body": "b"}),
        ("agree", {"note": f"n{draw.randint(1, 20)}"}),
        ("dispute", {"note": f"n{draw.randint(1, 20)}", "body": "b"}),
        ("withdraw", {"note": f"n{draw.randint(1, 20)}"}),
        ("cohort", {"name": str(draw.random()), "rule": "balance > 3"}),
        ("name_pattern", {"pattern": draw.choice(["aa11", "bb22"]), "name": str(draw.random())}),
        ("dismiss_pattern", {"pattern": "aa11", "why": "a campaign"}),
        ("readmit_pattern", {"pattern": "aa11"}),
        ("alarm_rule", {"pattern": draw.choice(["aa11", "bb22"])}),
        ("withdraw", {"alarm_rule": f"p{draw.randint(1, 20)}"}),
        ("decide", {"task": "match:3-old", "decision": segment}),
        ("undo", {}),
        ("undo", {}),
        ("undo", {"entry": draw.randint(1, 30)}),
    ]
    return draw.choice(acts)


def _random_ledger(store: Path, seed: int, *, without: str = "") -> None:
    draw = random.Random(seed)
    for _ in range(N_ACTS):
        act, fields = _some_act(draw)
        try:
            if act != without:
                do(store, draw.choice(["expert", "analyst"]), act, fields)
        except InputError:
            continue


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_what_stands_is_what_the_acts_would_have_made_without_the_undone_ones(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    store = tmp_path_factory.mktemp("random")
    _random_ledger(store, seed, without="restore_state")
    every = events(store)
    gone = undone(every)
    kept = [event for event in every if event.sequence not in gone and event.act != "undo"]
    assert _without_number(knowledge(store)) == _without_number(folded(kept)) == _without_number(folded(every))


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_what_is_restored_is_what_stood_then_also_what_was_undone_since(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    store = tmp_path_factory.mktemp("random")
    _random_ledger(store, seed)
    do(store, "expert", "rename", segment="3-a", name="last")
    do(store, "expert", "restore_state", at=knowledge(store).sequence // 2)
    assert knowledge(store) == replace(folded(events(store)), sequence=knowledge(store).sequence)
    for event in events(store):
        if event.act == "restore_state":
            then = knowledge(store, at=event.sequence)
            assert then.segments == knowledge(store, at=event.whole("at")).segments


def _without_number(known: Knowledge) -> Knowledge:
    return replace(known, sequence=0)


def test_an_act_whose_customer_was_erased_leaves_no_trace_in_what_stands() -> None:
    entry = Entry(1, "2026-01-01T00:00:00+00:00", "expert", "note", "customer:x", "{}", "0" * 64, "1" * 64)
    assert _without_number(folded([Event(entry, None)])) == Knowledge()
