"""A snapshot is immutable, read by many threads, and swapped in one step."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from analytics.errors import DamagedStoreError, InputError, StoreEmptyError, TandemError
from analytics.store import snapshot as reading
from analytics.store.publish import Stream, publish_sources
from analytics.store.shelf import POINTER, manifest_file, snapshot_file
from analytics.store.snapshots import (
    current_snapshot,
    open_snapshot,
    prune,
    publish_tables,
    snapshot_ids,
    use,
)
from analytics.vocabulary import SnapshotId

_ENDLESS = "SELECT count(*) AS n FROM map AS a, map AS b, map AS c WHERE a.x + b.x + c.x = 7"


def _publish(store: Path, *xs: float) -> SnapshotId:
    points = pd.DataFrame({"customer_id": [f"C{i}" for i in range(len(xs))], "x": xs})
    return publish_tables(store, {"map": points}, {"as_of": "2026-06-30", "seed": 7})


def test_an_empty_store_has_no_snapshot(tmp_path: Path) -> None:
    assert current_snapshot(tmp_path / "nowhere") is None
    assert snapshot_ids(tmp_path / "nowhere") == ()


def test_what_is_published_is_what_is_read(tmp_path: Path) -> None:
    made = _publish(tmp_path, 0.5, -1.5)
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    assert snapshot.id == made
    assert snapshot.tables() == {"map", "snapshot_facts"}
    assert snapshot.columns("map") == ("customer_id", "x")
    assert snapshot.table("map")["x"].tolist() == [0.5, -1.5]
    assert snapshot.facts["as_of"] == "2026-06-30"
    assert snapshot.facts["seed"] == 7
    assert snapshot.facts["snapshot_id"] == made


def test_days_ids_and_categories_keep_their_types(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "segment_id": [1, 2],
            "as_of": pd.to_datetime(["2026-06-30"] * 2),
            "parent_id": [None, None],
            "band": pd.Categorical(["low", "high"]),
            "opened_on": [date(2020, 2, 29), None],
        }
    )
    publish_tables(tmp_path, {"things": table}, {})
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    read = snapshot.table("things")
    assert read["segment_id"].tolist() == ["1", "2"]
    assert read["band"].tolist() == ["low", "high"]
    assert read["parent_id"].isna().all()
    assert read["as_of"].dt.strftime("%H:%M").unique().tolist() == ["00:00"]


def test_the_same_object_answers_until_another_snapshot_is_served(tmp_path: Path) -> None:
    _publish(tmp_path, 1.0)
    first = current_snapshot(tmp_path)
    assert current_snapshot(tmp_path) is first
    _publish(tmp_path, 2.0)
    second = current_snapshot(tmp_path)
    assert first is not None
    assert second is not None
    assert second.id > first.id
    assert first.table("map")["x"].tolist() == [1.0]
    assert second.table("map")["x"].tolist() == [2.0]


def test_a_table_that_is_not_there_says_run_build(tmp_path: Path) -> None:
    _publish(tmp_path, 1.0)
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    with pytest.raises(StoreEmptyError, match="no table scores yet: run build"):
        snapshot.table("scores")


def test_a_query_takes_values_only(tmp_path: Path) -> None:
    _publish(tmp_path, 1.0)
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    with pytest.raises(InputError, match="no statement"):
        snapshot.query("../../settings")


def test_sixteen_threads_each_get_their_own_answer(tmp_path: Path) -> None:
    publish_tables(tmp_path, {f"t{n}": pd.DataFrame({"n": [n] * 500}) for n in range(16)}, {})
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    wrong: list[int] = []

    def ask(n: int) -> None:
        wrong.extend(n for _ in range(25) if set(snapshot.table(f"t{n}")["n"]) != {n})

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_question_that_takes_too_long_is_stopped_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(tmp_path, *map(float, range(3_000)))
    served = current_snapshot(tmp_path)
    assert served is not None
    stopped = threading.Event()
    monkeypatch.setattr("analytics.store.snapshot.LONGEST_QUERY_SECONDS", 0.3)

    def small_ones() -> int:
        n = 0
        while not stopped.is_set():
            assert len(served.ask("SELECT x FROM map WHERE x < 10")) == 10
            n += 1
        return n

    with ThreadPoolExecutor(2) as others:
        asked = [others.submit(small_ones) for _ in range(2)]
        try:
            with pytest.raises(TandemError, match=r"longer than 0\.3 seconds and was stopped\. Narrow the selection"):
                served._run(_ENDLESS, {}, patience_seconds=0.3)
        finally:
            stopped.set()
        assert all(each.result() > 1 for each in asked)
    assert len(served.table("map")) == 3_000


def test_a_question_that_needs_too_much_memory_is_stopped_and_the_next_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(reading._READ_ONLY, "memory_limit", "30MB")
    _publish(tmp_path, *map(float, range(3_000)))
    served = current_snapshot(tmp_path)
    assert served is not None
    with pytest.raises(TandemError, match="needed more memory"):
        served.ask("SELECT list(a.x) AS xs FROM map AS a, map AS b")
    assert len(served.ask("SELECT x FROM map WHERE x < 10")) == 10


def test_one_can_go_back_and_forth(tmp_path: Path) -> None:
    first, second = _publish(tmp_path, 1.0), _publish(tmp_path, 2.0)
    use(tmp_path, first)
    assert current_snapshot(tmp_path) is open_snapshot(tmp_path, first)
    use(tmp_path, second)
    assert current_snapshot(tmp_path) is open_snapshot(tmp_path, second)
    with pytest.raises(InputError, match="There is no snapshot 000009-00000000"):
        use(tmp_path, SnapshotId("000009-00000000"))


def test_pruning_keeps_the_latest_the_served_and_the_open(tmp_path: Path) -> None:
    ids = [_publish(tmp_path, float(n)) for n in range(6)]
    use(tmp_path, ids[0])
    held = open_snapshot(tmp_path, ids[2])
    assert prune(tmp_path, keep=2) == (ids[1], ids[3], ids[4])
    assert snapshot_ids(tmp_path) == (ids[0], ids[2], ids[5])
    assert held.table("map")["x"].tolist() == [2.0]
    with pytest.raises(InputError, match="at least 1"):
        prune(tmp_path, keep=0)


def test_a_number_is_not_used_again_after_pruning(tmp_path: Path) -> None:
    ids = [_publish(tmp_path, float(n)) for n in range(3)]
    prune(tmp_path, keep=1)
    assert _publish(tmp_path, 9.0)[:6] == "000004"
    assert len(set(ids)) == 3


def test_a_half_written_snapshot_is_none_and_is_swept(tmp_path: Path) -> None:
    kept = _publish(tmp_path, 1.0)
    leftover = tmp_path / "snapshots" / "000002-aaaaaaaa.duckdb.unfinished"
    leftover.write_bytes(b"half")
    without_manifest = snapshot_file(tmp_path, SnapshotId("000002-bbbbbbbb"))
    without_manifest.write_bytes(b"whole, but not told of")
    assert snapshot_ids(tmp_path) == (kept,)
    _publish(tmp_path, 2.0)
    assert not leftover.exists()
    assert not without_manifest.exists()


def test_a_table_that_gives_fewer_rows_than_it_counts_is_not_published(tmp_path: Path) -> None:
    before = _publish(tmp_path, 1.0)
    rows = pa.table({"event_type": ["login", "fee"]})
    with pytest.raises(DamagedStoreError, match=r'"next_events" counts 3 rows, but gave 2'):
        publish_sources(tmp_path, {"next_events": lambda: Stream(rows.to_reader(), 3)}, {})
    assert snapshot_ids(tmp_path) == (before,)
    served = current_snapshot(tmp_path)
    assert served is not None
    assert served.id == before
    publish_sources(tmp_path, {"next_events": lambda: Stream(rows.to_reader(), 2)}, {})
    again = current_snapshot(tmp_path)
    assert again is not None
    assert again.table("next_events")["event_type"].tolist() == ["login", "fee"]


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    made = _publish(tmp_path, 1.0)
    path = snapshot_file(tmp_path, made)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedStoreError, match="should have"):
        current_snapshot(tmp_path)


def test_a_changed_manifest_is_refused(tmp_path: Path) -> None:
    made = _publish(tmp_path, 1.0)
    path = manifest_file(tmp_path, made)
    path.write_text(path.read_text().replace('"as_of": "2026-06-30"', '"as_of": "2026-07-30"'))
    with pytest.raises(DamagedStoreError, match="was changed"):
        current_snapshot(tmp_path)


def test_a_pointer_that_names_nothing_is_refused(tmp_path: Path) -> None:
    _publish(tmp_path, 1.0)
    (tmp_path / POINTER).write_text("../../etc/passwd\n")
    with pytest.raises(DamagedStoreError, match="should hold the id"):
        current_snapshot(tmp_path)
