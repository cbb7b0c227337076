"""A segmentation's placing, written down and read again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.clouds import ALIKE, Shape
from analytics.models.mixture import fitted_mixture
from analytics.models.segment_placing import SegmentPlacing, from_bytes


def placing(shape: Shape) -> tuple[SegmentPlacing, np.ndarray]:
    rng = np.random.default_rng(2)
    owners = np.repeat([0, 1, 2], 60)
    points = rng.normal(size=(180, 4)) + 4 * np.eye(4)[owners]
    mixture = fitted_mixture(points, owners, shape)
    levels = {1: np.array([0, 0, 1]), 2: np.array([0, 0, 1]), 3: np.array([0, 1, 2])}
    names = {1: ("L1-01", "L1-02"), 2: ("L2-01", "L2-02"), 3: ("L3-01", "L3-02", "L3-03")}
    return SegmentPlacing(np.array([1.0, 0.5, 2.0, 1.0]), mixture, levels, names), points


@pytest.mark.parametrize("shape", [Shape(), Shape(shrinkage=5.0, spread="each"), Shape(freedom=np.inf)])
def test_what_was_written_down_places_everybody_exactly_as_before(shape: Shape) -> None:
    before, points = placing(shape)
    after = from_bytes(before.to_bytes())
    pd.testing.assert_frame_equal(before.assign(points), after.assign(points), check_exact=True)
    assert after.mixture is not None
    assert after.mixture.shape == shape
    assert np.isinf(after.mixture.shape.shrinkage) == (shape.shrinkage == ALIKE)


def test_the_lowest_level_is_that_of_the_whole_placing() -> None:
    one, points = placing(Shape())
    lowest = one.assign(points).loc[lambda table: table["level"] == 3].reset_index(drop=True)
    pd.testing.assert_frame_equal(one.lowest(points), lowest[["segment_id", "strength"]], check_dtype=False)


def test_without_structure_everybody_is_in_the_one_segment() -> None:
    one = from_bytes(SegmentPlacing(np.zeros(0), None, {}, {}).to_bytes())
    assert one.lowest(np.zeros((2, 3)))["segment_id"].tolist() == ["all", "all"]
    assert set(one.assign(np.zeros((2, 3)))["segment_id"]) == {"all"}
