"""Families and broad groups: what unites segments, and what does not."""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import cut_tree

from analytics.models.hierarchy import column_distances, hierarchy, tree_by_habits, tree_by_spread, united


def test_a_difference_counts_up_to_one_and_a_half_standard_deviations() -> None:
    columns = np.array([[0.0, 0.0], [0.75, 0.0], [9.0, -1.5]])
    by_hand = [[0.0, 0.5, 2.0], [0.5, 0.0, 2.0], [2.0, 2.0, 0.0]]
    np.testing.assert_allclose(column_distances(columns), by_hand)


def test_one_sharp_column_does_not_outweigh_several_that_are_the_same() -> None:
    habits = np.array([[0.0, 0, 0, 20], [0, 0, 0, 0], [1, 1, 1, 20], [1, 1, 1, 0]])
    assert hierarchy(tree_by_habits(habits)).family.tolist() == [0, 0, 1, 1]
    assert hierarchy(tree_by_spread(habits)).family.tolist() == [0, 1, 0, 1]


def test_families_lie_inside_broad_groups() -> None:
    columns = np.random.default_rng(0).normal(size=(15, 12))
    for tree in (tree_by_habits(columns), tree_by_spread(columns)):
        found = hierarchy(tree)
        pairs = {(family, broad) for family, broad in zip(found.family, found.broad, strict=True)}
        assert len(pairs) == found.family.max() + 1
        assert 2 <= found.family.max() + 1 <= 7
        assert 2 <= found.broad.max() + 1 <= 3


def test_other_segments_are_united_to_as_many_groups() -> None:
    columns = np.random.default_rng(1).normal(size=(9, 6))
    found = hierarchy(tree_by_habits(columns))
    again = united(tree_by_habits(columns[:7]), found)
    assert again[2].max() == min(found.family.max(), 6)
    assert again[3].tolist() == list(range(7))


def test_one_segment_is_its_own_family() -> None:
    alone = hierarchy(tree_by_habits(np.zeros((1, 3))))
    assert alone.family.tolist() == alone.broad.tolist() == [0]
    assert united(tree_by_spread(np.zeros((1, 3))), alone)[1].tolist() == [0]


def test_as_many_families_are_cut_as_were_made() -> None:
    rng = np.random.default_rng(4)
    for n_families in (2, 4, 5, 7):
        centres = rng.normal(scale=4, size=(n_families, 12))
        columns = np.vstack([centre + rng.normal(scale=0.3, size=(3, 12)) for centre in centres])
        expected = np.repeat(np.arange(n_families), 3)
        for tree in (tree_by_habits(columns / 4), tree_by_spread(columns)):
            found = hierarchy(tree).family
            assert found.max() + 1 == n_families
            assert len(set(zip(found, expected, strict=True))) == n_families


def test_the_number_of_families_is_that_of_the_largest_mean_silhouette() -> None:
    columns = np.random.default_rng(7).normal(size=(12, 5))
    tree = tree_by_spread(columns)
    by_hand = {}
    for size in range(2, 8):
        cut = cut_tree(tree.links, n_clusters=size)[:, 0]
        depths = []
        for one in range(12):
            own = (cut == cut[one]) & (np.arange(12) != one)
            if not own.any():
                depths.append(0.0)
                continue
            within = tree.distances[one, own].mean()
            next_nearest = min(tree.distances[one, cut == other].mean() for other in set(cut) - {cut[one]})
            depths.append((next_nearest - within) / max(within, next_nearest))
        by_hand[size] = np.mean(depths)
    assert hierarchy(tree).family.max() + 1 == max(by_hand, key=lambda size: by_hand[size])
