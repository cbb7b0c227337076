"""Clouds of different widths, and the last fit on whole habits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_t

from analytics.models.candidates import ALIKE_CLOUDS, WIDE_AND_NARROW_CLOUDS, candidates
from analytics.models.clouds import Shape
from analytics.models.mixture import fitted_mixture
from analytics.models.settling import settled

LABELS = np.repeat([0, 1], 600)


def _narrow_and_wide(ratio: float) -> np.ndarray:
    points = np.random.default_rng(4).normal(size=(1200, 3))
    points[600:] *= ratio
    points[600:, 0] += 6
    return points


def test_widths_are_found_and_are_one_on_average() -> None:
    mixture = fitted_mixture(_narrow_and_wide(3.0), LABELS, Shape(freedom=np.inf, ridge=0.0, spread="each"))
    assert mixture.spreads[1] / mixture.spreads[0] == pytest.approx(9, rel=0.12)
    assert mixture.spreads @ mixture.weights == pytest.approx(1)


def test_the_density_of_a_wide_cloud_is_the_student_t_of_its_covariance() -> None:
    points = _narrow_and_wide(3.0)
    mixture = fitted_mixture(points, LABELS, WIDE_AND_NARROW_CLOUDS)
    root = mixture.precisions[1]
    covariance = np.linalg.inv(root.T @ root) * mixture.spreads[1]
    known = multivariate_t(mixture.centres[1], covariance, df=8).logpdf(points[:5]) + np.log(mixture.weights[1])
    np.testing.assert_allclose(mixture.log_joint(points[:5])[:, 1], known)


@pytest.mark.parametrize(("ratio", "asked"), [(4.0, True), (1.0, False)])
def test_widths_of_their_own_are_tried_only_where_they_differ(ratio: float, asked: bool) -> None:
    points = _narrow_and_wide(ratio)
    methods = {one.method for one in candidates(points, [(1.0, points)], most=4, seed=0)}
    assert ("wide and narrow clouds" in methods) is asked


def test_segments_settle_where_the_whole_columns_tell_more() -> None:
    rng = np.random.default_rng(5)
    truth = np.repeat([0, 1, 2], 300)
    freed = np.eye(3)[truth] * 3 + rng.normal(size=(900, 3))
    whole = np.hstack([freed, 2.5 * np.eye(3)[truth] + rng.normal(size=(900, 3))])
    found = fitted_mixture(freed, truth.astype(np.int64), ALIKE_CLOUDS)
    final = settled(found, freed, whole)
    before = (found.log_joint(freed).argmax(axis=1) == truth).mean()
    after = (final.log_joint(whole).argmax(axis=1) == truth).mean()
    assert after > before + 0.02
