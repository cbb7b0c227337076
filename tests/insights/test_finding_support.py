"""When the data no longer support a finding, by hand: its test, its customers, its first figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.insights.finding_results import Result
from analytics.insights.finding_support import why_unsupported
from analytics.knowledge.evidence import Evidence, Figure
from analytics.knowledge.findings import Came

NOT_YET = Result(None, "")
APART = Figure("attrition_rate", "share", "2026-05", 0.20, 0.17, 0.23, 0.12, 0.11, 0.13)
ALL = Figure("attrition_rate", "share", "2026-05", 0.12, 0.11, 0.13)


def measured(figure: Figure | None, day: int = 1) -> Evidence:
    return Evidence("b1", date(2026, 6, day), 60, 100, "", () if figure is None else (figure,))


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (APART, replace(APART, value=0.19, lower=0.16, upper=0.22), ""),
        (APART, replace(APART, value=0.13, lower=0.10, upper=0.16), "no longer sets these customers apart"),
        (APART, replace(APART, value=0.08, lower=0.06, upper=0.10), "no longer sets these customers apart"),
        (APART, None, "is not known of these customers any more"),
        (ALL, replace(ALL, value=0.14, lower=0.125, upper=0.155), ""),
        (ALL, replace(ALL, value=0.16, lower=0.14, upper=0.18), "has moved by more than its intervals"),
        (replace(ALL, lower=None, upper=None), replace(ALL, value=0.9, lower=None, upper=None), ""),
        (None, None, ""),
    ],
)
def test_the_first_figure_says_whether_the_data_still_support_it(
    then: Figure | None, now: Figure | None, words: str
) -> None:
    found = why_unsupported(measured(then), measured(now, day=30), NOT_YET)
    assert (words in found) if words else found == ""


def test_a_test_that_did_not_hold_and_customers_whom_nobody_finds_support_nothing() -> None:
    same = measured(APART)
    assert why_unsupported(same, same, NOT_YET) == ""
    assert "did not hold" in why_unsupported(same, same, Result(Came.DID_NOT_HOLD, ""))
    assert why_unsupported(same, same, Result(Came.CANT_BE_TOLD, "")) == ""
    assert "whom it is about" in why_unsupported(same, None, NOT_YET)
