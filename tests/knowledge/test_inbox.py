"""What waits for a person is in their inbox until they, or somebody who may, have seen to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analytics.knowledge.inbox import Waiting, inbox, record
from analytics.knowledge.people import STARTING_PEOPLE
from analytics.knowledge.reading import knowledge
from analytics.vocabulary import Json, SegmentKey
from tests.knowledge.surroundings import do

TODAY = date(2026, 7, 1)
NOTE: dict[str, Json] = {"subject_kind": "region", "subject_id": "R01", "kind": "product", "body": "New card"}


def waits(store: Path, name: str, *matches: str) -> list[tuple[Waiting, str]]:
    keys = [SegmentKey(each) for each in matches]
    return [
        (item.waiting, item.id) for item in inbox(knowledge(store), STARTING_PEOPLE[name], TODAY, weak_matches=keys)
    ]


def test_a_question_waits_for_whom_it_was_put_to_and_its_answer_for_who_asked(tmp_path: Path) -> None:
    asked = do(tmp_path, "executive", "ask", to="expert", body="Why?").id
    assert waits(tmp_path, "expert") == [(Waiting.QUESTION, asked)]
    assert waits(tmp_path, "executive") == waits(tmp_path, "analyst") == []
    do(tmp_path, "expert", "answer", question=asked, body="Because.")
    assert waits(tmp_path, "expert") == []
    assert waits(tmp_path, "executive") == [(Waiting.ANSWER, asked)]


def test_a_supported_note_waits_for_a_second_person_then_for_whoever_may_sign(tmp_path: Path) -> None:
    note = do(tmp_path, "expert", "note", NOTE, rule="balance > 0").id
    row: dict[str, Json] = {"verdict": "waiting", "supported": True, "needs_signature": True}
    assert waits(tmp_path, "analyst") == []
    do(tmp_path, "expert", "test_note", note=note, test=lambda _note, _person: row)
    assert waits(tmp_path, "analyst") == waits(tmp_path, "auditor") == [(Waiting.AGREEMENT, note)]
    assert waits(tmp_path, "expert") == waits(tmp_path, "executive") == []
    do(tmp_path, "analyst", "agree", note=note)
    assert waits(tmp_path, "analyst") == []
    assert waits(tmp_path, "auditor") == [(Waiting.SIGNATURE, note)]
    do(tmp_path, "auditor", "sign", note=note, purpose="retention", legal_basis="consent")
    assert waits(tmp_path, "auditor") == []
    do(tmp_path, "administrator", "dispute", note=note, body="No")
    assert waits(tmp_path, "expert") == [(Waiting.DISPUTE, note)]


def test_a_note_that_expires_within_thirty_days_waits_for_its_author(tmp_path: Path) -> None:
    notes = [
        do(tmp_path, "expert", "note", NOTE, valid_to=day).id for day in ("2026-06-30", "2026-07-31", "2026-08-01")
    ]
    assert waits(tmp_path, "expert") == [(Waiting.EXPIRING, notes[1])]
    assert waits(tmp_path, "analyst") == []


def test_a_weak_match_waits_for_those_who_may_decide_until_one_does(tmp_path: Path) -> None:
    assert waits(tmp_path, "analyst", "3-old") == [(Waiting.WEAK_MATCH, "match:3-old")]
    assert waits(tmp_path, "executive", "3-old") == []
    do(tmp_path, "expert", "decide", task="match:3-old", decision="none")
    assert waits(tmp_path, "analyst", "3-old") == []


def test_a_finding_waits_for_whoever_is_given_it_until_they_change_it(tmp_path: Path) -> None:
    own = do(tmp_path, "expert", "finding", claim="They leave", segment="3-b").id
    given = do(tmp_path, "analyst", "finding", claim="They stay", segment="3-b", owner="expert").id
    assert waits(tmp_path, "expert") == [(Waiting.FINDING_GIVEN, given)]
    assert waits(tmp_path, "analyst") == []
    do(tmp_path, "analyst", "change_finding", finding=given, state="being_acted_on")
    assert waits(tmp_path, "expert") == [(Waiting.FINDING_GIVEN, given)], "the giver's changes are not theirs"
    do(tmp_path, "expert", "change_finding", finding=given, state="open")
    assert waits(tmp_path, "expert") == []
    do(tmp_path, "expert", "change_finding", finding=own, owner="executive")
    assert waits(tmp_path, "executive") == [(Waiting.FINDING_GIVEN, own)]
    do(tmp_path, "expert", "change_finding", finding=own, state="closed")
    assert waits(tmp_path, "executive") == []


def test_a_finding_that_is_no_longer_supported_waits_for_its_owner_until_they_see_to_it(tmp_path: Path) -> None:
    found = do(tmp_path, "analyst", "finding", claim="They leave", segment="3-b").id

    def told(name: str, since: str) -> list[str]:
        items = inbox(
            knowledge(tmp_path), STARTING_PEOPLE[name], TODAY, unsupported={found: "It moved."}, served_since=since
        )
        return [f"{item.waiting} {item.why}" for item in items]

    long_ago, to_come = "2000-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"
    assert told("analyst", long_ago) == ["finding_fell It moved."]
    assert told("expert", long_ago) == []
    do(tmp_path, "analyst", "change_finding", finding=found, state="being_acted_on")
    assert told("analyst", long_ago) == [], "seen to since the build"
    assert told("analyst", to_come) == ["finding_fell It moved."], "and so it stands after another build"
    do(tmp_path, "analyst", "change_finding", finding=found, state="closed")
    assert told("analyst", to_come) == []


def test_a_forecast_stays_in_its_authors_record_when_it_is_taken_back(tmp_path: Path) -> None:
    do(tmp_path, "expert", "note", NOTE)
    forecast = do(tmp_path, "expert", "note", NOTE, probability=0.8, ripens_on="2026-12-31").id
    do(tmp_path, "expert", "withdraw", note=forecast)
    assert [each.note_id for each in record(knowledge(tmp_path), "expert")] == [forecast]
    assert record(knowledge(tmp_path), "analyst") == ()
