"""Notes and History, on a made-up store in which people did things."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.knowledge.reading import knowledge
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json
from tests.pages.acted import acted, noted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_rest import whole_store, whole_tables
from tests.pages.screen import as_person, is_well, opened, said

CLAIM = "Paid at the *festival* in February"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    whole_store(tmp_path)
    return tmp_path


def with_adviser(store: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Open the segment of the notes as somebody at the front line."""
    acted(store, {"act": "profile", "name": "branch", "role": "adviser"}, author="administrator")
    return opened(store, "explore/segment", monkeypatch, {"segment": "k24"}, person="branch")


def test_before_anybody_did_anything_both_screens_say_what_to_do(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for page, words in (
        ("contribute/notes", "Nobody has written a note yet"),
        ("contribute/history", "Nobody has done"),
    ):
        screen = opened(store, page, monkeypatch)
        assert is_well(screen)
        assert words in said(screen)


def test_a_note_stands_where_its_subject_appears(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted(store, CLAIM)
    for page in ("explore/segment", "explore/segment_map", "explore/compare", "explore/drivers"):
        screen = as_person(opened(store, page, monkeypatch, {"segment": "k24"}), "analyst")
        assert is_well(screen), page
        assert CLAIM in said(screen), page
    elsewhere = as_person(opened(store, "explore/segment", monkeypatch, {"segment": "k23"}), "analyst")
    assert CLAIM not in said(elsewhere)


def test_a_cultural_note_is_not_shown_at_the_front_line(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted(store, CLAIM)
    screen = with_adviser(store, monkeypatch)
    assert is_well(screen)
    assert "Notes" in said(screen)
    assert CLAIM not in said(screen)
    assert CLAIM not in str([frame.value for frame in screen.dataframe])


def test_a_note_is_opened_by_its_link_with_all_that_was_said(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = noted(store, CLAIM, confidence=0.8, evidence="Norvik town hall").id
    acted(store, {"act": "dispute", "note": note, "body": "It was in March"}, author="analyst")
    screen = as_person(opened(store, "contribute/notes", monkeypatch, {"note": note}), "expert")
    assert is_well(screen)
    told = said(screen)
    assert CLAIM in told
    assert "Norvik town hall" in told
    assert "It was in March" in told
    labels = {button.label for button in screen.button}
    assert "Withdraw" in labels
    assert "Agree" not in labels, "nobody agrees to a note of their own"


def test_who_agrees_to_a_note_that_can_be_used_says_its_purpose_and_legal_basis(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = noted(store, CLAIM, rule="balance > -1000000").id
    screen = as_person(opened(store, "contribute/notes", monkeypatch, {"note": note}), "analyst")
    next(button for button in screen.button if button.label == "Agree").click().run()
    assert is_well(screen)
    assert screen.button(key="note_agree_do").disabled
    screen.text_input(key="note_purpose").input("Keep seasonal customers").run()
    assert screen.button(key="note_agree_do").disabled
    screen.text_input(key="note_legal_basis").input("Legitimate interest").run()
    screen.button(key="note_agree_do").click().run()
    assert is_well(screen)
    (agreement,) = knowledge(store).notes[note].agreements
    assert agreement.details["purpose"] == "Keep seasonal customers"
    told = said(as_person(opened(store, "contribute/notes", monkeypatch, {"note": note}), "expert"))
    assert "purpose: Keep seasonal customers" in told
    assert "legal basis: Legitimate interest" in told


def test_a_withdrawn_note_is_listed_as_withdrawn_and_gone_from_the_segment(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = noted(store, CLAIM).id
    acted(store, {"act": "withdraw", "note": note})
    assert CLAIM not in said(as_person(opened(store, "explore/segment", monkeypatch, {"segment": "k24"}), "expert"))
    listed = as_person(opened(store, "contribute/notes", monkeypatch), "expert")
    assert listed.dataframe[0].value["status"].tolist() == ["withdrawn"]


def test_history_tells_who_did_what_and_undoes_ones_own(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acted(store, {"act": "rename", "segment": "k24", "name": "Students", "why": "met them"})
    screen = as_person(opened(store, "contribute/history", monkeypatch, {"entry": "1"}), "expert")
    assert is_well(screen)
    row = screen.dataframe[0].value.iloc[0]
    assert (row["author"], row["why"], row["undone"]) == ("expert", "met them", "")
    next(button for button in screen.button if button.label == "Undo this").click().run()
    assert is_well(screen)
    assert knowledge(store).names == {}
    assert screen.dataframe[0].value["undone"].tolist() == ["", "by entry 2"]


def test_others_acts_are_not_offered_for_undo(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acted(store, {"act": "rename", "segment": "k24", "name": "Students"})
    screen = as_person(opened(store, "contribute/history", monkeypatch, {"entry": "1"}), "analyst")
    assert "Undo this" not in {button.label for button in screen.button}
    assert "Restore the segments as they were then" in {button.label for button in screen.button}


def test_acts_are_offered_by_right(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = as_person(opened(store, "explore/segment", monkeypatch, {"segment": "k24"}), "expert")
    assert {"Rename", "Tag", "Merge", "Split", "Note", "Lock"} <= {button.label for button in screen.button}
    screen = as_person(opened(store, "explore/segment", monkeypatch, {"segment": "k24"}), "executive")
    assert {"Rename", "Tag", "Merge", "Split", "Note"}.isdisjoint(button.label for button in screen.button)
    assert "Ask" in {button.label for button in screen.button}


FORECAST: dict[str, Json] = {"probability": 0.8, "ripens_on": "2026-12-31", "rule": "balance > -1000000"}


def test_a_forecast_that_has_not_ripened_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = noted(store, CLAIM, **FORECAST).id
    told = said(as_person(opened(store, "contribute/notes", monkeypatch, {"note": note}), "analyst"))
    assert "not scored yet. It ripens on 31 Dec 2026" in told
    assert "None has ripened yet" in told
    assert CLAIM not in said(with_adviser(store, monkeypatch))


def test_how_a_forecast_came_out_stands_with_the_record_and_the_base_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = {"note_id": "n1", "feature": "note_n1", "effect": 1.5, "lower": -0.2, "upper": 2.1, "n_scope": 90.0}
    forecast = {"note_id": "n1", "author": "expert", "probability": 0.8, "n_customers": 60, "share": 0.5}
    record = {"author": "expert", "n_forecasts": 6, "n_came_true": 3, "mean_probability": 0.8, "brier": 0.301}
    tables = {
        **whole_tables(),
        "note_watch": pd.DataFrame([{**watch, "proposal": "withdraw", "why": "It adds nothing any more."}]),
        "forecasts": pd.DataFrame([{**forecast, "share_of_others": 0.1, "came_true": 1, "brier": 0.04}]),
        "forecast_records": pd.DataFrame(
            [{**record, "is_better_than_a_coin": False, "base_rate": 0.5, "base_rate_brier": 0.251}]
        ),
    }
    publish_tables(tmp_path, tables, made_up_facts())
    note = noted(tmp_path, CLAIM, **FORECAST).id
    screen = as_person(opened(tmp_path, "contribute/notes", monkeypatch, {"note": note}), "analyst")
    assert is_well(screen)
    told = said(screen)
    assert "It came true: 50.0%" in told.replace("*", "")
    assert "withdrawing it is proposed" in told
    assert "moved the log-odds by 1.50 (90% interval -0.20 to 2.10)" in told.replace("\u2212", "-")
    assert "the base rate is the 50.0% of all forecasts" in told
    records = next(frame.value for frame in screen.dataframe if "base_rate_brier" in frame.value)
    assert records[["author", "brier", "base_rate_brier"]].to_numpy().tolist() == [["expert", 0.301, 0.251]]
