"""Writes a demo bank folder, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from analytics.errors import InputError
from analytics.sources.demo import bank_tables, truth
from analytics.sources.demo.block import Block, simulated_block
from analytics.sources.demo.calendar import Flags, month_start, outcome_quarters, year_of_month
from analytics.sources.demo.columns import Columns, table, words, write_parquet
from analytics.sources.demo.customers import block_customers
from analytics.sources.demo.draws import BLOCK_SIZE
from analytics.sources.demo.persons import FIELDS, SOURCE_SYSTEMS, block_persons

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what was just done."""

MARKER = "DEMO_BANK.txt"
STANDARD_MONTHS = 36
FEWEST_CUSTOMERS, MOST_CUSTOMERS = 30, 5_000_000
FEWEST_MONTHS, MOST_MONTHS = 6, 60


def _silently(_done: int, _of: int, _what: str) -> None:
    """Report nothing."""


def write_demo_bank(
    out: Path,
    *,
    n_customers: int = 8_000,
    n_months: int = STANDARD_MONTHS,
    seed: int = 0,
    noise: float = 1.0,
    progress: Progress = _silently,
) -> None:
    """Writes a believable bank of the given size, with its truth beside it.

    The same seed always gives the same bank. A longer one continues the shorter one's history; a larger
    one has the smaller one's customers with the same history. An id is always the same person.

    Parameters
    ----------
    out : Path
        Folder to make. An earlier demo bank there is replaced; anything else is refused.
    n_customers : int
        How many customers the bank has had by its end, 30 or more. Months beyond the 36th add those who
        join in them.
    n_months : int
        Whole months from October 2023, 6 to 60.
    seed : int
        0 or more.
    noise : float
        Multiplies how far customers spread around their segment: 0.5 is half the overlap's width, 2 twice.
    progress : callable
        Told (done, of, what) after each block of customers.

    Raises
    ------
    InputError
        For numbers outside these ranges, or a folder that holds something else. Nothing is changed.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "bank"
    >>> write_demo_bank(folder, n_customers=30, n_months=6)
    >>> (folder / "customers.parquet").exists()
    True
    """
    _check(out, n_customers, n_months, seed, noise)
    out.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _write_all(building, _Plan(n_customers, n_months, seed, noise), progress)
        _put_in_place(building, out)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _check(out: Path, n_customers: int, n_months: int, seed: int, noise: float) -> None:
    if not FEWEST_CUSTOMERS <= n_customers <= MOST_CUSTOMERS:
        raise InputError(
            f"A demo bank has {FEWEST_CUSTOMERS:,} to {MOST_CUSTOMERS:,} customers; {n_customers:,} were asked for. "
            "Choose another number with --customers."
        )
    if not FEWEST_MONTHS <= n_months <= MOST_MONTHS:
        raise InputError(
            f"A demo bank has {FEWEST_MONTHS} to {MOST_MONTHS} months; {n_months} were asked for. "
            "Choose another number with --months."
        )
    if seed < 0:
        raise InputError(f"A seed is 0 or more; {seed} was given with --seed.")
    if not 0.1 <= noise <= 10.0:
        raise InputError(f"The noise multiplies a spread and is 0.1 to 10; {noise} was given.")
    if out.is_file():
        raise InputError(f"{out} is a file. Name a folder that does not exist yet with --out.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        raise InputError(
            f"{out} is not empty and is not a demo bank, so nothing was written. Name another folder with --out."
        )


@dataclass(frozen=True)
class _Plan:
    n_customers: int
    n_months: int
    seed: int
    noise: float

    def blocks(self) -> Iterator[tuple[int, Flags]]:
        """Blocks with the customers kept of each: the first `n_customers` who have joined by the end."""
        left, number = self.n_customers, 0
        counted_until, end = month_start(min(self.n_months, STANDARD_MONTHS)), month_start(self.n_months)
        while left > 0:
            opened = block_customers(self.seed, number, noise=self.noise).opened_day
            place = np.flatnonzero(opened < counted_until)
            last = BLOCK_SIZE - 1 if len(place) < left else int(place[left - 1])
            yield number, (opened < end) & (np.arange(BLOCK_SIZE) <= last)
            left -= len(place)
            number += 1


@dataclass
class _Gathered:
    """Small tables, block by block, and what the truth needs of all blocks."""

    parts: dict[str, list[pa.Table]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, columns: Columns) -> None:
        self.parts.setdefault(name, []).append(table(columns))


