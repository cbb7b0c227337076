"""A snapshot with newer tables laid over it: the same readers and queries, the file untouched.

A database in memory attaches the snapshot's file read-only and shows its tables as views; what is newer stands in
front of them as a table. It is locked down as snapshots are.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.settings import READING_MEMORY
from analytics.store.frames import INCOMING, table_name, typed_columns
from analytics.store.publish import FACTS, facts_table
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import Json, SnapshotId

Table: TypeAlias = "pd.DataFrame | pa.Table"
_LOCKS = (
    f"SET memory_limit = '{READING_MEMORY}'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


class OverlaidSnapshot(Snapshot):
    """A snapshot with newer tables in front of some of its own.

    Parameters
    ----------
    base : Snapshot
        What was published; it is held, and so kept from being pruned, as long as this is.
    sequence : int
        The number of the last act that is laid over it; with it the id is ``<snapshot>~<sequence>``.
    tables : mapping of str to DataFrame or Table
        The newer tables, rows in the order of their keys.
    later : mapping of str to callable
        Tables that cost something: each is made, from this snapshot, when a statement first names it.
    facts : mapping of str to Json
        Facts that differ from those of the snapshot.
    """

    def __init__(
        self,
        base: Snapshot,
        *,
        sequence: int,
        tables: Mapping[str, Table],
        later: Mapping[str, Callable[[Snapshot], Table]],
        facts: Mapping[str, Json],
    ) -> None:
        self.id = SnapshotId(f"{base.id}~{sequence}")
        self.file_id, self.path, self._base = base.file_id, base.path, base
        told = {**base.facts, **facts}
        self.facts = MappingProxyType(told)
        self._later, self._making = dict(later), threading.RLock()
        self._connection = _connected(base)
        weakref.finalize(self, self._connection.close)
        for name, table in {**tables, FACTS: facts_table(told)}.items():
            self._lay_over(name, table)
        self._columns = self._read_columns()

    def _make_ready(self, text: str) -> None:
        for name in [each for each in tuple(self._later) if re.search(rf"\b{each}\b", text)]:
            with self._making:
                make = self._later.get(name)
                if make is not None:
                    self._lay_over(name, make(self))
                    del self._later[name]

    def _lay_over(self, name: str, table: Table) -> None:
        cursor = self._connection.cursor()
        try:
            cursor.register(INCOMING, table)
            cursor.execute("BEGIN")
            cursor.execute(f"DROP VIEW IF EXISTS {table_name(name)}")
            cursor.execute(f"CREATE TABLE {table_name(name)} AS SELECT {typed_columns(cursor)} FROM {INCOMING}")  # noqa: S608
            cursor.execute("COMMIT")
            cursor.unregister(INCOMING)
        finally:
            cursor.close()


def _connected(base: Snapshot) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    place = str(base.path).replace("'", "''")
    connection.execute(f"ATTACH '{place}' AS published (READ_ONLY)")
    for name in sorted(base.tables()):
        connection.execute(f"CREATE VIEW {table_name(name)} AS SELECT * FROM published.main.{table_name(name)}")  # noqa: S608
    for each in _LOCKS:
        connection.execute(each)
    return connection
