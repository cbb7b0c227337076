"""Two people at once, each in a browser of their own, and the command line beside them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from analytics.store.connection import WAREHOUSE_FILE
from tests.browser.conftest import Served
from tests.browser.driving import ROOT, Visit
from tests.browser.working import dialog, do, form, names, working, write
from tests.pages.made_up_live import key_of

pytestmark = pytest.mark.browser

SEGMENT = key_of("3.13")
SOON_MS = 2_000
"""What others did is seen within so long."""


@contextmanager
def both(browser: Browser, live: Served) -> Iterator[tuple[Visit, Visit]]:
    """An expert and an analyst, who look at the same segment."""
    path = f"/segment?segment={SEGMENT}"
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


def test_the_other_sees_a_new_name_within_two_seconds_without_doing_anything(browser: Browser, live: Served) -> None:
    with both(browser, live) as (one, other):
        rename = form(one, "Rename")
        write(one, rename.get_by_label("Name", exact=True), "House owners")
        rename.get_by_role("button", name="Rename").last.click()
        _wait_for_name(live, "House owners")
        chip(other, "House owners").wait_for(timeout=SOON_MS)
        assert one.clean(), one.errors
        assert other.clean(), other.errors


def test_an_act_by_command_is_seen_within_two_seconds(browser: Browser, live: Served, tmp_path: Path) -> None:
    (live.store / WAREHOUSE_FILE).touch()
    file = tmp_path / "acts.jsonl"
    file.write_text(json.dumps({"act": "rename", "segment": SEGMENT, "name": "By command"}), encoding="utf-8")
    with working(browser, live.url, f"/segment?segment={SEGMENT}", person="expert") as here:
        command = [sys.executable, "-m", "analytics", "act", str(file), "--as", "analyst", "--store", str(live.store)]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        assert json.loads(told)["ok"]
        chip(here, "By command").wait_for(timeout=SOON_MS)


@pytest.mark.parametrize("choice", ["Keep theirs", "Do mine all the same"])
def test_who_is_second_sees_both_versions_and_chooses(browser: Browser, live: Served, choice: str) -> None:
    with both(browser, live) as (one, other):
        mine = form(other, "Rename")
        mine.get_by_label("Name", exact=True).fill(f"Mine, {choice}")
        renamed(one, f"Theirs, {choice}", "Theirs")
        other.page.get_by_text("Others have changed something").wait_for()
        assert mine.is_visible(), "another's act doesn't close the form in which somebody writes"
        assert mine.get_by_label("Name", exact=True).input_value() == f"Mine, {choice}"

        write(other, mine.get_by_label("Name", exact=True), f"Mine, {choice}")
        mine.get_by_role("button", name="Rename").last.click()
        mine.get_by_text("Somebody was faster.").wait_for()
        assert mine.get_by_text(f"“Theirs, {choice}”").is_visible()
        assert mine.get_by_text(f"“Mine, {choice}”").is_visible()
        assert names(live.store)[SEGMENT] == f"Theirs, {choice}"
        mine.get_by_role("button", name=choice).click()
        mine.wait_for(state="hidden")
        kept = "Theirs" if choice == "Keep theirs" else "Mine"
        chip(other, f"{kept}, {choice}").wait_for()
        chip(one, f"{kept}, {choice}").wait_for()
        assert names(live.store)[SEGMENT] == f"{kept}, {choice}"


def test_a_draft_outlives_its_form(browser: Browser, live: Served) -> None:
    with working(browser, live.url, f"/segment?segment={SEGMENT}", person="expert") as here:
        here.page.keyboard.press("n")
        write(here, dialog(here).get_by_label("The claim"), "Half a thought about houses")
        here.page.keyboard.press("Escape")
        here.page.get_by_role("dialog").wait_for(state="hidden")
        here.rest()
        here.to("Inbox")
        here.to("Segment")
        here.page.keyboard.press("n")
        assert dialog(here).get_by_label("The claim").input_value() == "Half a thought about houses"


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


def _wait_for_name(live: Served, name: str) -> None:
    until = time.monotonic() + 10
    while names(live.store)[SEGMENT] != name:
        assert time.monotonic() < until, "the act was never written down"
        time.sleep(0.05)
