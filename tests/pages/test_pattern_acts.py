"""Sequences that people named or dismissed, on the screens: shown with author, left out, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.knowledge.reading import knowledge
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from pages.shared.readers.pattern_sayings import all_named
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_store, full_tables
from tests.pages.screen import as_person, is_well, opened, said

PAGE = "explore/patterns"
FIRST = "0" * 12
NAME = "Angry *payers*"
WITH_MOTIF = "C000003"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    full_store(tmp_path, n=300)
    return tmp_path


def test_a_sequence_is_named_on_its_screen_and_the_name_stands_wherever_it_does(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = as_person(opened(store, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    screen.button(key="act_name_pattern").click().run()
    screen.text_input(key="pattern_name").input(NAME).run()
    screen.button(key="name_pattern_do").click().run()
    assert is_well(screen), screen.exception
    assert knowledge(store).patterns[FIRST].name is not None
    told = said(screen)
    assert "Complaint, then a fee higher than the last. Named by expert." in told
    assert f"“{NAME}”: Complaint, then a fee higher than the last (typically" in told
    assert NAME in said(opened(store, "explore/customer", monkeypatch, {"customer": WITH_MOTIF}))
    found = opened(store, PAGE, monkeypatch, {"pattern": FIRST, "found": f"pattern-{FIRST}"})
    assert f"Did: “{NAME}”" in "".join(button.label for button in found.button).replace("\\", "")
    found = as_person(found, "expert")
    found.button(key="act_cohort").click().run()
    assert found.text_input(key="cohort_name").value == NAME
    note = as_person(opened(store, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    note.button(key="note_on_pattern").click().run()
    assert f"“{NAME}”: complaint, then a fee" in said(note)


def test_a_dismissed_sequence_needs_a_reason_leaves_the_list_and_marks_no_customer(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Complaint, then a fee" in said(opened(store, "explore/customer", monkeypatch, {"customer": WITH_MOTIF}))
    screen = as_person(opened(store, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    screen.button(key="act_dismiss_pattern").click().run()
    screen.button(key="dismiss_pattern_do").click().run()
    assert 'needs the field "why"' in said(screen)
    screen.text_input(key="dismiss_pattern_why").input("Known campaign").run()
    screen.button(key="dismiss_pattern_do").click().run()
    assert is_well(screen), screen.exception
    listed = opened(store, PAGE, monkeypatch)
    assert is_well(listed)
    assert "Complaint, then a fee" not in said(listed)
    shown = said(opened(store, PAGE, monkeypatch, {"aside": "show"}))
    assert "Complaint, then a fee" in shown
    assert "Dismissed by expert on" in shown
    assert "Known campaign" in shown
    customer = said(opened(store, "explore/customer", monkeypatch, {"customer": WITH_MOTIF}))
    assert "Complaint, then a fee" not in customer
    back = as_person(opened(store, PAGE, monkeypatch, {"pattern": FIRST}), "analyst")
    back.button(key="act_readmit_pattern").click().run()
    back.button(key="readmit_pattern_do").click().run()
    assert "Complaint, then a fee" in said(opened(store, PAGE, monkeypatch))


def test_who_may_not_name_or_dismiss_is_not_offered_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, PAGE, monkeypatch, {"pattern": FIRST})
    for name in ("executive", "auditor"):
        keys = {button.key for button in as_person(screen, name).button}
        assert not keys & {"act_name_pattern", "act_dismiss_pattern"}


def test_what_a_later_build_does_not_find_is_still_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = full_tables(60)
    publish_tables(tmp_path, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    acted(tmp_path, {"act": "name_pattern", "pattern": FIRST, "name": NAME})
    without = tables["patterns"][tables["patterns"]["pattern_id"] != FIRST]
    publish_tables(tmp_path, {**tables, "patterns": without}, made_up_facts(seed=0, **knowledge_facts(Said())))
    screen = opened(tmp_path, PAGE, monkeypatch)
    assert is_well(screen)
    assert "Not found in this build" in said(screen)
    assert f"“{NAME}”: complaint, then a fee higher than the last, before churn" in said(screen)
    looked = as_person(opened(tmp_path, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    assert is_well(looked)
    assert "act_name_pattern" in {button.key for button in looked.button}
    publish_tables(tmp_path, {n: t for n, t in tables.items() if n != "patterns"}, made_up_facts(seed=0))
    assert NAME in said(opened(tmp_path, PAGE, monkeypatch)), "also where a build found no sequence at all"


def test_history_says_who_named_what_and_search_knows_the_names(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acted(store, {"act": "name_pattern", "pattern": FIRST, "name": NAME})
    acted(store, {"act": "dismiss_pattern", "pattern": FIRST, "why": "Known campaign"})
    screen = opened(store, "contribute/history", monkeypatch)
    assert is_well(screen)
    rows = screen.dataframe[0].value[["author", "what", "why"]].to_numpy().tolist()
    assert ["expert", f"named the sequence complaint > fee_charged, before churn “{NAME}”", ""] in rows
    assert ["expert", "dismissed the sequence complaint > fee_charged, before churn", "Known campaign"] in rows
    assert all_named() == ((FIRST, "churn", NAME),)
