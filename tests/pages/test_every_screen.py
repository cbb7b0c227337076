"""Every screen with nothing, a little, one customer and nobody; and how sure it is of its numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.shared.screens import SECTIONS, file_of
from tests.pages.made_up_full import NOTED, full_store
from tests.pages.made_up_rest import early_store
from tests.pages.screen import as_person, charts_drawn, drawings_on_offer, is_well, opened, said

N = 900
SCREENS = tuple(
    str(file_of(name)).removeprefix("pages/").removesuffix(".py") for names in SECTIONS.values() for name in names
)
NEED_MORE = {
    "decide/retention",
    "decide/cohorts",
    "decide/outlook",
    "decide/targets",
    "decide/retention_list",
    "decide/offers",
    "decide/what_changed",
    "explore/segment_map",
    "explore/segment",
    "explore/movement",
    "explore/partitions",
    "explore/drivers",
    "explore/reason_map",
    "explore/risk_over_time",
    "explore/patterns",
    "explore/before_and_after",
    "explore/transitions",
    "explore/foreseen",
    "oversee/fairness",
}
WHATEVER_THE_FILTERS = {
    "decide/offers",
    "decide/inbox",
    "decide/targets",
    "decide/findings",
    "decide/what_changed",
    "explore/unnamed",
    "explore/foreseen",
    "oversee/fairness",
    "contribute/notes",
    "contribute/history",
}
FILTERED = tuple(screen for screen in SCREENS if screen not in {*WHATEVER_THE_FILTERS, "contribute/data"})
HOW_SURE = {
    "decide/overview": "90% interval",
    "explore/segment_map": "Mean risk: 90% interval",
    "explore/segment": "90% interval",
    "explore/compare": "with its 95% interval",
    "explore/partitions": "95% interval",
    "explore/drivers": "90% interval",
    "explore/reason_map": "90% interval",
    "explore/risk_over_time": "90% interval",
    "explore/patterns": "95% interval",
    "explore/foreseen": "90% interval",
    "oversee/fairness": "90% interval",
    "decide/retention": "90% interval",
    "decide/findings": "In brackets: the 90% interval",
    "decide/outlook": "90% band",
    "decide/retention_list": "90% interval",
    "decide/offers": "90% interval",
    "explore/customer": "90% interval",
    "explore/unnamed": "so large comes in fewer than 1 of 10,000 months",
}
"""Screens that show an estimate; the others show counts, people's words and each customer's own interval."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("full")
    full_store(store, n=N)
    return store


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("early")
    early_store(store)
    return store


@pytest.mark.parametrize("screen", SCREENS)
def test_an_empty_store_says_what_to_do(screen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(tmp_path, screen, monkeypatch)
    assert is_well(app)
    if screen == "contribute/data":
        assert {"Load the demo bank"} <= {button.label for button in app.button}
    else:
        assert "No customers yet" in said(app)
        assert "Open Data to begin" in {button.label for button in app.button}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_first_stage_alone_is_shown_or_named(screen: str, early: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(early, screen, monkeypatch, {"customer": "C000004"})
    assert is_well(app)
    assert "60 active customers" in said(app)
    assert ("” is not worked out yet" in said(app)) == (screen in NEED_MORE)


@pytest.mark.parametrize("screen", FILTERED)
def test_filters_that_leave_nobody_say_so_and_what_to_do(
    screen: str, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = said(opened(full, screen, monkeypatch, {"search": "nobody-has-this", "customer": "C000004"}))
    if screen == "explore/customer":
        assert "Of 100 customers like this one" in told, "the customer in focus is shown whatever the filters"
    else:
        assert "No customer fits all of these filters." in told
        assert "Take one away above" in told


@pytest.mark.parametrize("screen", sorted(WHATEVER_THE_FILTERS))
def test_a_screen_that_no_filter_changes_says_so(screen: str, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "whatever the filters above."
    assert words in said(opened(full, screen, monkeypatch, {"search": "nobody-has-this"}))
    assert words not in said(opened(full, screen, monkeypatch))


@pytest.mark.parametrize("screen", FILTERED)
def test_one_customer_is_enough_or_too_few_is_said(screen: str, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(full, screen, monkeypatch, {"search": "C000004", "customer": "C000004"})
    told = said(app)
    assert is_well(app)
    assert charts_drawn(app) == drawings_on_offer(app)
    assert f"1 of {N} customers" in told
    assert "1 customers" not in told
    too_few = {
        "explore/drivers": "too few for drivers of their own",
        "explore/compare": "Nothing to show here. A group has fewer than",
        "explore/segment_map": "nothing to compare",
    }
    assert too_few.get(screen, "") in told.replace("*", "")


@pytest.mark.parametrize("screen", HOW_SURE)
def test_an_estimate_has_its_interval(screen: str, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"segment": NOTED, "customer": "C000004"} if screen != "decide/overview" else {}
    app = opened(full, screen, monkeypatch, link)
    told = said(app) + "\n".join(str(card.help) for card in app.metric)
    assert is_well(app)
    assert HOW_SURE[screen] in told
    assert charts_drawn(app) == drawings_on_offer(app)


def test_the_number_of_customers_stands_beside_a_mean_risk(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for screen in ("explore/segment_map", "explore/compare"):
        told = said(opened(full, screen, monkeypatch, {"segment": NOTED})).replace("*", "")
        risk = told.split("Mean risk:")[1]
        assert "90% interval" in risk[:60]
        assert "customers" in risk[:90]


def test_choices_on_notes_and_history_that_leave_nothing_say_so(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = as_person(opened(full, "contribute/notes", monkeypatch, {"standing": "withdrawn"}), "expert")
    assert "No note has this standing and kind." in said(notes)
    history = as_person(opened(full, "contribute/history", monkeypatch, {"by": "analyst", "did": "rename"}), "expert")
    assert is_well(history)
    assert "Nobody chosen here has done this." in said(history)
    assert "Choose another person or act above." in said(history)
    assert not history.dataframe


def test_an_inbox_with_nothing_in_it_says_so(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing waits for you" in said(opened(full, "decide/inbox", monkeypatch, person="executive"))
    assert "Questions to you · 1 item" in said(as_person(opened(full, "decide/inbox", monkeypatch), "expert"))
