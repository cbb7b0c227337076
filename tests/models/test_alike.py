"""Who is most like a customer who left."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models import alike
from analytics.models.alike import most_alike


def members(ids: list[str], fine: list[str]) -> pd.DataFrame:
    rows = [
        (name, level, segment) for name, one in zip(ids, fine, strict=True) for level, segment in ((1, "x"), (3, one))
    ]
    return pd.DataFrame(rows, columns=["customer_id", "level", "segment_id"])


def test_the_nearest_of_the_same_segment_is_taken_though_another_is_nearer() -> None:
    here = np.array([[0.0], [1.0], [5.0]])
    left = np.array([[0.9], [4.0], [3.0]])
    found = most_alike(
        here, members(["a", "b", "c"], ["A", "B", "A"]), left, members(["p", "q", "r"], ["A", "A", "Z"]), seed=1
    )
    assert found["customer_id"].tolist() == ["p", "q", "r"]
    assert found["twin_id"].fillna("nobody").tolist() == ["a", "c", "nobody"]


def test_of_a_large_segment_so_many_are_compared_and_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST_COMPARED", 10)
    here = np.arange(100.0).reshape(-1, 1)
    ids = [f"c{number:02d}" for number in range(100)]
    left, gone = np.array([[50.2]]), members(["p"], ["A"])
    first, again = (most_alike(here, members(ids, ["A"] * 100), left, gone, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert abs(int(str(first.loc[0, "twin_id"])[1:]) - 50.2) < 30
