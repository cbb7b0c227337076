"""The verdict on a model agrees with its evaluation."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.insights.horizon_words import quality_phrase
from analytics.insights.model_verdict import calibration_words, cost_of_protection, lost_to_logistic, verdict


def _rows(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"model": model, "split": split, "metric": "auc", "value": value, "lower": value - w, "upper": value + w}
            for model, split, value, w in rows
        ]
    )


@settings(max_examples=60, deadline=None)
@given(st.floats(0.4, 1), st.floats(0.4, 1), st.floats(0.001, 0.1))
def test_better_is_said_only_where_the_intervals_part(own: float, simple: float, width: float) -> None:
    said = verdict(_rows(("gradient_boosting", "time", own, width), ("naive", "time", simple, width)))

    assert said is not None
    assert ("ranks customers better" in said.text) == (own - width > simple + width)
    assert ("no better than" in said.text) == (own <= simple and not own - width > simple + width)
    assert f"{own:.3f}" in said.text
    assert f"{simple:.3f}" in said.text


def test_the_later_date_counts_before_the_customers_never_seen() -> None:
    said = verdict(
        _rows(
            ("gradient_boosting", "customers", 0.9, 0.01),
            ("naive", "customers", 0.6, 0.01),
            ("gradient_boosting", "time", 0.61, 0.01),
            ("naive", "time", 0.7, 0.01),
        )
    )

    assert said is not None
    assert said.text.startswith("The model is no better than the simple rule")


@pytest.mark.parametrize(("lower", "is_better"), [(0.047, True), (-0.001, False)])
def test_the_gain_on_the_same_customers_decides_where_it_is_known(lower: float, is_better: bool) -> None:
    # The two AUCs' own intervals overlap: most of what moves one moves the other too.
    both = _rows(("gradient_boosting", "time", 0.8, 0.04), ("naive", "time", 0.71, 0.06))
    gain = {"model": "gradient_boosting", "split": "time", "metric": "auc_over_naive", "value": 0.09}
    table = pd.concat([both, pd.DataFrame([{**gain, "lower": lower, "upper": 0.13}])], ignore_index=True)
    said = verdict(table)
    assert said is not None
    assert said.text.startswith("The model ranks customers better" if is_better else "The model looks better")
    assert quality_phrase(table).startswith("Better" if is_better else "Not surely better")


def test_nothing_to_compare_gives_no_verdict() -> None:
    assert verdict(_rows(("gradient_boosting", "time", 0.8, 0.01))) is None


def test_a_simpler_model_that_does_as_well_is_named() -> None:
    table = _rows(("gradient_boosting", "time", 0.80, 0.02), ("logistic", "time", 0.81, 0.02))

    assert "Plain logistic regression did as well or better on a later date" in (lost_to_logistic(table) or "")
    assert lost_to_logistic(table.assign(value=[0.82, 0.81])) is None


def test_what_protection_costs_has_the_sign_of_the_difference() -> None:
    costs = cost_of_protection(
        _rows(
            ("gradient_boosting", "customers", 0.80, 0.001),
            ("gradient_boosting_with_protected", "customers", 0.82, 0.001),
            ("gradient_boosting", "time", 0.80, 0.05),
            ("gradient_boosting_with_protected", "time", 0.79, 0.05),
        )
    )

    assert costs == [
        "On a later date, leaving the protected columns out gains 0.010 AUC: 0.800 without them, 0.790 with them;"
        " the intervals overlap.",
        "On customers it never saw, leaving the protected columns out costs 0.020 AUC: 0.800 without them,"
        " 0.820 with them.",
    ]


def test_calibration_is_weighted_by_customers() -> None:
    bins = pd.DataFrame({"mean_predicted": [0.1, 0.5], "observed": [0.2, 0.5], "n": [90, 10]})

    assert calibration_words(bins) == (
        "Foretold for all of them together: 14.0%. It happened to 23.0% (+9.0 percentage points)."
    )
    assert calibration_words(bins.head(0)) is None
