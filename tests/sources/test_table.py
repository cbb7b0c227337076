"""A customer table: one file, a row a customer, with a label."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.errors import InputError
from analytics.sources.quality import QualityReport
from analytics.store.connection import open_for_reading
from analytics.store.erase import erase_customer
from analytics.store.load import ingest
from tests.real_data import real_data

TEXT = (
    "client,age,income,region code,gender,wave,left\n"
    "007,30,1000.5,01,f,a,yes\n"
    "008,41, ,02,m,b,no\n"
    '009,52,2e3,03,f,Unknown,""\n'
    "010,,-4,04,m,,no\n"
)


def load(tmp_path: Path, text: str = TEXT, **options: object) -> QualityReport:
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    named: dict[str, object] = {"label": "left", "as_of": date(2024, 1, 31), "n_threads": 1} | options
    return ingest(tmp_path / "store", tmp_path / "people.csv", **named)  # type: ignore[arg-type]


def rows(store: Path, sql: str) -> list[tuple[object, ...]]:
    with open_for_reading(store) as warehouse:
        return warehouse.cursor().execute(sql).fetchall()


def test_cells_become_numbers_categories_or_missing(tmp_path: Path) -> None:
    load(tmp_path, id_column="client", ignore=("wave",))
    assert rows(tmp_path / "store", "SELECT * FROM source.attributes ORDER BY customer_id") == [
        ("007", 30.0, 1000.5, "01"),
        ("008", 41.0, None, "02"),
        ("009", 52.0, 2000.0, "03"),
        ("010", None, -4.0, "04"),
    ]
    described = rows(tmp_path / "store", "SELECT column_name FROM (DESCRIBE source.customers)")
    assert [name for (name,) in described] == ["customer_id", "age", "income", "region code", "gender", "wave"]


def test_unknown_is_a_category_and_an_empty_cell_is_not(tmp_path: Path) -> None:
    load(tmp_path, id_column="client")
    assert rows(tmp_path / "store", "SELECT wave FROM source.attributes ORDER BY customer_id") == [
        ("a",),
        ("b",),
        ("Unknown",),
        (None,),
    ]


def test_a_customer_without_a_label_is_kept_and_has_no_outcome(tmp_path: Path) -> None:
    report = load(tmp_path, id_column="client", outcome="left_bank")
    assert rows(tmp_path / "store", "SELECT * FROM source.outcomes ORDER BY customer_id") == [
        ("007", date(2024, 1, 31), "left_bank", 1),
        ("008", date(2024, 1, 31), "left_bank", 0),
        ("010", date(2024, 1, 31), "left_bank", 0),
    ]
    assert (report.default_outcome, report.as_of_default) == ("left_bank", date(2024, 1, 31))


def test_rows_are_numbered_where_no_column_names_the_customer(tmp_path: Path) -> None:
    load(tmp_path)
    assert rows(
        tmp_path / "store", "SELECT customer_id, client FROM source.customers ORDER BY customer_id LIMIT 1"
    ) == [("row-000001", "007")]


def test_protected_columns_are_no_attributes_whatever_their_capitals(tmp_path: Path) -> None:
    text = TEXT.replace("gender", "Gender")
    load(tmp_path, text, protected=("region code",))
    names = {name for (name,) in rows(tmp_path / "store", "SELECT column_name FROM (DESCRIBE source.attributes)")}
    assert names == {"customer_id", "client", "age", "income", "wave"}
    assert rows(tmp_path / "store", "SELECT protected FROM meta.source") == [(["region code", "Gender"],)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("0", "1"), (0, 1)),
        (("False", "TRUE"), (0, 1)),
        (("No", "yes"), (0, 1)),
        ((" no ", "Yes"), (0, 1)),
        (("1", "1"), (1, 1)),
    ],
)
def test_the_usual_pairs_are_understood_without_being_told(
    tmp_path: Path, values: tuple[str, str], expected: tuple[int, int]
) -> None:
    load(tmp_path, f"age,left\n1,{values[0]}\n2,{values[1]}\n")
    found = rows(tmp_path / "store", "SELECT value FROM source.outcomes ORDER BY customer_id")
    assert tuple(value for (value,) in found) == expected


def test_a_column_that_is_nearly_numbers_is_pointed_out(tmp_path: Path) -> None:
    lines = "".join(f"{number},no\n" for number in range(40))
    report = load(tmp_path, f"age,left\n{lines}forty,yes\n")
    assert any('age: 40 of 41 values are numbers, and others such as "forty"' in note for note in report.notes)


def test_a_column_without_a_name_is_left_out_and_said_so(tmp_path: Path) -> None:
    report = load(tmp_path, ",age,left\n0,30,no\n1,40,yes\n")
    assert any("column 1 (it has no name) is not used" in note for note in report.notes)


def test_parquet_is_read_in_its_own_types(tmp_path: Path) -> None:
    columns = {"age": [30.0, float("nan")], "vip": [True, False], "born": [date(1990, 1, 1), None], "left": [1, 0]}
    pq.write_table(pa.table(columns), tmp_path / "people.parquet")
    ingest(tmp_path / "store", tmp_path / "people.parquet", label="left", n_threads=1)
    assert rows(tmp_path / "store", "SELECT * EXCLUDE (customer_id) FROM source.attributes ORDER BY customer_id") == [
        (30.0, "true", "1990-01-01"),
        (None, "false", None),
    ]


REFUSED: dict[str, tuple[str, dict[str, object], str]] = {
    "no label": (TEXT, {"label": None}, "name the column of its outcome with --label"),
    "an unknown label": (TEXT, {"label": "Left"}, r'--label Left: there is no such column\. Did you mean "left"\?'),
    "an unknown id": (TEXT, {"id_column": "id"}, "--id id: there is no such column"),
    "an unknown protected column": (TEXT, {"protected": ("sex",)}, "--protected sex: there is no such column"),
    "an unknown ignored column": (TEXT, {"ignore": ("sex",)}, "--ignore sex: there is no such column"),
    "id and label in one": (TEXT, {"id_column": "left"}, "--label and --id name the same column"),
    "an id column that is not named": (
        TEXT.replace("client", "Customer_ID"),
        {},
        r'has a column "Customer_ID"\. Say --id Customer_ID',
    ),
    "a label of other words": (
        TEXT.replace("yes", "gone").replace("no", "stays"),
        {},
        r"counts as 1\? Name it with --positive\. Its values: gone, stays\.",
    ),
    "a positive value that is not there": (
        TEXT,
        {"positive": "gone"},
        r'No row has "gone" in the label column "left"\. Its values: no, yes\.',
    ),
    "an empty label": ("age,left\n1,\n2,\n", {}, "is empty: there is nothing to learn from"),
    "no rows": ("age,left\n", {}, "is empty: there is nothing to learn from"),
    "mostly the same id": ("id,left\n1,0\n1,1\n1,0\n", {"id_column": "id"}, "2 of 3 rows would be rejected"),
    "no name for the outcome": (TEXT, {"outcome": " "}, "--outcome must be a name"),
}


@pytest.mark.parametrize(("text", "options", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_table_or_call_is_refused_in_words(
    tmp_path: Path, text: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, text, **options)
    assert not list((tmp_path / "store").glob("*.duckdb"))


def test_a_file_of_another_ending_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError, match=r"must end in \.parquet, \.csv, \.csv\.gz"):
        ingest(tmp_path / "store", tmp_path / "people.xlsx", label="left")


def test_rows_without_an_id_or_with_one_seen_before_are_rejected(tmp_path: Path) -> None:
    report = load(tmp_path, TEXT + "007,1,1,1,f,a,no\n,1,1,1,f,a,no\n", id_column="client")
    assert {reason.reason for reason in report.reasons} == {"the same id as an earlier row", "missing"}
    customers = report.tables[0]
    assert (customers.rows_in, customers.rows_loaded, customers.rows_rejected) == (6, 4, 2)


def test_an_erased_customer_does_not_come_back(tmp_path: Path) -> None:
    load(tmp_path, id_column="client")
    erase_customer(tmp_path / "store", "007")
    report = load(tmp_path, TEXT + "011,1,1,1,f,a,no\n", id_column="client")
    assert [(reason.reason, reason.n_rows) for reason in report.reasons] == [("erased", 1)]
    assert rows(tmp_path / "store", "SELECT count(*) FROM landed.customers WHERE client = '007'") == [(0,)]


def test_a_different_table_is_refused_unless_it_replaces(tmp_path: Path) -> None:
    load(tmp_path)
    with pytest.raises(InputError, match="different table: only 0 of its 4 columns"):
        load(tmp_path, "a,b,c,gone\n1,2,3,no\n", label="gone")
    load(tmp_path, "a,b,c,gone\n1,2,3,no\n", label="gone", replace=True)


REAL: dict[str, tuple[str, dict[str, object], int, int]] = {
    "BankChurners": (
        "tables/BankChurners.csv",
        {"label": "Attrition_Flag", "positive": "Attrited Customer", "id_column": "CLIENTNUM"},
        10_127,
        1_627,
    ),
    "telco": ("tables/telco.csv", {"label": "Churn", "id_column": "customerID"}, 7_043, 1_869),
    "germancredit": ("tables/germancredit.csv", {"label": "creditability", "positive": "bad"}, 1_000, 300),
    "bank_marketing": ("tables/bank_marketing.csv.gz", {"label": "y"}, 45_211, 5_289),
    "bank_additional": ("tables/bank_additional.csv.gz", {"label": "y"}, 41_188, 4_640),
    "adult": ("tables/adult.csv.gz", {"label": "income", "positive": ">50K"}, 48_842, 11_687),
}


@pytest.mark.parametrize(("name", "options", "n_rows", "n_positive"), REAL.values(), ids=REAL.keys())
def test_real_tables_are_loaded_whole(
    tmp_path: Path, name: str, options: dict[str, object], n_rows: int, n_positive: int
) -> None:
    report = ingest(tmp_path / "store", real_data(name), n_threads=1, **options)  # type: ignore[arg-type]
    customers = report.tables[0]
    assert (customers.rows_in, customers.rows_loaded, customers.rows_rejected) == (n_rows, n_rows, 0)
    assert rows(tmp_path / "store", "SELECT sum(value) FROM source.outcomes") == [(n_positive,)]


def test_blanks_in_a_column_of_numbers_are_missing(tmp_path: Path) -> None:
    ingest(tmp_path / "store", real_data("tables/telco.csv"), label="Churn", id_column="customerID", n_threads=1)
    found = rows(
        tmp_path / "store",
        "SELECT count(*), count(TotalCharges), any_value(typeof(TotalCharges)) FROM source.attributes",
    )
    assert found == [(7043, 7032, "DOUBLE")]
