"""One customer's events in order, with the sequences that hold up marked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.charts.customer_sequence import MOST_MARKED, Marked, customer_sequence, customer_sequence_alt
from analytics.charts.theme import LIGHT
from pages.shared.readers import customer_sequence as sequence
from pages.shared.readers import pattern_matches, patterns
from pages.shared.readers.happened import everybody
from tests.pages.made_up_full import full_store
from tests.pages.made_up_rest import early_store
from tests.pages.screen import is_well, opened, said
from tests.pages.test_patterns import served

PAGE = "explore/customer"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("sequence")
    full_store(folder, n=60)
    return folder


def test_who_has_a_sequence_sees_it_in_words_with_its_days(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch, {"customer": "C000003"})
    told = said(app)
    assert is_well(app)
    assert "Complaint, then a fee higher than the last (typically 9 days apart)" in told
    assert "Here: 11 May 2026, 20 May 2026." in told


def test_who_did_it_the_other_way_round_has_it_not(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(opened(store, PAGE, monkeypatch, {"customer": "C000004"}))
    assert "None of the sequences that hold up before “churn” lies in this customer's last 120 days" in told


def test_without_times_or_before_the_build_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path / "old")
    assert "Build again on Data to see this" in said(
        opened(tmp_path / "old", PAGE, monkeypatch, {"customer": "C000004"})
    )
    early_store(tmp_path / "table", source_kind="table")
    told = said(opened(tmp_path / "table", PAGE, monkeypatch, {"customer": "C000004"}))
    assert "A customer table doesn't say when anything happened" in told


def test_each_customer_has_what_the_list_of_customers_says(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(demo_store, monkeypatch)
    ids = everybody(snapshot)
    table = patterns.listed(snapshot, "churn")
    table = table[table["is_sure"]]
    if table.empty:
        pytest.skip("nothing was found again on so small a bank")
    now = {each: set(ids.iloc[pattern_matches.now_with(snapshot, each)]) for each in table["pattern"].astype(str)}
    for customer in ids.iloc[::20]:
        shown = set(sequence.matched(snapshot, customer, "churn")["words"])
        here = {
            words for words, pattern in zip(table["words"], table["pattern"], strict=True) if customer in now[pattern]
        }
        assert shown <= here
        assert bool(shown) == bool(here)


def test_only_so_many_sequences_are_drawn_as_can_be_told_apart() -> None:
    happened = pd.DataFrame(
        {"happened_at": pd.date_range("2026-05-01", periods=2), "symbol": ["a", "b"], "words": ["<b>a</b>", "b"]}
    )
    marked = [Marked(f"sequence {number}", ("a", "b"), (20574, 20575)) for number in range(MOST_MARKED + 2)]
    figure = customer_sequence(happened, marked, ink=LIGHT)
    assert len(figure.data) == 1 + MOST_MARKED
    assert "&lt;b&gt;" in str(figure.layout.yaxis.ticktext)
    assert "Marked: sequence 0" in customer_sequence_alt(happened, marked)
    assert "0 events" in customer_sequence_alt(happened.head(0), [])
