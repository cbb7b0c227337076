"""What came before and after an event: equal to reading each customer's history one by one."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.insights.before_and_after import MOST_STEPS, NOTHING, OTHER, aligned, anchors, hidden_share, tree

DAYS = 40
History = list[tuple[int, int]]


def made_up(seed: int) -> dict[int, History]:
    """Days and symbols of random customers, in order of time."""
    random = np.random.default_rng(seed)
    return {
        customer: sorted(
            (int(random.integers(0, 100)), int(random.integers(0, 4))) for _ in range(random.integers(0, 9))
        )
        for customer in range(40)
    }


def arrays(histories: dict[int, History]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = [(customer, day, symbol) for customer, own in histories.items() for day, symbol in own]
    return tuple(np.array([row[at] for row in rows], np.int32) for at in range(3))  # type: ignore[return-value]


def around(own: History, chosen: int, *, last: bool, way: int) -> tuple[int, ...] | None:
    """Read one customer's steps."""
    places = [at for at, (_, symbol) in enumerate(own) if symbol == chosen]
    if not places:
        return None
    at = places[-1 if last else 0]
    beyond = own[at + 1 :] if way > 0 else own[:at][::-1]
    steps = [symbol for day, symbol in beyond[:MOST_STEPS] if abs(day - own[at][0]) <= DAYS]
    return (*steps, *[NOTHING] * (MOST_STEPS - len(steps)))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("way", [-1, 1])
def test_steps_and_counts_are_those_of_each_history(seed: int, last: bool, way: int) -> None:
    histories = made_up(seed)
    customer, day, symbol = arrays(histories)
    at = anchors(customer, symbol, 2, last=last)
    steps = aligned(customer, day, symbol, at, way=way, days=DAYS)
    read = {who: around(own, 2, last=last, way=way) for who, own in histories.items()}
    there = {who: each for who, each in read.items() if each is not None}
    assert dict(zip(steps.customer.tolist(), map(tuple, steps.symbol.tolist()), strict=True)) == there
    told = tree(steps, least_share=0.0)
    for path, n in zip(told["path"], told["n_customers"], strict=True):
        assert n == sum(each[: len(path)] == path for each in there.values())
    assert hidden_share(told) == 0


@pytest.mark.parametrize("least", [0.05, 0.2, 0.5])
def test_the_parts_beside_a_part_add_up_to_it_and_rare_ones_are_put_together(least: float) -> None:
    customer, day, symbol = arrays(made_up(3))
    steps = aligned(customer, day, symbol, anchors(customer, symbol, 1, last=False), way=1, days=DAYS)
    told = tree(steps, least_share=least)
    sizes = dict(zip(told["path"], told["n_customers"], strict=True))
    sizes[()] = len(steps.customer)
    for path, n in sizes.items():
        beside = [many for each, many in sizes.items() if len(each) == len(path) + 1 and each[:-1] == path]
        ends = bool(path) and path[-1] in (NOTHING, OTHER)
        assert sum(beside) == (0 if ends or len(path) == MOST_STEPS else n)
        if path and path[-1] >= 0:
            assert n >= least * len(steps.customer)
    others = sum(n for path, n in sizes.items() if path and path[-1] == OTHER)
    assert hidden_share(told) == pytest.approx(others / len(steps.customer))


def test_gaps_are_from_the_step_before() -> None:
    customer, day, symbol = np.zeros(4, np.int32), np.array([0, 5, 12, 60]), np.array([2, 0, 1, 0])
    steps = aligned(customer, day, symbol, np.array([0]), way=1, days=DAYS)
    assert steps.symbol.tolist() == [[0, 1, NOTHING]]
    assert steps.gap.tolist() == [[5, 7, 0]]
    assert tree(steps, least_share=0.1)["median_gap_days"].tolist()[:2] == [5, 7]


def test_an_event_nobody_had_gives_an_empty_tree() -> None:
    nobody = np.zeros(0, np.int32)
    steps = aligned(nobody, nobody, nobody, anchors(nobody, nobody, 1, last=True), way=-1, days=DAYS)
    assert tree(steps, least_share=0.1).empty
