"""What the Customer screen says of what could bring the risk down, and where it says that nothing would."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.made_up_changes import HELPED, NOT_HELPED, change_tables, with_catalogue
from tests.pages.screen import is_well, opened, said

PAGE = "explore/customer"


def told(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    customer_id: str,
    extra: dict[str, pd.DataFrame],
    *,
    band: str = "high",
    kind: str = "bank",
    actionable: int = 1,
) -> str:
    tables = made_up_tables(30)
    catalog = with_catalogue(tables["feature_catalog"]).assign(actionable=actionable)
    tables |= {"scores": tables["scores"].assign(band=band, probability=0.34), "feature_catalog": catalog, **extra}
    publish_tables(folder, tables, {**made_up_facts(seed=0, **knowledge_facts(Said())), "source_kind": kind})
    app = opened(folder, PAGE, monkeypatch, {"customer": customer_id})
    assert is_well(app)
    return said(app)


def nothing_found() -> dict[str, pd.DataFrame]:
    return {name: table.head(0) for name, table in change_tables().items()}


def test_each_option_says_who_does_what_and_what_the_risk_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = told(tmp_path, monkeypatch, HELPED, change_tables())
    assert "The aim is to leave the band “high”: a risk below 25.0%." in words
    assert "The bank charges less: 40 EUR → 20 EUR of fees in 90 days." in words
    assert "Risk 34.0% → 18.0%" in words
    assert "The bank opens savings, which the customer does not hold." in words
    assert "The customer uses the account more: 26 → 32 own acts in 90 days." in words
    assert "Effort: large (past 33% of all customers)." in words
    assert "usual (60% of real customers are as far from the next one)" in words
    assert "Of 800 customers in this band on earlier dates, 143 did so within about 90 days." in words
    assert "the model knows what goes with an outcome, not what causes it" in words


def test_where_nothing_helps_that_is_said_with_what_comes_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = told(tmp_path, monkeypatch, NOT_HELPED, change_tables())
    assert "Nothing that somebody could realistically change would bring the risk below 25.0%." in words
    assert "The most that one lever would do: 34.0% → 31.0%." in words
    assert "The bank charges less" not in words


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"band": "low"}, "The risk is low already"),
        ({"kind": "table", "actionable": 0}, "Nobody has said which columns of this table somebody could change"),
        ({"actionable": 0}, "nothing that the bank or the customer could change"),
        ({}, "Changes were looked for at the riskiest customers only"),
    ],
)
def test_an_empty_section_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str | int], expected: str
) -> None:
    assert expected in told(tmp_path, monkeypatch, HELPED, nothing_found(), **given)  # type: ignore[arg-type]


def test_before_the_stage_has_run_the_section_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(tmp_path / "before", monkeypatch, HELPED, {}).count("Build again on Data to see this.")
    after = told(tmp_path / "after", monkeypatch, HELPED, change_tables()).count("Build again on Data to see this.")
    assert before == after + 1
