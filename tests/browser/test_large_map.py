"""A large map: what is sent, and that it works; a tenth of a million, the whole with TANDEM_SLOW=1.

How fast it is measures `python -m benchmarks.map`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from analytics.store.publish import publish_tables
from tests.browser.conftest import Visiting
from tests.browser.driving import serving, visiting
from tests.browser.test_map import coloured_point, lasso
from tests.pages.made_up import made_up_facts, made_up_tables

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = os.environ.get("TANDEM_SLOW") == "1"
N_CUSTOMERS = 1_000_000 if SLOW else 100_000
CELLS = 4 * 65_536
OTHER = 200_000
"""The rest of the page."""


@pytest.fixture(scope="module")
def large(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visiting]:
    store = tmp_path_factory.mktemp("large")
    tables = made_up_tables(N_CUSTOMERS)
    publish_tables(store, {name: table for name, table in tables.items() if name != "attributions"}, made_up_facts())
    with serving(store) as url:
        yield partial(visiting, browser, url)


def test_a_large_map_is_small_to_send_and_sends_its_places_once(large: Visiting) -> None:
    with large() as here:
        received: list[int] = []
        here.page.on(
            "websocket",
            lambda socket: socket.on("framereceived", lambda data: received.append(len(data))),
        )
        here.open("/segment_map")
        here.page.locator(".map[data-draw-ms]").wait_for()
        here.rest()
        assert sum(received) <= 5 * N_CUSTOMERS + CELLS + OTHER < 6_000_000
        received.clear()
        lasso(here.page, 0.3, 0.7, 80)
        here.page.get_by_role("button", name="Area on the map").wait_for()
        here.rest()
        expect(here.page.get_by_role("heading", name="Selected customers")).to_be_visible()
        assert sum(received) <= N_CUSTOMERS + OTHER, "places and tips are not sent again"
        assert here.clean(), (here.errors, here.outside)


def test_hovering_and_a_click_work_without_ids_in_the_browser(large: Visiting) -> None:
    with large() as here:
        here.open("/segment_map?segment=k24")
        point = coloured_point(here.page)
        here.page.mouse.move(*point)
        here.page.locator(".tip").wait_for()
        told = here.page.locator(".tip").inner_text()
        assert "Young starters" in told
        assert "Risk" in told
        here.page.mouse.click(*point)
        here.page.wait_for_url("**customer=C*")
        here.page.get_by_text("Open customer").wait_for()
        assert "Young starters" in here.page.locator(".st-key-focus_card").inner_text()
        assert here.clean(), (here.errors, here.outside)
