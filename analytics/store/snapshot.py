"""One published snapshot: immutable, opened read-only, the same answer all day."""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.errors import DamagedStoreError, StoreEmptyError, TandemError
from analytics.settings import LONGEST_QUERY_SECONDS, READING_MEMORY
from analytics.store.leases import Lease, lease
from analytics.store.publish import FACTS
from analytics.store.shelf import read_manifest, snapshot_file
from analytics.store.statements import statement
from analytics.vocabulary import Json, SnapshotId

_READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": READING_MEMORY,
    "lock_configuration": "true",
}
_ROWS_STREAMED = 16_384


class Snapshot:
    """One published snapshot, open for reading by any number of threads.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot_id : SnapshotId
        A snapshot of this store. Use `current_snapshot` or `open_snapshot` rather than this: they
        open each snapshot once a process.

    Attributes
    ----------
    id : SnapshotId
        Its id.
    file_id : SnapshotId
        The id of the file that it reads: the same, unless newer acts are laid over it.
    path : Path
        The file.
    facts : mapping of str to Json
        What it says about itself: as-of day, source, outcomes, whether structure was found.

    Raises
    ------
    DamagedStoreError
        If the file is missing, cut, or refuses to open.
    """

    def __init__(self, store: Path, snapshot_id: SnapshotId) -> None:
        self.id = self.file_id = snapshot_id
        self.path = snapshot_file(store, snapshot_id)
        self._connection, held = _connect(store, snapshot_id, self.path)
        weakref.finalize(self, _close, self._connection, held)
        self._columns = self._read_columns()
        if FACTS not in self._columns:
            raise DamagedStoreError(f"Snapshot {snapshot_id} doesn't say what it is: it has no table {FACTS}.")
        told = self._run(f"SELECT key, value FROM {FACTS}", {})  # noqa: S608
        self.facts: Mapping[str, Json] = MappingProxyType(
            {str(key): cast("Json", json.loads(value)) for key, value in zip(told["key"], told["value"], strict=True)}
        )

    def tables(self) -> frozenset[str]:
        """List the tables that were published.

        Returns
        -------
        frozenset of str
            Their names, published and auxiliary ones.
        """
        return frozenset(self._columns)

    def columns(self, table: str) -> tuple[str, ...]:
        """List the columns of a table.

        Parameters
        ----------
        table : str
            A table's name.

        Returns
        -------
        tuple of str
            Empty if the snapshot has no such table.
        """
        return self._columns.get(table, ())

    def table(self, name: str) -> pd.DataFrame:
        """Read a whole table.

        Parameters
        ----------
        name : str
            A table's name.

        Returns
        -------
        DataFrame
            All rows, sorted by the table's key.

        Raises
        ------
        StoreEmptyError
            If this snapshot hasn't got the table.
        """
        if name not in self._columns:
            raise StoreEmptyError(f"This snapshot has no table {name} yet: run build.")
        return self._run(f'SELECT * FROM "{name}"', {})  # noqa: S608

    def arrow(self, name: str) -> pa.Table:
        """Read a whole table with every value in its own type.

        Parameters
        ----------
        name : str
            A table's name.

        Returns
        -------
        Table
            All rows, sorted by the table's key; whole numbers stay whole where some are missing.

        Raises
        ------
        StoreEmptyError
            If this snapshot hasn't got the table.
        """
        if name not in self._columns:
            raise StoreEmptyError(f"This snapshot has no table {name} yet: run build.")
        self._make_ready(name)
        cursor = self._connection.cursor()
        try:
            return cursor.sql(f'SELECT * FROM "{name}"').to_arrow_table()  # noqa: S608
        except duckdb.OutOfMemoryException:
            raise _too_large() from None
        except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as reason:
            raise _damaged(self.id, reason) from reason
        finally:
            cursor.close()

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """Run ``store/queries/<name>.sql`` on the snapshot.

        Parameters
        ----------
        name : str
            The file's name without its ending.
        **parameters : object
            Values for the ``$parameters`` that the statement names; values only, never names.

        Returns
        -------
        DataFrame
            What the statement selects.

        Raises
        ------
        StoreEmptyError
            If the snapshot lacks a table or column that the statement needs.
        TandemError
            If it takes longer than `LONGEST_QUERY_SECONDS`, or more memory than `READING_MEMORY`.
        """
        try:
            return self._run(statement("queries", name), parameters)
        except (duckdb.CatalogException, duckdb.BinderException) as reason:
            needed = str(reason).splitlines()[0]
            raise StoreEmptyError(f'This snapshot has not what "{name}" needs ({needed}): run build.') from reason

    def ask(self, text: str, **parameters: object) -> pd.DataFrame:
        """Run a statement of our own, for the store's checks and commands; screens use `query`.

        Parameters
        ----------
        text : str
            The statement, never made of what a person typed.
        **parameters : object
            Values for its ``$parameters``.

        Returns
        -------
        DataFrame
            What it selects.
        """
        return self._run(text, parameters, patience_seconds=24 * 3600)

    def stream(self, text: str, **parameters: object) -> pa.RecordBatchReader:
        """Run a statement of our own whose result may be large.

        Parameters
        ----------
        text : str
            The statement, never made of what a person typed.
        **parameters : object
            Values for its ``$parameters``.

        Returns
        -------
        RecordBatchReader
            The rows as a stream, some ten thousand at a time; the snapshot stays open while it is read.
        """
        self._make_ready(text)
        return self._connection.cursor().sql(text, params=parameters).to_arrow_reader(_ROWS_STREAMED)

    def _make_ready(self, text: str) -> None:
        """Make what a statement reads, where it is made only when it is asked for."""

    def _run(
        self, text: str, parameters: Mapping[str, object], *, patience_seconds: float = LONGEST_QUERY_SECONDS
    ) -> pd.DataFrame:
        self._make_ready(text)
        cursor = self._connection.cursor()
        watch = threading.Timer(patience_seconds, cursor.interrupt)
        watch.daemon = True
        watch.start()
        try:
            return cursor.execute(text, dict(parameters)).df()
        except duckdb.InterruptException:
            raise TandemError(
                f"The answer took longer than {LONGEST_QUERY_SECONDS:g} seconds and was stopped. Narrow the selection."
            ) from None
        except duckdb.OutOfMemoryException:
            raise _too_large() from None
        except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as reason:
            raise _damaged(self.id, reason) from reason
        finally:
            watch.cancel()
            cursor.close()

    def _read_columns(self) -> dict[str, tuple[str, ...]]:
        found = self._run(
            "SELECT table_name, column_name FROM duckdb_columns() "
            "WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal "
            "ORDER BY table_name, column_index",
            {},
        )
        return {str(table): tuple(rows["column_name"]) for table, rows in found.groupby("table_name")}


