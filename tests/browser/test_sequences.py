"""Patterns and Before and after: a click leads from a sequence to the customers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visit
from tests.browser.working import work_as

pytestmark = pytest.mark.browser


def test_a_pattern_leads_to_its_customers(visit: Callable[..., AbstractContextManager[Visit]]) -> None:
    with visit() as here:
        here.open("/patterns")
        here.page.get_by_role("button", name="Look closer").first.click()
        here.page.get_by_text("What happened next").wait_for()
        here.page.get_by_role("link", name="List them").click()
        here.page.get_by_role("heading", level=1, name="Customers").wait_for()
        here.rest()
        expect(here.page.get_by_text("667 of 2,000 customers")).to_be_visible()
        assert here.clean(), (here.errors, here.outside)


def test_a_click_on_a_part_says_who_took_the_path(visit: Callable[..., AbstractContextManager[Visit]]) -> None:
    with visit() as here:
        here.open("/before_and_after?event=complaint")
        bars = here.page.locator(".js-plotly-plot .bars .point path")
        bars.last.wait_for()
        # The event itself comes first; then the parts before it, the largest first.
        box = bars.nth(1).bounding_box()
        assert box is not None
        here.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        here.page.get_by_text("who are here now took this path").wait_for()
        assert "part=path" in here.page.url
        assert here.clean(), (here.errors, here.outside)


def test_a_sequence_is_dismissed_named_and_made_a_rule_by_key(
    visit: Callable[..., AbstractContextManager[Visit]],
) -> None:
    with visit() as here:
        here.open(f"/patterns?pattern={'0' * 12}")
        work_as(here, "expert")
        for key, title in (("e", "Name the sequence"), ("a", "Raise alarms"), ("d", "Dismiss the sequence")):
            here.page.keyboard.press(key)
            here.page.get_by_role("dialog").get_by_text(title, exact=True).first.wait_for()
            if key == "a":
                here.page.get_by_role("dialog").get_by_text("alarms in the year to").wait_for()
            if key != "d":
                here.page.keyboard.press("Escape")
                here.page.get_by_role("dialog").wait_for(state="detached")
                here.rest()
        here.page.get_by_role("dialog").get_by_role("button", name="Dismiss it").press("Enter")
        here.page.get_by_text("needs the field").wait_for()
        assert here.clean(), (here.errors, here.outside)
