"""People who work at once over the websocket each get their own answer; `benchmarks.reruns` says how fast."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.reruns import measured
from tests.browser.driving import serving
from tests.pages.made_up_rest import whole_store

N_PEOPLE = 50 if os.environ.get("TANDEM_SLOW") else 5


def test_every_rerun_of_people_who_work_at_once_ends_well(tmp_path: Path) -> None:
    whole_store(tmp_path, n=400)
    with serving(tmp_path) as url:
        told = measured(url, n_people=N_PEOPLE, n_rounds=3, think_s=0.2)

    assert len(told.waits_ms) == 3 * N_PEOPLE
    assert len(told.opened_ms) == N_PEOPLE
    assert told.n_wrong == 0
