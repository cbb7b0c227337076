"""Customers like nobody before."""

from __future__ import annotations

import numpy as np

from analytics.models.novelty import halves, novelty

IDS = [f"C{number:05d}" for number in range(1_200)]


def points(seed: int, n: int = 1_200) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, 6)).astype(np.float32)


def test_one_in_a_hundred_is_novel_where_nothing_changes_and_the_planted_are_found() -> None:
    first = novelty(points(1), IDS)
    assert first is not None
    looked_at = halves(IDS)[1]
    same = first.is_novel(points(2)[looked_at])
    assert same.mean() < 0.03
    moved = points(2)
    moved[looked_at[:40]] += 20
    assert first.is_novel(moved[looked_at])[:40].all()


def test_nobody_is_compared_with_themselves_and_halves_stay_the_same() -> None:
    known, looked_at = halves(IDS)
    assert not set(known) & set(looked_at)
    later = IDS[100:]
    again = {later[place] for place in halves(later)[1]}
    assert {IDS[place] for place in looked_at} & set(later) <= again


def test_few_customers_tell_nothing() -> None:
    assert novelty(points(1, 150), IDS[:150]) is None
