"""Rare events' tails."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from analytics.models.rare_events import signed_root


@pytest.mark.parametrize("observed", [12, 16, 22, 30])
def test_the_tail_of_rare_events_is_that_of_the_exact_distribution(observed: int) -> None:
    n, chance = 200, 0.05
    root = signed_root(np.ones(n), np.full(n, chance), observed - 0.5 - n * chance)
    assert norm.sf(root) == pytest.approx(binom.sf(observed - 1, n, chance), rel=0.12)


def test_the_plain_normal_tail_would_take_chance_for_evidence() -> None:
    observed, n, chance = 24, 200, 0.05
    root = signed_root(np.ones(n), np.full(n, chance), observed - 0.5 - n * chance)
    plain = (observed - 0.5 - n * chance) / np.sqrt(n * chance * (1 - chance))
    assert norm.sf(plain) < 0.2 * binom.sf(observed - 1, n, chance) < norm.sf(root)
