"""Bad sources, each with the words it is refused with; bad rows are in test_bad_rows.py.

A refused source leaves no store behind, and no traceback: an InputError ends a command with status 2.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.errors import InputError, MissingColumnError
from analytics.sources import bytestream
from analytics.store.load import ingest
from tests.sources.small_bank import TABLES, renamed, with_rows, without, write_bank

Spoil = Callable[[Path], object]


def _text(table: str, content: str | bytes) -> Spoil:
    return lambda bank: write_bank(bank, only=(table,), **{table: content})


def _remove(name: str) -> Spoil:
    return lambda bank: (bank / name).unlink()


def _parquet(table: str, **columns: pa.Array) -> Spoil:
    def spoil(bank: Path) -> None:
        (bank / f"{table}.csv").unlink()
        pq.write_table(pa.table(columns), bank / f"{table}.parquet")

    return spoil


def _file(name: str, content: bytes) -> Spoil:
    def spoil(bank: Path) -> None:
        (bank / name).parent.mkdir(exist_ok=True)
        (bank / name).write_bytes(content)

    return spoil


def _gzipped(table: str, content: bytes) -> Spoil:
    def spoil(bank: Path) -> None:
        (bank / f"{table}.csv").unlink()
        (bank / f"{table}.csv.gz").write_bytes(content)

    return spoil


def _folder(name: str, files: dict[str, str]) -> Spoil:
    def spoil(bank: Path) -> None:
        (bank / f"{name}.csv").unlink()
        (bank / name).mkdir()
        for file, content in files.items():
            (bank / name / file).write_text(content)

    return spoil


_IDS = pa.array(["0001"])
_DAYS = pa.array(["2020-01-01"])
_MANY = ",".join(f"c{number}" for number in range(10_000))


def _bomb(bank: Path, n_blocks: int) -> None:
    (bank / "customers.csv").unlink()
    with gzip.open(bank / "customers.csv.gz", "wb", compresslevel=9) as packed:
        packed.write(b"customer_id,opened_on\n")
        for _ in range(n_blocks):
            packed.write(b"0,\n" * (1 << 20))


REFUSED: dict[str, tuple[Spoil, str]] = {
    "no table customers, an endingless file instead": (
        lambda bank: (bank / "customers.csv").rename(bank / "customers"),
        r"neither a bank folder \(customers\.\* and transactions\.\*\)|has no table customers",
    ),
    "no accounts": (_remove("accounts.csv"), "has no table accounts, which is needed"),
    "no transactions": (_remove("transactions.csv"), "is neither a bank folder"),
    "a table twice, as file and folder": (
        _file("events/part.csv", b""),
        r"holds the table events twice: events/ and events\.csv",
    ),
    "a table twice, as text and Parquet": (
        _file("customers.parquet", b""),
        r"twice: customers\.csv and customers\.parquet",
    ),
    "a folder of parts without a part": (
        _folder("transactions", {"readme.txt": ""}),
        r"transactions holds no file that ends in \.parquet",
    ),
    "a needed column under another name": (
        _text("transactions", renamed("transactions", "booked_at", "date")),
        r'transactions has no column "booked_at"\. It has: account_id, date, amount.*--rename',
    ),
    "a needed column with other capitals": (
        _text("customers", renamed("customers", "customer_id", "Customer_ID")),
        r'Did you mean "Customer_ID"\?.*--rename customers\.Customer_ID=customer_id',
    ),
    "a needed column with a space": (
        _text("accounts", renamed("accounts", "account_id", "account id")),
        r'Did you mean "account id"\?',
    ),
    "a needed column with a space around it": (
        _text("customers", renamed("customers", "customer_id", " customer_id")),
        r'Did you mean " customer_id"\?',
    ),
    "a protected column with other capitals": (
        _text("customers", renamed("customers", "gender", "Gender")),
        r'has a column "Gender"; did you mean "gender"\?',
    ),
    "an optional table without a needed column": (
        _text("outcomes", without("outcomes", "value")),
        'outcomes has no column "value"',
    ),
    "a part without a needed column": (
        _folder("transactions", {"1.csv": TABLES["transactions"], "2.csv": without("transactions", "amount")}),
        'transactions has no column "amount"',
    ),
    "the same column twice": (
        _text("customers", renamed("customers", "gender", "opened_on")),
        'customers.csv has two columns "opened_on"',
    ),
    "two columns that differ in capitals": (
        _text("customers", renamed("customers", "gender", "Opened_On")),
        'differ in capitals only, "opened_on" and "Opened_On"',
    ),
    "ten thousand columns": (_text("customers", f"{_MANY}\n"), "has 10,000 columns; at most 2,000"),
    "data where the header should be": (
        _text("customers", "0001,2020-01-01\n" + "x" * 300 + ",2\n"),
        'customers has no column "customer_id"',
    ),
    "a name of a column that is a text": (
        _text("customers", "x" * 300 + ",2\n"),
        "the name of column 1 has 300 characters",
    ),
    "tabs": (
        _text("customers", TABLES["customers"].replace(",", "\t")),
        "seems to be separated by tabs",
    ),
    "an empty file": (_text("customers", ""), "customers.csv is empty"),
    "a file of empty lines": (_text("customers", "\n\r\n\n"), "customers.csv is empty"),
    "a header and no rows": (
        _text("customers", TABLES["customers"].partition("\n")[0]),
        "customers has no rows: there is nobody to describe",
    ),
    "UTF-16": (_text("customers", TABLES["customers"].encode("utf-16")), "is UTF-16 text"),
    "UTF-32": (_text("customers", TABLES["customers"].encode("utf-32")), "is UTF-32 text"),
    "Latin-1": (
        _text("customers", with_rows("customers", "0009,2020-01-01,,,é,,").encode("latin-1")),
        r"customers\.csv is not UTF-8: byte 223 is 0xE9",
    ),
    "Latin-1 far inside": (
        _text(
            "transactions",
            with_rows("transactions", *["A1,2024-01-01,1,,,,,"] * 250_000).encode() + "A1,,,ü,,,,\n".encode("latin-1"),
        ),
        r"transactions\.csv is not UTF-8: byte \d{7} is 0xFC",
    ),
    "cut off within a character": (
        _text("customers", with_rows("customers", "0009,2020-01-01,,,é").encode()[:-2]),
        "ends in the middle of a character",
    ),
    "a NUL byte": (
        _text("customers", TABLES["customers"].encode() + b"\x00"),
        r"there is a NUL byte at byte 205",
    ),
    "a quote that is never closed": (
        _text("transactions", with_rows("transactions", 'A1,2024-01-01,-1,"groceries,,,,', "A1,2024-01-02,-1,,,,,")),
        r"transactions\.csv, row 6 \(up to line 8\): a quote is opened and never closed",
    ),
    "a quote that is closed rows later": (
        _text("transactions", with_rows("transactions", 'A1,2024-01-01,-1,"x,,,,', 'A1,2024-01-02,-1,"y",,,,')),
        r"row 6 .*rows can't be told apart",
    ),
    "text after a closing quote": (
        _text("transactions", with_rows("transactions", 'A1,2024-01-01,-1,"x"y,,,,')),
        r"row 6 .*A quote within a quoted field must be doubled",
    ),
    "a quote in the header that is never closed": (
        _text("customers", '"customer_id,opened_on\n0001,2020-01-01\n'),
        "the header can't be read",
    ),
    "a field of a megabyte": (
        _text("transactions", with_rows("transactions", 'A1,2024-01-01,-1,"' + "x" * 200_000 + '",,,,')),
        "a field is longer than 131,072 characters",
    ),
    "a row of two megabytes": (
        _text("transactions", with_rows("transactions", "A1,2024-01-01,-1," + "x" * (5 << 20) + ",,,,")),
        "a row of more than 1,048,576 bytes",
    ),
    "a trailing delimiter in every row": (
        _text("customers", re.sub(r"(?<=\d)\n(?=.)", ",\n", TABLES["customers"])),
        r"customers: \d of 4 rows would be rejected \(another number of fields than the header",
    ),
    "not gzip": (_gzipped("transactions", b"account_id"), "is not a gzip file"),
    "gzip cut off": (
        _gzipped("transactions", gzip.compress(TABLES["transactions"].encode())[:-20]),
        "is cut off: its gzip stream ends too early|is not a gzip file",
    ),
    "no Parquet": (
        lambda bank: (bank / "events.csv").rename(bank / "events.parquet"),
        r"events\.parquet can't be read as a Parquet file",
    ),
    "an empty Parquet file": (
        lambda bank: (bank / "events.csv").rename(bank / "events.parquet").write_bytes(b""),
        r"events\.parquet can't be read as a Parquet file",
    ),
    "truth values for dates": (
        _parquet("customers", customer_id=_IDS, opened_on=pa.array([True])),
        r'stores "opened_on" as true or false, and it must be dates',
    ),
    "whole numbers for dates": (
        _parquet("customers", customer_id=_IDS, opened_on=pa.array([20200101])),
        r'stores "opened_on" as whole numbers, and it must be dates',
    ),
    "dates for ids": (
        _parquet("customers", customer_id=_DAYS.cast(pa.date32()), opened_on=_DAYS),
        r'stores "customer_id" as dates, and it must be text or whole numbers',
    ),
    "lists for text": (
        _parquet("customers", customer_id=pa.array([["0001"]]), opened_on=_DAYS),
        r'stores "customer_id" as values of another type',
    ),
    "Parquet text that is not UTF-8": (
        _parquet(
            "customers",
            customer_id=pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff\xfe"]).buffers()),
            opened_on=_DAYS,
        ),
        r"customers\.parquet can't be read as a Parquet file: .*UTF8",
    ),
    "the same part twice": (
        _folder("transactions", {"1.csv": TABLES["transactions"], "copy.csv": TABLES["transactions"]}),
        "have the same content, which would count every row twice",
    ),
    "mostly dates of another form": (
        _text("customers", TABLES["customers"].replace("2020-01-01", "01/01/2020").replace("2021-03-01", "1.3.2021")),
        r'3 of 4 rows would be rejected \(opened_on not a date \(write YYYY-MM-DD\): 3\).*row 1, "01/01/2020"',
    ),
    "mostly decimal commas": (
        _text("transactions", re.sub(r"(-?\d+)\.(\d\d)\b", r'"\1,\2"', TABLES["transactions"])),
        r"rows would be rejected \(amount written with a decimal comma",
    ),
    "mostly unknown accounts": (
        _text("transactions", TABLES["transactions"].replace("\nA1", "\nB1").replace("\nA2", "\nB2")),
        r"transactions: 3 of 5 rows would be rejected \(account_id no such account among those loaded: 3\)",
    ),
}


@pytest.mark.parametrize(("spoil", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_bank_is_refused_in_words_and_leaves_no_store(tmp_path: Path, spoil: Spoil, message: str) -> None:
    bank = write_bank(tmp_path / "bank")
    spoil(bank)
    with pytest.raises(InputError) as raised:
        ingest(tmp_path / "store", bank, n_threads=1)
    assert re.search(message, str(raised.value)), str(raised.value)
    assert raised.value.exit_status == 2
    assert not list((tmp_path / "store").glob("*.duckdb*"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_long = os.environ.get("TANDEM_SLOW") == "1"
    if not is_long:
        monkeypatch.setattr(bytestream, "UNPACKED_FREE_BYTES", 1 << 22)
    _bomb(bank := write_bank(tmp_path / "bank"), n_blocks=90 if is_long else 3)
    with pytest.raises(InputError, match="unpacks to more than 200 times its size"):
        ingest(tmp_path / "store", bank, n_threads=1)
    assert not list((tmp_path / "store").glob("*.duckdb*"))


CALLS: dict[str, tuple[dict[str, object], str]] = {
    "a rename without a table": ({"renames": ["date=booked_at"]}, "is not of the form TABLE.COLUMN=NAME"),
    "a rename without a name": ({"renames": ["transactions.date="]}, "is not of the form TABLE.COLUMN=NAME"),
    "a rename of an unknown table": ({"renames": ["payments.date=booked_at"]}, "names no table. Tables: customers"),
    "a rename of an unknown column": (
        {"renames": ["customers.opened=opened_on"]},
        'customers has no column "opened".*Did you mean "opened_on"',
    ),
    "one column renamed twice": (
        {"renames": ["customers.gender=a", "customers.gender=b"]},
        "Two --rename options rename the same column",
    ),
    "a rename onto another column": (
        {"renames": ["customers.gender=opened_on"]},
        'has two columns "opened_on"',
    ),
    "a currency of four letters": ({"currency": "EURO"}, "is not a currency of three letters"),
    "a label for a bank": ({"label": "churn"}, "--label is for a customer table"),
    "an outcome's name for a bank": ({"outcome": "left"}, "--outcome is for a customer table"),
    "a protected column that is not there": (
        {"protected": ["religion"]},
        "--protected religion: customers has no such column",
    ),
}


@pytest.mark.parametrize(("options", "message"), CALLS.values(), ids=CALLS.keys())
def test_a_wrong_call_is_refused_in_words(tmp_path: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        ingest(tmp_path / "store", write_bank(tmp_path / "bank"), n_threads=1, **options)  # type: ignore[arg-type]


def test_a_path_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file or folder"):
        ingest(tmp_path / "store", tmp_path / "nothing")


def test_an_empty_folder_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(
        InputError, match=r"customers\.\* and transactions\.\*.*trans\.\* and disp\.\*.*It holds: nothing"
    ):
        ingest(tmp_path / "store", tmp_path / "empty")


def test_a_missing_column_is_known_by_its_table_and_name(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank", transactions=renamed("transactions", "amount", "betrag"))
    with pytest.raises(MissingColumnError) as raised:
        ingest(tmp_path / "store", bank)
    assert (raised.value.table, raised.value.column) == ("transactions", "amount")
