"""BG/NBD gives the published numbers, and finds again what made-up customers were drawn from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from analytics.models.bg_nbd import BgNbd, Histories, chance_alive, expected_purchases, fitted
from tests.real_data import real_data

PUBLISHED = BgNbd(0.243, 4.414, 0.793, 2.426, -9582.4)
"""Fader, Hardie and Lee (2005), for 2,357 customers of CDNOW, weeks 1 to 39."""


def one(n_repeats: float, last_at: float, seen_for: float) -> Histories:
    return Histories(np.array([n_repeats]), np.array([last_at]), np.array([seen_for]))


def test_a_customer_of_the_paper_is_expected_to_buy_as_often_as_it_says() -> None:
    # Their worked example: two repeats, the last in week 30.43, seen for 38.86 weeks; 39 weeks ahead.
    assert expected_purchases(PUBLISHED, one(2, 30.43, 38.86), ahead=39)[0] == pytest.approx(1.226, abs=0.001)


def test_the_longer_nothing_was_bought_the_less_likely_somebody_still_buys() -> None:
    waits = Histories(np.full(4, 5.0), np.array([38.0, 30.0, 20.0, 10.0]), np.full(4, 39.0))
    chances = chance_alive(PUBLISHED, waits)
    assert np.all(np.diff(chances) < 0)
    assert np.all((chances > 0) & (chances < 1))
    assert chance_alive(PUBLISHED, one(0, 0, 39))[0] == 1.0
    often = chance_alive(PUBLISHED, Histories(np.array([2.0, 20.0]), np.array([20.0, 20.0]), np.array([39.0, 39.0])))
    assert often[1] < often[0], "who bought often and then stopped is gone more surely"


def drawn(n: int, seed: int) -> Histories:
    """Customers of the model itself, followed for 52 weeks."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(0.8, 1 / 6.0, n)
    stops = rng.beta(1.2, 3.0, n)
    rows = []
    for rate, stop in zip(rates, stops, strict=True):
        at, last, repeats = 0.0, 0.0, 0
        while True:
            at += rng.exponential(1 / rate)
            if at > 52:
                break
            last, repeats = at, repeats + 1
            if rng.random() < stop:
                break
        rows.append((repeats, last, 52.0))
    return Histories(*np.array(rows, dtype=np.float64).T)


def test_what_they_were_drawn_from_is_found_again() -> None:
    found = fitted(drawn(6_000, 1))
    assert (found.r / found.alpha, found.a / (found.a + found.b)) == pytest.approx((0.8 / 6.0, 1.2 / 4.2), rel=0.1)


def test_as_many_are_bought_as_were_expected() -> None:
    whole = drawn(6_000, 2)
    model = fitted(whole)
    fresh = Histories(np.zeros(1), np.zeros(1), np.zeros(1))
    assert expected_purchases(model, fresh, ahead=52)[0] == pytest.approx(whole.n_repeats.mean(), rel=0.05)


def test_all_of_cdnow_is_like_its_published_sample_and_later_purchases_are_foreseen_better_than_by_rates() -> None:
    rows = pd.read_csv(real_data("cdnow") / "purchases.csv.gz", parse_dates=["date"])
    days = rows[["users_id", "date"]].drop_duplicates()
    end = pd.Timestamp("1997-09-30")
    seen = days[days["date"] <= end].groupby("users_id")["date"].agg(["min", "max", "size"])
    repeats = (seen["size"] - 1).to_numpy(dtype=np.float64)
    weeks = Histories(repeats, _weeks(seen["max"] - seen["min"]), _weeks(end - seen["min"]))
    found = fitted(weeks)
    told = (found.r, found.alpha, found.a, found.b)
    assert told == pytest.approx((PUBLISHED.r, PUBLISHED.alpha, PUBLISHED.a, PUBLISHED.b), rel=0.15)
    later = days[days["date"] > end].groupby("users_id").size().reindex(seen.index).fillna(0).to_numpy()
    foreseen = expected_purchases(found, weeks, ahead=39)
    by_rate = repeats / weeks.seen_for * 39
    assert np.abs(foreseen - later).mean() < 0.85 * np.abs(by_rate - later).mean()
    assert foreseen.sum() == pytest.approx(later.sum(), rel=0.15)


def _weeks(spans: pd.Series[pd.Timedelta]) -> NDArray[np.float64]:
    return spans.dt.days.to_numpy(dtype=np.float64) / 7
