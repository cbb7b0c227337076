"""Every act by its form and by its key, each undone again; on one made-up store."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from analytics.knowledge.reading import knowledge
from analytics.knowledge.segment_edits import Lock
from tests.browser.conftest import Served
from tests.browser.driving import Visit, serving
from tests.browser.working import dialog, do, form, members, names, open_as, pick, sequence, undo, working, write
from tests.pages.acted import acted
from tests.pages.made_up_live import grown_store, key_of, live_store

AT_LENGTH = pytest.mark.skipif(
    os.environ.get("TANDEM_SLOW") != "1",
    reason="half a minute in a browser; the same is held without one by day. Set TANDEM_SLOW=1",
)

pytestmark = pytest.mark.browser

FIRST, SECOND = key_of("3.7"), key_of("3.8")
N_STEPS = 10


@pytest.fixture(scope="module")
def expert(browser: Browser, live_server: Served) -> Iterator[Visit]:
    """One window of an expert for all tests here; each leaves the segments as they were."""
    with working(browser, live_server.url, "/inbox", person="expert") as here:
        yield here


def test_segments_are_merged_and_parted_again(expert: Visit, live: Served) -> None:
    open_as(expert, f"/segment_map?segment={FIRST}", "expert")
    before = members(live.store, 3)
    merge = form(expert, "Merge")
    expect(merge.get_by_text("Choose at least one other segment.")).to_be_visible()
    assert not merge.get_by_role("button", name="Merge").count(), "one segment alone is not merged"
    pick(expert, merge.get_by_role("combobox").first, "Travellers, kind 2")
    write(expert, merge.get_by_label("Name of what comes out"), "All who travel light")
    do(expert, merge, "Merge 2 segments", "Merged 2 segments")
    after = members(live.store, 3)
    (made,) = after.keys() - before.keys()
    assert after[made] == before[FIRST] | before[SECOND]
    assert f"segment={made}" in expert.page.url, "what was made is selected in the place of what it was made of"
    undo(expert)
    assert members(live.store, 3) == before
    assert expert.clean(), (expert.errors, expert.outside)


def test_customers_are_moved(expert: Visit, live: Served) -> None:
    open_as(expert, f"/segment_map?segment={FIRST}&region=R01", "expert")
    before = members(live.store, 3)
    move = form(expert, "Move")
    pick(expert, move.get_by_role("combobox").first, "Travellers, kind 2")
    words = move.get_by_role("button", name=re.compile(r"Move \d+ customers")).inner_text()
    do(expert, move, words, "Moved")
    after = members(live.store, 3)
    moved = before[FIRST] - after[FIRST]
    assert words == f"Move {len(moved)} customers"
    assert after[SECOND] == before[SECOND] | moved
    undo(expert)
    assert members(live.store, 3) == before
    assert expert.clean(), (expert.errors, expert.outside)


def test_a_segment_is_tagged_and_the_tag_taken_away(expert: Visit, live: Served) -> None:
    open_as(expert, f"/segment_map?segment={FIRST}", "expert")
    tag = form(expert, "Tag")
    write(expert, tag.get_by_label("Tag"), "review in May")
    do(expert, tag, "Tag “", "Tagged")
    assert [(each.subject_id, each.tag) for each in knowledge(live.store).tags] == [(FIRST, "review in May")]
    tag = form(expert, "Tag")
    expect(tag.get_by_text("review in May")).to_be_visible()
    do(expert, tag, "Take away", "Took the tag")
    assert not knowledge(live.store).tags


def test_a_segment_is_locked_and_unlocked(expert: Visit, live: Served) -> None:
    open_as(expert, f"/segment_map?segment={FIRST}", "expert")
    do(expert, form(expert, "Lock"), "Lock", "Locked")
    assert any(isinstance(edit, Lock) and edit.segment == FIRST for edit in knowledge(live.store).edits)
    do(expert, form(expert, "Unlock"), "Unlock", "Unlocked")
    assert not knowledge(live.store).edits


@AT_LENGTH
def test_a_lock_that_went_along_to_another_segment_is_unlocked(browser: Browser, tmp_path: Path) -> None:
    live_store(tmp_path)
    acted(tmp_path, {"act": "lock", "segment": FIRST})
    grown_store(tmp_path, old=FIRST, now="3-00000000aaaa")
    acted(tmp_path, {"act": "decide", "task": f"match:{FIRST}", "decision": "3-00000000aaaa"})
    with (
        serving(tmp_path) as url,
        working(browser, url, "/segment?segment=3-00000000aaaa", person="expert") as here,
    ):
        do(here, form(here, "Unlock"), "Unlock", "Unlocked")
        assert not knowledge(tmp_path).edits
        here.page.locator(".st-key-act_menu").get_by_role("button", name=re.compile(r"\bLock\b")).wait_for()
        assert here.clean(), (here.errors, here.outside)


def test_a_selection_is_kept_as_a_list_and_as_a_living_rule(expert: Visit, live: Served) -> None:
    rule = "n_own_acts_90d > 30"
    open_as(expert, f"/segment_map?rule={rule.replace(' ', '+').replace('>', '%3E')}", "expert")
    for name, how in (("Busy in June", "These"), ("Whoever is busy", "Whoever meets the rule")):
        cohort = form(expert, "Save as cohort")
        write(expert, cohort.get_by_label("Name", exact=True), name)
        cohort.get_by_text(how).click()
        expert.rest()
        do(expert, cohort, "Save", "Saved the cohort")
    saved = {each.name: each for each in knowledge(live.store).cohorts.values()}
    assert saved["Busy in June"].customers is not None
    assert (saved["Whoever is busy"].rule, saved["Whoever is busy"].customers) == (rule, None)
    expert.page.get_by_role("button", name="Filter").click()
    expert.page.get_by_role("combobox", name="Cohort").click()
    expert.page.get_by_role("option", name="Busy in June (fixed list)").click()
    expert.page.get_by_role("button", name="Cohort: Busy in June (fixed list)").wait_for()
    assert f"cohort={saved['Busy in June'].cohort_id}" in expert.page.url
    expert.page.keyboard.press("Escape")
    expert.page.get_by_role("heading", level=1).click()
    expert.rest()
    undo_all(expert, live, 2)
    assert not knowledge(live.store).cohorts


def test_a_segment_is_renamed_by_keyboard_only_and_escape_changes_nothing(expert: Visit, live: Served) -> None:
    open_as(expert, f"/segment_map?segment={FIRST}", "expert")
    expert.page.keyboard.press("e")
    dialog(expert)
    expert.page.keyboard.press("Escape")
    expert.page.get_by_role("dialog").wait_for(state="hidden")
    before = sequence(live.store)

    expert.page.keyboard.press("e")
    rename = dialog(expert)
    for _ in range(4):
        if expert.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Name":
            break
        expert.page.keyboard.press("Tab")
    expert.page.keyboard.press("Control+a")
    expert.page.keyboard.type("Light travellers")
    expert.page.keyboard.press("Tab")
    expert.rest()
    seen = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
    for _ in range(4):
        if expert.page.evaluate("document.activeElement.innerText").strip() == "Rename":
            break
        expert.page.keyboard.press("Tab")
    assert expert.page.evaluate(seen) != "nonenone", "the focus can be seen"
    expert.page.keyboard.press("Enter")
    expert.page.locator(".st-key-act_done").get_by_text("Renamed to").wait_for()
    rename.wait_for(state="hidden")
    assert (sequence(live.store), names(live.store)[FIRST]) == (before + 1, "Light travellers")
    undo_all(expert, live, 1)


def test_every_act_opens_by_its_key(expert: Visit) -> None:
    open_as(expert, f"/segment_map?segment={FIRST}", "expert")
    for key, title in (
        ("t", "Tag"),
        ("m", "Merge segments"),
        ("x", "Split the segment"),
        ("k", "Lock the segment"),
        ("h", "Save as a cohort"),
        ("q", "Ask somebody"),
        ("n", "Write a note"),
    ):
        expert.page.keyboard.press(key)
        expect(dialog(expert).get_by_text(title).first, key).to_be_visible()
        expert.page.keyboard.press("Escape")
        expert.page.get_by_role("dialog").wait_for(state="hidden")
        expert.rest()
    assert expert.clean(), (expert.errors, expert.outside)


@AT_LENGTH
def test_ten_steps_are_undone_by_key_and_the_eleventh_is_not(expert: Visit, live: Served) -> None:
    open_as(expert, f"/segment_map?segment={FIRST}", "analyst")
    for step in range(N_STEPS):
        acted(live.store, {"act": "rename", "segment": FIRST, "name": f"Name {step}"}, author="analyst")
    expert.rest()
    rename = form(expert, "Rename")
    write(expert, rename.get_by_label("Name", exact=True), f"Name {N_STEPS}")
    do(expert, rename, "Rename", f"Name {N_STEPS}")
    for _ in range(N_STEPS):
        undo(expert)
    assert names(live.store)[FIRST] == "Name 0"
    assert not expert.page.get_by_role("button", name="Undo").is_visible(), "nothing more can be taken back"


def undo_all(here: Visit, live: Served, n: int) -> None:
    """Take so many acts back, and see each gone."""
    for _ in range(n):
        before = sequence(live.store)
        undo(here)
        assert sequence(live.store) == before + 1
