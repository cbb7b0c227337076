"""Small trees and the edits that people might make on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
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

Masks = dict[int, NDArray[np.bool_]]


def tree(families: Sequence[Sequence[int]], broad: Sequence[int] | None = None, *, seed: int = 0) -> ModelSegments:
    """A model's segmentation: for each family the sizes of its segments, and the broad group it lies in."""
    broad = [0] * len(families) if broad is None else list(broad)
    rows: list[tuple[str, str, str | None, int, float]] = [
        (f"L1-{group}", f"1-{group}", None, 1, 0.9) for group in sorted(set(broad))
    ]
    rows += [(f"L2-{each}", f"2-{each}", f"L1-{broad[each]}", 2, 0.8) for each in range(len(families))]
    lowest: list[SegmentKey] = []
    codes: list[int] = []
    for family, sizes in enumerate(families):
        for size in sizes:
            code = len(lowest)
            lowest.append(SegmentKey(f"3-{code:02d}"))
            rows.append((f"L3-{code:02d}", f"3-{code:02d}", f"L2-{family}", 3, 0.5 + code / 100))
            codes += [code] * size
    rng = np.random.default_rng(seed)
    strengths = np.sort(rng.uniform(0.3, 1.0, (len(codes), 3)), axis=1)[:, ::-1]
    halves = np.where(rng.uniform(size=len(codes)) < 0.5, 0, 1).astype(np.int8)
    columns = ["segment_id", "segment_key", "parent_id", "level", "stability"]
    table = pd.DataFrame(rows, columns=columns)
    return ModelSegments(table, tuple(lowest), np.array(codes, dtype=np.int32), strengths, halves)


@st.composite
def models(draw: DrawFn) -> ModelSegments:
    families = draw(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3), min_size=1, max_size=4))
    broad = draw(st.lists(st.integers(0, 1), min_size=len(families), max_size=len(families)))
    order = {group: place for place, group in enumerate(dict.fromkeys(broad))}
    return tree(families, [order[group] for group in broad], seed=draw(st.integers(0, 5)))


@st.composite
def edited(draw: DrawFn) -> tuple[ModelSegments, list[SegmentEdit], Masks]:
    """A tree and up to six edits of segments that are there when their turn comes, now and then of one that isn't."""
    model = draw(models())
    edits: list[SegmentEdit] = []
    masks: Masks = {}
    for sequence in range(1, draw(st.integers(0, 6)) + 1):
        found = effective_segments(model, edits, singled_out=masks)
        keys = [SegmentKey(str(key)) for key in found.segments["segment_key"]]
        edits.append(_edit(draw, sequence, [*keys, SegmentKey("3-nowhere")], found))
        bits = draw(st.lists(st.booleans(), min_size=len(model.codes), max_size=len(model.codes)))
        masks[sequence] = np.array(bits, dtype=np.bool_)
    return model, edits, masks


def _edit(draw: DrawFn, sequence: int, keys: list[SegmentKey], found: EffectiveSegments) -> SegmentEdit:
    key = draw(st.sampled_from(keys))
    level = key.split("-", maxsplit=1)[0]
    kind = draw(st.sampled_from(("merge", "rule", "list", "model", "move", "lock")))
    if kind == "merge":
        alike = [each for each in keys if each.startswith(level)]
        return Merge(sequence, tuple({key, *draw(st.lists(st.sampled_from(alike), max_size=3))}), "Together")
    if kind == "rule":
        return SplitByRule(sequence, key, "rent_share > 0.3")
    if kind == "list":
        return SplitByCustomers(sequence, key, frozenset())
    if kind == "model":
        return SplitByModel(sequence, key)
    return Move(sequence, frozenset(), key) if kind == "move" else Lock(sequence, key, frozenset())
