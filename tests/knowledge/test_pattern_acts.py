"""A pattern is named and dismissed by what it is: over builds, undone like any act, with conflicts shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import InputError
from analytics.knowledge import ledger
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.doing import Surroundings, perform
from analytics.knowledge.hidden_ids import GONE, with_ids_shown
from analytics.knowledge.history import history
from analytics.knowledge.known import Known
from analytics.knowledge.published_patterns import said_of_patterns_table
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.said_of_rules import said_of_rules
from analytics.store.publish import publish_tables
from analytics.vocabulary import FROM_LEDGER
from tests.knowledge.surroundings import KNOWN, PATTERNS, do

LATER: Known = replace(KNOWN, patterns={})
"""A build that does not find the patterns any more."""


def later(store: Path, act: str, **fields: str) -> None:
    perform(store, {"act": act, **fields}, author="expert", surroundings=Surroundings(lambda: LATER))


def test_a_name_is_the_last_that_was_given_and_says_whose_it_is(tmp_path: Path) -> None:
    do(tmp_path, "analyst", "name_pattern", pattern="aa11", name="Fee after a complaint")
    assert do(tmp_path, "expert", "name_pattern", pattern="aa11", name=" Angry payers ").id == "aa11"
    said = knowledge(tmp_path).patterns["aa11"]
    assert said.about == PATTERNS[0]
    assert said.name is not None
    assert (said.name.name, said.name.author, said.name.sequence) == ("Angry payers", "expert", 2)
    assert history(events(tmp_path))[-1].words == (
        "named the sequence complaint > fee_charged, before churn “Angry payers”"
    )


def test_a_build_without_the_pattern_loses_nothing_and_it_can_still_be_renamed_and_readmitted(tmp_path: Path) -> None:
    do(tmp_path, "expert", "name_pattern", pattern="aa11", name="Angry payers")
    do(tmp_path, "expert", "dismiss_pattern", pattern="bb22", why="The system was down")
    later(tmp_path, "name_pattern", pattern="aa11", name="Angry ones")
    later(tmp_path, "readmit_pattern", pattern="bb22")
    with pytest.raises(InputError, match='no pattern "bb22"'):
        later(tmp_path, "dismiss_pattern", pattern="bb22", why="again")
    said = knowledge(tmp_path).patterns
    assert set(said) == {"aa11"}, "nothing is said of the other any more"
    assert said["aa11"].name is not None
    assert said["aa11"].name.name == "Angry ones"


def test_a_dismissal_has_its_reason_and_is_taken_back_by_anybody_who_may(tmp_path: Path) -> None:
    do(tmp_path, "expert", "dismiss_pattern", pattern="aa11", why="Known campaign")
    aside = knowledge(tmp_path).patterns["aa11"].dismissed
    assert aside is not None
    assert (aside.why, aside.author) == ("Known campaign", "expert")
    with pytest.raises(InputError, match="was dismissed by expert already"):
        do(tmp_path, "analyst", "dismiss_pattern", pattern="aa11", why="Me too")
    do(tmp_path, "analyst", "readmit_pattern", pattern="aa11")
    assert knowledge(tmp_path).patterns == {}
    with pytest.raises(InputError, match="analyst did readmit_pattern on the same since"):
        do(tmp_path, "expert", "undo")
    do(tmp_path, "analyst", "undo")
    assert knowledge(tmp_path).patterns["aa11"].dismissed == aside
    assert history(events(tmp_path))[0].why == "Known campaign"


def test_two_who_name_the_same_see_both_versions_and_names_and_dismissals_do_not_meet(tmp_path: Path) -> None:
    do(tmp_path, "analyst", "name_pattern", pattern="aa11", name="Mine")
    with pytest.raises(ConflictError, match="analyst did name_pattern on pattern:aa11") as refused:
        do(tmp_path, "expert", "name_pattern", pattern="aa11", name="My own", seen=0)
    assert refused.value.payload["name"] == "My own"
    do(tmp_path, "expert", "dismiss_pattern", pattern="aa11", why="Known campaign", seen=0)
    do(tmp_path, "expert", "name_pattern", pattern="bb22", name="Mine", seen=0)


def test_a_customer_named_in_a_name_or_reason_is_hidden_in_the_ledger_and_gone_when_erased(tmp_path: Path) -> None:
    table = pd.DataFrame({"customer_id": ["C000001", "C000002"], "status": "active"})
    publish_tables(tmp_path, {"customers": table}, {})
    do(tmp_path, "expert", "name_pattern", pattern="aa11", name="As C000001 did")
    do(tmp_path, "expert", "dismiss_pattern", pattern="aa11", why="Only C000001 did")
    assert all("C000001" not in f"{entry.payload}{entry.subject}" for entry in ledger.entries(tmp_path))

    def row() -> dict[str, object]:
        listed = said_of_patterns_table(knowledge(tmp_path), shown=lambda text: with_ids_shown(tmp_path, text))
        assert tuple(listed.column_names) == FROM_LEDGER["said_of_patterns"].columns
        return dict(listed.to_pylist()[0])

    assert (row()["name"], row()["dismissed_why"]) == ("As C000001 did", "Only C000001 did")
    publish_tables(tmp_path, {"customers": table[1:]}, {})
    assert (row()["name"], row()["dismissed_why"]) == (f"As {GONE} did", f"Only {GONE} did")


def test_a_rule_is_made_once_sleeps_while_its_pattern_is_dismissed_and_is_withdrawn_by_its_author(
    tmp_path: Path,
) -> None:
    assert do(tmp_path, "expert", "alarm_rule", pattern="aa11").id == "p1"
    do(tmp_path, "analyst", "alarm_rule", pattern="bb22")
    with pytest.raises(InputError, match=r"raises alarms already \(p1\)"):
        do(tmp_path, "analyst", "alarm_rule", pattern="aa11")
    in_force = said_of_rules(knowledge(tmp_path)).rules
    assert [(each.rule.rule_id, each.rule.author, each.about) for each in in_force] == [
        ("p1", "expert", PATTERNS[0]),
        ("p2", "analyst", PATTERNS[1]),
    ]
    do(tmp_path, "expert", "dismiss_pattern", pattern="bb22", why="Known campaign")
    assert [each.rule.rule_id for each in said_of_rules(knowledge(tmp_path)).rules] == ["p1"]
    do(tmp_path, "expert", "readmit_pattern", pattern="bb22")
    with pytest.raises(InputError, match="p1 is expert's"):
        do(tmp_path, "analyst", "withdraw", alarm_rule="p1")
    do(tmp_path, "expert", "withdraw", alarm_rule="p1", why="Too many")
    assert [each.rule.rule_id for each in said_of_rules(knowledge(tmp_path)).rules] == ["p2"]
    assert history(events(tmp_path))[-1].words == "withdraw p1"
    with pytest.raises(InputError, match="expert did withdraw on the same since"):
        do(tmp_path, "expert", "undo", entry=1)
    do(tmp_path, "expert", "undo")
    assert [each.rule.rule_id for each in said_of_rules(knowledge(tmp_path)).rules] == ["p1", "p2"]


def test_a_dismissed_pattern_gets_no_rule(tmp_path: Path) -> None:
    do(tmp_path, "expert", "dismiss_pattern", pattern="aa11", why="Known campaign")
    with pytest.raises(InputError, match="is dismissed: take that back first"):
        do(tmp_path, "expert", "alarm_rule", pattern="aa11")
    with pytest.raises(ConflictError):
        do(tmp_path, "analyst", "readmit_pattern", pattern="aa11", seen=0)
