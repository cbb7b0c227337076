"""Features of behaviour: against pandas, under rows from the future, threads and time zones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.store.behaviour import behaviour_features
from analytics.store.customer_rows import customer_rows, history_rows
from analytics.store.points import make_points
from tests.store.behaviour_oracle import oracle, tables
from tests.store.small_bank import Cell, account, add, booking, customer, random_bank

D = date(2023, 10, 31)
MADE = (
    "points",
    "labels",
    "outcome_facts",
    "features_at",
    "feature_list",
    "features_off",
    "customers",
    "customer_months",
    "customer_events",
    "recent_transactions",
    "customer_accounts",
)


def make(bank: duckdb.DuckDBPyConnection, as_of: date = D) -> pd.DataFrame:
    make_points(bank, as_of=as_of)
    behaviour_features(bank)
    return bank.execute("FROM built.features_at ORDER BY customer_id, as_of").df()


def make_all(bank: duckdb.DuckDBPyConnection, as_of: date = D) -> dict[str, pd.DataFrame]:
    make(bank, as_of)
    customer_rows(bank, as_of)
    history_rows(bank, as_of)
    return {name: bank.execute(f"FROM built.{name} ORDER BY ALL").df() for name in MADE}


@pytest.mark.parametrize(("seed", "as_of"), [(1, D), (2, date(2023, 2, 28)), (3, date(2023, 12, 31))])
def test_pandas_finds_the_same_numbers(seed: int, as_of: date) -> None:
    bank = random_bank(seed)
    features = make(bank, as_of).sample(25, random_state=seed).reset_index(drop=True)
    source = tables(bank)
    expected = pd.DataFrame(
        [
            oracle(source, str(name), when.date())
            for name, when in zip(features["customer_id"], features["as_of"], strict=True)
        ]
    ).astype("float64")
    # A word of the bank's may not be among the most frequent; the payday is rounded to three places.
    shared = [name for name in expected if name in features]
    assert len(shared) >= len(expected.columns) - 3 >= 60
    # Half way between the 31st and the 1st is 0.5 as well as 31.5, by the last bit.
    half = {"payday_day_of_month": {31.5: 0.5}}
    found, known = features[shared].replace(half), expected[shared].round(9).replace(half)
    pd.testing.assert_frame_equal(found, known, rtol=1e-9, atol=6e-4)


@pytest.fixture(scope="module")
def known() -> dict[str, pd.DataFrame]:
    return make_all(random_bank(4, n=400))


LATER = st.integers(0, 400).map(lambda n: D + timedelta(days=1 + n))
NAMES = st.sampled_from(["C001", "C002", "C005", "C008", "C013"])


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    bookings=st.lists(st.tuples(NAMES, LATER, st.integers(-(10**7), 10**7)), min_size=1, max_size=6),
    opened=LATER,
    closed=LATER,
    n_new=st.integers(1, 40),
)
def test_rows_after_the_date_change_nothing(
    known: dict[str, pd.DataFrame], bookings: list[tuple[str, date, int]], opened: date, closed: date, n_new: int
) -> None:
    bank = random_bank(4, n=400)
    new: dict[str, Cell] = {"category": "fee from the future", "channel": "telepathy", "initiated_by": "customer"}
    rows = [booking(name, day, cents / 100, **new, balance_after=-5) for name, day, cents in bookings]
    add(bank, "transactions", [row for row in rows for _ in range(n_new)])
    midnight = datetime.combine(D + timedelta(days=1), datetime.min.time())
    add(bank, "events", [{"customer_id": "C001", "occurred_at": midnight, "event_type": "moved to Mars"}] * n_new)
    add(
        bank, "contacts", [{"customer_id": "C001", "offered_at": midnight, "offer": "x", "channel": "y", "accepted": 1}]
    )
    add(bank, "customers", [customer("Z", opened)])
    add(bank, "accounts", [account("Z", "moon mortgage", opened_on=opened), account("C001", "moon", opened_on=opened)])
    bank.execute("UPDATE source.accounts SET closed_on = $day WHERE closed_on > $as_of", {"day": closed, "as_of": D})
    bank.execute(
        "UPDATE source.customers SET closed_on = $day WHERE customer_id = 'C002' AND closed_on IS NULL", {"day": closed}
    )
    after = make_all(bank)
    for name, table in known.items():
        later = after[name]
        if name == "customers":
            later = later[later["customer_id"] != "Z"]
        pd.testing.assert_frame_equal(table, later.reset_index(drop=True), obj=name)


def test_outcomes_after_the_date_change_nothing_of_those_described_there() -> None:
    bank = random_bank(4, n=400)
    add(
        bank,
        "outcomes",
        [{"customer_id": f"C{n:03d}", "as_of": D, "outcome": "churn", "value": n % 2} for n in range(20)],
    )
    before = make_all(bank)
    later = [D + timedelta(days=n) for n in range(1, 6)]
    add(bank, "outcomes", [{"customer_id": "C003", "as_of": day, "outcome": "churn", "value": 1} for day in later])
    after = make_all(bank)
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, after[name], obj=name)


@pytest.mark.parametrize("setting", ["SET threads = 1", "SET threads = 2", "SET TimeZone = 'Pacific/Kiritimati'"])
def test_threads_and_time_zones_change_no_bit(known: dict[str, pd.DataFrame], setting: str) -> None:
    bank = random_bank(4, n=400)
    bank.execute(setting)
    for name, table in make_all(bank).items():
        pd.testing.assert_frame_equal(known[name], table, check_exact=True, obj=name)


def test_the_order_of_rows_changes_nothing(known: dict[str, pd.DataFrame]) -> None:
    bank = random_bank(4, n=400)
    for table in ("transactions", "events", "accounts", "customers"):
        bank.execute(f"CREATE OR REPLACE TABLE source.{table} AS FROM source.{table} ORDER BY ALL DESC")
    after = make_all(bank)
    assert known["customers"].columns.tolist() == after["customers"].columns.tolist()
    pd.testing.assert_frame_equal(known["features_at"], after["features_at"], check_exact=True)


def test_no_feature_knows_who_people_are(known: dict[str, pd.DataFrame]) -> None:
    bank = random_bank(4, n=400)
    bank.execute(
        "UPDATE source.customers SET gender = 'M', birth_date = DATE '1950-01-01', language = 'eo', region_id = 'R9',"
        " occupation = 'pilot', household_id = 'H1', home_channel = 'branch'"
    )
    bank.execute("UPDATE source.transactions SET counterparty = 'renamed ' || counterparty")
    pd.testing.assert_frame_equal(known["features_at"], make(bank), check_exact=True)


def test_all_features_are_doubles_in_the_lists_order(known: dict[str, pd.DataFrame]) -> None:
    bank = random_bank(4, n=400)
    make(bank)
    columns = bank.execute("DESCRIBE built.features_at").fetchall()
    listed = bank.execute("SELECT feature FROM built.feature_list ORDER BY position").fetchall()
    assert [column[0] for column in columns[2:]] == [name for (name,) in listed]
    assert {column[1] for column in columns[2:]} == {"DOUBLE"}
    assert not bank.execute(
        "SELECT customer_id FROM built.features_at GROUP BY customer_id, as_of HAVING count(*) > 1"
    ).fetchall()
