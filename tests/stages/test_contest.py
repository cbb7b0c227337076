"""Whether sequences foresee more, asked of a demo bank whose truth says they do, and of banks that can't say."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from analytics.sources.demo import write_demo_bank
from analytics.stages.contest import contest_stage
from analytics.stages.features import features_stage
from analytics.stages.informed import InformedWork
from analytics.stages.sequences import sequences_stage
from analytics.store.connection import open_for_writing
from analytics.store.load import ingest
from analytics.store.snapshots import current_snapshot
from analytics.store.source import LoadedSource, loaded_source
from analytics.vocabulary import SourceKind
from tests.store.small_bank import empty_bank

SLOW = bool(os.environ.get("TANDEM_SLOW"))


def test_on_a_demo_bank_patterns_foresee_leaving_beyond_counts_and_features(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if SLOW:
        monkeypatch.delenv("TANDEM_NETWORK")
    size = (4_000, 30) if SLOW else (800, 24)
    write_demo_bank(tmp_path / "bank", n_customers=size[0], n_months=size[1], seed=3)
    ingest(tmp_path / "store", tmp_path / "bank")
    with open_for_writing(tmp_path / "store") as warehouse, warehouse.transaction() as cursor:
        source = loaded_source(warehouse)
        work = InformedWork(cursor, source, source.as_of_default, 0, 2, print)
        features_stage(work)
        sequences_stage(work)
        contest_stage(work)
        table = work.take("SELECT * FROM built.sequence_contest")
        assert not work.has("pattern_rows")
    churn = table[table["outcome"] == "churn"]
    surely, about = (dict(zip(churn["method"], churn[column], strict=True)) for column in ("gain_lower", "gain"))
    network = churn[churn["method"] == "recurrent_network"]
    if SLOW:
        assert network["over"].tolist() == ["bag_of_events", "bag_and_patterns"]
        assert network["auc"].gt(0.7).all()
        assert surely["bag_and_patterns"] > 0
        assert about["features_and_patterns"] > 0
        assert surely["bag_of_events"] > 0
    else:
        assert network["why_not"].tolist() == ["The recurrent network wasn't tried, because TANDEM_NETWORK is off."]
        assert set(surely) == set(about) >= {"bag_of_events", "bag_and_patterns", "features", "features_and_patterns"}
    assert churn["lower"].le(churn["auc"]).eq(churn["auc"].notna()).all()
    assert churn["auc"].dropna().between(0.5, 0.95).all()
    of_openings = table.loc[table["outcome"] == "opened_mortgage", "method"]
    assert "features" not in set(of_openings), "features aren't made at the landmarks of openings"


def test_where_cases_are_few_the_table_says_so(demo_store: Path) -> None:
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    table = snapshot.table("sequence_contest")
    assert table["outcome"].is_unique
    assert table["why_not"].str.contains("Too few cases").all()


def test_a_customer_table_has_no_contest() -> None:
    bank = empty_bank(kind="table")
    source = LoadedSource(SourceKind.TABLE, "table", "f", "", "EUR", (), None, date(2024, 3, 31), {})
    contest_stage(InformedWork(bank, source, date(2024, 3, 31), 0, 1, print))
    assert not bank.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'sequence_contest'").fetchall()
