"""Three people's ways from the sign-in to a saved result, in a real browser, with their clicks counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from analytics.knowledge.reading import knowledge
from tests.browser.conftest import Served
from tests.browser.driving import Visit, serving_by, visiting
from tests.browser.working import dialog, do, form, write
from tests.pages.made_up_full import NOTED, full_store

pytestmark = pytest.mark.browser

# Clicks of the person's own only, kept over pages: what a script clicks is not trusted.
COUNTING = """window.addEventListener('click', event => {
  if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1;
}, true);"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on a store with something on every screen, to act on."""
    store: Path = tmp_path_factory.mktemp("journeys")
    full_store(store, n=600)
    with serving_by(store) as (url, pid):
        yield Served(store, url, pid)


@contextmanager
def journey(browser: Browser, own: Served, person: str) -> Iterator[Visit]:
    """Come as a stranger and sign in by the page: the first click."""
    with visiting(browser, own.url, person="") as here:
        here.at_each_load(COUNTING)
        here.page.goto(own.url + "/")
        here.page.get_by_role("button", name=person, exact=False).first.click()
        here.page.get_by_test_id("stSidebarNav").wait_for()
        here.rest()
        yield here
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def clicks(here: Visit) -> int:
    return int(here.page.evaluate("() => Number(sessionStorage.clicks || 0)"))


def test_an_analyst_goes_from_the_whole_bank_to_some_customers_and_keeps_the_view(
    browser: Browser, own: Served
) -> None:
    with journey(browser, own, "analyst") as here:
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Overview")
        here.to("Retention")
        here.page.get_by_role("link", name="Who is at high risk?").click()
        here.page.get_by_role("heading", level=1, name="Customers").wait_for()
        here.rest()
        assert "band=high" in here.page.url
        with here.page.expect_download() as download:
            here.page.get_by_role("button", name="CSV").first.click()
        text = download.value.path().read_text("utf-8")
        assert text.count("\n") == 1 + len(knowledge_of_high(own))
        here.page.get_by_role("button", name="Views").click()
        here.page.get_by_label("Save this view as").fill("At high risk")
        here.page.get_by_role("button", name="Save", exact=True).click()
        here.page.locator(".st-key-act_done").get_by_text("At high risk").first.wait_for()
        view = next(each for each in knowledge(own.store).views.values() if each.name == "At high risk")
        assert (view.owner, "band=high" in view.link) == ("analyst", True)
        assert clicks(here) <= 6, "sign in, Retention, who, export, views, save"


def knowledge_of_high(own: Served) -> list[str]:
    """Who is at high risk, by the published scores."""
    from analytics.live import live_snapshot

    snapshot = live_snapshot(own.store)
    assert snapshot is not None
    scores = snapshot.table("scores")
    high = scores[(scores["outcome"] == "churn") & (scores["band"].astype("str") == "high")]
    return [str(each) for each in high["customer_id"]]


def test_an_expert_goes_from_the_inbox_to_a_segment_that_bears_their_name(browser: Browser, own: Served) -> None:
    with journey(browser, own, "expert") as here:
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Inbox")
        here.page.get_by_role("button", name="Search").click()
        write(here, dialog(here).get_by_role("textbox"), "Light travellers")
        dialog(here).get_by_role("link", name="Light travellers").first.click()
        here.page.get_by_role("heading", level=1, name="Segment", exact=True).wait_for()
        here.rest()
        assert f"segment={NOTED}" in here.page.url
        rename = form(here, "Rename")
        write(here, rename.get_by_label("Name", exact=True), "Paid abroad")
        do(here, rename, "Rename", "Paid abroad")
        named = knowledge(own.store).names
        assert [each.name for each in named.values() if each.author == "expert"] == ["Paid abroad"]
        assert clicks(here) <= 5, "sign in, search, its link, rename, and its button"


def test_an_executive_goes_from_home_to_a_customer_in_three_clicks_and_back_and_sets_a_target(
    browser: Browser, own: Served
) -> None:
    with journey(browser, own, "executive") as here:
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Retention")
        before = clicks(here)
        here.page.get_by_role("link", name="Who is at high risk?").click()
        here.page.get_by_role("heading", level=1, name="Customers").wait_for()
        here.rest()
        box = here.page.get_by_test_id("stDataFrame").first.bounding_box()
        assert box is not None
        here.page.mouse.click(box["x"] + 16, box["y"] + 55)
        here.page.get_by_role("link", name="Open the whole page").click()
        here.page.get_by_role("heading", level=1, name="Customer", exact=True).wait_for()
        here.rest()
        assert clicks(here) - before == 3
        assert "C0000" not in here.page.locator("[data-testid=stMain]").inner_text(), "a pseudonym, not an id"
        here.page.go_back()
        here.page.get_by_role("heading", level=1, name="Customers").wait_for()
        here.page.go_back()
        here.page.get_by_role("heading", level=1, name="Retention").wait_for()
        here.rest()
        here.to("Targets and watch")
        here.page.get_by_role("button", name="Set a target").click()
        dialog(here).get_by_role("button", name="Set it").click()
        here.page.locator(".st-key-act_done").get_by_text("Set a target for").first.wait_for()
        assert [each.author for each in knowledge(own.store).targets.values()] == ["executive"]
        assert clicks(here) <= 7, "sign in, three down to a customer, Targets, set, and its button"
