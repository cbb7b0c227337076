"""A KPI that leaves its expected range is noticed; where nothing changes hardly anything is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.insights.kpi_watch import WATCH, watched_kpis

MONTHS = [str(month) for month in pd.period_range("2023-01", periods=42, freq="M")]


def kpis(values: np.ndarray, *, dimension: str = "all", member: str = "all", n: float = 5_000) -> pd.DataFrame:
    """A KPI by the month, beside the count of customers."""
    whose = {"dimension": dimension, "member": member, "period": MONTHS}
    rate = pd.DataFrame({**whose, "kpi": "attrition_rate", "value": values, "unit": "share"})
    return pd.concat([rate, pd.DataFrame({**whose, "kpi": "customers", "value": n, "unit": "customers"})])


def test_a_jump_is_an_alarm_in_its_month_and_only_there() -> None:
    values = 0.015 + np.random.default_rng(1).normal(0.0, 0.0005, len(MONTHS))
    values[38:] += 0.01
    found = watched_kpis(kpis(values))
    assert found.loc[found["is_alarm"], "period"].tolist() == [MONTHS[38]]
    alarm = found[found["is_alarm"]].iloc[0]
    assert not alarm["lower"] <= alarm["value"] <= alarm["upper"]
    assert alarm["expected"] == pytest.approx((alarm["lower"] + alarm["upper"]) / 2)


def test_alarms_lie_outside_the_range_and_the_rest_inside_it_unless_too_small_to_tell() -> None:
    rng = np.random.default_rng(3)
    every = [watched_kpis(kpis(0.015 + rng.normal(0.0, 0.002, len(MONTHS)))) for _ in range(40)]
    found = pd.concat(every)
    outside = (found["value"] < found["lower"]) | (found["value"] > found["upper"])
    assert (outside | ~found["is_alarm"]).all()


def test_where_nothing_changes_about_as_many_alarms_are_false_as_it_says() -> None:
    rng = np.random.default_rng(5)
    found = [watched_kpis(kpis(0.015 + rng.normal(0.0, 0.001, len(MONTHS)))) for _ in range(300)]
    n_alarms = sum(int(table["is_alarm"].sum()) for table in found)
    # Half an alarm a year for the single series of all customers; twelve months each.
    assert 0.2 <= n_alarms / len(found) <= 0.6


def test_members_that_were_ever_small_are_not_watched_and_no_kpis_give_no_rows() -> None:
    steady = 0.015 + np.random.default_rng(2).normal(0.0, 0.001, len(MONTHS))
    both = [kpis(steady, dimension="segment", member=name, n=n) for name, n in (("L3-01", 500), ("L3-02", 60))]
    found = watched_kpis(pd.concat(both))
    assert set(found["member"]) == {"L3-01"}
    assert list(watched_kpis(None).columns) == WATCH
