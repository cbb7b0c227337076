"""The made-up snapshot with what people's edits are laid over, so that screens show an edit at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analytics.insights.edited_profile import profile_sums
from analytics.insights.segment_questions import COLUMNS as QUESTIONS
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json, SnapshotId
from tests.made_once import drawn_up_once, store_of_ones_own
from tests.pages.made_up import SEED, made_up_facts
from tests.pages.made_up_rest import whole_tables

ASKED = ["segment_key", "level", "kind", "last_name", "candidate_key", "share_of_old", "share_of_new", "likeness"]


def key_of(segment_id: str) -> str:
    """The key of a made-up segment, written as a build writes keys: `3.1` is `3-000000000001`."""
    level, _, number = segment_id.partition(".")
    return f"{level}-{int(number):012x}"


def live_tables(n: int = 600) -> dict[str, pd.DataFrame]:
    """Every table that any screen reads, and the model's own segmentation below people's edits."""
    return _tables(n)


@drawn_up_once
def _tables(n: int) -> dict[str, pd.DataFrame]:
    tables = whole_tables(n)
    segments = tables["segments"].sort_values(["level", "segment_id"], ignore_index=True)
    segments = segments.assign(
        segment_key=[key_of(str(each)) for each in segments["segment_id"]], name=segments["suggested_name"]
    )
    membership = tables["membership"].sort_values(["customer_id", "level"], ignore_index=True)
    lowest = membership[membership["level"] == 3]
    names = segments.loc[segments["level"] == 3, "segment_id"].astype(str).tolist()
    features = tables["features"].sort_values("customer_id").drop(columns=["customer_id", "as_of"])
    codes = pd.Index(names).get_indexer(pd.Index(lowest["segment_id"])).astype(np.int32)
    return {
        **tables,
        "segments": segments.assign(origin="model"),
        "membership": membership,
        "model_segments": segments.drop(columns="name"),
        "model_membership": membership,
        "model_profile": profile_sums(features, codes, names),
        "model_trend": tables["segment_trend"],
        "model_past": _past(lowest),
        "segment_halves": _halves(lowest),
        "model_questions": pd.DataFrame(columns=ASKED),
        "segment_questions": pd.DataFrame(columns=QUESTIONS).astype({"level": "int64", "is_spoken_of": "bool"}),
        "labels": _labels(tables["scores"], SEED),
    }


def live_store(folder: Path, *, n: int = 600, **facts: Json) -> SnapshotId | None:
    """Publish all of it, as a build does that knows of no act."""

    def make(store: Path) -> None:
        publish_tables(store, live_tables(n), made_up_facts(seed=0, **knowledge_facts(Said()), **facts))

    return store_of_ones_own(folder, make, "live_store", n, facts)


def grown_store(folder: Path, *, old: str, now: str) -> SnapshotId:
    """Publish anew as after more customers came, with another segment where one was."""
    tables = live_tables(900)
    for name in ("segments", "model_segments"):
        tables[name] = tables[name].assign(segment_key=tables[name]["segment_key"].replace(old, now))
    return publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))


def _past(lowest: pd.DataFrame) -> pd.DataFrame:
    """A quarter ago every tenth customer was where the one before them is now, and every seventh was not here yet."""
    ids = lowest["segment_id"].to_numpy()
    numbers = np.arange(len(ids))
    known = numbers % 7 != 0
    return pd.DataFrame(
        {
            "customer_id": lowest["customer_id"].to_numpy()[known],
            "as_of": pd.Timestamp("2026-03-31"),
            "segment_id": np.where(numbers % 10 == 0, np.roll(ids, 1), ids)[known],
            "strength": 0.9,
            "x": np.linspace(-0.8, 0.8, int(known.sum())).astype(np.float32),
            "y": np.float32(0.1),
        }
    )


def _halves(lowest: pd.DataFrame) -> pd.DataFrame:
    """The model sees two halves in every segment: customers by turns."""
    return pd.DataFrame(
        {"customer_id": lowest["customer_id"].to_numpy(), "half": (np.arange(len(lowest)) % 2).astype(np.int8)}
    )


def _labels(scores: pd.DataFrame, seed: int) -> pd.DataFrame:
    drawn = np.random.default_rng(seed).uniform(size=len(scores))
    return pd.DataFrame(
        {
            "customer_id": scores["customer_id"],
            "as_of": pd.Timestamp("2026-03-31"),
            "outcome": "churn",
            "value": (drawn < scores["probability"]).astype("int32"),
        }
    )
