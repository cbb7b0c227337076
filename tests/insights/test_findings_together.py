"""Figures of findings, one less another, tell of nobody: by hand, and by trying all sums of a few findings."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest

from analytics.insights.finding_pages import BoardRow
from analytics.insights.finding_results import Result
from analytics.insights.findings_together import told_together
from analytics.knowledge.evidence import Evidence
from analytics.knowledge.findings import Finding, WhomKind

N = 100
Span = tuple[int, int]


def measured(n: int, build: str = "b1") -> Evidence:
    return Evidence(build, date(2026, 6, 30), n, N, "", ())


def row(number: int, span: Span | None, *, then: Evidence | None = None) -> BoardRow:
    """A finding about the customers from one place to another, put up as the `number`-th."""
    members = None
    if span is not None:
        members = np.zeros(N, dtype=np.bool_)
        members[slice(*span)] = True
    now = None if members is None else measured(int(members.sum()))
    before = then or now
    assert before is not None
    at = f"2026-07-{number:02d}T10:00:00"
    finding = Finding(f"f{number}", "", "analyst", at, "analyst", WhomKind.RULE, "", (), "", None, "overview", before)
    return BoardRow(finding, "", now, "", Result(None, ""), members)


def told(*spans: Span) -> set[int]:
    board = [row(number, span) for number, span in enumerate(spans, start=1)]
    return {int(each[1:]) for each in told_together(reversed(board))}


def test_of_two_findings_that_differ_by_few_the_earlier_is_told() -> None:
    assert told((0, 40), (0, 49)) == {1}
    assert told((0, 49), (0, 40)) == {1}, "whatever their sizes: it was seen first"
    assert told((0, 40), (0, 50)) == {1, 2}
    assert told((0, 40), (0, 40)) == {1, 2}, "the same customers differ by nobody"
    assert told((0, 40), (40, 85)) == {1, 2}, "who share nobody have no difference"


def test_few_and_all_but_few_are_told_of_by_none() -> None:
    assert told((0, 9), (0, 95), (0, 100), (0, 90)) == {3, 4}


def test_three_findings_together_tell_of_few_neither() -> None:
    assert told((0, 85), (0, 40), (40, 80)) == {1, 2}, "the first less the others is five"
    assert told((0, 40), (40, 80), (0, 90)) == {1, 2, 3}, "ten"


def test_what_was_measured_on_one_build_is_compared_by_its_counts_where_nobody_knows_more() -> None:
    board = [row(1, (0, 40)), row(2, None, then=measured(45)), row(3, None, then=measured(45, "b0"))]
    assert told_together(board) == {"f1", "f3"}
    assert told_together([row(1, (0, 40), then=measured(43))]) == frozenset(), "then and now, on one build"
    assert told_together([row(1, (0, 40), then=measured(43, "b0"))]) == {"f1"}


def test_a_finding_that_is_a_segment_but_for_few_is_not_told() -> None:
    level, region = np.ones(N, dtype=np.int32), np.full(N, -1, dtype=np.int32)
    level[:40] = 0
    region[60:] = 0
    segments = [level, region]
    board = [row(number, span) for number, span in enumerate([(0, 49), (0, 40), (0, 30), (0, 31), (35, 55)], start=1)]
    assert told_together(board) == {"f1", "f3", "f5"}
    assert told_together(board, beside=segments) == {"f2", "f3", "f5"}, "nine more than a segment; the same; ten fewer"
    assert told_together(board[3:4], beside=segments) == frozenset(), "nine fewer"
    assert told_together(board[3:4], beside=[region]) == {"f4"}, "it shares nobody with that one"


@pytest.mark.parametrize("seed", range(5))
def test_no_sum_and_difference_of_what_is_told_is_a_secret(seed: int) -> None:
    random = np.random.default_rng(seed)
    ends = np.sort(random.integers(0, N + 1, (6, 2)), axis=1)
    board = [row(number, (int(first), int(last))) for number, (first, last) in enumerate(ends, start=1)]
    kept = told_together(board)
    masks = [each.members for each in board if each.finding.finding_id in kept and each.members is not None]
    groups = np.array([*masks, np.ones(N, dtype=np.bool_)]).astype(int)
    secrets = {(one - other).tobytes() for one in groups for other in groups if (other <= one).all()}
    for weights in product((-1, 0, 1), repeat=len(groups)):
        added = np.array(weights) @ groups
        is_secret = added.tobytes() in secrets or any((added == each).all() for each in groups)
        assert not (is_secret and 0 < int(added.sum()) < 10), weights
