"""What a rule would have been worth, counted by hand; and random alarms as drawing very many of them gives."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.insights.alarm_backtest import Period, alarm_backtest
from analytics.insights.intervals import wilson
from analytics.models.alarms import DID_NOT, FOLLOWED, NEVER, NOT_YET, UNKNOWN_DAY, Alarms, Stretches

WHOLE = Period("all", 0, 1_000)


def stretches(*rows: tuple[int, int, int, int, int]) -> Stretches:
    customer, first, last, state, outcome = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Stretches(customer, first, last, state, outcome, state == FOLLOWED)


def alarms(of: Stretches, *rows: tuple[int, int]) -> Alarms:
    customer, day = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Alarms(customer, day, of.holding(customer, day))


def test_alarms_are_counted_as_by_hand_and_unripe_ones_count_in_neither() -> None:
    known = stretches(
        (0, 0, 49, DID_NOT, -1),
        (0, 50, 139, FOLLOWED, 140),
        (1, 0, 200, DID_NOT, -1),
        (1, 201, 300, NOT_YET, -1),
        (2, 0, 80, FOLLOWED, UNKNOWN_DAY),
        (3, 0, 90, FOLLOWED, 91),
        (4, 0, 300, NEVER, -1),
    )
    raised = alarms(known, (0, 100), (1, 20), (1, 250), (2, 60), (4, 10))
    row = alarm_backtest(raised, known, [WHOLE]).iloc[0]
    assert (row["n_alarms"], row["n_right"], row["n_unripe"]) == (3, 2, 1)
    lower, upper = wilson(np.array([2.0]), np.array([3.0]))
    assert (row["share"], row["lower"], row["upper"]) == (2 / 3, lower[0], upper[0])
    assert (row["n_dated"], row["days_ahead_median"], row["is_least"]) == (1, 40, 0)
    assert (row["n_cases"], row["n_preceded"]) == (3, 2)
    # Day 100: customers 0 and 1 could have raised one, 0 is right. Day 20: 0, 1, 2, 3; day 60: 0, 1, 2, 3.
    assert row["random_share"] == pytest.approx((1 / 2 + 2 / 4 + 3 / 4) / 3)


def test_without_a_known_day_it_is_said_how_early_an_alarm_was_at_least() -> None:
    known = stretches((0, 0, 90, FOLLOWED, UNKNOWN_DAY), (1, 0, 90, FOLLOWED, UNKNOWN_DAY), (2, 0, 90, DID_NOT, -1))
    row = alarm_backtest(alarms(known, (0, 30), (1, 70), (2, 3)), known, [WHOLE]).iloc[0]
    assert (row["n_dated"], row["is_least"]) == (0, 1)
    assert (row["days_ahead_q1"], row["days_ahead_median"], row["days_ahead_q3"]) == (20, 20, 60)


def test_each_period_counts_its_own_alarms_and_cases() -> None:
    known = stretches((0, 0, 99, FOLLOWED, 100), (1, 100, 199, FOLLOWED, 200), (2, 0, 199, DID_NOT, -1))
    table = alarm_backtest(
        alarms(known, (0, 50), (2, 60), (2, 150)), known, [Period("one", 0, 99), Period("two", 100, 199)]
    ).set_index("period")
    assert table[["n_alarms", "n_right", "n_cases", "n_preceded"]].to_numpy().tolist() == [[2, 1, 1, 1], [1, 0, 1, 0]]


def test_without_alarms_or_customers_nothing_is_claimed() -> None:
    known = stretches((0, 0, 99, FOLLOWED, 100))
    none = Alarms(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))
    row = alarm_backtest(none, known, [WHOLE]).iloc[0]
    assert (row["n_alarms"], row["n_cases"], row["n_preceded"], row["recall"]) == (0, 1, 0, 0.0)
    assert math.isnan(row["share"])
    assert math.isnan(row["random_share"])
    no = np.zeros(0, np.int64)
    nobody = Stretches(no, no, no, no, no, np.zeros(0, bool))
    assert alarm_backtest(none, nobody, [WHOLE]).iloc[0]["n_cases"] == 0


def test_random_alarms_are_what_drawing_them_very_often_gives() -> None:
    random = np.random.default_rng(1)
    rows = []
    for customer in range(30):
        first, length = int(random.integers(0, 60)), int(random.integers(20, 90))
        state = int(customer % 4 == 0)
        rows.append((customer, first, first + length, state, first + length + 1 if state else -1))
    known = stretches(*rows)
    raised = alarms(known, *((int(number), int(known.first[number]) + 10) for number in range(0, 30, 3)))
    row = alarm_backtest(raised, known, [WHOLE]).iloc[0]
    right, caught, ahead = [], [], []
    for _ in range(4_000):
        drawn = []
        for day in raised.day:
            here = np.flatnonzero((known.first <= day) & (known.last >= day))
            drawn.append((int(random.choice(here)), int(day)))
        right.append(np.mean([known.state[number] for number, _ in drawn]))
        hit = {number for number, _ in drawn}
        caught.append(np.mean([number in hit for number in np.flatnonzero(known.is_case)]))
        ahead += [int(known.outcome[number]) - day for number, day in drawn if known.state[number]]
    assert row["random_share"] == pytest.approx(np.mean(right), abs=0.01)
    assert row["random_recall"] == pytest.approx(np.mean(caught), abs=0.01)
    assert row["random_days_ahead_median"] == pytest.approx(np.median(ahead), abs=2)
