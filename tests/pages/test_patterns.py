"""Patterns: each sequence in words with how sure it is, for the selection, the segments and the periods."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.errors import InputError
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.readers import offers, pattern_matches, patterns
from pages.shared.readers.ever import chosen_ever, stands_for
from pages.shared.readers.happened import everybody
from pages.shared.readers.population import selected_customers
from pages.shared.readers.remembered import forget
from pages.shared.selection import Selection
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_store, full_tables
from tests.pages.made_up_patterns import ANYWAY, MOTIF
from tests.pages.made_up_rest import early_store, whole_tables
from tests.pages.screen import as_person, is_well, opened, said

N = 600
PAGE = "explore/patterns"
FIRST = "0" * 12


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("patterns")
    full_store(folder, n=N)
    return folder


def served(store: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("TANDEM_STORE", str(store))
    forget()
    snapshot = current_snapshot(store)
    assert snapshot is not None
    return snapshot


def test_each_pattern_is_counted_as_the_build_counted_it(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(demo_store, monkeypatch)
    published = snapshot.table("patterns")
    published = published[published["outcome"].notna()]
    assert len(published) > 100
    counted = []
    for outcome, pattern in zip(published["outcome"], published["pattern"], strict=True):
        rows, at = pattern_matches.landmarks(snapshot, outcome), pattern_matches.rows_of(snapshot, pattern, outcome)
        counted.append((len(np.unique(rows.customer[at])), len(at), int(rows.is_case[at].sum())))
    columns = ["n_customers", "n_rows", "n_cases"]
    assert counted == list(published[columns].itertuples(index=False, name=None))


def test_the_motif_is_said_in_words_with_how_sure_it_is(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch)
    told = said(app)
    assert is_well(app)
    assert "Complaint, then a fee higher than the last (typically 9 days apart): " in told
    assert "as likely as all customers to leave within 90 days; 200 customers" in told
    assert "odds ratio 6.1 (95% interval 4.2 to 8.9); p below 0.001, corrected; found again" in told
    assert "200 customers have it now" in told
    assert "12 sequences were tested" in told
    assert "evil.example" not in told, "what was not found again is not shown unless asked for"


def test_all_that_were_tested_can_be_seen_and_searched(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch, {"kept": "all", "way": "both"})
    assert is_well(app)
    assert "1–3 of 3 sequences" in said(app)
    assert "not found again" in said(app)
    app = opened(store, PAGE, monkeypatch, {"kept": "all", "way": "both", "holds": "quiet"})
    assert "1–1 of 1 sequence." in said(app)


def test_the_selection_is_answered_for_or_is_too_small(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = said(opened(store, PAGE, monkeypatch, {"region": "R00"}))
    # Of 150 customers of the region every third has the motif, and two of five of these leave.
    assert "Of the selected, 50 customers have it now. Among them it was followed in 40.0%" in many
    few = said(opened(store, PAGE, monkeypatch, {"search": "C00000"}))
    assert "4 customers have it now. Among them too few rows have it to say more (4; 30 are needed)" in few


def test_a_pattern_looked_at_closely_shows_segments_and_periods(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch, {"pattern": FIRST})
    told = said(app)
    assert is_well(app)
    assert "What happened next" in told
    assert "nothing here says what would have happened without it" in told
    assert "41.0% (90% interval 35.4–46.8%) went on to leave within 90 days" in told
    assert "By segment" in told
    assert "By period" in told
    app = opened(store, PAGE, monkeypatch, {"pattern": "not-there"})
    assert is_well(app)
    assert "not among those before this outcome" in said(app)


def test_what_customers_do_whatever_follows_is_listed_by_how_many_do(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, PAGE, monkeypatch, {"before": "whatever", "pattern": ANYWAY})
    told = said(app)
    assert is_well(app), app.exception
    assert "(typically 9 days apart): 200 customers (33.3%) in the last year." in told
    assert "200 customers have it now" in told
    assert "What happened next" in told
    assert "By period" not in told
    keys = {button.key for button in as_person(app, "expert").button}
    assert "act_name_pattern" in keys
    assert "act_alarm_rule" not in keys, "where nothing follows, nothing says whether an alarm is right"
    with pytest.raises(InputError, match="goes before no outcome"):
        acted(store, {"act": "alarm_rule", "pattern": ANYWAY})


def test_parts_of_longer_sequences_are_hidden_on_demand(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"kept": "all", "way": "both"}
    assert "1–3 of 3 sequences" in said(opened(store, PAGE, monkeypatch, link))
    without = opened(store, PAGE, monkeypatch, {**link, "parts": "hide"})
    assert is_well(without)
    assert "1–2 of 2 sequences" in said(without)


def test_periods_are_the_shortest_with_enough_cases_or_as_chosen(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(store, monkeypatch)
    assert patterns.finest_period(snapshot, MOTIF, "churn", Selection()) == "quarter"
    assert patterns.finest_period(snapshot, MOTIF, "churn", Selection(search="C00000")) == "year"
    titles = [
        patterns.fares_by_period(snapshot, MOTIF, "churn", n_months, Selection())["title"].tolist()
        for n_months in patterns.PERIODS.values()
    ]
    assert titles == [["2026, quarter 2"], ["2026, first half"], ["2026"]]
    app = opened(store, PAGE, monkeypatch, {"pattern": FIRST, "period": "half"})
    assert is_well(app)


def test_what_was_done_for_those_with_it_stands_beside_what_followed(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, PAGE, monkeypatch, {"pattern": FIRST})
    # Of the 200 with the motif (every third) every fourth was made an offer, and half are odd and were held back.
    assert "In 50 of the 200 rows with it (25.0%) the bank had made an offer in the 120 days up to that day" in said(
        app
    )
    table = offers.done_with(served(store, monkeypatch), MOTIF, "churn", Selection()).set_index("title")
    number = np.arange(0, N, 3)
    left = (number % 5 < 2) | (number % 49 == 1)
    kinds = {
        "An offer was held back, to compare": number % 2 == 1,
        "No offer": number % 4 == 2,
        "Fee waiver <b>": number % 4 == 0,
    }
    assert set(table.index) == set(kinds)
    for title, mask in kinds.items():
        assert (table.loc[title, "n_rows"], table.loc[title, "n_cases"]) == (mask.sum(), (mask & left).sum())
    assert table.loc["Fee waiver <b>", "n_accepted"] == (number % 8 == 0).sum()


def test_who_has_it_now_can_be_selected_and_saved(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(store, monkeypatch)
    key = pattern_matches.key_of(FIRST)
    ids = selected_customers(snapshot, Selection(found=key)).tolist()
    assert ids == [f"C{number:06d}" for number in range(0, N, 3)]
    app = as_person(opened(store, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    next(button for button in app.button if button.key == "pattern_select").click().run()
    assert is_well(app), app.exception
    assert "200 of 600 customers" in said(app)
    assert "act_cohort" in {button.key for button in app.button}


def test_customers_who_left_count_with_who_is_most_like_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = whole_tables(60)
    tables["left_twins"] = pd.DataFrame({"customer_id": ["C999999"], "twin_id": ["C000004"]})
    publish_tables(tmp_path, tables, made_up_facts())
    snapshot = served(tmp_path, monkeypatch)
    who = everybody(snapshot)[chosen_ever(snapshot, Selection(search="C000004"))]
    assert who.tolist() == ["C000004", "C999999"]
    assert (stands_for(snapshot) >= 0).all()


def test_by_segment_the_rows_add_up_to_those_of_everyone(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = served(store, monkeypatch)
    whole = patterns.fares_here(snapshot, MOTIF, "churn", Selection()).iloc[0]
    for level in (1, 2, 3):
        parts = patterns.fares_by_segment(snapshot, MOTIF, "churn", level, Selection())
        for name in ("n_rows", "n_with", "n_cases_with"):
            assert parts[name].sum() == whole[name]


def test_without_times_or_patterns_the_screen_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path / "old")
    assert "“Patterns” is not worked out yet" in said(opened(tmp_path / "old", PAGE, monkeypatch))
    early_store(tmp_path / "table", source_kind="table")
    assert "doesn't say when anything happened" in said(opened(tmp_path / "table", PAGE, monkeypatch))
    early_store(tmp_path / "few", not_published={"patterns": "No outcome followed often enough."})
    assert "No outcome followed often enough." in said(opened(tmp_path / "few", PAGE, monkeypatch))


def test_where_nothing_is_beyond_chance_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = full_tables(60)
    tables["patterns"] = tables["patterns"].assign(p_adjusted=0.7, replicates=0)
    publish_tables(tmp_path, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    told = said(opened(tmp_path, PAGE, monkeypatch))
    assert "none is beyond chance and was found again" in told


def test_a_note_on_a_pattern_stands_where_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_store(tmp_path, n=N)
    screen = as_person(opened(tmp_path, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    screen.button(key="note_on_pattern").click().run()
    assert is_well(screen)
    assert "sequence “complaint, then a fee higher than the last, before churn”" in said(screen)
    screen.text_area(key="note_body").input("The fee follows from the complaint's own procedure").run()
    screen.button(key="note_do").click().run()
    assert is_well(screen)
    again = as_person(opened(tmp_path, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    assert "The fee follows from the complaint's own procedure" in said(again)
    listed = as_person(opened(tmp_path, "contribute/notes", monkeypatch), "expert")
    assert "complaint, then a fee higher than the last" in listed.dataframe[0].value.to_string()
