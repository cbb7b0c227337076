"""A look at a source before it is loaded."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.errors import InputError
from analytics.sources.preview import preview
from analytics.vocabulary import SourceKind
from tests.real_data import real_data
from tests.sources.small_bank import NEEDED, TABLES, renamed, write_bank


def test_a_clean_bank_shows_its_tables_and_first_rows(tmp_path: Path) -> None:
    seen = preview(write_bank(tmp_path))
    assert seen.kind is SourceKind.BANK
    assert [table.table for table in seen.tables] == list(TABLES)
    customers = seen.tables[0]
    assert customers.rows[0] == ("0001", "2020-01-01", "", "1980-05-01", "f", "R01", "7")
    assert customers.missing == ()
    assert customers.absent == ("household_id", "language", "occupation", "home_channel")


def test_missing_columns_come_with_what_to_rename(tmp_path: Path) -> None:
    text = renamed("transactions", "booked_at", "Booked At").replace("amount", "amount_eur")
    transactions = preview(write_bank(tmp_path, transactions=text)).tables[2]
    assert transactions.missing == ("booked_at", "amount")
    assert transactions.suggested == {"Booked At": "booked_at", "amount_eur": "amount"}


def test_missing_tables_are_named(tmp_path: Path) -> None:
    seen = preview(write_bank(tmp_path, only=("customers", "transactions")))
    assert seen.missing_tables == ("accounts",)
    assert "regions" in seen.absent_tables


def test_a_table_that_cannot_be_read_says_why_and_the_others_are_shown(tmp_path: Path) -> None:
    seen = preview(write_bank(tmp_path, only=(*NEEDED, "events"), events=b"\xff\xfea\x00"))
    assert [table.problem is None for table in seen.tables] == [True, True, True, False]
    assert "UTF-16" in str(seen.tables[3].problem)


def test_parquet_is_shown_as_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"age": [30, None], "left": [True, False]}), tmp_path / "customers.parquet")
    seen = preview(tmp_path / "customers.parquet")
    assert seen.kind is SourceKind.TABLE
    assert seen.tables[0].rows == (("30", "True"), ("", "False"))


def test_an_unknown_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is neither a bank folder"):
        preview(tmp_path)


def test_berka_is_recognised() -> None:
    seen = preview(real_data("berka"))
    assert seen.kind is SourceKind.BERKA
    assert seen.missing_tables == ()
    assert len(seen.tables[0].rows) == 20
