"""Contributions from tables against LightGBM's own and the shap package's, value by value."""

from __future__ import annotations

import warnings

import lightgbm
import numpy as np
import pytest

from analytics.models import boosting
from analytics.models.boosting import contributions, fit_booster
from analytics.models.contribution_tables import MOST_ANSWERS_OF_A_LEAF, contribution_tables
from analytics.models.grown_trees import Floats, trees_of
from analytics.models.tree_contributions import tree_contributions
from analytics.models.tree_margins import tree_margins


def booster_of(
    matrix: Floats, values: np.ndarray, settings: dict[str, float], rounds: int = 10, categorical: tuple[int, ...] = ()
) -> lightgbm.Booster:
    params = {"objective": "binary", "verbosity": -1, "num_threads": 1, "max_cat_to_onehot": 2} | settings
    data = lightgbm.Dataset(matrix, values, categorical_feature=list(categorical), params={"verbosity": -1})
    return lightgbm.train(params, data, num_boost_round=rounds)


def assert_as_lightgbm(booster: lightgbm.Booster, matrix: Floats) -> None:
    scores = tree_margins(trees_of(booster.model_to_string()), matrix, n_threads=2)
    np.testing.assert_array_equal(scores, np.asarray(booster.predict(matrix, raw_score=True, num_threads=1)))
    found = tree_contributions(booster.model_to_string(), matrix, n_threads=1)
    expected = np.asarray(booster.predict(matrix, pred_contrib=True, num_threads=1))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def made_up(seed: int, n: int = 400) -> tuple[Floats, np.ndarray]:
    """Numbers with gaps and zeros, a category in column 4, and an outcome that depends on some of them."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(n, 6))
    matrix[:, 4] = rng.integers(0, 70, n)
    matrix[:, 5] = np.where(rng.random(n) < 0.4, 0.0, matrix[:, 5])
    matrix[rng.random(matrix.shape) < rng.choice([0, 0.2])] = np.nan
    known = np.nan_to_num(matrix)
    return matrix, known[:, 0] * known[:, 1] + (known[:, 4] % 3 == 1) + rng.normal(size=n) > 0.5


@pytest.mark.parametrize("seed", range(12))
def test_every_value_is_lightgbms_whatever_the_trees_and_whatever_is_missing(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    matrix, values = made_up(seed)
    settings: dict[str, float] = {
        "num_leaves": int(rng.choice([2, 8, 31, 63])),
        "max_depth": int(rng.choice([-1, 4])),
        "min_data_in_leaf": int(rng.choice([2, 20])),
        "bagging_fraction": 0.7,
        "bagging_freq": int(rng.integers(0, 2)),
        "zero_as_missing": seed % 4 == 1,
        "use_missing": seed % 4 != 2,
    }
    booster = booster_of(matrix, values, settings, categorical=(4,) if seed % 3 else ())
    strange = matrix[:50].copy()
    strange[:, 4] = rng.choice([-5.0, -0.5, 3.7, 69.0, 70.0, 1e9, np.inf, -np.inf, np.nan], 50)
    strange[:, 5] = rng.choice([0.0, -0.0, 1e-36, -1e-36, 2e-35, np.inf, -np.inf, np.nan], 50)
    assert_as_lightgbm(booster, np.vstack([matrix, strange]))


def test_a_path_of_more_features_than_a_table_takes_is_worked_out_row_by_row() -> None:
    rng = np.random.default_rng(0)
    matrix = rng.random((6000, 22))
    first = (matrix > 0.8).argmax(axis=1)
    values = rng.random(6000) < np.where(first % 2, 0.9, 0.1)
    booster = booster_of(matrix, values, {"num_leaves": 40, "min_data_in_leaf": 1, "learning_rate": 0.5}, rounds=3)
    tables = contribution_tables(trees_of(booster.model_to_string()), n_threads=1)
    assert (tables.n_answers > MOST_ANSWERS_OF_A_LEAF).any()
    assert_as_lightgbm(booster, matrix[:300])


def test_trees_of_one_leaf_give_nothing_but_the_base() -> None:
    matrix, values = made_up(1)
    constant = booster_of(matrix, values, {"min_data_in_leaf": 399}, rounds=3)
    assert_as_lightgbm(constant, matrix)
    assert not tree_contributions(constant.model_to_string(), matrix, n_threads=1)[:, :-1].any()


def test_values_are_those_of_the_shap_package() -> None:
    shap = pytest.importorskip("shap")
    matrix, values = made_up(3)
    booster = booster_of(matrix, values, {"num_leaves": 16})
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="LightGBM binary classifier", category=UserWarning)
        expected = shap.TreeExplainer(booster).shap_values(matrix)
    found = tree_contributions(booster.model_to_string(), matrix, n_threads=1)
    np.testing.assert_allclose(found[:, :-1], expected, atol=1e-5)


def test_threads_and_the_number_of_rows_change_no_digit() -> None:
    matrix, values = made_up(2, n=5000)
    text = booster_of(matrix, values, {}).model_to_string()
    whole = tree_contributions(text, matrix, n_threads=2)
    np.testing.assert_array_equal(whole, tree_contributions(text, matrix, n_threads=1))
    np.testing.assert_array_equal(whole[4000:4007], tree_contributions(text, matrix[4000:4007], n_threads=1))
    assert tree_contributions(text, matrix[:0], n_threads=1).shape == (0, 7)


def test_many_rows_are_split_by_tables_as_few_are_by_lightgbm(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, values = made_up(4)
    booster = fit_booster(matrix, values.astype(float), categorical=[4], rounds=20, seed=0, n_threads=1)
    few = contributions(booster, matrix, n_threads=1)
    monkeypatch.setattr(boosting, "MOST_FOR_LIGHTGBM", 0)
    many = contributions(booster, matrix, n_threads=1)
    assert not np.array_equal(few, many)
    np.testing.assert_allclose(many, few, rtol=0, atol=1e-9)
