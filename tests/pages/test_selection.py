"""The shared selection and its links."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pages.shared.readers.polygon import inside
from pages.shared.selection import Area, Selection

corners = some.lists(some.tuples(some.integers(0, 65_535), some.integers(0, 65_535)), min_size=3, max_size=48).map(
    tuple
)
text = some.text(min_size=1, max_size=40).filter(lambda value: value.isprintable() and value == value.strip())


def test_everyone_leaves_no_trace_in_the_link() -> None:
    assert Selection().query() == {}
    assert Selection(customer="C1", outcome="churn").is_everyone


@given(
    some.builds(
        Selection,
        segment=some.none() | text,
        region=some.none() | text,
        band=some.none() | some.sampled_from(["low", "medium", "high"]),
        area=some.none() | some.builds(Area, some.just("0a1b2c3d"), corners),
        search=some.none() | text,
    )
)
def test_a_selection_survives_its_link(selection: Selection) -> None:
    again, notes = Selection.from_query(selection.query())
    assert again == selection
    assert notes == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("band", "enormous"), ("area", "zz"), ("area", "0a1b.####"), ("segment", "x" * 500), ("region", "a\x00b")],
)
def test_a_value_that_makes_no_sense_is_left_out_with_a_note(name: str, value: str) -> None:
    selection, notes = Selection.from_query({name: value, "customer": "C7"})
    assert selection == Selection(customer="C7")
    assert len(notes) == 1
    assert name in notes[0]


def test_taking_one_filter_away_leaves_the_others() -> None:
    selection = Selection(region="R1", band="high", customer="C1")
    assert selection.without("band") == Selection(region="R1", customer="C1")
    assert selection.everyone() == Selection(customer="C1")


def test_points_in_a_square_by_hand() -> None:
    x = np.array([5, 15, 5, 0, 10], dtype=np.uint16)
    y = np.array([5, 5, 15, 20, 9], dtype=np.uint16)
    assert inside(((0, 0), (10, 0), (10, 10), (0, 10)), x, y).tolist() == [True, False, False, False, False]


@given(corners, some.integers(0, 2**32 - 1))
def test_points_in_a_polygon_agree_with_counting_crossings_one_by_one(
    outline: tuple[tuple[int, int], ...], seed: int
) -> None:
    random = np.random.default_rng(seed)
    x, y = random.integers(0, 65_536, (2, 60)).astype(np.uint16)
    got = inside(outline, x, y)
    for px, py, answer in zip(x.tolist(), y.tolist(), got.tolist(), strict=True):
        crossings = 0
        for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
            if (y1 > py) != (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1:
                crossings += 1
        assert answer == (crossings % 2 == 1)
