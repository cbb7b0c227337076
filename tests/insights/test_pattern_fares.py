"""How customers with a pattern fared beside those without it."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.insights.pattern_fares import pattern_fares
from analytics.insights.pattern_words import happening, pattern_sentence, pattern_words, times_as_likely


def rows(cells: list[tuple[int, bool, bool, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeat rows (group, has it, is a case) as often as the last number says."""
    times = [cell[3] for cell in cells]
    group, has, is_case = (np.repeat([cell[at] for cell in cells], times) for at in range(3))
    return has.astype(bool), is_case.astype(bool), group


def test_shares_and_their_ratio_as_worked_by_hand() -> None:
    has, is_case, group = rows(
        [(0, True, True, 20), (0, True, False, 80), (0, False, True, 10), (0, False, False, 190)]
    )
    one = pattern_fares(has, is_case, group, 1).iloc[0]
    assert (one["n_rows"], one["n_with"], one["n_cases_with"]) == (300, 100, 20)
    assert one["share_with"] == pytest.approx(0.2)
    assert one["share_without"] == pytest.approx(0.05)
    assert one["times"] == pytest.approx(4)
    # The logarithm's standard error is the root of 1/20 - 1/100 + 1/10 - 1/200 = 0.135.
    assert one["times_lower"] == pytest.approx(4 / np.exp(1.959964 * 0.135**0.5))
    assert one["times_upper"] == pytest.approx(4 * np.exp(1.959964 * 0.135**0.5))
    assert one["verdict"] == "more"


def test_each_verdict() -> None:
    has, is_case, group = rows(
        [
            *[(0, True, True, 5), (0, True, False, 195), (0, False, True, 60), (0, False, False, 140)],
            *[(1, True, True, 10), (1, True, False, 90), (1, False, True, 10), (1, False, False, 90)],
            *[(2, True, True, 9), (2, True, False, 20), (2, False, True, 1), (2, False, False, 99)],
            *[(3, True, False, 40), (3, False, False, 60)],
        ]
    )
    assert pattern_fares(has, is_case, group, 4)["verdict"].tolist() == ["less", "unclear", "few", "few"]


def test_a_group_without_rows_and_rows_without_group_count_nowhere() -> None:
    has, is_case, group = rows([(-1, True, True, 50), (1, True, False, 3)])
    table = pattern_fares(has, is_case, group, 2)
    assert table["n_rows"].tolist() == [0, 3]
    assert table["times"].isna().all()


def test_a_pattern_is_said_as_one_would_say_it() -> None:
    what = pattern_words("complaint > fee_charged > limit_check", {"fee_charged": "a fee higher than the last"})
    assert what == "complaint, then a fee higher than the last, then limit check"
    told = pattern_sentence(what, happening("churn", 90), lift=3.14, median_gap_days=8.5, n_customers=412)
    assert told == (
        "Complaint, then a fee higher than the last, then limit check (typically 9 days apart): 3.1 times as likely as"
        " all customers to leave within 90 days; 412 customers."
    )
    assert times_as_likely(float("nan")) == "not known how likely"
    assert happening("loan_distress", None) == "have loan distress"
