"""What people's edits are laid over: the model's segmentation, and who is meant by an edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analytics.knowledge.segment_edits import Lock, Move, SegmentEdit, SplitByCustomers
from analytics.models.edited_segments import ModelSegments
from analytics.stages.described import without_notes
from analytics.store.rooms import Tables
from analytics.vocabulary import LEVELS, SegmentKey

NEEDED = frozenset({"model_segments", "model_membership", "model_profile", "model_trend", "segment_halves"})
"""Tables without which nothing can be laid over a snapshot: one of an older version has them not."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """The model's segmentation, with the ids of its customers.

    Attributes
    ----------
    customer_ids : ChunkedArray of string
        Sorted; the order of the customers everywhere here.
    model : ModelSegments
    """

    customer_ids: pa.ChunkedArray
    model: ModelSegments


def ground(tables: Tables) -> Ground:
    """Read the model's segmentation.

    Parameters
    ----------
    tables : Tables
        With the tables in `NEEDED`.

    Returns
    -------
    Ground
    """
    segments = tables.frame("model_segments", rest="ORDER BY level, segment_id")
    lowest = segments[segments["level"] == LEVELS[-1]]
    # Written sorted by customer and level, and read in the order of writing: a million customers are not sorted again.
    rows = tables.arrow("model_membership", columns="segment_id, strength")
    ids = tables.arrow("model_membership", columns="customer_id", rest="WHERE level = 3")
    names = rows.column("segment_id").take(pa.array(np.arange(2, rows.num_rows, 3)))
    codes = pc.index_in(names, pa.array(lowest["segment_id"].astype(str).tolist()))
    strengths = rows.column("strength").to_numpy().reshape(-1, len(LEVELS))
    halves = _halves(tables, ids.column("customer_id"))
    keys = tuple(SegmentKey(str(key)) for key in lowest["segment_key"])
    model = ModelSegments(segments, keys, codes.to_numpy().astype(np.int32), strengths, halves)
    return Ground(ids.column("customer_id"), model)


def customers_meant(
    edits: Iterable[SegmentEdit], ids: pa.ChunkedArray, places_of: Callable[[Sequence[str]], Mapping[str, int]]
) -> dict[int, Bools]:
    """Find whom edits mean by the pseudonyms of their lists.

    Parameters
    ----------
    edits : iterable of SegmentEdit
    ids : ChunkedArray of string
        The customers' ids.
    places_of : callable
        Finds customers by their pseudonyms; called only where an edit has a list.

    Returns
    -------
    dict of int to ndarray of bool
        By the edit's number: for each customer whether they are meant. Those who aren't here any more are passed over.
    """
    lists: Mapping[int, frozenset[str]] = {
        edit.sequence: edit.customers for edit in edits if isinstance(edit, SplitByCustomers | Move | Lock)
    }
    if not lists:
        return {}
    places = places_of(ids.to_pylist())
    found = {}
    for sequence, customers in lists.items():
        mask = np.zeros(len(ids), dtype=np.bool_)
        mask[[places[each] for each in customers if each in places]] = True
        found[sequence] = mask
    return found


def features_at(tables: Tables, ids: pa.ChunkedArray, places: NDArray[np.int64]) -> pd.DataFrame:
    """Read the features of some customers.

    Parameters
    ----------
    tables : Tables
    ids : ChunkedArray of string
        The ids of all.
    places : ndarray of int
        Whose.

    Returns
    -------
    DataFrame
        The features in the order of `places`.
    """
    wanted = ids.take(pa.array(places)).to_pylist()
    rest = "WHERE customer_id IN (SELECT unnest(CAST($wanted AS VARCHAR []))) ORDER BY customer_id"
    table = tables.frame("features", rest=rest, wanted=wanted)
    found: pd.DataFrame = without_notes(table).drop(columns="as_of").set_index("customer_id").loc[wanted]
    return found


def _halves(tables: Tables, ids: pa.ChunkedArray) -> NDArray[np.int8]:
    table = tables.arrow("segment_halves", columns="customer_id, half")
    halves = np.full(len(ids), -1, dtype=np.int8)
    places = pc.index_in(table.column("customer_id"), ids.combine_chunks()).to_numpy()
    halves[places] = table.column("half").to_numpy()
    return halves
