"""Whether names land on the segments that they described, after new months, new customers, another seed.

A demo bank of 8,000 customers and 36 months is loaded and built, and every family and segment is named after the truth
that most of its customers share. Then the same bank, grown by 10 % new customers and 3 more months, is loaded into the
same store and built, and built again with other seeds. A name has landed where the segment that carries it has the
truth that it says as its majority; a name that no segment carries must be asked about.

Run: python -m benchmarks.names_kept [--folder DIR] [--customers 8000] [--seeds 1 2] [--bank 0]
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analytics.knowledge.doing import Surroundings, perform
from analytics.knowledge.served import known_in
from analytics.live import live_snapshot
from analytics.pipeline import Request, build
from analytics.sources.demo import write_demo_bank
from analytics.store.load import ingest
from analytics.store.snapshots import Snapshot

LEVELS = (2, 3)


@dataclass(frozen=True)
class Kept:
    """What became of the names.

    Attributes
    ----------
    n_names, n_right, n_wrong, n_asked : int
        Names that were given; those on a segment of their truth; those on another; those that people are asked about.
    """

    n_names: int
    n_right: int
    n_wrong: int
    n_asked: int


def truth_of(snapshot: Snapshot, bank: Path) -> pd.Series:
    """The truth that most of a segment's customers share, by segment key."""
    truth = pd.read_parquet(bank / "truth" / "segments.parquet")[["customer_id", "level", "segment"]]
    keys = snapshot.table("segments")[["level", "segment_id", "segment_key"]]
    rows = (
        snapshot.table("membership").merge(truth, on=["customer_id", "level"]).merge(keys, on=["level", "segment_id"])
    )
    return rows.groupby("segment_key")["segment"].agg(lambda each: each.value_counts().index[0])


def name_all(store: Path, bank: Path) -> dict[str, str]:
    """Name every family and segment after its truth; gives the names by key."""
    snapshot = served(store)
    truth = truth_of(snapshot, bank)
    named = {}
    for row in snapshot.table("segments").itertuples():
        if row.level in LEVELS:
            key = str(row.segment_key)
            named[key] = f"{truth[key]} ({row.segment_id})"
            act = {"act": "rename", "segment": key, "name": named[key]}
            perform(store, act, author="expert", surroundings=Surroundings(lambda: known_in(served(store))))
    return named


def kept(store: Path, bank: Path, named: dict[str, str]) -> Kept:
    """Compare the names with the truth of the segments that carry them now."""
    snapshot = served(store)
    truth = truth_of(snapshot, bank)
    segments = snapshot.table("segments")
    carried = dict(zip(segments["name"], segments["segment_key"].astype(str), strict=True))
    said = {name: name.rsplit(" (", maxsplit=1)[0] for name in named.values()}
    right = [name for name in said if name in carried and truth[carried[name]] == said[name]]
    wrong = [name for name in said if name in carried and truth[carried[name]] != said[name]]
    questions = snapshot.table("segment_questions")
    asked = set(questions.loc[questions["is_spoken_of"], "segment_key"])
    lost = [key for key, name in named.items() if name not in carried]
    if set(lost) - asked:
        raise AssertionError(f"Names were lost without a question: {sorted(set(lost) - asked)}.")
    return Kept(len(said), len(right), len(wrong), len(lost))


def served(store: Path) -> Snapshot:
    """What is served, newest acts laid over."""
    found = live_snapshot(store)
    if found is None:
        raise AssertionError(f"Nothing was published in {store}.")
    return found


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--customers", type=int, default=8_000)
    parser.add_argument("--bank", type=int, default=0, help="the demo bank's seed")
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2])
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp())
    first, grown, store = folder / "first", folder / "grown", folder / "store"
    n = asked.customers
    for bank, n_customers, n_months in ((first, n, 36), (grown, n + n // 10, 39)):
        if not bank.exists():
            write_demo_bank(bank, n_customers=n_customers, n_months=n_months, seed=asked.bank)
    ingest(store, first)
    build(store, Request(stages=("effective",), n_threads=1))
    named = name_all(store, first)
    print("named", kept(store, first, named))
    for seed in asked.seeds:
        build(store, Request(stages=("effective",), seed=seed, n_threads=1))
        print(f"seed {seed}", kept(store, first, named), flush=True)
    ingest(store, grown)
    for seed in (0, *asked.seeds):
        build(store, Request(stages=("effective",), seed=seed, n_threads=1))
        print(f"10 % new customers, 3 more months, seed {seed}", kept(store, grown, named), flush=True)


if __name__ == "__main__":
    main()
