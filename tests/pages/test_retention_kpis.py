"""Retention and Cohorts: the executives' numbers, what moved them, and the way down to customers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.errors import InputError
from analytics.insights.intervals import wilson
from analytics.reporting import EVERYONE, report_of
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import current_snapshot
from pages.shared.readers import kpis as kpis_read
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import NOTED, full_tables
from tests.pages.made_up_rest import early_store
from tests.pages.screen import is_well, opened, said

RETENTION, COHORTS = "decide/retention", "decide/cohorts"
BEFORE, NOW = "2024-07/2025-06", "2025-07/2026-06"
KEPT = {"R01": (450, 500, 380, 500), "R02": (420, 500, 430, 500)}


def kpis(members: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    """Retention of two years, in all and by region."""
    total = tuple(map(sum, zip(*members.values(), strict=True)))
    rows = [
        (period, dimension, name, part, whole)
        for dimension, name, counts in [("all", "all", total), *(("region", *each) for each in members.items())]
        for period, part, whole in ((BEFORE, *counts[:2]), (NOW, *counts[2:]))
    ]
    table = pd.DataFrame(rows, columns=["period", "dimension", "member", "numerator", "denominator"]).astype(
        {"numerator": "float64", "denominator": "float64"}
    )
    lower, upper = wilson(table["numerator"].to_numpy(), table["denominator"].to_numpy())
    value = table["numerator"] / table["denominator"]
    return table.assign(
        kpi="retention_rate", value=value, lower=lower, upper=upper, unit="share", definition_version="1"
    )


def store_with(folder: Path, members: dict[str, tuple[int, int, int, int]] = KEPT) -> Path:
    cells = [("2025-01", k, None, 40, 40 - k) for k in range(14)] + [("2025-02", k, None, 60, 60) for k in range(13)]
    retention = pd.DataFrame(cells, columns=["cohort", "period_index", "segment_id", "n_start", "n_retained"])
    regions = pd.DataFrame({"region_id": ["R01", "R02"], "name": ["Northmoor", "Eastvale"]})
    tables = {**full_tables(60), "kpis": kpis(members), "retention": retention, "regions": regions}
    publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_with(tmp_path_factory.mktemp("retention"))


def metric(app: AppTest, label: str) -> tuple[str, str]:
    found = next(each for each in app.metric if each.label == label)
    return str(found.value).replace("\\", ""), str(found.delta).replace("\\", "")


def test_a_kpi_has_its_change_its_interval_and_its_definition(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, RETENTION, monkeypatch)
    assert is_well(app)
    assert metric(app, "Retention, 12 months") == ("81.0%", "-6.0 points")
    card = next(each for each in app.metric if each.label.startswith("Retention"))
    assert "1 less attrition" in card.help
    assert "Head of retention answers for it" in card.help
    assert "Retention was 81.0% (90% interval" in said(app)
    assert "a change beyond chance" in said(app)


def test_what_moved_it_is_taken_apart_and_adds_up(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(opened(store, RETENTION, monkeypatch, {"by": "region"}))
    assert "moved by −6.00 percentage points in a year: −6.00 by members' own rates and +0.00 by their sizes" in told
    assert "“Northmoor” (−7.00) and “Eastvale” (+1.00)" in told


def test_parts_that_do_not_add_up_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = store_with(tmp_path)
    app = opened(folder, RETENTION, monkeypatch, {"by": "channel"})
    assert is_well(app)
    assert "can't be taken apart by this" in said(app)


def test_a_region_has_its_own_numbers_and_two_filters_have_none(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, RETENTION, monkeypatch, {"region": "R01"})
    assert metric(app, "Retention, 12 months") == ("76.0%", "-14.0 points")
    both = opened(store, RETENTION, monkeypatch, {"region": "R01", "band": "high"})
    assert "KPIs are of all customers, or of one segment, region, channel, product or tag" in said(both)
    assert metric(both, "Retention, 12 months")[0] == "81.0%"


def test_three_questions_lead_on(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, RETENTION, monkeypatch)
    labels = {link.proto.label for link in app.get("page_link")}
    assert {
        "Who is at high risk?",
        "How long do those who join stay?",
        "What do customers do before they leave?",
    } <= labels


def test_cohorts_say_which_kept_most_and_which_fewest(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(store, COHORTS, monkeypatch, {"cohorts": "month"})
    assert is_well(app)
    assert "100.0% of those who joined in 2025-02 were still here" in said(app)
    assert "70.0% of 2025-01" in said(app)


def test_a_segment_without_cohorts_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = str(full_tables(60)["segments"]["segment_key"].iloc[-1])
    app = opened(store, COHORTS, monkeypatch, {"segment": key})
    assert is_well(app)
    assert "no cohort of this length is whole yet" in said(app)


def test_before_they_are_worked_out_both_screens_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path)
    for page, title in ((RETENTION, "Retention"), (COHORTS, "Cohorts")):
        assert f"“{title}” is not worked out yet" in said(opened(tmp_path, page, monkeypatch))
    for person, how in (("analyst", "Build again on Data"), ("executive", "Ask whoever may build again")):
        assert how in said(opened(tmp_path, RETENTION, monkeypatch, person=person)), "where they may go"


def test_what_people_did_is_marked_on_the_time_axis_and_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_with(tmp_path / "done")
    acted(store, {"act": "rename", "segment": NOTED, "name": "Far travellers"})
    app = opened(store, RETENTION, monkeypatch)
    assert is_well(app), said(app)
    assert "A triangle marks a month in which people did something" in said(app)
    table = next(each.value for each in app.dataframe if list(each.value.columns) == ["period", "words"])
    assert table["words"].iloc[-1] == "1 change of segments"
    marks = [trace for trace in plotted(app, "kpi_line")["data"] if trace.get("yaxis") == "y2"]
    assert marks[0]["customdata"][-1].endswith("1 change of segments")


def plotted(app: AppTest, key: str) -> dict[str, Any]:
    """The figure that stands under a key."""
    return next(json.loads(each.proto.spec) for each in app.get("plotly_chart") if each.proto.id.endswith(key))


FEW = {"R01": (450, 500, 380, 500), "R02": (420, 500, 430, 500), "R03": (5, 6, 5, 7), "R04": (9, 10, 12, 12)}


def told_of(folder: Path) -> tuple[list[str], pd.DataFrame]:
    store_with(folder, FEW)
    snapshot = current_snapshot(folder)
    assert snapshot is not None
    flow = kpis_read.flows(snapshot, EVERYONE)["retention_rate"]
    table = kpis_read.parts_told_of(snapshot, flow, "region", 2)
    assert table["effect"].sum() == pytest.approx(flow.change)
    return table["label"].tolist(), table


def test_an_executive_sees_small_members_of_a_change_together_and_it_still_adds_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels, table = told_of(tmp_path)
    assert sorted(labels) == ["Eastvale", "Northmoor", "Too few to tell apart"]
    others = table[table["label"] == "Too few to tell apart"].iloc[0]
    assert (others["rate_before"], others["rate_now"]) == (pytest.approx(14 / 16), pytest.approx(17 / 19))
    link = {"by": "region"}
    app = opened(tmp_path, RETENTION, monkeypatch, link, person="executive")
    assert is_well(app)
    assert not any("R03" in frame.value.to_csv() for frame in app.dataframe)
    app = opened(tmp_path, RETENTION, monkeypatch, link, person="analyst")
    assert any("R03" in frame.value.to_csv() for frame in app.dataframe)


def test_no_report_is_made_of_few_customers_or_of_all_but_few(tmp_path: Path) -> None:
    store_with(tmp_path, {"R01": (450, 500, 380, 500), "R03": (5, 6, 5, 7)})
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    for region in ("R01", "R03"):
        with pytest.raises(InputError, match="fewer than 10"):
            report_of(snapshot, ("region", region), whom=region)
    assert report_of(snapshot).kpis
