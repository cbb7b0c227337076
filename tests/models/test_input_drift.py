"""Whether a model is asked about customers unlike those it learned from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.input_drift import FEWEST_ROWS, input_drift

DAYS = pd.to_datetime(["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"])


def table(seed: int, *, shift: float = 0.0, season: float = 0.0, n: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"balance": rng.normal(shift, 1, n), "heating": rng.normal(season, 1, n)})


def learned() -> dict[pd.Timestamp, pd.DataFrame]:
    return {day: table(place, season=float(place == 3)) for place, day in enumerate(DAYS)}


def test_what_moved_beyond_its_dates_is_told_and_a_season_is_not() -> None:
    found = input_drift(learned(), table(9, shift=1.0, season=0.9))
    assert found["feature"].tolist() == ["balance", "heating"]
    assert found["is_drift"].tolist() == [True, False]
    assert found["psi"].iloc[0] > 0.25
    assert found["psi"].iloc[1] > 0.1


def test_the_same_customers_are_no_drift_and_few_tell_nothing() -> None:
    assert not input_drift(learned(), table(9))["is_drift"].any()
    assert input_drift(learned(), table(9, n=FEWEST_ROWS - 1)).empty
    two = dict(list(learned().items())[:2])
    assert input_drift(two, table(9)).empty
