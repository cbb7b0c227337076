"""A tree of segments that edits change: however it is changed, segments nest and each customer is in one a level.

Only the lowest segment of a customer is kept; the others follow from it, so nesting can't be broken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics.knowledge.segment_edits import made_key
from analytics.vocabulary import SegmentKey

Bools = NDArray[np.bool_]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]

LOWEST = 3


@dataclass(frozen=True)
class Node:
    """One segment of a tree.

    Attributes
    ----------
    level : int
        1, 2 or 3.
    parent : SegmentKey or None
        The segment it lies in; None at level 1.
    stability : float
        0-1.
    origin : str
        `model`, or the edit that made it: `merge`, `split`, `lock`.
    roots : frozenset of SegmentKey
        Segments of the model, of this level, that it was made from.
    """

    level: int
    parent: SegmentKey | None
    stability: float
    origin: str
    roots: frozenset[SegmentKey]


class SegmentTree:
    """Segments, how they nest, and the lowest one of each customer.

    Parameters
    ----------
    nodes : dict of SegmentKey to Node
        Every segment, by its key.
    lowest : sequence of SegmentKey
        The keys of level 3.
    codes : ndarray of int, shape (n,)
        For each customer, the place of their lowest segment in `lowest`.

    Attributes
    ----------
    nodes : dict of SegmentKey to Node
    gone : dict of SegmentKey to str
        Segments that were here and are no more, and why.
    """

    def __init__(self, nodes: dict[SegmentKey, Node], lowest: Iterable[SegmentKey], codes: Codes) -> None:
        self.nodes = dict(nodes)
        self.gone: dict[SegmentKey, str] = {}
        self._keys = list(lowest)
        self._codes = {key: code for code, key in enumerate(self._keys)}
        self._of = np.array(codes, dtype=np.int32)

    def lowest(self) -> tuple[list[SegmentKey], Codes]:
        """Give the keys of level 3, and for each customer the place of theirs among them."""
        return self._keys, self._of

    def members(self, key: SegmentKey) -> Bools:
        """Say of each customer whether the segment has them."""
        inside = np.zeros(len(self._keys), dtype=np.bool_)
        inside[[self._codes[each] for each in self._leaves(key)]] = True
        return np.asarray(inside[self._of])

    def size(self, key: SegmentKey) -> int:
        """Count the segment's customers."""
        counts = np.bincount(self._of, minlength=len(self._keys))
        return int(sum(counts[self._codes[each]] for each in self._leaves(key)))

    def children(self, key: SegmentKey) -> list[SegmentKey]:
        """List the segments one level below, in the order of their keys."""
        return sorted(each for each, node in self.nodes.items() if node.parent == key)

    def unite(self, keys: Iterable[SegmentKey], into: SegmentKey) -> None:
        """Make one segment of several of one level; its parent is that of the largest."""
        parts = sorted(set(keys))
        sizes = {key: self.size(key) for key in parts}
        largest = self.nodes[max(parts, key=lambda key: (sizes[key], key))]
        stability = sum(sizes[key] * self.nodes[key].stability for key in parts) / max(sum(sizes.values()), 1)
        roots = frozenset[SegmentKey]().union(*(self.nodes[key].roots for key in parts))
        self._add(into, Node(largest.level, largest.parent, stability, "merge", roots))
        if largest.level == LOWEST:
            here = np.isin(self._of, [self._codes[key] for key in parts])
            self._of[here] = self._codes[into]
        for key in parts:
            for child in self.children(key):
                self.nodes[child] = replace(self.nodes[child], parent=into)
            self._remove(key, "it was merged with others")
        self._sweep()

    def split(self, key: SegmentKey, chosen: Bools, sequence: int) -> None:
        """Make two segments of one: `chosen` and the others; segments below that hold both are split as well."""
        self._part(key, chosen, sequence, (self.nodes[key].parent, self.nodes[key].parent), child="")
        self._sweep()

    def divide(self, key: SegmentKey, parts: dict[SegmentKey, Bools]) -> None:
        """Make several lowest segments of one; the parts hold each of its customers once."""
        node = self.nodes[key]
        for part, chosen in parts.items():
            self._add(part, replace(node, origin="split"))
            self._of[chosen] = self._codes[part]
        self._remove(key, "it was split")
        self._sweep()

    def promote(self, key: SegmentKey, sequence: int) -> None:
        """Give each segment below this one a segment of its own at this level."""
        node = self.nodes[key]
        for child in self.children(key):
            own = made_key(node.level, sequence, f"-{child}")
            self._add(own, replace(node, origin="split", stability=self.nodes[child].stability))
            self.nodes[child] = replace(self.nodes[child], parent=own)
        self._remove(key, "it was split")

    def move(self, chosen: Bools, to: SegmentKey) -> Bools:
        """Put customers into a segment, below its level into the largest; gives those who were elsewhere."""
        moved = np.asarray(chosen & ~self.members(to))
        self._of[moved] = self._codes[self.largest_leaf(to)]
        self._sweep()
        return moved

    def carve(self, level: int, chosen: Bools, key: SegmentKey, sequence: int) -> None:
        """Make a segment of customers who are anywhere; its parent is that of most of them."""
        at_level = [each for each, node in self.nodes.items() if node.level == level]
        inside = {each: int((self.members(each) & chosen).sum()) for each in at_level}
        most = max(sorted(at_level), key=lambda each: inside[each])
        self._add(key, Node(level, self.nodes[most].parent, 1.0, "lock", frozenset()))
        if level == LOWEST:
            self._of[chosen] = self._codes[key]
        else:
            for each in at_level:
                self._pull(self.children(each), chosen, key, sequence)
        self.gone.pop(key, None)
        self._sweep()

    def largest_leaf(self, key: SegmentKey) -> SegmentKey:
        """Name the lowest segment that is reached by going to the largest at each level."""
        while self.nodes[key].level < LOWEST:
            key = max(self.children(key), key=lambda each: (self.size(each), each))
        return key

    def _leaves(self, key: SegmentKey) -> list[SegmentKey]:
        below = [key]
        while self.nodes[below[0]].level < LOWEST:
            below = [child for each in below for child in self.children(each)]
        return below

    def _part(
        self,
        key: SegmentKey,
        chosen: Bools,
        sequence: int,
        parents: tuple[SegmentKey | None, SegmentKey | None],
        *,
        child: str,
    ) -> None:
        node, here = self.nodes[key], self.members(key)
        n_chosen, n_here = int((here & chosen).sum()), int(here.sum())
        if n_chosen in {0, n_here}:
            self.nodes[key] = replace(node, parent=parents[0] if n_chosen else parents[1])
            return
        halves = [made_key(node.level, sequence, f"{part}{child}") for part in "ab"]
        for half, parent in zip(halves, parents, strict=True):
            self._add(half, replace(node, parent=parent, origin="split"))
        if node.level == LOWEST:
            self._of[here] = np.where(chosen[here], self._codes[halves[0]], self._codes[halves[1]])
        for each in self.children(key):
            self._part(each, chosen, sequence, (halves[0], halves[1]), child=f"-{each}")
        self._remove(key, "it was split")

    def _pull(self, keys: list[SegmentKey], chosen: Bools, parent: SegmentKey, sequence: int) -> None:
        """Put the chosen of some segments under a parent: whole segments as they are, of others a part."""
        for key in keys:
            node, here = self.nodes[key], self.members(key)
            wanted = here & chosen
            if wanted.sum() == here.sum():
                self.nodes[key] = replace(node, parent=parent)
            elif wanted.any():
                part = made_key(node.level, sequence, f"a-{key}")
                self._add(part, replace(node, parent=parent, origin="lock"))
                if node.level == LOWEST:
                    self._of[wanted] = self._codes[part]
                self._pull(self.children(key), chosen, part, sequence)

    def _add(self, key: SegmentKey, node: Node) -> None:
        self.nodes[key] = node
        if node.level == LOWEST and key not in self._codes:
            self._codes[key] = len(self._keys)
            self._keys.append(key)

    def _remove(self, key: SegmentKey, why: str) -> None:
        del self.nodes[key]
        self.gone[key] = why

    def _sweep(self) -> None:
        """Drop segments that nobody is in."""
        counts = np.bincount(self._of, minlength=len(self._keys))
        for level in (3, 2, 1):
            for key in [each for each, node in self.nodes.items() if node.level == level]:
                is_empty = counts[self._codes[key]] == 0 if level == LOWEST else not self.children(key)
                if is_empty:
                    self._remove(key, EMPTIED)


EMPTIED = "it lost all its customers"
"""Why a segment is gone that no edit took away."""
