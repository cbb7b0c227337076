"""Runs one peer of the pattern miner in the peers' own environment; called by `benchmarks.patterns`.

    python pattern_peers.py seq2pat|prefixspan|PrefixProjection|BTMiner|HTMiner EVENTS.npz FEWEST [MOST_GAP MOST_SPAN]

The last three are effspm's.

Needs numpy and the peer, nothing of Tandem. Prints a line of JSON: seconds, processor seconds, and the patterns with
their counts, written to EVENTS.peer.json.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np


def lists(path: Path) -> tuple[list[list[int]], list[list[int]]]:
    """What each customer did, and when."""
    with np.load(path) as held:
        bounds = held["starts"][1:-1]
        items, times = np.split(held["items"], bounds), np.split(held["times"], bounds)
    return [each.tolist() for each in items], [each.tolist() for each in times]


def by_seq2pat(items: list[list[int]], times: list[list[int]], fewest: int, gap: int, span: int) -> list[Any]:
    """Patterns of two and more; its own limit on the span of places (10) is switched off, times are limited instead."""
    from sequential.seq2pat import Attribute, Seq2Pat  # type: ignore[import-not-found]

    miner, when = Seq2Pat(items, max_span=None), Attribute(times)
    miner.add_constraint(when.gap() <= gap)
    miner.add_constraint(when.span() <= span)
    return [(pattern[:-1], pattern[-1]) for pattern in miner.get_patterns(min_frequency=fewest)]


def by_prefixspan(items: list[list[int]], fewest: int) -> list[Any]:
    """All patterns, without limits."""
    from prefixspan import PrefixSpan  # type: ignore[import-not-found]

    return [(pattern, count) for count, pattern in PrefixSpan(items).frequent(fewest)]


def by_effspm(miner: str, items: list[list[int]], fewest: int) -> list[Any]:
    """All patterns of two and more, without limits; effspm doesn't say how many customers have each."""
    import effspm  # type: ignore[import-not-found]

    # A share that rounds up to exactly as many customers as ours.
    found = getattr(effspm, miner)(items, minsup=(fewest - 0.5) / len(items))["patterns"]
    return [([abs(item) for item in pattern], 0) for pattern in found]


def mined(peer: str, items: list[list[int]], times: list[list[int]], given: list[int]) -> list[Any]:
    """Let one peer mine."""
    if peer == "seq2pat":
        return by_seq2pat(items, times, *given)
    return by_prefixspan(items, given[0]) if peer == "prefixspan" else by_effspm(peer, items, given[0])


def main(peer: str, path: str, *numbers: str) -> None:
    """Mine, and say how long it took; what the file is read and turned into lists for isn't counted."""
    items, times = lists(Path(path))
    given = [int(number) for number in numbers]
    clock, before = time.perf_counter(), os.times()
    found = mined(peer, items, times, given)
    after = os.times()
    processor = sum(after[:4]) - sum(before[:4])
    Path(path).with_suffix(".peer.json").write_text(json.dumps(found), encoding="utf-8")
    print(json.dumps({"seconds": time.perf_counter() - clock, "processor": processor}))


if __name__ == "__main__":
    main(*sys.argv[1:])
