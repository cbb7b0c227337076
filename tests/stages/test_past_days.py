"""At which earlier days customers are described again."""

from __future__ import annotations

from datetime import date

from analytics.stages.past_days import MOST_MONTHS, past_days

AS_OF = date(2026, 6, 30)


def test_months_ends_begin_when_a_year_of_records_is_complete() -> None:
    days = past_days(AS_OF, date(2025, 2, 1), 100)
    assert days == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31))
    assert past_days(AS_OF, date(2025, 2, 2), 100)[0] == date(2026, 2, 28)
    assert past_days(AS_OF, date(2025, 9, 1), 100) == ()
    assert past_days(AS_OF, None, 100) == ()


def test_the_day_of_the_data_itself_is_none_of_them_and_no_more_than_three_years_are() -> None:
    days = past_days(AS_OF, date(2015, 1, 1), 100)
    assert (len(days), days[0], days[-1]) == (MOST_MONTHS, date(2023, 6, 30), date(2026, 5, 31))
    assert past_days(date(2026, 6, 15), date(2015, 1, 1), 100)[-1] == date(2026, 5, 31)


def test_the_budget_makes_them_coarser_and_then_fewer_and_is_never_exceeded() -> None:
    assert len(past_days(AS_OF, date(2015, 1, 1), 10, most_points=360)) == 36
    quarters = past_days(AS_OF, date(2015, 1, 1), 10, most_points=359)
    assert (len(quarters), {day.month for day in quarters}) == (12, {3, 6, 9, 12})
    assert past_days(AS_OF, date(2015, 1, 1), 10, most_points=50) == quarters[-5:]
    assert past_days(AS_OF, date(2015, 1, 1), 10, most_points=20) == (date(2025, 12, 31), date(2026, 3, 31))
    assert past_days(AS_OF, date(2015, 1, 1), 10, most_points=19) == ()
    assert past_days(AS_OF, date(2015, 1, 1), 10, most_points=0) == ()
