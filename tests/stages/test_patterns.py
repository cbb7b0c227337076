"""What the stage of patterns finds on a demo bank, whose truth says what is there, and where it finds nothing."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.sources.demo import write_demo_bank
from analytics.stages.informed import InformedWork
from analytics.stages.patterns import patterns_stage
from analytics.stages.sequences import sequences_stage
from analytics.store.connection import open_for_writing
from analytics.store.load import ingest
from analytics.store.points import make_points
from analytics.store.sequences import make_sequences
from analytics.store.snapshots import current_snapshot
from analytics.store.source import LoadedSource, loaded_source
from analytics.store.transform import transform
from analytics.vocabulary import PUBLISHED, SourceKind
from tests.real_data import real_data
from tests.store.small_bank import account, add, booking, customer, empty_bank

SLOW = bool(os.environ.get("TANDEM_SLOW"))
N_CUSTOMERS, N_MONTHS = (8000, 36) if SLOW else (3000, 30)
SEEDS = range(3) if SLOW else range(1)
OUTCOMES = {"churn": "churn", "mortgage": "opened_mortgage"}
"""Names of the truth's outcomes among those of the stage."""


def tables_of(store: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run what the stage needs and the stage, on a store into which a source was loaded."""
    with open_for_writing(store) as warehouse, warehouse.transaction() as cursor:
        source = loaded_source(warehouse)
        work = InformedWork(cursor, source, source.as_of_default, 0, 2, lambda message: None)
        make_points(cursor, as_of=source.as_of_default)
        sequences_stage(work)
        patterns_stage(work)
        return work.take("SELECT * FROM built.patterns"), work.take("SELECT * FROM built.pattern_tests")


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_motifs_are_found_and_replicate_and_their_decoys_are_not(seed: int, tmp_path: Path) -> None:
    write_demo_bank(tmp_path / "bank", n_customers=N_CUSTOMERS, n_months=N_MONTHS, seed=seed)
    ingest(tmp_path / "store", tmp_path / "bank")
    patterns, tests = tables_of(tmp_path / "store")
    sure = patterns[(patterns["p_adjusted"] <= 0.05) & (patterns["replicates"] == 1) & (patterns["lift"] > 1)]
    found = set(zip(sure["outcome"], sure["pattern"], strict=True))
    truth = pd.read_parquet(tmp_path / "bank" / "truth" / "motifs.parquet")
    rows = zip(truth["outcome"].map(OUTCOMES), truth["pattern"], truth["is_decoy"] == 1, strict=True)
    was_found = [((outcome, pattern) in found, is_decoy) for outcome, pattern, is_decoy in rows]
    motifs = [each for each, is_decoy in was_found if not is_decoy]
    assert sum(motifs) >= 0.9 * len(motifs)
    assert not any(each for each, is_decoy in was_found if is_decoy)
    assert {"churn", "opened_mortgage"} <= set(tests["outcome"])
    assert (tests["n_found"] >= tests["n_replicated"]).all()


def test_each_row_of_the_demo_store_says_what_the_contract_says(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    patterns = snapshot.table("patterns")
    anyway, patterns = patterns[patterns["outcome"].isna()], patterns[patterns["outcome"].notna()]
    assert list(patterns.columns[: len(PUBLISHED["patterns"].columns)]) == list(PUBLISHED["patterns"].columns)
    assert patterns["pattern_id"].is_unique
    assert (patterns["pattern"].str.split(" > ").map(len) == patterns["length"]).all()
    assert patterns["support"].between(0, 1).all()
    assert patterns["confidence"].between(0, 1).all()
    assert patterns["replicates"].isin([0, 1]).all()
    assert (patterns["median_gap_days"].isna() == (patterns["length"] == 1)).all()
    assert patterns["median_gap_days"].dropna().between(1, 30).all()
    assert anyway[["confidence", "lift", "p_adjusted", "replicates"]].isna().all(axis=None)
    assert len(anyway) > 20


def test_what_customers_do_is_counted_among_those_here_within_the_last_year(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    anyway = snapshot.table("patterns").query("outcome.isna() and length == 1").set_index("pattern")
    customers = snapshot.table("customers")
    here = set(customers.loc[customers["status"] == "active", "customer_id"])
    rows = snapshot.table("sequences")
    last = pd.Timestamp(str(snapshot.facts["as_of"])) + pd.Timedelta(days=1)
    year = rows[(rows["happened_at"] < last) & (rows["happened_at"] >= last - pd.Timedelta(days=365))]
    counts = year[year["customer_id"].isin(here)].groupby("symbol")["customer_id"].nunique()
    assert (anyway["n_customers"] == counts.reindex(anyway.index)).all()
    assert (anyway["support"] == anyway["n_customers"] / len(here)).all()


def worked(bank: duckdb.DuckDBPyConnection, kind: SourceKind, as_of: date) -> dict[str, str]:
    work = InformedWork(bank, LoadedSource(kind, "bank", "f", "", "EUR", (), None, as_of, {}), as_of, 0, 1, print)
    sequences_stage(work)
    patterns_stage(work)
    return dict(bank.execute("SELECT table_name, why FROM built.pattern_gaps").fetchall())


def test_a_customer_table_has_no_sequences_and_says_why() -> None:
    why = worked(empty_bank(kind="table"), SourceKind.TABLE, date(2024, 3, 31))
    assert "doesn't say when anything happened" in why["patterns"]


def quiet_bank(n: int) -> duckdb.DuckDBPyConnection:
    """So many customers who pay once a month, and to whom nothing happens."""
    bank, names = empty_bank(), [f"C{number}" for number in range(n)]
    add(bank, "customers", [customer(name, date(2020, 1, 1)) for name in names])
    add(bank, "accounts", [account(name) for name in names])
    add(bank, "transactions", [booking(name, date(2023, month, 5), -5) for name in names for month in range(1, 13)])
    make_points(bank, as_of=date(2023, 12, 31))
    return bank


def test_a_bank_in_which_nothing_follows_often_enough_says_so() -> None:
    bank = quiet_bank(15)
    why = worked(bank, SourceKind.BANK, date(2023, 12, 31))
    assert "20 times" in why["patterns"]
    assert not bank.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'patterns'").fetchall()


def test_where_nothing_follows_what_customers_do_is_published_all_the_same() -> None:
    bank = quiet_bank(30)
    assert worked(bank, SourceKind.BANK, date(2023, 12, 31)) == {}
    found = bank.execute("SELECT DISTINCT outcome, n_customers, support, replicates FROM built.patterns").fetchall()
    assert found == [(None, 30, 1.0, None)]


def test_nobody_is_a_landmark_again_after_the_outcome_followed() -> None:
    bank = empty_bank()
    add(bank, "customers", [customer("C1", date(2020, 1, 1))])
    add(bank, "accounts", [account("C1"), account("C1", "savings", opened_on=date(2023, 11, 1))])
    add(bank, "transactions", [booking("C1", date(2023, month, 5), -5) for month in range(1, 13)])
    make_points(bank, as_of=date(2024, 3, 31))
    make_sequences(bank, as_of=date(2024, 3, 31))
    transform(bank, "pattern_rows", values={"as_of": date(2024, 3, 31), "window_days": 120, "horizon_days": 90})
    text = "SELECT as_of, value FROM built.pattern_rows WHERE outcome = 'opened_savings' ORDER BY as_of"
    # Windows of 90 days back from 31 March 2024: the account is opened in the second, so there is no last landmark.
    assert bank.execute(text).fetchall() == [(date(2023, 7, 5), 0), (date(2023, 10, 3), 1)]


def test_what_precedes_a_bad_loan_is_given_with_wide_intervals(tmp_path: Path) -> None:
    ingest(tmp_path / "store", real_data("berka_loans"))
    patterns, tests = tables_of(tmp_path / "store")
    bad = patterns[patterns["outcome"] == "loan_distress"]
    assert tests.set_index("outcome")["n_cases"].to_dict()["loan_distress"] <= 30
    assert len(bad) > 0
    wide = (bad["upper"] / bad["lower"]).dropna()
    assert (wide > 1.5).all()
