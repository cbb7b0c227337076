"""The map: coordinates for everyone, reproducible, and honest about its quality."""

import os

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from analytics.models.map_quality import map_quality
from analytics.models.projection import projection


def test_few_customers_are_laid_out_by_their_strongest_factors() -> None:
    for n in (0, 1, 2, 14):
        flat = projection(np.random.default_rng(n).normal(size=(n, 3)), seed=0)
        assert flat.coordinates.shape == (n, 2)
        assert flat.method == "two strongest factors"
        assert np.isfinite(flat.coordinates).all()


def test_umap_keeps_groups_together_and_is_reproducible() -> None:
    rng = np.random.default_rng(1)
    group = np.repeat([0, 1, 2], 60)
    points = 8 * np.eye(3, 6)[group] + rng.normal(size=(180, 6))
    first, second = projection(points, seed=3), projection(points, seed=3)
    assert first.method == "umap"
    np.testing.assert_array_equal(first.coordinates, second.coordinates)
    assert np.abs(first.coordinates).max() <= 1 + 1e-9
    assert first.trustworthiness > 0.9
    assert first.neighbour_recall > 0.3


def test_trustworthiness_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(4)
    points = rng.normal(size=(300, 5))
    plane = points[:, :2] + 0.1 * rng.normal(size=(300, 2))
    ours = map_quality(points, plane, seed=0)
    assert ours.trustworthiness == pytest.approx(trustworthiness(points, plane, n_neighbors=15), abs=1e-12)


def test_a_map_that_is_the_data_is_perfect() -> None:
    points = np.random.default_rng(5).normal(size=(100, 2))
    ours = map_quality(points, points, seed=0)
    assert ours.trustworthiness == 1
    assert ours.neighbour_recall == 1


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("TANDEM_SLOW"), reason="compiling the search takes a minute: TANDEM_SLOW=1")
def test_more_customers_than_landmarks_are_placed_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.models.projection.MOST_DIRECT", 300)
    rng = np.random.default_rng(6)
    group = np.repeat([0, 1, 2], 200)
    points = 8 * np.eye(3, 6)[group] + rng.normal(size=(600, 6))
    first, second = projection(points, seed=3), projection(points, seed=3)
    np.testing.assert_array_equal(first.coordinates, second.coordinates)
    assert first.method == "umap of 300 landmarks"
    assert first.trustworthiness > 0.9
