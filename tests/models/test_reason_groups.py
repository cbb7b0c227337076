"""Groups of reasons are found where there are some, and customers with the same reasons stand together."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from analytics.models.projection import projection
from analytics.models.reason_groups import reason_groups, silhouette
from analytics.models.reason_layout import EPOCHS, SCATTER, reason_layout

RANDOM = np.random.default_rng(4)


def test_three_ways_to_be_at_risk_are_found_the_largest_first() -> None:
    middles = np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0], [0, 0, 1.0, 0]])
    truth = np.repeat([0, 1, 2], [250, 150, 100])
    told = reason_groups(middles[truth] + RANDOM.normal(0, 0.1, (500, 4)), seed=0)
    assert told.is_found
    assert told.silhouette > told.reference + 0.1
    assert np.bincount(told.codes).tolist() == [250, 150, 100]
    assert (told.codes == truth).mean() > 0.98


def test_reasons_that_have_nothing_to_do_with_one_another_are_no_groups() -> None:
    for pushes in (RANDOM.normal(size=(600, 8)), RANDOM.choice([-0.3, 0.4], (600, 4))):
        told = reason_groups(pushes, seed=0)
        assert not told.is_found
        assert not told.codes.any()


def test_too_few_customers_or_the_same_reasons_for_all_are_no_groups() -> None:
    assert np.isnan(reason_groups(RANDOM.normal(size=(20, 3)), seed=0).silhouette)
    assert not reason_groups(np.ones((200, 3)), seed=0).is_found


def test_customers_with_the_very_same_reasons_stand_within_a_small_disc() -> None:
    kinds = RANDOM.normal(size=(12, 5))
    which = np.repeat(np.arange(12), 40)
    told = reason_layout(kinds[which], seed=0)
    for kind in range(12):
        own = told.coordinates[which == kind]
        assert np.linalg.norm(own - own.mean(axis=0), axis=1).max() < 2.1 * SCATTER
        assert len(np.unique(own, axis=0)) == 40


def test_where_reasons_differ_the_layout_is_the_plain_one() -> None:
    pushes = RANDOM.normal(size=(60, 5))
    plain = projection(pushes.astype(np.float32), seed=0, n_epochs=EPOCHS)
    assert (reason_layout(pushes, seed=0).coordinates == plain.coordinates).all()


@pytest.mark.parametrize("n_groups", [1, 2, 5, 40])
def test_the_silhouette_is_scikit_learn_s(n_groups: int) -> None:
    points = np.random.default_rng(n_groups).normal(size=(60, 3))
    codes = np.arange(60, dtype=np.int64) % n_groups
    codes[:n_groups] = np.arange(n_groups)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    expected = silhouette_score(points, codes) if n_groups > 1 else 0.0
    assert silhouette(apart, codes) == pytest.approx(expected, abs=1e-12)
