"""Who stands apart from everybody, and what that does to segments."""

import numpy as np
from sklearn.metrics import adjusted_rand_score

from analytics.models.isolated import isolated
from analytics.models.representation import representation
from analytics.models.segmentation import segmentation
from benchmarks.planted_regimes import REGIMES


def _crowd(n: int, *, width: float, at: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(at, width, size=(n, 3))


def test_strays_are_found_and_the_crowd_is_not() -> None:
    points = np.vstack([_crowd(500, width=1.0, at=0.0), [[30.0, 0, 0], [0, -40.0, 0]]])
    found = isolated(points, points)
    assert found[500:].all()
    assert found[:500].mean() < 0.03


def test_a_thin_wide_segment_beside_a_dense_one_stays_whole() -> None:
    points = np.vstack([_crowd(900, width=0.1, at=0.0), _crowd(100, width=3.0, at=40.0, seed=1)])
    assert isolated(points, points)[900:].mean() < 0.1


def test_strays_that_lie_near_each_other_do_not_keep_each_other_in() -> None:
    points = np.vstack([_crowd(2000, width=1.0, at=0.0), _crowd(10, width=3.0, at=30.0, seed=1)])
    assert isolated(points, points)[2000:].all()


def test_equal_customers_and_a_handful_are_not_isolated() -> None:
    assert not isolated(np.ones((50, 2)), np.ones((50, 2))).any()
    assert not isolated(_crowd(7, width=9.0, at=0.0), _crowd(7, width=9.0, at=0.0)).any()


def test_strays_and_gross_errors_do_not_hide_the_segments_of_the_others() -> None:
    planted = REGIMES["contaminated"](2500, 5, 1.0)
    ids = list(planted.features.index)
    found = segmentation(representation(planted.features, seed=5), ids, seed=5).membership
    groups = found.set_index(["customer_id", "level"])["segment_id"].unstack().loc[ids]
    # k-means, told that there are 15 and 5, has 0.43 and 0.68 here; what Bayes' rule can reach is 0.96.
    assert adjusted_rand_score(planted.segment, groups[3]) > 0.7
    assert adjusted_rand_score(planted.family, groups[2]) > 0.9
