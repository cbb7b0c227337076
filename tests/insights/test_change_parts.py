"""The change of a rate, taken apart by member."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.insights.change_parts import change_parts

counts = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: (min(pair), max(pair)))
periods = st.dictionaries(st.sampled_from("abcdef"), counts, min_size=1, max_size=6)


def table(counted: dict[str, tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "member": list(counted),
            "numerator": [part for part, _ in counted.values()],
            "denominator": [whole for _, whole in counted.values()],
        }
    )


def rate(counted: dict[str, tuple[int, int]]) -> float:
    return sum(part for part, _ in counted.values()) / sum(whole for _, whole in counted.values())


def test_a_case_worked_by_hand() -> None:
    # Of all: 60 + 40 of 200 is 0.5, then 30 + 120 of 250 is 0.6. a: 0.6 to 0.6, weight 0.5 to 0.2. b: 0.4 to 0.6,
    # weight 0.5 to 0.8. By rate: b 0.65 x 0.2 = 0.13. By weight, against 0.55: a -0.3 x 0.05, b 0.3 x -0.05.
    parts = change_parts(table({"a": (60, 100), "b": (40, 100)}), table({"a": (30, 50), "b": (120, 200)}))
    found = parts.set_index("member")
    assert found["by_rate"].to_dict() == pytest.approx({"a": 0.0, "b": 0.13})
    assert found["by_weight"].to_dict() == pytest.approx({"a": -0.015, "b": -0.015})
    assert parts["member"].tolist() == ["b", "a"]


@settings(max_examples=200, deadline=None)
@given(before=periods, now=periods)
def test_the_parts_add_up_to_the_change_exactly(
    before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]
) -> None:
    assume(all(sum(whole for _, whole in each.values()) for each in (before, now)))
    parts = change_parts(table(before), table(now))
    assert parts["effect"].sum() == pytest.approx(rate(now) - rate(before), abs=1e-12)
    assert (parts["by_rate"] + parts["by_weight"]).to_numpy() == pytest.approx(parts["effect"].to_numpy())


@settings(max_examples=100, deadline=None)
@given(before=periods, times=st.integers(1, 9))
def test_where_every_member_grows_alike_nothing_moved(before: dict[str, tuple[int, int]], times: int) -> None:
    assume(sum(whole for _, whole in before.values()))
    now = {name: (part * times, whole * times) for name, (part, whole) in before.items()}
    assert change_parts(table(before), table(now))["effect"].abs().max() == pytest.approx(0.0, abs=1e-12)


def test_a_member_that_is_new_moves_the_rate_by_its_size_only() -> None:
    parts = change_parts(table({"old": (50, 100)}), table({"old": (50, 100), "new": (100, 100)})).set_index("member")
    assert parts["by_rate"].to_dict() == pytest.approx({"old": 0.0, "new": 0.0})
    assert parts["effect"].sum() == pytest.approx(0.25)
