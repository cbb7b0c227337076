"""The recurrent network against a plain one by hand, and in worlds where it is known what it can know."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from analytics.models.boosting import fit_booster, margins
from analytics.models.calibration import fit_calibration
from analytics.models.network_library import network_version
from analytics.models.paired_contest import paired_contest
from analytics.models.recurrent_network import RecurrentNetwork, fit_network
from tests.models.made_up_streams import N_SYMBOLS, World, world

SLOW = bool(os.environ.get("TANDEM_SLOW"))
N = 24_000 if SLOW else 4_000


@pytest.fixture(autouse=True)
def _tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TANDEM_NETWORK", raising=False)
    assert network_version() is not None, "make test installs the library"


def taught(own: World, seed: int = 0) -> RecurrentNetwork:
    """Teach with the first half; of them each sixth says when to stop."""
    first = np.arange(len(own.values)) < len(own.values) // 2
    held = np.arange(first.sum()) % 6 == 0
    return fit_network(own.streams.where(first), own.values[first, None], held, n_symbols=N_SYMBOLS, seed=seed)


def beside_counts(own: World) -> tuple[float, float, tuple[float, float, float], float]:
    """Judge network and counts by the second half: AUC of both, the gain with its interval, and the mean error."""
    half = len(own.values) // 2
    second = np.arange(len(own.values)) >= half
    booster = fit_booster(own.counts[:half], own.values[:half], categorical=[], rounds=60, seed=0, n_threads=1)
    margin = taught(own).margins(own.streams.where(second))[:, 0]
    scores = {"network": expit(margin), "bag": expit(margins(booster, own.counts[half:], n_threads=1))}
    contest = paired_contest(scores, own.values[half:], np.arange(half).astype(object), seed=0)
    likely = fit_calibration(margin[::2], own.values[half:][::2]).probability(margin[1::2])
    error = float(np.abs(likely - own.truth[half:][1::2]).mean())
    auc = [contest.figure(method, "auc")[0] for method in scores]
    return auc[0], auc[1], contest.gain("network", "bag", "auc"), error


def test_where_order_matters_the_network_beats_counts_and_its_probabilities_are_the_true_ones() -> None:
    network, bag, gain, error = beside_counts(world(N, 1, order=2.5, count=0.0))
    assert gain[1] > 0.02
    assert network > bag + 0.05
    assert error < (0.04 if SLOW else 0.06)


def test_where_only_counts_matter_the_network_is_not_surely_better() -> None:
    network, bag, gain, _ = beside_counts(world(N, 2, order=0.0, count=0.8))
    assert gain[1] < 0.003
    assert network > 0.6 < bag


def test_where_labels_are_shuffled_nothing_is_foreseen() -> None:
    own = world(N, 3, order=2.5, count=0.8)
    shuffled = np.random.default_rng(0).permutation(own.values)
    network, _, _, _ = beside_counts(World(own.streams, own.counts, own.truth, shuffled))
    assert network == pytest.approx(0.5, abs=0.02 if SLOW else 0.04)


def by_hand(weights: dict[str, np.ndarray], symbols: np.ndarray, gaps: np.ndarray, extras: np.ndarray) -> np.ndarray:
    """One sequence through a gated unit, step by step."""
    n = weights["from_state"].shape[0]
    states = [np.zeros(n)]
    for symbol, gap in zip(symbols, gaps, strict=True):
        entry = weights["embedding"][symbol] @ weights["from_symbol"] + weights["bias"]
        entry = entry + np.array([np.log1p(gap), np.exp(-gap)]) @ weights["from_gap"]
        kept, reset, new = np.split(entry, 3)
        back_kept, back_reset, back_new = np.split(states[-1] @ weights["from_state"], 3)
        kept, reset = expit(kept + back_kept), expit(reset + back_reset)
        states.append(kept * states[-1] + (1 - kept) * np.tanh(new + reset * back_new))
    highest = np.max(states[1:], axis=0) if len(states) > 1 else -np.ones(n)
    shown = np.concatenate([states[-1], highest, np.sum(states, axis=0) / len(states), 0.3 * extras])
    hidden = np.maximum(shown @ weights["to_hidden"] + weights["hidden_bias"], 0)
    return np.asarray(hidden @ weights["to_head"] + weights["head_bias"])


def test_it_is_what_a_plain_loop_gives_and_one_row_does_not_depend_on_others() -> None:
    own = world(300, 4, order=1.0, count=0.0)
    network = taught(own)
    every = network.margins(own.streams)
    streams = own.streams
    for row in range(0, 300, 23):
        at = slice(streams.starts[row], streams.starts[row] + streams.position[row])
        plain = by_hand(network.weights, streams.symbol[at], streams.gap_days[at], streams.extras[row])
        np.testing.assert_allclose(every[row], plain, atol=1e-4)
    some = np.arange(300) % 23 == 0
    np.testing.assert_allclose(network.margins(streams.where(some)), every[some], atol=1e-5)


def test_the_same_seed_gives_the_same_network_and_another_seed_another() -> None:
    own = world(400, 5, order=1.0, count=0.0)
    first, again, other = (taught(own, seed) for seed in (7, 7, 8))
    assert all(np.array_equal(first.weights[name], again.weights[name]) for name in first.weights)
    assert not np.array_equal(first.weights["bias"], other.weights["bias"])


_ON_SOME_PROCESSORS = """
import json, os, sys
os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: int(sys.argv[1])]))
import numpy as np
from analytics.models.recurrent_network import fit_network
from tests.models.made_up_streams import world
own = world(600, 6, order=1.0, count=0.0)
network = fit_network(own.streams, own.values[:, None], np.arange(600) % 6 == 0, n_symbols=5, seed=0)
print(json.dumps({name: each.tobytes().hex() for name, each in network.weights.items()}))
"""


@pytest.mark.skipif(not SLOW or not hasattr(os, "sched_setaffinity"), reason="slow, and needs Linux")
def test_the_number_of_processors_changes_nothing() -> None:
    root = Path(__file__).parents[2]
    told = []
    for n_processors in ("1", "2"):
        command = [sys.executable, "-c", _ON_SOME_PROCESSORS, n_processors]
        told.append(json.loads(subprocess.run(command, capture_output=True, check=True, cwd=root).stdout))
    assert told[0] == told[1]
