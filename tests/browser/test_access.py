"""How far the keyboard reaches: the skip link, and every control of every screen."""

from __future__ import annotations

import os
from itertools import islice

import pytest

from tests.browser.conftest import Visiting
from tests.browser.driving import Visit
from tests.browser.screens import every_screen

pytestmark = pytest.mark.browser

MOST_STOPS = 200
SCREENS_BY_DAY = None if os.environ.get("TANDEM_SLOW") == "1" else 3
FOCUSED = """() => {
  const node = document.activeElement;
  const box = node.getBoundingClientRect();
  const within = region => node.closest(`[data-testid=${region}]`);
  const region = within('stSidebar') ? 'sidebar' : within('stMain') ? 'main' : '';
  return {id: node.id, tag: node.tagName, region, top: box.top, is_seen: box.width > 0 && box.bottom > 0};
}"""
SKIP_IS_SEEN = "() => document.getElementById('tandem-skip').getBoundingClientRect().top >= 0"
MOST_IN_ONE = 30
# A group of radio buttons is one stop, inside which the arrows move. Inside a table Tab goes through a row's cells, and
# inside the map through its tools: both stay the same element for the page.
MARK = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  if (!node.closest('[data-testid=stMain]')) return node === document.body ? 'gone' : 'elsewhere';
  if (node.dataset.met) return node.tagName === 'CANVAS' || node.shadowRoot ? 'inside' : 'again';
  node.dataset.met = 'yes';
  const group = node.closest('[role=radiogroup]');
  if (group) group.querySelectorAll('*').forEach(each => { each.dataset.met = 'yes'; });
  return box.width > 0 && box.bottom > 0 && box.top < window.innerHeight ? 'seen' : 'unseen';
}"""
NOT_MET = """() => [...document.querySelectorAll(
    '[data-testid=stMain] :is(a[href], button, input, textarea, [role=combobox], [tabindex="0"])')]
  .filter(node => !node.dataset.met && !node.disabled && node.tabIndex >= 0 && node.checkVisibility({
    visibilityProperty: true, contentVisibilityAuto: true}) && node.getBoundingClientRect().width > 1)
  .map(node => node.outerHTML.slice(0, 160))"""


def test_the_keyboard_meets_the_skip_link_first_then_the_navigation_then_the_page(visit: Visiting) -> None:
    with visit() as here:
        here.open("/")
        here.page.locator("#tandem-skip").wait_for(state="attached")
        here.page.keyboard.press("Tab")
        here.page.wait_for_function(SKIP_IS_SEEN)
        stops = [here.page.evaluate(FOCUSED)]
        for _ in range(45):
            here.page.keyboard.press("Tab")
            stops.append(here.page.evaluate(FOCUSED))
        assert stops[0]["id"] == "tandem-skip"
        regions = [stop["region"] for stop in stops if stop["region"]]
        assert "sidebar" in regions
        assert regions.index("main") > regions.index("sidebar")
        assert all(stop["is_seen"] for stop in stops if stop["region"] == "main")
        here.page.locator("#tandem-skip").focus()
        here.page.keyboard.press("Enter")
        assert here.page.evaluate(FOCUSED)["tag"] == "H1"
        here.page.keyboard.press("Tab")
        assert here.page.evaluate(FOCUSED)["region"] == "main"
        here.to("Customers")
        assert here.page.locator("#tandem-skip").count() == 1
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def walked(here: Visit) -> list[str]:
    """Go from the heading through the page by Tab; gives what is not met, not seen, or holds the keyboard fast."""
    here.page.locator("#tandem-skip").focus()
    here.page.keyboard.press("Enter")
    inside = 0
    for step in range(MOST_STOPS):
        here.page.keyboard.press("Tab")
        met = here.page.evaluate(MARK)
        inside = inside + 1 if met == "inside" else 0
        if met == "inside" and inside < MOST_IN_ONE:
            continue
        if met == "unseen":
            return [f"stop {step} is not seen: {here.page.evaluate('() => document.activeElement.outerHTML')[:200]}"]
        if met != "seen":
            return [f"not met: {each}" for each in here.page.evaluate(NOT_MET)]
    return [f"more than {MOST_STOPS} stops"]


def test_every_control_is_met_by_the_keyboard_and_seen(visit: Visiting) -> None:
    with visit() as here:
        found = {screen: walked(here) for screen in islice(every_screen(here), SCREENS_BY_DAY)}
    assert found
    assert not any(found.values()), found
