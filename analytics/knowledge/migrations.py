"""Bringing a ledger to this version's form: numbered files for each kind of database, never edited after release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select

from analytics.errors import TandemError
from analytics.knowledge.tables import ENTRIES, VERSIONS

_FOLDER = Path(__file__).parent / "migrations"


def newest_version() -> int:
    """The version of a ledger that this code writes.

    Returns
    -------
    int
        The number of the last migration file.
    """
    return _number(files("sqlite")[-1])


def ledger_version(connection: Connection) -> int:
    """The version of an open ledger.

    Parameters
    ----------
    connection : Connection
        To its database.

    Returns
    -------
    int
        0 for an empty database, 1 for a ledger from before its versions were counted.
    """
    there = inspect(connection)
    if there.has_table(VERSIONS.name):
        return int(connection.execute(select(func.coalesce(func.max(VERSIONS.c.version), 0))).scalar_one())
    return 1 if there.has_table(ENTRIES.name) else 0


def refuse_newer(version: int) -> None:
    """Refuse a ledger that a newer Tandem wrote.

    Parameters
    ----------
    version : int
        The ledger's.

    Raises
    ------
    TandemError
        If it is newer than this code knows.
    """
    if version > newest_version():
        raise TandemError(
            f"The ledger was written by a newer Tandem: it is version {version}, and this one knows versions up to "
            f"{newest_version()}. Update Tandem, or point --store at another folder."
        )


def migrate(connection: Connection) -> None:
    """Apply the migrations that a ledger has not had yet.

    Parameters
    ----------
    connection : Connection
        Alone at writing; all of it is one transaction, so that a crash leaves the ledger as it was.

    Raises
    ------
    TandemError
        If the ledger is newer than this code.
    """
    version = ledger_version(connection)
    refuse_newer(version)
    if version == newest_version():
        return
    for path in files(connection.dialect.name):
        if _number(path) > version:
            for statement in statements(path):
                connection.exec_driver_sql(statement)
    for number in range(1, newest_version() + 1):
        if not connection.execute(select(VERSIONS).where(VERSIONS.c.version == number)).first():
            connection.execute(VERSIONS.insert().values(version=number))


def files(dialect: str) -> tuple[Path, ...]:
    """List the migrations.

    Parameters
    ----------
    dialect : str
        ``sqlite`` or ``postgresql``.

    Returns
    -------
    tuple of Path
        In the order in which they are applied.
    """
    return tuple(sorted((_FOLDER / dialect).glob("*.sql")))


def statements(path: Path) -> Iterator[str]:
    """Read a migration file.

    Parameters
    ----------
    path : Path
        The file; an empty line ends a statement.

    Yields
    ------
    str
        A statement.
    """
    for part in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = [line for line in part.splitlines() if not line.startswith("--")]
        if lines:
            yield "\n".join(lines)


def _number(path: Path) -> int:
    return int(path.stem.split("_", 1)[0])
