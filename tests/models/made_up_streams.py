"""Made-up sequences, in which it is known what matters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.models.event_streams import N_EXTRAS, EventStreams

N_SYMBOLS = 5


@dataclass(frozen=True)
class World:
    """Customers with one landmark each, how often each thing happened to them, and what followed."""

    streams: EventStreams
    counts: np.ndarray
    truth: np.ndarray
    values: np.ndarray


def world(n: int, seed: int, *, order: float, count: float) -> World:
    """0 before 1 (and not the other way round) adds `order` to the log-odds, each 2 adds `count`.

    Who had both had each once, so that counts say nothing of the order.
    """
    rng = np.random.default_rng(seed)
    others = [rng.integers(2, N_SYMBOLS, size=size) for size in rng.poisson(3.0, size=n)]
    both = [np.array([0, 1]) if has else np.array([], dtype=int) for has in rng.random(n) < 0.6]
    symbols = [rng.permutation(np.concatenate(each)).astype(np.int32) for each in zip(others, both, strict=True)]
    lengths = np.array([len(each) for each in symbols])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    symbol = np.concatenate(symbols)
    gap = rng.exponential(5.0, size=len(symbol)).astype(np.float32)
    gap[starts[:-1][lengths > 0]] = 0.0
    counts = np.zeros((n, N_SYMBOLS), dtype=np.float32)
    np.add.at(counts, (np.repeat(np.arange(n), lengths), symbol), 1)
    in_order = np.array([has_in_order(each.tolist()) for each in symbols])
    truth = 1 / (1 + np.exp(1.5 - order * in_order - count * counts[:, 2]))
    extras = np.zeros((n, N_EXTRAS), dtype=np.float32)
    extras[:, 2] = np.log1p(lengths)
    streams = EventStreams(starts, symbol, gap, np.arange(n), lengths, extras)
    return World(streams, counts, truth, (rng.random(n) < truth).astype(float))


def has_in_order(symbols: list[int]) -> bool:
    """Say whether a 0 comes before a 1."""
    return 0 in symbols and 1 in symbols[symbols.index(0) :]
