"""Cohorts of months added up to quarters and years."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.insights.cohort_triangle import against, best_and_worst, cohort_triangle

CELLS = [
    *(("2025-01", k, 40, 40 - k) for k in range(8)),
    *(("2025-02", k, 60, 60 - 2 * k) for k in range(7)),
    *(("2025-03", k, 50, 50) for k in range(6)),
    *(("2025-04", k, 10, 10 - k) for k in range(5)),
]


def retention(cells: list[tuple[str, int, int, int]] = CELLS) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["cohort", "period_index", "n_start", "n_retained"])


def test_a_quarter_adds_up_its_months_and_stops_where_one_of_them_is_not_over() -> None:
    cells = cohort_triangle(retention(), by="quarter").set_index(["cohort", "period_index"])
    assert list(cells.loc[("2025 Q1", 3), ["n_start", "n_retained"]]) == [150, 37 + 54 + 50]
    assert cells.loc[("2025 Q1", 3), "share"] == pytest.approx(141 / 150)
    assert list(cells.loc[("2025 Q1", 3), ["first_month", "last_month"]]) == ["2025-01", "2025-03"]
    # March has no sixth month yet, so the quarter has none, though January and February do.
    assert [months for cohort, months in cells.index if cohort == "2025 Q1"] == [0, 3]
    assert [months for cohort, months in cells.index if cohort == "2025 Q2"] == [0, 3]


def test_months_stay_as_they_are() -> None:
    cells = cohort_triangle(retention(), by="month")
    assert len(cells) == len(CELLS)
    assert (cells["share"] == cells["n_retained"] / cells["n_start"]).all()
    assert ((cells["lower"] <= cells["share"]) & (cells["share"] <= cells["upper"])).all()


def test_nothing_gives_no_cells() -> None:
    assert cohort_triangle(retention([]), by="year").empty
    assert best_and_worst(cohort_triangle(retention([]), by="year"), months=12) == ""


def test_a_segment_is_put_beside_all_cell_by_cell() -> None:
    everyone = cohort_triangle(retention(), by="month")
    segment = cohort_triangle(retention([("2025-01", 0, 10, 10), ("2025-01", 1, 10, 5)]), by="month")
    both = against(segment, everyone)
    assert both["difference"].tolist() == pytest.approx([0.0, 0.5 - 39 / 40])


def test_the_best_and_the_worst_cohort_are_named_only_where_they_are_large() -> None:
    cells = cohort_triangle(retention(), by="month")
    told = best_and_worst(cells, months=3)
    assert "100.0% of those who joined in 2025-03" in told
    assert "90.0% of 2025-02" in told
    assert "the most of 3 cohorts" in told, "ten customers make no cohort to be named"
    assert best_and_worst(cells, months=7) == ""
