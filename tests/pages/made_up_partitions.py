"""The made-up snapshot with the partitions that were compared: the one in force, a near-tie and a coarser one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analytics.store.publish import publish_tables
from analytics.vocabulary import Json, SnapshotId
from tests.pages.made_up import AS_OF, made_up_facts, made_up_tables

IN_FORCE, NEAR, COARSER = 4, 5, 2
N_SPLIT = 20


def partition_tables(n: int = 600) -> dict[str, pd.DataFrame]:
    """Every table of the Partitions screen.

    The near-tie takes the first 20 customers of the largest segment into a segment of their own; the coarser one has
    the five families.
    """
    tables = made_up_tables(n)
    segments, membership = tables["segments"], tables["membership"]
    own = segments[segments["level"] == 3].sort_values("segment_id", ignore_index=True)
    here = membership[membership["level"] == 3].sort_values("customer_id")
    in_force = own["segment_id"].searchsorted(here["segment_id"]) + 1
    near = in_force.copy()
    near[np.flatnonzero(near == np.bincount(near).argmax())[:N_SPLIT]] = len(own) + 1
    families = own["parent_id"].str.removeprefix("2.").astype(int).to_numpy()[in_force - 1]
    ids = here["customer_id"].to_numpy()
    kept = {IN_FORCE: in_force, NEAR: near, COARSER: families}
    return {
        **tables,
        "model_segments": own[["segment_id", "segment_key", "parent_id", "level", "n_customers", "suggested_name"]],
        "segment_candidates": pd.DataFrame(
            [
                (0, "alike clouds", 1.0, 1, 0.0, 1.0, False, False),
                (COARSER, "alike clouds", 0.0, 5, 2.0, 0.97, False, False),
                (IN_FORCE, "alike clouds", 0.0, 15, 3.0, 0.91, True, False),
                (NEAR, "wide and narrow clouds", 0.0, 16, 2.97, 0.88, False, True),
            ],
            columns=["candidate", "method", "balance", "k", "score", "stability", "is_chosen", "is_near_tie"],
        ),
        "candidate_membership": pd.concat(
            [
                pd.DataFrame({"candidate": number, "customer_id": ids, "segment": segment})
                for number, segment in kept.items()
            ]
        ),
        "labels": pd.DataFrame(
            {
                "customer_id": ids,
                "as_of": pd.Timestamp(AS_OF) - pd.DateOffset(months=3),
                "outcome": "churn",
                "value": ((families == 4) & (np.arange(n) % 2 == 0)).astype(int),
            }
        ),
    }


def partition_store(folder: Path, *, n: int = 600, without: tuple[str, ...] = (), **facts: Json) -> SnapshotId:
    """Publish it, without some tables."""
    tables = {name: table for name, table in partition_tables(n).items() if name not in without}
    return publish_tables(folder, tables, made_up_facts(**facts))
