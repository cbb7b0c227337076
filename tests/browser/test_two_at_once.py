"""Two people at once, each in a browser of their own, and the command line beside them."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from analytics.knowledge.history import history
from analytics.knowledge.reading import events, knowledge
from analytics.store.connection import WAREHOUSE_FILE
from analytics.vocabulary import SegmentKey
from tests.browser.conftest import Served
from tests.browser.driving import N_PROCESSES, ROOT, Visit
from tests.browser.working import dialog, do, form, names, open_as, working, write
from tests.pages.acted import acted
from tests.pages.made_up_live import key_of

pytestmark = pytest.mark.browser

SEGMENT = key_of("3.13")
SLOW = os.environ.get("TANDEM_SLOW") == "1"
SOON_MS = 2_000 if SLOW else 30_000
"""Others see an act within two seconds on a machine that has nothing else to do; a busy one only has to show it."""
N_ACTS = 10 if SLOW else 1
WATCH = """name => {
  window.seenAt = null;
  const look = () => {
    const chip = document.querySelector('.st-key-chip_segment');
    if (chip && chip.innerText.includes(name)) window.seenAt = Date.now();
    else setTimeout(look, 10);
  };
  look();
}"""


@contextmanager
def both(browser: Browser, live: Served) -> Iterator[tuple[Visit, Visit]]:
    """An expert and an analyst, who look at the same segment."""
    path = f"/segment_map?segment={SEGMENT}"
    with (
        working(browser, live.url, path, person="expert") as one,
        working(browser, live.url, path, person="analyst") as other,
    ):
        yield one, other


def chip(here: Visit, name: str) -> Locator:
    """The filter's chip, which says the segment's name."""
    return here.page.locator(".st-key-chip_segment").get_by_text(name).first


def renamed(here: Visit, name: str, said: str) -> None:
    """Rename the segment by its form."""
    rename = form(here, "Rename")
    write(here, rename.get_by_label("Name", exact=True), name)
    do(here, rename, "Rename", said)


def test_the_other_sees_a_new_name_soon_without_doing_anything(browser: Browser, live: Served) -> None:
    with both(browser, live) as (one, other):
        took = [_ms_until_seen(live, one, other, f"House owners, {number}") for number in range(N_ACTS)]
        print("milliseconds until another saw it:", *took)
        assert max(took) <= SOON_MS
        assert one.clean(), one.errors
        assert other.clean(), other.errors


def _ms_until_seen(live: Served, one: Visit, other: Visit, name: str) -> int:
    """Rename in one window; from the moment in the ledger to the moment when the other window has the name."""
    other.page.evaluate(WATCH, name)
    rename = form(one, "Rename")
    write(one, rename.get_by_label("Name", exact=True), name)
    rename.get_by_role("button", name="Rename").last.click()
    chip(other, name).wait_for(timeout=30_000)
    seen = datetime.fromtimestamp(other.page.evaluate("window.seenAt") / 1000, tz=UTC)
    written = datetime.fromisoformat(knowledge(live.store).names[SegmentKey(SEGMENT)].named_at)
    one.page.get_by_role("dialog").wait_for(state="hidden")
    one.rest()
    return round((seen - written).total_seconds() * 1000)


@pytest.mark.skipif(not SLOW, reason="as an act by another's screen, which is tried by day. Set TANDEM_SLOW=1")
def test_an_act_by_command_is_seen_soon(browser: Browser, live: Served, tmp_path: Path) -> None:
    (live.store / WAREHOUSE_FILE).touch()
    file = tmp_path / "acts.jsonl"
    file.write_text(json.dumps({"act": "rename", "segment": SEGMENT, "name": "By command"}), encoding="utf-8")
    with working(browser, live.url, f"/segment_map?segment={SEGMENT}", person="expert") as here:
        command = [sys.executable, "-m", "analytics", "act", str(file), "--as", "analyst", "--store", str(live.store)]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        assert json.loads(told)["ok"]
        chip(here, "By command").wait_for(timeout=SOON_MS)


@pytest.mark.parametrize("choice", ["Keep theirs", "Do mine all the same"] if SLOW else ["Do mine all the same"])
def test_who_is_second_sees_both_versions_and_chooses(browser: Browser, live: Served, choice: str) -> None:
    with both(browser, live) as (one, other):
        mine = form(other, "Rename")
        mine.get_by_label("Name", exact=True).fill(f"Mine, {choice}")
        renamed(one, f"Theirs, {choice}", "Theirs")
        other.page.get_by_text("Others have changed something").wait_for()
        expect(mine, "another's act doesn't close the form in which somebody writes").to_be_visible()
        assert mine.get_by_label("Name", exact=True).input_value() == f"Mine, {choice}"

        write(other, mine.get_by_label("Name", exact=True), f"Mine, {choice}")
        mine.get_by_role("button", name="Rename").last.click()
        mine.get_by_text("Somebody was faster.").wait_for()
        mine.get_by_text(f"“Theirs, {choice}”").wait_for()
        mine.get_by_text(f"“Mine, {choice}”").wait_for()
        assert names(live.store)[SEGMENT] == f"Theirs, {choice}"
        mine.get_by_role("button", name=choice).click()
        mine.wait_for(state="hidden")
        kept = "Theirs" if choice == "Keep theirs" else "Mine"
        chip(other, f"{kept}, {choice}").wait_for()
        chip(one, f"{kept}, {choice}").wait_for()
        assert names(live.store)[SEGMENT] == f"{kept}, {choice}"


def test_a_draft_outlives_its_form(browser: Browser, live: Served) -> None:
    with working(browser, live.url, f"/segment_map?segment={SEGMENT}", person="expert") as here:
        here.page.keyboard.press("n")
        write(here, dialog(here).get_by_label("The claim"), "Half a thought about houses")
        here.page.keyboard.press("Escape")
        here.page.get_by_role("dialog").wait_for(state="hidden")
        here.rest()
        here.to("Inbox")
        here.to("Segment")
        here.page.keyboard.press("n")
        assert dialog(here).get_by_label("The claim").input_value() == "Half a thought about houses"


def test_a_private_view_is_seen_by_its_owner_only_and_a_shared_one_by_all(browser: Browser, live: Served) -> None:
    with both(browser, live) as (one, other):
        for name, is_shared in (("Only mine", False), ("For everybody", True)):
            if not one.page.get_by_label("Save this view as").is_visible():
                one.page.get_by_role("button", name="Views").click()
            one.page.get_by_label("Save this view as").fill(name)
            if is_shared:
                one.page.get_by_text("Others see it too").click()
            one.page.get_by_role("button", name="Save", exact=True).click()
            one.page.locator(".st-key-act_done").get_by_text(name).first.wait_for()
            one.rest()
        other.page.get_by_role("button", name="Views").click()
        other.page.get_by_role("link", name="For everybody").wait_for()
        assert not other.page.get_by_text("Only mine").is_visible()
        other.page.get_by_role("link", name="For everybody").click()
        other.page.wait_for_url(f"**segment={SEGMENT}*")
        told = [step.words for step in history(events(live.store))]
        assert any("Only mine" in words for words in told)
        other.to("History")
        assert "Only mine" not in other.page.locator("[data-testid=stMain]").inner_text()
        assert {view.name: view.is_shared for view in knowledge(live.store).views.values()} == {
            "Only mine": False,
            "For everybody": True,
        }


def test_the_search_finds_customers_segments_and_screens_from_anywhere(browser: Browser, live: Served) -> None:
    with working(browser, live.url, "/inbox", person="expert") as here:
        for text, link, heading in (
            ("C000123", "Customer C000123", "Customer"),
            ("Savers, kind 2", "Segment Savers, kind 2", "Segment"),
            ("churn dri", "Churn drivers", "Churn drivers"),
        ):
            here.page.keyboard.press("Control+k")
            search = dialog(here)
            write(here, search.get_by_role("textbox"), text)
            search.get_by_role("link", name=link).first.click()
            here.page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
            here.rest()
        assert here.clean(), (here.errors, here.outside)


@pytest.mark.skipif(N_PROCESSES > 1, reason="the limit is on the process that was started, which is the front")
def test_while_nothing_can_be_saved_a_banner_says_so_and_goes_away_by_itself(browser: Browser, live: Served) -> None:
    usual = resource.prlimit(live.pid, resource.RLIMIT_FSIZE)
    with working(browser, live.url, f"/segment_map?segment={SEGMENT}", person="expert") as here:
        rename = form(here, "Rename")
        write(here, rename.get_by_label("Name", exact=True), "Not saved yet")
        try:
            resource.prlimit(live.pid, resource.RLIMIT_FSIZE, (1, usual[1]))
            rename.get_by_role("button", name="Rename").last.click()
            rename.get_by_text("Saving is paused").wait_for()
            here.page.keyboard.press("Escape")
            here.page.get_by_test_id("stMain").get_by_text("Looking goes on").wait_for()
            assert names(live.store)[SEGMENT] != "Not saved yet"
        finally:
            resource.prlimit(live.pid, resource.RLIMIT_FSIZE, usual)
        here.page.get_by_text("Looking goes on").wait_for(state="hidden")
        renamed(here, "Saved again", "Saved again")
        assert names(live.store)[SEGMENT] == "Saved again"


def test_an_adviser_sees_no_cultural_or_socioeconomic_note(browser: Browser, live: Served) -> None:
    acted(live.store, {"act": "profile", "name": "front", "role": "adviser"}, author="administrator")
    for kind in ("cultural", "socioeconomic"):
        note = {"act": "note", "kind": kind, "subject_kind": "segment", "subject_id": SEGMENT}
        made = acted(live.store, {**note, "body": f"Weddings in spring, {kind}"})
        acted(live.store, {"act": "dispute", "note": made.id, "body": "Weddings are in June"}, author="analyst")
    segment = f"?segment={SEGMENT}"
    with working(browser, live.url, f"/segment{segment}", person="expert") as here:
        expect(here.page.get_by_text("Weddings in spring, cultural").first).to_be_visible()
        assert "Weddings in spring, cultural (disputed; expert" in _exported(here)
        open_as(here, f"/inbox{segment}", "front")
        for name in ("Segment", "Customers"):
            here.to(name)
            assert "Weddings" not in str(here.page.text_content("body")), name
        assert here.page.get_by_role("button", name="Export CSV").count() == 0
        here.page.keyboard.press("Control+k")
        search = dialog(here)
        write(here, search.get_by_role("textbox"), "Weddings")
        expect(search.get_by_text("Nothing is called")).to_be_visible()
        assert here.clean(), (here.errors, here.outside)


def _exported(here: Visit) -> str:
    """The list of customers, as whoever works here exports it."""
    here.to("Customers")
    with here.page.expect_download() as coming:
        here.page.get_by_role("button", name="Export CSV").click()
    return coming.value.path().read_text(encoding="utf-8")


def _wait_for_name(live: Served, name: str) -> None:
    until = time.monotonic() + 10
    while names(live.store)[SEGMENT] != name:
        assert time.monotonic() < until, "the act was never written down"
        time.sleep(0.05)
