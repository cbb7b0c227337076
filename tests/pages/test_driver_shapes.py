"""How pushes go with values and what counts only together, on Churn drivers."""

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

ONE, TWO = "n_own_acts_90d", "mobile_share_90d"
MEANS = {"mean_push": 0.2, "lower": 0.1, "upper": None, "n_customers": 30}


def tables(n_pairs: int = 1) -> dict[str, pd.DataFrame]:
    key = {"outcome": "churn", "feature": ONE}
    low, high = {"bin": 0, "from_value": None, "to_value": 3.0, "text": ""}, {"bin": 1, "from_value": 3.0, "text": ""}
    share = {"other_bin": 0, "other_from_value": None, "other_to_value": 0.25, "other_text": ""}
    pair = {**key, "other_feature": TWO}
    strength = {"mean_abs_together": 0.2, "lower": 0.1, "upper": 0.3, "n_customers": 60, "share_of_pushes": 0.07}
    return {
        "driver_shapes": pd.DataFrame([{**key, **low, **MEANS}, {**key, **high, **MEANS, "to_value": None}]),
        "driver_pairs": pd.DataFrame([{**pair, **strength}]).head(n_pairs),
        "pair_shapes": pd.DataFrame([{**pair, **low, **share, **MEANS}]),
    }


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, extra: dict[str, pd.DataFrame]) -> str:
    publish_tables(folder, {**whole_tables(60), **extra}, made_up_facts(seed=0, **knowledge_facts(Said())))
    app = opened(folder, "explore/drivers", monkeypatch)
    assert is_well(app)
    return said(app)


def test_the_strongest_pair_is_named_with_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = told(tmp_path, monkeypatch, tables())
    assert "How does a push go with the value?" in words
    assert "60 customers, in parts of about as many" in words
    assert "as large as 7.0% of all pushes together" in words
    assert "a mark a part of" in words


def test_where_no_pair_adds_anything_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "each counts by itself" in told(tmp_path, monkeypatch, tables(0))


def test_before_it_was_worked_out_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "This is not worked out yet. Build again on Data." in told(tmp_path, monkeypatch, {})
