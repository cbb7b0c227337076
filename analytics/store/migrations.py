"""Bringing a warehouse to this version's form: numbered files, applied in order, never edited."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.errors import DamagedStoreError, TandemError

_FOLDER = Path(__file__).parent / "migrations"


def newest_version() -> int:
    """The schema version that this code writes.

    Returns
    -------
    int
        The number of the last migration file.
    """
    return max(_number(path) for path in _FOLDER.glob("*.sql"))


def schema_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """The schema version of an open warehouse.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on it.

    Returns
    -------
    int
        0 for a new, empty one.
    """
    found = cursor.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'meta' AND table_name = 'migrations'"
    ).fetchone()
    if found is None:
        return 0
    row = cursor.execute("SELECT coalesce(max(version), 0) FROM meta.migrations").fetchone()
    return int(row[0]) if row else 0


def refuse_newer(cursor: duckdb.DuckDBPyConnection, store: Path) -> int:
    """Refuse a warehouse that a newer Tandem wrote.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on the warehouse.
    store : Path
        The store's folder, for the message.

    Returns
    -------
    int
        Its schema version.

    Raises
    ------
    TandemError
        If it is newer than this code knows.
    """
    version, newest = schema_version(cursor), newest_version()
    if version > newest:
        raise TandemError(
            f"The store {store} was written by a newer Tandem: its schema is version {version}, and this "
            f"one knows versions up to {newest}. Update Tandem, or point --store at another folder."
        )
    return version


def migrate(cursor: duckdb.DuckDBPyConnection, store: Path) -> None:
    """Apply the migrations that a warehouse has not had yet, each in a transaction of its own.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor on the warehouse, open for writing.
    store : Path
        The store's folder, for the messages.

    Raises
    ------
    TandemError
        If the warehouse is newer than this code, or a migration fails.
    """
    version = refuse_newer(cursor, store)
    for path in sorted(_FOLDER.glob("*.sql"), key=_number):
        if _number(path) > version:
            _apply(cursor, path)


def _apply(cursor: duckdb.DuckDBPyConnection, path: Path) -> None:
    cursor.execute("BEGIN")
    try:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS meta")
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS meta.migrations "
            "(version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)"
        )
        cursor.execute(path.read_text(encoding="utf-8"))
        cursor.execute(
            "INSERT INTO meta.migrations VALUES ($version, $name, now() AT TIME ZONE 'UTC')",
            {"version": _number(path), "name": path.stem},
        )
    except duckdb.Error as error:
        cursor.execute("ROLLBACK")
        raise DamagedStoreError(f"The store could not be brought to schema version {_number(path)}: {error}") from error
    cursor.execute("COMMIT")


def _number(path: Path) -> int:
    return int(path.stem.split("_", 1)[0])
