"""The texts that are carried beside a table are those that Streamlit reads out of pandas' own HTML."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from pages.shared.cell_forms import written_as
from pages.shared.formats import MISSING
from pages.shared.written_cells import written
from tests.pages.cell_texts import texts_of_styler

WRITERS = {"amount": written_as("%.2f"), "n": written_as("localized")}
ONE_OF_EACH = pd.DataFrame(
    {
        "amount": [1234.567, None, -0.001],
        "n": pd.array([8000, 3, None], dtype="Int64"),
        "name": ["<b>Rent</b> & more", None, ""],
        "day": [dt.date(2026, 2, 28), None, dt.date(2024, 2, 29)],
        "moment": pd.array(["2026-02-28 10:00", None, "2024-02-29"], dtype="datetime64[us]"),
        "yes": [True, False, True],
        "kind": pd.Categorical(["a", "b", None]),
    }
)


def test_every_kind_of_cell_has_the_text_that_pandas_writes() -> None:
    by_pandas = texts_of_styler(ONE_OF_EACH.style.format(dict(WRITERS), na_rep=MISSING))

    pd.testing.assert_frame_equal(texts_of_styler(written(ONE_OF_EACH, WRITERS)), by_pandas)
    assert by_pandas["amount"].tolist() == ["1,234.57", MISSING, "0.00"]
    assert by_pandas["name"].tolist() == ["<b>Rent</b> & more", MISSING, ""]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.none(), st.floats()), st.one_of(st.none(), st.text(max_size=8))), max_size=5),
)
def test_any_numbers_and_texts_do(rows: list[tuple[float | None, str | None]]) -> None:
    table = pd.DataFrame(
        {
            "amount": np.array([np.nan if number is None else number for number, _ in rows], dtype=np.float64),
            "name": pd.array([text for _, text in rows], dtype="str"),
        }
    )
    by_pandas = texts_of_styler(table.style.format(dict(WRITERS), na_rep=MISSING))

    pd.testing.assert_frame_equal(texts_of_styler(written(table, WRITERS)), by_pandas)


def test_the_values_stay_what_they_are() -> None:
    styler = written(ONE_OF_EACH, WRITERS)

    assert styler.data["amount"].tolist()[0] == 1234.567  # type: ignore[attr-defined]
    assert styler.data["n"].astype("float64").sum() == 8003  # type: ignore[attr-defined]


def test_the_same_table_is_the_same_message() -> None:
    first, second = ArrowData(), ArrowData()
    marshall_styler(first, written(ONE_OF_EACH, WRITERS), "here")
    marshall_styler(second, written(ONE_OF_EACH.copy(), WRITERS), "here")

    assert first.SerializeToString(deterministic=True) == second.SerializeToString(deterministic=True)
