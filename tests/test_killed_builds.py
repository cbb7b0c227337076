"""Killed at any moment, a build leaves the last snapshot served, and the next one succeeds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.pipeline import Request, build
from analytics.store.load import ingest
from analytics.store.progress import State, read_progress
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.store.verify import store_problems

IS_SLOW = os.environ.get("TANDEM_SLOW") == "1"
N_KILLS = 20 if IS_SLOW else 2
STAGES = None if IS_SLOW else ("segments", "churn")
"""The map spends its time compiling, which the quick run leaves out."""


def _store(folder: Path) -> Path:
    draw = random.Random(3)
    rows = []
    for n in range(400):
        age, balance = draw.randrange(20, 80), draw.gauss(1000, 400)
        has_left = draw.random() < (0.6 if balance < 800 else 0.1)
        rows.append({"id": f"N{n:03d}", "age": age, "balance": balance, "city": f"T{n % 5}", "left": int(has_left)})
    folder.mkdir()
    pd.DataFrame(rows).to_csv(folder / "table.csv", index=False)
    ingest(folder / "store", folder / "table.csv", label="left", id_column="id", as_of=date(2026, 6, 30))
    return folder / "store"


def _command(store: Path, *, seed: int) -> list[str]:
    chosen = ["--stages", ",".join(STAGES)] if STAGES else []
    return [sys.executable, "-m", "analytics", "build", "--seed", str(seed), "--store", str(store), *chosen]


def _tables(snapshot: Snapshot | None) -> dict[str, pd.DataFrame]:
    assert snapshot is not None
    return {name: snapshot.table(name) for name in sorted(snapshot.tables() - {"snapshot_facts"})}


def _assert_same(found: dict[str, pd.DataFrame], expected: dict[str, pd.DataFrame]) -> None:
    assert found.keys() == expected.keys()
    for name, table in expected.items():
        pd.testing.assert_frame_equal(found[name], table, rtol=0, atol=1e-9, obj=name)


@pytest.mark.slow
def test_a_killed_build_leaves_the_last_snapshot_and_the_next_one_succeeds(tmp_path: Path) -> None:
    store, undisturbed = _store(tmp_path / "a"), _store(tmp_path / "b")
    for each in (store, undisturbed):
        build(each, Request(stages=STAGES))
    before = current_snapshot(store)
    assert before is not None
    served, expected_before = before.id, _tables(before)

    started = time.monotonic()
    subprocess.run(_command(undisturbed, seed=1), check=True, stdout=subprocess.DEVNULL)
    lasts_seconds = time.monotonic() - started
    draw, n_killed = random.Random(11), 0
    for _ in range(N_KILLS):
        process = subprocess.Popen(_command(store, seed=1), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=draw.uniform(0.05, 0.95) * lasts_seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            n_killed += 1
        snapshot = current_snapshot(store)
        assert snapshot is not None
        if snapshot.id != served:
            break  # this one was quicker than the undisturbed one, and done before it was to be killed
        _assert_same(_tables(snapshot), expected_before)
        told = read_progress(store)
        assert told is None or told.state in {State.FAILED, State.DONE}
        assert store_problems(store) == ()
    assert n_killed > 0

    subprocess.run(_command(store, seed=1), check=True, stdout=subprocess.DEVNULL)
    _assert_same(_tables(current_snapshot(store)), _tables(current_snapshot(undisturbed)))
    assert store_problems(store) == ()
    assert not list((store / "snapshots").glob("*.unfinished*"))
