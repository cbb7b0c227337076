"""The exact distribution of cases within strata, against every permutation and against Fisher's test."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from scipy.stats import fisher_exact

from analytics.models.exact_strata import one_sided_p, permutation_p

STRATA = ((5, 2, 3), (4, 1, 2), (3, 3, 1), (6, 3, 2))
"""Rows, cases, rows with the pattern."""


def by_every_permutation() -> list[int]:
    """The number of cases with the pattern in each choice of who is a case."""
    ways = [[len(set(chosen) & set(range(w))) for chosen in combinations(range(n), k)] for n, k, w in STRATA]
    return [sum(each) for each in product(*ways)]


@pytest.mark.parametrize("observed", range(6))
def test_it_is_what_all_permutations_give(observed: int) -> None:
    n, n_cases, n_with = (np.array(column, dtype=np.int64) for column in zip(*STRATA, strict=True))
    every = by_every_permutation()
    share = {k: every.count(k) / len(every) for k in range(10)}
    unlikely = sum(share[k] for k in share if share[k] <= share[observed] * (1 + 1e-9))
    assert permutation_p(n, n_cases, n_with, observed) == pytest.approx(unlikely)
    at_least = sum(k >= observed for k in every) / len(every)
    assert one_sided_p(n, n_cases, n_with, observed, more=True) == pytest.approx(at_least)
    at_most = sum(k <= observed for k in every) / len(every)
    assert one_sided_p(n, n_cases, n_with, observed, more=False) == pytest.approx(at_most)


def test_of_one_stratum_it_is_fishers_exact_test() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        n = int(rng.integers(10, 400))
        n_cases, n_with = int(rng.integers(1, n)), int(rng.integers(1, n))
        observed = int(rng.hypergeometric(n_with, n - n_with, n_cases))
        table = [[observed, n_with - observed], [n_cases - observed, n - n_cases - n_with + observed]]
        ours = permutation_p(np.array([n]), np.array([n_cases]), np.array([n_with]), observed)
        assert ours == pytest.approx(fisher_exact(table).pvalue, rel=1e-6)


def test_without_strata_in_which_anything_can_differ_nothing_is_surprising() -> None:
    none = np.zeros(0, np.int64)
    assert permutation_p(none, none, none, 0) == 1
    assert one_sided_p(none, none, none, 0, more=True) == 1