def _connect(store: Path, snapshot_id: SnapshotId, path: Path) -> tuple[duckdb.DuckDBPyConnection, Lease]:
    held = lease(store, snapshot_id)
    try:
        manifest = read_manifest(store, snapshot_id)
        n_bytes = path.stat().st_size
        if n_bytes != manifest.n_bytes:
            raise DamagedStoreError(
                f"Snapshot {snapshot_id} should have {manifest.n_bytes:,} bytes and has {n_bytes:,}. "
                "Go back to another one with: snapshots --use ID."
            )
        return duckdb.connect(path, read_only=True, config=_READ_ONLY), held
    except FileNotFoundError:
        held.close()
        raise DamagedStoreError(f"Snapshot {snapshot_id} is not there any more.") from None
    except duckdb.Error as reason:
        held.close()
        raise _damaged(snapshot_id, reason) from reason
    except DamagedStoreError:
        held.close()
        raise


def _too_large() -> TandemError:
    return TandemError(
        f"The answer needed more memory than there is for questions ({READING_MEMORY} of this machine's) and was "
        "stopped. Narrow the selection, or ask again when fewer people work here."
    )


def _damaged(snapshot_id: SnapshotId, reason: duckdb.Error) -> DamagedStoreError:
    return DamagedStoreError(
        f"Snapshot {snapshot_id} is damaged ({str(reason).splitlines()[0]}). "
        "Go back to another one with: snapshots --use ID, or run build."
    )


def _close(connection: duckdb.DuckDBPyConnection, held: Lease) -> None:
    connection.close()
    held.close()
