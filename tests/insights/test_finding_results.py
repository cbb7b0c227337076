"""What came of a finding: a forecast is judged by the month of its day, once that is over, and by its interval."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.insights.finding_results import of_forecast, of_list, of_target
from analytics.insights.list_results import ListResult, ListVerdict, Side
from analytics.knowledge.contributions import Target
from analytics.knowledge.findings import Came, Direction, FindingTest, KindOfTest

OVER = date(2026, 12, 31)
SHARES = st.floats(0, 1)


def foreseen(
    direction: Direction = Direction.AT_LEAST, value: float = 0.9, by: date = date(2026, 12, 10)
) -> FindingTest:
    return FindingTest(KindOfTest.FORECAST, "", "retention_rate", direction, value, by)


def series(
    value: float, lower: float = math.nan, upper: float = math.nan, period: str = "2026-01/2026-12"
) -> pd.DataFrame:
    rows = [
        ("retention_rate", period, value, lower, upper, "share"),
        ("retention_rate", "2026-12", 0.1, 0.1, 0.1, "share"),
    ]
    return pd.DataFrame(rows, columns=["kpi", "period", "value", "lower", "upper", "unit"])


@pytest.mark.parametrize(
    ("direction", "lower", "upper", "came"),
    [
        (Direction.AT_LEAST, 0.90, 0.95, Came.HELD),
        (Direction.AT_LEAST, 0.89, 0.95, Came.CANT_BE_TOLD),
        (Direction.AT_LEAST, 0.80, 0.89, Came.DID_NOT_HOLD),
        (Direction.AT_MOST, 0.85, 0.90, Came.HELD),
        (Direction.AT_MOST, 0.85, 0.91, Came.CANT_BE_TOLD),
        (Direction.AT_MOST, 0.91, 0.95, Came.DID_NOT_HOLD),
    ],
)
def test_a_forecast_is_judged_by_the_whole_interval(
    direction: Direction, lower: float, upper: float, came: Came
) -> None:
    found = of_forecast(foreseen(direction), series((lower + upper) / 2, lower, upper), as_of=OVER)
    assert found.came is came
    assert "in the 12 months to December 2026" in found.words


def test_nothing_is_said_before_the_month_is_over() -> None:
    early = of_forecast(foreseen(), series(0.99, 0.98, 1.0), as_of=date(2026, 12, 30))
    assert (early.came, early.words) == (None, "To be judged by the data of December 2026, once they are here.")


def test_a_month_that_the_data_skip_leaves_a_forecast_untold_and_later_months_change_nothing() -> None:
    skipped = of_forecast(foreseen(), series(0.99, period="2026-02/2027-01"), as_of=date(2027, 1, 31))
    assert skipped.came is Came.CANT_BE_TOLD
    both = pd.concat([series(0.95), series(0.5, period="2026-02/2027-01")])
    assert of_forecast(foreseen(), both, as_of=date(2027, 1, 31)).came is Came.HELD


@given(SHARES, SHARES, SHARES, SHARES)
def test_at_least_and_at_most_never_both_fail_and_agree_on_what_cant_be_told(
    one: float, other: float, middle: float, value: float
) -> None:
    lower, point, upper = sorted((one, other, middle))
    rows = series(point, lower, upper)
    least, most = (of_forecast(foreseen(each, value), rows, as_of=OVER).came for each in Direction)
    assert not (least is most is Came.DID_NOT_HOLD)
    if Came.CANT_BE_TOLD in (least, most):
        assert lower <= value <= upper
    if lower < value < upper:
        assert least is most is Came.CANT_BE_TOLD
    if least is Came.DID_NOT_HOLD:
        assert most is Came.HELD
    if most is Came.DID_NOT_HOLD:
        assert least is Came.HELD


def test_a_target_is_judged_by_the_value_alone_in_the_direction_that_is_good() -> None:
    target = Target("t1", "retention_rate", 0.9, "2026-12-31", None, "executive", "2026-06-30")
    for value, came in ((0.91, Came.HELD), (0.89, Came.DID_NOT_HOLD)):
        assert of_target(target, series(value, 0.8, 0.99), as_of=OVER).came is came


@pytest.mark.parametrize(
    ("verdict", "came"),
    [
        (ListVerdict.NOT_RIPE, None),
        (ListVerdict.KEPT, Came.HELD),
        (ListVerdict.DROVE_AWAY, Came.DID_NOT_HOLD),
        (ListVerdict.UNSURE, Came.CANT_BE_TOLD),
        (ListVerdict.FEW, Came.CANT_BE_TOLD),
    ],
)
def test_a_retention_list_tells_by_those_held_back(verdict: ListVerdict, came: Came | None) -> None:
    side = Side(100, 80, 0, 0, 0.0)
    assert of_list(ListResult(OVER, side, side, 0.05, 0.01, 0.09, verdict)).came is came
