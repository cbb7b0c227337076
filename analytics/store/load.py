"""Loading a source into the store, in one transaction: all of it is in, or the store is as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from analytics.errors import InputError
from analytics.sources.files import SourceFile
from analytics.sources.quality import QualityReport
from analytics.sources.table import TableOptions
from analytics.sources.table_levers import parse_levers
from analytics.store.connection import WAREHOUSE_FILE, open_for_writing
from analytics.store.default_outcome import AsOf, default_as_of
from analytics.store.load_bank import load_bank, refuse_mostly_rejected
from analytics.store.load_berka import load_berka
from analytics.store.load_table import load_table, nearly_numbers, protected_columns
from analytics.store.lock import write_lock
from analytics.store.plan import LoadRequest, Plan, plan_load
from analytics.store.reading import identifier
from analytics.store.source_facts import quality_report, write_source
from analytics.vocabulary import SourceKind

Progress = Callable[[str, float], None]
"""Told what is being done, and which share of the work (0 to 1) is."""

SAME_BANK_SHARE = 0.5
"""Two sources of one kind are the same bank if at least this share of the smaller one's customers is in both."""


def ingest(
    store: Path,
    path: Path,
    *,
    kind: SourceKind | None = None,
    renames: Iterable[str] = (),
    currency: str | None = None,
    replace: bool = False,
    label: str | None = None,
    id_column: str | None = None,
    positive: str | None = None,
    outcome: str = TableOptions.outcome,
    protected: Iterable[str] = (),
    ignore: Iterable[str] = (),
    levers: Iterable[str] = (),
    as_of: date | None = None,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> QualityReport:
    """Check a source against its contract and load it.

    Parameters
    ----------
    store : Path
        The store's folder; made if there is none.
    path : Path
        A bank folder, the folder of the Berka bank, or the file of a customer table.
    kind : SourceKind, optional
        Which of these it is, where that should not be seen from the path.
    renames : iterable of str
        Each ``TABLE.COLUMN=NAME``: what a column of the files is called in the contract.
    currency : str, optional
        The reporting currency; by default the accounts' most common one, else EUR.
    replace : bool
        Whether a different bank or kind may take the place of what is loaded.
    label, id_column, positive, outcome, ignore, as_of
        For a customer table, see `TableOptions`.
    levers : iterable of str
        For a customer table: columns that somebody can change, as `parse_levers` reads them.
    protected : iterable of str
        Columns of ``customers`` that are never an input of a model or segmentation, besides the default ones.
    n_threads : int, optional
        Threads that DuckDB may use; all cores by default.
    progress : callable, optional
        Told what is being done, and which share of the work is.

    Returns
    -------
    QualityReport
        Rows in, loaded and rejected a table, with reasons. Loading the same source again changes nothing
        and returns the same report, marked ``unchanged``.

    Raises
    ------
    InputError
        If the source is not what it should be; the store is as it was.
    StoreBusyError
        If another process has the store.
    """
    tell = progress or (lambda _message, _share: None)
    tell("Looking at the source", 0.0)
    table = TableOptions(label, id_column, positive, outcome, tuple(ignore), as_of, parse_levers(levers))
    plan = plan_load(LoadRequest(Path(path), kind, tuple(renames), currency, tuple(protected), table))
    is_new = not (Path(store).resolve() / WAREHOUSE_FILE).exists()
    try:
        with open_for_writing(store, n_threads=n_threads) as warehouse:
            cursor = warehouse.cursor()
            if _is_loaded(cursor, plan):
                unread = {str(name): int(n) for name, n in cursor.execute(_FILES_A_TABLE).fetchall()}
                return quality_report(cursor, unread, unchanged=True)
            cursor.close()
            with warehouse.transaction() as cursor:
                unread = _load(cursor, plan, warehouse.store, replace=replace, tell=_by_bytes(plan, tell))
                report = quality_report(cursor, unread, unchanged=False)
            tell("Loaded", 1.0)
            return report
    except InputError:
        if is_new:
            _remove_new(Path(store).resolve())
        raise


_FILES_A_TABLE = "SELECT table_name, count(*) FROM meta.parts GROUP BY table_name"


def _load(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, store: Path, *, replace: bool, tell: Callable[[SourceFile], None]
) -> dict[str, int]:
    _make_room(cursor, plan, replace=replace)
    cursor.execute("DELETE FROM meta.tables; DELETE FROM meta.rejections; DELETE FROM meta.rejection_counts")
    today = datetime.now(UTC).date()
    notes: list[str] = []
    if plan.kind is SourceKind.TABLE:
        day = plan.request.table.as_of or today
        currency = (plan.request.currency or "EUR").upper()
        unread = load_table(cursor, plan, store, tell, day)
        notes += nearly_numbers(cursor)
        as_of = AsOf(day, plan.request.table.outcome, ())
        refuse_mostly_rejected(cursor, ("customers",))
    else:
        loader = load_bank if plan.kind is SourceKind.BANK else load_berka
        currency, unread = loader(cursor, plan, store, tell)
        refuse_mostly_rejected(cursor, ("customers", "accounts", "transactions"))
        as_of = default_as_of(cursor, plan.kind, today)
        notes += _bank_notes(cursor, currency)
    _refuse_other_bank(cursor, plan, replace=replace)
    protected = _protected(cursor, plan)
    write_source(cursor, plan, currency=currency, protected=protected, as_of=as_of, notes=notes)
    cursor.execute("DROP TABLE IF EXISTS customers_before")
    for name in ("erased_ids", "erased_accounts", "erased_cards"):
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
    return unread


def _is_loaded(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> bool:
    row = cursor.execute("SELECT fingerprint FROM meta.source").fetchone()
    return row is not None and row[0] == plan.fingerprint


def _make_room(cursor: duckdb.DuckDBPyConnection, plan: Plan, *, replace: bool) -> None:
    row = cursor.execute("SELECT kind, path FROM meta.source").fetchone()
    if row is None:
        return
    kind, path = SourceKind(row[0]), row[1]
    if kind is not plan.kind and not replace:
        raise InputError(
            f"The store holds a source of kind {kind} ({path}), and {plan.request.path} is of kind {plan.kind}. "
            f"Say --replace to put it in its place, or name another store with --store."
        )
    cursor.execute("CREATE OR REPLACE TEMP TABLE customers_before AS SELECT customer_id FROM source.customers")
    if kind is not plan.kind or plan.kind is SourceKind.TABLE:
        _empty_store(cursor)
        cursor.execute("DELETE FROM meta.parts")


def _empty_store(cursor: duckdb.DuckDBPyConnection) -> None:
    rows = cursor.execute(
        "SELECT table_schema, table_name, table_type FROM information_schema.tables "
        "WHERE table_schema IN ('source', 'landed') AND table_catalog = current_database() "
        "ORDER BY table_type = 'VIEW' DESC"
    ).fetchall()
    for schema, name, form in rows:
        cursor.execute(f"DROP {'VIEW' if form == 'VIEW' else 'TABLE'} {schema}.{identifier(str(name))}")


def _refuse_other_bank(cursor: duckdb.DuckDBPyConnection, plan: Plan, *, replace: bool) -> None:
    row = cursor.execute("SELECT kind, path FROM meta.source").fetchone()
    if row is None or replace or SourceKind(row[0]) is not plan.kind:
        return
    if plan.kind is SourceKind.TABLE and plan.request.table.id_column is None:
        # Numbered rows have the same names in every table: there is nothing to compare.
        _refuse_other_columns(cursor, plan, str(row[1]))
        return
    counts = cursor.execute(
        "SELECT (SELECT count(*) FROM customers_before), (SELECT count(*) FROM source.customers), "
        "(SELECT count(*) FROM source.customers WHERE customer_id IN (SELECT customer_id FROM customers_before))"
    ).fetchone()
    n_before, n_now, n_both = counts or (0, 0, 0)
    if n_both < SAME_BANK_SHARE * min(n_before, n_now):
        raise InputError(
            f"This looks like a different bank: only {n_both:,} of its {n_now:,} customers are among the {n_before:,} "
            f"loaded from {row[1]}. Say --replace to put it in their place, or name another store with --store."
        )


def _refuse_other_columns(cursor: duckdb.DuckDBPyConnection, plan: Plan, path: str) -> None:
    rows = cursor.execute("SELECT column_name FROM meta.columns WHERE table_name = 'customers'").fetchall()
    before = {str(name) for (name,) in rows}
    now = set(plan.tables["customers"].extras())
    if len(before & now) < SAME_BANK_SHARE * min(len(before), len(now)):
        raise InputError(
            f"This looks like a different table: only {len(before & now)} of its {len(now)} columns are among the "
            f"{len(before)} loaded from {path}. Say --replace to put it in its place, or name another store with "
            f"--store."
        )


def _protected(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> tuple[str, ...]:
    present = [str(row[0]) for row in cursor.execute("DESCRIBE source.customers").fetchall()]
    for name in plan.request.protected:
        if name.lower() not in {column.lower() for column in present}:
            raise InputError(f"--protected {name}: customers has no such column. It has: {', '.join(present)}.")
    return protected_columns(present, plan.request.protected)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _bank_notes(cursor: duckdb.DuckDBPyConnection, currency: str) -> list[str]:
    notes = []
    foreign = cursor.execute(
        "SELECT count(*), (SELECT count(*) FROM source.transactions WHERE NOT in_currency) "
        "FROM source.accounts WHERE NOT in_currency"
    ).fetchone()
    if foreign and foreign[0]:
        accounts, transactions = _counted(foreign[0], "account"), _counted(foreign[1], "transaction")
        notes.append(f"{accounts} not in {currency}, with {transactions}: left out of sums.")
    row = cursor.execute("SELECT count(*) FROM source.accounts WHERE currency IS NULL").fetchone()
    if row and row[0]:
        notes.append(f"{_counted(row[0], 'account')} without a currency: taken as {currency}.")
    idle = cursor.execute(
        "SELECT count(*) FROM source.accounts WHERE account_id NOT IN (SELECT account_id FROM source.transactions)"
    ).fetchone()
    if idle and idle[0]:
        notes.append(f"{_counted(idle[0], 'account')} without a transaction.")
    mostly = cursor.execute(
        "SELECT table_name, rows_rejected, rows_in FROM meta.tables WHERE 2 * rows_rejected > rows_in "
        "ORDER BY table_name"
    ).fetchall()
    notes += [f"More than half of {name} was rejected ({rejected:,} of {n:,} rows)." for name, rejected, n in mostly]
    return notes


def _by_bytes(plan: Plan, tell: Progress) -> Callable[[SourceFile], None]:
    files = [part.file for table in plan.tables.values() for part in table.parts]
    n_bytes = {file.label: file.path.stat().st_size for file in files}
    total = max(sum(n_bytes.values()), 1)
    done = [0]

    def told(file: SourceFile) -> None:
        tell(f"Loading {file.label}", 0.05 + 0.9 * done[0] / total)
        done[0] += n_bytes[file.label]

    return told


def _remove_new(folder: Path) -> None:
    """Take back the empty warehouse of a store that had none before a refused load."""
    with write_lock(folder):
        for ending in ("", ".wal"):
            (folder / f"{WAREHOUSE_FILE}{ending}").unlink(missing_ok=True)
