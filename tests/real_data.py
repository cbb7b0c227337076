"""Finds the real tables that tests may run on, or skips the test in plain words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def real_data(name: str) -> Path:
    """Give the path of a real file or folder; skip the test where it is absent."""
    path = Path(os.environ.get("TANDEM_REAL_DATA", _BESIDE)) / name
    if not path.exists():
        pytest.skip(f"real data {name!r} is not here: set TANDEM_REAL_DATA to the folder that has it")
    return path
