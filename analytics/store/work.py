"""What a stage is handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analytics.store.frames import put_frame, table_name
from analytics.store.source import LoadedSource

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Work:
    """A stage's place in a build.

    Attributes
    ----------
    cursor : DuckDBPyConnection
        The cursor of the stage's transaction: what it writes is kept when the stage is done.
    source : LoadedSource
        What the store was loaded from.
    as_of : date
        The day at which customers are described.
    seed : int
        For everything that draws.
    n_threads : int
        Threads that it may use; they change no result.
    tell : callable
        Says in words what happens now.
    """

    cursor: DuckDBPyConnection
    source: LoadedSource
    as_of: date
    seed: int
    n_threads: int
    tell: Callable[[str], None]

    def put(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table of the stage's result.

        Parameters
        ----------
        name : str
            The table's name in the schema ``built``.
        frame : DataFrame
            Its rows.
        """
        put_frame(self.cursor, name, frame)

    def append(self, name: str, frame: pd.DataFrame) -> None:
        """Add rows to a table of the stage's result, which is there.

        An empty table is made anew: in DuckDB 2.0 one made of no rows by a query, and given 122,880 or more in the same
        transaction, reads as empty until it is checkpointed, whatever it counts.

        Parameters
        ----------
        name : str
            The table's name in the schema ``built``.
        frame : DataFrame
            More rows, with the same columns.
        """
        target = f"built.{table_name(name)}"
        if self.take(f"SELECT 1 FROM {target} LIMIT 1").empty:  # noqa: S608
            put_frame(self.cursor, name, frame)
            return
        put_frame(self.cursor, f"{name}_more", frame)
        more = f"built.{table_name(f'{name}_more')}"
        self.cursor.execute(f"INSERT INTO {target} SELECT * FROM {more}")  # noqa: S608
        self.cursor.execute(f"DROP TABLE {more}")

    def take(self, text: str) -> pd.DataFrame:
        """Read rows of the warehouse.

        Parameters
        ----------
        text : str
            A statement of our own.

        Returns
        -------
        DataFrame
            Its rows.
        """
        return self.cursor.execute(text).df()

    def has(self, name: str) -> bool:
        """Say whether an earlier stage, or an earlier build, made a table.

        Parameters
        ----------
        name : str
            The table's name in the schema ``built``.

        Returns
        -------
        bool
            True if it is there.
        """
        text = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'built' AND table_name = $name"
        return bool(self.cursor.execute(text, {"name": name}).fetchall())

    def drop(self, *names: str) -> None:
        """Remove tables that an earlier build made and that this one can't make.

        Parameters
        ----------
        *names : str
            Their names in the schema ``built``; those that aren't there are passed over.
        """
        for name in names:
            self.cursor.execute(f'DROP TABLE IF EXISTS built."{name}"')
