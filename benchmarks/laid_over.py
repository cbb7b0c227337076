"""How long an edit takes to be served: laying it over the snapshot, at 8,000 and at a million customers.

The customers are made up: 15 segments in 5 families, 60 features. Timed: laying acts over the snapshot, then reading
the segments' customers for the map. The first overlay of a snapshot reads the model's segmentation, and the first edit
with a list makes the pseudonyms of all customers; both are remembered.

Run: python -m benchmarks.laid_over [--customers 8000 1000000]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.insights.edited_profile import profile_sums
from analytics.knowledge.said_of_segments import SaidOfSegments
from analytics.knowledge.segment_edits import Merge, Move, SegmentEdit, SplitByRule
from analytics.live import overlaid
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said, what_was_said
from analytics.store.erased import pseudonyms
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.vocabulary import SegmentKey

N_SEGMENTS, N_FAMILIES, N_FEATURES = 15, 5, 60


def made_up(store: Path, n: int) -> Snapshot:
    """Publish a snapshot of made-up customers."""
    rng = np.random.default_rng(0)
    ids = np.array([f"C{number:07d}" for number in range(n)], dtype=object)
    codes = np.sort(rng.integers(0, N_SEGMENTS, n)).astype(np.int32)[rng.permutation(n)]
    features = pd.DataFrame({f"f{place:02d}": rng.normal(codes % (place + 2), 1.0) for place in range(N_FEATURES)})
    lowest = [f"L3-{code:02d}" for code in range(N_SEGMENTS)]
    families = codes * N_FAMILIES // N_SEGMENTS
    names = [np.full(n, "L1-00"), np.array([f"L2-{each:02d}" for each in range(N_FAMILIES)])[families]]
    names.append(np.array(lowest)[codes])
    membership = pd.DataFrame(
        {
            "customer_id": np.repeat(ids, 3),
            "level": np.tile([1, 2, 3], n),
            "segment_id": np.column_stack(names).reshape(-1),
            "strength": np.sort(rng.uniform(0.3, 1, (n, 3)), axis=1)[:, ::-1].reshape(-1),
        }
    )
    rows = [("L1-00", None, 1)] + [(f"L2-{each:02d}", "L1-00", 2) for each in range(N_FAMILIES)]
    rows += [(name, f"L2-{code * N_FAMILIES // N_SEGMENTS:02d}", 3) for code, name in enumerate(lowest)]
    segments = pd.DataFrame(rows, columns=["segment_id", "parent_id", "level"])
    counts = membership.groupby(["level", "segment_id"]).size().reset_index(name="n_customers")
    segments = segments.merge(counts, on=["level", "segment_id"])
    keys = segments["level"].astype(str) + "-" + segments["segment_id"]
    segments = segments.assign(segment_key=keys, suggested_name=segments["segment_id"], stability=0.9)
    trend = segments[["level", "segment_id", "n_customers"]].assign(as_of=pd.Timestamp("2026-06-30"))
    tables = {
        "customers": pd.DataFrame({"customer_id": ids, "status": "active"}),
        "features": features.assign(customer_id=ids, as_of=pd.Timestamp("2026-06-30")),
        "feature_catalog": pd.DataFrame({"feature": features.columns, "group": "", "unit": "", "description": ""}),
        "model_segments": segments,
        "model_membership": membership,
        "model_profile": profile_sums(features, codes, lowest),
        "model_trend": trend,
        "model_questions": pd.DataFrame(
            {"segment_key": pd.Series(dtype="str"), "level": pd.Series(dtype="int64"), "kind": pd.Series(dtype="str")}
        ),
        "segment_halves": pd.DataFrame({"customer_id": ids[:0], "half": np.zeros(0, dtype=np.int8)}),
        "segments": segments.assign(name=segments["suggested_name"]),
        "membership": membership,
    }
    facts = {"as_of": "2026-06-30", "seed": 0, "protected": [], **knowledge_facts(Said())}
    publish_tables(store, tables, facts)
    found = current_snapshot(store)
    if found is None:
        raise AssertionError("Nothing was published.")
    return found


def timed(words: str, base: Snapshot, said: Said) -> None:
    """Lay acts over a snapshot and print the seconds, then read the map's segments."""
    started, cpu = time.perf_counter(), time.process_time()
    laid = overlaid(base, said)
    over, cpu = time.perf_counter() - started, time.process_time() - cpu
    started = time.perf_counter()
    laid.query("population_segment", level=3)
    then = time.perf_counter() - started
    print(f"  {words:<22} {over:6.2f} s ({cpu:5.2f} s of CPU), then the map's segments {then:5.2f} s", flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, nargs="*", default=[8_000, 1_000_000])
    for n in parser.parse_args().customers:
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder)
            base = made_up(store, n)
            places = what_was_said(store).places
            key = SegmentKey("3-L3-03")
            moved = frozenset(pseudonyms(store, [f"C{number:07d}" for number in range(500)]))
            acts: dict[str, tuple[SegmentEdit, ...]] = {
                "a name": (),
                "a merge": (Merge(2, (key, SegmentKey("3-L3-04")), "Both"),),
                "500 customers moved": (Move(2, moved, key),),
                "the same again": (Move(2, moved, key),),
                "a split by a rule": (SplitByRule(2, key, "f01 > 1", None),),
            }
            print(f"{n:,} customers")
            for words, edits in acts.items():
                timed(words, base, Said(SaidOfSegments(2, edits, {SegmentKey("3-L3-07"): "Named"}), places))


if __name__ == "__main__":
    main()
