"""Numbers become the same words everywhere."""

from __future__ import annotations

import doctest

import pytest

from analytics.insights import columns, wording


@pytest.mark.parametrize("module", [wording, columns])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_a_missing_number_is_a_dash_and_never_zero() -> None:
    missing = float("nan")

    assert wording.percent(missing) == wording.count(missing) == wording.quantity(missing, "EUR") == "–"


def test_a_share_that_is_not_nothing_never_reads_as_nothing() -> None:
    assert wording.percent(1e-9) == "<0.1%"
    assert wording.percent(0.0) == "0.0%"
    assert wording.percent(1.0) == "100.0%"
    assert wording.percent(1 - 1e-9) == ">99.9%"


def test_a_fall_is_written_with_a_true_minus_sign() -> None:
    assert wording.points(-0.013) == "−1.3 percentage points"
    assert wording.quantity(-12.5, "EUR") == "−12.5 EUR"
