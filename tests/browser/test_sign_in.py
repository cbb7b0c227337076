"""Signing in in a real browser: from a stranger's link to the screen, over a reload, and out again in every tab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driving import visiting

pytestmark = pytest.mark.browser


def test_a_stranger_signs_in_stays_signed_in_over_a_reload_and_signs_out_everywhere(
    browser: Browser, served: str
) -> None:
    with visiting(browser, served, person="") as here:
        here.page.goto(served + "/customers?region=R01")
        here.page.get_by_role("button", name="analyst").click()
        here.page.get_by_role("heading", level=1, name="Customers").wait_for()
        here.rest()
        assert here.page.url == served + "/customers?region=R01"
        here.page.reload()
        here.rest()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Customers")
        other = here.page.context.new_page()
        other.goto(served + "/fairness")
        other.get_by_role("button", name="Sign out").click()
        for page in (other, here.page):
            expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
        assert "C0000" not in str(here.page.text_content("body"))
        here.page.get_by_role("link", name="Sign in").click()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Who are you?")
        assert here.clean(), (here.errors, here.outside)
