"""What takes something away asks once, names it, and can be undone; and a connection that drops takes nothing away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator

from analytics.knowledge.reading import knowledge
from tests.browser.conftest import Served
from tests.browser.driving import AT_REST, Visit
from tests.browser.working import dialog, names, open_as, sequence, undo, working, write
from tests.pages.acted import acted, noted
from tests.pages.made_up_live import key_of

pytestmark = pytest.mark.browser

SEGMENT = key_of("3.5")
SOCKETS = """() => {
  const Real = window.WebSocket;
  window.sockets = [];
  window.WebSocket = class extends Real { constructor(...told) { super(...told); window.sockets.push(this); } };
}"""
DROPPED = """() => document.querySelector('[data-testid=stApp]')
  .getAttribute('data-test-connection-state') !== 'CONNECTED'"""


def sure(here: Visit, live: Served, asked: Locator, named: str, button: str) -> None:
    """Read a question that names the object, see that nothing was done yet, and say yes."""
    before = sequence(live.store)
    asked.get_by_text(named).first.wait_for()
    assert sequence(live.store) == before, "nothing is done before it is asked"
    asked.get_by_role("button", name=button, exact=True).click()
    here.page.locator(".st-key-act_done").get_by_role("button", name="Undo").wait_for()
    here.rest()
    assert sequence(live.store) == before + 1


def test_withdrawing_a_note_asks_once_and_is_undone(browser: Browser, live: Served) -> None:
    claim = "Most of these are students"
    note = noted(live.store, claim, kind="other", subject_id=SEGMENT).id
    with working(browser, live.url, f"/notes?note={note}", person="expert") as here:
        here.page.locator(".st-key-note_open").get_by_role("button", name="Withdraw").click()
        sure(here, live, dialog(here), claim, "Withdraw the note")
        assert knowledge(live.store).notes[note].withdrawn is not None
        undo(here)
        assert knowledge(live.store).notes[note].withdrawn is None
        assert here.clean(), here.errors
    acted(live.store, {"act": "undo"})


def test_removing_a_view_asks_once_and_is_undone(browser: Browser, live: Served) -> None:
    acted(live.store, {"act": "view", "name": "Monday's list", "link": "customers?band=high", "shared": True})
    view = next(each for each in knowledge(live.store).views.values() if each.name == "Monday's list")
    with working(browser, live.url, "/customers", person="expert") as here:
        here.page.get_by_role("button", name="Views").click()
        remove = here.page.locator(f".st-key-view_remove_{view.view_id}").get_by_role("button")
        remove.click()
        here.rest()
        asked = here.page.locator(".st-key-view_removing")
        asked.get_by_role("button", name="Keep it").click()
        asked.wait_for(state="detached")
        here.rest()
        remove.click()
        here.rest()
        sure(here, live, asked, "Monday's list", "Remove it")
        assert "Monday's list" not in {view.name for view in knowledge(live.store).views.values()}
        undo(here)
        assert "Monday's list" in {view.name for view in knowledge(live.store).views.values()}
        assert here.clean(), here.errors
    acted(live.store, {"act": "undo"})


def test_restoring_asks_once_and_is_undone(browser: Browser, live: Served) -> None:
    before = names(live.store)[SEGMENT]
    acted(live.store, {"act": "rename", "segment": SEGMENT, "name": "First name"})
    entry = sequence(live.store)
    acted(live.store, {"act": "rename", "segment": SEGMENT, "name": "Second name"})
    with working(browser, live.url, f"/history?entry={entry}", person="expert") as here:
        here.page.get_by_role("button", name="Restore the segments as they were then").click()
        sure(here, live, dialog(here), f"after entry {entry}", f"Restore entry {entry}")
        assert names(live.store)[SEGMENT] == "First name"
        undo(here)
        assert names(live.store)[SEGMENT] == "Second name"
        assert here.clean(), here.errors
    for _ in range(2):
        acted(live.store, {"act": "undo"})
    assert names(live.store)[SEGMENT] == before


def test_a_dropped_connection_keeps_filters_person_and_what_was_written(browser: Browser, live: Served) -> None:
    with working(browser, live.url, "/", person="expert") as here:
        here.at_each_load(f"({SOCKETS})()")
        open_as(here, f"/segment_map?segment={SEGMENT}&region=R01", "expert")
        said = here.page.locator(".st-key-bars").inner_text()
        here.page.keyboard.press("n")
        write(here, dialog(here).get_by_label("The claim"), "Half a thought")
        dialog(here).get_by_label("The claim").fill("Half a thought, and more")
        here.page.evaluate("() => window.sockets.forEach(each => each.close())")
        here.page.wait_for_function(DROPPED)
        here.page.wait_for_function(AT_REST)
        here.rest()
        assert dialog(here).get_by_label("The claim").input_value() == "Half a thought, and more"
        here.page.get_by_role("dialog").get_by_role("button", name="Close").click()
        here.page.get_by_role("dialog").wait_for(state="hidden")
        here.rest()
        assert here.page.locator(".st-key-bars").inner_text() == said
        here.page.keyboard.press("n")
        assert dialog(here).get_by_label("The claim").input_value() == "Half a thought, and more"
        here.page.keyboard.press("Escape")
        here.page.get_by_role("dialog").wait_for(state="hidden")
        here.rest()
        assert here.page.locator(".st-key-who").get_by_text("expert").is_visible()
        here.to("Customers")
        assert f"segment={SEGMENT}&region=R01" in here.page.url
