"""Where no groups were found, nothing on screen calls a customer's segment by its bare id."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts, made_up_tables
from tests.pages.screen import is_well, opened, said


def ungrouped(folder: Path) -> Path:
    tables = made_up_tables(30)
    ids = tables["customers"].loc[tables["customers"]["status"] == "active", "customer_id"]
    levels = [1, 2, 3]
    tables["segments"] = pd.DataFrame(
        {
            "segment_id": "all",
            "segment_key": [f"k{level}" for level in levels],
            "parent_id": None,
            "level": levels,
            "n_customers": len(ids),
            "name": None,
            "suggested_name": "all",
            "stability": 1.0,
        }
    )
    tables["membership"] = pd.concat(
        [pd.DataFrame({"customer_id": ids, "level": level, "segment_id": "all", "strength": 1.0}) for level in levels]
    )
    tables["customers"] = tables["customers"].assign(age_in_years=41.0)
    facts = {**made_up_facts(seed=0, **knowledge_facts(Said())), "structure_found": False}
    publish_tables(folder, tables, facts)
    return folder


def test_a_customer_belongs_to_no_group_and_whole_numbers_have_no_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(ungrouped(tmp_path), "explore/customer", monkeypatch, {"customer": "C000003"})
    assert is_well(app)
    words = said(app)
    assert "No groups were found among these customers, so this one belongs to none." in words
    assert "Belongs to" not in words
    record = next(frame.value for frame in app.dataframe if "What" in frame.value)
    assert record.set_index("What").loc["Age in years", "Value"] == "41"
