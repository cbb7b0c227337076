"""Every screen, gone through once in each theme: nothing is lost on a phone or enlarged, and nothing lacks words.

By day each screen is looked at in the light theme and in one small window, and the first ones in the dark;
TANDEM_SLOW=1 looks at all in both themes and both windows.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from pages.shared.screens import SECTIONS
from tests.browser.driving import Visit, visiting
from tests.browser.screens import every_screen

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
ALL = os.environ.get("TANDEM_SLOW") == "1"
IN_THE_DARK = None if ALL else 5
# Streamlit 1.67's own: its grouped navigation is no proper list, and its sparklines have no name. Nothing of ours may
# hide behind these, so each names where it occurs.
UPSTREAM = {"list": "stSidebarNav", "listitem": "stSidebarNav", "svg-img-alt": "stMetric"}
SERIOUS = """async upstream => {
  const only = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = (await axe.run(document, {runOnly: only, resultTypes: ['violations']})).violations;
  const theirs = (node, rule) => {
    const place = document.querySelector(node.target.join(' ').split(',')[0]);
    return !!place && !!upstream[rule] && !!place.closest(`[data-testid=${upstream[rule]}]`);
  };
  return found.filter(rule => ['serious', 'critical'].includes(rule.impact)).flatMap(rule =>
    rule.nodes.filter(node => !theirs(node, rule.id))
      .map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""
WITHOUT_WORDS = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart], [data-testid=stDataFrame]')]
  .filter(node => ![node, ...node.querySelectorAll('[aria-label]')].some(part => {
    const words = part.getAttribute('aria-label');
    return words && words.length > 20 && /\\d|[Nn]o/.test(words);
  })).map(node => `${node.dataset.testid} ${node.innerText.slice(0, 80)}`)"""
TOO_WIDE = """() => document.documentElement.scrollWidth > window.innerWidth
  ? [`${document.documentElement.scrollWidth} wide in a window of ${window.innerWidth}`] : []"""
# Asked for less motion, nothing may go on moving: neither ours, nor Streamlit's, nor balloons.
MOVING = """() => document.getAnimations().filter(one => one.playState === 'running'
  && one.effect.getComputedTiming().duration > 1).map(one => `${one.animationName || one.transitionProperty} moves`)"""
INSTRUMENTS = (
    "#tandem-skip, [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stDownloadButton], .tandem-picture"
)
ON_PAPER = f"""() => [...document.querySelectorAll('{INSTRUMENTS}')].filter(one => one.checkVisibility())
  .map(one => `${{one.dataset.testid || one.id || one.className}} is printed`)"""
PRINTED = None if ALL else 4
OUT_OF_PLACE = """() => [...document.querySelectorAll('.tandem-picture')]
  .filter((each) => each.getBoundingClientRect().bottom > each.parentElement.getBoundingClientRect().bottom + 1)
  .map((each) => each.dataset.place)"""
"""Ways to a picture that lie on what stands below their chart."""
A4_LANDSCAPE = (842, 595)
WINDOWS = {"a phone": (390, 844), "200 % of 1440 x 900": (720, 450)}

Found = dict[str, dict[str, list[str]]]


def serious(here: Visit) -> list[str]:
    """What axe finds that is serious and not Streamlit's own."""
    if not here.page.evaluate("() => !!window.axe"):
        here.page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(here.page.evaluate(SERIOUS, UPSTREAM))


def cut_off(here: Visit, windows: Sequence[str]) -> list[str]:
    """What does not fit a small window; the window is then as before."""
    before = here.page.viewport_size
    assert before is not None
    found = []
    for name in windows:
        width, height = WINDOWS[name]
        here.page.set_viewport_size({"width": width, "height": height})
        here.rest()
        heading = here.page.get_by_role("heading", level=1)
        found += [f"{name}: {words}" for words in here.page.evaluate(TOO_WIDE)]
        found += [] if heading.is_visible() else [f"{name}: no heading"]
    here.page.set_viewport_size(before)
    return found


def badly_printed(here: Visit) -> list[str]:
    """What is wrong with the screen on paper: instruments, or pages that are not A4 across."""
    here.page.emulate_media(media="print")
    found = list(here.page.evaluate(ON_PAPER))
    paper = here.page.pdf(prefer_css_page_size=True)
    here.page.emulate_media(media="null")
    sizes = [
        tuple(round(float(each)) for each in box.split()[2:]) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", paper)
    ]
    return found + [f"a page of {size}" for size in sizes if size != A4_LANDSCAPE] + ([] if sizes else ["no page"])


def looked_at(here: Visit, screens: Iterator[str], *, small: bool) -> Found:
    """Go through screens; from what was looked for to screen to what was found."""
    found: Found = defaultdict(dict)
    names = tuple(WINDOWS)
    for place, screen in enumerate(screens):
        windows = names if ALL else (names[place % 2],)
        found["serious"][screen] = serious(here)
        found["without words"][screen] = here.page.evaluate(WITHOUT_WORDS)
        found["out of place"][screen] = here.page.evaluate(OUT_OF_PLACE)
        found["cut off"][screen] = cut_off(here, windows) if small else []
        found["moving"][screen] = here.page.evaluate(MOVING)
        is_printed = small and (PRINTED is None or place < PRINTED)
        found["on paper"][screen] = badly_printed(here) if is_printed else []
        found["went wrong"][screen] = [*here.errors, *here.outside, *here.dialogs]
        for told in (here.errors, here.outside, here.dialogs):
            told.clear()
    return found


@pytest.fixture(scope="module")
def light(browser: Browser, served: str) -> Found:
    with visiting(browser, served) as here:
        return looked_at(here, every_screen(here), small=True)


def only_bad(found: dict[str, list[str]]) -> str:
    """The screens on which something was found; empty where there is nothing."""
    bad = {screen: told for screen, told in found.items() if told}
    return json.dumps(bad, indent=1) if bad else ""


def test_axe_finds_nothing_serious_of_ours(light: Found) -> None:
    # Every screen, and the Overview of everyone: a navigation that lost one would find nothing there.
    assert len(light["serious"]) == sum(len(screens) for screens in SECTIONS.values()) + 1
    assert not only_bad(light["serious"]), only_bad(light["serious"])


def test_every_chart_and_table_has_its_words(light: Found) -> None:
    assert not only_bad(light["without words"]), only_bad(light["without words"])


def test_the_way_to_a_picture_has_its_own_room_below_the_chart(light: Found) -> None:
    assert not only_bad(light["out of place"]), only_bad(light["out of place"])


def test_no_screen_is_wider_than_a_small_window(light: Found) -> None:
    assert not only_bad(light["cut off"]), only_bad(light["cut off"])


def test_nothing_moves_for_whoever_asks_for_less_motion(light: Found) -> None:
    assert not only_bad(light["moving"]), only_bad(light["moving"])


def test_a_screen_is_printed_on_a4_without_its_instruments(light: Found) -> None:
    assert not only_bad(light["on paper"]), only_bad(light["on paper"])


def test_nothing_goes_wrong_on_any_screen(light: Found) -> None:
    assert not only_bad(light["went wrong"]), only_bad(light["went wrong"])


def test_the_dark_theme_is_as_well(browser: Browser, served: str) -> None:
    with visiting(browser, served, scheme="dark") as here:
        found = looked_at(here, islice(every_screen(here), IN_THE_DARK), small=False)
    assert not any(only_bad(each) for each in found.values()), {name: only_bad(each) for name, each in found.items()}
