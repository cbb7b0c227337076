"""What the tests of screens share."""

from __future__ import annotations

import pytest

from pages.shared import panels


@pytest.fixture(autouse=True)
def every_fold_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the tables behind charts, as if somebody had opened all folds."""
    monkeypatch.setattr(panels, "FOLDS_START_OPEN", True)
