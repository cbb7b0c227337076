"""Reading the stages' tables from where they stand: the warehouse while a build runs, or a snapshot after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from analytics.store.frames import table_name
from analytics.store.transform import quoted

if TYPE_CHECKING:
    import pandas as pd

    from analytics.store.snapshots import Snapshot
    from analytics.store.work import Work


@dataclass(frozen=True)
class Tables:
    """The stages' results by name, wherever they stand.

    Attributes
    ----------
    names : frozenset of str
        Tables that are there.
    run : callable
        Runs a statement with values; gives a stream of Arrow batches.
    rooms : mapping of str to str
        What stands before a table's name in a statement, where it isn't `room`.
    room : str
        What stands before the names of all others.
    """

    names: frozenset[str]
    run: Callable[[str, dict[str, object]], pa.RecordBatchReader]
    rooms: Mapping[str, str]
    room: str

    def arrow(self, name: str, *, columns: str = "*", rest: str = "", **values: object) -> pa.Table:
        """Read a table, or part of it.

        Parameters
        ----------
        name : str
            The table's name.
        columns : str
            A select list of our own.
        rest : str
            What follows the table in the statement; our own, values only as ``$parameters``.
        **values : object
            The values.

        Returns
        -------
        Table
            Its rows.
        """
        return self.run(f"SELECT {columns} FROM {self.place(name)} AS t {rest}", values).read_all()  # noqa: S608

    def frame(self, name: str, *, columns: str = "*", rest: str = "", **values: object) -> pd.DataFrame:
        """Read a table, or part of it, as a DataFrame; as `arrow`."""
        found: pd.DataFrame = self.arrow(name, columns=columns, rest=rest, **values).to_pandas()
        return found

    def place(self, name: str) -> str:
        """Say what a table is called in a statement."""
        return f"{self.rooms.get(name, self.room)}{table_name(name)}"

    def types(self, name: str) -> dict[str, pa.DataType]:
        """List a table's columns with their types; none where it isn't there."""
        if name not in self.names:
            return {}
        return {field.name: field.type for field in self.run(f"SELECT * FROM {self.place(name)} LIMIT 0", {}).schema}  # noqa: S608

    def described(self, names: frozenset[str]) -> pa.Table:
        """Read features and attributes of everyone who is described, for a rule.

        Parameters
        ----------
        names : frozenset of str
            Columns of ``features``, else of ``customers``; ``regions.COLUMN`` is one of the customer's region.

        Returns
        -------
        Table
            ``customer_id`` and these columns, sorted by ``customer_id``.
        """
        features = self.types("features")
        sources = {name: "t" if name in features else "c" for name in names if not name.startswith("regions.")}
        selected = [f"{place}.{quoted(name)}" for name, place in sorted(sources.items())]
        dotted = sorted(name for name in names if name.startswith("regions."))
        selected += [f"r.{quoted(name.removeprefix('regions.'))} AS {quoted(name)}" for name in dotted]
        joins = f"LEFT JOIN {self.place('customers')} AS c USING (customer_id)"
        joins += f" LEFT JOIN {self.place('regions')} AS r ON c.region_id = r.region_id" if dotted else ""
        columns = ", ".join(["t.customer_id", *selected])
        return self.arrow("features", columns=columns, rest=f"{joins} ORDER BY t.customer_id")


def built_tables(work: Work) -> Tables:
    """Read the stages' results while a build runs.

    Parameters
    ----------
    work : Work
        A stage's place in the build.

    Returns
    -------
    Tables
        Valid as long as the stage runs.
    """
    text = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'built' OR table_name = 'regions'"
    names = frozenset(str(row[0]) for row in work.cursor.execute(text).fetchall())

    def run(text: str, values: dict[str, object]) -> pa.RecordBatchReader:
        return work.cursor.sql(text, params=values).to_arrow_reader()

    return Tables(names, run, {"regions": "source."}, "built.")


def published_tables(snapshot: Snapshot) -> Tables:
    """Read the stages' results as they were published.

    Parameters
    ----------
    snapshot : Snapshot
        Open.

    Returns
    -------
    Tables
    """
    return Tables(snapshot.tables(), lambda text, values: snapshot.stream(text, **values), {}, "")
