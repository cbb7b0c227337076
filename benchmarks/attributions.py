"""Exact tree SHAP values: ours beside LightGBM's own, woodelf's and CatBoost's, in one run, and value by value.

    python -m benchmarks.attributions [--rows 100000] [--trees 300] [--leaves 31] [--threads 2] [--peers VENV]
    python -m benchmarks.attributions --rows 1000000 --alone

VENV is an environment of the peers' own: `python3.11 -m venv VENV`, then `pip install lightgbm==4.7.0 catboost==1.2.10
woodelf-explainer==0.4.8` in it. Without `--peers` only ours and LightGBM's are run. With `--alone` ours explains all
rows, LightGBM's values are held against the first 5,000, and the memory that ours added is said.

Counted is from a fitted model and a matrix to the values of all rows, reading the model and making tables included;
ours compiled before, and woodelf's first run left out. CatBoost explains a model of its own, fitted to the same rows
with as many trees; its AUC on rows held out stands beside LightGBM's.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import lightgbm
import numpy as np
from sklearn.metrics import roc_auc_score

from analytics.models.tree_contributions import tree_contributions

N_FEATURES = 40
Floats = np.ndarray


def rows(n: int, seed: int) -> tuple[Floats, Floats]:
    """40 numbers, a twentieth of them missing, and an outcome that a third of them goes with, in pairs and bends."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(n, N_FEATURES))
    matrix[rng.random(matrix.shape) < 0.05] = np.nan
    known = np.nan_to_num(matrix)
    pull = known[:, 0] + known[:, 1] * known[:, 2] + np.sin(3 * known[:, 3]) + 0.3 * known[:, 4:12].sum(axis=1)
    return matrix, (pull + rng.logistic(size=n) > 0).astype(float)


def timed(explain: Callable[[], Floats]) -> tuple[Floats, float, float]:
    """Values, seconds on the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    values = explain()
    return values, time.perf_counter() - clock, time.process_time() - processor


def told(name: str, seconds: float, processor: float, own: tuple[float, float], more: str) -> None:
    """Print one line."""
    ratio = f"{seconds / own[0]:.1f} x on the clock, {processor / own[1]:.1f} x processor"
    print(f"{name:<10} {seconds:8.2f} s {processor:8.2f} processor s  {ratio}  {more}", flush=True)


def difference(values: Floats, expected: Floats) -> str:
    """Say how far values are from LightGBM's."""
    apart = np.abs(values - expected)
    return f"largest difference {apart.max():.1e}, rows over 1e-5: {int((apart > 1e-5).any(axis=1).sum())}"


def alone(text: str, matrix: Floats, booster: lightgbm.Booster, n_threads: int) -> None:
    """Explain all rows by ours only: how long it takes, how much memory it adds, and whether some values agree."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, clock, processor = timed(lambda: tree_contributions(text, matrix, n_threads=n_threads))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    some = matrix[:5000]
    expected = np.asarray(booster.predict(some, pred_contrib=True, num_threads=n_threads))
    told("ours", clock, processor, (clock, processor), difference(found[: len(some)], expected))
    print(
        f"rows {matrix.nbytes / 1e6:.0f} MB, values {found.nbytes / 1e6:.0f} MB; the process's most memory rose from "
        f"{before / 1e3:.0f} to {most / 1e3:.0f} MB; load {os.getloadavg()[0]:.1f}"
    )


def by_peer(peer: str, peers: Path, folder: Path, n_trees: int, n_threads: int) -> tuple[Floats, dict[str, float]]:
    """Run a peer in its own environment."""
    script = Path(__file__).with_name("attribution_peers.py")
    command = [str(peers / "bin" / "python"), str(script), peer, str(folder), str(n_trees), str(n_threads)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return np.load(folder / f"{peer}.npy"), json.loads(said.splitlines()[-1])


def main() -> None:
    """Read the call, and run what it asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("rows", 100_000), ("trees", 300), ("leaves", 31), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--alone", action="store_true")
    asked = parser.parse_args()
    matrix, values = rows(asked.rows, 0)
    held_matrix, held_values = rows(20_000, 1)
    settings = {"objective": "binary", "num_leaves": asked.leaves, "verbosity": -1, "num_threads": asked.threads}
    booster = lightgbm.train(settings, lightgbm.Dataset(matrix, values), num_boost_round=asked.trees)
    text = booster.model_to_string()
    tree_contributions(text, matrix[:10], n_threads=1)
    print(f"{asked.rows} rows x {N_FEATURES}, {asked.trees} trees of {asked.leaves}, load {os.getloadavg()[0]:.1f}")
    if asked.alone:
        alone(text, matrix, booster, asked.threads)
        return
    found, *own = timed(lambda: tree_contributions(text, matrix, n_threads=asked.threads))
    expected, *taken = timed(lambda: np.asarray(booster.predict(matrix, pred_contrib=True, num_threads=asked.threads)))
    mine = (own[0], own[1])
    told("ours", *mine, mine, difference(found, expected))
    told("LightGBM", taken[0], taken[1], mine, f"AUC {roc_auc_score(held_values, booster.predict(held_matrix)):.4f}")
    if asked.peers is None:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.savez(folder / "rows.npz", matrix=matrix, values=values, held_matrix=held_matrix, held_values=held_values)
        booster.save_model(folder / "booster.txt")
        for peer in ("woodelf", "catboost"):
            theirs, said = by_peer(peer, asked.peers, folder, asked.trees, asked.threads)
            more = difference(theirs, expected[:, :-1]) if peer == "woodelf" else f"AUC {said['auc']:.4f}"
            told(peer, said["seconds"], said["processor"], mine, more)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
