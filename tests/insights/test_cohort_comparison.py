"""Two triangles beside each other: the interval by hand, groups that share people, what is too few to tell of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.insights.cohort_comparison import (
    compared,
    comparison_sentence,
    large_enough_to_compare,
    others_of,
    together,
)
from analytics.insights.cohort_triangle import cohort_triangle

Row = tuple[str, int, int, int]


def cells(*rows: Row) -> pd.DataFrame:
    """A triangle of months, of cohort, months since, joined, still here."""
    return cohort_triangle(pd.DataFrame(rows, columns=["cohort", "period_index", "n_start", "n_retained"]), by="month")


def test_a_difference_has_newcombe_s_interval() -> None:
    # R. G. Newcombe (1998), table II, method 10, case (a): 56 of 70 and 48 of 80, at 95% 0.0524 to 0.3339
    # (which the example of `newcombe` holds). At 90% by hand, with z = 1.6449: Wilson's limits are 0.7114 and 0.8669,
    # 0.5078 and 0.6856, so the ends are 0.2 - sqrt(0.0886² + 0.0856²) and 0.2 + sqrt(0.0669² + 0.0922²).
    found = compared(cells(("2024-01", 12, 70, 56)), cells(("2024-01", 12, 80, 48))).iloc[0]
    ends = 0.2 - np.hypot(0.0886, 0.0856), 0.2 + np.hypot(0.0669, 0.0922)
    assert (found["difference"], found["lower"], found["upper"]) == pytest.approx((0.2, *ends), abs=3e-4)
    assert found["is_apart"]


def test_cells_that_only_one_side_has_and_the_month_of_joining_are_not_compared() -> None:
    first = cells(("2024-01", 0, 70, 70), ("2024-01", 1, 70, 60), ("2024-02", 1, 50, 40))
    second = cells(("2024-01", 0, 80, 80), ("2024-01", 1, 80, 70))
    assert compared(first, second)[["cohort", "period_index"]].to_numpy().tolist() == [["2024-01", 1]]


def test_a_part_is_compared_with_the_others_of_the_whole() -> None:
    whole, part = cells(("2024-01", 1, 100, 80), ("2024-02", 1, 9, 9)), cells(("2024-01", 1, 30, 15))
    rest = others_of(whole, part)
    assert rest[["cohort", "n_start", "n_retained"]].to_numpy().tolist() == [["2024-01", 70, 65], ["2024-02", 9, 9]]
    assert others_of(part, part).empty, "a part that is all of it leaves nobody"


def test_each_cohort_is_compared_with_itself() -> None:
    # In both cohorts the sides are equal; the first has more of the cohort that stays less.
    first = cells(("2024-01", 12, 900, 450), ("2024-02", 12, 100, 90))
    second = cells(("2024-01", 12, 100, 50), ("2024-02", 12, 900, 810))
    found = together(compared(first, second), months=12)
    assert found is not None
    assert found.difference == pytest.approx(0.0)
    assert not found.is_apart
    assert (found.n_cohorts, found.n_first, found.n_second) == (2, 1_000, 1_000)


def test_one_cohort_alone_has_its_own_interval_and_its_sentence() -> None:
    both = compared(cells(("2024-01", 12, 70, 56)), cells(("2024-01", 12, 80, 48)))
    found = together(both, months=12)
    assert found is not None
    own = both[["difference", "lower", "upper"]].to_numpy()[0].tolist()
    assert [found.difference, found.lower, found.upper] == pytest.approx(own)
    told = comparison_sentence(both, "“A”", "“B”")
    assert told == (
        "12 months after joining, over one cohort (70 and 80 customers), 20.0 points more of “A” than of “B” were still"
        f" here (90% interval {100 * own[1]:.1f} to {100 * own[2]:.1f})."
    )


def test_the_other_way_round_it_says_fewer_and_the_same_interval() -> None:
    first, second = cells(("2024-01", 12, 80, 48)), cells(("2024-01", 12, 70, 56))
    assert "20.0 points fewer of “B” than of “A” were still here (90% interval 7.7 to 31.4)" in comparison_sentence(
        compared(first, second), "“B”", "“A”"
    )


def test_what_may_be_chance_is_said_to_be() -> None:
    both = compared(cells(("2024-01", 12, 70, 50)), cells(("2024-01", 12, 80, 56)))
    assert "“A” and “B” can't be told apart: 1.4 points between them" in comparison_sentence(both, "“A”", "“B”")
    assert comparison_sentence(both.head(0), "“A”", "“B”") == ""


@pytest.mark.parametrize(
    ("first", "second", "everyone", "is_told"),
    [(40, 40, 100, True), (9, 40, 100, False), (40, 9, 100, False), (40, 55, 100, False), (40, 60, 100, True)],
)
def test_an_executive_is_told_of_no_fewer_than_ten_in_differences_neither(
    first: int, second: int, everyone: int, is_told: bool
) -> None:
    both = compared(cells(("2024-01", 1, first, first)), cells(("2024-01", 1, second, second - 1)))
    left = large_enough_to_compare(both, cells(("2024-01", 1, everyone, everyone)))
    assert (len(left) == 1) is is_told, "40 and 55 of 100 leave five"
