"""A finding is a claim with what the server measured: who may put it up and change it, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.knowledge.chain import ERASE
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.evidence import evidence_of, measured
from analytics.knowledge.findings import Came, Finding, FindingState, KindOfTest, WhomKind
from analytics.knowledge.forgetting import forget
from analytics.knowledge.history import history
from analytics.knowledge.ledger import append
from analytics.knowledge.reading import events, knowledge
from analytics.vocabulary import Json
from tests.knowledge.surroundings import OPEN, do

CLAIM = "Customers of 3-b leave when their fees rise."
FORECAST: dict[str, Json] = {
    "test_kpi": "retention_rate",
    "direction": "at_least",
    "value": 0.85,
    "by": "2026-12-31",
}


def put_up(store: Path, author: str = "analyst", *, told: Mapping[str, Json] | None = None, **fields: Json) -> Finding:
    called = do(store, author, "finding", {"claim": CLAIM, **(told or {}), **fields}).id
    return knowledge(store).findings[called]


def test_what_was_measured_is_kept_as_it_was_and_the_author_answers_for_it(tmp_path: Path) -> None:
    found = put_up(tmp_path, segment="3-b", kpi="attrition_rate")
    assert (found.finding_id, found.claim, found.owner, found.state) == ("f1", CLAIM, "analyst", FindingState.OPEN)
    assert (found.whom_kind, found.whom, found.link) == (WhomKind.SEGMENT, "3-b", "segment?segment=3-b")
    assert (found.evidence.n_customers, found.evidence.n_all, found.evidence.snapshot) == (60, 100, "made-up")
    assert [figure.name for figure in found.evidence.figures] == ["risk", "attrition_rate"]
    assert evidence_of(measured(found.evidence)) == found.evidence
    assert found.test.kind is KindOfTest.NONE
    assert history(events(tmp_path))[-1].words == f"put up a finding: {CLAIM} (analyst answers for it)"


@pytest.mark.parametrize(
    ("whom", "n"),
    [
        ({}, 100),
        ({"region": "R01"}, 50),
        ({"rule": "balance >= 60"}, 40),
        ({"customers": OPEN[:12]}, 12),
        ({"tag": "watched"}, 60),
        ({"cohort": "c2"}, 10),
    ],
)
def test_a_finding_is_about_whoever_can_be_selected(tmp_path: Path, whom: dict[str, Json], n: int) -> None:
    do(tmp_path, "analyst", "tag", segment="3-b", tag="watched")
    do(tmp_path, "analyst", "cohort", name="Rich", rule="balance >= 90")
    assert put_up(tmp_path, "executive", told=whom).evidence.n_customers == n


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"segment": "3-z"}, "no segment"),
        ({"region": "R99"}, "no region"),
        ({"tag": "nobody"}, "Nobody carries"),
        ({"cohort": "c9"}, "no cohort"),
        ({"segment": "3-b", "region": "R01"}, "exactly one of"),
        ({"measured": {"n_customers": 7}}, 'no field "measured"'),
        ({"owner": "auditor"}, "can't answer for a finding"),
        ({"link": "https://elsewhere.example"}, '"link" is a screen'),
        ({"note": "n9"}, "no note"),
        ({"target": "t9"}, "no target"),
        ({"retention_list": "l9"}, "no retention list"),
        ({"test": "forecast"}, "the other fields say none"),
        ({**FORECAST, "by": "2026-06-30"}, "a day that is not known yet"),
        ({**FORECAST, "value": 85}, "between 0 and 1"),
        ({**FORECAST, "test_kpi": "lost"}, "no KPI"),
        ({**FORECAST, "direction": "around"}, "none of"),
        ({**FORECAST, "rule": "balance > 5"}, "A forecast is of a KPI of"),
        ({**FORECAST, "note": "n1"}, "one test, not 2"),
    ],
)
def test_a_senseless_finding_is_refused_in_words(tmp_path: Path, fields: dict[str, Json], words: str) -> None:
    with pytest.raises(InputError, match=words):
        put_up(tmp_path, told=fields)
    assert not events(tmp_path)


def test_whoever_sees_groups_only_puts_up_none_about_fewer_than_ten_or_all_but_fewer(tmp_path: Path) -> None:
    for whom in (OPEN[:9], OPEN[:91]):
        with pytest.raises(InputError, match="at least 10"):
            put_up(tmp_path, "executive", customers=whom)
    assert put_up(tmp_path, "executive", customers=OPEN[:90]).evidence.n_customers == 90
    assert put_up(tmp_path, "analyst", customers=OPEN[:9]).evidence.n_customers == 9


def test_owner_and_author_change_it_and_nobody_else(tmp_path: Path) -> None:
    put_up(tmp_path, segment="3-b", owner="executive")
    do(tmp_path, "executive", "change_finding", finding="f1", state="being_acted_on", why="Sales calls them")
    with pytest.raises(InputError, match="only they can change it"):
        do(tmp_path, "expert", "change_finding", finding="f1", state="closed")
    with pytest.raises(InputError, match='needs "why"'):
        do(tmp_path, "analyst", "change_finding", finding="f1", came="held")
    do(tmp_path, "analyst", "change_finding", finding="f1", came="held", state="closed", why="Asked 30 of them")
    found = knowledge(tmp_path).findings["f1"]
    assert (found.state, found.came, len(found.changes)) == (FindingState.CLOSED, Came.HELD, 2)
    assert found.said is not None
    assert (found.said.author, found.said.details["why"]) == ("analyst", "Asked 30 of them")
    assert history(events(tmp_path))[-1].words == "changed the finding f1: state closed, what came of it: held"
    do(tmp_path, "analyst", "undo")
    assert knowledge(tmp_path).findings["f1"].came is None


def test_what_a_machine_can_check_nobody_says(tmp_path: Path) -> None:
    found = put_up(tmp_path, segment="3-b", told=FORECAST)
    assert (found.test.kind, found.test.value, str(found.test.by)) == (KindOfTest.FORECAST, 0.85, "2026-12-31")
    with pytest.raises(InputError, match="worked out, not said"):
        do(tmp_path, "analyst", "change_finding", finding="f1", came="held", why="I know")
    do(tmp_path, "analyst", "change_finding", {"finding": "f1", "test": "none", "why": "It is counted no more"})
    do(tmp_path, "analyst", "change_finding", finding="f1", came="cant_be_told", why="Nobody counted")
    assert knowledge(tmp_path).findings["f1"].came is Came.CANT_BE_TOLD


def test_a_change_rests_on_what_was_on_screen_and_what_it_is_tested_by_is_not_undone(tmp_path: Path) -> None:
    do(
        tmp_path,
        "analyst",
        "note",
        subject_kind="segment",
        subject_id="3-b",
        kind="product",
        body="x",
        rule="balance > 5",
    )
    put_up(tmp_path, segment="3-b", owner="executive", note="n1")
    do(tmp_path, "executive", "change_finding", finding="f2", state="closed")
    with pytest.raises(ConflictError):
        do(tmp_path, "analyst", "change_finding", finding="f2", state="open", seen=2)
    with pytest.raises(InputError, match="undone first"):
        do(tmp_path, "analyst", "undo", entry=1)
    with pytest.raises(InputError, match="analyst's"):
        do(tmp_path, "executive", "withdraw", finding="f2")
    do(tmp_path, "analyst", "withdraw", finding="f2")
    assert not knowledge(tmp_path).findings


def test_erasing_the_one_customer_whom_a_finding_is_about_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_up(tmp_path, customers=OPEN[:1])
    found = knowledge(tmp_path).findings["f1"]
    monkeypatch.setattr("analytics.knowledge.doing.ids_of", lambda _, names: dict.fromkeys(names, OPEN[0]))
    do(tmp_path, "analyst", "change_finding", finding="f1", state="closed", why="They told us why")
    forget(tmp_path, found.customers)
    append(tmp_path, author="anna", act=ERASE, subject=f"customer:{found.only_customer}", payload={})
    told = " ".join(event.entry.payload for event in events(tmp_path))
    assert "fees" not in told
    assert "They told us" not in told
    assert not knowledge(tmp_path).findings
