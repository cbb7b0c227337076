"""What a build and ``status`` do with the recurrent network, installed or not."""

from __future__ import annotations

from datetime import date

import pytest

from analytics import stage_order
from analytics.commands.checking import status_lines
from analytics.stage_order import TRY_NETWORK, Planned, plan
from analytics.stages.informed import Said
from analytics.status import staleness, store_status
from analytics.store.source import LoadedSource
from analytics.store.stage_log import StageRun
from analytics.vocabulary import SourceKind

SOURCE = LoadedSource(SourceKind.BANK, "bank", "f", "", "EUR", (), None, date(2024, 3, 31), {})


def planned(monkeypatch: pytest.MonkeyPatch, version: str | None) -> dict[str, Planned]:
    monkeypatch.setattr(stage_order, "network_version", lambda: version)
    return plan(SOURCE, Said(), as_of=date(2024, 3, 31), seed=0)


def test_where_it_is_installed_or_taken_away_the_stages_that_try_it_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    without, with_it = planned(monkeypatch, None), planned(monkeypatch, "0.10.2")
    changed = {name for name in without if without[name].fingerprint != with_it[name].fingerprint}
    assert changed == TRY_NETWORK
    for before, after in ((without, with_it), (with_it, without)):
        run = StageRun("contest", before["contest"].fingerprint, before["contest"].inputs, "", 1.0)
        assert staleness(after["contest"], run) == (
            "stale",
            "the library of the recurrent network was installed, changed or taken away",
        )


def test_status_says_that_it_is_not_tried(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = store_status(tmp_path_factory.mktemp("none"))
    assert told["network"] == {
        "version": None,
        "why_not": "The recurrent network wasn't tried, because TANDEM_NETWORK is off.",
    }
    assert "  The recurrent network wasn't tried, because TANDEM_NETWORK is off." in list(status_lines(told))
