"""What single screens say on a whole store (test_every_screen.py opens all with nothing, a little, nobody)."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.vocabulary import Json
from pages.shared.tour import STEPS
from tests.pages.made_up_rest import early_store, whole_store
from tests.pages.screen import is_well, opened, said

SCREENS = ("decide/overview", "explore/segment", "explore/drivers", "explore/customers", "explore/customer")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("whole")
    whole_store(store, n=900)
    return store


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_shows_its_answer_with_the_data_s_date(
    screen: str, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(whole, screen, monkeypatch, {"customer": "C000004"})

    assert is_well(app)
    assert "Data as of **30 Jun 2026**" in said(app)
    assert "UTC" in said(app)
    assert "churn-0a1b2c3d" in said(app)


def test_a_segment_says_how_many_left_over_a_year_and_what_it_rests_on(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = said(opened(whole, "explore/segment", monkeypatch, {"segment": "k31"}))

    assert "left in the twelve months Jul 2025 to Jun 2026" in words
    assert "10 of the 100 customers" in words


def test_the_overview_says_what_stands_out(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = said(opened(whole, "decide/overview", monkeypatch))

    assert "the highest of all segments" in words
    assert "The model ranks customers better than the simple rule" in words
    assert "What goes with leaving most" in words
    assert "Too good to be true" in words


def test_the_overview_has_at_most_six_cards_each_with_its_definition(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(whole, "decide/overview", monkeypatch)

    assert 4 <= len(app.metric) <= 6
    assert all(metric.help for metric in app.metric)


def test_a_falling_number_points_down(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(whole, "explore/segment", monkeypatch, {"segment": "k34"})
    deltas = [metric.delta for metric in app.metric if metric.delta]

    assert deltas
    assert all(not delta.startswith("\\") for delta in deltas)


def test_the_overview_before_any_segments_says_that_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path)
    words = said(opened(tmp_path, "decide/overview", monkeypatch))

    assert "Segments" in words
    assert "not worked out yet" in words


def test_no_structure_is_said_and_the_segment_screen_shows_everyone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_store(tmp_path, n=60, structure_found=False, structure_reason="Resampled segmentations disagree.")

    assert "No groups were found" in said(opened(tmp_path, "decide/overview", monkeypatch))
    segment = opened(tmp_path, "explore/segment", monkeypatch)
    assert is_well(segment)
    assert "How the risk is spread" in said(segment)
    assert not any(words in said(segment) for words in ("What sets it apart", "Stability", "vs all", "borderline"))


def test_no_model_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    why = "Histories end at the event itself, so leaving cannot be told from the end of the data."
    outcome: Json = {"definition": "no act for 90 days", "source": "none", "has_model": False, "why_not": why}
    whole_store(tmp_path, n=60, outcomes={"churn": outcome})

    assert why in said(opened(tmp_path, "explore/drivers", monkeypatch))
    assert why in said(opened(tmp_path, "decide/overview", monkeypatch))


def test_what_protection_costs_is_behind_one_switch(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(whole, "explore/drivers", monkeypatch)
    assert "costs 0.005 AUC" not in said(app)

    app.toggle[0].set_value(True).run()

    assert is_well(app)
    assert "costs 0.005 AUC" in said(app)
    assert "Gender" in said(app)


@pytest.mark.parametrize("screen", SCREENS)
def test_plain_words_come_before_technical_ones(screen: str, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(whole, screen, monkeypatch, {"customer": "C000004"})
    folded = {id(part) for fold in app.expander for part in (*fold.markdown, *fold.caption)}
    in_sight = [str(part.value) for part in (*app.markdown, *app.caption) if id(part) not in folded]

    assert in_sight
    for text in in_sight:
        assert "SHAP" not in text
        assert "log-odds" not in text
        assert "causes leaving" not in text


def test_a_customer_is_told_in_words(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = said(opened(whole, "explore/customer", monkeypatch, {"customer": "C000004"}))

    assert "Of 100 customers like this one" in words
    assert "Why, beside the average customer" in words
    assert "the risk" in words
    assert "strength 80%" in words


def test_part_of_an_id_offers_those_that_fit(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(whole, "explore/customer", monkeypatch, {"customer": "C00000"})

    assert "10 ids contain this text" in said(app)


def test_an_unknown_id_says_so_as_plain_text(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(whole, "explore/customer", monkeypatch, {"customer": "![x](http://evil.example)"})

    assert is_well(app)
    assert not any("![x](http" in str(part.value) for part in app.markdown)
    assert "No customer's id contains" in said(app)


def test_a_closed_customer_has_no_risk(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = said(opened(whole, "explore/customer", monkeypatch, {"customer": "C999999"}))

    assert "not active on the data's date" in words
    assert "No risk of leaving" in words


def test_the_list_turns_its_pages_and_keeps_its_order(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(whole, "explore/customers", monkeypatch)
    first = app.dataframe[0].value

    assert len(first) == 25
    assert first["probability"].is_monotonic_decreasing
    assert "1–25 of 900" in said(app)


def test_the_definition_in_force_is_beside_every_choice_of_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Json] = {
        "churn": {"definition": "Closed, or fell silent.", "source": "derived", "has_model": True, "n_labelled": 9},
        "loan_distress": {
            "definition": "The loan is in arrears.",
            "source": "recorded",
            "has_model": False,
            "why_not": "Only 5 of 38 known values are 1.",
        },
    }
    whole_store(tmp_path, n=300, outcomes=told)
    derived = "Closed, or fell silent. Worked out by Tandem from the transactions."
    app = opened(tmp_path, "explore/drivers", monkeypatch)
    assert f"In force:** {derived}" in said(app)
    assert [choice.help.replace("\\", "") for choice in app.selectbox if choice.label == "Outcome"] == [derived]
    app = opened(tmp_path, "decide/overview", monkeypatch)
    assert any(derived in card.help.replace("\\", "") for card in app.metric)
    app = opened(tmp_path, "explore/drivers", monkeypatch, {"outcome": "loan_distress"})
    assert "In force:** The loan is in arrears. Recorded by the bank." in said(app)
    assert "There is no model for loan distress. Only 5 of 38" in said(app)


def test_the_tour_has_four_steps_and_stays_away_once_put_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_store(tmp_path, n=60)
    app = opened(tmp_path, "decide/overview", monkeypatch)
    assert "Four steps through Tandem" in said(app)
    assert len(STEPS) == 4
    assert all(words in said(app) for _, words, _ in STEPS)
    theirs = said(opened(tmp_path, "decide/overview", monkeypatch, person="executive"))
    assert "Two steps through Tandem" in theirs, "of screens that they may open"
    assert [words in theirs for _, words, _ in STEPS] == [True, False, False, True]
    app = opened(tmp_path, "decide/overview", monkeypatch)
    app.button(key="tour_done").click().run()
    assert "Four steps" not in said(app)
    assert "Four steps" not in said(opened(tmp_path, "decide/overview", monkeypatch))


def test_the_list_of_customers_has_the_risk_beside_the_name(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(whole, "explore/customers", monkeypatch)
    assert list(app.dataframe[0].value.columns[:2]) == ["customer_id", "probability"]


def test_what_is_not_certain_has_its_interval_and_its_count(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overview = said(opened(whole, "decide/overview", monkeypatch))
    assert "90% interval" in overview
    drivers = said(opened(whole, "explore/drivers", monkeypatch))
    assert "these 900 customers, up or down, with a 90% interval" in drivers
    customer = said(opened(whole, "explore/customer", monkeypatch, {"customer": "C000004"}))
    assert "90% interval" in customer
    few = opened(whole, "explore/drivers", monkeypatch, {"search": "C000004"})
    assert any("1 customer here: too few" in told.value.replace("\\", "") for told in few.info)
