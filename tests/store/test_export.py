"""What leaves the store is exact, and harmless to a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import InputError, StoreEmptyError
from analytics.store.export import csv_text, export, harmless
from analytics.store.snapshots import publish_tables
from analytics.vocabulary import PUBLISHED


@pytest.fixture
def store(tmp_path: Path) -> Path:
    customers = pd.DataFrame(
        {
            "customer_id": ["-5", "007", "=C"],
            "status": ["active"] * 3,
            "opened_on": [date(2020, 2, 29), date(2021, 1, 1), None],
            "occupation": ["=HYPERLINK(1)", None, "clerk, senior"],
            "balance": [-1.5, 0.1, float("nan")],
        }
    )
    publish_tables(tmp_path, {"customers": customers}, {"as_of": "2026-06-30"})
    return tmp_path


def test_csv_is_exact_and_harmless(store: Path, tmp_path: Path) -> None:
    to = tmp_path / "customers.csv"
    assert export(store, "customers", to) == 3
    assert to.read_text(encoding="utf-8") == (
        "customer_id,status,opened_on,occupation,balance\n"
        "-5,active,2020-02-29,'=HYPERLINK(1),-1.5\n"
        "007,active,2021-01-01,,0.1\n"
        '=C,active,,"clerk, senior",\n'
    )


def test_a_column_of_whole_numbers_has_no_points_and_another_keeps_its_own() -> None:
    table = pa.table({"age": [45.0, None, -3.0], "balance": [1.0, 0.1, 2.5], "large": [1e300, 1.0, float("inf")]})
    assert csv_text(table) == "age,balance,large\n45,1.0,1e+300\n,0.1,1.0\n-3,2.5,inf\n"


def test_parquet_keeps_every_value_and_days_are_days(store: Path, tmp_path: Path) -> None:
    to = tmp_path / "customers.parquet"
    export(store, "customers", to)
    table = pq.read_table(to)
    assert str(table.schema.field("opened_on").type) == "date32[day]"
    assert str(table.schema.field("customer_id").type) == "string"
    assert table.column("occupation").to_pylist() == ["=HYPERLINK(1)", None, "clerk, senior"]


def test_an_earlier_file_is_replaced_and_nothing_is_left_beside_it(store: Path, tmp_path: Path) -> None:
    to = tmp_path / "out" / "customers.csv"
    to.parent.mkdir()
    to.write_text("old")
    export(store, "customers", to)
    assert [path.name for path in to.parent.iterdir()] == ["customers.csv"]
    assert to.read_text().startswith("customer_id")


def test_an_unknown_name_lists_the_known_ones(store: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'no published table "clusters"\. There are: annotations'):
        export(store, "clusters", tmp_path / "x.csv")


def test_a_table_that_the_source_does_not_give_says_why(tmp_path: Path) -> None:
    why = {"kpis": "A customer table has no dates."}
    publish_tables(tmp_path, {"customers": pd.DataFrame({"customer_id": ["a"]})}, {"not_published": why})
    with pytest.raises(InputError, match=r'"kpis" can.t be made of this source\. A customer table has no dates\.'):
        export(tmp_path, "kpis", tmp_path / "x.csv")


@pytest.mark.parametrize("name", sorted(set(PUBLISHED) - {"customers"}))
def test_a_table_that_is_not_built_says_run_build(store: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreEmptyError, match="run build"):
        export(store, name, tmp_path / "x.csv")


def test_an_empty_store_says_run_build(tmp_path: Path) -> None:
    with pytest.raises(StoreEmptyError, match="run build"):
        export(tmp_path, "map", tmp_path / "x.csv")


@pytest.mark.parametrize("to", ["x", "x.xlsx", "nowhere/x.csv"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_read(tmp_path: Path, to: str) -> None:
    with pytest.raises(InputError):
        export(tmp_path, "map", tmp_path / to)


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=HYPERLINK('x')", "-", "+"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+2", "-1e-07", "-.5", "rent", "", "'quoted", "2026-06-30"])
def test_numbers_and_plain_text_are_not_touched(text: str) -> None:
    assert harmless(text) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_text_is_never_touched(number: float) -> None:
    assert harmless(repr(number)) == repr(number)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_numbers_come_back_exactly(numbers: list[float]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(pa.table({"x": numbers})))))
    assert [float(row["x"]) for row in rows] == numbers


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_ids_are_never_changed(text: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(pa.table({"customer_id": [text], "n": [1]})), newline="")))
    assert rows[1][0] == text


def test_counts_with_missing_values_stay_whole_numbers() -> None:
    assert csv_text(pa.table({"n": pa.array([1, None], pa.int32())})) == 'n\n1\n""\n'
