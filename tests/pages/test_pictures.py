"""Charts as pictures: who is offered them, what they are called, and what stands at their foot."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from analytics.knowledge.rights import Export
from analytics.live import live_snapshot
from pages.shared.frame import Frame
from pages.shared.pictures.charted import PNG_ONLY, Chart, file_name, foot, name_of
from pages.shared.pictures.component import read_asked
from pages.shared.selection import Selection
from tests.pages.made_up import made_up_store
from tests.pages.screen import charts_drawn, drawings_on_offer, opened, pictures_on_offer

CHART = Chart("kpi_line")
ON_OFFER = MappingProxyType({CHART.place: CHART, "st-key-map": Chart("map", forms=PNG_ONLY)})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictured")
    made_up_store(folder, n=60)
    return folder


def a_page(store: Path, **chosen: str) -> Frame:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    return Frame(snapshot, Selection(**chosen), "churn")  # type: ignore[arg-type]


def test_whoever_may_take_no_numbers_along_is_offered_no_picture(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, "decide/overview", monkeypatch, person="administrator")
    assert charts_drawn(app)
    assert not pictures_on_offer(app)
    assert drawings_on_offer(opened(store, "decide/overview", monkeypatch, person="executive")) == charts_drawn(app)


def test_the_map_is_offered_as_png_alone(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, "explore/segment_map", monkeypatch)
    assert pictures_on_offer(app) == {"st-key-customer_map": ["png"]}


def test_a_chart_of_one_customer_takes_the_right_to_explanations(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, "explore/customer", monkeypatch, {"customer": "C000004"})
    assert drawings_on_offer(app) == charts_drawn(app) != set()
    monkeypatch.setattr("pages.shared.profile.may_export", lambda kind: kind is not Export.EXPLANATION)
    assert not drawings_on_offer(opened(store, "explore/customer", monkeypatch, {"customer": "C000004"}))


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {"asked": None},
        {"asked": {"place": "st-key-secret", "form": "png", "stamp": 1}},
        {"asked": {"place": ["st-key-kpi_line"], "form": "png", "stamp": 1}},
        {"asked": {"place": CHART.place, "form": "exe", "stamp": 1}},
        {"asked": {"place": CHART.place, "form": ["png"], "stamp": 1}},
        {"asked": {"place": CHART.place, "form": "png", "stamp": "1"}},
        {"asked": {"place": "st-key-map", "form": "svg", "stamp": 1}},
    ],
)
def test_what_is_not_on_offer_is_not_granted(sent: object) -> None:
    assert read_asked(sent, ON_OFFER) is None


def test_what_is_on_offer_is_read() -> None:
    assert read_asked({"asked": {"place": CHART.place, "form": "svg", "stamp": 7}}, ON_OFFER) == (7, CHART, "svg")


def test_a_chart_is_found_by_its_key_whatever_stands_in_it() -> None:
    assert Chart("cohorts_s~1_Selection(region='R 1')").place == "st-key-cohorts_s-1_Selection-region--R-1--"


def test_a_picture_is_named_and_says_when_whom_and_whence(store: Path) -> None:
    page = a_page(store, region="R01")
    name = name_of(Chart(f"segments_{page.snapshot.id}_{page.selection}"), page, "Overview")
    assert file_name(name, page, "svg") == "overview-segments_region_2026-06-30.svg"
    when, source = foot(page)
    assert when == "Data as of 30 Jun 2026 · Region: Eastvale · 15 of 60 customers (25.0%)"
    assert source.startswith("Source: ")
    assert page.snapshot.id in source
