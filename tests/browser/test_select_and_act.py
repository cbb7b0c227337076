"""Selecting and acting in a real browser: what a person does on screen is what the ledger and every reader say."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from analytics.knowledge.reading import knowledge
from analytics.knowledge.segment_edits import SplitByCustomers
from tests.browser.conftest import Served
from tests.browser.test_map import lasso
from tests.browser.working import dialog, do, form, members, names, open_as, sequence, undo, working, write
from tests.pages.made_up_live import key_of

pytestmark = pytest.mark.browser

BROAD = key_of("1.1")


def test_five_hundred_are_lassoed_split_noted_on_undone_and_restored(browser: Browser, live: Served) -> None:
    before, noted_before = members(live.store, 1), knowledge(live.store).notes.keys()
    with working(browser, live.url, f"/segment_map?segment={BROAD}&level=1", person="expert") as here:
        lasso(here.page, 0.27, 0.33, 135)
        here.page.get_by_role("button", name="Area on the map").wait_for()
        here.rest()
        n = _counted(here.page.get_by_text(re.compile(r"^[\d,]+ of 2,000 customers \(")).inner_text())
        assert 400 <= n <= 600

        split = form(here, "Split")
        write(here, split.get_by_label("Name of those singled out"), "The drawn ones")
        write(here, split.get_by_label("Name of the others"), "The rest")
        expect(split.get_by_role("button", name=re.compile(f"Split into {n} and "))).to_be_visible()
        do(here, split, f"Split into {n}", "Split")
        after = members(live.store, 1)
        made = next(key for key, name in names(live.store).items() if name == "The drawn ones")
        singled_out = after[made]
        assert len(singled_out) == n
        assert singled_out < before[BROAD]
        assert after[made[:-1] + "b"] == before[BROAD] - singled_out
        (edit,) = (each for each in knowledge(live.store).edits if isinstance(each, SplitByCustomers))
        assert len(edit.customers) == n
        split_entry = sequence(live.store)

        here.page.get_by_role("button", name=re.compile(r"^Note\b")).click()
        note = dialog(here)
        write(here, note.get_by_label("The claim"), "They are paid by the harbour.")
        do(here, note, "Save the note", "Noted on")
        (noted,) = (each for id_, each in knowledge(live.store).notes.items() if id_ not in noted_before)
        assert (noted.subject_id, noted.body) == (made, "They are paid by the harbour.")
        expect(here.page.get_by_text("They are paid by the harbour.")).to_be_visible()

        undo(here)
        undo(here)
        assert members(live.store, 1) == before
        assert knowledge(live.store).notes.keys() == noted_before

        open_as(here, f"/history?entry={split_entry}", "expert")
        here.page.get_by_role("button", name="Restore the segments as they were then").click()
        do(here, dialog(here), f"Restore entry {split_entry}", "Restored the segments")
        assert members(live.store, 1) == after
        undo(here)
        assert members(live.store, 1) == before
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def _counted(text: str) -> int:
    return int(text.split(" of ", maxsplit=1)[0].replace(",", ""))
