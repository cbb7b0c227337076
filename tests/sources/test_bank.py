"""A bank folder, loaded: what is in the store afterwards."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from analytics.errors import InputError
from analytics.sources.quality import QualityReport
from analytics.sources.schemas import BANK_TABLES, SQL_TYPES
from analytics.store.connection import open_for_reading
from analytics.store.erase import erase_customer
from analytics.store.load import ingest
from analytics.vocabulary import SourceKind
from tests.sources.small_bank import NEEDED, TABLES, with_rows, write_bank


def frame(store: Path, sql: str) -> pd.DataFrame:
    with open_for_reading(store) as warehouse:
        return warehouse.frame(sql)


def rows(store: Path, sql: str) -> list[tuple[object, ...]]:
    with open_for_reading(store) as warehouse:
        return warehouse.cursor().execute(sql).fetchall()


def loaded(report: QualityReport) -> dict[str, tuple[int, int, int]]:
    return {t.table: (t.rows_in, t.rows_loaded, t.rows_rejected) for t in report.tables if t.present}


def test_a_clean_bank_is_loaded_whole(tmp_path: Path) -> None:
    report = ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    assert report.kind is SourceKind.BANK
    assert report.reasons == ()
    assert loaded(report)["transactions"] == (5, 5, 0)
    assert (report.currency, report.default_outcome, report.as_of_default) == ("EUR", "churn", date(2024, 1, 31))


def test_money_dates_times_and_ids_are_what_they_say(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    found = rows(tmp_path / "store", "SELECT * FROM source.transactions ORDER BY file_order")
    assert found[0][:3] == ("A1", datetime(2024, 1, 5, 10, 30), Decimal("1200.00"))
    assert found[1][1] == datetime(2024, 1, 6, 11)
    assert found[3][1] == datetime(2024, 2, 2, 6)
    customer = rows(tmp_path / "store", "SELECT * FROM source.customers ORDER BY customer_id")[0]
    assert customer[:4] == ("0001", date(2020, 1, 1), None, date(1980, 5, 1))


def test_extra_columns_are_kept_as_numbers_where_all_are_and_codes_stay_text(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    assert rows(tmp_path / "store", "SELECT segment_code FROM source.customers ORDER BY customer_id")[0] == (7.0,)
    assert rows(tmp_path / "store", "SELECT population, postcode FROM source.regions ORDER BY region_id") == [
        (1000.0, "01234"),
        (2000.0, "05678"),
    ]


def test_every_table_of_the_contract_exists_with_its_types(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank", only=NEEDED))
    described = rows(
        tmp_path / "store",
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'source'",
    )
    types = {(table, column): kind for table, column, kind in described}
    for schema in BANK_TABLES.values():
        for column in schema.columns:
            assert types[schema.name, column.name] == SQL_TYPES[column.values]


def test_missing_tables_and_columns_are_named(tmp_path: Path) -> None:
    report = ingest(tmp_path / "store", write_bank(tmp_path / "bank", only=NEEDED))
    assert [t.table for t in report.tables if not t.present] == [n for n in BANK_TABLES if n not in NEEDED]
    assert ("customers", "language") in report.missing_columns
    assert ("customers", "gender") not in report.missing_columns
    assert "language" in report.text()


def test_acts_of_the_customers_own_are_told_from_the_banks(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    found = rows(
        tmp_path / "store", "SELECT customer_id, is_own_act, is_inflow FROM source.transactions ORDER BY file_order"
    )
    assert found == [
        ("0001", False, True),
        ("0001", True, False),
        ("0002", False, False),
        ("0003", True, False),
        ("0003", True, False),
    ]


def test_accounts_in_another_currency_are_marked_and_counted(tmp_path: Path) -> None:
    report = ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    assert rows(tmp_path / "store", "SELECT account_id FROM source.transactions WHERE NOT in_currency") == [("A4",)]
    assert any(note == "1 account not in EUR, with 1 transaction: left out of sums." for note in report.notes)


def test_the_reporting_currency_can_be_chosen(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    ingest(tmp_path / "store", bank)
    report = ingest(tmp_path / "store", bank, currency="usd")
    assert report.currency == "USD"
    assert rows(tmp_path / "store", "SELECT account_id FROM source.transactions WHERE in_currency") == [("A4",)]


def test_parquet_and_gzip_give_the_same_store_as_text(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    other = tmp_path / "other"
    other.mkdir()
    for name, text in TABLES.items():
        if name in ("accounts", "transactions"):
            strings = {column: pa.string() for column in text.partition("\n")[0].split(",")}
            if name == "transactions":
                strings |= {"amount": pa.float64(), "balance_after": pa.float64()}
            table = pyarrow.csv.read_csv(
                bank / f"{name}.csv",
                convert_options=pyarrow.csv.ConvertOptions(column_types=strings, strings_can_be_null=True),
            )
            pq.write_table(table, other / f"{name}.parquet")
        else:
            (other / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    first = ingest(tmp_path / "one", bank)
    second = ingest(tmp_path / "two", other)
    assert loaded(first) == loaded(second)
    for name in BANK_TABLES:
        sql = f"SELECT * FROM source.{name}"
        pd.testing.assert_frame_equal(frame(tmp_path / "one", sql), frame(tmp_path / "two", sql))


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + TABLES["transactions"].replace(",", ";").replace("\n", "\r\n")
    report = ingest(tmp_path / "store", write_bank(tmp_path / "bank", transactions=text))
    assert loaded(report)["transactions"] == (5, 5, 0)


def test_quoted_fields_may_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    row = 'A1,2024-01-07,-1.00,"a, ""b""\nc",card,,,'
    report = ingest(
        tmp_path / "store", write_bank(tmp_path / "bank", transactions=with_rows("transactions", row, "A1,2024-01-08"))
    )
    assert loaded(report)["transactions"] == (7, 6, 1)
    assert rows(tmp_path / "store", "SELECT category FROM source.transactions WHERE amount = -1") == [('a, "b"\nc',)]
    assert rows(tmp_path / "store", "SELECT row_number, value FROM meta.rejections") == [(7, "A1,2024-01-08")]


def test_unknown_files_and_the_truth_are_ignored_and_listed(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    (bank / "truth").mkdir()
    (bank / "truth" / "churn.parquet").write_bytes(b"secret")
    (bank / "notes.txt").write_text("hello")
    report = ingest(tmp_path / "store", bank)
    assert report.ignored == ("notes.txt", "truth/")


def test_parts_are_one_table(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank", only=("customers", "accounts"))
    header, _, body = TABLES["transactions"].partition("\n")
    lines = body.splitlines()
    (bank / "transactions").mkdir()
    (bank / "transactions" / "2024-01.csv").write_text("\n".join([header, *lines[:2]]))
    (bank / "transactions" / "2024-02.csv").write_text("\n".join([header, *lines[2:]]))
    (bank / "transactions" / "_SUCCESS").write_text("")
    report = ingest(tmp_path / "store", bank)
    assert loaded(report)["transactions"] == (5, 5, 0)
    assert report.ignored == ("transactions/_SUCCESS",)


def test_a_new_month_is_added_without_reading_the_old_ones_again(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank", only=("customers", "accounts"))
    header, _, body = TABLES["transactions"].partition("\n")
    (bank / "transactions").mkdir()
    (bank / "transactions" / "2024-01.csv").write_text(TABLES["transactions"])
    ingest(tmp_path / "store", bank)
    (bank / "transactions" / "2024-02.csv").write_text(f"{header}\n{body.splitlines()[0].replace('-01-', '-02-')}\n")
    report = ingest(tmp_path / "store", bank)
    transactions = next(table for table in report.tables if table.table == "transactions")
    assert (transactions.rows_loaded, transactions.n_files, transactions.n_files_unchanged) == (6, 2, 1)
    assert "2 (1 unchanged, not read again)" in report.text()


def test_what_changes_between_loads_ends_as_if_loaded_afresh(tmp_path: Path) -> None:
    header, _, body = TABLES["transactions"].partition("\n")
    lines = body.splitlines()
    bank = write_bank(tmp_path / "bank", only=("customers", "accounts"))
    (bank / "transactions").mkdir()
    for number, line in enumerate([*lines, "A9,2024-03-01,-1.00,,,,,"]):
        (bank / "transactions" / f"{number}.csv").write_text(f"{header}\n{line}\n")
    ingest(tmp_path / "store", bank)
    # One file goes, one changes, one comes first; an account changes hands, one appears, one is closed.
    (bank / "transactions" / "1.csv").unlink()
    (bank / "transactions" / "3.csv").write_text(f"{header},note\n{lines[3]},late\n")
    (bank / "transactions" / "00.csv").write_text(f"{header}\nA1,2024-01-01,-2.00,,,,,\n")
    accounts = TABLES["accounts"].replace("A2,0002", "A2,0003") + "A9,0001,current,2023-01-01,,EUR\n"
    (bank / "accounts.csv").write_text(accounts)
    again = ingest(tmp_path / "store", bank)
    afresh = ingest(tmp_path / "fresh", bank)
    assert loaded(again) == loaded(afresh)
    assert again.reasons == afresh.reasons
    sql = "SELECT * FROM source.transactions ORDER BY file_order"
    pd.testing.assert_frame_equal(frame(tmp_path / "store", sql), frame(tmp_path / "fresh", sql), check_like=True)
    parts = "SELECT part, file, rows_in FROM meta.parts ORDER BY ALL"
    pd.testing.assert_frame_equal(frame(tmp_path / "store", parts), frame(tmp_path / "fresh", parts))


def test_a_different_bank_is_refused_unless_it_replaces(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    other = write_bank(
        tmp_path / "other", only=tuple(TABLES), **{name: text.replace("000", "900") for name, text in TABLES.items()}
    )
    with pytest.raises(InputError, match="different bank: only 0 of its 4 customers are among the 4 loaded"):
        ingest(tmp_path / "store", other)
    assert rows(tmp_path / "store", "SELECT min(customer_id) FROM source.customers") == [("0001",)]
    ingest(tmp_path / "store", other, replace=True)
    assert rows(tmp_path / "store", "SELECT min(customer_id) FROM source.customers") == [("9001",)]


def test_a_different_kind_is_refused_unless_it_replaces(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    (tmp_path / "table.csv").write_text("age,left\n30,0\n40,1\n")
    with pytest.raises(InputError, match=r"holds a source of kind bank .* is of kind table"):
        ingest(tmp_path / "store", tmp_path / "table.csv", label="left")
    ingest(tmp_path / "store", tmp_path / "table.csv", label="left", replace=True)
    assert rows(tmp_path / "store", "SELECT customer_id, age FROM source.attributes ORDER BY ALL") == [
        ("row-000001", 30.0),
        ("row-000002", 40.0),
    ]
    ingest(tmp_path / "store", tmp_path / "bank", replace=True)
    assert rows(tmp_path / "store", "SELECT count(*) FROM source.transactions") == [(5,)]


def test_an_outcome_long_after_the_last_booking_does_not_set_the_as_of_day(tmp_path: Path) -> None:
    late = with_rows("outcomes", "0004,2024-02-05,churn,1", "0001,2024-12-31,churn,1")
    report = ingest(tmp_path / "store", write_bank(tmp_path / "bank", outcomes=late))
    assert report.as_of_default == date(2024, 2, 5)
    assert any("1 of 5 values of churn are dated more than 7 days after the last booking" in n for n in report.notes)


def test_without_outcomes_the_last_booked_day_is_the_as_of_day(tmp_path: Path) -> None:
    report = ingest(tmp_path / "store", write_bank(tmp_path / "bank", only=NEEDED))
    assert (report.default_outcome, report.as_of_default) == ("churn", date(2024, 2, 3))


def test_a_far_future_closing_day_means_not_closed(tmp_path: Path) -> None:
    text = TABLES["customers"].replace("2024-05-01", "9999-12-31")
    report = ingest(tmp_path / "store", write_bank(tmp_path / "bank", customers=text))
    assert report.reasons == ()
    assert rows(tmp_path / "store", "SELECT count(closed_on) FROM source.customers") == [(0,)]


def test_columns_are_renamed_on_request(tmp_path: Path) -> None:
    text = TABLES["transactions"].replace("booked_at", "date").replace("amount", "betrag=x")
    bank = write_bank(tmp_path / "bank", transactions=text)
    renames = ["transactions.date=booked_at", "transactions.betrag=x=amount"]
    assert loaded(ingest(tmp_path / "store", bank, renames=renames))["transactions"] == (5, 5, 0)


def test_erased_customers_do_not_come_back(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    store = tmp_path / "store"
    ingest(store, bank)
    erase_customer(store, "0001")
    assert rows(store, "SELECT count(*) FROM source.transactions WHERE account_id = 'A1'") == [(0,)]
    for again in (bank, write_bank(tmp_path / "bank", events=with_rows("events", "0001,2024-03-02,login,app,"))):
        ingest(store, again)
    for fresh in (store,):
        report = ingest(
            fresh, write_bank(tmp_path / "bank", transactions=with_rows("transactions", "A1,2024-03-02,5,,,,,"))
        )
        assert loaded(report)["customers"] == (4, 3, 1)
        assert loaded(report)["transactions"] == (6, 3, 3)
        assert {reason.reason for reason in report.reasons} == {"erased"}
        told = rows(
            fresh,
            "SELECT count(*) FROM (SELECT customer_id::VARCHAR AS v FROM landed.customers "
            "UNION ALL SELECT account_id FROM landed.transactions UNION ALL SELECT value FROM meta.rejections "
            "UNION ALL SELECT customer_id FROM landed.events UNION ALL SELECT customer_id FROM landed.persons) "
            "WHERE v IN ('0001', 'A1')",
        )
        assert told == [(0,)]


def test_the_fingerprint_does_not_depend_on_where_the_folder_is(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "here"))
    assert ingest(tmp_path / "store", write_bank(tmp_path / "there")).unchanged


def test_the_committed_sample_of_the_demo_bank_is_clean(tmp_path: Path) -> None:
    report = ingest(tmp_path / "store", Path(__file__).parents[2] / "data" / "demo", n_threads=1)
    assert report.reasons == ()
    assert all(table.present and table.rows_in == table.rows_loaded > 0 for table in report.tables)


def test_the_documentation_names_every_table_and_column() -> None:
    text = (Path(__file__).parents[2] / "docs" / "inputs.md").read_text(encoding="utf-8")
    for schema in BANK_TABLES.values():
        for column in schema.columns:
            shown = f"**`{column.name}`**" if column.needed else f"`{column.name}`"
            assert shown in text, f"{schema.name}.{column.name}"
