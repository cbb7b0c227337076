"""Halves where the model sees two clouds, and none where it sees one."""

from __future__ import annotations

import numpy as np

from analytics.models.segment_halves import segment_halves


def test_two_clouds_in_a_segment_are_its_halves_and_one_cloud_has_none() -> None:
    rng = np.random.default_rng(0)
    two = np.vstack([rng.normal(0, 1, (200, 4)), rng.normal([7, 0, 0, 0], 1, (100, 4))])
    one = rng.normal(0, 1, (300, 4)) + 50
    few = rng.normal(0, 1, (20, 4)) - 50
    matrix = np.vstack([two, one, few])
    halves = segment_halves(matrix, np.repeat([0, 1, 2], [300, 300, 20]).astype(np.int32), seed=0)
    assert (halves[:200] == 0).mean() > 0.98
    assert (halves[200:300] == 1).mean() > 0.98
    assert (halves[300:] == -1).all()


def test_a_few_odd_customers_are_no_half() -> None:
    rng = np.random.default_rng(1)
    matrix = np.vstack([rng.normal(0, 1, (300, 4)), rng.normal(0, 1, (10, 4)) + 30])
    assert (segment_halves(matrix, np.zeros(310, dtype=np.int32), seed=0) == -1).all()
