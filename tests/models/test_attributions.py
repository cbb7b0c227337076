from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.models.attributions import value_texts


def test_numbers_are_written_as_short_as_they_can_be() -> None:
    texts = value_texts(pd.Series([3.0, 0.1, -2.5, np.nan, 1e22, 1 / 3, 0.0]))
    assert texts.tolist()[:3] == ["3", "0.1", "-2.5"]
    assert texts.isna().tolist() == [False, False, False, True, False, False, False]
    assert texts.tolist()[4:] == ["1e22", "0.3333333333333333", "0"]


def test_words_and_yes_or_no_stay_what_they_are() -> None:
    assert value_texts(pd.Series(["Unknown", None, "a,b"])).tolist()[::2] == ["Unknown", "a,b"]
    assert value_texts(pd.Series([True, False])).tolist() == ["true", "false"]
    assert value_texts(pd.Series(["x", "y", "x"], dtype="category")).tolist() == ["x", "y", "x"]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_a_number_read_back_is_the_same_number(numbers: list[float]) -> None:
    assert [float(text) for text in value_texts(pd.Series(numbers))] == numbers


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=20), st.integers(-12, 24))
def test_a_number_is_written_as_python_writes_it_whatever_its_size(numbers: list[float], power: int) -> None:
    scaled = [number * 10.0**power for number in (*numbers, 1.0, -1.5, 1 / 3, 0.1 + 0.2)]
    scaled = [number for number in scaled if number == number]
    expected = [repr(number).removesuffix(".0").replace("e+", "e") for number in scaled]
    assert [float(text) for text in value_texts(pd.Series(scaled))] == scaled
    assert value_texts(pd.Series(scaled)).tolist() == [expected[scaled.index(number)] for number in scaled]
