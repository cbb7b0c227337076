"""Each act does what it says, or says why not and leaves nothing behind."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import InputError
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.hidden_ids import with_ids_shown
from analytics.knowledge.history import history
from analytics.knowledge.ledger import entries
from analytics.knowledge.notes import NoteStatus
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.roles import Role
from analytics.knowledge.segment_edits import Lock, Merge, Move, SplitByCustomers, SplitByModel, SplitByRule
from analytics.knowledge.unnamed import UNNAMED
from analytics.store.erased import pseudonym
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json, SegmentKey
from tests.knowledge.surroundings import IDS, KNOWN, OPEN, do

TODAY = date(2026, 7, 1)


def keys(store: Path, ids: list[str]) -> frozenset[str]:
    return frozenset(pseudonym(store, each) for each in ids)


def test_a_name_is_the_last_that_was_given_and_says_whose_it_is(tmp_path: Path) -> None:
    do(tmp_path, "analyst", "rename", segment="3-a", name="Savers")
    assert do(tmp_path, "expert", "rename", segment="L3-02", name="  Careful savers ").id == "3-a"
    named = knowledge(tmp_path).names[SegmentKey("3-a")]
    assert (named.name, named.author, named.sequence) == ("Careful savers", "expert", 2)


def test_edits_of_the_tree_are_kept_in_their_order(tmp_path: Path) -> None:
    assert do(tmp_path, "expert", "merge", segments=["3-a", "3-b"], name="AB").id == "3-e1"
    assert do(tmp_path, "expert", "split", segment="2-one", rule="balance<10").ids == ("2-e2a", "2-e2b")
    do(tmp_path, "expert", "split", segment="3-b", customers=[*OPEN[30:35], OPEN[0]], names=["x", "y"])
    do(tmp_path, "expert", "split", segment="2-two", by="model")
    do(tmp_path, "expert", "move", customers=[OPEN[0], OPEN[95]], to="3-d")
    do(tmp_path, "expert", "lock", segment="3-c")
    found = knowledge(tmp_path)
    assert found.edits == (
        Merge(1, (SegmentKey("3-a"), SegmentKey("3-b")), "AB"),
        SplitByRule(2, SegmentKey("2-one"), "balance < 10"),
        SplitByCustomers(3, SegmentKey("3-b"), keys(tmp_path, OPEN[30:35]), ("x", "y")),
        SplitByModel(4, SegmentKey("2-two")),
        Move(5, keys(tmp_path, [OPEN[0]]), SegmentKey("3-d")),
        Lock(6, SegmentKey("3-c"), keys(tmp_path, OPEN[90:95])),
    )
    assert {key: named.name for key, named in found.names.items()} == {"3-e1": "AB", "3-e3a": "x", "3-e3b": "y"}
    do(tmp_path, "analyst", "unlock", segment="3-c")
    assert not any(isinstance(edit, Lock) for edit in knowledge(tmp_path).edits)


@pytest.mark.parametrize(
    ("act", "fields", "message"),
    [
        ("rename", {"segment": "3-aa", "name": "x"}, 'no segment "3-aa". Did you mean "3-a"'),
        ("rename", {"segment": "3-a"}, 'needs the field "name"'),
        ("rename", {"segment": "3-a", "name": "x" * 81}, "80 at most"),
        ("rename", {"segment": "3-a", "name": "a\u202eb"}, "can't be seen"),
        ("rename", {"segment": "3-a", "nme": "x"}, 'no field "nme". Did you mean "name"'),
        ("merge", {"segments": ["3-a", "L3-02"], "name": "x"}, "at least two different"),
        ("merge", {"segments": ["3-a", "2-one"], "name": "x"}, "of one level"),
        ("merge", {"segments": "3-a", "name": "x"}, "a list of texts"),
        ("split", {"segment": "3-a"}, "exactly one of: rule, customers, by"),
        ("split", {"segment": "3-a", "rule": "balance > 100"}, "nobody of the 30"),
        ("split", {"segment": "3-a", "rule": "balance >= 0"}, "everybody of the 30"),
        ("split", {"segment": "3-a", "rule": "gender = 'f'"}, "protected"),
        ("split", {"segment": "3-a", "rule": "payments(category = 'x') > 1"}, "counted when a note is tested"),
        ("split", {"segment": "3-a", "customers": ["C9"]}, "1 of the 1 customers are not known here: C9"),
        ("split", {"segment": "3-a", "customers": [IDS[110]]}, "belong to no segment"),
        ("split", {"segment": "3-a", "customers": OPEN[:30]}, "everybody"),
        ("split", {"segment": "3-a", "by": "me"}, '"by" is "model"'),
        ("split", {"segment": "3-a", "rule": "balance < 5", "names": ["x"]}, "are two"),
        ("move", {"customers": OPEN[:3], "to": "3-a"}, "would change nothing"),
        ("move", {"customers": [3], "to": "3-a"}, "Ids stand in quotes"),
        ("unlock", {"segment": "3-a"}, "is not locked"),
        ("untag", {"segment": "3-a", "tag": "x"}, 'has no tag "x"'),
        ("restore_state", {"at": 0}, "would change nothing"),
        ("restore_state", {"at": 7}, "up to 0"),
        ("cohort", {"name": "x"}, "exactly one of"),
        ("view", {"name": "x", "link": "https://evil.example"}, "is a screen of Tandem"),
        ("ask", {"to": "bob", "body": "x"}, 'no user "bob"'),
        ("answer", {"question": "q9", "body": "x"}, 'no question "q9"'),
        ("decide", {"task": "match:3-old", "decision": "3-zz"}, "no segment"),
        ("name_pattern", {"pattern": "zz", "name": "x"}, 'no pattern "zz"'),
        ("name_pattern", {"pattern": "aa11"}, 'needs the field "name"'),
        ("name_pattern", {"pattern": "aa11", "name": "x", "segment": "3-a"}, 'no field "segment"'),
        ("dismiss_pattern", {"pattern": "aa11"}, 'needs the field "why"'),
        ("readmit_pattern", {"pattern": "aa11"}, "is not dismissed"),
        ("alarm_rule", {"pattern": "zz"}, 'no pattern "zz"'),
        ("withdraw", {"alarm_rule": "p9"}, 'no alarm rule "p9"'),
        ("undo", {}, "no act to undo"),
        ("agree", {"note": "n1"}, 'no note "n1"'),
        ("fly", {}, "There are: agree, alarm_rule, answer"),
    ],
)
def test_a_refused_act_says_why_and_leaves_nothing(
    tmp_path: Path, act: str, fields: dict[str, Json], message: str
) -> None:
    with pytest.raises(InputError) as refused:
        do(tmp_path, "expert", act, fields)
    assert message in str(refused.value)
    assert entries(tmp_path) == ()


NOTE: dict[str, Json] = {"subject_kind": "region", "subject_id": "R01", "kind": "cultural", "body": "The festival"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "gossip"}, "none of: cultural"),
        ({"subject_kind": "household"}, "none of: segment"),
        ({"subject_id": "R9"}, "There are: R01, R02"),
        ({"subject_kind": "pattern", "kind": "other"}, "There are: aa11, bb22"),
        ({"subject_kind": "feature", "subject_id": "balance"}, "never about a feature"),
        ({"subject_kind": "customer", "subject_id": OPEN[0]}, "never about a customer"),
        ({"subject_kind": "customer", "subject_id": "C9", "kind": "other"}, "not known here"),
        ({"subject_kind": "segment", "subject_id": "3-a"}, "at least 50 customers, and this one would be about 30"),
        ({"customers": OPEN[:49]}, "about 49"),
        ({"rule": "balance < 10"}, "about 10"),
        ({"rule": "balance > 1", "customers": OPEN}, "not both"),
        ({"rule": "language = 'x'"}, "protected"),
        ({"confidence": 1.1}, "from 0 to 1"),
        ({"confidence": "high"}, "from 0 to 1"),
        ({"confidence": True}, "from 0 to 1"),
        ({"valid_to": "tomorrow"}, "a day like"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "before it begins"),
        ({"probability": 0.5}, "has both"),
        ({"body": "  "}, 'needs the field "body"'),
    ],
)
def test_a_note_that_must_not_be_is_refused(tmp_path: Path, changed: dict[str, Json], message: str) -> None:
    with pytest.raises(InputError) as refused:
        do(tmp_path, "expert", "note", NOTE | changed)
    assert message in str(refused.value)
    assert entries(tmp_path) == ()


def test_a_note_keeps_what_was_said_and_expires(tmp_path: Path) -> None:
    do(tmp_path, "administrator", "profile", name="anna", role="expert", team="Savings")
    made = do(
        tmp_path,
        "anna",
        "note",
        NOTE,
        rule="region_id='R01' and payments(category='x')>=1",
        confidence=0.8,
        evidence="https://example.org",
        valid_from="2026-02-01",
        valid_to="2026-12-31",
    )
    note = knowledge(tmp_path).notes[made.id]
    assert made.id == "n2"
    assert (note.author, note.team, note.confidence, note.kind) == ("anna", "Savings", 0.8, "cultural")
    assert note.rule == "region_id = 'R01' and payments(category = 'x') >= 1"
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [note.status(day) for day in days] == ["not_yet_valid", "in_force", "in_force", "expired"]


def test_a_note_is_adopted_only_if_its_test_supports_it_and_a_second_person_agrees(tmp_path: Path) -> None:
    row: dict[str, Json] = {"test_id": "t", "verdict": "waiting", "supported": True, "needs_signature": True}
    note = do(tmp_path, "expert", "note", NOTE, rule="balance >= 0").id

    def status() -> NoteStatus:
        return knowledge(tmp_path).notes[note].status(TODAY)

    for who, act in (("expert", "agree"), ("expert", "dispute")):
        with pytest.raises(InputError, match="expert wrote"):
            do(tmp_path, who, act, note=note, body="x")
    do(tmp_path, "analyst", "agree", note=note)
    with pytest.raises(InputError, match="already"):
        do(tmp_path, "analyst", "agree", note=note)
    assert status() == NoteStatus.IN_FORCE
    done = do(tmp_path, "analyst", "test_note", note=note, test=lambda _note, _person: row)
    assert done.row == row
    assert knowledge(tmp_path).notes[note].awaits == "sign"
    assert status() == NoteStatus.IN_FORCE
    with pytest.raises(InputError, match="legal_basis"):
        do(tmp_path, "auditor", "sign", note=note, purpose="retention")
    do(tmp_path, "auditor", "sign", note=note, purpose="retention", legal_basis="legitimate interest")
    assert status() == NoteStatus.ADOPTED
    dispute = do(tmp_path, "administrator", "dispute", note=note, body="Not so").id
    assert status() == NoteStatus.DISPUTED
    with pytest.raises(InputError, match="administrator's"):
        do(tmp_path, "analyst", "withdraw", dispute=dispute)
    do(tmp_path, "administrator", "withdraw", dispute=dispute)
    assert status() == NoteStatus.ADOPTED
    with pytest.raises(InputError, match="expert's: only they"):
        do(tmp_path, "analyst", "withdraw", note=note)
    do(tmp_path, "expert", "withdraw", note=note, why="A mistake")
    assert status() == NoteStatus.WITHDRAWN
    with pytest.raises(InputError, match="was withdrawn"):
        do(tmp_path, "analyst", "agree", note=note)


def test_a_note_that_its_test_refused_is_not_adopted_and_says_so(tmp_path: Path) -> None:
    row: dict[str, Json] = {"verdict": "refused", "supported": False}
    note = do(tmp_path, "expert", "note", NOTE, customers=OPEN).id
    do(tmp_path, "analyst", "agree", note=note)
    do(tmp_path, "expert", "test_note", note=note, test=lambda _note, _person: row)
    assert knowledge(tmp_path).notes[note].status(TODAY) == NoteStatus.REFUSED


def test_a_note_without_rule_or_list_and_a_store_without_tests_say_why_they_test_nothing(tmp_path: Path) -> None:
    bare = do(tmp_path, "expert", "note", NOTE).id
    ruled = do(tmp_path, "expert", "note", NOTE, rule="balance >= 0").id
    with pytest.raises(InputError, match="neither by a rule nor by a list"):
        do(tmp_path, "expert", "test_note", note=bare)
    with pytest.raises(InputError, match="can't be tested here"):
        do(tmp_path, "expert", "test_note", note=ruled)


def test_front_line_roles_do_not_see_cultural_notes(tmp_path: Path) -> None:
    do(tmp_path, "administrator", "profile", name="ben", role="adviser")
    cultural = do(tmp_path, "expert", "note", NOTE).id
    product = do(tmp_path, "expert", "note", NOTE | {"kind": "product"}).id
    assert not knowledge(tmp_path).notes[cultural].is_seen_by(Role.ADVISER)
    with pytest.raises(InputError, match="no note"):
        do(tmp_path, "ben", "answer", note=cultural, body="x")
    do(tmp_path, "ben", "answer", note=product, body="x")
    assert [each.body for each in knowledge(tmp_path).notes[product].answers] == ["x"]


def test_no_id_of_a_customer_is_in_the_ledger_and_what_is_about_one_is_sealed(tmp_path: Path) -> None:
    publish_tables(tmp_path, {"customers": pd.DataFrame({"customer_id": IDS})}, {})
    someone = IDS[110]
    do(tmp_path, "expert", "rename", segment="3-a", name=f"Like {someone}.", why=f"(see {OPEN[1]})")
    note = do(tmp_path, "expert", "note", subject_kind="customer", subject_id=someone, kind="other", body="Moves").id
    do(tmp_path, "analyst", "answer", note=note, body=f"{someone} said so")
    do(tmp_path, "analyst", "ask", to="expert", body="Is it?", subject_kind="customer", subject_id=someone)
    do(tmp_path, "expert", "move", customers=OPEN[:3], to="3-c")
    do(tmp_path, "expert", "view", name="mine", link=f"customer?id={someone}&tab=2")
    stored = "".join(entry.payload + entry.subject for entry in entries(tmp_path))
    assert not any(customer in stored for customer in IDS)
    assert "Moves" not in stored
    assert "Is it?" not in stored
    found = knowledge(tmp_path)
    assert found.notes[note].body == "Moves"
    assert found.notes[note].subject_id == pseudonym(tmp_path, someone)
    assert found.names[SegmentKey("3-a")].name == f"Like {UNNAMED}.", "names are read where ids are not"
    assert with_ids_shown(tmp_path, found.notes[note].answers[0].body) == f"{someone} said so"
    assert with_ids_shown(tmp_path, found.views["v6"].link) == f"customer?id={someone}&tab=2"


def test_two_who_change_one_segment_both_keep_it_or_are_shown_both(tmp_path: Path) -> None:
    do(tmp_path, "expert", "rename", segment="3-a", name="A")
    seen = knowledge(tmp_path).sequence
    do(tmp_path, "analyst", "rename", segment="3-a", name="B", seen=seen)
    do(tmp_path, "expert", "tag", segment="3-a", tag="x", seen=seen)
    do(tmp_path, "expert", "rename", segment="3-b", name="C", seen=seen)
    with pytest.raises(ConflictError) as conflict:
        do(tmp_path, "expert", "merge", segments=["3-a", "3-b"], name="AB", seen=seen)
    assert conflict.value.entries[0].author == "analyst"
    assert json.loads(conflict.value.entries[0].payload)["name"] == "B"
    assert conflict.value.payload["name"] == "AB"
    assert len(entries(tmp_path)) == 4


def test_views_and_cohorts_belong_to_whom_saved_them(tmp_path: Path) -> None:
    view = do(tmp_path, "executive", "view", name="Mine", link="overview?level=2", shared=True).id
    do(tmp_path, "executive", "view", name="Mine too", link="overview?level=3", view=view)
    with pytest.raises(InputError, match="executive's"):
        do(tmp_path, "analyst", "view", name="x", link="overview", view=view)
    assert (knowledge(tmp_path).views[view].name, knowledge(tmp_path).views[view].is_shared) == ("Mine too", False)
    live = do(tmp_path, "expert", "cohort", name="Rich", rule="balance>90").id
    fixed = do(tmp_path, "expert", "cohort", name="Some", customers=IDS[105:110]).id
    cohorts = knowledge(tmp_path).cohorts
    assert [cohorts[live].is_live, cohorts[fixed].is_live] == [True, False]
    with pytest.raises(InputError, match='cohort "Rich" already'):
        do(tmp_path, "expert", "cohort", name="rich", rule="balance>1")
    with pytest.raises(InputError, match="at least 50"):
        do(tmp_path, "expert", "note", NOTE | {"subject_kind": "cohort", "subject_id": live})
    do(tmp_path, "expert", "withdraw", cohort=live)
    assert list(knowledge(tmp_path).cohorts) == [fixed]


def test_an_answer_to_a_weak_match_carries_the_segment(tmp_path: Path) -> None:
    do(tmp_path, "expert", "decide", task="match:3-old", decision="L3-02")
    do(tmp_path, "expert", "decide", task="match:3-gone", decision="none")
    found = knowledge(tmp_path)
    assert found.carried == {"3-old": "3-a", "3-gone": None}
    assert [each.subject_id for each in found.decisions] == ["3-old", "3-gone"]


def test_the_history_tells_who_did_what_and_why_and_the_chain_is_whole(tmp_path: Path) -> None:
    do(tmp_path, "expert", "rename", segment="3-a", name="A", why="They save")
    do(tmp_path, "expert", "undo", why="They don't")
    first, second = history(events(tmp_path))
    assert (first.author, first.act, first.why, first.undone_by) == ("expert", "rename", "They save", 2)
    assert (second.words, second.undone_by) == ("undid entry 1", None)
    assert ledger_problems(tmp_path) == ()
    assert KNOWN.segment("3-a").name == "3-a"
