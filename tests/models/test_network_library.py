"""The optional library: where it isn't installed or wanted, and that nothing imports it before it is used."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from analytics.models import network_library
from analytics.models.network_library import network_version, why_not_tried

_LOADED = """
import sys
import analytics.__main__, analytics.pipeline, analytics.status
import analytics.models.forecasts, analytics.models.network_contest, analytics.models.sequence_contest
assert "jax" not in sys.modules
assert not any(name.startswith("jaxlib") for name in sys.modules)
"""


def test_where_it_is_not_installed_that_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.delenv("TANDEM_NETWORK", raising=False)
    assert why_not_tried() is None
    monkeypatch.setattr(network_library, "version", missing)
    assert network_version() is None
    assert "isn't installed; to try it, run make network, then build." in (why_not_tried() or "")


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_NETWORK", "Off")
    assert network_version() is None
    assert why_not_tried() == "The recurrent network wasn't tried, because TANDEM_NETWORK is off."


def test_nothing_imports_it_before_it_is_used() -> None:
    subprocess.run([sys.executable, "-c", _LOADED], check=True, cwd=Path(__file__).parents[2])
