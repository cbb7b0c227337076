"""The demo bank keeps the contract, and the same seed always gives the same bank."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.errors import InputError
from analytics.sources.demo import write_demo_bank

CONTRACT = {
    "customers": "customer_id opened_on closed_on birth_date gender region_id household_id language occupation "
    "home_channel",
    "accounts": "account_id customer_id product opened_on closed_on currency",
    "transactions": "account_id booked_at amount category channel counterparty balance_after initiated_by",
    "events": "customer_id occurred_at event_type channel",
    "regions": "region_id name",
    "contacts": "customer_id offered_at offer channel variant propensity accepted reward",
    "outcomes": "customer_id as_of outcome value",
    "persons": "record_id source_system customer_id given_name family_name birth_date street city postcode phone email",
    "consents": "customer_id purpose granted changed_at",
}
TRUTHS = {"segments", "motifs", "churn", "context", "treatment", "persons", "bias"}


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "bank"
    write_demo_bank(folder, n_customers=300, n_months=12, seed=5)
    return folder


def read(folder: Path, name: str) -> pd.DataFrame:
    path = folder / name if (folder / name).is_dir() else folder / f"{name}.parquet"
    return pd.read_parquet(path)


def test_every_table_of_the_contract_is_there_with_its_columns(bank: Path) -> None:
    for name, columns in CONTRACT.items():
        assert set(columns.split()) <= set(read(bank, name).columns), name
        assert len(read(bank, name)) > 0, name


def test_money_is_an_exact_decimal_and_ids_are_text(bank: Path) -> None:
    schema = pq.read_schema(next((bank / "transactions").glob("*.parquet")))
    assert schema.field("amount").type == pa.decimal128(18, 2)
    assert schema.field("balance_after").type == pa.decimal128(18, 2)
    assert schema.field("account_id").type == pa.string()
    assert read(bank, "customers")["customer_id"].str.fullmatch(r"C\d{7}").all()


def test_the_bank_has_as_many_customers_as_were_asked_for(bank: Path) -> None:
    customers = read(bank, "customers")
    assert len(customers) == 300
    assert customers["customer_id"].is_unique


def test_every_row_belongs_to_a_known_customer(bank: Path) -> None:
    known = set(read(bank, "customers")["customer_id"])
    accounts = read(bank, "accounts")
    assert set(accounts["customer_id"]) <= known
    assert set(read(bank, "transactions")["account_id"]) <= set(accounts["account_id"])
    for name in ("events", "contacts", "outcomes", "consents"):
        assert set(read(bank, name)["customer_id"]) <= known, name


def test_each_balance_is_the_one_before_plus_the_amount(bank: Path) -> None:
    booked = read(bank, "transactions").sort_values(["account_id", "booked_at"])
    assert not booked.duplicated(["account_id", "booked_at"]).any()
    cents = (booked["amount"] * 100).astype("int64")
    after = (booked["balance_after"] * 100).astype("int64")
    same = booked["account_id"].to_numpy()[1:] == booked["account_id"].to_numpy()[:-1]
    assert np.array_equal(after.diff().to_numpy()[1:][same], cents.to_numpy()[1:][same])


def test_nothing_is_booked_before_opening_or_after_closing(bank: Path) -> None:
    accounts = read(bank, "accounts").set_index("account_id")
    booked = read(bank, "transactions")
    day = booked["booked_at"].dt.normalize()
    opened = pd.to_datetime(booked["account_id"].map(accounts["opened_on"]))
    closed = pd.to_datetime(booked["account_id"].map(accounts["closed_on"]))
    assert (day >= opened).all()
    assert (closed.isna() | (day <= closed)).all()


def test_the_same_seed_gives_the_same_bank_and_another_seed_another(bank: Path, tmp_path: Path) -> None:
    write_demo_bank(tmp_path / "again", n_customers=300, n_months=12, seed=5)
    write_demo_bank(tmp_path / "other", n_customers=300, n_months=12, seed=6)
    for name in CONTRACT:
        pd.testing.assert_frame_equal(read(bank, name), read(tmp_path / "again", name))
    assert not read(bank, "customers").equals(read(tmp_path / "other", "customers"))


def test_more_months_continue_the_same_history(bank: Path, tmp_path: Path) -> None:
    write_demo_bank(tmp_path / "longer", n_customers=300, n_months=15, seed=5)
    end = pd.Timestamp("2024-10-01")
    for name, when, who in (
        ("transactions", "booked_at", "account_id"),
        ("events", "occurred_at", "customer_id"),
        ("contacts", "offered_at", "customer_id"),
    ):
        short, long = read(bank, name), read(tmp_path / "longer", name)
        long = long[long[when] < end]
        both = set(short[who]) & set(long[who])
        keys = [who, when]
        short, long = (
            frame[frame[who].isin(both)].sort_values(keys, kind="stable").reset_index(drop=True)
            for frame in (short, long)
        )
        pd.testing.assert_frame_equal(short, long)


def test_more_customers_keep_the_earlier_ones(bank: Path, tmp_path: Path) -> None:
    write_demo_bank(tmp_path / "larger", n_customers=1_400, n_months=12, seed=5)
    for name, who in (("customers", "customer_id"), ("transactions", "account_id"), ("outcomes", "customer_id")):
        small, large = read(bank, name), read(tmp_path / "larger", name)
        large = large[large[who].isin(small[who])]
        keys = [column for column in (who, "booked_at", "as_of", "outcome") if column in small]
        pd.testing.assert_frame_equal(
            small.sort_values(keys).reset_index(drop=True), large.sort_values(keys).reset_index(drop=True)
        )


def test_the_truth_is_beside_the_data_and_not_in_it(bank: Path) -> None:
    assert {path.stem for path in (bank / "truth").glob("*.parquet")} >= TRUTHS
    segments = set(read(bank, "truth/segments")["segment"])
    for name in CONTRACT:
        frame = read(bank, name)
        assert not {"segment", "true_probability", "person_id", "uplift"} & set(frame.columns), name
        for column in frame.select_dtypes(exclude=["number", "datetime"]).columns:
            assert not segments & set(frame[column].dropna().astype(str).unique()), (name, column)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"n_customers": 29}, "--customers"),
        ({"n_months": 5}, "--months"),
        ({"n_months": 61}, "--months"),
        ({"seed": -1}, "--seed"),
    ],
)
def test_numbers_out_of_range_are_refused_and_nothing_is_written(
    tmp_path: Path, numbers: dict[str, int], said: str
) -> None:
    arguments = {"n_customers": 30, "n_months": 6, "seed": 0} | numbers
    with pytest.raises(InputError, match=said):
        write_demo_bank(
            tmp_path / "bank",
            n_customers=arguments["n_customers"],
            n_months=arguments["n_months"],
            seed=arguments["seed"],
        )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="not a demo bank"):
        write_demo_bank(tmp_path / "mine", n_customers=30, n_months=6)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_an_earlier_demo_bank_is_replaced(tmp_path: Path) -> None:
    write_demo_bank(tmp_path / "bank", n_customers=30, n_months=6, seed=1)
    write_demo_bank(tmp_path / "bank", n_customers=40, n_months=6, seed=1)
    assert len(read(tmp_path / "bank", "customers")) == 40
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]


def test_a_demo_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, of: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_demo_bank(tmp_path / "bank", n_customers=30, n_months=6, progress=stop)
    assert list(tmp_path.iterdir()) == []
