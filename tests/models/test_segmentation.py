"""Segments: nested, complete, the same for any order, and none where there is nothing."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from analytics.models.representation import representation
from analytics.models.segmentation import Segmentation, segmentation
from benchmarks.planted_regimes import Planted, clean, column_permuted, dense_and_diffuse, mixed_scales


def _segmented(features: pd.DataFrame, seed: int = 0) -> Segmentation:
    return segmentation(representation(features, seed=seed), list(features.index), seed=seed)


def _labels(found: Segmentation, level: int, index: pd.Index) -> pd.Series:
    here = found.membership[found.membership["level"] == level]
    return here.set_index("customer_id")["segment_id"].reindex(index)


@pytest.fixture(scope="module")
def planted() -> Planted:
    return clean(1200, 3)


@pytest.fixture(scope="module")
def found(planted: Planted) -> Segmentation:
    return _segmented(planted.features)


def test_planted_segments_are_found(planted: Planted, found: Segmentation) -> None:
    assert found.structure_found
    assert adjusted_rand_score(planted.segment, _labels(found, 3, planted.features.index)) > 0.9


def test_every_customer_has_one_row_a_level_with_a_strength(planted: Planted, found: Segmentation) -> None:
    rows = found.membership
    assert len(rows) == 3 * len(planted.features)
    assert not rows.duplicated(["customer_id", "level"]).any()
    assert rows["strength"].between(0, 1).all()
    assert set(rows["customer_id"]) == set(planted.features.index)


def test_every_segment_lies_inside_its_parent(found: Segmentation) -> None:
    wide = found.membership.pivot(index="customer_id", columns="level", values="segment_id")
    parents = found.segments.set_index("segment_id")["parent_id"]
    assert (wide[3].map(parents) == wide[2]).all()
    assert (wide[2].map(parents) == wide[1]).all()
    assert parents[found.segments.loc[found.segments["level"] == 1, "segment_id"]].isna().all()


def test_levels_stay_within_their_limits_and_sizes_add_up(planted: Planted, found: Segmentation) -> None:
    counts = found.segments.groupby("level")
    assert counts.size()[1] <= 3
    assert counts.size()[2] <= 7
    assert counts.size()[3] <= 15
    assert (counts["n_customers"].sum() == len(planted.features)).all()
    assert found.segments["stability"].between(0, 1).all()


def test_the_order_of_the_rows_changes_nothing(planted: Planted, found: Segmentation) -> None:
    shuffled = planted.features.sample(frac=1.0, random_state=5)
    again = _segmented(shuffled)
    for level in (1, 2, 3):
        ours = _labels(found, level, planted.features.index)
        assert (ours == _labels(again, level, planted.features.index)).all()


def test_the_same_seed_gives_the_same_tables(planted: Planted, found: Segmentation) -> None:
    again = _segmented(planted.features)
    pd.testing.assert_frame_equal(found.membership, again.membership)
    pd.testing.assert_frame_equal(found.candidates, again.candidates)
    pd.testing.assert_frame_equal(found.candidate_membership, again.candidate_membership)


def test_assigning_the_same_customers_gives_their_segments(planted: Planted, found: Segmentation) -> None:
    placed = representation(planted.features, seed=0).whole_of(planted.features)
    again = found.assign(placed, list(planted.features.index))
    wide = again.merge(found.membership, on=["customer_id", "level"])
    assert (wide["segment_id_x"] == wide["segment_id_y"]).mean() > 0.999


def test_candidates_say_which_one_was_chosen(found: Segmentation) -> None:
    assert found.candidates["is_chosen"].sum() == 1
    chosen = found.candidates[found.candidates["is_chosen"]].iloc[0]
    assert chosen["k"] == (found.segments["level"] == 3).sum()
    assert chosen["stability"] > 0.6


def test_partitions_worth_looking_at_place_every_customer(planted: Planted, found: Segmentation) -> None:
    kept = found.candidate_membership
    assert 1 <= kept["candidate"].nunique() <= 6
    for number, rows in kept.groupby("candidate"):
        assert set(rows["customer_id"]) == set(planted.features.index)
        k = found.candidates.set_index("candidate")["k"][number]
        assert set(rows["segment"]) <= set(range(1, k + 1))


def test_the_chosen_partition_is_the_lowest_level(planted: Planted, found: Segmentation) -> None:
    chosen = found.candidates.loc[found.candidates["is_chosen"], "candidate"].item()
    rows = found.candidate_membership[found.candidate_membership["candidate"] == chosen]
    own = rows.set_index("customer_id")["segment"].reindex(planted.features.index)
    assert (own.map("L3-{:02d}".format) == _labels(found, 3, planted.features.index)).all()


def test_shuffled_columns_have_no_structure() -> None:
    shuffled = column_permuted(mixed_scales(700, 1).features, 0)
    nothing = _segmented(shuffled)
    assert not nothing.structure_found
    assert nothing.candidate_membership.empty
    assert list(nothing.segments["segment_id"]) == ["all"] * 3
    assert "no groups" in nothing.reason
    assert (nothing.membership["strength"] == 1).all()


@pytest.mark.parametrize("n", [1, 2, 20])
def test_too_few_customers_are_one_group(n: int) -> None:
    few = _segmented(clean(n, 0).features)
    assert not few.structure_found
    assert "too few" in few.reason
    assert len(few.membership) == 3 * n


def test_columns_that_do_not_vary_give_one_group() -> None:
    table = pd.DataFrame({"a": np.ones(50), "b": np.full(50, np.nan)}, index=[f"C{i:02d}" for i in range(50)])
    nothing = _segmented(table)
    assert nothing.reason == "No column differs between customers."


def test_categories_alone_can_be_described() -> None:
    rng = np.random.default_rng(2)
    kinds = rng.integers(0, 2, size=400)
    columns = {f"c{i}": np.where(rng.uniform(size=400) < np.where(kinds, 0.9, 0.1), "x", "y") for i in range(8)}
    found = _segmented(pd.DataFrame(columns, index=[f"C{i:03d}" for i in range(400)]))
    assert len(found.membership) == 1200


def test_ids_must_match_the_rows() -> None:
    with pytest.raises(ValueError, match="3 customer ids for 2 rows"):
        segmentation(np.zeros((2, 2)), ["a", "b", "c"], seed=0)


def test_dense_segments_beside_diffuse_ones_are_told_apart() -> None:
    planted = dense_and_diffuse(1200, 7)
    found = _segmented(planted.features)
    assert found.candidates.loc[found.candidates["is_chosen"], "method"].item() == "wide and narrow clouds"
    assert adjusted_rand_score(planted.segment, _labels(found, 3, planted.features.index)) > 0.93
