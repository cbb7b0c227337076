"""What axe finds on every screen, in both themes."""

from __future__ import annotations

import json
from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.conftest import Visiting

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
SCREENS = ("", "segment_map", "segment", "drivers", "customers", "customer", "data")
# Streamlit 1.67's own: its grouped navigation is no proper list, its sparklines have no name, its popovers and
# scrolling regions lack a role. Nothing of ours may hide behind these, so each names where it occurs.
UPSTREAM = {
    "list": "stSidebarNav",
    "listitem": "stSidebarNav",
    "svg-img-alt": "stMetric",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_of_ours(visit: Visiting, scheme: str) -> None:
    found: dict[str, list[str]] = {}
    with visit(scheme=scheme) as here:
        for screen in SCREENS:
            here.open(f"/{screen}")
            here.page.evaluate(AXE.read_text(encoding="utf-8"))
            told = here.page.evaluate(
                "async () => JSON.stringify((await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
                " 'wcag21aa', 'wcag22aa']})).violations.map(one => ({id: one.id, impact: one.impact,"
                " nodes: one.nodes.map(node => ({html: node.html, target: node.target.join(' '),"
                " why: node.failureSummary}))})))"
            )
            for rule in json.loads(told):
                if rule["impact"] not in ("serious", "critical"):
                    continue
                for node in rule["nodes"]:
                    inside = here.page.evaluate(
                        "([target, region]) => { const node = document.querySelector(target.split(',')[0]);"
                        " return !!node && !!node.closest(`[data-testid=${region}]`); }",
                        [node["target"], UPSTREAM.get(rule["id"], "none")],
                    )
                    if not inside:
                        found.setdefault(f"{screen or 'overview'}: {rule['id']}", []).append(
                            f"{node['html'][:200]} {node['why']}"
                        )
    assert not found, json.dumps(found, indent=1)


FOCUSED = """() => {
  const node = document.activeElement;
  const box = node.getBoundingClientRect();
  const within = region => node.closest(`[data-testid=${region}]`);
  const region = within('stSidebar') ? 'sidebar' : within('stMain') ? 'main' : '';
  return {id: node.id, tag: node.tagName, region, top: box.top, is_seen: box.width > 0 && box.bottom > 0};
}"""


def test_the_keyboard_meets_the_skip_link_first_then_the_navigation_then_the_page(visit: Visiting) -> None:
    with visit() as here:
        here.open("/")
        here.page.locator("#tandem-skip").wait_for(state="attached")
        stops = []
        for _ in range(40):
            here.page.keyboard.press("Tab")
            stops.append(here.page.evaluate(FOCUSED))
        assert stops[0]["id"] == "tandem-skip"
        assert stops[0]["top"] >= 0
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
