"""The segmentation as experts have edited it: their edits, replayed on the model's own segments.

An edit names segments by their keys. One whose segment isn't in this segmentation is not guessed at: it is left out
and told of, so that a person can say where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from analytics.knowledge.segment_edits import (
    SMALLEST_PART,
    Lock,
    Merge,
    Move,
    SegmentEdit,
    SplitByCustomers,
    SplitByModel,
    SplitByRule,
    made_key,
)
from analytics.models.edited_segments import (
    EffectiveSegments,
    Kind,
    ModelSegments,
    Problem,
    edited_segments,
    tree_of,
)
from analytics.models.segment_tree import EMPTIED, LOWEST, Bools
from analytics.vocabulary import SegmentKey


def effective_segments(
    model: ModelSegments,
    edits: Iterable[SegmentEdit],
    *,
    singled_out: Mapping[int, Bools],
    unreadable: Mapping[int, str] | None = None,
) -> EffectiveSegments:
    """Replay edits, in the order of their numbers, on the model's segmentation.

    Parameters
    ----------
    model : ModelSegments
    edits : iterable of SegmentEdit
        Those in force; undone ones leave no trace. Their order in the iterable makes no difference.
    singled_out : mapping of int to ndarray of bool, shape (n,)
        By the number of an edit that has a rule or a list: the customers who meet it. Customers of a list who aren't
        here any more are left out.
    unreadable : mapping of int to str, optional
        Edits whose rule can't be worked out here, and why.

    Returns
    -------
    EffectiveSegments
        Without edits, the model's own. Always three nested levels; every customer in one segment a level; no segment
        without customers; there may be more segments than the model would make.

    Notes
    -----
    *Merge*: the parent of the largest part is the parent of all; segments below come along. *Split*: segments below
    that hold both sides are split as well. *Split by the model*: a family or broad group becomes its children, one
    each; a lowest segment becomes the model's segments that were merged into it, or else the two halves that the model
    sees in it. *Move*: to a segment and those above it; below it to the largest. *Lock*: those who were in it stay, and
    whom the model puts into it join; where it did not come out again it is made of those who were in it.
    """
    replay = _Replay(model, singled_out, unreadable or {})
    for edit in sorted(edits, key=lambda each: each.sequence):
        replay.do(edit)
    return replay.result()


@dataclass
class _Replay:
    model: ModelSegments
    singled_out: Mapping[int, Bools]
    unreadable: Mapping[int, str]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tree = tree_of(self.model)
        self.sure = np.full(self.model.strengths.shape, np.nan)

    def do(self, edit: SegmentEdit) -> None:
        if edit.sequence in self.unreadable:
            self._tell(edit, "unreadable", _subject(edit), self.unreadable[edit.sequence])
            return
        before = set(self.tree.gone)
        if isinstance(edit, Merge):
            self._merge(edit)
        elif isinstance(edit, SplitByRule | SplitByCustomers):
            self._split(edit)
        elif isinstance(edit, SplitByModel):
            self._split_by_model(edit)
        elif isinstance(edit, Move):
            self._move(edit)
        else:
            self._lock(edit)
        for key in sorted(set(self.tree.gone) - before):
            if self.tree.gone[key] == EMPTIED:
                why = f"Edit {edit.sequence} left nobody in the segment {key}, so it was dropped."
                self._tell(edit, "emptied", key, why)

    def _merge(self, edit: Merge) -> None:
        wanted = [key for key in dict.fromkeys(edit.segments) if self.tree.gone.get(key) != EMPTIED]
        if not all(self._is_here(edit, key) for key in wanted):
            return
        if len(wanted) < 2 or len({self.tree.nodes[key].level for key in wanted}) > 1:
            why = f"Edit {edit.sequence} would merge segments of which not two of one level are left."
            self._tell(edit, "nothing_to_do", edit.segments[0], why)
            return
        self.tree.unite(wanted, made_key(self.tree.nodes[wanted[0]].level, edit.sequence))

    def _split(self, edit: SplitByRule | SplitByCustomers) -> None:
        if not self._is_here(edit, edit.segment):
            return
        chosen = self.singled_out[edit.sequence]
        n_inside = int((self.tree.members(edit.segment) & chosen).sum())
        if n_inside in {0, self.tree.size(edit.segment)}:
            who = "nobody" if n_inside == 0 else "everybody"
            why = f"Edit {edit.sequence} would split the segment {edit.segment}, but {who} in it is singled out."
            self._tell(edit, "nothing_to_do", edit.segment, why)
            return
        self.tree.split(edit.segment, chosen, edit.sequence)

    def _split_by_model(self, edit: SplitByModel) -> None:
        if not self._is_here(edit, edit.segment):
            return
        level = self.tree.nodes[edit.segment].level
        if level < LOWEST and len(self.tree.children(edit.segment)) > 1:
            self.tree.promote(edit.segment, edit.sequence)
            return
        parts = self._model_parts(edit) if level == LOWEST else {}
        if len(parts) < 2:
            why = f"Edit {edit.sequence} would split the segment {edit.segment}, but the model sees no parts in it."
            self._tell(edit, "nothing_to_do", edit.segment, why)
            return
        self.tree.divide(edit.segment, parts)

    def _model_parts(self, edit: SplitByModel) -> dict[SegmentKey, Bools]:
        here = self.tree.members(edit.segment)
        counts = np.bincount(self.model.codes[here], minlength=len(self.model.lowest))
        large = np.flatnonzero(counts >= SMALLEST_PART * here.sum())
        if len(large) > 1:
            owners = np.where(np.isin(self.model.codes, large), self.model.codes, counts.argmax())
            names = {int(code): f"-{self.model.lowest[code]}" for code in large}
        else:
            owners = np.where(self.model.codes == counts.argmax(), self.model.halves, -1).astype(np.int32)
            sizes = np.bincount(owners[here & (owners >= 0)], minlength=2)
            if sizes.min() == 0:
                return {}
            owners, names = np.where(owners < 0, sizes.argmax(), owners), {0: "a", 1: "b"}
        return {made_key(LOWEST, edit.sequence, part): here & (owners == code) for code, part in names.items()}

    def _move(self, edit: Move) -> None:
        if not self._is_here(edit, edit.to):
            return
        chosen = self.singled_out[edit.sequence]
        if not chosen.any():
            why = f"Edit {edit.sequence} would move customers to the segment {edit.to}; none of them is here any more."
            self._tell(edit, "nothing_to_do", edit.to, why)
            return
        self._put(chosen, edit.to)

    def _lock(self, edit: Lock) -> None:
        chosen = self.singled_out[edit.sequence]
        if edit.segment in self.tree.nodes and chosen.any():
            self._put(chosen, edit.segment)
            return
        if edit.segment in self.tree.gone and self.tree.gone[edit.segment] != EMPTIED:
            self._is_here(edit, edit.segment)
        elif not chosen.any():
            why = f"Edit {edit.sequence} locks the segment {edit.segment}; none of those who were in it is here."
            self._tell(edit, "nothing_to_do", edit.segment, why)
            return
        else:
            level = int(str(edit.segment).split("-", maxsplit=1)[0])
            self.tree.carve(level, chosen, edit.segment, edit.sequence)
            self.sure[chosen] = 1.0

    def _put(self, chosen: Bools, to: SegmentKey) -> None:
        level = self.tree.nodes[to].level
        leaf, n_inside = self.tree.largest_leaf(to), self.tree.size(to)
        shares = []
        for below in range(level + 1, LOWEST + 1):
            key = self._above(leaf, below)
            shares.append((below, self.tree.size(key) / max(n_inside, 1)))
        moved = self.tree.move(chosen, to)
        self.sure[chosen, :level] = 1.0
        for below, share in shares:
            self.sure[moved, below - 1] = share

    def _above(self, leaf: SegmentKey, level: int) -> SegmentKey:
        key = leaf
        while self.tree.nodes[key].level > level:
            key = SegmentKey(str(self.tree.nodes[key].parent))
        return key

    def _is_here(self, edit: SegmentEdit, key: SegmentKey) -> bool:
        if key in self.tree.nodes:
            return True
        reason = self.tree.gone.get(key)
        why = f"Edit {edit.sequence} is about the segment {key}, which is not there"
        self._tell(edit, "no_match", key, f"{why}: {reason}." if reason else f"{why} in this segmentation.")
        return False

    def _tell(self, edit: SegmentEdit, kind: Kind, key: SegmentKey, why: str) -> None:
        self.problems.append(Problem(edit.sequence, kind, key, why))

    def result(self) -> EffectiveSegments:
        return edited_segments(self.tree, self.model, self.sure, tuple(self.problems))


def _subject(edit: SegmentEdit) -> SegmentKey:
    if isinstance(edit, Merge):
        return edit.segments[0]
    return edit.to if isinstance(edit, Move) else edit.segment
