"""What somebody spends lies between their own mean and that of all, and what it was drawn from is found again."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.spend import GammaGamma, expected_spend, fitted_spend


def test_the_parameters_that_purchases_were_drawn_from_are_found_again() -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(1, 9, 5_000).astype(float)
    rates = rng.gamma(4.0, 1 / 30.0, 5_000)
    mean = np.array([rng.gamma(6.0, 1 / rate, int(k)).mean() for rate, k in zip(rates, n, strict=True)])
    found = fitted_spend(n, mean)
    assert (found.p, found.q, found.gamma) == pytest.approx((6.0, 4.0, 30.0), rel=0.15)
    # The mean of all that will be spent at a purchase: p gamma / (q - 1).
    assert expected_spend(found, n, mean).mean() == pytest.approx(60.0, rel=0.05)


def test_few_purchases_are_drawn_to_the_mean_of_all_and_many_speak_for_themselves() -> None:
    model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    of_all = 6.25 * 15.44 / 2.74
    one, many = expected_spend(model, np.array([1.0, 200.0]), np.array([100.0, 100.0]))
    assert of_all < one < many < 100.0
    assert many == pytest.approx(100.0, rel=0.01)
