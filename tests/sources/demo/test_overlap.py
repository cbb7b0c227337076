"""The segments overlap as they were set to, before any clustering: what an observer who knows them reaches."""

from __future__ import annotations

import os

import pytest

from benchmarks.demo_oracle import behaviour_oracle, oracle_scores

IN_FULL = os.environ.get("TANDEM_SLOW") == "1"


@pytest.mark.slow
def test_who_knows_the_generator_tells_most_but_not_all_customers_apart() -> None:
    learned = behaviour_oracle(n_blocks=20 if IN_FULL else 5)
    for seed in (0, 1):
        reached = oracle_scores(seed, noise=1.0, n_blocks=8 if IN_FULL else 1, learned=learned)
        least = 0.85 if IN_FULL else 0.75
        assert least <= reached["behaviour"].segments <= 0.92
        assert reached["behaviour"].families >= (0.91 if IN_FULL else 0.8)
        assert reached["habits"].segments >= reached["behaviour"].segments


@pytest.mark.slow
def test_more_noise_makes_the_segments_overlap_more() -> None:
    from sklearn.metrics import adjusted_rand_score

    from analytics.sources.demo.customers import block_customers
    from benchmarks.demo_oracle import habits_oracle

    reached = []
    for noise in (0.5, 1.0, 2.0):
        customers = block_customers(1, 0, noise=noise)
        reached.append(adjusted_rand_score(customers.segment_at(30), habits_oracle(customers, 30)))
    assert reached[0] > reached[1] > reached[2]
