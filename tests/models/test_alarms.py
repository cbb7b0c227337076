"""Alarms are raised when a pattern is completed, at most once in the horizon, while the outcome may still come."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.alarms import DID_NOT, FOLLOWED, NOT_YET, UNKNOWN_DAY, Stretches, alarms_of, open_alarms
from analytics.models.pattern_rows import Occurrences

HORIZON = 90


def stretches(*rows: tuple[int, int, int, int]) -> Stretches:
    customer, first, last, state = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Stretches(customer, first, last, state, np.full(len(rows), UNKNOWN_DAY), state == FOLLOWED)


def completed(*rows: tuple[int, int]) -> Occurrences:
    customer, day = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Occurrences(customer, day - 5, day)


def test_a_customer_raises_an_alarm_once_in_the_horizon_and_again_after_it() -> None:
    found = completed((0, 10), (0, 11), (0, 99), (0, 100), (0, 189), (0, 190), (1, 12))
    raised = alarms_of(found, stretches((0, 0, 500, DID_NOT), (1, 0, 500, DID_NOT)), horizon_days=HORIZON)
    assert list(zip(raised.customer, raised.day, strict=True)) == [(0, 10), (0, 100), (0, 190), (1, 12)]


def test_no_alarm_is_raised_before_the_customer_came_nor_once_the_outcome_is_known_to_have_come() -> None:
    found = completed((0, 10), (0, 100), (0, 130), (1, 20))
    raised = alarms_of(found, stretches((0, 50, 90, DID_NOT), (0, 91, 120, FOLLOWED)), horizon_days=HORIZON)
    assert raised.day.tolist() == [100], "the one of day 10 was not raised, so it holds none back"
    assert raised.stretch.tolist() == [1]


@pytest.mark.parametrize("seed", range(5))
def test_every_completion_is_an_alarm_or_follows_one_within_the_horizon(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = sorted({(int(random.integers(0, 20)), int(random.integers(0, 600))) for _ in range(400)})
    everywhere = stretches(*((number, 0, 600, DID_NOT) for number in range(20)))
    raised = alarms_of(completed(*rows), everywhere, horizon_days=HORIZON)
    alarms = set(zip(raised.customer.tolist(), raised.day.tolist(), strict=True))
    for customer, day in rows:
        before = [each for who, each in alarms if who == customer and each <= day]
        assert before
        assert day - max(before) < HORIZON
    for customer, day in alarms:
        assert not any(who == customer and 0 < day - each < HORIZON for who, each in alarms)


def test_an_alarm_is_open_for_who_completed_the_pattern_within_the_horizon_and_is_still_here() -> None:
    found = completed((0, 420), (1, 400), (1, 480), (2, 490), (3, 410), (4, 501))
    here = stretches(
        (0, 0, 500, NOT_YET),
        (1, 0, 500, NOT_YET),
        (2, 0, 495, NOT_YET),  # left, or had the outcome, on day 496
        (3, 0, 500, NOT_YET),
        (4, 0, 500, NOT_YET),
    )
    raised = alarms_of(found, here, horizon_days=HORIZON)
    still = open_alarms(found, raised, here, today=500, horizon_days=HORIZON)
    # Customer 1 completed it again within the horizon of an alarm that is 100 days old; 3 did so 90 days ago; 4 later.
    assert list(still.itertuples(index=False, name=None)) == [(0, 420, 420), (1, 480, 400)]
