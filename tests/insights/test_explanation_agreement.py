"""How far two accounts agree, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.insights.agreement_words import agreed, agreement_words, fit_words, sample_words
from analytics.insights.explanation_agreement import Agreement, agreement


def test_measures_by_hand() -> None:
    first = np.array([5.0, -4.0, 3.0, 0.5, 0.0, 0.0])
    second = np.array([5.0, 3.0, -4.0, 0.0, 2.0, 0.0])
    told = agreement(first, second, named=3)
    assert told.feature_agreement == 1.0
    assert told.sign_agreement == pytest.approx(1 / 3), "only the first pushes the same way in both"
    assert told.rank_agreement == pytest.approx(1 / 3), "the other two have changed places"
    ranks = np.array([5, 1, 4, 3, 2]), np.array([5, 4, 1, 2, 3])
    assert told.rank_correlation == pytest.approx(np.corrcoef(*ranks)[0, 1]), "a column without a part doesn't count"


def test_an_account_agrees_with_itself_and_not_with_its_opposite() -> None:
    pushes = np.array([0.3, -0.2, 0.1, 0.05, -0.01])
    assert agreement(pushes, pushes) == Agreement(1.0, 1.0, 1.0, 1.0)
    turned = agreement(pushes, -pushes)
    assert (turned.feature_agreement, turned.sign_agreement) == (1.0, 0.0)
    assert turned.rank_correlation == pytest.approx(-1.0)


def test_where_nothing_has_a_part_nothing_agrees() -> None:
    assert agreement(np.zeros(4), np.zeros(4)) == Agreement(0.0, 0.0, 0.0, 0.0)


def test_the_fewer_features_of_the_longer_list_are_not_held_against_it_twice() -> None:
    told = agreement(np.array([1.0, 0.0, 0.0]), np.array([1.0, 0.5, 0.0]))
    assert told.feature_agreement == 0.5


@pytest.mark.parametrize(
    ("shared", "expected", "warns"),
    [(0.8, "agree well", False), (0.6, "agree in part", False), (0.4, "do not agree", True)],
)
def test_words_follow_what_both_name_with_the_same_sign(shared: float, expected: str, warns: bool) -> None:
    said = agreement_words(Agreement(1.0, shared, 0.2, 0.5))
    assert expected in said.text
    assert f"both name 5, {round(shared * 5)} of them with the same sign" in said.text
    assert "both name 4, all with the same sign" in agreement_words(Agreement(0.8, 0.8, 0.2, 0.5)).text
    assert said.warns is warns


def test_a_poor_fit_is_said() -> None:
    assert not fit_words(0.6).warns
    poor = fit_words(0.31)
    assert poor.warns
    assert "explains 31%" in poor.text


def test_a_sample_is_summed_up_with_an_interval() -> None:
    table = pd.DataFrame({"sign_agreement": [1.0, 0.8, 0.6, 0.8], "local_fit": [0.9, 0.4, 0.7, 0.8]})
    told = agreed(table)
    assert told is not None
    said = sample_words(told)
    assert said is not None
    assert "both methods name 4.0 with the same sign on average (90% interval 3.3 to 4.7; 4 customers)" in said.text
    assert "fits poorly for 25%" in said.text
    assert agreed(table.head(0)) is None
