"""In which groups a customer is."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.insights.audited_groups import audited_groups

CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c"],
        "gender": ["f", "m", None],
        "birth_date": ["1990-05-01", "1950-01-01", "1991-01-01"],
        "region_id": ["R1", "R1", "R2"],
        "opened_on": ["2025-09-01", "2024-01-01", None],
    }
)
ROWS = pd.DataFrame({"customer_id": ["b", "a", "c", "a"], "as_of": pd.to_datetime(["2026-01-01"] * 3 + ["2026-12-01"])})


def test_groups_come_in_the_order_of_the_rows_and_what_is_missing_is_no_group() -> None:
    found = audited_groups(ROWS, CUSTOMERS, protected=("gender", "birth_date", "language"), as_of=date(2026, 1, 1))
    assert set(found) == {"gender", "birth_date", "gender and birth_date", "region_id", "history"}
    assert found["gender"].tolist() == ["m", "f", None, "f"]
    assert found["birth_date"].tolist() == ["70-79", "30-39", "30-39", "30-39"]
    assert found["gender and birth_date"].tolist() == ["m, 70-79", "f, 30-39", None, "f, 30-39"]
    assert found["region_id"].tolist() == ["R1", "R1", "R2", "R1"]


def test_time_with_the_bank_is_counted_to_the_date_of_the_row() -> None:
    found = audited_groups(ROWS, CUSTOMERS, protected=(), as_of=date(2026, 1, 1))
    assert found["history"].tolist() == ["1 to 3 years", "under 1 year", None, "1 to 3 years"]


def test_an_attribute_with_a_single_group_is_left_out() -> None:
    same = CUSTOMERS.assign(region_id="R1", gender="f")
    assert set(audited_groups(ROWS, same, protected=("gender",), as_of=date(2026, 1, 1))) == {"history"}
