"""What two features add together equals shap's interaction values, and adds up to what the trees say."""

from __future__ import annotations

import numpy as np
import pytest
from lightgbm import Booster

from analytics.models.boosting import booster_text, contributions, fit_booster
from analytics.models.grown_trees import Floats
from analytics.models.pair_contributions import pair_contributions

N_COLUMNS = 6


@pytest.fixture(scope="module")
def grown() -> tuple[Booster, Floats]:
    """Trees over numbers with gaps and a category, in which two pairs count together."""
    random = np.random.default_rng(0)
    matrix = random.normal(size=(1200, N_COLUMNS))
    # No category 0: shap 0.51 takes it for another one, and its rows then miss LightGBM's own contributions by 0.02.
    matrix[:, 3] = random.integers(1, 6, 1200)
    matrix[random.random(matrix.shape) < 0.05] = np.nan
    margin = np.nan_to_num(2 * matrix[:, 0] * matrix[:, 1]) + (matrix[:, 3] == 2) * np.nan_to_num(matrix[:, 2])
    values = (random.random(1200) < 1 / (1 + np.exp(-margin))).astype(float)
    return fit_booster(matrix, values, categorical=[3], rounds=25, seed=0, n_threads=1), matrix[:40]


def test_pairs_equal_shaps_interaction_values(grown: tuple[Booster, Floats]) -> None:
    import shap

    booster, matrix = grown
    expected = np.asarray(shap.TreeExplainer(booster).shap_interaction_values(matrix))
    found = pair_contributions(booster_text(booster), matrix)
    for one in range(N_COLUMNS):
        for two in range(one + 1, N_COLUMNS):
            own = found.get((one, two), np.zeros(len(matrix)))
            assert np.allclose(own, 2 * expected[:, one, two], atol=1e-9)
    strongest = max(found, key=lambda pair: float(np.abs(found[pair]).mean()))
    assert strongest == (0, 1)


def test_halves_of_a_feature_s_pairs_and_its_own_part_make_its_contribution(grown: tuple[Booster, Floats]) -> None:
    import shap

    booster, matrix = grown
    alone = np.asarray(shap.TreeExplainer(booster).shap_interaction_values(matrix))[:, 0, 0]
    found = pair_contributions(booster_text(booster), matrix)
    halves = sum(added for pair, added in found.items() if 0 in pair) / 2
    assert np.allclose(alone + halves, contributions(booster, matrix, n_threads=1)[:, 0], atol=1e-9)


def test_stumps_have_no_pairs() -> None:
    import lightgbm

    random = np.random.default_rng(1)
    matrix = random.normal(size=(300, 2))
    data = lightgbm.Dataset(matrix, (matrix[:, 0] > 0).astype(float), params={"verbosity": -1})
    stumps = lightgbm.train({"objective": "binary", "num_leaves": 2, "verbosity": -1}, data, num_boost_round=5)
    assert pair_contributions(stumps.model_to_string(), matrix) == {}
