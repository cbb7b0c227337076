"""A customer opened beside the list, and the list on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visiting

pytestmark = pytest.mark.browser


def test_a_customer_opens_beside_the_list_which_keeps_its_place(visit: Visiting) -> None:
    with visit(height=1500) as here:
        here.open("/customers")
        here.page.get_by_role("button", name="Page 3").click()
        here.page.get_by_text("51–75 of 2,000").wait_for()
        here.rest()
        box = here.page.get_by_test_id("stDataFrame").first.bounding_box()
        assert box is not None
        here.page.mouse.click(box["x"] + 16, box["y"] + 55)
        drawer = here.page.get_by_role("dialog")
        drawer.get_by_text("Why, beside the average customer").wait_for()
        place = drawer.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] == pytest.approx(1440, abs=2)
        here.page.keyboard.press("Escape")
        drawer.wait_for(state="hidden")
        expect(here.page.get_by_text("51–75 of 2,000")).to_be_visible()
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def test_on_a_phone_the_list_shows_customer_and_risk_without_scrolling(visit: Visiting) -> None:
    with visit(width=390, height=844) as here:
        here.open("/customers")
        box = here.page.get_by_test_id("stDataFrame").first.bounding_box()
        assert box is not None
        # The tick box, the customer (100) and the risk (130), in order.
        assert box["width"] >= 45 + 100 + 130
        heads = here.page.get_by_test_id("stDataFrame").first.locator("[role=columnheader]")
        heads.filter(has_text="Risk").first.wait_for(state="attached")  # the canvas tells its cells late
        assert [head for head in heads.all_text_contents() if head.strip()][:2] == ["Customer", "Risk"]
