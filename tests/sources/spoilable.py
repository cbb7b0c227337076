"""Good sources of every kind, small, and written from a grid of cells so that any cell or byte can be spoilt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Role = Literal["id", "date", "number", "text"]
Cells = tuple[tuple[str, ...], ...]
N_ROWS = 12


@dataclass(frozen=True)
class Grid:
    """A table as cells, and what its columns are.

    Attributes
    ----------
    cells : tuple of tuples of str
        The first is the header.
    delimiter : str
        What stands between cells.
    roles : dict of str to int
        A column of each kind of value that the table has.
    """

    cells: Cells
    delimiter: str
    roles: dict[Role, int]

    def text(self) -> str:
        """The table as text; no cell is quoted."""
        return "".join(self.delimiter.join(row) + "\n" for row in self.cells)

    def put(self, role: Role, value: str, *, rows: Sequence[int] = (5,)) -> Grid:
        """Put a value into cells, quoted where it has to be."""
        quoted = '"' + value.replace('"', '""') + '"' if set(value) & set(',;"\r\n') else value
        column = self.roles[role]
        cells = [
            tuple(quoted if number in rows and place == column else cell for place, cell in enumerate(row))
            for number, row in enumerate(self.cells)
        ]
        return replace(self, cells=tuple(cells))

    def header(self, role: Role, name: str) -> Grid:
        """Call a column otherwise."""
        return self.put(role, name, rows=(0,))

    def without(self, role: Role) -> Grid:
        """Leave a column out."""
        column = self.roles[role]
        return replace(self, cells=tuple((*row[:column], *row[column + 1 :]) for row in self.cells))


@dataclass(frozen=True)
class Source:
    """A good source, one table of which is going to be spoilt.

    Attributes
    ----------
    kind : str
        ``bank``, ``table`` or ``berka``.
    spoilt : str
        The name of the table that is spoilt.
    in_store : str
        What that table is called in the store.
    ending : str
        The ending of its files.
    tables : dict of str to Grid
        All tables.
    options : tuple of str
        What the command `ingest` is told besides the path.
    """

    kind: str
    spoilt: str
    in_store: str
    ending: str
    tables: dict[str, Grid]
    options: tuple[str, ...] = ()

    @property
    def grid(self) -> Grid:
        """The table that is going to be spoilt."""
        return self.tables[self.spoilt]

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.spoilt + self.ending

    def write(self, folder: Path) -> Path:
        """Write it without a fault; gives what `ingest` is told to load."""
        folder.mkdir(parents=True)
        for name, grid in self.tables.items():
            (folder / f"{name}{self.ending}").write_text(grid.text(), encoding="utf-8")
        return folder / self.file if self.kind == "table" else folder


def _grid(header: str, rows: Sequence[str], delimiter: str, **roles: int) -> Grid:
    cells = tuple(tuple(line.split(delimiter)) for line in (header, *rows))
    return Grid(cells, delimiter, roles)  # type: ignore[arg-type]


_NUMBERS = range(1, N_ROWS + 1)
_BANK = {
    "customers": _grid(
        "customer_id,opened_on,closed_on,gender,income",
        [f"00{n:02},2020-01-{n:02},,f,{n}000.5" for n in _NUMBERS],
        ",",
        id=0,
        date=1,
        text=3,
    ),
    "accounts": _grid(
        "account_id,customer_id,product,opened_on", [f"A{n},00{n:02},current,2020-01-01" for n in _NUMBERS], ","
    ),
    "transactions": _grid(
        "account_id,booked_at,amount,category",
        [f"A{n},2024-01-{n:02}T10:30:00,-{n}.50,groceries" for n in _NUMBERS],
        ",",
        id=0,
        date=1,
        number=2,
        text=3,
    ),
}
_BERKA = {
    "account": _grid(
        "account_id;district_id;frequency;date", [f"{n};1;POPLATEK MESICNE;9301{n:02}" for n in _NUMBERS], ";"
    ),
    "client": _grid(
        "client_id;birth_number;district_id",
        [f"{n};70{n:02}1{n % 10};1" for n in _NUMBERS],
        ";",
        id=0,
        date=1,
        text=2,
    ),
    "disp": _grid("disp_id;client_id;account_id;type", [f"{n};{n};{n};OWNER" for n in _NUMBERS], ";"),
    "trans": _grid(
        "trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account",
        [f"{n};{n};9401{n:02};PRIJEM;VKLAD;{n}00.00;{n}00.00;;;" for n in _NUMBERS],
        ";",
        id=1,
        date=2,
        number=5,
        text=7,
    ),
}
_PEOPLE = {
    "people": _grid(
        "client,joined,income,wave,left",
        [f"00{n:02},2020-01-{n:02},{n}000.5,a,{n % 2}" for n in _NUMBERS],
        ",",
        id=0,
        date=1,
        number=2,
        text=3,
    )
}
SOURCES = (
    Source("bank", "customers", "customers", ".csv", _BANK),
    Source("bank", "transactions", "transactions", ".csv", _BANK),
    Source("table", "people", "customers", ".csv", _PEOPLE, ("--label", "left", "--id", "client")),
    Source("berka", "client", "customers", ".asc", _BERKA),
    Source("berka", "trans", "transactions", ".asc", _BERKA),
)
"""Every kind of source, and for the folders the tables of who there is and of what was paid."""
