"""Edits of the segment tree, replayed: worked by hand, and whatever people do."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
from hypothesis import given, settings
from numpy.typing import NDArray

from analytics.knowledge.segment_edits import (
    Lock,
    Merge,
    Move,
    SegmentEdit,
    SplitByCustomers,
    SplitByModel,
    SplitByRule,
)
from analytics.models.edited_segments import EffectiveSegments, ModelSegments
from analytics.models.effective_segments import effective_segments
from analytics.vocabulary import SegmentKey
from tests.models.edited import Masks, edited, models, tree

K = SegmentKey
N_EXAMPLES = 1_000 if os.environ.get("TANDEM_SLOW") else 50


def _of(found: EffectiveSegments, level: int = 3) -> list[str]:
    keys = found.segments["segment_key"].to_numpy(dtype=object)
    return [str(key) for key in keys[found.rows()[:, level - 1]]]


def _mask(model: ModelSegments, *places: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(len(model.codes)), places)


def _replayed(model: ModelSegments, *edits: SegmentEdit, masks: Masks | None = None) -> EffectiveSegments:
    return effective_segments(model, edits, singled_out=masks or {})


def test_without_edits_the_segments_are_the_models_own() -> None:
    model = tree([[3, 2], [1]])
    found = _replayed(model)
    assert found.segments["segment_id"].tolist() == ["L1-0", "L2-0", "L2-1", "L3-00", "L3-01", "L3-02"]
    assert found.segments["parent_id"].tolist()[1:] == ["L1-0", "L1-0", "L2-0", "L2-0", "L2-1"]
    assert found.segments["n_customers"].tolist() == [6, 5, 1, 3, 2, 1]
    assert set(found.segments["origin"]) == {"model"}
    assert _of(found) == ["3-00"] * 3 + ["3-01"] * 2 + ["3-02"]
    assert (found.strengths == model.strengths).all()
    assert found.problems == ()


def test_a_merge_across_families_goes_to_the_parent_of_the_largest_and_an_empty_family_is_dropped_and_told() -> None:
    model = tree([[3, 2], [1]])
    found = _replayed(model, Merge(7, (K("3-01"), K("3-02")), "Together"))
    assert _of(found) == ["3-00"] * 3 + ["3-e7"] * 3
    assert _of(found, 2) == ["2-0"] * 6
    merged = found.segments.set_index("segment_key").loc["3-e7"]
    assert (merged["segment_id"], merged["parent_id"], merged["origin"]) == ("3-e7", "L2-0", "merge")
    assert merged["stability"] == (2 * 0.51 + 1 * 0.52) / 3
    assert [(each.kind, each.segment) for each in found.problems] == [("emptied", "2-1")]
    # The one who came from the other family belongs above by the word of a person: as surely as below.
    assert found.strengths[5].tolist() == [model.strengths[5, 0], model.strengths[5, 2], model.strengths[5, 2]]
    assert (found.strengths[:5] == model.strengths[:5]).all()


def test_a_merge_of_families_unites_their_children() -> None:
    found = _replayed(tree([[1, 1], [2], [1]], [0, 0, 1]), Merge(3, (K("2-0"), K("2-2")), "Both"))
    assert _of(found, 2) == ["2-e3", "2-e3", "2-1", "2-1", "2-e3"]
    assert _of(found, 3) == ["3-00", "3-01", "3-02", "3-02", "3-03"]
    assert _of(found, 1) == ["1-0"] * 5


def test_a_split_makes_two_and_a_segment_of_a_split_family_that_holds_both_sides_is_split_too() -> None:
    model = tree([[2, 2, 1]])
    chosen = _mask(model, 0, 2, 3)
    low = _replayed(model, SplitByRule(4, K("3-01"), "x > 1"), masks={4: _mask(model, 2)})
    assert _of(low) == ["3-00", "3-00", "3-e4a", "3-e4b", "3-02"]
    family = _replayed(model, SplitByCustomers(4, K("2-0"), frozenset()), masks={4: chosen})
    assert _of(family, 2) == ["2-e4a", "2-e4b", "2-e4a", "2-e4a", "2-e4b"]
    assert _of(family) == ["3-e4a-3-00", "3-e4b-3-00", "3-01", "3-01", "3-02"]
    nobody = _replayed(model, SplitByRule(4, K("3-02"), "x > 1"), masks={4: chosen})
    assert [(each.kind, each.sequence) for each in nobody.problems] == [("nothing_to_do", 4)]
    assert _of(nobody) == _of(_replayed(model))


def test_a_split_by_the_model_gives_children_halves_or_what_was_merged() -> None:
    model = tree([[2, 2], [2]])
    promoted = _replayed(model, SplitByModel(5, K("2-0")))
    assert _of(promoted, 2) == ["2-e5-3-00"] * 2 + ["2-e5-3-01"] * 2 + ["2-1"] * 2
    halves = ModelSegments(
        model.segments, model.lowest, model.codes, model.strengths, np.array([0, 1, -1, -1, 0, 1], dtype=np.int8)
    )
    assert _of(_replayed(halves, SplitByModel(5, K("3-00"))))[:2] == ["3-e5a", "3-e5b"]
    unseen = _replayed(halves, SplitByModel(5, K("3-01")))
    assert unseen.problems[0].kind == "nothing_to_do"
    merged = Merge(5, (K("3-00"), K("3-01")), "M")
    apart = _replayed(model, merged, SplitByModel(6, K("3-e5")))
    assert _of(apart)[:4] == ["3-e6-3-00"] * 2 + ["3-e6-3-01"] * 2


def test_moved_customers_are_sure_and_below_the_level_go_to_the_largest() -> None:
    model = tree([[2], [3, 1]])
    low = _replayed(model, Move(2, frozenset(), K("3-02")), masks={2: _mask(model, 0)})
    assert _of(low)[0] == "3-02"
    assert _of(low, 2)[0] == "2-1"
    assert low.strengths[0].tolist() == [1.0, 1.0, 1.0]
    family = _replayed(model, Move(2, frozenset(), K("2-1")), masks={2: _mask(model, 0, 5)})
    assert _of(family) == ["3-01", "3-00", "3-01", "3-01", "3-01", "3-02"]
    assert family.strengths[0].tolist() == [1.0, 1.0, 0.75]
    assert family.strengths[5].tolist() == [1.0, 1.0, model.strengths[5, 2]]


def test_a_locked_segment_keeps_its_customers_and_takes_those_whom_the_model_adds() -> None:
    model = tree([[2, 2], [1]])
    kept = _replayed(model, Lock(9, K("3-00"), frozenset()), masks={9: _mask(model, 0, 2)})
    assert _of(kept) == ["3-00", "3-00", "3-00", "3-01", "3-02"]
    assert (kept.strengths[[0, 2]] == 1).all()


def test_a_locked_segment_that_did_not_come_out_again_is_made_of_those_who_were_in_it() -> None:
    model = tree([[2, 2], [1]])
    low = _replayed(model, Lock(9, K("3-lost"), frozenset()), masks={9: _mask(model, 0, 2, 3)})
    assert _of(low) == ["3-lost", "3-00", "3-lost", "3-lost", "3-02"]
    assert [(each.kind, each.segment) for each in low.problems] == [("emptied", "3-01")]
    family = _replayed(model, Lock(9, K("2-lost"), frozenset()), masks={9: _mask(model, 0, 2, 3)})
    assert _of(family, 2) == ["2-lost", "2-0", "2-lost", "2-lost", "2-1"]
    assert _of(family) == ["3-e9a-3-00", "3-00", "3-01", "3-01", "3-02"]


def test_an_edit_of_a_segment_that_is_not_here_is_told_and_changes_nothing() -> None:
    model = tree([[2, 2]])
    edits = (
        Merge(1, (K("3-00"), K("3-lost")), "M"),
        SplitByModel(2, K("3-lost")),
        Move(3, frozenset(), K("3-lost")),
    )
    found = _replayed(model, *edits, masks={3: _mask(model, 0)})
    assert _of(found) == _of(_replayed(model))
    assert [(each.sequence, each.kind, each.segment) for each in found.problems] == [
        (number, "no_match", "3-lost") for number in (1, 2, 3)
    ]
    merged = Merge(1, (K("3-00"), K("3-01")), "M")
    late = _replayed(model, merged, SplitByModel(2, K("3-00")))
    assert late.problems[0].why == "Edit 2 is about the segment 3-00, which is not there: it was merged with others."


def test_a_rule_that_cannot_be_worked_out_is_told() -> None:
    model = tree([[2, 2]])
    edit = SplitByRule(3, K("3-00"), "rent_share > 0.3")
    found = effective_segments(model, [edit], singled_out={}, unreadable={3: "There is no column rent_share."})
    assert [(each.kind, each.why) for each in found.problems] == [("unreadable", "There is no column rent_share.")]


def _check_partition(model: ModelSegments, found: EffectiveSegments) -> None:
    table, rows = found.segments, found.rows()
    assert table["segment_key"].is_unique
    assert table["segment_id"].is_unique
    assert (table["n_customers"] > 0).all()
    for level in (1, 2, 3):
        mine = rows[:, level - 1]
        assert (table["level"].to_numpy()[mine] == level).all()
        counts = np.bincount(mine, minlength=len(table))
        assert (counts[table["level"] == level] == table.loc[table["level"] == level, "n_customers"]).all()
        if level > 1:
            parents = table["parent_id"].to_numpy(dtype=object)[mine]
            assert (parents == table["segment_id"].to_numpy(dtype=object)[rows[:, level - 2]]).all()
    assert len(rows) == len(model.codes)
    assert ((found.strengths >= 0) & (found.strengths <= 1)).all()
    assert (np.diff(found.strengths, axis=1) <= 0).all()
    assert table["stability"].between(0, 1).all()


@settings(max_examples=N_EXAMPLES, deadline=None)
@given(edited())
def test_whatever_people_do_segments_nest_and_each_customer_is_in_one_a_level(
    case: tuple[ModelSegments, list[SegmentEdit], Masks],
) -> None:
    model, edits, masks = case
    found = effective_segments(model, edits, singled_out=masks)
    _check_partition(model, found)
    again = effective_segments(model, reversed(edits), singled_out=masks)
    pd.testing.assert_frame_equal(found.segments, again.segments)
    assert (found.lowest == again.lowest).all()
    assert (found.strengths == again.strengths).all()
    assert found.problems == again.problems


@settings(max_examples=N_EXAMPLES // 2, deadline=None)
@given(edited())
def test_an_edit_that_was_not_done_or_was_undone_leaves_no_trace(
    case: tuple[ModelSegments, list[SegmentEdit], Masks],
) -> None:
    model, edits, masks = case
    found = effective_segments(model, edits, singled_out=masks)
    changed = {each.sequence for each in edits} - {each.sequence for each in found.problems if each.kind != "emptied"}
    left = [each for each in edits if each.sequence in changed]
    without = effective_segments(model, left, singled_out=masks)
    pd.testing.assert_frame_equal(found.segments, without.segments)
    assert _of(found) == _of(without)
    none = effective_segments(model, [], singled_out=masks)
    assert (none.strengths == model.strengths).all()
    assert set(none.segments["origin"]) == {"model"}


@settings(max_examples=N_EXAMPLES // 2, deadline=None)
@given(models(), models())
def test_edits_in_different_families_can_change_places(left: ModelSegments, right: ModelSegments) -> None:
    """Splitting one family and merging in another gives the same division in both orders, keys apart."""
    both = tree([[2, 3], [int(n) for n in np.bincount(left.codes)], [1, 2]], [0, 0, 0])
    chosen = np.resize(right.halves == 0, len(both.codes))
    split, merge = K("2-1"), (K("3-00"), K("3-01"))

    def division(first: int, second: int) -> list[int]:
        edits = (SplitByRule(first, split, "x > 1"), Merge(second, merge, "M"))
        found = effective_segments(both, edits, singled_out={first: chosen})
        return [int(code) for code in pd.factorize(pd.Series(_of(found)))[0]]

    assert division(1, 2) == division(2, 1)
