"""A segmentation before and after experts' edits, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.segment_tree import Codes, Floats, Node, SegmentTree
from analytics.vocabulary import LEVELS, SegmentKey

Kind = Literal["no_match", "nothing_to_do", "unreadable", "emptied"]


@dataclass(frozen=True)
class ModelSegments:
    """The model's own segmentation, customers in a fixed order.

    Attributes
    ----------
    segments : DataFrame
        `segment_id`, `segment_key`, `parent_id` (missing at level 1), `level`, `stability`.
    lowest : tuple of SegmentKey
        The keys of level 3.
    codes : ndarray of int32, shape (n,)
        For each customer, the place of their segment in `lowest`.
    strengths : ndarray, shape (n, 3)
        0-1, for levels 1, 2 and 3.
    halves : ndarray of int8, shape (n,)
        0 or 1: the half of their lowest segment that the model sees them in; -1 where it sees no halves.
    """

    segments: pd.DataFrame
    lowest: tuple[SegmentKey, ...]
    codes: Codes
    strengths: Floats
    halves: NDArray[np.int8]


@dataclass(frozen=True)
class Problem:
    """What could not be done as the edits say.

    Attributes
    ----------
    sequence : int
        The edit's number in the ledger; 0 for a segment that lost everyone.
    kind : str
        `no_match`: its segment isn't here. `nothing_to_do`: it would change nothing. `unreadable`: its rule or list
        can't be worked out. `emptied`: a segment that nobody is in any more was dropped.
    segment : SegmentKey
        The segment that it is about.
    why : str
        One sentence.
    """

    sequence: int
    kind: Kind
    segment: SegmentKey
    why: str


@dataclass(frozen=True)
class EffectiveSegments:
    """The segmentation that every screen and export uses, customers in the model's order.

    Attributes
    ----------
    segments : DataFrame
        `segment_id` (the model's, or the key of a segment that an edit made), `segment_key`, `parent_id`, `level`,
        `n_customers` (never 0), `stability` (0-1; of a merged segment the mean of its parts, weighted by their
        customers; the parts of a split have that of the whole; a locked one that no longer came out has 1), `origin`
        (`model`, `merge`, `split`, `lock`), sorted by level and segment_id.
    lowest : ndarray of int32, shape (n,)
        For each customer, the row of their segment of level 3 in `segments`.
    strengths : ndarray, shape (n, 3)
        0-1. The model's own where the customer is still in the segment that it chose, or in one that this was merged
        into (there it is a lower bound); 1 for those whom a person put there; a segment is never less sure than the
        one below it.
    problems : tuple of Problem
    """

    segments: pd.DataFrame
    lowest: Codes
    strengths: Floats
    problems: tuple[Problem, ...]

    def rows(self) -> NDArray[np.int64]:
        """Give for each customer the rows of their segments in `segments`, shape (n, 3)."""
        places = {str(name): row for row, name in enumerate(self.segments["segment_key"])}
        parents = self.segments["parent_key"].map(places).fillna(-1).to_numpy(dtype=np.int64)
        families = parents[self.lowest]
        return np.column_stack([parents[families], families, self.lowest])

    def membership(self, customer_ids: Iterable[str]) -> pd.DataFrame:
        """Say who is in which segment: `customer_id`, `level`, `segment_id`, `strength`, one row a customer and level.

        Parameters
        ----------
        customer_ids : iterable of str
            In the model's order.
        """
        ids = np.asarray(list(customer_ids), dtype=object)
        names = self.segments["segment_id"].to_numpy(dtype=object)
        return pd.DataFrame(
            {
                "customer_id": np.repeat(ids, len(LEVELS)),
                "level": np.tile(np.array(LEVELS), len(ids)),
                "segment_id": names[self.rows()].reshape(-1),
                "strength": self.strengths.reshape(-1),
            }
        )


def tree_of(model: ModelSegments) -> SegmentTree:
    """Make the tree that edits change.

    Parameters
    ----------
    model : ModelSegments

    Returns
    -------
    SegmentTree
    """
    return SegmentTree(_nodes(model.segments), model.lowest, model.codes)


def edited_segments(
    tree: SegmentTree, model: ModelSegments, sure: Floats, problems: tuple[Problem, ...]
) -> EffectiveSegments:
    """Read the segmentation off a tree that was edited.

    Parameters
    ----------
    tree : SegmentTree
        Begun as `tree_of(model)`.
    model : ModelSegments
    sure : ndarray, shape (n, 3)
        Strengths that people's word gives; NaN where the model's stands.
    problems : tuple of Problem

    Returns
    -------
    EffectiveSegments
    """
    segments, lowest = _table(tree, model.segments)
    found = EffectiveSegments(segments, lowest, model.strengths, problems)
    return EffectiveSegments(segments, lowest, _strengths(tree, model, found, sure), problems)


def _strengths(tree: SegmentTree, model: ModelSegments, found: EffectiveSegments, sure: Floats) -> Floats:
    """The model's where it still speaks of this segment, else that of the segment below; people's word before."""
    if np.isnan(sure).all() and all(node.origin != "merge" for node in tree.nodes.values()):
        return model.strengths
    rows, strengths = found.rows(), model.strengths.copy()
    keys = [SegmentKey(str(key)) for key in found.segments["segment_key"]]
    own = _ancestors(model.segments, model.lowest)
    for level in (2, 1):
        speaks = np.array([[name in tree.nodes[key].roots for key in keys] for name in own[level]])
        stays = speaks[model.codes, rows[:, level - 1]]
        strengths[:, level - 1] = np.where(stays, strengths[:, level - 1], strengths[:, level])
    strengths = np.where(np.isnan(sure), strengths, sure)
    return np.asarray(np.maximum.accumulate(strengths[:, ::-1], axis=1)[:, ::-1])


def _nodes(segments: pd.DataFrame) -> dict[SegmentKey, Node]:
    keys = {
        (int(level), str(name)): SegmentKey(str(key))
        for level, name, key in zip(segments["level"], segments["segment_id"], segments["segment_key"], strict=True)
    }
    nodes = {}
    for row in segments.itertuples():
        level, key = int(str(row.level)), SegmentKey(str(row.segment_key))
        parent = keys[level - 1, str(row.parent_id)] if level > 1 else None
        nodes[key] = Node(level, parent, float(str(row.stability)), "model", frozenset({key}))
    return nodes


def _ancestors(segments: pd.DataFrame, lowest: Iterable[SegmentKey]) -> dict[int, tuple[SegmentKey, ...]]:
    """The model's families and broad groups of its lowest segments."""
    nodes = _nodes(segments)
    families = tuple(SegmentKey(str(nodes[key].parent)) for key in lowest)
    return {2: families, 1: tuple(SegmentKey(str(nodes[key].parent)) for key in families)}


def _table(tree: SegmentTree, model: pd.DataFrame) -> tuple[pd.DataFrame, Codes]:
    ids = dict(zip(model["segment_key"].astype(str), model["segment_id"].astype(str), strict=True))
    rows = [
        (
            ids.get(key, key),
            key,
            None if node.parent is None else ids.get(node.parent, node.parent),
            node.parent,
            node.level,
            tree.size(key),
            node.stability,
            node.origin,
        )
        for key, node in tree.nodes.items()
    ]
    columns = ["segment_id", "segment_key", "parent_id", "parent_key", "level", "n_customers", "stability", "origin"]
    rows.sort(key=lambda row: (row[4], row[0]))
    keys, codes = tree.lowest()
    places = {row[1]: place for place, row in enumerate(rows)}
    table = np.array([places.get(key, -1) for key in keys], dtype=np.int32)
    return pd.DataFrame(rows, columns=columns), table[codes]
