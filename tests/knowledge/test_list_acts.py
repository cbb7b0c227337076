"""Making a retention list: what it is checked for, what the ledger keeps of it, and how it is taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import InputError
from analytics.knowledge.doing import Surroundings, perform
from analytics.knowledge.draft import Done
from analytics.knowledge.history import history
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.retention_lists import Chosen, ListTerms, Ranking, on_unripe_lists
from analytics.store.erased import pseudonyms
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json
from tests.knowledge.surroundings import IDS, KNOWN, OPEN

TERMS: dict[str, Json] = {"offer": "fee_waiver", "owner": "expert", "due_on": "2026-08-31", "capacity": 3}


def choose(ids: Collection[str] | None, terms: ListTerms, elsewhere: Collection[str]) -> Chosen:
    """Contact the first who are on no other list, and hold back the one after them."""
    those = sorted(set(OPEN if ids is None else ids) - set(elsewhere))
    contacted, settled = tuple(those[: terms.capacity]), replace(terms, ranked_by=terms.ranked_by or Ranking.UPLIFT)
    held_back = tuple(those[terms.capacity : terms.capacity + 1])
    left_out = (("no_consent", 4), ("beyond_capacity", 0))
    return Chosen(contacted, held_back, left_out, 0.5, None, settled, date(2026, 6, 30), "000001-ab")


def made(store: Path, told: Mapping[str, Json] | None = None, *, author: str = "expert", **fields: Json) -> Done:
    act = {"act": "retention_list", "name": "Spring", **TERMS, **(told or {}), **fields}
    return perform(store, act, author=author, surroundings=Surroundings(lambda: KNOWN, choose=choose))


def test_the_ledger_keeps_who_is_on_it_by_pseudonyms_and_by_which_terms(tmp_path: Path) -> None:
    made(tmp_path, name="First", segment="3-c", channel="phone", hold_out=0.25, least_days=60, purposes=["marketing"])
    done = made(tmp_path, segment="3-c", selection="segment “Savers”, high risk")
    assert done.id == "l2"
    first, second = knowledge(tmp_path).lists.values()
    assert first.contacted == tuple(pseudonyms(tmp_path, OPEN[90:93]))
    assert first.held_back == tuple(pseudonyms(tmp_path, OPEN[93:94]))
    assert first.terms == ListTerms(3, Ranking.UPLIFT, 0.25, 60, ("marketing",), 0, "fee_waiver")
    assert (first.owner, first.due_on, first.as_of) == ("expert", date(2026, 8, 31), date(2026, 6, 30))
    assert (dict(first.left_out), first.whom) == ({"no_consent": 4, "beyond_capacity": 0}, "segment 3-c")
    assert (second.terms.seed, second.terms.held_back_share, second.whom) == (1, 0.15, "segment “Savers”, high risk")
    assert "C0000" not in "".join(event.entry.payload for event in events(tmp_path))


@pytest.mark.parametrize(
    ("whom", "first"),
    [
        ({}, OPEN[0]),
        ({"rule": "balance >= 50"}, OPEN[50]),
        ({"customers": OPEN[7:20]}, OPEN[7]),
        ({"segment": "3-d"}, OPEN[95]),
    ],
)
def test_it_is_made_from_everyone_or_from_any_selection(tmp_path: Path, whom: dict[str, Json], first: str) -> None:
    made(tmp_path, whom)
    assert knowledge(tmp_path).lists["l1"].contacted[0] == pseudonyms(tmp_path, [first])[0]


def test_it_is_made_from_a_cohort_whose_erased_members_are_not_missed(tmp_path: Path) -> None:
    around = Surroundings(lambda: KNOWN, choose=choose)
    cohort: dict[str, Json] = {"act": "cohort", "name": "Rich", "rule": "balance >= 60"}
    perform(tmp_path, cohort, author="expert", surroundings=around)
    made(tmp_path, cohort="c1")
    assert knowledge(tmp_path).lists["l2"].contacted[0] == pseudonyms(tmp_path, [OPEN[60]])[0]
    with pytest.raises(InputError, match='no cohort "c9"'):
        made(tmp_path, name="Other", cohort="c9")


def test_nobody_is_on_two_lists_at_once_and_a_list_that_is_taken_back_or_ripe_holds_nobody(tmp_path: Path) -> None:
    publish_tables(tmp_path, {"customers": pd.DataFrame({"customer_id": IDS})}, {})
    made(tmp_path, name="First")
    made(tmp_path, name="Second")
    first, second = knowledge(tmp_path).lists.values()
    assert not {*first.contacted, *first.held_back} & {*second.contacted, *second.held_back}
    unripe = on_unripe_lists((first, second), as_of=first.ripe_on - timedelta(days=1))
    assert set(unripe) == {*first.contacted, *first.held_back, *second.contacted, *second.held_back}
    assert on_unripe_lists((first, second), as_of=first.ripe_on) == ()
    around = Surroundings(lambda: KNOWN, choose=choose)
    perform(tmp_path, {"act": "withdraw", "retention_list": "l1"}, author="expert", surroundings=around)
    made(tmp_path, name="Third")
    assert knowledge(tmp_path).lists["l4"].contacted == first.contacted


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"capacity": 0}, "1 or more"),
        ({"capacity": -1}, "whole number"),
        ({"hold_out": 0.6}, "from 0 to 0.5"),
        ({"ranked_by": "luck"}, "none of: uplift, value, risk"),
        ({"owner": "nobody"}, 'no user "nobody"'),
        ({"due_on": "soon"}, "a day like"),
        ({"due_on": "2026-06-29"}, "lies before 2026-06-30"),
        ({"due_on": ""}, "by which customers are contacted"),
        ({"rule": "balance > 1", "segment": "3-a"}, "exactly one of"),
        ({"customers": ["C000110"]}, "belong to no segment"),
        ({"snapshot": "000009-zz"}, "Newer data"),
        ({"holdout": 0.1}, 'Did you mean "hold_out"'),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    tmp_path: Path, fields: dict[str, Json], why: str
) -> None:
    with pytest.raises(InputError, match=why):
        made(tmp_path, fields)
    assert knowledge(tmp_path).sequence == 0


def test_a_second_list_of_the_same_name_and_one_that_reaches_nobody_are_refused(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(InputError, match=r'a retention list "Spring" already \(l1, by expert\)'):
        made(tmp_path, name="SPRING")
    with pytest.raises(InputError, match=r"Nobody is left to contact \(no consent 4\)"):
        made(tmp_path, name="Other", rule="balance > 1000")


def test_an_executive_makes_one_and_takes_it_back_and_nobody_else_does(tmp_path: Path) -> None:
    made(tmp_path, author="executive")
    around = Surroundings(lambda: KNOWN, choose=choose)
    with pytest.raises(InputError, match="l1 is executive's"):
        perform(tmp_path, {"act": "withdraw", "retention_list": "l1"}, author="expert", surroundings=around)
    perform(tmp_path, {"act": "withdraw", "retention_list": "l1"}, author="executive", surroundings=around)
    assert knowledge(tmp_path).lists == {}
    with pytest.raises(InputError, match="That has to be undone first"):
        perform(tmp_path, {"act": "undo", "entry": 1}, author="executive", surroundings=around)
    perform(tmp_path, {"act": "undo"}, author="executive", surroundings=around)
    assert set(knowledge(tmp_path).lists) == {"l1"}
    perform(tmp_path, {"act": "undo", "entry": 1}, author="executive", surroundings=around)
    assert knowledge(tmp_path).lists == {}
    with pytest.raises(InputError, match="may not do"):
        made(tmp_path, author="auditor")


def test_history_says_it_in_words(tmp_path: Path) -> None:
    made(tmp_path)
    perform(
        tmp_path,
        {"act": "withdraw", "retention_list": "l1"},
        author="expert",
        surroundings=Surroundings(lambda: KNOWN, choose=choose),
    )
    first, second = history(events(tmp_path))
    assert first.words == (
        "made the retention list “Spring”: 3 customers to contact by 2026-08-31 with fee_waiver, 1 held back to"
        " compare, ranked by uplift; expert answers for it"
    )
    assert second.words == "withdraw l1"
