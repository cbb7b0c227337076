"""Years in which customers joined, as cohorts."""

from __future__ import annotations

import pandas as pd

from analytics.stages.driver_groups import MOST_COHORTS, year_cohorts


def test_early_years_go_together_where_there_are_many() -> None:
    years = pd.Series([2000.0 + number for number in range(MOST_COHORTS + 3)] + [None])
    named = year_cohorts(years)
    assert named.nunique() == MOST_COHORTS
    assert named[:4].tolist() == ["2003 or before"] * 4
    assert named.iloc[4] == "2004"
    assert pd.isna(named.iloc[-1])


def test_where_no_year_is_known_nobody_has_a_cohort() -> None:
    assert year_cohorts(pd.Series([None, None], dtype="float64")).isna().all()
