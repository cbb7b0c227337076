"""The main path in a real browser: first start, map, selection, list, customer."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visiting
from tests.browser.driving import serving, visiting
from tests.browser.test_map import lasso
from tests.pages.made_up_rest import early_store, whole_store

pytestmark = pytest.mark.browser


def tell(store: Path, state: str) -> None:
    """Say in the store how far a build is; this process stands in for it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    told = {
        "pid": os.getpid(),
        "command": "build",
        "stage": "map",
        "step": 2,
        "n_steps": 4,
        "message": "Drawing the map",
    }
    told |= {"started_at": now, "updated_at": now, "state": state, "error": ""}
    unfinished = store / "progress.new"
    unfinished.write_text(json.dumps(told), encoding="utf-8")
    unfinished.replace(store / "progress.json")


def test_from_the_first_start_to_a_customer(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as url, visiting(browser, url) as here:
        here.open("/")
        here.page.get_by_text("No customers yet").wait_for()
        here.page.get_by_role("button", name="Open Data to begin").click()
        here.page.get_by_role("heading", level=1, name="Data").wait_for()
        here.rest()

        tell(tmp_path, "running")
        early_store(tmp_path)
        here.open("/")
        here.page.get_by_text("Drawing the map").first.wait_for()
        here.to("Segment map")
        here.page.get_by_text("is being prepared").wait_for()

        whole_store(tmp_path, n=800)
        tell(tmp_path, "done")
        here.page.locator(".map[data-draw-ms]").wait_for(timeout=15_000)
        here.page.get_by_text("Everyone · 800 customers", exact=True).wait_for()
        here.rest()

        lasso(here.page, 0.28, 0.7, 90)
        here.page.get_by_role("button", name="Area on the map").wait_for()
        here.rest()
        said = here.page.get_by_text(re.compile(r"^\d+ of 800 customers \(")).inner_text()
        here.page.get_by_role("link", name=re.compile(r"See these \d+ customers")).click()
        here.page.get_by_role("heading", level=1, name="Customers").wait_for()
        here.rest()
        expect(here.page.get_by_text(said, exact=True)).to_be_visible()

        box = here.page.get_by_test_id("stDataFrame").first.bounding_box()
        assert box is not None
        here.page.mouse.click(box["x"] + 16, box["y"] + 55)
        here.page.get_by_role("link", name="Open the whole page").click()
        here.page.get_by_role("heading", level=1, name="Customer", exact=True).wait_for()
        here.page.wait_for_url("**customer=C*")
        here.rest()
        expect(here.page.get_by_text(said, exact=True), "the selection is still in force").to_be_visible()
        assert here.clean(), (here.errors, here.outside, here.dialogs)


@pytest.fixture(scope="module")
def demo(browser: Browser, demo_store: Path) -> Iterator[Visiting]:
    with serving(demo_store) as url:
        yield partial(visiting, browser, url)


def test_every_screen_opens_cleanly_on_the_demo_bank(demo: Visiting) -> None:
    with demo() as here:
        here.open("/")
        for screen in ("Segment map", "Segment", "Churn drivers", "Customers", "Customer", "Data", "Overview"):
            here.to(screen)
            said = here.page.locator("[data-testid=stMain]").inner_text()
            assert "could not be shown" not in said, screen
            assert "UTC" in said, screen
            assert "Traceback" not in said, screen
        assert here.clean(), (here.errors, here.outside, here.dialogs)
