"""Runs one peer of the tree SHAP values in the peers' own environment; called by `benchmarks.attributions`.

    python attribution_peers.py woodelf|catboost FOLDER TREES THREADS

Needs the peer and numpy, nothing of Tandem. Writes the values to FOLDER, and prints a line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


def timed(explain: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Values, and how long they took."""
    clock, before = time.perf_counter(), os.times()
    values = explain()
    after = os.times()
    return values, {"seconds": time.perf_counter() - clock, "processor": sum(after[:2]) - sum(before[:2])}


def by_woodelf(held: Any, folder: Path) -> tuple[Any, dict[str, float]]:
    """Values of woodelf for LightGBM's model."""
    import lightgbm
    import pandas as pd
    from woodelf import WoodelfExplainer  # type: ignore[import-not-found]

    booster = lightgbm.Booster(model_file=str(folder / "booster.txt"))
    rows = pd.DataFrame(held["matrix"], columns=booster.feature_name())
    WoodelfExplainer(booster, feature_perturbation="tree_path_dependent").shap_values(rows.head(100), verbose=False)
    return timed(
        lambda: WoodelfExplainer(booster, feature_perturbation="tree_path_dependent").shap_values(rows, verbose=False)
    )


def by_catboost(held: Any, n_trees: int, n_threads: int) -> tuple[Any, dict[str, float]]:
    """CatBoost's own values for its own model."""
    from catboost import CatBoostClassifier, Pool  # type: ignore[import-not-found]

    pool = Pool(held["matrix"], held["values"])
    settings = {"iterations": n_trees, "learning_rate": 0.1, "verbose": False, "allow_writing_files": False}
    model = CatBoostClassifier(**settings, thread_count=n_threads).fit(pool)
    score, case = model.predict_proba(held["held_matrix"])[:, 1], held["held_values"] == 1
    ranks = np.argsort(np.argsort(score)) + 1.0
    n_cases = case.sum()
    auc = (ranks[case].sum() - n_cases * (n_cases + 1) / 2) / (n_cases * (len(case) - n_cases))
    values, said = timed(lambda: model.get_feature_importance(pool, type="ShapValues", thread_count=n_threads))
    return values[:, :-1], said | {"auc": float(auc)}


def main(peer: str, folder: str, n_trees: str, n_threads: str) -> None:
    """Explain, and say how long it took."""
    os.environ["NUMBA_NUM_THREADS"] = n_threads
    with np.load(Path(folder) / "rows.npz") as held:
        if peer == "woodelf":
            values, said = by_woodelf(held, Path(folder))
        else:
            values, said = by_catboost(held, int(n_trees), int(n_threads))
    np.save(Path(folder) / f"{peer}.npy", np.asarray(values))
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
