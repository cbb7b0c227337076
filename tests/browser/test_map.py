"""The Segment map in a real browser."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visiting
from tests.pages.made_up_live import key_of

pytestmark = pytest.mark.browser


def lasso(page: Page, across: float, down: float, radius: float) -> None:
    """Draw around a part of the map with Shift held; `across` and `down` are shares of the map."""
    box = page.locator("canvas.overlay").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * across, box["y"] + box["height"] * down
    page.keyboard.down("Shift")
    page.mouse.move(x + radius, y)
    page.mouse.down()
    for step in range(1, 37):
        angle = step / 36 * 2 * math.pi
        page.mouse.move(x + radius * math.cos(angle), y + radius * math.sin(angle))
    page.mouse.up()
    page.keyboard.up("Shift")


def coloured_point(page: Page) -> tuple[float, float]:
    """A place on the page where a selected customer stands: a coloured pixel of the map."""
    box = page.locator("canvas.overlay").bounding_box()
    assert box is not None
    spot = page.evaluate(
        """() => {
          const canvas = document.querySelector('.st-key-customer_map, body').querySelectorAll('*');
          for (const host of canvas) {
            const inner = host.shadowRoot && host.shadowRoot.querySelector('canvas.points');
            if (!inner) continue;
            const context = inner.getContext('2d');
            const { data, width, height } = context.getImageData(0, 0, inner.width, inner.height);
            for (let y = 80; y < height - 60; y++) for (let x = 20; x < width - 20; x++) {
              const at = (y * width + x) * 4;
              const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
              if (Math.max(red, green, blue) - Math.min(red, green, blue) > 70)
                return [x / width, y / height];
            }
          }
          return null;
        }"""
    )
    assert spot is not None, "the selected customers have a colour"
    return box["x"] + box["width"] * spot[0], box["y"] + box["height"] * spot[1]


def test_a_lasso_selects_customers_and_back_takes_it_back(visit: Visiting) -> None:
    with visit() as here:
        here.open("/segment_map")
        expect(here.page.get_by_text("Everyone · 2,000 customers", exact=True)).to_be_visible()
        lasso(here.page, 0.28, 0.7, 80)
        here.page.wait_for_url("**area=*")
        here.rest()
        expect(here.page.get_by_role("heading", name="Selected customers")).to_be_visible()
        expect(here.page.get_by_text("of 2,000 customers (").first).to_be_visible()
        expect(here.page.get_by_role("button", name="Area on the map")).to_be_visible()
        here.page.go_back()
        here.page.get_by_text("Everyone · 2,000 customers", exact=True).wait_for()
        assert "area=" not in here.page.url
        assert here.clean(), (here.errors, here.outside)


def test_a_link_shows_the_same_to_someone_else(visit: Visiting) -> None:
    with visit() as here:
        here.open("/segment_map")
        here.page.get_by_role("button", name="Savers, kind 2").click()
        here.page.wait_for_url("**segment=*")
        here.rest()
        link = here.page.url.removeprefix(here.url)
        said = here.page.get_by_text("of 2,000 customers (").first.inner_text()
    with visit() as elsewhere:
        elsewhere.open(link)
        assert elsewhere.page.get_by_text("of 2,000 customers (").first.inner_text() == said
        expect(elsewhere.page.get_by_role("button", name="Segment: Savers, kind 2")).to_be_visible()
        elsewhere.page.get_by_role("button", name="Reset all").click()
        elsewhere.page.get_by_text("Everyone · 2,000 customers", exact=True).wait_for()
        assert "?" not in elsewhere.page.url
        assert elsewhere.clean(), (elsewhere.errors, elsewhere.outside)


def test_the_map_works_by_keyboard_alone(visit: Visiting) -> None:
    with visit() as here:
        here.open("/segment_map")
        here.page.locator("canvas.overlay").focus()
        for key in ("+", "+", "ArrowRight", "ArrowDown", "s"):
            here.page.keyboard.press(key)
        here.page.wait_for_url("**area=*")
        here.rest()
        here.page.locator("canvas.overlay").focus()
        here.page.keyboard.press("Escape")
        here.page.get_by_text("Everyone · 2,000 customers", exact=True).wait_for()
        assert here.clean(), (here.errors, here.outside)


def test_hovering_names_the_customer_and_a_click_puts_one_in_focus(visit: Visiting) -> None:
    with visit() as here:
        here.open(f"/segment_map?segment={key_of('2.4')}")
        point = coloured_point(here.page)
        here.page.mouse.move(*point)
        here.page.locator(".tip").wait_for()
        customer = here.page.locator(".tip .strong").inner_text()
        assert customer.startswith("C00")
        told = here.page.locator(".tip").inner_text()
        assert "Young starters" in told
        assert "Risk" in told
        here.page.mouse.click(*point)
        here.page.wait_for_url(f"**customer={customer}*")
        here.page.get_by_text("Open customer").wait_for()
        assert here.clean(), (here.errors, here.outside)


def test_a_segment_is_chosen_in_the_legend_by_keyboard(visit: Visiting) -> None:
    with visit() as here:
        here.open("/segment_map")
        here.page.locator("canvas.overlay").focus()
        for key in ("g", "ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
            here.page.keyboard.press(key)
        here.page.wait_for_url("**segment=*")
        here.rest()
        chosen = here.page.locator(".entry.chosen")
        assert chosen.get_attribute("aria-pressed") == "true"
        assert chosen.evaluate("one => one.getRootNode().activeElement === one"), "the focus stays where it was"
        here.page.keyboard.press("Escape")
        assert here.page.locator("canvas.overlay").evaluate("one => one.getRootNode().activeElement === one")
        assert here.clean(), (here.errors, here.outside)


def test_every_tool_says_its_key(visit: Visiting) -> None:
    with visit() as here:
        here.open("/segment_map")
        tools = here.page.get_by_role("toolbar", name="Map tools").get_by_role("button").all()
        keys = [str(tool.get_attribute("aria-keyshortcuts")) for tool in tools]
        assert keys == ["V", "L", "B", "S", "G", "+", "-", "0"]
        titles = [str(tool.get_attribute("title")) for tool in tools]
        assert [title[-3:] for title in titles] == [f"({key.replace('-', '−')})" for key in keys]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_wears_the_theme(visit: Visiting, scheme: str) -> None:
    with visit(scheme=scheme) as here:
        here.open("/segment_map")
        brightness = here.page.locator("canvas.points").evaluate(
            "canvas => { const at = canvas.getContext('2d').getImageData(2, canvas.height - 2, 1, 1).data;"
            " return (at[0] + at[1] + at[2]) / 3; }"
        )
        assert brightness > 240 if scheme == "light" else brightness < 40
        assert here.clean(), (here.errors, here.outside)


def test_nothing_is_lost_on_a_phone(visit: Visiting) -> None:
    with visit(width=390, height=844) as here:
        here.open("/segment_map")
        wide = here.page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
        assert wide <= 390
        expect(here.page.get_by_role("toolbar", name="Map tools")).to_be_visible()
        expect(here.page.locator(".legend")).to_be_visible()
