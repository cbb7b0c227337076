"""Bad sources, each with the words it is refused with; and bad rows, each with its reason.

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
from analytics.sources.quality import QualityReport
from analytics.store.connection import open_for_reading
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


BAD_ROWS: dict[str, tuple[str, str, str | None, str]] = {
    "customer without an id": ("customers", ",2020-01-01,,,,,", "customer_id", "missing"),
    "customer with a blank id": ("customers", " \t,2020-01-01,,,,,", "customer_id", "missing"),
    "customer with an endless id": ("customers", "9" * 201 + ",2020-01-01,,,,,", "customer_id", "longer than 200"),
    "customer twice": ("customers", "0001,2020-01-01,,,,,", None, "the same customer_id as an earlier row"),
    "customer not opened": ("customers", "0010,,,,,,", "opened_on", "missing"),
    "customer opened on an ambiguous day": ("customers", "0011,03/04/2026,,,,,", "opened_on", "not a date"),
    "customer opened on 30 February": ("customers", "0012,2024-02-30,,,,,", "opened_on", "not a date"),
    "customer opened in 1899": ("customers", "0013,1899-12-31,,,,,", "opened_on", "before the year 1900"),
    "customer opened in 2101": ("customers", "0014,2101-01-01,,,,,", "opened_on", "before the year 1900 or after 2100"),
    "customer closed before opened": ("customers", "0015,2024-01-02,2024-01-01,,,,", "closed_on", "before opened_on"),
    "customer closed on no day": ("customers", "0016,2024-01-02,soon,,,,", "closed_on", "not a date"),
    "customer with too few fields": ("customers", "0017,2024-01-02", None, "another number of fields"),
    "customer with too many fields": ("customers", "0018,2024-01-02,,,,,,,", None, "another number of fields"),
    "account of nobody": ("accounts", "B1,7777,current,2020-01-01,,EUR", "customer_id", "no such customer"),
    "account of a rejected customer": (
        "accounts",
        "B2,0010,current,2020-01-01,,EUR",
        "customer_id",
        "no such customer",
    ),
    "account twice": ("accounts", "A1,0001,current,2020-01-01,,EUR", None, "the same account_id"),
    "account without a product": ("accounts", "B3,0001,,2020-01-01,,EUR", "product", "missing"),
    "account in no currency": ("accounts", "B4,0001,current,2020-01-01,,euros", "currency", "not a currency of three"),
    "account closed before opened": (
        "accounts",
        "B5,0001,x,2020-01-02,2020-01-01,EUR",
        "closed_on",
        "before opened_on",
    ),
    "transaction of no account": ("transactions", "B9,2024-01-01,1,,,,,", "account_id", "no such account"),
    "transaction of a rejected account": ("transactions", "B1,2024-01-01,1,,,,,", "account_id", "no such account"),
    "transaction without a day": ("transactions", "A1,,1,,,,,", "booked_at", "missing"),
    "transaction at 25 o'clock": ("transactions", "A1,2024-01-01 25:00:00,1,,,,,", "booked_at", "not a date or time"),
    "transaction without an amount": ("transactions", "A1,2024-01-01,,,,,,", "amount", "missing"),
    "transaction with a decimal comma": ("transactions", 'A1,2024-01-01,"12,50",,,,,', "amount", "decimal comma"),
    "transaction with thousands and comma": (
        "transactions",
        'A1,2024-01-01,"1.012,50",,,,,',
        "amount",
        "decimal comma",
    ),
    "transaction of NaN": ("transactions", "A1,2024-01-01,NaN,,,,,", "amount", "not a finite number"),
    "transaction of minus infinity": ("transactions", "A1,2024-01-01,-inf,,,,,", "amount", "not a finite number"),
    "transaction of a word": ("transactions", "A1,2024-01-01,twelve,,,,,", "amount", "not a number"),
    "transaction with a currency sign": ("transactions", "A1,2024-01-01,€12,,,,,", "amount", "not a number"),
    "transaction with an exponent": ("transactions", "A1,2024-01-01,1e3,,,,,", "amount", "not a number"),
    "transaction of thousandths": ("transactions", "A1,2024-01-01,1.234,,,,,", "amount", "more than two decimal"),
    "transaction of a fortune": ("transactions", "A1,2024-01-01,1" + "0" * 17 + ",,,,,", "amount", "too large"),
    "event of nobody": ("events", "7777,2024-03-01,login,app,", "customer_id", "no such customer"),
    "event without a type": ("events", "0001,2024-03-01,,app,", "event_type", "missing"),
    "region twice": ("regions", "R01,Again,3,1", None, "the same region_id"),
    "contact accepted by halves": ("contacts", "0001,2024-01-11,card,app,a,0.5,2,", "accepted", "not 0 or 1"),
    "outcome of maybe": ("outcomes", "0001,2024-03-31,churn,maybe", "value", "not 0 or 1"),
    "outcome twice": ("outcomes", "0001,2024-01-31,churn,1", None, "the same customer_id, as_of, outcome"),
    "person twice": ("persons", "P1,crm,,Eve", None, "the same source_system, record_id"),
    "consent given perhaps": ("consents", "0001,marketing,perhaps,2024-01-01", "granted", "not 0 or 1"),
}

DROPPED: dict[str, tuple[str, str, str, str]] = {
    "birth in 1850": ("customers", "0030,2024-01-01,,1850-01-01,,,", "birth_date", "before the year 1900"),
    "birth in words": ("customers", "0031,2024-01-01,,spring,,,", "birth_date", "not a date"),
    "balance with a comma": ("transactions", 'A1,2024-05-01,1,,,,"5,00",', "balance_after", "decimal comma"),
    "balance of thousandths": ("transactions", "A1,2024-05-02,1,,,,5.001,", "balance_after", "more than two decimal"),
    "an unknown initiator": ("transactions", "A1,2024-05-03,1,,,,,fate", "initiated_by", "not one of customer"),
    "propensity above 1": ("contacts", "0001,2024-05-04,card,app,a,1.5,1,", "propensity", "not above 0 and up to 1"),
    "propensity 0": ("contacts", "0001,2024-05-05,card,app,a,0,1,", "propensity", "not above 0 and up to 1"),
    "endless reward": ("contacts", "0001,2024-05-06,card,app,a,0.5,1,inf", "reward", "not a finite number"),
}

_GOOD = {
    "customers": [f"1{number:03},2020-01-01,,,,," for number in range(20)],
    "accounts": [f"C{number},0001,current,2020-01-01,,EUR" for number in range(10)],
    "transactions": ["A1,2024-01-01,1.10,,,,," for _ in range(20)],
}
Spoilt = tuple[Path, QualityReport, dict[str, int]]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Spoilt:
    """One bank with every bad row, and the row number of each."""
    folder = tmp_path_factory.mktemp("spoilt")
    extra: dict[str, list[str]] = {table: list(_GOOD.get(table, [])) for table in TABLES}
    numbers = {}
    for name, (table, row, _, _) in (BAD_ROWS | DROPPED).items():
        extra[table].append(row)
        numbers[name] = TABLES[table].count("\n") - 1 + len(extra[table])
    texts = {table: with_rows(table, *lines) for table, lines in extra.items()}
    report = ingest(folder / "store", write_bank(folder / "bank", only=tuple(texts), **texts), n_threads=1)
    return folder / "store", report, numbers


@pytest.mark.parametrize("name", [*BAD_ROWS, *DROPPED])
def test_a_bad_row_or_value_is_named_with_its_reason(spoilt: Spoilt, name: str) -> None:
    store, _, numbers = spoilt
    table, _, column, reason = (BAD_ROWS | DROPPED)[name]
    with open_for_reading(store) as warehouse:
        found = warehouse.frame(
            "SELECT column_name, reason, file FROM meta.rejections WHERE table_name = $table AND row_number = $row",
            table=table,
            row=numbers[name],
        )
    assert len(found) == 1
    assert found["file"][0] == f"{table}.csv"
    assert reason in found["reason"][0]
    assert (found["column_name"][0] or None) == column


def test_rows_in_are_rows_loaded_and_rejected(spoilt: Spoilt) -> None:
    _, report, _ = spoilt
    for table in report.tables:
        n_bad = sum(name_table == table.table for name_table, *_ in BAD_ROWS.values())
        n_added = len(_GOOD.get(table.table, ())) + sum(t == table.table for t, *_ in (BAD_ROWS | DROPPED).values())
        assert table.rows_in == TABLES[table.table].count("\n") - 1 + n_added
        assert table.rows_rejected == n_bad
        assert table.rows_loaded == table.rows_in - n_bad


def test_a_row_with_a_dropped_value_is_loaded_without_it(spoilt: Spoilt) -> None:
    store, report, _ = spoilt
    with open_for_reading(store) as warehouse:
        found = warehouse.frame(
            "SELECT count(*) AS n, count(balance_after) AS b, count(initiated_by) AS i FROM source.transactions "
            "WHERE booked_at >= TIMESTAMP '2024-05-01'"
        )
    assert found.to_numpy().tolist() == [[3, 0, 0]]
    dropped = [reason for reason in report.reasons if reason.effect == "value dropped"]
    assert sum(reason.n_rows for reason in dropped) == len(DROPPED)


def test_the_report_names_the_first_of_each_kind(spoilt: Spoilt) -> None:
    _, report, numbers = spoilt
    text = report.text()
    row = numbers["customer opened on an ambiguous day"]
    assert (
        f"customers.opened_on: not a date (write YYYY-MM-DD); row rejected: 2 (first: customers.csv, row {row}" in text
    )


def test_control_characters_of_the_data_do_not_reach_the_terminal(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank", customers=with_rows("customers", "\x1b[31m\u202e,x,,,,,"))
    text = ingest(tmp_path / "store", bank).text()
    assert "\x1b" not in text
    assert "\u202e" not in text
