"""What is foreseen of retention and balances, tried on the past, beside that it stays as it is now."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.insights.outlook import (
    LEAST_TO_TRY,
    N_MONTHS,
    PLAIN,
    TREND,
    attrition_course,
    balance_course,
    outlook,
    preferred,
    tried_in_the_past,
)


def test_where_one_in_a_hundred_leaves_each_month_that_many_stay_for_twelve() -> None:
    course = attrition_course(np.full(30, 10_000.0), np.full(30, 100.0))
    told = outlook(course, prefers=PLAIN, seed=1)
    assert told.plain == pytest.approx(np.full(12, 0.01), rel=0.01)
    assert told.plain_sum == pytest.approx(0.99**12, abs=1e-3)
    assert (told.lower_sum, told.upper_sum) == pytest.approx((told.plain_sum, told.plain_sum), abs=1e-6)


def test_a_balance_that_grows_is_foreseen_to_grow_and_judged_by_its_last_month() -> None:
    held = 1e6 * np.power(1.01, np.arange(36.0))
    course = balance_course(held)
    told = outlook(course, prefers=TREND, seed=1)
    assert told.plain_sum == held[-1]
    assert told.trend_sum == told.trend[-1] == pytest.approx(held[-1] * 1.01**12, rel=0.03)
    tried = tried_in_the_past(course, seed=1).set_index("model")
    assert preferred(tried.reset_index()) == TREND
    assert tried.loc[TREND, "n_origins"] == 36 - N_MONTHS - LEAST_TO_TRY + 1
    by_hand = [held[start - 1] - held[start + 11] for start in range(LEAST_TO_TRY, 36 - N_MONTHS + 1)]
    assert tried.loc[PLAIN, "bias"] == pytest.approx(np.mean(by_hand))
    assert tried.loc[PLAIN, "mae"] == pytest.approx(np.mean(np.abs(by_hand)))


def test_what_only_has_a_season_is_better_left_as_it_is() -> None:
    season = np.exp(0.05 * np.sin(2 * np.pi * np.arange(48) / 12 + 1.0))
    n_lost = np.round(200 * season)
    assert preferred(tried_in_the_past(attrition_course(np.full(48, 10_000.0), n_lost), seed=1)) == PLAIN


def test_the_band_lies_about_the_way_that_is_preferred() -> None:
    course = balance_course(1e6 * np.exp(0.01 * np.arange(36) + np.random.default_rng(1).normal(0, 0.01, 36)))
    plain, trend = (outlook(course, prefers=way, seed=1) for way in (PLAIN, TREND))
    assert plain.lower[-1] < plain.plain_sum < plain.upper[-1]
    assert trend.lower[-1] < trend.trend_sum < trend.upper[-1]
    assert plain.upper[-1] / plain.lower[-1] == pytest.approx(trend.upper[-1] / trend.lower[-1])


def test_where_too_few_months_are_known_nothing_is_tried_and_it_stays_as_it_is() -> None:
    tried = tried_in_the_past(balance_course(np.full(23, 5.0)), seed=1)
    assert tried.empty
    assert preferred(tried) == PLAIN
