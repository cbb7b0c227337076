"""Compiled loops where nothing can be kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.models import compiled as module


def test_where_no_folder_can_be_written_a_loop_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba import njit

    def nowhere(**options: bool) -> Callable[..., object]:
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return njit(nogil=options["nogil"])

    monkeypatch.setattr(module, "njit", nowhere)

    @module.compiled
    def double(number: int) -> int:
        return 2 * number

    assert double(21) == 42
    assert len(double.signatures) == 1  # type: ignore[attr-defined]
