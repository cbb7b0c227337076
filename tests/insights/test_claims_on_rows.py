"""Claims beside the rows that they are about."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analytics.insights.claims_on_rows import BETWEEN, claims_on_rows


def test_without_a_claim_every_row_is_empty() -> None:
    assert claims_on_rows([], 3).tolist() == ["", "", ""]


def test_a_table_without_rows_has_none() -> None:
    assert claims_on_rows([("Students", np.zeros(0, dtype=np.bool_))], 0).tolist() == []


@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 6), st.integers(1, 12))))
def test_every_row_has_exactly_its_claims_in_their_order(about: np.ndarray) -> None:
    claims = [(f"claim {number}", mask) for number, mask in enumerate(about)]
    expected = [BETWEEN.join(words for words, mask in claims if mask[row]) for row in range(about.shape[1])]
    assert claims_on_rows(claims, about.shape[1]).tolist() == expected
