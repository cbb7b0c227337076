"""What the cells of a table show in a real browser, and how it sorts them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from analytics.number_marks import LOCALE_VARIABLE
from analytics.store.publish import publish_tables
from tests.browser.conftest import Served
from tests.browser.driving import Visit, serving, visiting
from tests.browser.working import working
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_rest import whole_tables

pytestmark = pytest.mark.browser

# Cells are drawn on a canvas: what is drawn is written down, and where.
LISTENING = """() => {
  window.drawn = [];
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    window.drawn.push(String(text)); return draw.call(this, text, x, y);
  };
}"""
COLUMN = """head => {
  const grid = document.querySelector('[data-testid=stDataFrame] table[role=grid]');
  const place = [...grid.querySelectorAll('[role=columnheader]')].findIndex(each => each.textContent.includes(head));
  return [...grid.querySelectorAll('tbody [role=row]')].map(row => row.children[place].textContent);
}"""
SORTED = f"([head, wanted]) => JSON.stringify(({COLUMN})(head)) === JSON.stringify(wanted)"
BALANCES = (950.5, 10_000.0, None, -2.25, 9_000.126)
HEAD = "Balance, EUR"


def test_cells_follow_the_setting_and_sort_by_size(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = whole_tables(len(BALANCES))
    tables["features"]["balance"] = BALANCES
    publish_tables(tmp_path, tables, made_up_facts())
    monkeypatch.setenv(LOCALE_VARIABLE, "de-DE")
    with serving(tmp_path) as url, visiting(browser, url) as here:
        here.at_each_load(f"({LISTENING})()")
        here.open("/customers")
        here.page.locator("[data-testid=stDataFrame] table[role=grid]").first.wait_for(state="attached")
        drawn = set(here.page.evaluate("() => window.drawn"))
        assert {"950,50", "10.000,00", "−2,25", "9.000,13", "–"} <= drawn
        assert not [text for text in drawn if text == "None" or re.search(r"\d\.\d{1,2}\b(?!\d)", text)], drawn
        before = here.page.evaluate(COLUMN, HEAD)
        assert sorted(before) == sorted(["950.5", "10000", "", "-2.25", "9000.13"])
        sort_by_last(here)
        # What is missing Streamlit sorts as a nought.
        here.page.wait_for_function(SORTED, arg=[HEAD, ["-2.25", "", "950.5", "9000.13", "10000"]])
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def test_a_fold_shows_its_table_and_its_export_by_keyboard(browser: Browser, live: Served) -> None:
    with working(browser, live.url, "/overview", person="analyst") as here:
        fold = here.page.get_by_test_id("stExpander").filter(has_text="Show data").first
        assert fold.get_by_test_id("stDataFrame").count() == 0
        fold.locator("summary").focus()
        here.page.keyboard.press("Enter")
        fold.get_by_test_id("stDataFrame").wait_for()
        fold.get_by_role("button", name="Export CSV").wait_for()
        here.page.keyboard.press("Enter")
        fold.get_by_test_id("stDataFrame").wait_for(state="detached")
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def sort_by_last(here: Visit) -> None:
    """Click on the head of the last column of the first table."""
    box = here.page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    here.page.mouse.click(box["x"] + box["width"] - 60, box["y"] + 17)
    here.rest()
