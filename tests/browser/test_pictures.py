"""Charts and the map as pictures, made by a real browser: they open, say what they are, and are written down."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from analytics.knowledge.reading import events
from tests.browser.conftest import Served
from tests.browser.driving import Visit
from tests.browser.working import working

pytestmark = pytest.mark.browser

FIRST_DATE = "Data as of 30 Jun 2026"


def taken(here: Visit, place: str, form: str, folder: Path) -> Path:
    """Take the chart at a place along by keyboard alone; gives the file."""
    control = here.page.locator(f".tandem-picture[data-place={place}]")
    control.get_by_role("button", name="Picture").focus()
    if control.get_by_role("button", name=form).count() == 0:
        here.page.keyboard.press("Enter")
    control.get_by_role("button", name=form).focus()
    with here.page.expect_download() as coming:
        here.page.keyboard.press("Enter")
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    control.get_by_text("Saved", exact=True).wait_for()
    return file


def colours(file: Path) -> int:
    """How many colours a picture has: one where it is empty."""
    with Image.open(file) as image:
        return len(image.convert("RGB").getcolors(10_000_000) or ())


def size(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        assert image.format == "PNG"
        return image.size


def test_a_chart_and_the_map_are_taken_along(browser: Browser, live: Served, tmp_path: Path) -> None:
    before = events(live.store)[-1].sequence if events(live.store) else 0
    with working(browser, live.url, "/segment?region=R01", person="executive") as here:
        place = "st-key-choose_segment"
        chart = here.page.locator(f".{place} .main-svg").first
        width = float(chart.get_attribute("width") or 0)
        chart.evaluate("one => { one.dataset.drawn = 'once'; }")
        control, drawn = here.page.locator(".tandem-picture").bounding_box(), chart.bounding_box()
        assert control is not None
        assert drawn is not None
        assert control["y"] >= drawn["y"] + drawn["height"] - 1, "below the chart"
        following = here.page.locator(f".{place} + *").bounding_box()
        assert following is None or following["y"] >= control["y"] + control["height"] - 1, "and over nothing else"
        svg, png = (taken(here, place, form, tmp_path) for form in ("SVG", "PNG"))
        assert chart.get_attribute("data-drawn") == "once", "the chart is not drawn anew"
        assert here.clean(), (here.errors, here.outside, here.dialogs)
    assert svg.name == "segment-choose-segment_region_2026-06-30.svg"
    root = ET.fromstring(svg.read_bytes())
    said = " ".join(text for each in root.iter() if each.tag.endswith("}text") for text in each.itertext())
    assert "Segment" in said
    assert FIRST_DATE in said
    assert "Region: " in said
    assert not [each for each in root.iter() if each.tag.rpartition("}")[2] in ("script", "foreignObject", "a")]
    assert size(png) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    assert int(root.attrib["width"]) >= width
    assert colours(png) > 20
    with working(browser, live.url, "/segment_map", person="analyst") as here:
        points = taken(here, "st-key-customer_map", "PNG", tmp_path)
        assert here.clean(), (here.errors, here.outside, here.dialogs)
    assert min(size(points)) > 1_000
    assert colours(points) > 100
    kept = [each for each in events(live.store) if each.sequence > before]
    assert [(each.author, each.act, each.text("what"), each.text("form"), each.text("filters")) for each in kept] == [
        ("executive", "export", "picture of segment-choose-segment", "svg", "region=R01"),
        ("executive", "export", "picture of segment-choose-segment", "png", "region=R01"),
        ("analyst", "export", "picture of segment-map-customer-map", "png", "everyone"),
    ]
