"""Drivers by cohort, by date and since the last snapshot, on Churn drivers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_rest import whole_tables
from tests.pages.screen import is_well, opened, said

ACTS = "n_own_acts_90d"


def publish(folder: Path, tables: dict[str, pd.DataFrame], **facts: str) -> None:
    publish_tables(folder, tables, {**made_up_facts(seed=0, **knowledge_facts(Said())), **facts})


def groups(members: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "outcome": "churn",
                "dimension": "cohort",
                "member": member,
                "feature": ACTS,
                "mean_abs_contribution": size,
                "direction": "down",
                "lower": size - 0.05,
                "upper": size + 0.05,
                "n_customers": 40,
            }
            for member, size in members.items()
        ]
    )


def told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    app = opened(folder, "explore/drivers", monkeypatch)
    assert is_well(app)
    return said(app)


def test_the_first_cohort_is_held_against_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, {**whole_tables(60), "driver_groups": groups({"2019": 0.1, "2020": 0.3, "2021": 0.4})})
    words = told(tmp_path, monkeypatch)
    assert "From **2019** to **2021**:" in words
    assert "Stronger: “Acts of the customer's own, 90 days” (0.10 → 0.40)." in words
    assert "In all of them higher goes with a lower risk." in words


def test_one_cohort_is_none_to_compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, {**whole_tables(60), "driver_groups": groups({"2019": 0.1})})
    assert "These data do not say when customers joined" in told(tmp_path, monkeypatch)


def test_the_first_snapshot_has_nothing_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, whole_tables(60))
    assert "There is no earlier snapshot with another model or date" in told(tmp_path, monkeypatch)


def test_a_snapshot_is_held_against_the_latest_with_another_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = whole_tables(60)
    before = tables["drivers"].copy()
    sizes = ["mean_abs_contribution", "lower", "upper"]
    before.loc[before["feature"] == ACTS, sizes] -= 0.3
    publish(tmp_path, {**tables, "drivers": before}, as_of="2026-03-31")
    publish(tmp_path, tables)
    publish(tmp_path, {**tables, "driver_groups": groups({"2019": 0.1})})
    words = told(tmp_path, monkeypatch)
    assert "from 31 Mar 2026 to 30 Jun 2026" in words
    assert "Stronger: “Acts of the customer's own, 90 days” (0.20 → 0.50)." in words
