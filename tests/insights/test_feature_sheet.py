"""Features packed small: the same answers as from the whole table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.insights import feature_sheet as sheets
from analytics.insights import quick_profile as profiles
from analytics.insights.feature_sheet import feature_sheet
from analytics.insights.quick_profile import quick_profile
from analytics.insights.selection_profile import selection_profile

CATEGORIES = {"card": ["blue", "gold"]}
SIZES = ["segment_mean", "overall_mean", "effect", "lower", "upper"]


def made_up(random: np.random.Generator, n: int) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "visits": random.poisson(3, n).astype(float),
            "balance": 1e9 + random.normal(size=n),
            "share": random.random(n),
            "same": 4.0,
            "card": random.choice(["blue", "gold"], n),
        }
    )
    table.loc[random.random(n) < 0.2, "share"] = np.nan
    table.loc[random.random(n) < 0.1, "card"] = None
    return table


def parted(table: pd.DataFrame, size: int) -> Iterator[pd.DataFrame]:
    for start in range(0, len(table), size):
        yield table.iloc[start : start + size]


@settings(max_examples=40, deadline=None)
@given(seed=some.integers(0, 2**32 - 1), share=some.floats(0, 1), size=some.integers(1, 90))
def test_a_selection_is_described_as_from_the_whole_table(seed: int, share: float, size: int) -> None:
    random = np.random.default_rng(seed)
    table = made_up(random, 80)
    selected = random.random(80) < share
    found, n_compared = quick_profile(feature_sheet(parted(table, size), 80, CATEGORIES), selected)
    exact = selection_profile(table, selected)
    assert n_compared == selected.sum()
    key = ["feature", "category"]
    both = found.fillna({"category": ""}).merge(exact.fillna({"category": ""}), on=key, suffixes=("", "_exact"))
    assert len(both) == len(found) == len(exact)
    for name in [*SIZES, "n_known"]:
        np.testing.assert_allclose(both[name], both[f"{name}_exact"], rtol=1e-5, atol=1e-5)


def test_of_many_selected_a_random_sample_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "MOST_COMPARED", 200)
    random = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        table = pd.DataFrame({"a": random.normal(size=1500)})
        selected = np.arange(1500) < 900
        found, n_compared = quick_profile(feature_sheet([table], 1500, {}), selected)
        assert n_compared == 200
        values = table["a"].to_numpy()
        truth = (values[:900].mean() - values.mean()) / values.std()
        lower, upper = found[["lower", "upper"]].to_numpy(dtype=np.float64)[0]
        covered += bool(lower <= truth <= upper)
    assert covered >= 186  # 95 % of 200, less two standard deviations


def test_what_does_not_fit_into_memory_is_left_to_chance_but_everyone_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_COMPARED", 10)
    table = pd.DataFrame({"a": np.arange(100.0), "b": np.arange(100.0) ** 2})
    sheet = feature_sheet([table], 100, {}, most_bytes=4 * 2 * 30)
    assert len(sheet.customers) == 30
    assert len(set(sheet.customers)) == 30
    np.testing.assert_allclose(sheet.values[:, 0] + sheet.origin[0], sheet.customers)
    assert sheet.everyone[1] is not None
    assert sheet.everyone[1].mean == pytest.approx(table["b"].mean())
    assert sheet.everyone[1].spread == pytest.approx(table["b"].std(ddof=0))
    assert sheet.everyone[1].n == 100


@pytest.mark.parametrize("n_selected", [0, 4, 20])
def test_nothing_is_said_of_too_few_or_of_everyone(n_selected: int) -> None:
    sheet = feature_sheet([pd.DataFrame({"visits": np.arange(20.0)})], 20, {})
    assert quick_profile(sheet, np.arange(20) < n_selected)[0].empty
