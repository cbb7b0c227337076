"""Two groups' cohorts beside each other: in the link, in a file, and for whom fewer than ten are left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import current_snapshot
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_live import key_of
from tests.pages.screen import is_well, opened, said

COHORTS = "decide/cohorts"
ALL, ABOVE, WHOLE, ONE, TWO, BESIDE, FEW, NEXT = None, "1.1", "2.1", "3.1", "3.2", "2.2", "3.4", "3.5"
JOINED = {
    ALL: (1_000, 760),
    ABOVE: (534, 414),
    WHOLE: (500, 390),
    ONE: (200, 180),
    TWO: (300, 210),
    BESIDE: (34, 24),
    FEW: (9, 5),
    NEXT: (25, 19),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared")
    tables = full_tables(600)
    rows = [
        ("2025-01", months, segment, n, n if months == 0 else kept)
        for segment, (n, kept) in JOINED.items()
        for months in range(13)
    ]
    retention = pd.DataFrame(rows, columns=["cohort", "period_index", "segment_id", "n_start", "n_retained"])
    place = pd.Series(range(len(tables["customers"])))
    customers = tables["customers"].assign(
        opened_on=date(2025, 1, 15),
        closed_on=pd.Series(date(2025, 3, 10), index=place).where(place % 6 == 0).to_numpy(),
        region_id=["R01" if each % 2 == 0 else "R02" for each in place],
    )
    publish_tables(
        folder,
        {**tables, "retention": retention, "customers": customers},
        made_up_facts(seed=0, **knowledge_facts(Said())),
    )
    return folder


def shown(store: Path, monkeypatch: pytest.MonkeyPatch, against: str, *, person: str = "analyst") -> AppTest:
    link = {"segment": key_of(ONE), "against": against, "cohorts": "month"}
    return opened(store, COHORTS, monkeypatch, link, person=person)


def test_two_segments_are_compared_as_the_link_says(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(store, monkeypatch, key_of(TWO))
    assert is_well(app)
    assert "12 months after joining, over one cohort (200 and 300 customers), 20.0 points more" in said(app)
    assert "12 of 12 cells lie apart" in said(app)
    assert app.query_params["against"] == key_of(TWO)
    table = app.dataframe[0].value
    assert set(table["period_index"]) == set(range(1, 13))
    assert table["difference"].round(6).eq(0.2).all()
    assert {"lower", "upper", "is_apart", "first", "second"} <= set(table.columns)
    assert len(app.get("plotly_chart")) == 4


def test_a_segment_is_compared_with_those_who_are_not_in_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(store, monkeypatch, "rest")
    row = app.dataframe[0].value.iloc[0]
    assert (row["n_start_second"], row["n_retained_second"]) == (800, 580)


def test_what_the_link_calls_by_no_name_is_left_out(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(store, monkeypatch, "<script>")
    assert is_well(app)
    assert "points" not in said(app)
    assert "against" not in app.query_params


def test_an_executive_sees_no_difference_that_fewer_than_ten_make(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "over one cohort (200 and 9 customers)" in said(shown(store, monkeypatch, key_of(FEW)))
    told = said(shown(store, monkeypatch, key_of(FEW), person="executive"))
    assert "The two have no cell in common that is over and may be told of." in told
    assert "9 customers" not in told
    assert "20.0 points more" in said(shown(store, monkeypatch, key_of(TWO), person="executive"))


def test_a_region_s_cohorts_are_counted_from_its_customers(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    cells = snapshot.query("cohorts_of_region", region_id="R01", as_of=date(2026, 6, 30))
    n = int((snapshot.table("customers")["region_id"] == "R01").sum())
    left = int(snapshot.table("customers")["closed_on"].notna().sum())
    assert cells["cohort"].unique().tolist() == ["2025-01"]
    assert cells["period_index"].tolist() == list(range(18)), "June 2026 is over"
    assert cells["n_retained"].tolist() == [n, n, *[n - left] * 16], "in March, two months after joining"
    app = opened(store, COHORTS, monkeypatch, {"region": "R01", "against": "R02", "cohorts": "month"})
    assert is_well(app)
    assert "points fewer of" in said(app)


def test_an_executive_is_not_told_a_cohort_that_tells_of_few_beside_that_of_another_segment(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = {"segment": key_of(NEXT), "cohorts": "month"}
    assert any("25" in table.value.to_csv() for table in opened(store, COHORTS, monkeypatch, link).dataframe)
    app = opened(store, COHORTS, monkeypatch, {"segment": key_of(NEXT)}, person="executive")
    assert is_well(app)
    assert not app.get("plotly_chart"), "of 34 in 2.2 joined 9 in 3.4, and the others are in 3.5"
    assert "no cohort may be told of: they are fewer than ten customers" in said(app)
    for wide in (BESIDE, WHOLE, ONE):
        assert opened(store, COHORTS, monkeypatch, {"segment": key_of(wide)}, person="executive").get("plotly_chart")


def test_cohorts_of_a_group_are_told_to_an_executive_by_quarters_alone(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Months and quarters of segments that lie in each other would tell of few in ways that nobody looks through."""
    app = opened(store, COHORTS, monkeypatch, {"segment": key_of(ONE), "cohorts": "month"}, person="executive")
    assert is_well(app)
    assert "Cohorts of a group are told by quarters" in said(app)
    assert "was not understood" not in said(app)
    assert app.query_params["cohorts"] == "month", "for when all customers are looked at again"
    assert set(app.dataframe[0].value["cohort"]) == {"2025 Q1"}
    everyone = opened(store, COHORTS, monkeypatch, {"cohorts": "month"}, person="executive")
    assert set(everyone.dataframe[0].value["cohort"]) == {"2025-01"}
