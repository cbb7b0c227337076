"""Making a retention list on the screen: what is said before, what it makes, its file, and what came of it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.knowledge.reading import knowledge
from analytics.knowledge.retention_lists import Ranking
from analytics.reports.workbook import table_as_workbook
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from pages.shared.lists.made import for_channels
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_offers import offer_tables
from tests.pages.screen import as_person, is_well, opened, said

PAGE, OFFERS = "decide/retention_list", "decide/offers"
N = 200
HOSTILE = "<b>Spring</b> ![x](http://evil.example/y)"


def published(store: Path, *, is_known: bool = True, without: tuple[str, ...] = ()) -> Path:
    tables = full_tables(N)
    ids = tables["features"]["customer_id"].sort_values().tolist()
    balance = np.linspace(10_000, 0, N)
    made = {
        **tables,
        **offer_tables(ids, is_known=is_known),
        "features": tables["features"].sort_values("customer_id").assign(balance=balance),
    }
    # What a bank has not given is read all the same, and has no rows.
    kept = {name: table.head(0) if name in without else table for name, table in made.items()}
    publish_tables(store, kept, made_up_facts(seed=0, **knowledge_facts(Said())))
    return store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return published(tmp_path)


def files_of(app: AppTest) -> set[str]:
    return {str(each.proto.label) for each in app.get("download_button")}


def made_on(app: AppTest) -> AppTest:
    next(box for box in app.text_input if box.label == "Name of the list").input(HOSTILE).run()
    return app.button(key="list_do").click().run()


def test_the_list_that_is_made_is_the_one_that_was_shown(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = as_person(opened(store, PAGE, monkeypatch, {"offer": "fee_waiver", "channel": "phone"}), "executive")
    app.number_input(key="list_capacity").set_value(20).run()
    app.number_input(key="list_hold_out").set_value(25).run()
    told = said(app)
    assert is_well(app), app.exception
    assert "In trials of this offer over phone" in told
    assert "it keeps customers" in told
    assert "To contact 20" in told
    assert "Held back 7" in told
    assert "50 have not agreed" in told
    assert "Even if nobody contacted left" in told or "will hardly be told from chance" in told
    assert "C000" not in "".join(str(each.value) for each in app.dataframe), "executives see groups"
    app = made_on(app)
    assert is_well(app), app.exception
    made = knowledge(store).lists["l1"]
    assert (len(made.contacted), len(made.held_back)) == (20, 7)
    assert (made.terms.ranked_by, made.terms.purposes, made.channel) == (Ranking.UPLIFT, ("marketing",), "phone")
    assert (made.whom, made.owner, made.due_on.isoformat()) == ("everyone", "executive", "2026-07-30")
    assert "Not ripe before 28 October 2026." in said(app)
    assert "Export Excel" not in files_of(app), "no list of customers for them"


def test_it_is_made_from_the_selection_and_says_which_that_was(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"segment": "k24", "band": "high"}
    app = made_on(as_person(opened(store, PAGE, monkeypatch, link), "expert"))
    assert is_well(app), app.exception
    made = knowledge(store).lists["l1"]
    assert "High" in made.whom
    table = for_channels(made)
    assert len(table) == len(made.contacted)
    assert set(table.columns) == {"customer_id", "priority", "list_id", "offer", "channel", "contact_by"}


def test_the_channels_file_has_those_to_contact_and_nobody_who_is_held_back(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = {"act": "retention_list", "name": HOSTILE, "offer": "fee_waiver", "capacity": 10, "hold_out": 0.5}
    acted(store, {**act, "owner": "expert", "due_on": "2026-07-15"})  # type: ignore[dict-item]
    app = as_person(opened(store, PAGE, monkeypatch, {"part": "made", "list": "l1"}), "expert")
    assert is_well(app), app.exception
    assert {"Export CSV", "Export Excel", "Export Parquet"} <= files_of(app)
    made = knowledge(store).lists["l1"]
    table = for_channels(made)
    assert table["priority"].tolist() == list(range(1, 11))
    held_back = {f"C{number:06d}" for number in range(N)} - set(table["customer_id"])
    assert len(held_back) == N - 10
    with zipfile.ZipFile(io.BytesIO(table_as_workbook(table.assign(offer="=1+1"), name="a/b"))) as book:
        sheet, texts = (book.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in sheet, "nothing runs as a formula"
    assert all(f"<t>{each}</t>" in texts for each in ("=1+1", *table["customer_id"]))
    assert "<v>10</v>" in sheet, "the last priority is a number"


def test_who_is_on_a_list_is_not_on_the_next_until_it_is_ripe(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act = {"act": "retention_list", "name": "First", "offer": "fee_waiver", "capacity": 10, "hold_out": 0.5}
    acted(store, {**act, "owner": "expert", "due_on": "2026-07-15"})  # type: ignore[dict-item]
    app = as_person(opened(store, PAGE, monkeypatch, {"offer": "fee_waiver"}), "expert")
    assert "20 are on another list that is not ripe yet" in said(app)
    made_on(app)
    first, second = knowledge(store).lists.values()
    assert not {*first.contacted, *first.held_back} & {*second.contacted, *second.held_back}
    assert dict(second.left_out)["on_another_list"] == 20


def test_a_list_is_withdrawn_by_who_made_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act = {"act": "retention_list", "name": "Summer", "offer": "a call", "capacity": 10, "due_on": "2026-07-15"}
    acted(store, {**act, "owner": "expert"}, author="executive")  # type: ignore[dict-item]
    link = {"part": "made", "list": "l1"}
    other = as_person(opened(store, PAGE, monkeypatch, link), "expert")
    assert "list_withdraw" not in {each.key for each in other.button}
    app = as_person(opened(store, PAGE, monkeypatch, link), "executive")
    app.button(key="list_withdraw").click().run()
    app.button(key="withdraw_do").click().run()
    assert is_well(app), app.exception
    assert knowledge(store).lists == {}
    assert "Nobody has made a retention list yet." in said(app)


def test_without_trials_it_says_that_the_effect_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(published(tmp_path, is_known=False), PAGE, monkeypatch)
    assert is_well(app), app.exception
    assert "Ranked by risk; effect unknown." in said(app)
    assert "Expected to be saved" not in said(app)


def test_an_offer_that_was_never_tried_has_no_effect_to_go_by(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(opened(store, PAGE, monkeypatch, {"offer": "other"}))
    assert "Expected to be saved" not in told
    assert "No trial has compared this offer with none. Ranked by risk; effect unknown." in told


def test_a_bank_without_consents_and_contacts_is_told_what_that_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(published(tmp_path, without=("offers", "consents", "offer_effects")), PAGE, monkeypatch)
    assert is_well(app), app.exception
    assert "no table consents: nobody is left out for not having agreed" in said(app).replace("`", "")
    assert "no table contacts: nobody is left out for having been contacted" in said(app).replace("`", "")


def test_who_only_looks_makes_none(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, PAGE, monkeypatch, person="administrator")
    assert "list_do" not in {each.key for each in app.button}
    assert "Analysts, experts and executives make retention lists." in said(app)


def test_what_offers_do_says_where_nothing_is_sure(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = said(opened(store, OFFERS, monkeypatch))
    assert "0.1 points fewer left with an offer (points kept +0.1, 90% interval −1.4 to +1.6)." in told
    assert "No offer's effect is sure." not in told
    assert "Offered to the first 30%: +3.5 points over as many at random (+2.0 to +5.0)" in told
    assert "So retention lists are ranked by effect." in told
    other = tmp_path / "other"
    told = said(opened(published(other, is_known=False), OFFERS, monkeypatch))
    assert "So lists are ranked by risk, effect unknown." in told.replace("*", "")


def test_a_smaller_selection_and_another_offer_leave_the_form_well(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = {"act": "retention_list", "name": "fee waiver, June 2026", "offer": "a call", "capacity": 5}
    acted(store, {**act, "owner": "expert", "due_on": "2026-07-15"})  # type: ignore[dict-item]
    app = opened(store, PAGE, monkeypatch, {"offer": "fee_waiver"}, person="expert")

    def name() -> str:
        return str(next(box.value for box in app.text_input if box.label == "Name of the list"))

    app.number_input(key="list_capacity").set_value(150).run()
    assert name() == "Fee waiver, June 2026 (2)", "the first name is taken"
    app.selectbox(key="choice_offer").set_value("savings_bonus").run()
    assert name() == "Savings bonus, June 2026"
    app.query_params["search"] = "C00000"
    app.run()
    assert is_well(app), app.exception
    assert "10 of 200" in said(app)


def test_while_consents_are_not_read_yet_the_screen_offers_no_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {name: table for name, table in full_tables(60).items() if name != "consents"}
    months = pd.DataFrame({"customer_id": ["C000001"], "month": [pd.Timestamp("2026-06-01")]})
    publish_tables(tmp_path, {**made, "customer_months": months}, made_up_facts(seed=0, **knowledge_facts(Said())))
    app = opened(tmp_path, "decide/retention_list", monkeypatch)
    assert is_well(app), said(app)
    assert "is not worked out yet" in said(app)
    assert not [each.label for each in app.button if each.label.startswith("Make the list")]