def _write_all(folder: Path, plan: _Plan, progress: Progress) -> None:
    blocks = list(plan.blocks())
    gathered = _Gathered()
    for done, (number, kept) in enumerate(blocks):
        block = simulated_block(plan.seed, number, plan.n_months, noise=plan.noise)
        _write_parts(folder, block, kept, plan)
        _gather(gathered, block, kept, plan)
        progress(done + 1, len(blocks), f"{min((done + 1) * BLOCK_SIZE, plan.n_customers):,} customers")
    for name, parts in gathered.parts.items():
        _write_table(pa.concat_tables(parts), folder / f"{name}.parquet")
    write_parquet(bank_tables.regions_table(), folder / "regions.parquet")
    write_parquet(truth.motifs_truth(), folder / "truth" / "motifs.parquet")
    write_parquet(truth.context_truth(gathered.members), folder / "truth" / "context.parquet")
    (folder / MARKER).write_text(
        f"A made-up bank: --customers {plan.n_customers} --months {plan.n_months} --seed {plan.seed}"
        f" (noise {plan.noise:g}).\nNo person in it exists. truth/ says what was planted.\n",
        encoding="utf-8",
    )


def _write_table(whole: pa.Table, path: Path) -> None:
    write_parquet({name: whole.column(name) for name in whole.column_names}, path)


def _write_parts(folder: Path, block: Block, kept: Flags, plan: _Plan) -> None:
    """A part a block and calendar year of the bookings, a part a block of the events."""
    number = block.customers.block
    years = sorted({year_of_month(month) for month in range(plan.n_months)})
    for year in years:
        months = [booked for booked in block.months if year_of_month(booked.month) == year]
        columns = bank_tables.transactions_table(block, kept, months)
        write_parquet(columns, folder / "transactions" / f"part-{number:05d}-{year}.parquet")
    write_parquet(
        bank_tables.events_table(block, kept, plan.n_months), folder / "events" / f"part-{number:05d}.parquet"
    )


def _gather(gathered: _Gathered, block: Block, kept: Flags, plan: _Plan) -> None:
    quarters = outcome_quarters(plan.n_months)
    decided = [decision for decision in block.decisions if decision.month in quarters]
    last = decided[-1]
    gathered.add("customers", bank_tables.customers_table(block, kept, plan.n_months))
    gathered.add("accounts", bank_tables.accounts_table(block, kept, plan.n_months))
    gathered.add("contacts", bank_tables.contacts_table(block, kept))
    gathered.add("outcomes", bank_tables.outcomes_table(block, kept, plan.seed, decided))
    gathered.add("consents", bank_tables.consents_table(block, kept, plan.n_months))
    _gather_persons(gathered, block, kept, plan)
    gathered.add("truth/segments", truth.segments_truth(block, kept, last.month))
    gathered.add("truth/segment_changes", truth.changes_truth(block, kept, plan.n_months))
    gathered.add("truth/churn", truth.churn_truth(block, kept, [last]))
    gathered.add("truth/churn_panel", truth.churn_truth(block, kept, decided))
    gathered.add("truth/treatment", truth.treatment_truth(block, kept, last))
    gathered.add("truth/bias", truth.bias_truth(block, kept, plan.seed, decided))
    gathered.add("truth/motif_occurrences", truth.motif_occurrences_truth(block, kept, plan.n_months))
    for name, ids in truth.cause_members(block, kept, plan.n_months).items():
        gathered.members.setdefault(name, []).extend(ids)


def _gather_persons(gathered: _Gathered, block: Block, kept: Flags, plan: _Plan) -> None:
    persons, number = block_persons(plan.seed, block.customers), block.customers.block
    rows = np.flatnonzero(kept[persons.customer])
    customer, system = persons.customer[rows], persons.system[rows]
    places = (number * BLOCK_SIZE + customer + 1) * len(SOURCE_SYSTEMS) + system
    pairs = zip(system.tolist(), places.tolist(), strict=True)
    records = pa.array([f"{SOURCE_SYSTEMS[s].upper()}-{place:08d}" for s, place in pairs], type=pa.string())
    ids = np.where(persons.id_known[rows], customer, -1)
    gathered.add(
        "persons",
        {
            "record_id": records,
            "source_system": words(system, SOURCE_SYSTEMS),
            "customer_id": words(ids, bank_tables.customer_ids(number)),
            **{name: pa.array(persons.fields[name], type=pa.string()).take(pa.array(rows)) for name in FIELDS},
        },
    )
    people = [f"P{number * BLOCK_SIZE + int(place) + 1:07d}" for place in persons.person[rows]]
    gathered.add("truth/persons", {"record_id": records, "person_id": pa.array(people, type=pa.string())})


def _put_in_place(building: Path, out: Path) -> None:
    """Swaps the finished folder in by renaming; an earlier demo bank goes only then."""
    if out.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
        out.rename(old / "bank")
        building.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    else:
        building.rename(out)
    out.chmod(0o755)
