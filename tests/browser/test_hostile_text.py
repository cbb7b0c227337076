"""Text from data is shown as it is: it runs nothing, fetches nothing, and colours nothing."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from analytics.store.publish import publish_tables
from analytics.vocabulary import Json
from tests.browser.conftest import Visiting
from tests.browser.driving import serving, visiting
from tests.browser.working import dialog, open_as, write
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_live import key_of, live_store
from tests.pages.made_up_patterns import pattern_tables
from tests.pages.made_up_rest import whole_tables

pytestmark = pytest.mark.browser

IMAGE = "![x](http://evil.example/a.png)"
PAYLOADS = (
    IMAGE,
    "<img src=http://evil.example/b.png onerror=alert(1)>",
    "<script>alert(2)</script>",
    ":red[ALERT] :material/skull: :rainbow[x]",
    "[click](javascript:alert(3)) http://evil.example/auto www.evil.example a@evil.example",
    "**bold** `code` $\\frac{1}{2}$ # head | a | b |",
    "<svg onload=alert(4)><iframe src=http://evil.example>",
    "'\"><style>body{display:none}</style>{{7*7}}${7*7}",
)
PEOPLES = ("Inbox", "Notes", "History", "Segment", "Segment map", "What changed")
SCREENS = ("Segment map", "Segment", "Churn drivers", "Customers", "Customer", "Data", "Overview")
SEQUENCES = {
    "patterns": "pattern=000000000000&kept=all&way=both",
    "before_and_after": "event=complaint",
    "transitions": "",
    "customer": "customer=C000009",
}
"""Screens of what happened, each with a link on which the most of it is shown."""


@pytest.fixture(scope="module")
def hostile(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visiting]:
    store = tmp_path_factory.mktemp("hostile")
    tables = whole_tables(300)
    many = [PAYLOADS[place % len(PAYLOADS)] for place in range(400)]
    tables["segments"]["suggested_name"] = many[: len(tables["segments"])]
    tables["regions"]["name"] = many[: len(tables["regions"])]
    tables["feature_catalog"]["description"] = many[: len(tables["feature_catalog"])]
    tables["customer_accounts"]["product"] = many[: len(tables["customer_accounts"])]
    tables |= pattern_tables(tables["features"]["customer_id"])
    tables["alphabet"]["words"] = tables["alphabet"]["meaning"] = many[: len(tables["alphabet"])]
    renamed = dict(zip(tables["map"]["customer_id"][: len(PAYLOADS)], PAYLOADS, strict=True))
    for table in tables.values():
        if "customer_id" in table.columns:
            table["customer_id"] = table["customer_id"].replace(renamed)
    churn: dict[str, Json] = {
        "definition": IMAGE,
        "source": "recorded",
        "has_model": True,
        "n_positive": 9,
        "n_labelled": 99,
    }
    facts = made_up_facts(source_name=IMAGE, structure_reason=IMAGE, outcomes={"churn": churn})
    publish_tables(store, tables, facts)
    with serving(store) as url:
        yield partial(visiting, browser, url)


def test_every_screen_shows_hostile_text_as_it_is(hostile: Visiting) -> None:
    with hostile() as here:
        here.open("/")
        for screen in SCREENS:
            here.to(screen)
            said = here.page.locator("[data-testid=stMain]").inner_text()
            assert "could not be shown" not in said, screen
            assert here.clean(), (screen, here.errors, here.outside, here.dialogs)
            assert here.page.locator("[data-testid=stMain] img[src*=evil], [data-testid=stMain] iframe").count() == 0
            assert here.page.locator("[data-testid=stMain] a[href*=evil]").count() == 0, screen


def test_what_happened_is_shown_as_it_is(hostile: Visiting) -> None:
    with hostile() as here:
        for screen, link in SEQUENCES.items():
            here.open(f"/{screen}?{link}")
            said = here.page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")
            assert "could not be shown" not in said, screen
            assert PAYLOADS[0] in said or PAYLOADS[1] in said or PAYLOADS[2] in said, screen
            assert here.clean(), (screen, here.errors, here.outside, here.dialogs)
            assert here.page.locator("[data-testid=stMain] img[src*=evil], [data-testid=stMain] iframe").count() == 0
            assert here.page.locator("[data-testid=stMain] a[href*=evil]").count() == 0, screen


def test_hostile_names_are_legible_on_the_map(hostile: Visiting) -> None:
    with hostile() as here:
        here.open("/segment_map?level=2")
        legend = here.page.locator(".legend").inner_text()
        assert all(payload in legend for payload in PAYLOADS[2:7])
        here.page.locator(".legend button").first.click()
        here.page.wait_for_url("**segment=*")
        here.rest()
        chip = here.page.locator("[class*=st-key-chip_segment]").inner_text().replace("\u2060", "")
        assert any(payload in chip for payload in PAYLOADS)
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def test_hostile_names_stay_text_in_a_picture(hostile: Visiting, tmp_path: Path) -> None:
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
        assert PAYLOADS[2] in said
        assert PAYLOADS[1][:40] in said
        here.page.set_content((tmp_path / "a.svg").read_text("utf-8"))
        assert here.clean(), (here.errors, here.outside, here.dialogs)


def test_hostile_values_in_a_link_do_nothing(hostile: Visiting) -> None:
    with hostile() as here:
        here.open(
            f"/segment_map?segment={IMAGE}&colour=<script>alert(1)</script>&search={IMAGE}&area=../../etc&level=99"
        )
        assert here.clean(), (here.errors, here.outside, here.dialogs)
        assert here.page.locator("[data-testid=stMain] img").count() == 0


@pytest.fixture(scope="module")
def written(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visiting]:
    store = tmp_path_factory.mktemp("written")
    live_store(store, n=300)
    segment, region = key_of("3.1"), {"subject_kind": "region", "subject_id": "R00"}
    for number, payload in enumerate(PAYLOADS):
        word, line = payload[:40], payload.replace("\n", " ")[:80]
        acted(store, {"act": "rename", "segment": key_of(f"3.{number + 1}"), "name": line, "why": payload})
        acted(store, {"act": "tag", "segment": segment, "tag": word})
        note: dict[str, Json] = {"act": "note", "kind": "other", "body": payload, "scope": payload, "evidence": payload}
        acted(store, {**note, "subject_kind": "segment", "subject_id": segment})
        made = acted(store, {**note, **region})
        acted(store, {"act": "dispute", "note": made.id, "body": payload}, author="analyst")
        acted(store, {"act": "view", "name": line, "link": "segment", "shared": True})
        acted(store, {"act": "cohort", "name": line, "rule": f"n_own_acts_90d > {number}"})
        acted(store, {"act": "ask", "to": "expert", "body": payload}, author="analyst")
    with serving(store) as url:
        yield partial(visiting, browser, url)


def test_what_people_write_is_shown_as_it_is(written: Visiting) -> None:
    with written() as here:
        open_as(here, f"/segment?segment={key_of('3.1')}", "expert")
        for screen in PEOPLES if os.environ.get("TANDEM_SLOW") == "1" else ("Segment", "Notes"):
            here.to(screen)
            said = here.page.locator("[data-testid=stMain]").inner_text()
            assert "could not be shown" not in said, screen
            assert here.clean(), (screen, here.errors, here.outside, here.dialogs)
            assert here.page.locator("[data-testid=stMain] img[src*=evil], [data-testid=stMain] iframe").count() == 0
            assert here.page.locator("[data-testid=stMain] a[href*=evil]").count() == 0, screen
            if screen in ("Inbox", "Segment"):
                shown = said.replace("\u2060", "")
                assert all(payload in shown for payload in PAYLOADS), screen
        here.to("Segment")
        for letter in ("Control+k", "t", "m"):
            here.page.keyboard.press(letter)
            opened = dialog(here)
            if letter == "Control+k":
                write(here, opened.get_by_role("textbox"), "evil")
            assert opened.locator("img[src*=evil], iframe, a[href*=evil]").count() == 0
            here.page.keyboard.press("Escape")
            opened.wait_for(state="hidden")
            here.rest()
        here.page.get_by_role("button", name="Views").click()
        here.rest()
        assert here.clean(), (here.errors, here.outside, here.dialogs)
