"""Bad rows and values in a bank that is loaded, each named with its reason and its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.sources.quality import QualityReport
from analytics.store.connection import open_for_reading
from analytics.store.load import ingest
from tests.sources.small_bank import TABLES, with_rows, write_bank

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
