"""The board of findings: nothing, one, many; what is measured then and now; whoever sees groups only sees no few."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.finding_board import board, ground_of
from analytics.finding_deck import deck_by_words
from analytics.insights.finding_pages import finding_page
from analytics.knowledge.findings import Came, FindingState
from analytics.knowledge.reading import knowledge
from analytics.live import live_snapshot
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_live import key_of, live_tables
from tests.pages.screen import is_well, opened, said
from tests.pages.test_retention_kpis import KEPT, kpis

FINDINGS, INBOX = "decide/findings", "decide/inbox"
N = 100


def publish(store: Path, *, kept: float = 0.0, **more: Json) -> None:
    tables = live_tables(N)
    own = kpis(KEPT)
    share = own["unit"] == "share"
    moved = {name: own[name].where(~share, own[name] + kept) for name in ("value", "lower", "upper")}
    tables["kpis"] = own.assign(**moved)
    facts = made_up_facts(seed=0, **knowledge_facts(Said()), **more)
    publish_tables(store, tables, facts)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    publish(tmp_path / "store")
    return tmp_path / "store"


def put_up(store: Path, author: str = "analyst", **fields: Json) -> str:
    return acted(store, {"act": "finding", "claim": "They *leave*", **fields}, author=author).id


def ids(store: Path, n: int) -> list[Json]:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    return list(snapshot.query("population")["customer_id"].head(n))


def pressed(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click()
    return app.run()


def tables_of(app: AppTest) -> list[pd.DataFrame]:
    return [each.value for each in app.dataframe]


def test_an_empty_board_says_how_to_put_one_up_and_one_is_put_up_on_screen(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, FINDINGS, monkeypatch, person="executive")
    assert "Nobody has put up a finding yet." in said(app)
    app = pressed(app, "Put up a finding")
    app.text_area(key="finding_claim").set_value("Customers stay longer than they did.")
    app.selectbox(key="finding_kpi").select("retention_rate")
    app.selectbox(key="finding_test").select("forecast")
    app.run()
    app = pressed(app, "Put it up")
    assert is_well(app), said(app)
    found = next(iter(knowledge(store).findings.values()))
    assert (found.claim, found.owner, found.kpi) == (
        "Customers stay longer than they did.",
        "executive",
        "retention_rate",
    )
    assert (found.evidence.n_customers, found.link) == (N, "findings")
    assert found.evidence.figures[0].name == "retention_rate"
    assert "Customers stay longer than they did." in said(app)
    assert "To be judged by the data of" in said(app)


def test_a_card_shows_the_figures_then_and_now_when_newer_data_are_served(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_up(store, segment=key_of("3.1"))
    snapshot = live_snapshot(store)
    assert snapshot is not None
    before = tables_of(opened(store, FINDINGS, monkeypatch))[0]
    assert [name.partition(" ")[0] for name in before.columns] == ["Figure", "As", "All"]
    publish(store, kept=0.01)
    now = tables_of(opened(store, FINDINGS, monkeypatch))[0]
    assert [name.partition(" ")[0] for name in now.columns] == ["Figure", "Then,", "Now,", "All", "All"]
    assert str(now.iloc[0, 1]) == str(before.iloc[0, 1])


def test_many_are_shown_ten_first_and_chosen_by_owner_and_state(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(11):
        put_up(store, owner="executive" if number == 3 else "analyst")
    app = opened(store, FINDINGS, monkeypatch)
    assert len(app.dataframe) == 10
    assert len(pressed(app, "Show all 11").dataframe) == 11
    assert len(opened(store, FINDINGS, monkeypatch, {"owner": "executive"}).dataframe) == 1
    assert "No finding is like this" in said(opened(store, FINDINGS, monkeypatch, {"state": "closed"}))


def test_whoever_sees_groups_only_is_shown_no_figure_of_fewer_than_ten(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ids(store, 9)
    put_up(store, customers=few, link="customers?search=" + str(few[0]))
    put_up(store, rule="balance > -1e12")
    first, later = (put_up(store, customers=ids(store, n)) for n in (40, 45))
    snapshot = live_snapshot(store)
    assert snapshot is not None
    for chosen, n_rows in ((first, 2), (later, 0)):
        deck = deck_by_words(store, snapshot, chosen, made_by="Anna")
        assert len(deck.pages[0].rows) == n_rows, "a deck of one alone, too: two decks can be put together"
    for person, n_tables in (("analyst", 4), ("executive", 2), ("administrator", 2)):
        app = opened(store, FINDINGS, monkeypatch, person=person)
        assert is_well(app)
        assert len(app.dataframe) == n_tables, person
        assert said(app).count("no figures are shown") == (0 if person == "analyst" else 2), "of 9 and of 45"
        if person != "analyst":
            assert str(few[0]) not in said(app)
    file = (store / "ledger.sqlite").read_bytes()
    assert str(few[0]).encode() not in file, "the link's id is hidden in the ledger"


def test_a_finding_that_is_a_region_but_for_few_is_told_only_to_whoever_sees_ids(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    everyone = snapshot.query("population")["customer_id"]
    regions = snapshot.query("population_region")["region_id"].astype("str")
    of_one = everyone[(regions == regions.value_counts().index[0]).to_numpy()].tolist()
    assert len(of_one) > 13
    put_up(store, customers=of_one[3:])
    for person, n_hidden in (("analyst", 0), ("executive", 1)):
        app = opened(store, FINDINGS, monkeypatch, person=person)
        assert is_well(app)
        assert said(app).count("no figures are shown") == n_hidden, person
    deck = deck_by_words(store, snapshot, "all", made_by="Anna")
    assert not deck.pages[0].rows

    put_up(store, customers=of_one)
    assert [len(page.rows) for page in deck_by_words(store, snapshot, "all", made_by="Anna").pages] == [2, 0]


@pytest.mark.parametrize("kind", ["tag", "cohort"])
def test_so_is_one_that_is_a_tag_or_a_saved_cohort_but_for_few(
    store: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    snapshot = live_snapshot(store)
    assert snapshot is not None
    whom = snapshot.query("population")["customer_id"].tolist()[20:80]
    put_up(store, customers=whom[3:])
    assert "no figures are shown" not in said(opened(store, FINDINGS, monkeypatch, person="executive"))
    named = {"act": "tag", "tag": "student"} if kind == "tag" else {"act": "cohort", "name": "Students"}
    acted(store, {**named, "customers": whom})
    assert "no figures are shown" in said(opened(store, FINDINGS, monkeypatch, person="executive"))
    assert "no figures are shown" not in said(opened(store, FINDINGS, monkeypatch, person="analyst"))
    assert not deck_by_words(store, snapshot, "all", made_by="Anna").pages[0].rows


def test_the_owner_changes_one_on_screen_and_says_what_came_of_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called = put_up(store, owner="executive")
    assert "Change" not in {button.label for button in opened(store, FINDINGS, monkeypatch, person="expert").button}
    app = pressed(opened(store, FINDINGS, monkeypatch, person="executive"), "Change")
    app.selectbox(key="finding_state").select(FindingState.CLOSED)
    app.selectbox(key="finding_came").select(Came.HELD)
    app.run()
    app.text_input(key="change_finding_why").set_value("Asked thirty of them")
    app.run()
    app = pressed(app, "Change it")
    assert is_well(app), said(app)
    found = knowledge(store).findings[called]
    assert (found.state, found.came) == (FindingState.CLOSED, Came.HELD)
    assert "Asked thirty of them" in said(app)


def test_a_segment_that_is_gone_is_said_and_what_was_measured_stays(store: Path) -> None:
    put_up(store, segment=key_of("3.1"))
    acted(store, {"act": "merge", "segments": [key_of("3.1"), key_of("3.2")], "name": "Both"})
    snapshot = live_snapshot(store)
    assert snapshot is not None
    row = board(ground_of(store, snapshot))[0]
    page = finding_page(row, shown=str, is_told=True)
    assert row.now is None
    assert "no segment" in page.remark
    assert page.rows[0][1] == str(row.finding.evidence.n_customers)


def test_the_inbox_tells_an_owner_of_a_finding_given_to_them_and_of_one_that_fell(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = put_up(store, owner="executive", kpi="retention_rate")
    app = opened(store, INBOX, monkeypatch, person="executive")
    assert is_well(app)
    assert "Findings that you were given to answer for · 1 item" in said(app)
    assert "They *leave*" in said(app)
    app = pressed(app, "Take it on")
    assert is_well(app)
    assert "Nothing waits for you." in said(app)
    taken = knowledge(store).findings[given]
    assert taken.state is FindingState.ACTED_ON
    publish(store, kept=-0.3, created_at=taken.changes[-1].said_at)
    app = opened(store, INBOX, monkeypatch, person="executive")
    assert "Findings of yours that the data no longer support · 1 item" in said(app)
    assert "has moved by more than its intervals" in said(app)
    acted(store, {"act": "change_finding", "finding": given, "state": "open"}, author="executive")
    assert "Nothing waits for you." in said(opened(store, INBOX, monkeypatch, person="executive"))
