"""Outlook, and Targets and watch: what is foreseen, what keeping some brings, targets set and taken back, alarms."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.knowledge.reading import knowledge
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_outlook import JUMPED
from tests.pages.screen import as_person, is_well, opened, said
from tests.pages.test_retention_kpis import KEPT, kpis

OUTLOOK, TARGETS = "decide/outlook", "decide/targets"
TARGET = {"act": "target", "kpi": "retention_rate", "by": "2026-12-31"}


def store_with(folder: Path) -> Path:
    tables = full_tables(100)
    scores = tables["scores"]
    churn = scores["outcome"] == "churn"
    # Ten customers at high risk, each leaving in one of two cases, with 1,000 each; the others never leave.
    high = churn & (scores.groupby("outcome").cumcount() < 10)
    tables["scores"] = scores.assign(
        band=["high" if each else "low" for each in high],
        **{name: [value if each else 0.0 for each in high] for name, value in _RISKS.items()},
    )
    ids = scores.loc[churn, "customer_id"]
    period = pd.to_datetime(scores["as_of"]).dt.strftime("%Y-%m").iloc[0]
    tables["kpi_facts"] = pd.DataFrame({"customer_id": ids, "period": period, "scored_cents": 100_000})
    tables["kpis"] = kpis(KEPT)
    publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    return folder


_RISKS = {"probability": 0.5, "lower": 0.4, "upper": 0.6}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_with(tmp_path / "store")


def pressed(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click()
    return app.run()


def test_what_is_foreseen_stands_beside_that_it_stays_and_how_both_fared(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, OUTLOOK, monkeypatch)
    assert is_well(app), said(app)
    assert "Retention in the 12 months to June 2027" in said(app)
    assert "Tried from 13 months of the past" in said(app)
    balance = opened(store, OUTLOOK, monkeypatch, {"kpi": "balance"})
    assert "Balance at the end of June 2027, as the trend goes" in said(balance)


def test_keeping_half_of_ten_of_whom_five_leave_keeps_two_or_three(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, OUTLOOK, monkeypatch, {"kept": "50"})
    assert "Of 10 customers at this risk, 5 (4 to 6) are expected to leave" in said(app)
    values = {metric.label: str(metric.value).replace("\\", "") for metric in app.metric}
    assert values["Customers kept"] == "2", "2.5 to the even number"
    assert "2,500" in values["Balance kept"]
    assert next(value for label, value in values.items() if label.startswith("Retention gained")) == "2.5%"
    assert "no trial says here that anybody can be kept" in said(app)


def test_a_target_is_set_on_screen_says_how_it_stands_and_is_taken_back(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = as_person(opened(store, TARGETS, monkeypatch), "executive")
    assert "No target is set yet" in said(app)
    app = pressed(app, "Set a target")
    app.selectbox(key="target_kpi").select("retention_rate")
    app.run()
    app.number_input(key="target_value_retention_rate").set_value(99.0)
    app.run()
    app = pressed(app, "Set it")
    there = list(knowledge(store).targets.values())
    assert [(each.kpi, each.value, each.segment, each.author) for each in there] == [
        ("retention_rate", 0.99, None, "executive")
    ]
    assert "Not heading there" in said(app)
    assert "meant to be 99.0%" in said(app)
    app = pressed(pressed(app, "Take one back"), "Take it back")
    assert not knowledge(store).targets


def test_a_reached_target_is_marked_and_of_a_segment_that_is_gone_it_is_said(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acted(store, {**TARGET, "value": 0.5}, author="executive")
    app = opened(store, TARGETS, monkeypatch)
    assert ":material/check: Reached" in said(app)
    card = next(each for each in opened(store, "decide/retention", monkeypatch).metric if each.label.startswith("Ret"))
    assert "target 50.0% by 31 Dec 2026" in str(card.proto.delta_description).replace("\\", "")


def test_who_may_not_set_targets_sees_them_without_buttons(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = as_person(opened(store, TARGETS, monkeypatch), "auditor")
    assert is_well(app)
    assert "Set a target" not in [each.label for each in app.button]


def test_a_kpi_outside_its_range_is_listed_first_with_how_many_alarms_are_false(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, TARGETS, monkeypatch)
    assert is_well(app), said(app)
    assert "3 alarms in the last 12 months; set so that about 1 a year is false" in said(app)
    alarms = app.dataframe[0].value
    assert set(alarms["period"]) == {JUMPED}
    assert alarms["label"].iloc[0] == "All customers"
