"""People who work at once over the websocket each get their own answer; `benchmarks.reruns` says how fast."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks import reruns
from benchmarks.soak import held_by, soaked
from tests.browser.driving import serving_by
from tests.pages.made_up_rest import whole_store

FILES_A_SESSION, FEW = 3, 3
SLOW = bool(os.environ.get("TANDEM_SLOW"))
N_PEOPLE = 50 if SLOW else 5


def test_every_rerun_of_people_who_work_at_once_ends_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not SLOW:
        monkeypatch.setattr(reruns, "LINKS", reruns.LINKS[::3])
    whole_store(tmp_path, n=400)
    with serving_by(tmp_path, n_processes=1) as (url, process):
        told = reruns.measured(url, n_people=N_PEOPLE, n_rounds=3, think_s=0.2)
        soaked(url, n_people=3, seconds=2)
        before = held_by(process)
        soak = soaked(url, n_people=3, seconds=3)
        after = held_by(process)

    assert len(told.waits_ms) == 3 * N_PEOPLE
    assert len(told.opened_ms) == N_PEOPLE
    assert (told.n_wrong, soak.n_wrong) == (0, 0)
    # Whoever left is remembered for two minutes; beyond that nothing of them stays.
    assert after.n_files <= before.n_files + FILES_A_SESSION * soak.n_visits + FEW
    assert after.n_threads <= before.n_threads + FEW
