"""What happened to customers, in order: cases worked by hand, and that later rows change nothing."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.store.connection import WAREHOUSE_FILE
from analytics.store.sequences import make_sequences
from analytics.store.snapshots import current_snapshot
from tests.real_data import real_data
from tests.store.small_bank import Cell, account, add, booking, customer, empty_bank, random_bank

AS_OF = date(2024, 12, 31)
DAY = timedelta(days=1)


def bank_with(*rows: dict[str, Cell], **tables: list[dict[str, Cell]]) -> duckdb.DuckDBPyConnection:
    bank = empty_bank()
    add(bank, "customers", [customer("C1", date(2020, 1, 1))])
    add(bank, "accounts", tables.get("accounts") or [account("C1")])
    add(bank, "transactions", list(rows))
    if "events" in tables:
        add(bank, "events", tables["events"])
    return bank


def happened(bank: duckdb.DuckDBPyConnection, symbol: str, as_of: date = AS_OF) -> list[datetime]:
    make_sequences(bank, as_of=as_of)
    text = "SELECT happened_at FROM built.sequences WHERE symbol = $symbol ORDER BY ALL"
    return [row[0] for row in bank.execute(text, {"symbol": symbol}).fetchall()]


def at(day: date, **time: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(**time)


def wages(*days: date) -> list[dict[str, Cell]]:
    return [booking("C1", day, 2000, category="salary", initiated_by="third_party") for day in days]


JANUARY = date(2024, 1, 31)


def test_income_stops_on_the_day_on_which_that_is_known_and_comes_back_with_the_next_payment() -> None:
    paid = [date(2023, 11, 30), date(2023, 12, 29), JANUARY]
    back = date(2024, 6, 28)
    bank = bank_with(*wages(*paid, back))
    assert happened(bank, "income_stopped") == [at(JANUARY + 45 * DAY)]
    assert happened(bank, "income_back") == [at(back)]
    assert happened(bank, "income_stopped", as_of=JANUARY + 44 * DAY) == []
    assert happened(bank, "income_stopped", as_of=JANUARY + 45 * DAY) == [at(JANUARY + 45 * DAY)]


def test_income_that_was_not_regular_does_not_stop() -> None:
    assert happened(bank_with(*wages(date(2023, 5, 31), JANUARY)), "income_stopped") == []
    assert happened(bank_with(*wages(date(2022, 1, 3), date(2023, 5, 31), JANUARY)), "income_stopped") == []


def test_a_balance_below_zero_counts_when_it_falls_there_and_not_while_it_stays() -> None:
    rows = [
        (1, 25, 25),
        (2, 5, 30),
        (3, 10, 40),
        (4, 10, 50),
        (5, -70, -20),
        (6, -10, -30),
        (20, 100, 70),
        (25, -90, -20),
    ]
    bank = bank_with(*(booking("C1", date(2024, 3, d), amount, balance_after=b) for d, amount, b in rows))
    assert happened(bank, "below_zero") == [at(date(2024, 3, d), hours=23, minutes=59, seconds=59) for d in (5, 25)]


def test_a_standing_order_is_new_only_after_a_while_and_stops_when_it_stays_away() -> None:
    def order(day: date, payee: str) -> dict[str, Cell]:
        return booking("C1", day, -40, counterparty=payee, initiated_by="standing_order")

    old = [order(date(2024, month, 1), "Landlord") for month in range(1, 13)]
    new = [order(date(2024, month, 15), "Gym") for month in (6, 7, 8)]
    bank = bank_with(*old, *new)
    assert happened(bank, "new_standing_order") == [at(date(2024, 6, 15))]
    assert happened(bank, "standing_order_stopped") == [at(date(2024, 8, 15) + 45 * DAY)]


def test_only_the_first_payment_abroad_counts_and_only_after_a_while() -> None:
    early, later, again = date(2024, 1, 20), date(2024, 7, 1), date(2024, 7, 2)
    first = booking("C1", date(2024, 1, 1), -5, category="groceries")
    trips = [booking("C1", day, -100, category="travel") for day in (later, again)]
    assert happened(bank_with(first, *trips), "first_payment_abroad") == [at(later)]
    assert happened(bank_with(first, booking("C1", early, -9, category="travel"), *trips), "first_payment_abroad") == []


def test_own_money_that_moves_between_accounts_is_no_large_sum() -> None:
    accounts = [account("C1"), account("C1", "savings")]
    income = wages(*(date(2024, month, 28) for month in range(1, 7)))
    moved = date(2024, 6, 30)
    own = [booking("C1", moved, -9000), booking("C1", moved, 9000, account_id="C1-savings")]
    spent = [booking("C1", date(2024, 7, 3), -9000)]
    assert happened(bank_with(*income, *own, accounts=accounts), "large_outflow") == []
    assert happened(bank_with(*income, *own, accounts=accounts), "large_inflow") == []
    assert happened(bank_with(*income, *spent, accounts=accounts), "large_outflow") == [at(date(2024, 7, 3))]


def test_a_fee_counts_when_it_is_higher_than_the_one_before() -> None:
    fees = [(1, 5), (2, 5), (3, 12), (4, 5), (5, 5)]
    rows = [booking("C1", date(2024, m, 1), -f, category="fee", initiated_by="bank") for m, f in fees]
    assert happened(bank_with(*rows), "fee_charged") == [at(date(2024, 3, 1))]


def test_a_quiet_month_is_known_when_it_is_over() -> None:
    rows = [booking("C1", date(2024, 1, 1) + n * DAY, -5) for n in range(0, 60, 2)]
    last = date(2024, 1, 1) + 58 * DAY
    bank = bank_with(*rows, booking("C1", last + 40 * DAY, -5))
    assert happened(bank, "quiet") == [at(last + 30 * DAY), at(last + 70 * DAY)]
    assert happened(bank, "quiet", as_of=last + 29 * DAY) == []


def test_where_customers_hardly_act_every_payment_counts_against_the_one_before() -> None:
    rows = [booking("C1", date(2024, m, 1), -a) for m, a in ((1, 10), (3, 20), (5, 19), (7, 10))]
    make_sequences(bank := bank_with(*rows), as_of=AS_OF)
    text = "SELECT symbol FROM built.sequences WHERE symbol LIKE '%payment' ORDER BY happened_at"
    assert [row[0] for row in bank.execute(text).fetchall()] == [
        "payment",
        "larger_payment",
        "payment",
        "smaller_payment",
    ]


def test_accounts_open_and_close_and_nothing_happens_to_who_has_left() -> None:
    bank = empty_bank()
    add(bank, "customers", [customer("C1", date(2024, 1, 1), closed_on=date(2024, 5, 1))])
    add(bank, "accounts", [account("C1", opened_on=date(2024, 1, 1), closed_on=date(2024, 5, 1))])
    add(bank, "transactions", [booking("C1", date(2024, 2, 1), -5)])
    product = bank.execute("SELECT product FROM source.accounts").fetchall()[0][0]
    assert happened(bank, f"opened_{product}") == [at(date(2024, 1, 1))]
    assert happened(bank, f"closed_{product}") == [at(date(2024, 5, 1))]
    assert happened(bank, f"closed_{product}", as_of=date(2024, 4, 30)) == []
    assert happened(bank, "quiet") == [at(date(2024, 3, 2))]
    assert max(happened(bank, "quiet", as_of=AS_OF)) < at(date(2024, 5, 2))


def test_at_one_moment_an_account_is_opened_before_anything_is_paid() -> None:
    day = date(2024, 3, 1)
    bank = bank_with(booking("C1", day, -5), accounts=[account("C1", opened_on=day)])
    make_sequences(bank, as_of=AS_OF)
    stored = bank.execute("SELECT symbol, happened_at FROM built.sequences").fetchall()[:2]
    assert [symbol.split("_")[0] for symbol, _ in stored] == ["opened", "payment"]
    assert {moment for _, moment in stored} == {at(day)}


def sequences_of(bank: duckdb.DuckDBPyConnection, as_of: date) -> pd.DataFrame:
    make_sequences(bank, as_of=as_of)
    return bank.execute("SELECT * FROM built.sequences").df()


@pytest.mark.parametrize("seed", range(2))
def test_rows_after_the_as_of_day_change_nothing(seed: int) -> None:
    bank, day = random_bank(seed), date(2023, 3, 31)
    before = sequences_of(bank, day)
    assert before["symbol"].nunique() > 10
    bank.execute("DELETE FROM source.transactions WHERE booked_at >= $day", {"day": day + DAY})
    bank.execute("DELETE FROM source.events WHERE occurred_at >= $day", {"day": day + DAY})
    bank.execute("UPDATE source.accounts SET opened_on = opened_on + 99 WHERE opened_on > $day", {"day": day})
    bank.execute("UPDATE source.accounts SET closed_on = NULL WHERE closed_on > $day", {"day": day})
    bank.execute("UPDATE source.customers SET closed_on = NULL WHERE closed_on > $day", {"day": day})
    pd.testing.assert_frame_equal(sequences_of(bank, day), before)


def test_what_was_known_on_a_day_is_what_a_later_day_says_of_it(demo_store: Path, tmp_path: Path) -> None:
    shutil.copy(demo_store / WAREHOUSE_FILE, tmp_path / "copy.duckdb")
    bank = duckdb.connect(tmp_path / "copy.duckdb")
    bank.execute("SET TimeZone = 'UTC'")
    last = sequences_of(bank, date(2024, 9, 30))
    assert last["symbol"].nunique() > 20
    for day in (date(2024, 3, 31), date(2024, 5, 17), date(2024, 7, 31)):
        known = last[last["happened_at"] < pd.Timestamp(day + DAY)].reset_index(drop=True)
        pd.testing.assert_frame_equal(sequences_of(bank, day), known)
    bank.close()


def test_every_symbol_of_the_demo_bank_is_in_the_alphabet_with_words_and_a_meaning(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    alphabet = snapshot.table("alphabet")
    used = snapshot.table("sequences").groupby("symbol").size()
    assert alphabet["symbol"].tolist() == used.index.tolist()
    assert alphabet["n_rows"].tolist() == used.tolist()
    assert (alphabet[["words", "meaning"]].map(len) > 4).all(axis=None)
    assert {"complaint", "opened_savings", "income_stopped", "below_zero"} <= set(alphabet["symbol"])
    assert not {"payment", "larger_payment"} & set(alphabet["symbol"])


def test_a_shop_gives_larger_and_smaller_payments_and_quiet_months() -> None:
    bought = pd.read_csv(real_data("cdnow") / "purchases.csv.gz", parse_dates=["date"])
    bought["id"] = bought["users_id"].map("{:05d}".format)
    first = bought.groupby("id")["date"].min()
    bank = empty_bank()
    bank.register("bought", bought)
    bank.register("first", first.reset_index())
    bank.execute("INSERT INTO source.customers BY NAME SELECT id AS customer_id, date AS opened_on FROM first")
    bank.execute(
        "INSERT INTO source.accounts BY NAME "
        "SELECT id AS account_id, id AS customer_id, 'shop' AS product, date AS opened_on FROM first"
    )
    bank.execute(
        "INSERT INTO source.transactions BY NAME SELECT id AS account_id, id AS customer_id, date AS booked_at, "
        "-amt AS amount, false AS is_inflow, true AS is_own_act, true AS in_currency FROM bought"
    )
    counts = sequences_of(bank, date(1998, 6, 30))["symbol"].value_counts()
    assert set(counts.index) == {"payment", "larger_payment", "smaller_payment", "quiet", "opened_shop"}
    n_days = len(bought.groupby(["id", "date"]))
    assert counts[["payment", "larger_payment", "smaller_payment"]].sum() == n_days
    assert counts["opened_shop"] == 23_570
    last_day = bought["date"].max()
    gaps = bought.drop_duplicates(["id", "date"]).sort_values(["id", "date"]).groupby("id")["date"].shift(-1)
    days = (gaps.fillna(last_day) - bought.sort_values(["id", "date"]).loc[gaps.index, "date"]).dt.days
    assert counts["quiet"] == (days >= 30).sum()
