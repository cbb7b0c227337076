"""Forecasts against what came."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.forecast_scores import Forecast, records, scored_forecast


def labels() -> tuple[pd.DataFrame, np.ndarray]:
    days = pd.to_datetime(["2026-06-30", "2026-09-30"]).repeat(100)
    group = np.tile(np.arange(100) < 40, 2)
    # In June fewer of the group leave than of the others, in September half of it.
    values = np.r_[np.arange(100) >= 80, np.arange(100) % 2 * (np.arange(100) < 40)].astype(int)
    return pd.DataFrame({"as_of": days, "value": values}), group


def forecast(probability: float, *, known: str = "2026-06-30", ripens: str = "2026-12-31") -> Forecast:
    return Forecast("n1", "expert", probability, pd.Timestamp(known), pd.Timestamp(ripens))


def test_only_outcomes_that_were_not_known_when_it_was_said_count() -> None:
    table, group = labels()
    row = scored_forecast(forecast(0.9), table, group).iloc[0]
    assert (row["n_customers"], row["share"], row["share_of_others"], row["came_true"]) == (40, 0.5, 0.0, 1)
    assert row["brier"] == pytest.approx(0.01)


def test_who_was_wrong_gets_the_worse_score() -> None:
    table, group = labels()
    assert scored_forecast(forecast(0.1), table, group)["brier"].item() == pytest.approx(0.81)


def test_a_forecast_that_has_not_ripened_has_no_score() -> None:
    table, group = labels()
    assert scored_forecast(forecast(0.9, known="2026-09-30"), table, group).empty
    assert scored_forecast(forecast(0.9), table, group & (np.arange(200) % 100 < 10)).empty


def test_each_author_has_a_record() -> None:
    table, group = labels()
    scored = [scored_forecast(forecast(each), table, group) for each in (0.9, 0.7)]
    record = records(scored).iloc[0]
    assert (record["author"], record["n_forecasts"], record["n_came_true"]) == ("expert", 2, 2)
    assert record["brier"] == pytest.approx((0.01 + 0.09) / 2)
    assert bool(record["is_better_than_a_coin"])
    assert records([]).empty
    assert record[["base_rate", "base_rate_brier"]].isna().all(), "two forecasts give no base rate"


def test_a_record_stands_beside_always_saying_the_base_rate() -> None:
    table, group = labels()
    said = [scored_forecast(forecast(each), table, group) for each in (0.9, 0.8, 0.7, 0.6)]
    # The fifth is somebody else's, and did not come true: of five, four did, so the base rate is 0.8.
    other = said[0].assign(author="analyst", came_true=0, brier=0.81)
    record = records([*said, other]).set_index("author")
    assert record["base_rate"].tolist() == pytest.approx([0.8, 0.8])
    assert record.loc["analyst", "base_rate_brier"] == pytest.approx(0.64)
    assert record.loc["expert", "base_rate_brier"] == pytest.approx(0.04)
    assert record.loc["expert", "brier"] == pytest.approx((0.01 + 0.04 + 0.09 + 0.16) / 4)
