"""Text from data and from people is shown as it is: it runs nothing, fetches nothing, and colours nothing."""

from __future__ import annotations

import os
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from analytics.insights.explanation.written_out import as_html
from pages.shared.screens import SECTIONS
from tests.browser.conftest import Visiting
from tests.browser.driving import Visit, serving, visiting
from tests.browser.hostile_store import hostile_store
from tests.browser.payloads import IMAGE, PAYLOADS
from tests.browser.working import dialog, open_as, write
from tests.insights.explanation.hostile_records import documents_of
from tests.pages.made_up_live import key_of

pytestmark = pytest.mark.browser

IS_LONG = os.environ.get("TANDEM_SLOW") == "1"
AT_ONCE = 26 if IS_LONG else 8
CHUNKS = [PAYLOADS[at : at + AT_ONCE] for at in range(0, len(PAYLOADS) if IS_LONG else AT_ONCE, AT_ONCE)]
BY_DAY = ("Segment map", "Segment", "Customers", "Data", "Notes", "Findings", "Retention list", "Fairness")
SCREENS = [title for titles in SECTIONS.values() for title in titles.values()] if IS_LONG else BY_DAY
SEQUENCES = {
    "patterns": "pattern=000000000000&kept=all&way=both",
    "before_and_after": "event=complaint",
    "transitions": "",
    "customer": "customer=C000040",
}
"""Screens of what happened, each with a link on which the most of it is shown."""
RUN_OR_FETCHED = (
    ":is(img, image, iframe, script, link, object, embed, video, audio, use, base):is([src*=evil], [href*=evil], "
    "[data*=evil], [background*=evil]), iframe:not([srcdoc]), a:is([href^=http], [href^='//'], [href^=mailto])"
    "[href*=evil], a:is([href^=javascript i], [href^=data], [href^=vbscript i]), [onerror], [onload], [onfocus]"
)
"""A link to a screen of ours may carry any text as its parameter."""


def bare(text: str) -> str:
    """A text without blanks and unseen characters."""
    return "".join(each for each in text if not each.isspace() and unicodedata.category(each) not in ("Cf", "Zs"))


def looked_at(here: Visit, where: str) -> str:
    """Make sure that nothing ran, was fetched or is a link; gives what stands on the screen."""
    said = here.page.locator("[data-testid=stMain]").inner_text()
    assert "could not be shown" not in said, where
    assert here.clean(), (where, here.errors, here.outside, here.dialogs)
    assert here.page.get_by_test_id("stMain").locator(RUN_OR_FETCHED).count() == 0, where
    return bare(said)


@pytest.fixture(scope="module", params=CHUNKS, ids=lambda chunk: chunk[0][:20])
def payloads(request: pytest.FixtureRequest) -> tuple[str, ...]:
    told: tuple[str, ...] = request.param
    return told


@pytest.fixture(scope="module")
def hostile(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, payloads: tuple[str, ...]
) -> Iterator[Visiting]:
    store = tmp_path_factory.mktemp("hostile")
    hostile_store(store, payloads)
    with serving(store) as url:
        yield partial(visiting, browser, url)


def test_every_screen_shows_hostile_text_as_it_is(hostile: Visiting, payloads: tuple[str, ...]) -> None:
    with hostile() as here:
        open_as(here, f"/segment?segment={key_of('3.1')}", "expert" if not IS_LONG else "analyst")
        said = {}
        for screen in SCREENS:
            if here.page.get_by_test_id("stSidebarNav").get_by_text(screen, exact=True).count():
                here.to(screen)
                said[screen] = looked_at(here, screen)
        assert len(said) >= len(SCREENS) - 2
        everything = "".join(said.values())
        assert not [payload for payload in payloads if bare(payload[:40]) not in everything]
        here.to("Segment")
        for letter in ("Control+k", "t", "m"):
            here.page.keyboard.press(letter)
            opened = dialog(here)
            if letter == "Control+k":
                write(here, opened.get_by_role("textbox"), "evil")
            assert opened.locator(RUN_OR_FETCHED).count() == 0, letter
            here.page.keyboard.press("Escape")
            opened.wait_for(state="hidden")
            here.rest()
        here.page.get_by_role("button", name="Views").click()
        here.rest()
        looked_at(here, "Views")


def test_what_happened_is_shown_as_it_is(hostile: Visiting, payloads: tuple[str, ...]) -> None:
    with hostile() as here:
        for screen, link in SEQUENCES.items():
            here.open(f"/{screen}?{link}")
            said = looked_at(here, screen)
            assert any(bare(payload[:40]) in said for payload in payloads), screen


def test_hostile_names_are_legible_on_the_map(hostile: Visiting, payloads: tuple[str, ...]) -> None:
    with hostile() as here:
        here.open("/segment_map?level=2")
        legend = bare(here.page.locator(".legend").inner_text())
        assert sum(bare(payload[:40]) in legend for payload in payloads) >= 4
        here.page.locator(".legend button").first.click()
        here.page.wait_for_url("**segment=*")
        here.rest()
        chip = bare(here.page.locator("[class*=st-key-chip_segment]").inner_text())
        assert any(bare(payload[:20]) in chip for payload in payloads)
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def test_hostile_names_stay_text_in_a_picture(hostile: Visiting, payloads: tuple[str, ...], tmp_path: Path) -> None:
    with hostile() as here:
        here.open("/overview?level=3")
        here.page.get_by_role("button", name="Picture").first.click()
        with here.page.expect_download() as coming:
            here.page.get_by_role("button", name="SVG").click()
        coming.value.save_as(tmp_path / "a.svg")
        found = list(ET.fromstring((tmp_path / "a.svg").read_bytes()).iter())
        assert {each.tag.rpartition("}")[2] for each in found}.isdisjoint(
            {"script", "iframe", "foreignObject", "img", "a"}
        )
        assert not [name for each in found for name in each.attrib if name.startswith("on")]
        said = " ".join(text for each in found if each.tag.endswith("}text") for text in each.itertext())
        assert sum(bare(payload[:40]) in bare(said) for payload in payloads) >= 2
        here.page.set_content((tmp_path / "a.svg").read_text("utf-8"))
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def test_hostile_text_in_a_file_of_an_explanation_is_text(hostile: Visiting, payloads: tuple[str, ...]) -> None:
    with hostile() as here:
        # A payload's longest page, the regulator's, has every text; the others are taken apart without a browser.
        pages = [max(map(as_html, documents_of(payload)), key=len) for payload in payloads]
        here.page.route("**/explained", lambda route: route.fulfill(body=pages.pop(), content_type="text/html"))
        for payload in reversed(payloads):
            here.page.goto(f"{here.url}/explained")
            assert here.page.locator(RUN_OR_FETCHED).count() == 0, payload
            said = bare(here.page.locator("main").inner_text()).replace("_", "").casefold()
            assert bare(payload.replace("_", "")[:40]).casefold() in said
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def test_hostile_values_in_a_link_do_nothing(hostile: Visiting) -> None:
    with hostile() as here:
        here.open(
            f"/segment_map?segment={IMAGE}&colour=<script>alert(1)</script>&search={IMAGE}&area=../../etc&level=99"
        )
        assert here.clean(), (here.errors, here.outside, here.dialogs)
        assert here.page.locator("[data-testid=stMain] img").count() == 0
