"""A link may name choices of a screen; one that makes no sense is left out, and the screen says so at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.made_up_rest import whole_store
from tests.pages.screen import is_well, opened, said

NOT_UNDERSTOOD = "The link's “{}” was not understood and is left out."


def test_every_choice_that_makes_no_sense_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_store(tmp_path, n=60)
    link = {"sort": "shoe size", "way": "second", "size": "a million"}
    screen = opened(tmp_path, "explore/customers", monkeypatch, link)

    assert is_well(screen)
    for name, times in (("sort", 1), ("size", 1), ("way", 0)):
        assert said(screen).count(NOT_UNDERSTOOD.format(name)) == times, name
    assert screen.query_params["way"] in ("second", ["second"])
    screen.run()
    assert "was not understood" not in said(screen)
