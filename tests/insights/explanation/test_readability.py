"""The reading grade of texts whose grade is known."""

from __future__ import annotations

import doctest

import pytest

from analytics.insights import change_words, lever_words
from analytics.insights.explanation import plain_words, readability, record_made, written_out
from analytics.insights.explanation.readability import method_words, reading_grade, syllables


@pytest.mark.parametrize("module", [plain_words, readability, record_made, written_out, lever_words, change_words])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "n"), [("cat", 1), ("money", 2), ("customer", 3), ("reasonable", 4), ("the", 1), ("charge", 1)]
)
def test_syllables_are_counted(word: str, n: int) -> None:
    assert syllables(word) == n


def test_the_grade_is_that_of_the_formula() -> None:
    # 10 words, 1 sentence, 12 syllables: 0.39 * 10 + 11.8 * 1.2 - 15.59.
    assert reading_grade("The man went to the bank and took out money.") == pytest.approx(
        0.39 * 10 + 11.8 * 1.1 - 15.59
    )


def test_long_words_in_long_sentences_need_more_years() -> None:
    hard = "Institutional heterogeneity characteristically necessitates comprehensive organisational reconsideration."
    assert reading_grade(hard) > 20 > 9 > reading_grade("We looked. We found it. It was good.")
    assert reading_grade("") == 0


def test_words_of_the_trade_are_found() -> None:
    assert method_words("The model's SHAP values, calibrated; a probability.") == [
        "calibrated",
        "model",
        "probability",
        "shap",
    ]
    assert method_words("Fees are high. We charge less.") == []
