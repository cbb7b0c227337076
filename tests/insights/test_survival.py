"""Survival curves: a case worked by hand, scipy's as the oracle, and what must hold of any."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import CensoredData, ecdf

from analytics.insights.survival import CURVE, at_days, survival_curve, survival_words


def followed(left: list[float | None], observed: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"left_day": pd.Series(left, dtype="float64"), "observed_days": observed})


def test_a_case_worked_by_hand() -> None:
    # Ten customers: one leaves on day 5, two on day 8, one is seen for 8 days only, one leaves on day 20.
    curve = survival_curve(followed([5, 8, 8, None, 20, *[None] * 5], [30, 30, 30, 8, 30, *[30] * 5]))
    assert curve["day"].tolist() == [0, 5, 8, 20, 30]
    assert curve["n_at_risk"].tolist() == [10, 10, 9, 6, 5]
    assert curve["n_left"].tolist() == [0, 1, 2, 1, 0]
    assert curve["share"].to_numpy() == pytest.approx([1, 0.9, 0.9 * 7 / 9, 0.7 * 5 / 6, 0.7 * 5 / 6])
    # Greenwood: 1/(10*9) on day 5; log-log: 0.9 ** exp(±1.645 * sqrt(1/90) / |ln 0.9|).
    reach = 1.6448536 * np.sqrt(1 / 90) / -np.log(0.9)
    assert curve["lower"][1] == pytest.approx(0.9 ** np.exp(reach))
    assert curve["upper"][1] == pytest.approx(0.9 ** np.exp(-reach))
    assert (curve["lower"][0], curve["upper"][0]) == (1, 1)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined:RuntimeWarning")
@pytest.mark.parametrize("seed", range(5))
def test_share_and_interval_are_scipy_s(seed: int) -> None:
    random = np.random.default_rng(seed)
    life, seen = random.integers(1, 60, 80).astype(float), random.integers(1, 80, 80)
    left = np.where(life <= seen, life, np.nan)
    curve = survival_curve(pd.DataFrame({"left_day": left, "observed_days": seen})).set_index("day")
    gone = ~np.isnan(left)
    known = ecdf(CensoredData(uncensored=left[gone], right=seen[~gone].astype(float))).sf
    ends = known.confidence_interval(confidence_level=0.9, method="log-log")
    for place, day in enumerate(known.quantiles):
        if day in curve.index and 0 < known.probabilities[place] < 1:
            row = curve.loc[day]
            assert row["share"] == pytest.approx(known.probabilities[place], abs=1e-12)
            assert row["lower"] == pytest.approx(ends.low.probabilities[place], abs=1e-9)
            assert row["upper"] == pytest.approx(ends.high.probabilities[place], abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_share_only_falls_and_lies_in_its_interval(seed: int) -> None:
    random = np.random.default_rng(seed)
    left = np.where(random.random(50) < 0.4, random.integers(1, 100, 50), np.nan)
    curve = survival_curve(pd.DataFrame({"left_day": left, "observed_days": 100}))
    assert list(curve) == CURVE
    assert (curve["share"].diff().dropna() <= 0).all()
    assert ((curve["lower"] <= curve["share"]) & (curve["share"] <= curve["upper"])).all()
    # Nobody is lost from sight early here: the last share is simply that of those who stayed.
    assert curve["share"].iloc[-1] == pytest.approx(np.isnan(left).mean())


def test_nobody_or_everybody_leaving_has_an_interval_too() -> None:
    stays = survival_curve(followed([None] * 20, [100] * 20))
    assert stays["day"].tolist() == [0, 100]
    assert stays["share"].tolist() == [1, 1]
    assert 0.8 < stays["lower"].iloc[-1] < 1
    goes = survival_curve(followed([7.0] * 20, [100] * 20))
    assert goes[["day", "share"]].to_numpy().tolist() == [[0, 1], [7, 0]]
    assert 0 < goes["upper"].iloc[-1] < 0.2
    assert survival_curve(followed([], [])).empty


def test_a_curve_is_read_between_its_days_and_not_after_the_last() -> None:
    curve = survival_curve(followed([10, None, 30, None], [40, 20, 40, 40]))
    read = at_days(curve, [0, 10, 20, 35, 90])
    assert read["day"].tolist() == [0, 10, 20, 35]
    assert read["share"].tolist() == [1, 0.75, 0.75, 0.375]
    assert read["n_at_risk"].tolist() == [4, 4, 2, 1]


def test_words_are_of_the_numbers() -> None:
    stays, goes = (
        survival_curve(followed([None] * 200, [365] * 200)),
        survival_curve(followed([9.0] * 200, [365] * 200)),
    )
    everyone = survival_curve(followed([*[None] * 200, *[9.0] * 200], [365] * 400))
    said = survival_words({"savers": stays, "movers": goes}, everyone=everyone)
    assert said[0].startswith("After 365 days 50.0% of the 400 followed are still here (90% interval 45.")
    assert said[1] == "The fewest stayed of “movers” (0.0%), the most of “savers” (100.0%); their intervals lie apart."
    assert survival_words({}, everyone=survival_curve(followed([], []))) == []
