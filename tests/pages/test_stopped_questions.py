"""A question that takes too long or too much memory is stopped in words; the next one and everybody else go on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import TandemError
from analytics.store import snapshot as reading
from analytics.store.snapshot import Snapshot
from tests.pages.made_up_rest import whole_store
from tests.pages.screen import is_well, opened

ENDLESS = "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b WHERE a.range * b.range = 7"
LARGE = "SELECT list(a.customer_id) AS ids FROM map AS a, map AS b, map AS c"


@pytest.mark.parametrize(
    ("instead", "setting", "patience_seconds", "words"),
    [(ENDLESS, None, 0.3, "longer than"), (LARGE, ("memory_limit", "60MB"), 300, "needed more memory")],
)
def test_a_screen_says_why_it_was_stopped_and_the_next_is_drawn(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    instead: str,
    setting: tuple[str, str] | None,
    patience_seconds: float,
    words: str,
) -> None:
    if setting is not None:
        monkeypatch.setitem(reading._READ_ONLY, *setting)
    whole_store(tmp_path, n=400)
    run, told = Snapshot._run, list[str]()

    def heavy(self: Snapshot, text: str, parameters: Mapping[str, object], **_: object) -> pd.DataFrame:
        if "contribution" in text:
            try:
                return run(self, instead, {}, patience_seconds=patience_seconds)
            except TandemError as why:
                told.append(str(why))
                raise
        return run(self, text, parameters)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Snapshot, "_run", heavy)
        stopped = opened(tmp_path, "explore/drivers", monkeypatch, {"region": "R01"})
        assert len(stopped.exception) == 1
        assert [words in why for why in told] == [True], "in words of our own, which the server shows (test_frame)"
        assert is_well(opened(tmp_path, "explore/customers", monkeypatch))
    assert is_well(opened(tmp_path, "explore/drivers", monkeypatch, {"region": "R01"}))
